#include "documents.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "maturity/document.h"
#include "maturity/evidence.h"
#include "policy/embedded.h"
#include "snapshot/reader.h"
#include "value/yaml.h"

static enum plim_code add_text(struct plim_arena *arena, struct maturity_set *set,
                               struct maturity_evidence *evidence, const char *file,
                               struct plim_str text, struct plim_err *err)
{
    struct value_yaml_list documents = {0};
    if (value_yaml_read(arena, file, text, VALUE_YAML_DOCUMENT, &documents, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < documents.len; i++) {
        struct value_node node = {file, &documents.items[i].root, documents.items[i].position};
        struct plim_str kind = value_node_text(&node, "kind");
        enum plim_code code = plim_str_is(kind, "Evidence") && evidence
                                  ? maturity_evidence_add(evidence, &node, err)
                                  : maturity_set_add(set, &node, err);
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

static bool is_about_maturity(struct plim_str path)
{
    return plim_str_starts(path, PLIM_STR("policies/practices/")) ||
           plim_str_starts(path, PLIM_STR("policies/models/"));
}

enum plim_code documents_add_embedded(struct plim_arena *arena, struct maturity_set *set,
                                      struct plim_err *err)
{
    const struct policy_file *files = NULL;
    size_t count = 0;
    policy_embedded(&files, &count);
    for (size_t i = 0; i < count; i++) {
        struct plim_str text = {files[i].text, files[i].len};
        if (is_about_maturity(plim_str_from(files[i].path)) &&
            add_text(arena, set, NULL, files[i].path, text, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code read_replayed(struct plim_arena *arena, const struct snapshot_reader *replay,
                                    const char *path, struct plim_buf *text, struct plim_err *err)
{
    return snapshot_get(replay, plim_arena_printf(arena, "files/%s", path), text, err);
}

enum plim_code documents_add_file(struct plim_arena *arena, struct maturity_set *set,
                                  struct maturity_evidence *evidence, const char *path,
                                  const struct snapshot_reader *replay, struct plim_err *err)
{
    const char *file = plim_arena_copy_c(arena, path);
    if (replay) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf captured = {0};
        if (read_replayed(arena, replay, path, &captured, err) != PLIM_OK)
            return err->code;
        return add_text(arena, set, evidence, file, plim_buf_str(&captured), err);
    }
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, DOCUMENT_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    return add_text(arena, set, evidence, file, (struct plim_str){text, len}, err);
}

static enum plim_code add_files(struct plim_arena *arena, struct maturity_set *set,
                                const struct plim_str *files, size_t count,
                                const struct snapshot_reader *replay, struct plim_err *err)
{
    for (size_t i = 0; i < count; i++) {
        char *path = plim_arena_copy(arena, files[i].text, files[i].len);
        if (documents_add_file(arena, set, NULL, path, replay, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

enum plim_code documents_add_fleet(struct plim_arena *arena, struct maturity_set *set,
                                   const struct audit_fleet *fleet,
                                   const struct snapshot_reader *replay, struct plim_err *err)
{
    if (add_files(arena, set, fleet->library_files, fleet->library_file_count, replay, err) !=
            PLIM_OK ||
        add_files(arena, set, fleet->model_files, fleet->model_file_count, replay, err) !=
            PLIM_OK ||
        add_files(arena, set, fleet->attestation_files, fleet->attestation_file_count, replay,
                  err) != PLIM_OK)
        return err->code;
    return fleet->document.value ? maturity_set_add(set, &fleet->document, err) : PLIM_OK;
}
