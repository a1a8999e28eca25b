"""What typed rows give to think about while they pass: reported, never decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from kamtui.domain.money import SCALE
from kamtui.domain.names import name_key, phone_key
from kamtui.domain.touches import TouchState
from kamtui.i18n import t
from kamtui.ops.transfer.questions import Notice

SHOWN = 20
"""Lines, names and ids listed in one notice."""

_NAMES = 100
"""Names and phones that get a notice of their own."""

_MANY = 2_000_000
"""Rows after which equal rows are no longer looked for, to keep memory small."""


class Check(Protocol):
    """Sees all rows of a target, batch by batch."""

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None: ...

    def notices(self) -> list[Notice]: ...


def for_target(target: str, file: str, today: dt.date) -> list[Check]:
    """Fresh checks for one reading."""
    if target == "accounts":
        return [_TwoCountries(file), _SharedPhone(file), _SameName(file)]
    if target == "contacts":
        return [_SharedPhone(file)]
    if target == "sales":
        return [_Unattributed(file), _TwoCountries(file), _SameName(file), _Repeated(file, "number")]
    if target in ("invoices", "payments"):
        return [_SameName(file), _Repeated(file, "number")]
    if target in ("facts", "credit", "opportunities"):
        return [_SameName(file)]
    if target == "products":
        return []
    return [_DoneInFuture(file, today), _Repeated(file, "key")]


class _Unattributed:
    """Sales that nobody can be named for: kept, and said."""

    def __init__(self, file: str) -> None:
        self.file, self.count, self.amount, self.lines = file, 0, 0, list[int]()

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None:
        if None not in {row.account for row in rows}:
            return
        for row, line in zip(rows, lines, strict=True):
            if row.account is None:
                self.count += 1
                self.amount += row.amount
                if len(self.lines) < SHOWN:
                    self.lines.append(line)

    def notices(self) -> list[Notice]:
        if not self.count:
            return []
        amount = f"{self.amount / SCALE:,.2f}"
        text = t("{count} documents have no account: {amount} is nobody's", count=self.count, amount=amount)
        return [Notice("unattributed", self.file, text, tuple(self.lines), self.count)]


class _TwoCountries:
    """Accounts that appear in more than one country."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.first: dict[str, str] = {}
        self.others: dict[str, dict[str, None]] = {}

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None:
        if hasattr(rows[0], "account"):
            found = dict.fromkeys((row.account, row.country) for row in rows)
        else:
            found = dict.fromkeys((row.id or row.name, row.country) for row in rows)
        for account, country in found:
            if account is None or country is None:
                continue
            known = self.first.setdefault(account, country)
            if known != country:
                self.others.setdefault(account, {known: None})[country] = None

    def notices(self) -> list[Notice]:
        if not self.others:
            return []
        listed = "; ".join(
            f"{account} ({', '.join(countries)})" for account, countries in sorted(self.others.items())[:SHOWN]
        )
        text = t("{count} accounts appear in several countries: {listed}", count=len(self.others), listed=listed)
        return [Notice("two_countries", self.file, text, rows=len(self.others))]


