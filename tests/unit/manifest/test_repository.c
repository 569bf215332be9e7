#include "gitrepo/facts.h"
#include "manifest/repository.h"
#include "manifest/undeclared.h"
#include "support/plim_check.h"
#include "value/json.h"

#include "workspace.h"

static const struct manifest_repository shop = {"shop", "https://git.example.org/shop", "main"};

static struct value read_facts(void)
{
    struct plim_err err = {0};
    struct gitrepo_commit commit;
    struct gitrepo_facts facts;
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    workspace_run("git init -qb main shop; cd shop; echo x >README; git add .; git commit -qm x;"
                  "git tag v1.0.0; git tag nightly -m note");
    plim_assert_ok(gitrepo_open("shop", &options, &repo, &err), &err);
    plim_assert_ok(gitrepo_resolve(repo, "", &commit, &err), &err);
    plim_assert_ok(gitrepo_facts_read(repo, workspace_arena(), &commit, 0, &facts, &err), &err);
    return manifest_repository_facts(workspace_arena(), &shop, &facts);
}

static const char *show(const struct value *record, const char *path)
{
    struct plim_err err = {0};
    struct plim_buf buf = {0};
    plim_assert_ok(value_json_write(value_get_path(record, path), VALUE_JSON_COMPACT, &buf, &err),
                   &err);
    const char *text = plim_arena_copy_c(workspace_arena(), buf.text);
    plim_buf_release(&buf);
    return text;
}

static struct value build_record_of(size_t secret_count)
{
    static const char *manifests[] = {"a.yaml", "b.yaml"};
    static const char *secrets[] = {"b.yaml:3"};
    static struct manifest_unreadable unreadable[] = {{"c.yaml", "1:2: why", false}};
    const struct manifest_set set = {.manifests = manifests,
                                     .manifest_count = 2,
                                     .plain_secrets = secrets,
                                     .plain_secret_count = secret_count,
                                     .unreadable = unreadable,
                                     .unreadable_count = 1};
    const struct manifest_set *sets[] = {&set, &set};
    const struct plim_clock clock = {true, 1767323045 + 60};
    struct value facts = read_facts();
    return manifest_repository_record(workspace_arena(), &facts, sets, 2, &clock);
}

static struct value build_record(void)
{
    return build_record_of(1);
}

static const struct {
    const char *path;
    const char *want;
} fields[] = {
    {"name", "\"shop\""},
    {"url", "\"https://git.example.org/shop\""},
    {"revision", "\"main\""},
    {"shallow", "false"},
    {"commits", "1"},
    {"mergeCommits", "0"},
    {"signedCommits", "0"},
    {"authors", "1"},
    {"lastCommit", "\"2026-01-02T03:04:05Z\""},
    {"lastCommitAgeSeconds", "60"},
    {"branches", "[\"main\"]"},
    {"pipelines", "[]"},
    {"owners", "[]"},
    {"readme", "true"},
    {"paths", "[]"},
    {"largeFiles", "[]"},
    {"manifests", "2"},
    {"kustomizations", "0"},
    {"charts", "0"},
    {"plainSecrets", "[\"b.yaml:3\"]"},
    {"unreadable", "[{\"path\":\"c.yaml\",\"reason\":\"1:2: why\"}]"},
};

START_TEST(the_record_has_every_field_of_the_contract)
{
    struct value record = build_record();
    ck_assert_uint_eq(value_len(&record), PLIM_LEN(fields) + 5);
    ck_assert_str_eq(show(&record, fields[_i].path), fields[_i].want);
}
END_TEST

START_TEST(tags_tell_release_versions_and_taggers)
{
    struct value record = build_record();
    const struct value *tags = value_get(&record, "tags");
    ck_assert_uint_eq(value_len(tags), 2);
    ck_assert_str_eq(show(value_at(tags, 0), "tagger"), "\"Ann Example <ann@example.org>\"");
    ck_assert_str_eq(show(value_at(tags, 0), "semver"), "false");
    ck_assert_str_eq(show(value_at(tags, 0), "annotated"), "true");
    ck_assert_str_eq(show(value_at(tags, 1), "semver"), "true");
    ck_assert_str_eq(show(value_at(tags, 1), "tagger"), "\"\"");
    ck_assert_str_eq(show(value_at(tags, 1), "time"), "\"2026-01-02T03:04:05Z\"");
    ck_assert_uint_eq(value_len(value_at(tags, 0)), 8);
}
END_TEST

START_TEST(facts_survive_a_capture_as_json)
{
    struct plim_err err = {0};
    struct plim_buf buf = {0};
    struct value again;
    struct value facts = read_facts();
    plim_assert_ok(value_json_write(&facts, VALUE_JSON_COMPACT, &buf, &err), &err);
    plim_assert_ok(value_json_read(workspace_arena(), plim_buf_str(&buf), &again, &err), &err);
    ck_assert(value_equal(&facts, &again));
    plim_buf_release(&buf);
}
END_TEST

