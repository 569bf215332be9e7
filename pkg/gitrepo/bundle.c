#include <ctype.h>
#include <git2/sys/odb_backend.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"

#include "bundle_priv.h"
#include "failure_priv.h"
#include "repo_priv.h"

enum { BUNDLE_MAX = 1 << 30, ID_CHARS = GITREPO_ID_BYTES - 1, CHUNK_BYTES = 1 << 20 };

static bool is_id(struct plim_str text)
{
    if (text.len != ID_CHARS)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!isxdigit((unsigned char)text.text[i]))
            return false;
    return true;
}

static enum plim_code add_ref(struct plim_arena *arena, struct plim_str line,
                              struct gitrepo_bundle *bundle, struct plim_err *err)
{
    struct plim_str id;
    if (!plim_str_cut(&line, ' ', &id) || !is_id(id) || line.len == 0 ||
        memchr(line.text, '\0', line.len))
        return plim_err_set(err, PLIM_INVALID, "malformed reference in the bundle's header");
    if (bundle->ref_count == GITREPO_BUNDLE_REFS_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d references in the bundle",
                            GITREPO_BUNDLE_REFS_MAX);
    /* The arena keeps what is outgrown: as much again as is in use. */
    if ((bundle->ref_count & (bundle->ref_count - 1)) == 0) {
        size_t cap = bundle->ref_count == 0 ? 1 : 2 * bundle->ref_count;
        struct gitrepo_bundle_ref *grown = plim_arena_array(arena, cap, sizeof(*grown));
        if (bundle->ref_count > 0)
            memcpy(grown, bundle->refs, bundle->ref_count * sizeof(*grown));
        bundle->refs = grown;
    }
    bundle->refs[bundle->ref_count++] = (struct gitrepo_bundle_ref){
        plim_arena_copy(arena, line.text, line.len),
        plim_arena_copy(arena, id.text, id.len),
    };
    return PLIM_OK;
}

static enum plim_code read_line(struct plim_arena *arena, struct plim_str line,
                                struct gitrepo_bundle *bundle, struct plim_err *err)
{
    if (line.text[0] == '@')
        return plim_str_is(line, "@object-format=sha1")
                   ? PLIM_OK
                   : plim_err_set(err, PLIM_INVALID,
                                  "the bundle needs a capability that is not supported");
    if (line.text[0] == '-')
        return plim_err_set(err, PLIM_INVALID,
                            "the bundle is incremental: it needs commits that it does not hold");
    return add_ref(arena, line, bundle, err);
}

enum plim_code gitrepo_bundle_parse(struct plim_arena *arena, struct plim_str text,
                                    struct gitrepo_bundle *bundle_out, struct plim_err *err)
{
    struct gitrepo_bundle bundle = {0};
    struct plim_str line;
    bool more = plim_str_cut(&text, '\n', &line);
    if (!plim_str_is(line, "# v2 git bundle") && !plim_str_is(line, "# v3 git bundle"))
        return plim_err_set(err, PLIM_INVALID, "neither a directory nor a Git bundle");
    for (;;) {
        more = more && plim_str_cut(&text, '\n', &line);
        if (!more)
            return plim_err_set(err, PLIM_INVALID, "the bundle ends within its header");
        if (line.len == 0)
            break;
        if (read_line(arena, line, &bundle, err) != PLIM_OK)
            return err->code;
    }
    bundle.pack = text;
    *bundle_out = bundle;
    return PLIM_OK;
}

static int write_pack(git_repository *repository, struct plim_str pack)
{
    git_odb *odb = NULL;
    git_odb_writepack *writer = NULL;
    git_indexer_progress progress = {0};
    int status = git_repository_odb(&odb, repository);
    if (status == 0)
        status = git_odb_write_pack(&writer, odb, NULL, NULL);
    for (size_t at = 0; status == 0 && at < pack.len; at += CHUNK_BYTES) {
        size_t len = pack.len - at < CHUNK_BYTES ? pack.len - at : CHUNK_BYTES;
        status = writer->append(writer, pack.text + at, len, &progress);
    }
    if (status == 0)
        status = writer->commit(writer, &progress);
    if (writer)
        writer->free(writer);
    git_odb_free(odb);
    return status;
}

static int write_ref(git_repository *repository, const struct gitrepo_bundle_ref *ref)
{
    git_oid id;
    git_reference *created = NULL;
    int status = git_oid_fromstr(&id, ref->id);
    if (status == 0)
        status = git_reference_create(&created, repository, ref->name, &id, 1, NULL);
    git_reference_free(created);
    return status;
}

/* A bundle tells HEAD's commit but not its branch: the usual names are preferred. */
static int write_head(git_repository *repository, const struct gitrepo_bundle *bundle)
{
    static const char *const usual[] = {"refs/heads/main", "refs/heads/master"};
    const struct gitrepo_bundle_ref *head = NULL;
    const struct gitrepo_bundle_ref *branch = NULL;
    for (size_t i = 0; i < bundle->ref_count; i++)
        if (strcmp(bundle->refs[i].name, "HEAD") == 0)
            head = &bundle->refs[i];
    for (size_t i = bundle->ref_count; i > 0; i--) {
        const struct gitrepo_bundle_ref *ref = &bundle->refs[i - 1];
        bool fits =
            strncmp(ref->name, "refs/heads/", 11) == 0 && (!head || strcmp(ref->id, head->id) == 0);
        bool is_better =
            !branch ||
            (strcmp(branch->name, usual[0]) != 0 && strcmp(branch->name, usual[1]) != 0) ||
            strcmp(ref->name, usual[0]) == 0;
        if (fits && is_better)
            branch = ref;
    }
    if (branch)
        return git_repository_set_head(repository, branch->name);
    git_oid id;
    int status = head ? git_oid_fromstr(&id, head->id) : 0;
    return head && status == 0 ? git_repository_set_head_detached(repository, &id) : status;
}

enum plim_code gitrepo_bundle_unpack(const char *path, const char *dir, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(gitrepo_repository_freep) git_repository *repository = NULL;
    size_t len = 0;
    struct gitrepo_bundle bundle = {0};
    if (plim_file_read(path, BUNDLE_MAX, &text, &len, err) != PLIM_OK ||
        gitrepo_bundle_parse(arena, (struct plim_str){text, len}, &bundle, err) != PLIM_OK)
        return err->code;
    int status = git_repository_init(&repository, dir, 1);
    if (status == 0)
        status = write_pack(repository, bundle.pack);
    for (size_t i = 0; status == 0 && i < bundle.ref_count; i++)
        if (strncmp(bundle.refs[i].name, "refs/", 5) == 0)
            status = write_ref(repository, &bundle.refs[i]);
    if (status == 0)
        status = write_head(repository, &bundle);
    return status == 0 ? PLIM_OK : gitrepo_fail(err, status, "unpack the bundle");
}
