#include <ctype.h>
#include <git2.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "failure_priv.h"

enum { REASON_MAX = 300, WHAT_MAX = 200 };

static enum plim_code code_of(int status, int class)
{
    switch (status) {
    case GIT_ENOTFOUND:
    case GIT_EAMBIGUOUS:
    case GIT_EUNBORNBRANCH:
        return PLIM_NOT_FOUND;
    case GIT_EINVALIDSPEC:
        return PLIM_INVALID;
    case GIT_EAUTH:
    case GIT_ECERTIFICATE:
    case GIT_EOWNER:
        return PLIM_DENIED;
    default:
        break;
    }
    bool remote = class == GIT_ERROR_NET || class == GIT_ERROR_HTTP || class == GIT_ERROR_SSH ||
                  class == GIT_ERROR_SSL;
    return remote ? PLIM_UNAVAILABLE : PLIM_IO;
}

/* The library tells the status of a server's answer in its text only. */
static enum plim_code refine(enum plim_code code, const char *reason)
{
    if (strstr(reason, "http status code: 404") || strstr(reason, "http status code: 410"))
        return PLIM_NOT_FOUND;
    if (strstr(reason, "http status code: 401") || strstr(reason, "http status code: 403"))
        return PLIM_DENIED;
    return code;
}

/* Drops "user:password@" behind every "://", in place. */
static void drop_credentials(char *text)
{
    char *place = text;
    while ((place = strstr(place, "://")) != NULL) {
        place += 3;
        size_t word = strcspn(place, "/ '\"\t");
        char *at = NULL;
        for (size_t i = 0; i < word; i++)
            if (place[i] == '@')
                at = place + i;
        if (at)
            memmove(place, at + 1, strlen(at + 1) + 1);
    }
}

static void write_reason(const char *message, char text_out[REASON_MAX])
{
    size_t len = 0;
    for (; message[len] && len < REASON_MAX - 1; len++)
        text_out[len] = iscntrl((unsigned char)message[len]) ? ' ' : message[len];
    while (len > 0 && (text_out[len - 1] == ' ' || text_out[len - 1] == '.'))
        len--;
    text_out[len] = '\0';
    /* "Failed to connect" becomes "failed to connect"; "SSL error" stays. */
    if (len > 1 && islower((unsigned char)text_out[1]))
        text_out[0] = (char)tolower((unsigned char)text_out[0]);
    drop_credentials(text_out);
}

enum plim_code gitrepo_fail(struct plim_err *err, int status, const char *fmt, ...)
{
    const git_error *last = git_error_last();
    char reason[REASON_MAX];
    write_reason(last && last->message ? last->message : "unknown reason", reason);
    char what[WHAT_MAX];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    if (len < 0)
        what[0] = '\0';
    drop_credentials(what);
    enum plim_code code = code_of(status, last ? last->klass : GIT_ERROR_NONE);
    return plim_err_set(err, refine(code, reason), "%s: %s", what, reason);
}
