#include "difference_priv.h"

const char *const parity_difference_names[PARITY_DIFFERENCE_KINDS] = {
    [PARITY_PRESENCE] = "presence",
    [PARITY_VERSION] = "version",
    [PARITY_DIGEST] = "digest",
    [PARITY_REPLICAS] = "replicas",
    [PARITY_ENV] = "env",
    [PARITY_CONFIG] = "config",
    [PARITY_REPOSITORY] = "repository",
    [PARITY_RESOURCES] = "resources",
    [PARITY_PROBES] = "probes",
    [PARITY_SECURITY] = "security",
    [PARITY_PORTS] = "ports",
    [PARITY_ACCOUNT] = "account",
};

/* One thing seen in every environment. */
struct question {
    enum parity_difference_kind kind;
    struct plim_str container;
    struct plim_str field;
    struct plim_str name; /* of the variable, or the configuration object */
    struct plim_str key;  /* of the configuration object */
    const struct resource_setting_name *setting;
};

/* Returns false when the environment takes no part in this question. A null answer means "not
 * there". */
typedef bool answer_fn(const struct parity_comparison *comparison, const struct question *question,
                       const struct parity_view *view, struct value *answer_out);

struct answers {
    struct value *values;
    const struct parity_view **views;
    size_t count;
};

static size_t count_equal(const struct answers *answers, size_t one)
{
    size_t count = 0;
    for (size_t i = 0; i < answers->count; i++)
        count += value_equal(&answers->values[i], &answers->values[one]) ? 1 : 0;
    return count;
}

/* Who is outside the group that holds more than half; nobody when there is no such group. */
static struct parity_set find_outliers(struct plim_arena *arena, const struct answers *answers)
{
    struct parity_set outliers = {0};
    size_t majority = answers->count;
    for (size_t i = 0; majority == answers->count && i < answers->count; i++) {
        if (count_equal(answers, i) * 2 > answers->count)
            majority = i;
    }
    for (size_t i = 0; majority < answers->count && i < answers->count; i++) {
        if (!value_equal(&answers->values[i], &answers->values[majority]))
            parity_set_add(arena, &outliers, answers->views[i]->environment->name);
    }
    return outliers;
}

static bool matches(struct plim_str text, struct plim_str glob)
{
    return glob.len == 0 || plim_str_matches_glob(text, glob);
}

static bool covers(const struct parity_allowance *allowance, const struct parity_set *environments)
{
    for (size_t i = 0; allowance->environment_count > 0 && i < environments->len; i++) {
        bool named = false;
        for (size_t j = 0; j < allowance->environment_count; j++)
            named = named || plim_str_equal(allowance->environments[j], environments->items[i]);
        if (!named)
            return false;
    }
    return true;
}

/* Without outliers everybody differs, and all must be covered. */
static const struct parity_allowance *find_allowance(const struct parity_comparison *comparison,
                                                     const struct question *question,
                                                     const struct parity_set *environments)
{
    const struct parity_input *input = comparison->input;
    for (size_t i = 0; i < input->allowance_count; i++) {
        const struct parity_allowance *allowance = &input->allowances[i];
        bool expired = allowance->expires != 0 && allowance->expires <= input->now;
        if (!expired && matches(comparison->application, allowance->application) &&
            matches(plim_str_from(parity_difference_names[question->kind]), allowance->kind) &&
            matches(question->field, allowance->field) && covers(allowance, environments))
            return allowance;
    }
    return NULL;
}

static struct value map_values(struct plim_arena *arena, const struct answers *answers)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < answers->count; i++) {
        if (!value_is(&answers->values[i], VALUE_NULL))
            value_map_add_str(&map, answers->views[i]->environment->name, answers->values[i]);
    }
    return value_map_finish(&map);
}

