/* Tables of `plimsoll parity` and `plimsoll releases`. */
#include "base/str.h"
#include "value/json.h"

#include "text_priv.h"

enum { NAME_AT = 2, GAP = 2, VALUE_MAX = 24, DIGEST_SHOWN = 19 };

static size_t at_least(size_t width, struct plim_str part)
{
    size_t len = report_text_width(part);
    return len > width ? len : width;
}

/* ---- parity: versions per environment, then what else differs */

/* One version where all containers agree, else the first and how many more. */
static void add_versions(struct report_text *text, const struct value *environment)
{
    const struct value *versions = value_get(environment, "versions");
    if (value_is(value_get(environment, "present"), VALUE_BOOL) &&
        !value_bool_or(value_get(environment, "present"), true)) {
        report_text_add_c(text, REPORT_DIM, "-");
        return;
    }
    report_text_add(text, REPORT_PLAIN, value_str(value_at(versions, 0)));
    if (value_len(versions) > 1)
        report_text_printf(text, REPORT_DIM, " +%zu", value_len(versions) - 1);
}

static struct plim_str shorten_digest(struct plim_str text)
{
    if (plim_str_starts(text, PLIM_STR("sha256:")) && text.len > DIGEST_SHOWN)
        text.len = DIGEST_SHOWN;
    return text;
}

static void add_cell(struct report_text *text, const struct value *value)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    const struct value *only = value_len(value) == 1 ? value_at(value, 0) : NULL;
    if (!value || value->kind == VALUE_NULL) {
        report_text_add_c(text, REPORT_DIM, "-");
    } else if (value_is(only, VALUE_STRING)) {
        report_text_add(text, REPORT_PLAIN, shorten_digest(value_str(only)));
    } else if (value->kind == VALUE_UNKNOWN) {
        report_text_add_c(text, REPORT_YELLOW, "unknown");
    } else if (value->kind == VALUE_STRING) {
        report_text_add(text, REPORT_PLAIN, value_str(value));
    } else if (value_json_write(value, VALUE_JSON_COMPACT, &buf, &err) == PLIM_OK) {
        bool cut = buf.len > VALUE_MAX;
        report_text_add(text, REPORT_PLAIN, (struct plim_str){buf.text, cut ? VALUE_MAX : buf.len});
        report_text_add_c(text, REPORT_PLAIN, cut ? "..." : "");
    }
}

/* What differs; the kind says it alone where there is one such field. */
static void add_label(struct report_text *text, const struct value *difference)
{
    struct plim_str kind = value_get_text(difference, "kind");
    bool named =
        plim_str_is(kind, "env") || plim_str_is(kind, "config") || plim_str_is(kind, "digest");
    report_text_add(text, REPORT_PLAIN, kind);
    report_text_add_c(text, REPORT_PLAIN, named ? " " : "");
    if (named)
        report_text_add(text, REPORT_PLAIN, value_get_text(difference, "field"));
}

static void add_difference(struct report_text *text, const struct value *record,
                           const struct value *difference, size_t name_width)
{
    const struct value *values = value_get(difference, "values");
    const struct value *outliers = value_get(difference, "outliers");
    report_text_pad(text, NAME_AT);
    report_text_add(text, REPORT_BOLD, value_get_text(record, "application"));
    report_text_pad(text, NAME_AT + name_width + GAP);
    add_label(text, difference);
    for (size_t i = 0; i < value_len(values); i++) {
        report_text_add_c(text, REPORT_DIM, "  ");
        report_text_add(text, REPORT_DIM, value_str(&values->entries[i].key));
        report_text_add_c(text, REPORT_DIM, " ");
        add_cell(text, value_at(values, i));
    }
    if (value_bool_or(value_get(difference, "allowed"), false)) {
        report_text_add_c(text, REPORT_GREEN, "  allowed: ");
        report_text_add(text, REPORT_GREEN, value_get_text(difference, "allowance"));
    } else if (value_len(outliers) == 1) {
        report_text_add_c(text, REPORT_YELLOW, "  ← ");
        report_text_add(text, REPORT_YELLOW, value_str(value_at(outliers, 0)));
        report_text_add_c(text, REPORT_YELLOW, " alone");
    }
    report_text_line(text);
}

static void add_header(struct report_text *text, const struct value *environments,
                       size_t name_width, size_t cell)
{
    for (size_t i = 0; i < value_len(environments); i++) {
        report_text_pad(text, NAME_AT + name_width + GAP + i * cell);
        report_text_add(text, REPORT_DIM, value_get_text(value_at(environments, i), "name"));
    }
    report_text_line(text);
}

