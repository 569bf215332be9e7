/*
 * Findings as code scanners tell them. Source: SARIF 2.1.0 (OASIS, 2020), whose sections are named
 * below. What is unknown has the kind "open" (3.27.9): there was too little to decide by.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "value/build.h"
#include "value/pack.h"

#include "finding_text_priv.h"
#include "formats_priv.h"
#include "stream_priv.h"

struct sarif {
    struct report_stream stream;
    struct plim_map *rule_index; /* policy to size_t: where it stands among the rules */
    struct value_list_builder rules;
    struct plim_buf name; /* scratch */
};

static const struct {
    const char *state;
    const char *kind; /* 3.27.9 */
} kinds[] = {
    {"fail", "fail"},    {"warn", "fail"},          {"waived", "fail"},
    {"pass", "pass"},    {"skip", "notApplicable"}, {"not_applicable", "notApplicable"},
    {"unknown", "open"}, {"error", "open"},
};

static const char *kind_of(const struct value *finding)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (report_finding_is(finding, kinds[i].state))
            return kinds[i].kind;
    }
    return "open";
}

/* 3.27.10: anything but a failure has none. */
static const char *level_of(const struct value *finding, const char *kind)
{
    static const char *const errors[] = {"critical", "high"};
    struct plim_str severity = value_get_text(finding, "severity");
    if (strcmp(kind, "fail") != 0)
        return "none";
    for (size_t i = 0; i < PLIM_LEN(errors); i++) {
        if (plim_str_is(severity, errors[i]))
            return "error";
    }
    return plim_str_is(severity, "medium") ? "warning" : "note";
}

static struct value text_object(struct plim_arena *arena, struct plim_str text)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "text", value_string(text));
    return value_map_finish(&map);
}

/* ---- rules (3.49) */

static struct value make_rule(struct plim_arena *arena, const struct value *finding)
{
    struct value_map_builder map = {.arena = arena};
    struct value_map_builder properties = {.arena = arena};
    struct value_list_builder tags = {.arena = arena};
    struct plim_str id = value_get_text(finding, "policy");
    struct plim_str rest = id;
    struct plim_str category = {0};
    (void)plim_str_cut(&rest, '.', &category);
    value_list_add(&tags, value_string(category));
    value_map_add(&properties, "tags", value_list_finish(&tags));
    value_map_add(&map, "id", value_string(id));
    value_map_add(&map, "shortDescription", text_object(arena, value_get_text(finding, "title")));
    struct plim_str remediation = value_get_text(finding, "remediation");
    if (remediation.len > 0)
        value_map_add(&map, "help", text_object(arena, remediation));
    value_map_add(&map, "properties", value_map_finish(&properties));
    struct value rule = value_map_finish(&map);
    return value_copy(arena, &rule);
}

static void find_rules(struct sarif *sarif, const struct value *findings)
{
    struct plim_arena *arena = sarif->stream.arena;
    size_t count = value_list_len(findings);
    sarif->rules.arena = arena;
    for (size_t i = 0; i < count; i++) {
        const struct value *finding = report_stream_item(&sarif->stream, findings, i);
        struct plim_str policy = value_get_text(finding, "policy");
        const char *key = plim_arena_copy(sarif->stream.item, policy.text, policy.len);
        if (plim_map_get(sarif->rule_index, key))
            continue;
        size_t *index = plim_arena_alloc(arena, sizeof(*index));
        *index = sarif->rules.len;
        value_list_add(&sarif->rules, make_rule(arena, finding));
        plim_map_set(sarif->rule_index, plim_arena_copy_c(arena, key), index);
    }
}

/* ---- results (3.27) */

/* As a URI reference: what cannot stand in a path is escaped. Source: RFC 3986, 3.3. */
static struct value make_uri(struct plim_arena *arena, struct plim_str path)
{
    struct plim_buf uri = {.arena = arena};
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.text[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || (byte && strchr("-._~/!$&'()*+,;=@", byte));
        plim_buf_printf(&uri, plain ? "%c" : "%%%02X", byte);
    }
    return value_string(plim_buf_str(&uri));
}

