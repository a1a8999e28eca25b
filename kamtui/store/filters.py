"""A filter of accounts as SQL over `standing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kamtui.domain.filters import Field, Filter, Op, Term
from kamtui.domain.money import SCALE
from kamtui.domain.names import search_key
from kamtui.store.discretion import visible
from kamtui.store.fragments import BOUGHT, LATEST

_CHOICES = {Field.TIER: "tier", Field.STATUS: "status", Field.GRADE: "grade"}
_COLUMNS = {
    Field.LAST: "last_touch_on", Field.DUE: "next_due_on", Field.REVENUE: "revenue_12m", Field.PROFIT: "profit_12m",
}  # fmt: skip
_FLAGS = {
    "overdue": "overdue_on < '{on}'",
    "planned": "account_id IN (SELECT account_id FROM touch WHERE state = 'scheduled' AND on_date >= '{on}')",
    "archived": "archived = 1",
}
_LAST_ORDER = (
    "(SELECT x.on_date FROM sale x WHERE x.account_id = standing.account_id AND x.on_date <= '{on}'"
    f" AND {BOUGHT} ORDER BY x.on_date DESC LIMIT 1)"
)
_MIRRORED = {Op.BELOW: ">", Op.AT_MOST: ">=", Op.EQUAL: "=", Op.AT_LEAST: "<=", Op.ABOVE: "<"}

Clause = tuple[str, list[object]]


def account_clause(chosen: Filter | None, on: dt.date) -> Clause:
    """The condition on `standing` that keeps what `chosen` asks for on a day, and its values."""
    if chosen is None:
        return "1", []
    clauses = [_term(term, on) for term in chosen.terms]
    clauses += [("instr(search, ?)", [search_key(word)]) for word in chosen.words]
    text = " AND ".join(clause for clause, _ in clauses) or "1"
    return text, [value for _, values in clauses for value in values]


def source(chosen: Filter | None, *, by_name: bool = False) -> str:
    """`standing` as a list that `chosen` filters reads it; `by_name` where it is sorted by name.

    SQLite would go along the index of the order and look every account up in the table. Reading the table as it lies
    and sorting what is left takes a tenth of that; for words and names there is an index with all they need.
    """
    if chosen is None or not (chosen.terms or chosen.words):
        return "standing"
    return "standing INDEXED BY standing_by_search" if by_name and not chosen.terms else "standing NOT INDEXED"


def asks_for_archived(chosen: Filter | None) -> bool:
    """Whether the filter speaks of archived accounts, which lists leave out otherwise."""
    return chosen is not None and any(term.field is Field.IS and "archived" in term.values for term in chosen.terms)


def _term(term: Term, on: dt.date) -> Clause:
    clause, values = _condition(term, on)
    return (f"NOT ifnull({clause}, 0)" if term.negated else clause), values


def _condition(term: Term, on: dt.date) -> Clause:
    if term.field is Field.IS:
        return "(" + " OR ".join(_FLAGS[str(flag)].format(on=on) for flag in term.values) + ")", []
    if term.field is Field.OWNER:
        return _among("owner COLLATE NOCASE", [value or "" for value in term.values])
    if term.field in _CHOICES:
        return _among(_CHOICES[term.field], list(term.values))
    if term.field in (Field.KIND, Field.REGION):
        clause, values = _among(f"{term.field} COLLATE NOCASE", [value or "" for value in term.values])
        return f"account_id IN (SELECT id FROM account WHERE {clause})", values
    if term.field is Field.SEGMENT:
        return _in_segments(term.values)
    if term.field is Field.OWN:
        return _in_profile(term, on)
    if term.field is Field.TOUCH:
        clause, values = _among("kind", list(term.values))
        return f"account_id IN (SELECT account_id FROM touch WHERE state = 'done' AND {clause})", values
    return _compared(term, on)


def _in_segments(values: Sequence[object]) -> Clause:
    """Those of any of the segments; the few accounts that have one stand in an index of their own."""
    parts = ["instr(' ' || segments || ' ', ?)" for value in values if value is not None]
    named = f"account_id IN (SELECT id FROM account WHERE segments <> '' AND ({' OR '.join(parts) or '0'}))"
    if None in values:
        named = f"({named} OR account_id NOT IN (SELECT id FROM account WHERE segments <> ''))"
    return named, [f" {value} " for value in values if value is not None]


_SAID = (
    f"SELECT account_id, value FROM (SELECT p.account_id, p.value, {LATEST} FROM profile p WHERE p.contact_id IS NULL"
    f" AND p.field = ? AND p.on_date <= '{{on}}' AND {visible('p')} GROUP BY p.account_id)"
)
"""What is said of a field of the profile of every account on a day, as far as one may see it."""


def _in_profile(term: Term, on: dt.date) -> Clause:
    """What is no number or no day is not compared with one."""
    said, values = _SAID.format(on=on), [value for value in term.values if value is not None]
    if term.op is Op.IN:
        marks = ", ".join("?" * len(values)) or "NULL"
        clause = f"account_id IN (SELECT account_id FROM ({said}) WHERE value COLLATE NOCASE IN ({marks}))"
        if None not in term.values:
            return clause, [term.name, *values]
        nothing = f"account_id NOT IN (SELECT account_id FROM ({said}) WHERE value <> '')"
        return f"({clause} OR {nothing})", [term.name, *values, term.name]
    is_day = isinstance(values[0], str)
    value = "value" if is_day else f"CAST(replace(value, ',', '') AS REAL) * {SCALE}"
    kind = "value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'" if is_day else "value GLOB '*[0-9]*'"
    compared = f"{value} BETWEEN ? AND ?" if term.op is Op.BETWEEN else f"{value} {term.op.value} ?"
    found = (
        f"account_id IN (SELECT account_id FROM ({said}) WHERE {kind} AND value NOT GLOB '*[A-Za-z]*' AND {compared})"
    )
    return found, [term.name, *values]


def _compared(term: Term, on: dt.date) -> Clause:
    """Money as it is; days as dates, mirrored where they count backwards from today."""
    column = _LAST_ORDER.format(on=on) if term.field is Field.ORDER else _COLUMNS[term.field]
    if term.op is Op.IN:
        return f"{column} IS NULL", []
    numbers = [int(value or 0) for value in term.values]
    if term.field in (Field.REVENUE, Field.PROFIT):
        values: list[object] = list(numbers)
        operator = term.op.value
    elif term.field is Field.DUE:
        values = [(on + dt.timedelta(days=number)).isoformat() for number in numbers]
        operator = term.op.value
    else:
        values = [(on - dt.timedelta(days=number)).isoformat() for number in reversed(numbers)]
        operator = _MIRRORED.get(term.op, "")
    if term.op is Op.BETWEEN:
        return f"{column} BETWEEN ? AND ?", values
    return f"{column} {operator} ?", values


def _among(column: str, values: list[object]) -> Clause:
    known = [value for value in values if value is not None]
    parts = [f"{column} IN ({', '.join('?' * len(known))})"] if known else []
    if None in values:
        parts.append(f"{column} IS NULL")
    return "(" + " OR ".join(parts) + ")", known
