#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "kube/cache.h"

#include "cache_dir_priv.h"

struct kube_cache_dir {
    int fd;
    unsigned written; /* by this process: a part of temporary names */
};

static const char magic[] = "plimsoll cluster cache 1 ";
static const char temporary[] = ".new-";

enum { HEAD_BYTES_MAX = 1024, NAME_CHARS = PLIM_SHA256_TEXT_BYTES - 1 };

/* Ours alone: nobody else can have put something there. */
static bool is_private(int fd, mode_t type, struct stat *info)
{
    return fstat(fd, info) == 0 && (info->st_mode & S_IFMT) == type && info->st_uid == geteuid() &&
           (info->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

struct kube_cache_dir *kube_cache_dir_open(const char *path)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err ignored = {0};
    struct stat info = {0};
    if (plim_dir_make(plim_path_dir(arena, path), &ignored) != PLIM_OK ||
        (mkdir(path, S_IRWXU) != 0 && errno != EEXIST))
        return NULL;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && !is_private(fd, S_IFDIR, &info)) {
        (void)close(fd);
        fd = -1;
    }
    if (fd < 0)
        return NULL;
    struct kube_cache_dir *dir = plim_calloc(1, sizeof(*dir));
    dir->fd = fd;
    return dir;
}

/* ---- the text of a file */

bool kube_cache_etag_is_sound(struct plim_str etag)
{
    for (size_t i = 0; i < etag.len; i++) {
        if (etag.text[i] <= ' ' || etag.text[i] > '~')
            return false;
    }
    return etag.len > 0 && etag.len < HTTP_ETAG_BYTES;
}

bool kube_cache_file_parse(struct plim_str text, const char *key, struct plim_str *etag_out,
                           struct plim_str *body_out)
{
    struct plim_str rest = text;
    struct plim_str head = {0};
    struct plim_str name = {0};
    struct plim_str etag = {0};
    char digest[PLIM_SHA256_TEXT_BYTES];
    if (!plim_str_cut(&rest, '\n', &head) || !plim_str_starts(head, PLIM_STR(magic)))
        return false;
    struct plim_str stated = {head.text + sizeof(magic) - 1, head.len - (sizeof(magic) - 1)};
    if (!plim_str_is(stated, plim_sha256_text(rest.text, rest.len, digest)))
        return false;
    if (!plim_str_cut(&rest, '\n', &name) || !plim_str_is(name, key) ||
        !plim_str_cut(&rest, '\n', &etag) || !kube_cache_etag_is_sound(etag))
        return false;
    *etag_out = etag;
    *body_out = rest;
    return true;
}

static void write_text(struct plim_buf *text, const char *key, const char *etag,
                       struct plim_str body)
{
    char digest[PLIM_SHA256_TEXT_BYTES];
    PLIM_CLEANUP(plim_buf_release) struct plim_buf rest = {0};
    plim_buf_printf(&rest, "%s\n%s\n", key, etag);
    plim_buf_append(&rest, body.text, body.len);
    plim_buf_printf(text, "%s%s\n", magic, plim_sha256_text(rest.text, rest.len, digest));
    plim_buf_append(text, rest.text, rest.len);
}

/* ---- one file */

