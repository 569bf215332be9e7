#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "finding/finding.h"

/* A finding in four parts, of which each is shared with others. The parts have no padding: they are
 * kept by their bytes. */

/* The policy. */
struct rule {
    struct plim_str policy, title, remediation, subject;
    uint64_t severity;
};

/* The cluster and the repository. */
struct site {
    struct plim_str cluster, environment, cluster_uid, repository, commit;
    int64_t observed_at;
};

/* The object. */
struct place {
    const struct site *site;
    struct plim_str application, api_version, kind, namespace, name, root_kind, root_name, path;
};

/* What is wrong. */
struct detail {
    struct plim_str message, reason, container, field, expected, actual, manager, changed_at;
};

struct finding_row {
    const struct rule *rule;
    const struct place *place;
    const struct detail *detail;
    uint32_t line;
    uint32_t state;
};

/* ---- taking apart */

static const struct rule *keep_rule(struct plim_intern *texts, const struct finding *finding)
{
    const struct rule rule = {
        .policy = plim_intern_str(texts, finding->policy),
        .title = plim_intern_str(texts, finding->title),
        .remediation = plim_intern_str(texts, finding->remediation),
        .subject = plim_intern_str(texts, finding->subject),
        .severity = finding->severity,
    };
    return plim_intern_array(texts, &rule, 1, sizeof(rule));
}

static const struct site *keep_site(struct plim_intern *texts, const struct finding *finding)
{
    const struct site site = {
        .cluster = plim_intern_str(texts, finding->cluster),
        .environment = plim_intern_str(texts, finding->environment),
        .cluster_uid = plim_intern_str(texts, finding->cluster_uid),
        .repository = plim_intern_str(texts, finding->source.repository),
        .commit = plim_intern_str(texts, finding->source.commit),
        .observed_at = finding->observed_at,
    };
    return plim_intern_array(texts, &site, 1, sizeof(site));
}

static const struct place *keep_place(struct plim_intern *texts, const struct finding *finding)
{
    const struct place place = {
        .site = keep_site(texts, finding),
        .application = plim_intern_str(texts, finding->application),
        .api_version = plim_intern_str(texts, finding->api_version),
        .kind = plim_intern_str(texts, finding->kind),
        .namespace = plim_intern_str(texts, finding->namespace),
        .name = plim_intern_str(texts, finding->name),
        .root_kind = plim_intern_str(texts, finding->root_kind),
        .root_name = plim_intern_str(texts, finding->root_name),
        .path = plim_intern_str(texts, finding->source.path),
    };
    return plim_intern_array(texts, &place, 1, sizeof(place));
}

static const struct detail *keep_detail(struct plim_intern *texts, const struct finding *finding)
{
    const struct detail detail = {
        .message = plim_intern_str(texts, finding->message),
        .reason = plim_intern_str(texts, finding->reason),
        .container = plim_intern_str(texts, finding->container),
        .field = plim_intern_str(texts, finding->field),
        .expected = plim_intern_str(texts, finding->expected),
        .actual = plim_intern_str(texts, finding->actual),
        .manager = plim_intern_str(texts, finding->manager),
        .changed_at = plim_intern_str(texts, finding->changed_at),
    };
    return plim_intern_array(texts, &detail, 1, sizeof(detail));
}

void finding_list_add(struct finding_list *list, const struct finding *finding)
{
    PLIM_GROW(list->rows, list->len, list->cap);
    list->rows[list->len++] = (struct finding_row){
        .rule = keep_rule(list->texts, finding),
        .place = keep_place(list->texts, finding),
        .detail = keep_detail(list->texts, finding),
        .line = finding->source.line,
        .state = (uint32_t)finding->state,
    };
}

/* ---- putting together */

