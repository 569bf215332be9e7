/* What a server has to say beside its answer. */
#ifndef HTTP_WARNING_PRIV_H
#define HTTP_WARNING_PRIV_H

#include "base/buf.h"

enum {
    HTTP_WARNING_BYTES_MAX = 1024,       /* of one text; the rest is cut off */
    HTTP_WARNINGS_BYTES_MAX = 16 * 1024, /* of all texts of one answer; others are dropped */
};

/*
 * Append the texts of one Warning header, each ended by a line break. Others than code 299 ("for
 * people") are left out, and so is whatever follows a part that is not formed well. Bytes outside
 * of printable ASCII become '?', so that a text can go into any document or terminal. Source: RFC
 * 7234, section 5.5; apimachinery pkg/util/net, ParseWarningHeaders; client-go rest/warnings.go.
 */
void http_warning_take(const char *header, struct plim_buf *texts);

#endif
