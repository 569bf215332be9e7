#include "policy/example.h"

#include "base/alloc.h"
#include "base/file.h"
#include "policy/embedded.h"

#include "source.h"

static struct plim_str find_embedded(struct plim_str folder)
{
    const struct policy_file *files = NULL;
    size_t count = 0;
    policy_embedded(&files, &count);
    for (size_t i = 0; i < count; i++) {
        if (plim_str_starts(plim_str_from(files[i].path), folder))
            return (struct plim_str){files[i].text, files[i].len};
    }
    return (struct plim_str){0};
}

struct first {
    struct plim_arena *arena;
    struct plim_str text;
};

static enum plim_code take_first(void *context, const char *path, struct plim_err *err)
{
    struct first *first = context;
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (first->text.len > 0)
        return PLIM_OK;
    if (plim_file_read(path, POLICY_FILE_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    first->text = plim_arena_copy_str(first->arena, (struct plim_str){text, len});
    return PLIM_OK;
}

struct plim_str policy_example_find(struct plim_arena *arena, const struct policy_info *policy,
                                    enum policy_example example)
{
    const char *file = plim_arena_copy(arena, policy->file.text, policy->file.len);
    const char *folder = plim_arena_printf(arena, "%s/cases/%s", plim_path_dir(arena, file),
                                           example == POLICY_EXAMPLE_FAIL ? "fail" : "pass");
    if (policy->embedded)
        return find_embedded(plim_str_from(plim_arena_printf(arena, "%s/", folder)));
    struct first first = {.arena = arena};
    struct plim_err ignored = {0};
    if (!plim_dir_exists(folder) ||
        policy_files_visit(folder, take_first, &first, &ignored) != PLIM_OK)
        return (struct plim_str){0};
    return first.text;
}
