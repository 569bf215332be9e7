#include "support/value_check.h"

#include "owners_priv.h"

START_TEST(what_controllers_and_the_platform_make_is_nobodys_to_answer_for)
{
    struct audit_owners owners = {.kinds = {[RESOURCE_OWNER_NONE] = 1,
                                            [RESOURCE_OWNER_GIT] = 2,
                                            [RESOURCE_OWNER_CONTROLLER] = 30,
                                            [RESOURCE_OWNER_PLATFORM] = 400},
                                  .unknown = 5};
    ck_assert_uint_eq(audit_owners_answerable(&owners), 8);
}
END_TEST

START_TEST(unknown_owners_are_told_only_when_there_are_some)
{
    struct plim_arena *arena = plim_arena_new();
    struct audit_owners sum = {.kinds = {[RESOURCE_OWNER_GIT] = 2}};
    struct value record = audit_owners_record(arena, &sum);
    ck_assert_ptr_null(value_get(&record, "unknown"));
    audit_owners_merge(&sum, &(struct audit_owners){.kinds = {1, 1}, .unknown = 3});
    record = audit_owners_record(arena, &sum);
    plim_assert_json(&record, "{\"none\":1,\"git\":3,\"argocd\":0,\"flux\":0,\"helm\":0,"
                              "\"controller\":0,\"platform\":0,\"unknown\":3}");
    plim_arena_free(arena);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_test(tcase, what_controllers_and_the_platform_make_is_nobodys_to_answer_for);
    tcase_add_test(tcase, unknown_owners_are_told_only_when_there_are_some);
}

PLIM_CHECK_MAIN("audit.owners", add)
