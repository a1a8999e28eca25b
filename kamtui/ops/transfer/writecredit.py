"""Credit decisions of an import: added where they say something else than what was in force on their day."""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections import defaultdict

from kamtui.domain.credit import Credit
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.credit import Decision, columns
from kamtui.ops.transfer.creditrows import CreditRow
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import Batch
from kamtui.ops.transfer.who import Who
from kamtui.store import credit, policies
from kamtui.store.tx import Tx, instant

Decided = tuple[dt.date, int, Decision]
"""The day, the place among those of the day, and what was decided."""

Row = tuple[int, dict[str, object]]
"""Account, and the columns of a decision on it."""


class CreditWriter:
    """Writes batches of credit decisions; they go in as blocks."""

    def __init__(self, tx: Tx, who: Who, tally: Tally) -> None:
        self.tx = tx
        self.who = who
        self.tally = tally
        self._recorded = instant(tx.now)
        self._known: dict[int, list[Decided]] | None = None
        self._file = ""
        self._said: set[tuple[int, dt.date]] = set()
        """Whose credit this file has decided on which day."""

    def write(self, batch: Batch[CreditRow]) -> None:
        """Write one batch."""
        if batch.file != self._file:
            # another file may correct what this one says
            self._file, self._said = batch.file, set()
        rows = [row for row in self.tally.taken(batch, self._row) if row is not None]
        if rows:
            values = [tuple(row.values()) for _, row in rows]
            accounts = {account for account, _ in rows}
            self.tx.insert_block("credit_decision", tuple(rows[0][1]), values, accounts=accounts)
        self.tally.created["credit"] += len(rows)

    def finish(self) -> None:
        """Nothing is left over."""

    def _row(self, row: CreditRow) -> Row | None:
        """The columns of a row; None where that was decided already."""
        account, day = self.who.account(row.account, row.account_name), row.on or self.tx.today
        history = self._history(account)
        last = next((said for on, _, said in reversed(history) if on <= day), None)
        said = self._decision(account, row, last)
        if last is not None and said[:4] == last[:4]:
            self.tally.unchanged["credit"] += 1
            return None
        if (account, day) in self._said:
            raise BadInput(t("credit of this account came before in the file with other values for {on}", on=day))
        self._said.add((account, day))
        insort(history, (day, len(history), said), key=lambda each: each[:2])
        version = policies.version_in_force(self.tx.conn, day)
        return account, columns(account, said, day, by=self.tx.author, policy=version, at=self._recorded)

    def _decision(self, account: int, row: CreditRow, last: Decision | None) -> Decision:
        """What a row decides; what it leaves empty stays."""
        currency = row.currency or (last and last.currency) or self.who.currency(account)
        if last is not None and row.limit is None and last.limit is not None and currency != last.currency:
            raise BadInput(t("say the limit in {currency}, too", currency=currency))
        return Decision(
            grade=row.grade or (last and last.grade),
            limit=last.limit if row.limit is None and last is not None else row.limit,
            currency=currency,
            next_review_on=row.review,
            reason=(row.reason or "").strip(),
        )

    def _history(self, account: int) -> list[Decided]:
        """What was decided of an account, the earliest first."""
        if self._known is None:
            self._known = defaultdict(list)
            for found in reversed(credit.history(self.tx.conn)):
                mine = self._known[found.account_id]
                mine.append((found.on, len(mine), _said(found)))
        return self._known[account]


def _said(found: Credit) -> Decision:
    return Decision(found.grade, found.limit, found.currency, found.next_review_on, found.reason)
