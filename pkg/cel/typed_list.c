#include "typed_list.h"

#include <stdlib.h>
#include <string.h>

#include "compare.h"

/* Above this a list is sorted before items are looked for. */
enum { SCAN_MAX = 16 };

/* An item and what tells it from others. */
struct identity {
    const struct cel_list_rule *rule;
    const struct value *item;
};

/* Items of a list to be found by their identity. */
struct index {
    struct identity *sorted; /* NULL: the list is scanned */
    const struct value *items;
    size_t len;
    const struct cel_list_rule *rule;
};

const struct value *cel_flaw_in(const struct value *value)
{
    if (value->kind == VALUE_ERROR)
        return value;
    if ((value->kind != VALUE_LIST && value->kind != VALUE_MAP) ||
        !(value->flags & CEL_FLAG_FLAWED))
        return NULL;
    for (uint32_t i = 0; i < value->len; i++) {
        const struct value *flaw =
            cel_flaw_in(value->kind == VALUE_LIST ? &value->items[i] : &value->entries[i].value);
        if (flaw)
            return flaw;
    }
    return NULL;
}

static const struct cel_list_rule *rule_of(const struct value *list)
{
    return list->items[list->len].opaque;
}

struct value cel_typed_list(struct value *items, size_t len, const struct cel_list_rule *rule)
{
    struct value list = value_list(items, len);
    items[len] = (struct value){.kind = VALUE_OPAQUE, .opaque = rule};
    list.flags |= CEL_FLAG_TYPED;
    return list;
}

static const struct value *key_of(const struct value *item, const struct value *name)
{
    static const struct value absent;
    const struct value *key = item->kind == VALUE_MAP ? cel_map_find(item, name) : NULL;
    return key ? key : &absent;
}

static int order_items(const struct cel_list_rule *rule, const struct value *left,
                       const struct value *right)
{
    if (rule->key_count == 0)
        return value_compare(left, right);
    int order = 0;
    for (size_t i = 0; order == 0 && i < rule->key_count; i++)
        order = value_compare(key_of(left, &rule->keys[i]), key_of(right, &rule->keys[i]));
    return order;
}

/* By identity; of equal ones the first of the list comes first. */
static int order_places(const void *left, const void *right)
{
    const struct identity *one = left;
    const struct identity *other = right;
    int order = order_items(one->rule, one->item, other->item);
    return order != 0 ? order : (one->item > other->item) - (one->item < other->item);
}

static int order_identities(const void *left, const void *right)
{
    const struct identity *one = left;
    return order_items(one->rule, one->item, ((const struct identity *)right)->item);
}

static struct index index_items(struct plim_arena *arena, const struct cel_list_rule *rule,
                                const struct value *items, size_t len)
{
    struct index index = {.items = items, .len = len, .rule = rule};
    if (len <= SCAN_MAX)
        return index;
    index.sorted = plim_arena_take(arena, len * sizeof *index.sorted);
    for (size_t i = 0; i < len; i++)
        index.sorted[i] = (struct identity){rule, &items[i]};
    qsort(index.sorted, len, sizeof *index.sorted, order_places);
    return index;
}

static const struct value *find(const struct index *index, const struct value *item)
{
    const struct identity wanted = {index->rule, item};
    if (index->sorted) {
        const struct identity *found =
            bsearch(&wanted, index->sorted, index->len, sizeof *index->sorted, order_identities);
        return found ? found->item : NULL;
    }
    for (size_t i = 0; i < index->len; i++)
        if (order_items(index->rule, &index->items[i], item) == 0)
            return &index->items[i];
    return NULL;
}

static bool equal_indexed(const struct index *index, const struct value *right)
{
    for (uint32_t i = 0; i < right->len; i++) {
        const struct value *found = find(index, &right->items[i]);
        if (!found || (index->rule->key_count > 0 && !cel_equal(found, &right->items[i])))
            return false;
    }
    return true;
}

bool cel_typed_list_equal(const struct value *left, const struct value *right)
{
    if (left->len != right->len)
        return false;
    if (left->len <= SCAN_MAX) {
        const struct index index = index_items(NULL, rule_of(left), left->items, left->len);
        return equal_indexed(&index, right);
    }
    /* Equality has no arena of its own. */
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct index index = index_items(arena, rule_of(left), left->items, left->len);
    return equal_indexed(&index, right);
}

struct value cel_typed_list_add(struct cel_frame *frame, const struct value *left,
                                const struct value *right)
{
    const struct cel_list_rule *rule = rule_of(left);
    size_t len = left->len;
    size_t room = len + right->len + 1;
    if (room > UINT32_MAX ||
        !cel_room(frame, room * (sizeof(struct value) + sizeof(struct identity))))
        return cel_stop_failure(frame);
    struct value *items = plim_arena_take(frame->arena, room * sizeof *items);
    memcpy(items, left->items, len * sizeof *items);
    const struct index old = index_items(frame->arena, rule, left->items, left->len);
    const struct index new = index_items(frame->arena, rule, right->items, right->len);
    for (uint32_t i = 0; i < right->len; i++) {
        const struct value *item = &right->items[i];
        const struct value *found = find(&old, item);
        if (found && rule->key_count > 0)
            items[found - left->items] = *item;
        else if (!found && (rule->key_count > 0 || find(&new, item) == item))
            items[len++] = *item;
    }
    struct value list = cel_typed_list(items, len, rule);
    list.flags |= (left->flags | right->flags) & CEL_FLAG_FLAWED;
    return list;
}
