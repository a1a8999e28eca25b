"""The map file: how a user tells once, for good, what the columns of a file mean.

target = "sales"                  # or ["accounts", "contacts"]
encoding = "gb18030"
delimiter = ";"
header_line = 4                   # the header stands on line 4
header = ["account", "date"]      # or: the file has no header, these are its columns
date_order = "dmy"                # dmy, mdy, ymd or serial; or a table: { date = "dmy", "Ship Date" = "mdy" }
decimal = ","

[columns]                         # our field = "their header", or several that are joined
account = "Customer ID"
name = ["First Name", "Last Name"]
note = ""                         # leave this field out

[constants]                       # the same for every row
currency = "EUR"

[values.kind]                     # their word = our word
"Tel." = "call"

[files."orders*.csv"]             # any of the above for some files only
date_order = "mdy"
"""

from __future__ import annotations

import glob
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.asked import DATE_ORDERS, Wishes
from kamtui.ops.transfer.targets import TARGETS

_KEYS = {"target", "encoding", "delimiter", "header_line", "header", "date_order", "decimal", "columns", "constants",
         "values", "files"}  # fmt: skip


def load(path: Path) -> tuple[Wishes, dict[str, Wishes]]:
    """The general wishes of a map file, and those for single files by name or pattern. Raises BadInput."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(t("cannot read {path}: {reason}", path=path, reason=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(t("{path} is not a map file: {reason}", path=path, reason=error)) from None
    parts = _table(document.get("files", {}), "files", path)
    files = {name: _wishes(_table(part, name, path), path) for name, part in parts.items()}
    return _wishes(document, path), files


def written(files: Mapping[str, Wishes]) -> str:
    """A map file that says these wishes, by file name; what `load` reads from it again."""
    parts = []
    for name, wishes in files.items():
        # in a map file a name is a pattern
        head = f"files.{_quoted(glob.escape(name))}"
        plain = {
            "target": list(wishes.targets),
            "encoding": wishes.encoding,
            "delimiter": wishes.delimiter,
            "header_line": wishes.header_line,
            "date_order": dict(wishes.date_orders) or wishes.date_order,
            "decimal": wishes.decimal,
        }
        lines = [f"{key} = {_toml(value)}" for key, value in plain.items() if value]
        tables: dict[str, Mapping[str, object]] = {"columns": wishes.columns, "constants": wishes.constants}
        tables |= {f"values.{_quoted(field)}": words for field, words in wishes.values.items()}
        for table, rows in tables.items():
            if rows:
                said = [f"{_quoted(key)} = {_toml(value)}" for key, value in rows.items()]
                lines += ["", f"[{head}.{table}]", *said]
        parts.append("\n".join([f"[{head}]", *lines]))
    return "\n\n".join(parts) + "\n"


def _toml(value: object) -> str:
    match value:
        case int():
            return str(value)
        case Mapping():
            return "{ " + ", ".join(f"{_quoted(str(key))} = {_toml(each)}" for key, each in value.items()) + " }"
        case list() | tuple():
            return _toml(value[0]) if len(value) == 1 else "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON writes a text as TOML does, but for this character
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _wishes(table: Mapping[str, object], path: Path) -> Wishes:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise BadInput(
            t("{path}: '{key}' is not a key of a map file; they are: {keys}", path=path, key=unknown[0],
              keys=", ".join(sorted(_KEYS)))
        )  # fmt: skip
    order = table.get("date_order", "")
    orders = {str(k): str(v) for k, v in order.items()} if isinstance(order, dict) else {}
    for value in orders.values() if orders else [order] if order else []:
        _one_of(str(value), DATE_ORDERS, "date_order", path)
    targets = _texts(table.get("target", ()), "target", path)
    for target in targets:
        _one_of(target, tuple(TARGETS), "target", path)
    decimal = str(table.get("decimal", ""))
    if decimal:
        _one_of(decimal, (".", ","), "decimal", path)
    line = table.get("header_line", 0)
    if not isinstance(line, int) or line < 0:
        raise BadInput(t("{path}: header_line must be a line number", path=path))
    columns = _table(table.get("columns", {}), "columns", path)
    values = _table(table.get("values", {}), "values", path)
    return Wishes(
        targets=targets,
        encoding=str(table.get("encoding", "")),
        delimiter={"tab": "\t", "\\t": "\t"}.get(str(table.get("delimiter", "")), str(table.get("delimiter", ""))),
        header_line=line,
        header=_texts(table.get("header", ()), "header", path),
        date_order="" if orders else str(order),
        date_orders=orders,
        decimal=decimal,
        columns={name: _texts(headers, name, path) for name, headers in columns.items()},
        constants={name: str(text) for name, text in _table(table.get("constants", {}), "constants", path).items()},
        values={
            name: {word: str(ours) for word, ours in _table(words, name, path).items()}
            for name, words in values.items()
        },
    )


def _table(value: object, key: str, path: Path) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise BadInput(t("{path}: '{key}' must be a table", path=path, key=key))


def _texts(value: object, key: str, path: Path) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, (list, tuple)) and all(isinstance(text, str) for text in value):
        return tuple(value)
    raise BadInput(t("{path}: '{key}' must be a text or a list of texts", path=path, key=key))


def _one_of(value: str, allowed: tuple[str, ...], key: str, path: Path) -> None:
    if value not in allowed:
        raise BadInput(
            t("{path}: {key} = '{value}'; it must be one of {allowed}", path=path, key=key, value=value,
              allowed=", ".join(allowed))
        )  # fmt: skip
