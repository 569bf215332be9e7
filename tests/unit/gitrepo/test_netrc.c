#include "support/plim_check.h"

#include "netrc_priv.h"

static const char text[] = "# machine commented login x password y\n"
                           "machine one.example.org login ann password first\n"
                           "machine one.example.org login bob password second\n"
                           "machine empty.example.org login ann\n"
                           "macdef init\ncd /pub\nmachine macro.example.org password no\n\n"
                           "machine Two.example.org\n\tlogin carol\n\taccount x\n"
                           "\tpassword \"quo#ted\"\n"
                           "default login anonymous password guest\n";

static const struct {
    const char *host;
    const char *user;
    const char *login;
    const char *password;
} entries[] = {
    {"one.example.org", "", "ann", "first"},
    {"one.example.org", "bob", "bob", "second"},
    {"two.example.org", "", "carol", "quo#ted"},
    {"empty.example.org", "", "anonymous", "guest"},
    {"macro.example.org", "", "anonymous", "guest"},
    {"other.example.org", "", "anonymous", "guest"},
};

START_TEST(the_entry_of_the_host_is_found)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct gitrepo_login login;
    ck_assert(
        gitrepo_netrc_find(arena, plim_str_from(text), entries[_i].host, entries[_i].user, &login));
    ck_assert_str_eq(login.user, entries[_i].login);
    ck_assert_str_eq(login.password, entries[_i].password);
}
END_TEST

static const struct {
    const char *text;
    const char *host;
    const char *user;
} without[] = {
    {"", "one.example.org", ""},
    {"machine one.example.org login ann password x", "two.example.org", ""},
    {"machine one.example.org login ann password x", "one.example.org", "bob"},
    {"machine one.example.org.evil password x", "one.example.org", ""},
    {"machine", "one.example.org", ""},
    {"machine one.example.org password", "one.example.org", ""},
};

START_TEST(no_entry_means_no_password)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct gitrepo_login login;
    ck_assert(!gitrepo_netrc_find(arena, plim_str_from(without[_i].text), without[_i].host,
                                  without[_i].user, &login));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_entry_of_the_host_is_found, 0, (int)PLIM_LEN(entries));
    tcase_add_loop_test(tcase, no_entry_means_no_password, 0, (int)PLIM_LEN(without));
}

PLIM_CHECK_MAIN("netrc", add_cases)
