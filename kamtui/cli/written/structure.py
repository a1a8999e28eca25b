"""The row of accounts that were merged or split, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli.out import day
from kamtui.domain.outcomes.structure import AccountsMerged, AccountSplit, AccountUnmerged
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_accounts(outcome: AccountsMerged | AccountUnmerged | AccountSplit, conn: Connection) -> Shape:
    counted = {
        name: {each.table: each.rows for each in rows}
        for name, rows in outcome._asdict().items()
        if name in ("moved", "stayed")
    }
    on = {"on": day(outcome.on)} if isinstance(outcome, AccountSplit) else {}
    return {**outcome._asdict(), **counted, **on}


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    AccountsMerged: of_accounts,
    AccountUnmerged: of_accounts,
    AccountSplit: of_accounts,
}
