"""What was done about a review card: looked at, or put off. The cards themselves are computed."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.outcomes.tasks import Reviewed
from kamtui.domain.reviews import covers, is_news
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, reviews
from kamtui.store.tx import Tx, instant


@operation("review.done")
def mark_done(tx: Tx, account_id: int, *, on: dt.date) -> Reviewed:
    """Mark an account as reviewed for the day.

    What happens after that shows it again. Raises NotFound, and NothingToDo where nothing happened since.
    """
    held = [found for found in reviews.acknowledgements(tx.conn, tx.author, on) if found.account_id == account_id]
    waiting = reviews.reasons(tx.conn, account_id, on)
    if any(found.on == on and not is_news(waiting, found.settled) for found in held):
        raise NothingToDo(t("{name} is reviewed already", name=accounts.one(tx.conn, account_id).name))
    return _acknowledge(tx, account_id, on, None, "")


@operation("review.snooze")
def snooze(tx: Tx, account_id: int, *, on: dt.date, until: dt.date, reason: str = "") -> Reviewed:
    """Put an account's card off until a later day. Raises NotFound, BadInput."""
    if until <= on:
        raise BadInput(t("a card is put off to a later day, not to {date}", date=until))
    return _acknowledge(tx, account_id, on, until, reason)


def _acknowledge(tx: Tx, account_id: int, on: dt.date, until: dt.date | None, reason: str) -> Reviewed:
    account = accounts.one(tx.conn, account_id)
    values = {
        "account_id": account_id,
        "who": tx.author,
        "on_date": on.isoformat(),
        "until_on": None if until is None else until.isoformat(),
        "reason": reason.strip(),
        # a card without a reason covers nothing, and must not look like one from before this was kept
        "covers": covers(reviews.reasons(tx.conn, account_id, on)) or "-:1",
        "recorded_at": instant(tx.now),
    }
    return Reviewed(tx.insert("ack", values), account_id, account.name, until)