static void add_difference(struct parity_comparison *comparison, const struct question *question,
                           const struct answers *answers)
{
    struct plim_arena *arena = comparison->arena;
    struct parity_set outliers = find_outliers(arena, answers);
    struct parity_set differing = outliers;
    for (size_t i = 0; outliers.len == 0 && i < answers->count; i++)
        parity_set_add(arena, &differing, answers->views[i]->environment->name);
    const struct parity_allowance *allowance = find_allowance(comparison, question, &differing);

    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "kind", value_string_c(parity_difference_names[question->kind]));
    value_map_add(&map, "container", value_string(question->container));
    value_map_add(&map, "field", value_string(question->field));
    value_map_add(&map, "values", map_values(arena, answers));
    value_map_add(&map, "outliers", parity_set_list(arena, &outliers));
    value_map_add(&map, "allowed", value_bool(allowance != NULL));
    value_map_add(&map, "allowance",
                  value_string(allowance ? allowance->reason : (struct plim_str){0}));
    value_list_add(&comparison->differences, value_map_finish(&map));
    comparison->found[question->kind]++;
}

/* Ask every environment, and note the difference if they do not agree. */
static void ask(struct parity_comparison *comparison, const struct question *question,
                answer_fn *answer)
{
    struct answers answers = {
        .values = plim_arena_array(comparison->arena, comparison->view_count, sizeof(struct value)),
        .views = plim_arena_array(comparison->arena, comparison->view_count,
                                  sizeof(const struct parity_view *)),
    };
    for (size_t i = 0; i < comparison->view_count; i++) {
        struct value value = value_null();
        if (!answer(comparison, question, &comparison->views[i], &value))
            continue;
        answers.values[answers.count] = value;
        answers.views[answers.count++] = &comparison->views[i];
    }
    for (size_t i = 1; i < answers.count; i++) {
        if (value_equal(&answers.values[i], &answers.values[0]))
            continue;
        add_difference(comparison, question, &answers);
        return;
    }
}

static bool answer_presence(const struct parity_comparison *comparison,
                            const struct question *question, const struct parity_view *view,
                            struct value *answer_out)
{
    (void)comparison;
    (void)question;
    *answer_out = value_bool(view->present);
    return view->present || view->workloads_unknown.len == 0;
}

/* Whoever does not run the application at all is a difference of presence and no other. */
static bool takes_part(const struct parity_view *view)
{
    return view->present && view->workloads_unknown.len == 0;
}

static bool answer_version(const struct parity_comparison *comparison,
                           const struct question *question, const struct parity_view *view,
                           struct value *answer_out)
{
    const struct parity_container *container = parity_view_container(view, question->container);
    if (container)
        *answer_out = value_string(parity_set_join(comparison->arena, &container->versions));
    return takes_part(view);
}

static bool answer_replicas(const struct parity_comparison *comparison,
                            const struct question *question, const struct parity_view *view,
                            struct value *answer_out)
{
    (void)comparison;
    (void)question;
    *answer_out = value_int(view->replicas);
    return takes_part(view) && view->scalings_unknown.len == 0 && view->replicas >= 0;
}

static bool answer_env(const struct parity_comparison *comparison, const struct question *question,
                       const struct parity_view *view, struct value *answer_out)
{
    (void)comparison;
    const struct parity_container *container = parity_view_container(view, question->container);
    *answer_out = value_bool(container && parity_set_has(&container->env, question->name));
    return container && takes_part(view);
}

static bool answer_repository(const struct parity_comparison *comparison,
                              const struct question *question, const struct parity_view *view,
                              struct value *answer_out)
{
    const struct parity_container *container = parity_view_container(view, question->container);
    if (container)
        *answer_out = value_string(parity_set_join(comparison->arena, &container->repositories));
    return container && takes_part(view);
}

static bool reads_configs(const struct parity_view *view)
{
    return takes_part(view) && view->configs_unknown.len == 0;
}

static bool answer_config(const struct parity_comparison *comparison,
                          const struct question *question, const struct parity_view *view,
                          struct value *answer_out)
{
    (void)comparison;
    *answer_out = value_bool(parity_view_config(view, question->name) != NULL);
    return reads_configs(view);
}

static bool answer_key(const struct parity_comparison *comparison, const struct question *question,
                       const struct parity_view *view, struct value *answer_out)
{
    (void)comparison;
    const struct parity_config *config = parity_view_config(view, question->name);
    *answer_out = value_bool(config && parity_set_has(&config->keys, question->key));
    return config && config->keys_known && reads_configs(view);
}

