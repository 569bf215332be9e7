#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/base64.h"
#include "base/file.h"

#include "auth_provider_priv.h"
#include "credential_priv.h"

void kube_buf_wipe(struct plim_buf *buf)
{
    if (buf->text)
        explicit_bzero(buf->text, buf->cap);
    plim_buf_release(buf);
}

void kube_bearer_write(struct plim_str token, struct plim_buf *authorization)
{
    struct plim_str bearer = plim_str_trim(token);
    if (bearer.len == 0)
        return;
    plim_buf_append_c(authorization, "Bearer ");
    plim_buf_append_str(authorization, bearer);
}

void kube_credential_release(struct kube_credential *credential)
{
    kube_buf_wipe(&credential->certificate);
    kube_buf_wipe(&credential->key);
    kube_buf_wipe(&credential->authorization);
    for (size_t i = 0; i < credential->headers.len; i++)
        free(credential->headers.items[i]);
    free(credential->headers.items);
    credential->headers = (struct kube_headers){0};
}

/* ---- data and files */

enum plim_code kube_credential_read_file(const char *path, struct plim_buf *bytes,
                                         struct plim_err *err)
{
    char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, KUBE_CREDENTIAL_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    plim_buf_append(bytes, text, len);
    explicit_bzero(text, len);
    free(text);
    return PLIM_OK;
}

static enum plim_code read_named_file(const struct kube_config_entry *entry, const char *field,
                                      struct plim_str path, struct plim_buf *bytes,
                                      struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char *name = plim_arena_copy(arena, path.text, path.len);
    if (kube_credential_read_file(plim_path_join(arena, entry->dir, name), bytes, err) != PLIM_OK)
        return plim_err_wrap(err, "%s of '%s'", field, entry->name);
    if (bytes->len == 0)
        return plim_err_set(err, PLIM_INVALID, "%s of '%s': the file '%s' is empty", field,
                            entry->name, name);
    return PLIM_OK;
}

enum plim_code kube_credential_read_field(const struct kube_config_entry *entry, const char *field,
                                          struct plim_buf *bytes, struct plim_err *err)
{
    char data_field[64];
    (void)snprintf(data_field, sizeof(data_field), "%s-data", field);
    struct plim_str data = {0};
    struct plim_str path = {0};
    if (kube_config_text(entry, data_field, &data, err) != PLIM_OK ||
        kube_config_text(entry, field, &path, err) != PLIM_OK)
        return err->code;
    if (data.len > 0) {
        struct plim_err why = {0};
        if (plim_base64_decode(data, bytes, &why) == PLIM_OK && bytes->len > 0)
            return PLIM_OK;
        struct value_node node = value_node_get(&entry->node, data_field);
        return value_node_fail(err, &node, "'%s' is not base64", data_field);
    }
    return path.len > 0 ? read_named_file(entry, field, path, bytes, err) : PLIM_OK;
}

/* ---- who we are */

/* The file, which may be replaced while we run, before the text; the text when the file cannot be
 * read. */
static enum plim_code read_token(const struct kube_config_entry *user, struct plim_buf *token,
                                 struct plim_err *err)
{
    struct plim_str text = {0};
    struct plim_str path = {0};
    if (kube_config_text(user, "token", &text, err) != PLIM_OK ||
        kube_config_text(user, "tokenFile", &path, err) != PLIM_OK)
        return err->code;
    if (path.len > 0) {
        struct plim_err why = {0};
        if (read_named_file(user, "tokenFile", path, token, &why) == PLIM_OK)
            return PLIM_OK;
        if (text.len == 0) {
            *err = why;
            return err->code;
        }
    }
    plim_buf_append_str(token, text);
    return PLIM_OK;
}

static enum plim_code read_authorization(const struct kube_config_entry *user,
                                         struct plim_buf *authorization, struct plim_err *err)
{
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf token = {0};
    struct plim_str name = {0};
    struct plim_str password = {0};
    if (read_token(user, &token, err) != PLIM_OK ||
        kube_config_text(user, "username", &name, err) != PLIM_OK ||
        kube_config_text(user, "password", &password, err) != PLIM_OK)
        return err->code;
    kube_bearer_write(plim_buf_str(&token), authorization);
    if (authorization->len > 0 && name.len > 0)
        return value_node_fail(err, &user->node,
                               "user '%s' has both a token and a password; only one can be sent",
                               user->name);
    if (authorization->len == 0 && (name.len > 0 || password.len > 0)) {
        PLIM_CLEANUP(kube_buf_wipe) struct plim_buf pair = {0};
        plim_buf_append_str(&pair, name);
        plim_buf_append_char(&pair, ':');
        plim_buf_append_str(&pair, password);
        plim_buf_append_c(authorization, "Basic ");
        plim_base64_encode(plim_buf_str(&pair), authorization);
    }
    return PLIM_OK;
}

