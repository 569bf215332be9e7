#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

/* Handlers get no argument: the one thing that must be found from anywhere. */
static struct plim_cancel *_Atomic wanted;

static const int signals[] = {SIGINT, SIGTERM};

static void set_action(int number, void (*handler)(int))
{
    struct sigaction before = {0};
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        (void)sigaction(number, &action, NULL);
}

static void set_actions(void (*handler)(int))
{
    for (size_t i = 0; i < PLIM_LEN(signals); i++)
        set_action(signals[i], handler);
}

/* Two that arrive together both come here: the second then ends the program once we return. */
static void handle(int number)
{
    struct plim_cancel *cancel = atomic_load(&wanted);
    set_actions(SIG_DFL);
    if (!cancel || plim_cancel_is(cancel))
        (void)raise(number);
    else
        plim_cancel_set(cancel);
}

void interrupt_start(struct plim_cancel *cancel)
{
    atomic_store(&wanted, cancel);
    set_actions(handle);
}

void interrupt_stop(void)
{
    set_actions(SIG_DFL);
    atomic_store(&wanted, NULL);
}
