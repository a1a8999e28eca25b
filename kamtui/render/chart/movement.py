"""The from-to matrix: how many accounts moved from which tier to which."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.i18n import t
from kamtui.render.chart.grid import GAP, Column, laid_out
from kamtui.render.chart.lines import Line
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean

_HEADING_MIN, _NAME_MIN = 5, 8
"""Cells below which a heading, or a row's name, cannot be told from the next one."""


def matrix(
    counts: Sequence[Sequence[int]],
    labels: Sequence[str],
    width: int,
    glyphs: Glyphs = UNICODE,
    ranked: int | None = None,
    chosen: tuple[int, int] | None = None,
) -> list[Line]:
    """How many went from each row's label to each column's: `counts[from][to]`, with totals.

    `chosen` is the (row, column) of a cell that is pointed at; the totals stand behind the labels.

    `labels` go from the highest down, so what is left of the diagonal went up; only the first `ranked` of
    them have a rank (None: all), the others ("new", "archived") give no direction. Where the matrix is too
    wide, the moves are listed instead, the most frequent first.
    """
    names = [clean(label) for label in labels]
    ranks = range(len(names) if ranked is None else ranked)
    grid = _grid(counts, names, ranks, glyphs)
    if chosen is not None:
        _point_at(grid, *chosen, glyphs)
    widths = [column.width for column in grid]
    floors = [max(column.needs, min(column.width, _HEADING_MIN)) for column in grid]
    floors[0] = min(widths[0], _NAME_MIN)
    room = width - len(GAP) * (len(grid) - 1)
    if sum(floors) > room:
        return _moves(counts, names, ranks, width, glyphs)
    while sum(widths) > room:
        # The row names give way last: they explain the headings that were cut.
        loose = [i for i in range(1, len(grid)) if widths[i] > floors[i]] or [0]
        widths[max(loose, key=lambda i: widths[i])] -= 1
    return laid_out(grid, widths, glyphs)


def _grid(counts: Sequence[Sequence[int]], names: Sequence[str], ranks: range, glyphs: Glyphs) -> list[Column]:
    total = t("total")
    heading = f"{t('from')} {glyphs.arrow} {t('to')}"
    columns = [Column(heading, [*((name, "") for name in names), (total, "head")], left=True)]
    for goes, name in enumerate(names):
        cells = [_cell(row[goes], comes, goes, ranks, glyphs) for comes, row in enumerate(counts)]
        # The blank stands under the marks, so that headings and totals end where the numbers end.
        columns.append(Column(f"{name} ", [*cells, (f"{sum(row[goes] for row in counts)} ", "head")]))
    totals = [sum(row) for row in counts]
    columns.append(Column(total, [(str(each), "head") for each in [*totals, sum(totals)]]))
    return columns


def _point_at(grid: list[Column], row: int, column: int, glyphs: Glyphs) -> None:
    cells = list(grid[column + 1].cells)
    cells[row] = (f"{glyphs.cursor}{cells[row][0]}", "mark")
    grid[column + 1] = grid[column + 1]._replace(cells=cells)


def _cell(count: int, comes: int, goes: int, ranks: range, glyphs: Glyphs) -> tuple[str, str]:
    """(text, role): the number first, then the direction."""
    if not count:
        return f"{glyphs.dot} ", "muted"
    if comes == goes:
        return f"{count} ", "muted"
    if comes not in ranks or goes not in ranks:
        return f"{count} ", ""
    return (f"{count}{glyphs.up}", "up") if goes < comes else (f"{count}{glyphs.down}", "down")


def _moves(
    counts: Sequence[Sequence[int]], names: Sequence[str], ranks: range, width: int, glyphs: Glyphs
) -> list[Line]:
    moves = [
        (count, f"{names[comes]} {glyphs.arrow} {names[goes]}", _cell(count, comes, goes, ranks, glyphs))
        for comes, row in enumerate(counts)
        for goes, count in enumerate(row)
        if count and comes != goes
    ]
    moves.sort(key=lambda move: -move[0])
    stayed = sum(row[index] for index, row in enumerate(counts))
    rows = [(name, cell) for _, name, cell in moves]
    rows.append((t("unchanged"), (f"{stayed} ", "muted")))
    numbers = Column("", [cell for _, cell in rows])
    labels = Column("", [(name, "") for name, _ in rows], left=True)
    widths = [min(labels.width, max(width - len(GAP) - numbers.width, 1)), numbers.width]
    return laid_out([labels, numbers], widths, glyphs)[1:]
