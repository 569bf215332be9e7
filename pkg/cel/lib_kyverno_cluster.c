/* What asks a cluster, a registry of contexts or a server: nobody does here, so it is not known.
 * Source: github.com/kyverno/sdk cel/libs/resource, globalcontext, http. */
#include "library.h"

static struct value ask_cluster(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("no cluster is asked for other objects"));
}

static struct value ask_context(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("global contexts are not known"));
}

static struct value ask_server(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("no server is asked by an expression"));
}

#define O "map(string, dyn)"
#define L "map(string, string)"

static const struct cel_function functions[] = {
    {"resource.Get", "(string, string, string) -> " O, ask_cluster, CEL_COST_ONE, 0, 0,
     "an object of the cluster: always unknown"},
    {"resource.Get", "(string, string, string, string) -> " O, ask_cluster, CEL_COST_ONE, 0, 0,
     NULL},
    {"resource.List", "(string, string) -> " O, ask_cluster, CEL_COST_ONE, 0, 0,
     "objects of the cluster: always unknown"},
    {"resource.List", "(string, string, string) -> " O, ask_cluster, CEL_COST_ONE, 0, 0, NULL},
    {"resource.List", "(string, string, string, " L ") -> " O, ask_cluster, CEL_COST_ONE, 0, 0,
     NULL},
    {"globalContext.Get", "(string, string) -> dyn", ask_context, CEL_COST_ONE, 0, 0,
     "an entry of the global context: always unknown"},
    {"http.Get", "(string) -> dyn", ask_server, CEL_COST_ONE, 0, 0,
     "what a server answers: always unknown"},
    {"http.Get", "(string, " L ") -> dyn", ask_server, CEL_COST_ONE, 0, 0, NULL},
    {"http.Post", "(string, dyn) -> dyn", ask_server, CEL_COST_ONE, 0, 0,
     "what a server answers: always unknown"},
    {"http.Post", "(string, dyn, " L ") -> dyn", ask_server, CEL_COST_ONE, 0, 0, NULL},
};

const struct cel_functions cel_functions_kyverno_cluster = {functions, PLIM_LEN(functions)};
