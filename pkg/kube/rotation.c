#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "credential_priv.h"
#include "rotation_priv.h"

/* What the files held at some time. Kept until the end: requests may still be using it. */
struct held {
    struct held *older;
    struct plim_buf authorization;
    struct plim_buf ca;
    struct http_identity identity;
};

struct kube_rotation {
    struct http_authenticator authenticator; /* first: it is the rotation */
    const struct plim_clock *clock;
    struct plim_clock system;
    char *token_path;
    char *ca_path;
    int64_t looked; /* when */
    struct held *current;
};

static void hold(struct kube_rotation *rotation, struct plim_str authorization, struct plim_str ca)
{
    struct held *held = plim_calloc(1, sizeof(*held));
    plim_buf_append_str(&held->authorization, authorization);
    plim_buf_append_str(&held->ca, ca);
    held->identity.authorization = held->authorization.len > 0 ? held->authorization.text : NULL;
    held->identity.ca = plim_buf_str(&held->ca);
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

/* True when something else stands there. */
static bool look(struct kube_rotation *rotation)
{
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf token = {0};
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf authorization = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf ca = {0};
    rotation->looked = plim_clock_now(rotation->clock);
    read_again(rotation->token_path, &token);
    read_again(rotation->ca_path, &ca);
    kube_bearer_write(plim_buf_str(&token), &authorization);
    struct plim_str old_authorization = plim_buf_str(&rotation->current->authorization);
    struct plim_str old_ca = plim_buf_str(&rotation->current->ca);
    struct plim_str new_authorization =
        authorization.len > 0 ? plim_buf_str(&authorization) : old_authorization;
    struct plim_str new_ca = ca.len > 0 ? plim_buf_str(&ca) : old_ca;
    if (plim_str_equal(new_authorization, old_authorization) && plim_str_equal(new_ca, old_ca))
        return false;
    hold(rotation, new_authorization, new_ca);
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

struct kube_rotation *kube_rotation_new(const struct kube_rotation_start *start)
{
    struct kube_rotation *rotation = plim_calloc(1, sizeof(*rotation));
    rotation->authenticator = (struct http_authenticator){get, refused};
    rotation->clock = start->clock ? start->clock : &rotation->system;
    rotation->token_path = start->token_path ? plim_copy_c(start->token_path) : NULL;
    rotation->ca_path = start->ca_path ? plim_copy_c(start->ca_path) : NULL;
    rotation->looked = plim_clock_now(rotation->clock);
    hold(rotation, plim_str_from(start->token_path ? start->authorization : NULL),
         start->ca_path ? start->ca : (struct plim_str){0});
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
        kube_buf_wipe(&held->authorization);
        plim_buf_release(&held->ca);
        free(held);
    }
    free(rotation->token_path);
    free(rotation->ca_path);
    free(rotation);
}
