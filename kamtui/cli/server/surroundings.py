"""What the gate takes over from the client: a few words about language and terminal, and the command. Nothing else.

Only the standard library's smallest modules are imported here: it runs before anything that reads the environment.
"""

from __future__ import annotations

import os
import re
import resource
import sys

COMMAND = b"SSH_ORIGINAL_COMMAND"
"""Where sshd leaves what the client asked for."""

_LOCALE = rb"[A-Za-z0-9_.@-]{1,40}"

KEPT: dict[bytes, bytes] = {
    b"LANG": _LOCALE,
    b"LC_ALL": _LOCALE,
    b"LC_CTYPE": _LOCALE,
    b"LC_MESSAGES": _LOCALE,
    b"TERM": rb"[A-Za-z0-9._+-]{1,40}",
    b"COLORTERM": rb"truecolor|24bit",
}
"""Variables a client may choose, and what their value may look like; one that looks otherwise is not there."""

FIXED = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}

MOST_MEMORY = 2 << 30
"""Address space of one session in bytes: some fifty times what the app takes."""


def settle() -> bytes | None:
    """Forget the environment but for what is KEPT; what the client asked for, None where it wants the app."""
    command = os.environb.pop(COMMAND, b"") or None
    kept = {name: value for name in KEPT if (value := os.environb.get(name)) and re.fullmatch(KEPT[name], value)}
    os.environ.clear()
    os.environb.update(kept)
    os.environ.update(FIXED)
    # no part of the program may be changed by what lies where it is started
    os.chdir("/")
    os.umask(0o007)
    sys.dont_write_bytecode = True
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    return command


def name_state(folder: str, who: str) -> None:
    """Let what a session keeps lie in the server's own folder: drafts, the log of crashes, one settings file each."""
    os.environ["XDG_STATE_HOME"] = folder
    os.environ["KAMTUI_SETTINGS"] = os.path.join(folder, "settings", f"{who}.toml")


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY or hard > most:
        resource.setrlimit(what, (most, most))
