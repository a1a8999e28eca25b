"""kamtui policy simulate: who would move, said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kamtui.cli import out, scored
from kamtui.cli.session import Session
from kamtui.domain.policy import Policy
from kamtui.domain.simulation import Simulated
from kamtui.i18n import n, t
from kamtui.render.format import tier_word


def tell(session: Session, found: Sequence[Simulated], rules: Policy, *, all_: bool) -> None:
    """The movers, or every account, and how many move from where to where."""
    moving = [each for each in found if each.moves]
    counts = Counter((each.before.tier, each.after.tier) for each in found)
    if session.options.json:
        matrix: dict[str, dict[str, int]] = {}
        for (before, after), count in sorted(counts.items()):
            matrix.setdefault(before, {})[after] = count
        out.document(
            {
                "on": out.day(session.on),
                "policy": rules.name,
                "matrix": matrix,
                "movers": [scored.simulated(each) for each in moving],
                "accounts": [scored.simulated(each) for each in found],
            }
        )
        return
    out.rows(session.options, map(scored.simulated, found if all_ else moving), COLUMNS)
    if session.options.quiet:
        return
    moves = ", ".join(
        f"{count} {tier_word(before)} → {tier_word(after)}"
        for (before, after), count in sorted(counts.items(), key=lambda entry: (entry[0][1].rank, entry[0][0].rank))
        if before is not after
    )
    sentence = n(
        "{count} account of {all} would move", "{count} accounts of {all} would move", len(moving), all=len(found)
    )
    out.tell(t("{sentence}: {moves}", sentence=sentence, moves=moves) if moves else sentence)


COLUMNS = [
    out.column("account_id", t("id"), drop=2),
    out.column("name", min=16),
    out.column("owner", drop=3),
    out.column("tier", t("now"), drop=1),
    out.column("from", t("rules in force")),
    out.column("to", t("other rules")),
    out.column("why", min=26),
]
