"""The groups that keys are shown in, in the order of the help screen."""

from __future__ import annotations

from textual.binding import Binding

MOVE = Binding.Group("move")
OPEN = Binding.Group("open, back")
RATE = Binding.Group("status", compact=True)
LOG = Binding.Group("log")
CHANGE = Binding.Group("change")
LOOK = Binding.Group("look")
FIND = Binding.Group("find")
MARKS = Binding.Group("marks")
UNDO = Binding.Group("undo")
SCREENS = Binding.Group("screens")
INPUT = Binding.Group("while typing")
OTHER = Binding.Group("other")

ORDER = (MOVE, OPEN, RATE, LOG, CHANGE, LOOK, FIND, MARKS, UNDO, SCREENS, INPUT, OTHER)
