#include "libraries.h"

#include <stdlib.h>

#include "gitrepo/repo.h"
#include "http/client.h"

enum plim_code libraries_start(struct libraries *libraries, struct plim_err *err)
{
    struct libraries wanted = *libraries;
    *libraries = (struct libraries){0};
    if (wanted.http && http_library_init(err) != PLIM_OK)
        return err->code;
    libraries->http = wanted.http;
    if (wanted.git && gitrepo_init(getenv("HOME"), NULL, err) != PLIM_OK)
        return err->code;
    libraries->git = wanted.git;
    return PLIM_OK;
}

void libraries_stop(struct libraries *libraries)
{
    if (libraries->git)
        gitrepo_shutdown();
    if (libraries->http)
        http_library_release();
    *libraries = (struct libraries){0};
}
