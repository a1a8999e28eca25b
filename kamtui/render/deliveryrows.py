"""The rows of a delivery check: what is owed and paid, how far one trusts, what was agreed, what is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from kamtui.domain.credit import MEANINGS, Exposure
from kamtui.domain.deliverychecks import DeliveryCheck
from kamtui.domain.issues import Issue
from kamtui.domain.money import Money, grouped
from kamtui.domain.peaks import Peak, Stage
from kamtui.domain.receivables import Bucket, Owed
from kamtui.domain.supply import Cover, Level
from kamtui.domain.terms import Terms
from kamtui.domain.traderules import ReceivablesRules
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.chart.barchart import bar
from kamtui.render.chart.lines import Line, Span
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit, width

BUCKETS = {
    Bucket.NOT_DUE: ("not due", ""),
    Bucket.D1_30: ("1-30d", "warn"),
    Bucket.D31_60: ("31-60d", "warn"),
    Bucket.D61_90: ("61-90d", "error"),
    Bucket.OVER_90: ("over 90d", "error"),
}
"""What each bucket is called, and the role of its bar."""

LEVELS = {
    Level.RED: ("!", "error"),
    Level.AMBER: ("~", "warn"),
    Level.OK: (" ", "ok"),
    Level.STALE: ("?", "warn"),
    Level.UNKNOWN: ("?", "muted"),
}

NAME = 36
"""Cells for somebody's text in a row."""

EXPOSURE = 10
"""Cells of the whole limit."""

SMALLEST = 14
"""Cells of a bucket that stands beside others, with one of a bar."""

Part = Sequence[tuple[str, str]]
"""What stays together in a row."""


def rows(check: DeliveryCheck, glyphs: Glyphs) -> Iterator[tuple[str, list[Part]]]:
    """Label and parts of each row below what is owed."""
    rules = check.rules.receivables
    if check.is_invoiced:
        yield "pays", [*_pays(check, rules)] or [[(t("unknown: nothing was paid yet"), "muted")]]
    if check.exposure is not None:
        yield "exposure", [*_exposure(check.exposure, rules, glyphs)]
    yield "credit", [*_credit(check, glyphs)]
    yield "terms", [_terms(check, each, glyphs) for each in check.terms] or [[(t("none in force"), "muted")]]
    yield "stock", [_cover(each) for each in check.cover] or [[(t("unknown: no stock figure"), "muted")]]
    if check.peaks:
        yield "peaks", [_peak(check, each, glyphs) for each in check.peaks]
    issues = sorted(check.issues, key=lambda each: (each.severity, each.on, each.id))
    yield "issues", [_issue(check, each) for each in issues] or [[(t("none open"), "muted")]]
    if check.asked:
        asked = (
            [("? ", "warn"), (fit(f"#{each.id} {each.title}", NAME).rstrip(), ""), (_since(check, each.on), "muted")]
            for each in check.asked
        )
        yield "undecided", [*asked]


def amount(money: Money) -> str:
    """An amount with all its decimals: "12,000.00 EUR"."""
    return f"{grouped(money.amount, money.currency)} {money.currency}"


def owes(check: DeliveryCheck, each: Owed) -> list[Part]:
    """What is open in one currency, and how late the oldest of it is."""
    code, parts = each.currency, list[Part]()
    if each.open or not each.credit:
        parts.append([(amount(Money(each.open, code)), "strong")])
    if each.credit:
        parts.append([(t("in credit {amount}", amount=amount(Money(-each.credit, code))), "ok")])
    if each.overdue_count and each.oldest_due_on is not None:
        days = (check.on - each.oldest_due_on).days
        overdue = t("! overdue {amount}, oldest {days}d", amount=grouped(each.overdue, code), days=days)
        parts.append([(overdue, "error")])
    if each.open_count:
        count, late = each.open_count, each.overdue_count
        text = n("{late} of {count} invoice late", "{late} of {count} invoices late", count, late=late)
        parts.append([(text, "muted")])
    if each.disputed:
        parts.append([(t("disputed {amount}", amount=grouped(each.disputed, code)), "warn")])
    return parts


