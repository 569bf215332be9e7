/* Image references. Source: github.com/kyverno/sdk cel/libs/image. */
#include "image_reference.h"
#include "library.h"
#include "opaque.h"

static const struct cel_image *image_of(const struct value *value)
{
    return value->opaque;
}

static struct value parse(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str text = value_str(&args[0]);
    struct cel_image *image = plim_arena_alloc(frame->arena, sizeof(*image));
    if (!cel_image_parse(frame->arena, text, image))
        return cel_fail(frame, "could not parse reference: %.*s", PLIM_STR_ARG(text));
    return cel_opaque_value(CEL_OPAQUE_IMAGE, image);
}

static struct value is_image(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_image image;
    return value_bool(cel_image_parse(frame->arena, value_str(&args[0]), &image));
}

static struct value contains_digest(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(image_of(&args[0])->digest.len > 0);
}

static struct value registry(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(image_of(&args[0])->registry);
}

static struct value repository(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(image_of(&args[0])->repository);
}

static struct value identifier(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    const struct cel_image *image = image_of(&args[0]);
    if (image->digest.len == 0 || image->tag.len == 0)
        return value_string(image->digest.len > 0 ? image->digest : image->tag);
    return value_string(plim_str_from(plim_arena_printf(
        frame->arena, "%.*s@%.*s", PLIM_STR_ARG(image->tag), PLIM_STR_ARG(image->digest))));
}

static struct value identifier_behind(struct cel_frame *frame, const struct value *args, size_t len)
{
    const struct cel_image *image = image_of(&args[0]);
    bool pinned = image->digest.len > 0;
    struct plim_str identifier = pinned ? image->digest : image->tag;
    (void)len;
    return value_string(plim_str_from(
        plim_arena_printf(frame->arena, "%s%.*s", pinned ? "@" : ":", PLIM_STR_ARG(identifier))));
}

static struct value tag(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(image_of(&args[0])->tag);
}

static struct value digest(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(image_of(&args[0])->digest);
}

#define I "kyverno.Image"

static const struct cel_function functions[] = {
    {"image", "(string) -> " I, parse, CEL_COST_PARSE, 0, 0, "an image reference from its text"},
    {"parseImageReference", "(string) -> " I, parse, CEL_COST_PARSE, 0, 0,
     "an image reference from its text"},
    {"isImage", "(string) -> bool", is_image, CEL_COST_PARSE, 0, 0,
     "the text is an image reference"},
    {"containsDigest", I ".() -> bool", contains_digest, CEL_COST_ONE, 0, 0, "it has a digest"},
    {"registry", I ".() -> string", registry, CEL_COST_ONE, 0, 0,
     "its registry, \"index.docker.io\" when not stated"},
    {"repository", I ".() -> string", repository, CEL_COST_ONE, 0, 0, "\"library/nginx\""},
    {"identifier", I ".() -> string", identifier, CEL_COST_ONE, 0, 0,
     "its tag, its digest, or both: \"1.2@sha256:...\""},
    {"identifierWithSeparator", I ".() -> string", identifier_behind, CEL_COST_ONE, 0, 0,
     "\"@sha256:...\", else \":1.2\""},
    {"tag", I ".() -> string", tag, CEL_COST_ONE, 0, 0,
     "its tag, \"latest\" when neither it nor a digest is stated"},
    {"digest", I ".() -> string", digest, CEL_COST_ONE, 0, 0, "its digest, or empty"},
};

const struct cel_functions cel_functions_kyverno_image = {functions, PLIM_LEN(functions)};
