#include "cel_check.h"

static const struct cel_case references_are_taken_apart_cases[] = {
    {"image('nginx').registry()", "\"index.docker.io\""},
    {"image('docker.io/nginx').repository()", "\"library/nginx\""},
    {"image('ghcr.io/a/b:1.2').registry()", "\"ghcr.io\""},
    {"image('ghcr.io/a/b:1.2').repository()", "\"a/b\""},
    {"image('ghcr.io/a/b:1.2').tag()", "\"1.2\""},
    {"image('localhost:5000/ab').tag()", "\"latest\""},
    {"image('nginx:1.2').identifier()", "\"1.2\""},
    {"image('nginx:1.2').identifierWithSeparator()", "\":1.2\""},
    {"image('nginx').identifierWithSeparator()", "\":latest\""},
    {"image('nginx:1.2@sha256:' + "
     "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef')"
     ".identifierWithSeparator()",
     "\"@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""},
    {"image('nginx:1.2').digest()", "\"\""},
    {"image('nginx:1.2').containsDigest()", "false"},
    {"parseImageReference('nginx').identifier()", "\"latest\""},
    {"image('nginx') == image('nginx')", "true"},
    {"image('nginx') == image('docker.io/library/nginx:latest')", "false"},
    {"image('a.b:5000/nginx:1.2@sha256:' + "
     "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef').tag()",
     "\"1.2\""},
    {"image('a.b:5000/nginx@sha256:' + "
     "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef').tag()",
     "\"\""},
    {"image('nginx:1.2@sha256:' + "
     "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef').identifier()",
     "\"1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""},
    {"isImage('ghcr.io/a/b')", "true"},
    {"isImage('Nginx')", "false"},
    {"image('nginx:')", "error: could not parse reference: nginx:"},
};

START_TEST(references_are_taken_apart)
{
    cel_expect("kyverno", &references_are_taken_apart_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, references_are_taken_apart, 0,
                        (int)PLIM_LEN(references_are_taken_apart_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_image", add_cases)
