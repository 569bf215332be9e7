#include "http/transport.h"

void http_response_release(struct http_response *response)
{
    plim_buf_release(&response->body);
    *response = (struct http_response){0};
}
