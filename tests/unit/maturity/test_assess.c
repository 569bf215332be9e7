/* The worked vectors, on the acceptance files where they are and on our own everywhere; then
 * requests. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

#include "fixture.h"

struct vector {
    const char *path;
    const char *json;
};

#define PRACTICE(id, field) "practices[practice='" id "']." field

/* Source: the table of worked vectors in the research on maturity models, section 5.7. */
static const struct vector practice_vectors[] = {
    {PRACTICE("code.versioned", "state"), "\"met\""},
    {PRACTICE("deploy.scripted", "state"), "\"met\""},
    {PRACTICE("deploy.scripted", "criteria[1].state"), "\"unknown\""},
    {PRACTICE("version.tagged", "state"), "\"met\""},
    {PRACTICE("version.automated", "state"), "\"partial\""},
    {PRACTICE("version.automated", "lo"), "500"},
    {PRACTICE("version.automated", "hi"), "500"},
    {PRACTICE("version.automated", "criteria[0].missing"), "16"},
    {PRACTICE("version.automated", "criteria[1].state"), "\"met\""},
    {PRACTICE("env.same-artifact", "state"), "\"met\""},
    {PRACTICE("db.automated", "state"), "\"met\""},
    {PRACTICE("db.automated", "criteria[0].lo"), "500"},
    {PRACTICE("deploy.zero-touch", "state"), "\"unmet\""},
    {PRACTICE("deploy.zero-touch", "criteria[1].state"), "\"met\""},
    {PRACTICE("team.prod-responsibility", "state"), "\"unknown\""},
    {PRACTICE("team.prod-responsibility", "lo"), "0"},
    {PRACTICE("team.prod-responsibility", "hi"), "1000"},
};

/* Of the dimensions at index 0 and 1, which both sets of files share but for their names. */
static const struct vector level_vectors[] = {
    {"dimensions[0].levels[0].share", "{\"floor\":1000,\"ceiling\":1000}"},
    {"dimensions[0].levels[0].score", "{\"floor\":1000,\"ceiling\":1000}"},
    {"dimensions[0].levels[1].share", "{\"floor\":1000,\"ceiling\":1000}"},
    {"dimensions[0].levels[2].share", "{\"floor\":600,\"ceiling\":600}"},
    {"dimensions[0].levels[2].score", "{\"floor\":800,\"ceiling\":800}"},
    {"dimensions[0].levels[2].gate", "750"},
    {"dimensions[0].levels[2].state", "\"unmet\""},
    {"dimensions[0].levels[3].state", "\"vacuous\""},
    {"dimensions[0].levels[4].share", "{\"floor\":0,\"ceiling\":0}"},
    {"dimensions[0].profile", "{\"floor\":700,\"ceiling\":700}"},
    {"dimensions[0].knowledge", "1000"},
    {"dimensions[0].next.gate", "750"},
    {"dimensions[0].next.have", "600"},
    {"dimensions[0].next.blockers[0].practice", "\"version.automated\""},
    {"dimensions[0].next.blockers[0].criteria[0].policy", "\"images.tag-in-git\""},
    {"dimensions[0].next.blockers[0].criteria[0].missing", "16"},
    {"dimensions[0].next.blockers[0].criteria[0].at", "\"2026-04-15T05:00:00Z\""},
    {"dimensions[0].next.blockers[1]", "(none)"},
    {"dimensions[0].target.gap", "1"},
    {"dimensions[0].target.days", "167"},
    {"dimensions[1].level.floor", "null"},
    {"dimensions[1].profile", "{\"floor\":0,\"ceiling\":1000}"},
    {"dimensions[1].knowledge", "0"},
    {"disclosures.exclusions", "[]"},
};

static void load_own(struct fixture *fixture)
{
    fixture_load(fixture, PLIM_SOURCE_DIR "/policies/practices", "core.yaml");
    fixture_load(fixture, PLIM_TEST_DATA "/maturity", "model.yaml");
    fixture_load(fixture, PLIM_TEST_DATA "/maturity", "fleet.yaml");
    fixture_load(fixture, PLIM_TEST_DATA "/maturity", "attestations.yaml");
    fixture_load(fixture, PLIM_TEST_DATA "/maturity", "evidence.yaml");
}

