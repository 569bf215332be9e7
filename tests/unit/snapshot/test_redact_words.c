#include "support/plim_check.h"

#include "redact_words_priv.h"

/* The lists that are files: in the order that is searched. */
static const char *const fields[] = {
#include "redact_fields.inc"
};
static const char *const constants[] = {
#include "redact_constants.inc"
};
static const char *const kinds[] = {
#include "redact_kinds.inc"
};
static const char *const names[] = {
#include "redact_names.inc"
};

#define IS_FOUND(words, list)                                                                   \
    do {                                                                                        \
        for (size_t i = 0; i < PLIM_LEN(words); i++)                                            \
            ck_assert_msg(snapshot_word_is(list, plim_str_from((words)[i])), "%s", (words)[i]); \
    } while (0)

START_TEST(every_word_of_a_list_is_found)
{
    IS_FOUND(fields, SNAPSHOT_WORDS_FIELDS);
    IS_FOUND(constants, SNAPSHOT_WORDS_CONSTANTS);
    IS_FOUND(kinds, SNAPSHOT_WORDS_KINDS);
    IS_FOUND(names, SNAPSHOT_WORDS_NAMES);
}
END_TEST

static const struct {
    const char *word;
    enum snapshot_words list;
    bool found;
} words[] = {
    {".", SNAPSHOT_WORDS_FIELDS, true},
    {"valuesFrom", SNAPSHOT_WORDS_FIELDS, true},
    {"acme", SNAPSHOT_WORDS_FIELDS, false},
    {"", SNAPSHOT_WORDS_FIELDS, false},
    {"ALL", SNAPSHOT_WORDS_CONSTANTS, true},
    {"WAKE_ALARM", SNAPSHOT_WORDS_CONSTANTS, true},
    {"always", SNAPSHOT_WORDS_CONSTANTS, false},
    {"toolkit", SNAPSHOT_WORDS_DOMAIN_PARTS, true},
    {"argoproj.io", SNAPSHOT_WORDS_DOMAINS, true},
    {"kubernetes.io", SNAPSHOT_WORDS_DOMAINS, true},
    {"acme.io", SNAPSHOT_WORDS_DOMAINS, false},
    {"masters", SNAPSHOT_WORDS_SYSTEM, true},
    {"rc", SNAPSHOT_WORDS_SUFFIXES, true},
    {"$ref", SNAPSHOT_WORDS_SCHEMA, true},
    {"description", SNAPSHOT_WORDS_SCHEMA, false},
    {"Go-http-client", SNAPSHOT_WORDS_MANAGERS, true},
    {"source-controller", SNAPSHOT_WORDS_MANAGERS, true},
};

START_TEST(a_word_is_found_in_its_list_alone)
{
    struct plim_str word = plim_str_from(words[_i].word);
    ck_assert_int_eq(snapshot_word_is(words[_i].list, word), words[_i].found);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, every_word_of_a_list_is_found);
    tcase_add_loop_test(tcase, a_word_is_found_in_its_list_alone, 0, PLIM_LEN(words));
}

PLIM_CHECK_MAIN("snapshot.redact_words", add_cases)
