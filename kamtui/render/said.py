"""One sentence per outcome: what the command line prints and the app shows after a change."""

from __future__ import annotations

from functools import singledispatch

from kamtui.domain.facts import shown
from kamtui.domain.money import grouped
from kamtui.domain.outcomes import (
    AccountAdded,
    AccountArchived,
    AccountEdited,
    Backfilled,
    ContactAdded,
    ContactEdited,
    ExceptionCommented,
    ExceptionDecided,
    ExceptionRaised,
    FactAdded,
    Imported,
    JudgementAdded,
    OpinionAdded,
    OpinionEdited,
    Outcome,
    PlaybookAdded,
    PolicySet,
    ProposalAccepted,
    ProposalAnswered,
    Reviewed,
    SaleAdded,
    ServiceChanged,
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
from kamtui.i18n import n, t
from kamtui.render import (
    saidinfluence,
    saidinvoice,
    saidissue,
    saidmarket,
    saidopportunity,
    saidpeople,
    saidplan,
    saidrate,
    saidstructure,
    saidsupply,
    saidteam,
    saidterms,
)


@singledispatch
def said(outcome: Outcome) -> str:
    """What happened, in one sentence of plain text (user data included, not yet made safe for a terminal)."""
    raise TypeError(f"no sentence for {type(outcome).__name__}")


@said.register
def _(outcome: AccountAdded) -> str:
    return t("{name}: added as account {id}", name=outcome.name, id=outcome.account_id)


@said.register
def _(outcome: AccountEdited) -> str:
    return t("{name}: {fields} changed", name=outcome.name, fields=", ".join(outcome.fields))


@said.register
def _(outcome: AccountArchived) -> str:
    if outcome.on is None:
        return t("{name}: back in the lists", name=outcome.name)
    return t("{name}: archived from {on}", name=outcome.name, on=outcome.on)


@said.register
def _(outcome: ContactAdded) -> str:
    return t(
        "{account}: {name} added as contact {id}",
        account=outcome.account,
        name=outcome.name,
        id=outcome.contact_id,
    )


@said.register
def _(outcome: ContactEdited) -> str:
    return t("{name}: {fields} changed", name=outcome.name, fields=", ".join(outcome.fields))


@said.register
def _(outcome: StatusSet) -> str:
    return t(
        "{account}: {before} → {after}",
        account=outcome.account,
        before=t(outcome.before or "not rated"),
        after=t(outcome.after or "not rated"),
    )


@said.register
def _(outcome: StatusReset) -> str:
    parts = [said(outcome.set)]
    if outcome.set.grade is not None and str(outcome.set.grade) != outcome.set.after:
        parts[0] += f" ({t(outcome.set.grade)})"
    if outcome.titles:
        parts.append(t("{tasks}, due {due}", tasks="; ".join(outcome.titles), due=outcome.due_on))
    return " · ".join(parts)


@said.register
def _(outcome: TierSet) -> str:
    sentence = t(
        "{account}: tier {before} → {after} from {on}",
        account=outcome.account,
        before=t(outcome.before or "none"),
        after=t(outcome.after),
        on=outcome.on,
    )
    if outcome.objections:
        sentence += t("; against it: {objections}", objections="; ".join(outcome.objections))
    if outcome.playbook:
        tasks = n("{count} task", "{count} tasks", outcome.playbook)
        sentence += t("; its playbook has {tasks}: kamtui tier playbook {id}", tasks=tasks, id=outcome.account_id)
    return sentence


@said.register
def _(outcome: ProposalAccepted) -> str:
    parts = [said(outcome.set)]
    if outcome.overridden:
        parts.append(t("overridden: {objections}", objections="; ".join(outcome.overridden)))
    if outcome.demoted is not None:
        parts.append(said(outcome.demoted))
    return " · ".join(parts)


@said.register
def _(outcome: ProposalAnswered) -> str:
    return t(
        "{account}: {tier} {answer}, until {until}",
        account=outcome.account,
        tier=t(outcome.proposed),
        answer=t(outcome.answer),
        until=outcome.until,
    )


@said.register
def _(outcome: ServiceChanged) -> str:
    if not outcome.change:
        return t("{account}: the usual service of its tier from {on}", account=outcome.account, on=outcome.on)
    sentence = t("{account}: {change} from {on}", account=outcome.account, change=outcome.change, on=outcome.on)
    return sentence + (t(", a touch every {days} days", days=outcome.cadence_days) if outcome.cadence_days else "")


@said.register
def _(outcome: PlaybookAdded) -> str:
    return t(
        "{account}: {tasks}, due {due}",
        account=outcome.account,
        tasks="; ".join(outcome.titles),
        due=outcome.due_on,
    )


@said.register
def _(outcome: TaskAdded) -> str:
    if outcome.repeated:
        return t("task {id} came with this key already; nothing was written", id=outcome.task_id)
    if outcome.due_on is None:
        return t("task {id}: {title}", id=outcome.task_id, title=outcome.title)
    return t("task {id}: {title}, due {due}", id=outcome.task_id, title=outcome.title, due=outcome.due_on)


@said.register
def _(outcome: TaskClosed) -> str:
    sentence = t("task {id}: {title} is {state}", id=outcome.task_id, title=outcome.title, state=t(outcome.state))
    if outcome.following is None:
        return sentence
    again = t("; again on {on} as task {id}", on=outcome.following.due_on, id=outcome.following.task_id)
    return sentence + again


@said.register
def _(outcome: TaskEdited) -> str:
    if outcome.fields == ("due_on",) and outcome.due_on is not None:
        return t("task {id}: {title}, due {due}", id=outcome.task_id, title=outcome.title, due=outcome.due_on)
    return t("task {id}: {fields} changed", id=outcome.task_id, fields=", ".join(outcome.fields))


@said.register
def _(outcome: TouchLogged) -> str:
    if outcome.repeated:
        return t("touch {id} came with this key already; nothing was written", id=outcome.touch_id)
    parts = [t("{account}: {kind} on {on}", account=outcome.account, kind=t(outcome.kind), on=outcome.on)]
    if outcome.people:
        parts.append(t("with {people}", people=", ".join(outcome.people)))
    if outcome.follow_up is not None:
        parts.append(t("follow-up {due} {title}", due=outcome.follow_up.due_on, title=outcome.follow_up.title))
    if outcome.their_promise is not None:
        parts.append(t("theirs {due} {title}", due=outcome.their_promise.due_on, title=outcome.their_promise.title))
    if outcome.status is not None:
        parts.append(t("status → {status}", status=t(outcome.status.after or "not rated")))
    if outcome.next_due_on is not None:
        parts.append(t("next touch due {on}", on=outcome.next_due_on))
    if outcome.twin is not None:
        parts.append(
            t(
                "{who} logged this meeting too: #{other}; join: kamtui touch join {id} {other}",
                who=outcome.twin.by,
                other=outcome.twin.touch_id,
                id=outcome.touch_id,
            )
        )
    return " · ".join(parts)


@said.register
def _(outcome: TouchEdited) -> str:
    return t(
        "{account}: touch {id}: {fields} changed",
        account=outcome.account,
        id=outcome.touch_id,
        fields=", ".join(outcome.fields),
    )


@said.register
def _(outcome: TouchJoined) -> str:
    values = {"account": outcome.account, "id": outcome.touch_id, "who": outcome.by}
    if outcome.joins is None:
        return t("{account}: touch {id} is a meeting of its own again", **values)
    return t("{account}: touch {id} is one meeting with #{other} of {who}", other=outcome.joins, **values)


@said.register
def _(outcome: OpinionAdded) -> str:
    values = {"account": outcome.account, "who": outcome.contact or t("somebody"), "score": outcome.score}
    if outcome.about:
        sentence = t("{account}: {who} gives {about} {score:g} of 10", about=outcome.about, **values)
    else:
        sentence = t("{account}: {who} gives us {score:g} of 10", **values)
    return sentence if outcome.before is None else sentence + t(", {before:g} before", before=outcome.before)


@said.register
def _(outcome: OpinionEdited) -> str:
    if not outcome.fields:
        return t("{account}: opinion {id} removed", account=outcome.account, id=outcome.opinion_id)
    fields = ", ".join(outcome.fields)
    return t("{account}: opinion {id}: {fields} changed", account=outcome.account, id=outcome.opinion_id, fields=fields)


@said.register
def _(outcome: SaleAdded) -> str:
    if outcome.repeated:
        return t("document {number} is in the book already; nothing was written", number=outcome.number)
    return t(
        "{account}: {number} {amount} {currency}",
        account=outcome.account,
        number=outcome.number or t("document {id}", id=outcome.sale_id),
        amount=grouped(outcome.amount, outcome.currency),
        currency=outcome.currency,
    )


@said.register
def _(outcome: Backfilled) -> str:
    return t(
        "{decisions} tier decisions for {accounts} accounts at {reviews} quarterly reviews",
        decisions=outcome.decisions,
        accounts=outcome.accounts,
        reviews=outcome.reviews,
    )


@said.register
def _(outcome: Reviewed) -> str:
    if outcome.until_on is None:
        return t("{account}: reviewed", account=outcome.account)
    return t("{account}: put off until {on}", account=outcome.account, on=outcome.until_on)


@said.register
def _(outcome: ExceptionRaised) -> str:
    raised = t("exception {id}: {title} waits for a head", id=outcome.exception_id, title=outcome.title)
    return f"{outcome.account}: {raised}" if outcome.account else raised


@said.register
def _(outcome: ExceptionDecided) -> str:
    state = t(outcome.state)
    decided = t("exception {id}: {title} is {state}", id=outcome.exception_id, title=outcome.title, state=state)
    parts = [decided, outcome.answer] if outcome.answer else [decided]
    return ": ".join([outcome.account, *parts] if outcome.account else parts)


@said.register
def _(outcome: ExceptionCommented) -> str:
    return t("exception {id}: comment on {title} kept", id=outcome.exception_id, title=outcome.title)


@said.register
def _(outcome: UserAdded) -> str:
    return t("{login}: entered as {role}", login=outcome.login, role=outcome.role)


@said.register
def _(outcome: UserEdited) -> str:
    return t("{login}: {fields} changed", login=outcome.login, fields=", ".join(outcome.fields))


@said.register
def _(outcome: JudgementAdded) -> str:
    values = {"account": outcome.account, "criterion": t(outcome.criterion.replace("_", " ")), "on": outcome.on}
    if outcome.score is not None:
        sentence = t("{account}: {criterion} {score:g} of 10 on {on}", score=outcome.score, **values)
        return sentence + (t("; it counts only while the figure is unknown") if outcome.stands_in else "")
    if outcome.answer:
        return t("{account}: {criterion}: {answer} on {on}", answer=t(outcome.answer.replace("_", " ")), **values)
    return t("{account}: {criterion} taken back on {on}", **values)


@said.register
def _(outcome: FactAdded) -> str:
    what = t(outcome.metric.replace("_", " "))
    values = {
        "account": outcome.account,
        "metric": f"{what} {outcome.product}" if outcome.product else what,
        "period": outcome.period,
        "value": shown(outcome.value, outcome.metric, outcome.currency, outcome.unit),
    }
    if outcome.corrected:
        return t("{account}: {metric} {period} corrected to {value}", **values)
    return t("{account}: {metric} {period} {value}", **values)


@said.register
def _(outcome: PolicySet) -> str:
    return t("policy {version} in force from {on}", version=outcome.version, on=outcome.on)


@said.register
def _(outcome: Imported) -> str:
    parts = [
        t("{count} {target} {what}", count=count, target=t(target), what=t(what))
        for what, counts in (("new", outcome.created), ("changed", outcome.updated), ("unchanged", outcome.unchanged))
        for target, count in counts.items()
        if count
    ]
    if outcome.rejected_count:
        parts.append(n("{count} row rejected", "{count} rows rejected", outcome.rejected_count))
    if outcome.unattributed:
        one, many = "{count} document without an account", "{count} documents without an account"
        parts.append(n(one, many, outcome.unattributed))
    rows = n("{count} row read", "{count} rows read", outcome.read)
    return t("{rows}: {parts}", rows=rows, parts=", ".join(parts) or t("nothing"))


@said.register
def _(outcome: Undone) -> str:
    rows = n("{count} row", "{count} rows", outcome.rows)
    if outcome.redone:
        return t("change {change} ({op}) is done again: {rows}", change=outcome.change, op=outcome.op, rows=rows)
    return t("change {change} ({op}) is undone: {rows}", change=outcome.change, op=outcome.op, rows=rows)


for _sentence in (
    *saidinfluence.SENTENCES,
    *saidinvoice.SENTENCES,
    *saidissue.SENTENCES,
    *saidmarket.SENTENCES,
    *saidopportunity.SENTENCES,
    *saidpeople.SENTENCES,
    *saidplan.SENTENCES,
    *saidrate.SENTENCES,
    *saidstructure.SENTENCES,
    *saidsupply.SENTENCES,
    *saidteam.SENTENCES,
    *saidterms.SENTENCES,
):
    said.register(_sentence)
