"""What is asked about a row of an import: another field, another target, another way of reading, an answer."""

from __future__ import annotations

from collections.abc import Callable

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer import edits
from kamtui.ops.transfer.asked import DATE_ORDERS, Asked
from kamtui.ops.transfer.plan import Detected, Plan
from kamtui.ops.transfer.questions import Question
from kamtui.ops.transfer.targets import TARGETS
from kamtui.render.text import fit
from kamtui.tui.importrows import File, HeaderColumn, Open, Setting, Thing, column_label, setting_label
from kamtui.tui.pathnames import completions, expanded, told
from kamtui.tui.screens.acting import Acting, begun, completing, one_of
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import Echo

NONE = "none"
"""What is typed for a column or a sheet that is not imported."""

ENCODINGS = ["utf-8", "gb18030", "utf-16", "cp1252", "latin-1", "shift_jis", "big5"]

DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}

NAME = 24
"""Cells for the name of a column in a prompt."""


class Asking:
    """Asks in the bottom line of a page; what was asked before is known."""

    def __init__(self, page: Acting, asked: Asked, plan: Plan) -> None:
        self._page = page
        self._asked = asked
        self._plan = plan

    async def about(self, thing: Thing) -> Asked | None:
        """What holds after the user changed a row; None where nothing was changed."""
        match thing:
            case Open():
                return await self._answer(thing.question)
            case HeaderColumn():
                return await self._column(thing.found, thing.at)
            case Setting(name="targets") | File(found=Detected()):
                return await self._targets(thing.found) if thing.found is not None else None
            case Setting():
                return await self._reading(thing)
            case _:
                return None

    async def _answer(self, question: Question) -> Asked | None:
        values = [choice.value for choice in question.choices]
        previews = {choice.value: choice.preview for choice in question.choices}
        prompt = t("{question} (Tab: choose)", question=fit(question.text, 50).rstrip())
        value = await self._page.choose(prompt, one_of(values), values, _explaining(values, previews.__getitem__))
        if value is None:
            return None
        return edits.with_answer(self._asked, self._plan, question, value)

    async def _column(self, found: Detected, at: int) -> Asked | None:
        if not found.mappings:
            self._page.tell(t("say first what the rows are"), "warn")
            return None
        options = _fields(found)

        def read(text: str) -> str:
            one_of(options)(text.removeprefix("+"))
            return text

        prompt = t("{column} is (Tab: choose, + joins):", column=fit(column_label(found, at), NAME).rstrip())
        chosen = await self._page.choose(prompt, read, options, _explaining(options, lambda name: _help(found, name)))
        if chosen is None:
            return None
        if chosen == NONE:
            asked = self._asked
            for target in dict.fromkeys(target for target, _ in edits.fields_of(found, at)):
                asked = edits.with_column(asked, found, at, target, "")
            return asked
        target, field = _split(found, chosen.removeprefix("+"))
        return edits.with_column(self._asked, found, at, target, field, joins=chosen.startswith("+"))

    async def _targets(self, found: Detected) -> Asked | None:
        options = [*TARGETS, "accounts contacts", NONE]
        prompt = t("the rows are (Tab: choose):")
        chosen = await self._page.choose(prompt, _targets, options, _explaining(options, _needs))
        return None if chosen is None else edits.with_targets(self._asked, found, chosen)

    async def _reading(self, setting: Setting) -> Asked | None:
        options, read = _READINGS[setting.name]
        prompt = t("{what} (Tab: choose):", what=setting_label(setting.name))
        value = await self._page.choose(prompt, read, options)
        return None if value is None else edits.with_reading(self._asked, setting.found, setting.name, value)


def _explaining(options: list[str], help_of: Callable[[str], str]) -> Echo:
    """Says what the one meant is, or what there is to choose from."""

    def echo(text: str) -> Line:
        typed = text.strip().removeprefix("+")
        meant = [typed] if typed in options else completing(options)(typed)
        if typed and len(meant) == 1:
            return [(f"  {meant[0]}", "accent"), (f"  {help_of(meant[0])}", "muted")]
        return [("  " + " · ".join(meant or options), "muted")]

    return echo


def _fields(found: Detected) -> list[str]:
    """Every field a column of the sheet may be; with its target where there are several."""
    names = [(mapping.target.name, field.name) for mapping in found.mappings for field in mapping.target.fields]
    is_alone = len(found.mappings) == 1
    return [*(field if is_alone else f"{target}.{field}" for target, field in names), NONE]


def _split(found: Detected, name: str) -> tuple[str, str]:
    if len(found.mappings) == 1:
        return found.mappings[0].target.name, name
    target, _, field = name.partition(".")
    return target, field


def _help(found: Detected, name: str) -> str:
    if name == NONE:
        return t("not imported")
    target, field = _split(found, name)
    known = TARGETS[target].field(field)
    return t(known.help) if known is not None else ""


def _targets(text: str) -> tuple[str, ...]:
    """The targets named, none for "none"; raises BadInput."""
    names = text.replace(",", " ").split()
    if names == [NONE]:
        return ()
    return tuple(begun(one_of([*TARGETS]), [*TARGETS], name) for name in dict.fromkeys(names))


def _needs(targets: str) -> str:
    names = _targets(targets)
    if not names:
        return t("not imported")
    return ", ".join(field.name for name in names for field in TARGETS[name].fields if field.required)


def _encoding(text: str) -> str:
    """A name of an encoding that Python knows; raises BadInput."""
    try:
        "".encode(text)
    except (LookupError, ValueError):
        raise BadInput(t("there is no encoding '{name}'", name=text)) from None
    return text


def _delimiter(text: str) -> str:
    one_of([*DELIMITERS])(text)
    return DELIMITERS[text]


def _line(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000:
        raise BadInput(t("'{text}' is not a line", text=text))
    return int(text)


_READINGS: dict[str, tuple[list[str], Callable[[str], str | int]]] = {
    "encoding": (ENCODINGS, _encoding),
    "delimiter": ([*DELIMITERS], _delimiter),
    "header_line": (["1", "2", "3", "4"], _line),
    "date_order": ([*DATE_ORDERS], one_of(DATE_ORDERS)),
    "decimal": ([".", ","], one_of([".", ","])),
}


async def ask_file(page: Acting) -> str | None:
    """The path of a file, typed or completed with Tab; None after Esc, and where nothing was typed."""
    text: str | None = ""
    while True:
        prompt = t("file to import (Tab: complete):")
        text = await page.bottom.ask(prompt, text or "", suggest=completions, echo=told, keeps=False)
        if text is None or not text.strip():
            return None
        path = expanded(text)
        try:
            if not path.is_dir():
                return str(path)
        except (OSError, ValueError) as error:
            raise BadInput(t("cannot read {file}: {reason}", file=text, reason=error)) from None
        # a folder is on the way to a file
        text = text.rstrip("/ ") + "/"
