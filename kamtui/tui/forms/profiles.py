"""Forms of the palette on profiles, competitors and partnerships."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import profiles as topics
from kamtui.domain import rivals as market
from kamtui.domain.fields import yes_no
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.profiles import confirm_profile, set_profile
from kamtui.ops.rivals import confirm_rival, note_rival, rival_gone
from kamtui.store import rivals
from kamtui.tui import answers
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting

_OWN = [topic.name for topic in topics.OF_ACCOUNT]
_PERSONAL = [topic.name for topic in topics.OF_PERSON]


def _set(page: Acting, account: int, given: Values) -> Call:
    person = given.get("contact_id")
    # what is known of a person is so wherever they work
    return (account if person is None else None, given["field"], given.get("value", "")), without(
        given, "field", "value"
    )


def _confirm(page: Acting, account: int, given: Values) -> Call:
    return (account if given.get("contact_id") is None else None,), given


def _rivals(page: Acting) -> Sequence[str]:
    """The competitors at the page's account."""
    account = page.target()
    return [rival.name for rival in rivals.at_account(page.app.book.conn, account, page.today)]


def _note(page: Acting, account: int, given: Values) -> Call:
    product = {"product": given["product"]} if "product" in given else {}
    return (account, given["name"], without(given, "name", "product")), product


_SOURCE = Field("source", "who says so (Tab: choose):", answers.plain(topics.source), [*topics.Source])
_RIVAL = Field("name", "which competitor (Tab: choose):", answers.words, _rivals, True)

PROFILE_FORMS: dict[str, Form] = {
    "profile.set": Form(
        set_profile,
        (
            Field("contact_id", "of whom there (Enter: of the customer):", answers.someone),
            Field("field", "what (Tab: choose, or a name of your own):", answers.words, [*_OWN, *_PERSONAL], True),
            Field("value", "what is known (Enter: takes it back):", answers.words),
            _SOURCE,
            Field("confidential", "in confidence, y or n (Enter: n):", answers.plain(yes_no), ["y", "n"]),
        ),
        _set,
    ),
    "profile.confirm": Form(
        confirm_profile,
        (Field("contact_id", "of whom there (Enter: of the customer):", answers.someone),),
        _confirm,
    ),
    "rival.note": Form(
        note_rival,
        (
            Field("name", "competitor (Tab: those known there):", answers.words, _rivals, True),
            Field("product", "with which product (Enter: in general):", answers.words),
            Field("share", "share of what they buy, in % (Enter: unknown):", answers.plain(market.share)),
            Field("strengths", "what they are strong in:", answers.words),
            Field("contacts", "whom they know there:", answers.words),
            Field("move", "what they did last (Enter: nothing known):", answers.words),
            Field("move_on", "on which day (Enter: today):", answers.day),
            Field("counter", "what we do about it:", answers.words),
            _SOURCE,
        ),
        _note,
    ),
    "rival.confirm": Form(confirm_rival, (_RIVAL,), lambda page, account, given: ((account, given["name"]), {})),
    "rival.gone": Form(rival_gone, (_RIVAL,), lambda page, account, given: ((account, given["name"]), {})),
    "partnership.set": Form(
        set_partnership,
        (
            Field("stage", "how far (Tab: choose):", answers.plain(market.stage), [*market.Stage], True),
            Field("on", "from which day (Enter: today):", answers.day),
            Field("until_on", "until (Enter: no end):", answers.day),
            Field("note", "what was agreed:", answers.words),
        ),
        lambda page, account, given: ((account, given["stage"]), without(given, "stage")),
    ),
}
"""Operation -> its form."""
