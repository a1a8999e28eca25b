"""Forms on credit and terms, asked for in the bottom line one field after the other."""

from __future__ import annotations

import datetime as dt

from kamtui.domain import credit as trust
from kamtui.domain import fields
from kamtui.domain import terms as words
from kamtui.domain.terms import USUAL, TermsKind, Unit
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.credit import review_credit, set_credit
from kamtui.ops.terms import add_terms, edit_terms, end_terms
from kamtui.store import credit, currencies, terms
from kamtui.tui import answers, choices
from kamtui.tui.figures import saying
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting, one_of

NONE = "-"
"""Typed to take something back."""

FIELDS = ["value", "cost", "to_on", "result", "title", "condition", "prepay", "from_on", "designed_with"]


def _currency(page: Acting, account: int) -> str:
    return currencies.of_account(page.app.book.conn, account)


def _grade(text: str) -> trust.CreditGrade | None:
    return None if text == NONE else trust.grade(text)


def _limit(page: Acting, account: int, text: str, given: Values) -> int | None:
    """A limit, in the currency of the one before."""
    if text == NONE:
        return None
    before = credit.in_force(page.app.book.conn, page.today, [account]).get(account)
    is_limited = before is not None and before.limit is not None
    return fields.amount(text, before.currency if before and is_limited else _currency(page, account))


def _set(page: Acting, account: int, given: Values) -> Call:
    said = {field: given[field] for field in ("grade", "limit", "next_review_on") if field in given}
    return (account, said), without(given, *said)


def _value(page: Acting, account: int, text: str, given: Values) -> tuple[int, Unit]:
    """A value of the kind that was chosen before, with its unit."""
    return words.value(text, given["kind"], _currency(page, account))


def _add(page: Acting, account: int, given: Values) -> Call:
    rest = without(given, "kind", "value")
    if "value" in given:
        rest["value"], rest["unit"] = given["value"]
    return (account, given["kind"]), rest


def _mine(page: Acting) -> list[str]:
    """The terms of the page's account: "12 discount 5 %"."""
    conn = page.app.book.conn
    return [f"{each.id} {each.label}" for each in terms.rows(conn, terms.ids(conn, account=page.target()))]


def _running(page: Acting) -> list[str]:
    """Those that are in force."""
    conn = page.app.book.conn
    found = terms.rows(conn, terms.ids(conn, account=page.target(), on=page.today))
    return [f"{each.id} {each.label}" for each in found]


def _changed(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field of some terms that was chosen before, as it is stored; "-" takes it back."""
    found, field = terms.one(page.app.book.conn, given["terms"]), given["field"]
    if field in ("title", "condition", "designed_with", "result"):
        return "" if text == NONE else text
    if text == NONE:
        return None
    if field in ("from_on", "to_on"):
        return fields.date(text, page.today, lean="future")
    if field == "prepay":
        return words.percent(text)
    if field == "cost":
        return fields.amount(text, found.currency)
    value, unit = words.value(text, found.kind, found.currency)
    is_in = found.unit or USUAL.get(found.kind, Unit.MONEY)
    if unit is not is_in and not text[-1:].isdigit():
        raise BadInput(t("these terms are in another unit; end them and grant new ones"))
    return value


def _stored(page: Acting, account: int, given: Values) -> object:
    """What some terms say now."""
    found, field = terms.one(page.app.book.conn, given["terms"]), given["field"]
    value = found._asdict()[field]
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, int):
        return value
    unit = {"cost": Unit.MONEY, "prepay": Unit.PERCENT}.get(field, found.unit or Unit.MONEY)
    return saying(value, lambda stored: words.shown(stored, unit, found.currency))


_PROPOSAL = Field("proposal", "beyond the limits: what you propose to a head (Enter: nothing):", answers.words)
_APPROVED = Field("exception_id", "beyond the limits: number of the approval (Enter: none):", choices.number)

TERMS_FORMS: dict[str, Form] = {
    "credit.set": Form(
        set_credit,
        (
            Field(
                "grade",
                "grade, A no doubt to D prepay only (Enter: as it is):",
                answers.plain(_grade),
                [*trust.CreditGrade],
            ),
            Field("limit", "credit limit, - for none (Enter: as it is):", _limit),
            Field("next_review_on", "next review (Enter: as the policy says):", answers.day),
            Field("reason", "why; needed for another grade:", answers.words),
            _APPROVED,
            _PROPOSAL,
        ),
        _set,
    ),
    "credit.review": Form(
        review_credit,
        (
            Field("next_review_on", "next review (Enter: as the policy says):", answers.day),
            Field("reason", "what was looked at:", answers.words),
        ),
        lambda page, account, given: ((account,), {"on": page.today, **given}),
    ),
    "terms.add": Form(
        add_terms,
        (
            Field("kind", "what is granted (Tab: choose):", answers.plain(words.kind), [*TermsKind], True),
            Field("value", "how much: 5%, 60d or an amount (Enter: in words only):", _value),
            Field("title", "what it is:", answers.words),
            Field("cost", "what it costs in a year (Enter: computed where it can be):", answers.amount),
            Field("prepay", "percent of each invoice to be paid ahead (Enter: none):", answers.plain(words.percent)),
            Field("condition", "what else it hangs on:", answers.words),
            Field("from_on", "from which day (Enter: today):", answers.day),
            Field("to_on", "last day (Enter: no end):", answers.day),
            _APPROVED,
            _PROPOSAL,
        ),
        _add,
    ),
    "terms.edit": Form(
        edit_terms,
        (
            Field("terms", "which terms (Tab: choose):", choices.number, _mine, True),
            Field("field", "which field (Tab: choose):", answers.plain(one_of(FIELDS)), FIELDS, True),
            Field("value", "new value, - for none:", _changed, is_required=True, before=_stored),
            _APPROVED,
            _PROPOSAL,
        ),
        lambda page, account, given: (
            (given["terms"], {given["field"]: given["value"]}),
            without(given, "terms", "field", "value"),
        ),
    ),
    "terms.end": Form(
        end_terms,
        (
            Field("terms", "which terms (Tab: choose):", choices.number, _running, True),
            Field("on", "last day (Enter: today):", answers.day),
            Field("result", "what came of them:", answers.words),
        ),
        lambda page, account, given: ((given["terms"],), without(given, "terms")),
    ),
}
"""Operation -> its form."""
