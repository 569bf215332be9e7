/* List the maturity models that the program carries. */
#include <stdio.h>

#include "maturity/document.h"

#include "command.h"
#include "documents.h"

static const struct option options[] = {{0}};

static enum plim_code run(void *settings, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)settings;
    (void)arguments;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct maturity_set *set = maturity_set_new(arena);
    if (documents_add_embedded(arena, set, err) != PLIM_OK ||
        maturity_set_link(set, NULL, 0, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < maturity_set_model_count(set); i++) {
        struct maturity_model_info model = maturity_set_model_at(set, i);
        printf("%-20.*s %-8.*s %zu levels, %zu dimensions  %.*s\n", PLIM_STR_ARG(model.id),
               PLIM_STR_ARG(model.version), model.level_count, model.dimension_count,
               PLIM_STR_ARG(model.title));
    }
    *exit_out = PLIM_EXIT_CLEAN;
    return PLIM_OK;
}

const struct command command_models = {
    .name = "models",
    .arguments = "",
    .summary = "List the maturity models",
    .options = options,
    .settings_bytes = 1,
    .run = run,
};