def owes_nothing(check: DeliveryCheck) -> Part:
    """That nothing is open, or that nobody knows."""
    if check.is_invoiced:
        return [(t("nothing is open"), "ok")]
    return [(t("unknown: no invoice was ever entered"), "warn")]


def bars(each: Owed, cells: int, glyphs: Glyphs) -> list[Line]:
    """A line with a bar for each bucket."""
    labels = {bucket: t(label) for bucket, (label, _) in BUCKETS.items()}
    numbers = {bucket: grouped(value, each.currency) for bucket, value in each.buckets.items()}
    label_room, number_room = max(map(width, labels.values())), max(map(width, numbers.values()))
    size, top = max(min(cells - label_room - number_room - 5, 40), 0), max(*each.buckets.values(), 1)
    return [
        [
            Span(f"{fit(labels[bucket], label_room)}  ", "muted"),
            Span(fit(numbers[bucket], number_room, "right"), "" if value else "muted"),
            Span(f"  {bar(value, top, size, glyphs.bar)}" if value > 0 else "", BUCKETS[bucket][1] or "accent"),
        ]
        for bucket, value in each.buckets.items()
    ]


def in_one_line(each: Owed, cells: int, glyphs: Glyphs) -> Line:
    """All buckets side by side, each with a small bar."""
    size, top = max(cells // len(BUCKETS), SMALLEST), max(*each.buckets.values(), 1)
    spans: Line = []
    for bucket, value in each.buckets.items():
        label, role = BUCKETS[bucket]
        text = fit(f"{t(label)} {format.amount_short(value, each.currency, glyphs)}", SMALLEST - 2)
        drawn = bar(value, top, size - SMALLEST + 1, glyphs.bar) if value > 0 else ""
        spans += [Span(text, "" if value else "muted"), Span(fit(drawn, size - SMALLEST + 2), role or "accent")]
    return spans


def _pays(check: DeliveryCheck, rules: ReceivablesRules) -> Iterator[Part]:
    """How late, against the year before, and what that does to the days outstanding (R71-R74)."""
    several = len(check.habits) > 1
    for each in check.habits:
        late, trend = each.now.weighted_days_late, each.trend
        head = f"{each.currency} " if several else ""
        if late is not None:
            yield [(f"{head}{t('{days:.0f}d late by amount', days=late)}", "")]
            if trend is not None and round(trend):
                is_worse, days = trend > 0, abs(trend)
                text = t(
                    "{days:.0f}d worse than a year ago" if is_worse else "{days:.0f}d better than a year ago", days=days
                )
                yield [(text, "down" if is_worse else "up")]
        dso, best = each.turnover.dso, each.turnover.best_dso
        if dso is not None and best is not None and each.turnover.balance > 0:
            yield [(t("{head}DSO {dso:.0f}d, at best {best:.0f}d", head="" if late else head, dso=dso, best=best), "")]
        if each.prepaid_percent:
            yield [(t("prepaid {percent}", percent=format.percentage(each.prepaid_percent)), "ok")]
    for pattern in check.patterns:
        if pattern.shows(rules):
            yield [(f"~ {t('on the next order ({met} of {all})', met=pattern.met, all=len(pattern.cycles))}", "warn")]


def _credit(check: DeliveryCheck, glyphs: Glyphs) -> Iterator[Part]:
    credit = check.credit
    if credit is None:
        yield [(t("never decided"), "warn")]
        return
    if credit.grade is None:
        yield [(t("not graded"), "warn")]
    else:
        yield [(f"{credit.grade} {t(MEANINGS[credit.grade])}", "strong")]
    if credit.limit is None:
        yield [(t("no limit is set"), "warn")]
    if check.review_on is not None:
        is_late = check.review_on < check.on
        day = format.date_short(check.review_on, check.on, glyphs)
        text = t("~ review was due {on}", on=day) if is_late else t("review {on}", on=day)
        yield [(text, "warn" if is_late else "muted")]
    if credit.reason:
        yield [(fit(credit.reason, NAME).rstrip(), "muted")]


def _exposure(exposure: Exposure, rules: ReceivablesRules, glyphs: Glyphs) -> Iterator[Part]:
    """What stands against the limit, as a bar that ends at it."""
    is_red = exposure.is_over or exposure.reaches(rules.exposure_red)
    sign, role = ("! ", "error") if is_red else ("~ ", "warn") if exposure.reaches(rules.exposure_amber) else ("", "")
    total, code = grouped(exposure.total, exposure.currency), exposure.currency
    if exposure.limit is None:
        yield [(f"{total} {code}", "strong"), (f"  {t('no limit is set')}", "warn")]
    elif exposure.percent is None:
        yield [(f"{sign}{total} {code}", role or "strong"), (f"  {t('no credit is given')}", role)]
    else:
        full = bar(min(max(exposure.percent, 0), 100), 100, EXPOSURE, glyphs.bar)
        drawn = full + glyphs.dot * (EXPOSURE - width(full)) + glyphs.wall
        limit = amount(Money(exposure.limit, code))
        yield [
            (f"{total} ", "strong"),
            (f"{drawn} {sign}{int(exposure.percent)} %", role),
            (t(" of {amount}", amount=limit), ""),
        ]
    if exposure.open_orders is not None:
        yield [(t("of it orders {amount}", amount=grouped(exposure.open_orders, code)), "muted")]
    for other, value in exposure.elsewhere:
        yield [(t("beside it {amount}", amount=amount(Money(value, other))), "warn")]


def _terms(check: DeliveryCheck, each: Terms, glyphs: Glyphs) -> Part:
    kept = check.conditions.get(each.id)
    told: list[tuple[str, str]] = [(fit(each.label, NAME).rstrip(), "")]
    if each.to_on is not None:
        told.append((t(" to {on}", on=format.date_short(each.to_on, check.on, glyphs)), "muted"))
    if kept is not None:
        fields = {"percent": kept.percent, "met": kept.met, "invoices": kept.invoices}
        role = "error" if kept.is_met is False else "ok" if kept.is_met else "muted"
        sign = "! " if kept.is_met is False else ""
        told.append((f" {sign}{t('prepay {percent:g} %: {met} of {invoices}', **fields)}", role))
    return told


def _cover(each: Cover) -> Part:
    sign, role = LEVELS[each.level]
    name = fit(each.product, NAME).rstrip() if each.product else t("all products")
    head: list[tuple[str, str]] = [(f"{sign} " if sign.strip() else "", role), (f"{name} ", "")]
    if each.gap is not None:
        return [*head, (t(each.gap), "muted")]
    days = t("nothing sells on") if each.days is None else t("{days:.0f}d", days=each.days)
    told = [*head, (days, "" if role == "ok" else role)]
    if each.is_short:
        told.append((t(" of {days}d to deliver", days=each.lead_days), role))
    if each.level is Level.STALE and each.age is not None:
        told.append((t(", counted {days}d ago", days=each.age), "warn"))
    return told


def _peak(check: DeliveryCheck, each: Peak, glyphs: Glyphs) -> Part:
    stage, days = each.stage(check.rules.supply, check.on), (each.starts_on - check.on).days
    told: list[tuple[str, str]] = [(fit(each.name, NAME).rstrip(), "")]
    if stage is Stage.RUNNING:
        return [*told, (t(" runs to {on}", on=format.date_short(each.ends_on, check.on, glyphs)), "strong")]
    on = format.date_short(each.starts_on, check.on, glyphs)
    told.append((t(" {on}, in {days}d", on=on, days=days), "muted"))
    if stage is Stage.PREPARE:
        return [("! ", "warn"), *told, (t(", nothing prepares it"), "warn")]
    return [*told, (t(", prepared") if stage is Stage.PREPARED else "", "ok")]


def _issue(check: DeliveryCheck, each: Issue) -> Part:
    sign, role = ("! ", "error") if each.severity == 1 else ("~ ", "warn") if each.severity == 2 else ("", "muted")
    title = fit(f"#{each.id} {each.title}", NAME).rstrip()
    return [(sign, role), (title, ""), (f" {t(each.kind)}{_since(check, each.on)}", "muted")]


def _since(check: DeliveryCheck, on: dt.date) -> str:
    days = (check.on - on).days
    return f" {format.days(days)}"
