#include "base/buf.h"
#include "support/certificate.h"
#include "support/plim_check.h"

#include "key_pair_priv.h"

struct pair {
    struct plim_buf certificate;
    struct plim_buf key;
};

static struct pair one;
static struct pair other;

static void make_pairs(void)
{
    plim_certificate_make(&one.certificate, &one.key);
    plim_certificate_make(&other.certificate, &other.key);
}

static void release(struct pair *pair)
{
    plim_buf_release(&pair->certificate);
    plim_buf_release(&pair->key);
}

static void release_pairs(void)
{
    release(&one);
    release(&other);
}

START_TEST(a_key_fits_its_own_certificate)
{
    ck_assert(kube_key_fits(plim_buf_str(&one.certificate), plim_buf_str(&one.key)));
    ck_assert(!kube_key_fits(plim_buf_str(&one.certificate), plim_buf_str(&other.key)));
}
END_TEST

START_TEST(of_a_chain_the_first_certificate_counts)
{
    plim_buf_append_str(&one.certificate, plim_buf_str(&other.certificate));
    ck_assert(kube_key_fits(plim_buf_str(&one.certificate), plim_buf_str(&one.key)));
    ck_assert(!kube_key_fits(plim_buf_str(&one.certificate), plim_buf_str(&other.key)));
}
END_TEST

START_TEST(what_cannot_be_read_fits_nothing)
{
    struct plim_str half = {one.key.text, one.key.len / 2};
    ck_assert(!kube_key_fits(plim_buf_str(&one.certificate), half));
    ck_assert(!kube_key_fits(plim_buf_str(&one.key), plim_buf_str(&one.key)));
    ck_assert(!kube_key_fits(PLIM_STR(""), plim_buf_str(&one.key)));
    ck_assert(!kube_key_fits(plim_buf_str(&one.certificate), PLIM_STR("")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_pairs, release_pairs);
    tcase_add_test(tcase, a_key_fits_its_own_certificate);
    tcase_add_test(tcase, of_a_chain_the_first_certificate_counts);
    tcase_add_test(tcase, what_cannot_be_read_fits_nothing);
}

PLIM_CHECK_MAIN("kube.key_pair", add_cases)
