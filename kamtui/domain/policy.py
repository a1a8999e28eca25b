"""The rules the company owns (R06): what a policy holds. `policytext` reads one, `policychecks` judges one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.cadences import Cadence
from kamtui.domain.contacts import Level
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.domain.traderules import CustomerCosts, FunnelRules, ReceivablesRules, ServiceRules, SupplyRules


class Card(StrEnum):
    """What criteria are gathered for: the three axes (R08), and the cards beside them."""

    ATTRACTIVENESS = "attractiveness"
    POTENTIAL = "potential"
    RELATIONSHIP = "relationship"
    SIX = "six"
    """The six marks of a key account (R04)."""
    IDEAL = "ideal"
    """The ideal customer profile (R42)."""
    DEALER = "dealer"
    """Dealer evaluation: initiative and capability (R76, R77)."""


AXES = (Card.ATTRACTIVENESS, Card.POTENTIAL, Card.RELATIONSHIP)
"""In the order of the bars A P R."""


class Method(StrEnum):
    """Which of the three ways of finding key accounts decides (R09); the others are shown beside it."""

    SINGLE = "single"
    """The top of one indicator: twelve months of revenue."""
    PYRAMID = "pyramid"
    """The top of the pyramid by profit, by revenue where profit is unknown (R02)."""
    SCORECARD = "scorecard"
    """The top of the composite score."""


class Criterion(NamedTuple):
    """One line of a card, scored 0-10."""

    name: str
    weight: int
    """Percent of its card."""
    why: str
    scale: tuple[str, ...]
    """What 0, 5 and 10 look like, so that two people score alike."""
    measure: str | None
    """The figure computed from the book; None: a person judges."""
    at: tuple[float, ...]
    """The figures that score 0, 5 and 10; in between the score is linear."""

    def scored(self, figure: float) -> float:
        """The score 0-10 of a figure; straight lines through the three points of `at`."""
        low, middle, high = self.at
        if high < low:
            low, middle, high, figure = -low, -middle, -high, -figure
        if figure <= low:
            return 0.0
        if figure >= high:
            return 10.0
        if figure < middle:
            return 5 * (figure - low) / (middle - low)
        return 5 + 5 * (figure - middle) / (high - middle)

    def figure(self, score: float) -> float:
        """The figure that scores `score`: what `scored` is undone by between 0 and 10."""
        low, middle, high = self.at
        return low + (middle - low) * score / 5 if score < 5 else middle + (high - middle) * (score - 5) / 5


class TierRules(NamedTuple):
    """How tiers are found (D1, D9-D11)."""

    method: Method = Method.PYRAMID
    key_percent: int = 10
    """The share of accounts that may be key."""
    regular_percent: int = 30
    """The pyramid's target share of regular accounts; the rest are prospects."""
    axis_line: int = 60
    """From this score on an axis counts as strong."""
    axes_needed: int = 0
    """Strong axes that a key account needs."""
    criteria_needed: int = 0
    """How many of the six marks a key account needs."""
    criterion_met: float = 7.5
    """From this score 0-10 on a mark is there: 3 of 4."""
    dead_band: int = 5
    """Points below the line within which a key account is not questioned."""
    reviews: int = 2
    """Quarterly reviews in a row that must agree."""
    tracking_days: int = 365
    """An account tracked for less is not demoted (R23)."""
    coverage_percent: int = 60
    """Below this share of weight with data there is only "collect these" (D10)."""
    unattractive_below: int = 30
    """Attractiveness and potential below this: unattractive."""
    worth_winning: int = 60
    """An unattractive account with this potential is worth winning (R10)."""
    one_order: int = 50
    """An account of which one order made this percent of three years of revenue buys once (R16, R17)."""


