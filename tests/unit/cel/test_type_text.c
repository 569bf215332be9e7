#include "support/plim_check.h"

#include "type_priv.h"

static const struct {
    const char *text;
    const char *printed; /* NULL: malformed */
} cases[] = {
    {"int", "int"},
    {"list(map(string, dyn))", "list(map(string, dyn))"},
    {"optional(T)", "optional_type(_19)"},
    {"type(int)", "type(int)"},
    {"google.protobuf.Timestamp", "timestamp"},
    {"net.IP", "net.IP"},
    {"tuple(int, A, B)", "tuple(int, _0, _1)"},
    {"wrapper(int)", "wrapper(int)"},
    {"nothing", NULL},
    {"list(int", NULL},
    {"", NULL},
};

START_TEST(types_are_read_from_their_text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str text = plim_str_from(cases[_i].text);
    struct plim_buf buf = {0};
    const struct cel_type *type = cel_type_parse(arena, &text);
    ck_assert_int_eq(type != NULL, cases[_i].printed != NULL);
    if (type) {
        cel_type_print(type, &buf);
        ck_assert_str_eq(buf.text, cases[_i].printed);
        ck_assert_uint_eq(text.len, 0);
    }
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, types_are_read_from_their_text, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cel.type_text", add_cases)