static void compare_env(struct parity_comparison *comparison, struct plim_str key)
{
    struct plim_arena *arena = comparison->arena;
    struct parity_set names = {0};
    struct plim_str container = key;
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_container *found = parity_view_container(&comparison->views[i], key);
        for (size_t j = 0; found && j < found->env.len; j++)
            parity_set_add(arena, &names, found->env.items[j]);
        container = found ? found->name : container;
    }
    for (size_t i = 0; i < names.len; i++) {
        const char *field =
            plim_arena_printf(arena, "containers[name=%.*s].env[name=%.*s]",
                              PLIM_STR_ARG(container), PLIM_STR_ARG(names.items[i]));
        const struct question question = {.kind = PARITY_ENV,
                                          .container = key,
                                          .field = plim_str_from(field),
                                          .name = names.items[i]};
        ask(comparison, &question, answer_env);
    }
}

static void compare_config(struct parity_comparison *comparison, struct plim_str name)
{
    struct plim_arena *arena = comparison->arena;
    struct parity_set keys = {0};
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_config *config = parity_view_config(&comparison->views[i], name);
        for (size_t j = 0; config && j < config->keys.len; j++)
            parity_set_add(arena, &keys, config->keys.items[j]);
    }
    const struct question whole = {.kind = PARITY_CONFIG, .field = name, .name = name};
    ask(comparison, &whole, answer_config);
    for (size_t i = 0; i < keys.len; i++) {
        const char *field =
            plim_arena_printf(arena, "%.*s.%.*s", PLIM_STR_ARG(name), PLIM_STR_ARG(keys.items[i]));
        const struct question question = {.kind = PARITY_CONFIG,
                                          .field = plim_str_from(field),
                                          .name = name,
                                          .key = keys.items[i]};
        ask(comparison, &question, answer_key);
    }
}

/* Of a container, or of the workload that `name` names. */
static const struct parity_settings *find_settings(const struct parity_view *view,
                                                   const struct question *question)
{
    if (question->container.len > 0) {
        const struct parity_container *container = parity_view_container(view, question->container);
        return container ? &container->settings : NULL;
    }
    const struct parity_workload *workload = parity_view_workload(view, question->name);
    return workload ? &workload->settings : NULL;
}

/* Amounts differ with the load: of them only whether they are stated is asked. */
static bool answer_setting(const struct parity_comparison *comparison,
                           const struct question *question, const struct parity_view *view,
                           struct value *answer_out)
{
    const struct parity_settings *settings = find_settings(view, question);
    const struct parity_setting *found =
        settings ? parity_settings_find(settings, question->setting) : NULL;
    if (question->kind == PARITY_RESOURCES)
        *answer_out = value_bool(found != NULL);
    else
        *answer_out = value_string(found ? parity_set_join(comparison->arena, &found->values)
                                         : PLIM_STR("none"));
    return settings && takes_part(view);
}

static const enum parity_difference_kind setting_kinds[] = {
    [RESOURCE_SETTING_RESOURCES] = PARITY_RESOURCES, [RESOURCE_SETTING_PROBE] = PARITY_PROBES,
    [RESOURCE_SETTING_SECURITY] = PARITY_SECURITY,   [RESOURCE_SETTING_PORT] = PARITY_PORTS,
    [RESOURCE_SETTING_ACCOUNT] = PARITY_ACCOUNT,
};

/* Each setting that some environment has. `question` names the container or the workload. */
static void compare_settings(struct parity_comparison *comparison, struct question question,
                             const char *path)
{
    struct parity_settings all = {0};
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_settings *settings = find_settings(&comparison->views[i], &question);
        for (size_t j = 0; settings && j < settings->len; j++)
            parity_settings_add(comparison->arena, &all, settings->items[j].name,
                                (struct plim_str){0});
    }
    for (size_t i = 0; i < all.len; i++) {
        question.setting = all.items[i].name;
        question.kind = setting_kinds[question.setting->kind];
        question.field = plim_str_from(
            plim_arena_printf(comparison->arena, "%s.%s", path, question.setting->field));
        ask(comparison, &question, answer_setting);
    }
}

static void compare_container_settings(struct parity_comparison *comparison, struct plim_str key)
{
    struct plim_str name = key;
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_container *found = parity_view_container(&comparison->views[i], key);
        name = found ? found->name : name;
    }
    const struct question question = {.container = key};
    compare_settings(
        comparison, question,
        plim_arena_printf(comparison->arena, "containers[name=%.*s]", PLIM_STR_ARG(name)));
}

