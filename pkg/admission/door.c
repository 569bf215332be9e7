#include "admission/door.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/defs.h"
#include "base/hash.h"
#include "value/json.h"
#include "value/yaml.h"

#include "admission_priv.h"

/* An object beside the policies: perhaps a parameter. */
struct object {
    const struct value *value;
    struct value_node node; /* where it stands, of a file; value NULL: of a cluster */
};

struct cover {
    struct plim_str group, kind, reason;
};

struct admission_door {
    struct plim_arena *arena;
    struct admission_set *set;
    struct object *objects; /* owned */
    size_t object_len, object_cap;
    struct admission_gap *gaps; /* owned */
    size_t gap_len, gap_cap;
    struct cover *covers; /* owned */
    size_t cover_len, cover_cap;
    struct admission_kind *kinds; /* owned: of parameters */
    size_t kind_len, kind_cap;
    bool reads_managed_fields;
    struct plim_sha256 *hash; /* until it is closed */
    char digest[PLIM_SHA256_TEXT_BYTES];
};

struct admission_door *admission_door_new(void)
{
    struct admission_door *door = plim_calloc(1, sizeof(*door));
    door->arena = plim_arena_new();
    door->set = admission_set_new();
    door->hash = plim_sha256_new();
    return door;
}

static void finish_digest(struct admission_door *door)
{
    if (door->hash == NULL)
        return;
    plim_sha256_finish(door->hash, door->digest);
    door->hash = NULL;
}

void admission_door_free(struct admission_door *door)
{
    if (door == NULL)
        return;
    finish_digest(door);
    free(door->objects);
    free(door->gaps);
    free(door->covers);
    free(door->kinds);
    admission_set_free(door->set);
    plim_arena_free(door->arena);
    free(door);
}

void admission_door_freep(struct admission_door **door)
{
    admission_door_free(*door);
}

const struct admission_set *admission_door_set(const struct admission_door *door)
{
    return door->set;
}

const char *admission_door_digest(const struct admission_door *door)
{
    return door->digest;
}

bool admission_door_reads_managed_fields(const struct admission_door *door)
{
    return door->reads_managed_fields;
}

static void note_managed_fields(struct admission_door *door, struct plim_str text)
{
    if (plim_str_contains(text, PLIM_STR("managedFields")))
        door->reads_managed_fields = true;
}

void admission_door_choose(struct admission_door *door, const struct admission_choice *choice)
{
    door->set->choice = choice;
}

/* Of a policy, by its id; other things have no '/' in their names. */
void admission_door_add_gap(struct admission_door *door, struct plim_str what,
                            struct plim_str reason)
{
    if (plim_str_contains(what, PLIM_STR("/")) && !admission_choice_has(door->set->choice, what))
        return;
    PLIM_GROW(door->gaps, door->gap_len, door->gap_cap);
    door->gaps[door->gap_len++] = (struct admission_gap){plim_arena_copy_str(door->arena, what),
                                                         plim_arena_copy_str(door->arena, reason)};
}

size_t admission_door_gaps(const struct admission_door *door)
{
    return door->gap_len;
}

struct admission_gap admission_door_gap_at(const struct admission_door *door, size_t i)
{
    return door->gaps[i];
}

/* ---- parameters */

static bool is_param(const struct admission_door *door, struct plim_str group, struct plim_str kind)
{
    for (size_t i = 0; i < door->kind_len; i++) {
        if (plim_str_equal(door->kinds[i].group, group) &&
            plim_str_equal(door->kinds[i].kind, kind))
            return true;
    }
    return false;
}

/* Of what was added by now. */
static void gather_kinds(struct admission_door *door)
{
    door->kind_len = 0;
    for (size_t i = 0; i < door->set->len; i++) {
        const struct admission_param_kind *kind = door->set->rules[i]->param_kind;
        if (kind == NULL || is_param(door, kind->group, kind->kind))
            continue;
        PLIM_GROW(door->kinds, door->kind_len, door->kind_cap);
        door->kinds[door->kind_len++] = (struct admission_kind){
            .group = kind->group, .version = kind->version, .kind = kind->kind};
    }
}

size_t admission_door_param_kinds(const struct admission_door *door)
{
    return door->kind_len;
}

struct admission_kind admission_door_param_kind_at(const struct admission_door *door, size_t i)
{
    return door->kinds[i];
}

static void add_object(struct admission_door *door, struct object object)
{
    PLIM_GROW(door->objects, door->object_len, door->object_cap);
    door->objects[door->object_len++] = object;
}

void admission_door_add_param(struct admission_door *door, const struct value *object)
{
    struct value *kept = plim_arena_alloc(door->arena, sizeof(*kept));
    *kept = value_copy(door->arena, object);
    add_object(door, (struct object){.value = kept});
}

void admission_door_cover(struct admission_door *door, const struct admission_kind *kind,
                          struct plim_str reason)
{
    PLIM_GROW(door->covers, door->cover_len, door->cover_cap);
    door->covers[door->cover_len++] = (struct cover){plim_arena_copy_str(door->arena, kind->group),
                                                     plim_arena_copy_str(door->arena, kind->kind),
                                                     plim_arena_copy_str(door->arena, reason)};
}

static const struct cover *find_cover(const struct admission_door *door,
                                      const struct admission_query *query)
{
    for (size_t i = 0; i < door->cover_len; i++) {
        if (plim_str_equal(door->covers[i].group, query->group) &&
            plim_str_equal(door->covers[i].kind, query->kind))
            return &door->covers[i];
    }
    return NULL;
}

