#include "base/defs.h"
#include "support/plim_check.h"

#include "image_reference.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct {
    const char *text;
    bool valid;
    const char *tag;
    const char *digest;
} references[] = {
    {"nginx", true, "latest", ""},
    {"host:5000/nginx", true, "latest", ""},
    {"host:5000/nginx:1", true, "1", ""},
    {"nginx@sha256:" HASH, true, "", "sha256:" HASH},
    {"nginx:1@sha256:" HASH, true, "1", "sha256:" HASH},
    {"nginx@sha256:0", false, NULL, NULL},
    {"nginx@" HASH, false, NULL, NULL},
    {"n", false, NULL, NULL},
    {"", false, NULL, NULL},
    {"nginx:a b", false, NULL, NULL},
};

START_TEST(tag_or_digest_is_what_the_text_states)
{
    struct plim_arena *arena = plim_arena_new();
    struct cel_image image = {0};
    ck_assert_int_eq(cel_image_parse(arena, plim_str_from(references[_i].text), &image),
                     references[_i].valid);
    ck_assert(plim_str_equal(image.tag, plim_str_from(references[_i].tag)));
    ck_assert(plim_str_equal(image.digest, plim_str_from(references[_i].digest)));
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, tag_or_digest_is_what_the_text_states, 0, (int)PLIM_LEN(references));
}

PLIM_CHECK_MAIN("cel.image_reference", add_cases)
