"""kamtui status reset."""

from __future__ import annotations

from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account, Reason
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.statuses import StatusReset
from kamtui.i18n import t
from kamtui.ops.stages import reset_status

app = Noun(t("A relationship begun anew."))


@app.command("reset")
@writes("status.reset")
def reset(w: Writing, account: Account, *, reason: Reason = "") -> StatusReset:
    """Start a relationship anew, because somebody left (needs no reason) or the customer was reorganised.

    The status becomes developing; limited where more than half of a year's contact went through those who left. What
    the policy offers for a new start becomes tasks of the account's owner.
    """
    return w.do(reset_status, w.account(account), on=w.session.today, reason=reason)
