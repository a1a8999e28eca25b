"""kamtui account handover"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from kamtui.cli import out
from kamtui.cli.documents import Target
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import filters
from kamtui.domain.outcomes.team import HandedOver
from kamtui.i18n import t
from kamtui.ops.handover import hand_over
from kamtui.store import accounts as stored
from kamtui.store import handovers

app = Noun(t("The handover."))

Giver = Annotated[str, typer.Argument(metavar="LOGIN", help=t("Who has the accounts."))]
Taker = Annotated[str, typer.Argument(metavar="LOGIN", help=t("Who gets them."))]
From = Annotated[str, typer.Option("--from", metavar="DATE", help=t("From which day, past or to come."))]
Chosen = Annotated[
    list[str] | None,
    typer.Option("--account", metavar="ACCOUNT", help=t("Only this one; may be given again.")),
]
Where = Annotated[str | None, typer.Option("--accounts", metavar="FILTER", help=t("Only these: tier:regular 华为."))]
Why = Annotated[str, typer.Option(metavar="TEXT", help=t("Why, where they have no room for more key accounts."))]
Leaves = Annotated[bool, typer.Option("--leaves", help=t("The giver leaves the firm that day."))]
PackFile = Annotated[
    str | None,
    typer.Option("--pack", metavar="FILE", help=t("Write the briefings of all accounts there (.html, .md).")),
]


class Handover:
    """Hand accounts over to a colleague: nothing of them changes but who looks after them.

    With them go open tasks, issues and opportunities, planned touches, plans, the place in the team and who covers
    whom; history, authors, tiers, statuses and notes stay. --dry-run lists everything that moves. One change, and one
    undo takes it back.
    """

    def function(self) -> Callable[..., None]:
        """The command, which writes the pack when the change is in the book."""
        moved: list[HandedOver] = []

        @writes("account.handover", rows=False)
        def handover(
            w: Writing,
            giver: Giver,
            taker: Taker,
            *,
            from_: From = "today",
            account: Chosen = None,
            accounts: Where = None,
            reason: Why = "",
            leaves: Leaves = False,
            pack: PackFile = None,
        ) -> HandedOver:
            if pack is not None:
                Target(w.session, None, pack, force=False)
            chosen = _meant(w, account or (), accounts, giver, from_)
            day = w.date(from_)
            done = w.do(hand_over, giver, taker, on=day, accounts=chosen, reason=reason, leaves=leaves)
            moved.append(done)
            if not w.session.options.json and not w.session.options.quiet and _is_dry(w):
                out.rows(w.session.options, list(_listed(handovers.items(w.conn, done))), ITEMS)
            return done

        inner = handover.function()

        def command(ctx: typer.Context, **given: Any) -> None:
            inner(ctx, **given)
            if given["pack"] is not None and not given["dry_run"]:
                _pack(ctx.obj, moved[-1], given["pack"])

        command.__signature__ = inner.__signature__  # type: ignore[attr-defined]
        return command


app.command("handover")(Handover())

ITEMS = [
    out.column("what"),
    out.column("id", right=True, drop=2),
    out.column("account"),
    out.column("text"),
    out.column("on", drop=1),
]


def _is_dry(w: Writing) -> bool:
    return w.tx.is_dry_run


def _meant(w: Writing, account: Iterable[str], terms: str | None, giver: str, from_: str) -> list[int] | None:
    """The accounts that were named, or that a filter finds among those of the giver; None: all."""
    if terms is None and not account:
        return None
    named = [w.account(each) for each in account]
    if terms is None:
        return named
    owned = {row.account_id for row in handovers.owned(w.conn, giver, w.date(from_))}
    found = stored.ids(w.conn, filters.parse(terms, me=w.session.who), on=w.session.today, archived=True)
    return [*named, *(key for key in found if key in owned)]


def _listed(items: Iterable[handovers.Item]) -> Iterable[out.Json]:
    words = {"kept": t("task that stays"), "cover": t("covered person"), "place": t("place in a team")}
    for item in items:
        what = words.get(item.what) or t(item.what)
        yield {"what": what, "id": item.id, "account": item.account, "text": item.text, "on": out.day(item.on)}


def _pack(session: Session, done: HandedOver, file: str) -> None:
    # imported late: a handover without a pack makes no pages
    from kamtui.cli.team import write_pack

    write_pack(
        session, done.taker, [key for key, _ in done.accounts], Target(session, None, file, force=False), done.giver
    )
