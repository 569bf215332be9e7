/* Whole files, directories and paths. */
#ifndef PLIM_BASE_FILE_H
#define PLIM_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Read all of `path` into a new NUL-terminated buffer.
 *
 * path       file to read, relative to the working directory
 * max_bytes  refuse larger files; bytes, terminator not counted
 * text_out   receives the buffer; the caller releases it with free()
 * len_out    receives its length in bytes; may be NULL
 *
 * Fails with PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO; outputs are written only on success.
 */
PLIM_NODISCARD enum plim_code plim_file_read(const char *path, size_t max_bytes, char **text_out,
                                             size_t *len_out, struct plim_err *err);

/* Write `path` whole or not at all, as plim_file_stream does (base/sink.h). Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code plim_file_write(const char *path, const char *text, size_t len,
                                              struct plim_err *err);

bool plim_file_exists(const char *path);
bool plim_dir_exists(const char *path);

/* Create `path` and its parents, mode 0755; an existing directory is fine. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code plim_dir_make(const char *path, struct plim_err *err);

/* Remove `path` and all below it, never following links. Absent is fine. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code plim_dir_remove(const char *path, struct plim_err *err);

/* A new private directory below $TMPDIR (or /tmp); the caller frees path_out and removes it. */
PLIM_NODISCARD enum plim_code plim_dir_make_temporary(char **path_out, struct plim_err *err);

struct plim_dir_entry {
    const char *name; /* owned by the arena */
    bool is_dir;      /* links are resolved */
    bool is_link;
    bool is_file; /* itself, not at the end of a link */
};

/* The entries of a directory, without "." and "..", in byte order of their names.
 * Fails with PLIM_NOT_FOUND or PLIM_IO. */
PLIM_NODISCARD enum plim_code plim_dir_list(struct plim_arena *arena, const char *path,
                                            struct plim_dir_entry **entries_out, size_t *count_out,
                                            struct plim_err *err);

/* "dir/name", or `name` alone when it is absolute or `dir` is NULL, "" or ".". */
char *plim_path_join(struct plim_arena *arena, const char *dir, const char *name);

/* What stands before the last '/', or ".". */
char *plim_path_dir(struct plim_arena *arena, const char *path);

/* What stands after the last '/'; borrowed from `path`. */
const char *plim_path_name(const char *path);

#endif
