#include "sort.h"

#include "compare.h"
#include "type_priv.h"

/* Merge keys' indices from[begin..middle) and from[middle..end) into to[begin..end). */
static void merge(const struct value *keys, const uint32_t *from, uint32_t *to, const size_t at[3])
{
    size_t left = at[0];
    size_t right = at[1];
    for (size_t i = at[0]; i < at[2]; i++) {
        bool take_right =
            left == at[1] ||
            (right < at[2] && cel_compare(&keys[from[right]], &keys[from[left]]) == CEL_ORDER_LESS);
        to[i] = take_right ? from[right++] : from[left++];
    }
}

static const uint32_t *merge_sort(const struct value *keys, uint32_t *indices, uint32_t *spare,
                                  size_t len)
{
    for (size_t width = 1; width < len; width *= 2) {
        for (size_t begin = 0; begin < len; begin += 2 * width) {
            size_t middle = begin + width < len ? begin + width : len;
            size_t end = begin + 2 * width < len ? begin + 2 * width : len;
            const size_t at[3] = {begin, middle, end};
            merge(keys, indices, spare, at);
        }
        uint32_t *swap = indices;
        indices = spare;
        spare = swap;
    }
    return indices;
}

static struct value check_keys(struct cel_frame *frame, const struct value *keys, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!plim_str_equal(cel_type_name_of(&keys[i]), cel_type_name_of(&keys[0])))
            return cel_fail(frame, "list elements must have the same type");
        enum cel_order order = cel_compare(&keys[i], &keys[i]);
        if (order != CEL_ORDER_SAME && order != CEL_ORDER_NAN)
            return cel_fail(frame, "list elements must be comparable");
    }
    return value_null();
}

struct value cel_sort(struct cel_frame *frame, const struct value *list, const struct value *keys)
{
    size_t len = list->len;
    struct value failure = check_keys(frame, keys, len);
    if (cel_is_failed(&failure))
        return failure;
    if (!cel_room(frame, len * (sizeof(struct value) + 2 * sizeof(uint32_t))))
        return cel_stop_failure(frame);
    uint32_t *indices = plim_arena_take(frame->arena, (len + 1) * sizeof *indices);
    uint32_t *spare = plim_arena_take(frame->arena, (len + 1) * sizeof *spare);
    for (size_t i = 0; i < len; i++)
        indices[i] = (uint32_t)i;
    const uint32_t *sorted = merge_sort(keys, indices, spare, len);
    struct value *items = plim_arena_take(frame->arena, (len + 1) * sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = list->items[sorted[i]];
    return value_list(items, len);
}
