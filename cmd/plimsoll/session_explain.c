#include <stdio.h>
#include <string.h>

#include "value/json.h"

#include "request_plan.h"
#include "session.h"

enum plim_code session_explain(const struct session_settings *settings, struct session *session,
                               struct plim_err *err)
{
    struct value plan = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    bool json = settings->outputs.len > 0 && strcmp(settings->outputs.items[0], "json") == 0;
    if (settings->outputs.len > 1 ||
        (settings->outputs.len == 1 && !json && strcmp(settings->outputs.items[0], "text") != 0))
        return plim_err_set(err, PLIM_INVALID,
                            "--explain-requests is printed as text or json, once");
    if (settings->manifests.len > 0 || settings->desired)
        return plim_err_set(err, PLIM_INVALID, "manifests are judged without any request");
    if (audit_explain(session->arena, &session->request, &plan, err) != PLIM_OK)
        return err->code;
    if (!json) {
        request_plan_print(&plan, stdout);
        return PLIM_OK;
    }
    if (value_json_write(&plan, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    (void)fwrite(text.text, 1, text.len, stdout);
    return PLIM_OK;
}
