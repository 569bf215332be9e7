/* YAML out, in block style, for people to read. */
#ifndef PLIM_VALUE_YAML_WRITE_H
#define PLIM_VALUE_YAML_WRITE_H

#include "base/buf.h"
#include "value/value.h"

/*
 * Append the value as a document without "---": two blanks a level, maps in their order, texts of
 * several lines as "|" blocks, texts that could be taken for something else in quotes. Reading it
 * as a manifest gives an equal value. What JSON has no form for is written as value_json_write
 * does.
 */
void value_yaml_write(const struct value *value, struct plim_buf *buf);

#endif
