"""The characters kamtui draws with, in two sets: `unicode`, and `ascii` for terminals that need it.

Many terminals in Chinese locales draw "ambiguous" characters (● ▲ ━ …) two cells wide, which breaks every
picture; `glyphs = ascii` is the way out, so each character here has a twin of the same width.
"""

from __future__ import annotations

from typing import NamedTuple

from kamtui.domain.statuses import Status


class Glyphs(NamedTuple):
    """One character set; every glyph is one cell wide, `arrow` and the ones that say so excepted."""

    cursor: str
    """Stands in front of the cursor row in every theme."""
    mark: str
    """A row chosen for the next verb."""
    check: str
    """Done."""
    developing: str
    solid: str
    defending: str
    declining: str
    unrated: str
    up: str
    """Promoted."""
    down: str
    plus: str
    """In front of a difference, instead of its sign."""
    minus: str
    more: str
    """Text was cut here; also a period that still runs."""
    dash: str
    """Unknown, and "to" in a range."""
    dot: str
    """Between the parts of a line; also nothing in a matrix."""
    arrow: str
    """From, to."""
    delta: str
    refresh: str
    """Rows somebody else changed."""
    rule: str
    wall: str
    cross: str
    """Where a rule and a wall meet."""
    fork: str
    """In a tree: one of several below the same."""
    corner: str
    """In a tree: the last of them."""
    end: str
    """Where a timeline stands today."""
    steps: str
    """Sixteen joints, indexed by the sum of their arms: left 1, right 2, up 4, down 8."""
    spark: str
    """Eight heights, lowest first."""
    gap: str
    """A period without a value."""
    bar: str
    """The last cell of a bar by how much of it is filled; the last one is a full cell."""
    partial: str
    """A bar of a period that still runs."""

    def status(self, status: Status | None) -> str:
        """The glyph of a status; None is not rated."""
        match status:
            case Status.DEVELOPING:
                return self.developing
            case Status.SOLID:
                return self.solid
            case Status.DEFENDING:
                return self.defending
            case Status.DECLINING:
                return self.declining
            case None:
                return self.unrated


UNICODE = Glyphs(
    cursor="▌",
    mark="▸",
    check="✓",
    developing="◔",
    solid="◕",
    defending="◆",
    declining="▼",
    unrated="·",
    up="▲",
    down="▼",
    plus="▲",
    minus="▼",
    more="…",
    dash="–",
    dot="·",
    arrow="→",
    delta="Δ",
    refresh="↻",
    rule="─",
    wall="│",
    cross="┼",
    fork="├",
    corner="└",
    end="●",
    steps=" ━━━╹┛┗┻╻┓┏┳┃┫┣╋",
    spark="▁▂▃▄▅▆▇█",
    gap="·",
    bar="▏▎▍▌▋▊▉█",
    partial="░",
)

ASCII = Glyphs(
    cursor=">",
    mark="*",
    check="x",
    developing="o",
    solid="O",
    defending="#",
    declining="v",
    unrated=".",
    up="^",
    down="v",
    plus="+",
    minus="-",
    more="~",
    dash="-",
    dot=".",
    arrow="->",
    delta="d",
    refresh="@",
    rule="-",
    wall="|",
    cross="+",
    fork="+",
    corner="`",
    end="*",
    steps=" ---|+++|+++|+++",
    spark=".:-=+*#@",
    gap=" ",
    bar="#",
    partial=":",
)

SETS = {"unicode": UNICODE, "ascii": ASCII}
"""By the name used in the settings."""
