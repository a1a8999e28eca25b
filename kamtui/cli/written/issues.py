"""The row of an issue, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import issueshapes
from kamtui.domain.outcomes.issues import IssueAdded, IssueAnswered, IssueEdited, IssueReopened, IssueResolved
from kamtui.store import issues
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_issue(
    outcome: IssueAdded | IssueEdited | IssueAnswered | IssueResolved | IssueReopened, conn: Connection
) -> Shape:
    found = issues.rows(conn, [outcome.issue_id])
    head = {"id": outcome.issue_id, "account_id": outcome.account_id, "account": outcome.account}
    row = {**head, **(issueshapes.issue(found[0]) if found else {})}
    if isinstance(outcome, IssueAdded):
        due = {"respond_by": outcome.respond_by, "resolve_by": outcome.resolve_by}
        row |= {name: issueshapes.instant(moment) for name, moment in due.items()}
        return {**row, "repeated": outcome.repeated}
    return row


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    IssueAdded: of_issue,
    IssueEdited: of_issue,
    IssueAnswered: of_issue,
    IssueResolved: of_issue,
    IssueReopened: of_issue,
}
