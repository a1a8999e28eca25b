"""What a briefing says of the figures: what is bought, what could be, how the account is served."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.domain.briefings import Briefing, Numbers
from kamtui.domain.money import SCALE, Money
from kamtui.domain.periods import Period
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.briefing import words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Bars, Column, Section, Style
from kamtui.render.glyphs import Glyphs


def numbers(known: Briefing, glyphs: Glyphs) -> Section:
    """What the account buys."""
    sold = known.numbers
    if sold.revenue is None:
        rows = [words.fact(t("12 months"), Span(t("never bought anything that is in the book"), "warn"))]
    else:
        profit = _profit(sold)
        revenue = t("revenue {amount}", amount=words.amount(Money(sold.revenue, sold.currency)))
        rows = [words.fact(t("12 months"), Span(revenue, "strong"), Span(", "), profit)]
        if sold.rank is not None and sold.share is not None:
            share = format.percent(sold.share)
            text = t("{rank} of {buyers} by revenue, {share} of it", rank=sold.rank, buyers=sold.buyers, share=share)
            rows.append(words.fact(t("rank"), Span(text)))
        rows.append(words.fact(t("trend"), _trend(sold)))
        if sold.last_order_on is not None:
            on = sold.last_order_on
            text = t("{on}, {days}d ago", on=words.day(known.on, glyphs)(on), days=(known.on - on).days)
            rows.append(words.fact(t("last order"), Span(text)))
    rows.append(words.fact(t("wallet"), *_wallet(known, glyphs)))
    picture = Bars(t("sales by quarter"), t("by quarter"), quarters(sold, glyphs))
    return Section("numbers", t("Numbers"), Style.FACTS, rows, picture=picture)


def _profit(numbers: Numbers) -> Span:
    if numbers.profit is None:
        return Span(t("profit unknown"), "warn")
    amount = words.amount(Money(numbers.profit, numbers.currency))
    if not numbers.revenue or numbers.revenue < 0:
        return Span(t("profit {amount}", amount=amount))
    margin = format.percent(numbers.profit / numbers.revenue)
    return Span(t("profit {amount} ({margin})", amount=amount, margin=margin))


def _trend(numbers: Numbers) -> Span:
    trend = numbers.trend
    if trend is None:
        return Span(t("unknown: nothing was bought in the same months of last year"), "muted")
    fields = {
        "months": _span(trend.period),
        "percent": trend.percent,
        "now": words.amount(Money(trend.revenue, numbers.currency)),
        "then": words.amount(Money(trend.last_year, numbers.currency)),
    }
    text = t("{months} at {percent:.0f} % of last year ({now} after {then})", **fields)
    return Span(text, "error" if trend.ratio < 1 else "")


def _wallet(known: Briefing, glyphs: Glyphs) -> Iterator[Span]:
    wallet, numbers = known.numbers.wallet, known.numbers
    if wallet is None:
        yield Span(t("unknown"), "warn")
        return
    yield Span(t("{amount} a year", amount=words.amount(wallet.value)))
    if numbers.revenue is not None and wallet.value.currency == numbers.currency and wallet.value.amount > 0:
        yield Span(t(", ours {share}", share=format.percent(numbers.revenue / wallet.value.amount)))
    on = words.day(known.on, glyphs)(wallet.on)
    sure = [t("{level} confidence", level=t(wallet.confidence))] if wallet.confidence else []
    notes = [
        t("estimated {on}, {days}d ago", on=on, days=(known.on - wallet.on).days),
        words.safe(wallet.source),
        *sure,
    ]
    yield Span(f" ({', '.join(filter(None, notes))})", "muted")


def service(known: Briefing, glyphs: Glyphs) -> Section:
    """How it is served and what it was granted."""
    given, day = known.service, words.day(known.on, glyphs)
    if given.target_days is None:
        rows = [words.fact(t("rhythm"), Span(t("none is set")))]
    else:
        text = t("a touch every {target}d, at most {most}d", target=given.target_days, most=given.most_days)
        rows = [words.fact(t("rhythm"), Span(text))]
        if given.next_due_on is not None:
            rows[0] = [*rows[0], Span(t(", next due {on}", on=day(given.next_due_on)))]
    if known.who.green_channel:
        said = t("enquiries, orders and service go first")
        rows.append(words.fact(t("green channel"), Span(said, "strong")))
    if given.change_on is not None:
        change = [words.safe(given.change) or t("a rhythm of its own"), words.safe(given.change_reason)]
        text = t("since {on}: {change}", on=day(given.change_on), change=", ".join(filter(None, change)))
        rows.append(words.fact(t("service"), Span(text, "warn")))
    else:
        rows.append(words.fact(t("service"), Span(t("the usual one of its tier"))))
    if given.concessions is not None:
        amount = words.amount(Money(given.concessions, known.numbers.currency))
        rows.append(words.fact(t("concessions"), Span(t("{amount} in 12 months", amount=amount))))
    else:
        rows.append(words.fact(t("concessions"), Span(t("none are recorded"), "muted")))
    for each in given.granted:
        text = ": ".join(filter(None, (words.safe(each.title), words.safe(each.what))))
        rows.append(words.fact(t("granted"), Span(f"{day(each.on)} {text}")))
    return Section("service", t("Terms and service"), Style.FACTS, rows)


def _span(period: Period) -> str:
    """Some whole months: "2026-08 – 2026-10"."""
    return t("{first} to {last}", first=period.first.isoformat()[:7], last=period.last.isoformat()[:7])


def quarters(sold: Numbers, glyphs: Glyphs) -> list[Column]:
    """The quarters as the columns of a picture."""
    return [
        Column(
            label=quarter(each.period),
            value=each.revenue / SCALE,
            shown=format.amount_short(each.revenue, sold.currency, glyphs),
            partial=each.partial,
        )
        for each in sold.quarters
    ]


def quarter(period: Period) -> str:
    """A quarter by its name where it is one of the calendar's, else by its first month."""
    year, month = f"{period.first.year % 100:02d}", period.first.month
    return f"{year}Q{(month + 2) // 3}" if month % 3 == 1 else f"{year}-{month:02d}"