static enum plim_code read_certificate(const struct kube_config_entry *user,
                                       struct kube_credential *credential, struct plim_err *err)
{
    if (kube_credential_read_field(user, "client-certificate", &credential->certificate, err) !=
            PLIM_OK ||
        kube_credential_read_field(user, "client-key", &credential->key, err) != PLIM_OK)
        return err->code;
    bool has_certificate = credential->certificate.len > 0;
    if (has_certificate != (credential->key.len > 0))
        return value_node_fail(err, &user->node, "user '%s' has a client %s without its %s",
                               user->name, has_certificate ? "certificate" : "key",
                               has_certificate ? "key" : "certificate");
    if (has_certificate && strstr(credential->key.text, "ENCRYPTED"))
        return value_node_fail(err, &user->node, "the client key of user '%s' is encrypted",
                               user->name);
    return PLIM_OK;
}

/* ---- as whom we act */

static void add_header(struct kube_headers *headers, const char *name, struct plim_str value)
{
    struct plim_buf text = {0};
    plim_buf_printf(&text, "%s: %.*s", name, PLIM_STR_ARG(value));
    PLIM_GROW(headers->items, headers->len, headers->cap);
    headers->items[headers->len++] = plim_buf_steal(&text);
}

/* Keys may hold what a header's name may not. Source: client-go transport, headerKeyEscape. */
static void add_extra(struct kube_headers *headers, struct plim_str key, const struct value *values)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
    plim_buf_append_c(&name, "Impersonate-Extra-");
    for (size_t i = 0; i < key.len; i++) {
        unsigned char byte = (unsigned char)key.text[i];
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                     (byte >= 'A' && byte <= 'Z') || (byte && strchr("!#$&'*+-.^_`|~", byte));
        plim_buf_printf(&name, plain ? "%c" : "%%%02X", byte);
    }
    for (size_t i = 0; i < value_len(values); i++)
        add_header(headers, name.text, value_str(value_at(values, i)));
}

static enum plim_code read_impersonation(const struct kube_config_entry *user,
                                         struct kube_headers *headers, struct plim_err *err)
{
    struct plim_str name = {0};
    struct plim_str uid = {0};
    if (kube_config_text(user, "as", &name, err) != PLIM_OK ||
        kube_config_text(user, "as-uid", &uid, err) != PLIM_OK)
        return err->code;
    const struct value *groups = value_get(user->node.value, "as-groups");
    const struct value *extra = value_get(user->node.value, "as-user-extra");
    if (name.len == 0 && (uid.len > 0 || value_len(groups) > 0 || value_len(extra) > 0))
        return value_node_fail(err, &user->node,
                               "user '%s' impersonates a group, uid or extra without 'as'",
                               user->name);
    if (name.len > 0)
        add_header(headers, "Impersonate-User", name);
    if (uid.len > 0)
        add_header(headers, "Impersonate-Uid", uid);
    for (size_t i = 0; i < value_len(groups); i++)
        add_header(headers, "Impersonate-Group", value_str(value_at(groups, i)));
    for (size_t i = 0; value_is(extra, VALUE_MAP) && i < extra->len; i++)
        add_extra(headers, value_str(&extra->entries[i].key), &extra->entries[i].value);
    if (headers->len > 0) /* a NULL behind the last */
        PLIM_GROW(headers->items, headers->len, headers->cap);
    return PLIM_OK;
}

enum plim_code kube_credential_read(const struct kube_config_entry *user,
                                    struct kube_credential *credential, struct plim_err *err)
{
    if (read_authorization(user, &credential->authorization, err) != PLIM_OK ||
        read_certificate(user, credential, err) != PLIM_OK ||
        read_impersonation(user, &credential->headers, err) != PLIM_OK)
        return err->code;
    return kube_auth_provider_read(user, credential, err);
}
