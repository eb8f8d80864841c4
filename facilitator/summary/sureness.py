"""How sure the figures are, in words that promise no more than they do: each with its rule and its n."""

from collections.abc import Mapping, Sequence
from math import isclose

from flask_babel import format_decimal, gettext, ngettext

from facilitator.errors import N_
from facilitator.statistics.concordance import Concordance
from facilitator.statistics.consensus import Consensus, Panel
from facilitator.statistics.dominance import Pairs
from facilitator.statistics.draws import DRAWS
from facilitator.statistics.few import Few
from facilitator.statistics.gap import Gap
from facilitator.statistics.intervals import LEVEL, in_ten
from facilitator.statistics.ordering import PSEUDO_CITIES, TOP
from facilitator.statistics.ratings import Rated
from facilitator.statistics.scale import FEWEST_CITIES, MIDPOINT, Zone
from facilitator.statistics.verdicts import Judged, Share
from facilitator.summary.matrix import Point
from facilitator.summary.order import Order
from facilitator.summary.results import IssueResult, SideBySide
from facilitator.summary.sentences import between
from facilitator.validation.models import Verdict
from facilitator.web.pages import figure
from facilitator.workshops.models import Part

SMALLEST_CHANCE = 0.01


def rank(order: Order, issue_id: int) -> str:
    """Rank 1–3 of 8, or rank 2 of 8."""
    found = order.ranks[issue_id]
    between = str(found.low) if found.low == found.high else f"{found.low}–{found.high}"
    return str(gettext("rank %(between)s of %(issues)s", between=between, issues=len(order.ranks)))


def percent(share: float) -> str:
    """92 %, where neither 0 nor 100 % is said of what is neither."""
    whole = min(99, max(1, round(100 * share))) if 0 < share < 1 else round(100 * share)
    return str(gettext("%(percent)s %%", percent=whole))


def place(order: Order, issue_id: int) -> str:
    """Its rank, how often it is among the first three of more than three, and its place at the weights."""
    said = [rank(order, issue_id)]
    if order.has_top:
        share = percent(order.ranks[issue_id].chance_of_top)
        said.append(gettext("among the first %(top)s in %(share)s of the draws", top=TOP, share=share))
    if issue_id in order.tops:
        said.append(under_weights(order.tops[issue_id]))
    if issue_id in order.places:
        said.append(at_weights(order, issue_id))
    return "; ".join(said)


def under_weights(share: float) -> str:
    """Top 3 under 92 % of weightings."""
    return str(gettext("top %(top)s under %(share)s of weightings", top=TOP, share=percent(share)))


def at_weights(order: Order, issue_id: int) -> str:
    """Place 2 of 7 by all criteria at their weights."""
    return str(
        gettext(
            "place %(place)s of %(issues)s by all criteria at their weights",
            place=order.places[issue_id],
            issues=len(order.places),
        )
    )


def leading(judged: Judged[Verdict]) -> str:
    """The verdict that won most, or those that did, and between how many of ten such cities would give it."""
    most = max(judged.shares.values(), key=lambda share: share.votes)
    first = [verdict for verdict, share in judged.shares.items() if isclose(share.votes, most.votes)]
    words = gettext(" and ").join(f"“{gettext(verdict.word)}”" for verdict in first)
    if len(first) == 1:
        return f"{words}: {would_say_so(most)}"
    return str(gettext("%(verdicts)s alike: %(so_many)s", verdicts=words, so_many=would_say_so(most)))


def would_say_so(share: Share) -> str:
    """Wilson's interval, said of ten cities."""
    low, high = in_ten(share.interval)
    return str(gettext("of ten such cities, between %(low)s and %(high)s would say so", low=low, high=high))


