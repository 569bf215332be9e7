#include "admission_fixture.h"
#include "admission_priv.h"

static const struct {
    const char *text;
    enum admission_form form;
    enum admission_format format;
    const char *wanted;
} rewritings[] = {
    {"object.spec.x", ADMISSION_FORM_OBJECT, ADMISSION_KYVERNO_RULE, "object.spec.x"},
    {"object.spec.x", ADMISSION_FORM_TEMPLATE, ADMISSION_KYVERNO_RULE,
     "object.spec.template.spec.x"},
    {"oldObject.spec == object.spec", ADMISSION_FORM_TEMPLATE, ADMISSION_KYVERNO_RULE,
     "oldObject.spec.template.spec == object.spec.template.spec"},
    {"object.metadata.?labels", ADMISSION_FORM_CRONJOB, ADMISSION_KYVERNO_RULE,
     "object.spec.jobTemplate.spec.template.metadata.?labels"},
    {"object.metadata.name", ADMISSION_FORM_TEMPLATE, ADMISSION_KYVERNO_RULE,
     "object.spec.template.metadata.name"},
    {"object.metadata.name", ADMISSION_FORM_TEMPLATE, ADMISSION_KYVERNO_VALIDATING,
     "object.spec.template.metadata.name"},
    {"object.metadata.namespace", ADMISSION_FORM_TEMPLATE, ADMISSION_KYVERNO_VALIDATING,
     "object.metadata.namespace"},
    {"object.metadata.namespaces", ADMISSION_FORM_TEMPLATE, ADMISSION_KYVERNO_VALIDATING,
     "object.spec.template.metadata.namespaces"},
};

START_TEST(expressions_about_pods_become_expressions_about_templates)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_str got = admission_rewrite(arena, plim_str_from(rewritings[_i].text),
                                            rewritings[_i].form, rewritings[_i].format);
    ck_assert(plim_str_is(got, rewritings[_i].wanted));
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, expressions_about_pods_become_expressions_about_templates, 0,
                        (int)PLIM_LEN(rewritings));
}

PLIM_CHECK_MAIN("admission.autogen", add_cases)
