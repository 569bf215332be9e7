/* Text in double quotes as Go's %q writes it, which Kubernetes' format shows inside of lists. */
#ifndef PLIM_CEL_QUOTE_H
#define PLIM_CEL_QUOTE_H

#include "base/buf.h"
#include "base/str.h"

/* Appended to the buffer. Any bytes: what is no UTF-8 becomes \xff. Code points that Unicode has
 * not assigned are taken for printable. Source: Go's strconv.Quote and strconv.IsPrint. */
void cel_quote_go(struct plim_str text, struct plim_buf *buf);

#endif