def zones(rated: Rated[str]) -> str:
    """How many cities stand in each zone: 7 of 9 cities at 7–9, 2 at 4–6, none at 1–3."""
    ends = {Zone.YES: "7–\u20609", Zone.UNSURE: "4–\u20606", Zone.NO: "1–\u20603"}  # never broken
    said = [
        gettext("%(cities)s at %(zone)s", cities=rated.zones[zone].cities or gettext("none"), zone=ends[zone])
        for zone in ends
    ]
    cities = ngettext("Of %(num)d city", "Of %(num)d cities", rated.rated.cities)
    return f"{cities}: {', '.join(said)}."


def spread(rated: Rated[str]) -> str:
    """How close together the cities stand, against the bound at which disagreement begins."""
    return str(
        gettext(
            "The middle two fifths of the cities span %(ipr)s (IPR); disagreement begins above %(ipras)s"
            " (IPRAS).",
            ipr=figure(rated.spread.ipr),
            ipras=figure(rated.spread.ipras),
        )
    )


def moved(result: IssueResult) -> str:
    """How many cities stayed in their zone after the discussion; of few, where each stood."""
    if len(result.moves) < FEWEST_CITIES:
        return ", ".join(
            f"{move.city} {between(move.before)} → {between(move.after)}" for move in result.moves
        )
    moves = result.stability
    cities = ngettext(
        "%(num)d city rated before and after the discussion",
        "%(num)d cities rated before and after the discussion",
        len(result.moves),
    )
    return str(
        gettext(
            "%(cities)s: %(stayed)s stayed in their zone, %(higher)s moved to a higher one,"
            " %(lower)s to a lower one.",
            cities=cities,
            stayed=moves.stayed,
            higher=moves.higher,
            lower=moves.lower,
        )
    )


def spoken(result: IssueResult) -> str:
    """Whose speaker set what the city says."""
    return str(gettext("Said by the city as one: %(cities)s.", cities=", ".join(result.spoken)))


def gap(sides: SideBySide, criterion: str) -> str:
    """How far lighthouse and interested cities lie apart, with Welch's interval and Cliff's delta."""
    found = sides.gap
    if not found.dots.lighthouse:
        return str(gettext("No lighthouse city has rated “%(criterion)s”.", criterion=criterion))
    if found.few:
        return str(
            gettext(
                "Too few cities on one side for more than their names. Lighthouse cities: %(cities)s.",
                cities=", ".join(f"{city} {between(value)}" for city, value in found.dots.lighthouse.items()),
            )
        )
    return f"{difference(found, criterion)} {_pairs(found.pairs)}"


def difference(gap: Gap[str], criterion: str) -> str:
    """By how much the interested cities rate higher or lower, with Welch's interval."""
    counts = {"lighthouse": len(gap.dots.lighthouse), "interested": len(gap.dots.interested)}
    if not gap.is_clear:
        said = gettext("No clear difference on “%(criterion)s”", criterion=criterion)
    else:
        more = gettext("higher") if gap.difference > 0 else gettext("lower")
        points = figure(abs(gap.difference))
        said = ngettext(
            "The interested cities rate “%(criterion)s” %(more)s by %(points)s point",
            "The interested cities rate “%(criterion)s” %(more)s by %(points)s points",
            1 if points == figure(1) else 2,
            criterion=criterion,
            more=more,
            points=points,
        )
    if gap.interval is not None:
        low, high = map(figure, gap.interval)
        said = gettext(
            "%(said)s; by Welch's interval the difference lies between %(low)s and %(high)s",
            said=said,
            low=low,
            high=high,
        )
    of = gettext("%(interested)s interested and %(lighthouse)s lighthouse cities", **counts)
    return f"{said} ({of})."


def _pairs(pairs: Pairs) -> str:
    """Cliff's delta, said of the pairs it counts."""
    return str(
        gettext(
            "Of all %(pairs)s pairs of an interested with a lighthouse city, the interested one rates higher"
            " in %(higher)s and lower in %(lower)s (Cliff's delta %(delta)s).",
            pairs=sum(pairs),
            higher=pairs.first_higher,
            lower=pairs.second_higher,
            delta=figure(pairs.delta),
        )
    )


