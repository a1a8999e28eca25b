"""Whatever the book can do, the command line can, the app can, both say it, and it can be said in Chinese."""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

import pytest
from textual.binding import Binding

import kamtui
import kamtui.cli
from kamtui import i18n
from kamtui.cli.app import NOUNS, VERBS
from kamtui.cli.nouns import Noun
from kamtui.cli.nouns import _Elsewhere as Elsewhere
from kamtui.domain.agenda import What
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.outcomes.every import Outcome
from kamtui.domain.signals.voice import Zone
from kamtui.domain.statuses import Status
from kamtui.domain.teams import OurFunction, Rated
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind, TouchState
from kamtui.ops.core import Operation, load_all
from kamtui.render.reasoned import VERBS as ANSWERS
from kamtui.store.accounts import Order
from kamtui.tui.forms import FORMS
from kamtui.tui.pages import OTHERS, PAGES, page_class
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.money import MoneyPage
from kamtui.tui.screens.people import PeoplePage
from kamtui.tui.screens.plan import PlanPage
from kamtui.tui.screens.tier import TierPage
from tests.ops.examples import EXAMPLES

ROOT = Path(kamtui.__file__).parent
OPERATIONS = sorted(load_all())

ZH = i18n.catalog("zh")

UNDOES = {"history.undo", "history.redo"}
"""What the examples are undone and done again with."""

ZONES = [each.word for each in Zone]
OURS = [*(each.label for each in OurFunction), *(each.replace("_", " ") for each in Rated)]
WORDS = [*What, *Tier, *Status, *Kind, *TouchState, *Level, *Function, *EndReason, *Order, *ANSWERS.values(), *ZONES]
"""Words of the trade that screens translate one by one."""

_OF_TYPER = "OPTIONS ARGS COMMAND INTEGER FLOAT RANGE PATH VERSION Arguments (dynamic)"
OF_TYPER = {*_OF_TYPER.split(), "Show this message and exit.", "default: {default}", "env var: {var}"}
"""What Typer puts into a help."""

SPOKEN = ("tui", "render", "cli", "ops", "store", "domain")
"""Packages whose every sentence has a translation."""


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_what_it_does(name: str) -> None:
    label = load_all()[name].label
    assert label
    assert "Raises" not in label
    assert label[0].isupper()


@pytest.mark.parametrize("name", sorted({*OPERATIONS} - UNDOES))
def test_every_operation_has_an_example_that_is_undone_and_done_again(name: str) -> None:
    assert name in EXAMPLES


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_reached_from_the_command_line(name: str) -> None:
    assert name in _of_the_command_line()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_reached_from_the_app(name: str) -> None:
    assert name in FORMS or name in OTHERS or name in _binding_ids()


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_said_in_chinese(name: str) -> None:
    assert load_all()[name].label in ZH


@pytest.mark.parametrize("word", [*WORDS, *OURS])
def test_every_word_of_the_trade_can_be_said_in_chinese(word: str) -> None:
    assert word in ZH


@pytest.mark.parametrize("package", SPOKEN)
def test_every_sentence_of_the_app_can_be_said_in_chinese(package: str) -> None:
    said = {sentence for path in (ROOT / package).rglob("*.py") for sentence in _sentences(path)}
    assert len(said) > 20
    assert not sorted(said - ZH.keys())


@pytest.mark.parametrize("noun", sorted({*NOUNS, *(module for module, _ in VERBS.values())}))
def test_every_help_can_be_said_in_chinese(noun: str) -> None:
    said = {text for text in _helps(import_module(f"kamtui.cli.{noun}").app) if text}
    assert not sorted(said - ZH.keys())


def test_no_translation_is_kept_that_nobody_says() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    sources += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "policies").glob("*.toml"))
    # a text may stand in several pieces, with other quotes, and words with a low line
    plain = re.sub(r'"\s*\n\s*f?r?"', "", sources).replace('\\"', '"').replace("\\'", "'").replace("\\n", "\n")
    words = {*re.findall(r"[a-z_]+", plain)}
    flowing = " ".join(plain.split())

    def is_said(key: str) -> bool:
        # some are put together: they end in what holds there, and names of figures have a number or an end
        short = re.split(r", | \(|; ", key)[0] if "{" in key else key
        computed = {*re.sub(r"\d+", "", key).split()} <= words and len(key.split()) < 4
        named = computed or key.replace(" ", "_") in words or key in {*map(str, WORDS), *OURS}
        return named or " ".join(short.split()) in flowing or key in OF_TYPER

    assert not [key for key in ZH if not is_said(key)]


