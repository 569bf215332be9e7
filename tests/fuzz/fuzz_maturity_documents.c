/* Documents of every kind from one stream; what links is assessed too. */
#include <stdint.h>

#include "base/arena.h"
#include "maturity/assess.h"
#include "value/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 64 * 1024 };

static enum plim_code add_all(struct maturity_set *set, struct maturity_evidence *evidence,
                              const struct value_yaml_list *list, struct plim_err *err)
{
    for (size_t i = 0; i < list->len; i++) {
        struct value_node node = {"fuzz.yaml", &list->items[i].root, list->items[i].position};
        bool is_evidence = value_is_string(value_get(node.value, "kind"), "Evidence");
        enum plim_code code = is_evidence ? maturity_evidence_add(evidence, &node, err)
                                          : maturity_set_add(set, &node, err);
        if (code != PLIM_OK)
            return code;
    }
    return maturity_set_link(set, NULL, 0, err);
}

static void assess_all(struct plim_arena *arena, const struct maturity_set *set,
                       const struct maturity_evidence *evidence)
{
    static const int64_t now = 1776232800; /* 2026-04-15T06:00:00Z */
    for (size_t i = 0; i < maturity_set_model_count(set); i++) {
        struct plim_err err = {0};
        struct value result;
        struct maturity_request request = {.set = set,
                                           .evidence = evidence,
                                           .model = maturity_set_model_at(set, i).id,
                                           .now = now};
        (void)!maturity_assess(arena, &request, &result, &err);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str text = {(const char *)data, size < INPUT_MAX ? size : INPUT_MAX};
    struct value_yaml_list list;
    struct plim_err err = {0};
    if (value_yaml_read(arena, "fuzz.yaml", text, VALUE_YAML_DOCUMENT, &list, &err) != PLIM_OK)
        return 0;
    struct maturity_set *set = maturity_set_new(arena);
    struct maturity_evidence *evidence = maturity_evidence_new(arena);
    if (add_all(set, evidence, &list, &err) == PLIM_OK)
        assess_all(arena, set, evidence);
    return 0;
}
