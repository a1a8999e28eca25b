"""Competitors at an account: what is known of them, dated and never overwritten (R89)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.outcomes.markets import RivalGone, RivalNoted
from kamtui.domain.profiles import Source, same
from kamtui.domain.rivals import Rival
from kamtui.errors import BadInput, NotFound, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import refuse_overtaken
from kamtui.ops.core import operation, past
from kamtui.store import accounts, rivals
from kamtui.store.tx import Tx, instant

FIELDS = ("share", "strengths", "contacts", "counter", "move", "move_on", "source")

LONGEST = 500
"""Characters of a text."""


@operation("rival.note")
def note_rival(
    tx: Tx,
    account_id: int,
    name: str,
    fields: Mapping[str, object],
    *,
    product: str = "",
    on: dt.date | None = None,
    was: Mapping[str, object] | None = None,
) -> RivalNoted:
    """Note what a competitor has and does at an account.

    `fields` are of FIELDS: share 0-100, move_on a date, source a Source, the others text; None or "" takes a value
    back, what is not named stays as it was known. A new move without a day is of the day of the note. `was` has what
    the user saw of them. Raises NotFound, BadInput, NothingToDo, and Conflict where somebody noted otherwise since.
    """
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    values = _checked(fields, tx.today)
    before = _known(tx, account_id, name, product, day)
    is_new = before is None or before.gone
    if before is None:
        before = _unknown(account_id, _needed(name), product.strip(), day)
    refuse_overtaken(tx, "rival", before.id, before._asdict(), was, to=values)
    if "move" in values and values["move"] != before.move and "move_on" not in values:
        values["move_on"] = day if values["move"] else None
    after = Rival(**{**before._asdict(), **values, "gone": False})
    changed = tuple(field for field in FIELDS if getattr(after, field) != getattr(before, field))
    if not is_new and not changed and before.on == day:
        raise NothingToDo(t("{account}: {rival} is noted so already", account=account.name, rival=before.label))
    row = _insert(tx, after, day)
    return RivalNoted(row, account_id, account.name, before.label, changed, is_new, day)


@operation("rival.confirm")
def confirm_rival(tx: Tx, account_id: int, name: str, *, product: str = "", on: dt.date | None = None) -> RivalNoted:
    """Say that what is known of a competitor is still true. Raises NotFound, NothingToDo."""
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    before = _there(tx, account_id, name, product, day)
    if before.on >= day:
        raise NothingToDo(t("{account}: {rival} is noted so already", account=account.name, rival=before.label))
    return RivalNoted(_insert(tx, before, day), account_id, account.name, before.label, (), False, day)


@operation("rival.gone")
def rival_gone(tx: Tx, account_id: int, name: str, *, product: str = "", on: dt.date | None = None) -> RivalGone:
    """Say that a competitor is no longer at an account. What was known stays in the history. Raises NotFound."""
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    before = _there(tx, account_id, name, product, day)
    row = _insert(tx, before._replace(gone=True), day)
    return RivalGone(row, account_id, account.name, before.label, day)


def _known(tx: Tx, account: int, name: str, product: str, day: dt.date) -> Rival | None:
    """The competitor of that name, however it is written; without a product the only one of the name."""
    named = [rival for rival in rivals.newest(tx.conn, account, day) if same(rival.name, name)]
    exact = [rival for rival in named if same(rival.product, product)]
    if exact:
        return exact[0]
    here = [rival for rival in named if not rival.gone]
    return here[0] if len(here) == 1 and not product.strip() else None


def _there(tx: Tx, account: int, name: str, product: str, day: dt.date) -> Rival:
    found = _known(tx, account, name, product, day)
    if found is None or found.gone:
        known = ", ".join(rival.label for rival in rivals.at_account(tx.conn, account, day))
        raise NotFound(t("'{name}' is no competitor there; there are: {known}", name=name, known=known or "–"))
    return found


def _unknown(account: int, name: str, product: str, day: dt.date) -> Rival:
    return Rival(0, account, name, product, day, None, "", "", "", "", None, None, False, "")


def _needed(name: str) -> str:
    text = name.strip()
    if not text or len(text) > LONGEST:
        raise BadInput(t("a competitor needs a name"))
    return text


def _checked(fields: Mapping[str, object], today: dt.date) -> dict[str, object]:
    values: dict[str, object] = {}
    for field, value in fields.items():
        if field not in FIELDS:
            message = "a competitor has no field {field}; it has {known}"
            raise BadInput(t(message, field=field, known=", ".join(FIELDS)))
        if field == "share":
            if value is not None and not (isinstance(value, int | float) and 0 <= value <= 100):
                raise BadInput(t("'{text}' is not a share; use 0 to 100, in percent", text=value))
            values[field] = None if value is None else float(str(value))
        elif field == "move_on":
            if isinstance(value, dt.date) and value > today:
                raise BadInput(t("{on} is still to come", on=value))
            values[field] = value if isinstance(value, dt.date) else None
        elif field == "source":
            values[field] = Source(str(value)) if value else None
        else:
            values[field] = str(value or "").strip()
            if len(str(values[field])) > LONGEST:
                raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))
    return values


def _insert(tx: Tx, rival: Rival, day: dt.date) -> int:
    values: dict[str, object] = rival._asdict()
    values.pop("id")
    values.pop("on")
    values |= {
        "on_date": day.isoformat(),
        "move_on": None if rival.move_on is None else rival.move_on.isoformat(),
        "source": rival.source or "",
        "gone": int(rival.gone),
        "author": tx.author,
        "recorded_at": instant(tx.now),
    }
    return tx.insert("rival", values)
