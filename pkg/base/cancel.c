#include "base/cancel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum plim_code plim_cancel_init(struct plim_cancel *cancel, unsigned timeout_ms,
                                struct plim_err *err)
{
    int wake[2];
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
        return plim_err_set(err, PLIM_IO, "make a pipe: %s", strerror(errno));
    memset(cancel, 0, sizeof(*cancel));
    memcpy(cancel->wake, wake, sizeof(wake));
    cancel->timeout_ms = timeout_ms;
    cancel->deadline_ms = timeout_ms > 0 ? plim_clock_monotonic_ms() + timeout_ms : 0;
    return PLIM_OK;
}

void plim_cancel_release(struct plim_cancel *cancel)
{
    for (size_t i = 0; i < 2; i++) {
        if (cancel->wake[i] > 0)
            (void)close(cancel->wake[i]);
        cancel->wake[i] = 0;
    }
}

void plim_cancel_set(struct plim_cancel *cancel)
{
    int number = errno; /* that of whatever the signal came into */
    if (atomic_exchange(&cancel->set, 1) == 0 && cancel->wake[1] > 0)
        (void)!write(cancel->wake[1], "", 1); /* never read: everybody is to be woken by it */
    errno = number;
}

static bool is_late(const struct plim_cancel *cancel)
{
    return cancel->deadline_ms > 0 && plim_clock_monotonic_ms() >= cancel->deadline_ms;
}

bool plim_cancel_is(const struct plim_cancel *cancel)
{
    return cancel && (atomic_load(&cancel->set) != 0 || is_late(cancel));
}

enum plim_code plim_cancel_check(const struct plim_cancel *cancel, struct plim_err *err)
{
    if (!plim_cancel_is(cancel))
        return PLIM_OK;
    if (atomic_load(&cancel->set) != 0)
        return plim_err_set(err, PLIM_UNAVAILABLE, "interrupted");
    if (cancel->timeout_ms % 1000 == 0)
        return plim_err_set(err, PLIM_UNAVAILABLE, "the time for the whole run was up after %u s",
                            cancel->timeout_ms / 1000);
    return plim_err_set(err, PLIM_UNAVAILABLE, "the time for the whole run was up after %u ms",
                        cancel->timeout_ms);
}

int plim_cancel_fd(const struct plim_cancel *cancel)
{
    return cancel && cancel->wake[0] > 0 ? cancel->wake[0] : -1;
}

int plim_cancel_wait_ms(const struct plim_cancel *cancel, int most_ms)
{
    if (!cancel || cancel->deadline_ms == 0)
        return most_ms;
    int64_t left = cancel->deadline_ms - plim_clock_monotonic_ms();
    if (left <= 0)
        return 0;
    return left < most_ms ? (int)left : most_ms;
}
