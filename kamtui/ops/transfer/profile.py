"""One reading of a sheet that only looks: how many rows, and what each imported column holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kamtui.ops.transfer import columns
from kamtui.ops.transfer.columns import Evidence
from kamtui.ops.transfer.dates import DateEvidence, decide
from kamtui.ops.transfer.holds import Holds
from kamtui.ops.transfer.mapping import Mapping
from kamtui.ops.transfer.sheets import OUTER, Sheet

_LOOKED_AT = 200
"""Rows that tell whether a column could hold dates at all."""


@dataclass
class Profile:
    """What a sheet holds, for one mapping."""

    mapping: Mapping
    rows: int = 0
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """By field; only those that come from columns."""
    has_lines: bool = False
    """Several sales rows have one account and number: they are lines of one document."""
    seen: set[int] = field(default_factory=set)
    """Hashes of account and number, until one comes again."""


def profile(sheet: Sheet, mappings: Sequence[Mapping]) -> list[Profile]:
    """Read `sheet` once and look at the columns of each mapping."""
    found = [Profile(mapping) for mapping in mappings]
    for each in found:
        for name, source in each.mapping.sources.items():
            known = each.mapping.target.field(name)
            if source.columns and known is not None and known.holds is not Holds.TEXT:
                each.evidence[name] = columns.evidence_for(known.holds)
    for chunk in sheet.read():
        if not chunk.rows:
            continue
        cells = list(zip(*chunk.rows, strict=True))
        for each in found:
            _look(each, cells, len(chunk.rows))
    for each in found:
        each.seen = set()
    return found


def _look(each: Profile, cells: Sequence[Sequence[str]], count: int) -> None:
    each.rows += count
    for name, evidence in each.evidence.items():
        columns.see(evidence, joined(name, [cells[at] for at in each.mapping.sources[name].columns]))
    number = each.mapping.sources.get("number")
    if each.mapping.target.name == "sales" and number and number.columns and not each.has_lines:
        account = each.mapping.sources.get("account")
        accounts = cells[account.columns[0]] if account and account.columns else [""] * count
        pairs = [hash(pair) for pair in zip(accounts, cells[number.columns[0]], strict=True) if pair[1].strip(OUTER)]
        fresh = set(pairs)
        each.has_lines = len(fresh) < len(pairs) or not each.seen.isdisjoint(fresh)
        each.seen.update(fresh)


def joined(name: str, parts: Sequence[Sequence[str]]) -> Sequence[str]:
    """The cells of a field that is made of several columns; names and times by a space, texts on lines of their own."""
    if len(parts) == 1:
        return parts[0]
    if name == "name":
        return [_full_name(cells) for cells in zip(*parts, strict=True)]
    if name == "at":
        return [_day_and_time(cells) for cells in zip(*parts, strict=True)]
    between = "\n" if name in ("summary", "note") else ", "
    return [between.join(dict.fromkeys(c for c in cells if c.strip(OUTER))) for cells in zip(*parts, strict=True)]


def order_beside(sheet: Sheet, mapped: Iterable[int]) -> str:
    """The date order that any other column of the sheet proves; "" where none does."""
    candidates: dict[int, DateEvidence] = {}
    for at, cells in enumerate(zip(*sheet.sample(_LOOKED_AT), strict=True)):
        first = DateEvidence()
        first.see(set(cells))
        if at not in set(mapped) and first.forms["parts"] and first.forms["parts"] == first.forms.total():
            candidates[at] = DateEvidence()
    if not candidates:
        return ""
    for chunk in sheet.read():
        for at, evidence in candidates.items():
            evidence.see({row[at] for row in chunk.rows})
    orders = {decide(evidence) for evidence in candidates.values() if evidence.only["dmy"] or evidence.only["mdy"]}
    (order,) = orders if len(orders) == 1 else ("",)
    return order if isinstance(order, str) else ""


def _full_name(cells: Sequence[str]) -> str:
    """First and last name as they are said: Carine Schmitt, but 王伟."""
    parts = [cell.strip(OUTER) for cell in cells]
    if all(part and all("\u3400" <= c <= "\u9fff" for c in part) for part in parts):
        return "".join(reversed(parts))
    return " ".join(part for part in parts if part)


def _day_and_time(cells: Sequence[str]) -> str:
    day, time = cells[0].strip(OUTER), cells[1].strip(OUTER)
    return f"{day} {time}" if day and ":" in time and ":" not in day else day
