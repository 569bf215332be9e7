#include "resource/image.h"

#include "resource_fixture.h"

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct {
    const char *text;
    const char *registry;
    const char *repository;
    const char *tag;
    const char *digest;
    const char *canonical;
} images[] = {
    {"nginx", "docker.io", "library/nginx", "", "", "docker.io/library/nginx:latest"},
    {"nginx:1.27", "docker.io", "library/nginx", "1.27", "", "docker.io/library/nginx:1.27"},
    {"docker.io/nginx:1", "docker.io", "library/nginx", "1", "", "docker.io/library/nginx:1"},
    {"index.docker.io/a/b:1", "docker.io", "a/b", "1", "", "docker.io/a/b:1"},
    {"shop/cart:1.4.0", "docker.io", "shop/cart", "1.4.0", "", "docker.io/shop/cart:1.4.0"},
    {"registry.example.org/shop/cart:v1.4.0", "registry.example.org", "shop/cart", "v1.4.0", "",
     "registry.example.org/shop/cart:v1.4.0"},
    {"localhost/cart", "localhost", "cart", "", "", "localhost/cart:latest"},
    {"registry:5000/cart", "registry:5000", "cart", "", "", "registry:5000/cart:latest"},
    {"[::1]:5000/cart:2", "[::1]:5000", "cart", "2", "", "[::1]:5000/cart:2"},
    {"MyHost/cart:2", "MyHost", "cart", "2", "", "MyHost/cart:2"},
    {"a.b/c__d/e-f.g:X_1", "a.b", "c__d/e-f.g", "X_1", "", "a.b/c__d/e-f.g:X_1"},
    {"cart@sha256:" HEX64, "docker.io", "library/cart", "", "sha256:" HEX64,
     "docker.io/library/cart@sha256:" HEX64},
    {"a.b/cart:1.0@sha256:" HEX64, "a.b", "cart", "1.0", "sha256:" HEX64, "a.b/cart:1.0"},
};

START_TEST(a_reference_is_split)
{
    struct plim_err err = {0};
    struct resource_image image = {0};
    plim_assert_ok(resource_image_parse(arena, plim_str_from(images[_i].text), &image, &err), &err);
    plim_assert_text(image.registry, images[_i].registry);
    plim_assert_text(image.repository, images[_i].repository);
    plim_assert_text(image.tag, images[_i].tag);
    plim_assert_text(image.digest, images[_i].digest);
    plim_assert_text(image.reference, images[_i].text);
    plim_assert_text(resource_image_canonical(arena, &image), images[_i].canonical);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} rejected[] = {
    {"", "the image reference is empty"},
    {"Nginx", "image reference 'Nginx': the repository must be lower case"},
    {"a.b/Cart:1", "image reference 'a.b/Cart:1': the repository must be lower case"},
    {":1", "image reference ':1': the repository is missing"},
    {"cart:", "image reference 'cart:': the tag is malformed"},
    {"cart:-1", "image reference 'cart:-1': the tag is malformed"},
    {"cart@sha256:12", "image reference 'cart@sha256:12': the digest is malformed"},
    {"a//b", "image reference 'a//b': the repository is malformed"},
    {"a.b/", "image reference 'a.b/': the repository is malformed"},
    {"a b", "image reference 'a b': the repository is malformed"},
    {"-a", "image reference '-a': the repository is malformed"},
    {"a___b", "image reference 'a___b': the repository is malformed"},
    {"a.b:x/cart", "image reference 'a.b:x/cart': the registry is malformed"},
    {"$(IMAGE)", "image reference '$(IMAGE)': the repository must be lower case"},
};

START_TEST(what_is_no_reference_is_refused)
{
    struct plim_err err = {0};
    struct resource_image image = {0};
    plim_assert_fails(resource_image_parse(arena, plim_str_from(rejected[_i].text), &image, &err),
                      PLIM_INVALID, &err, rejected[_i].message);
    ck_assert_uint_eq(image.repository.len, 0);
}
END_TEST

START_TEST(a_stated_registry_is_told_from_the_default)
{
    struct plim_err err = {0};
    struct resource_image image = {0};
    plim_assert_ok(resource_image_parse(arena, PLIM_STR("docker.io/nginx"), &image, &err), &err);
    ck_assert(image.registry_stated);
    plim_assert_ok(resource_image_parse(arena, PLIM_STR("nginx"), &image, &err), &err);
    ck_assert(!image.registry_stated);
}
END_TEST

static const struct {
    const char *image_id;
    const char *digest;
} ids[] = {
    {"registry.example.org/cart@sha256:" HEX64, "sha256:" HEX64},
    {"docker-pullable://nginx@sha256:" HEX64, "sha256:" HEX64},
    {"sha256:" HEX64, "sha256:" HEX64},
    {"", ""},
    {"cart:1.0", ""},
    {"cart@sha256:zz", ""},
};

START_TEST(the_running_digest_is_found_in_an_image_id)
{
    plim_assert_text(resource_image_id_digest(plim_str_from(ids[_i].image_id)), ids[_i].digest);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_reference_is_split, 0, PLIM_LEN(images));
    tcase_add_loop_test(tcase, what_is_no_reference_is_refused, 0, PLIM_LEN(rejected));
    tcase_add_test(tcase, a_stated_registry_is_told_from_the_default);
    tcase_add_loop_test(tcase, the_running_digest_is_found_in_an_image_id, 0, PLIM_LEN(ids));
}

PLIM_CHECK_MAIN("resource.image", add_cases)
