/*
 * Runs the cases of a directory against the engine: cel_conformance DIR.
 *
 * Prints a line "FAIL file/section/name: why" per failure and closes with "N passed, N failed".
 * Exit 0 when all passed, 1 when one failed, 2 when the cases could not be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "value/json.h"

#include "case.h"

enum { FILE_BYTES_MAX = 64 << 20 };

struct tally {
    unsigned passed;
    unsigned failed;
};

static void run_section(const struct value *section, const char *environment, const char *file,
                        struct tally *tally)
{
    const struct value *tests = value_get(section, "test");
    struct plim_arena *arena = plim_arena_new();
    for (size_t i = 0; i < value_len(tests); i++) {
        const struct value *test = value_at(tests, i);
        struct plim_buf why = {0};
        plim_arena_reset(arena);
        if (case_run(arena, environment, test, &why)) {
            tally->passed++;
        } else {
            tally->failed++;
            printf("FAIL %s/%.*s/%.*s: %.*s\n", file,
                   PLIM_STR_ARG(value_str(value_get(section, "name"))),
                   PLIM_STR_ARG(value_str(value_get(test, "name"))),
                   PLIM_STR_ARG(plim_buf_str(&why)));
        }
        plim_buf_release(&why);
    }
    plim_arena_free(arena);
}

static enum plim_code run_file(const char *path, const char *name, struct tally *tally,
                               struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct value root;
    enum plim_code code = plim_file_read(path, FILE_BYTES_MAX, &text, &len, err);
    if (code == PLIM_OK)
        code = value_json_read(arena, (struct plim_str){text, len}, &root, err);
    if (code != PLIM_OK)
        return plim_err_wrap(err, "read '%s'", path);
    struct plim_str environment = value_str(value_get(&root, "environment"));
    const char *named =
        environment.len > 0 ? plim_arena_copy(arena, environment.text, environment.len) : "cel";
    const struct value *sections = value_get(&root, "section");
    for (size_t i = 0; i < value_len(sections); i++)
        run_section(value_at(sections, i), named, name, tally);
    return PLIM_OK;
}

static enum plim_code run_directory(const char *path, struct tally *tally, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    enum plim_code code = plim_dir_list(arena, path, &entries, &count, err);
    for (size_t i = 0; code == PLIM_OK && i < count; i++) {
        struct plim_str name = plim_str_from(entries[i].name);
        if (entries[i].is_dir || !plim_str_ends(name, PLIM_STR(".json")))
            continue;
        char *stem = plim_arena_copy(arena, name.text, name.len - strlen(".json"));
        code = run_file(plim_path_join(arena, path, entries[i].name), stem, tally, err);
    }
    return code;
}

int main(int argc, char **argv)
{
    struct tally tally = {0};
    struct plim_err err = {0};
    if (argc != 2) {
        (void)fprintf(stderr, "usage: cel_conformance DIR\n");
        return 2;
    }
    enum plim_code code = run_directory(argv[1], &tally, &err);
    if (code != PLIM_OK)
        (void)fprintf(stderr, "cel_conformance: %s\n", err.msg);
    printf("%u passed, %u failed\n", tally.passed, tally.failed);
    if (code != PLIM_OK)
        return 2;
    return tally.failed > 0 ? 1 : 0;
}
