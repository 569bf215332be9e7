#include "http/transport.h"

void http_response_release(struct http_response *response)
{
    plim_buf_release(&response->body);
    plim_buf_release(&response->warnings);
    *response = (struct http_response){0};
}

void http_transport_wake(struct http_transport *transport)
{
    if (transport->wake)
        transport->wake(transport);
}
