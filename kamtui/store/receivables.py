"""What customers owe on any day, read from invoices and payments; nothing of it is stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from kamtui.domain import receivables as rules
from kamtui.domain.money import SCALE, rounded
from kamtui.domain.receivables import Document, Owed
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection

if TYPE_CHECKING:
    # whoever judges by the rules has read them; to show an account takes none
    from kamtui.domain.traderules import ReceivablesRules

Key = tuple[int, str]
"""Account and currency."""


class Standing(NamedTuple):
    """What an account owes in one currency, in all and document by document."""

    owed: Owed
    documents: list[Document]
    """Those with something open, the longest due first."""


def owed(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[int, list[Owed]]:
    """Account -> what it owes or has in credit on a day, per currency; who neither owes nor has is absent."""
    found: dict[int, list[Owed]] = defaultdict(list)
    for (account, _), standing in standings(Scope(conn, on, accounts)).items():
        found[account].append(standing.owed)
    return {account: rules.in_order(each) for account, each in found.items()}


def balances(conn: Connection, on: dt.date, currency: str, accounts: Iterable[int] | None = None) -> dict[int, int]:
    """Account -> what was invoiced less what was paid by a day, in one currency; where that is nothing it is absent."""
    found = _balances(Scope(conn, on, accounts))
    return {account: balance for (account, code), balance in found.items() if code == currency}


def small_change(conn: Connection, on: dt.date, policy: ReceivablesRules, currency: str) -> int:
    """What the policy says is small change, in a currency; the same figure in that one where no rate is known."""
    said = policy.small_amount * SCALE
    # imported late, with what it takes to calculate with rates
    from kamtui.store import exchange

    taken = exchange.own(conn, said, currency, on)
    return said if taken is None else taken


def standings(scope: Scope) -> dict[Key, Standing]:
    """(account, currency) -> what it owes or has in credit; who neither owes nor has is absent."""
    balances = _balances(scope)
    papers = allocated(scope, unsettled(scope))
    found = {}
    # one that owes as much as it has in credit has a balance of nothing, and still something open
    for key in {**balances, **papers}:
        left = papers.get(key, [])
        one = rules.owed(left, balances.get(key, 0), key[1])
        # a part of a cent is neither
        if left or rounded(one.credit, key[1]):
            found[key] = Standing(one, left)
    return found


def late(scope: Scope, days: int) -> list[int]:
    """The accounts that may owe something for more than so many days: a glance, payments on account included."""
    since = scope.on - dt.timedelta(days=days)
    on_account = (
        "(SELECT ifnull(sum(p.amount), 0) FROM payment p WHERE p.account_id = i.account_id"
        " AND p.currency = i.currency AND p.invoice_id IS NULL AND p.on_date <= :on)"
    )
    found: set[int] = set()
    for condition, having, of in (
        ("settled_on IS NULL", f" HAVING sum(i.amount) > {on_account}", "i."),
        # on account there may be enough for either part of them, and not for both
        ("+i.issued_on <= :on AND i.settled_on > :on", "", "+i."),
    ):
        rows = scope.rows(
            f"SELECT i.account_id FROM invoice i WHERE i.due_on < :since AND i.amount > 0 AND {condition}",
            by=f"i.account_id, i.currency{having}",
            of=of,
            since=since,
        )
        found.update(account for (account,) in rows)
    return sorted(found)


def documents(conn: Connection, account: int, on: dt.date, *, open_only: bool = True) -> list[Document]:
    """The invoices of an account as they are on a day, by due day; `open_only` False: those that are settled, too."""
    scope = Scope(conn, on, [account])
    left = [document for each in allocated(scope, unsettled(scope)).values() for document in each]
    if not open_only:
        known = {document.invoice_id for document in left}
        every = _read(scope, "i.issued_on <= :on", settled=True)
        left += [each._replace(open=0) for each in every if each.invoice_id not in known]
    return sorted(left, key=lambda each: (each.due_on, each.issued_on, each.invoice_id))


def open_documents(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> dict[Key, list[Document]]:
    """(account, currency) -> what is open on a day, the longest due first."""
    scope = Scope(conn, on, accounts)
    return allocated(scope, unsettled(scope))


def keepers(conn: Connection, on: dt.date, accounts: Iterable[int] | None = None) -> set[int]:
    """The accounts that had an invoice by a day: of the others nobody knows what they owe."""
    rows = Scope(conn, on, accounts).rows("SELECT account_id FROM invoice WHERE issued_on <= :on")
    return {account for (account,) in rows}


def any_invoice(conn: Connection, on: dt.date) -> bool:
    """Whether the book kept receivables by a day."""
    found = conn.execute("SELECT 1 FROM invoice WHERE issued_on <= ? LIMIT 1", (on.isoformat(),))
    return found.fetchone() is not None


def unsettled(scope: Scope) -> Iterator[Document]:
    """Documents that the payments and credit notes naming them leave open."""
    # the pluses keep SQLite to the indexes of what is unsettled, and of what was settled since
    yield from _read(scope, "+i.issued_on <= :on AND i.settled_on IS NULL")
    yield from _read(scope, "+i.issued_on <= :on AND i.settled_on > :on", of="+i.")


def allocated(scope: Scope, papers: Iterable[Document]) -> dict[Key, list[Document]]:
    """What payments on account leave open of documents, by account and currency."""
    by_key: dict[Key, list[Document]] = defaultdict(list)
    for document in papers:
        by_key[document.account_id, document.currency].append(document)
    pots = _sums(scope, "payment WHERE on_date <= :on AND invoice_id IS NULL")
    return {key: rules.settle(each, pots.get(key, 0)) for key, each in by_key.items()}


def _balances(scope: Scope) -> dict[Key, int]:
    """What was invoiced less what was paid, where that is not nothing."""
    return _sums(
        scope,
        "(SELECT account_id, currency, amount FROM invoice WHERE issued_on <= :on"
        " UNION ALL SELECT account_id, currency, -amount FROM payment WHERE on_date <= :on) WHERE 1",
    )


def _sums(scope: Scope, source: str) -> dict[Key, int]:
    rows = scope.rows(
        f"SELECT account_id, currency, sum(amount) FROM {source}", by="account_id, currency HAVING sum(amount) <> 0"
    )
    return {(account, currency): amount for account, currency, amount in rows}


def _read(scope: Scope, condition: str, *, of: str = "i.", settled: bool = False) -> Iterator[Document]:
    """Documents that may be open, with what is left after whatever names them; `settled`: also those that are not."""
    on, day = scope.on, dt.date.fromisoformat
    for key, account, number, issued, due, amount, left, currency, disputed, order, dispute, ever in scope.rows(
        f"SELECT i.id, i.account_id, i.number, i.issued_on, i.due_on, i.amount, {LEFT}, i.currency, {DISPUTED},"
        f" i.order_ref, i.dispute, {EVER_DISPUTED} FROM invoice i WHERE i.credits IS NULL AND {condition}",
        by="",
        of=of,
    ):
        is_open = rounded(left, currency) > 0 if amount >= 0 else rounded(left, currency) != 0
        if is_open or settled:
            due_on = day(due)
            yield Document(
                key,
                account,
                number,
                day(issued),
                due_on,
                amount,
                currency,
                left if is_open else 0,
                max((on - due_on).days, 0),
                bool(disputed),
                order,
                dispute,
                bool(ever),
            )


LEFT = (
    "i.amount - ifnull((SELECT sum(p.amount) FROM payment p WHERE p.invoice_id = i.id AND p.on_date <= :on), 0)"
    # a credit note that names it takes of it what was not paid out
    " + ifnull((SELECT sum(c.amount - ifnull((SELECT sum(p.amount) FROM payment p"
    " WHERE p.invoice_id = c.id AND p.on_date <= :on), 0))"
    " FROM invoice c WHERE c.credits = i.id AND c.issued_on <= :on), 0)"
)
"""SQL over `invoice i`: what is left after the payments and credit notes that name it."""
EVER_DISPUTED = "ifnull(i.disputed_on <= :on, 0)"
"""SQL over `invoice i`: whether the customer ever disputed it by the day."""
DISPUTED = f"({EVER_DISPUTED} AND (i.dispute_settled_on IS NULL OR i.dispute_settled_on > :on))"
"""SQL over `invoice i`: whether the customer disputes it."""
