#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "gitrepo/repo.h"

#include "bundle_priv.h"
#include "location_priv.h"
#include "netrc_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is shown is shown again as it is: nothing was left to take out. */
static void require_redacted(struct plim_arena *arena, const char *text)
{
    struct plim_err err = {0};
    struct gitrepo_spec spec;
    const char *shown = gitrepo_redact(arena, text);
    if (strcmp(gitrepo_redact(arena, shown), shown) != 0)
        __builtin_trap();
    if (gitrepo_spec_parse(arena, text, &spec, &err) == PLIM_OK && spec.location[0] == '\0')
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct gitrepo_bundle bundle;
    struct gitrepo_login login;
    struct plim_str text = {(const char *)data, size};
    if (gitrepo_bundle_parse(arena, text, &bundle, &err) == PLIM_OK && bundle.pack.len > size)
        __builtin_trap();
    if (gitrepo_netrc_find(arena, text, "git.example.org", "", &login) &&
        login.password[0] == '\0' && size == 0)
        __builtin_trap();
    require_redacted(arena, plim_arena_copy(arena, text.text ? text.text : "", size));
    return 0;
}