static void add_application(struct report_text *text, const struct value *record, size_t name_width,
                            size_t cell)
{
    const struct value *environments = value_get(record, "environments");
    report_text_pad(text, NAME_AT);
    report_text_add(text, REPORT_BOLD, value_get_text(record, "application"));
    for (size_t i = 0; i < value_len(environments); i++) {
        report_text_pad(text, NAME_AT + name_width + GAP + i * cell);
        add_versions(text, value_at(environments, i));
    }
    report_text_line(text);
}

static void add_differences(struct report_text *text, const struct value *records,
                            size_t name_width)
{
    size_t before = text->buf->len;
    for (size_t i = 0; i < value_list_len(records); i++) {
        const struct value *record = report_text_item(text, records, i);
        const struct value *differences = value_get(record, "differences");
        for (size_t k = 0; k < value_len(differences); k++)
            add_difference(text, record, value_at(differences, k), name_width);
    }
    if (text->buf->len > before)
        report_text_line(text);
}

void report_text_parity(struct report_text *text, const struct value *report)
{
    const struct value *records = value_get_path(report, "summary.parity.records");
    size_t len = value_list_len(records);
    size_t name_width = 0;
    size_t cell = 14;
    for (size_t i = 0; i < len; i++)
        name_width =
            at_least(name_width, value_get_text(report_text_item(text, records, i), "application"));
    if (len > 0)
        add_header(text, value_get(report_text_item(text, records, 0), "environments"), name_width,
                   cell);
    for (size_t i = 0; i < len; i++)
        add_application(text, report_text_item(text, records, i), name_width, cell);
    report_text_line(text);
    add_differences(text, records, name_width);
}

/* ---- releases: what runs where */

/* The digest that a reference pins stands in the column of digests. */
static struct plim_str strip_digest(struct plim_str reference)
{
    struct plim_str head = {0};
    (void)plim_str_cut(&reference, '@', &head);
    return head;
}

static void add_image(struct report_text *text, const struct value *image, const size_t at[4])
{
    const struct value *digests = value_get(image, "runningDigests");
    struct plim_str namespace = value_get_text(image, "namespace");
    report_text_pad(text, NAME_AT);
    report_text_add(text, REPORT_PLAIN, value_get_text(image, "cluster"));
    report_text_pad(text, at[0]);
    report_text_add(text, REPORT_BOLD, namespace);
    report_text_add_c(text, REPORT_BOLD, namespace.len > 0 ? "/" : "");
    report_text_add(text, REPORT_BOLD, value_get_text(image, "workload.name"));
    report_text_pad(text, at[1]);
    report_text_add(text, REPORT_PLAIN, value_get_text(image, "container"));
    report_text_pad(text, at[2]);
    report_text_add(text, REPORT_PLAIN, strip_digest(value_get_text(image, "reference")));
    report_text_pad(text, at[3]);
    if (value_is(digests, VALUE_UNKNOWN) || !digests || digests->kind == VALUE_NULL)
        report_text_add_c(text, REPORT_YELLOW, "digest unknown");
    for (size_t i = 0; i < value_len(digests); i++) {
        report_text_add_c(text, REPORT_DIM, i == 0 ? "" : " ");
        report_text_add(text, REPORT_DIM, shorten_digest(value_str(value_at(digests, i))));
    }
    report_text_line(text);
}

void report_text_releases(struct report_text *text, const struct value *report)
{
    const struct value *images = value_get_path(report, "summary.images");
    size_t widths[4] = {0};
    for (size_t i = 0; i < value_list_len(images); i++) {
        const struct value *image = report_text_item(text, images, i);
        widths[0] = at_least(widths[0], value_get_text(image, "cluster"));
        size_t name = report_text_width(value_get_text(image, "namespace")) + 1 +
                      report_text_width(value_get_text(image, "workload.name"));
        widths[1] = name > widths[1] ? name : widths[1];
        widths[2] = at_least(widths[2], value_get_text(image, "container"));
        widths[3] = at_least(widths[3], strip_digest(value_get_text(image, "reference")));
    }
    size_t at[4];
    size_t column = NAME_AT;
    for (size_t i = 0; i < 4; i++) {
        column += widths[i] + GAP;
        at[i] = column;
    }
    for (size_t i = 0; i < value_list_len(images); i++)
        add_image(text, report_text_item(text, images, i), at);
    if (value_list_len(images) > 0)
        report_text_line(text);
}
