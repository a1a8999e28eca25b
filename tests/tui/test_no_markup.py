"""No text from the book is ever read as markup: checked on the source of every file of the app."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kamtui.tui

SINKS = {
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "Collapsible",
    "OptionList",
    "Option",
    "SelectionList",
    "Selection",
    "Select",
    "Tab",
    "TabPane",
    "Markdown",
    "Link",
    "Placeholder",
}
"""Widgets of Textual that read a str as markup, or open what it links to."""

METHODS = {"notify", "add_row", "add_rows", "add_column", "add_columns", "add_option", "add_options", "from_markup"}
"""The same, as methods; `update` is one only with something that is plainly text."""

ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "placeholder"}

FORBIDDEN = {"DataTable", "LoadingIndicator", "ProgressBar", "Header", "Footer", "Digits", "RichLog", "Log"}
"""Cost bytes while nothing happens, or time that grows with the book."""

SAFE = {"T", "Content", "Text"}

FILES = sorted(Path(kamtui.tui.__file__).parent.rglob("*.py"))


def problems(source: str) -> list[str]:
    """What is wrong in one file, each as "line: what"."""
    return [f"{line}: {what}" for node in ast.walk(ast.parse(source)) for line, what in _problems(node)]


def _problems(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual"):
        for alias in node.names:
            if alias.name in FORBIDDEN:
                yield node.lineno, f"{alias.name} is not used here"
    elif isinstance(node, ast.Call):
        name = _name(node.func)
        if any(word.arg == "markup" and not _is(word.value, False) for word in node.keywords):
            yield node.lineno, "markup=True"
        if any(word.arg == "loading" for word in node.keywords):
            yield node.lineno, "loading"
        is_update = name == "update" and any(_is_text(argument) for argument in node.args)
        if name in SINKS or (isinstance(node.func, ast.Attribute) and (name in METHODS or is_update)):
            for argument in [*node.args, *(word.value for word in node.keywords if word.arg in ATTRIBUTES)]:
                if not _is_safe(argument):
                    yield argument.lineno, f"bare text in {name}()"
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES and not _is_safe(node.value):
                yield node.lineno, f"bare text in {target.attr}"
            if isinstance(target, ast.Attribute) and target.attr == "loading":
                yield node.lineno, "loading"


def _is_safe(value: ast.expr) -> bool:
    """A call of T or Content, or something that is no text at all."""
    if isinstance(value, ast.Call):
        return _name(value.func) in SAFE
    return isinstance(value, ast.Constant) and not isinstance(value.value, str)


def _is_text(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return _name(value.func) in {"t", "n", "str", "format", "join"}
    return isinstance(value, ast.JoinedStr | ast.BinOp) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    )


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is(value: ast.expr, constant: object) -> bool:
    return isinstance(value, ast.Constant) and value.value is constant


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FILES[0].parent)))
def test_no_file_hands_bare_text_to_a_widget(file: Path) -> None:
    assert problems(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "Static(name)",
        "Static(f'{name}')",
        "Label(account.name)",
        "self.app.notify(name)",
        "self.notify(t('done {name}', name=name))",
        "table.add_row(name, tier)",
        "self.query_one(Static).update(f'{name}')",
        "self.border_title = name",
        "widget.tooltip = f'{name}'",
        "Static(name, markup=True)",
        "Input(placeholder=name); Select(name)",
        "Content.from_markup(name)",
        "from textual.widgets import DataTable",
        "from textual.widgets import Static, LoadingIndicator",
        "self.loading = True",
    ],
)
def test_the_check_finds(source: str) -> None:
    assert problems(source)


@pytest.mark.parametrize(
    "source",
    [
        "Static(T(name))",
        "Static(Content(clean(name)))",
        "self.query_one(Static).update(T(name))",
        "counts.update(name)",
        "self.border_title = T(name)",
        "notify(T(name), markup=False)",
        "row.update({'a': 1})",
    ],
)
def test_the_check_lets_pass(source: str) -> None:
    assert problems(source) == []
