/* Texts that are made of names and of what policies judge: kinds, versions, images, writers. */
#include <ctype.h>
#include <string.h>

#include "redact_priv.h"
#include "redact_shape_priv.h"
#include "redact_words_priv.h"

static struct plim_str keep(struct snapshot_redactor *redactor, const struct plim_buf *out)
{
    return plim_arena_copy_str(redactor->arena, plim_buf_str(out));
}

static struct plim_str slice(struct plim_str text, size_t from)
{
    return (struct plim_str){text.text + from, text.len - from};
}

/* ---- Kinds. */

static void add_kind(struct snapshot_redactor *redactor, struct plim_str part, struct plim_buf *out)
{
    static const struct plim_str list = {"List", 4};
    bool is_list = part.len > list.len && plim_str_ends(part, list);
    if (snapshot_word_is(SNAPSHOT_WORDS_KINDS, part)) {
        plim_buf_append_str(out, part);
    } else if (is_list) { /* what the kind is called must show in what its list is called */
        add_kind(redactor, (struct plim_str){part.text, part.len - list.len}, out);
        plim_buf_append_str(out, list);
    } else {
        plim_buf_append_str(out, snapshot_redact_name(redactor, part));
    }
}

struct plim_str snapshot_redact_kind(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    if (snapshot_word_is(SNAPSHOT_WORDS_KINDS, text))
        return text;
    for (struct plim_str rest = text; rest.len > 0;) {
        struct plim_str part = {0};
        bool more = plim_str_cut(&rest, '/', &part);
        add_kind(redactor, part, &out);
        if (more)
            plim_buf_append_char(&out, '/');
    }
    return keep(redactor, &out);
}

/* ---- Versions. */

static bool is_suffix(struct plim_str part)
{
    enum { DIGITS_MAX = 10 };
    size_t word = part.len;
    while (word > 0 && isdigit((unsigned char)part.text[word - 1]))
        word--;
    return part.len - word <= DIGITS_MAX &&
           (word == 0 ||
            snapshot_word_is(SNAPSHOT_WORDS_SUFFIXES, (struct plim_str){part.text, word}));
}

/* "-rc.1+acme": identifiers stay when they are numbers or everybody's words. */
static void add_suffix(struct snapshot_redactor *redactor, struct plim_str suffix,
                       struct plim_buf *out)
{
    size_t at = 0;
    while (suffix.text && at < suffix.len) {
        size_t begin = at;
        while (at < suffix.len && isalnum((unsigned char)suffix.text[at]))
            at++;
        struct plim_str part = {suffix.text + begin, at - begin};
        if (part.len > 0)
            plim_buf_append_str(out, is_suffix(part) ? part : snapshot_redact_name(redactor, part));
        if (at < suffix.len)
            plim_buf_append_char(out, suffix.text[at++]);
    }
}

/* False when the text is no version. */
static bool add_version(struct snapshot_redactor *redactor, struct plim_str text,
                        struct plim_buf *out)
{
    size_t len = snapshot_shape_version(text);
    if (len == 0 || (len < text.len && !strchr("-+_.", text.text[len])))
        return false;
    for (size_t i = len; i < text.len; i++) {
        if (!isalnum((unsigned char)text.text[i]) && !strchr("-+_.", text.text[i]))
            return false;
    }
    plim_buf_append(out, text.text, len);
    add_suffix(redactor, slice(text, len), out);
    return true;
}

struct plim_str snapshot_redact_version(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    if (!add_version(redactor, text, &out))
        return snapshot_redact_name(redactor, text);
    return keep(redactor, &out);
}

struct plim_str snapshot_redact_tag(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    if (add_version(redactor, text, &out))
        return keep(redactor, &out);
    for (size_t i = 1; i + 1 < text.len; i++) {
        if (!strchr("-/@", text.text[i]) || text.text[i] == '\0' ||
            snapshot_shape_version(slice(text, i + 1)) == 0)
            continue;
        struct plim_str name = snapshot_redact_name(redactor, (struct plim_str){text.text, i});
        plim_buf_append_str(&out, name);
        plim_buf_append_char(&out, text.text[i]);
        if (add_version(redactor, slice(text, i + 1), &out))
            return keep(redactor, &out);
        plim_buf_clear(&out);
    }
    return snapshot_redact_name(redactor, text);
}

/* ---- Images. */

/* The tag of "name:tag"; a colon before the last slash is a registry's port. */
static bool cut_tag(struct plim_str *name, struct plim_str *tag_out)
{
    for (size_t i = name->len; i > 0 && name->text[i - 1] != '/'; i--) {
        if (name->text[i - 1] != ':')
            continue;
        *tag_out = slice(*name, i);
        name->len = i - 1;
        return true;
    }
    return false;
}

struct plim_str snapshot_redact_image(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    struct plim_str digest = text;
    struct plim_str name = {0};
    struct plim_str tag = {0};
    bool pinned = plim_str_cut(&digest, '@', &name);
    bool tagged = cut_tag(&name, &tag);
    /* Of "sha256:..." alone the hash is a digest, not a tag. */
    bool is_hash = tagged && snapshot_shape_is_digest(tag);
    plim_buf_append_str(&out, snapshot_redact_name(redactor, name));
    if (tagged)
        plim_buf_append_char(&out, ':');
    plim_buf_append_str(&out, is_hash ? snapshot_redact_name(redactor, tag)
                                      : snapshot_redact_version(redactor, tag));
    if (pinned)
        plim_buf_append_char(&out, '@');
    plim_buf_append_str(&out, snapshot_redact_name(redactor, digest));
    return keep(redactor, &out);
}

/* ---- Writers. */