class Capacity(NamedTuple):
    """How many key accounts can be looked after (D4, R92)."""

    hours_per_week: float = 30
    """Selling hours of a manager for whom none are entered."""
    key_share: int = 60
    """Percent of them for key accounts."""
    hours_per_key: float = 2
    """The least a key account gets a week."""
    most_per_manager: int = 10
    company_warns: int = 35
    company_blocks: int = 50

    def key_accounts(self, hours_per_week: float | None) -> int:
        """How many key accounts a manager with these weekly hours can carry."""
        hours = self.hours_per_week if hours_per_week is None else hours_per_week
        return min(int(self.key_share / 100 * hours // self.hours_per_key), self.most_per_manager)


class TimeRules(NamedTuple):
    """Where selling time should go (D2)."""

    key: int = 60
    regular: int = 30
    prospect: int = 10
    weeks: int = 4
    """Over so many weeks time is compared with the target."""
    amber: int = 10
    """Points off the target that are drift."""
    red: int = 20
    mix: int = 5
    """Points off the pyramid's shares that are drift (SIG-21)."""


class Concentration(NamedTuple):
    """From where on too much hangs on too few (D24)."""

    top_amber: int = 20
    top_red: int = 30
    hhi_amber: float = 0.15
    hhi_red: float = 0.25


class ProfitRules(NamedTuple):
    """Profit classes and headroom, in percent of revenue (D25, D26)."""

    profitable: float = 5
    micro: float = 1
    draining: float = -1
    floor: float = 10
    """The net margin that concessions must leave."""
    concessions: float = 20
    """Percent of gross profit that concessions may take."""
    hour_cost: float = 0
    """What an hour of ours costs, in the book's currency; 0: not known, so time is not charged."""


class Treatment(NamedTuple):
    """Who is loyal, wavering, worth waking (D27)."""

    tenure_years: float = 2
    steady: float = 0.95
    """Sales of twelve months over those of the year before, from which an account is steady."""
    wavering: float = 0.90
    potential: int = 60


class Levels(NamedTuple):
    """Days between touches of each level of a key account: the target, and the most (D13)."""

    exec: tuple[int, int] = (90, 120)
    mid: tuple[int, int] = (30, 45)
    front: tuple[int, int] = (60, 90)

    def target(self, level: Level) -> int:
        """Days after which somebody of this level should be touched."""
        return self._of(level)[0]

    def most(self, level: Level) -> int:
        """Days after which a level is silent."""
        return self._of(level)[1]

    def _of(self, level: Level) -> tuple[int, int]:
        return {Level.EXEC: self.exec, Level.MID: self.mid, Level.FRONT: self.front}[level]


class SignalRules(NamedTuple):
    """When the daily review speaks up, and when it is heard further up."""

    people: int = 3
    """Active people that a key account needs (D16, SIG-03)."""
    sales_amber: int = 90
    """Percent of the same months of last year (D18)."""
    sales_red: int = 80
    quiet_days: int = 90
    """Without an order, where there is no year before to compare with (SIG-09)."""
    event_days: int = 14
    """Before an event of the customer (SIG-31)."""
    forum_percent: int = 75
    """Of the fiscal year gone without an annual forum (SIG-27)."""
    opinion_days: int = 180
    """Between questions about our people (SIG-28)."""
    rival_days: int = 30
    """For which a competitor's move asks for an answer (SIG-30)."""
    profile_days: int = 180
    """After which what is known of a customer must be confirmed (R83)."""
    head_days: int = 3
    """Working days after which a red reason is the head's, too (section 4.5)."""
    risk_days: int = 7
    """Working days after which it puts the account at risk."""


class Satisfaction(NamedTuple):
    """Where satisfaction 0-10 endangers loyalty, and where it makes it (D19)."""

    danger: float = 6
    """Below."""
    loyalty: float = 9
    """From here on."""


class HealthRules(NamedTuple):
    """What health is made of, in percent, and what it may be at most while something is red (D17)."""

    contact: int = 25
    coverage: int = 20
    satisfaction: int = 20
    trend: int = 20
    cash: int = 15
    cap: int = 40


class InfluenceRules(NamedTuple):
    """After how many days a judgement about a person at a customer has to be verified (D16, D29)."""

    stale_key: int = 90
    """At a key account."""
    stale_other: int = 180
    verified_days: int = 180
    """Within so many days a buying role counts as known for coverage."""


class PlanRules(NamedTuple):
    """When an account plan is no longer alive (D28), and when a goal is off track (R86)."""

    stale_days: int = 90
    behind_percent: int = 20
    """Points that a goal's progress may be behind the share of its time that is gone."""


class TeamRules(NamedTuple):
    """Who may look after a key account (R91), and who else of us should work on it (R90)."""

    least_rating: float = 3
    """A manager whose ratings 1-5 average less is weak for a key account (SIG-33)."""
    functions: tuple[OurFunction, ...] = (
        OurFunction.KAM,
        OurFunction.SALES_MANAGER,
        OurFunction.TRANSPORT,
        OurFunction.MANUFACTURING,
        OurFunction.RND,
        OurFunction.MARKETING,
        OurFunction.FINANCE,
        OurFunction.CUSTOMER_SERVICE,
    )
    """Those that the team of a key account should have."""


class Policy(NamedTuple):
    """One version of the rules."""

    version: int
    """Its number in the book; 0 for the starting policy of a book without one."""
    name: str
    about: str
    cadence: Cadence
    tiers: TierRules
    capacity: Capacity
    time: TimeRules
    minutes: Mapping[str, int]
    """Kind of touch -> minutes counted where none were typed (D3)."""
    concentration: Concentration
    profit: ProfitRules
    treatment: Treatment
    composite: Mapping[Card, int]
    """Axis -> its percent of the composite (D5)."""
    cards: Mapping[Card, tuple[Criterion, ...]]
    strategy: Mapping[Tier, str]
    """Tier -> what is done with accounts of this class (R10)."""
    playbook: Mapping[Tier, tuple[str, ...]]
    """Tier -> the tasks offered when an account enters it."""
    levels: Levels
    signals: SignalRules
    satisfaction: Satisfaction
    health: HealthRules
    influences: InfluenceRules
    plans: PlanRules
    team: TeamRules
    receivables: ReceivablesRules
    supply: SupplyRules
    service: ServiceRules
    funnel: FunnelRules
    customers: CustomerCosts
    rebuild: tuple[str, ...]
    """The tasks offered when a relationship starts anew (R21)."""

    def criterion(self, name: str) -> Criterion | None:
        """The criterion of that name on whichever card has it."""
        return next((found for card in self.cards.values() for found in card if found.name == name), None)
