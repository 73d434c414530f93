#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <openssl/ssl.h>

// Swift cannot call variadic functions; PLAIN is the only mechanism the hub uses, and it takes two strings.
static inline amqp_rpc_reply_t hub_amqp_login(amqp_connection_state_t state, const char *vhost, int frame_max,
                                              int heartbeat, const amqp_table_t *properties, const char *user,
                                              const char *password) {
    return amqp_login_with_properties(state, vhost, 0, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user,
                                      password);
}

// librabbitmq trusts nobody unless told; the system's own authorities can be named only through OpenSSL.
static inline int hub_ssl_trust_system(amqp_socket_t *socket) {
    return SSL_CTX_set_default_verify_paths((SSL_CTX *)amqp_ssl_socket_get_context(socket));
}
