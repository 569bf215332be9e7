/* A small cluster on a loopback server: two Deployments, and in "prod" one more that nobody
 * declares. */
#ifndef PLIM_TEST_PIPELINE_SERVER_H
#define PLIM_TEST_PIPELINE_SERVER_H

#include "support/loopback.h"

#include "pipeline_fixture.h"

struct pipeline_server {
    struct loopback *loopback;
    struct pipeline_fault fault;
    bool prod;
};

/* A loopback_fn; its context is the server. */
void pipeline_answer(void *pipeline_server, const struct loopback_exchange *exchange);

#endif
