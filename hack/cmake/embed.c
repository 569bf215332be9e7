/*
 * Writes files as C data.
 *
 * usage: plim_embed OUTPUT BASE PATH...     each PATH is relative to BASE
 *
 * Bytes are numbers, because string literals longer than 4095 characters are not portable
 * (C17, 5.2.4.1).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_PER_LINE = 32 };

static int compare_paths(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;
    return strcmp(*a, *b);
}

static FILE *open_below(const char *base, const char *path)
{
    size_t size = strlen(base) + strlen(path) + 2;
    char *whole = malloc(size);
    if (whole == NULL)
        return NULL;
    (void)snprintf(whole, size, "%s/%s", base, path);
    FILE *file = fopen(whole, "rbe");
    free(whole);
    return file;
}

static int write_bytes(FILE *out, FILE *in, size_t index)
{
    fprintf(out, "static const char text_%zu[] = {\n", index);
    size_t written = 0;
    for (int byte = getc(in); byte != EOF; byte = getc(in)) {
        fprintf(out, "%d,", byte > 127 ? byte - 256 : byte);
        if (++written % BYTES_PER_LINE == 0)
            fputc('\n', out);
    }
    fputs("0};\n", out);
    return ferror(in) || ferror(out);
}

static int write_files(FILE *out, const char *base, char **paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        FILE *in = open_below(base, paths[i]);
        if (in == NULL) {
            fprintf(stderr, "plim_embed: cannot read %s/%s\n", base, paths[i]);
            return 1;
        }
        int failed = write_bytes(out, in, i);
        (void)fclose(in);
        if (failed)
            return 1;
    }
    fputs("static const struct policy_file files[] = {\n", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", text_%zu, sizeof(text_%zu) - 1},\n", paths[i], i, i);
    fputs("};\n", out);
    return ferror(out);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: plim_embed OUTPUT BASE PATH...\n");
        return 2;
    }
    char **paths = argv + 3;
    size_t count = (size_t)argc - 3;
    FILE *out = fopen(argv[1], "wbe");
    if (out == NULL) {
        fprintf(stderr, "plim_embed: cannot write %s\n", argv[1]);
        return 1;
    }
    qsort(paths, count, sizeof(*paths), compare_paths);
    fputs("#include \"policy/embedded.h\"\n\n", out);
    int status = write_files(out, argv[2], paths, count);
    fputs("\nvoid policy_embedded(const struct policy_file **files_out, size_t *count_out)\n{\n"
          "    *files_out = files;\n    *count_out = sizeof(files) / sizeof(files[0]);\n}\n",
          out);
    return fclose(out) != 0 || status != 0;
}
