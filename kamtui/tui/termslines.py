"""Credit and terms of an account: what it is trusted with, what room is left, and the list of what was granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.credit import MEANINGS, Credit, Exposure
from kamtui.domain.money import grouped
from kamtui.domain.policy import Policy
from kamtui.domain.terms import NAMES, Condition, Cost, Headroom, Terms, Unit, shown
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.said.terms import costs, kept, why_unknown
from kamtui.render.text import clean, wrap
from kamtui.store import accounts, credit, headroom, policies, prepayments, terms
from kamtui.store.book import Book
from kamtui.store.scope import Scope
from kamtui.tui.accountlines import flowed
from kamtui.tui.text import Bit, Line
from kamtui.tui.views import Key, Verb, View
from kamtui.tui.widgets.columns import Column


class Row(NamedTuple):
    """Terms as the list shows them."""

    terms: Terms
    cost: Cost
    kept: Condition | None
    on: dt.date

    @property
    def id(self) -> int:
        return self.terms.id

    @property
    def runs(self) -> bool:
        """Whether they are in force."""
        return self.terms.runs(self.on)


def above(book: Book, account: int, cells: int, glyphs: Glyphs) -> list[Line]:
    """Credit with what stands against it, and the headroom with what it is made of."""
    conn, today = book.conn, book.today()
    policy = policies.in_force(conn, today)
    decided = credit.in_force(conn, today, [account]).get(account)
    exposed = credit.exposures(conn, today, [account]).get(account)
    row = accounts.row(conn, account)
    review = None if decided is None else decided.review_on(row.tier, policy.receivables)
    room = headroom.headroom(conn, account, today, policy)
    lines = [_credit(decided), *_exposure(exposed, policy), *_review(decided, review, today)]
    return [[(" ", ""), *line] for line in lines] + _headroom(room, cells)


def rows(book: Book, account: int) -> list[Row]:
    """What was granted: what is in force first, then the latest."""
    conn, today = book.conn, book.today()
    found = terms.rows(conn, terms.ids(conn, account=account))
    checked = prepayments.conditions(conn, today, found)
    bought, policy = headroom.sold(Scope(conn, today, [account])), policies.in_force(conn, today)
    made = [Row(each, headroom.priced(each, bought, policy), checked.get(each.id), today) for each in found]
    return sorted(made, key=lambda row: not row.runs)


def columns(today: dt.date, glyphs: Glyphs) -> list[Column[Row]]:
    """Kind, value, cost a year, whether it was prepaid as agreed, from when to when, title."""

    def value(row: Row) -> str:
        each = row.terms
        if each.value is None:
            return ""
        return shown(each.value, each.unit or Unit.MONEY, each.currency)

    def price(row: Row) -> Bit:
        mark = "~" if row.cost.is_computed else ""
        amount = row.cost.amount
        role = "" if row.runs else "muted"
        return ("?" if amount is None else f"{mark}{format.amount_short(amount, row.terms.currency, glyphs)}"), role

    def met(row: Row) -> Bit:
        if row.terms.prepay is None:
            return "", ""
        found = row.kept
        asked = f"{row.terms.prepay // 10_000}%"
        if found is None or found.is_met is None:
            return asked, "muted"
        return f"{asked} {found.met}/{found.invoices}", "ok" if found.is_met else "error"

    def last(row: Row) -> Bit:
        left = row.terms.days_left(today)
        text = format.date_short(row.terms.to_on, today, glyphs)
        return text, "warn" if row.runs and left is not None and left <= SOON else "" if row.runs else "muted"

    return [
        Column("terms", 14, lambda row: (t(NAMES[row.terms.kind]), "" if row.runs else "muted")),
        Column("how much", 12, value, align="right"),
        Column("a year", 7, price, align="right"),
        Column("prepaid", 8, met, drop=1),
        Column("from", 9, lambda row: format.date_short(row.terms.from_on, today, glyphs), align="right", drop=2),
        Column("to", 8, last, align="right"),
        Column("what", 0, lambda row: row.terms.title or row.terms.condition),
    ]


SOON = 30
"""Days before their end that terms are marked."""


def detail(row: Row, cells: int, glyphs: Glyphs) -> list[Line]:
    """Everything about the terms at the cursor."""
    each = row.terms
    said = [costs(row.cost, each.currency)]
    if row.kept is not None:
        said.append(kept(row.kept))
    for heading, text in (
        (t("condition"), each.condition),
        (t("worked out with"), each.designed_with),
        (t("what came of it"), each.result),
    ):
        if text:
            said.append(f"{heading}: {text}")
    said.append(t("agreed by {who} on {on}", who=each.agreed_by, on=each.on))
    if each.exception_id is not None:
        said.append(t("approved as exception {id}", id=each.exception_id))
    lines: list[Line] = [[(f" {clean(each.label)}", "strong")]]
    return lines + [[(f" {line}", "")] for text in said for line in wrap(clean(text), cells - 2)]


def _credit(found: Credit | None) -> Line:
    if found is None:
        return [(t("credit: never decided"), "muted")]
    line: list[Bit] = [(t("credit {grade}", grade=found.grade or t("not graded")), "strong")]
    if found.grade is not None:
        line.append((f" {t(MEANINGS[found.grade])}", "muted"))
    limit = t("no limit")
    if found.limit is not None:
        limit = t("limit {amount}", amount=f"{grouped(found.limit, found.currency)} {found.currency}")
    return [*line, (f"  {limit}", "")]


def _exposure(found: Exposure | None, policy: Policy) -> list[Line]:
    if found is None:
        return []
    code, rules = found.currency, policy.receivables
    role = "error" if found.reaches(rules.exposure_red) else "warn" if found.reaches(rules.exposure_amber) else ""
    line: list[Bit] = [(t("open {amount}", amount=f"{grouped(found.open, code)} {code}"), role)]
    if found.open_orders is not None:
        line.append((t(" + ordered {amount}", amount=grouped(found.open_orders, code)), role))
    if found.percent is not None:
        line.append((t(" = {percent} % of the limit", percent=int(found.percent)), role))
    return [line]


def _review(decided: Credit | None, review: dt.date | None, today: dt.date) -> list[Line]:
    if decided is None or review is None:
        return []
    said = t("decided {on} by {who}, review {review}", on=decided.on, who=decided.decided_by, review=review)
    return [[(said, "warn" if review <= today else "muted")]]


def _headroom(found: Headroom, cells: int) -> list[Line]:
    if found.room is None:
        said = t("headroom unknown: {why}", why=why_unknown(found))
        return [[(f" {line}", "warn")] for line in wrap(said, cells - 2)]
    code = found.currency
    said = t("headroom {amount} a year", amount=f"{grouped(found.room, code)} {code}")
    line: list[Bit] = [(f" {said}", "error" if found.is_over else "strong")]
    if found.is_at_most:
        line.append((t(" at most"), "muted"))
    parts = [
        (t("gross"), found.gross or 0),
        (t("served"), -(found.served or 0)),
        (t("concessions"), -found.granted),
        (t("floor"), -(found.floor or 0)),
    ]
    made: list[Line] = [[(f"{name} {grouped(amount, code)}", "muted")] for name, amount in parts if amount]
    share = t("concessions may take {percent:g} % of gross", percent=found.share_percent)
    return [line, *flowed([*made, [(share, "muted")]], cells)]


def _of(row: Row | None) -> Mapping[str, object] | None:
    return None if row is None else {"terms": row.terms.id}


def _running(row: Row | None) -> Mapping[str, object] | None:
    """Only what has not ended can be ended."""
    return None if row is None or (row.terms.to_on is not None and row.terms.to_on < row.on) else _of(row)


TERMS: View[Row] = View(
    "Terms and credit",
    above,
    rows=rows,
    columns=columns,
    sign=lambda row, glyphs: glyphs.check if row.runs else " ",
    detail=detail,
    empty="nothing was granted",
    verbs={
        Key.ADD: [Verb("terms", "terms.add"), Verb("credit", "credit.set")],
        Key.DONE: [Verb("credit reviewed", "credit.review")],
        Key.EDIT: [Verb("terms", "terms.edit", _of), Verb("credit", "credit.set")],
        Key.DROP: [Verb("end terms", "terms.end", _running)],
    },
)
