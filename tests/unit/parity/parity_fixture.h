/* A fleet of dev, stage and prod, from YAML. */
#ifndef PLIM_TESTS_PARITY_FIXTURE_H
#define PLIM_TESTS_PARITY_FIXTURE_H

#include "parity/parity.h"
#include "support/value_check.h"

/* PLIM_STR for static tables, where a compound literal may not stand. */
#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

#define DIGEST_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

enum { DEV, STAGE, PROD, ENVIRONMENTS };

static const struct parity_environment environments[ENVIRONMENTS] = {
    {TEXT("dev"), false}, {TEXT("stage"), false}, {TEXT("prod"), true}};

static struct plim_arena *arena;
static struct plim_intern *texts;
static struct resource_facts fleet[ENVIRONMENTS];
static struct parity_input input;

static inline void add_object(size_t cluster, const char *yaml)
{
    struct value object = plim_value_from_yaml(arena, yaml);
    resource_facts_add(&fleet[cluster], &object, &resource_application_default);
}

/* A Deployment cart; `more` are further fields of its container, such as ", env: [...]". */
static inline void add_cart(size_t cluster, const char *tag, const char *more)
{
    add_object(cluster,
               plim_arena_printf(
                   arena,
                   "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: "
                   "shop}, spec: {replicas: 2, template: {spec: {containers: [{name: cart, image: "
                   "'shop/cart:%s'%s}]}}}}",
                   tag, more));
}

static inline void add_pod(size_t cluster, const char *tag, const char *digest)
{
    add_object(
        cluster,
        plim_arena_printf(
            arena,
            "{apiVersion: v1, kind: Pod, metadata: {name: cart-5d8f-x%zu, namespace: shop, labels: "
            "{pod-template-hash: 5d8f}, ownerReferences: [{kind: ReplicaSet, apiVersion: apps/v1, "
            "name: "
            "cart-5d8f, controller: true}]}, spec: {containers: [{name: cart, image: "
            "'shop/cart:%s'}]}, "
            "status: {containerStatuses: [{name: cart, imageID: 'r@%s'}]}}",
            fleet[cluster].pod_count, tag, digest));
}

static inline void open_fleet(void)
{
    arena = plim_arena_new();
    texts = plim_intern_new(arena);
    for (size_t i = 0; i < ENVIRONMENTS; i++)
        fleet[i] = (struct resource_facts){
            .texts = texts,
            .site = {environments[i].name, environments[i].name, environments[i].production}};
    input = (struct parity_input){environments, ENVIRONMENTS, fleet, ENVIRONMENTS, NULL, 0, 1000};
}

static inline void close_fleet(void)
{
    for (size_t i = 0; i < ENVIRONMENTS; i++)
        resource_facts_release(&fleet[i]);
    plim_intern_free(texts);
    plim_arena_free(arena);
}

/* The record of the only application. */
static inline struct value build_parity(void)
{
    for (size_t i = 0; i < ENVIRONMENTS; i++)
        resource_facts_sort(&fleet[i]);
    struct parity_applications applications = parity_build(arena, &input);
    ck_assert_uint_eq(applications.len, 1);
    return parity_application_record(&applications, 0, arena);
}

/* "kind container field outliers;" of every difference. */
static inline const char *list_differences(const struct value *record)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    const struct value *list = value_get(record, "differences");
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *item = value_at(list, i);
        plim_buf_printf(&text, "%.*s %.*s %.*s [", PLIM_STR_ARG(value_get_text(item, "kind")),
                        PLIM_STR_ARG(value_get_text(item, "container")),
                        PLIM_STR_ARG(value_get_text(item, "field")));
        const struct value *outliers = value_get(item, "outliers");
        for (size_t j = 0; j < value_len(outliers); j++)
            plim_buf_printf(&text, "%s%.*s", j > 0 ? " " : "",
                            PLIM_STR_ARG(value_str(value_at(outliers, j))));
        plim_buf_printf(&text, "]%s;",
                        value_bool_or(value_get(item, "allowed"), false) ? " allowed" : "");
    }
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

#endif
