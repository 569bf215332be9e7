/*
 * Trees as no git program would make them. A line "fNAME=TEXT" is a file, "lNAME=TARGET" a link,
 * "sNAME=" a submodule; "dNAME=" ends a directory of that name, which becomes the first entry of
 * the next tree.
 */
#include <git2.h>
#include <git2/sys/mempack.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "gitrepo/tree.h"

#include "repo_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct maker {
    git_odb *odb; /* owned */
    struct plim_buf tree;
};

static void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

static git_oid write_object(struct maker *maker, struct plim_str text, git_object_t type)
{
    git_oid id;
    require(git_odb_write(&id, maker->odb, text.len > 0 ? text.text : "", text.len, type) == 0);
    return id;
}

static void add_entry(struct maker *maker, const char *mode, struct plim_str name,
                      const git_oid *id)
{
    plim_buf_append_c(&maker->tree, mode);
    plim_buf_append_char(&maker->tree, ' ');
    plim_buf_append_str(&maker->tree, name);
    plim_buf_append_char(&maker->tree, '\0');
    plim_buf_append(&maker->tree, (const char *)id->id, sizeof(id->id));
}

static void add_line(struct maker *maker, struct plim_str line)
{
    struct plim_str text = line;
    struct plim_str name;
    (void)plim_str_cut(&text, '=', &name);
    if (name.len < 2 || memchr(name.text, '\0', name.len))
        return;
    struct plim_str rest = {name.text + 1, name.len - 1};
    if (name.text[0] == 'd') {
        git_oid id = write_object(maker, plim_buf_str(&maker->tree), GIT_OBJECT_TREE);
        plim_buf_clear(&maker->tree);
        add_entry(maker, "40000", rest, &id);
        return;
    }
    git_oid id = write_object(maker, text, GIT_OBJECT_BLOB);
    const char *mode = name.text[0] == 'l' ? "120000" : name.text[0] == 's' ? "160000" : "100644";
    add_entry(maker, mode, rest, &id);
}

static struct gitrepo_commit make_commit(struct maker *maker, struct plim_str input)
{
    static const char rest[] = "author A <a@example.org> 1 +0000\n"
                               "committer A <a@example.org> 1 +0000\n\nx\n";
    struct gitrepo_commit commit;
    while (input.len > 0) {
        struct plim_str line;
        (void)plim_str_cut(&input, '\n', &line);
        add_line(maker, line);
    }
    git_oid tree = write_object(maker, plim_buf_str(&maker->tree), GIT_OBJECT_TREE);
    (void)git_oid_tostr(commit.tree, sizeof(commit.tree), &tree);
    struct plim_buf text = {0};
    plim_buf_printf(&text, "tree %s\n%s", commit.tree, rest);
    git_oid id = write_object(maker, plim_buf_str(&text), GIT_OBJECT_COMMIT);
    (void)git_oid_tostr(commit.id, sizeof(commit.id), &id);
    plim_buf_release(&text);
    plim_buf_release(&maker->tree);
    return commit;
}

/* Paths are sound: relative, and without a step that climbs. */
static void require_sound(const char *path)
{
    struct plim_str rest = plim_str_from(path);
    require(path[0] != '/');
    while (rest.len > 0) {
        struct plim_str part;
        (void)plim_str_cut(&rest, '/', &part);
        require(part.len > 0 && !plim_str_is(part, "..") && !plim_str_is(part, "."));
    }
}

static void read_all(struct gitrepo *repo, const struct gitrepo_commit *commit)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct gitrepo_tree tree;
    if (gitrepo_list(repo, arena, commit, "", &tree, &err) != PLIM_OK)
        return;
    for (size_t i = 0; i < tree.len; i++) {
        struct plim_str text;
        require_sound(tree.items[i].path);
        require_sound(tree.items[i].target);
        if (tree.items[i].id[0] != '\0')
            require(gitrepo_read(repo, arena, tree.items[i].id, 1 << 20, &text, &err) == PLIM_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    struct maker maker = {0};
    git_odb_backend *memory = NULL;
    struct gitrepo repo = {0};
    static bool started;
    if (!started)
        require(gitrepo_init("/nonexistent", NULL, &err) == PLIM_OK);
    started = true;
    require(git_odb_new(&maker.odb) == 0 && git_mempack_new(&memory) == 0);
    require(git_odb_add_backend(maker.odb, memory, 1) == 0);
    require(git_repository_wrap_odb(&repo.repository, maker.odb) == 0);
    struct gitrepo_commit commit = make_commit(&maker, (struct plim_str){(const char *)data, size});
    read_all(&repo, &commit);
    git_repository_free(repo.repository);
    git_odb_free(maker.odb);
    return 0;
}
