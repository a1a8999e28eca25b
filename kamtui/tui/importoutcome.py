"""What importing would do, or did, as rows of a list: counts, rejected rows, and what else there is to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kamtui.domain.outcomes.book import Imported
from kamtui.i18n import n, t
from kamtui.ops.transfer.targets import TARGETS
from kamtui.tui.importrows import Count, Head, Notice, Refused, Row, Thing, file_name, label
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column

FIRST, PER_KIND = 1 << 60, 1 << 32
"""Numbers of rows, which no column of a file has."""


def outcome_rows(outcome: Imported, files: Iterable[str], *, is_done: bool) -> Iterator[Row]:
    """Counts per target, then the rejected rows with their reasons, then what else there is to know.

    `files` are called by their names without their folders.
    """
    seen = [name for name in TARGETS if any(name in counts for counts in outcome[1:4])]
    counts = [
        Count(name, *(counts.get(name, 0) for counts in (outcome.created, outcome.updated, outcome.unchanged)))
        for name in seen
    ]
    rejected = n("{count} row rejected", "{count} rows rejected", outcome.rejected_count)
    unshown = outcome.rejected_count - len(outcome.rejected)
    more = t("the first {count} are listed", count=len(outcome.rejected)) if unshown > 0 else ""
    warnings = list(outcome.warnings)
    if outcome.unattributed:
        one, many = "{count} document without an account", "{count} documents without an account"
        warnings.append(n(one, many, outcome.unattributed))
    groups: list[Sequence[Thing]] = [
        [Head(t("imported") if is_done else t("would be imported"), n("{count} row read", "{count} rows read",
                                                                      outcome.read))],
        counts or [Notice(t("nothing"))],
        [Head(rejected, more)] if outcome.rejected_count else [],
        [Refused(row) for row in outcome.rejected],
        [Head(t("to know"))] if warnings else [],
        [Notice(_without_folders(text, files)) for text in warnings],
    ]  # fmt: skip
    for kind, things in enumerate(groups):
        for place, thing in enumerate(things):
            yield Row(FIRST + kind * PER_KIND + place, thing)


def outcome_columns() -> list[Column[Row]]:
    """What, and how many or why."""
    return [
        Column("what", 18, lambda row: label(row.thing)),
        Column("how many, or why", 0, lambda row: _result(row.thing)),
    ]


def described(tried: Imported) -> str:
    """What an import would do, short."""
    parts = [
        ("{count} new", sum(tried.created.values())),
        ("{count} changed", sum(tried.updated.values())),
        ("{count} unchanged", sum(tried.unchanged.values())),
        ("{count} rejected", tried.rejected_count),
    ]
    return ", ".join(t(text, count=count) for text, count in parts if count) or t("nothing new")


def _without_folders(text: str, files: Iterable[str]) -> str:
    for file in files:
        text = text.replace(file, file_name(file))
    return text


def _result(thing: Thing) -> Bit:
    match thing:
        case Head():
            return thing.note, "muted"
        case Count():
            parts = [
                t("{count} new", count=thing.created) if thing.created else "",
                t("{count} changed", count=thing.updated) if thing.updated else "",
                t("{count} unchanged", count=thing.unchanged) if thing.unchanged else "",
            ]
            return " · ".join(filter(None, parts)), ""
        case Refused():
            return thing.row.reason, "warn"
        case Notice():
            return thing.text, ""
        case _:
            return "", ""
