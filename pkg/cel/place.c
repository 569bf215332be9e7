#include "cel/reads.h"
#include "value/path.h"

#include "env_priv.h"
#include "program_priv.h"

enum { STEPS_MAX = 16 };

/* A variable and constant fields below it; the innermost step is the last. */
struct place {
    struct plim_str steps[STEPS_MAX];
    size_t len;
    bool tested; /* has() alone */
};

struct looking {
    const struct cel_env *env;
    const char *variable;
    const char *const *beside;
    size_t beside_len;
    struct place found;
    bool several;
};

static bool is_one(const struct cel_ast *ast)
{
    return ast->ref == CEL_REF_VARIABLE;
}

/* The variable that the steps begin at; NULL: they begin at something else. */
static const char *place_of(const struct looking *looking, const struct cel_ast *ast,
                            struct place *place)
{
    struct plim_str reversed[STEPS_MAX];
    place->len = 0;
    place->tested = (ast->flags & CEL_AST_TEST) != 0;
    while (!is_one(ast)) {
        struct plim_str field = {0};
        ast = cel_ast_step(ast, &field);
        if (!ast || place->len == STEPS_MAX)
            return NULL;
        reversed[place->len++] = field;
    }
    for (size_t i = 0; i < place->len; i++)
        place->steps[i] = reversed[place->len - 1 - i];
    return ast->slot < looking->env->len ? looking->env->variables[ast->slot].name : NULL;
}

static bool begins_with(const struct place *place, const struct place *with)
{
    for (size_t i = 0; i < with->len; i++) {
        if (i >= place->len || !plim_str_equal(place->steps[i], with->steps[i]))
            return false;
    }
    return true;
}

/* What is only tested may stand above what is read. */
static void note(struct looking *looking, const struct place *place)
{
    struct place *found = &looking->found;
    if (place->len > 0 && found->len == 0) {
        *found = *place;
    } else if (place->len > 0 && begins_with(place, found) &&
               (place->len == found->len || found->tested)) {
        bool tested = place->tested && (place->len > found->len || found->tested);
        *found = *place;
        found->tested = tested;
    } else if (place->len == 0 || !begins_with(found, place) || !place->tested) {
        looking->several = true;
    }
}

static bool is_beside(const struct looking *looking, const char *name)
{
    for (size_t i = 0; i < looking->beside_len; i++) {
        if (plim_str_is(plim_str_from(name), looking->beside[i]))
            return true;
    }
    return false;
}

static void look(struct looking *looking, const struct cel_ast *ast)
{
    struct place place;
    if (!ast || looking->several)
        return;
    const char *name = place_of(looking, ast, &place);
    if (name && plim_str_is(plim_str_from(name), looking->variable)) {
        note(looking, &place);
        return;
    }
    if (name || is_one(ast)) {
        looking->several = looking->several || !name || place.len == 0 || !is_beside(looking, name);
        return;
    }
    if (ast->kind == CEL_AST_INDEX && ast->args[1]->kind != CEL_AST_LITERAL)
        looking->several = true; /* it depends on the key what is looked at */
    look(looking, ast->target);
    for (size_t i = 0; i < ast->len; i++)
        look(looking, ast->args[i]);
    if (ast->fold) {
        look(looking, ast->fold->predicate);
        look(looking, ast->fold->transform);
    }
}

bool cel_program_only_place(const struct cel_program *program, const char *variable,
                            const char *const *beside, size_t len, struct plim_buf *path)
{
    struct looking looking = {
        .env = program->env, .variable = variable, .beside = beside, .beside_len = len};
    look(&looking, program->ast);
    if (looking.several || looking.found.len == 0)
        return false;
    for (size_t i = 0; i < looking.found.len; i++)
        value_path_add_key(path, looking.found.steps[i]);
    return true;
}
