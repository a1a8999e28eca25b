"""Who holds a lock file, and since when: what the holder wrote into it, borne out by what the system says."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kamtui.i18n import t

_NOTE_BYTES = 200
"""Of a fixed length, so that one write replaces the note of the one before."""

_LOCKS = Path("/proc/locks")


class Holder(NamedTuple):
    """The process that holds a lock."""

    pid: int
    text: str
    """Who it is: li.wei (touch.add, process 4711)."""
    since: str
    """The time of day since when, as HH:MM:SS; "" where it is not known."""
    is_stopped: bool
    """Whether somebody has stopped it, with ctrl+z for one."""


def note(who: str, doing: str) -> bytes:
    """What this process writes into a lock file when it takes it."""
    text = f"{os.getpid()}\t{_word(who)}\t{_word(doing)}".encode()[: _NOTE_BYTES - 1]
    return text.decode("utf-8", "ignore").encode().ljust(_NOTE_BYTES - 1) + b"\n"


def holder(path: Path) -> Holder | None:
    """Who holds the lock on a file now; None where the system does not tell."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        info = os.fstat(handle)
        kept = os.pread(handle, _NOTE_BYTES, 0).decode("utf-8", "replace")
    finally:
        os.close(handle)
    signed, who, doing = _read(kept)
    pid = _of_the_system(info.st_ino) if _LOCKS.exists() else signed
    if pid is None or not _is_alive(pid):
        return None
    if pid != signed:
        # the note is of somebody before, or there was no room for one
        return Holder(pid, named("", command(pid), pid), "", _is_stopped(pid))
    since = dt.datetime.fromtimestamp(info.st_mtime, dt.UTC).astimezone()
    return Holder(pid, named(who, doing or command(pid), pid), f"{since:%H:%M:%S}", _is_stopped(pid))


def _word(text: str) -> str:
    return " ".join(text.split())[:60]


def _read(kept: str) -> tuple[int | None, str, str]:
    """The process, person and doing of a note."""
    pid, _, rest = kept.strip("\0 \n").partition("\t")
    who, _, doing = rest.partition("\t")
    return (int(pid) if pid.isdecimal() else None), who.strip(), doing.strip()


def _of_the_system(inode: int) -> int | None:
    """The process that the kernel names for the lock on a file; those that wait are marked with an arrow."""
    with suppress(OSError):
        for line in _LOCKS.read_text(encoding="ascii", errors="replace").splitlines():
            words = line.split()
            if words[1:2] == ["FLOCK"] and words[5].rpartition(":")[2] == str(inode) and int(words[4]) > 0:
                return int(words[4])
    return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


def named(who: str, doing: str, pid: int) -> str:
    if not who:
        return t("process {pid} ({doing})", pid=pid, doing=doing or "?")
    return t("{who} ({doing}, process {pid})", who=who, doing=doing or "?", pid=pid)


def command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _is_stopped(pid: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        return state in {"T", "t"}
    return False
