/* Why a text is no address or network, in the words of an API server. */
#ifndef PLIM_CEL_ADDRESS_FAULT_H
#define PLIM_CEL_ADDRESS_FAULT_H

#include "base/buf.h"
#include "base/str.h"

/* Appended to the buffer, of a text that cel_address_parse or cel_network_parse refuses.
 * Source: Go 1.25 net/netip; k8s.io/apiserver/pkg/cel/library/ip.go and cidr.go. */
void cel_address_fault(struct plim_str text, struct plim_buf *buf);
void cel_network_fault(struct plim_str text, struct plim_buf *buf);

#endif
