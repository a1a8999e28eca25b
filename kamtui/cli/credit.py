"""kamtui credit …"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple

import typer

from kamtui.cli import out, termshapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, MaybeAccount, Reason, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import credit as words
from kamtui.domain import fields
from kamtui.domain.credit import Credit, Exposure
from kamtui.domain.outcomes.terms import CreditAsked, CreditReviewed, CreditSet
from kamtui.i18n import t
from kamtui.ops.credit import review_credit, set_credit
from kamtui.store import accounts, currencies, lookup, policies
from kamtui.store import credit as kept
from kamtui.store.accounts import AccountRow
from kamtui.store.sqlite import Connection

app = Noun(t("Credit: grade and limit, reviews, what stands against the limits."))

When = Annotated[str, typer.Option("--on", metavar="DATE", help=t("The day it was decided."))]
Review = Annotated[
    str | None, typer.Option("--review", metavar="DATE", help=t("The next review; as the policy says if not said."))
]


@app.command("set")
@writes("credit.set")
def set_(
    w: Writing,
    account: Account,
    *,
    grade: Annotated[
        str | None, typer.Option(metavar="GRADE", help=t("A no doubt, B normal, C watch, D prepay only; - for none."))
    ] = None,
    limit: Annotated[str | None, typer.Option(metavar="AMOUNT", help=t("The credit limit; - for none."))] = None,
    currency: Annotated[str | None, typer.Option(metavar="CURRENCY", help=t("Of the limit."))] = None,
    review: Review = None,
    reason: Reason = "",
    on: When = "today",
    exception: Annotated[
        str | None, typer.Option(metavar="EXCEPTION", help=t("The approval, where somebody is trusted more."))
    ] = None,
    proposal: Annotated[
        str, typer.Option(metavar="TEXT", help=t("Ask a head for it, where that is needed: what you would do."))
    ] = "",
) -> CreditSet | CreditAsked:
    """Decide grade, limit and next review; what is not named stays.

    Another grade needs a reason. Less trust is anybody's decision. Where the book has heads, a better grade, a higher
    limit or none rests on an exception that a head approved: name it, or ask for it with --proposal.
    """
    key = w.account(account)
    code = None if currency is None else fields.currency(currency)
    said: dict[str, object] = {}
    if grade is not None:
        said["grade"] = None if grade == NOTHING else words.grade(grade)
    if limit is not None:
        said["limit"] = None if limit == NOTHING else fields.amount(limit, code or _currency(w.conn, key))
    if review is not None:
        said["next_review_on"] = None if review == NOTHING else w.date(review)
    return w.do(
        set_credit,
        key,
        said,
        currency=code,
        reason=reason,
        on=w.date(on),
        exception_id=None if exception is None else number(exception, t("exception")),
        proposal=proposal,
    )


@app.command("review")
@writes("credit.review")
def review(
    w: Writing, account: Account, *, review: Review = None, reason: Reason = "", on: When = "today"
) -> CreditReviewed:
    """Say that the credit of an account was looked at and stays as it is."""
    following = None if review is None else w.date(review)
    return w.do(review_credit, w.account(account), reason=reason, next_review_on=following, on=w.date(on))


@app.command("ls")
def ls(
    ctx: typer.Context,
    *,
    over: Annotated[bool, typer.Option("--over", help=t("Only those whose exposure exceeds the limit."))] = False,
    above: Annotated[
        float | None,
        typer.Option(metavar="PERCENT", help=t("Only those whose exposure is so many percent of the limit or more.")),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help=t("Only those whose review is due."))] = False,
    grade: Annotated[str | None, typer.Option(metavar="GRADE", help=t("Only those of this grade."))] = None,
    owner: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only accounts of this owner."))] = None,
) -> None:
    """List credit and what stands against it, the most of a limit first.

    The exposure is what is open and what is ordered and not invoiced yet, in the currency of the limit.
    """
    session: Session = ctx.obj
    wanted = None if grade is None else words.grade(grade)
    login = session.who if owner == "me" else owner
    found = (
        each
        for each in _stands(session)
        if not (over and not (each.exposure and each.exposure.is_over))
        and not (above is not None and not (each.exposure and each.exposure.reaches(above)))
        and not (due and (each.review_on is None or each.review_on > session.on))
        and (wanted is None or (each.decided is not None and each.decided.grade is wanted))
        and (login is None or each.row.owner.casefold() == login.casefold())
    )
    out.rows(session.options, (each.shape(session.on) for each in sorted(found, key=_Stand.rank)), COLUMNS)


@app.command("show")
def show(ctx: typer.Context, account: Account) -> None:
    """The credit of one account, what stands against it, and every decision."""
    session: Session = ctx.obj
    key = lookup.account(session.conn, account)
    (found,) = _stands(session, [key]) or [_Stand(accounts.row(session.conn, key), None, None, None)]
    decisions = [termshapes.decision(each) for each in kept.history(session.conn, key)]
    shape = found.shape(session.on)
    meaning = None if found.decided is None or found.decided.grade is None else words.MEANINGS[found.decided.grade]
    whole: out.Json = {"id": key, **shape, "meaning": meaning, "decisions": decisions}
    if not session.options.json:
        told = [termshapes.read_aloud(each) for each in decisions]
        whole = termshapes.read_aloud({**whole, "meaning": meaning and t(meaning), "decisions": told})
    out.one(session.options, whole)


@app.command("history")
def history(ctx: typer.Context, account: MaybeAccount = None) -> None:
    """Every decision about credit, the latest first."""
    session: Session = ctx.obj
    key = None if account is None else lookup.account(session.conn, account)
    names = accounts.names(session.conn)
    rows = (
        {**termshapes.decision(each), "account": names[each.account_id]} for each in kept.history(session.conn, key)
    )
    out.rows(session.options, rows, HISTORY)


class _Stand(NamedTuple):
    """An account with its credit."""

    row: AccountRow
    decided: Credit | None
    exposure: Exposure | None
    review_on: dt.date | None

    def rank(self) -> tuple[bool, float, str, int]:
        """Who uses most of a limit first, then who has one, by name."""
        used, share = self.exposure, -1.0
        if used is not None and used.limit is not None:
            share = used.total / used.limit if used.limit else float(used.total > 0)
        return self.decided is None, -share, self.row.name.casefold(), self.row.id

    def shape(self, on: dt.date) -> out.Json:
        return termshapes.credit(self.row, self.decided, self.exposure, self.review_on, on)


def _stands(session: Session, among: Iterable[int] | None = None) -> list[_Stand]:
    """Who has a limit or a grade, or owes something; archived accounts only where they owe."""
    conn, on = session.conn, session.on
    keys = None if among is None else list(among)
    decided, exposures = kept.in_force(conn, on, keys), kept.exposures(conn, on, keys)
    rules = policies.in_force(conn, on).receivables
    return [
        _Stand(
            row,
            decided.get(row.id),
            exposures.get(row.id),
            decided[row.id].review_on(row.tier, rules) if row.id in decided else None,
        )
        for row in _rows(conn, sorted({*decided, *exposures}))
        if not row.archived or (row.id in exposures and exposures[row.id].open)
    ]


def _rows(conn: Connection, keys: list[int]) -> Iterator[AccountRow]:
    return out.paged(accounts.rows, conn, keys)


def _currency(conn: Connection, account: int) -> str:
    """The currency that a limit without one is in: of the limit before, of the account, of the book."""
    before = kept.in_force(conn, dt.date.max, [account]).get(account)
    if before is not None and before.limit is not None:
        return before.currency
    return currencies.of_account(conn, account)


COLUMNS = [
    out.column("account", min=16),
    out.column("external_id", t("id"), drop=6),
    out.column("tier", drop=3),
    out.column("grade", t("credit grade")),
    out.column("limit", t("credit limit"), right=True),
    out.column("balance", right=True),
    out.column("open_orders", t("open orders"), right=True, drop=4),
    out.column("percent", t("of the limit"), right=True, value=lambda row: termshapes.percentage(row["percent"])),
    out.column("over", t("over limit"), drop=2),
    out.column("currency", drop=1),
    out.column("review_on", t("review on"), min=10, drop=2),
    out.column("owner", drop=5),
]

HISTORY = [
    out.column("id", drop=3),
    out.column("on", min=10),
    out.column("account"),
    out.column("grade", t("credit grade")),
    out.column("limit", t("credit limit"), right=True),
    out.column("currency"),
    out.column("next_review_on", t("review on"), min=10, drop=2),
    out.column("reason", drop=1),
    out.column("decided_by", t("by")),
]
