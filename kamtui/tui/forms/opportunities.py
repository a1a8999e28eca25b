"""The forms for opportunities and quotas, and what Tab offers in them."""

from __future__ import annotations

from typing import Any

from kamtui.domain import fields
from kamtui.domain import opportunities as words
from kamtui.domain.opportunities import Kind, Level, Outcome
from kamtui.domain.periods import fiscal_year
from kamtui.ops.opportunities import (
    add_opportunity,
    edit_opportunity,
    lose_opportunity,
    move_opportunity,
    reopen_opportunity,
    win_opportunity,
)
from kamtui.ops.quotas import set_quota
from kamtui.render import format
from kamtui.store import accounts, fiscal, known, lookup, opportunities, products, quotas
from kamtui.tui import answers, choices
from kamtui.tui.figures import money, saying
from kamtui.tui.filling import Call, Field, Form, Values, without
from kamtui.tui.screens.acting import Acting, one_of

EDITED = [
    "name",
    "amount",
    "expected_on",
    "owner",
    "product",
    "kind",
    "origin",
    "minutes",
    "account_id",
    "opened_on",
    "currency",
    "reason",
    "is_key",
    "note",
]

NOBODY = "-"
"""Typed to empty a field."""


def open_ones(page: Acting) -> list[str]:
    """What is open at the page's account, else of the user: "12 Frame contract"."""
    return _named(page, Outcome.OPEN)


def decided_ones(page: Acting) -> list[str]:
    """What was won or lost there."""
    return [*_named(page, Outcome.WON), *_named(page, Outcome.LOST)]


def all_ones(page: Acting) -> list[str]:
    """Open ones first."""
    return [*open_ones(page), *decided_ones(page)]


def _named(page: Acting, outcome: Outcome) -> list[str]:
    conn, account = page.app.book.conn, page.target()
    owner = None if account else page.app.book.who
    keys = opportunities.ids(conn, account=account or None, owner=owner, outcome=outcome)
    return [f"{one.id} {one.name[:30]}" for one in opportunities.rows(conn, keys[: choices.RECENT])]


def _products(page: Acting) -> list[str]:
    """The names of the catalogue."""
    return [product.name for product in products.catalogue(page.app.book.conn).products]


def _account(page: Acting, account: int, text: str, given: Values) -> int | None:
    """An account, or nobody yet."""
    return None if text == NOBODY else lookup.account(page.app.book.conn, text)


def _coming(page: Acting, account: int, text: str, given: Values) -> object:
    """A day to come."""
    return fields.date(text, page.today, lean="future")


def _amount(page: Acting, account: int, text: str, given: Values) -> int:
    return fields.amount(text)


def _value(page: Acting, account: int, text: str, given: Values) -> object:
    """The new value of the field that was chosen before, as it is stored; - empties it."""
    match given["field"]:
        case "name":
            return answers.words(page, account, text, given)
        case "amount":
            return None if text == NOBODY else fields.amount(text)
        case "minutes":
            return None if text == NOBODY else fields.minutes(text)
        case "kind":
            return words.kind(text).value
        case "currency":
            return fields.currency(text)
        case "account_id":
            return _account(page, account, text, given)
        case "opened_on":
            return fields.date(text, page.today).isoformat()
        case "expected_on":
            return None if text == NOBODY else fields.date(text, page.today, lean="future").isoformat()
        case "is_key":
            return int(fields.yes_no(text))
        case _:
            return "" if text == NOBODY else text


def _before(page: Acting, account: int, given: Values) -> object:
    """What an opportunity says now, as it is stored."""
    found, field = opportunities.one(page.app.book.conn, given["opportunity"]), given["field"]
    value = found._asdict()[field]
    if field == "amount":
        return money(value, found.currency)
    if field == "minutes" and value is not None:
        return saying(value, format.minutes)
    if field == "account_id" and value is not None:
        return saying(value, lambda key: accounts.row(page.app.book.conn, key).name)
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _added(page: Acting, account: int, given: Values) -> Call:
    return (given["name"],), {"account_id": account or None, **without(given, "name")}


def _decided(page: Acting, account: int, given: Values) -> Call:
    return (given["opportunity"],), _rest(given)


def _rest(given: Values) -> dict[str, Any]:
    return without(given, "opportunity")


def _quota(page: Acting, account: int, given: Values) -> object:
    """The quota of this fiscal year that somebody has."""
    conn, today = page.app.book.conn, page.today
    year = fiscal_year(today, fiscal.start(conn))
    code = known.book_currency(conn)
    found = (each for each in quotas.in_force(conn, today, year) if each.currency == code)
    amount = next((each.amount for each in found if each.who.casefold() == given["who"].casefold()), None)
    return money(amount, code)


def _options(page: Acting) -> list[str]:
    return [*Kind, *_products(page), *choices.colleagues(page)]


_OPEN = Field("opportunity", "which opportunity (Tab: choose):", choices.number, open_ones, True)
_LEVEL = "level: 1 universe, 2 above, 3 in, 4 best_few (Tab: choose):"

OPPORTUNITY_FORMS: dict[str, Form] = {
    "opportunity.add": Form(
        add_opportunity,
        (
            Field("name", "what may be sold:", answers.words, is_required=True),
            Field("account_id", "to whom (Enter: the account chosen; - nobody yet):", _account),
            Field("amount", "what it is worth (Enter: not known):", _amount),
            Field("product", "which product (Tab: choose; Enter: not said):", answers.words, _products),
            Field("level", _LEVEL, answers.plain(words.level), [*Level]),
            Field("kind", "kind (Tab: choose; Enter: new business):", answers.plain(words.kind), [*Kind]),
            Field("expected_on", "when it may be decided (Enter: not known):", _coming),
        ),
        _added,
    ),
    "opportunity.edit": Form(
        edit_opportunity,
        (
            Field("opportunity", "which opportunity (Tab: choose):", choices.number, all_ones, True),
            Field("field", "which field (Tab: choose):", answers.plain(one_of(EDITED)), EDITED, True),
            Field("value", "new value (- empties it):", _value, _options, True, _before),
        ),
        lambda page, account, given: ((given["opportunity"], {given["field"]: given["value"]}), {}),
    ),
    "opportunity.move": Form(
        move_opportunity,
        (_OPEN, Field("level", _LEVEL, answers.plain(words.level), [*Level], True)),
        lambda page, account, given: ((given["opportunity"], given["level"]), {}),
    ),
    "opportunity.win": Form(
        win_opportunity,
        (
            _OPEN,
            Field("amount", "what it came to (Enter: as it is):", _amount),
            Field("reason", "why we won it:", answers.words),
        ),
        _decided,
    ),
    "opportunity.lose": Form(
        lose_opportunity,
        (_OPEN, Field("reason", "why we lost it:", answers.words)),
        _decided,
    ),
    "opportunity.reopen": Form(
        reopen_opportunity,
        (Field("opportunity", "which opportunity (Tab: choose):", choices.number, decided_ones, True),),
        _decided,
    ),
    "quota.set": Form(
        set_quota,
        (
            Field("who", "whose quota of this fiscal year (Tab: choose):", answers.words, choices.colleagues, True),
            Field("amount", "what is to be brought (1.2M):", answers.own_amount, (), True, _quota),
        ),
        lambda page, account, given: ((given["who"],), {"amount": given["amount"]}),
    ),
}
"""Operation -> its form."""
