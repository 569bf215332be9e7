#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

enum { DEPTH_MAX = 512 };

static void close_dir(DIR **dir)
{
    if (*dir)
        (void)closedir(*dir);
}

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

bool plim_dir_exists(const char *path)
{
    struct stat info = {0};
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum plim_code plim_dir_make(const char *path, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *prefix = plim_copy_c(path);
    for (char *at = prefix; *at != '\0'; at++) {
        if (*at != '/' || at == prefix)
            continue;
        *at = '\0';
        (void)mkdir(prefix, 0755); /* the last one tells whether it went well */
        *at = '/';
    }
    if (mkdir(path, 0755) == 0 || plim_dir_exists(path))
        return PLIM_OK;
    return plim_err_set(err, PLIM_IO, "create directory '%s': %s", path, strerror(errno));
}

/* Removes the entry `name` of an open directory; false with errno. */
static bool remove_at(int parent, const char *name, unsigned depth)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
        return true;
    if ((errno != EISDIR && errno != EPERM) || depth == DEPTH_MAX)
        return false;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    PLIM_CLEANUP(close_dir) DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            (void)close(fd);
        return false;
    }
    for (const struct dirent *entry; (entry = readdir(dir));) /* NOLINT(concurrency-mt-unsafe) */
        if (!is_dot(entry->d_name) && !remove_at(fd, entry->d_name, depth + 1))
            return false;
    return unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

enum plim_code plim_dir_remove(const char *path, struct plim_err *err)
{
    if (remove_at(AT_FDCWD, path, 0))
        return PLIM_OK;
    return plim_err_set(err, PLIM_IO, "remove '%s': %s", path, strerror(errno));
}

enum plim_code plim_dir_make_temporary(char **path_out, struct plim_err *err)
{
    static const char name[] = "/plimsoll-XXXXXX";
    const char *base = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
    if (!base || base[0] == '\0')
        base = "/tmp";
    size_t len = strlen(base);
    PLIM_CLEANUP(plim_freep) char *path = plim_calloc(len + sizeof(name), 1);
    memcpy(path, base, len);
    memcpy(path + len, name, sizeof(name));
    if (!mkdtemp(path))
        return plim_err_set(err, PLIM_IO, "create a directory in '%s': %s", base, strerror(errno));
    *path_out = PLIM_STEAL(path);
    return PLIM_OK;
}

static int compare_entries(const void *left, const void *right)
{
    const struct plim_dir_entry *one = left;
    const struct plim_dir_entry *other = right;
    return strcmp(one->name, other->name);
}

/* Most file systems tell the type with the name, which saves a call for each file. */
static void look_at(int dir, const struct dirent *read, struct plim_dir_entry *entry)
{
    struct stat info = {0};
    entry->is_file = read->d_type == DT_REG;
    entry->is_dir = read->d_type == DT_DIR;
    if (entry->is_file || entry->is_dir)
        return;
    if (fstatat(dir, read->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
        entry->is_link = S_ISLNK(info.st_mode);
        entry->is_file = S_ISREG(info.st_mode);
    }
    entry->is_dir = fstatat(dir, read->d_name, &info, 0) == 0 && S_ISDIR(info.st_mode);
}

enum plim_code plim_dir_list(struct plim_arena *arena, const char *path,
                             struct plim_dir_entry **entries_out, size_t *count_out,
                             struct plim_err *err)
{
    PLIM_CLEANUP(close_dir) DIR *dir = opendir(path);
    if (!dir) {
        int number = errno;
        return plim_err_set(err, number == ENOENT ? PLIM_NOT_FOUND : PLIM_IO,
                            "open directory '%s': %s", path, strerror(number));
    }
    PLIM_CLEANUP(plim_freep) struct plim_dir_entry *entries = NULL;
    size_t len = 0;
    size_t cap = 0;
    errno = 0;
    for (const struct dirent *entry; (entry = readdir(dir)); errno = 0) {
        if (is_dot(entry->d_name))
            continue;
        PLIM_GROW(entries, len, cap);
        entries[len] = (struct plim_dir_entry){.name = plim_arena_copy_c(arena, entry->d_name)};
        look_at(dirfd(dir), entry, &entries[len++]);
    }
    if (errno != 0)
        return plim_err_set(err, PLIM_IO, "read directory '%s': %s", path, strerror(errno));
    if (len > 0)
        qsort(entries, len, sizeof(*entries), compare_entries);
    struct plim_dir_entry *kept = plim_arena_array(arena, len, sizeof(*kept));
    if (len > 0)
        memcpy(kept, entries, len * sizeof(*kept));
    *entries_out = kept;
    *count_out = len;
    return PLIM_OK;
}

char *plim_path_join(struct plim_arena *arena, const char *dir, const char *name)
{
    if (!dir || dir[0] == '\0' || strcmp(dir, ".") == 0 || name[0] == '/')
        return plim_arena_copy_c(arena, name);
    const struct plim_str parts[] = {plim_str_from(dir), plim_str_from(name)};
    return plim_arena_join(arena, parts, PLIM_LEN(parts),
                           dir[parts[0].len - 1] == '/' ? '\0' : '/');
}

char *plim_path_dir(struct plim_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return plim_arena_copy_c(arena, ".");
    return slash == path ? plim_arena_copy_c(arena, "/")
                         : plim_arena_copy(arena, path, (size_t)(slash - path));
}

const char *plim_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
