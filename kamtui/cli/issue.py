"""kamtui issue …"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, number
from kamtui.cli.writing import Writing, writes
from kamtui.domain import fields
from kamtui.domain import issues as words
from kamtui.domain.outcomes.issues import IssueAdded, IssueAnswered, IssueEdited, IssueReopened, IssueResolved
from kamtui.domain.teams import OurFunction
from kamtui.domain.teams import function as our_function
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops import meant
from kamtui.ops.issues import add_issue, answer_issue, edit_issue, reopen_issue, resolve_issue
from kamtui.store import issues

app = Noun(t("Issues and requests: add, answer, resolve with the lesson, list by how they press, causes, report."))
app.elsewhere("ls", "issuelists", t("List issues by how they press: green channel, tier, clock."))
app.elsewhere("show", "issuelists", t("One issue in full, with its clocks."))
app.elsewhere("causes", "issuelists", t("Causes that came up again and again, with the accounts."))
app.elsewhere("report", "issuelists", t("How issues were served by tier: at once, in time; what complaints changed."))

Issue = Annotated[str, typer.Argument(metavar="ISSUE", help=t("Its number in `issue ls`."))]
Kind = Annotated[
    str | None,
    typer.Option(
        metavar="ISSUEKIND",
        help=t("complaint, request, suggestion, delivery, install, operation, quality, billing or other."),
    ),
]
Severity = Annotated[
    str | None, typer.Option(metavar="N", help=t("1 stops the customer, 2 hinders, 3 can wait; 2 if not said."))
]
Words = Annotated[str | None, typer.Option("--text", metavar="TEXT", help=t("What happened, in full."))]
Product = Annotated[str | None, typer.Option(metavar="TEXT", help=t("Of which product."))]
Cause = Annotated[str | None, typer.Option(metavar="TEXT", help=t("What it came from; the same words count as one."))]
Respondent = Annotated[str | None, typer.Option(metavar="CONTACT", help=t("Who said so."))]
Touch = Annotated[str | None, typer.Option(metavar="TOUCH", help=t("The touch at which it was said."))]
Owner = Annotated[str | None, typer.Option(metavar="LOGIN", help=t("Who of us sees to it."))]
Department = Annotated[
    str | None,
    typer.Option(metavar="DEPARTMENT", help=t("Which of ours must act: transport, finance, tech_support, …")),
]
At = Annotated[str | None, typer.Option(metavar="TIME", help=t("14:30, or a day and a time; now if not said."))]
On = Annotated[str | None, typer.Option(metavar="DATE", help=t("The day; today if not said."))]
Confidential = Annotated[
    bool | None, typer.Option("--confidential/--open", help=t("Only for its author and for heads."))
]
FirstTime = Annotated[
    bool | None, typer.Option("--first-time/--not-first-time", help=t("Whether it was settled at the first go."))
]
Lesson = Annotated[str | None, typer.Option(metavar="TEXT", help=t("What it taught us; a complaint needs it."))]
Prevented = Annotated[
    str | None, typer.Option(metavar="TEXT", help=t("What keeps it from coming again; a complaint needs it."))
]
Answer = Annotated[str | None, typer.Option("--answer", metavar="TEXT", help=t("What the customer was told."))]


@app.command("add")
@writes("issue.add")
def add(
    w: Writing,
    account: Account,
    title: Annotated[str, typer.Argument(metavar="TITLE", help=t("What it is, in a few words."))],
    *,
    kind: Kind = None,
    severity: Severity = None,
    text: Words = None,
    product: Product = None,
    cause: Cause = None,
    contact: Respondent = None,
    touch: Touch = None,
    owner: Owner = None,
    department: Department = None,
    at: At = None,
    on: On = None,
    confidential: Confidential = None,
    key: Annotated[str | None, typer.Option(metavar="KEY", help=t("Your key; sent again, nothing happens."))] = None,
) -> IssueAdded:
    """Log an issue or a request; its clocks run by the tier of the account."""
    account_id = w.account(account)
    moment, day = _when(w, at, on)
    return w.do(
        add_issue,
        account_id,
        title,
        kind=words.IssueKind.OTHER if kind is None else words.kind(kind),
        severity=2 if severity is None else words.severity(severity),
        text=text or "",
        product=product or "",
        cause=cause or "",
        contact_id=None if contact is None else meant.person(w.conn, account_id, contact, w.session.today),
        touch_id=None if touch is None else number(touch, t("touch")),
        owner=owner or "",
        department=_department(department),
        at=moment,
        on=day,
        confidential=bool(confidential),
        key=key,
    )


@app.command("edit")
@writes("issue.edit")
def edit(
    w: Writing,
    issue: Issue,
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    kind: Kind = None,
    severity: Severity = None,
    text: Words = None,
    product: Product = None,
    cause: Cause = None,
    lesson: Lesson = None,
    prevented_by: Prevented = None,
    answer: Answer = None,
    contact: Respondent = None,
    touch: Touch = None,
    owner: Owner = None,
    department: Department = None,
    at: At = None,
    first_time: FirstTime = None,
    confidential: Confidential = None,
) -> IssueEdited:
    """Correct an issue; what is not named stays, "" empties a text, - a contact, touch, owner or department."""
    key = number(issue, t("issue"))
    said = {"title": title, "text": text, "product": product, "cause": cause, "lesson": lesson}
    said |= {"prevented_by": prevented_by, "answer": answer}
    changed: dict[str, object] = {name: value for name, value in said.items() if value is not None}
    changed |= {
        name: value
        for name, value in {"first_time": first_time, "confidential": confidential}.items()
        if value is not None
    }
    if kind is not None:
        changed["kind"] = words.kind(kind)
    if severity is not None:
        changed["severity"] = words.severity(severity)
    if contact is not None:
        changed["contact_id"] = None if contact == NOTHING else _person(w, key, contact)
    if touch is not None:
        changed["touch_id"] = None if touch == NOTHING else number(touch, t("touch"))
    if owner is not None:
        changed["owner"] = "" if owner == NOTHING else owner
    if department is not None:
        changed["department"] = _department(department)
    if at is not None:
        changed["at"], changed["on"] = _when(w, at, None)
    if not changed:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(edit_issue, key, changed)


@app.command("answer")
@writes("issue.answer")
def answer(
    w: Writing,
    issue: Issue,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=t("What the customer was told."))] = "",
    *,
    at: At = None,
    on: On = None,
) -> IssueAnswered:
    """Say that the customer got a first answer, which stops the first clock."""
    moment, day = _when(w, at, on)
    return w.do(answer_issue, number(issue, t("issue")), answer=text, at=moment, on=day)


@app.command("resolve")
@writes("issue.resolve")
def resolve(
    w: Writing,
    issue: Issue,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help=t("What became of it."))] = "",
    *,
    first_time: FirstTime = None,
    cause: Cause = None,
    lesson: Lesson = None,
    prevented_by: Prevented = None,
    at: At = None,
    on: On = None,
) -> IssueResolved:
    """Settle an issue; a complaint only with its lesson and with what prevents it next time."""
    moment, day = _when(w, at, on)
    return w.do(
        resolve_issue,
        number(issue, t("issue")),
        answer=text,
        first_time=first_time,
        cause=cause or "",
        lesson=lesson or "",
        prevented_by=prevented_by or "",
        at=moment,
        on=day,
    )


@app.command("reopen")
@writes("issue.reopen")
def reopen(w: Writing, issue: Issue) -> IssueReopened:
    """Open a settled issue again; it was not settled at the first go then."""
    return w.do(reopen_issue, number(issue, t("issue")))


def _when(w: Writing, at: str | None, on: str | None) -> tuple[dt.datetime | None, dt.date | None]:
    """The instant and the day that were typed; a time alone is of the day."""
    day = None if on is None else w.date(on)
    if at is None:
        return None, day
    moment = fields.instant(at, day or w.session.today, w.session.clock.zone)
    its_day = moment.astimezone(w.session.clock.zone).date()
    if day is not None and day != its_day:
        raise BadInput(t("--at is of {day}, --on is {on}; say one of them", day=its_day, on=day))
    return moment, its_day


def _department(text: str | None) -> OurFunction | None:
    return None if text is None or text == NOTHING else our_function(text)


def _person(w: Writing, issue: int, text: str) -> int:
    return meant.person(w.conn, issues.one(w.conn, issue).account_id, text, w.session.today)
