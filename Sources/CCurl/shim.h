#pragma once
#include <curl/curl.h>

// Swift cannot call variadic functions: one wrapper per type of argument that the hub passes.

// Switches, time-outs and sizes that curl reads as `long`.
static inline CURLcode hub_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
// Sizes of bodies, which curl reads as `curl_off_t`.
static inline CURLcode hub_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
// Strings, which curl copies.
static inline CURLcode hub_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
// Buffers, lists and user data, which must live until the transfer is over (but for CURLOPT_COPYPOSTFIELDS).
static inline CURLcode hub_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
// The callbacks for headers, bodies and what is sent have one type.
typedef size_t (*hub_curl_receive)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode hub_curl_set_receive(CURL *handle, CURLoption option, hub_curl_receive value) {
    return curl_easy_setopt(handle, option, value);
}
// The status code of the answer.
static inline CURLcode hub_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
// Sizes and moments of a transfer.
static inline CURLcode hub_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}
// What is called every second or more often while a transfer lasts; anything but 0 ends it.
typedef int (*hub_curl_progress)(void *context, curl_off_t whole, curl_off_t now, curl_off_t toSend, curl_off_t sent);
static inline CURLcode hub_curl_set_progress(CURL *handle, hub_curl_progress value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
// What looks at the host key of an SSH server; anything but 0 refuses it.
typedef int (*hub_curl_host_key)(void *context, int type, const char *key, size_t length);
static inline CURLcode hub_curl_set_host_key(CURL *handle, hub_curl_host_key value) {
    return curl_easy_setopt(handle, CURLOPT_SSH_HOSTKEYFUNCTION, value);
}
