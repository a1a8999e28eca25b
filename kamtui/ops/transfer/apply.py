"""A read plan written into the book as one change: one undo takes the whole import back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from kamtui.domain.outcomes.book import Imported, RejectedRow
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.ops.transfer.plan import Plan
from kamtui.ops.transfer.tally import Tally
from kamtui.ops.transfer.targets import TARGETS, Batch
from kamtui.ops.transfer.who import Who
from kamtui.ops.transfer.writeaccounts import AccountWriter
from kamtui.ops.transfer.writecontacts import ContactWriter
from kamtui.ops.transfer.writecredit import CreditWriter
from kamtui.ops.transfer.writefacts import FactWriter
from kamtui.ops.transfer.writeinvoices import InvoiceWriter
from kamtui.ops.transfer.writeopportunities import OpportunityWriter
from kamtui.ops.transfer.writepayments import PaymentWriter
from kamtui.ops.transfer.writeproducts import ProductWriter
from kamtui.ops.transfer.writesales import SaleWriter
from kamtui.ops.transfer.writetouches import TouchWriter
from kamtui.store.tx import Tx

Progress = Callable[[str, int, int], None]
"""Told the target, the rows done and the rows expected."""

R = TypeVar("R")

REPORTED = 1_000
"""Rejected rows kept word for word in the outcome."""


class Writer(Protocol[R]):
    """Writes the rows of one target."""

    def write(self, batch: Batch[R]) -> None: ...

    def finish(self) -> None: ...


@operation("import.apply")
def apply_plan(tx: Tx, plan: Plan, *, progress: Progress | None = None) -> Imported:
    """Import files.

    Accounts first, then people, and what names them. Matches by external id, then by normalised name, then by
    alias; fills and corrects fields, never deletes; what is in the book already as the files say is left alone, so the
    same files again change nothing. Raises Undecided where the plan has open questions.
    """
    plan.settled()
    tx.may_breathe = True
    tally, expected = Tally(), plan.expected()
    who = Who(tx, tally.warn)

    def write(target: str, batches: Iterator[Batch[R]], writer: Writer[R]) -> None:
        done = 0
        for batch in batches:
            writer.write(batch)
            tx.breathe()
            done += len(batch.rows)
            if progress is not None:
                progress(target, done, max(expected[target], done))
        writer.finish()

    write("accounts", plan.accounts(), AccountWriter(tx, who, tally))
    write("contacts", plan.contacts(), ContactWriter(tx, who, tally))
    write("products", plan.products(), ProductWriter(tx, tally))
    write("sales", plan.sales(), SaleWriter(tx, who, tally))
    # before the touches: a note may hang on one
    write("opportunities", plan.opportunities(), OpportunityWriter(tx, who, tally))
    write("touches", plan.touches(), TouchWriter(tx, who, tally, plan.asked.zone))
    write("facts", plan.facts(), FactWriter(tx, who, tally))
    write("invoices", plan.invoices(), InvoiceWriter(tx, who, tally))
    write("payments", plan.payments(), PaymentWriter(tx, who, tally))
    write("credit", plan.credit(), CreditWriter(tx, who, tally))
    tally.created["accounts"] += who.new_accounts
    tally.created["contacts"] += who.new_contacts
    return _report(plan, tally)


def _report(plan: Plan, tally: Tally) -> Imported:
    rejected = [*plan.rejected, *tally.rejected]
    warnings = [t("{file}: {text}", file=notice.file, text=notice.text) for notice in plan.notices]
    return Imported(
        read=plan.read,
        created={name: tally.created[name] for name in TARGETS if tally.created[name]},
        updated={name: tally.updated[name] for name in TARGETS if tally.updated[name]},
        unchanged={name: tally.unchanged[name] for name in TARGETS if tally.unchanged[name]},
        rejected=tuple(RejectedRow(*row) for row in rejected[:REPORTED]),
        rejected_count=plan.rejected_count + len(tally.rejected),
        warnings=tuple(dict.fromkeys([*warnings, *tally.warnings])),
        unattributed=tally.unattributed,
    )
