"""One example per operation on issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.issues import IssueKind
from kamtui.domain.teams import OurFunction
from kamtui.ops.core import Done
from kamtui.ops.issues import add_issue, answer_issue, edit_issue, reopen_issue, resolve_issue
from kamtui.store.book import Book

AUTUMN = dt.date(2026, 10, 5)


def complain(book: Book, acme: int) -> None:
    """Two issues at acme: a complaint that is open, and a request that was settled."""
    add_issue(book, acme, "the pump leaks", kind=IssueKind.COMPLAINT, severity=1, contact_id=2, on=AUTUMN)
    add_issue(book, acme, "spare parts list", kind=IssueKind.REQUEST, department=OurFunction.TECH_SUPPORT, on=AUTUMN)
    resolve_issue(book, 2, answer="sent", first_time=True, on=AUTUMN)


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "issue.add": lambda book, acme: add_issue(book, acme, "late truck", kind=IssueKind.DELIVERY, owner="chen.jing"),
    "issue.edit": lambda book, acme: edit_issue(book, 1, {"cause": "worn seal", "severity": 2}),
    "issue.answer": lambda book, acme: answer_issue(book, 1, answer="we are on our way"),
    "issue.resolve": lambda book, acme: resolve_issue(
        book, 1, first_time=False, cause="worn seal", lesson="seals age", prevented_by="a yearly change"
    ),
    "issue.reopen": lambda book, acme: reopen_issue(book, 2),
}
"""Operation -> example; `complain` comes first."""
