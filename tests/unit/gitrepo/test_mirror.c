#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/plim_check.h"

#include "fixture.h"

static enum plim_code open_url(const char *url, unsigned timeout_ms, struct gitrepo **repo,
                               struct plim_err *err)
{
    struct gitrepo_options options = {.cache_dir = fixture_path("cache"), .timeout_ms = timeout_ms};
    return gitrepo_open(url, &options, repo, err);
}

static const char *shop_url(void)
{
    return plim_arena_printf(fixture_arena(), "file://%s", fixture_path("shop"));
}

START_TEST(a_url_is_mirrored_and_brought_up_to_date)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *first = NULL;
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *second = NULL;
    fixture_run("git init -q shop; git -C shop commit -q --allow-empty -m one");
    plim_assert_ok(open_url(shop_url(), 0, &first, &err), &err);
    ck_assert_str_eq(fixture_commit(first, "").id, fixture_run("git -C shop rev-parse HEAD"));
    fixture_run("git -C shop commit -q --allow-empty -m two");
    plim_assert_ok(open_url(shop_url(), 0, &second, &err), &err);
    ck_assert_str_eq(fixture_commit(second, "").id, fixture_run("git -C shop rev-parse HEAD"));
    ck_assert_str_eq(gitrepo_url(second), shop_url());
}
END_TEST

START_TEST(a_mirror_is_never_used_when_the_remote_is_gone)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    fixture_run("git init -q shop; git -C shop commit -q --allow-empty -m one");
    plim_assert_ok(open_url(shop_url(), 0, &repo, &err), &err);
    gitrepo_free(repo);
    repo = NULL;
    fixture_run("mv shop gone");
    ck_assert_int_ne((int)open_url(shop_url(), 0, &repo, &err), (int)PLIM_OK);
    ck_assert_ptr_null(repo);
    ck_assert_ptr_nonnull(strstr(err.msg, "connect: "));
}
END_TEST

/* A port on loopback that accepts and says nothing. */
static int listen_silently(uint16_t *port_out)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(address);
    union {
        struct sockaddr_in *exact;
        struct sockaddr *general;
    } pointer = {&address};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(fd, pointer.general, len), 0);
    ck_assert_int_eq(listen(fd, 4), 0);
    ck_assert_int_eq(getsockname(fd, pointer.general, &len), 0);
    *port_out = ntohs(address.sin_port);
    return fd;
}

static const char *const schemes[] = {"http", "https", "ssh", "git"};

START_TEST(a_server_that_says_nothing_is_given_up)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    uint16_t port = 0;
    int fd = listen_silently(&port);
    const char *shown =
        plim_arena_printf(fixture_arena(), "%s://127.0.0.1:%u/shop", schemes[_i], (unsigned)port);
    const char *want =
        plim_arena_printf(fixture_arena(), "repository '%s': no answer within 100 ms", shown);
    plim_assert_fails(open_url(shown, 100, &repo, &err), PLIM_LIMIT, &err, want);
    (void)close(fd);
}
END_TEST

START_TEST(a_refused_connection_is_unavailable_and_tells_no_password)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    ck_assert_int_eq((int)open_url("http://ann:secret@127.0.0.1:1/shop", 0, &repo, &err),
                     (int)PLIM_UNAVAILABLE);
    ck_assert_str_eq(err.msg, "repository 'http://127.0.0.1:1/shop': connect: failed to connect to "
                              "127.0.0.1: Connection refused");
}
END_TEST

START_TEST(nothing_of_the_url_is_written_to_the_mirror)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    ck_assert_int_ne((int)open_url("http://ann:secret@127.0.0.1:1/shop", 0, &repo, &err),
                     (int)PLIM_OK);
    ck_assert_str_eq(fixture_run("grep -r secret cache || true"), "");
}
END_TEST

START_TEST(without_a_cache_directory_nothing_is_mirrored)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    plim_assert_fails(gitrepo_open("https://git.example.org/x", &options, &repo, &err),
                      PLIM_INVALID, &err,
                      "repository 'https://git.example.org/x': no cache directory is known for its "
                      "mirror");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_test(tcase, a_url_is_mirrored_and_brought_up_to_date);
    tcase_add_test(tcase, a_mirror_is_never_used_when_the_remote_is_gone);
    tcase_add_loop_test(tcase, a_server_that_says_nothing_is_given_up, 0, (int)PLIM_LEN(schemes));
    tcase_add_test(tcase, a_refused_connection_is_unavailable_and_tells_no_password);
    tcase_add_test(tcase, nothing_of_the_url_is_written_to_the_mirror);
    tcase_add_test(tcase, without_a_cache_directory_nothing_is_mirrored);
}

PLIM_CHECK_MAIN("mirror", add_cases)
