"""A large book, the same on every machine: `python -m tests.bench.generated FOLDER --accounts 100000`.

Three people, twenty touches and twelve sales documents an account, over 24 months; names in three scripts; sales as
unequal as real ones, touches closer together where sales are large, a tenth of the accounts rising or falling, a third
that never bought. Made as CSV files, which `kamtui import` takes in.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kamtui.store.schema import SCHEMA_VERSION
from tests.bench.processes import KAMTUI, TODAY, surroundings

SIZES = (1_000, 10_000, 100_000)

MONTHS = 24
MANAGERS = 50
LAST = dt.date.fromisoformat(TODAY) - dt.timedelta(days=1)

LATIN = [
    "Alder",
    "Beacon",
    "Cobalt",
    "Dynamo",
    "Everest",
    "Fjord",
    "Gannet",
    "Helix",
    "Ibis",
    "Jasper",
    "Krypton",
    "Larch",
    "Magnet",
    "Nordic",
    "Osprey",
]
ACCENTED = ["Brønsted", "Çelik", "Dvořák", "Émilion", "Größe", "Höfner", "Kraków", "Señal", "Škoda", "Zürich"]
TRADES = ["Bearings", "Castings", "Chemicals", "Dairy", "Freight", "Glass", "Instruments", "Paper", "Plastics", "Tools"]
PLACES = ["北京", "上海", "广州", "成都", "重庆", "杭州", "苏州", "厦门", "青岛", "单县"]
CHINESE = ["华瑞", "中联", "恒通", "嘉禾", "天成", "永信", "仇氏", "曾记", "解放", "新源"]
FIELDS = ["科技", "机械", "电子", "食品", "物流", "化工"]
GIVEN = ["Anna", "Ben", "Clara", "David", "Emil", "Freya", "Greta", "Hugo", "Ines", "Jonas"]
FAMILY = ["Abel", "Berg", "Conti", "Duval", "Egger", "Fonseca", "Gruber", "Holm", "Ivanov", "Jansen"]
FAMILY_ZH = ["王", "李", "张", "刘", "陈", "单", "仇", "曾", "解", "欧阳"]
GIVEN_ZH = ["伟", "芳", "敏", "静", "强", "磊", "军", "洋", "杰", "明"]
WORDS = [
    "price",
    "delivery",
    "contract",
    "quality",
    "training",
    "forecast",
    "价格",
    "交货",
    "合同",
    "质量",
    "培训",
    "预算",
]
KINDS = ("call", "email", "meeting", "visit", "message")
LEVELS = ("exec", "mid", "front")
FUNCTIONS = ("purchasing", "operations", "technical", "finance")

TABLES = {
    "accounts": ("id", "name", "industry", "region", "owner", "currency"),
    "contacts": ("id", "account", "name", "level", "function", "email"),
    "touches": ("key", "account", "contact", "at", "kind", "minutes", "summary", "by"),
    "sales": ("account", "number", "date", "amount", "currency", "profit"),
}
"""The files and their columns, by the names that the import knows."""


class Account(NamedTuple):
    """What its people, touches and sales follow from."""

    id: str
    name: str
    owner: str
    size: float
    """How much it buys in a month, 0 for those that never bought."""
    trend: float
    """By how much of that it changes a month."""


def book(folder: Path, accounts: int) -> Path:
    """The generated book in a folder, made there where it is missing, with its CSV files in `csv(folder, accounts)`."""
    made = folder / f"{accounts}-{SCHEMA_VERSION}.kam"
    if not made.exists():
        partial = made.with_suffix(".partial")
        for left in folder.glob(partial.name + "*"):
            left.unlink()
        files = write(csv_folder(folder, accounts), accounts)
        environ = surroundings(partial)
        for words in (("init", "--currency", "CNY"), ("import", *map(str, files), "-q")):
            subprocess.run([*KAMTUI, *words], env=environ, check=True, capture_output=True)
        partial.rename(made)
        for left in folder.glob(partial.name + "*"):
            left.unlink()
    return made


def copy(made: Path, target: Path) -> Path:
    """A copy of a book to write in; what an earlier copy left beside it is gone."""
    for left in target.parent.glob(target.name + "*"):
        left.unlink()
    return Path(shutil.copyfile(made, target))


def csv_folder(folder: Path, accounts: int) -> Path:
    return folder / f"csv-{accounts}"


def write(folder: Path, accounts: int) -> list[Path]:
    """The CSV files of a book with so many accounts; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.csv" for name in TABLES]
    if all(path.exists() for path in paths):
        return paths
    rows = _Rows(accounts)
    for path, made in zip(paths, (rows.accounts(), rows.people(), rows.touches(), rows.sales()), strict=True):
        _write(path, TABLES[path.stem], made)
    return paths


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    partial = path.with_suffix(".partial")
    with partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    partial.rename(path)


