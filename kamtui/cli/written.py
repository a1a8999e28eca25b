"""The row that a write answers with under --json: what was added or changed, as a list would show it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from kamtui.cli import influenceshapes, marketshapes, overseen, scored, shapes
from kamtui.cli.out import day
from kamtui.domain import rates
from kamtui.domain.influenceoutcomes import (
    FlagAnswered,
    FlagRaised,
    FlagSettled,
    InfluenceJudged,
    LinkAdded,
    LinkEnded,
)
from kamtui.domain.invoiceoutcomes import (
    DisputeSettled,
    InvoiceAdded,
    InvoiceDisputed,
    InvoiceEdited,
    PaymentAdded,
    PaymentEdited,
)
from kamtui.domain.issueoutcomes import IssueAdded, IssueAnswered, IssueEdited, IssueReopened, IssueResolved
from kamtui.domain.marketoutcomes import RivalGone, RivalNoted
from kamtui.domain.opportunityoutcomes import (
    OpportunityAdded,
    OpportunityClosed,
    OpportunityEdited,
    OpportunityMoved,
    QuotaSet,
)
from kamtui.domain.outcomes import (
    AccountAdded,
    AccountArchived,
    AccountEdited,
    ContactAdded,
    ContactEdited,
    ExceptionCommented,
    ExceptionDecided,
    ExceptionRaised,
    FactAdded,
    JudgementAdded,
    OpinionAdded,
    OpinionEdited,
    Outcome,
    ProposalAccepted,
    ProposalAnswered,
    SaleAdded,
    StatusReset,
    StatusSet,
    TaskAdded,
    TaskClosed,
    TaskEdited,
    TierSet,
    TouchEdited,
    TouchJoined,
    TouchLogged,
    Undone,
    UserAdded,
    UserEdited,
)
from kamtui.domain.peopleoutcomes import (
    ContactIdentified,
    ContactJoined,
    ContactLeft,
    ContactMoved,
    ContactsMerged,
    ContactsUnmerged,
)
from kamtui.domain.planoutcomes import GoalAdded, GoalEdited, GoalMeasured, GoalSettled
from kamtui.domain.rateoutcomes import RateSet
from kamtui.domain.signals.voice import zone
from kamtui.domain.structureoutcomes import AccountsMerged, AccountSplit, AccountUnmerged
from kamtui.domain.supplyoutcomes import (
    PeakAdded,
    PeakCancelled,
    PeakEdited,
    PeakPrepared,
    PeakResulted,
    ProductAdded,
    ProductAliased,
    ProductArchived,
    ProductEdited,
)
from kamtui.domain.teamoutcomes import CoverSet, HandedOver, ManagerRated, TeamJoined, UserLeft
from kamtui.domain.termsoutcomes import (
    CreditAsked,
    CreditReviewed,
    CreditSet,
    TermsAdded,
    TermsAsked,
    TermsEdited,
    TermsEnded,
)
from kamtui.store import (
    accounts,
    contacts,
    exceptions,
    facts,
    influences,
    judgements,
    known,
    links,
    opinions,
    policies,
    proposals,
    redflags,
    rivals,
    sales,
    standing,
    statuses,
    tasks,
    tiers,
    touches,
    users,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def shape(conn: Connection, outcome: Outcome) -> Shape:
    """The row behind an outcome; an outcome without a row shows its own fields."""
    return _shape(outcome, conn)


@singledispatch
def _shape(outcome: Outcome, conn: Connection) -> Shape:
    fields: Mapping[str, object] = outcome._asdict()
    said = {name: None if value == "" else value for name, value in fields.items()}
    return {name: day(value) if hasattr(value, "isoformat") else value for name, value in said.items()}  # type: ignore[arg-type]


@_shape.register
def _(outcome: HandedOver, conn: Connection) -> Shape:
    return {
        **outcome._asdict(),
        "on": day(outcome.on),
        "accounts": [{"account_id": account, "name": name} for account, name in outcome.accounts],
        "covers": [{"account_id": account, "contact_id": contact} for account, contact in outcome.covers],
    }


@_shape.register
def _(outcome: AccountAdded | AccountEdited | AccountArchived, conn: Connection) -> Shape:
    standing.refresh(conn, [outcome.account_id])
    return shapes.account(accounts.row(conn, outcome.account_id))


@_shape.register
def _(outcome: ContactAdded | ContactEdited, conn: Connection) -> Shape:
    return _contact(conn, outcome.contact_id)


@_shape.register
def _(outcome: ContactLeft | ContactMoved, conn: Connection) -> Shape:
    follows = outcome.successor
    row = {**_contact(conn, outcome.contact_id), "successor": None if follows is None else follows._asdict()}
    return {**row, "anew": outcome.anew} if isinstance(outcome, ContactLeft) else row


@_shape.register
def _(outcome: ContactJoined | ContactIdentified, conn: Connection) -> Shape:
    row = _contact(conn, outcome.contact_id)
    return {**row, "formerly": list(outcome.formerly)} if isinstance(outcome, ContactJoined) else row


@_shape.register
def _(outcome: ContactsMerged | ContactsUnmerged, conn: Connection) -> Shape:
    counted = {name: value for name, value in outcome._asdict().items() if name in ("rows", "stayed", "gone")}
    return {**_contact(conn, outcome.contact_id), "other_id": outcome.other_id, **counted}


def _contact(conn: Connection, contact: int) -> Shape:
    return shapes.contact(contacts.one(conn, contact), contacts.positions_of(conn, contact))


@_shape.register
def _(outcome: AccountsMerged | AccountUnmerged | AccountSplit, conn: Connection) -> Shape:
    counted = {
        name: {each.table: each.rows for each in rows}
        for name, rows in outcome._asdict().items()
        if name in ("moved", "stayed")
    }
    on = {"on": day(outcome.on)} if isinstance(outcome, AccountSplit) else {}
    return {**outcome._asdict(), **counted, **on}


@_shape.register
def _(outcome: TouchLogged | TouchEdited, conn: Connection) -> Shape:
    row = shapes.touch(touches.one(conn, outcome.touch_id))
    if isinstance(outcome, TouchEdited):
        return row
    return {
        **row,
        "next_due_on": day(outcome.next_due_on),
        "follow_up": _task(conn, outcome.follow_up),
        "their_promise": _task(conn, outcome.their_promise),
        "status": None if outcome.status is None else outcome.status.after,
        "repeated": outcome.repeated,
        "twin": None if outcome.twin is None else {"id": outcome.twin.touch_id, "by": outcome.twin.by},
    }


@_shape.register
def _(outcome: StatusSet, conn: Connection) -> Shape:
    newest = max(statuses.history(conn, outcome.account_id), key=lambda decision: decision.id)
    return {"account_id": outcome.account_id, "account": outcome.account, **shapes.status(newest)}


@_shape.register
def _(outcome: StatusReset, conn: Connection) -> Shape:
    row = _shape(outcome.set, conn)
    steps = {"tasks": list(outcome.titles), "due_on": day(outcome.due_on)}
    return {**row, "left": list(outcome.left), "share_left": round(outcome.share, 3), **steps}


@_shape.register
def _(outcome: TierSet, conn: Connection) -> Shape:
    decision = shapes.tier(tiers.decision(conn, outcome.decision_id))
    row = {"account_id": outcome.account_id, "account": outcome.account, **decision}
    return {**row, "objections": list(outcome.objections), "playbook": outcome.playbook}


@_shape.register
def _(outcome: ProposalAccepted, conn: Connection) -> Shape:
    demoted = None if outcome.demoted is None else _shape(outcome.demoted, conn)
    row = _shape(outcome.set, conn)
    return {**row, "objections": list(outcome.overridden), "overridden": list(outcome.overridden), "demoted": demoted}


@_shape.register
def _(outcome: ProposalAnswered, conn: Connection) -> Shape:
    return scored.answered(outcome, proposals.answer(conn, outcome.answer_id))


@_shape.register
def _(outcome: TaskAdded | TaskClosed | TaskEdited, conn: Connection) -> Shape:
    row = shapes.task(tasks.one(conn, outcome.task_id))
    return {**row, "following": _task(conn, outcome.following)} if isinstance(outcome, TaskClosed) else row


def _task(conn: Connection, added: TaskAdded | None) -> Shape | None:
    return None if added is None else shapes.task(tasks.one(conn, added.task_id))


@_shape.register
def _(outcome: ExceptionRaised | ExceptionDecided | ExceptionCommented, conn: Connection) -> Shape:
    said = exceptions.comments(conn, [outcome.exception_id])
    return overseen.exception(exceptions.one(conn, outcome.exception_id), said.get(outcome.exception_id, ()))


@_shape.register
def _(outcome: Undone, conn: Connection) -> Shape:
    # "change" is the new change, which takes the undo back
    return {"undone": outcome.change, "op": outcome.op, "rows": outcome.rows, "redone": outcome.redone}


@_shape.register
def _(outcome: TouchJoined, conn: Connection) -> Shape:
    return shapes.touch(touches.one(conn, outcome.touch_id))


@_shape.register
def _(outcome: OpinionAdded | OpinionEdited, conn: Connection) -> Shape:
    found = opinions.rows(conn, [outcome.opinion_id])
    if not found:
        # removed, or told in confidence to somebody else
        return {"id": outcome.opinion_id, "account_id": outcome.account_id, "account": outcome.account}
    rules = policies.in_force(conn, found[0].on).satisfaction
    return shapes.opinion(found[0], zone(found[0].score, rules))


@_shape.register
def _(outcome: RivalNoted | RivalGone, conn: Connection) -> Shape:
    row = marketshapes.rival(rivals.one(conn, outcome.id))
    return {**row, "account": outcome.account}


@_shape.register
def _(outcome: InfluenceJudged, conn: Connection) -> Shape:
    said = influences.at_account(conn, outcome.account_id, outcome.on).get(outcome.contact_id)
    head = {"id": outcome.influence_id, "account_id": outcome.account_id, "account": outcome.account}
    return {**head, "contact_id": outcome.contact_id, "contact": outcome.contact, **influenceshapes.influence(said)}


@_shape.register
def _(outcome: LinkAdded | LinkEnded, conn: Connection) -> Shape:
    return influenceshapes.link(links.one(conn, outcome.link_id))


@_shape.register
def _(outcome: FlagRaised | FlagAnswered, conn: Connection) -> Shape:
    account, kept = redflags.one(conn, outcome.flag_id)
    return {**influenceshapes.kept(kept), "account_id": account, "account": outcome.account}


@_shape.register
def _(outcome: FlagSettled, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.flag_id, **row, "contact": outcome.contact or None, "on": day(outcome.on)}


@_shape.register
def _(outcome: GoalAdded | GoalEdited | GoalMeasured | GoalSettled, conn: Connection) -> Shape:
    # plans are read where one is written, not by every command
    from kamtui.cli import planshapes
    from kamtui.domain.goalfields import plain
    from kamtui.store import goals

    stored = goals.one(conn, outcome.goal_id)
    row = {**planshapes.stored_goal(stored), "account_id": outcome.account_id, "account": outcome.account or None}
    if isinstance(outcome, GoalMeasured):
        value = plain(outcome.value, stored.unit, stored.metric)
        return {**row, "actual": value, "actual_on": day(outcome.on)}
    return row


@_shape.register
def _(outcome: OpportunityAdded | OpportunityEdited | OpportunityMoved | OpportunityClosed, conn: Connection) -> Shape:
    # opportunities are read where one is written, not by every command
    from kamtui.cli.opportunityshapes import opportunity
    from kamtui.store import opportunities

    row = opportunity(opportunities.one(conn, outcome.opportunity_id), None)
    if isinstance(outcome, OpportunityAdded):
        hints = {"unknown_product": outcome.unknown_product or None, "suggestion": outcome.suggestion or None}
        return {**row, **hints, "repeated": outcome.repeated}
    return row


@_shape.register
def _(outcome: QuotaSet, conn: Connection) -> Shape:
    from kamtui.cli.opportunityshapes import quota
    from kamtui.store import quotas

    return quota(quotas.one(conn, outcome.quota_id), outcome.label)


@_shape.register
def _(outcome: IssueAdded | IssueEdited | IssueAnswered | IssueResolved | IssueReopened, conn: Connection) -> Shape:
    # issues are read where one is written, not by every command
    from kamtui.cli import issueshapes
    from kamtui.store import issues

    found = issues.rows(conn, [outcome.issue_id])
    head = {"id": outcome.issue_id, "account_id": outcome.account_id, "account": outcome.account}
    row = {**head, **(issueshapes.issue(found[0]) if found else {})}
    if isinstance(outcome, IssueAdded):
        due = {"respond_by": outcome.respond_by, "resolve_by": outcome.resolve_by}
        row |= {name: issueshapes.instant(moment) for name, moment in due.items()}
        return {**row, "repeated": outcome.repeated}
    return row


@_shape.register
def _(outcome: ProductAdded | ProductEdited | ProductArchived | ProductAliased, conn: Connection) -> Shape:
    # the catalogue is read where something of it is written
    from kamtui.cli import supplyshapes
    from kamtui.store import products

    row = supplyshapes.product(products.one(conn, outcome.product_id))
    if isinstance(outcome, ProductAliased):
        return {**row, "said": outcome.said, "removed": outcome.removed, "rows": outcome.rows}
    return row


@_shape.register
def _(outcome: PeakAdded | PeakEdited | PeakCancelled | PeakResulted | PeakPrepared, conn: Connection) -> Shape:
    from kamtui.cli import supplyshapes
    from kamtui.store import peaks

    found = peaks.one(conn, outcome.peak_id)
    row = supplyshapes.peak(found, policies.in_force(conn, found.on).supply, found.on)
    if isinstance(outcome, PeakPrepared):
        given = [{**errand._asdict(), "due_on": day(errand.due_on)} for errand in outcome.errands]
        return {**row, "tasks": given, "vacant": list(outcome.vacant)}
    return row


@_shape.register
def _(outcome: InvoiceAdded | InvoiceDisputed | DisputeSettled, conn: Connection) -> Shape:
    return _invoice(conn, outcome.invoice_id, repeated=getattr(outcome, "repeated", None))


@_shape.register
def _(outcome: InvoiceEdited, conn: Connection) -> Shape:
    if not outcome.fields:
        return {"id": outcome.invoice_id, "account_id": outcome.account_id, "account": outcome.account, "removed": True}
    return _invoice(conn, outcome.invoice_id)


@_shape.register
def _(outcome: PaymentAdded | PaymentEdited, conn: Connection) -> Shape:
    from kamtui.cli.invoiceshapes import payment
    from kamtui.store import payments

    if isinstance(outcome, PaymentEdited) and not outcome.fields:
        return {"id": outcome.payment_id, "account_id": outcome.account_id, "account": outcome.account, "removed": True}
    row = payment(payments.one(conn, outcome.payment_id))
    return {**row, "repeated": outcome.repeated} if isinstance(outcome, PaymentAdded) else row


def _invoice(conn: Connection, key: int, repeated: bool | None = None) -> Shape:
    from kamtui.cli.invoiceshapes import invoice
    from kamtui.store import invoices

    row = invoice(invoices.one(conn, key, standing.kept_on(conn)))
    return row if repeated is None else {**row, "repeated": repeated}


@_shape.register
def _(outcome: SaleAdded, conn: Connection) -> Shape:
    return {**shapes.sale(sales.one(conn, outcome.sale_id)), "repeated": outcome.repeated}


@_shape.register
def _(outcome: JudgementAdded, conn: Connection) -> Shape:
    return shapes.judgement(judgements.one(conn, outcome.judgement_id))


@_shape.register
def _(outcome: FactAdded, conn: Connection) -> Shape:
    return {**shapes.fact(facts.one(conn, outcome.fact_id)), "corrected": outcome.corrected}


@_shape.register
def _(outcome: UserAdded | UserEdited, conn: Connection) -> Shape:
    return shapes.user(users.one(conn, outcome.login), known.book_currency(conn))


@_shape.register
def _(outcome: RateSet, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.rate_id, **row, "on": day(outcome.on), "value": rates.written(outcome.value)}


@_shape.register
def _(outcome: UserLeft, conn: Connection) -> Shape:
    return {**shapes.user(users.one(conn, outcome.login), known.book_currency(conn)), "accounts": outcome.accounts}


@_shape.register
def _(outcome: TeamJoined, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.member_id, **row, "since": day(outcome.since)}


@_shape.register
def _(outcome: CoverSet, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.cover_id, **row, "on": day(outcome.on)}


@_shape.register
def _(outcome: ManagerRated, conn: Connection) -> Shape:
    row: Shape = outcome._asdict()
    return {"id": outcome.rating_id, **row, "on": day(outcome.on)}


@_shape.register
def _(outcome: CreditSet | CreditReviewed, conn: Connection) -> Shape:
    from kamtui.cli import termswritten

    return termswritten.decided(conn, outcome)


@_shape.register
def _(outcome: TermsAdded | TermsEdited | TermsEnded, conn: Connection) -> Shape:
    from kamtui.cli import termswritten

    return termswritten.granted(conn, outcome)


@_shape.register
def _(outcome: CreditAsked | TermsAsked, conn: Connection) -> Shape:
    from kamtui.cli import termswritten

    return termswritten.asked(conn, outcome)
