"""Red flags: what is in doubt is marked, and a strength of ours is used against it (R39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes.influences import FlagAnswered, FlagRaised, FlagSettled
from kamtui.domain.redflags import Flagged
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation, past
from kamtui.ops.tasks import add_task
from kamtui.store import accounts, contacts, owners, redflags
from kamtui.store.tx import Tx, instant

TEXT_LIMIT = 500
"""Characters of what is in doubt, and of a strength."""


@operation("flag.raise")
def raise_flag(
    tx: Tx,
    account_id: int,
    subject: str,
    *,
    text: str = "",
    contact_id: int | None = None,
    on: dt.date | None = None,
) -> FlagRaised:
    """Raise a red flag.

    `subject` says in short what is unknown, unverified or changed, `text` more of it; `contact_id` where it is about
    one person. Raises NotFound, BadInput, and NothingToDo where it is raised already.
    """
    account, what, day = accounts.one(tx.conn, account_id), _short(subject), past(tx, on)
    if not what:
        raise BadInput(t("a flag needs a subject"))
    name = "" if contact_id is None else contacts.one(tx.conn, contact_id).name
    known = [row for row in redflags.kept(tx.conn, account_id) if (row.subject, row.contact_id) == (what, contact_id)]
    if known and known[0].by_hand:
        raise NothingToDo(t("'{subject}' is flagged already", subject=what))
    said = _short(text) or what
    if known:
        # it was answered as something computed
        tx.update("red_flag", known[0].id, {"text": said})
        return FlagRaised(known[0].id, account_id, account.name, what, name)
    return FlagRaised(_insert(tx, account_id, what, contact_id, day, said), account_id, account.name, what, name)


@operation("flag.answer")
def answer_flag(
    tx: Tx,
    account_id: int,
    subject: str,
    *,
    contact_id: int | None = None,
    strength: str = "",
    task: str = "",
    due_on: dt.date | None = None,
    was: Mapping[str, object] | None = None,
) -> FlagAnswered:
    """Use a strength against a red flag.

    `strength` is ours; with `task`, a follow-up of that title for the account's owner until `due_on`. Also what is
    computed is answered so, as long as it is flagged. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    account, found = accounts.one(tx.conn, account_id), _flagged(tx, account_id, subject, contact_id)
    if not strength.strip() and not task.strip():
        raise BadInput(t("name a strength of ours, or a task"))
    values: dict[str, object] = {"strength": _short(strength)} if strength.strip() else {}
    flag, row = found.flag, found.kept
    if row is not None:
        unseen(tx, "red_flag", row.id, was)
    if task.strip():
        owner = owners.in_force(tx.conn, account_id, tx.today)
        added = add_task.within(
            tx, task, account_id=account_id, contact_id=flag.contact_id, due_on=due_on, owner=owner, on=tx.today
        )
        values["task_id"] = added.task_id
    key = row.id if row is not None else _insert(tx, account_id, flag.subject, flag.contact_id, tx.today, "", values)
    if row is not None and not tx.update("red_flag", key, values):
        raise NothingToDo(t("'{subject}' is answered so already", subject=flag.subject))
    stands = redflags.one(tx.conn, key)[1]
    return FlagAnswered(key, account_id, account.name, flag.subject, flag.contact, stands.strength, stands.task_id)


@operation("flag.settle")
def settle_flag(tx: Tx, flag_id: int, *, on: dt.date | None = None) -> FlagSettled:
    """Settle a red flag that was raised by hand.

    What is computed settles itself as soon as it is known. Raises NotFound, BadInput.
    """
    account_id, row = redflags.one(tx.conn, flag_id)
    if not row.by_hand:
        raise BadInput(t("'{subject}' is computed: it goes as soon as it is known", subject=row.subject))
    day = on or tx.today
    if not row.on <= day <= tx.today:
        raise BadInput(t("it is flagged since {on}, so it cannot be settled on {day}", on=row.on, day=day))
    tx.update("red_flag", flag_id, {"settled_on": day.isoformat()})
    account = accounts.one(tx.conn, account_id)
    return FlagSettled(flag_id, account_id, account.name, row.subject, row.contact, day)


def _flagged(tx: Tx, account_id: int, subject: str, contact_id: int | None) -> Flagged:
    """The flag that is meant; without a contact also that of the only person who has it."""
    every = redflags.at_account(tx.conn, account_id, tx.today).flags
    named = [each for each in every if each.flag.subject == _short(subject)]
    found = [each for each in named if each.flag.contact_id == contact_id]
    if not found and contact_id is None and len(named) == 1:
        found = named
    if not found:
        known = ", ".join(dict.fromkeys(each.flag.subject for each in every)) or t("nothing")
        raise NotFound(t("'{subject}' is not flagged there; flagged: {known}", subject=subject, known=known))
    return found[0]


def _insert(
    tx: Tx,
    account_id: int,
    subject: str,
    contact_id: int | None,
    day: dt.date,
    text: str,
    more: Mapping[str, object] | None = None,
) -> int:
    values = {
        "account_id": account_id,
        "contact_id": contact_id,
        "subject": subject,
        "text": text,
        "on_date": day.isoformat(),
        "author": tx.author,
        "recorded_at": instant(tx.now),
        **(more or {}),
    }
    return tx.insert("red_flag", values)


def _short(text: str) -> str:
    tidied = " ".join(text.split())
    if len(tidied) > TEXT_LIMIT:
        raise BadInput(t("a text has at most {limit} characters", limit=TEXT_LIMIT))
    return tidied
