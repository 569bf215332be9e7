#include <stdint.h>
#include <stdlib.h>

#include "resource/image.h"
#include "resource/quantity.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In every build: assert() is not there in a release. */
static void must(bool holds)
{
    if (!holds)
        abort();
}

static void read_image(struct plim_arena *arena, struct plim_str text)
{
    struct plim_err err = {0};
    struct resource_image image = {0};
    if (resource_image_parse(arena, text, &image, &err) != PLIM_OK)
        return;
    struct plim_str canonical = resource_image_canonical(arena, &image);
    struct resource_image again = {0};
    must(resource_image_parse(arena, canonical, &again, &err) == PLIM_OK);
    must(plim_str_equal(resource_image_canonical(arena, &again), canonical));
}

static void read_quantity(struct plim_str text)
{
    struct plim_err err = {0};
    struct resource_quantity quantity = {0};
    if (resource_quantity_parse(text, &quantity, &err) != PLIM_OK)
        return;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf canonical = {0};
    resource_quantity_write(&quantity, &canonical);
    struct resource_quantity again = {0};
    must(resource_quantity_parse(plim_buf_str(&canonical), &again, &err) == PLIM_OK);
    must(resource_quantity_compare(&quantity, &again) == 0);
}

/* Any text is a reference, a quantity, a version or refused; what is one has a canonical text that
 * is read back the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_str text = {plim_arena_copy(arena, (const char *)data, size), size};
    struct resource_version version = {0};
    read_image(arena, text);
    read_quantity(text);
    if (resource_version_parse(text, &version))
        must(resource_version_compare(&version, &version) == 0);
    (void)resource_image_id_digest(text);
    plim_arena_free(arena);
    return 0;
}
