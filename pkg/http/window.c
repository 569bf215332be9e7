#include "window_priv.h"

struct http_window http_window_of(unsigned most)
{
    return (struct http_window){.most = most, .size = most};
}

void http_window_take(struct http_window *window, unsigned round, bool shed)
{
    if (round != window->round)
        return;
    if (shed) {
        window->size = window->size > 1 ? window->size / 2 : 1;
        window->round++;
        window->answered = 0;
    } else if (window->size < window->most && ++window->answered >= window->size) {
        window->size++;
        window->answered = 0;
    }
}
