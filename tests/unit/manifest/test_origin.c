#include "manifest/set.h"
#include "support/plim_check.h"

#define RENDERED(name, path)                                  \
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: " name \
    "\n  annotations:\n    config.kubernetes.io/origin: |\n      path: " path "\n"

#define SOURCE(name) \
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: " name "\nspec:\n  type: A\n"

static const struct {
    const char *rendered;
    bool traced;
    const char *source;
    const char *path;
    uint32_t line;
    uint32_t type_line;
} origins[] = {
    {RENDERED("web", "../base/web.yaml"), true, SOURCE("web"), "base/web.yaml", 1, 6},
    {RENDERED("pre-web", "../base/web.yaml"), true, "# note\n" SOURCE("web"), "base/web.yaml", 2,
     7},
    {RENDERED("x", "../base/web.yaml"), true, SOURCE("a") "---\n" SOURCE("b"), "base/web.yaml", 0,
     0},
    {RENDERED("b", "../base/web.yaml"), true, SOURCE("a") "---\n" SOURCE("b"), "base/web.yaml", 8,
     13},
    {RENDERED("web", "../base/other.yaml"), true, "a: 1", "base/other.yaml", 0, 0},
    {SOURCE("web"), false, SOURCE("web"), "base/web.yaml", 1, 6},
    {SOURCE("pre-web"), false, SOURCE("web"), "prod/kustomization.yaml", 0, 0},
    {SOURCE("web"), false, SOURCE("web") "---\n" SOURCE("web"), "prod/kustomization.yaml", 0, 0},
};

static struct manifest_set parse(const char *rendered, bool traced, const char *source)
{
    struct manifest_file items[] = {
        {MANIFEST_FILE_SOURCE, "base/web.yaml", "prod", plim_str_from(source), false, "", 0},
        {MANIFEST_FILE_RENDERED, "prod/kustomization.yaml", "prod", plim_str_from(rendered), traced,
         "", 0},
    };
    const struct manifest_files files = {"shop", "0123", "", items, 2, NULL, 0, NULL, 0};
    struct manifest_set set;
    manifest_parse(&files, NULL, &set);
    return set;
}

START_TEST(a_rendered_object_points_to_its_source)
{
    PLIM_CLEANUP(manifest_set_release)
    struct manifest_set set = parse(origins[_i].rendered, origins[_i].traced, origins[_i].source);
    ck_assert_uint_eq(set.len, 1);
    const struct manifest_object *object = &set.objects[0];
    ck_assert(object->rendered);
    ck_assert_str_eq(object->rendered_by, "prod/kustomization.yaml");
    ck_assert_str_eq(object->path, origins[_i].path);
    ck_assert_uint_eq(object->line, origins[_i].line);
    ck_assert_uint_eq(manifest_object_position(object, PLIM_STR("spec.type")).line,
                      origins[_i].type_line);
}
END_TEST

START_TEST(our_own_annotation_is_taken_out)
{
    PLIM_CLEANUP(manifest_set_release)
    struct manifest_set set = parse(RENDERED("web", "x"), true, "a: 1");
    ck_assert_ptr_null(value_get_path(&set.objects[0].object, "metadata.annotations"));
    ck_assert_str_eq(set.objects[0].path, "prod/x");
}
END_TEST

START_TEST(an_annotation_that_the_user_asked_for_stays)
{
    PLIM_CLEANUP(manifest_set_release)
    struct manifest_set set = parse(RENDERED("web", "x"), false, "a: 1");
    ck_assert_ptr_nonnull(value_get_path(&set.objects[0].object, "metadata.annotations"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_rendered_object_points_to_its_source, 0, (int)PLIM_LEN(origins));
    tcase_add_test(tcase, our_own_annotation_is_taken_out);
    tcase_add_test(tcase, an_annotation_that_the_user_asked_for_stays);
}

PLIM_CHECK_MAIN("origin", add_cases)
