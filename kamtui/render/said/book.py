"""Sentences about the book itself: users, rules, imports, what was taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.book import ExportNoted, Imported, PolicySet, Undone, UserAdded, UserEdited
from kamtui.i18n import n, t


def user_added(outcome: UserAdded) -> str:
    return t("{login}: entered as {role}", login=outcome.login, role=outcome.role)


def user_edited(outcome: UserEdited) -> str:
    return t("{login}: {fields} changed", login=outcome.login, fields=", ".join(outcome.fields))


def policy_set(outcome: PolicySet) -> str:
    return t("policy {version} in force from {on}", version=outcome.version, on=outcome.on)


def imported(outcome: Imported) -> str:
    parts = [
        t("{count} {target} {what}", count=count, target=t(target), what=t(what))
        for what, counts in (("new", outcome.created), ("changed", outcome.updated), ("unchanged", outcome.unchanged))
        for target, count in counts.items()
        if count
    ]
    if outcome.rejected_count:
        parts.append(n("{count} row rejected", "{count} rows rejected", outcome.rejected_count))
    if outcome.unattributed:
        one, many = "{count} document without an account", "{count} documents without an account"
        parts.append(n(one, many, outcome.unattributed))
    rows = n("{count} row read", "{count} rows read", outcome.read)
    return t("{rows}: {parts}", rows=rows, parts=", ".join(parts) or t("nothing"))


def undone(outcome: Undone) -> str:
    rows = n("{count} row", "{count} rows", outcome.rows)
    if outcome.redone:
        return t("change {change} ({op}) is done again: {rows}", change=outcome.change, op=outcome.op, rows=rows)
    return t("change {change} ({op}) is undone: {rows}", change=outcome.change, op=outcome.op, rows=rows)


def export_noted(outcome: ExportNoted) -> str:
    if outcome.rows is None:
        return t("noted that you took {what}", what=outcome.what)
    rows = n("{count} row", "{count} rows", outcome.rows)
    return t("noted that you took {what}: {rows}", what=outcome.what, rows=rows)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    UserAdded: user_added,
    UserEdited: user_edited,
    PolicySet: policy_set,
    Imported: imported,
    Undone: undone,
    ExportNoted: export_noted,
}
