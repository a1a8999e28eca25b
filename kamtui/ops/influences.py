"""Buying influences: what is judged of people at a customer, dated and never overwritten (R38, R40, R41)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kamtui.domain.contacts import EndReason
from kamtui.domain.influencefields import RATINGS, degree, mode, roles
from kamtui.domain.influences import RUNGS, STANCES, Influence, Role, stored_roles
from kamtui.domain.outcomes.influences import InfluenceJudged, InfluencesVerified
from kamtui.domain.texts import clipped
from kamtui.domain.touches import TouchState
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import refuse_overtaken
from kamtui.ops.core import operation, past
from kamtui.store import accounts, contacts, influences, touches
from kamtui.store.tx import Tx, instant

FIELDS = (
    "roles", "degree", "mode", "rating", "stance", "win", "result", "rung", "rung_wanted", "touch_id", "confidential",
)  # fmt: skip

TEXT_LIMIT = 500
"""Characters of a win or a result: they stand in tables."""

WORDS = {"degree": degree, "mode": mode}
"""Fields that are a word, and how it is read."""

_SPANS = {
    "rating": RATINGS,
    "stance": range(min(STANCES), max(STANCES) + 1),
    "rung": range(min(RUNGS), max(RUNGS) + 1),
    "rung_wanted": range(min(RUNGS), max(RUNGS) + 1),
}


@operation("influence.judge")
def judge_influence(
    tx: Tx,
    account_id: int,
    contact_id: int,
    fields: Mapping[str, object],
    *,
    on: dt.date | None = None,
    was: Mapping[str, object] | None = None,
) -> InfluenceJudged:
    """Judge what somebody has to say about purchases.

    `fields`: roles (an iterable of Role), degree, mode, rating -5..5, stance -2..2, win, result, rung and rung_wanted
    1..5, touch_id (the evidence, a touch of this account that took place), confidential. None or "" takes a value
    back; what is not named stays as it was judged before, as far as one may see it. `was` has what was seen of them.
    Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    name = _worked_there(tx, account_id, contact_id)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        known = ", ".join(FIELDS)
        raise BadInput(t("an influence has no field {field}; it has {known}", field=min(unknown), known=known))
    before = influences.at_account(tx.conn, account_id, day).get(contact_id) or Influence(contact_id, dt.date.min)
    if was:
        judged = influences.newest_row(tx.conn, account_id, contact_id, day)
        refuse_overtaken(tx, "influence", judged, _plain(before._asdict()), _plain(was))
    wanted = Influence(**{**before._asdict(), **{field: _checked(field, fields[field]) for field in fields}, "on": day})
    if "touch_id" not in fields and wanted != before._replace(on=day):
        # the touch was the evidence of what was judged before
        wanted = wanted._replace(touch_id=None)
    elif wanted.touch_id is not None:
        _took_place(tx, account_id, wanted.touch_id, day)
    if wanted == before:
        raise NothingToDo(t("{name} is judged so already", name=name))
    row = _append(tx, account_id, wanted._replace(author=tx.author))
    return InfluenceJudged(row, account_id, account.name, contact_id, name, tuple(fields), day, wanted.confidential)


@operation("influence.verify")
def verify_influences(
    tx: Tx, account_id: int, people: Sequence[int], *, on: dt.date | None = None, touch_id: int | None = None
) -> InfluencesVerified:
    """Say that what is judged of people is still true.

    The same values count from `on` (today) on, with `touch_id` as evidence. Who is verified by then is passed over.
    What was said in confidence stays its author's. Raises NotFound, BadInput, NothingToDo.
    """
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    if touch_id is not None:
        _took_place(tx, account_id, touch_id, day)
    judged = influences.at_account(tx.conn, account_id, day)
    verified = []
    for contact in dict.fromkeys(people):
        name, found = contacts.one(tx.conn, contact).name, judged.get(contact)
        if found is None:
            if len(people) == 1:
                raise NothingToDo(t("nothing is judged of {name} yet", name=name))
            continue
        if found.on == day and touch_id in (None, found.touch_id):
            continue
        author = found.author if found.confidential else tx.author
        evidence = found.touch_id if touch_id is None else touch_id
        _append(tx, account_id, found._replace(on=day, touch_id=evidence, author=author))
        verified.append(name)
    if not verified:
        raise NothingToDo(t("{account}: nothing to verify", account=account.name))
    return InfluencesVerified(account_id, account.name, tuple(verified), day)


def _append(tx: Tx, account_id: int, said: Influence) -> int:
    values = {
        "account_id": account_id,
        **said._asdict(),
        "roles": stored_roles(said.roles),
        "confidential": int(said.confidential),
        "on_date": said.on.isoformat(),
        "recorded_at": instant(tx.now),
    }
    del values["on"]
    return tx.insert("influence", values)


def _worked_there(tx: Tx, account_id: int, contact_id: int) -> str:
    """The name of a contact; raises BadInput where they never had a position at the account."""
    name = contacts.one(tx.conn, contact_id).name
    places = contacts.positions_of(tx.conn, contact_id)
    if not any(
        place.account_id == account_id and place.end_reason is not EndReason.ENTERED_WRONGLY for place in places
    ):
        account = accounts.one(tx.conn, account_id).name
        raise BadInput(t("{name} does not work at {account}", name=name, account=account))
    return name


def _took_place(tx: Tx, account_id: int, touch: int, day: dt.date) -> None:
    found = touches.one(tx.conn, touch)
    if found.account_id != account_id:
        raise BadInput(t("touch {touch} is of {account}", touch=touch, account=found.account))
    if found.state is not TouchState.DONE or found.on > day:
        raise BadInput(t("touch {touch} had not taken place by {on}", touch=touch, on=day))


def _plain(fields: Mapping[str, object]) -> dict[str, object]:
    """Values as a sentence says them, so that they compare: the roles as one text."""
    return {
        field: value if isinstance(value, str) or not isinstance(value, Iterable) else stored_roles(map(Role, value))
        for field, value in fields.items()
    }


def _checked(field: str, value: object) -> object:
    """A value as `Influence` has it; raises BadInput."""
    if field == "roles":
        return _roles(value)
    if field == "confidential":
        return bool(value)
    if field in ("win", "result"):
        text = str(value or "").strip()
        if len(text) > TEXT_LIMIT:
            raise BadInput(t("a text has at most {limit} characters", limit=TEXT_LIMIT))
        return text
    if value in (None, ""):
        return None
    if field in WORDS:
        return WORDS[field](str(value))
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(t("'{text}' is no whole number", text=clipped(str(value))))
    span = _SPANS.get(field)
    if span is not None and value not in span:
        raise BadInput(t("{field} is {first} to {last}", field=t(field), first=span[0], last=span[-1]))
    return value


def _roles(value: object) -> tuple[Role, ...]:
    if value is None or isinstance(value, str):
        return roles(value or "")
    if not isinstance(value, Iterable):
        raise BadInput(t("'{text}' is no role", text=clipped(str(value))))
    return roles(" ".join(map(str, value)))