static void compare_workload(struct parity_comparison *comparison, struct plim_str name)
{
    const struct question question = {.name = name};
    compare_settings(comparison, question, plim_arena_copy(comparison->arena, name.text, name.len));
}

/* Environments that run this version of the container: their digests must be one set. */
static void compare_digests(struct parity_comparison *comparison, struct plim_str key,
                            struct plim_str version)
{
    struct plim_arena *arena = comparison->arena;
    struct answers answers = {
        .values = plim_arena_array(arena, comparison->view_count, sizeof(struct value)),
        .views =
            plim_arena_array(arena, comparison->view_count, sizeof(const struct parity_view *)),
    };
    struct plim_str unknown = {0};
    bool differ = false;
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_view *view = &comparison->views[i];
        const struct parity_container *container = parity_view_container(view, key);
        if (!container || !parity_set_has(&container->versions, version))
            continue;
        if (view->pods_unknown.len > 0)
            unknown = view->pods_unknown;
        else if (container->has_pods && container->digests.len == 0)
            unknown = plim_str_from(
                plim_arena_printf(arena, "no pod in %.*s reports the digest that it runs",
                                  PLIM_STR_ARG(view->environment->name)));
        if (container->digests.len == 0)
            continue;
        answers.values[answers.count] = parity_set_list(arena, &container->digests);
        answers.views[answers.count++] = view;
        differ = differ || !value_equal(&answers.values[0], &answers.values[answers.count - 1]);
    }
    const struct question question = {.kind = PARITY_DIGEST, .container = key, .field = version};
    if (differ)
        add_difference(comparison, &question, &answers);
    else if (unknown.len > 0)
        comparison->digests_unknown = unknown;
    comparison->digests_compared += !differ && unknown.len == 0 && answers.count > 1 ? 1 : 0;
}

static void compare_container(struct parity_comparison *comparison, struct plim_str key)
{
    const struct question version = {
        .kind = PARITY_VERSION, .container = key, .field = PLIM_STR("image")};
    const struct question repository = {
        .kind = PARITY_REPOSITORY, .container = key, .field = PLIM_STR("image")};
    ask(comparison, &version, answer_version);
    ask(comparison, &repository, answer_repository);
    struct parity_set shared = {0};
    struct parity_set seen = {0};
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_container *found = parity_view_container(&comparison->views[i], key);
        for (size_t j = 0; found && j < found->versions.len; j++) {
            struct plim_str one = found->versions.items[j];
            parity_set_add(comparison->arena, parity_set_has(&seen, one) ? &shared : &seen, one);
        }
    }
    for (size_t i = 0; i < shared.len; i++)
        compare_digests(comparison, key, shared.items[i]);
    compare_env(comparison, key);
    compare_container_settings(comparison, key);
}

/* What some environment has, by name. */
struct names {
    struct parity_set containers;
    struct parity_set workloads;
    struct parity_set configs;
};

static struct names gather_names(const struct parity_comparison *comparison)
{
    struct names names = {0};
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct parity_view *view = &comparison->views[i];
        for (size_t j = 0; j < view->container_count; j++)
            parity_set_add(comparison->arena, &names.containers, view->containers[j].key);
        for (size_t j = 0; j < view->workload_count; j++)
            parity_set_add(comparison->arena, &names.workloads, view->workloads[j].name);
        for (size_t j = 0; j < view->config_count; j++)
            parity_set_add(comparison->arena, &names.configs, view->configs[j].name);
    }
    return names;
}

void parity_compare(struct parity_comparison *comparison)
{
    const struct names names = gather_names(comparison);
    const struct question presence = {.kind = PARITY_PRESENCE};
    const struct question replicas = {.kind = PARITY_REPLICAS, .field = PLIM_STR("spec.replicas")};
    ask(comparison, &presence, answer_presence);
    ask(comparison, &replicas, answer_replicas);
    for (size_t i = 0; i < names.containers.len; i++)
        compare_container(comparison, names.containers.items[i]);
    for (size_t i = 0; i < names.workloads.len; i++)
        compare_workload(comparison, names.workloads.items[i]);
    for (size_t i = 0; i < names.configs.len; i++)
        compare_config(comparison, names.configs.items[i]);
}
