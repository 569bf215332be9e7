#include <string.h>

#include "base/arena.h"
#include "base/base64.h"
#include "base/clock.h"
#include "value/build.h"
#include "value/json.h"

#include "config_priv.h"
#include "credential_priv.h"
#include "exec_credential_priv.h"

void kube_exec_credential_release(struct kube_exec_credential *credential)
{
    kube_buf_wipe(&credential->authorization);
    kube_buf_wipe(&credential->certificate);
    kube_buf_wipe(&credential->key);
}

/* ---- its answer */

static enum plim_code check_kind(const struct value *root, const char *api_version,
                                 struct plim_err *err)
{
    struct plim_str version = value_get_text(root, "apiVersion");
    if (!value_is_string(value_get(root, "kind"), "ExecCredential"))
        return plim_err_set(err, PLIM_INVALID, "it gave no ExecCredential");
    if (!plim_str_is(version, api_version))
        return plim_err_set(err, PLIM_INVALID,
                            "it is configured to use apiVersion %s and answered in another",
                            api_version);
    return PLIM_OK;
}

static enum plim_code take_text(const struct value *status, const char *field,
                                struct plim_str *text_out, struct plim_err *err)
{
    const struct value *value = value_get(status, field);
    if (value && !value_is(value, VALUE_NULL) && !value_is(value, VALUE_STRING))
        return plim_err_set(err, PLIM_INVALID, "its status.%s is not a string", field);
    struct plim_str text = value_str(value);
    if (text.len > 0 && memchr(text.text, '\0', text.len))
        return plim_err_set(err, PLIM_INVALID, "its status.%s has a zero byte", field);
    *text_out = text;
    return PLIM_OK;
}

static enum plim_code take_expiry(struct plim_str text, int64_t *expires, struct plim_err *err)
{
    struct plim_err why = {0};
    *expires = INT64_MAX;
    if (text.len == 0 || plim_time_parse(text, expires, &why) == PLIM_OK)
        return PLIM_OK;
    return plim_err_set(err, PLIM_INVALID,
                        "its status.expirationTimestamp is not a time (RFC 3339)");
}

static enum plim_code take_token(struct plim_str token, struct plim_buf *authorization,
                                 struct plim_err *err)
{
    if (token.len == 0)
        return PLIM_OK;
    for (size_t i = 0; i < token.len; i++)
        if ((unsigned char)token.text[i] < ' ' || token.text[i] == 127)
            return plim_err_set(err, PLIM_INVALID, "its token contains a control character");
    plim_buf_append_c(authorization, "Bearer ");
    plim_buf_append_str(authorization, token);
    return PLIM_OK;
}

static enum plim_code take_status(const struct value *status,
                                  struct kube_exec_credential *credential, struct plim_err *err)
{
    struct plim_str token = {0};
    struct plim_str certificate = {0};
    struct plim_str key = {0};
    struct plim_str expires = {0};
    if (!value_is(status, VALUE_MAP))
        return plim_err_set(err, PLIM_INVALID, "it did not return a status");
    if (take_text(status, "token", &token, err) != PLIM_OK ||
        take_text(status, "clientCertificateData", &certificate, err) != PLIM_OK ||
        take_text(status, "clientKeyData", &key, err) != PLIM_OK ||
        take_text(status, "expirationTimestamp", &expires, err) != PLIM_OK ||
        take_expiry(expires, &credential->expires, err) != PLIM_OK)
        return err->code;
    if (token.len == 0 && certificate.len == 0 && key.len == 0)
        return plim_err_set(err, PLIM_INVALID,
                            "it did not return a token or a certificate with its key");
    if ((certificate.len == 0) != (key.len == 0))
        return plim_err_set(err, PLIM_INVALID, "it returned only the %s, without its %s",
                            key.len == 0 ? "certificate" : "key",
                            key.len == 0 ? "key" : "certificate");
    plim_buf_append_str(&credential->certificate, certificate);
    plim_buf_append_str(&credential->key, key);
    return take_token(token, &credential->authorization, err);
}

enum plim_code kube_exec_credential_parse(struct plim_str text, const char *api_version,
                                          struct kube_exec_credential *credential_out,
                                          struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_exec_credential_release) struct kube_exec_credential credential = {0};
    struct value root = {0};
    struct plim_err why = {0};
    if (text.len > KUBE_EXEC_OUTPUT_MAX)
        return plim_err_set(err, PLIM_LIMIT, "it wrote more than %d bytes", KUBE_EXEC_OUTPUT_MAX);
    if (value_json_read(arena, text, &root, &why) != PLIM_OK)
        return plim_err_set(err, PLIM_INVALID, "what it wrote is not JSON");
    enum plim_code code = check_kind(&root, api_version, err);
    if (code == PLIM_OK)
        code = take_status(value_get(&root, "status"), &credential, err);
    kube_value_wipe(&root);
    if (code != PLIM_OK)
        return code;
    *credential_out = credential;
    credential = (struct kube_exec_credential){0};
    return PLIM_OK;
}

/* ---- what it is told */

enum plim_code kube_exec_cluster_write(const struct kube_exec_cluster *cluster,
                                       struct plim_buf *text, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf ca = {0};
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "server", value_string_c(cluster->server));
    value_map_add_text(&map, "tls-server-name", plim_str_from(cluster->tls_server_name));
    if (cluster->insecure)
        value_map_add(&map, "insecure-skip-tls-verify", value_bool(true));
    plim_base64_encode(cluster->ca, &ca);
    value_map_add_text(&map, "certificate-authority-data", plim_buf_str(&ca));
    value_map_add_text(&map, "proxy-url", plim_str_from(cluster->proxy));
    if (cluster->no_compression)
        value_map_add(&map, "disable-compression", value_bool(true));
    value_map_add(&map, "config", cluster->config ? *cluster->config : value_null());
    struct value whole = value_map_finish(&map);
    return value_json_write(&whole, VALUE_JSON_COMPACT, text, err);
}

void kube_exec_info_write(const char *api_version, bool interactive, struct plim_str cluster,
                          struct plim_buf *text)
{
    plim_buf_printf(text, "{\"kind\":\"ExecCredential\",\"apiVersion\":\"%s\",\"spec\":{",
                    api_version);
    if (cluster.len > 0)
        plim_buf_printf(text, "\"cluster\":%.*s,", PLIM_STR_ARG(cluster));
    plim_buf_printf(text, "\"interactive\":%s}}", interactive ? "true" : "false");
}
