"""The Portfolio page as lines of (text, role): its tabs, and the pyramid with the time that goes into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kamtui.domain.pyramid import Layer, Load, Pyramid
from kamtui.domain.severity import Severity
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.chart.barchart import bar
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit
from kamtui.render.text import width as cell_width
from kamtui.tui.accountlines import flowed
from kamtui.tui.portfoliogroups import LABELS, NO_TIER, View
from kamtui.tui.portfolioread import Time
from kamtui.tui.text import SIDE_BY_SIDE, Bit, Line, beside

SIGNS = {Severity.RED: ("!!", "error"), Severity.AMBER: ("!", "warn"), Severity.INFO: ("~", "accent")}
"""How a drift or a concentration is marked; the words beside it say the same."""

TIME_SIGNS = {**SIGNS, Severity.INFO: ("?", "warn")}
"""The same for time: what is no more than worth knowing is a question where too little is logged."""

PYRAMID = 82
"""Cells of the pyramid where something stands beside it."""

FIXED, INTENSITY = 52, 10
"""Cells of a row that are no bar, without and for the intensity."""

NAMED = 4
"""Accounts that a remark names."""


def tabs(chosen: View) -> Line:
    """The headings of the views, the chosen one in brackets as well as in colour."""
    bits: list[Bit] = []
    for view, label in LABELS.items():
        bits.append((f"[{t(label)}] ", "here") if view is chosen else (f" {t(label)}  ", ""))
    return bits


def pyramid(found: Time, shown: Pyramid, owner: str | None, group: str, cells: int, rows: int, g: Glyphs) -> list[Line]:
    """Accounts and time of each tier against their targets, what drifts, and who has room for key accounts.

    `shown` is the pyramid of `owner`, or of everybody; `group` is the tier that the list below is of.
    """
    is_wide = cells >= SIDE_BY_SIDE
    room = PYRAMID if is_wide else cells
    table = [_heading(room, g), *_layers(shown, group, room, g)]
    remarks = [*_logged(shown, found, room), *_drifts(shown, room), *_short(found, owner, room)]
    if is_wide and owner is None:
        return beside([*table, [], *remarks], _managers(found, rows, g), room, [(f" {g.wall} ", "axis")])
    return [*table, *remarks, *_loads(found, owner, room, rows - len(table) - len(remarks))]


def signed(severity: Severity | None, signs: Mapping[Severity, Bit] = SIGNS) -> Bit:
    """The mark of a level behind a blank, three cells wide."""
    sign, role = signs[severity] if severity is not None else ("", "")
    return f" {sign:<2}", role


def marked(name: str, group: str, g: Glyphs) -> Bit:
    """One cell: whether the list below is of this group."""
    return (g.mark, "mark") if name == group else (" ", "")


def against(value: float | None, target: float, high: float, cells: int, role: str, g: Glyphs) -> list[Bit]:
    """A bar of `value` with a wall where the target stands; `high` takes all the cells."""
    drawn = fit(bar(value or 0.0, high, cells, g.bar), cells)
    at = min(round(target / high * cells), cells - 1) if high > 0 else 0
    return [(drawn[:at], role), (g.wall, "axis"), (drawn[at + 1 :], role)]


def _heading(cells: int, g: Glyphs) -> Line:
    size = _bar_size(cells)
    goal = t("goal")
    share, time = (fit(f" {label} {g.wall} {goal}", size + 9) for label in (t("share"), t("time")))
    intensity = fit(t("intensity"), INTENSITY, "right") if _has_intensity(cells) else ""
    head = f"   {fit(t('tier'), 10)}{fit(t('have/goal'), 9, 'right')} "
    return [(f"{head}{share}{time}{fit(t('each/week'), 11, 'right')}{intensity}", "head")]


def _layers(shown: Pyramid, group: str, cells: int, g: Glyphs) -> Iterator[Line]:
    """One row for each tier; what stands beside the pyramid has a number only."""
    size = _bar_size(cells)
    percents = [each for layer in shown.layers for each in (layer.percent, layer.time_percent, layer.target_percent)]
    high = max([60.0, *(each for each in percents if each is not None)])
    for layer in shown.layers:
        yield _layer(layer, group, high, size, _has_intensity(cells), g)
    for layer in shown.beside:
        word = format.tier_word(layer.tier) if layer.tier else t("no tier")
        logged = "" if not layer.minutes else "  " + t("{hours} h logged", hours=_hours(layer.minutes / 60))
        head = f" {fit(word, max(10, cell_width(word)))}"
        count = f"{layer.accounts:>{max(20 - cell_width(head), 2)}}"
        yield [(" ", ""), marked(layer.tier or NO_TIER, group, g), (head, layer.tier or "muted"), (count, ""),
               (logged, "muted")]  # fmt: skip


def _layer(layer: Layer, group: str, high: float, size: int, has_intensity: bool, g: Glyphs) -> Line:
    tier = layer.tier or ""
    each = _of(_spent(layer.hours_per_account, g), _spent(layer.target_hours_per_account, g))
    bits: list[Bit] = [
        (" ", ""),
        marked(tier, group, g),
        (f" {fit(format.tier_word(layer.tier), 10)}", tier),
        (f"{_of(layer.accounts, layer.target_accounts):>9} ", ""),
        (f" {format.percentage(layer.percent, g):>4} ", ""),
        *against(layer.percent, layer.target_percent or 0, high, size, tier, g),
        signed(layer.mix_drift),
        (f"  {format.percentage(layer.time_percent, g):>4} ", ""),
        *against(layer.time_percent, layer.target_time_percent or 0, high, size, tier, g),
        signed(layer.time_drift, TIME_SIGNS),
        (fit(each, 11, "right"), ""),
    ]
    if has_intensity:
        wanted = "" if layer.target_intensity is None else f"{layer.target_intensity:.0f}"
        found = g.dash if layer.intensity is None else f"{layer.intensity:.0f}"
        bits.append((f"{_of(found, wanted):>{INTENSITY}}", ""))
    return bits


def _logged(shown: Pyramid, found: Time, cells: int) -> Iterator[Line]:
    """How much of the available time the shares of time rest on."""
    if not shown.accounts:
        yield [(f"   {t('no account has a tier yet; m decides one')}", "warn")]
    weeks = n("in {count} week", "in {count} weeks", found.policy.time.weeks)
    hours = _hours(shown.logged_hours)
    if shown.available_hours is None:
        text = t("{hours} h logged {weeks}; nobody knows of how many", hours=hours, weeks=weeks)
    else:
        fields = {"hours": hours, "available": _hours(shown.available_hours), "weeks": weeks}
        percent = format.percentage(shown.logged_percent or 0.0)
        text = t("{hours} h logged of {available} h available {weeks} ({percent})", percent=percent, **fields)
    yield [(f"   {fit(text, min(cell_width(text), cells - 4))}", "strong")]
    if shown.is_thin:
        yield [(f" ? {t('too little is logged to say where the time went')}", "warn")]


def _drifts(shown: Pyramid, cells: int) -> Iterable[Line]:
    """What is off its target, in words."""
    parts: list[Line] = []
    for layer in shown.layers:
        tier = format.tier_word(layer.tier)
        if layer.time_drift is not None and layer.time_points is not None:
            points = round(abs(layer.time_points))
            if layer.time_points > 0:
                text = t("{tier}: {points} points too much time", tier=tier, points=points)
            else:
                text = t("{tier}: {points} points too little time", tier=tier, points=points)
            sign, role = TIME_SIGNS[layer.time_drift]
            parts.append([(f"{sign} {text}", role)])
        if layer.mix_drift is not None and layer.target_accounts is not None:
            over = layer.accounts - layer.target_accounts
            if over > 0:
                text = n("{tier}: {count} account too many", "{tier}: {count} accounts too many", over, tier=tier)
            else:
                text = n("{tier}: {count} account too few", "{tier}: {count} accounts too few", -over, tier=tier)
            sign, role = SIGNS[layer.mix_drift]
            parts.append([(f"{sign} {text}", role)])
    return flowed(parts, cells - 1)


def _short(found: Time, owner: str | None, cells: int) -> Iterator[Line]:
    """Key accounts that get less than the least a key account gets."""
    short = [row for row in found.short if owner in (None, row.owner)]
    if short:
        text = n(
            "{count} key account gets less than {least} h a week: {names}",
            "{count} key accounts get less than {least} h a week: {names}",
            len(short),
            least=f"{found.policy.capacity.hours_per_key:g}",
            names=", ".join(clean(row.name) for row in short[:NAMED]),
        )
        yield [(" ! ", "warn"), (fit(text, cells - 4), "warn")]


def _loads(found: Time, owner: str | None, cells: int, rows: int) -> Iterable[Line]:
    """Who has how many key accounts, and room for how many; those over their room first."""
    loads = sorted(found.team.loads, key=lambda load: (load.drift is None, -load.held, load.owner))
    chosen = [load for load in loads if owner in (None, load.owner) and (load.held or load.owner == owner)]
    parts: list[Line] = [[(t("key accounts held/room:"), "muted")]]
    parts += [_load(load, clean(load.owner)) for load in chosen]
    if owner is None:
        parts.append(_load(found.team.company, t("all")))
    lines = flowed(parts, cells - 1)
    return [[("  ", ""), *line] for line in lines[: max(rows, 1)]]


def _load(load: Load, name: str) -> Line:
    sign, role = SIGNS[load.drift] if load.drift is not None else ("", "")
    return [(f"{name} {load.held}/{load.room}", role), (f" {sign}" if sign else "", role)]


def _managers(found: Time, rows: int, g: Glyphs) -> list[Line]:
    """Everybody's share of time by tier, hours and key accounts, on at most so many lines."""
    words = [format.tier_word(layer.tier) for layer in found.team.whole.layers]
    sizes = [max(cell_width(word), 4) for word in words]
    heads = " ".join(fit(word, size, "right") for word, size in zip(words, sizes, strict=True))
    lines: list[Line] = [[(f"{fit(t('time %'), 12)} {heads}   {fit(t('logged h'), 9, 'right')}  {t('key')}", "head")]]
    loads = {load.owner: load for load in found.team.loads}
    people = [
        (login, each) for login, each in found.team.managers.items() if login and (each.logged_hours or each.accounts)
    ]
    people.sort(key=lambda pair: (-loads[pair[0]].held, pair[0]))
    room = max(rows - 1, 1)
    shown = people if len(people) <= room else people[: room - 1]
    for login, each in shown:
        parts = " ".join(
            f"{format.percentage(layer.time_percent, g):>{size}}"
            for layer, size in zip(each.layers, sizes, strict=True)
        )
        drift = max((layer.time_drift for layer in each.layers if layer.time_drift), default=None)
        available = g.dash if each.available_hours is None else f"{each.available_hours:.0f}"
        hours = f"{_of(f'{each.logged_hours:.0f}', available):>9}"
        lines.append(
            [(f"{fit(login, 12)} {parts}", ""), signed(drift, TIME_SIGNS), (f"{hours} ", ""), *_load(loads[login], "")]
        )
    if len(shown) < len(people):
        lines.append([(t("and {count} more", count=len(people) - len(shown)), "muted")])
    return lines


def _bar_size(cells: int) -> int:
    fixed = FIXED + (INTENSITY if _has_intensity(cells) else 0)
    return max((cells - 1 - fixed) // 2, 4)


def _has_intensity(cells: int) -> bool:
    return cells >= FIXED + INTENSITY + 16


def _hours(hours: float | None, g: Glyphs | None = None) -> str:
    """Hours as exactly as one can mean them: 0.4, 15, 1,234 would be false precision after the point."""
    if hours is None:
        return g.dash if g is not None else ""
    return f"{hours:.1f}".removesuffix(".0") if hours < 10 else f"{hours:.0f}"


def _spent(hours: float | None, g: Glyphs) -> str:
    """Time a week: 22m, 2h33, 15h."""
    if hours is None:
        return g.dash
    return t("{hours}h", hours=round(hours)) if hours >= 10 else format.minutes(round(60 * hours))


def _of(value: object, target: object) -> str:
    return str(value) if target in (None, "") else f"{value}/{target}"
