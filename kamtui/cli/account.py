"""kamtui account …: its commands, each of which is imported when it is typed."""

from __future__ import annotations

from kamtui.cli.nouns import Noun
from kamtui.i18n import t

app = Noun(t("Accounts: add, list, show, edit, archive."))

app.elsewhere("add", "accountfields", t("Add an account."))
app.elsewhere("edit", "accountfields", t("Change fields of an account, or its owner; what is not named stays."))
app.elsewhere("archive", "accountfields", t("Archive an account: it leaves the lists, nothing of it is deleted."))
app.elsewhere("handover", "handover", t("Hand the accounts of one of us over to another, as one change."))
app.elsewhere("move", "structure", t("Put an account below another from a day on."))
app.elsewhere("group", "structure", t("Show an account with all below it, and what they brought together."))
app.elsewhere("merge", "structure", t("Merge the second account into the first; --dry-run shows what moves and stays."))
app.elsewhere("unmerge", "structure", t("Take a merge back, also long after."))
app.elsewhere("split", "structure", t("Make a part of an account an account of its own from a day on."))
app.elsewhere("duplicates", "structure", t("List accounts that may be the same, the surest first."))
app.elsewhere("apart", "structure", t("Say that two accounts are not the same."))
app.elsewhere("ls", "accountlist", t("List accounts."))
app.elsewhere(
    "show", "accountshown", t("Show an account: its facts, where it stands, its people, last touches and open tasks.")
)