static struct finding make_finding(const struct finding_row *row)
{
    const struct rule *rule = row->rule;
    const struct place *place = row->place;
    const struct site *site = place->site;
    const struct detail *detail = row->detail;
    return (struct finding){
        .state = (enum finding_state)row->state,
        .severity = (enum finding_severity)rule->severity,
        .policy = rule->policy,
        .title = rule->title,
        .message = detail->message,
        .reason = detail->reason,
        .remediation = rule->remediation,
        .subject = rule->subject,
        .cluster = site->cluster,
        .environment = site->environment,
        .application = place->application,
        .api_version = place->api_version,
        .kind = place->kind,
        .namespace = place->namespace,
        .name = place->name,
        .container = detail->container,
        .field = detail->field,
        .expected = detail->expected,
        .actual = detail->actual,
        .manager = detail->manager,
        .changed_at = detail->changed_at,
        .source = {site->repository, site->commit, place->path, row->line},
        .observed_at = site->observed_at,
        .cluster_uid = site->cluster_uid,
        .root_kind = place->root_kind,
        .root_name = place->root_name,
    };
}

struct finding finding_list_get(const struct finding_list *list, size_t i)
{
    return make_finding(&list->rows[i]);
}

void finding_list_merge(struct finding_list *list, struct finding_list *from)
{
    for (size_t i = 0; i < from->len; i++) {
        PLIM_GROW(list->rows, list->len, list->cap);
        list->rows[list->len++] = from->rows[i];
    }
    finding_list_release(from);
}

void finding_list_drop_repeated(struct finding_list *list, finding_repeats_fn *repeats)
{
    size_t kept = 0;
    struct finding before = {0};
    for (size_t i = 0; i < list->len; i++) {
        struct finding finding = make_finding(&list->rows[i]);
        if (kept > 0 && repeats(&before, &finding))
            continue;
        list->rows[kept++] = list->rows[i];
        before = finding;
    }
    list->len = kept;
}

void finding_list_release(struct finding_list *list)
{
    free(list->rows);
    *list = (struct finding_list){.texts = list->texts};
}

/* ---- order */

static int compare_texts(const struct plim_str pairs[][2], size_t count)
{
    int order = 0;
    for (size_t i = 0; i < count && order == 0; i++)
        order =
            pairs[i][0].text == pairs[i][1].text ? 0 : plim_str_compare(pairs[i][0], pairs[i][1]);
    return order;
}

static int compare_places(const struct place *a, const struct place *b)
{
    const struct plim_str pairs[][2] = {{a->site->cluster, b->site->cluster},
                                        {a->namespace, b->namespace},
                                        {a->kind, b->kind},
                                        {a->name, b->name},
                                        {a->application, b->application}};
    return a == b ? 0 : compare_texts(pairs, PLIM_LEN(pairs));
}

static int compare_details(const struct detail *a, const struct detail *b)
{
    const struct plim_str pairs[][2] = {
        {a->container, b->container}, {a->field, b->field}, {a->message, b->message}};
    return a == b ? 0 : compare_texts(pairs, PLIM_LEN(pairs));
}

static int compare_rest(const struct finding_row *a, const struct finding_row *b)
{
    const struct plim_str pairs[][2] = {
        {a->rule->subject, b->rule->subject},
        {a->place->site->environment, b->place->site->environment},
        {a->place->api_version, b->place->api_version},
        {a->detail->expected, b->detail->expected},
        {a->detail->actual, b->detail->actual},
        {a->detail->reason, b->detail->reason},
    };
    int order = compare_texts(pairs, PLIM_LEN(pairs));
    return order != 0 ? order : (a->state > b->state) - (a->state < b->state);
}

/* Everything that can tell two findings apart takes part, so that qsort's order is the only one. */
static int compare_rows(const void *left, const void *right)
{
    const struct finding_row *a = left;
    const struct finding_row *b = right;
    int order = compare_places(a->place, b->place);
    if (order == 0)
        order = plim_str_compare(a->rule->policy, b->rule->policy);
    if (order == 0)
        order = compare_details(a->detail, b->detail);
    return order != 0 ? order : compare_rest(a, b);
}

void finding_list_sort(struct finding_list *list)
{
    if (list->len > 1)
        qsort(list->rows, list->len, sizeof(*list->rows), compare_rows);
}
