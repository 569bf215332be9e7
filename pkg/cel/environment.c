#include "environment.h"

#include <string.h>

#include "base/buf.h"

static const struct cel_use cel_uses[] = {
    {"standard", CEL_NEWEST, 0},
    {"optional", CEL_NEWEST, 0},
    {"strings", CEL_NEWEST, 0},
    {"math", CEL_NEWEST, 0},
    {"lists", CEL_NEWEST, 0},
    {"sets", CEL_NEWEST, 0},
    {"encoders", CEL_NEWEST, 0},
    {"regex", CEL_NEWEST, 0},
    {"network", CEL_NEWEST, 0},
    {"bindings", CEL_NEWEST, 0},
    {"two-var-comprehensions", CEL_NEWEST, 0},
    {"blocks", CEL_NEWEST, 0},
};

static const struct cel_option_use cel_options[] = {
    {CEL_OPTION_PART_MILLISECONDS, 0},
    {CEL_OPTION_BACKQUOTES, 0},
    {CEL_OPTION_FORMATS, 0},
    {CEL_OPTION_LENIENT_ADDRESS, 0},
};

/* Source: k8s.io/apiserver/pkg/cel/environment/base.go, baseOpts; what came before 1.28 counts as
 * always there. JSON patches: admission/plugin/policy/mutating, since 1.32. */
static const struct cel_use kubernetes_uses[] = {
    {"standard", 0, 0},
    {"optional", 2, 0},
    {"strings", 0, 0},
    {"strings", 2, 29},
    {"sets", 0, 29},
    {"lists", 3, 34},
    {"two-var-comprehensions", 0, 32},
    {"kubernetes.times", 0, 0},
    {"kubernetes.lists", 0, 0},
    {"kubernetes.regex", 0, 0},
    {"kubernetes.urls", 0, 0},
    {"kubernetes.quantity", 0, 0},
    {"kubernetes.net.ip", 0, 30},
    {"kubernetes.net.cidr", 0, 30},
    {"kubernetes.format", 0, 31},
    {"kubernetes.authz", 0, 0},
    {"kubernetes.authzSelectors", 0, 31},
    {"kubernetes.semver", 1, 33},
    {"kubernetes.jsonpatch", 0, 32},
};

static const struct cel_option_use kubernetes_options[] = {
    {CEL_OPTION_HOMOGENEOUS, 0},      {CEL_OPTION_EARLY, 0},     {CEL_OPTION_KUBERNETES_COST, 0},
    {CEL_OPTION_DERIVED_QUANTITY, 0}, {CEL_OPTION_LITERALS, 29}, {CEL_OPTION_FORMATS, 29},
    {CEL_OPTION_GO_VALUES, 0},
};

/* Beside what needs a cluster, a registry or a clock.
 * Source: github.com/kyverno/kyverno 1.19 pkg/cel/compiler/env.go, DefaultEnvOptions, upon the
 * newest environment of Kubernetes (pkg/cel/policies/vpol/compiler/compiler.go). */
static const struct cel_use kyverno_uses[] = {
    {"standard", 1, 0},
    {"math", CEL_NEWEST, 0},
    {"encoders", CEL_NEWEST, 0},
    {"regex", 1, 0},
    {"bindings", CEL_NEWEST, 0},
    {"kyverno.cluster", CEL_NEWEST, 0},
    {"kyverno.data", CEL_NEWEST, 0},
    {"kyverno.hash", CEL_NEWEST, 0},
    {"kyverno.time", CEL_NEWEST, 0},
    {"kyverno.image", CEL_NEWEST, 0},
    {"kyverno.user", CEL_NEWEST, 0},
};

/* Kubernetes'. Kyverno 1.19.1 lets a value that is no optional have orValue() too. */
static const struct cel_option_use kyverno_options[] = {
    {CEL_OPTION_HOMOGENEOUS, 0},      {CEL_OPTION_EARLY, 0},    {CEL_OPTION_KUBERNETES_COST, 0},
    {CEL_OPTION_DERIVED_QUANTITY, 0}, {CEL_OPTION_LITERALS, 0}, {CEL_OPTION_FORMATS, 0},
    {CEL_OPTION_GO_VALUES, 0},
};

/* `network` has what kubernetes.net.ip and kubernetes.net.cidr have. */
static const struct cel_use plimsoll_uses[] = {
    {"standard", CEL_NEWEST, 0},
    {"optional", CEL_NEWEST, 0},
    {"strings", CEL_NEWEST, 0},
    {"math", CEL_NEWEST, 0},
    {"lists", CEL_NEWEST, 0},
    {"sets", CEL_NEWEST, 0},
    {"encoders", CEL_NEWEST, 0},
    {"regex", CEL_NEWEST, 0},
    {"network", CEL_NEWEST, 0},
    {"bindings", CEL_NEWEST, 0},
    {"two-var-comprehensions", CEL_NEWEST, 0},
    {"blocks", CEL_NEWEST, 0},
    {"kubernetes.lists", CEL_NEWEST, 0},
    {"kubernetes.regex", CEL_NEWEST, 0},
    {"kubernetes.urls", CEL_NEWEST, 0},
    {"kubernetes.quantity", CEL_NEWEST, 0},
    {"kubernetes.format", CEL_NEWEST, 0},
    {"kubernetes.semver", CEL_NEWEST, 0},
    {"kubernetes.authz", CEL_NEWEST, 0},
    {"kubernetes.authzSelectors", CEL_NEWEST, 0},
    {"kubernetes.jsonpatch", CEL_NEWEST, 0},
    {"kyverno.image", CEL_NEWEST, 0},
    {"kyverno.user", CEL_NEWEST, 0},
};

