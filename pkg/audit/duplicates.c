/* One cluster under two names: both are judged, as what they are taken for; sums count it once. */
#include "run_priv.h"

static bool holds(const struct plim_str *names, size_t count, struct plim_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (plim_str_equal(names[i], name))
            return true;
    }
    return false;
}

/* Limited to namespaces of which none is the other's they are two parts of one cluster. */
static bool overlap(const struct audit_run *run, const struct audit_cluster_run *left,
                    const struct audit_cluster_run *right)
{
    size_t left_count = 0;
    size_t right_count = 0;
    const struct plim_str *lefts = audit_namespaces(run, left, &left_count);
    const struct plim_str *rights = audit_namespaces(run, right, &right_count);
    for (size_t i = 0; i < left_count; i++) {
        if (holds(rights, right_count, lefts[i]))
            return true;
    }
    return left_count == 0 || right_count == 0;
}

void audit_duplicates_find(struct audit_run *run)
{
    for (size_t i = 1; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        for (size_t k = 0; k < i && cluster->uid.len > 0 && !cluster->same_as; k++) {
            const struct audit_cluster_run *earlier = &run->clusters[k];
            if (!earlier->same_as && plim_str_equal(earlier->uid, cluster->uid) &&
                overlap(run, earlier, cluster))
                cluster->same_as = earlier;
        }
    }
}
