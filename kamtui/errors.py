"""Every refusal kamtui can give, and the exit code each one carries.

KamError
├── NothingToDo      1  the book already is as asked
├── BadInput         2  a value or a command line that cannot be understood
├── NotFound         3  no such account, contact, touch, change …
├── Ambiguous        3  the name fits several
├── Conflict         4  somebody changed it meanwhile
├── Busy             5  another program holds the book's lock
├── BadBook          6  the file cannot be used as a book
│   ├── Missing         there is no file
│   ├── NotABook        a file, but not one of ours
│   ├── TooNew          written by a later kamtui
│   ├── Damaged         SQLite says the file is broken
│   └── Unsure          the disk failed while saving, and goes on failing
└── NotPermitted     7  the role does not allow it

A refusal is one finished sentence: what, why, what to do next.
"""

from __future__ import annotations


class KamError(Exception):
    """A refusal that the user reads; never a bug."""

    exit_code = 2
    code = "error"

    def details(self) -> dict[str, object]:
        """What `--json` adds to the message; empty for most."""
        return {}


class NothingToDo(KamError):
    exit_code = 1
    code = "nothing_to_do"


class BadInput(KamError):
    exit_code = 2
    code = "bad_input"


class NotFound(KamError):
    exit_code = 3
    code = "not_found"


class Ambiguous(KamError):
    """A name fits several; `candidates` are (id, name) in the order shown."""

    exit_code = 3
    code = "ambiguous"

    def __init__(self, message: str, candidates: list[tuple[int, str]]) -> None:
        super().__init__(message)
        self.candidates = candidates

    def details(self) -> dict[str, object]:
        return {"candidates": [{"id": key, "name": name} for key, name in self.candidates]}


class Conflict(KamError):
    """Somebody changed what this change relies on."""

    exit_code = 4
    code = "conflict"


class Busy(KamError):
    exit_code = 5
    code = "busy"


class BadBook(KamError):
    exit_code = 6
    code = "bad_book"


class Missing(BadBook):
    code = "no_book"


class NotABook(BadBook):
    code = "not_a_book"


class TooNew(BadBook):
    code = "too_new"


class Damaged(BadBook):
    code = "damaged"


class Unsure(BadBook):
    """Whether the change was saved cannot be found out now."""

    code = "not_known"


class NotPermitted(KamError):
    exit_code = 7
    code = "not_permitted"
