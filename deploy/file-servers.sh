# shellcheck shell=bash
# Servers of files and mails for the tests: OpenSSH's for SFTP, pyftpdlib for FTP, Dovecot for IMAP, aiosmtpd for SMTP.
# Sourced, after common.sh.
#
#   start_file_servers FOLDER PORT    starts them on loopback, as this user; sshd on PORT or the next free one. FOLDER gets:
#       sshd.port, host.fingerprint   where the SFTP server is, and how it is known
#       user                          the key that opens it (id -un is the user)
#       ftp.ports                     the ports of the FTP servers (Tests/ConnectorTests/Fixtures/servers/ftp.py)
#       imap.ports                    the ports of the IMAP server: with STARTTLS, with TLS from the first byte
#       smtp.ports                    the ports of the SMTP servers (Tests/ConnectorTests/Fixtures/servers/smtp.py)
#       ftp.ca                        the certificate that vouches for the FTP, IMAP and SMTP servers
#       Returns 1 when they do not start, and has said why: most often somebody took a port meanwhile.
#   stop_file_servers
: "${root:?}"

file_servers=()
mails=''

start_file_servers() {
    local folder=$1 port=$2 tries
    rm -rf "$folder"
    (umask 077 && mkdir -p "$folder")
    while port_taken "$port"; do port=$((port + 1)); done

    ssh-keygen -q -t ed25519 -N '' -f "$folder/host" -C tests
    ssh-keygen -q -t ed25519 -N '' -f "$folder/user" -C tests
    ssh-keygen -lf "$folder/host.pub" | awk '{ printf "%s", $2 }' >"$folder/host.fingerprint"
    printf '%s\n' "ListenAddress 127.0.0.1:$port" "HostKey $folder/host" "AuthorizedKeysFile $folder/user.pub" \
        'PidFile none' 'UsePAM no' 'StrictModes no' 'PasswordAuthentication yes' 'KbdInteractiveAuthentication no' \
        'Subsystem sftp internal-sftp' 'ForceCommand internal-sftp' 'DisableForwarding yes' 'MaxStartups 100' \
        "AllowUsers $(id -un)" >"$folder/sshd_config"
    if ((EUID == 0)); then mkdir -p /run/sshd; fi # where root's sshd has no rights
    /usr/sbin/sshd -D -e -f "$folder/sshd_config" 2>"$folder/sshd.log" </dev/null &
    file_servers+=("$!")
    printf '%s' "$port" >"$folder/sshd.port"

    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout "$folder/ftp.key" -out "$folder/ftp.ca" 2>/dev/null
    cat "$folder/ftp.key" "$folder/ftp.ca" >"$folder/ftp.pem"
    "$(test_python)" "$root/Tests/ConnectorTests/Fixtures/servers/ftp.py" "$folder" &>"$folder/ftp.log" </dev/null &
    file_servers+=("$!")

    # Debian's own Python has aiosmtpd. Its other mail servers would each replace the one that the machine may have.
    PYTHONWARNINGS=ignore /usr/bin/python3 "$root/Tests/ConnectorTests/Fixtures/servers/smtp.py" "$folder" \
        &>"$folder/smtp.log" </dev/null &
    file_servers+=("$!")

    start_imap_server "$folder" $((port + 1))

    for ((tries = 0; tries < 100; tries++)); do
        if [[ -e $folder/ftp.ports && -e $folder/smtp.ports ]] && grep -qs 'Server listening' "$folder/sshd.log" \
            && grep -qs 'starting up' "$folder/imap/log"; then return; fi
        sleep 0.1
    done
    tail -n 5 "$folder"/*.log >&2
    stop_file_servers
    return 1
}

# Any user with the password geheim has mailboxes, which are made as they are named.
start_imap_server() {
    local folder=$1/imap port=$2 owner
    mkdir -p "$folder/run" "$folder/mail"
    while port_taken "$port" || port_taken $((port + 1)); do port=$((port + 1)); done
    printf '%s\n%s\n' "$port" $((port + 1)) >"$1/imap.ports"
    owner=$(id -un)
    mails=$folder/mail
    if ((EUID == 0)); then # Dovecot lets root have no mails, and nobody else gets into this folder
        owner=nobody
        mails=$(mktemp -d)
        chown nobody "$mails"
    fi
    cat >"$folder/dovecot.conf" <<CONF
base_dir = $folder/run
state_dir = $folder/run
log_path = $folder/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:$mails/%u
ssl = required
ssl_cert = <$1/ftp.ca
ssl_key = <$1/ftp.key
default_internal_user = $owner
default_internal_group = $(id -gn "$owner")
default_login_user = $owner
first_valid_uid = 0
first_valid_gid = 0
passdb {
  driver = static
  args = password=geheim
}
userdb {
  driver = static
  args = uid=$(id -u "$owner") gid=$(id -g "$owner") home=$mails/%u
}
namespace inbox {
  inbox = yes
  mailbox Archive {
    auto = create
  }
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = $((port + 1))
  }
}
CONF
    /usr/sbin/dovecot -F -c "$folder/dovecot.conf" &>"$1/imap.log" </dev/null &
    file_servers+=("$!")
}

stop_file_servers() {
    local process
    for process in "${file_servers[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${file_servers[@]}"; do wait "$process" 2>/dev/null || true; done
    file_servers=()
    if [[ $mails == /tmp/* ]]; then rm -rf "$mails"; fi
}