@pytest.mark.parametrize("path", sorted((ROOT / "policies").glob("*.toml")), ids=lambda path: path.stem)
def test_what_a_starting_policy_offers_to_do_is_offered_in_chinese(path: Path) -> None:
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    offered = {title for titles in (*rules["playbook"].values(), *rules["rebuild"].values()) for title in titles}
    assert len(offered) > 5
    assert not sorted(offered - ZH.keys())


def test_a_translation_has_the_fields_of_its_sentence() -> None:
    assert not [text for text in ZH if _fields(text) != _fields(ZH[text])]


@pytest.mark.parametrize("outcome", get_args(Outcome), ids=lambda outcome: outcome.__name__)
def test_every_outcome_has_its_sentence_in_the_module_of_its_name(outcome: type[object]) -> None:
    theme = outcome.__module__.removeprefix("kamtui.domain.outcomes.")
    assert outcome in import_module(f"kamtui.render.said.{theme}").SENTENCES
    assert import_module(f"kamtui.cli.written.{theme}").SHAPES.keys() <= set(get_args(Outcome))


def test_the_translations_are_in_order_so_that_changes_to_them_can_be_read() -> None:
    text = (i18n.LOCALES / "zh.json").read_text(encoding="utf-8")
    assert list(json.loads(text)) == sorted(ZH)


def _helps(noun: Noun) -> Iterator[str]:
    """What the help of a noun says: of itself, in the list of its commands, and of each of them."""
    yield noun.help
    for command in (*noun.commands.values(), *([noun.alone] if noun.alone else [])):
        said = inspect.cleandoc(command.__doc__ or "")
        yield from (said.partition("\n")[0], said)
        if isinstance(command, Elsewhere):
            yield inspect.cleandoc(command.noun().commands[command.name].__doc__ or "")


def _of_the_command_line() -> set[str]:
    """Operations that a module of the command line holds, or names as one of its commands does."""
    found: set[str] = set()
    for module in iter_modules(kamtui.cli.__path__, "kamtui.cli."):
        loaded = import_module(module.name)
        found |= {value.name for value in vars(loaded).values() if isinstance(value, Operation)}
        source = Path(str(loaded.__file__)).read_text(encoding="utf-8")
        found |= {name for name in OPERATIONS if f'@writes("{name}"' in source}
    return found


def _binding_ids() -> set[str]:
    """What keys do on some page, by the names that a keymap uses."""
    pages = [
        page
        for page in (*map(page_class, PAGES), AccountPage, MoneyPage, PeoplePage, PlanPage, TierPage)
        if isinstance(page, type)
    ]
    return {
        binding.id
        for page in pages
        for base in page.__mro__
        for binding in vars(base).get("BINDINGS", [])
        if isinstance(binding, Binding) and binding.id
    }


def _sentences(path: Path) -> Iterator[str]:
    """The texts of a module that a user sees: in t(…), n(…), bindings, their groups, the fields of forms, refusals."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        match node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", ""):
            case "t":
                yield from _texts(node.args[0])
            case "n":
                yield from (text for part in node.args[:2] for text in _texts(part))
            case "Binding":
                yield from (text for part in node.args[2:3] for text in _texts(part))
                yield from (text for part in node.keywords if part.arg == "tooltip" for text in _texts(part.value))
            case "Group":
                yield from _texts(node.args[0])
            case "Column":
                yield from (text for part in node.args[:1] for text in _texts(part) if text.strip())
            case "Field" | "named" if len(node.args) > 1:
                yield from _texts(node.args[1])
            case _:
                pass


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be: one, one of two, one of several; none where it is computed."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*_texts(one), *_texts(other))
        case ast.BoolOp(values=several) | ast.Subscript(value=ast.Tuple(elts=several)):
            yield from (text for part in several for text in _texts(part))
        case _:
            pass


def _fields(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)", text))
