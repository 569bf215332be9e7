/*
 * How many requests one server gets at once. A server that sheds load (429, or Retry-After with a
 * 5xx) gets half as many; each window full of answers then allows one more: additive increase,
 * multiplicative decrease. What was sent before the window was halved says nothing about the new
 * one, so a burst of refusals halves once.
 * Source: D.-M. Chiu and R. Jain, Analysis of the Increase and Decrease Algorithms for Congestion
 * Avoidance (1989); RFC 5681, section 3.1.
 */
#ifndef HTTP_WINDOW_PRIV_H
#define HTTP_WINDOW_PRIV_H

#include <stdbool.h>

struct http_window {
    unsigned most;     /* as configured */
    unsigned size;     /* now: 1 .. most */
    unsigned answered; /* well, since it last changed */
    unsigned round;    /* number of halvings: what requests are marked with when they start */
};

struct http_window http_window_of(unsigned most);

/* An answer came to a request that was started in `round`. */
void http_window_take(struct http_window *window, unsigned round, bool shed);

#endif
