#include "digest_priv.h"
#include "release_fixture.h"

START_TEST(a_reference_is_found_however_it_is_written)
{
    add_pod(0, "cart", "cart", DIGEST_A);
    add_pod(1, "cart", "docker.io/library/cart:latest", DIGEST_B);
    add_pod(1, "web", "web:1", DIGEST_B);
    struct release_index index = release_index_build(arena, fleet, 2);
    struct plim_str canonical = release_canonical(arena, PLIM_STR("cart:latest"));
    struct release_sightings found = release_index_reference(&index, canonical);
    ck_assert_uint_eq(found.len, 2);
    ck_assert(plim_str_is(found.items[0].digest, DIGEST_A));
    ck_assert_uint_eq(release_index_reference(&index, PLIM_STR("other")).len, 0);
}
END_TEST

START_TEST(a_place_is_one_container_of_one_workload)
{
    add_deployment(0, "cart", "cart:2");
    add_pod(0, "cart", "cart:1", DIGEST_A);
    add_pod(0, "cart", "cart:2", DIGEST_B);
    add_pod(1, "cart", "cart:2", DIGEST_B);
    struct release_index index = release_index_build(arena, fleet, 2);
    const struct resource_workload *cart = &fleet[0].workloads[0];
    ck_assert_uint_eq(release_index_place(&index, &fleet[0], cart, &cart->containers[0]).len, 2);
}
END_TEST

START_TEST(what_is_no_reference_stands_for_itself)
{
    ck_assert(plim_str_is(release_canonical(arena, PLIM_STR("No Image")), "No Image"));
}
END_TEST

START_TEST(a_blind_spot_has_its_reason)
{
    add_deployment(0, "cart", "cart:1");
    fleet[0].pods_unknown = PLIM_STR("forbidden");
    struct release_index index = release_index_build(arena, fleet, 2);
    struct plim_str cart = release_canonical(arena, PLIM_STR("cart:1"));
    ck_assert(plim_str_is(release_index_blind_spot(&index, cart), "forbidden"));
    ck_assert_uint_eq(release_index_blind_spot(&index, PLIM_STR("web")).len, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_test(tcase, a_reference_is_found_however_it_is_written);
    tcase_add_test(tcase, a_place_is_one_container_of_one_workload);
    tcase_add_test(tcase, what_is_no_reference_stands_for_itself);
    tcase_add_test(tcase, a_blind_spot_has_its_reason);
}

PLIM_CHECK_MAIN("release.digest", add_cases)