class _Rows:
    """The rows of every file; each kind has a random sequence of its own."""

    def __init__(self, accounts: int) -> None:
        chance = random.Random(f"accounts {accounts}")
        self._all = [_account(number, chance) for number in range(1, accounts + 1)]
        chance = random.Random(f"people {accounts}")
        self._people = [[_person(chance) for _ in range(chance.randint(1, 5))] for _ in self._all]

    def accounts(self) -> Iterator[tuple[object, ...]]:
        for number, account in enumerate(self._all):
            trade, place = TRADES[number % len(TRADES)], PLACES[number % 7]
            yield account.id, account.name, trade, place, account.owner, "CNY"

    def people(self) -> Iterator[tuple[object, ...]]:
        for account, people in zip(self._all, self._people, strict=True):
            for number, (name, level, function) in enumerate(people):
                identity = f"{account.id}-{number}"
                yield identity, account.id, name, level, function, f"{identity.lower()}@example.com"

    def touches(self) -> Iterator[tuple[object, ...]]:
        chance = random.Random("touches")
        number = 0
        for account, people in zip(self._all, self._people, strict=True):
            for _ in range(min(round(18 + account.size / 4000 + chance.random() * 4), 400)):
                number += 1
                day = LAST - dt.timedelta(days=int(chance.random() ** 1.5 * MONTHS * 30.4))
                at = f"{day.isoformat()}T{chance.randint(8, 17):02d}:{chance.randint(0, 59):02d}:00Z"
                person = f"{account.id}-{chance.randrange(len(people))}"
                summary = f"{chance.choice(WORDS)} {chance.choice(WORDS)}"
                minutes = chance.choice((5, 15, 30, 60, 90))
                yield f"t{number}", account.id, person, at, chance.choice(KINDS), minutes, summary, account.owner

    def sales(self) -> Iterator[tuple[object, ...]]:
        chance = random.Random("sales")
        number = 0
        for account in self._all:
            if not account.size:
                continue
            for month in range(MONTHS):
                for _ in range(chance.choice((0, 0, 1, 2))):
                    number += 1
                    day = LAST - dt.timedelta(days=int((MONTHS - month - chance.random()) * 30.4))
                    amount = (
                        account.size * max(0.1, 1 + account.trend * (month - MONTHS / 2)) * chance.uniform(0.5, 1.5)
                    )
                    profit = amount * chance.uniform(-0.05, 0.3)
                    yield account.id, f"s{number}", day.isoformat(), f"{amount:.2f}", "CNY", f"{profit:.2f}"


def _account(number: int, chance: random.Random) -> Account:
    script, moves = chance.random(), chance.random()
    if script < 0.3:
        name = f"{chance.choice(PLACES)}{chance.choice(CHINESE)}{chance.choice(FIELDS)}有限公司{number}"
    else:
        name = f"{chance.choice(ACCENTED if script < 0.4 else LATIN)} {chance.choice(TRADES)} {number}"
    size = 0.0 if chance.random() < 1 / 3 else 800 * chance.paretovariate(1.16)
    trend = 0.06 if moves < 0.05 else -0.06 if moves < 0.1 else 0.0
    return Account(f"A{number:06d}", name, f"u{number % MANAGERS + 1:02d}", size, trend)


def _person(chance: random.Random) -> tuple[str, str, str]:
    chinese = chance.random() < 0.35
    name = (
        chance.choice(FAMILY_ZH) + chance.choice(GIVEN_ZH)
        if chinese
        else f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    )
    return name, chance.choice(LEVELS), chance.choice(FUNCTIONS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=SIZES[-1])
    wanted = parser.parse_args()
    print(book(wanted.folder, wanted.accounts))
