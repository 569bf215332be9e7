#include "eval_explain.h"

#include "base/alloc.h"
#include "cel/plain.h"
#include "value/json.h"

enum {
    WIDTH_LEAST = 40,
    VALUE_LEAST = 12, /* columns that a value may take, wherever it stands */
    VALUE_MOST = 60,
    ROWS_MAX = 200,
};

struct label {
    size_t column;
    struct plim_str text;
    size_t row;
};

/* A piece of a line that fits the width, and what is said about it. */
struct segment {
    size_t begin, end; /* bytes of the source */
    struct label *labels;
    size_t len;
};

struct layout {
    struct plim_arena *arena;
    struct plim_str source;
    const struct cel_explanation *explanation;
    size_t width;
    struct plim_buf *out;
};

static bool is_inside(char byte) /* of a code point */
{
    return ((unsigned char)byte & 0xc0U) == 0x80U;
}

static size_t columns_of(struct plim_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += is_inside(text.text[i]) ? 0 : 1;
    return count;
}

/* Bytes of the first `columns` columns. */
static size_t bytes_of(struct plim_str text, size_t columns)
{
    size_t at = 0;
    for (size_t count = 0; at < text.len; at++) {
        count += is_inside(text.text[at]) ? 0 : 1;
        if (count > columns)
            break;
    }
    return at;
}

/* A map by its keys: what stands under them is told where it is selected. */
static void print_keys(const struct value *map, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '{');
    for (uint32_t i = 0; i < map->len; i++) {
        plim_buf_append_c(buf, i > 0 ? ", " : "");
        eval_explain_value(&map->entries[i].key, SIZE_MAX, buf);
    }
    plim_buf_append_char(buf, '}');
}

static void print_whole(const struct value *value, struct plim_buf *buf)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value plain = cel_plain(arena, value);
    if (plain.kind == VALUE_UNKNOWN)
        plim_buf_append_c(buf, "unknown");
    else if (plain.kind == VALUE_ERROR)
        plim_buf_printf(buf, "error: %.*s", (int)plain.len, plain.text);
    else if (value_json_write(&plain, VALUE_JSON_COMPACT, buf, &err) != PLIM_OK)
        plim_buf_append_c(buf, err.msg);
}

void eval_explain_value(const struct value *value, size_t columns, struct plim_buf *buf)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    print_whole(value, &text);
    if (value->kind == VALUE_MAP && columns_of(plim_buf_str(&text)) > columns) {
        plim_buf_clear(&text);
        print_keys(value, &text);
    }
    struct plim_str shown = plim_buf_str(&text);
    bool cut = columns_of(shown) > columns;
    if (cut)
        shown.len = bytes_of(shown, columns - 3);
    plim_buf_append_str(buf, shown);
    plim_buf_append_c(buf, cut ? "..." : "");
}

/* Was the error raised further inside? Then it is told there. */
static bool is_passed_on(const struct layout *layout, const struct cel_part *part,
                         const struct value *value)
{
    for (size_t i = 0; value->kind == VALUE_ERROR && i < layout->explanation->len; i++) {
        const struct cel_part *other = &layout->explanation->parts[i];
        for (size_t j = 0; other->id < part->id && j < other->len; j++)
            if (other->values[j].kind == VALUE_ERROR && other->values[j].text == value->text)
                return true;
    }
    return false;
}

/* The values of a part, those of a loop one behind the other. */
static struct plim_str describe(const struct layout *layout, const struct cel_part *part,
                                size_t column)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    size_t left = layout->width > column ? layout->width - column : 0;
    size_t most = left < VALUE_LEAST ? VALUE_LEAST : left > VALUE_MOST ? VALUE_MOST : left;
    size_t shown = 0;
    while (shown < part->len) {
        size_t before = buf.len;
        plim_buf_append_c(&buf, shown > 0 ? ", " : "");
        if (is_passed_on(layout, part, &part->values[shown]))
            plim_buf_append_c(&buf, "error");
        else
            eval_explain_value(&part->values[shown], most, &buf);
        if (shown > 0 && columns_of(plim_buf_str(&buf)) + VALUE_LEAST > most) {
            buf.len = before;
            break;
        }
        shown++;
    }
    if (shown < part->count)
        plim_buf_printf(&buf, ", ... (%zu)", part->count);
    return plim_arena_copy_str(layout->arena, plim_buf_str(&buf));
}

