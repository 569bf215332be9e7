#include "resource/identity.h"

struct resource_identity resource_identity_of(const struct value *object)
{
    const struct value *metadata = value_get_str(object, PLIM_STR("metadata"));
    struct resource_identity identity = {
        .kind = value_str(value_get_str(object, PLIM_STR("kind"))),
        .namespace = value_str(value_get_str(metadata, PLIM_STR("namespace"))),
        .name = value_str(value_get_str(metadata, PLIM_STR("name"))),
    };
    resource_api_version_split(value_str(value_get_str(object, PLIM_STR("apiVersion"))),
                               &identity.group, &identity.version);
    return identity;
}

void resource_api_version_split(struct plim_str api_version, struct plim_str *group_out,
                                struct plim_str *version_out)
{
    struct plim_str rest = api_version;
    struct plim_str before = {0};
    if (plim_str_cut(&rest, '/', &before)) {
        *group_out = before;
        *version_out = rest;
        return;
    }
    *group_out = (struct plim_str){0};
    *version_out = before;
}

struct plim_str resource_api_version(struct plim_arena *arena,
                                     const struct resource_identity *identity)
{
    if (identity->group.len == 0)
        return identity->version;
    const struct plim_str parts[] = {identity->group, identity->version};
    return plim_str_from(plim_arena_join(arena, parts, PLIM_LEN(parts), '/'));
}

bool resource_identity_equal(const struct resource_identity *left,
                             const struct resource_identity *right)
{
    return plim_str_equal(left->name, right->name) && plim_str_equal(left->kind, right->kind) &&
           plim_str_equal(left->namespace, right->namespace) &&
           plim_str_equal(left->group, right->group);
}

int resource_identity_compare(const struct resource_identity *left,
                              const struct resource_identity *right)
{
    const struct plim_str pairs[][2] = {
        {left->namespace, right->namespace},
        {left->kind, right->kind},
        {left->name, right->name},
        {left->group, right->group},
    };
    int order = 0;
    for (size_t i = 0; order == 0 && i < PLIM_LEN(pairs); i++)
        order = plim_str_compare(pairs[i][0], pairs[i][1]);
    return order;
}

const char *resource_identity_key(struct plim_arena *arena,
                                  const struct resource_identity *identity)
{
    const struct plim_str parts[] = {identity->group, identity->kind, identity->namespace,
                                     identity->name};
    return plim_arena_join(arena, parts, PLIM_LEN(parts), '/');
}

struct resource_identity resource_identity_intern(struct plim_intern *texts,
                                                  const struct resource_identity *identity)
{
    return (struct resource_identity){
        .group = plim_intern_str(texts, identity->group),
        .version = plim_intern_str(texts, identity->version),
        .kind = plim_intern_str(texts, identity->kind),
        .namespace = plim_intern_str(texts, identity->namespace),
        .name = plim_intern_str(texts, identity->name),
    };
}
