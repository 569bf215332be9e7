#include <stdint.h>
#include <stdlib.h>

#include "cel_source.h"
#include "cel_tree.h"
#include "unparse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes are a tree or an issue; a tree, written, is the same tree again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    const struct cel_env *env = cel_source_env(arena, "plimsoll");
    struct cel_ast *ast = cel_tree_parse(arena, env, (struct plim_str){(const char *)data, size});
    if (!ast)
        return 0;
    cel_unparse(ast, &text);
    if (text.len <= cel_default_limits.source_bytes &&
        !cel_tree_same(ast, cel_tree_parse(arena, env, plim_buf_str(&text))))
        abort();
    return 0;
}
