"""Issues: they come in, are answered, settled with what was learned, and sometimes opened again (R56, R66-R69)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.issues import Issue, IssueKind
from kamtui.domain.outcomes.issues import IssueAdded, IssueAnswered, IssueEdited, IssueReopened, IssueResolved
from kamtui.domain.serviceclocks import Clocks, clocks
from kamtui.domain.teams import OurFunction
from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.ops.issuefields import FIELDS, columns, seen, severity_of, text_of, title_of, when
from kamtui.store import accounts, contacts, issues, owners, policies, teams, touches, users
from kamtui.store.tx import Tx, instant


@operation("issue.add")
def add_issue(
    tx: Tx,
    account_id: int,
    title: str,
    *,
    kind: IssueKind = IssueKind.OTHER,
    severity: int = 2,
    text: str = "",
    product: str = "",
    cause: str = "",
    contact_id: int | None = None,
    touch_id: int | None = None,
    owner: str = "",
    department: OurFunction | None = None,
    at: dt.datetime | None = None,
    on: dt.date | None = None,
    confidential: bool = False,
    key: str | None = None,
) -> IssueAdded:
    """Log an issue: what went wrong, or what was asked for.

    Its clocks run from `at`, an instant, or from `on`: now today, noon of another day. `department` is which of ours
    must act. The owner, where none is named, is who has that function in the team of the account, else who owns the
    account, else the author. What is confidential only its author and heads see. The same `key` twice is one issue.
    Raises NotFound, BadInput.
    """
    account = accounts.one(tx.conn, account_id)
    if key is not None and (known := issues.with_key(tx.conn, key)) is not None:
        return _repeated(tx, known, account_id, account.name, title, kind)
    moment, day = when(tx, at, on)
    if contact_id is not None:
        contacts.one(tx.conn, contact_id)
    if touch_id is not None:
        _of_this_account(tx, account_id, touch_id)
    values = {
        "account_id": account_id,
        "contact_id": contact_id,
        "touch_id": touch_id,
        "at": instant(moment),
        "on_date": day.isoformat(),
        "kind": kind,
        "severity": severity_of(severity),
        "title": title_of(title),
        "text": text_of(text),
        "product": text_of(product),
        "cause": text_of(cause),
        "owner": users.login(tx.conn, owner) or _responsible(tx, account_id, department, day),
        "department": department or "",
        "confidential": int(confidential),
        "author": tx.author,
        "key": key,
        "recorded_at": instant(tx.now),
    }
    return _added(tx, issues.one(tx.conn, tx.insert("issue", values)))


@operation("issue.edit")
def edit_issue(
    tx: Tx, issue_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> IssueEdited:
    """Correct an issue.

    `fields` are those of FIELDS; `at` is an instant, `on` a civil date. A settled complaint keeps its lesson and what
    prevents it. Who may not see it cannot correct it either. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        known = ", ".join(sorted(FIELDS))
        raise BadInput(t("an issue has no field {field}; it has {known}", field=min(unknown), known=known))
    issue = issues.one(tx.conn, issue_id)
    unseen(tx, "issue", issue_id, seen(was))
    values = columns(tx, fields)
    if isinstance(contact := values.get("contact_id"), int):
        contacts.one(tx.conn, contact)
    if isinstance(touch := values.get("touch_id"), int):
        _of_this_account(tx, issue.account_id, touch)
    if issue.is_open and values.get("first_time") is not None:
        raise BadInput(t("issue {issue} is open; whether once was enough is said when it is settled", issue=issue_id))
    if not tx.update("issue", issue_id, values):
        raise NothingToDo(t("issue {issue} is that already", issue=issue_id))
    edited = issues.one(tx.conn, issue_id)
    if not edited.is_open:
        _refuse_unlearned(edited)
    _refuse_backwards(edited)
    return IssueEdited(issue_id, edited.account_id, edited.account, edited.title, tuple(fields))


@operation("issue.answer")
def answer_issue(
    tx: Tx, issue_id: int, *, answer: str = "", at: dt.datetime | None = None, on: dt.date | None = None
) -> IssueAnswered:
    """Say that the customer got a first answer.

    `answer` is what they were told; a further answer takes its place. `at` is when, now if not said; an instant before
    the first answer that is known is when that was. Raises NotFound, BadInput, NothingToDo.
    """
    issue = issues.one(tx.conn, issue_id)
    said: dict[str, object] = {"answer": text_of(answer)} if answer.strip() else {}
    moment, _ = when(tx, at, on, after=issue)
    if issue.responded_at is None or (at is not None and moment < issue.responded_at):
        said["responded_at"] = instant(moment)
    if not tx.update("issue", issue_id, said):
        raise NothingToDo(t("issue {issue} was answered already", issue=issue_id))
    answered = issues.one(tx.conn, issue_id)
    late = -_clocks(tx, answered).response.left
    first = answered.responded_at or moment
    return IssueAnswered(issue_id, issue.account_id, issue.account, issue.title, first, late)


