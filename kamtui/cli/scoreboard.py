"""kamtui score ls, show: the whole book by its scores, and one account in short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated

import typer

from kamtui.cli import explaining, out, scored
from kamtui.cli.params import Account, Limit
from kamtui.cli.session import Session
from kamtui.domain import filters
from kamtui.domain.policy import Card
from kamtui.domain.scorecards import fill
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render import explained
from kamtui.store import accounts, explanations, lookup, portfolio, proposals
from kamtui.store.accounts import Order
from kamtui.store.proposals import Proposal, Reviews


class Sort(StrEnum):
    """What the list is sorted by, the best first."""

    SCORE = "score"
    FIT = "fit"
    NAME = "name"


def ls(
    ctx: typer.Context,
    filter: Annotated[list[str] | None, typer.Argument(metavar="[FILTER]...", help=t("As in `account ls`."))] = None,
    *,
    sort: Annotated[Sort, typer.Option(help=t("fit lists prospects by how close they are to the ideal."))] = Sort.SCORE,
    disagree: Annotated[
        bool, typer.Option("--disagree", help=t("Only where the three methods do not say the same."))
    ] = False,
    limit: Limit = None,
) -> None:
    """The whole book by its scores: three bars, how much is known, and what each of the three methods says."""
    session: Session = ctx.obj
    chosen = filters.parse(" ".join(filter or ()), me=session.who)
    among = frozenset(accounts.ids(session.conn, chosen, Order.NAME, on=session.on))
    found = proposals.reviews(session.conn, session.on)
    made = [
        each
        for each in proposals.of_book(session.conn, session.on, found)
        if each.account_id in among and (each.disagree or not disagree)
    ]
    rows = sorted(_rows(session, found, made), key=_ORDERS[sort])
    if sort is Sort.FIT:
        rows = [row for row in rows if row["tier"] in (Tier.PROSPECT, None)]
        if not found.policy.cards[Card.IDEAL]:
            out.tell(t("the policy does not say what an ideal customer is: [[ideal]]"))
    out.rows(session.options, rows[:limit], BY_FIT if sort is Sort.FIT else SCORES)


def show(ctx: typer.Context, account: Account) -> None:
    """The three bars of an account and what they rest on; `tier explain` says everything."""
    session: Session = ctx.obj
    found = explanations.explain(session.conn, lookup.account(session.conn, account), session.on)
    card = found.proposal.card
    if session.options.json:
        wanted = ("account_id", "name", "tier", "on", "policy", "axes", "methods", "collect")
        whole = explaining.document(found)
        out.document({**{name: whole[name] for name in wanted}, **scored.scores(card)})
    elif session.options.quiet:
        out.line(found.proposal.account_id)
    elif session.options.tsv:
        out.rows(session.options, explaining.inputs(found), explaining.INPUTS)
    else:
        glyphs = out.glyphs()
        lines = [*explaining.title(found, glyphs), "", *explained.bars(card, glyphs), ""]
        out.block(map(out.safe, [*lines, *explained.inputs(card, found.on, explaining.CELLS, glyphs)]))


def _rows(session: Session, found: Reviews, made: list[Proposal]) -> Iterator[out.Json]:
    codes = accounts.external_ids(session.conn)
    treated = {
        row.account.account_id: row.group for row in portfolio.portfolio(session.conn, session.on, found.now).rows
    }
    ideal = found.policy.cards[Card.IDEAL]
    for each in made:
        key = each.account_id
        fit = fill(ideal, found.now.facts[key], found.now.whole, found.now.judged.get(key, {}))
        yield {
            "account_id": key,
            "external_id": codes.get(key),
            "name": each.name,
            "owner": each.owner or None,
            "tier": each.tier,
            **scored.scores(each.card),
            **{method.value: tier for method, tier in each.results.items()},
            "disagree": each.disagree,
            "fit": scored.number(fit.score),
            "fit_coverage": scored.number(fit.coverage) if ideal else None,
            "treatment": treated.get(key),
        }


def _best_first(key: str) -> Callable[[out.Json], tuple[float, str]]:
    """By a number, the largest first, who has none at the end; the same by name."""

    def order(row: out.Json) -> tuple[float, str]:
        value = row[key]
        return (-value if isinstance(value, float) else 1.0, str(row["name"]))

    return order


_ORDERS: dict[Sort, Callable[[out.Json], tuple[float, str]]] = {
    Sort.SCORE: _best_first("composite"),
    Sort.FIT: _best_first("fit"),
    Sort.NAME: lambda row: (0.0, str(row["name"])),
}

_HEAD = [
    out.column("account_id", t("id"), drop=3),
    out.column("name", min=14),
    out.column("tier"),
]
_AXES = [
    out.column("attractiveness", "A", right=True),
    out.column("potential", "P", right=True),
    out.column("relationship", "R", right=True),
    out.column("composite", t("together"), right=True),
    out.column("coverage", t("known"), right=True),
]
SCORES = [
    *_HEAD,
    *_AXES,
    out.column("low", right=True, drop=5),
    out.column("high", right=True, drop=5),
    out.column("single", drop=2),
    out.column("pyramid", drop=2),
    out.column("scorecard", drop=2),
    out.column("treatment", drop=6),
]
BY_FIT = [
    *_HEAD,
    out.column("owner", drop=2),
    out.column("fit", right=True),
    out.column("fit_coverage", t("known"), right=True),
    out.column("attractiveness", "A", right=True, drop=1),
    out.column("potential", "P", right=True, drop=1),
]