static const char *acceptance_dir(struct fixture *fixture)
{
    const char *root = getenv("PLIMSOLL_ACCEPTANCE");
    return plim_path_join(fixture->arena, root ? root : PLIM_SOURCE_DIR "/../shared/acceptance",
                          "maturity");
}

static void load_acceptance(struct fixture *fixture)
{
    const char *dir = acceptance_dir(fixture);
    fixture_load(fixture, dir, "library.yaml");
    fixture_load(fixture, dir, "model.yaml");
    fixture_load(fixture, dir, "fleet.yaml");
    fixture_load(fixture, dir, "attestations.yaml");
    fixture_load(fixture, dir, "evidence.yaml");
}

static void assert_each(struct fixture *fixture, const struct vector *vectors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plim_assert_at(fixture, vectors[i].path, vectors[i].json);
}

static void assert_vectors(struct fixture *fixture)
{
    assert_each(fixture, practice_vectors, PLIM_LEN(practice_vectors));
    assert_each(fixture, level_vectors, PLIM_LEN(level_vectors));
}

START_TEST(own_documents_give_the_worked_vectors)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    fixture_assess(&fixture, "road");
    assert_vectors(&fixture);
    plim_assert_at(&fixture, "dimensions[id=delivery].level.floor", "\"second\"");
    plim_assert_at(&fixture, "dimensions[id=delivery].level.ceiling", "\"second\"");
    plim_assert_at(&fixture, "dimensions[id=delivery].next.level", "\"third\"");
    plim_assert_at(&fixture, "dimensions[id=people].level.ceiling", "\"fourth\"");
    plim_assert_at(&fixture, "disclosures.waivedFindings", "3");
    plim_assert_at(&fixture, "disclosures.expiredAttestations", "[\"bakery-pager\"]");
}
END_TEST

START_TEST(acceptance_files_give_the_worked_vectors)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_acceptance(&fixture);
    fixture_assess(&fixture, "infoq-cdmm");
    assert_vectors(&fixture);
    plim_assert_at(&fixture, "dimensions[0].level.floor", "\"beginner\"");
    plim_assert_at(&fixture, "dimensions[0].level.ceiling", "\"beginner\"");
    plim_assert_at(&fixture, "dimensions[0].next.level", "\"intermediate\"");
    plim_assert_at(&fixture, "dimensions[1].level.ceiling", "\"advanced\"");
    plim_assert_at(&fixture, "disclosures.expiredAttestations", "[\"att-2025-044\"]");
    plim_assert_at(&fixture, "inputs.model", "\"infoq-cdmm@1.0.0\"");
    plim_assert_at(&fixture, "inputs.library", "\"core@0.1.0\"");
}
END_TEST

START_TEST(reconciled_is_met_when_the_agreement_was_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    fixture_load(&fixture, PLIM_SOURCE_DIR "/policies/models/opengitops", "model.yaml");
    fixture_assess(&fixture, "opengitops");
    plim_assert_at(&fixture, PRACTICE("gitops.reconciled", "state"), "\"met\"");
    plim_assert_at(&fixture, "dimensions[id=pulled].level",
                   "{\"floor\":null,\"ceiling\":\"gitops\",\"headline\":null,\"capped\":null}");
    plim_assert_at(&fixture, "overall", "{\"floor\":null,\"ceiling\":\"gitops\"}");
}
END_TEST

START_TEST(what_only_git_history_could_show_is_disclosed_as_not_verified)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    fixture_assess(&fixture, "road");
    plim_assert_at(
        &fixture, "disclosures.notVerified",
        "[{\"attestation\":\"bakery-db\",\"reason\":\"no Git history: author, date and the "
        "signature asked for not checked\"},{\"attestation\":\"bakery-db\",\"reason\":\"the "
        "attestation that it supersedes is not known\"}]");
    plim_assert_at(&fixture, "disclosures.unavailable",
                   "[{\"policy\":\"helm.release-owned\",\"reason\":\"secrets: list forbidden\"}]");
}
END_TEST