static const struct cel_option_use plimsoll_options[] = {
    {CEL_OPTION_KUBERNETES_COST, 0},
    {CEL_OPTION_BACKQUOTES, 0},
    {CEL_OPTION_FORMATS, 0},
};

enum { ENV_CEL, ENV_KUBERNETES, ENV_KYVERNO, ENV_PLIMSOLL };

static const struct cel_environment environments[] = {
    [ENV_CEL] = {.name = "cel",
                 .summary = "the specification with its extensions",
                 .uses = cel_uses,
                 .len = PLIM_LEN(cel_uses),
                 .options = cel_options,
                 .option_count = PLIM_LEN(cel_options)},
    [ENV_KUBERNETES] = {.name = "kubernetes",
                        .summary = "what the API server offers, and refuses",
                        .uses = kubernetes_uses,
                        .len = PLIM_LEN(kubernetes_uses),
                        .options = kubernetes_options,
                        .option_count = PLIM_LEN(kubernetes_options),
                        .oldest = 28,
                        .newest = 36},
    [ENV_KYVERNO] = {.name = "kyverno",
                     .summary = "Kubernetes' with what Kyverno's policies have besides",
                     .base = &environments[ENV_KUBERNETES],
                     .uses = kyverno_uses,
                     .len = PLIM_LEN(kyverno_uses),
                     .options = kyverno_options,
                     .option_count = PLIM_LEN(kyverno_options)},
    [ENV_PLIMSOLL] = {.name = "plimsoll",
                      .summary = "all of it",
                      .uses = plimsoll_uses,
                      .len = PLIM_LEN(plimsoll_uses),
                      .options = plimsoll_options,
                      .option_count = PLIM_LEN(plimsoll_options)},
};

const struct cel_environment *cel_environment_at(size_t i)
{
    return i < PLIM_LEN(environments) ? &environments[i] : NULL;
}

static enum plim_code fail_unknown(struct plim_str name, struct plim_err *err)
{
    const char *names[PLIM_LEN(environments)];
    struct plim_buf buf = {.max = 400};
    for (size_t i = 0; i < PLIM_LEN(environments); i++) {
        names[i] = environments[i].name;
        plim_buf_append_c(&buf, i > 0 ? ", " : "");
        plim_buf_append_c(&buf, names[i]);
    }
    const char *near = plim_str_nearest(name, names, PLIM_LEN(environments));
    (void)plim_err_set(err, PLIM_INVALID,
                       "unknown CEL environment '%.*s'; expected one of %.*s%s%s%s",
                       PLIM_STR_ARG(name), PLIM_STR_ARG(plim_buf_str(&buf)),
                       near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    plim_buf_release(&buf);
    return PLIM_INVALID;
}

/* "1.34" */
static bool read_release(struct plim_str text, const struct cel_environment *environment,
                         uint8_t *release_out)
{
    unsigned minor = 0;
    if (text.len != 4 || memcmp(text.text, "1.", 2) != 0)
        return false;
    for (size_t i = 2; i < text.len; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        minor = minor * 10 + (unsigned)(text.text[i] - '0');
    }
    *release_out = (uint8_t)minor;
    return minor >= environment->oldest && minor <= environment->newest;
}

enum plim_code cel_environment_choose(struct plim_str text,
                                      struct cel_environment_choice *choice_out,
                                      struct plim_err *err)
{
    struct plim_str name;
    struct plim_str release = text;
    bool versioned = plim_str_cut(&release, '@', &name);
    struct cel_environment_choice choice = {.release = UINT8_MAX};
    for (size_t i = 0; i < PLIM_LEN(environments); i++)
        if (plim_str_is(name, environments[i].name))
            choice.environment = &environments[i];
    if (!choice.environment)
        return fail_unknown(name, err);
    if (versioned && choice.environment->newest == 0)
        return plim_err_set(err, PLIM_INVALID, "the CEL environment '%s' has no versions",
                            choice.environment->name);
    if (versioned && !read_release(release, choice.environment, &choice.release))
        return plim_err_set(err, PLIM_INVALID,
                            "unknown version '%.*s' of the CEL environment '%s'; expected 1.%u to "
                            "1.%u",
                            PLIM_STR_ARG(release), choice.environment->name,
                            (unsigned)choice.environment->oldest,
                            (unsigned)choice.environment->newest);
    *choice_out = choice;
    return PLIM_OK;
}

int cel_environment_version(const struct cel_environment_choice *choice, const char *library)
{
    int version = -1;
    for (const struct cel_environment *at = choice->environment; at && version < 0; at = at->base)
        for (size_t i = 0; i < at->len; i++)
            if (strcmp(at->uses[i].library, library) == 0 && at->uses[i].since <= choice->release)
                version = at->uses[i].version;
    return version;
}

unsigned cel_environment_options(const struct cel_environment_choice *choice)
{
    unsigned options = 0;
    for (size_t i = 0; i < choice->environment->option_count; i++)
        if (choice->environment->options[i].since <= choice->release)
            options |= choice->environment->options[i].option;
    return options;
}
