"""The whole of a shared server as one commented script: account, folders, book, first key, sshd, limits, backups."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from kamtui.errors import BadInput
from kamtui.i18n import t

USUAL_VENV = "/opt/kamtui"
USUAL_BOOK = "/srv/kamtui/book.kam"

SSHD = (
    "AcceptEnv LANG LC_*",
    "AllowAgentForwarding no",
    "AllowStreamLocalForwarding no",
    "AllowTcpForwarding no",
    "AuthenticationMethods publickey",
    "ClientAliveCountMax 4",
    "ClientAliveInterval 30",
    "DisableForwarding yes",
    "GatewayPorts no",
    "PermitTunnel no",
    "PermitUserRC no",
    "X11Forwarding no",
)
"""What sshd is told about the account: nothing but its keys, and a client that is gone is gone after two minutes."""

_PATH = re.compile(r"/[A-Za-z0-9._/-]+")
_ACCOUNT = re.compile(r"[a-z_][a-z0-9_-]{0,30}")
_PACKAGE = re.compile(r"[A-Za-z0-9._/:@+=<>~\[\], -]+")


class Choices(NamedTuple):
    """What a server is called and where its things lie."""

    user: str
    book: str
    venv: str
    package: str


def script(chosen: Choices) -> str:
    """The script for a bare Debian 12 or 13, run as root with the first head's login and key. Raises BadInput."""
    _check(chosen)
    values = {
        "ACCOUNT": chosen.user,
        "BOOK": chosen.book,
        "FOLDER": str(PurePosixPath(chosen.book).parent),
        "VENV": chosen.venv,
        "PACKAGE": chosen.package,
    }
    settings = "\n".join(f"{name}='{value}'" for name, value in values.items())
    sshd = "\n".join(f"    {line}" for line in SSHD)
    return _SCRIPT.replace("@SETTINGS@", settings).replace("@SSHD@", sshd)


def _check(chosen: Choices) -> None:
    if not _ACCOUNT.fullmatch(chosen.user) or chosen.user == "root":
        raise BadInput(t("'{name}' is no name for an account of its own", name=chosen.user))
    for path in (chosen.book, chosen.venv):
        if not _PATH.fullmatch(path) or ".." in path:
            raise BadInput(t("'{path}' must be an absolute path of letters, digits and . _ -", path=path))
    if PurePosixPath(chosen.book).parent == PurePosixPath("/"):
        raise BadInput(t("the book needs a folder of its own"))
    if not _PACKAGE.fullmatch(chosen.package) or chosen.package.startswith("-"):
        raise BadInput(t("'{what}' is nothing that pip could install", what=chosen.package))


