"""The file of keys that sshd reads: our lines in it, those of others as they are, and never half of it."""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from kamtui.cli.server import gate, keys
from kamtui.cli.server.keys import Place, PublicKey
from kamtui.cli.session import Session
from kamtui.errors import BadInput, KamError
from kamtui.i18n import t

VARIABLE = "KAMTUI_AUTHORIZED_KEYS"

_OURS = re.compile(
    rb'restrict,pty,command="exec /usr/bin/env -i (?:\\"\w+=\$\w+\\" )+(?P<words>[^"\\]+)"'
    rb" (?P<key>[a-z0-9@.-]+ [A-Za-z0-9+/=]+) [^ ]+"
)
_TYPES = b"|".join(re.escape(kind.encode()) for kind in keys.TYPES)
_KEY_ANYWHERE = re.compile(rb"(?:^|[ \t])(?:%s)[ \t]+([A-Za-z0-9+/=]+)" % _TYPES)


class Held(NamedTuple):
    """One of our lines: who gets in with which key."""

    login: str
    book: str
    key: PublicKey


class KeyFile:
    """The keys of one server."""

    def __init__(self, path: Path, place: Place) -> None:
        self.path = path
        self.place = place

    def held(self) -> list[Held]:
        """The keys to this book, as sshd goes through them. Raises BadInput where the file cannot be read."""
        return [found for raw in self._read().splitlines() if (found := _held(raw)) and self._is_here(found)]

    def of(self, login: str) -> list[PublicKey]:
        """The keys of one person."""
        return [found.key for found in self.held() if found.login == login]

    def refuse_taken(self, login: str, given: Sequence[PublicKey]) -> None:
        """Raise BadInput where a key opens the door for somebody else: sshd takes the first line that fits."""
        for raw in self._read().splitlines():
            found = _held(raw)
            if raw.startswith(b"#"):
                continue
            whose = found.login if found else t("a line that kamtui did not write")
            if found and found.login == login and self._is_here(found):
                continue
            in_line = {match.group(1).decode() for match in _KEY_ANYWHERE.finditer(raw)}
            for key in given:
                if key.blob in in_line:
                    message = "{key} belongs to {whose} already; everybody needs a key of their own"
                    raise BadInput(t(message, key=key.fingerprint, whose=whose))

    def change(self, login: str, *, add: Sequence[PublicKey] = (), clear: bool = False) -> int:
        """Let somebody in with more keys, and with none of the earlier ones if `clear`; how many lines changed."""
        self._make_folder()
        with self._alone():
            before = self._read()
            lines = before.splitlines(keepends=True)
            mine = [at for at, raw in enumerate(lines) if (found := _held(raw)) and self._is(found, login)]
            has = {_key_of(lines[at]) for at in mine}
            if clear:
                lines = [raw for at, raw in enumerate(lines) if at not in mine]
                has = set()
            self.refuse_taken(login, add)
            fresh = [key for key in dict.fromkeys(add) if key.text.encode() not in has]
            if lines and fresh and not lines[-1].endswith(b"\n"):
                lines[-1] += b"\n"
            lines += [keys.line(login, key, self.place).encode() + b"\n" for key in fresh]
            after = b"".join(lines)
            if after != before:
                self._write(after)
            return len(fresh) + (len(mine) if clear else 0)

    def _is_here(self, found: Held) -> bool:
        return found.book == str(self.place.book)

    def _is(self, found: Held, login: str) -> bool:
        return found.login == login and self._is_here(found)

    def _read(self) -> bytes:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        try:
            with open(os.open(self.path, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise BadInput(t("{path} is not a regular file", path=self.path))
                return file.read()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise BadInput(t("{path} cannot be read: {reason}", path=self.path, reason=error.strerror)) from None

    def _make_folder(self) -> None:
        folder = self.path.parent
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            loose = stat.S_IMODE(folder.stat().st_mode) & 0o022
        except OSError as error:
            raise BadInput(t("cannot write {path}: {reason}", path=self.path, reason=error.strerror)) from None
        if loose:
            raise BadInput(t("others can write in {path}, so sshd would not trust it: chmod 700 {path}", path=folder))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While somebody changes the file nobody else does."""
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _write(self, content: bytes) -> None:
        """Put the new file in the place of the old one; it belongs to whom the folder belongs to."""
        partial = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            with open(os.open(partial, flags, 0o600), "wb") as file:
                owner = self.path.parent.stat()
                if os.getuid() == 0:
                    os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, self.path)
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            os.fsync(folder)
            os.close(folder)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise BadInput(t("cannot write {path}: {reason}", path=self.path, reason=error.strerror)) from None


def key_file(session: Session) -> KeyFile:
    """The keys to the book of this run: $KAMTUI_AUTHORIZED_KEYS, else those of the account that runs it."""
    gated = session.gated
    if gated is not None:
        chosen, state = gated.keys, Path(gated.state)
    else:
        chosen, state = os.environ.get(VARIABLE, ""), session.path.absolute().parent / "state"
    usual = Path(gate.home()) / ".ssh" / "authorized_keys"
    path = Path(chosen).absolute() if chosen else usual
    place = Place(sys.executable, session.path.absolute(), state, None if path == usual else path)
    return KeyFile(path, place)


def refuse_unfit(found: KeyFile) -> None:
    """Raise BadInput where lines written here would not open the gate, or open it as root."""
    if os.getuid() == 0 and found.place.keys is None:
        message = "keys are entered by the account that people log in to, not by root: runuser -u kam -- kamtui user …"
        raise BadInput(t(message))
    # imported late: only who enters keys pays for it. An isolated Python has found us already
    import subprocess

    asked = [sys.executable, "-I", "-c", "import kamtui"]
    if not sys.flags.isolated and subprocess.run(asked, capture_output=True, check=False, cwd="/").returncode:
        message = "kamtui is not installed for {python}, which the gate would start; install it in a venv of its own"
        raise BadInput(t(message, python=sys.executable))


def readable(session: Session) -> list[Held] | None:
    """The keys to the book of this run; None where they cannot be read."""
    with suppress(KamError):
        return key_file(session).held()
    return None


def _held(raw: bytes) -> Held | None:
    """One of our lines; None for one of somebody else's."""
    match = _OURS.fullmatch(raw.rstrip(b"\r\n"))
    if match is None:
        return None
    try:
        words = shlex.split(match["words"].decode())
        said = gate.read_line(words[5:]) if words[1:5] == ["-I", "-m", "kamtui", "gate"] else None
    except (ValueError, KamError):
        return None
    kind, _, blob = match["key"].decode().partition(" ")
    return None if said is None else Held(said.who, said.book, PublicKey(kind, blob))


def _key_of(raw: bytes) -> bytes:
    match = _OURS.fullmatch(raw.rstrip(b"\r\n"))
    return match["key"] if match else b""
