"""Terms of an account that is split: what goes on at the new one ends at the original the day before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.store import terms
from kamtui.store.tx import Tx


def continue_terms(tx: Tx, account_id: int, new: int, wanted: Sequence[int], on: dt.date) -> int:
    """From a day on these terms are the new account's; how many they are.

    Those that began before keep their past at the original. Credit is not divided: the new account has none until it
    is decided. Raises NotFound, BadInput.
    """
    for key in dict.fromkeys(wanted):
        found = terms.one(tx.conn, key)
        if found.account_id != account_id:
            raise NotFound(t("terms {key} are not of this account", key=key))
        if found.to_on is not None and found.to_on < on:
            raise BadInput(t("terms {key} ended on {on}: they stay where they were", key=key, on=found.to_on))
        if found.from_on >= on:
            tx.update("terms", key, {"account_id": new})
            continue
        before = tx.row("terms", key)
        del before["id"]
        tx.insert("terms", {**before, "account_id": new, "from_on": on.isoformat(), "on_date": on.isoformat()})
        tx.update("terms", key, {"to_on": (on - dt.timedelta(days=1)).isoformat()})
    return len(set(wanted))