@operation("issue.resolve")
def resolve_issue(
    tx: Tx,
    issue_id: int,
    *,
    answer: str = "",
    first_time: bool | None = None,
    cause: str = "",
    lesson: str = "",
    prevented_by: str = "",
    at: dt.datetime | None = None,
    on: dt.date | None = None,
) -> IssueResolved:
    """Settle an issue.

    `answer` is what became of it, `first_time` whether it was settled at the first go (R66); `at` is when, now if not
    said. A complaint is settled only with its `lesson` and with what it is `prevented_by` next time (R68); what was
    entered before counts. Raises NotFound, BadInput, NothingToDo.
    """
    issue = issues.one(tx.conn, issue_id)
    if not issue.is_open:
        raise NothingToDo(t("issue {issue} is settled already", issue=issue_id))
    if first_time and issue.first_time is False:
        raise BadInput(t("issue {issue} was opened again: it was not settled at the first go", issue=issue_id))
    moment, day = when(tx, at, on, after=issue)
    words = {"answer": answer, "cause": cause, "lesson": lesson, "prevented_by": prevented_by}
    values: dict[str, object] = {name: text_of(text) for name, text in words.items() if text.strip()}
    values |= {"resolved_at": instant(moment), "resolved_on": day.isoformat()}
    if first_time is not None:
        values["first_time"] = int(first_time)
    if issue.responded_at is None or issue.responded_at > moment:
        values["responded_at"] = instant(moment)
    tx.update("issue", issue_id, values)
    settled = issues.one(tx.conn, issue_id)
    _refuse_unlearned(settled)
    late = -_clocks(tx, settled).resolution.left
    return IssueResolved(issue_id, issue.account_id, issue.account, issue.title, day, settled.first_time, late)


@operation("issue.reopen")
def reopen_issue(tx: Tx, issue_id: int) -> IssueReopened:
    """Open a settled issue again.

    Then it was not settled at the first go, whatever was said; its clocks never stopped. Raises NotFound, NothingToDo.
    """
    issue = issues.one(tx.conn, issue_id)
    if issue.is_open:
        raise NothingToDo(t("issue {issue} is open", issue=issue_id))
    tx.update("issue", issue_id, {"resolved_at": None, "resolved_on": None, "first_time": 0})
    return IssueReopened(issue_id, issue.account_id, issue.account, issue.title)


def _added(tx: Tx, issue: Issue) -> IssueAdded:
    due = _clocks(tx, issue)
    return IssueAdded(
        issue.id,
        issue.account_id,
        issue.account,
        issue.kind,
        issue.title,
        issue.owner,
        issue.department,
        due.response.due_at,
        due.resolution.due_at,
    )


def _repeated(tx: Tx, known: int, account_id: int, account: str, title: str, kind: IssueKind) -> IssueAdded:
    """What the first sending made; of one told in confidence to another, only what this one says itself."""
    found = issues.rows(tx.conn, [known])
    if found:
        return _added(tx, found[0])._replace(repeated=True)
    return IssueAdded(known, account_id, account, kind, title.strip(), "", None, tx.now, tx.now, repeated=True)


def _clocks(tx: Tx, issue: Issue) -> Clocks:
    return clocks(issue, policies.in_force(tx.conn, tx.today).service, tx.now)


def _responsible(tx: Tx, account: int, department: OurFunction | None, on: dt.date) -> str:
    """Who sees to it where nobody is named."""
    team = teams.members(tx.conn, account, on) if department is not None else []
    member = next((one.who for one in team if one.function is department), "")
    return member or owners.in_force(tx.conn, account, on) or tx.author


def _of_this_account(tx: Tx, account: int, touch: int) -> None:
    found = touches.one(tx.conn, touch)
    if found.account_id != account:
        raise BadInput(t("touch {touch} is of {account}", touch=touch, account=found.account))


def _refuse_unlearned(issue: Issue) -> None:
    if issue.kind is IssueKind.COMPLAINT and not (issue.lesson and issue.prevented_by):
        missing = t("the lesson") if not issue.lesson else t("what prevents it next time")
        raise BadInput(t("a complaint is settled only when it taught something: {missing} is missing", missing=missing))


def _refuse_backwards(issue: Issue) -> None:
    """An issue that came in after it was settled."""
    if any(moment is not None and moment < issue.at for moment in (issue.responded_at, issue.resolved_at)):
        raise BadInput(t("issue {issue} was answered or settled before that", issue=issue.id))
