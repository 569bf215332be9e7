#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#include "plugin_priv.h"

/* Drops the last part of what stands there; false when that is ".." or the root. */
static bool drop_last(struct plim_buf *clean, size_t root)
{
    size_t begin = clean->len;
    while (begin > root && clean->text[begin - 1] != '/')
        begin--;
    if (begin == clean->len || strcmp(clean->text + begin, "..") == 0)
        return false;
    clean->len = begin > root ? begin - 1 : root;
    clean->text[clean->len] = '\0';
    return true;
}

const char *kube_path_clean(struct plim_arena *arena, const char *path)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf clean = {0};
    struct plim_str rest = plim_str_from(path);
    size_t root = path[0] == '/' ? 1 : 0;
    plim_buf_append(&clean, "/", root);
    while (rest.len > 0) {
        struct plim_str part = {0};
        (void)plim_str_cut(&rest, '/', &part);
        bool is_up = plim_str_is(part, "..");
        if (part.len == 0 || plim_str_is(part, ".") || (is_up && drop_last(&clean, root)) ||
            (is_up && root == 1))
            continue;
        if (clean.len > root)
            plim_buf_append_char(&clean, '/');
        plim_buf_append_str(&clean, part);
    }
    return plim_arena_copy_c(arena, clean.len > 0 ? clean.text : ".");
}

static bool is_program(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

const char *kube_program_find(struct plim_arena *arena, const char *command, const char *path)
{
    if (strchr(command, '/'))
        return is_program(command) ? plim_arena_copy_c(arena, command) : NULL;
    struct plim_str rest = plim_str_from(path);
    while (rest.len > 0) {
        struct plim_str dir = {0};
        (void)plim_str_cut(&rest, ':', &dir);
        if (dir.len == 0 || dir.text[0] != '/')
            continue;
        const char *file =
            plim_path_join(arena, plim_arena_copy(arena, dir.text, dir.len), command);
        if (is_program(file))
            return file;
    }
    return NULL;
}

static bool is_listed(struct plim_arena *arena, const struct kube_plugin_policy *policy,
                      const char *command, const char *program, const char *path)
{
    for (size_t i = 0; i < policy->command_count; i++) {
        const char *entry = policy->commands[i];
        if (strcmp(entry, command) == 0 || strcmp(entry, program) == 0)
            return true;
        const char *found = kube_program_find(arena, entry, path);
        if (found && strcmp(found, program) == 0)
            return true;
    }
    return false;
}

enum plim_code kube_plugin_policy_check(const struct kube_plugin_policy *policy,
                                        const char *command, const char *path, struct plim_err *err)
{
    if (policy->rule == KUBE_PLUGINS_ALL)
        return PLIM_OK;
    if (policy->rule == KUBE_PLUGINS_NONE)
        return plim_err_set(err, PLIM_DENIED, "plugin '%s' not allowed: %s", command,
                            policy->reason ? policy->reason
                                           : "kuberc sets the policy to 'DenyAll'");
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *program = kube_program_find(arena, command, path);
    if (!program)
        return plim_err_set(err, PLIM_DENIED,
                            "plugin path '%s' cannot be resolved for the credential plugin "
                            "allowlist of kuberc: no such program",
                            command);
    if (is_listed(arena, policy, command, program, path))
        return PLIM_OK;
    return plim_err_set(err, PLIM_DENIED,
                        "plugin path '%s' is not permitted by the credential plugin allowlist of "
                        "kuberc",
                        program);
}
