#include <stdlib.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/file.h"

#include "file_safety_priv.h"

static enum plim_code check(const char *path, bool is_dir, struct plim_err *err)
{
    static const char advice[] = "chmod go-w it, or allow it with --allow-unsafe-kubeconfig";
    struct stat info;
    if (stat(path, &info) != 0)
        return PLIM_OK;
    bool sticky = is_dir && (info.st_mode & S_ISVTX);
    const char *who = (info.st_mode & S_IWOTH) ? "others" : "its group";
    if ((info.st_mode & (S_IWGRP | S_IWOTH)) && !sticky)
        return plim_err_set(err, PLIM_DENIED, "'%s' may be written by %s (mode %04o): %s", path,
                            who, (unsigned)(info.st_mode & 07777), advice);
    return PLIM_OK;
}

enum plim_code kube_file_check_writers(const char *path, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_freep) char *real = realpath(path, NULL);
    if (!real)
        return PLIM_OK;
    if (check(real, false, err) != PLIM_OK ||
        check(plim_path_dir(arena, real), true, err) != PLIM_OK)
        return err->code;
    return check(plim_path_dir(arena, path), true, err);
}
