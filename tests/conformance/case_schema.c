#include "case_schema.h"

#include "base/err.h"

const struct cel_schema *case_schema_find(struct plim_arena *arena, const struct value *schemas,
                                          const char *name, struct plim_buf *why)
{
    struct plim_err err = {0};
    const struct cel_schema *schema = NULL;
    const struct value *json = value_get(schemas, name);
    struct plim_str other = value_str(json);
    if (other.len > 0) {
        name = plim_arena_copy(arena, other.text, other.len);
        json = value_get(schemas, name);
    }
    const struct cel_schema_spec spec = {
        .schema = json,
        .document = schemas,
        .name = plim_arena_printf(arena, "schema.%s", name),
    };
    if (json && cel_schema_make(arena, &spec, &schema, &err) != PLIM_OK)
        plim_buf_append_c(why, err.msg);
    return schema;
}
