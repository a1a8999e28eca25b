"""How well kamtui's outlook warns, beside recency alone and RFM quintiles: `python -m tests.bench.early_warning`.

    python -m tests.bench.early_warning [FOLDER]    the public data sets, in FOLDER or where tests/realdata.py looks
    python -m tests.bench.early_warning sales.csv   any file with the columns account, date and amount
    python -m tests.bench.early_warning --fit       the weights of kamtui/domain/outlook.py, fitted again
    python -m tests.bench.early_warning --strengths the choice of kamtui/domain/calibration.py, on the tuning halves

Who fell: net sales of the next 90 days below half of the account's own rate (kamtui/domain/outlook.py says what that
is). Looked at: the ends of calendar quarters with 90 days of data before and after; accounts with sales in the
trailing year. Only accounts whose crc32 of the external id is odd are judged; the even ones are the tuning half, and
nothing is learned from any other: neither the shipped weights, which come from one data set, nor what kamtui learns at
each quarter end from the past that is known by then. "shipped" is kamtui without that past. All signals get as many
flags as "shipped" raises; where the last flag falls among accounts of equal score, they share it.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from kamtui.clock import Clock
from kamtui.domain import calibration, outlook
from kamtui.domain.outlook import HORIZON, SHIPPED, History, Outlook, Rate, Terms
from kamtui.domain.periods import month_ends
from kamtui.store import accounts, orders
from kamtui.store.book import Book
from tests.acceptance import test_classicmodels, test_northwind
from tests.acceptance.commands import Kamtui
from tests.realdata import real

LATER = dt.date(2100, 1, 1)
"""After the last document of any data set."""
FITTED = "UCI online retail"
SETS: dict[str, tuple[str, Sequence[str], str]] = {
    FITTED: ("01_uci_online_retail", ["invoices.csv"], ""),
    "CDNOW": ("08_cdnow", ["CDNOW_master.csv.gz"], ""),
    "Northwind": ("02_northwind", ["orders.csv", "order_details.csv", "employees.csv"], test_northwind.ORDERS),
    "Classic models": (
        "03_classicmodels",
        ["orders.csv", "orderdetails.csv", "products.csv"],
        test_classicmodels.ORDERS,
    ),
    "Superstore": ("05_superstore", ["Sample - Superstore.csv"], ""),
}
"""Name -> folder, files and the SQL over them; the last three are invented."""
SIGNALS = ("kamtui", "shipped", "recency", "RFM")
STRENGTHS = (10.0, 20.0, 40.0, 80.0, 160.0)
"""Of the prior around the shipped weights; those tried."""


class Case(NamedTuple):
    """One account at one day: what kamtui said with and without the past it learned from, and what came."""

    told: Outlook
    shipped: Outlook
    rate: Rate
    fell: bool


class Scored(NamedTuple):
    """How one signal did."""

    auc: float
    precision: float
    recall: float


class Result(NamedTuple):
    """All signals on one day, or on all days of a data set together."""

    accounts: int
    fell: int
    flags: int
    scored: Mapping[str, Scored]


def read(files: Sequence[str], sql: str = "") -> Mapping[str, History]:
    """External id -> documents net by day, read through kamtui's own import into a book that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        kamtui = Kamtui(Path(folder), currency="USD", today=LATER.isoformat())
        kamtui.ok("import", *files, *(["--as", "sales", "--sql", sql] if sql else []))
        book = Book.open(kamtui.path, who="li.wei", clock=Clock(LATER))
        codes = accounts.codes(book.conn)
        found = {codes[key]: history for key, history in orders.by_account(book.conn, LATER, "USD").items()}
        book.close()
    return found


def public(name: str) -> Mapping[str, History]:
    """One of the public data sets; skips, in the words of tests/realdata.py, where it is absent."""
    folder, files, sql = SETS[name]
    return read([str(real(folder) / file) for file in files], sql)


def is_held_out(account: str) -> bool:
    """Whether nothing was learned from this account."""
    return zlib.crc32(account.encode()) % 2 == 1


