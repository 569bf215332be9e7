#include <stdlib.h>

#include "base/alloc.h"
#include "base/arena.h"

#include "question_priv.h"

struct snapshot_question {
    struct snapshot_question *next;
    struct http_request request; /* its texts are owned by `texts` */
    struct plim_arena *texts;
    http_done_fn *done;
    void *context;
};

void snapshot_questions_push(struct snapshot_questions *questions,
                             const struct http_request *request, http_done_fn *done, void *context)
{
    struct snapshot_question *question = plim_calloc(1, sizeof(*question));
    *question = (struct snapshot_question){NULL, *request, plim_arena_new(), done, context};
    question->request.server = plim_arena_copy_c(question->texts, request->server);
    question->request.target = plim_arena_copy_c(question->texts, request->target);
    if (request->accept)
        question->request.accept = plim_arena_copy_c(question->texts, request->accept);
    question->request.spare = NULL;
    if (questions->last)
        questions->last->next = question;
    else
        questions->first = question;
    questions->last = question;
}

static struct snapshot_question *pop(struct snapshot_questions *questions)
{
    struct snapshot_question *question = questions->first;
    if (!question)
        return NULL;
    questions->first = question->next;
    if (!questions->first)
        questions->last = NULL;
    return question;
}

static void free_question(struct snapshot_question *question)
{
    plim_arena_free(question->texts);
    free(question);
}

void snapshot_questions_answer(struct snapshot_questions *questions,
                               const struct plim_cancel *cancel, snapshot_answer_fn *answer,
                               void *context)
{
    for (struct snapshot_question *question; (question = pop(questions));) {
        struct http_response response = {0};
        if (plim_cancel_check(cancel, &response.err) == PLIM_OK)
            answer(context, &question->request, &response);
        question->done(question->context, &question->request, &response);
        http_response_release(&response);
        free_question(question);
    }
}

void snapshot_questions_release(struct snapshot_questions *questions)
{
    for (struct snapshot_question *question; (question = pop(questions));)
        free_question(question);
}
