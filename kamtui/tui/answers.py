"""How answers in forms are read, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kamtui.domain import facts, fields, recurrence
from kamtui.domain.periods import Period
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.contacts import PERSON_FIELDS
from kamtui.ops.quicklog import person
from kamtui.store import accounts, contacts, known, lookup, opinions, tasks, touches, users
from kamtui.tui.filling import Read, Values
from kamtui.tui.screens.acting import Acting


def words(page: Acting, account: int, text: str, given: Values) -> str:
    """A text, and not none."""
    if not text:
        raise BadInput(t("this cannot be left out"))
    return text


def day(page: Acting, account: int, text: str, given: Values) -> object:
    """A day."""
    return fields.date(text, page.today)


def figure(page: Acting, account: int, text: str, given: Values) -> int:
    """The value of a metric that was chosen before, in the currency of the account."""
    return facts.value(text, given["metric"], accounts.row(page.app.book.conn, account).currency)


def period(page: Acting, account: int, text: str, given: Values) -> Period:
    """A period."""
    return fields.period(text, page.today)


def someone(page: Acting, account: int, text: str, given: Values) -> int:
    """A person of the account."""
    return person(page.app.book.conn, account, text, page.today)


def people(page: Acting, account: int, text: str, given: Values) -> list[int]:
    """People of the account, parted by commas."""
    return [someone(page, account, name.strip(), given) for name in text.split(",")]


def another_account(page: Acting, account: int, text: str, given: Values) -> int:
    """Another account, by number, id, name or pinyin."""
    return lookup.account(page.app.book.conn, words(page, account, text, given))


def amount(page: Acting, account: int, text: str, given: Values) -> int:
    """An amount in the currency of the account."""
    return fields.amount(text, accounts.row(page.app.book.conn, account).currency)


def own_amount(page: Acting, account: int, text: str, given: Values) -> int:
    """An amount in the currency of the book."""
    return fields.amount(text, known.book_currency(page.app.book.conn))


def number(page: Acting, account: int, text: str, given: Values) -> int:
    """A whole number."""
    if not text.isdecimal():
        raise BadInput(t("'{text}' is no number", text=text))
    return int(text)


def file(page: Acting, account: int, text: str, given: Values) -> str:
    """What stands in the file of that name."""
    try:
        return Path(text).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(t("cannot read {path}: {reason}", path=text, reason=error)) from None


def plain(read: Callable[[str], Any]) -> Read:
    """Reads without regard to page and account."""
    return lambda page, account, text, given: read(text)


def agreed(page: Acting, account: int, text: str, given: Values) -> bool:
    """A caution is only passed by having thought of it."""
    if not fields.yes_no(text):
        raise BadInput(t("then think of it first; Esc gives up"))
    return True


def of_task(field: str) -> Callable[[Acting, int, Values], object]:
    """What a task says now, as it is stored."""

    def read(page: Acting, account: int, given: Values) -> object:
        task = tasks.one(page.app.book.conn, given["task"])
        due_on = None if task.due_on is None else task.due_on.isoformat()
        repeat = "" if task.repeat is None else recurrence.stored(task.repeat)
        return {**task._asdict(), "due_on": due_on, "repeat": repeat}[field]

    return read


def of_contact(page: Acting, account: int, given: Values) -> object:
    """What a person or their position at the account says now."""
    conn, person, field = page.app.book.conn, given["contact"], given["field"]
    if field in PERSON_FIELDS:
        return contacts.one(conn, person)._asdict()[field]
    present = [place for place in contacts.positions_of(conn, person) if place.to_on is None]
    return next((place._asdict()[field] for place in present if place.account_id == account), None)


def of_touch(page: Acting, account: int, given: Values) -> object:
    """What a touch says now."""
    return touches.one(page.app.book.conn, given["touch"])._asdict()[given["field"]]


def of_opinion(page: Acting, account: int, given: Values) -> object:
    """What an opinion says now."""
    return opinions.one(page.app.book.conn, given["opinion"])._asdict()[given["field"]]


def of_user(field: str) -> Callable[[Acting, int, Values], object]:
    """What a colleague's entry says now."""
    return lambda page, account, given: users.one(page.app.book.conn, given["login"])._asdict()[field]
