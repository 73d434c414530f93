# shellcheck shell=bash
# Processes that outlive the script which started them, and are told from others by their folder. Sourced by deploy/broker
# and deploy/cluster, which set node, the folder.
: "${node:?}"

# running NAME: true when the process recorded as `vm` or `epmd` lives and is ours. Its number alone proves nothing:
# the system gives it to somebody else later. Our processes carry their folder in their environment, which reads as
# empty for an instant whenever a process becomes another program (shell, erl, virtual machine), and in the end.
running() {
    local pid try entry entries
    pid=$(cat "$node/$1.pid" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 1
    for ((try = 0; try < 50; try++)); do
        { mapfile -d '' -t entries <"/proc/$pid/environ"; } 2>/dev/null || return 1
        for entry in "${entries[@]}"; do [[ $entry != "HUB_BROKER_NODE=$node" ]] || return 0; done
        ((${#entries[@]} == 0)) && grep -qs '^State:.[^ZX]' "/proc/$pid/status" || return 1
        sleep 0.01
    done
    return 1
}

# spawn NAME COMMAND...: starts a process that outlives this script and holds none of its files.
spawn() {
    local name=$1
    shift
    HUB_BROKER_NODE=$node setsid "$@" </dev/null >"$node/log/$name.out" 2>&1 9>&- &
    echo $! >"$node/$name.pid"
    until running "$name"; do # between fork and exec it still shows our own environment
        kill -0 $! 2>/dev/null || return 0
        sleep 0.01
    done
}

# end NAME SECONDS [SIGNAL]: asks that process to end, and makes it end when it has not after so many seconds.
end() {
    local pid tick
    if running "$1"; then
        pid=$(cat "$node/$1.pid")
        kill "-${3:-TERM}" "$pid" 2>/dev/null || true
        for ((tick = 0; tick < $2 * 20; tick++)); do
            running "$1" || break
            sleep 0.05
        done
        if running "$1"; then kill -KILL "$pid" 2>/dev/null || true; fi
    fi
    rm -f "$node/$1.pid"
}
