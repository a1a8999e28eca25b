"""The forms for issues, and what Tab offers in them."""

from __future__ import annotations

from typing import Any

from kamtui.domain import fields
from kamtui.domain import issues as words
from kamtui.domain.issues import IssueKind
from kamtui.domain.teams import OurFunction
from kamtui.domain.teams import function as our_function
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.issues import add_issue, answer_issue, edit_issue, reopen_issue, resolve_issue
from kamtui.store import issues
from kamtui.tui import answers, choices
from kamtui.tui.filling import Field, Form, Values, without
from kamtui.tui.screens.acting import Acting, one_of

EDITED = [
    "title",
    "kind",
    "severity",
    "cause",
    "lesson",
    "prevented_by",
    "answer",
    "owner",
    "department",
    "product",
    "text",
    "first_time",
    "confidential",
]

_YES_NO = ["y", "n"]


def named(page: Acting, *, is_open: bool) -> list[str]:
    """The issues of the page's account, the latest first: "12 pump fails"."""
    conn = page.app.book.conn
    found = issues.rows(conn, issues.ids(conn, account=page.target(), is_open=is_open)[: choices.RECENT])
    return [f"{one.id} {one.title[:30]}" for one in found]


def open_ones(page: Acting) -> list[str]:
    """Those that are open."""
    return named(page, is_open=True)


def settled_ones(page: Acting) -> list[str]:
    """Those that are settled."""
    return named(page, is_open=False)


def all_ones(page: Acting) -> list[str]:
    """Open ones first."""
    return [*open_ones(page), *settled_ones(page)]


def known_causes(page: Acting) -> list[str]:
    """Causes that were written before: the same words count as one."""
    return [*issues.known_causes(page.app.book.conn)]


def value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of an issue that was chosen before."""
    match given["field"]:
        case "kind":
            return words.kind(text)
        case "severity":
            return words.severity(text)
        case "department":
            return "" if text == "-" else our_function(text)
        case "first_time" | "confidential":
            return fields.yes_no(text)
        case "title" | "owner":
            return answers.words(page, account, text, given)
        case _:
            return "" if text == "-" else text


def before(page: Acting, account: int, given: Values) -> object:
    """What an issue says now."""
    return issues.one(page.app.book.conn, given["issue"])._asdict()[given["field"]]


def _learned(page: Acting, account: int, text: str, given: Values) -> str:
    """What a complaint cannot be settled without, and other issues may be."""
    issue = issues.one(page.app.book.conn, given["issue"])
    name = "prevented_by" if "lesson" in given else "lesson"
    if not text and issue.kind is IssueKind.COMPLAINT and not issue._asdict()[name]:
        raise BadInput(t("a complaint is settled only when it taught something"))
    return text


def _options(page: Acting) -> list[str]:
    return [*IssueKind, *OurFunction, *_YES_NO, *choices.colleagues(page)]


def _rest(given: Values) -> dict[str, Any]:
    return without(given, "issue")


ISSUE_FORMS: dict[str, Form] = {
    "issue.add": Form(
        add_issue,
        (
            Field("title", "issue or request, in a few words:", answers.words, is_required=True),
            Field("kind", "kind (Tab: choose; Enter: other):", answers.plain(words.kind), [*IssueKind]),
            Field("severity", "1 stops them, 2 hinders, 3 can wait (Enter: 2):", answers.plain(words.severity)),
            Field("contact_id", "who says so (Enter: not named):", answers.someone, choices.people),
            Field(
                "department",
                "which of ours must act (Tab: choose; Enter: the owner):",
                answers.plain(our_function),
                [*OurFunction],
            ),
            Field("cause", "what it comes from (Tab: known; Enter: not known yet):", answers.words, known_causes),
            Field("confidential", "in confidence, y or n (Enter: n):", answers.plain(fields.yes_no), _YES_NO),
        ),
        lambda page, account, given: ((account, given["title"]), without(given, "title")),
    ),
    "issue.edit": Form(
        edit_issue,
        (
            Field("issue", "number of the issue (Tab: choose):", choices.number, all_ones, True),
            Field("field", "which field (Tab: choose):", answers.plain(one_of(EDITED)), EDITED, True),
            Field("value", "new value (- empties it):", value, _options, True, before),
        ),
        lambda page, account, given: ((given["issue"], {given["field"]: given["value"]}), {}),
    ),
    "issue.answer": Form(
        answer_issue,
        (
            Field("issue", "number of the issue (Tab: choose):", choices.number, open_ones, True),
            Field("answer", "what they were told:", answers.words),
        ),
        lambda page, account, given: ((given["issue"],), _rest(given)),
    ),
    "issue.resolve": Form(
        resolve_issue,
        (
            Field("issue", "number of the issue (Tab: choose):", choices.number, open_ones, True),
            Field("answer", "what became of it:", answers.words),
            Field(
                "first_time",
                "settled at the first go, y or n (Enter: not said):",
                answers.plain(fields.yes_no),
                _YES_NO,
            ),
            Field("cause", "what it came from (Tab: known; Enter: as it is):", answers.words, known_causes),
            Field("lesson", "what it taught us; a complaint needs it:", _learned, is_required=True),
            Field("prevented_by", "what prevents it next time; a complaint needs it:", _learned, is_required=True),
        ),
        lambda page, account, given: ((given["issue"],), _rest(given)),
    ),
    "issue.reopen": Form(
        reopen_issue,
        (Field("issue", "number of the issue (Tab: choose):", choices.number, settled_ones, True),),
        lambda page, account, given: ((given["issue"],), {}),
    ),
}
"""Operation -> its form."""
