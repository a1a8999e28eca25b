"""kamtui man: the manual page, made from the commands as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kamtui import __version__
from kamtui.cli import out
from kamtui.cli.nouns import EVERYWHERE, Noun
from kamtui.cli.reference import Entry, Given, entries
from kamtui.i18n import t

app = Noun(t("The manual page."))

EXITS = (
    (0, "done"),
    (1, "nothing to do"),
    (2, "bad input or usage"),
    (3, "not found, or ambiguous"),
    (4, "conflict: somebody changed it meanwhile"),
    (5, "the book is busy"),
    (6, "no book, or one that is damaged, too new or no book at all"),
    (7, "not permitted"),
    (70, "a mistake in kamtui"),
    (130, "stopped with ctrl+c"),
)
"""Exit code -> what it says, in English."""

ENVIRONMENT = {
    "KAMTUI_BOOK": "the book, where --book does not name one",
    "KAMTUI_USER": "the login under which changes are written down, where the settings have none",
    "KAMTUI_LANG": "en or zh; otherwise the language of the locale",
    "KAMTUI_TODAY": "a date that is taken for today, for scripts and tests",
    "KAMTUI_SETTINGS": "the settings file",
    "KAMTUI_IDLE_MINUTES": "after how many minutes without a key a session on a shared server ends",
    "KAMTUI_AUTHORIZED_KEYS": "the file of keys on a shared server",
    "KAMTUI_HOOK": "set while a hook runs: what it calls starts no hook again",
    "NO_COLOR": "no colours",
}
"""Variable -> what it is for, in English."""

FILES = {
    "~/.local/share/kamtui/book.kam": "the book, where nothing names another; XDG_DATA_HOME moves it",
    "~/.config/kamtui/settings.toml": "the settings; XDG_CONFIG_HOME moves them",
    "~/.local/state/kamtui/": "lines that were typed and not saved, and crash.log; XDG_STATE_HOME moves it",
}
"""Path -> what is there, in English."""


@app.command("man")
def man() -> None:
    """Print the manual page, for: kamtui man | man -l -."""
    out.block(page())


def page() -> Iterator[str]:
    """The page in the language of the moment, in the macros of man(7)."""
    yield '.\\" -*- coding: utf-8 -*-'
    yield f'.TH KAMTUI 1 "" "kamtui {__version__}" "{_text(t("User Commands"))}"'
    # long lines of options are no paragraph to be spread
    yield from (".nh", ".ad l")
    yield from _section(t("NAME"))
    yield f"kamtui \\- {_text(t('key account management in the terminal'))}"
    yield from _section(t("SYNOPSIS"))
    yield from (".B kamtui", "[\\-\\-book \\fIPATH\\fR] [\\-\\-readonly]", ".br")
    yield from (".B kamtui", f"\\fI{_text(t('COMMAND'))}\\fR [\\fI{_text(t('ARGUMENTS'))}\\fR]")
    yield from _section(t("DESCRIPTION"))
    yield from _paragraphs(
        t("Without a command kamtui opens the app; ? there lists the keys of each screen. kamtui tutorial shows it.")
    )
    yield from _paragraphs(t(EVERYWHERE))
    yield from _section(t("COMMANDS"))
    for entry in entries():
        yield from _command(entry)
    yield from _section(t("EXIT STATUS"))
    yield from _list(Given(str(code), t(says)) for code, says in EXITS)
    yield from _section(t("ENVIRONMENT"))
    yield from _list(Given(name, t(says)) for name, says in ENVIRONMENT.items())
    yield from _section(t("FILES"))
    yield from _list(Given(name, t(says)) for name, says in FILES.items())


def _command(entry: Entry) -> Iterator[str]:
    yield f'.SS "{_text(f"kamtui {entry.line} {entry.usage}".strip())}"'
    yield from _paragraphs(entry.says)
    yield from _list((*entry.arguments, *entry.options))


def _section(heading: str) -> Iterator[str]:
    yield f'.SH "{_text(heading)}"'


def _list(rows: Iterator[Given] | tuple[Given, ...]) -> Iterator[str]:
    for row in rows:
        yield ".TP"
        yield f"\\fB{_text(row.names)}\\fR"
        yield _line(row.says) or "\\&"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield ".PP"
        yield _line(" ".join(paragraph.split()))


def _line(text: str) -> str:
    """A line of text, which a dot or quote at its begin would make a request."""
    shown = _text(text)
    return f"\\&{shown}" if shown[:1] in (".", "'") else shown


def _text(text: str) -> str:
    """Text as it stands in a page."""
    return re.sub(_BETWEEN_HAN, r"\\:", text.translate(_ESCAPED))


_ESCAPED = str.maketrans({"\\": "\\e", "-": "\\-", '"': "\\(dq", "~": "\\(ti", "^": "\\(ha"})

_BETWEEN_HAN = "(?<=[\u3000-\u9fff\uff00-\uffef])(?=[\u4e00-\u9fff])|(?<=[、，；：。])(?=\\w)"
"""Where a line may be broken though there is no blank."""
