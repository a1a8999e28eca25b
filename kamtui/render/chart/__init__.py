"""Every chart, as lines of `Span(text, role)`: the app colours by role, the command line prints `plain`."""

from __future__ import annotations

from kamtui.render.chart.barchart import Bar, bars
from kamtui.render.chart.lines import ROLES, Line, Span, plain
from kamtui.render.chart.movement import matrix
from kamtui.render.chart.sparkline import spark
from kamtui.render.chart.tiercounts import TierCounts, multiples
from kamtui.render.chart.timeline import steps

__all__ = [
    "ROLES",
    "Bar",
    "Line",
    "Span",
    "TierCounts",
    "bars",
    "matrix",
    "multiples",
    "plain",
    "spark",
    "steps",
]