/* 3.29; the base is the repository's name (3.14.14). */
static void add_file(struct plim_arena *arena, struct value_map_builder *location,
                     const struct value *finding)
{
    struct value_map_builder artifact = {.arena = arena};
    struct value_map_builder physical = {.arena = arena};
    struct value_map_builder region = {.arena = arena};
    struct plim_str path = value_get_text(finding, "source.path");
    int64_t line = value_int_or(value_get_path(finding, "source.line"), 0);
    if (path.len == 0)
        return;
    value_map_add(&artifact, "uri", make_uri(arena, path));
    value_map_add_text(&artifact, "uriBaseId", value_get_text(finding, "source.repository"));
    value_map_add(&physical, "artifactLocation", value_map_finish(&artifact));
    value_map_add(&region, "startLine", value_int(line));
    if (line > 0)
        value_map_add(&physical, "region", value_map_finish(&region));
    value_map_add(location, "physicalLocation", value_map_finish(&physical));
}

static struct value make_locations(struct sarif *sarif, const struct value *finding)
{
    struct plim_arena *arena = sarif->stream.item;
    struct value_map_builder logical = {.arena = arena};
    struct value_map_builder location = {.arena = arena};
    struct value_list_builder logicals = {.arena = arena};
    struct value_list_builder locations = {.arena = arena};
    report_finding_name(finding, &sarif->name);
    add_file(arena, &location, finding);
    value_map_add_text(&logical, "name", value_get_text(finding, "object.name"));
    value_map_add(&logical, "fullyQualifiedName", value_string(plim_buf_str(&sarif->name)));
    value_map_add_text(&logical, "kind", value_get_text(finding, "subject"));
    value_list_add(&logicals, value_map_finish(&logical));
    value_map_add(&location, "logicalLocations", value_list_finish(&logicals));
    value_list_add(&locations, value_map_finish(&location));
    return value_list_finish(&locations);
}

/* Everything that SARIF has no place for. */
static struct value make_properties(struct plim_arena *arena, const struct value *finding)
{
    static const char *const names[] = {"state",       "severity", "cluster",   "environment",
                                        "application", "object",   "container", "field",
                                        "expected",    "actual",   "evidence",  "observedAt"};
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        const struct value *value = value_get(finding, names[i]);
        if (value)
            value_map_add(&map, names[i], *value);
    }
    return value_map_finish(&map);
}

/* 3.35 */
static struct value make_suppressions(struct plim_arena *arena, const struct value *finding)
{
    struct value_map_builder map = {.arena = arena};
    struct value_list_builder list = {.arena = arena};
    value_map_add(&map, "kind", value_string_c("external"));
    value_map_add_text(&map, "justification", value_get_text(finding, "reason"));
    value_list_add(&list, value_map_finish(&map));
    return value_list_finish(&list);
}

static struct value make_result(struct sarif *sarif, const struct value *finding)
{
    struct plim_arena *arena = sarif->stream.item;
    struct value_map_builder map = {.arena = arena};
    struct value_map_builder fingerprints = {.arena = arena};
    struct plim_str policy = value_get_text(finding, "policy");
    const char *kind = kind_of(finding);
    const char *key = plim_arena_copy(arena, policy.text, policy.len);
    const size_t *rule = plim_map_get(sarif->rule_index, key);
    struct plim_str message = report_finding_message(finding);
    value_map_add(&map, "ruleId", value_string(policy));
    value_map_add(&map, "ruleIndex", value_int((int64_t)*rule));
    value_map_add(&map, "kind", value_string_c(kind));
    value_map_add(&map, "level", value_string_c(level_of(finding, kind)));
    value_map_add(&map, "message",
                  text_object(arena, message.len > 0 ? message : value_get_text(finding, "title")));
    value_map_add(&map, "locations", make_locations(sarif, finding));
    value_map_add_text(&fingerprints, "plimsoll/v1", value_get_text(finding, "fingerprint"));
    value_map_add(&map, "partialFingerprints", value_map_finish(&fingerprints));
    if (report_finding_is(finding, "waived"))
        value_map_add(&map, "suppressions", make_suppressions(arena, finding));
    value_map_add(&map, "properties", make_properties(arena, finding));
    return value_map_finish(&map);
}

/* ---- the run (3.14) */

static struct value make_tool(struct sarif *sarif, const struct value *report)
{
    struct plim_arena *arena = sarif->stream.arena;
    struct value_map_builder driver = {.arena = arena};
    struct value_map_builder tool = {.arena = arena};
    value_map_add(&driver, "name", value_string_c("Plimsoll"));
    value_map_add_text(&driver, "semanticVersion", value_get_text(report, "run.version"));
    value_map_add(&driver, "rules", value_list_finish(&sarif->rules));
    value_map_add(&tool, "driver", value_map_finish(&driver));
    return value_map_finish(&tool);
}

