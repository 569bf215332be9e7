#include <stdint.h>
#include <stdlib.h>

#include "admission/admission.h"
#include "admission/type_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *context, const struct admission_result *result)
{
    (void)context;
    if (result->state == FINDING_UNKNOWN && result->message.len == 0)
        __builtin_trap();
}

static void ignore_warning(void *context, const struct admission_warning *warning)
{
    (void)context;
    if (warning->text.len == 0)
        __builtin_trap();
}

/* Every kind is an object without fields. */
static struct admission_schema find_schema(void *context, struct plim_str group,
                                           struct plim_str version, struct plim_str resource,
                                           struct plim_str kind)
{
    (void)group;
    (void)version;
    return (struct admission_schema){kind.len > 0 ? kind : resource, context};
}

static void check_types(const struct admission_set *set, struct plim_arena *arena)
{
    static const struct value_entry type = {{.kind = VALUE_STRING, .len = 4, .text = "type"},
                                            {.kind = VALUE_STRING, .len = 6, .text = "object"}};
    struct value schema = value_map(&type, 1);
    const struct admission_schemas schemas = {find_schema, &schema};
    admission_check_types(set, &schemas, arena, ignore_warning, NULL);
}

/* Any text loads or is refused, and what loads can judge. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct value_entry fields[] = {
        {{.kind = VALUE_STRING, .len = 10, .text = "apiVersion"},
         {.kind = VALUE_STRING, .len = 2, .text = "v1"}},
        {{.kind = VALUE_STRING, .len = 4, .text = "kind"},
         {.kind = VALUE_STRING, .len = 3, .text = "Pod"}},
    };
    struct plim_err err = {0};
    struct plim_str text = {(const char *)data, size};
    struct value object = value_map(fields, PLIM_LEN(fields));
    const struct value *items[] = {&object};
    struct admission_object_list list = {items, PLIM_LEN(items)};
    const struct admission_objects others = {admission_find_in_list, &list};
    struct admission_request request = {.object = &object, .others = &others, .unbound = true};
    PLIM_CLEANUP(admission_set_freep) struct admission_set *set = admission_set_new();
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (admission_set_add(set, "fuzz", text, &err) != PLIM_OK)
        return 0;
    admission_judge(set, &request, arena, ignore, NULL);
    check_types(set, arena);
    return 0;
}
