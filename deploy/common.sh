# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run:  . "$(dirname "$0")/common.sh"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# say TEXT...: one line per argument for the person at the terminal.
say() { printf '%s\n' "$@"; }

# fail WHAT [WHY-OR-FIX...]: says what went wrong, then the details indented; ends with exit code 1.
fail() {
    printf '%s: %s\n' "${0#"$root/"}" "$1" >&2
    shift
    if (($#)); then printf '%s\n' "$@" | sed 's/^/  /' >&2; fi
    exit 1
}

# absolute PATH: the same path from the root of the file system; the folder need not exist.
absolute() { case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s\n' "$PWD/$1" ;; esac }

# port_taken PORT: true when somebody listens there or a loopback connection holds the port.
# Read from the kernel's own table: a connection attempt would miss the second kind. What a dead listener leaves
# behind for a minute (FIN_WAIT, TIME_WAIT) does not hinder a new one.
port_taken() {
    local hex tables=(/proc/net/tcp)
    hex=$(printf '%04X' "$1")
    [[ -r /proc/net/tcp6 ]] && tables+=(/proc/net/tcp6)
    awk -v port=":$hex" 'substr($2, length($2) - 4) == port \
        && ($4 == "0A" || ($2 ~ /0100007F:/ && $4 ~ /^(01|02|08)$/)) { taken = 1 }
        END { exit !taken }' "${tables[@]}"
}

# free_hundred FIRST OFFSET...: the first port from FIRST on, in steps of 100, where the ports at these offsets are free.
free_hundred() {
    local first=$1 offset
    shift
    for (( ; first < 60000; first += 100)); do
        for offset in "$@"; do
            if port_taken $((first + offset)); then continue 2; fi
        done
        say "$first" && return
    done
    fail "no free ports up to 60000"
}

# lock_ports, unlock_ports: between choosing ports and listening there, no script of another clone may choose. What is
# started meanwhile and stays must not hold the lock: 7<&-.
lock_ports() {
    local file=${TMPDIR:-/tmp}/siae-hub-ports.lock
    [[ -e $file ]] || (umask 0 && : >>"$file")
    exec 7<"$file" && flock 7
}
unlock_ports() { exec 7<&-; }

# random_secret: 64 hexadecimal digits, 256 bits, safe in a URL and in a config file.
random_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# secret_file PATH: writes a new secret there unless there is one already. No newline at the end; mode 0600.
secret_file() {
    [[ -s $1 ]] && return
    (umask 077 && mkdir -p "$(dirname "$1")" && random_secret >"$1.new" && mv "$1.new" "$1")
}

# find_swift: puts a Swift toolchain that is not in PATH there, if one stands where installers leave it.
find_swift() {
    local folder
    command -v swift >/dev/null && return
    for folder in /opt/swift/usr/bin /usr/libexec/swift/bin /usr/libexec/swift/*/bin /usr/share/swift/usr/bin \
        "${HOME:-/root}/.local/share/swiftly/bin"; do
        if [[ -x $folder/swift ]]; then
            PATH=$folder:$PATH
            export PATH
            return
        fi
    done
    return 1
}

# build_hub LOG: makes the release build, silently unless it fails, and sets `hub` to the program.
# shellcheck disable=SC2034
build_hub() {
    local before=$SECONDS
    say "building the hub (the first time takes a minute or two)"
    mkdir -p "$(dirname "$1")"
    if ! swift build --package-path "$root" -c release --product hub >"$1" 2>&1; then
        cat "$1" >&2
        fail "the build failed; what the compiler says stands above"
    fi
    hub=$(swift build --package-path "$root" -c release --show-bin-path)/hub
    say "built in $((SECONDS - before)) s"
}

# test_python: prints the Python of the tests, if it has what they need: an AMQP client, a JSON Schema validator,
# an FTP server, and readers of calendars and feeds.
test_python() {
    local python=$root/.hub-test/venv/bin/python
    [[ -x $python ]] && "$python" -c 'import pika, jsonschema, pyftpdlib, OpenSSL, icalendar, feedparser; jsonschema.Draft202012Validator' 2>/dev/null || return 1
    printf '%s\n' "$python"
}
