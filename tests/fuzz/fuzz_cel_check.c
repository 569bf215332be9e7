#include <stdint.h>
#include <stdlib.h>

#include "cel/estimate.h"
#include "cel/residual.h"

#include "cel_source.h"
#include "program_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Compile; what compiles, written, compiles again. */
static void check(const char *environment, unsigned flags, struct plim_str source)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    const struct cel_program *program = NULL;
    const struct cel_compilation how = {cel_source_env(arena, environment), &cel_default_limits,
                                        flags};
    if (cel_compile_with(arena, &how, source, &program, NULL, &err) != PLIM_OK)
        return;
    struct cel_estimate estimate = cel_estimate(program);
    if (estimate.min > estimate.max)
        abort();
    cel_program_text(program, &text);
    const struct cel_program *again = NULL;
    if (cel_compile_with(arena, &how, plim_buf_str(&text), &again, NULL, &err) == PLIM_INVALID)
        abort();
}

/* Any bytes compile or are refused, in every environment. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_str source = {(const char *)data, size};
    check("plimsoll", 0, source);
    check("kubernetes", 0, source);
    check("kyverno", 0, source);
    check("cel", 0, source);
    check("cel", CEL_COMPILE_UNCHECKED, source);
    check("cel", CEL_COMPILE_NO_MACROS, source);
    return 0;
}