START_TEST(a_moved_tag_lowers_the_level_in_the_next_run)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    struct maturity_scope scope = maturity_evidence_scope_at(fixture.evidence, 0);
    maturity_evidence_reading(fixture.evidence, PLIM_STR("images.tag-immutable"), scope)->fail = 1;
    fixture_assess(&fixture, "road");
    plim_assert_at(&fixture, PRACTICE("version.tagged", "state"), "\"unmet\"");
    plim_assert_at(&fixture, "dimensions[id=delivery].level.floor", "\"first\"");
}
END_TEST

START_TEST(assessing_twice_gives_the_same)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    fixture_assess(&fixture, "road");
    struct value first = fixture.result;
    plim_assert_ok(maturity_assess(fixture.arena, &fixture.request, &fixture.result, &fixture.err),
                   &fixture.err);
    ck_assert(value_equal(&first, &fixture.result));
}
END_TEST

START_TEST(assumed_practices_count_as_met_and_say_so)
{
    static const struct plim_str assumed[] = {{"version.automated", 17}};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    fixture.request.assumed = assumed;
    fixture.request.assumed_count = PLIM_LEN(assumed);
    fixture_assess(&fixture, "road");
    plim_assert_at(&fixture, "dimensions[id=delivery].level.floor", "\"third\"");
    plim_assert_at(&fixture, PRACTICE("version.automated", "assumed"), "true");
}
END_TEST

static const struct {
    const char *model;
    const char *level;
    const char *assumed;
    const char *message;
} refusals[] = {
    {"rood", "", NULL, "no model 'rood'"},
    {"road", "sixth", NULL, "model 'road' has no level 'sixth'"},
    {"road", "", "version.nice", "no practice 'version.nice'"},
};

START_TEST(a_request_for_what_is_not_there_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
    struct plim_str assumed = plim_str_from(refusals[_i].assumed);
    struct maturity_request request = {
        .set = fixture.set,
        .evidence = fixture.evidence,
        .model = plim_str_from(refusals[_i].model),
        .to_level = plim_str_from(refusals[_i].level),
        .assumed = &assumed,
        .assumed_count = assumed.len > 0,
    };
    plim_assert_fails(maturity_assess(fixture.arena, &request, &fixture.result, &fixture.err),
                      PLIM_NOT_FOUND, &fixture.err, refusals[_i].message);
}
END_TEST

START_TEST(the_scope_asked_for_wins_over_the_evidence)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    load_own(&fixture);
    plim_assert_ok(maturity_scope_parse(fixture.arena, plim_str_from("product=vault"),
                                        &fixture.request.scope, &fixture.err),
                   &fixture.err);
    fixture_assess(&fixture, "road");
    plim_assert_at(&fixture, "scope", "{\"product\":\"vault\"}");
    plim_assert_at(&fixture, PRACTICE("code.versioned", "state"), "\"unknown\"");
    plim_assert_at(&fixture, PRACTICE("deploy.zero-touch", "state"), "\"excluded\"");
    plim_assert_at(&fixture, "dimensions[id=delivery].level.capped",
                   "{\"level\":\"fifth\",\"reason\":\"excluded: deploy.zero-touch (regulatory)\"}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    tcase_add_test(tcase, own_documents_give_the_worked_vectors);
    if (plim_dir_exists(acceptance_dir(&fixture)))
        tcase_add_test(tcase, acceptance_files_give_the_worked_vectors);
    else
        (void)printf("skipped: acceptance_files_give_the_worked_vectors (no %s)\n",
                     acceptance_dir(&fixture));
    tcase_add_test(tcase, reconciled_is_met_when_the_agreement_was_kept);
    tcase_add_test(tcase, what_only_git_history_could_show_is_disclosed_as_not_verified);
    tcase_add_test(tcase, a_moved_tag_lowers_the_level_in_the_next_run);
    tcase_add_test(tcase, assessing_twice_gives_the_same);
    tcase_add_test(tcase, assumed_practices_count_as_met_and_say_so);
    tcase_add_loop_test(tcase, a_request_for_what_is_not_there_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, the_scope_asked_for_wins_over_the_evidence);
}

PLIM_CHECK_MAIN("maturity.assess", add_cases)
