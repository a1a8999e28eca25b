"""The portfolio as a page: where time goes, what kind of accounts there are, what they bring, what hangs on how few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kamtui.domain.bookreports import Brought, Place, PortfolioReport
from kamtui.domain.margins import Result
from kamtui.domain.money import SCALE, Money
from kamtui.domain.pareto import A_PERCENT, B_PERCENT, TOP_PERCENT
from kamtui.domain.portfolio import Quadrant
from kamtui.domain.tiers import Tier, top_count
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.briefing import figures, words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Bars, Column, Curve, Dot, Page, Plane, Row, Section, Style
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.reports import layers
from kamtui.render.reports.pyramid import about

RANKED, LARGEST = 20, 5
"""Accounts and groups that are named."""

DOTS, NAMED = 600, 40
"""Dots that are drawn, and those of them that may have a name."""


def page(known: PortfolioReport, glyphs: Glyphs = UNICODE) -> Page:
    """The report as sections; those in which there is nothing to say are left out."""
    made = [
        _money(known.brought, glyphs),
        *layers.sections(known.layers, glyphs),
        _matrix(known, glyphs),
        _treated(known.places, glyphs),
        _pareto(known.brought, glyphs),
        _spread(known.brought, glyphs),
        _tiers(known.brought, glyphs),
        _owed(known.brought),
    ]
    return Page(
        title=t("{book}: portfolio", book=words.safe(known.of.book)),
        about=about(known.of, glyphs),
        sections=[section for section in made if section.rows],
        foot=t("Portfolio as of {on}", on=known.of.on),
        is_sheet=False,
    )


def _money(known: Brought, glyphs: Glyphs) -> Section:
    """The twelve months in a few lines."""
    rows: list[Row] = []
    whole = known.whole
    if whole.revenue or known.before:
        revenue = Span(_amount(whole.revenue, known), "strong")
        rows.append(words.fact(t("revenue"), revenue, Span(_against(known), "muted")))
        rows.append(words.fact(t("gross profit"), *_kept(whole.profit, whole.margin, known)))
        rows.append(words.fact(t("left after costs"), *_kept(whole.net, whole.net_margin, known)))
    if known.others:
        rows.append(words.fact(t("left out"), Span(t("documents in {others}", others=", ".join(known.others)), "warn")))
    columns = [
        Column(
            figures.quarter(each.period),
            each.revenue / SCALE,
            format.amount_short(each.revenue, known.currency, glyphs),
            each.partial,
        )
        for each in known.quarters
    ]
    picture = Bars(t("sales by quarter"), t("by quarter"), columns)
    note = t("{first} to {last}", first=known.period.first, last=known.period.last)
    return Section("money", t("Money in view"), Style.FACTS, rows, picture=picture, note=note)


def _against(known: Brought) -> str:
    """Beside the twelve months before."""
    before = _amount(known.before, known)
    if known.before <= 0:
        return t(" after {before} in the twelve months before", before=before)
    change = f"{100 * (known.whole.revenue / known.before - 1):+.0f} %"
    return t(" after {before} in the twelve months before ({change})", before=before, change=change)


def _kept(amount: int | None, margin: float | None, known: Brought) -> Iterator[Span]:
    if amount is None:
        yield Span(t("unknown"), "warn")
        return
    yield Span(_amount(amount, known))
    yield Span(f" ({format.percentage(margin)})", "muted")
    if known.whole.unknown:
        one, many = "; {count} account whose profit is unknown is left out", (
            "; {count} accounts whose profit is unknown are left out"
        )  # fmt: skip
        yield Span(n(one, many, known.whole.unknown), "warn")


def _matrix(known: PortfolioReport, glyphs: Glyphs) -> Section:
    """How many accounts lie in each field of the matrix, and who the key ones are."""
    found = Counter(place.placed.quadrant for place in known.places)
    rows: list[Row] = [
        [
            Span(t("in no quadrant") if quadrant is None else t(quadrant), "strong" if quadrant else "warn"),
            Span(f"{found[quadrant]:,}"),
            Span(format.percent(found[quadrant] / len(known.places), glyphs)),
            Span(_names([place for place in known.places if place.placed.quadrant is quadrant], glyphs)),
        ]
        for quadrant in (*Quadrant, None)
        if found[quadrant]
    ]
    columns = (t("quadrant"), t("accounts"), t("%"), t("key accounts, or the first ones"))
    guesses = sum(place.placed.spot.x is not None and place.placed.spot.is_guess for place in known.places)
    note = t("quadrants part at {x} and {y}", x=f"{known.matrix.cut_x:.0f}", y=f"{known.matrix.cut_y:.0f}")
    if guesses:
        one = "; {count} account, a hollow dot, is placed by our own guess of our strength"
        many = "; {count} accounts, hollow dots, are placed by our own guess of our strength"
        note += n(one, many, guesses)
    lies = len(_placed(known))
    if (step := _step(lies)) > 1:
        note += t("; {shown} of {all} are drawn", shown=f"{-(-lies // step):,}", all=f"{lies:,}")
    return Section("matrix", t("The matrix"), Style.FIGURES, rows, columns, _plane(known), note)


def _names(places: Sequence[Place], glyphs: Glyphs) -> str:
    first = _keys_first(places)[:LARGEST]
    listed = ", ".join(words.short(place.name) for place in first)
    return listed + (f" {glyphs.more}" if len(places) > len(first) else "")


def _keys_first(places: Sequence[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (_rank(place.tier), -(place.placed.spot.y or 0), place.name))


def _rank(tier: Tier | None) -> int:
    return len(Tier) if tier is None else tier.rank


def _placed(known: PortfolioReport) -> list[Place]:
    return [place for place in known.places if place.placed.quadrant is not None]


def _step(accounts: int) -> int:
    """Every how manieth is drawn, so that where most lie is seen in a large book, too."""
    return -(-accounts // DOTS) or 1


def _plane(known: PortfolioReport) -> Plane:
    lies = _keys_first(_placed(known))
    dots = [
        Dot(
            place.placed.spot.x or 0.0,
            place.placed.spot.y or 0.0,
            words.short(place.name) if count < NAMED and place.tier is Tier.KEY else "",
            place.tier,
            place.placed.spot.is_guess,
        )
        for count, place in enumerate(lies[:: _step(len(lies))])
    ]
    corners = (
        t(Quadrant.PROACTIVE.value),
        t(Quadrant.STRATEGIC.value),
        t(Quadrant.OPPORTUNISTIC.value),
        t(Quadrant.MAINTAIN.value),
    )
    return Plane(
        t("the matrix; large dots are key accounts"),
        t("our strength beside our rivals"),
        t("attractiveness and potential"),
        known.matrix.cut_x,
        known.matrix.cut_y,
        corners,
        dots,
    )


def _treated(places: Sequence[Place], glyphs: Glyphs) -> Section:
    """How groups of customers want to be treated (R33)."""
    found = Counter(place.group for place in places)
    rows: list[Row] = [
        [
            Span(t(group), "strong"),
            Span(f"{count:,}"),
            Span(_names([place for place in places if place.group is group], glyphs)),
        ]
        for group, count in sorted(found.items(), key=lambda pair: -pair[1])
        if group != "none"
    ]
    columns = (t("treat as"), t("accounts"), t("key accounts, or the first ones"))
    return Section("treated", t("How they want to be treated"), Style.FIGURES, rows, columns)


def _pareto(known: Brought, glyphs: Glyphs) -> Section:
    """Who brings most."""
    found = known.pareto
    rows: list[Row] = [
        [
            Span(str(row.rank)),
            Span(words.safe(row.name), "strong"),
            Span(_bare(row.value)),
            Span(format.percent(row.cumulative_share, glyphs)),
            Span(row.abc),
        ]
        for row in found.accounts[:RANKED]
    ]
    columns = (t("rank"), t("account"), f"{_measure(known)} ({known.currency})", t("share so far"), t("class"))
    notes = [_top(known)] if found.accounts else []
    if found.n > len(rows):
        notes.append(t("{count} more: kamtui pareto", count=found.n - len(rows)))
    if known.unknown:
        one, many = (
            "profit of {count} account unknown, so not ranked",
            "profit of {count} accounts unknown, so not ranked",
        )
        notes.append(n(one, many, len(known.unknown)))
    shares = [row.cumulative_share for row in found.accounts]
    title = t("share of all that the largest accounts have together")
    picture = Curve(title, t("accounts, the largest first"), shares, (A_PERCENT / 100, B_PERCENT / 100))
    return Section("pareto", t("Who brings most"), Style.FIGURES, rows, columns, picture, "; ".join(notes))


def _top(known: Brought) -> str:
    found = known.pareto
    top = top_count(found.n, TOP_PERCENT)
    share = format.percent(found.accounts[top - 1].cumulative_share)
    return t("the top 10 % are {count} of {all} accounts and have {share}", count=top, all=found.n, share=share)


def _measure(known: Brought) -> str:
    return t("profit") if known.by_profit else t("revenue")


def _spread(known: Brought, glyphs: Glyphs) -> Section:
    """How much hangs on how few; a group counts once."""
    found = known.concentration
    if not found.holders or found.hhi is None or found.effective is None:
        return Section("concentration", t("Concentration"), Style.FACTS, [])
    role = layers.ROLES[found.level]
    tops = ", ".join(
        t("top {count} {share}", count=count, share=format.percentage(found.top(count))) for count in (1, 3, 5)
    )
    rows = [
        words.fact(t("the largest"), Span(tops, role)),
        words.fact("HHI", Span(f"{found.hhi:.3f}", role)),
        words.fact(
            t("as if of equal size"),
            Span(t("{effective:.1f} of {count}", effective=found.effective, count=found.n)),
        ),
    ]
    for holder in found.holders[:LARGEST]:
        share = f"{_amount(holder.value, known)} ({format.percentage(holder.percent)})"
        rows.append(words.fact(words.safe(known.names[holder.account_id]), Span(share)))
    note = t("by {measure}; accounts of one group count once", measure=_measure(known))
    return Section("concentration", t("Concentration"), Style.FACTS, rows, note=note)


def _tiers(known: Brought, glyphs: Glyphs) -> Section:
    """What each tier brings, costs and leaves."""
    rows: list[Row] = [
        [
            Span(format.tier_word(tier) if tier else t("no tier"), tier or ""),
            Span(f"{found.accounts:,}"),
            *(Span(_figure(each, glyphs)) for each in _amounts(found)),
            Span(format.percentage(found.net_margin, glyphs)),
        ]
        for tier, found in known.tiers.items()
        if found.accounts
    ]
    columns = (t("tier"), t("accounts"), t("revenue"), t("gross profit"), t("costs"), t("what is left"), t("left %"))
    note = t("in {currency}, over twelve months", currency=known.currency)
    return Section("tiers", t("What each tier brings and leaves"), Style.FIGURES, rows, columns, note=note)


def _amounts(found: Result) -> tuple[int | None, ...]:
    return found.revenue, found.profit, found.costs.total, found.net


def _figure(amount: int | None, glyphs: Glyphs) -> str:
    return glyphs.dash if amount is None else _bare(amount)


def _owed(known: Brought) -> Section:
    """What customers owe, and how late it is."""
    rows: list[Row] = []
    for one in known.owed or ():
        late = words.amount(Money(one.overdue, one.currency))
        said = t("{amount}, {late} of it overdue", amount=words.amount(Money(one.open, one.currency)), late=late)
        rows.append(words.fact(one.currency, Span(said, "warn" if one.overdue > 0 else "")))
    return Section("owed", t("What customers owe"), Style.FACTS, rows)


def _amount(amount: int, known: Brought) -> str:
    return words.amount(Money(amount, known.currency))


def _bare(amount: int) -> str:
    """An amount in whole units and without its currency, which stands above."""
    return f"{(amount + SCALE // 2) // SCALE:,}"
