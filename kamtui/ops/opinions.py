"""Opinions: what somebody at the customer says of us, or of one of us; asking is contact (R28, R47)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes.touches import OpinionAdded, OpinionEdited
from kamtui.domain.touches import Direction, Kind, Purpose
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation, past
from kamtui.ops.touches import SUMMARY_LIMIT, add_touch
from kamtui.store import accounts, contacts, opinions, touches, users
from kamtui.store.tx import Tx, instant

BEST = 10

FIELDS = frozenset({"score", "text", "about", "contact_id", "touch_id", "confidential", "on"})


@operation("opinion.add")
def add_opinion(
    tx: Tx,
    account_id: int,
    score: float,
    *,
    about: str = "",
    contact_id: int | None = None,
    text: str = "",
    confidential: bool = False,
    on: dt.date | None = None,
    by: str = "",
    touch_id: int | None = None,
    is_touch: bool = True,
) -> OpinionAdded:
    """Keep a customer's opinion of us or of one of ours.

    `score` is 0-10; `about` the login of one of ours, "" for satisfaction with the firm; `by` who was told, the author
    where it is "". It was said at the touch `touch_id`; else, with `is_touch`, a survey is logged with the respondent,
    one for all they said that day. What is confidential only its author and heads see (P19). Raises NotFound, BadInput.
    """
    account = accounts.one(tx.conn, account_id)
    who, day = by or tx.author, past(tx, on)
    person = None if contact_id is None else contacts.one(tx.conn, contact_id)
    if touch_id is not None:
        _of_this_account(tx, account_id, touch_id)
    elif is_touch:
        touch_id = opinions.asked_at(tx.conn, account_id, contact_id, day, who) or _survey(
            tx, account_id, contact_id, day, who
        )
    about = users.login(tx.conn, about)
    before = opinions.last_score(tx.conn, account_id, contact_id, about, day)
    values = {
        "account_id": account_id,
        "contact_id": contact_id,
        "touch_id": touch_id,
        "on_date": day.isoformat(),
        "about": about,
        "score": _score(score),
        "text": _text(text),
        "confidential": int(confidential),
        "author": who,
        "recorded_at": instant(tx.now),
    }
    added = tx.insert("opinion", values)
    name = "" if person is None else person.name
    return OpinionAdded(added, account_id, account.name, name, about, float(score), before, touch_id)


@operation("opinion.edit")
def edit_opinion(
    tx: Tx, opinion_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> OpinionEdited:
    """Correct an opinion.

    `fields`: score, text, about, contact_id, touch_id, confidential, on (a date). Who may not see it cannot correct it
    either. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        known = ", ".join(sorted(FIELDS))
        raise BadInput(t("an opinion has no field {field}; it has {known}", field=min(unknown), known=known))
    opinion = opinions.one(tx.conn, opinion_id)
    unseen(tx, "opinion", opinion_id, was and _columns(was))
    values = _columns(fields)
    if "score" in values:
        _score(values["score"])
    if "text" in values:
        _text(str(values["text"]))
    if "about" in values:
        values["about"] = users.login(tx.conn, str(values["about"]))
    if isinstance(contact := values.get("contact_id"), int):
        contacts.one(tx.conn, contact)
    if isinstance(touch := values.get("touch_id"), int):
        _of_this_account(tx, opinion.account_id, touch)
    if not tx.update("opinion", opinion_id, values):
        raise NothingToDo(t("opinion {opinion} is that already", opinion=opinion_id))
    return OpinionEdited(opinion_id, opinion.account_id, opinion.account, tuple(fields))


@operation("opinion.remove")
def remove_opinion(tx: Tx, opinion_id: int) -> OpinionEdited:
    """Remove an opinion. The survey that was logged with it stays: somebody was asked. Raises NotFound."""
    opinion = opinions.one(tx.conn, opinion_id)
    tx.delete("opinion", opinion_id)
    return OpinionEdited(opinion_id, opinion.account_id, opinion.account, ())


def _survey(tx: Tx, account: int, contact: int | None, day: dt.date, who: str) -> int:
    """The touch that asking is; it says nothing of the answer, which may be confidential."""
    logged = add_touch.within(
        tx,
        account,
        kind=Kind.SURVEY,
        people=[] if contact is None else [contact],
        on=day,
        summary=t("asked for their opinion"),
        direction=Direction.BOTH,
        purpose=Purpose.LEARN,
        by=who,
    )
    return logged.touch_id


def _of_this_account(tx: Tx, account: int, touch: int) -> int:
    found = touches.one(tx.conn, touch)
    if found.account_id != account:
        raise BadInput(t("touch {touch} is of {account}", touch=touch, account=found.account))
    return touch


def _columns(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of an opinion as its columns hold them."""
    values = dict(fields)
    if isinstance(day := values.pop("on", None), dt.date):
        values["on_date"] = day.isoformat()
    if "confidential" in values:
        values["confidential"] = int(bool(values["confidential"]))
    if isinstance(score := values.get("score"), int):
        values["score"] = float(score)
    return values


def _score(score: object) -> float:
    if not isinstance(score, int | float) or not 0 <= score <= BEST:
        raise BadInput(t("{score} is no score; use 0 to 10", score=score))
    return float(score)


def _text(text: str) -> str:
    if len(text) > SUMMARY_LIMIT:
        raise BadInput(t("a text has at most {limit} characters", limit=SUMMARY_LIMIT))
    return text
