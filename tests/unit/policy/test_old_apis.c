#include <string.h>

#include "base/defs.h"
#include "policy/subject.h"
#include "support/value_check.h"

#include "old_apis.h"

#define APPLIED(text)                                                \
    "{apiVersion: batch/v1, kind: CronJob, metadata: {annotations: " \
    "{kubectl.kubernetes.io/last-applied-configuration: '" text "'}}}"

static const struct {
    const char *object;
    const char *desired;
    const char *said; /* "VERSION SOURCE;" of each */
} written[] = {
    {"{apiVersion: batch/v1, kind: CronJob}", "{}", ""},
    {"{apiVersion: batch/v1beta1, kind: CronJob}", "{}", "batch/v1beta1 object;"},
    {"{apiVersion: batch/v1, kind: CronJob}", "{apiVersion: batch/v1beta1, kind: CronJob}",
     "batch/v1beta1 git;"},
    {"{apiVersion: batch/v1beta1, kind: CronJob}", "{apiVersion: batch/v1beta1, kind: CronJob}",
     "batch/v1beta1 git;"},
    {APPLIED("{\"apiVersion\":\"batch/v1beta1\",\"kind\":\"CronJob\"}"), "{}",
     "batch/v1beta1 last-applied;"},
    {APPLIED("{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\"}"), "{}", ""},
    {APPLIED("{\"apiVersion\":\"batch/v1beta1"), "{}", ""},
    {APPLIED("batch/v1beta1"), "{}", ""},
    {"{apiVersion: autoscaling/v2beta1, kind: HorizontalPodAutoscaler}",
     "{apiVersion: autoscaling/v2beta2}", "autoscaling/v2beta2 git;autoscaling/v2beta1 object;"},
};

START_TEST(each_old_version_is_told_once_with_its_source)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_buf said = {0};
    struct plim_err err = {0};
    struct value object = plim_value_from_yaml(arena, written[_i].object);
    struct value desired = plim_value_from_yaml(arena, written[_i].desired);
    struct value list = policy_old_apis_make(arena, &object, &desired);
    ck_assert(value_is(&list, VALUE_LIST));
    for (size_t i = 0; i < value_len(&list); i++) {
        const struct value *one = value_at(&list, i);
        plim_assert_ok(policy_record_check("oldApi", one, &err), &err);
        plim_buf_printf(&said, "%.*s %.*s;", PLIM_STR_ARG(value_get_text(one, "version")),
                        PLIM_STR_ARG(value_get_text(one, "source")));
    }
    ck_assert_str_eq(said.text ? said.text : "", written[_i].said);
    plim_buf_release(&said);
    plim_arena_free(arena);
}
END_TEST

START_TEST(manifest_that_is_not_known_may_be_old)
{
    struct plim_arena *arena = plim_arena_new();
    struct value desired = value_unknown(PLIM_STR("no Git"));
    struct value object = plim_value_from_yaml(arena, "{apiVersion: batch/v1, kind: CronJob}");
    struct value list = policy_old_apis_make(arena, &object, &desired);
    ck_assert(value_is(&list, VALUE_UNKNOWN));
    object = plim_value_from_yaml(arena, "{apiVersion: batch/v1beta1, kind: CronJob}");
    list = policy_old_apis_make(arena, &object, &desired);
    ck_assert_uint_eq(value_len(&list), 1);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, each_old_version_is_told_once_with_its_source, 0, PLIM_LEN(written));
    tcase_add_test(tcase, manifest_that_is_not_known_may_be_old);
}

PLIM_CHECK_MAIN("policy.old_apis", add_cases)