/* Whether any of this group and kind is there, whatever it is called. */
static bool has_kind(const struct admission_door *door, const struct admission_query *query)
{
    for (size_t i = 0; i < door->object_len; i++) {
        struct resource_identity identity = resource_identity_of(door->objects[i].value);
        if (plim_str_equal(identity.group, query->group) &&
            plim_str_equal(identity.kind, query->kind))
            return true;
    }
    return false;
}

struct value admission_door_find(const struct admission_door *door,
                                 const struct admission_query *query, struct plim_arena *arena)
{
    const struct cover *cover = find_cover(door, query);
    if (cover != NULL && cover->reason.len > 0)
        return value_unknown(cover->reason);
    if (cover == NULL && !has_kind(door, query))
        return value_unknown(plim_str_from(plim_arena_printf(
            arena, "no parameters of kind %.*s are given", PLIM_STR_ARG(query->kind))));
    const struct value **items = plim_arena_array(arena, door->object_len, sizeof(struct value *));
    for (size_t i = 0; i < door->object_len; i++)
        items[i] = door->objects[i].value;
    struct admission_object_list list = {items, door->object_len};
    return admission_find_in_list(&list, query, arena);
}

/* ---- documents */

static bool is_other(const struct resource_identity *identity)
{
    static const char *const groups[] = {"plimsoll.dev", "kustomize.config.k8s.io",
                                         "cli.kyverno.io"};
    for (size_t i = 0; i < PLIM_LEN(groups); i++) {
        if (plim_str_is(identity->group, groups[i]))
            return true;
    }
    return false;
}

/* Of the groups that policies are in, but no policy that is judged here. */
static bool is_unsupported(const struct resource_identity *identity)
{
    static const char *const groups[] = {"admissionregistration.k8s.io", "kyverno.io",
                                         "policies.kyverno.io"};
    for (size_t i = 0; i < PLIM_LEN(groups); i++) {
        if (plim_str_is(identity->group, groups[i]))
            return true;
    }
    return false;
}

static void add_unsupported(struct admission_door *door, const struct resource_identity *identity)
{
    const char *id = plim_arena_printf(door->arena, "%.*s/%.*s", PLIM_STR_ARG(identity->kind),
                                       PLIM_STR_ARG(identity->name));
    admission_door_add_gap(door, plim_str_from(id),
                           PLIM_STR("documents of this kind are not evaluated"));
}

static void sort_out(struct admission_door *door, const struct value_node *document)
{
    struct resource_identity identity = resource_identity_of(document->value);
    if (is_other(&identity) || admission_is_document(&identity))
        return;
    if (!is_unsupported(&identity)) {
        add_object(door, (struct object){document->value, *document});
        return;
    }
    add_unsupported(door, &identity);
}

enum plim_code admission_door_add(struct admission_door *door, const char *file,
                                  struct plim_str text, struct plim_err *err)
{
    struct value_yaml_list list = {0};
    const char *name = plim_arena_copy_c(door->arena, file);
    if (admission_set_add(door->set, name, text, err) != PLIM_OK ||
        value_yaml_read(door->arena, name, text, VALUE_YAML_MANIFEST, &list, err) != PLIM_OK)
        return err->code;
    plim_sha256_add_part(door->hash, text);
    note_managed_fields(door, text);
    for (size_t i = 0; i < list.len; i++) {
        const struct value_node document = {name, &list.items[i].root, list.items[i].position};
        sort_out(door, &document);
    }
    gather_kinds(door);
    return PLIM_OK;
}

void admission_door_add_live(struct admission_door *door, const char *where,
                             const struct value *document)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct resource_identity identity = resource_identity_of(document);
    const char *id =
        plim_arena_printf(door->arena, "%.*s/%.*s%s%.*s", PLIM_STR_ARG(identity.kind),
                          PLIM_STR_ARG(identity.namespace), identity.namespace.len > 0 ? "/" : "",
                          PLIM_STR_ARG(identity.name));
    const char *name = plim_arena_printf(door->arena, "%s: %s", where, id);
    if (value_json_write(document, VALUE_JSON_COMPACT, &text, &err) != PLIM_OK ||
        admission_set_add(door->set, name, plim_buf_str(&text), &err) != PLIM_OK)
        admission_door_add_gap(door, plim_str_from(id), plim_str_from(err.msg));
    plim_sha256_add_part(door->hash, plim_buf_str(&text));
    plim_buf_clear(&text); /* its own were written by whoever applied it */
    if (value_get(document, "spec") != NULL &&
        value_json_write(value_get(document, "spec"), VALUE_JSON_COMPACT, &text, &err) == PLIM_OK)
        note_managed_fields(door, plim_buf_str(&text));
    gather_kinds(door);
}

void admission_door_add_manifest(struct admission_door *door, const char *where,
                                 const struct value *document)
{
    struct resource_identity identity = resource_identity_of(document);
    if (admission_is_document(&identity))
        admission_door_add_live(door, where, document);
    else if (is_unsupported(&identity) &&
             !plim_str_ends(identity.kind, PLIM_STR("WebhookConfiguration")))
        add_unsupported(door, &identity);
}

enum plim_code admission_door_close(struct admission_door *door, struct plim_err *err)
{
    finish_digest(door);
    for (size_t i = 0; i < door->object_len; i++) {
        const struct object *object = &door->objects[i];
        struct resource_identity identity = resource_identity_of(object->value);
        if (object->node.value == NULL || door->set->left_out ||
            is_param(door, identity.group, identity.kind))
            continue;
        return value_node_fail(err, &object->node,
                               "expected a policy, or a parameter of one: apiVersion "
                               "plimsoll.dev/v1alpha1, admissionregistration.k8s.io/v1, "
                               "kyverno.io/v1 or policies.kyverno.io/v1");
    }
    return PLIM_OK;
}
