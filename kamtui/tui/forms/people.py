"""Forms about people who leave, move, become known, are one, or want to be forgotten: for the palette."""

from __future__ import annotations

from kamtui.domain import fields
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.samepeople import pairs
from kamtui.ops.contacts import leave
from kamtui.ops.moves import join, move
from kamtui.ops.personal import purge
from kamtui.ops.samepeople import identify, merge, unmerge
from kamtui.store import contacts, lookup, persons
from kamtui.tui import answers, choices
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting, one_of


def _left(page: Acting, account: int, given: Values) -> Call:
    reason = EndReason(given["reason"])
    return (given["contact"],), {"on": page.today, "account_id": account, **without(given, "contact"), "reason": reason}


def _moved(page: Acting, account: int, given: Values) -> Call:
    role = without(given, "contact", "successor", "on")
    rest = {"account_id": account, "on": given.get("on", page.today), "successor": given.get("successor", False)}
    return (given["contact"], role), rest


def _joined(page: Acting, account: int, given: Values) -> Call:
    rest = {"since": given.get("since"), "instead": given.get("instead", False)}
    return (given["contact"], account), {"fields": without(given, "contact", "since", "instead"), **rest}


def _identified(page: Acting, account: int, given: Values) -> Call:
    known = {"person": given["person"]} if "person" in given else {}
    reached = without(given, "contact", "name", "person")
    return (given["contact"], given.get("name", "")), {**known, "fields": reached, "on": page.today}


def _anybody(page: Acting, account: int, text: str, given: Values) -> int:
    """Somebody of the whole book; what Tab wrote behind a number is for the eye."""
    head = text.split(maxsplit=1)[0] if text else ""
    return lookup.contact(page.app.book.conn, head if head.startswith("#") else text)


def _unknown(page: Acting) -> list[str]:
    """The placeholders of the page's account."""
    places = contacts.positions(page.app.book.conn, page.target(), on=page.today)
    return [f"#{place.contact_id} {place.contact}" for place in places if place.placeholder]


def _doubles(page: Acting) -> list[str]:
    """People of the page's account who may be entered twice, the later entry first."""
    here = page.target()
    found = [
        pair for pair in pairs(persons.known(page.app.book.conn)) if here in pair.one.accounts | pair.other.accounts
    ]
    return [f"#{each.id} {each.name}" for pair in found for each in (pair.other, pair.one)]


def _merged(page: Acting) -> list[str]:
    """Who went into people of the page's account."""
    conn = page.app.book.conn
    there = {place.contact_id for place in contacts.all_positions(conn, page.target())}
    gone = contacts.rows(conn, [tomb for person in sorted(there) for tomb in persons.merged_into(conn, person)])
    return [f"{each.id} {each.name}" for each in gone]


_REASON = Field(
    "reason", "left because (Tab: choose):", answers.plain(one_of([*EndReason])), [*EndReason], is_required=True
)
_LEVEL = Field("level", "level (Enter: as it is):", answers.plain(fields.level), [*Level])
_FUNCTION = Field("function", "function (Enter: as it is):", answers.plain(fields.function), [*Function])
_SUCCESSOR = Field(
    "successor", "does somebody unknown take over, y or n (Enter: n):", answers.plain(fields.yes_no), ["y", "n"]
)

PEOPLE_FORMS: dict[str, Form] = {
    "contact.leave": Form(
        leave,
        (
            Field("contact", "who left:", answers.someone, is_required=True),
            _REASON,
            _SUCCESSOR,
            Field("to", "where to, such as a rival (Enter: not known):", answers.words),
        ),
        _left,
    ),
    "contact.move": Form(
        move,
        (
            Field("contact", "who moved inside the account:", answers.someone, is_required=True),
            Field("title", "title now (Enter: as it is):", answers.words),
            _LEVEL,
            _FUNCTION,
            Field("on", "when (Enter: today):", answers.day),
            _SUCCESSOR,
        ),
        _moved,
    ),
    "contact.join": Form(
        join,
        (
            Field("contact", "who works here now (name or #number):", _anybody, is_required=True),
            Field("title", "title (Enter: none):", answers.words),
            Field("level", "level (Enter: unknown):", answers.plain(fields.level), [*Level]),
            Field("function", "function (Enter: unknown):", answers.plain(fields.function), [*Function]),
            Field("email", "new mail (Enter: as it is):", answers.words),
            Field("since", "when (Enter: not known):", answers.day),
            Field(
                "instead",
                "did they leave where they were, y/n (Enter: n):",
                answers.plain(fields.yes_no),
                ["y", "n"],
            ),
        ),
        _joined,
    ),
    "contact.identify": Form(
        identify,
        (
            Field("contact", "which placeholder (Tab: choose):", _anybody, _unknown, is_required=True),
            Field("name", "who it is (Enter: somebody known already):", answers.words),
            Field("person", "somebody known, name or #number (Enter: nobody):", _anybody),
        ),
        _identified,
    ),
    "contact.merge": Form(
        merge,
        (
            Field("contact", "who stays (name or #number):", _anybody, is_required=True),
            Field("other", "who is the same person (Tab: choose):", _anybody, _doubles, is_required=True),
        ),
        lambda page, account, given: ((given["contact"], given["other"]), {}),
    ),
    "contact.unmerge": Form(
        unmerge,
        (Field("contact", "number of who went into the other (Tab: choose):", choices.number, _merged, True),),
        lambda page, account, given: ((given["contact"],), {}),
    ),
    "contact.purge": Form(
        purge,
        (
            Field("contact", "whose data (name or #number):", _anybody, is_required=True),
            Field(
                "texts",
                "also what was said at touches, y or n (Enter: n):",
                answers.plain(fields.yes_no),
                ["y", "n"],
            ),
            Field("sure", "for good, no undo brings it back; y to do it:", answers.agreed, ["y"], True),
        ),
        lambda page, account, given: ((given["contact"],), {"texts": given.get("texts", False)}),
    ),
}
"""Operation -> its form."""
