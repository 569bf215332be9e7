#include "policy/subject.h"

/* A '|' would end the cell; none of our texts has one. */
static void print_field(struct plim_buf *buf, const struct policy_field *field)
{
    plim_buf_printf(buf, "| `%s` | %s | %s |\n", field->name, field->type, field->doc);
}

void policy_records_print(struct plim_buf *buf)
{
    size_t count = 0;
    const struct policy_record *records = policy_records(&count);
    for (size_t i = 0; i < count; i++) {
        plim_buf_printf(buf, "%s### %s\n\n%s.\n\n| field | type | what it is |\n|---|---|---|\n",
                        i == 0 ? "" : "\n", records[i].name, records[i].doc);
        for (size_t j = 0; j < records[i].len; j++)
            print_field(buf, &records[i].fields[j]);
    }
}
