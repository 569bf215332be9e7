#include <stdlib.h>

#include "base/alloc.h"

#include "redact_memo_priv.h"

enum { SLOTS_FIRST = 1024 };

static struct snapshot_memo_entry *find_slot(const struct snapshot_memo *memo, struct plim_str text)
{
    for (size_t at = (size_t)plim_str_hash(text);; at++) {
        struct snapshot_memo_entry *slot = &memo->slots[at & (memo->slot_count - 1)];
        if (!slot->text.text || plim_str_equal(slot->text, text))
            return slot;
    }
}

const struct plim_str *snapshot_memo_find(const struct snapshot_memo *memo, struct plim_str text)
{
    const struct snapshot_memo_entry *slot = memo->slot_count > 0 ? find_slot(memo, text) : NULL;
    return slot && slot->text.text ? &slot->made : NULL;
}

static void grow(struct snapshot_memo *memo)
{
    struct snapshot_memo larger = {.len = memo->len};
    larger.slot_count = memo->slot_count > 0 ? 2 * memo->slot_count : SLOTS_FIRST;
    larger.slots = plim_calloc(larger.slot_count, sizeof(*larger.slots));
    for (size_t i = 0; i < memo->slot_count; i++) {
        if (memo->slots[i].text.text)
            *find_slot(&larger, memo->slots[i].text) = memo->slots[i];
    }
    free(memo->slots);
    *memo = larger;
}

void snapshot_memo_add(struct snapshot_memo *memo, struct plim_str text, struct plim_str made)
{
    if (2 * memo->len >= memo->slot_count)
        grow(memo);
    *find_slot(memo, text) = (struct snapshot_memo_entry){text, made};
    memo->len++;
}

void snapshot_memo_release(struct snapshot_memo *memo)
{
    free(memo->slots);
    *memo = (struct snapshot_memo){0};
}
