#include "saved_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "value/json.h"

enum { REPORT_BYTES_MAX = 1024 * 1024 * 1024 };

enum plim_code saved_report_read(struct plim_arena *arena, const char *path,
                                 struct value *report_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    bool is_input = strcmp(path, "-") == 0;
    const char *name = is_input ? "standard input" : path;
    if (plim_file_read(is_input ? "/dev/stdin" : path, REPORT_BYTES_MAX, &text, &len, err) !=
        PLIM_OK)
        return err->code;
    if (value_json_read(arena, (struct plim_str){text, len}, report_out, err) != PLIM_OK)
        return plim_err_wrap(err, "%s: not a report in JSON", name);
    if (!value_is_string(value_get(report_out, "kind"), "AuditReport") ||
        !value_is_string(value_get(report_out, "apiVersion"), "plimsoll.dev/v1alpha1"))
        return plim_err_set(err, PLIM_INVALID,
                            "%s: expected an AuditReport of plimsoll.dev/v1alpha1, as 'audit -o "
                            "json' writes it",
                            name);
    return PLIM_OK;
}