_PANELS = {
    Part.LIGHTHOUSE: N_("the lighthouse cities"),
    Part.INTERESTED: N_("the interested cities"),
}


def panels(found: Few[Mapping[Part, Panel]] | Consensus[Part]) -> str:
    """Whether both panels call it the right issue; what the smaller one says stands beside the score."""
    if found.few:
        return ""
    smaller = found.panels[found.smaller]
    return str(
        gettext(
            "Right, say both panels together: %(score)s, where it would be %(most)s if all said so"
            " (group-informed consensus of %(interested)s interested and %(lighthouse)s lighthouse cities)."
            " Of the smaller panel, %(panel)s, %(agree)s of %(seen)s say so.",
            score=figure(found.score),
            most=figure(found.most),
            interested=found.panels[Part.INTERESTED].seen,
            lighthouse=found.panels[Part.LIGHTHOUSE].seen,
            panel=gettext(_PANELS[found.smaller]),
            agree=figure(smaller.agree),
            seen=smaller.seen,
        )
    )


def concordance(found: Concordance | None, left_out: Sequence[str] = ()) -> str:
    """Whether the cities rank the issues alike, and which issues are left out of that; for the annex."""
    without = gettext(
        "Left out, as fewer than %(cities)s cities rated them: %(refs)s.",
        cities=FEWEST_CITIES,
        refs=", ".join(left_out),
    )
    return f"{_concordance(found)} {without}" if left_out else _concordance(found)


def _concordance(found: Concordance | None) -> str:
    if found is None:
        return str(
            gettext(
                "Too few cities rated every issue that %(cities)s cities or more rated to say whether they"
                " rank them alike (Kendall's W).",
                cities=FEWEST_CITIES,
            )
        )
    return str(
        gettext(
            "%(cities)s cities that rated all of %(issues)s issues rank them alike to a degree of %(w)s,"
            " where 0 is no order in common and 1 is one order (Kendall's W; chi-squared %(chi2)s, df %(df)s,"
            " p %(p)s, rough below eight issues).",
            cities=found.cities,
            issues=found.issues,
            w=figure(found.w),
            chi2=figure(found.chi2),
            df=found.df,
            p=_chance(found.p),
        )
    )


def _chance(p: float) -> str:
    """A p-value with two decimals: = 0.04, and < 0.01 for what is small and not nothing."""
    return f"= {figure(p)}" if p >= SMALLEST_CHANCE else f"< {figure(SMALLEST_CHANCE)}"


def how_ranked(order: Order) -> str:
    """The rule of the rank intervals, and how many issues are in them."""
    issues = ngettext("%(num)d issue", "%(num)d issues", len(order.ranks))
    return str(
        gettext(
            "%(issues)s that %(cities)s cities or more rated. Of %(draws)s orders drawn at random from what"
            " the ratings leave open, %(level)s have an issue within its bar; the dot is its mean rank. Each"
            " is drawn towards the rest as if %(pseudo)s more cities had rated it like all issues together.",
            issues=issues,
            cities=FEWEST_CITIES,
            level=percent(LEVEL),
            draws=format_decimal(DRAWS),
            pseudo=PSEUDO_CITIES,
        )
    )


def how_placed(points: Sequence[Point]) -> str:
    """The rule of the matrix, and how many issues are in it."""
    issues = ngettext("%(num)d issue", "%(num)d issues", len(points))
    return str(
        gettext(
            "%(issues)s that %(cities)s cities or more rated on all three. Needed is the square root of"
            " relevance times urgency; points are the middle city, whiskers reach from the 30th to the 70th"
            " percentile; a hollow point is undecided: a whisker touches the cross-hair at %(middle)s.",
            issues=issues,
            cities=FEWEST_CITIES,
            middle=figure(MIDPOINT),
        )
    )
