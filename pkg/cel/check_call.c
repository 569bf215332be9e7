/* Which functions a call may mean. */
#include "checker.h"
#include "macro.h"

/* NULL when there is no function of that name; a macro of that name is none. */
static const struct cel_name *look_up(struct cel_checker *checker, struct plim_str name)
{
    const struct cel_name *found = cel_index_find(checker->env->index, name);
    return found && found->len > 0 ? found : NULL;
}

/* Do the arguments fit? result_out is the result's type then. */
static bool fits(struct cel_checker *checker, const struct cel_overload *overload,
                 const struct cel_type *const *types, const struct cel_type **result_out)
{
    const struct cel_type *letters[CEL_TYPE_LETTERS] = {NULL};
    const struct cel_type *wanted[CEL_ARGS_MAX];
    for (size_t i = 0; i < overload->len; i++)
        wanted[i] = overload->has_params
                        ? cel_types_instantiate(&checker->types, overload->args[i], letters)
                        : overload->args[i];
    if (!cel_types_assign(&checker->types, types, wanted, overload->len))
        return false;
    const struct cel_type *result =
        cel_types_instantiate(&checker->types, overload->result, letters);
    *result_out = cel_types_resolve(&checker->types, result, false);
    return true;
}

static void note_no_overload(struct cel_checker *checker, const struct cel_ast *ast,
                             const struct cel_name *set, const struct cel_type *const *types,
                             size_t len)
{
    struct plim_buf buf = {.max = 200};
    bool member = ast->flags & CEL_AST_MEMBER;
    for (size_t i = 0; i < len; i++) {
        plim_buf_append_c(&buf, member && i == 1 ? ".(" : i > 0 ? ", " : member ? "" : "(");
        cel_type_print(cel_types_resolve(&checker->types, types[i], true), &buf);
    }
    plim_buf_append_c(&buf, len == 0 ? "()" : member && len == 1 ? ".()" : ")");
    struct plim_str text = plim_buf_str(&buf);
    cel_check_issue(checker, ast, "found no matching overload for '%.*s' applied to '%.*s'%s",
                    PLIM_STR_ARG(set->name), PLIM_STR_ARG(text),
                    cel_hint_overloads(checker, set, member, types, len));
    plim_buf_release(&buf);
}

static const struct cel_type *note_undeclared(struct cel_checker *checker, struct cel_ast *ast,
                                              struct plim_str name)
{
    const char *hint = cel_hint_macro(checker, name);
    ast->literal = value_string(name);
    cel_check_issue(checker, ast, "undeclared reference to '%.*s'%s%s", PLIM_STR_ARG(name),
                    cel_check_container_text(checker),
                    hint ? hint : cel_hint_function(checker, name));
    return checker->lenient ? cel_type_dyn() : cel_type_simple(CEL_TYPE_FAILED);
}

struct resolution {
    const struct cel_overload **items;
    size_t len;
    const struct cel_type *result;
};

/* Lenient, everything of the right shape is a candidate. */
static void resolve(struct cel_checker *checker, const struct cel_name *set, bool member,
                    const struct cel_type *const *types, size_t len, struct resolution *found)
{
    for (size_t i = 0; i < set->len; i++) {
        const struct cel_overload *overload = set->items[i];
        const struct cel_type *result = cel_type_dyn();
        if (overload->is_member != member || overload->len != len)
            continue;
        if (!checker->lenient && !fits(checker, overload, types, &result))
            continue;
        if (!found->result)
            found->result = result;
        else if (!cel_type_same(found->result, result))
            found->result = cel_type_dyn();
        found->items[found->len++] = overload;
    }
}

