"""Partnerships: how far an account and we have come, decided and dated (R88)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.markets import PartnershipSet
from kamtui.domain.rivals import Stage
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import undecided
from kamtui.ops.core import operation
from kamtui.store import accounts, rivals
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none


@operation("partnership.set")
def set_partnership(
    tx: Tx,
    account_id: int,
    stage: Stage,
    *,
    on: dt.date | None = None,
    until_on: dt.date | None = None,
    note: str = "",
    was: dict[int, object] | None = None,
) -> PartnershipSet:
    """Say how far a partnership with an account has come.

    `on` is the day of the agreement, `until_on` its last one; `was` the stage the user saw, by account. Raises
    NotFound, BadInput, NothingToDo, and Conflict where somebody decided otherwise since.
    """
    account, day = accounts.one(tx.conn, account_id), on or tx.today
    if until_on is not None and until_on < day:
        raise BadInput(t("it cannot end on {until}, before it begins", until=until_on))
    before = rivals.partnership(tx.conn, account_id, day)
    now = Stage.NONE if before is None else before.stage
    undecided(tx, "partnership", account_id, "partnership", was, now=now, to=stage)
    said = (stage, until_on, note.strip())
    if said == ((Stage.NONE, None, "") if before is None else (before.stage, before.until_on, before.note)):
        raise NothingToDo(t("{account}: the partnership is that already", account=account.name))
    values = {
        "account_id": account_id,
        "on_date": day.isoformat(),
        "stage": stage,
        "until_on": text_or_none(until_on),
        "note": note.strip(),
        "decided_by": tx.author,
        "recorded_at": instant(tx.now),
    }
    row = tx.insert("partnership", values)
    return PartnershipSet(row, account_id, account.name, now, stage, day, until_on)