/* By how drift knows programs that act by themselves (drift/writer.c), with the dash where it asks
 * for one. */
static const char *const roles[] = {"controller", "operator",  "autoscaler", "-manager",
                                    "-webhook",   "-injector", "-scheduler", "-agent"};

static const char *const families[] = {"kubectl", "argocd", "flux", "cert-manager", "keda",
                                       "vpa-",    "pilot-", "csi-", "external-"};

struct plim_str snapshot_redact_manager(struct snapshot_redactor *redactor, struct plim_str text)
{
    const char *family = NULL;
    const char *role = NULL;
    if (text.len == 0 || snapshot_word_is(SNAPSHOT_WORDS_MANAGERS, text))
        return text;
    for (size_t i = 0; i < PLIM_LEN(families) && !family; i++)
        family = plim_str_starts(text, plim_str_from(families[i])) ? families[i] : NULL;
    for (size_t i = 0; i < PLIM_LEN(roles) && !role; i++)
        role = plim_str_ends(text, plim_str_from(roles[i])) ? roles[i] : NULL;
    if (!role && plim_str_contains(text, PLIM_STR("cainjector")))
        role = "cainjector";
    struct plim_str made = snapshot_redact_whole(redactor, text);
    const char *dash = !family || plim_str_ends(plim_str_from(family), PLIM_STR("-")) ? "" : "-";
    return plim_str_from(plim_arena_printf(redactor->arena, "%s%s%.*s%s%s", family ? family : "",
                                           dash, PLIM_STR_ARG(made),
                                           role && role[0] != '-' ? "-" : "", role ? role : ""));
}

/* ---- Labels and annotations. */

/* "APPLICATION:GROUP/KIND:NAMESPACE/NAME", where APPLICATION may be "NAMESPACE_NAME". */
static struct plim_str redact_tracking(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    struct plim_str rest = text;
    struct plim_str application = {0};
    struct plim_str kind = {0};
    if (!plim_str_cut(&rest, ':', &application) || !plim_str_cut(&rest, ':', &kind))
        return snapshot_redact_name(redactor, text);
    struct plim_str name = application;
    struct plim_str namespace = {0};
    if (plim_str_cut(&name, '_', &namespace)) {
        plim_buf_append_str(&out, snapshot_redact_name(redactor, namespace));
        plim_buf_append_char(&out, '_');
    } else {
        name = application;
    }
    plim_buf_append_str(&out, snapshot_redact_name(redactor, name));
    plim_buf_append_char(&out, ':');
    plim_buf_append_str(&out, snapshot_redact_kind(redactor, kind));
    plim_buf_append_char(&out, ':');
    plim_buf_append_str(&out, snapshot_redact_name(redactor, rest));
    return keep(redactor, &out);
}

/* "path: bases/cart/service.yaml", a line a field: what kustomize and the renderer say of origins.
 */
static struct plim_str redact_origin(struct snapshot_redactor *redactor, struct plim_str text)
{
    static const char *const fields[] = {"path", "repo", "ref", "configuredIn", "configuredBy"};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    for (struct plim_str rest = text; rest.len > 0;) {
        struct plim_str line = {0};
        bool more = plim_str_cut(&rest, '\n', &line);
        struct plim_str value = line;
        struct plim_str field = {0};
        bool known = false;
        bool has_field = plim_str_cut(&value, ':', &field);
        for (size_t i = 0; i < PLIM_LEN(fields); i++)
            known = known || (has_field && plim_str_is(field, fields[i]));
        if (known)
            plim_buf_printf(&out, "%.*s: ", PLIM_STR_ARG(field));
        plim_buf_append_str(&out,
                            snapshot_redact_name(redactor, known ? plim_str_trim(value) : line));
        if (more)
            plim_buf_append_char(&out, '\n');
    }
    return keep(redactor, &out);
}

static struct plim_str redact_shape(struct snapshot_redactor *redactor, struct plim_str text)
{
    bool stays = snapshot_shape_is_number(text) || snapshot_shape_is_time(text);
    return stays ? text : snapshot_redact_name(redactor, text);
}

/* Keys whose values are more than names; of all others they are. */
static const struct {
    const char *key;
    struct plim_str (*redact)(struct snapshot_redactor *redactor, struct plim_str text);
} labelled[] = {
    {"app.kubernetes.io/version", snapshot_redact_version},
    {"argocd.argoproj.io/sync-wave", redact_shape},
    {"argocd.argoproj.io/tracking-id", redact_tracking},
    {"chart", snapshot_redact_tag},
    {"config.kubernetes.io/origin", redact_origin},
    {"deployment.kubernetes.io/desired-replicas", redact_shape},
    {"deployment.kubernetes.io/max-replicas", redact_shape},
    {"deployment.kubernetes.io/revision", redact_shape},
    {"deprecated.daemonset.template.generation", redact_shape},
    {"endpoints.kubernetes.io/last-change-trigger-time", redact_shape},
    {"helm.sh/chart", snapshot_redact_tag},
    {"helm.sh/hook-weight", redact_shape},
    {"kubectl.kubernetes.io/last-applied-configuration", snapshot_redact_json},
    {"kubectl.kubernetes.io/restartedAt", redact_shape},
    {"pod-security.kubernetes.io/enforce-version", snapshot_redact_version},
    {"version", snapshot_redact_version},
};

struct plim_str snapshot_redact_labelled(struct snapshot_redactor *redactor, struct plim_str key,
                                         struct plim_str text)
{
    for (size_t i = 0; i < PLIM_LEN(labelled); i++) {
        if (plim_str_is(key, labelled[i].key))
            return labelled[i].redact(redactor, text);
    }
    return snapshot_redact_name(redactor, text);
}
