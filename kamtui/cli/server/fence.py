"""A fence around a gated session: no other program, no connection, no file written but in the server's own folders.

The verbs offer none of that. This is for the verb that has a mistake: Python asks here before it does any of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"}
)
CONNECTIONS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "webbrowser.open"})
FOREIGN = frozenset({"ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle", "ctypes.call_function"})
CHANGES = {
    "os.remove": 1,
    "os.rename": 2,
    "os.mkdir": 1,
    "os.rmdir": 1,
    "os.link": 2,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "shutil.rmtree": 1,
}
"""What changes a folder, and how many of its first arguments are paths."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_TEMPORARY = ("/tmp", "/var/tmp")
"""As the environment is ours, so are these; asking tempfile for them would take a tenth of a short command."""
_DEVICES = ("/dev/null", "/dev/tty", "/dev/pts/")


def put_up(folders: Sequence[str]) -> None:
    """Fence this process in for good; files may be written in `folders`, and temporary ones where those go."""
    ours = tuple(os.path.join(os.path.realpath(each), "") for each in (*folders, *_TEMPORARY))
    sys.addaudithook(_hook(ours))


def _hook(folders: tuple[str, ...]) -> Callable[[str, tuple[object, ...]], None]:
    def is_ours(path: object) -> bool:
        if not isinstance(path, str | bytes):
            # a descriptor: it was opened before, by somebody who was let
            return True
        name = os.path.realpath(os.fsdecode(path))
        return f"{name}/".startswith(folders) or name.startswith(_DEVICES)

    def ask(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITES and not is_ours(path):
                raise PermissionError(13, os.strerror(13), path)
        elif event in CHANGES:
            for path in arguments[: CHANGES[event]]:
                if not is_ours(path):
                    raise PermissionError(13, os.strerror(13), path)
        elif event == "ctypes.dlopen" and arguments[0] is None:
            # so much every import of ctypes does, and some library always does one; what is looked up there is refused
            return
        elif event in PROGRAMS or event in CONNECTIONS or event in FOREIGN:
            raise PermissionError(1, os.strerror(1), event)

    return ask
