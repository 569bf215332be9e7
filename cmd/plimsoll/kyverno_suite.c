#include "kyverno_suite.h"

#include <stdio.h>
#include <string.h>

#include "base/defs.h"
#include "base/file.h"
#include "resource/identity.h"

#include "kyverno_inputs.h"

#define SUITE_FILE "kyverno-test.yaml"

enum { DEPTH_MAX = 64 };

static const struct value_field result_fields[] = {
    {"policy", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"rule", VALUE_STRING, 0},
    {"kind", VALUE_STRING, 0},
    {"namespace", VALUE_STRING, 0},
    {"resource", VALUE_STRING, 0},
    {"resources", VALUE_LIST, 0},
    {"resourceSpecs", VALUE_LIST, 0},
    {"result", VALUE_STRING, 0},
    {"status", VALUE_STRING, 0},
    {"isValidatingAdmissionPolicy", VALUE_BOOL, 0},
    {"isValidatingPolicy", VALUE_BOOL, 0},
    {"operation", VALUE_STRING, 0},
    {"failOnMissingResources", VALUE_BOOL, 0}, /* which is always so here */
};

static const struct value_field spec_fields[] = {
    {"group", VALUE_STRING, 0},
    {"version", VALUE_STRING, 0},
    {"kind", VALUE_STRING, 0},
    {"namespace", VALUE_STRING, 0},
    {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
};

/* Fields of results that are about policies of other sorts. */
static const char *const foreign_fields[] = {
    "patchedResource",     "patchedResources",          "generatedResource", "generatedResources",
    "cloneSourceResource", "isMutatingAdmissionPolicy", "isMutatingPolicy",  "isGeneratingPolicy",
    "isDeletingPolicy",    "isImageValidatingPolicy",
};

static const char *const operations[] = {"CREATE", "UPDATE", "DELETE"};

static const char *const words[] = {"pass", "fail", "skip", "warn", "error"};

struct run {
    int64_t now;
    struct kyverno_counts *counts;
    struct plim_arena *arena;
    struct plim_err *err;
};

/* What was expected of one policy about one object, and what came. */
struct check {
    const struct kyverno_inputs *inputs;
    struct value_node node;    /* of `results` */
    struct plim_str operation; /* as stated; or empty */
    struct plim_str policy, rule, group, version, kind, namespace, object;
    const char *expected;
    const char *got; /* NULL: the policy said nothing */
    struct plim_str message;
    const struct value *only;       /* this object, whatever its name; NULL: those that fit */
    size_t objects;                 /* that fit */
    bool takes_rules, takes_others; /* of ClusterPolicies, of policies of other formats */
    bool any_kind;
    bool payload; /* some of them have no kind */
    bool alone;   /* no other object of the same result is there */
};

/* In Kyverno's words. An expression that fails is an error, but of a ClusterPolicy it denies. */
static const char *word_of(const struct admission_result *result)
{
    switch (result->state) {
    case FINDING_PASS:
        return "pass";
    case FINDING_FAIL:
        return "fail";
    case FINDING_WARN:
        return "warn";
    case FINDING_ERROR:
        return result->format == ADMISSION_KYVERNO_RULE ? "fail" : "error";
    case FINDING_NOT_APPLICABLE:
        return "skip";
    case FINDING_SKIP:
        return "not evaluated";
    case FINDING_WAIVED:
        return result->waived_as_pass ? "pass" : "skip";
    case FINDING_UNKNOWN:
        break;
    }
    return "unknown";
}

/* A rule is meant under its own name and under those that Kyverno gives what it generates of it. */
static bool is_rule(struct plim_str name, struct plim_str wanted)
{
    static const char *const prefixes[] = {"", "autogen-", "autogen-cronjob-"};
    for (size_t i = 0; i < PLIM_LEN(prefixes); i++) {
        size_t len = strlen(prefixes[i]);
        if (name.len == len + wanted.len && plim_str_starts(name, plim_str_from(prefixes[i])) &&
            plim_str_ends(name, wanted))
            return true;
    }
    return false;
}

/* Of several answers (rules that were generated, objects of one name) one that is not as expected
 * stands. */
static void note(void *context, const struct admission_result *result)
{
    struct check *check = context;
    const char *word = word_of(result);
    bool is_of_rule = result->format == ADMISSION_KYVERNO_RULE;
    if (is_of_rule ? !check->takes_rules : !check->takes_others)
        return;
    struct plim_str policy = check->policy;
    struct plim_str namespace;
    struct plim_str rest = policy;
    if (plim_str_cut(&rest, '/', &namespace) && plim_str_equal(namespace, result->policy_namespace))
        policy = rest;
    if (!plim_str_equal(result->policy, policy) ||
        (is_of_rule && check->rule.len > 0 && !is_rule(result->rule, check->rule)))
        return;
    if (check->got != NULL && strcmp(check->got, check->expected) != 0)
        return;
    check->got = word;
    check->message = result->message;
}

static bool fits(const struct check *check, const struct kyverno_object *item)
{
    const struct value *object = item->object;
    struct resource_identity identity = resource_identity_of(object);
    struct plim_str name = check->object;
    struct plim_str rest = name;
    struct plim_str before;
    struct plim_str namespace = check->namespace;
    bool any_kind = check->any_kind || check->kind.len == 0;
    if (check->only != NULL)
        return check->only == object;
    if (item->payload.len > 0)
        return plim_str_equal(item->payload, check->object);
    if (plim_str_cut(&rest, '/', &before)) {
        namespace = before;
        name = rest;
    }
    return (any_kind || plim_str_equal(check->kind, identity.kind)) &&
           (check->group.len == 0 || plim_str_equal(check->group, identity.group)) &&
           (check->version.len == 0 || plim_str_equal(check->version, identity.version)) &&
           (namespace.len == 0 || plim_str_matches_glob(identity.namespace, namespace)) &&
           plim_str_matches_glob(identity.name, name);
}

static bool is_there(const struct check *check)
{
    for (size_t i = 0; i < check->inputs->len; i++) {
        if (fits(check, &check->inputs->objects[i]))
            return true;
    }
    return false;
}

/* Without the namespace that may stand before it. */
static struct plim_str policy_name(const struct check *check)
{
    struct plim_str rest = check->policy;
    struct plim_str before;
    return plim_str_cut(&rest, '/', &before) ? rest : check->policy;
}

/* With the operation that the result states, else that of the values: those of the object are for
 * rules of ClusterPolicies alone.
 * Source: Kyverno 1.19 cmd/cli/kubectl-kyverno/processor/operation.go, resolveOperation. */
static void judge_request(struct check *check, struct admission_request *request)
{
    const struct kyverno_inputs *inputs = check->inputs;
    const struct plim_str any = {0};
    struct plim_str name = value_get_text(request->object, "metadata.name");
    struct plim_str all = check->operation;
    struct plim_str own = check->operation;
    if (all.len == 0) {
        all = kyverno_inputs_variable(inputs, any, any, "request.operation");
        own = kyverno_inputs_variable(inputs, policy_name(check), name, "request.operation");
    }
    check->takes_rules = true;
    check->takes_others = plim_str_equal(all, own);
    request->operation = own;
    admission_judge(inputs->policies, request, inputs->arena, note, check);
    if (check->takes_others)
        return;
    check->takes_rules = false;
    check->takes_others = true;
    request->operation = all;
    admission_judge(inputs->policies, request, inputs->arena, note, check);
}

static void judge(const struct run *run, struct check *check)
{
    const struct kyverno_inputs *inputs = check->inputs;
    for (size_t i = 0; i < inputs->len; i++) {
        const struct kyverno_object *item = &inputs->objects[i];
        if (!fits(check, item))
            continue;
        struct admission_request request = {
            .object = item->object,
            .old_object = item->object, /* as Kyverno's command line has it */
            .user = inputs->user,
            .namespace_object = item->namespace_object,
            .now = run->now,
            .others = kyverno_inputs_others(inputs),
            .images = inputs->images,
            .contexts = inputs->contexts,
            .answers = inputs->answers,
            .unbound = true,
        };
        check->objects++;
        check->payload = check->payload || item->payload.len > 0;
        if (item->payload.len == 0)
            judge_request(check, &request);
        request.payload = true; /* to policies about JSON an object is a payload, too */
        judge_request(check, &request);
    }
}

/* Results about which Kyverno says nothing and that pass there, whatever is expected: the rule is
 * not about the object, or only others of the objects that are named are there.
 * Source: Kyverno 1.19 commands/test/output.go, printTestResult ("Excluded"). */
static bool is_excluded(const struct check *check)
{
    if (check->got != NULL || check->payload)
        return false;
    return check->objects == 0 ? !check->alone
                               : admission_set_has(check->inputs->policies, policy_name(check));
}

static void print_result(const char *verdict, const struct check *check, const char *got)
{
    printf("%s %s:%u:%u: %.*s%s%.*s, %.*s%s%.*s: expected %s, %s%s%.*s\n", verdict,
           check->node.file, check->node.position.line, check->node.position.column,
           PLIM_STR_ARG(check->policy), check->rule.len > 0 ? "/" : "", PLIM_STR_ARG(check->rule),
           PLIM_STR_ARG(check->kind), check->kind.len > 0 ? " " : "", PLIM_STR_ARG(check->object),
           check->expected, got, check->message.len > 0 ? ": " : "", PLIM_STR_ARG(check->message));
}

static void report(const struct run *run, const struct check *check)
{
    bool excluded = is_excluded(check);
    const char *missing = check->objects == 0 ? "no such object"
                          : check->payload    ? "no such policy about JSON"
                                              : "no such policy";
    if (excluded && (check->objects == 0 || strcmp(check->expected, "skip") != 0)) {
        run->counts->excluded++;
        print_result("NOTE", check,
                     check->objects == 0 ? "no such object" : "the policy says nothing about it");
    } else if (excluded || (check->got != NULL && strcmp(check->got, check->expected) == 0)) {
        run->counts->passed++;
    } else {
        const char *got = check->got != NULL ? check->got : missing;
        run->counts->failed++;
        print_result("FAIL", check, plim_arena_printf(run->arena, "got %s", got));
    }
}

static enum plim_code check_fields(const struct value_node *node, unsigned *word_out,
                                   struct plim_err *err)
{
    for (size_t i = 0; i < PLIM_LEN(foreign_fields); i++) {
        struct value_node field = value_node_get(node, foreign_fields[i]);
        if (field.value != NULL && value_bool_or(field.value, true))
            return value_node_fail(err, &field, "'%s': only policies that validate are evaluated",
                                   foreign_fields[i]);
    }
    struct value_node result = value_node_get(node, "result");
    if (result.value == NULL)
        result = value_node_get(node, "status"); /* as it was called before */
    struct value_node operation = value_node_get(node, "operation");
    unsigned index = 0;
    enum plim_code code = value_node_check(node, result_fields, PLIM_LEN(result_fields), err);
    if (code == PLIM_OK && operation.value != NULL)
        code =
            value_node_enum(&operation, "operation", operations, PLIM_LEN(operations), &index, err);
    if (code == PLIM_OK && result.value == NULL)
        return value_node_fail(err, node, "'result' is missing");
    return code != PLIM_OK
               ? code
               : value_node_enum(&result, "result", words, PLIM_LEN(words), word_out, err);
}

/* Of one object that is named, or described. */
static enum plim_code aim(struct check *check, const struct value_node *object,
                          struct plim_err *err)
{
    check->node = (struct value_node){check->node.file, object->value, object->position};
    if (value_str(object->value).len == 0 && !value_is(object->value, VALUE_MAP))
        return value_node_fail(err, object, "expected the name of an object");
    if (!value_is(object->value, VALUE_MAP)) {
        check->object = value_str(object->value);
        return PLIM_OK;
    }
    enum plim_code code = value_node_check(object, spec_fields, PLIM_LEN(spec_fields), err);
    check->group = value_node_text(object, "group");
    check->version = value_node_text(object, "version");
    check->object = value_node_text(object, "name");
    if (value_node_text(object, "kind").len > 0)
        check->kind = value_node_text(object, "kind");
    if (value_node_text(object, "namespace").len > 0)
        check->namespace = value_node_text(object, "namespace");
    return code;
}

static enum plim_code run_objects(const struct run *run, const struct check *result,
                                  const struct value_node *objects, struct plim_err *err)
{
    bool is_list = value_is(objects->value, VALUE_LIST);
    size_t count = is_list ? value_node_len(objects) : objects->value != NULL;
    struct check *checks = plim_arena_array(run->arena, count, sizeof(*checks));
    bool alone = true;
    for (size_t i = 0; i < count; i++) {
        struct value_node object = is_list ? value_node_at(objects, i) : *objects;
        checks[i] = *result;
        if (aim(&checks[i], &object, err) != PLIM_OK)
            return err->code;
        checks[i].any_kind = !is_there(&checks[i]); /* then the kind that is stated is wrong */
        alone = alone && !is_there(&checks[i]);
    }
    for (size_t i = 0; i < count; i++) {
        checks[i].alone = alone;
        judge(run, &checks[i]);
        report(run, &checks[i]);
    }
    return PLIM_OK;
}

/* A result that names no object is about all that its policy speaks of. */
static void run_all(const struct run *run, const struct check *result)
{
    bool spoke = false;
    for (size_t i = 0; i < result->inputs->len; i++) {
        const struct kyverno_object *item = &result->inputs->objects[i];
        struct check check = *result;
        check.only = item->object;
        check.kind = value_get_text(item->object, "kind");
        check.object =
            item->payload.len > 0 ? item->payload : value_get_text(item->object, "metadata.name");
        judge(run, &check);
        if (check.got == NULL && (spoke || i + 1 < result->inputs->len) && is_excluded(&check))
            continue;
        spoke = true;
        report(run, &check);
    }
    if (result->inputs->len == 0)
        report(run, result);
}

static enum plim_code run_result(const struct run *run, const struct kyverno_inputs *inputs,
                                 const struct value_node *node, struct plim_err *err)
{
    static const char *const fields[] = {"resources", "resourceSpecs", "resource"};
    unsigned word = 0;
    bool found = false;
    enum plim_code code = check_fields(node, &word, err);
    const struct check check = {
        .inputs = inputs,
        .node = *node,
        .policy = value_node_text(node, "policy"),
        .rule = value_node_text(node, "rule"),
        .operation = value_node_text(node, "operation"),
        .kind = value_node_text(node, "kind"),
        .namespace = value_node_text(node, "namespace"),
        .expected = words[word],
        .alone = true,
    };
    for (size_t i = 0; i < PLIM_LEN(fields) && code == PLIM_OK; i++) {
        struct value_node objects = value_node_get(node, fields[i]);
        if (value_node_len(&objects) == 0 && value_str(objects.value).len == 0)
            continue;
        found = true;
        code = run_objects(run, &check, &objects, err);
    }
    if (code == PLIM_OK && !found)
        run_all(run, &check);
    return code;
}

/* Assertions in JMESPath: not looked at is not passed. */
static void refuse_checks(const struct run *run, const struct value_node *test)
{
    struct value_node checks = value_node_get(test, "checks");
    for (size_t i = 0; i < value_node_len(&checks); i++) {
        struct value_node item = value_node_at(&checks, i);
        run->counts->failed++;
        printf("FAIL %s:%u:%u: assertions of 'checks' are not evaluated\n", item.file,
               item.position.line, item.position.column);
    }
}

/* count_out  the documents of the file, each a suite; stays as it is when it cannot be read */
static enum plim_code run_suite(const struct run *run, const char *path, size_t index,
                                size_t *count_out, struct plim_err *err)
{
    PLIM_CLEANUP(kyverno_inputs_release) struct kyverno_inputs inputs = {0};
    enum plim_code code = kyverno_inputs_read(&inputs, path, index, err);
    *count_out = inputs.documents > 0 ? inputs.documents : *count_out;
    struct value_node results = value_node_get(&inputs.test, "results");
    for (size_t i = 0; code == PLIM_OK && i < value_node_len(&results); i++) {
        struct value_node item = value_node_at(&results, i);
        code = run_result(run, &inputs, &item, err);
    }
    if (code == PLIM_OK)
        refuse_checks(run, &inputs.test);
    return code;
}

/* A broken suite does not keep the others from being run. */
static void run_file(const struct run *run, const char *path)
{
    size_t count = 1;
    for (size_t i = 0; i < count; i++) {
        struct plim_err failure = {0};
        run->counts->suites++;
        if (run_suite(run, path, i, &count, &failure) == PLIM_OK)
            continue;
        run->counts->broken++;
        run->counts->failed++;
        printf("FAIL %s: %s\n", path, failure.msg);
    }
}

static enum plim_code walk(const struct run *run, const char *path, unsigned depth)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    if (depth > DEPTH_MAX)
        return plim_err_set(run->err, PLIM_LIMIT, "'%s': deeper than %d directories", path,
                            DEPTH_MAX);
    enum plim_code code = plim_dir_list(run->arena, path, &entries, &count, run->err);
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        const char *below = plim_path_join(run->arena, path, entries[i].name);
        if (entries[i].is_dir && entries[i].name[0] != '.')
            code = walk(run, below, depth + 1);
        else if (!entries[i].is_dir && strcmp(entries[i].name, SUITE_FILE) == 0)
            run_file(run, below);
    }
    return code;
}

enum plim_code kyverno_suites_run(const char *path, int64_t now, struct kyverno_counts *counts_out,
                                  struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct run run = {now, counts_out, arena, err};
    if (plim_dir_exists(path))
        return walk(&run, path, 0);
    if (plim_file_exists(path) && strcmp(plim_path_name(path), SUITE_FILE) == 0)
        run_file(&run, path);
    return PLIM_OK;
}