/* "prod-eu: ingresses: HTTP 403: ..." (3.58) */
static void add_unread(struct plim_arena *arena, struct value_list_builder *list,
                       const struct value *sources)
{
    for (size_t i = 0; i < value_len(sources); i++) {
        struct plim_str name = value_get_text(value_at(sources, i), "name");
        const struct value *unread = value_get(value_at(sources, i), "unread");
        for (size_t k = 0; k < value_len(unread); k++) {
            struct plim_str resource = value_get_text(value_at(unread, k), "resource");
            struct plim_str reason = value_get_text(value_at(unread, k), "reason");
            struct value_map_builder map = {.arena = arena};
            const char *text = plim_arena_printf(arena, "%.*s: %.*s: %.*s", PLIM_STR_ARG(name),
                                                 PLIM_STR_ARG(resource), PLIM_STR_ARG(reason));
            value_map_add(&map, "level", value_string_c("error"));
            value_map_add(&map, "message", text_object(arena, plim_str_from(text)));
            value_list_add(list, value_map_finish(&map));
        }
    }
}

/* 3.20: a run that could not read everything, or was cut short, did not succeed. */
static struct value make_invocations(struct plim_arena *arena, const struct value *report)
{
    struct value_list_builder notes = {.arena = arena};
    struct value_list_builder list = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    add_unread(arena, &notes, value_get(report, "clusters"));
    add_unread(arena, &notes, value_get(report, "repositories"));
    bool whole = notes.len == 0 && !value_get_path(report, "run.interrupted");
    value_map_add(&map, "executionSuccessful", value_bool(whole));
    value_map_add_text(&map, "startTimeUtc", value_get_text(report, "run.startedAt"));
    value_map_add(&map, "toolExecutionNotifications", value_list_finish(&notes));
    value_list_add(&list, value_map_finish(&map));
    return value_list_finish(&list);
}

/* 3.14.17: those that have a URI. */
static struct value make_provenance(struct plim_arena *arena, const struct value *repositories)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < value_len(repositories); i++) {
        const struct value *repository = value_at(repositories, i);
        struct plim_str url = value_get_text(repository, "url");
        struct value_map_builder map = {.arena = arena};
        if (!plim_str_contains(url, PLIM_STR("://")))
            continue;
        value_map_add(&map, "repositoryUri", value_string(url));
        value_map_add_text(&map, "revisionId", value_get_text(repository, "revision"));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static void write_member(struct sarif *sarif, const char *name, struct value value)
{
    report_stream_printf(&sarif->stream, "\"%s\":", name);
    report_stream_json(&sarif->stream, &value);
    report_stream_add_c(&sarif->stream, ",\n");
}

static void write_run(struct sarif *sarif, const struct value *report)
{
    struct plim_arena *arena = sarif->stream.arena;
    const struct value *findings = value_get(report, "findings");
    size_t count = value_list_len(findings);
    struct value_map_builder details = {.arena = arena};
    find_rules(sarif, findings);
    value_map_add(&details, "id",
                  value_string_c(plim_arena_printf(
                      arena, "plimsoll/%.*s", PLIM_STR_ARG(value_get_text(report, "run.id")))));
    write_member(sarif, "tool", make_tool(sarif, report));
    write_member(sarif, "automationDetails", value_map_finish(&details));
    write_member(sarif, "invocations", make_invocations(arena, report));
    write_member(sarif, "versionControlProvenance",
                 make_provenance(arena, value_get(report, "repositories")));
    report_stream_add_c(&sarif->stream, "\"results\":[");
    for (size_t i = 0; i < count; i++) {
        const struct value *finding = report_stream_item(&sarif->stream, findings, i);
        struct value result = make_result(sarif, finding);
        report_stream_add_c(&sarif->stream, i > 0 ? ",\n" : "\n");
        report_stream_json(&sarif->stream, &result);
    }
    report_stream_add_c(&sarif->stream, "]}");
}

enum plim_code report_sarif_write(const struct value *report, const struct report_style *style,
                                  const struct plim_sink *sink, struct plim_err *err)
{
    struct sarif sarif = {.rule_index = plim_map_new()};
    (void)style;
    report_stream_open(&sarif.stream, sink, err);
    report_stream_add_c(&sarif.stream,
                        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
                        "\"version\":\"2.1.0\",\"runs\":[{\n");
    write_run(&sarif, report);
    report_stream_add_c(&sarif.stream, "]}\n");
    plim_map_free(sarif.rule_index);
    plim_buf_release(&sarif.name);
    return report_stream_close(&sarif.stream);
}
