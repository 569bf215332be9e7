#include "release_fixture.h"

/* PLIM_STR for static tables, where a compound literal may not stand. */
#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static const struct plim_str sources[] = {TEXT("registry.example.org/shop/*")};
static const struct release_tag tags[] = {{TEXT("v1.4.0"), TEXT("c0ffee")}};
static struct release_repository repository = {TEXT("shop"), sources, 1, tags, 1, {0}};

static const struct release_input input = {fleet, 2, &repository, 1};

static struct release_images build(void)
{
    resource_facts_sort(&fleet[0]);
    resource_facts_sort(&fleet[1]);
    return release_build(arena, &input);
}

static void assert_field(const struct release_images *images, size_t i, const char *field,
                         const char *json)
{
    struct value record = release_record(images, i, arena);
    const struct value *value = value_get_path(&record, field);
    ck_assert_msg(value != NULL, "no field '%s'", field);
    plim_assert_json(value, json);
}

START_TEST(a_record_says_where_and_what)
{
    add_deployment(1, "cart", "registry.example.org/shop/cart:v1.4.0-rc.1");
    struct release_images images = build();
    ck_assert_uint_eq(images.len, 1);
    struct value record = release_record(&images, 0, arena);
    struct value head = value_map(record.entries, 20);
    plim_assert_json(&head, "{\"cluster\":\"prod\",\"environment\":\"prod\",\"production\":true,"
                            "\"application\":\"cart\","
                            "\"namespace\":\"shop\",\"workload\":{\"apiVersion\":\"apps/"
                            "v1\",\"kind\":\"Deployment\",\"name\":\"cart\"},"
                            "\"container\":\"cart\",\"containerType\":\"container\",\"reference\":"
                            "\"registry.example.org/shop/"
                            "cart:v1.4.0-rc.1\",\"registry\":\"registry.example.org\","
                            "\"registryStated\":true,\"repository\":"
                            "\"shop/"
                            "cart\",\"tag\":\"v1.4.0-rc.1\",\"digest\":\"\",\"semver\":true,"
                            "\"prerelease\":true,\"major\":1,"
                            "\"minor\":4,\"patch\":0,\"runningDigests\":[]}");
    ck_assert_uint_eq(record.len, 25);
}
END_TEST

START_TEST(a_floating_tag_is_no_version)
{
    add_deployment(0, "cart", "cart:latest");
    struct release_images images = build();
    assert_field(&images, 0, "semver", "false");
    assert_field(&images, 0, "major", "-1");
    assert_field(&images, 0, "registryStated", "false");
    assert_field(&images, 0, "repository", "\"library/cart\"");
}
END_TEST

START_TEST(running_digests_are_those_of_the_workload)
{
    add_deployment(0, "cart", "cart:1");
    add_pod(0, "cart", "cart:1", DIGEST_A);
    add_pod(0, "cart", "cart:1", DIGEST_A);
    add_pod(0, "cart", "cart:1", "");
    add_pod(0, "web", "cart:1", DIGEST_B);
    struct release_images images = build();
    assert_field(&images, 0, "runningDigests", "[\"" DIGEST_A "\"]");
    assert_field(&images, 0, "running", "2");
}
END_TEST

START_TEST(one_tag_with_two_digests_is_seen_over_the_fleet)
{
    add_deployment(0, "cart", "cart:1");
    add_pod(0, "cart", "docker.io/library/cart:1", DIGEST_B);
    add_deployment(1, "cart", "cart:1");
    add_pod(1, "cart", "cart:1", DIGEST_A);
    struct release_images images = build();
    assert_field(&images, 0, "digestsOfReference", "[\"" DIGEST_A "\",\"" DIGEST_B "\"]");
    assert_field(&images, 1, "digestSites",
                 "[{\"digest\":\"" DIGEST_A
                 "\",\"cluster\":\"prod\",\"namespace\":\"shop\",\"workload\":\"cart\"},"
                 "{\"digest\":\"" DIGEST_B
                 "\",\"cluster\":\"stage\",\"namespace\":\"shop\",\"workload\":\"cart\"}]");
}
END_TEST

static void assert_unknown(const struct release_images *images, size_t i, const char *field,
                           const char *reason)
{
    struct value record = release_record(images, i, arena);
    const struct value *value = value_get(&record, field);
    ck_assert(value_is(value, VALUE_UNKNOWN));
    ck_assert_msg(plim_str_is((struct plim_str){value->text, value->len}, reason), "%.*s",
                  (int)value->len, value->text);
}

