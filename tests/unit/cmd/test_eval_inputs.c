#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "support/plim_check.h"

#include "eval_inputs.h"

/* Up to two of each, "" for none. */
struct given {
    const char *file; /* its content */
    const char *vars[2];
    const char *unknown;
    const char *want; /* "NAME=KIND ..." of the variables and how many documents; or the error */
};

static void show(const struct eval_inputs *inputs, struct plim_buf *buf)
{
    for (size_t i = 0; i < inputs->len; i++)
        plim_buf_printf(buf, "%s%s ", inputs->variables[i].name,
                        !inputs->values[i]                       ? "?"
                        : value_is(inputs->values[i], VALUE_INT) ? "=int"
                                                                 : "=other");
    plim_buf_printf(buf, "%zu", inputs->document_count);
}

static enum plim_code read(struct plim_arena *arena, const struct given *given, const char *path,
                           struct eval_inputs *inputs, struct plim_err *err)
{
    const char *files[] = {path};
    const char *vars[] = {given->vars[0], given->vars[1]};
    const char *unknowns[] = {given->unknown};
    const struct option_list file_list = {.items = files, .len = given->file ? 1 : 0};
    const struct option_list var_list = {.items = vars,
                                         .len = given->vars[1]   ? 2
                                                : given->vars[0] ? 1
                                                                 : 0};
    const struct option_list unknown_list = {.items = unknowns, .len = given->unknown ? 1 : 0};
    return eval_inputs_read(arena, &file_list, &var_list, &unknown_list, inputs, err);
}

static const struct given cases[] = {
    {.want = "object? 0"},
    {.vars = {"x=1"}, .want = "object? x=int 0"},
    {.vars = {"x=1", "y.z=[]"}, .want = "object? x=int y.z=other 0"},
    {.vars = {"object={}"}, .want = "object=other 0"},
    {.file = "a: 1\n", .want = "object? 1"},
    {.file = "a: 1\n---\nb: 2\n", .want = "object? 2"},
    {.unknown = "object.status", .want = "object? 0"},
    {.unknown = "request.userInfo", .want = "object? request? 0"},
    {.vars = {"a.b=1"}, .unknown = "a.b.c", .want = "object? a.b=int 0"},
    {.vars = {"x=1"}, .unknown = "xy", .want = "object? x=int xy? 0"},
    {.unknown = "*", .want = "object? 0"}, /* refused later, with its place */
    {.file = "", .want = "FILE: there is no document"},
    {.file = "a: [\n",
     .want = "FILE:2:1: did not find expected node content while parsing a flow "
             "node"},
    {.file = "a: 1\n", .vars = {"object={}"}, .want = "variable 'object' has two values"},
    {.vars = {"x=1", "x=2"}, .want = "variable 'x' has two values"},
    {.vars = {"x"}, .want = "--var 'x': NAME=JSON is expected"},
    {.vars = {"=1"}, .want = "--var '=1': NAME=JSON is expected"},
    {.vars = {"a-b=1"}, .want = "--var 'a-b=1': NAME=JSON is expected"},
    {.vars = {"x={\"a\": }"}, .want = "--var x: value: JSON is malformed at byte 6: "},
};

START_TEST(inputs_are_read_or_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf got = {0};
    PLIM_CLEANUP(plim_freep) char *directory = NULL;
    struct eval_inputs inputs = {0};
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    const char *path = plim_path_join(arena, directory, "d.yaml");
    const char *text = cases[_i].file ? cases[_i].file : "";
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
    if (read(arena, &cases[_i], path, &inputs, &err) == PLIM_OK)
        show(&inputs, &got);
    else
        plim_buf_append_c(&got, err.msg);
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    const char *at = strstr(got.text, path);
    const char *want = cases[_i].want;
    const char *shown = at ? at + strlen(path) : got.text;
    want += at ? strlen("FILE") : 0;
    ck_assert_msg(strncmp(shown, want, strlen(want)) == 0, "%s", got.text);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct eval_inputs inputs = {0};
    struct plim_err err = {0};
    const struct given given = {.file = ""};
    plim_assert_fails(read(arena, &given, "/nonexistent", &inputs, &err), PLIM_NOT_FOUND, &err,
                      "open '/nonexistent': No such file or directory");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, inputs_are_read_or_refused, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, a_file_that_is_not_there_is_named);
}

PLIM_CHECK_MAIN("cmd.eval_inputs", add_cases)
