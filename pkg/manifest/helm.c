#include <string.h>

#include "base/file.h"
#include "base/process.h"
#include "manifest/files.h"
#include "value/build.h"
#include "value/json.h"
#include "value/yaml.h"

#include "export_priv.h"
#include "helm_priv.h"
#include "program_priv.h"
#include "text_priv.h"
#include "variables_priv.h"

static const char random_reason[] = "the chart makes some of its values anew each time";

bool manifest_is_chart(const struct manifest_listing *listing)
{
    struct plim_str wanted = plim_str_from(listing->path);
    for (size_t i = 0; i < listing->len; i++) {
        struct plim_str path = plim_str_from(listing->nodes[i].path);
        if (strcmp(plim_path_name(path.text), "Chart.yaml") == 0 &&
            path.len == wanted.len + strlen("Chart.yaml") + (wanted.len > 0 ? 1 : 0))
            return true;
    }
    return false;
}

/* ---- One run. */

static const char *values_path(struct plim_arena *arena, const char *dir, size_t i)
{
    const char *home = plim_path_join(arena, dir, "home");
    return plim_arena_printf(arena, "%s/values-%zu.yaml", home, i);
}

static enum plim_code write_values(struct plim_arena *arena, const struct manifest_release *release,
                                   const char *dir, struct plim_err *err)
{
    if (release->value_count > MANIFEST_VALUES_MAX || release->flag_count > MANIFEST_VALUES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d sources of values", MANIFEST_VALUES_MAX);
    for (size_t i = 0; i < release->value_count; i++)
        if (plim_file_write(values_path(arena, dir, i), release->values[i].text,
                            release->values[i].len, err) != PLIM_OK)
            return err->code;
    return PLIM_OK;
}

/* Names come from documents: behind "--" none of them is a flag. */
/* NOLINTNEXTLINE(readability-function-size): seven parameters, of one call. */
static enum plim_code run(struct plim_arena *arena, const struct manifest_release *release,
                          const struct manifest_options *options, const char *dir,
                          const char *chart, struct plim_process_result *result,
                          struct plim_err *err)
{
    enum { FIXED = 12 };
    const char *program = options && options->helm ? options->helm : "helm";
    const char *version =
        options && options->kube_version ? options->kube_version : MANIFEST_KUBE_VERSION;
    const char *argv[FIXED + 2 * MANIFEST_VALUES_MAX] = {
        program, "template", "--include-crds",
        plim_arena_printf(arena, "--kube-version=%s", version)};
    size_t count = 4;
    if (release->namespace[0] != '\0')
        argv[count++] = plim_arena_printf(arena, "--namespace=%s", release->namespace);
    for (size_t i = 0; i < release->value_count; i++)
        argv[count++] = plim_arena_printf(arena, "--values=%s", values_path(arena, dir, i));
    for (size_t i = 0; i < release->flag_count; i++)
        argv[count++] = release->flags[i];
    argv[count++] = "--";
    argv[count++] = release->name;
    argv[count++] = plim_arena_printf(arena, "%s/tree/%s", dir, chart);
    return manifest_program_run(options, dir, argv, result, err);
}

static enum plim_code attempt(const struct manifest_tree *tree,
                              const struct manifest_listing *chart,
                              const struct manifest_release *release,
                              const struct manifest_options *options, struct plim_str *text_out,
                              struct plim_err *err)
{
    PLIM_CLEANUP(manifest_program_end) char *dir = NULL;
    PLIM_CLEANUP(plim_process_result_release) struct plim_process_result result = {0};
    struct manifest_listing copied = *chart;
    struct manifest_kustomization values = {
        .path = plim_path_join(tree->arena, chart->path, "values.yaml"),
        .dir = chart->path,
        .generated = release->chart_values.len > 0,
        .text = release->chart_values};
    struct manifest_closure closure = {.root = &values, .dirs = &copied, .dir_count = 1};
    if (manifest_program_begin(&dir, err) != PLIM_OK ||
        manifest_export(tree, &closure, plim_path_join(tree->arena, dir, "tree"), false, err) !=
            PLIM_OK ||
        write_values(tree->arena, release, dir, err) != PLIM_OK)
        return err->code;
    enum plim_code code = run(tree->arena, release, options, dir, chart->path, &result, err);
    if (code == PLIM_NOT_FOUND)
        return plim_err_set(err, PLIM_NOT_FOUND, "no helm program");
    if (code == PLIM_OK && result.exit_status != 0)
        return plim_err_set(err, PLIM_INVALID, "helm: %s",
                            manifest_program_reason(tree->arena, &result.complaint, dir));
    if (code == PLIM_OK)
        *text_out = manifest_program_output(tree->arena, &result);
    return code;
}

/* ---- What differs from run to run. Source: sprig's functions. */

static bool is_archive(const char *path)
{
    return plim_str_ends(plim_str_from(path), PLIM_STR(".tgz"));
}

static bool makes_anew(struct plim_str text)
{
    static const char *const functions[] = {
        "rand",   "genCA", "genSelfSignedCert", "genSignedCert", "genPrivateKey",
        "uuidv4", "now",   "htpasswd",          "bcrypt",        "shuffle"};
    for (size_t i = 0; i < PLIM_LEN(functions); i++)
        if (manifest_text_contains(text, plim_str_from(functions[i])))
            return true;
    return false;
}

/* Templates cannot be told from other files by their names alone. */
static bool may_differ(const struct manifest_tree *tree, const struct manifest_listing *chart)
{
    for (size_t i = 0; i < chart->len; i++) {
        const struct manifest_node *node = &chart->nodes[i];
        struct plim_str text = {0};
        struct plim_err ignored;
        bool template = plim_str_contains(plim_str_from(node->path), PLIM_STR("/templates/")) ||
                        plim_str_starts(plim_str_from(node->path), PLIM_STR("templates/"));
        if (is_archive(node->path))
            return true;
        if (template && node->kind != MANIFEST_NODE_UNREADABLE &&
            node->kind != MANIFEST_NODE_LINK_DIRECTORY &&
            tree->read(tree, node, &text, &ignored) == PLIM_OK && makes_anew(text))
            return true;
    }
    return false;
}

/* Leaves that are not equal become a fixed text. */
static struct value settle(struct plim_arena *arena, const struct value *one,
                           const struct value *other)
{
    if (!other || value_equal(one, other))
        return other ? *one : value_string_c("");
    if (value_is(one, VALUE_MAP) && value_is(other, VALUE_MAP)) {
        struct value_map_builder made = {.arena = arena};
        for (size_t i = 0; i < value_len(one); i++) {
            struct plim_str key = value_str(&one->entries[i].key);
            value_map_add_str(&made, key,
                              settle(arena, value_at(one, i), value_get_str(other, key)));
        }
        return value_map_finish(&made);
    }
    if (value_is(one, VALUE_LIST) && value_is(other, VALUE_LIST)) {
        struct value_list_builder made = {.arena = arena};
        for (size_t i = 0; i < value_len(one); i++)
            value_list_add(&made, settle(arena, value_at(one, i), value_at(other, i)));
        return value_list_finish(&made);
    }
    return value_string_c("unknown");
}

static enum plim_code settle_part(struct plim_arena *arena, struct plim_str one,
                                  struct plim_str other, struct plim_buf *out, struct plim_err *err)
{
    struct value_yaml_list left = {0};
    struct value_yaml_list right = {0};
    if (plim_str_equal(one, other)) {
        plim_buf_append_str(out, one);
        return PLIM_OK;
    }
    if (value_yaml_read(arena, "", one, VALUE_YAML_MANIFEST, &left, err) != PLIM_OK ||
        value_yaml_read(arena, "", other, VALUE_YAML_MANIFEST, &right, err) != PLIM_OK)
        return err->code;
    if (left.len != 1 || right.len != 1)
        return plim_err_set(err, PLIM_INVALID, "helm: %s", random_reason);
    struct value settled = settle(arena, &left.items[0].root, &right.items[0].root);
    settled = manifest_mark_unknown(arena, &settled, random_reason);
    plim_buf_append_c(out, "--- ");
    if (value_json_write(&settled, VALUE_JSON_COMPACT, out, err) != PLIM_OK)
        return err->code;
    plim_buf_append_char(out, '\n');
    return PLIM_OK;
}

static enum plim_code settle_all(struct plim_arena *arena, struct plim_str other,
                                 struct plim_str *text, struct plim_err *err)
{
    struct value_yaml_part *left = NULL;
    struct value_yaml_part *right = NULL;
    struct plim_buf out = {.max = MANIFEST_RENDERED_MAX, .arena = arena};
    size_t count = value_yaml_split(arena, *text, 1, &left);
    if (plim_str_equal(*text, other))
        return PLIM_OK;
    if (value_yaml_split(arena, other, 1, &right) != count)
        return plim_err_set(err, PLIM_INVALID, "helm: %s", random_reason);
    for (size_t i = 0; i < count; i++)
        if (settle_part(arena, left[i].text, right[i].text, &out, err) != PLIM_OK)
            return err->code;
    *text = plim_buf_str(&out);
    return out.failed ? plim_err_set(err, PLIM_LIMIT, "too large") : PLIM_OK;
}

enum plim_code manifest_helm_template(const struct manifest_tree *tree,
                                      const struct manifest_listing *chart,
                                      const struct manifest_release *release,
                                      const struct manifest_options *options,
                                      struct plim_str *text_out, struct plim_err *err)
{
    struct plim_str again = {0};
    enum plim_code code = attempt(tree, chart, release, options, text_out, err);
    if (code == PLIM_OK && may_differ(tree, chart)) {
        code = attempt(tree, chart, release, options, &again, err);
        code = code == PLIM_OK ? settle_all(tree->arena, again, text_out, err) : code;
    }
    return code == PLIM_OK ? code : plim_err_wrap(err, "not rendered");
}

/* "# Source: NAME/templates/web.yaml" stands above the object. */
struct plim_str manifest_helm_source(struct plim_str text, unsigned line)
{
    static const struct plim_str mark = {"# Source: ", 10};
    struct plim_str name;
    struct plim_str above = {"", 0};
    for (unsigned i = 1; i < line && text.len > 0; i++)
        (void)plim_str_cut(&text, '\n', &above);
    if (!plim_str_starts(above, mark))
        return (struct plim_str){"", 0};
    above = (struct plim_str){above.text + mark.len, above.len - mark.len};
    return plim_str_cut(&above, '/', &name) ? plim_str_trim(above) : (struct plim_str){"", 0};
}
