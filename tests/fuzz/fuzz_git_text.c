#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "gitrepo/repo.h"

#include "bundle_priv.h"
#include "location_priv.h"
#include "netrc_priv.h"
#include "owners_priv.h"

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

/* The last line is a path that is asked for, too. */
static void ask_for_owners(struct plim_arena *arena, struct plim_str text)
{
    struct plim_err err = {0};
    const char *all = plim_arena_copy(arena, text.text ? text.text : "", text.len);
    const char *end = strrchr(all, '\n');
    for (int syntax = 0; syntax < 2; syntax++) {
        struct gitrepo_owners owners = {0};
        if (gitrepo_owners_parse(arena, text, (enum gitrepo_owners_syntax)syntax, &owners, &err) !=
            PLIM_OK)
            continue;
        bool owned = gitrepo_owners_cover(&owners, end ? end + 1 : "a/b.yaml");
        if (owned && owners.len == 0)
            __builtin_trap();
    }
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
    ask_for_owners(arena, text);
    require_redacted(arena, plim_arena_copy(arena, text.text ? text.text : "", size));
    return 0;
}
