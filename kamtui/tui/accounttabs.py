"""What the tabs of an account hold: lines for most, lists for tasks and others."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterator, Sequence

from kamtui.domain.money import plain
from kamtui.i18n import t
from kamtui.ops.core import load_all
from kamtui.render import format
from kamtui.render.coded import worded
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width
from kamtui.store import accounts, discretion, journal, merges, tasks, tiers
from kamtui.store.book import Book
from kamtui.store.tasks import Task
from kamtui.tui.accountlines import stream, tier_reasons
from kamtui.tui.issuelines import service
from kamtui.tui.moneylines import by_month, now
from kamtui.tui.teamlines import team
from kamtui.tui.text import Bit, Line
from kamtui.tui.voicelines import voice
from kamtui.tui.widgets.columns import Column

TABS = {
    "timeline": "Timeline",
    "tier": "Tier",
    "money": "Money",
    "tasks": "Tasks",
    "issues": "Issues",
    "voice": "Voice",
    "profile": "Profile",
    "group": "Group",
    "facts": "Facts",
    "team": "Team",
    "history": "History",
}
"""Tab -> its heading."""

SPELLED_OUT = 20
"""Rows of a change that are shown one by one; an import only says that it was one."""

UNSAID = frozenset({"id", "account_id", "recorded_at", "search", "name_key", "pinyin_key", "tier_rank"})
"""Columns that only the program reads."""

MONEY = frozenset({"amount", "profit"})
"""Columns in 1/10,000 of the currency."""


def bar(chosen: str) -> Line:
    """The headings, the chosen one in brackets as well as in colour."""
    bits: list[Bit] = [(" ", "")]
    for name, label in TABS.items():
        # one blank between: all of them have to fit into 80 cells
        bits.append((f"[{t(label)}] ", "here") if name == chosen else (f"{t(label)} ", ""))
    return bits


def lines(book: Book, account: int, tab: str, cells: int, glyphs: Glyphs, *, first: int | None = None) -> list[Line]:
    """The lines of a tab that is no list; of a stream, which may be long, at least the `first` so many."""
    match tab:
        case "tier":
            reasons = tier_reasons(tiers.history(book.conn, account), cells, glyphs)
            more = _nothing(t("m explains it: scores, reasons, what is proposed"))
            return [*(reasons or [_nothing(t("no tier yet"))]), [], more]
        case "money":
            more = _nothing(t("$ shows what stands behind it"))
            return [*now(book, account, cells, glyphs), [], *by_month(book, account, cells, glyphs), [], more]
        case "team":
            return team(book, account, cells, glyphs)
        case "voice":
            return voice(book, account, cells, glyphs)
        case "issues":
            return service(book, account, cells, glyphs)
        case "facts":
            return _facts(book, account)
        case "history":
            return _history(book, account)
        case _:
            return stream(book, account, cells, glyphs, first) or [_nothing(t("nothing yet; t logs the first touch"))]


def _facts(book: Book, account: int) -> list[Line]:
    facts = accounts.one(book.conn, account)._asdict()
    facts["aliases"] = ", ".join(text for _, text in accounts.aliases(book.conn, account))
    parent = facts.pop("parent_id")
    if parent is not None:
        facts["parent"] = accounts.one(book.conn, parent).name
    children = [accounts.one(book.conn, child).name for child in accounts.children(book.conn, account)]
    facts["subsidiaries"] = ", ".join(children)
    facts["merged_here"] = ", ".join(gone.name for gone in merges.victims(book.conn, account))
    into = merges.went_to(book.conn, account)
    facts["merged_into"] = "" if into is None else accounts.one(book.conn, into).name
    facts["green_channel"] = t("yes") if facts["green_channel"] else ""
    shown = {name: value for name, value in facts.items() if value not in (None, "")}
    labels = {name: t(name.replace("_", " ")) for name in shown}
    room = max(map(width, labels.values()), default=0)
    return [
        [(f" {fit(labels[name], room)}  ", "muted"), (clean(worded(name, value)), "")] for name, value in shown.items()
    ]


def _history(book: Book, account: int) -> list[Line]:
    labels = {name: operation.label for name, operation in load_all().items()}
    lines: list[Line] = [
        [
            (f" {one.on}  ", "muted"),
            (t("of {name}: ", name=one.name), "accent"),
            (f"{t(one.what)} {t(one.value) if one.value else '–'}  {clean(one.reason)}", ""),
        ]
        for one in merges.decided(book.conn, account)
    ]
    for change in journal.changes(book.conn, of_account=account):
        lines.append(
            [
                (f" {format.moment(change.at)}  ", "muted"),
                (f"{fit(change.by, 10)}  ", ""),
                (t(labels.get(change.op, change.op)), "accent"),
                (f"  #{change.id}", "muted"),
                (t("  undoes #{change}", change=change.undoes) if change.undoes else "", "warn"),
            ]
        )
        if change.rows <= SPELLED_OUT:
            entries = [entry for entry in journal.entries(book.conn, change.id) if entry.account_id == account]
            entries = discretion.discreet(book.conn, entries)
            lines += (line for entry in entries for line in _changed(entry))
    return lines


def _changed(entry: journal.Entry) -> Iterator[Line]:
    """What one row of the book said before and says now, field by field."""
    before, after = entry.before or {}, entry.after or {}
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if name in MONEY:
            currency = str((entry.after or before).get("currency") or "")
            old, new = (None if value is None else plain(int(str(value)), currency) for value in (old, new))
        if old == new or name in UNSAID or (entry.before is None and new in ("", None)):
            continue
        old, new = worded(name, old), worded(name, new)
        said = f"{clean(old)} → {clean(new)}" if entry.before and entry.after else clean(new if entry.after else old)
        sign = "-" if entry.after is None else "+" if entry.before is None else " "
        yield [(f"   {sign} {t(name.replace('_', ' '))}: ", "muted"), (said, "")]


def _nothing(text: str) -> Line:
    return [(f" {text}", "muted")]


class Tasks:
    """The source of the list of open tasks."""

    def __init__(self, book: Book, account: Callable[[], int]) -> None:
        self._book = book
        self._account = account

    def ids(self) -> array[int]:
        return tasks.ids(self._book.conn, account=self._account())

    def rows(self, ids: Sequence[int]) -> list[Task]:
        return tasks.rows(self._book.conn, ids)


def task_columns(today: dt.date, glyphs: Glyphs) -> list[Column[Task]]:
    """Due day, who promised it, how often it comes again, title, owner."""

    def due(row: Task) -> Bit:
        if row.due_on is None:
            return glyphs.dash, "muted"
        text = format.date_short(row.due_on, today, glyphs)
        return (f"!{text}", "error") if row.is_late(today) else (text, "warn" if row.due_on == today else "")

    def side(row: Task) -> Bit:
        return (t("theirs"), "warn") if row.by_customer else (t("ours"), "")

    def again(row: Task) -> Bit:
        return ("" if row.repeat is None else f"{glyphs.refresh}{row.repeat.text}"), "muted"

    return [
        Column("due", 9, due, align="right"),
        Column("whose", 6, side),
        Column("again", 5, again, drop=2),
        Column("task", 0, lambda row: row.title),
        Column("owner", 12, lambda row: row.owner, drop=1),
    ]
