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
// Strings: curl copies them (CURLOPT_POSTFIELDS goes through hub_curl_set_pointer, which it does not copy).
static inline CURLcode hub_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
// Buffers, lists and user data, which must live until the transfer is over.
static inline CURLcode hub_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
// The callbacks for headers and bodies have one type.
typedef size_t (*hub_curl_receive)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode hub_curl_set_receive(CURL *handle, CURLoption option, hub_curl_receive value) {
    return curl_easy_setopt(handle, option, value);
}
// The status code of the answer.
static inline CURLcode hub_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
