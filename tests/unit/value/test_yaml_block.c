#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "support/plim_check.h"
#include "support/yaml_twice.h"

#include "yaml_block_priv.h"
#include "yaml_block_texts.h"
#include "yaml_split_priv.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

/* How many bytes of the text are in documents that the quick reader takes. */
static size_t bytes_taken(struct plim_str text, enum value_yaml_dialect dialect)
{
    struct value_yaml_stream stream = {.arena = arena, .name = "a.yaml", .dialect = dialect};
    struct value_yaml_block block;
    size_t taken_bytes = 0;
    value_yaml_block_init(&block, &stream, plim_arena_copy(arena, text.text, text.len), text.len);
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        if (value_yaml_block_read(&block, &at))
            taken_bytes += at - start;
        else
            at = value_yaml_next_marker(text, at);
    }
    value_yaml_stream_release(&stream);
    return taken_bytes;
}

static void assert_never_noticed(struct plim_str text)
{
    const char *difference = yaml_twice_read(arena, text, VALUE_YAML_MANIFEST);
    if (!difference)
        difference = yaml_twice_read(arena, text, VALUE_YAML_DOCUMENT);
    ck_assert_msg(!difference, "%s differs in '%.*s'", difference, PLIM_STR_ARG(text));
}

START_TEST(what_is_plain_is_taken_and_read_as_by_libyaml)
{
    ck_assert_msg(bytes_taken(taken[_i], VALUE_YAML_MANIFEST) == taken[_i].len, "gave up on '%.*s'",
                  PLIM_STR_ARG(taken[_i]));
    assert_never_noticed(taken[_i]);
}
END_TEST

START_TEST(what_is_odd_or_wrong_is_left_to_libyaml)
{
    ck_assert_msg(bytes_taken(left[_i], VALUE_YAML_MANIFEST) < left[_i].len, "took '%.*s'",
                  PLIM_STR_ARG(left[_i]));
    assert_never_noticed(left[_i]);
}
END_TEST

START_TEST(duplicate_keys_of_documents_are_left_to_libyaml)
{
    struct plim_str text = PLIM_STR("a: 1\nb: 2\na: 3\n");
    ck_assert_uint_eq(bytes_taken(text, VALUE_YAML_MANIFEST), text.len);
    ck_assert_uint_eq(bytes_taken(text, VALUE_YAML_DOCUMENT), 0);
}
END_TEST

START_TEST(one_odd_document_leaves_the_others_alone)
{
    struct plim_str text = PLIM_STR("# a\n---\na: b\n---\na: &x 1\nb: *x\n\n---\nc:\n  - d\n");
    ck_assert_uint_eq(bytes_taken(text, VALUE_YAML_MANIFEST),
                      text.len - strlen("---\na: &x 1\nb: *x\n\n"));
    assert_never_noticed(text);
}
END_TEST

static const char *const moved[] = {"a: |-\n      sesame\nb: c\n", "a: b\n        sesame\nb: c\n",
                                    "a: \"\\/\\/\\/\\/\\/\\/sesame\"\nb: c\n",
                                    "a: '''''''''''''sesame'\nb: c\n"};

START_TEST(text_that_was_moved_leaves_nothing_behind)
{
    struct value_yaml_stream stream = {.arena = arena, .name = "a.yaml"};
    struct value_yaml_block block;
    struct plim_str text = plim_str_from(moved[_i]);
    size_t at = 0;
    value_yaml_block_init(&block, &stream, plim_arena_copy_c(arena, text.text), text.len);
    ck_assert(value_yaml_block_read(&block, &at));
    size_t found = 0;
    for (size_t i = 0; i + 6 <= text.len; i++)
        found += memcmp(block.text + i, "sesame", 6) == 0;
    ck_assert_uint_eq(found, 1);
    value_yaml_stream_release(&stream);
}
END_TEST

START_TEST(nesting_is_limited_where_libyaml_is_limited)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (int i = 0; i < VALUE_YAML_DEPTH_MAX + _i; i++)
        plim_buf_append_c(&text, "- ");
    plim_buf_append_c(&text, "a\n");
    ck_assert_int_eq(bytes_taken(plim_buf_str(&text), VALUE_YAML_MANIFEST) > 0, _i == 0);
    assert_never_noticed(plim_buf_str(&text));
}
END_TEST

