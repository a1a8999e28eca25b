"""A screen that is not drawn again when only the focus moved."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

R = TypeVar("R")


class QuietScreen(Screen[R], Generic[R]):
    """Textual sends the whole screen when an input opens; the widgets that look different draw themselves."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
