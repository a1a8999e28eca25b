"""kamtui tier proposals, accept, reject, defer: what the quarterly reviews ask for, and the answers."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, scored
from kamtui.cli.params import Account, On, Reason
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.tiers import ProposalAccepted, ProposalAnswered
from kamtui.domain.proposals import Kind
from kamtui.i18n import n, t
from kamtui.ops.proposals import accept_proposal, defer_proposal, reject_proposal
from kamtui.render import explained
from kamtui.store import proposals
from kamtui.store.proposals import Asking

ME = "me"


def waiting(
    ctx: typer.Context,
    *,
    user: Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Only of this one of us; me for yours."))] = None,
    all_: Annotated[bool, typer.Option("--all", help=t("Also who stays, who is answered, where to collect."))] = False,
) -> None:
    """What the quarterly reviews propose, with the evidence; without --all only what waits for a decision."""
    session: Session = ctx.obj
    owner = session.who if user == ME else user
    if all_:
        every = proposals.of_book(session.conn, session.on)
        out.rows(session.options, (scored.proposal(each) for each in every if owner in (None, each.owner)), PROPOSALS)
        return
    asking = proposals.asking(session.conn, session.on, owner)
    shown = [each for each in asking.proposals if each.is_waiting]
    out.rows(session.options, map(scored.proposal, shown), PROPOSALS)
    if out.is_watched() and not session.options.quiet:
        _remark(asking)


@writes("tier.accept")
def accept(
    w: Writing,
    account: Account,
    *,
    reason: Reason = "",
    demote: Annotated[
        str | None, typer.Option(metavar="ACCOUNT", help=t("The key account that makes room, in the same change."))
    ] = None,
    override: Annotated[
        str, typer.Option(metavar="WHY", help=t("Why it is done although something speaks against it."))
    ] = "",
    on: On = "today",
) -> ProposalAccepted:
    """Accept the tier that the reviews propose for an account; what speaks against it wants an answer."""
    account_id = w.account(account)
    makes_room = None if demote is None else w.account(demote)
    return w.do(accept_proposal, account_id, on=w.date(on), reason=reason, demote=makes_room, override=override)


@writes("tier.reject")
def reject(w: Writing, account: Account, *, reason: Reason = "") -> ProposalAnswered:
    """Reject the tier that the reviews propose, with a reason; it does not come again before the next review."""
    return w.do(reject_proposal, w.account(account), on=w.session.today, reason=reason)


@writes("tier.defer")
def defer(
    w: Writing,
    account: Account,
    *,
    until: Annotated[str, typer.Option(metavar="DATE", help=t("The day it is proposed again."))],
    reason: Reason = "",
) -> ProposalAnswered:
    """Put a proposal off to a later day."""
    return w.do(defer_proposal, w.account(account), on=w.session.today, until=w.date(until), reason=reason)


def _remark(asking: Asking) -> None:
    """What the list leaves out."""
    collect = asking.collect
    if collect:
        one, many = (
            "{count} account needs more data first; see --all",
            "{count} accounts need more data first; see --all",
        )
        out.tell(n(one, many, collect))
    answered = sum(each.answer is not None for each in asking.proposals)
    if answered:
        out.tell(n("{count} proposal is answered; see --all", "{count} proposals are answered; see --all", answered))


def _proposed(row: out.Json) -> object:
    return row["to"] or row["kind"]


def _against(row: out.Json) -> object:
    """What speaks against it, what to collect, or what was answered."""
    if row["answered"]:
        return t("{answer} until {until}", answer=t(str(row["answered"])), until=row["answered_until"])
    if row["kind"] == Kind.COLLECT:
        collect = row["collect"]
        assert isinstance(collect, list)
        return ", ".join(map(explained.word, collect))
    objections, cautions = row["objections"], row["cautions"]
    assert isinstance(objections, list)
    assert isinstance(cautions, list)
    return "; ".join((*objections, *cautions)) or None


PROPOSALS = [
    out.column("account_id", t("id"), drop=2),
    out.column("name", min=16),
    out.column("owner", drop=3),
    out.column("tier"),
    out.column("proposed", value=_proposed),
    out.column("why", min=26),
    out.column("attractiveness", "A", right=True, drop=4),
    out.column("potential", "P", right=True, drop=4),
    out.column("relationship", "R", right=True, drop=4),
    out.column("coverage", t("known"), right=True, drop=5),
    out.column("against", value=_against, min=24),
]
