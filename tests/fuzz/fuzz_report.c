/* A saved report may be anything: no format of it may be more than an error. */
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/report.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    struct value report = {0};
    struct report_style style = {.width = 80, .verbose = true, .exit_status = -1};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_sink sink = plim_buf_sink(&text);
    if (value_json_read(arena, (struct plim_str){(const char *)data, size}, &report, &err) !=
        PLIM_OK)
        return 0;
    for (size_t i = 0; i < report_format_count(); i++) {
        plim_buf_clear(&text);
        (void)!report_write(report_format_name(i), &report, &style, &sink, &err);
    }
    return 0;
}
