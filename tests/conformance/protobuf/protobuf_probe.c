/*
 * The protobuf reader beside the JSON reader, for the scripts that have both encodings of an
 * object. usage: protobuf_probe compare        pairs from standard input, as hack/protobuf writes
 * them protobuf_probe print          the JSON of one body protobuf_probe measure FILE PROTOBUF_FILE
 * ROUNDS    a list in both encodings
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "value/json.h"

#include "protobuf_priv.h"

static bool read_bytes(void *bytes, size_t len)
{
    return fread(bytes, 1, len, stdin) == len;
}

/* One body behind its length, with the padding that readers want. */
static bool read_body(struct plim_arena *arena, struct plim_str *body)
{
    unsigned char length[4];
    if (!read_bytes(length, sizeof length))
        return false;
    size_t len =
        length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 | (size_t)length[3] << 24;
    char *text = plim_arena_alloc(arena, len + VALUE_JSON_PADDING);
    *body = (struct plim_str){text, len};
    return read_bytes(text, len);
}

static void write_text(const struct value *value, struct plim_buf *text)
{
    struct plim_err err = {0};
    plim_buf_clear(text);
    if (value_json_write(value, VALUE_JSON_COMPACT, text, &err) != PLIM_OK)
        fprintf(stderr, "%s\n", err.msg);
}

struct probe {
    struct value_json_reader *json;
    struct plim_arena *arena;
    struct plim_buf ours;
    struct plim_buf theirs;
    size_t compared;
    size_t different;
};

static void complain(struct probe *probe, const char *why)
{
    size_t at = 0;
    while (at < probe->ours.len && at < probe->theirs.len &&
           probe->ours.text[at] == probe->theirs.text[at])
        at++;
    size_t from = at > 120 ? at - 120 : 0;
    printf("DIFFERENT %.60s: %s\n  ours   ...%.300s\n  theirs ...%.300s\n", probe->theirs.text, why,
           probe->ours.text + from, probe->theirs.text + from);
    probe->different++;
}

/* Key for key, number for number: the texts are the same. */
static void compare(struct probe *probe, struct plim_str wire, struct plim_str text)
{
    struct plim_err err = {0};
    struct value theirs = {0};
    struct value ours = {0};
    struct kube_protobuf_unknown unknown = {0};
    struct kube_protobuf_options options = {.json = probe->json};
    probe->compared++;
    if (value_json_reader_read(probe->json, probe->arena, text, &theirs, &err) != PLIM_OK ||
        kube_protobuf_read(probe->arena, wire, &options, &ours, &unknown, &err) != PLIM_OK) {
        write_text(&theirs, &probe->theirs);
        write_text(&ours, &probe->ours);
        complain(probe, err.msg);
        return;
    }
    write_text(&theirs, &probe->theirs);
    write_text(&ours, &probe->ours);
    if (unknown.count > 0)
        complain(probe, "a field is not known");
    else if (strcmp(probe->ours.text, probe->theirs.text) != 0)
        complain(probe, "the trees differ");
}

static int compare_all(struct probe *probe)
{
    struct plim_str wire;
    struct plim_str text;
    while (read_body(probe->arena, &wire) && read_body(probe->arena, &text)) {
        compare(probe, wire, text);
        plim_arena_reset(probe->arena);
    }
    printf("%zu compared, %zu differ\n", probe->compared, probe->different);
    return probe->different > 0 || probe->compared == 0;
}

static int print_one(struct probe *probe)
{
    struct plim_err err = {0};
    struct plim_buf body = {0};
    struct value object = {0};
    struct kube_protobuf_unknown unknown = {0};
    struct kube_protobuf_options options = {.json = probe->json};
    char part[65536];
    for (size_t len = sizeof part; len == sizeof part;) {
        len = fread(part, 1, sizeof part, stdin);
        plim_buf_append(&body, part, len);
    }
    struct plim_str token = {0};
    bool is_told = kube_protobuf_head_continue(plim_buf_str(&body), &token);
    printf("%.*s%s\n", PLIM_STR_ARG(token), is_told ? "" : "(not told)");
    enum plim_code code =
        kube_protobuf_read(probe->arena, plim_buf_str(&body), &options, &object, &unknown, &err);
    plim_buf_release(&body);
    write_text(&object, &probe->ours);
    if (code != PLIM_OK)
        fprintf(stderr, "%s\n", err.msg);
    else if (unknown.count > 0)
        fprintf(stderr, "%zu fields are not known, first %u of %s\n", unknown.count, unknown.field,
                unknown.message);
    else
        printf("%s\n", probe->ours.text);
    return code != PLIM_OK || unknown.count > 0;
}

