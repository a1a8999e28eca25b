"""kamtui ar …: what customers owe"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

from kamtui.cli import arshapes, out
from kamtui.cli.arshapes import AGEING, BEHAVIOUR, CURRENCY, DOCUMENTS, PATTERN, WHO
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, currency_or_none
from kamtui.cli.params import Currency as OneCurrency
from kamtui.cli.session import Session
from kamtui.domain import filters
from kamtui.domain.receivables import Owed, together
from kamtui.i18n import t
from kamtui.store import accounts, lookup, payers, policies, receivables
from kamtui.store.accounts import AccountRow

app = Noun(t("Receivables: what customers owe, how late it is, how they pay."))

Filter = Annotated[
    list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("As in the app: tier:key owner:me 华为."))
]


class By(StrEnum):
    """What a row of the ageing is."""

    CURRENCY = "currency"
    ACCOUNT = "account"
    OWNER = "owner"
    TIER = "tier"


class Owing(NamedTuple):
    """An account and what it owes in one currency."""

    account: AccountRow
    owed: Owed


@app.command("ageing", filters=True)
def ageing(
    ctx: typer.Context,
    filter: Filter = None,
    *,
    by: Annotated[By, typer.Option(help=t("What a row is."))] = By.CURRENCY,
    currency: OneCurrency = None,
) -> None:
    """What is owed per currency by how late it is: not due, 1-30 days, 31-60, 61-90, over 90.

    What is open is the amount less the payments and credit notes of that day; payments that name no invoice settle
    what has been due the longest, and what is left of them is credit. Buckets and credit add up to the balance.
    """
    session: Session = ctx.obj
    if by is By.CURRENCY and not (session.options.json or session.options.quiet):
        out.rows(session.options, map(arshapes.owed, _totals(session, filter, currency)), [CURRENCY, *AGEING])
        _nothing_kept(session)
        return
    found = _owing(session, filter, currency)
    if by is By.ACCOUNT or session.options.quiet:
        out.rows(session.options, map(_account, found), [*WHO, *AGEING, CURRENCY])
    elif by is By.CURRENCY:
        out.rows(session.options, _per_currency(session, found), [CURRENCY, *AGEING])
    else:
        of: Callable[[AccountRow], object] = (lambda row: row.owner or None) if by is By.OWNER else lambda row: row.tier
        out.rows(session.options, _grouped(found, by, of), [out.column(by.value), *AGEING, CURRENCY])
    _nothing_kept(session)


@app.command("balance", filters=True)
def balance(ctx: typer.Context, filter: Filter = None, *, currency: OneCurrency = None) -> None:
    """Who owes how much, the largest first: what was invoiced less what was paid."""
    session: Session = ctx.obj
    found = sorted(_owing(session, filter, currency), key=lambda one: (-one.owed.balance, _code(one.account)))
    out.rows(session.options, map(_account, found), BALANCES)
    if not (session.options.json or session.options.quiet):
        for one in together(each.owed for each in found):
            total = out.amount(one.balance, one.currency)
            in_credit = sum(each.owed.balance < 0 for each in found if each.owed.currency == one.currency)
            message = t(
                "{total} {currency} in all; {count} in credit", total=total, currency=one.currency, count=in_credit
            )
            out.tell(message)
    _nothing_kept(session)


@app.command("account")
def account(
    ctx: typer.Context,
    account: Account,
    *,
    all: Annotated[bool, typer.Option("--all", help=t("Invoices with nothing open, too."))] = False,
) -> None:
    """What one account owes, invoice by invoice, and how it pays.

    How it pays is of the last twelve months: days sales outstanding, days late, what was prepaid.
    """
    session: Session = ctx.obj
    conn, on = session.conn, session.on
    key = lookup.account(conn, account)
    rules = policies.in_force(conn, on).receivables
    owed = receivables.owed(conn, on, [key]).get(key, [])
    behaviour = payers.behaviour(conn, on, [key]).get(key, [])
    patterns = payers.patterns(conn, on, rules, [key]).get(key, [])
    documents = receivables.documents(conn, key, on, open_only=not all)
    lists: dict[str, list[out.Json]] = {
        "owed": list(map(arshapes.owed, owed)),
        "behaviour": list(map(arshapes.behaviour, behaviour)),
        "pay_on_next_order": [arshapes.pattern(one, rules) for one in patterns],
        "invoices": list(map(arshapes.document, documents)),
    }
    name = accounts.one(conn, key).name
    if session.options.json or session.options.quiet or session.options.tsv:
        out.one(session.options, {"id": key, "name": name, "as_of": out.day(on), **lists})
        return
    out.line(name)
    columns = ([CURRENCY, *AGEING], BEHAVIOUR, PATTERN, DOCUMENTS)
    for rows, shown in zip(lists.values(), columns, strict=True):
        if rows:
            print()
            out.rows(session.options, rows, shown)
    _nothing_kept(session, key)


app.elsewhere("dso", "arpaying", t("Days sales outstanding, the best possible, and the days that late payment costs."))
app.elsewhere("late", "arpaying", t("How late customers pay, and which way it goes."))
app.elsewhere("pattern", "arpaying", t("Who pays for an order when it places the next one."))

BALANCES = [
    *WHO,
    out.column("balance", right=True),
    out.column("overdue", right=True),
    out.column("credit", t("in credit"), right=True, drop=2),
    out.column("disputed", right=True, drop=3),
    out.column("oldest_due_on", t("due since"), drop=1, min=10),
    CURRENCY,
]


def chosen(session: Session, filter: Sequence[str] | None) -> list[int] | None:
    """The accounts a filter keeps; None: all, archived ones too, for what they owe is owed."""
    if not filter:
        return None
    asked = filters.parse(" ".join(filter), me=session.who)
    return list(accounts.ids(session.conn, asked, on=session.on))


def _owing(session: Session, filter: Sequence[str] | None, currency: str | None) -> list[Owing]:
    """Who owes what, the most overdue first."""
    code = currency_or_none(currency)
    owed = receivables.owed(session.conn, session.on, chosen(session, filter))
    rows = out.paged(accounts.rows, session.conn, list(owed))
    found = [Owing(row, one) for row in rows for one in owed[row.id] if code in (None, one.currency)]
    return sorted(found, key=lambda one: (-one.owed.overdue, -one.owed.balance, _code(one.account)))


def _totals(session: Session, filter: Sequence[str] | None, currency: str | None) -> list[Owed]:
    """Each currency, without a look at who the accounts are: that takes longer than the rest in a large book."""
    code = currency_or_none(currency)
    owed = receivables.owed(session.conn, session.on, chosen(session, filter))
    return together(one for several in owed.values() for one in several if code in (None, one.currency))


def _per_currency(session: Session, found: Sequence[Owing]) -> list[out.Json]:
    """Each currency with its accounts."""
    return [
        {
            "as_of": out.day(session.on),
            **arshapes.owed(total),
            "accounts": [_account(one) for one in found if one.owed.currency == total.currency],
        }
        for total in together(one.owed for one in found)
    ]


def _grouped(found: Sequence[Owing], by: By, of: Callable[[AccountRow], object]) -> list[out.Json]:
    groups: dict[object, list[Owed]] = defaultdict(list)
    for one in found:
        groups[of(one.account)].append(one.owed)
    order = sorted(groups, key=lambda name: (name is None, str(name)))
    return [{by.value: name, **arshapes.owed(total)} for name in order for total in together(groups[name])]


def _account(one: Owing) -> out.Json:
    row = one.account
    return {
        "account_id": row.id,
        "external_id": row.external_id,
        "name": row.name,
        "owner": row.owner or None,
        "tier": row.tier,
        **arshapes.owed(one.owed),
    }


def _code(row: AccountRow) -> str:
    """What orders accounts that owe the same."""
    return row.external_id or row.name


def _nothing_kept(session: Session, key: int | None = None) -> None:
    """Say so where nobody can owe anything because the book has no invoices: that is not nothing owed."""
    conn, on = session.conn, session.on
    if not (receivables.any_invoice(conn, on) if key is None else receivables.keepers(conn, on, [key])):
        out.tell(t("no invoices are kept, so nobody knows what is owed; see: kamtui invoice add, kamtui import"))
