/* What asks a cluster, its registry of contexts, a registry of images or a server: whoever
 * evaluates may answer, else it is not known. Source: github.com/kyverno/sdk cel/libs/resource,
 * globalcontext, imagedata, http. */
#include "library.h"

static struct value ask(struct cel_frame *frame, enum cel_question question,
                        const struct value *args, size_t len)
{
    static const char *const reasons[] = {
        [CEL_ASK_OBJECT] = "no cluster is asked for other objects",
        [CEL_ASK_OBJECTS] = "no cluster is asked for other objects",
        [CEL_ASK_IMAGE] = "no registry is asked for images",
        [CEL_ASK_CONTEXT] = "global contexts are not known",
        [CEL_ASK_SERVER] = "no server is asked by an expression",
    };
    const struct cel_bindings *bindings = frame->bindings;
    if (bindings == NULL || bindings->ask == NULL)
        return value_unknown(plim_str_from(reasons[question]));
    return bindings->ask(bindings->context, question, args, len, frame->arena);
}

static struct value ask_object(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_OBJECT, args, len);
}

static struct value ask_objects(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_OBJECTS, args, len);
}

static struct value ask_image(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_IMAGE, args, len);
}

static struct value ask_context(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_CONTEXT, args, len);
}

static struct value ask_server(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_SERVER, args, len);
}

static struct value write_object(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("nothing is written to a cluster"));
}

#define O   "map(string, dyn)"
#define L   "map(string, string)"
#define ONE CEL_COST_ONE, 0, 0

static const struct cel_function functions[] = {
    {"resource.Get", "(string, string, string) -> " O, ask_object, ONE,
     "an object of the policy's namespace, by API version, plural and name"},
    {"resource.Get", "(string, string, string, string) -> " O, ask_object, ONE,
     "an object, by API version, plural, namespace and name"},
    {"resource.List", "(string, string) -> " O, ask_objects, ONE,
     "the `items` of the policy's namespace, by API version and plural"},
    {"resource.List", "(string, string, " L ") -> " O, ask_objects, ONE, "those with these labels"},
    {"resource.List", "(string, string, string) -> " O, ask_objects, ONE,
     "the `items` of a namespace; of all of them when it is empty"},
    {"resource.List", "(string, string, string, " L ") -> " O, ask_objects, ONE,
     "those with these labels"},
    {"resource.Post", "(string, string, " O ") -> " O, write_object, ONE, "always unknown"},
    {"resource.Post", "(string, string, string, " O ") -> " O, write_object, ONE, NULL},
    {"globalContext.Get", "(string) -> dyn", ask_context, ONE, "an entry of the global context"},
    {"globalContext.Get", "(string, string) -> dyn", ask_context, ONE, "a projection of it"},
    {"globalContext.get", "(string) -> dyn", ask_context, ONE, "an entry of the global context"},
    {"globalContext.get", "(string, string) -> dyn", ask_context, ONE, "a projection of it"},
    {"image.GetMetadata", "(string) -> dyn", ask_image, ONE,
     "manifest and configuration of an image, by its reference"},
    {"image.getMetadata", "(string) -> dyn", ask_image, ONE, "the same"},
    {"http.Get", "(string) -> dyn", ask_server, ONE, "what a server answers"},
    {"http.Get", "(string, " L ") -> dyn", ask_server, ONE, NULL},
    {"http.Post", "(string, dyn) -> dyn", ask_server, ONE, "what a server answers"},
    {"http.Post", "(string, dyn, " L ") -> dyn", ask_server, ONE, NULL},
    {"http.Put", "(string, dyn) -> dyn", ask_server, ONE, "what a server answers"},
    {"http.Put", "(string, dyn, " L ") -> dyn", ask_server, ONE, NULL},
};

const struct cel_functions cel_functions_kyverno_cluster = {functions, PLIM_LEN(functions)};
