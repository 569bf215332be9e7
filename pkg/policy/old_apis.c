#include "old_apis.h"

#include <string.h>

#include "base/defs.h"
#include "resource/api_lifetime.h"
#include "resource/metadata.h"
#include "value/build.h"

struct listing {
    struct plim_arena *arena;
    struct value_list_builder list;
};

static bool is_listed(const struct listing *listing, struct plim_str version)
{
    for (size_t i = 0; i < listing->list.len; i++) {
        if (plim_str_equal(value_str(value_get(&listing->list.items[i], "version")), version))
            return true;
    }
    return false;
}

static void add(struct listing *listing, struct plim_str version, struct plim_str kind,
                const char *source)
{
    const struct resource_api_lifetime *lifetime = resource_api_lifetime_find(version, kind);
    if (lifetime == NULL || is_listed(listing, version))
        return;
    struct value_map_builder map = {.arena = listing->arena};
    value_map_add(&map, "version", value_string(version));
    value_map_add(&map, "source", value_string_c(source));
    value_map_add(&map, "deprecated", value_int(lifetime->deprecated));
    value_map_add(&map, "removed", value_int(lifetime->removed));
    value_map_add(&map, "replacement", value_string_c(lifetime->replacement));
    value_list_add(&listing->list, value_map_finish(&map));
}

/* kubectl writes compact JSON with sorted keys, of which this is the first: no need to read it. */
static struct plim_str applied_version(const struct value *object)
{
    static const char begin[] = "{\"apiVersion\":\"";
    struct plim_str rest =
        resource_annotation(object, "kubectl.kubernetes.io/last-applied-configuration");
    struct plim_str version = {0};
    if (!plim_str_starts(rest, PLIM_STR(begin)))
        return version;
    rest = (struct plim_str){rest.text + strlen(begin), rest.len - strlen(begin)};
    return plim_str_cut(&rest, '"', &version) ? version : (struct plim_str){0};
}

struct value policy_old_apis_make(struct plim_arena *arena, const struct value *object,
                                  const struct value *desired)
{
    struct listing listing = {.arena = arena, .list = {.arena = arena}};
    struct plim_str kind = value_str(value_get(object, "kind"));
    add(&listing, value_str(value_get(desired, "apiVersion")), kind, "git");
    add(&listing, value_str(value_get(object, "apiVersion")), kind, "object");
    add(&listing, applied_version(object), kind, "last-applied");
    if (listing.list.len == 0 && value_is(desired, VALUE_UNKNOWN))
        return *desired;
    return value_list_finish(&listing.list);
}