class _SharedPhone:
    """One phone number at several accounts: perhaps one firm, perhaps not."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.accounts: dict[str, dict[str, str]] = {}

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None:
        for row in rows:
            for phone in (row.phone, getattr(row, "mobile", None)):
                if phone and len(digits := phone_key(phone)) > 5:
                    self.accounts.setdefault(digits, {}).setdefault(_account_of(row), phone)

    def notices(self) -> list[Notice]:
        found = []
        for accounts in [accounts for accounts in self.accounts.values() if len(accounts) > 1][:_NAMES]:
            listed = ", ".join(list(accounts)[:SHOWN])
            text = t("phone {phone} is shared by {accounts}", phone=next(iter(accounts.values())), accounts=listed)
            found.append(Notice("shared_phone", self.file, text, rows=len(accounts)))
        return found


class _SameName:
    """One name under several ids: perhaps one account; or in several rows without any id."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.ids: dict[str, dict[str, str]] = {}
        self.rows: dict[str, int] = {}
        self._keys: dict[str, str] = {}

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None:
        if hasattr(rows[0], "account_name"):
            found = dict.fromkeys((row.account, row.account_name) for row in rows if row.account and row.account_name)
        else:
            found = dict.fromkeys((row.id, row.name) for row in rows if row.id)
            for row in rows:
                if not row.id:
                    self.rows[row.name] = self.rows.get(row.name, 0) + 1
        for account, name in found:
            key = self._keys.get(name)
            if key is None:
                key = self._keys[name] = name_key(name)
            self.ids.setdefault(key, {})[account] = name

    def notices(self) -> list[Notice]:
        found = []
        for ids in [ids for ids in self.ids.values() if len(ids) > 1][:_NAMES]:
            listed = ", ".join(sorted(ids)[:SHOWN])
            text = t("{name} appears under several ids: {ids}", name=min(ids.values()), ids=listed)
            found.append(Notice("same_name", self.file, text, rows=len(ids)))
        repeated = [name for name, count in self.rows.items() if count > 1]
        if repeated:
            listed = ", ".join(repeated[:SHOWN])
            text = t("{count} accounts stand in several rows: {listed}", count=len(repeated), listed=listed)
            found.append(Notice("repeated_name", self.file, text, rows=len(repeated)))
        return found


class _DoneInFuture:
    """Touches that are done although their day has not come."""

    def __init__(self, file: str, today: dt.date) -> None:
        self.file, self.count, self.lines = file, 0, list[int]()
        self._today = today

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None:
        for place in lying_ahead([row.at for row in rows], self._today):
            if rows[place].state is TouchState.DONE:
                self.count += 1
                if len(self.lines) < SHOWN:
                    self.lines.append(lines[place])

    def notices(self) -> list[Notice]:
        if not self.count:
            return []
        text = t("{count} touches are done but lie in the future", count=self.count)
        return [Notice("done_in_future", self.file, text, tuple(self.lines), self.count)]


class _Repeated:
    """Rows that say the same but for their key: kept all, because their keys differ or are missing."""

    def __init__(self, file: str, key: str) -> None:
        self.file, self.key, self.count, self.lines = file, key, 0, list[int]()
        self._seen: set[int] = set()
        self._has_key = False

    def see(self, rows: Sequence[Any], lines: Sequence[int]) -> None:
        if len(self._seen) > _MANY:
            return
        at = rows[0]._fields.index(self.key)
        self._has_key = self._has_key or rows[0][at] is not None
        if at == len(rows[0]) - 1:
            hashes = [hash(row[:-1]) for row in rows]
        else:
            hashes = [hash(row[:at] + row[at + 1 :]) for row in rows]
        fresh = set(hashes)
        if len(fresh) == len(hashes) and self._seen.isdisjoint(fresh):
            self._seen |= fresh
            return
        for line, value in zip(lines, hashes, strict=True):
            if value in self._seen:
                self.count += 1
                if len(self.lines) < SHOWN:
                    self.lines.append(line)
            self._seen.add(value)

    def notices(self) -> list[Notice]:
        if not self.count:
            return []
        text = t("{count} rows repeat another row", count=self.count)
        if self._has_key:
            text = t("{count} rows repeat another row in everything but {key}", count=self.count, key=self.key)
        return [Notice("repeated", self.file, text, tuple(self.lines), self.count)]


def lying_ahead(moments: Sequence[dt.date | None], today: dt.date) -> list[int]:
    """Places of the days and instants after today; nobody's today ends later than noon of the next day in UTC."""
    tomorrow = today + dt.timedelta(days=1)
    noon = dt.datetime.combine(tomorrow, dt.time(12), dt.UTC)
    limit = noon if isinstance(moments[0], dt.datetime) else tomorrow
    try:
        return [place for place, at in enumerate(moments) if at >= limit]  # type: ignore[operator]
    except TypeError:  # days, instants and blanks in one column
        ahead = [at is not None and at >= (noon if isinstance(at, dt.datetime) else tomorrow) for at in moments]
        return [place for place, late in enumerate(ahead) if late]


def _account_of(row: Any) -> str:
    """The account of a firm's or a person's row, as a reader knows it."""
    key, name = (row.account, row.account_name) if hasattr(row, "account") else (row.id, row.name)
    return f"{name} ({key})" if name and key else str(name or key or row.name)
