#!/bin/bash
# Brings the release that this file is part of to run on Debian 13: docs/install.md.
#
#   deploy/install.sh https://hailam.example https://quan-tri.hailam.example    the first time
#   deploy/install.sh                                                           each later time
#
# It says what it does and may be run again at any time: what is as it should be stays. Of files
# that it made it replaces only those that nobody has changed since; otherwise it lays the new one
# beside the file, with `.new` behind its name.
set -euo pipefail

ACCOUNT=cong-tin
OWNER=cong-tin-owner
RELEASES=/opt/cong-tin/releases
CURRENT=/opt/cong-tin/current
NEXT=/opt/cong-tin/next
NEXT_UNIT=/run/systemd/system/cong-tin-next.service
ETC=/etc/cong-tin
SETTINGS=$ETC/env
# The SHA-256 of each file that this script wrote.
MADE=$ETC/made
OWN_CERTIFICATE=$ETC/tls/portal.crt
ACME=/var/lib/cong-tin-acme
BACKUPS=/var/backups/cong-tin

LOG=$(mktemp)
trap 'rm -f "$LOG"; end_handover' EXIT

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
changed=()
# Whether the portal was started.
restarted=

say() { printf '%s\n' "$*"; }
stop() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

main() {
    ask_for_the_right_place "$@"
    make_accounts
    make_settings "$@"
    read_settings
    install_packages
    build_release
    make_folders
    make_database
    set_up_portal
    write_units
    start_portal
    write_varnish
    write_certificate
    write_nginx
    start_front
    start_backups
    tell_what_is_left
}

