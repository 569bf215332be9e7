#include "resource/facts.h"

#include <stdlib.h>

#include "base/alloc.h"

static void add_workload(struct resource_facts *facts, const struct value *object,
                         const struct resource_application_rule *rule)
{
    struct resource_workload workload = {0};
    if (!resource_workload_read(facts->texts, object, rule, &workload))
        return;
    PLIM_GROW(facts->workloads, facts->workload_count, facts->workload_cap);
    facts->workloads[facts->workload_count++] = workload;
}

static void add_pod(struct resource_facts *facts, const struct value *object)
{
    struct resource_pod pod = {0};
    if (!resource_pod_read(facts->texts, object, &pod))
        return;
    PLIM_GROW(facts->pods, facts->pod_count, facts->pod_cap);
    facts->pods[facts->pod_count++] = pod;
}

static void add_config(struct resource_facts *facts, const struct value *object,
                       const struct resource_application_rule *rule)
{
    struct resource_config config = {0};
    if (!resource_config_read(facts->texts, object, rule, &config))
        return;
    PLIM_GROW(facts->configs, facts->config_count, facts->config_cap);
    facts->configs[facts->config_count++] = config;
}

static void add_scaling(struct resource_facts *facts, const struct value *object)
{
    const struct value *target = value_get_path(object, "spec.scaleTargetRef");
    PLIM_GROW(facts->scalings, facts->scaling_count, facts->scaling_cap);
    facts->scalings[facts->scaling_count++] = (struct resource_scaling){
        .namespace = plim_intern_str(facts->texts, value_get_text(object, "metadata.namespace")),
        .kind = plim_intern_str(facts->texts, value_get_text(target, "kind")),
        .name = plim_intern_str(facts->texts, value_get_text(target, "name")),
    };
}

void resource_facts_add(struct resource_facts *facts, const struct value *object,
                        const struct resource_application_rule *rule)
{
    struct resource_identity identity = resource_identity_of(object);
    if (plim_str_is(identity.kind, "HorizontalPodAutoscaler") &&
        plim_str_is(identity.group, "autoscaling")) {
        add_scaling(facts, object);
        return;
    }
    add_workload(facts, object, rule);
    add_pod(facts, object);
    add_config(facts, object, rule);
}

static void keep_reason(struct plim_str *reason, struct plim_str other)
{
    if (reason->len == 0)
        *reason = other;
}

void resource_facts_merge(struct resource_facts *facts, struct resource_facts *from)
{
    for (size_t i = 0; i < from->workload_count; i++) {
        PLIM_GROW(facts->workloads, facts->workload_count, facts->workload_cap);
        facts->workloads[facts->workload_count++] = from->workloads[i];
    }
    for (size_t i = 0; i < from->pod_count; i++) {
        PLIM_GROW(facts->pods, facts->pod_count, facts->pod_cap);
        facts->pods[facts->pod_count++] = from->pods[i];
    }
    for (size_t i = 0; i < from->config_count; i++) {
        PLIM_GROW(facts->configs, facts->config_count, facts->config_cap);
        facts->configs[facts->config_count++] = from->configs[i];
    }
    for (size_t i = 0; i < from->scaling_count; i++) {
        PLIM_GROW(facts->scalings, facts->scaling_count, facts->scaling_cap);
        facts->scalings[facts->scaling_count++] = from->scalings[i];
    }
    keep_reason(&facts->workloads_unknown, from->workloads_unknown);
    keep_reason(&facts->pods_unknown, from->pods_unknown);
    keep_reason(&facts->configs_unknown, from->configs_unknown);
    keep_reason(&facts->scalings_unknown, from->scalings_unknown);
    resource_facts_release(from);
}

static int compare_workloads(const void *left, const void *right)
{
    return resource_identity_compare(&((const struct resource_workload *)left)->identity,
                                     &((const struct resource_workload *)right)->identity);
}

static int compare_configs(const void *left, const void *right)
{
    return resource_identity_compare(&((const struct resource_config *)left)->identity,
                                     &((const struct resource_config *)right)->identity);
}

static int compare_pods(const void *left, const void *right)
{
    const struct resource_pod *a = left;
    const struct resource_pod *b = right;
    int order = plim_str_compare(a->namespace, b->namespace);
    return order != 0 ? order : plim_str_compare(a->name, b->name);
}

static int compare_scalings(const void *left, const void *right)
{
    const struct resource_scaling *a = left;
    const struct resource_scaling *b = right;
    int order = plim_str_compare(a->namespace, b->namespace);
    if (order == 0)
        order = plim_str_compare(a->kind, b->kind);
    return order != 0 ? order : plim_str_compare(a->name, b->name);
}

static void sort_items(void *items, size_t count, size_t size,
                       int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(items, count, size, compare);
}

void resource_facts_sort(struct resource_facts *facts)
{
    sort_items(facts->workloads, facts->workload_count, sizeof(*facts->workloads),
               compare_workloads);
    sort_items(facts->pods, facts->pod_count, sizeof(*facts->pods), compare_pods);
    sort_items(facts->configs, facts->config_count, sizeof(*facts->configs), compare_configs);
    sort_items(facts->scalings, facts->scaling_count, sizeof(*facts->scalings), compare_scalings);
}

bool resource_facts_is_scaled(const struct resource_facts *facts,
                              const struct resource_identity *identity)
{
    for (size_t i = 0; i < facts->scaling_count; i++) {
        const struct resource_scaling *scaling = &facts->scalings[i];
        if (plim_str_equal(scaling->name, identity->name) &&
            plim_str_equal(scaling->kind, identity->kind) &&
            plim_str_equal(scaling->namespace, identity->namespace))
            return true;
    }
    return false;
}

void resource_facts_release(struct resource_facts *facts)
{
    free(facts->workloads);
    free(facts->pods);
    free(facts->configs);
    free(facts->scalings);
    *facts = (struct resource_facts){.texts = facts->texts, .site = facts->site};
}