static bool load(struct plim_arena *arena, const char *path, struct plim_str *body)
{
    FILE *file = fopen(path, "rb");
    char *text = plim_arena_alloc(arena, 256U << 20);
    if (!file)
        return false;
    *body = (struct plim_str){text, fread(text, 1, (256U << 20) - VALUE_JSON_PADDING, file)};
    (void)fclose(file);
    return true;
}

static void report(const char *what, struct plim_str body, size_t objects, double seconds)
{
    printf("%-24s %8.1f MB/s %10.0f objects/s\n", what, (double)body.len / seconds / 1e6,
           (double)objects / seconds);
}

/* The best of the rounds. */
static double measure_one(struct probe *probe, struct plim_str body,
                          const struct kube_protobuf_options *options, size_t rounds,
                          size_t *objects)
{
    struct plim_clock clock = {0};
    double best = 1e9;
    for (size_t i = 0; i < rounds; i++) {
        struct plim_arena *arena = probe->arena;
        struct plim_err err = {0};
        struct value object = {0};
        struct kube_protobuf_unknown unknown = {0};
        double begin = plim_clock_elapsed(&clock);
        enum plim_code code =
            options ? kube_protobuf_read(arena, body, options, &object, &unknown, &err)
                    : value_json_reader_read(probe->json, arena, body, &object, &err);
        double took = plim_clock_elapsed(&clock) - begin;
        if (code != PLIM_OK)
            fprintf(stderr, "%s\n", err.msg);
        *objects = value_len(value_get(&object, "items"));
        best = took < best ? took : best;
        plim_arena_reset(arena);
    }
    return best;
}

static int measure(struct probe *probe, const char *json, const char *protobuf, size_t rounds)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *bodies = plim_arena_new();
    struct plim_str text = {0};
    struct plim_str wire = {0};
    size_t objects = 0;
    if (!load(bodies, json, &text) || !load(bodies, protobuf, &wire))
        return 2;
    double seconds = measure_one(probe, text, NULL, rounds, &objects);
    report("json", text, objects, seconds);
    struct kube_protobuf_options options = {probe->json, KUBE_PROTOBUF_MANAGED_LEFT_OUT, false,
                                            NULL, 0};
    seconds = measure_one(probe, wire, &options, rounds, &objects);
    report("protobuf, copied", wire, objects, seconds);
    options.borrow = true;
    seconds = measure_one(probe, wire, &options, rounds, &objects);
    report("protobuf, borrowed", wire, objects, seconds);
    options.managed = KUBE_PROTOBUF_MANAGED_TEXT;
    seconds = measure_one(probe, wire, &options, rounds, &objects);
    report("with managed as text", wire, objects, seconds);
    options.managed = KUBE_PROTOBUF_MANAGED_PARSED;
    seconds = measure_one(probe, wire, &options, rounds, &objects);
    report("with managed parsed", wire, objects, seconds);
    return 0;
}

int main(int argc, char **argv)
{
    struct probe probe = {.json = value_json_reader_new(), .arena = plim_arena_new()};
    const char *what = argc > 1 ? argv[1] : "";
    int status = 2;
    if (strcmp(what, "compare") == 0)
        status = compare_all(&probe);
    else if (strcmp(what, "print") == 0)
        status = print_one(&probe);
    else if (strcmp(what, "measure") == 0 && argc == 5)
        status = measure(&probe, argv[2], argv[3], strtoul(argv[4], NULL, 10));
    else
        fprintf(stderr, "usage: protobuf_probe compare|print|measure JSON PROTOBUF ROUNDS\n");
    plim_buf_release(&probe.ours);
    plim_buf_release(&probe.theirs);
    plim_arena_free(probe.arena);
    value_json_reader_free(probe.json);
    return status;
}
