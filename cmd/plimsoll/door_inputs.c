#include "door_inputs.h"

#include "base/alloc.h"
#include "base/file.h"
#include "policy/files.h"
#include "policy/lint.h"
#include "policy/policy.h"

struct loading {
    struct admission_door *door;
    struct policy_set *unloaded;
};

static enum plim_code add_file(void *context, const char *path, struct plim_err *err)
{
    const struct loading *loading = context;
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, POLICY_FILE_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    enum plim_code code =
        admission_door_add(loading->door, path, (struct plim_str){text, len}, err);
    if (code == PLIM_OK || !loading->unloaded)
        return code;
    policy_set_note_failure(loading->unloaded, (struct plim_str){0}, path, err);
    *err = (struct plim_err){0};
    return PLIM_OK;
}

enum plim_code door_inputs_load(struct plim_arena *arena, const struct policy_inputs *inputs,
                                struct admission_door **door_out, struct plim_err *err)
{
    const struct audit_fleet *fleet = inputs->fleet;
    *door_out = admission_door_new();
    admission_door_choose(*door_out, inputs->natives);
    struct loading loading = {*door_out, inputs->unloaded};
    for (size_t i = 0; i < fleet->policy_directory_count; i++) {
        struct plim_str dir = fleet->policy_directories[i];
        char *path = plim_arena_copy(arena, dir.text, dir.len);
        if (policy_files_visit(path, add_file, &loading, err) != PLIM_OK)
            return err->code;
    }
    for (size_t i = 0; i < inputs->dirs->len; i++) {
        if (policy_files_visit(inputs->dirs->items[i], add_file, &loading, err) != PLIM_OK)
            return err->code;
    }
    if (admission_door_close(*door_out, err) != PLIM_OK)
        return err->code;
    if (admission_set_documents(admission_door_set(*door_out)) + admission_door_gaps(*door_out) > 0)
        return PLIM_OK;
    admission_door_free(*door_out);
    *door_out = NULL;
    return PLIM_OK;
}
