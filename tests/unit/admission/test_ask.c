#include "admission_fixture.h"

#define SAYS(expression) \
    VALIDATING_POLICY(PODS "  validations: [{expression: \"" expression "\", message: m}]\n")
#define IN_NS(expression)                                                              \
    "apiVersion: policies.kyverno.io/v1\nkind: NamespacedValidatingPolicy\nmetadata: " \
    "{name: p, namespace: ns}\nspec:\n" PODS "  validations: [{expression: \"" expression "\"}]\n"
#define OBJECTS                                                                               \
    "[{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ns, labels: {l: m}}, " \
    "data: {k: here}},"                                                                       \
    " {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: ns}},"                 \
    " {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: other}}]"

static const struct {
    const char *policy;
    struct door door;
    const char *said;
} asked[] = {
    {SAYS("resource.Get('v1', 'configmaps', 'ns', 'a').data.k == 'here'"),
     {.object = POD(""), .others = OBJECTS},
     "p pass\n"},
    {SAYS("dyn(resource.Get('v1', 'configmaps', 'ns', 'c')) == null && "
          "dyn(resource.get('apps/v1', 'deployments', 'ns', 'c')) == null"),
     {.object = POD(""), .others = OBJECTS},
     "p pass\n"},
    {SAYS("resource.Get(resource.ToGVR('v1', 'ConfigMap'), 'ns', 'a').data.k == 'here' && "
          "resource.list(resource.toGVR('v1', 'ConfigMap'), 'ns', {'l': 'm'}).items.size() == 1"),
     {.object = POD(""), .others = OBJECTS},
     "p pass\n"},
    {IN_NS("resource.get(resource.toGVR('v1', 'ConfigMap'), 'a').data.k == 'here' && "
           "resource.list(resource.toGVR('v1', 'ConfigMap')).items.size() == 2"),
     {.object = POD(", namespace: ns"), .others = OBJECTS},
     "p pass\n"},
    {SAYS("resource.Get('v1', 'configmaps', 'ns', 'a').data.k == 'here'"),
     {.object = POD("")},
     "p unknown: no cluster is asked for other objects\n"},
    {IN_NS("resource.Get('v1', 'configmaps', 'a').data.k == 'here'"),
     {.object = POD(", namespace: ns"), .others = OBJECTS},
     "p pass\n"},
    {IN_NS("resource.List('v1', 'configmaps').items.size() == 2"),
     {.object = POD(", namespace: ns"), .others = OBJECTS},
     "p pass\n"},
    {IN_NS("resource.List('v1', 'configmaps', {'l': 'm'}).items.size() == 1"),
     {.object = POD(", namespace: ns"), .others = OBJECTS},
     "p pass\n"},
    {SAYS("resource.List('v1', 'configmaps', 'other').items.size() == 1"),
     {.object = POD(""), .others = OBJECTS},
     "p pass\n"},
    {SAYS("resource.List('v1', 'configmaps', '').items.size() == 3"),
     {.object = POD(""), .others = OBJECTS},
     "p pass\n"},
    {SAYS("resource.List('v1', 'configmaps', 'ns', {'l': 'm'}).items[0].metadata.name == 'a'"),
     {.object = POD(""), .others = OBJECTS},
     "p pass\n"},
    {SAYS("image.GetMetadata('nginx').manifest.size == 1"),
     {.object = POD(""), .images = "{nginx: {manifest: {size: 1}}}"},
     "p pass\n"},
    {SAYS("image.GetMetadata('redis').manifest.size == 1"),
     {.object = POD(""), .images = "{nginx: {manifest: {size: 1}}}"},
     "p error: failed to get image data: image data for redis not found in the context\n"},
    {SAYS("image.GetMetadata('nginx').manifest.size == 1"),
     {.object = POD("")},
     "p unknown: no registry is asked for images\n"},
    {SAYS("globalContext.Get('a', '') == 1"),
     {.object = POD(""), .others = OBJECTS},
     "p unknown: global contexts are not known\n"},
    {SAYS("globalContext.Get('a', '').b == 1 && globalContext.Get('a', 'b') == 1 && "
          "globalContext.Get('c', '') == null"),
     {.object = POD(""), .contexts = "{a: {b: 1}}"},
     "p pass\n"},
    {SAYS("globalContext.Get('a', 'c') == 1"),
     {.object = POD(""), .contexts = "{a: {b: 1}}"},
     "p error: projection \"c\" not found in global context entry \"a\"\n"},
    {SAYS("http.Get('https://a').b == 1 && http.Post('https://a', {}).b == 2"),
     {.object = POD(""), .answers = "{'https://a': {b: 1}, 'POST:https://a': {b: 2}}"},
     "p pass\n"},
    {SAYS("http.Get('https://b').b == 1"),
     {.object = POD(""), .answers = "{'https://a': {b: 1}}"},
     "p unknown: no server is asked by an expression\n"},
    {SAYS("http.Get('https://a') == 1"),
     {.object = POD(""), .others = OBJECTS},
     "p unknown: no server is asked by an expression\n"},
};

START_TEST(other_objects_and_images_are_those_that_are_given)
{
    expect_said(asked[_i].policy, &asked[_i].door, asked[_i].said);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, other_objects_and_images_are_those_that_are_given, 0,
                        (int)PLIM_LEN(asked));
}

PLIM_CHECK_MAIN("admission.ask", add_cases)
