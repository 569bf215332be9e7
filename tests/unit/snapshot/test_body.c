#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "support/plim_check.h"

#include "body_priv.h"

enum { ITEMS = 4000 };

static char *directory;

static void begin(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
}

static void end(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
}

/* A list as an API server writes it, without the item of that number. */
static void write_list(struct plim_buf *text, unsigned version, unsigned without)
{
    plim_buf_clear(text);
    plim_buf_printf(text,
                    "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"%u\"},\"items\":[",
                    version);
    for (unsigned i = 0; i < ITEMS; i++) {
        if (i != without)
            plim_buf_printf(text,
                            "%s{\"metadata\":{\"name\":\"p-%u\",\"note\":\"a \\\"]}{ %0500u\"}}",
                            i > 0 ? "," : "", i, i * 7919);
    }
    plim_buf_append_c(text, "]}\n");
}

static void keep(const struct plim_buf *text, struct snapshot_body *body)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf back = {0};
    plim_assert_ok(snapshot_body_write(directory, plim_buf_str(text), body, &err), &err);
    plim_assert_ok(snapshot_body_read(directory, body, &back, &err), &err);
    ck_assert_uint_eq(back.len, text->len);
    ck_assert_int_eq(memcmp(back.text, text->text, text->len), 0);
}

/* How many chunks of `right` are not among those of `left`. */
static size_t count_new(const struct snapshot_body *left, const struct snapshot_body *right)
{
    size_t count = 0;
    for (size_t i = 0; i < right->len; i++) {
        bool found = false;
        for (size_t j = 0; j < left->len && !found; j++)
            found = strcmp(left->chunks[j].sha256, right->chunks[i].sha256) == 0;
        count += found ? 0 : 1;
    }
    return count;
}

static const struct {
    unsigned version;
    unsigned without;
    size_t most; /* chunks that may be new */
} later[] = {
    {2, ITEMS, 0}, /* only its version changed */
    {2, 2000, 2},  /* an item of the middle went */
    {2, 0, 2},
};

START_TEST(a_list_that_hardly_changed_shares_its_chunks)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    PLIM_CLEANUP(snapshot_body_release) struct snapshot_body first = {0};
    PLIM_CLEANUP(snapshot_body_release) struct snapshot_body second = {0};
    write_list(&text, 1, ITEMS);
    keep(&text, &first);
    ck_assert(first.is_list);
    ck_assert_uint_ge(first.len, 3);
    write_list(&text, later[_i].version, later[_i].without);
    keep(&text, &second);
    ck_assert_uint_le(count_new(&first, &second), later[_i].most);
}
END_TEST

static const struct {
    const char *text;
    bool is_list;
} shapes[] = {
    {"{\"kind\":\"PodList\",\"items\":[]}", true},
    {"{\"items\":[{\"a\":[1,{}]},{}]}", true},
    {"{\"metadata\":{\"items\":[1]},\"items\":[{}],\"more\":1}", true},
    {"{\"items\":[1,2]}", false},
    {"{\"items\":[{},]}", true},
    {"{\"items\":[{}", false},
    {"{\"items\":[{\"a\":\"", false},
    {"{\"items\":[", false},
    {"{\"items\":[{}}", false},
    {"{\"name\":\"\xc3\xa9\",\"items\":[{}]}", false},
    {"[{\"items\":[]}]", false},
    {"ok", false},
    {"", false},
};

START_TEST(whatever_was_answered_comes_back)
{
    struct plim_buf text = {0};
    PLIM_CLEANUP(snapshot_body_release) struct snapshot_body body = {0};
    plim_buf_append_c(&text, shapes[_i].text);
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf back = {0};
    plim_assert_ok(snapshot_body_write(directory, plim_buf_str(&text), &body, &err), &err);
    plim_assert_ok(snapshot_body_read(directory, &body, &back, &err), &err);
    ck_assert_int_eq(body.is_list, shapes[_i].is_list);
    ck_assert_uint_eq(back.len, text.len);
    ck_assert_str_eq(back.text ? back.text : "", shapes[_i].text);
    plim_buf_release(&text);
}
END_TEST

START_TEST(pieces_that_do_not_make_up_the_whole_are_refused)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf back = {0};
    PLIM_CLEANUP(snapshot_body_release) struct snapshot_body body = {0};
    write_list(&text, 1, ITEMS);
    keep(&text, &body);
    body.chunks[0] = body.chunks[1];
    ck_assert_int_ne(snapshot_body_read(directory, &body, &back, &err), PLIM_OK);
    ck_assert_ptr_nonnull(strstr(err.msg, directory));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_list_that_hardly_changed_shares_its_chunks, 0, PLIM_LEN(later));
    tcase_add_loop_test(tcase, whatever_was_answered_comes_back, 0, PLIM_LEN(shapes));
    tcase_add_test(tcase, pieces_that_do_not_make_up_the_whole_are_refused);
}

PLIM_CHECK_MAIN("snapshot.body", add_cases)
