/* Prints the assessment of documents given on the command line: maturity_assess_files MODEL NOW
 * FILE... */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "value/json.h"

#include "fixture.h"

static int complain(const struct plim_err *err)
{
    (void)fprintf(stderr, "%s\n", err->msg);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct plim_err *err = &fixture.err;
    if (argc < 4 || plim_time_parse(plim_str_from(argv[2]), &fixture.request.now, err) != PLIM_OK)
        return complain(err);
    for (int i = 3; i < argc; i++) {
        PLIM_CLEANUP(plim_freep) char *text = NULL;
        if (plim_file_read(argv[i], 1 << 20, &text, NULL, err) != PLIM_OK ||
            fixture_add(&fixture, argv[i], text) != PLIM_OK)
            return complain(err);
    }
    fixture.request.set = fixture.set;
    fixture.request.evidence = fixture.evidence;
    fixture.request.model = plim_str_from(argv[1]);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf json = {0};
    if (maturity_set_link(fixture.set, NULL, 0, err) != PLIM_OK ||
        maturity_assess(fixture.arena, &fixture.request, &fixture.result, err) != PLIM_OK ||
        value_json_write(&fixture.result, VALUE_JSON_PRETTY, &json, err) != PLIM_OK)
        return complain(err);
    (void)printf("%.*s\n", PLIM_STR_ARG(plim_buf_str(&json)));
    return EXIT_SUCCESS;
}
