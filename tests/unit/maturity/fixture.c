#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "value/json.h"
#include "value/path.h"
#include "value/yaml.h"

void fixture_setup(struct fixture *fixture)
{
    struct plim_arena *arena = plim_arena_new();
    *fixture = (struct fixture){
        .arena = arena,
        .set = maturity_set_new(arena),
        .evidence = maturity_evidence_new(arena),
        .request = {.now = FIXTURE_NOW},
    };
}

void fixture_release(struct fixture *fixture)
{
    plim_arena_free(fixture->arena);
}

enum plim_code fixture_add(struct fixture *fixture, const char *name, const char *text)
{
    struct value_yaml_list list;
    struct plim_err *err = &fixture->err;
    if (value_yaml_read(fixture->arena, name, plim_str_from(text), VALUE_YAML_DOCUMENT, &list,
                        err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < list.len; i++) {
        struct value_node node = {plim_arena_copy_c(fixture->arena, name), &list.items[i].root,
                                  list.items[i].position};
        bool evidence = value_is_string(value_get(node.value, "kind"), "Evidence");
        enum plim_code code = evidence ? maturity_evidence_add(fixture->evidence, &node, err)
                                       : maturity_set_add(fixture->set, &node, err);
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

void fixture_load(struct fixture *fixture, const char *dir, const char *name)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    char *path = plim_path_join(fixture->arena, dir, name);
    plim_assert_ok(plim_file_read(path, 1 << 20, &text, NULL, &fixture->err), &fixture->err);
    plim_assert_ok(fixture_add(fixture, name, text), &fixture->err);
}

enum plim_code fixture_add_criteria(struct fixture *fixture, const char *criteria)
{
    static const char head[] =
        FIXTURE_HEAD("PracticeLibrary", "mine") "  version: '1'\n"
                                                "  answerSets:\n"
                                                "    share:\n"
                                                "      - {id: none, title: None, value: 0%}\n"
                                                "      - {id: half, title: Half, value: 50%}\n"
                                                "      - {id: all, title: All, value: 100%}\n"
                                                "  practices:\n"
                                                "    - id: it\n"
                                                "      title: It\n"
                                                "      class: measured\n"
                                                "      effort: 1\n"
                                                "      usefulness: 1\n"
                                                "      criteria: ";
    return fixture_add(fixture, "mine.yaml",
                       plim_arena_printf(fixture->arena, "%s%s\n", head, criteria));
}

void fixture_add_model(struct fixture *fixture)
{
    static const char model[] = FIXTURE_HEAD(
        "MaturityModel", "m") "  version: '1'\n"
                              "  title: M\n"
                              "  source: {title: tests}\n"
                              "  levels: [{id: l, title: L}]\n"
                              "  dimensions: [{id: d, title: D}]\n"
                              "  scoring: {headline: gated}\n"
                              "  cells: [{dimension: d, level: l, practices: [{ref: it}]}]\n";
    plim_assert_ok(fixture_add(fixture, "m.yaml", model), &fixture->err);
}

void fixture_add_evidence(struct fixture *fixture, const char *policies)
{
    static const char head[] = FIXTURE_HEAD(
        "Evidence", "e") "  taken: '2026-04-15T06:00:00Z'\n  scope: {product: p}\n  policies: ";
    plim_assert_ok(
        fixture_add(fixture, "e.yaml", plim_arena_printf(fixture->arena, "%s%s\n", head, policies)),
        &fixture->err);
}

const char *fixture_repeat(struct fixture *fixture, const char *before, int count,
                           const char *after)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (int i = 0; i < count; i++)
        plim_buf_printf(&text, "%s%s%d%s", i > 0 ? ", " : "", before, i, after);
    return plim_arena_copy(fixture->arena, text.text, text.len);
}

static size_t list_folders(struct fixture *fixture, const char *dir, struct plim_dir_entry **out)
{
    size_t count = 0;
    plim_assert_ok(plim_dir_list(fixture->arena, dir, out, &count, &fixture->err), &fixture->err);
    return count;
}

struct plim_str *fixture_list_policies(struct fixture *fixture, const char *dir, size_t *count_out)
{
    enum { POLICIES_MAX = 1000 };
    struct plim_str *names = plim_arena_array(fixture->arena, POLICIES_MAX, sizeof(*names));
    struct plim_dir_entry *packs = NULL;
    size_t pack_count = list_folders(fixture, dir, &packs);
    *count_out = 0;
    for (size_t i = 0; i < pack_count; i++) {
        struct plim_dir_entry *entries = NULL;
        if (!packs[i].is_dir)
            continue;
        size_t count =
            list_folders(fixture, plim_path_join(fixture->arena, dir, packs[i].name), &entries);
        for (size_t k = 0; k < count && *count_out < POLICIES_MAX; k++)
            names[(*count_out)++] = plim_str_from(entries[k].name);
    }
    return names;
}

void fixture_assess(struct fixture *fixture, const char *model)
{
    struct maturity_request *request = &fixture->request;
    request->set = fixture->set;
    request->evidence = fixture->evidence;
    request->model = plim_str_from(model);
    plim_assert_ok(maturity_set_link(fixture->set, NULL, 0, &fixture->err), &fixture->err);
    plim_assert_ok(maturity_assess(fixture->arena, request, &fixture->result, &fixture->err),
                   &fixture->err);
}

const char *fixture_at(struct fixture *fixture, const char *path)
{
    struct value_position position;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    const struct value *found = value_path_find(&fixture->result, plim_str_from(path), &position);
    if (!found)
        return "(none)";
    plim_assert_ok(value_json_write(found, VALUE_JSON_COMPACT, &text, &fixture->err),
                   &fixture->err);
    return plim_arena_copy(fixture->arena, text.text, text.len);
}