ask_for_the_right_place() {
    [ "$(id -u)" = 0 ] || stop "it wants root: sudo $0 $*"
    command -v apt-get >/dev/null || stop "it wants Debian, for apt-get"
    [ "$(dirname "$HERE")" = "$RELEASES" ] || stop "a release lies in a folder of $RELEASES, not in $HERE"
    [ "$(stat -c %U "$HERE")" = root ] || stop "$HERE belongs to $(stat -c %U "$HERE"): chown -R root: $HERE"
    [ -e "$SETTINGS" ] || [ $# = 2 ] || stop "the first time it wants two addresses: $0 https://hailam.example https://quan-tri.hailam.example"
    [ ! -e "$SETTINGS" ] || [ $# = 0 ] || stop "the addresses stand in $SETTINGS: change them there, and run it without them"
    for url in "$@"; do
        [[ $url =~ ^https://[a-z0-9.-]+$ ]] || stop "an address is like https://hailam.example, in small letters and with nothing behind the name, not $url"
    done
    [ $# = 0 ] || [ "$1" != "$2" ] || stop "staff have a name of their own, not $2: docs/settings.md says why"
}

make_accounts() {
    for account in $ACCOUNT $OWNER; do
        if ! getent passwd $account >/dev/null; then
            say "Account $account"
            useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin $account
        fi
    done
}

new_key() { head -c 48 /dev/urandom | base64 -w 0; }

# A setting that an earlier release did not have.
add_setting() {
    grep -q "^$1=" $SETTINGS && return
    say "Setting $1"
    # The last line may have no end.
    [ -z "$(tail -c 1 $SETTINGS)" ] || echo >>$SETTINGS
    printf '%s=%s\n' "$1" "$2" >>$SETTINGS
}

make_settings() {
    install -d -m 755 $ETC
    touch $MADE
    if [ -e $SETTINGS ]; then
        add_setting BACKUP_DIR $BACKUPS
        add_setting REMOVALS_KEY "$(new_key)"
        return
    fi
    say "Settings: $SETTINGS"
    local cores
    cores=$(nproc)
    install -m 640 -o root -g $ACCOUNT /dev/null $SETTINGS
    sed -e "s|^PUBLIC_URL=.*|PUBLIC_URL=$1|" -e "s|^ADMIN_URL=.*|ADMIN_URL=$2|" \
        -e "s|^SECRET_KEY=.*|SECRET_KEY=$(new_key)|" -e "s|^REMOVALS_KEY=.*|REMOVALS_KEY=$(new_key)|" -e "s|^WORKERS=.*|WORKERS=$((cores < 4 ? cores : 4))|" \
        "$HERE/deploy/env.sample" >$SETTINGS
}

read_settings() {
    local line number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        [[ $line =~ ^[[:space:]]*(\#|$) ]] && continue
        [[ $line =~ ^[A-Z][A-Z0-9_]*= ]] || stop "line $number of $SETTINGS is not NAME=value"
        [[ $line =~ ^[A-Z0-9_]*=($|[^\"\'[:space:]]) ]] || stop "line $number of $SETTINGS: a value has no quotes and no space before it"
        export "${line?}"
    done <$SETTINGS
    [ -n "${PUBLIC_URL:-}" ] && [ -n "${ADMIN_URL:-}" ] || stop "$SETTINGS wants PUBLIC_URL and ADMIN_URL"
    [ "${VAR_DIR:-}" = /var/lib/cong-tin ] || stop "the units let the portal write to /var/lib/cong-tin: VAR_DIR in $SETTINGS is that"
    [[ ${BACKUP_DIR:-} =~ ^($BACKUPS)?$ ]] || stop "the units let backups be written to $BACKUPS: BACKUP_DIR in $SETTINGS is that, or empty"
    chown root:$ACCOUNT $SETTINGS
    chmod 640 $SETTINGS
    check_certificate
}

# Whether certificate and key are there and belong together, before anything is changed.
check_certificate() {
    if [ ! -e "$TLS_CERTIFICATE" ]; then
        [ "$TLS_CERTIFICATE" = $OWN_CERTIFICATE ] || stop "there is no certificate at TLS_CERTIFICATE, $TLS_CERTIFICATE"
        return 0
    fi
    command -v openssl >/dev/null || return 0
    [ -e "$TLS_KEY" ] || stop "there is no key at TLS_KEY, $TLS_KEY"
    [ "$(openssl x509 -in "$TLS_CERTIFICATE" -noout -pubkey)" = "$(openssl pkey -in "$TLS_KEY" -passin pass: -pubout)" ] ||
        stop "the key $TLS_KEY is not that of the certificate $TLS_CERTIFICATE"
}

has_own_postgresql() { [[ ${DATABASE_URL:-} == postgres://$ACCOUNT@//run/postgresql/* ]]; }
has_own_varnish() { [[ ,${DELIVERY_ENGINES:-}, == *,xkey+http://127.0.0.1:6081,* ]]; }

install_packages() {
    local wanted=(age ca-certificates nginx openssl python3 python3-venv) missing=() name
    if has_own_postgresql; then wanted+=(postgresql); else wanted+=(postgresql-client); fi
    has_own_varnish && wanted+=(varnish varnish-modules)
    command -v chronyd >/dev/null || command -v ntpd >/dev/null || wanted+=(systemd-timesyncd)
    for name in "${wanted[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return
    say "Packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    apt-get -qq install --yes --no-install-recommends "${missing[@]}" >"$LOG" 2>&1 || { cat "$LOG" >&2; stop "the packages could not be installed"; }
}

build_release() {
    cd "$HERE"
    umask 022
    python3 -I -X utf8 bootstrap.py
    .venv/bin/python -c "from portal import message_catalogue; message_catalogue.compile_stale()"
    .venv/bin/python -m compileall -q -x '/\.venv/|/var/' .
}

make_folders() {
    install -d -m 711 -o $ACCOUNT -g $ACCOUNT "$VAR_DIR"
    # nginx reads built static files and what is public; these are links to files of the library.
    install -d -m 2750 -o $ACCOUNT -g www-data "$VAR_DIR/static" "$VAR_DIR/tep"
    install -d -m 2700 -o $ACCOUNT -g www-data "$VAR_DIR/library"
    install -d -m 755 $ACME
    install -d -m 700 -o $ACCOUNT -g $ACCOUNT $BACKUPS $BACKUPS/removals
}

as_postgres() { runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 "$@"; }

make_database() {
    has_own_postgresql || { say "Database: $SETTINGS names one that somebody else looks after"; return 0; }
    start postgresql
    local name=${DATABASE_URL##*/} role
    for role in $ACCOUNT $OWNER; do
        if [ -z "$(as_postgres -c "SELECT 1 FROM pg_roles WHERE rolname = '$role'")" ]; then
            say "Role $role of PostgreSQL"
            as_postgres -c "CREATE ROLE \"$role\" LOGIN"
        fi
    done
    if [ -z "$(as_postgres -c "SELECT 1 FROM pg_database WHERE datname = '$name'")" ]; then
        say "Database $name"
        as_postgres -c "CREATE DATABASE \"$name\" OWNER \"$OWNER\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        as_postgres -c "REVOKE ALL ON DATABASE \"$name\" FROM PUBLIC"
        as_postgres -c "GRANT CONNECT, TEMPORARY ON DATABASE \"$name\" TO \"$ACCOUNT\""
    fi
}

link_current_release() {
    [ "$(readlink $CURRENT || true)" = "$HERE" ] && return
    say "Release: $CURRENT is ${HERE##*/}"
    ln -sfn "$HERE" $CURRENT.new
    mv -T $CURRENT.new $CURRENT
}

set_up_portal() {
    # The release that runs goes on meanwhile: it fits the tables of the next one.
    if has_own_postgresql; then
        RELEASE=$HERE "$HERE/deploy/cong-tin" --owner setup --serving-role $ACCOUNT
    fi
    RELEASE=$HERE "$HERE/deploy/cong-tin" setup --no-demo
}

# Write a file from the standard input: put MODE PATH. Notes in `changed` that it is another now.
put() {
    local mode=$1 path=$2 new
    new=$(mktemp)
    cat >"$new"
    if [ ! -e "$path" ] || cmp -s "$path" "$new"; then
        :
    elif ! grep -qxF "$(sha256sum <"$path" | cut -d' ' -f1)  $path" $MADE; then
        say "$path was changed by hand and stays; the new one is $path.new"
        install -m "$mode" "$new" "$path.new"
        rm "$new"
        return
    fi
    if ! cmp -s "$path" "$new"; then
        say "File $path"
        install -D -m "$mode" "$new" "$path"
        changed+=("$path")
    fi
    rm -f "$path.new"
    sed -i "\|  $path\$|d" $MADE
    sha256sum "$path" >>$MADE
    rm "$new"
}

has_changed() { local each; for each in "${changed[@]}"; do [[ $each == $1 ]] && return; done; return 1; }
is_booted() { [ -d /run/systemd/system ]; }

start() {
    if is_booted; then
        systemctl start "$1"
    else
        service "$1" start >/dev/null
    fi
}

write_units() {
    local unit
    put 755 /usr/local/sbin/cong-tin <"$HERE/deploy/cong-tin"
    for unit in "$HERE"/deploy/systemd/*; do
        # Not through a pipe: `put` notes what it has changed.
        put 644 "/etc/systemd/system/${unit##*/}" < <(sed -e "s|127\.0\.0\.1:8000|127.0.0.1:${PORT:-8000}|" "$unit")
    done
    if has_changed '/etc/systemd/system/*' && is_booted; then systemctl daemon-reload; fi
    systemctl -q enable cong-tin-web.socket cong-tin-web cong-tin-work cong-tin-backup.timer
}

# What the processes are started with.
state() {
    {
        cat $SETTINGS
        readlink $CURRENT
        # With what `systemctl edit` has added.
        find /etc/systemd/system/cong-tin-* -type f | sort | xargs cat
    } | sha256sum | cut -d' ' -f1
}

start_portal() {
    if ! is_booted; then
        link_current_release
        say "systemd does not run here: nothing is started"
    elif ! systemctl -q is-active cong-tin-web; then
        link_current_release
        say "Starting the portal …"
        systemctl start cong-tin-web.socket cong-tin-web cong-tin-work
        note_state
    elif has_changed '*/cong-tin-web.socket'; then
        say "Starting the portal at another port …"
        systemctl stop cong-tin-web.socket cong-tin-web
        link_current_release
        systemctl start cong-tin-web.socket cong-tin-web
        systemctl restart cong-tin-work
        note_state
    elif [ "$(readlink $CURRENT)" != "$HERE" ] || ! grep -qxF "$(state)  running" $MADE; then
        hand_over
        note_state
    else
        systemctl start cong-tin-work
    fi
}

note_state() {
    sed -i '/  running$/d' $MADE
    echo "$(state)  running" >>$MADE
    restarted=yes
}

# Start the release anew, or with other settings: a second web server answers beside the first while
# that is started again. If it does not come up, what runs goes on.
hand_over() {
    say "Starting the portal anew; readers and staff are answered meanwhile …"
    # What a run that was killed has left.
    end_handover
    ln -sfn "$HERE" $NEXT
    sed -e "s|$CURRENT/|$NEXT/|; s|=$CURRENT\$|=$NEXT|; s|^Restart=.*|Restart=no|; s|^Description=.*|&, the next|" \
        /etc/systemd/system/cong-tin-web.service >$NEXT_UNIT
    if [ -d /etc/systemd/system/cong-tin-web.service.d ]; then
        cp -r /etc/systemd/system/cong-tin-web.service.d $NEXT_UNIT.d
    fi
    systemctl daemon-reload
    local began=@$(date +%s)
    systemctl start cong-tin-next || {
        journalctl --unit cong-tin-next --since "$began" --no-pager --output cat >&2
        stop "it does not start with ${HERE##*/} and $SETTINGS, see above; what ran before goes on"
    }
    link_current_release
    systemctl restart cong-tin-web || stop "the web server does not start again; cong-tin-next goes on serving: see journalctl -u cong-tin-web, mend it, and run this script again"
    systemctl restart cong-tin-work || stop "the worker does not start: see journalctl -u cong-tin-work, mend it, and run this script again"
    end_handover
}

# The second web server goes when the first one answers, and not before.
end_handover() {
    [ -e $NEXT_UNIT ] && systemctl -q is-active cong-tin-web || return 0
    # It says that the socket could start it again, which it could not.
    systemctl stop cong-tin-next 2>/dev/null || true
    systemctl reset-failed cong-tin-next 2>/dev/null || true
    rm -rf $NEXT_UNIT $NEXT_UNIT.d $NEXT
    systemctl daemon-reload
}

write_varnish() {
    has_own_varnish || return 0
    put 644 /etc/varnish/cong-tin.vcl < <(sed -e "s|\.port = \"8000\";|.port = \"${PORT:-8000}\";|" "$HERE/deploy/varnish/portal.vcl")
    put 644 /etc/systemd/system/varnish.service.d/cong-tin.conf <<'EOF'
[Service]
ExecStart=
ExecStart=/usr/sbin/varnishd -j unix,user=vcache -F -a 127.0.0.1:6081 -f /etc/varnish/cong-tin.vcl -s malloc,512m -p http_gzip_support=off
EOF
    if has_changed '*varnish*' && is_booted; then
        systemctl daemon-reload
        systemctl -q enable varnish
        systemctl restart varnish
    fi
}

write_certificate() {
    [ -e "$TLS_CERTIFICATE" ] && return
    say "Certificate: $TLS_CERTIFICATE, signed by nobody: browsers warn until you have a real one"
    install -d -m 750 "$ETC/tls"
    (
        umask 077
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
            -subj "/CN=${PUBLIC_URL#https://}" -addext "subjectAltName=DNS:${PUBLIC_URL#https://},DNS:${ADMIN_URL#https://}" \
            -keyout "$TLS_KEY" -out "$TLS_CERTIFICATE" 2>/dev/null
    )
}

write_nginx() {
    local public=${PUBLIC_URL#https://} admin=${ADMIN_URL#https://} behind=127.0.0.1:${PORT:-8000} networks="" each
    if has_own_varnish; then behind=127.0.0.1:6081; fi
    for each in ${ADMIN_NETWORKS//,/ }; do networks+="    allow $each;\n"; done
    [ -z "$networks" ] || networks+="    deny all;"
    sed -e "s|quan-tri\.hailam\.example|@STAFF@|g" -e "s|hailam\.example|$public|g" -e "s|@STAFF@|$admin|g" \
        -e "s|/srv/portal|$VAR_DIR|g" -e "s|/var/lib/acme|$ACME|g" \
        -e "s|127\.0\.0\.1:6081;|$behind;|" -e "s|127\.0\.0\.1:8000;|127.0.0.1:${PORT:-8000};|" \
        -e "s|/etc/ssl/portal\.crt|$TLS_CERTIFICATE|" -e "s|/etc/ssl/portal\.key|$TLS_KEY|" \
        -e "s|^    # allow 10\.0\.0\.0/8;|$networks|" -e "/^    # deny all;/d" \
        "$HERE/deploy/nginx/portal.conf" | put 644 /etc/nginx/sites-available/cong-tin
    [ -e /etc/nginx/sites-enabled/cong-tin ] || ln -s ../sites-available/cong-tin /etc/nginx/sites-enabled/cong-tin
    nginx -t -q
}

start_front() {
    is_booted || return 0
    systemctl start nginx
    # Also for a certificate that was renewed.
    systemctl reload nginx
    if [ -n "$restarted" ]; then
        # Varnish asks every second whether the portal answers, and wants two answers.
        if has_own_varnish; then sleep 4; fi
        /usr/local/sbin/cong-tin purge
    fi
}

start_backups() {
    is_booted || return 0
    systemctl start cong-tin-backup.timer
    if [ -n "$BACKUP_DIR" ] && ! ls $BACKUPS/*Z/manifest.json >/dev/null 2>&1; then
        say "The first backup, and its trial …"
        systemctl start cong-tin-backup || say "It failed: journalctl -u cong-tin-backup"
    fi
}

tell_what_is_left() {
    say ""
    say "The portal is installed: $PUBLIC_URL/ and, for the staff, $ADMIN_URL/admin/"
    say "  cong-tin createsuperuser    makes an account"
    say "  cong-tin doctor             says what is right and what is not, each with what to do"
}

main "$@"