def is_tuning(account: str) -> bool:
    """Whether it is one of those that may be learned from."""
    return not is_held_out(account)


def days(histories: Mapping[str, History], months: int) -> list[int]:
    """The ends of every `months`-th calendar month with 90 days of data before and after them."""
    first = min(history[0][0] for history in histories.values())
    last = max(history[-1][0] for history in histories.values())
    ends = month_ends(dt.date.fromordinal(first + HORIZON - 1), dt.date.fromordinal(last - HORIZON))
    return [end.toordinal() for end in ends if end.month % months == 0]


def cases(histories: Mapping[str, History], on: int, keep: Callable[[str], bool], weights: Terms) -> list[Case]:
    """Every kept account with sales in the year before `on`; what orders are usual is asked of all of them."""
    usual = outlook.usual_order(histories.values(), on)
    found = []
    for account, history in histories.items():
        rate = outlook.rate(history, on) if keep(account) else None
        told = outlook.outlook(history, on, usual, weights) if rate else None
        shipped = outlook.outlook(history, on, usual) if rate else None
        if rate and told and shipped:
            found.append(Case(told, shipped, rate, bool(outlook.fell(history, on))))
    return found


def results(
    histories: Mapping[str, History], keep: Callable[[str], bool] = is_held_out, strength: float = calibration.STRENGTH
) -> dict[int, Result]:
    """Quarter end -> how the signals did on the kept accounts, kamtui having learned from the tuning half."""
    tuning = {account: history for account, history in histories.items() if is_tuning(account)}
    return {
        on: judge(cases(histories, on, keep, calibration.learned(tuning, on, strength).weights))
        for on in days(histories, 3)
    }


def judge(found: Sequence[Case]) -> Result:
    """Score kamtui and the baselines on the accounts of one day."""
    fell = [case.fell for case in found]
    flags = sum(case.shipped.is_flagged for case in found)
    risks = {
        "kamtui": [case.told.risk for case in found],
        "shipped": [case.shipped.risk for case in found],
        "recency": [float(case.told.silence) for case in found],
        "RFM": _rfm(found),
    }
    scored = {name: Scored(auc(risk, fell), *_flagged(risk, fell, flags)) for name, risk in risks.items()}
    return Result(len(found), sum(fell), flags, scored)


def together(found: Sequence[Result]) -> Result:
    """All days as one: the AUC is the mean weighted by accounts, precision and recall are of all flags together."""
    size, fell, flags = (sum(column) for column in list(zip(*found, strict=True))[:3])
    scored = {}
    for name in SIGNALS:
        hits = sum(result.scored[name].recall * result.fell for result in found)
        area = sum(result.scored[name].auc * result.accounts for result in found) / size
        scored[name] = Scored(area, _share(hits, flags), _share(hits, fell))
    return Result(size, fell, flags, scored)


def auc(risks: Sequence[float], fell: Sequence[bool]) -> float:
    """The chance that who fell was given the higher risk than who did not; equal risks count half."""
    positive = sorted(risk for risk, did in zip(risks, fell, strict=True) if did)
    negative = sorted(risk for risk, did in zip(risks, fell, strict=True) if not did)
    wins = sum(bisect_left(negative, risk) + bisect_right(negative, risk) for risk in positive)
    return _share(wins, 2 * len(positive) * len(negative))


def main(words: Sequence[str]) -> None:
    """Print the table, with --fit the shipped weights, with --strengths what each strength of the prior does."""
    files = [word for word in words if not word.startswith("-")]
    is_own = bool(files) and Path(files[0]).is_file()
    if files and not is_own:
        os.environ["KAMTUI_REAL_DATA"] = files[0]
    try:
        if "--fit" in words:
            for name, weight in fit(public(FITTED)).items():
                print(f"{name} = {weight:.3f}")
        elif "--strengths" in words:
            _print_strengths({name: public(name) for name in SETS})
        elif is_own:
            _print({Path(files[0]).name: read(files[:1])})
        else:
            _print({name: public(name) for name in SETS})
    except pytest.skip.Exception as absent:
        sys.exit(str(absent))