START_TEST(unread_pods_leave_digests_unknown)
{
    add_deployment(0, "cart", "cart:1");
    add_deployment(1, "cart", "cart:1");
    add_deployment(1, "web", "web:1");
    add_pod(1, "cart", "cart:1", DIGEST_A);
    fleet[0].pods_unknown = PLIM_STR("pods of stage: forbidden");
    struct release_images images = build();
    assert_unknown(&images, 0, "runningDigests", "pods of stage: forbidden");
    assert_unknown(&images, 0, "running", "pods of stage: forbidden");
    assert_unknown(&images, 1, "digestsOfReference", "pods of stage: forbidden");
    assert_field(&images, 1, "runningDigests", "[\"" DIGEST_A "\"]");
    assert_field(&images, 2, "digestsOfReference", "[]"); /* stage does not run it */
}
END_TEST

START_TEST(two_proven_digests_need_no_more_pods)
{
    add_deployment(0, "cart", "cart:1");
    add_deployment(1, "cart", "cart:1");
    add_pod(1, "cart", "cart:1", DIGEST_A);
    add_pod(1, "cart", "cart:1", DIGEST_B);
    fleet[0].pods_unknown = PLIM_STR("pods of stage: forbidden");
    struct release_images images = build();
    assert_field(&images, 0, "digestsOfReference", "[\"" DIGEST_A "\",\"" DIGEST_B "\"]");
}
END_TEST

static const struct {
    const char *image;
    const char *git_tag; /* JSON, or the reason */
} tagged[] = {
    {"registry.example.org/shop/cart:1.4.0",
     "{\"found\":true,\"name\":\"v1.4.0\",\"commit\":\"c0ffee\",\"repository\":\"shop\"}"},
    {"registry.example.org/shop/cart:1.5.0",
     "{\"found\":false,\"name\":\"\",\"commit\":\"\",\"repository\":\"shop\"}"},
    {"registry.example.org/shop/cart",
     "{\"found\":false,\"name\":\"\",\"commit\":\"\",\"repository\":\"shop\"}"},
    {"nginx:1.4.0", "no repository is declared as the source of docker.io/library/nginx"},
    {"No Image", "image reference 'No Image': the repository must be lower case"},
};

START_TEST(the_git_tag_is_looked_up_where_the_image_is_built)
{
    add_deployment(0, "cart", tagged[_i].image);
    struct release_images images = build();
    struct value record = release_record(&images, 0, arena);
    const struct value *git_tag = value_get(&record, "gitTag");
    if (tagged[_i].git_tag[0] == '{')
        plim_assert_json(git_tag, tagged[_i].git_tag);
    else
        assert_unknown(&images, 0, "gitTag", tagged[_i].git_tag);
}
END_TEST

static const struct {
    const char *image;
    size_t declared;    /* globs of the repository */
    const char *answer; /* JSON; NULL: unknown */
} declared[] = {
    {"registry.example.org/shop/cart:1.4.0", 1, "true"},
    {"nginx:1.4.0", 1, "false"},
    {"nginx:1.4.0", 0, NULL},
};

START_TEST(whose_image_it_is_is_known_once_any_is_declared)
{
    size_t before = repository.image_count;
    repository.image_count = declared[_i].declared;
    add_deployment(0, "cart", declared[_i].image);
    struct release_images images = build();
    if (declared[_i].answer)
        assert_field(&images, 0, "sourceDeclared", declared[_i].answer);
    else
        assert_unknown(&images, 0, "sourceDeclared",
                       "no repository is declared as the source of any image");
    repository.image_count = before;
}
END_TEST

START_TEST(unread_tags_are_unknown)
{
    repository.unknown = PLIM_STR("shop: not cloned");
    repository.tag_count = 0;
    add_deployment(0, "cart", "registry.example.org/shop/cart:1.4.0");
    struct release_images images = build();
    assert_unknown(&images, 0, "gitTag", "shop: not cloned");
    repository.unknown = (struct plim_str){0};
    repository.tag_count = 1;
}
END_TEST

START_TEST(owned_workloads_have_no_record)
{
    add_pod(0, "cart", "cart:1", DIGEST_A);
    ck_assert_uint_eq(build().len, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_test(tcase, a_record_says_where_and_what);
    tcase_add_test(tcase, a_floating_tag_is_no_version);
    tcase_add_test(tcase, running_digests_are_those_of_the_workload);
    tcase_add_test(tcase, one_tag_with_two_digests_is_seen_over_the_fleet);
    tcase_add_test(tcase, unread_pods_leave_digests_unknown);
    tcase_add_test(tcase, two_proven_digests_need_no_more_pods);
    tcase_add_loop_test(tcase, the_git_tag_is_looked_up_where_the_image_is_built, 0,
                        PLIM_LEN(tagged));
    tcase_add_loop_test(tcase, whose_image_it_is_is_known_once_any_is_declared, 0,
                        PLIM_LEN(declared));
    tcase_add_test(tcase, unread_tags_are_unknown);
    tcase_add_test(tcase, owned_workloads_have_no_record);
}

PLIM_CHECK_MAIN("release.release", add_cases)
