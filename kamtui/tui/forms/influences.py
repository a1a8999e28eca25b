"""Forms about buying influences, ties and red flags: for the palette."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import fields
from kamtui.domain import influencefields as read
from kamtui.domain.influences import Degree, Mode, Role
from kamtui.domain.links import LinkKind
from kamtui.domain.redflags import Flagged
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.links import add_link, end_link
from kamtui.ops.redflags import answer_flag, raise_flag, settle_flag
from kamtui.render import flagged
from kamtui.store import influences, links, redflags
from kamtui.tui import answers, choices
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting


def _judged(page: Acting, account: int, given: Values) -> Call:
    return (account, given["contact"], without(given, "contact")), {}


def _verified(page: Acting, account: int, given: Values) -> Call:
    people = given.get("people") or [*influences.at_account(page.app.book.conn, account, page.today)]
    return (account, people), {}


def _links(page: Acting) -> list[str]:
    """The ties of the page's account that hold."""
    here = links.at_account(page.app.book.conn, page.target(), page.today)
    return [f"{each.id} {each.one} – {each.other}" for each in here]


def _flags(page: Acting) -> list[str]:
    """What is flagged at the page's account: the subject, with the number of the person it is about."""
    return [_named(each) for each in _flagged(page)]


def _by_hand(page: Acting) -> list[str]:
    """The flags of the page's account that were raised by hand."""
    return [f"{each.kept.id} {each.flag.subject}" for each in _flagged(page) if each.kept and each.by_hand]


def _flagged(page: Acting) -> Sequence[Flagged]:
    return redflags.at_account(page.app.book.conn, page.target(), page.today).flags


def _named(found: Flagged) -> str:
    about = "" if found.flag.contact_id is None else f" #{found.flag.contact_id}"
    return f"{found.flag.subject}{about} · {flagged.text(found.flag)}"


def _subject(page: Acting, account: int, text: str, given: Values) -> tuple[str, int | None]:
    """What is flagged, and of whom: as Tab wrote it, or the subject alone."""
    said = answers.words(page, account, text, given).partition(" · ")[0]
    subject, mark, person = said.rpartition(" #")
    return (subject, int(person)) if mark and person.isdecimal() else (said, None)


def _answered(page: Acting, account: int, given: Values) -> Call:
    subject, contact = given["flag"]
    return (account, subject), {"contact_id": contact, **without(given, "flag")}


INFLUENCE_FORMS: dict[str, Form] = {
    "influence.judge": Form(
        judge_influence,
        (
            Field("contact", "who:", answers.someone, is_required=True),
            Field("roles", "roles, or EUTCSA (Enter: as they are):", answers.plain(read.roles), [*Role]),
            Field("degree", "how much their word weighs (Tab: choose):", answers.plain(read.degree), [*Degree]),
            Field("mode", "how they receive a proposal (Tab: choose):", answers.plain(read.mode), [*Mode]),
            Field("rating", "how they take to what we propose, -5 to 5:", answers.plain(read.rating)),
            Field("stance", "where they stand, -2 against us to 2 sells us:", answers.plain(read.stance)),
            Field("win", "what they win personally:", answers.words),
            Field("result", "what their business gets:", answers.words),
            Field("rung", "how they see us, 1 commodity to 5 their firm's issues:", answers.plain(read.rung)),
            Field("rung_wanted", "where we want to be, 1 to 5:", answers.plain(read.rung)),
            Field("touch_id", "said at which touch (Tab: choose):", choices.number, choices.done),
            Field("confidential", "in confidence, y or n (Enter: as it is):", answers.plain(fields.yes_no), ["y", "n"]),
        ),
        _judged,
    ),
    "influence.verify": Form(
        verify_influences,
        (Field("people", "of whom it is still true, parted by commas (Enter: of all):", answers.people),),
        _verified,
    ),
    "link.add": Form(
        add_link,
        (
            Field("kind", "which link (Tab: choose):", answers.plain(read.link_kind), [*LinkKind], True),
            Field("contact_id", "from whom (Enter: the account):", answers.someone),
            Field("to_contact_id", "to whom of this account (Enter: to an account):", answers.someone),
            Field("to_account_id", "to which account (Enter: none):", answers.another_account),
            Field("note", "note:", answers.words),
            Field("confidential", "in confidence, y or n (Enter: n):", answers.plain(fields.yes_no), ["y", "n"]),
        ),
        lambda page, account, given: ((account, given["kind"]), without(given, "kind")),
    ),
    "link.end": Form(
        end_link,
        (Field("link", "number of the link (Tab: choose):", choices.number, _links, True),),
        lambda page, account, given: ((given["link"],), {"on": page.today}),
    ),
    "flag.raise": Form(
        raise_flag,
        (
            Field("subject", "what is in doubt:", answers.words, is_required=True),
            Field("contact_id", "about whom (Enter: the account):", answers.someone),
            Field("text", "more of it:", answers.words),
        ),
        lambda page, account, given: ((account, given["subject"]), without(given, "subject")),
    ),
    "flag.answer": Form(
        answer_flag,
        (
            Field("flag", "which flag (Tab: choose):", _subject, _flags, True),
            Field("strength", "which strength of ours is used:", answers.words),
            Field("task", "what will be done (Enter: no task):", answers.words),
            Field("due_on", "until when:", answers.day),
        ),
        _answered,
    ),
    "flag.settle": Form(
        settle_flag,
        (Field("flag", "number of the flag (Tab: choose):", choices.number, _by_hand, True),),
        lambda page, account, given: ((given["flag"],), {}),
    ),
}
"""Operation -> its form."""
