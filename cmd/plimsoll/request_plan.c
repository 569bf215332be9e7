#include "request_plan.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum { NAMED_WANTERS = 3 };

static void print_wanters(const struct value *wanters, FILE *out)
{
    size_t len = value_len(wanters);
    size_t shown = len > NAMED_WANTERS + 1 ? NAMED_WANTERS : len;
    for (size_t i = 0; i < shown; i++)
        fprintf(out, "%s%.*s", i > 0 ? ", " : "", PLIM_STR_ARG(value_str(value_at(wanters, i))));
    if (len > shown)
        fprintf(out, " and %zu more", len - shown);
}

/* Why an object's metadata are not enough; empty: they are. */
static void print_reason(struct plim_str because, FILE *out)
{
    fprintf(out, because.len > 0 ? "; full: %.*s\n" : "%.*s\n", PLIM_STR_ARG(because));
}

static int widest_path(const struct value *requests)
{
    size_t width = 0;
    for (size_t i = 0; i < value_len(requests); i++) {
        size_t len = value_get_text(value_at(requests, i), "path").len;
        width = len > width ? len : width;
    }
    return (int)width;
}

static void print_unasked(const struct value *unasked, FILE *out)
{
    fputs("  not asked for:\n", out);
    for (size_t i = 0; i < value_len(unasked); i++) {
        const struct value *item = value_at(unasked, i);
        fprintf(out, "    %.*s: %.*s\n", PLIM_STR_ARG(value_get_text(item, "resource")),
                PLIM_STR_ARG(value_get_text(item, "reason")));
    }
}

static void print_cluster(const struct value *cluster, FILE *out)
{
    const struct value *requests = value_get(cluster, "requests");
    const struct value *discovery = value_get(cluster, "discovery");
    struct plim_str reason = value_get_text(cluster, "reason");
    int width = widest_path(requests);
    fprintf(out, "%.*s  %.*s\n", PLIM_STR_ARG(value_get_text(cluster, "name")),
            PLIM_STR_ARG(value_get_text(cluster, "server")));
    if (reason.len > 0) {
        fprintf(out, "  not reached: %.*s\n", PLIM_STR_ARG(reason));
        return;
    }
    for (size_t i = 0; i < value_len(discovery); i++)
        fprintf(out, "  %-*.*s  %-8s  discovery\n", width,
                PLIM_STR_ARG(value_str(value_at(discovery, i))), "full");
    for (size_t i = 0; i < value_len(requests); i++) {
        const struct value *request = value_at(requests, i);
        fprintf(out, "  %-*.*s  %-8.*s  ", width, PLIM_STR_ARG(value_get_text(request, "path")),
                PLIM_STR_ARG(value_get_text(request, "mode")));
        print_wanters(value_get(request, "wantedBy"), out);
        print_reason(value_get_text(request, "because"), out);
    }
    print_unasked(value_get(cluster, "notAsked"), out);
}

void request_plan_print(const struct value *plan, FILE *out)
{
    const struct value *clusters = value_get(plan, "clusters");
    fputs("First page of each list; further pages have other limits and a token. What is refused "
          "for all\nnamespaces is asked for in each.\n",
          out);
    for (size_t i = 0; i < value_len(clusters); i++) {
        fputc('\n', out);
        print_cluster(value_at(clusters, i), out);
    }
}
