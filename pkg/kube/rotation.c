#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "credential_priv.h"
#include "key_pair_priv.h"
#include "rotation_priv.h"

enum { FILES = 4 };

/* What the files held at some time. Kept until the end: requests may still be using it. */
struct held {
    struct held *older;
    struct plim_buf authorization;
    struct plim_buf certificate;
    struct plim_buf key;
    struct plim_buf ca;
    struct http_identity identity;
};

struct kube_rotation {
    struct http_authenticator authenticator; /* first: it is the rotation */
    const struct plim_clock *clock;
    struct plim_clock system;
    char *token_path;
    char *certificate_path;
    char *key_path;
    char *ca_path;
    int64_t looked; /* when */
    struct held *current;
};

static void free_held(struct held *held)
{
    kube_buf_wipe(&held->authorization);
    kube_buf_wipe(&held->certificate);
    kube_buf_wipe(&held->key);
    plim_buf_release(&held->ca);
    free(held);
}

static void hold(struct kube_rotation *rotation, struct held *held)
{
    held->identity = (struct http_identity){
        .authorization = held->authorization.len > 0 ? held->authorization.text : NULL,
        .client_cert = plim_buf_str(&held->certificate),
        .client_key = plim_buf_str(&held->key),
        .ca = plim_buf_str(&held->ca),
    };
    held->older = rotation->current;
    rotation->current = held;
}

/* Appends what the file holds now; nothing when it cannot be read. */
static void read_again(const char *path, struct plim_buf *bytes)
{
    struct plim_err ignored = {0};
    if (path && kube_credential_read_file(path, bytes, &ignored) != PLIM_OK)
        plim_buf_clear(bytes);
}

/* What could not be read stays as it was. True when it did not. */
static bool differs(struct plim_buf *now, const struct plim_buf *before)
{
    if (now->len == 0)
        plim_buf_append_str(now, plim_buf_str(before));
    return !plim_str_equal(plim_buf_str(now), plim_buf_str(before));
}

/* Certificate and key are replaced one after the other. */
static void drop_half_pair(struct held *held)
{
    if (held->certificate.len > 0 &&
        kube_key_fits(plim_buf_str(&held->certificate), plim_buf_str(&held->key)))
        return;
    kube_buf_wipe(&held->certificate);
    kube_buf_wipe(&held->key);
}

/* True when something else stands there. */
static bool look(struct kube_rotation *rotation)
{
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf token = {0};
    struct held *now = plim_calloc(1, sizeof(*now));
    const struct held *before = rotation->current;
    rotation->looked = plim_clock_now(rotation->clock);
    read_again(rotation->token_path, &token);
    read_again(rotation->certificate_path, &now->certificate);
    read_again(rotation->key_path, &now->key);
    read_again(rotation->ca_path, &now->ca);
    kube_bearer_write(plim_buf_str(&token), &now->authorization);
    drop_half_pair(now);
    bool changed[FILES] = {
        differs(&now->authorization, &before->authorization),
        differs(&now->certificate, &before->certificate),
        differs(&now->key, &before->key),
        differs(&now->ca, &before->ca),
    };
    if (!memchr(changed, true, sizeof(changed))) {
        free_held(now);
        return false;
    }
    hold(rotation, now);
    return true;
}

static enum http_auth get(struct http_authenticator *authenticator,
                          const struct http_identity **identity_out, struct plim_err *err)
{
    struct kube_rotation *rotation = (struct kube_rotation *)authenticator;
    (void)err;
    if (plim_clock_now(rotation->clock) - rotation->looked >= KUBE_ROTATION_SECONDS)
        (void)look(rotation);
    *identity_out = &rotation->current->identity;
    return HTTP_AUTH_READY;
}

static bool refused(struct http_authenticator *authenticator, const struct http_identity *identity)
{
    struct kube_rotation *rotation = (struct kube_rotation *)authenticator;
    return identity != &rotation->current->identity || look(rotation);
}

static char *copy_path(const char *path)
{
    return path ? plim_copy_c(path) : NULL;
}

struct kube_rotation *kube_rotation_new(const struct kube_rotation_start *start)
{
    struct kube_rotation *rotation = plim_calloc(1, sizeof(*rotation));
    struct held *first = plim_calloc(1, sizeof(*first));
    rotation->authenticator = (struct http_authenticator){get, refused};
    rotation->clock = start->clock ? start->clock : &rotation->system;
    rotation->token_path = copy_path(start->token_path);
    rotation->certificate_path = copy_path(start->certificate_path);
    rotation->key_path = copy_path(start->key_path);
    rotation->ca_path = copy_path(start->ca_path);
    rotation->looked = plim_clock_now(rotation->clock);
    if (start->token_path)
        plim_buf_append_str(&first->authorization, plim_str_from(start->authorization));
    if (start->certificate_path) {
        plim_buf_append_str(&first->certificate, start->certificate);
        plim_buf_append_str(&first->key, start->key);
    }
    if (start->ca_path)
        plim_buf_append_str(&first->ca, start->ca);
    hold(rotation, first);
    return rotation;
}

struct http_authenticator *kube_rotation_authenticator(struct kube_rotation *rotation)
{
    return &rotation->authenticator;
}

void kube_rotation_free(struct kube_rotation *rotation)
{
    if (!rotation)
        return;
    for (struct held *held; (held = rotation->current);) {
        rotation->current = held->older;
        free_held(held);
    }
    free(rotation->token_path);
    free(rotation->certificate_path);
    free(rotation->key_path);
    free(rotation->ca_path);
    free(rotation);
}
