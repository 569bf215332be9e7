/* What servers say beside their answers: each text once per cluster. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "http/transport.h"

#include "reader_priv.h"

static bool is_known(const struct kube_reader_cluster *cluster, struct plim_str text)
{
    for (size_t i = 0; i < cluster->warning_len; i++)
        if (plim_str_is(text, cluster->warnings[i]))
            return true;
    return false;
}

static void keep(struct kube_reader_cluster *cluster, struct plim_str text)
{
    if (text.len == 0 || cluster->warning_len >= KUBE_WARNINGS_MAX || is_known(cluster, text))
        return;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    PLIM_GROW(cluster->warnings, cluster->warning_len, cluster->warning_cap);
    cluster->warnings[cluster->warning_len++] =
        plim_arena_copy(cluster->arena, text.text, text.len);
}

void kube_reader_keep_warnings(struct kube_reader_cluster *cluster,
                               const struct http_response *response)
{
    struct plim_str rest = plim_buf_str(&response->warnings);
    struct plim_str text = {0};
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, '\n', &text);
        keep(cluster, text);
    }
}

void kube_reader_warn_of_garbled(struct kube_reader_cluster *cluster)
{
    for (size_t i = 0; i < cluster->list_len; i++) {
        const struct kube_reader_list *list = cluster->lists[i];
        if (list->garbled)
            keep(cluster, plim_str_from(plim_arena_printf(
                              cluster->arena,
                              "%s: protobuf came that cannot be read, and was asked for in JSON",
                              list->title)));
    }
}

static int compare(const void *left, const void *right)
{
    const char *const *one = left;
    const char *const *other = right;
    return strcmp(*one, *other);
}

/* Servers answer in any order; reports have one. */
void kube_reader_sort_warnings(struct kube_reader_cluster *cluster)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    if (cluster->warning_len > 1)
        qsort(cluster->warnings, cluster->warning_len, sizeof(*cluster->warnings), compare);
}
