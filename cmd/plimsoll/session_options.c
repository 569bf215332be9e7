#include "session_rows.h"

const struct option session_options[] = {
    SESSION_INPUT_ROWS SESSION_CONNECTION_ROWS SESSION_LIMIT_ROWS SESSION_FILE_ROW
        SESSION_REPORT_ROWS SESSION_END_ROW,
};
