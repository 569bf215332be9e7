/* Doubles as text. */
#ifndef PLIM_VALUE_NUMBER_PRIV_H
#define PLIM_VALUE_NUMBER_PRIV_H

enum { VALUE_NUMBER_TEXT_BYTES = 40 };

/* The shortest JSON number that reads back as the same double: "0.1", "1.0", "1e+300". Finite only.
 */
void value_number_format(double real, char text_out[VALUE_NUMBER_TEXT_BYTES]);

/* As Go's strconv.FormatFloat(real, 'g', -1, 32) does, in which sigs.k8s.io/yaml writes map keys.
 */
void value_number_format_key(double real, char text_out[VALUE_NUMBER_TEXT_BYTES]);

#endif
