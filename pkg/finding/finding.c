#include "finding/finding.h"

#include <string.h>

#include "base/buf.h"
#include "base/hash.h"

const char *const finding_state_names[FINDING_STATES] = {
    [FINDING_PASS] = "pass",       [FINDING_FAIL] = "fail",
    [FINDING_WARN] = "warn",       [FINDING_ERROR] = "error",
    [FINDING_SKIP] = "skip",       [FINDING_NOT_APPLICABLE] = "not_applicable",
    [FINDING_UNKNOWN] = "unknown", [FINDING_WAIVED] = "waived",
};

const char *const finding_severity_names[FINDING_SEVERITIES] = {
    [FINDING_INFO] = "info", [FINDING_LOW] = "low",           [FINDING_MEDIUM] = "medium",
    [FINDING_HIGH] = "high", [FINDING_CRITICAL] = "critical",
};

/* The length of "[12]" at the start of `text`, or 0. */
static size_t measure_index(struct plim_str text)
{
    if (text.len < 3 || text.text[0] != '[')
        return 0;
    size_t at = 1;
    while (at < text.len && text.text[at] >= '0' && text.text[at] <= '9')
        at++;
    return at > 1 && at < text.len && text.text[at] == ']' ? at + 1 : 0;
}

/* A list index moves when an element before it comes or goes; keys in brackets stay. */
static void write_canonical_path(struct plim_str path, struct plim_buf *buf)
{
    bool quoted = false;
    for (size_t i = 0; i < path.len;) {
        size_t index = quoted ? 0 : measure_index((struct plim_str){path.text + i, path.len - i});
        if (index > 0) {
            plim_buf_append_c(buf, "[]");
            i += index;
            continue;
        }
        bool escape = quoted && path.text[i] == '\\' && i + 1 < path.len;
        if (path.text[i] == '\'')
            quoted = !quoted;
        plim_buf_append(buf, path.text + i, escape ? 2 : 1);
        i += escape ? 2 : 1;
    }
}

const char *finding_fingerprint(const struct finding *finding,
                                char text_out[FINDING_FINGERPRINT_BYTES])
{
    bool rooted = finding->root_name.len > 0;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf path = {0};
    write_canonical_path(finding->field, &path);
    bool named = rooted || finding->name.len > 0;
    const struct plim_str parts[] = {
        finding->cluster_uid.len > 0 ? finding->cluster_uid : finding->cluster,
        finding->namespace,
        rooted ? finding->root_kind : finding->kind,
        rooted ? finding->root_name : finding->name,
        named ? (struct plim_str){0} : finding->application,
        named ? (struct plim_str){0} : finding->source.repository,
        finding->container,
        finding->policy,
        plim_buf_str(&path),
    };
    struct plim_sha256 *hash = plim_sha256_new();
    for (size_t i = 0; i < PLIM_LEN(parts); i++)
        plim_sha256_add_part(hash, parts[i]);
    char whole[PLIM_SHA256_TEXT_BYTES];
    plim_sha256_finish(hash, whole);
    memcpy(text_out, whole, FINDING_FINGERPRINT_BYTES - 1);
    text_out[FINDING_FINGERPRINT_BYTES - 1] = '\0';
    return text_out;
}
