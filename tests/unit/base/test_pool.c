#include <stdatomic.h>

#include "base/pool.h"
#include "support/plim_check.h"

enum { JOBS = 1000, TWICE_JOBS = 2000, THREADS = 4 };

struct tally {
    _Atomic int runs;
    _Atomic int strangers; /* runs on a worker that there is not */
};

static void count(void *job, size_t worker)
{
    struct tally *tally = job;
    atomic_fetch_add(&tally->runs, 1);
    if (worker >= THREADS)
        atomic_fetch_add(&tally->strangers, 1);
}

static void submit_many(struct plim_pool *pool, struct tally *tally)
{
    for (int i = 0; i < JOBS; i++)
        plim_pool_submit(pool, count, tally);
}

START_TEST(wait_returns_when_all_have_run)
{
    struct tally tally = {0};
    struct plim_pool *pool = plim_pool_new(THREADS);
    submit_many(pool, &tally);
    plim_pool_wait(pool);
    ck_assert_int_eq(tally.runs, JOBS);
    submit_many(pool, &tally);
    plim_pool_wait(pool);
    ck_assert_int_eq(tally.runs, TWICE_JOBS);
    ck_assert_int_eq(tally.strangers, 0);
    plim_pool_free(pool);
}
END_TEST

START_TEST(free_waits_for_the_rest)
{
    struct tally tally = {0};
    struct plim_pool *pool = plim_pool_new(2);
    submit_many(pool, &tally);
    plim_pool_free(pool);
    ck_assert_int_eq(tally.runs, JOBS);
}
END_TEST

START_TEST(without_a_number_there_is_one_thread_per_core)
{
    struct plim_pool *pool = plim_pool_new(0);
    ck_assert_uint_ge(plim_pool_threads(pool), 1);
    plim_pool_wait(pool);
    plim_pool_free(pool);
    plim_pool_free(NULL);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, wait_returns_when_all_have_run);
    tcase_add_test(tcase, free_waits_for_the_rest);
    tcase_add_test(tcase, without_a_number_there_is_one_thread_per_core);
}

PLIM_CHECK_MAIN("base.pool", add_cases)
