"""Two accounts that look like one and are not: said once, and never asked again."""

from __future__ import annotations

from kamtui.domain.outcomes.structure import ToldApart
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import duplicates
from kamtui.store.tx import Tx, instant


@operation("account.apart")
def tell_apart(tx: Tx, account_id: int, other_id: int, *, reason: str = "") -> ToldApart:
    """Say that two accounts are not the same.

    They are proposed as duplicates no more. Raises NotFound, BadInput, NothingToDo.
    """
    one, other = tx.row("account", account_id)["name"], tx.row("account", other_id)["name"]
    if account_id == other_id:
        raise BadInput(t("this is one account, not two"))
    if duplicates.is_told_apart(tx.conn, account_id, other_id):
        raise NothingToDo(t("{name} and {other} are told apart already", name=one, other=other))
    first, second = sorted((account_id, other_id))
    values = {"account_id": first, "other_id": second, "on_date": tx.today.isoformat(), "reason": reason}
    tx.insert("told_apart", {**values, "decided_by": tx.author, "recorded_at": instant(tx.now)})
    return ToldApart(account_id, str(one), other_id, str(other))