static bool read_all(int fd, size_t len, char *text)
{
    size_t done = 0;
    while (done < len) {
        ssize_t got = read(fd, text + done, len - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static bool write_all(int fd, struct plim_str text)
{
    size_t done = 0;
    while (done < text.len) {
        ssize_t put = write(fd, text.text + done, text.len - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

static bool load_from(int fd, const char *key, struct kube_cache_entry *entry_out)
{
    struct stat info = {0};
    struct plim_str etag = {0};
    struct plim_str body = {0};
    if (!is_private(fd, S_IFREG, &info) || info.st_size <= 0 ||
        info.st_size > KUBE_CACHE_FILE_BYTES_MAX + HEAD_BYTES_MAX)
        return false;
    size_t len = (size_t)info.st_size;
    PLIM_CLEANUP(plim_freep) char *text = plim_calloc(len, 1);
    if (!read_all(fd, len, text) ||
        !kube_cache_file_parse((struct plim_str){text, len}, key, &etag, &body))
        return false;
    *entry_out = (struct kube_cache_entry){0};
    memcpy(entry_out->etag, etag.text, etag.len);
    plim_buf_append(&entry_out->body, body.text, body.len);
    return true;
}

bool kube_cache_dir_load(const struct kube_cache_dir *dir, const char *key,
                         struct kube_cache_entry *entry_out)
{
    int fd = openat(dir->fd, key, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool whole = load_from(fd, key, entry_out);
    if (whole)
        (void)futimens(fd, NULL); /* it was used now */
    (void)close(fd);
    return whole;
}

/* Not synced: what a power failure leaves is not whole, and so no file. */
static bool write_file(const struct kube_cache_dir *dir, const char *name, struct plim_str text)
{
    int fd = openat(dir->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
    if (fd < 0)
        return false;
    bool written = write_all(fd, text);
    return close(fd) == 0 && written;
}

void kube_cache_dir_save(struct kube_cache_dir *dir, const char *key, const char *etag,
                         struct plim_str body)
{
    char name[64];
    if (body.len > KUBE_CACHE_FILE_BYTES_MAX || !kube_cache_etag_is_sound(plim_str_from(etag)))
        return;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    write_text(&text, key, etag, body);
    (void)snprintf(name, sizeof(name), "%s%ld-%u", temporary, (long)getpid(), dir->written++);
    if (!write_file(dir, name, plim_buf_str(&text)) || renameat(dir->fd, name, dir->fd, key) != 0)
        (void)unlinkat(dir->fd, name, 0);
}

/* ---- what is too old or too much */

struct kept_file {
    char name[NAME_CHARS + 1];
    int64_t used_at;
    int64_t bytes;
};

struct kept_files {
    struct kept_file *items; /* owned */
    size_t len;
    size_t cap;
};

/* Nothing but what we write: the names of keys, and temporary ones. */
static bool is_ours(const char *name)
{
    return strlen(name) == NAME_CHARS ||
           (strncmp(name, temporary, sizeof(temporary) - 1) == 0 && strlen(name) < NAME_CHARS);
}

static void list_files(const struct kube_cache_dir *dir, struct kept_files *files)
{
    int fd = openat(dir->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (!stream) {
        if (fd >= 0)
            (void)close(fd);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(stream));) {
        struct stat info = {0};
        if (!is_ours(entry->d_name) ||
            fstatat(dir->fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        PLIM_GROW(files->items, files->len, files->cap);
        struct kept_file *file = &files->items[files->len++];
        *file = (struct kept_file){.used_at = info.st_mtime, .bytes = info.st_size};
        memcpy(file->name, entry->d_name, strlen(entry->d_name) + 1);
    }
    (void)closedir(stream);
}

/* The last used first. */
static int compare_files(const void *left_pointer, const void *right_pointer)
{
    const struct kept_file *left = left_pointer;
    const struct kept_file *right = right_pointer;
    if (left->used_at != right->used_at)
        return left->used_at > right->used_at ? -1 : 1;
    return strcmp(left->name, right->name);
}

static void remove_surplus(const struct kube_cache_dir *dir)
{
    struct kept_files files = {0};
    list_files(dir, &files);
    if (files.len > 1)
        qsort(files.items, files.len, sizeof(*files.items), compare_files);
    int64_t bytes = 0;
    for (size_t i = 0; i < files.len; i++) {
        const struct kept_file *file = &files.items[i];
        int64_t age = files.items[0].used_at - file->used_at;
        bytes += file->bytes;
        if (i >= KUBE_CACHE_FILES_MAX || bytes > KUBE_CACHE_BYTES_MAX || age > KUBE_CACHE_AGE_MAX_S)
            (void)unlinkat(dir->fd, file->name, 0);
    }
    free(files.items);
}

void kube_cache_dir_free(struct kube_cache_dir *dir)
{
    if (!dir)
        return;
    if (dir->written > 0)
        remove_surplus(dir);
    (void)close(dir->fd);
    free(dir);
}