_SCRIPT = r"""#!/bin/sh
# A kamtui server: many people, one book, everybody with an SSH key of their own and nobody with a shell.
# For a bare Debian 12 or 13. Read it, then run it as root:
#
#     sh setup.sh LOGIN KEY.pub
#
# LOGIN is the first head in the book, KEY.pub the public key they come in with. Run again, it puts right what is
# different and keeps what is there.
set -eu

@SETTINGS@

HEAD="${1:-}"
KEY="${2:-}"
if [ -z "$HEAD" ] || [ ! -r "$KEY" ]; then echo "usage: sh $0 LOGIN KEY.pub" >&2; exit 2; fi
if [ "$(id -u)" != 0 ]; then echo "run this as root" >&2; exit 2; fi
KEY="$(readlink -f "$KEY")"
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
cd /

# -- 1. What Debian has ---------------------------------------------------------------------------------------------
wanted=""
command -v sshd >/dev/null || wanted="$wanted openssh-server"
command -v dash >/dev/null || wanted="$wanted dash"
command -v chattr >/dev/null || wanted="$wanted e2fsprogs"
[ -x "$VENV/bin/python" ] || wanted="$wanted python3-venv"
if [ -n "$wanted" ]; then
    apt-get update -q
    # shellcheck disable=SC2086 # several words
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $wanted
fi

# -- 2. kamtui, owned by root, so that nobody who comes in can change it --------------------------------------------
[ -x "$VENV/bin/python" ] || python3 -m venv "$VENV"
# pip compiles what it installs: a start without that takes three times as long, and nobody else may do it later
"$VENV/bin/python" -I -c 'import kamtui' 2>/dev/null || "$VENV/bin/pip" install --quiet "$PACKAGE"

# -- 3. The account that everybody logs in to -----------------------------------------------------------------------
# Its shell is dash: bash would run a planted ~/.bashrc even before a forced command. Its home belongs to root, so
# nothing can be planted there; only the file of keys is its own, because heads enter colleagues.
id "$ACCOUNT" >/dev/null 2>&1 || useradd --system --user-group --no-create-home \
    --home-dir "/home/$ACCOUNT" --shell "$(command -v dash)" "$ACCOUNT"
# '*' is no password: keys work and nothing else does; the '!' of a new account would lock it for keys too
usermod --password '*' --home "/home/$ACCOUNT" --shell "$(command -v dash)" "$ACCOUNT"
install -d -o root -g "$ACCOUNT" -m 0750 "/home/$ACCOUNT"
install -d -o "$ACCOUNT" -g "$ACCOUNT" -m 0700 "/home/$ACCOUNT/.ssh"

# -- 4. The book and what lies beside it: for this account only ----------------------------------------------------
install -d -o "$ACCOUNT" -g "$ACCOUNT" -m 2770 "$FOLDER" "$FOLDER/state" "$FOLDER/backups"
# settings of one person, LOGIN.toml, are for whoever runs the server to write
install -d -o root -g "$ACCOUNT" -m 2750 "$FOLDER/state/settings"

as_kam() {
    runuser -u "$ACCOUNT" -- /usr/bin/env -i PATH=/usr/bin:/bin HOME=/nonexistent LANG=C.UTF-8 \
        KAMTUI_USER="$HEAD" XDG_STATE_HOME="$FOLDER/state" "$VENV/bin/python" -I -m kamtui --book "$BOOK" "$@"
}

# -- 5. The first head, with a key ----------------------------------------------------------------------------------
[ -e "$BOOK" ] || as_kam init --user "$HEAD"
as_kam user edit "$HEAD" --key - <"$KEY"

# -- 6. sshd: the account has its keys and nothing else ------------------------------------------------------------
# The line of every key says `restrict,pty,command="…"` as well; each of the two would do.
install -d -m 0755 /etc/ssh/sshd_config.d
cat >/etc/ssh/sshd_config.d/50-kamtui.conf <<END
# many people and scripts may come at the same moment
MaxStartups 100:30:200
Match User $ACCOUNT
@SSHD@
END
install -d -m 0755 /run/sshd
sshd -t
seen="$(sshd -T -C "user=$ACCOUNT,host=localhost,addr=127.0.0.1")"
for setting in 'permituserrc no' 'disableforwarding yes' 'permituserenvironment no' 'clientaliveinterval 30'; do
    if ! echo "$seen" | grep -qix "$setting"; then
        echo "sshd does not say '$setting' for $ACCOUNT: look at /etc/ssh/sshd_config, which may come first" >&2
        exit 1
    fi
done
if [ -d /run/systemd/system ]; then systemctl reload-or-restart ssh; fi

# -- 7. Limits: the gate keeps a session below 2 GiB and leaves no core file; this holds for all of them together ---
install -d -m 0755 /etc/security/limits.d
cat >/etc/security/limits.d/kamtui.conf <<END
$ACCOUNT hard core 0
$ACCOUNT hard nproc 2000
$ACCOUNT hard nofile 1024
END

# -- 8. Verified backups, by a timer --------------------------------------------------------------------------------
as_kam backup --print systemd --folder "$FOLDER/backups" | sed "s/^User=.*/User=$ACCOUNT/" |
    awk '/^# \/etc\/systemd\/system\// { sub(";", "", $2); file = $2; printf "" > file; next } file { print > file }'
install -d -m 0755 /etc/systemd/system/kamtui-backup.service.d
cat >/etc/systemd/system/kamtui-backup.service.d/fence.conf <<END
[Service]
Environment=HOME=/nonexistent XDG_STATE_HOME=$FOLDER/state
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=$FOLDER
PrivateTmp=yes
PrivateNetwork=yes
END
as_kam backup --folder "$FOLDER/backups"
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable --now kamtui-backup.timer
fi

# -- 9. The anchor: what it says of the book can be added to and not taken back, not even by the account ------------
chattr +a "$BOOK.anchor" 2>/dev/null || echo "this file system has no append-only files; the anchor stays without" >&2

echo
echo "ready. $HEAD opens the app with:        ssh $ACCOUNT@$(hostname)"
echo "and lets a colleague in with:           ssh $ACCOUNT@$(hostname) user add NAME --role kam --key - <NAME.pub"
"""
