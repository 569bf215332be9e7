#include "support/plim_check.h"

#include "opaque.h"
#include "unparse.h"
#include "value_ast.h"

static const struct value items[] = {{.kind = VALUE_INT, .integer = 1}, {.kind = VALUE_NULL}};
static const struct value_entry entries[] = {
    {{.kind = VALUE_INT, .integer = 1}, {.kind = VALUE_NULL}}};

static struct value list_with(uint8_t flags)
{
    struct value list = value_list(items, 2);
    list.flags = flags;
    return list;
}

static void show(const struct value *value, size_t room, struct plim_buf *buf)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_value_maker maker = {.arena = arena, .room = room};
    struct cel_ast *ast = cel_value_ast(&maker, value);
    if (ast)
        cel_unparse(ast, buf);
    plim_buf_printf(buf, " %zu", maker.room);
}

START_TEST(values_become_trees_that_make_them)
{
    const struct {
        struct value value;
        const char *want; /* the expression, and the room left of 10 */
    } cases[] = {
        {value_null(), "null 9"},
        {list_with(0), "[1, null] 7"},
        {list_with(VALUE_FLAG_POSITIONS), "[1, null] 7"},
        {value_map(entries, 1), "{1: null} 7"},
        {{.kind = VALUE_OPTIONAL, .len = 1, .items = items}, "optional.of(1) 8"},
        {{.kind = VALUE_OPTIONAL}, "optional.none() 9"},
        {{.kind = VALUE_TYPE, .len = 3, .text = "int"}, "int 9"},
        {{.kind = VALUE_TIMESTAMP}, "timestamp(\"1970-01-01T00:00:00Z\") 9"},
        {{.kind = VALUE_DURATION, .integer = 1}, "duration(\"1s\") 9"},
        /* A list of a schema's, an unknown and an error have none. */
        {list_with(4), " 9"},
        {value_unknown(PLIM_STR("why")), " 9"},
        {{.kind = VALUE_ERROR}, " 9"},
    };
    struct plim_buf buf = {0};
    show(&cases[_i].value, 10, &buf);
    ck_assert_str_eq(buf.text, cases[_i].want);
    plim_buf_release(&buf);
}
END_TEST

START_TEST(a_value_takes_no_more_nodes_than_there_is_room_for)
{
    struct plim_buf buf = {0};
    struct value list = list_with(0);
    show(&list, 1, &buf);
    ck_assert_str_eq(buf.text, " 0");
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_become_trees_that_make_them, 0, 12);
    tcase_add_test(tcase, a_value_takes_no_more_nodes_than_there_is_room_for);
}

PLIM_CHECK_MAIN("cel.value_ast", add_cases)