START_TEST(heads_tell_their_age)
{
    struct value record = build_record();
    const struct value *heads = value_get(&record, "heads");
    ck_assert_uint_eq(value_len(heads), 1);
    ck_assert_str_eq(show(value_at(heads, 0), "name"), "\"main\"");
    ck_assert_str_eq(show(value_at(heads, 0), "ageSeconds"), "60");
}
END_TEST

static struct value record_of(const char *facts_json)
{
    struct plim_err err = {0};
    struct value facts;
    static const char *manifests[] = {"a.yaml"};
    static const char *kustomizations[] = {"k/kustomization.yaml"};
    const struct manifest_set set = {.manifests = manifests,
                                     .manifest_count = 1,
                                     .kustomizations = kustomizations,
                                     .kustomization_count = 1};
    const struct manifest_set *sets[] = {&set};
    const struct plim_clock clock = {true, 1};
    plim_assert_ok(value_json_read(workspace_arena(), plim_str_from(facts_json), &facts, &err),
                   &err);
    return manifest_repository_record(workspace_arena(), &facts, sets, 1, &clock);
}

START_TEST(of_files_without_owner_those_are_told_that_declare_something)
{
    struct value record =
        record_of("{\"unowned\": [\"a.yaml\", \"k/kustomization.yaml\", \"values.yaml\"]}");
    ck_assert_str_eq(show(&record, "unowned"), "[\"a.yaml\",\"k/kustomization.yaml\"]");
}
END_TEST

START_TEST(what_facts_do_not_tell_is_unknown_and_why)
{
    static const char *const keys[] = {"heads", "largeFiles", "unowned", "undeclared"};
    struct value old = record_of("{}");
    struct value none = record_of("{\"unowned\": \"no file says it\", \"largeFiles\": \"many\"}");
    for (size_t i = 0; i < PLIM_LEN(keys); i++)
        ck_assert(value_is(value_get(&old, keys[i]), VALUE_UNKNOWN));
    ck_assert_str_eq(value_get(&none, "unowned")->text, "no file says it");
    ck_assert_str_eq(value_get(&none, "largeFiles")->text, "many");
}
END_TEST

START_TEST(paths_are_told_with_what_they_leave_out)
{
    static const char *const paths[] = {"dev"};
    static const char *left_out[] = {"old/a.yaml"};
    const struct plim_clock clock = {true, 1};
    const struct manifest_undeclared found = {.paths = left_out, .count = 1};
    struct value facts = read_facts();
    struct value all = manifest_repository_declared(workspace_arena(), &facts, paths, 1, &found);
    struct value record = manifest_repository_record(workspace_arena(), &all, NULL, 0, &clock);
    ck_assert_str_eq(show(&record, "paths"), "[\"dev\"]");
    ck_assert_str_eq(show(&record, "undeclared"), "[\"old/a.yaml\"]");
}
END_TEST

START_TEST(a_file_that_could_not_be_read_may_hold_a_secret)
{
    struct value record = build_record_of(0);
    ck_assert(value_is(value_get(&record, "plainSecrets"), VALUE_UNKNOWN));
}
END_TEST

START_TEST(an_unreadable_repository_is_unknown_but_for_its_name)
{
    struct value record = manifest_repository_unknown(workspace_arena(), &shop, "refused");
    struct value known = build_record();
    ck_assert_uint_eq(value_len(&record), value_len(&known));
    ck_assert_str_eq(show(&record, "url"), "\"https://git.example.org/shop\"");
    for (size_t i = 3; i < value_len(&record); i++) {
        ck_assert(value_is(value_at(&record, i), VALUE_UNKNOWN));
        ck_assert_ptr_nonnull(value_get_str(&known, value_str(&record.entries[i].key)));
    }
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, the_record_has_every_field_of_the_contract, 0,
                        (int)PLIM_LEN(fields));
    tcase_add_test(tcase, tags_tell_release_versions_and_taggers);
    tcase_add_test(tcase, facts_survive_a_capture_as_json);
    tcase_add_test(tcase, heads_tell_their_age);
    tcase_add_test(tcase, of_files_without_owner_those_are_told_that_declare_something);
    tcase_add_test(tcase, what_facts_do_not_tell_is_unknown_and_why);
    tcase_add_test(tcase, paths_are_told_with_what_they_leave_out);
    tcase_add_test(tcase, a_file_that_could_not_be_read_may_hold_a_secret);
    tcase_add_test(tcase, an_unreadable_repository_is_unknown_but_for_its_name);
}

PLIM_CHECK_MAIN("repository", add_cases)
