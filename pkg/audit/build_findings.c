/* Findings as they stand in the report. */
#include "value/build.h"

#include "build_priv.h"

/* Expected and actual were written as JSON so that they outlive their object; here they become
 * values again. */
static struct value read_json(struct plim_arena *arena, struct plim_str text)
{
    struct value value = {0};
    struct plim_err err = {0};
    if (value_json_read(arena, text, &value, &err) == PLIM_OK)
        return value;
    return value_string(text);
}

static struct value make_object(struct plim_arena *arena, const struct finding *finding)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add_text(&map, "apiVersion", finding->api_version);
    value_map_add_text(&map, "kind", finding->kind);
    value_map_add_text(&map, "namespace", finding->namespace);
    value_map_add_text(&map, "name", finding->name);
    return value_map_finish(&map);
}

static struct value make_source(struct plim_arena *arena, const struct finding_source *source)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add_text(&map, "repository", source->repository);
    value_map_add_text(&map, "commit", source->commit);
    value_map_add_text(&map, "path", source->path);
    if (source->line > 0)
        value_map_add(&map, "line", value_int(source->line));
    return value_map_finish(&map);
}

/* Who wrote the live value, by managedFields. */
static struct value make_evidence(struct plim_arena *arena, const struct finding *finding)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "type", value_string_c("managedFields"));
    value_map_add_text(&map, "manager", finding->manager);
    value_map_add_text(&map, "time", finding->changed_at);
    struct value *item = plim_arena_alloc(arena, sizeof(*item));
    *item = value_map_finish(&map);
    return value_list(item, 1);
}

static void add_where(struct plim_arena *arena, struct value_map_builder *map,
                      const struct finding *finding)
{
    value_map_add_text(map, "subject", finding->subject);
    value_map_add_text(map, "cluster", finding->cluster);
    value_map_add_text(map, "environment", finding->environment);
    value_map_add_text(map, "application", finding->application);
    if (finding->kind.len > 0 || finding->name.len > 0)
        value_map_add(map, "object", make_object(arena, finding));
    value_map_add_text(map, "container", finding->container);
    value_map_add_text(map, "field", finding->field);
    if (finding->expected.len > 0)
        value_map_add(map, "expected", read_json(arena, finding->expected));
    if (finding->actual.len > 0)
        value_map_add(map, "actual", read_json(arena, finding->actual));
    if (finding->source.repository.len > 0 || finding->source.path.len > 0)
        value_map_add(map, "source", make_source(arena, &finding->source));
    if (finding->manager.len > 0)
        value_map_add(map, "evidence", make_evidence(arena, finding));
}

struct value audit_build_finding(struct plim_arena *arena, const struct finding *finding)
{
    struct value_map_builder map = {.arena = arena};
    char time[PLIM_TIME_TEXT_BYTES];
    char fingerprint[FINDING_FINGERPRINT_BYTES];
    value_map_add_text(&map, "policy", finding->policy);
    value_map_add_text(&map, "title", finding->title);
    value_map_add(&map, "state", value_string_c(finding_state_names[finding->state]));
    value_map_add(&map, "severity", value_string_c(finding_severity_names[finding->severity]));
    value_map_add_text(&map, "message", finding->message);
    value_map_add_text(&map, "reason", finding->reason);
    value_map_add_text(&map, "remediation", finding->remediation);
    add_where(arena, &map, finding);
    value_map_add(
        &map, "observedAt",
        value_string_c(plim_arena_copy_c(arena, plim_time_format(finding->observed_at, time))));
    value_map_add(
        &map, "fingerprint",
        value_string_c(plim_arena_copy_c(arena, finding_fingerprint(finding, fingerprint))));
    return value_map_finish(&map);
}
