#include <stdatomic.h>

#include "support/plim_check.h"
#include "value/pack.h"

#include "ranges_priv.h"
#include "run_priv.h"

static struct audit_run run;
static struct audit_worker workers[3];

static void start(void)
{
    run = (struct audit_run){
        .pool = plim_pool_new(PLIM_LEN(workers)),
        .workers = workers,
        .worker_count = PLIM_LEN(workers),
    };
}

static void stop(void)
{
    plim_pool_free(run.pool);
}

static void pack_numbers(const struct audit_range *range, struct audit_worker *worker)
{
    atomic_size_t *seen = *(atomic_size_t *const *)range->context;
    ck_assert(worker >= workers && worker < workers + PLIM_LEN(workers));
    for (size_t i = range->first; i < range->end; i++) {
        struct value number = value_int((int64_t)i);
        value_pack_add(range->pack, &number);
        atomic_fetch_add(seen, 1);
    }
}

static const size_t counts[] = {0, 1, 2, 64, 65, 1000};

START_TEST(every_item_is_worked_on_once_and_comes_back_in_order)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_pack *pack = value_pack_new();
    atomic_size_t seen = 0;
    atomic_size_t *context = &seen;
    audit_ranges_run(&run, counts[_i], pack, pack_numbers, &context);
    struct value list = value_pack_list(pack);
    ck_assert_uint_eq(seen, counts[_i]);
    ck_assert_uint_eq(value_list_len(&list), counts[_i]);
    for (size_t i = 0; i < counts[_i]; i++)
        ck_assert_int_eq(value_list_item(&list, i, arena)->integer, (int64_t)i);
    value_pack_free(pack);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, every_item_is_worked_on_once_and_comes_back_in_order, 0,
                        PLIM_LEN(counts));
}

PLIM_CHECK_MAIN("audit.ranges", add_cases)
