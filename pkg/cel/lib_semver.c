/* Semantic versions. Source: k8s.io/apiserver/pkg/cel/library/semverlib.go. */
#include "library.h"
#include "opaque.h"
#include "quote.h"
#include "semver.h"

static const struct cel_semver *version_of(const struct value *value)
{
    return value->opaque;
}

static const char *parse(struct cel_frame *frame, const struct value *args, size_t len,
                         struct cel_semver *version_out, struct plim_str *at_out)
{
    struct plim_str text = value_str(&args[0]);
    return len > 1 && args[1].boolean
               ? cel_semver_parse_loosely(frame->arena, text, version_out, at_out)
               : cel_semver_parse(text, version_out, at_out);
}

static struct value failure(struct cel_frame *frame, const char *why, struct plim_str at)
{
    struct plim_buf quoted = {.arena = frame->arena};
    if (at.len == 0)
        return cel_fail(frame, "%s", why);
    cel_quote_go(at, &quoted);
    return cel_fail(frame, "%s %.*s", why, PLIM_STR_ARG(plim_buf_str(&quoted)));
}

static struct value semver(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_semver *version = plim_arena_alloc(frame->arena, sizeof *version);
    struct plim_str at;
    const char *why = parse(frame, args, len, version, &at);
    return why ? failure(frame, why, at) : cel_opaque_value(CEL_OPAQUE_SEMVER, version);
}

static struct value is_semver(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_semver version;
    struct plim_str at;
    return value_bool(parse(frame, args, len, &version, &at) == NULL);
}

/* A number past int64 wraps around, as in the API server. */
static struct value major(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int((int64_t)version_of(&args[0])->numbers[0]);
}

static struct value minor(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int((int64_t)version_of(&args[0])->numbers[1]);
}

static struct value patch(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int((int64_t)version_of(&args[0])->numbers[2]);
}

static struct value compare_to(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(cel_semver_compare(version_of(&args[0]), version_of(&args[1])));
}

static struct value is_less(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(cel_semver_compare(version_of(&args[0]), version_of(&args[1])) < 0);
}

static struct value is_greater(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(cel_semver_compare(version_of(&args[0]), version_of(&args[1])) > 0);
}

#define V "kubernetes.Semver"

static const struct cel_function functions[] = {
    {"semver", "(string) -> " V, semver, CEL_COST_PARSE, 0, 0,
     "a version from its text; loosely, \"v1\" is 1.0.0"},
    {"semver", "(string, bool) -> " V, semver, CEL_COST_PARSE, 0, 0, NULL},
    {"isSemver", "(string) -> bool", is_semver, CEL_COST_PARSE, 0, 0, "the text is a version"},
    {"isSemver", "(string, bool) -> bool", is_semver, CEL_COST_PARSE, 0, 0, NULL},
    {"major", V ".() -> int", major, CEL_COST_ONE, 0, 0, "its first number"},
    {"minor", V ".() -> int", minor, CEL_COST_ONE, 0, 0, "its second number"},
    {"patch", V ".() -> int", patch, CEL_COST_ONE, 0, 0, "its third number"},
    {"compareTo", V ".(" V ") -> int", compare_to, CEL_COST_ONE, 0, 0,
     "-1, 0 or 1; build metadata does not count"},
    {"isLessThan", V ".(" V ") -> bool", is_less, CEL_COST_ONE, 0, 0, "less"},
    {"isGreaterThan", V ".(" V ") -> bool", is_greater, CEL_COST_ONE, 0, 0, "greater"},
};

const struct cel_functions cel_functions_semver = {functions, PLIM_LEN(functions)};
