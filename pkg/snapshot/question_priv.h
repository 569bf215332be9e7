/* Requests that wait for a transport that has the answers at hand. */
#ifndef SNAPSHOT_QUESTION_PRIV_H
#define SNAPSHOT_QUESTION_PRIV_H

#include "base/cancel.h"
#include "http/transport.h"

struct snapshot_question;

/* All-zero is empty. */
struct snapshot_questions {
    struct snapshot_question *first;
    struct snapshot_question *last;
};

/* Fills an all-zero response. */
typedef void snapshot_answer_fn(void *context, const struct http_request *request,
                                struct http_response *response);

void snapshot_questions_push(struct snapshot_questions *questions,
                             const struct http_request *request, http_done_fn *done, void *context);

/* Answer all, and those that come meanwhile; once `cancel` is cancelled with its reason. */
void snapshot_questions_answer(struct snapshot_questions *questions,
                               const struct plim_cancel *cancel, snapshot_answer_fn *answer,
                               void *context);
void snapshot_questions_release(struct snapshot_questions *questions);

#endif
