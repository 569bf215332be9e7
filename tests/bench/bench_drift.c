/*
 * Measures the comparison alone: bench_drift DESIRED LIVE MILLISECONDS.
 *
 * Both files are JSON lists of equally many objects, the n-th of one beside the n-th of the other.
 * Prints how many pairs there are, how many of them differ, and ns of a comparison with the record
 * that policies get, the best of all rounds, separated by tabs. hack/bench drift runs it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "drift/drift.h"
#include "value/json.h"

enum { FILE_BYTES_MAX = 1 << 28 };

struct bench {
    struct value desired;
    struct value live;
    double span; /* seconds of a measurement */
    struct plim_err err;
};

static enum plim_code read_list(struct plim_arena *arena, const char *path, struct value *list_out,
                                struct plim_err *err)
{
    char *text = NULL;
    size_t len = 0;
    enum plim_code code = plim_file_read(path, FILE_BYTES_MAX, &text, &len, err);
    if (code != PLIM_OK)
        return code;
    plim_arena_own(arena, free, text);
    code = value_json_read(arena, (struct plim_str){text, len}, list_out, err);
    if (code == PLIM_OK && !value_is(list_out, VALUE_LIST))
        return plim_err_set(err, PLIM_INVALID, "%s: expected a list", path);
    return code;
}

/* How many differ, of all pairs once. */
static size_t compare_all(const struct bench *bench, struct plim_arena *scratch)
{
    size_t differ = 0;
    const struct drift_options options = {.secret_key = PLIM_STR("bench")};
    for (size_t i = 0; i < bench->desired.len; i++) {
        plim_arena_reset(scratch);
        struct drift_result result =
            drift_compare(scratch, &bench->desired.items[i], &bench->live.items[i], &options);
        struct value record = drift_record(scratch, &result);
        differ += value_len(value_get(&record, "differences")) > 0 ? 1 : 0;
    }
    return differ;
}

static enum plim_code run(struct bench *bench, const char *desired, const char *live)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    const struct plim_clock clock = {.fixed = false};
    enum plim_code code = read_list(arena, desired, &bench->desired, &bench->err);
    if (code == PLIM_OK)
        code = read_list(arena, live, &bench->live, &bench->err);
    if (code != PLIM_OK)
        return code;
    size_t count = bench->desired.len;
    if (count == 0 || count != bench->live.len)
        return plim_err_set(&bench->err, PLIM_INVALID,
                            "expected as many objects in both, not none");
    size_t differ = 0;
    double best = 0;
    double end = plim_clock_elapsed(&clock) + bench->span;
    for (double now = end - bench->span; now < end;) {
        double begin = now;
        differ = compare_all(bench, scratch);
        now = plim_clock_elapsed(&clock);
        best = best > 0 && best < now - begin ? best : now - begin;
    }
    printf("%zu\t%zu\t%.1f\n", count, differ, best * 1e9 / (double)count);
    return PLIM_OK;
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    if (argc != 4) {
        (void)fprintf(stderr, "usage: bench_drift DESIRED LIVE MILLISECONDS\n");
        return 2;
    }
    bench.span = strtod(argv[3], NULL) / 1000;
    if (run(&bench, argv[1], argv[2]) == PLIM_OK)
        return 0;
    (void)fprintf(stderr, "bench_drift: %s\n", bench.err.msg);
    return 2;
}
