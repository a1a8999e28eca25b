"""The language of everything a user reads: English is the key, locale/<code>.json the translation."""

from __future__ import annotations

import json
import os
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"

_catalog: dict[str, str] = {}
_spoken = "en"


def t(message: str, /, **fields: object) -> str:
    """`message` in the user's language, its {fields} filled in."""
    text = _catalog.get(message, message)
    return text.format(**fields) if fields else text


def n(one: str, many: str, count: int, /, **fields: object) -> str:
    """`one` or `many` in the user's language by `count`, which is also the field {count}."""
    return t(one if count == 1 else many, count=count, **fields)


def use(language: str) -> None:
    """Speak `language` ("en", "zh") from now on; one we have no catalog for is English."""
    global _catalog, _spoken
    if language == _spoken:
        return
    # at once, for what another thread says meanwhile
    _catalog = catalog(language)
    _spoken = language


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken


def catalog(language: str) -> dict[str, str]:
    """The translations of one language, English sentence -> sentence."""
    path = LOCALES / f"{language}.json"
    if not path.is_file():
        return {}
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def language_of_environment() -> str:
    """The language asked for by KAMTUI_LANG, else the locale of the terminal."""
    for name in ("KAMTUI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            code = value.partition("_")[0].partition(".")[0].lower()
            return "en" if code in ("c", "posix") else code
    return "en"
