#include "libraries.h"

#include <stdlib.h>

#include "gitrepo/repo.h"
#include "http/client.h"

enum plim_code libraries_start(struct plim_err *err)
{
    if (http_library_init(err) != PLIM_OK)
        return err->code;
    return gitrepo_init(getenv("HOME"), NULL, err);
}

void libraries_stop(void)
{
    gitrepo_shutdown();
    http_library_release();
}
