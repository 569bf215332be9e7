/*
 * A tool of the build: writes the system's time zones as C. No zone is looked up in files at run
 * time, so that results do not depend on the machine.
 *
 * usage: cel_zone_table ZONEINFO_DIRECTORY OUTPUT
 * Source: RFC 8536 (TZif); zic(8) for tzdata.zi, which lists the names.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"

enum { FILE_MAX = 1 << 20, HEADER_BYTES = 44, TYPE_BYTES = 6, NAMES_MAX = 2000 };

struct tzif {
    const unsigned char *at;
    size_t len;
};

static int64_t big_endian(const unsigned char *bytes, size_t len)
{
    uint64_t number = (bytes[0] & 0x80U) ? UINT64_MAX : 0;
    for (size_t i = 0; i < len; i++)
        number = number << 8 | bytes[i];
    return (int64_t)number;
}

static size_t count_at(const struct tzif *file, size_t i)
{
    return (size_t)big_endian(file->at + 20 + 4 * i, 4);
}

/* Bytes of the block behind a header, with times of `width` bytes. */
static size_t block_bytes(const struct tzif *file, size_t width)
{
    return count_at(file, 3) * (width + 1) + count_at(file, 4) * TYPE_BYTES + count_at(file, 5) +
           count_at(file, 2) * (width + 4) + count_at(file, 1) + count_at(file, 0);
}

/* Move on to the 64-bit block. False when the file has none. */
static bool skip_old_block(struct tzif *file)
{
    if (file->len < HEADER_BYTES || memcmp(file->at, "TZif", 4) != 0 || file->at[4] < '2')
        return false;
    size_t skipped = HEADER_BYTES + block_bytes(file, 4);
    if (file->len < skipped + HEADER_BYTES)
        return false;
    file->at += skipped;
    file->len -= skipped;
    return file->len >= HEADER_BYTES + block_bytes(file, 8);
}

static void write_numbers(FILE *out, const struct tzif *file, size_t number)
{
    size_t len = count_at(file, 3);
    const unsigned char *times = file->at + HEADER_BYTES;
    const unsigned char *indices = times + 8 * len;
    const unsigned char *types = indices + len;
    (void)fprintf(out, "static const int64_t times_%zu[] = {", number);
    for (size_t i = 0; i < len; i++)
        (void)fprintf(out, "%lld, ", (long long)big_endian(times + 8 * i, 8));
    (void)fprintf(out, "0};\nstatic const int32_t offsets_%zu[] = {", number);
    for (size_t i = 0; i < len; i++)
        (void)fprintf(out, "%lld, ",
                      (long long)big_endian(types + (size_t)TYPE_BYTES * indices[i], 4));
    (void)fprintf(out, "0};\n");
}

/* The rest of a table's row, behind the name. */
static char *row(const struct tzif *file, size_t number)
{
    size_t len = count_at(file, 3);
    const unsigned char *types = file->at + HEADER_BYTES + 9 * len;
    const char *tail = (const char *)file->at + HEADER_BYTES + block_bytes(file, 8) + 1;
    char text[256];
    (void)snprintf(text, sizeof text, "times_%zu, offsets_%zu, %zu, %lld, \"%.*s\"", number, number,
                   len, (long long)big_endian(types, 4), (int)strcspn(tail, "\n"), tail);
    return plim_copy_c(text);
}

struct zone {
    char *name;
    char *target; /* of a link; NULL: a zone of its own */
    char *row;
};

static int by_name(const void *left, const void *right)
{
    const struct zone *a = left;
    const struct zone *b = right;
    return strcmp(a->name, b->name);
}

/* "Z NAME ..." and "L TARGET NAME" of tzdata.zi. */
static size_t read_names(char *text, struct zone *zones)
{
    size_t len = 0;
    char *save = NULL;
    for (char *line = strtok_r(text, "\n", &save); line && len < NAMES_MAX;
         line = strtok_r(NULL, "\n", &save)) {
        char first[64];
        char second[64];
        bool zone = line[0] == 'Z';
        if ((!zone && line[0] != 'L') || sscanf(line + 1, " %63s %63s", first, second) != 2)
            continue;
        zones[len++] = (struct zone){plim_copy_c(zone ? first : second),
                                     zone ? NULL : plim_copy_c(first), NULL};
    }
    return len;
}

static void write_zone(FILE *out, const char *directory, struct zone *zone, size_t number)
{
    char path[512];
    char *text = NULL;
    size_t len = 0;
    struct plim_err err = {0};
    if (snprintf(path, sizeof path, "%s/%s", directory, zone->name) >= (int)sizeof path ||
        plim_file_read(path, FILE_MAX, &text, &len, &err) != PLIM_OK)
        return;
    struct tzif file = {(const unsigned char *)text, len};
    if (skip_old_block(&file)) {
        write_numbers(out, &file, number);
        zone->row = row(&file, number);
    }
    free(text);
}

static const char *row_of(const struct zone *zones, size_t len, const struct zone *zone)
{
    for (size_t i = 0; zone->target && i < len; i++)
        if (strcmp(zones[i].name, zone->target) == 0)
            return zones[i].row;
    return zone->row;
}

static void write_table(FILE *out, const char *directory, struct zone *zones, size_t len)
{
    (void)fprintf(out, "#include \"zone_table.h\"\n");
    for (size_t i = 0; i < len; i++)
        if (!zones[i].target)
            write_zone(out, directory, &zones[i], i);
    (void)fprintf(out, "const struct cel_zone cel_zone_table[] = {\n");
    for (size_t i = 0; i < len; i++)
        if (row_of(zones, len, &zones[i]))
            (void)fprintf(out, "{\"%s\", %s},\n", zones[i].name, row_of(zones, len, &zones[i]));
    (void)fprintf(out, "};\nconst size_t cel_zone_table_len = sizeof cel_zone_table / sizeof "
                       "cel_zone_table[0];\n");
}

int main(int argc, char **argv)
{
    char path[512];
    char *text = NULL;
    struct plim_err err = {0};
    static struct zone zones[NAMES_MAX];
    if (argc != 3 || snprintf(path, sizeof path, "%s/tzdata.zi", argv[1]) >= (int)sizeof path ||
        plim_file_read(path, FILE_MAX, &text, NULL, &err) != PLIM_OK) {
        (void)fprintf(stderr, "cel_zone_table: %s\n", err.msg);
        return 1;
    }
    size_t len = read_names(text, zones);
    qsort(zones, len, sizeof *zones, by_name);
    FILE *out = fopen(argv[2], "w");
    if (!out || len == 0)
        return 1;
    write_table(out, argv[1], zones, len);
    for (size_t i = 0; i < len; i++) {
        free(zones[i].name);
        free(zones[i].target);
        free(zones[i].row);
    }
    free(text);
    return fclose(out) == 0 ? 0 : 1;
}
