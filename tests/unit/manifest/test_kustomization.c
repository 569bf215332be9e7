#include "support/plim_check.h"

#include "kustomization_priv.h"

static const struct {
    const char *text;
    const char *error;
} refused[] = {
    {"resources: [https://example.org/x.yaml]",
     "'https://example.org/x.yaml' is remote, and nothing is fetched"},
    {"resources:\n- github.com/example/base?ref=v1",
     "'github.com/example/base?ref=v1' is remote, and nothing is fetched"},
    {"bases: ['git@git.example.org:x/y']",
     "'git@git.example.org:x/y' is remote, and nothing is fetched"},
    {"patches: [{path: 'https://example.org/p.yaml'}]",
     "'https://example.org/p.yaml' is remote, and nothing is fetched"},
    {"configMapGenerator: [{name: a, files: ['k=http://example.org/x']}]",
     "'k=http://example.org/x' is remote, and nothing is fetched"},
    {"crds: ['ssh://example.org/x']", "'ssh://example.org/x' is remote, and nothing is fetched"},
    {"openapi: {path: 'http://example.org/x'}",
     "'http://example.org/x' is remote, and nothing is fetched"},
    {"helmCharts: [{name: x}]", "it uses a Helm chart, and Helm charts come later"},
    {"a: 1\n---\nb: 2\n", "it is not one document"},
    {"", "it is not one document"},
    {"resources: [\n", "2:1: *"},
};

START_TEST(what_would_be_fetched_is_not_rendered)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_kustomization one;
    ck_assert(manifest_kustomization_parse(arena, "kustomization.yaml",
                                           plim_str_from(refused[_i].text), &one));
    ck_assert_msg(plim_str_matches_glob(plim_str_from(one.error), plim_str_from(refused[_i].error)),
                  "%s", one.error);
}
END_TEST

static const char *const harmless[] = {
    "commonAnnotations: {doc: 'https://example.org/x'}",
    "configMapGenerator: [{name: a, literals: ['URL=https://example.org']}]",
    "patches: [{patch: '- {op: add, path: /a/b, value: http://x}'}]",
    "patches:\n- patch: |-\n    path: https://example.org\n",
    "images: [{name: x, newName: registry.example.org/x}]",
};

START_TEST(addresses_that_nothing_opens_are_harmless)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_kustomization one;
    ck_assert(manifest_kustomization_parse(arena, "k.yaml", plim_str_from(harmless[_i]), &one));
    ck_assert_str_eq(one.error, "");
}
END_TEST

START_TEST(references_are_read_in_order_without_inline_documents)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_kustomization one;
    struct plim_str text =
        PLIM_STR("kind: Component\ncomponents: [../c]\nresources: [a.yaml, ../b]\n"
                 "transformers:\n- |-\n  kind: X\n");
    ck_assert(manifest_kustomization_parse(arena, "app/kustomization.yaml", text, &one));
    ck_assert_uint_eq(one.reference_count, 3);
    ck_assert_str_eq(one.references[0], "a.yaml");
    ck_assert_str_eq(one.references[1], "../b");
    ck_assert_str_eq(one.references[2], "../c");
    ck_assert(one.component);
    ck_assert_str_eq(one.dir, "app");
}
END_TEST

START_TEST(a_kustomization_of_flux_is_a_manifest)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_kustomization one;
    struct plim_str text = PLIM_STR("apiVersion: kustomize.toolkit.fluxcd.io/v1\n");
    ck_assert(!manifest_kustomization_parse(arena, "kustomization.yaml", text, &one));
}
END_TEST

static const struct {
    const char *text;
    bool traces;
} styles[] = {
    {"# note\n---\nresources: []\n", true},
    {"{resources: []}", false},
    {"resources: []\nbuildMetadata: []", false},
    {"resources: []\n...\n", false},
    {"  resources: []\n", false},
};

START_TEST(a_line_is_added_only_behind_block_style)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_kustomization one;
    ck_assert(manifest_kustomization_parse(arena, "k.yaml", plim_str_from(styles[_i].text), &one));
    ck_assert_int_eq(one.traces, styles[_i].traces);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_would_be_fetched_is_not_rendered, 0, (int)PLIM_LEN(refused));
    tcase_add_loop_test(tcase, addresses_that_nothing_opens_are_harmless, 0,
                        (int)PLIM_LEN(harmless));
    tcase_add_test(tcase, references_are_read_in_order_without_inline_documents);
    tcase_add_test(tcase, a_kustomization_of_flux_is_a_manifest);
    tcase_add_loop_test(tcase, a_line_is_added_only_behind_block_style, 0, (int)PLIM_LEN(styles));
}

PLIM_CHECK_MAIN("kustomization", add_cases)
