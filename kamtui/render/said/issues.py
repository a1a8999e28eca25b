"""The sentences about issues; `said` registers them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.issues import IssueAdded, IssueAnswered, IssueEdited, IssueReopened, IssueResolved
from kamtui.i18n import t
from kamtui.render.service import lasting, when


def issue_added(outcome: IssueAdded) -> str:
    if outcome.repeated:
        return t("issue {issue} came before; nothing was written", issue=outcome.issue_id)
    fields = {
        "account": outcome.account,
        "issue": outcome.issue_id,
        "title": outcome.title,
        "owner": outcome.owner or t("nobody"),
        "respond": when(outcome.respond_by),
        "resolve": when(outcome.resolve_by),
    }
    if outcome.department is not None:
        department = t(outcome.department.label)
        message = (
            "{account}: issue #{issue} {title}, {owner} for {department}, answer by {respond}, settle by {resolve}"
        )
        return t(message, **fields, department=department)
    return t("{account}: issue #{issue} {title}, {owner}, answer by {respond}, settle by {resolve}", **fields)


def issue_edited(outcome: IssueEdited) -> str:
    fields = ", ".join(t(field.removesuffix("_id").replace("_", " ")) for field in outcome.fields)
    return t(
        "{account}: issue #{issue}: {fields} changed", account=outcome.account, issue=outcome.issue_id, fields=fields
    )


def issue_answered(outcome: IssueAnswered) -> str:
    fields = {"account": outcome.account, "issue": outcome.issue_id, "title": outcome.title}
    if outcome.late > dt.timedelta(0):
        return t("{account}: issue #{issue} {title} answered, {late} late", **fields, late=lasting(outcome.late))
    return t("{account}: issue #{issue} {title} answered in time", **fields)


def issue_resolved(outcome: IssueResolved) -> str:
    fields = {"account": outcome.account, "issue": outcome.issue_id, "title": outcome.title}
    once = t(", at the first go") if outcome.first_time else ""
    if outcome.late > dt.timedelta(0):
        late = lasting(outcome.late)
        return t("{account}: issue #{issue} {title} settled, {late} late", **fields, late=late) + once
    return t("{account}: issue #{issue} {title} settled in time", **fields) + once


def issue_reopened(outcome: IssueReopened) -> str:
    fields = {"account": outcome.account, "issue": outcome.issue_id, "title": outcome.title}
    return t("{account}: issue #{issue} {title} is open again", **fields)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    IssueAdded: issue_added,
    IssueEdited: issue_edited,
    IssueAnswered: issue_answered,
    IssueResolved: issue_resolved,
    IssueReopened: issue_reopened,
}