static void add_labels(const struct layout *layout, struct segment *segment)
{
    const struct cel_explanation *explanation = layout->explanation;
    segment->labels = plim_arena_array(layout->arena, explanation->len + 1, sizeof(struct label));
    for (size_t i = 0; i < explanation->len; i++) {
        const struct cel_part *part = &explanation->parts[i];
        bool is_shadowed = i > 0 && part->offset == explanation->parts[i - 1].offset &&
                           explanation->parts[i - 1].len > 0;
        if (part->offset < segment->begin || part->offset >= segment->end || part->len == 0 ||
            is_shadowed)
            continue;
        struct plim_str before = {layout->source.text + segment->begin,
                                  part->offset - segment->begin};
        size_t column = columns_of(before);
        segment->labels[segment->len++] =
            (struct label){.column = column, .text = describe(layout, part, column)};
    }
}

/* From right to left, each label goes into the first row in which it does not reach what stands
 * there. Returns the rows. */
static size_t place_labels(struct segment *segment)
{
    size_t begins[ROWS_MAX]; /* column of what stands leftmost in a row */
    size_t rows = 0;
    for (size_t i = segment->len; i-- > 0;) {
        struct label *label = &segment->labels[i];
        size_t end = label->column + columns_of(label->text);
        size_t row = 0;
        while (row < rows && end >= begins[row])
            begins[row++] = label->column;
        if (row == rows && rows < ROWS_MAX)
            rows++;
        label->row = row < ROWS_MAX ? row : ROWS_MAX - 1;
        begins[label->row] = label->column;
    }
    return rows;
}

/* Row `row` of the labels: those above it have a bar. The row before the first is bars alone. */
static void print_row(const struct layout *layout, const struct segment *segment, size_t row,
                      bool bars)
{
    size_t at = 0;
    for (size_t i = 0; i < segment->len; i++) {
        const struct label *label = &segment->labels[i];
        if ((!bars && label->row < row) || label->column < at)
            continue;
        bool text = !bars && label->row == row;
        struct plim_str shown = text ? label->text : PLIM_STR("|");
        plim_buf_repeat(layout->out, " ", label->column - at);
        plim_buf_append_str(layout->out, shown);
        at = label->column + columns_of(shown);
    }
    plim_buf_append_char(layout->out, '\n');
}

static void print_segment(const struct layout *layout, struct segment segment)
{
    size_t end = segment.end;
    while (end > segment.begin && (unsigned char)layout->source.text[end - 1] <= ' ')
        end--;
    for (size_t i = segment.begin; i < end; i++) {
        unsigned char byte = (unsigned char)layout->source.text[i];
        plim_buf_append_char(layout->out, (char)(byte < 0x20 || byte == 0x7f ? ' ' : byte));
    }
    plim_buf_append_char(layout->out, '\n');
    add_labels(layout, &segment);
    size_t rows = place_labels(&segment);
    if (rows > 0)
        print_row(layout, &segment, 0, true);
    for (size_t row = 0; row < rows; row++)
        print_row(layout, &segment, row, false);
}

/* Where a line that is too long continues: at the last blank, or where the width ends. */
static size_t split(const struct layout *layout, size_t begin, size_t end)
{
    struct plim_str rest = {layout->source.text + begin, end - begin};
    if (columns_of(rest) + VALUE_LEAST <= layout->width)
        return end;
    size_t most = bytes_of(rest, layout->width * 2 / 3);
    for (size_t i = most; i > 0; i--)
        if (rest.text[i] == ' ')
            return begin + i + 1;
    return begin + most;
}

void eval_explain(struct plim_str source, const struct cel_explanation *explanation, size_t width,
                  struct plim_buf *buf)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct layout layout = {arena, source, explanation,
                                  width < WIDTH_LEAST ? WIDTH_LEAST : width, buf};
    for (size_t begin = 0; begin < source.len;) {
        size_t line = begin;
        while (line < source.len && source.text[line] != '\n')
            line++;
        size_t end = split(&layout, begin, line);
        print_segment(&layout, (struct segment){.begin = begin, .end = end});
        begin = end == line ? line + 1 : end;
    }
}