def fit(histories: Mapping[str, History]) -> dict[str, float]:
    """The shipped weights by name, those that are fitted: plain logistic regression on the tuning half, every month."""
    names = Terms._fields[:5]
    found = [case for on in days(histories, 1) for case in cases(histories, on, is_tuning, SHIPPED)]
    rows = [outlook.terms(case.told)[: len(names)] for case in found]
    fell = [case.fell for case in found]
    return dict(zip(names, calibration.fitted(rows, fell, [0.0] * len(names), 0.0), strict=True))


def _rfm(found: Sequence[Case]) -> list[float]:
    """Recency, frequency and sales of the trailing year, 1-5 each, added; a low sum is a high risk."""
    scores = [
        _quintiles([-case.told.silence for case in found]),
        _quintiles([case.rate.orders for case in found]),
        _quintiles([case.rate.sales for case in found]),
    ]
    return [-float(sum(parts)) for parts in zip(*scores, strict=True)]


def _quintiles(values: Sequence[int]) -> list[int]:
    """1 for the lowest fifth … 5 for the highest; equal values have the fifth that their middle lies in."""
    ordered = sorted(values)
    middles = ((bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in values)
    return [min(5, int(5 * middle / len(values)) + 1) for middle in middles]


def _flagged(risks: Sequence[float], fell: Sequence[bool], flags: int) -> tuple[float, float]:
    """Precision and recall of the `flags` highest risks."""
    if not flags:
        return float("nan"), 0.0
    last = sorted(risks, reverse=True)[flags - 1]
    above = [did for risk, did in zip(risks, fell, strict=True) if risk > last]
    equal = [did for risk, did in zip(risks, fell, strict=True) if risk == last]
    hits = sum(above) + sum(equal) * (flags - len(above)) / len(equal)
    return hits / flags, _share(hits, sum(fell))


def _print(sets: Mapping[str, Mapping[str, History]]) -> None:
    measures = "".join(f"   {measure:^24}" for measure in Scored._fields)
    names = ("   " + "".join(f"{name:>7} " for name in SIGNALS)) * len(Scored._fields)
    print(f"{'':56}{measures}".rstrip())
    print(f"{'data set':22}{'quarter end':12}{'accounts':>8}{'fell':>7}{'flags':>7}{names}".rstrip())
    for name, histories in sets.items():
        found = results(histories)
        if not found:
            sys.exit(f"{name}: no quarter end has {HORIZON} days of data before and after it")
        for on, result in found.items():
            print(_line(name, dt.date.fromordinal(on).isoformat(), result))
        print(_line(name, "all", together(list(found.values()))))
        print()


def _print_strengths(sets: Mapping[str, Mapping[str, History]]) -> None:
    print(f"{'AUC, tuning half':22}" + "".join(f"{name:>9}" for name in (*STRENGTHS, *SIGNALS[1:])))
    for name, histories in sets.items():
        found = [together(list(results(histories, is_tuning, strength).values())).scored for strength in STRENGTHS]
        areas = [scored["kamtui"].auc for scored in found] + [found[0][signal].auc for signal in SIGNALS[1:]]
        print(f"{name:22}" + "".join(f"{area:9.3f}" for area in areas))


def _line(name: str, when: str, result: Result) -> str:
    shares = f"{_share(result.fell, result.accounts):7.0%}{_share(result.flags, result.accounts):7.0%}"
    return f"{name:22}{when:12}{result.accounts:8}{shares}{''.join(_columns(result))}".rstrip()


def _columns(result: Result) -> Iterator[str]:
    for measure in Scored._fields:
        yield "   " + "".join(f"{getattr(result.scored[name], measure):7.3f} " for name in SIGNALS)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


if __name__ == "__main__":
    main(sys.argv[1:])
