"""kamtui review …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Reason
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes import Reviewed
from kamtui.i18n import t
from kamtui.ops.reviews import mark_done, snooze

app = Noun(t("Review cards: done, snooze. `kamtui today` lists them."))


@app.command("done")
@writes("review.done")
def done(w: Writing, account: Account) -> Reviewed:
    """Mark an account as reviewed for today."""
    return w.do(mark_done, w.account(account), on=w.session.today)


@app.command("snooze")
@writes("review.snooze")
def put_off(
    w: Writing,
    account: Account,
    until: Annotated[str, typer.Argument(metavar="DATE", help=t("The day its card comes back."))],
    *,
    reason: Reason = "",
) -> Reviewed:
    """Put an account's card off until a later day."""
    return w.do(snooze, w.account(account), on=w.session.today, until=w.date(until), reason=reason)
