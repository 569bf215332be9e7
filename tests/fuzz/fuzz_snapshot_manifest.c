#include <stdint.h>

#include "snapshot/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    if (snapshot_reader_parse("/nonexistent", "x.json", (struct plim_str){(const char *)data, size},
                              &reader, &err) != PLIM_OK)
        return 0;
    for (size_t i = 0; i < snapshot_reader_document_count(reader); i++)
        if (!snapshot_has(reader, snapshot_reader_document_at(reader, i)))
            __builtin_trap();
    return 0;
}
