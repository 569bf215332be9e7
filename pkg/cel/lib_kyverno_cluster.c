/* What asks a cluster, its registry of contexts, a registry of images or a server: whoever
 * evaluates may answer, else it is not known. Source: github.com/kyverno/sdk cel/libs/resource,
 * globalcontext, imagedata, http. */
#include <string.h>

#include "library.h"
#include "opaque.h"

static struct value ask(struct cel_frame *frame, enum cel_question question,
                        const struct value *args, size_t len)
{
    static const char *const reasons[] = {
        [CEL_ASK_OBJECT] = "no cluster is asked for other objects",
        [CEL_ASK_OBJECTS] = "no cluster is asked for other objects",
        [CEL_ASK_IMAGE] = "no registry is asked for images",
        [CEL_ASK_CONTEXT] = "global contexts are not known",
        [CEL_ASK_GET] = "no server is asked by an expression",
        [CEL_ASK_POST] = "no server is asked by an expression",
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

static struct value get(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_GET, args, len);
}

static struct value post(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_POST, args, len);
}

/* A client that trusts other certificates; without any it is the same. They are not looked into. */
static struct value make_client(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str bundle = value_str(&args[0]);
    const char *text = plim_arena_copy(frame->arena, bundle.len > 0 ? bundle.text : "", bundle.len);
    if (bundle.len > 0 && strstr(text, "-----BEGIN CERTIFICATE-----") == NULL)
        return cel_fail(frame, "request failed: failed to parse PEM CA bundle for APICall");
    return cel_opaque_value(CEL_OPAQUE_CLIENT, "");
}

static struct value make_client_as(struct cel_frame *frame, const struct value *args, size_t len)
{
    return make_client(frame, args + 1, len - 1);
}

static struct value get_as(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_GET, args + 1, len - 1);
}

static struct value post_as(struct cel_frame *frame, const struct value *args, size_t len)
{
    return ask(frame, CEL_ASK_POST, args + 1, len - 1);
}

