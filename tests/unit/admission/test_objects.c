#include "admission_fixture.h"

#define OBJECTS                                                        \
    "[{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n}}," \
    " {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: m}}," \
    " {apiVersion: v1, kind: Node, metadata: {name: a}},"              \
    " {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: n}}]"

static const struct {
    const char *group, *version, *kind, *resource, *namespace, *name;
    size_t found;
} queries[] = {
    {"", "v1", "Pod", "", "", "", 2},
    {"", "v1", "", "pods", "", "", 2},
    {"", "", "Pod", "", "n", "", 1},
    {"", "v1", "Pod", "", "n", "b", 0},
    {"", "v2", "Pod", "", "n", "a", 0},
    {"", "v1", "Node", "", "n", "a", 1},
    {"apps", "v1", "", "deployments", "n", "a", 1},
    {"", "v1", "", "deployments", "n", "a", 0},
};

START_TEST(objects_are_found_by_what_is_asked_for)
{
    struct plim_arena *arena = plim_arena_new();
    struct admission_object_list list = object_list(arena, door_value(arena, OBJECTS));
    const struct admission_query query = {
        .group = plim_str_from(queries[_i].group),
        .version = plim_str_from(queries[_i].version),
        .kind = plim_str_from(queries[_i].kind),
        .resource = plim_str_from(queries[_i].resource),
        .namespace = plim_str_from(queries[_i].namespace),
        .name = plim_str_from(queries[_i].name),
    };
    struct value found = admission_find_in_list(&list, &query, arena);
    ck_assert_uint_eq(value_len(&found), queries[_i].found);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, objects_are_found_by_what_is_asked_for, 0, (int)PLIM_LEN(queries));
}

PLIM_CHECK_MAIN("admission.objects", add_cases)
