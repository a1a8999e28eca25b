"""Invoices and payments as an import looks for them: by key, by number, and what names them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kamtui.store.sqlite import Connection

FROM_INVOICE = "paid:"
"""How the key of a payment begins that only a list of invoices told of."""


class Paper(NamedTuple):
    """An invoice as a payment or a credit note needs to know it."""

    id: int
    account_id: int
    currency: str
    amount: int


class Paid(NamedTuple):
    """A payment that names an invoice."""

    id: int
    on: str
    """ISO date."""
    amount: int
    key: str

    @property
    def is_summary(self) -> bool:
        """Whether a list of invoices told of it, and not of every single payment."""
        return self.key.startswith(FROM_INVOICE)


class Waiting(NamedTuple):
    """A payment on account that named an invoice which the book did not have when it came."""

    id: int
    currency: str
    amount: int
    key: str


def by_key(conn: Connection, keys: Iterable[str]) -> dict[str, list[Paper]]:
    """Key -> the invoices that came in under it, of any account."""
    found: dict[str, list[Paper]] = defaultdict(list)
    for key, *rest in conn.execute(
        "SELECT key, id, account_id, currency, amount FROM main.invoice WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(keys))),),
    ):
        found[key].append(Paper(*rest))
    return found


def without_zeros(conn: Connection, numbers: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Paper]:
    """(account, number without leading zeros) -> its only invoice whose number differs by nothing else."""
    wanted = {(account, number.lstrip("0")) for account, number in numbers}
    found: dict[tuple[int, str], list[Paper]] = defaultdict(list)
    for number, *rest in conn.execute(
        "SELECT ltrim(number, '0'), id, account_id, currency, amount FROM main.invoice"
        " WHERE account_id IN (SELECT value FROM json_each(?)) AND number <> ''",
        (json.dumps(sorted({account for account, _ in wanted})),),
    ):
        found[rest[1], number].append(Paper(*rest))
    return {key: papers[0] for key, papers in found.items() if key in wanted and len(papers) == 1}


def waiting(conn: Connection, accounts: Iterable[int]) -> dict[tuple[int, str], list[Waiting]]:
    """(account, number of the invoice they named) -> payments on account that came before it.

    Their key says what they named: it is what stands behind the number of the payment, or behind the key made up.
    """
    found: dict[tuple[int, str], list[Waiting]] = defaultdict(list)
    for account, number, *rest in conn.execute(
        "SELECT account_id, number, id, currency, amount, key FROM main.payment WHERE invoice_id IS NULL"
        " AND account_id IN (SELECT value FROM json_each(?)) AND instr(key, '/') ORDER BY id",
        (json.dumps(sorted(set(accounts))),),
    ):
        one = Waiting(*rest)
        own, _, named = one.key.partition("/") if not number else (number, "", one.key.removeprefix(f"{number}/"))
        if named and named != one.key and (number or own.startswith("#")):
            found[account, named].append(one)
    return found


def paid(conn: Connection, invoices: Sequence[int]) -> Mapping[int, list[Paid]]:
    """Invoice -> the payments that name it, the oldest first."""
    found: dict[int, list[Paid]] = defaultdict(list)
    for invoice, *rest in conn.execute(
        "SELECT invoice_id, id, on_date, amount, key FROM main.payment"
        " WHERE invoice_id IN (SELECT value FROM json_each(?)) ORDER BY on_date, id",
        (json.dumps(list(invoices)),),
    ):
        found[invoice].append(Paid(*rest))
    return found
