#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "http/client.h"

#include "endpoint_priv.h"
#include "proxy_priv.h"

static void wipe(void *text, size_t len)
{
    if (text && len > 0)
        explicit_bzero(text, len);
    free(text);
}

static void free_headers(struct curl_slist *headers)
{
    for (struct curl_slist *node = headers; node; node = node->next)
        explicit_bzero(node->data, strlen(node->data));
    curl_slist_free_all(headers);
}

void http_endpoint_free(struct http_endpoint *endpoint)
{
    if (!endpoint)
        return;
    wipe(endpoint->key.data, endpoint->key.len);
    wipe(endpoint->cert.data, endpoint->cert.len);
    wipe(endpoint->proxy, endpoint->proxy ? strlen(endpoint->proxy) : 0);
    free(endpoint->ca.data);
    free_headers(endpoint->headers);
    curl_slist_free_all(endpoint->connect_to);
    free(endpoint->base);
    free(endpoint->url);
    free(endpoint);
}

void http_endpoint_freep(struct http_endpoint **endpoint)
{
    http_endpoint_free(*endpoint);
}

const char *http_endpoint_url(const struct http_endpoint *endpoint)
{
    return endpoint->url;
}

/* ---- the URL */

static void free_curl_url(CURLU **url)
{
    curl_url_cleanup(*url);
}

static void free_curl_text(char **text)
{
    curl_free(*text);
}

/* The whole URL as it stands in `url`, without the '/' at its end. */
static char *url_text(CURLU *url)
{
    PLIM_CLEANUP(free_curl_text) char *text = NULL;
    if (curl_url_get(url, CURLUPART_URL, &text, 0) != CURLUE_OK)
        return plim_copy_c("");
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == '/')
        len--;
    return plim_copy(text, len);
}

static struct curl_slist *append(struct curl_slist *list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(list, text);
    if (!longer)
        abort(); /* out of memory, as in plim_calloc */
    return longer;
}

/*
 * Ask for and verify another name than the URL's: curl takes both from the URL, so the name goes
 * there, CONNECT_TO leads to the real host, and the Host header still names that one, as client-go
 * does it.
 */
static void rename_server(struct http_endpoint *endpoint, CURLU *url, const char *name)
{
    PLIM_CLEANUP(free_curl_text) char *host = NULL;
    PLIM_CLEANUP(free_curl_text) char *port = NULL;
    if (curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) != CURLUE_OK ||
        curl_url_set(url, CURLUPART_HOST, name, 0) != CURLUE_OK)
        return;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "%s:%s:%s:%s", name, port, host, port);
    endpoint->connect_to = append(NULL, text.text);
    plim_buf_clear(&text);
    plim_buf_printf(&text, "Host: %s:%s", host, port);
    endpoint->headers = append(endpoint->headers, text.text);
    free(endpoint->base);
    endpoint->base = url_text(url);
}

/* The context's own, or that of the environment for the real host, whatever name TLS asks for. */
static enum plim_code take_proxy(struct http_endpoint *endpoint,
                                 const struct http_endpoint_config *config, CURLU *url,
                                 struct plim_err *err)
{
    PLIM_CLEANUP(free_curl_text) char *host = NULL;
    PLIM_CLEANUP(free_curl_text) char *port = NULL;
    const char *proxy = config->proxy;
    if (!proxy && curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK) {
        size_t len = strlen(host);
        bool is_ipv6 = host[0] == '[' && host[len - 1] == ']';
        host[is_ipv6 ? len - 1 : len] = '\0';
        for (char *byte = host; *byte; byte++)
            *byte = (char)tolower((unsigned char)*byte);
        struct http_proxy_target target = {endpoint->is_tls, is_ipv6 ? host + 1 : host,
                                           (unsigned)strtoul(port, NULL, 10)};
        proxy = http_proxy_choose(config->environment, &target);
    }
    return http_proxy_copy(proxy ? proxy : "", &endpoint->proxy, err);
}