const struct cel_type *cel_check_overloads(struct cel_checker *checker, struct cel_ast *ast,
                                           struct plim_str name, struct cel_ast *const *args,
                                           size_t len)
{
    const struct cel_name *set = look_up(checker, name);
    if (!set)
        return note_undeclared(checker, ast, name);
    const struct cel_type *types[CEL_ARGS_MAX];
    for (size_t i = 0; i < len && i < CEL_ARGS_MAX; i++)
        types[i] = args[i]->type;
    struct resolution found = {
        .items = plim_arena_array(checker->source->arena, set->len, sizeof(void *))};
    if (len <= CEL_ARGS_MAX)
        resolve(checker, set, ast->flags & CEL_AST_MEMBER, types, len, &found);
    ast->overloads = found.items;
    ast->overload_count = found.len;
    if (found.len > 0)
        return found.result;
    note_no_overload(checker, ast, set, types, len < CEL_ARGS_MAX ? len : CEL_ARGS_MAX);
    return checker->lenient ? cel_type_dyn() : cel_type_simple(CEL_TYPE_FAILED);
}

/* A name in the container that is a function, or `name` itself. */
static struct plim_str function_name(struct cel_checker *checker, struct plim_str name, bool root,
                                     bool *found_out)
{
    struct plim_str candidate;
    for (size_t i = 0; cel_check_candidate(checker, name, root, i, &candidate); i++) {
        *found_out = look_up(checker, candidate) != NULL;
        if (*found_out)
            return candidate;
    }
    return name;
}

/* "math.abs" of target.name(...), when there is such a function. */
static bool is_namespaced(struct cel_checker *checker, const struct cel_ast *ast,
                          struct plim_str *name_out)
{
    bool root = false;
    bool found = false;
    struct plim_str prefix = cel_check_qualified(checker, ast->target, &root);
    if (prefix.len == 0)
        return false;
    const struct plim_str parts[] = {prefix, ast->name};
    const char *name = plim_arena_join(checker->source->arena, parts, PLIM_LEN(parts), '.');
    *name_out = function_name(checker, plim_str_from(name), root, &found);
    return found;
}

/* Are functions or macros called NAME.something? */
static bool is_scope(const struct cel_checker *checker, struct plim_str name)
{
    const struct cel_index *index = checker->env->index;
    const struct cel_macro *macro = NULL;
    for (size_t i = 0; (macro = cel_macro_at(i)); i++)
        if (cel_index_has_macro(index, i) && macro->scope && plim_str_is(name, macro->scope))
            return true;
    for (size_t i = 0; i <= index->mask; i++)
        if (plim_str_starts(index->slots[i].name, name) && index->slots[i].name.len > name.len &&
            index->slots[i].name.text[name.len] == '.')
            return true;
    return false;
}

/* math.abz(...): `math` stands for nothing, but functions are called math.something. */
static bool is_misspelt(struct cel_checker *checker, struct cel_ast *ast)
{
    struct cel_ast *target = ast->target;
    bool root = target->flags & CEL_AST_ROOT;
    return target->kind == CEL_AST_IDENT && !checker->lenient &&
           (root || !cel_check_local(checker, target->name)) &&
           !cel_check_reference(checker, target, target->name, root) &&
           is_scope(checker, target->name);
}

/* Put the receiver before the arguments. */
static void receive(struct cel_checker *checker, struct cel_ast *ast)
{
    struct cel_ast **args =
        plim_arena_array(checker->source->arena, ast->len + 1, sizeof(struct cel_ast *));
    args[0] = ast->target;
    for (size_t i = 0; i < ast->len; i++)
        args[i + 1] = ast->args[i];
    ast->args = args;
    ast->len++;
    ast->flags |= CEL_AST_MEMBER;
}

const struct cel_type *cel_check_call(struct cel_checker *checker, struct cel_ast *ast)
{
    struct plim_str name = ast->name;
    bool found = false;
    if (!ast->target) {
        name = function_name(checker, name, false, &found);
    } else if (!is_namespaced(checker, ast, &name)) {
        if (is_misspelt(checker, ast))
            return note_undeclared(checker, ast, name);
        receive(checker, ast);
    }
    if (ast->flags & CEL_AST_MEMBER)
        name = ast->name;
    /* The arguments of a macro make no sense when it was not expanded. */
    if (!look_up(checker, name) && cel_hint_macro(checker, name))
        return note_undeclared(checker, ast, name);
    for (size_t i = 0; i < ast->len; i++)
        (void)cel_check_node(checker, ast->args[i]);
    return cel_check_overloads(checker, ast, name, ast->args, ast->len);
}
