"""kamtui gate: the forced command of one person's key; who it is, and which book, stands in the line of the key."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kamtui import i18n
from kamtui.cli import out, streams
from kamtui.cli.server import fence, surroundings
from kamtui.cli.session import Everywhere, Gated, OfApp, Session
from kamtui.errors import BadInput, KamError
from kamtui.i18n import t

LONGEST = 32_768
"""Characters of a command; what is longer comes on stdin."""

OpenApp = Callable[[Sequence[str], str], int]
"""Opens the app with some arguments as somebody."""


class Line(NamedTuple):
    """What the line of a key says."""

    who: str
    book: str
    state: str
    keys: str = ""
    """The file of keys, where it is not in its usual place."""


def run(
    arguments: Sequence[str],
    command: bytes | None,
    open_app: OpenApp | None = None,
    show_keys: OfApp | None = None,
) -> int:
    """Do what one SSH connection asks for and return the exit code; `command` is what the client sent, if anything.

    `open_app` is None where there is no terminal for it.
    """
    streams.set_up()
    i18n.use(i18n.language_of_environment())
    try:
        line = read_line(arguments)
        surroundings.name_state(line.state, line.who)
        fence.put_up([os.path.dirname(line.book), line.state, *_folder(line.keys)])
        words = [] if command is None else split(command)
    except KamError as error:
        return out.refused(error, Everywhere())
    return _enter(line, words, open_app, show_keys)


def _enter(line: Line, words: list[str], open_app: OpenApp | None, show_keys: OfApp | None) -> int:
    gated = Gated(line.who, line.book, line.state, line.keys)
    if words or open_app is None:
        # imported late: the app would keep the whole command line in memory
        from kamtui.cli.app import run as run_command

        return run_command(words, None, show_keys, gated=gated)
    return _admit(gated) or open_app(["--book", line.book], line.who)


def _admit(gated: Gated) -> int:
    """See that somebody is in the book, and return the exit code."""
    session = Session(Everywhere(), None, None, gated=gated)
    try:
        session.admit()
    except KamError as error:
        return out.refused(error, Everywhere())
    except Exception:  # noqa: BLE001  the command line meets it again, and knows how to say it
        from kamtui.cli.app import run as run_command

        return run_command([], None, None, gated=gated, only_admit=True)
    finally:
        session.close()
    return 0


def read_line(arguments: Sequence[str]) -> Line:
    """The words that stand behind `kamtui gate` in a key's line; raises BadInput."""
    found: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name = {"--as": "who", "--book": "book", "--state": "state", "--keys": "keys"}.get(word)
        value = next(words, "")
        if name is None or not value or name in found:
            raise _unknown_line()
        found[name] = _utf8(os.fsencode(value))
    if "who" not in found or not os.path.isabs(found.get("book", "")):
        raise _unknown_line()
    found.setdefault("state", os.path.join(os.path.dirname(found["book"]), "state"))
    return Line(**found)


def split(command: bytes) -> list[str]:
    """The words of a command as a shell would split them, but no shell is asked; raises BadInput."""
    text = _utf8(command)
    if len(text) > LONGEST:
        raise BadInput(t("the command is longer than {count} characters; send rows on stdin: --stdin", count=LONGEST))
    if any((ord(character) < 0x20 and character != "\t") or 0x7F <= ord(character) < 0xA0 for character in text):
        raise BadInput(t("a command is one line of text without control characters"))
    try:
        words = shlex.split(text)
    except ValueError:
        message = "a quote in the command is not closed; text with a quote in it needs quotes around it"
        raise BadInput(t(message)) from None
    # somebody wrote the program's name as on their own machine
    return words[1:] if words[:1] == ["kamtui"] else words


def _unknown_line() -> BadInput:
    return BadInput(t("the line of this key is not one that `kamtui user add` wrote; tell whoever runs the server"))


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(t("the command is not UTF-8 text")) from None


def _folder(keys: str) -> list[str]:
    return [os.path.dirname(keys)] if keys else [os.path.join(home(), ".ssh")]


def home() -> str:
    """The home of the account that runs this, whatever the environment says."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return "/nonexistent"