static enum plim_code take_url(struct http_endpoint *endpoint,
                               const struct http_endpoint_config *config, struct plim_err *err)
{
    PLIM_CLEANUP(free_curl_url) CURLU *url = curl_url();
    PLIM_CLEANUP(free_curl_text) char *scheme = NULL;
    PLIM_CLEANUP(free_curl_text) char *host = NULL;
    CURLUcode failed = curl_url_set(url, CURLUPART_URL, config->url, CURLU_NON_SUPPORT_SCHEME);
    if (failed == CURLUE_OK)
        failed = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
    if (failed == CURLUE_OK)
        failed = curl_url_get(url, CURLUPART_HOST, &host, 0);
    /* The URL is not quoted: it may carry a password. */
    if (failed != CURLUE_OK)
        return plim_err_set(err, PLIM_INVALID, "server url: %s", curl_url_strerror(failed));
    endpoint->is_tls = strcmp(scheme, "https") == 0;
    if (!endpoint->is_tls && strcmp(scheme, "http") != 0)
        return plim_err_set(err, PLIM_INVALID, "server url: scheme '%s' is neither http nor https",
                            scheme);
    static const CURLUPart dropped[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY,
                                        CURLUPART_FRAGMENT};
    for (size_t i = 0; i < PLIM_LEN(dropped); i++)
        (void)curl_url_set(url, dropped[i], NULL, 0);
    endpoint->url = url_text(url);
    endpoint->base = url_text(url);
    if (take_proxy(endpoint, config, url, err) != PLIM_OK)
        return err->code;
    if (config->tls_server_name && *config->tls_server_name && endpoint->is_tls)
        rename_server(endpoint, url, config->tls_server_name);
    return PLIM_OK;
}

/* ---- everything else */

static bool is_one_line(const char *text)
{
    return !text[strcspn(text, "\r\n")];
}

static enum plim_code take_headers(struct http_endpoint *endpoint,
                                   const struct http_endpoint_config *config, struct plim_err *err)
{
    if (config->authorization) {
        if (!is_one_line(config->authorization))
            return plim_err_set(err, PLIM_INVALID, "the credential contains a line break");
        PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
        plim_buf_printf(&text, "Authorization: %s", config->authorization);
        endpoint->headers = append(endpoint->headers, text.text);
        explicit_bzero(text.text, text.len);
    }
    for (const char *const *header = config->headers; header && *header; header++) {
        if (!is_one_line(*header))
            return plim_err_set(err, PLIM_INVALID, "a header contains a line break");
        endpoint->headers = append(endpoint->headers, *header);
    }
    return PLIM_OK;
}

static struct curl_blob copy_blob(struct plim_str text)
{
    struct curl_blob blob = {.len = text.len, .flags = CURL_BLOB_NOCOPY};
    blob.data = text.len > 0 ? plim_copy(text.text, text.len) : NULL;
    return blob;
}

static enum plim_code take_tls(struct http_endpoint *endpoint,
                               const struct http_endpoint_config *config, struct plim_err *err)
{
    if (config->insecure && config->ca.len > 0)
        return plim_err_set(err, PLIM_INVALID,
                            "a certificate authority and skipping verification exclude each other");
    if ((config->client_cert.len > 0) != (config->client_key.len > 0))
        return plim_err_set(err, PLIM_INVALID, "a client %s needs its %s",
                            config->client_key.len > 0 ? "key" : "certificate",
                            config->client_key.len > 0 ? "certificate" : "key");
    endpoint->insecure = config->insecure;
    endpoint->ca = copy_blob(config->ca);
    endpoint->cert = copy_blob(config->client_cert);
    endpoint->key = copy_blob(config->client_key);
    return PLIM_OK;
}

static unsigned or_default(unsigned value, unsigned otherwise)
{
    return value > 0 ? value : otherwise;
}

enum plim_code http_endpoint_new(const struct http_endpoint_config *config,
                                 struct http_endpoint **endpoint_out, struct plim_err *err)
{
    PLIM_CLEANUP(http_endpoint_freep)
    struct http_endpoint *endpoint = plim_calloc(1, sizeof(*endpoint));
    endpoint->no_compression = config->no_compression;
    endpoint->authenticator = config->authenticator;
    endpoint->connect_timeout_ms = or_default(config->connect_timeout_ms, HTTP_CONNECT_TIMEOUT_MS);
    endpoint->request_timeout_ms = config->request_timeout_ms;
    endpoint->deadline_ms = config->deadline_ms;
    endpoint->in_flight_max = or_default(config->in_flight_max, HTTP_IN_FLIGHT_MAX);
    if (take_url(endpoint, config, err) != PLIM_OK ||
        take_headers(endpoint, config, err) != PLIM_OK ||
        take_tls(endpoint, config, err) != PLIM_OK)
        return err->code;
    *endpoint_out = PLIM_STEAL(endpoint);
    return PLIM_OK;
}