static struct value to_resource(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value_entry *entries = plim_arena_array(frame->arena, 2, sizeof(*entries));
    entries[0] = (struct value_entry){value_string_c("apiVersion"), args[0]};
    entries[1] = (struct value_entry){value_string_c("kind"), args[1]};
    return value_map(entries, 2);
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
#define G   L /* apiVersion and kind */
#define ONE CEL_COST_ONE, 0, 0

#define GET     "an object by API version, plural, namespace (that of the policy) and name, or null"
#define LIST    "the `items` by API version, plural, namespace (that of the policy) and labels"
#define TO_GVR  "what `resource.Get` and `List` take, by API version and kind"
#define CONTEXT "an entry of the global context, or a projection of it"
#define IMAGE   "manifest and configuration of an image, by its reference"
#define SERVER  "what a server answers: `body`, `statusCode`"
#define C       "http.Context"
#define CLIENT  "a client that trusts these certificates, in PEM"

static const struct cel_function functions[] = {
    {"resource.Get", "(string, string, string) -> " O, ask_object, ONE, GET},
    {"resource.Get", "(string, string, string, string) -> " O, ask_object, ONE, NULL},
    {"resource.Get", "(" G ", string) -> " O, ask_object, ONE, NULL},
    {"resource.Get", "(" G ", string, string) -> " O, ask_object, ONE, NULL},
    {"resource.get", "(string, string, string) -> " O, ask_object, ONE, GET},
    {"resource.get", "(string, string, string, string) -> " O, ask_object, ONE, NULL},
    {"resource.get", "(" G ", string) -> " O, ask_object, ONE, NULL},
    {"resource.get", "(" G ", string, string) -> " O, ask_object, ONE, NULL},
    {"resource.List", "(string, string) -> " O, ask_objects, ONE, LIST},
    {"resource.List", "(string, string, " L ") -> " O, ask_objects, ONE, NULL},
    {"resource.List", "(string, string, string) -> " O, ask_objects, ONE, NULL},
    {"resource.List", "(string, string, string, " L ") -> " O, ask_objects, ONE, NULL},
    {"resource.List", "(" G ") -> " O, ask_objects, ONE, NULL},
    {"resource.List", "(" G ", string) -> " O, ask_objects, ONE, NULL},
    {"resource.List", "(" G ", string, " L ") -> " O, ask_objects, ONE, NULL},
    {"resource.list", "(string, string) -> " O, ask_objects, ONE, LIST},
    {"resource.list", "(string, string, " L ") -> " O, ask_objects, ONE, NULL},
    {"resource.list", "(string, string, string) -> " O, ask_objects, ONE, NULL},
    {"resource.list", "(string, string, string, " L ") -> " O, ask_objects, ONE, NULL},
    {"resource.list", "(" G ") -> " O, ask_objects, ONE, NULL},
    {"resource.list", "(" G ", string) -> " O, ask_objects, ONE, NULL},
    {"resource.list", "(" G ", string, " L ") -> " O, ask_objects, ONE, NULL},
    {"resource.ToGVR", "(string, string) -> " G, to_resource, ONE, TO_GVR},
    {"resource.toGVR", "(string, string) -> " G, to_resource, ONE, TO_GVR},
    {"resource.Post", "(string, string, " O ") -> " O, write_object, ONE, "always unknown"},
    {"resource.Post", "(string, string, string, " O ") -> " O, write_object, ONE, NULL},
    {"resource.post", "(string, string, " O ") -> " O, write_object, ONE, "always unknown"},
    {"resource.post", "(string, string, string, " O ") -> " O, write_object, ONE, NULL},
    {"globalContext.Get", "(string) -> dyn", ask_context, ONE, CONTEXT},
    {"globalContext.Get", "(string, string) -> dyn", ask_context, ONE, NULL},
    {"globalContext.get", "(string) -> dyn", ask_context, ONE, CONTEXT},
    {"globalContext.get", "(string, string) -> dyn", ask_context, ONE, NULL},
    {"image.GetMetadata", "(string) -> dyn", ask_image, ONE, IMAGE},
    {"image.getMetadata", "(string) -> dyn", ask_image, ONE, IMAGE},
    {"http.Get", "(string) -> dyn", get, ONE, SERVER},
    {"http.Get", "(string, " L ") -> dyn", get, ONE, NULL},
    {"http.get", "(string) -> dyn", get, ONE, SERVER},
    {"http.get", "(string, " L ") -> dyn", get, ONE, NULL},
    {"http.Post", "(string, dyn) -> dyn", post, ONE, SERVER},
    {"http.Post", "(string, dyn, " L ") -> dyn", post, ONE, NULL},
    {"http.post", "(string, dyn) -> dyn", post, ONE, SERVER},
    {"http.post", "(string, dyn, " L ") -> dyn", post, ONE, NULL},
    {"http.Client", "(string) -> " C, make_client, CEL_COST_COPY, 0, 0, CLIENT},
    {"http.client", "(string) -> " C, make_client, CEL_COST_COPY, 0, 0, CLIENT},
    {"Get", C ".(string) -> dyn", get_as, ONE, SERVER},
    {"Get", C ".(string, " L ") -> dyn", get_as, ONE, NULL},
    {"get", C ".(string) -> dyn", get_as, ONE, SERVER},
    {"get", C ".(string, " L ") -> dyn", get_as, ONE, NULL},
    {"Post", C ".(string, dyn) -> dyn", post_as, ONE, SERVER},
    {"Post", C ".(string, dyn, " L ") -> dyn", post_as, ONE, NULL},
    {"post", C ".(string, dyn) -> dyn", post_as, ONE, SERVER},
    {"post", C ".(string, dyn, " L ") -> dyn", post_as, ONE, NULL},
    {"Client", C ".(string) -> " C, make_client_as, CEL_COST_COPY, 0, 0, CLIENT},
    {"client", C ".(string) -> " C, make_client_as, CEL_COST_COPY, 0, 0, CLIENT},
};

const struct cel_functions cel_functions_kyverno_cluster = {functions, PLIM_LEN(functions)};