START_TEST(keys_are_as_long_as_libyaml_takes_them)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (int i = 0; i < 900 + 100 * _i; i++)
        plim_buf_append_c(&text, "k");
    plim_buf_append_c(&text, ": v\n");
    ck_assert_int_eq(bytes_taken(plim_buf_str(&text), VALUE_YAML_MANIFEST) > 0, _i <= 1);
    assert_never_noticed(plim_buf_str(&text));
}
END_TEST

/* A sequence of numbers that is the same in every run. */
static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 16;
}

/* Cut one sample, put a piece of another behind, change a byte: most of it stays nearly right. */
static void mutate(uint32_t *state, struct plim_buf *text)
{
    static const char bytes[] = "\n\n  --::#'\"|>+-[]{},&*!?%%\t\r\\ab0.~<\xc3\xa9\x01";
    const struct plim_str one = taken[next_number(state) % PLIM_LEN(taken)];
    const struct plim_str other = taken[next_number(state) % PLIM_LEN(taken)];
    size_t skipped = next_number(state) % other.len;
    plim_buf_clear(text);
    plim_buf_append(text, one.text, one.len - next_number(state) % one.len);
    plim_buf_append(text, other.text + skipped, other.len - skipped);
    for (uint32_t i = next_number(state) % 3; i > 0; i--)
        text->text[next_number(state) % text->len] =
            bytes[next_number(state) % (sizeof(bytes) - 1)];
}

START_TEST(mutations_are_read_as_by_libyaml)
{
    enum { MUTATIONS = 20000 };
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    uint32_t state = 1;
    for (int i = 0; i < MUTATIONS; i++) {
        mutate(&state, &text);
        assert_never_noticed(plim_buf_str(&text));
        plim_arena_reset(arena);
    }
}
END_TEST

struct tally {
    size_t bytes;
    size_t taken;
};

static void add_file(const char *path, struct tally *tally)
{
    enum { FILE_MAX = 1 << 22 };
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    plim_assert_ok(plim_file_read(path, FILE_MAX, &text, &len, &err), &err);
    tally->bytes += len;
    tally->taken += bytes_taken((struct plim_str){text, len}, VALUE_YAML_MANIFEST);
    assert_never_noticed((struct plim_str){text, len});
}

static void add_directory(const char *path, struct tally *tally)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_list(arena, path, &entries, &count, &err), &err);
    for (size_t i = 0; i < count; i++) {
        const char *inside = plim_path_join(arena, path, entries[i].name);
        if (entries[i].is_dir && !entries[i].is_link)
            add_directory(inside, tally);
        else if (entries[i].is_file && plim_str_ends(plim_str_from(inside), PLIM_STR(".yaml")))
            add_file(inside, tally);
    }
}

static const char *const corpora[] = {"policies", "tests"};

START_TEST(nearly_all_of_our_files_is_taken)
{
    struct tally tally = {0};
    add_directory(plim_path_join(arena, PLIM_SOURCE_DIR, corpora[_i]), &tally);
    ck_assert_uint_gt(tally.bytes, 0);
    ck_assert_msg(tally.taken >= tally.bytes / 20 * 19, "%zu of %zu bytes", tally.taken,
                  tally.bytes);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, what_is_plain_is_taken_and_read_as_by_libyaml, 0, PLIM_LEN(taken));
    tcase_add_loop_test(tcase, what_is_odd_or_wrong_is_left_to_libyaml, 0, PLIM_LEN(left));
    tcase_add_test(tcase, duplicate_keys_of_documents_are_left_to_libyaml);
    tcase_add_test(tcase, one_odd_document_leaves_the_others_alone);
    tcase_add_loop_test(tcase, text_that_was_moved_leaves_nothing_behind, 0, PLIM_LEN(moved));
    tcase_add_loop_test(tcase, nesting_is_limited_where_libyaml_is_limited, 0, 2);
    tcase_add_loop_test(tcase, keys_are_as_long_as_libyaml_takes_them, 0, 4);
    tcase_add_test(tcase, mutations_are_read_as_by_libyaml);
    tcase_add_loop_test(tcase, nearly_all_of_our_files_is_taken, 0, PLIM_LEN(corpora));
}

PLIM_CHECK_MAIN("value.yaml_block", add_cases)