/* ---- handing it to curl */

struct options {
    CURL *easy;
    CURLcode failed; /* the first failure */
};

static void set_long(struct options *options, CURLoption option, long value)
{
    if (options->failed == CURLE_OK)
        options->failed = curl_easy_setopt(options->easy, option, value);
}

static void set_pointer(struct options *options, CURLoption option, const void *value)
{
    if (options->failed == CURLE_OK)
        options->failed = curl_easy_setopt(options->easy, option, value);
}

/* curl does not write to a blob that it does not copy. */
static struct curl_blob borrow_blob(struct plim_str text)
{
    struct curl_blob blob = {.len = text.len, .flags = CURL_BLOB_NOCOPY};
    memcpy(&blob.data, &text.text, sizeof(blob.data));
    return blob;
}

static void set_tls(struct options *options, const struct http_endpoint *endpoint,
                    const struct http_identity *identity)
{
    struct http_identity none = {0};
    const struct http_identity *newer = identity ? identity : &none;
    struct curl_blob ca = newer->ca.len > 0 ? borrow_blob(newer->ca) : endpoint->ca;
    bool has_cert = newer->client_cert.len > 0;
    struct curl_blob cert = has_cert ? borrow_blob(newer->client_cert) : endpoint->cert;
    struct curl_blob key = has_cert ? borrow_blob(newer->client_key) : endpoint->key;
    set_long(options, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    set_long(options, CURLOPT_SSL_VERIFYPEER, endpoint->insecure ? 0 : 1);
    set_long(options, CURLOPT_SSL_VERIFYHOST, endpoint->insecure ? 0 : 2);
    /* An https proxy is trusted as the server is: net/http uses one TLS configuration for both. */
    set_long(options, CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    set_long(options, CURLOPT_PROXY_SSL_VERIFYPEER, endpoint->insecure ? 0 : 1);
    set_long(options, CURLOPT_PROXY_SSL_VERIFYHOST, endpoint->insecure ? 0 : 2);
    if (ca.len > 0) {
        set_pointer(options, CURLOPT_CAPATH, NULL); /* this authority instead of the system's */
        set_pointer(options, CURLOPT_CAINFO_BLOB, &ca);
        set_pointer(options, CURLOPT_PROXY_CAPATH, NULL);
        set_pointer(options, CURLOPT_PROXY_CAINFO_BLOB, &ca);
    }
    if (cert.len > 0) {
        set_pointer(options, CURLOPT_SSLCERT_BLOB, &cert);
        set_pointer(options, CURLOPT_SSLKEY_BLOB, &key);
        set_pointer(options, CURLOPT_KEYPASSWD, ""); /* never ask for it on the terminal */
    }
}

CURLcode http_endpoint_apply(const struct http_endpoint *endpoint,
                             const struct http_identity *identity, CURL *easy)
{
    struct options options = {easy, CURLE_OK};
    set_pointer(&options, CURLOPT_PROTOCOLS_STR, "http,https");
    set_long(&options, CURLOPT_NOSIGNAL, 1);
    set_long(&options, CURLOPT_FOLLOWLOCATION, 0);
    set_long(&options, CURLOPT_TCP_KEEPALIVE, 1);
    set_long(&options, CURLOPT_HTTP_VERSION,
             endpoint->is_tls ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
    set_long(&options, CURLOPT_PIPEWAIT, 1); /* rather share a connection than open one more */
    set_long(&options, CURLOPT_CONNECTTIMEOUT_MS, (long)endpoint->connect_timeout_ms);
    if (!endpoint->no_compression)
        set_pointer(&options, CURLOPT_ACCEPT_ENCODING, "gzip");
    /* Always, also "": else libcurl looks into the environment itself. */
    set_pointer(&options, CURLOPT_PROXY, endpoint->proxy);
    set_pointer(&options, CURLOPT_NOPROXY, "");
    set_long(&options, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE); /* no credentials for proxies */
    set_pointer(&options, CURLOPT_CONNECT_TO, endpoint->connect_to);
    set_tls(&options, endpoint, identity);
    return options.failed;
}
