"""Pictures of the whole book as inline SVG: targets, the matrix, a curve of shares, tiers by month, and their flow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render.document.page import Curve, Dot, Flow, Pairs, Plane, Strip, Strips
from kamtui.render.document.svg import (
    AXIS,
    DOWN,
    EDGE,
    INK,
    TARGET,
    UP,
    WIDE,
    line,
    rectangle,
    svg,
    text,
)
from kamtui.render.text import fit

COLOURS = {
    Tier.KEY: "#8a3ffc",
    Tier.REGULAR: INK,
    Tier.PROSPECT: "#2f8f4e",
    Tier.UNATTRACTIVE: "#8c959f",
    None: "#8c959f",
}
"""Of the dots and lines of a tier; its name stands beside it wherever that matters."""

NAMES, SHOWN = 74, 52
"""Room for names on the left and for what is said on the right."""

PLANE, CURVE, STRIP, FLOW = 210, 120, 26, 150
"""How high they are, a strip each."""

BESIDE = 20
"""Cells of a name beside a dot."""

GAP = 4
"""Between places of a flow."""

Picture = Pairs | Plane | Curve | Strips | Flow


def picture(of: Picture) -> str:
    """What it is drawn as; "" where there is nothing to draw."""
    match of:
        case Pairs():
            said = "; ".join(f"{each.label} {each.shown}" for each in of.pairs)
            return svg(of.title, EDGE * len(of.pairs) + 4, _pairs(of), said) if of.pairs else ""
        case Plane():
            said = t("{count} dots, {up} over {across}", count=len(of.dots), up=of.up, across=of.across)
            return svg(of.title, PLANE + EDGE, _plane(of), said) if of.dots else ""
        case Curve():
            said = "; ".join(_taken(of, cut) for cut in of.cuts)
            return svg(of.title, CURVE + 2 * EDGE, _curve(of), said) if of.shares else ""
        case Strips():
            said = "; ".join(f"{each.label} {each.values[0]:g} → {each.values[-1]:g}" for each in of.strips)
            return svg(of.title, STRIP * len(of.strips) + EDGE, _strips(of), said) if of.strips else ""
        case Flow():
            moved = [each for each in of.streams if each.role]
            said = "; ".join(f"{of.places[each.before]} → {of.places[each.after]} {each.accounts}" for each in moved)
            return svg(of.title, FLOW + EDGE, _flow(of), said) if of.streams else ""


def _pairs(known: Pairs) -> Iterator[str]:
    """A bar for what is, a line for what should be."""
    most = max([each.value or 0 for each in known.pairs] + [each.target or 0 for each in known.pairs]) or 1
    room = WIDE - NAMES - SHOWN - 36
    for place, each in enumerate(known.pairs):
        top = 4 + EDGE * place
        yield text(0, top + 8, fit(each.label, 16))
        if each.value is not None:
            yield rectangle(NAMES, top, room * each.value / most, 9)
        if each.target is not None:
            x = NAMES + room * each.target / most
            yield line(x, top - 2, x, top + 11, TARGET)
        yield text(WIDE, top + 8, each.shown, "end")
    yield line(NAMES, 0, NAMES, EDGE * len(known.pairs) + 4)


def _plane(known: Plane) -> Iterator[str]:
    def x(value: float) -> float:
        return EDGE + (WIDE - EDGE - 8) * value / 100

    def y(value: float) -> float:
        return 4 + (PLANE - 12) * (1 - value / 100)

    yield rectangle(x(0), y(100), x(100) - x(0), y(0) - y(100), f'fill="none" {AXIS}')
    yield line(x(known.cut_x), y(0), x(known.cut_x), y(100))
    yield line(x(0), y(known.cut_y), x(100), y(known.cut_y))
    above_left, above_right, below_left, below_right = known.corners
    yield text(x(0) + 3, y(100) + 10, above_left)
    yield text(x(100) - 3, y(100) + 10, above_right, "end")
    yield text(x(0) + 3, y(0) - 4, below_left)
    yield text(x(100) - 3, y(0) - 4, below_right, "end")
    for each in known.dots:
        yield _dot(each, x(each.x), y(each.y))
    yield from _named(known.dots, [(x(each.x), y(each.y)) for each in known.dots])
    yield text(x(50), PLANE + 8, f"{known.across} →", "middle")
    yield f'<g transform="rotate(-90 8 {PLANE / 2:.0f})">{text(8, PLANE / 2, f"{known.up} →", "middle")}</g>'


def _dot(dot: Dot, x: float, y: float) -> str:
    colour = COLOURS[dot.tier]
    look = f'fill="none" stroke="{colour}"' if dot.is_guess else f'fill="{colour}"'
    return f'<circle {look} cx="{x:.1f}" cy="{y:.1f}" r="{3.2 if dot.tier is Tier.KEY else 2.2}"/>'


def _named(dots: Sequence[Dot], places: Sequence[tuple[float, float]]) -> Iterator[str]:
    """The names of those that have one, as far as none stands on another."""
    taken: list[tuple[float, float]] = []
    for each, (x, y) in zip(dots, places, strict=True):
        if each.label and not any(abs(x - there) < 80 and abs(y - high) < 9 for there, high in taken):
            taken.append((x, y))
            name = fit(each.label, BESIDE).rstrip()
            yield text(x + 5, y + 3, name) if x < WIDE * 0.7 else text(x - 5, y + 3, name, "end")


def _taken(known: Curve, cut: float) -> str:
    """How many it takes to a share: "80 %: 12 of 81"."""
    return t("{percent:.0f} %: {count} of {all}", percent=100 * cut, count=_count(known, cut), all=len(known.shares))


def _count(known: Curve, cut: float) -> int:
    """How many have a share together."""
    return next((place for place, share in enumerate(known.shares, 1) if share >= cut), len(known.shares))


def _curve(known: Curve) -> Iterator[str]:
    left, room, high = 28, WIDE - 36, CURVE - 6

    def x(count: float) -> float:
        return left + room * count / len(known.shares)

    def y(share: float) -> float:
        return 6 + high * (1 - share)

    yield line(left, y(0), WIDE - 8, y(0))
    yield line(left, y(0), left, y(1))
    step = max(len(known.shares) // WIDE, 1)
    points = [
        (0, 0.0),
        *((n, share) for n, share in enumerate(known.shares, 1) if n % step == 0 or n == len(known.shares)),
    ]
    path = "L".join(f"{x(count):.1f} {y(share):.1f}" for count, share in points)
    yield f'<path fill="none" stroke="{INK}" stroke-width="2" d="M{path}"/>'
    for cut in known.cuts:
        count = _count(known, cut)
        yield line(left, y(cut), x(count), y(cut), f'{AXIS} stroke-dasharray="3 2"')
        yield line(x(count), y(cut), x(count), y(0), f'{AXIS} stroke-dasharray="3 2"')
        yield text(left - 3, y(cut) + 3, f"{100 * cut:.0f} %", "end")
        yield text(x(count), y(0) + 11, str(count), "middle")
    yield text(WIDE - 8, y(0) + 11, str(len(known.shares)), "end")
    yield text(left + room / 2, CURVE + 2 * EDGE - 4, known.across, "middle")


def _strips(known: Strips) -> Iterator[str]:
    room = WIDE - NAMES - SHOWN
    for place, each in enumerate(known.strips):
        top = STRIP * place
        yield text(0, top + 16, fit(each.label, 16))
        yield from _strip(each, NAMES, top + 4, room, STRIP - 8)
        yield text(WIDE, top + 16, f"{each.values[0]:g} → {each.values[-1]:g}", "end")
    bottom = STRIP * len(known.strips) + EDGE - 4
    yield text(NAMES, bottom, known.first)
    yield text(NAMES + room, bottom, known.last, "end")


def _strip(of: Strip, left: float, top: float, wide: float, high: float) -> Iterator[str]:
    """From the lowest to the highest of its own; one that never changed lies in the middle."""
    low, most = min(of.values), max(of.values)
    step = wide / max(len(of.values) - 1, 1)
    ys = [top + high * (0.5 if most == low else 1 - (value - low) / (most - low)) for value in of.values]
    path = "L".join(f"{left + step * place:.1f} {y:.1f}" for place, y in enumerate(ys))
    yield f'<path fill="none" stroke="{COLOURS[of.tier]}" stroke-width="1.8" d="M{path}"/>'
    yield f'<circle fill="{COLOURS[of.tier]}" cx="{left + step * (len(ys) - 1):.1f}" cy="{ys[-1]:.1f}" r="2.4"/>'


def _flow(known: Flow) -> Iterator[str]:
    """Bands as high as they have accounts; who moved lies over who stayed."""
    every = sum(each.accounts for each in known.streams)
    high = FLOW - GAP * (len(known.places) - 1)
    left, right = NAMES + 6, WIDE - NAMES - 6
    starts = [_sides(known, side, high / every) for side in (0, 1)]
    for side, x in ((0, left), (1, right)):
        for place, (top, tall) in enumerate(starts[side]):
            if tall:
                yield rectangle(x - 3, top, 6, tall)
                said = f"{known.places[place]} {_sum(known, side, place)}"
                yield (
                    text(x - 6, top + tall / 2 + 3, said, "end") if side == 0 else text(x + 6, top + tall / 2 + 3, said)
                )
    used = [[top for top, _ in side] for side in starts]
    bands = []
    for each in sorted(known.streams, key=lambda stream: (stream.before, stream.after)):
        tall = each.accounts * high / every
        y1, y2 = used[0][each.before], used[1][each.after]
        used[0][each.before] += tall
        used[1][each.after] += tall
        bands.append((each.role != "", _band(left + 3, y1, right - 3, y2, max(tall, 0.6), each.role)))
    yield from (band for _, band in sorted(bands, key=lambda band: band[0]))
    yield text(left, FLOW + 11, known.left, "middle")
    yield text(right, FLOW + 11, known.right, "middle")


def _sum(known: Flow, side: int, place: int) -> int:
    return sum(each.accounts for each in known.streams if (each.before, each.after)[side] == place)


def _sides(known: Flow, side: int, unit: float) -> list[tuple[float, float]]:
    """(top, height) of each place on one side."""
    made, top = [], 0.0
    for place in range(len(known.places)):
        tall = _sum(known, side, place) * unit
        made.append((top, tall))
        top += tall + GAP
    return made


def _band(x1: float, y1: float, x2: float, y2: float, tall: float, role: str) -> str:
    colour, clear = {"up": (UP, 0.75), "down": (DOWN, 0.75)}.get(role, ("#8c959f", 0.25))
    middle = (x1 + x2) / 2
    there = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    low1, low2 = y1 + tall, y2 + tall
    back = f"V{low2:.1f}C{middle:.1f} {low2:.1f} {middle:.1f} {low1:.1f} {x1:.1f} {low1:.1f}Z"
    return f'<path fill="{colour}" fill-opacity="{clear}" d="{there}{back}"/>'
