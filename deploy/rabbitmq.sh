# shellcheck shell=bash
# What the private node reads (its configuration, the environment of everything Erlang) and whether it answers.
# Sourced by deploy/broker, which sets node (the node's folder), password (a file), port, management, epmd (a port) and bin.
: "${node:?}" "${password:?}" "${port:?}" "${management:?}" "${epmd:?}" "${bin:?}"

# An authority of the node's own, which vouches for the node (as localhost) and for one client.
write_certificates() {
    local name
    mkdir -p "$node/tls"
    [[ ! -s $node/tls/client.pem ]] || return 0
    (
        cd "$node/tls"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=hub broker authority" \
            -keyout ca.key -out ca.pem
        for name in server client; do
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=hub $name" -keyout "$name.key" \
                -out "$name.csr"
            openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -out "$name.pem" \
                -extfile <(echo "subjectAltName = DNS:localhost")
        done
    ) >"$node/log/tls.out" 2>&1 || fail "no certificates can be made" "$(tail -n 3 "$node/log/tls.out")"
}

write_configuration() {
    mkdir -p "$node/data" "$node/log" "$node/home"
    secret_file "$password"
    [[ -s $node/name ]] || echo "hub-$(random_secret | head -c 8)" >"$node/name"
    secret_file "$node/home/.erlang.cookie"
    chmod 400 "$node/home/.erlang.cookie"
    echo '[rabbitmq_management].' >"$node/enabled_plugins"
    echo "$port $management" >"$node/ports"
    cat >"$node/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$port
management.tcp.ip = 127.0.0.1
management.tcp.port = $management
default_user = hub
default_pass = $(cat "$password")
default_user_tags.administrator = true
loopback_users = none
log.console = false
log.file.level = info
log.file.rotation.size = 10485760
log.file.rotation.count = 3
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
# Quorum queues keep their log in memory until it is this big; the default of 512 MB would reach the limit above.
raft.wal_max_size_bytes = 134217728
CONF
    [[ ! -r $node/cluster.conf ]] || cat "$node/cluster.conf" >>"$node/rabbitmq.conf"
    [[ ${HUB_BROKER_TLS:-} == yes ]] || return 0
    write_certificates
    cat >>"$node/rabbitmq.conf" <<CONF
listeners.ssl.1 = 127.0.0.1:$((port + 4))
ssl_options.cacertfile = $node/tls/ca.pem
ssl_options.certfile = $node/tls/server.pem
ssl_options.keyfile = $node/tls/server.key
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = ${HUB_BROKER_TLS_CLIENTS:-false}
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2
CONF
}

# Settings of the system's own RabbitMQ and of the caller's Erlang are kept out. The kernel flag stands in ERL_AFLAGS
# so that it reaches every virtual machine: RabbitMQ itself starts a short-lived one that would else listen on all
# addresses for a moment. None of them may start an epmd: that one would listen on all addresses and stay.
erlang_environment() {
    local name
    for name in $(compgen -e RABBITMQ_) $(compgen -e ERL_); do unset "$name"; done
    unset NOTIFY_SOCKET XDG_CONFIG_HOME
    name=$(cat "$node/name")
    export HOME=$node/home LANG=C.UTF-8 LC_ALL=C.UTF-8
    export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_NODENAME=$name@localhost
    export RABBITMQ_CONFIG_FILE=$node/rabbitmq.conf RABBITMQ_ADVANCED_CONFIG_FILE=$node/advanced.config
    export RABBITMQ_ENABLED_PLUGINS_FILE=$node/enabled_plugins RABBITMQ_PID_FILE=$node/data/rabbitmq.pid
    export RABBITMQ_MNESIA_BASE=$node/data RABBITMQ_GENERATED_CONFIG_DIR=$node/data/generated
    export RABBITMQ_LOG_BASE=$node/log RABBITMQ_LOGS=$node/log/broker.log
    export RABBITMQ_DIST_PORT=$((port + 2)) ERL_EPMD_PORT=$epmd ERL_EPMD_ADDRESS=127.0.0.1
    export RABBITMQ_CTL_DIST_PORT_MIN=$((port + 10)) RABBITMQ_CTL_DIST_PORT_MAX=$((port + 29))
    export ERL_AFLAGS='-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false' ERL_CRASH_DUMP_SECONDS=0
    export RUNNING_UNDER_SYSTEMD=true # the start script then becomes the virtual machine: one process, one number
}

# True when something on the AMQP port greets a client.
answers_amqp() {
    (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'AMQP\0\0\011\001' >&3 \
        && timeout 2 head -c 1 <&3 | grep -qa $'\001') 2>/dev/null
}

# The HTTP status of the management API for the user hub: 200, 401 when the password is another one, nothing when away.
management_status() {
    local basic
    basic=$(printf 'hub:%s' "$(cat "$password")" | base64 -w 0)
    (exec 3<>"/dev/tcp/127.0.0.1/$management" \
        && printf 'GET /api/whoami HTTP/1.0\r\nAuthorization: Basic %s\r\n\r\n' "$basic" >&3 \
        && timeout 5 head -n 1 <&3 | cut -d ' ' -f 2) 2>/dev/null || true
}

# Waits for both doors to answer while our own process lives; says why not in `why`. The node knows the password of
# its first start: when the file was replaced since, the node is told the new one.
# shellcheck disable=SC2034
wait_until_ready() {
    local answer='' deadline=$((SECONDS + 120))
    until answers_amqp && answer=$(management_status) && [[ -n $answer ]]; do
        running vm || { why="it ended while starting" && return 1; }
        ((SECONDS < deadline)) || { why="no answer on ports $port and $management after 120 seconds" && return 1; }
        sleep 0.1
    done
    if [[ $answer == 401 ]]; then
        (erlang_environment && "$bin/rabbitmqctl" --quiet change_password hub <"$password" 9>&-) || true
        answer=$(management_status)
    fi
    [[ $answer == 200 ]] || { why="its management answered $answer instead of 200 to the user hub" && return 1; }
}
