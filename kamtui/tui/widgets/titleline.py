"""The line at the top: which screen, how far, what is filtered, who, and whether others changed something."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean, width
from kamtui.tui.text import Bit
from kamtui.tui.widgets.oneline import GAP, OneLine

NAME = "kamtui"


@dataclass(frozen=True)
class Title:
    """What a title line says; empty parts are left out, a filter is shown wherever one can be set."""

    screen: str = ""
    about: str = ""
    """Whose screen it is: the account's name."""
    progress: str = ""
    filter: str | None = None
    """The filter in force; "" is none, and None is a screen without a filter."""
    sort: str = ""
    who: str = ""
    role: str = ""
    """That one may only look; always shown."""
    news: int = 0
    """Changes by others since the list was drawn."""
    hint: str = ""


class TitleLine(OneLine):
    """A title; on a narrow terminal the least important parts go first, the filter in force never."""

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002
        super().__init__(over="title", id=id)
        self._glyphs = glyphs
        self._title = Title()

    def on_resize(self) -> None:
        self.set()

    def set(self, **changes: object) -> None:
        """Say something else in some of the parts of `Title`."""
        self._title = replace(self._title, **changes)  # type: ignore[arg-type]
        left, right = self._parts(self._title)
        # what gives way, in this order, until the rest fits
        for part in ("sort", "hint", "who", "progress"):
            if _size(left) + _size(right) + (GAP if right else 0) <= self.size.width:
                break
            left.pop(part, None)
            right.pop(part, None)
        self.show(_bits(left), _bits(right))

    def _parts(self, title: Title) -> tuple[dict[str, str], dict[str, str]]:
        left = {"name": NAME, "screen": clean(title.screen), "about": clean(title.about)}
        left["progress"] = clean(title.progress)
        if title.filter is not None:
            left["filter"] = t("filter {text}", text=clean(title.filter) or self._glyphs.dash)
        if title.sort:
            left["sort"] = t("sort {by}", by=clean(title.sort))
        left["hint"] = clean(title.hint)
        news = f"{self._glyphs.refresh} {title.news}" if title.news else ""
        right = {"who": clean(title.who), "role": title.role, "news": news}
        return _filled(left), _filled(right)


def _filled(parts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in parts.items() if text}


def _bits(parts: dict[str, str]) -> list[Bit]:
    text = "  ".join(parts.values())
    return [(text, "title")] if text else []


def _size(parts: dict[str, str]) -> int:
    return sum(width(text) for text in parts.values()) + GAP * max(len(parts) - 1, 0)
