"""How sure the figures are, in words that promise no more than they do: each with its rule and its n."""

from collections.abc import Mapping, Sequence
from math import isclose

from flask_babel import format_decimal, gettext, ngettext

from facilitator.errors import N_
from facilitator.statistics.concordance import Concordance
from facilitator.statistics.consensus import Consensus, Panel
from facilitator.statistics.dominance import ValuePairs
from facilitator.statistics.draws import DRAWS
from facilitator.statistics.few import Few
from facilitator.statistics.gap import Gap
from facilitator.statistics.intervals import LEVEL, in_ten
from facilitator.statistics.ordering import PSEUDO_CITIES, TOP
from facilitator.statistics.ratings import Rated
from facilitator.statistics.scale import FEWEST_CITIES, MIDPOINT, Zone
from facilitator.statistics.verdicts import Judged
from facilitator.summary.matrix import Point
from facilitator.summary.order import Order
from facilitator.summary.results import IssueResult, SideBySide
from facilitator.summary.sentences import between, rating_of
from facilitator.validation.models import Verdict
from facilitator.web.pages import figure, percent
from facilitator.web.sentences import FACTS, listed
from facilitator.web.terminology import term_word
from facilitator.workshops.models import Part

SMALLEST_CHANCE = 0.01


def rank(order: Order, issue_id: int) -> str:
    """Rank 1–3 of 8, or rank 2 of 8."""
    found = order.ranks[issue_id]
    between = str(found.low) if found.low == found.high else f"{found.low}–{found.high}"
    return str(gettext("Rank %(between)s of %(issues)s", between=between, issues=len(order.ranks)))


def place(order: Order, issue_id: int) -> str:
    """Its rank, how often it is among the first three of more than three, and its place at the weights."""
    said = [rank(order, issue_id)]
    if order.has_top:
        share = percent(order.ranks[issue_id].chance_of_top)
        said.append(gettext("In the top %(top)s in %(share)s of the draws", top=TOP, share=share))
    if issue_id in order.tops:
        said.append(under_weights(order.tops[issue_id]))
    if issue_id in order.places:
        said.append(at_weights(order, issue_id))
    return FACTS.join(said)


def under_weights(share: float) -> str:
    """In the top 3 with 92 % of weights, or whatever the weights."""
    if share == 1:
        return str(gettext("In the top %(top)s whatever the weights", top=TOP))
    return str(gettext("In the top %(top)s with %(share)s of weights", top=TOP, share=percent(share)))


def at_weights(order: Order, issue_id: int) -> str:
    """Place 2 of 7 by all weighted criteria."""
    return str(
        gettext(
            "Place %(place)s of %(issues)s by all weighted criteria",
            place=order.places[issue_id],
            issues=len(order.places),
        )
    )


def leading(judged: Judged[Verdict]) -> str:
    """The verdict with most votes, or those that share the lead, with Wilson's interval in steps of 10 %."""
    most = max(judged.shares.values(), key=lambda share: share.votes)
    first = [verdict for verdict, share in judged.shares.items() if isclose(share.votes, most.votes)]
    low, high = (10 * tenths for tenths in in_ten(most.interval))
    words = listed(gettext("“%(word)s”", word=term_word(verdict)) for verdict in first)
    return str(
        gettext(
            "Estimate for %(verdicts)s: %(low)s–%(high)s %% of similar cities.",
            verdicts=words,
            low=low,
            high=high,
        )
    )


def zones(rated: Rated[str]) -> str:
    """How many cities are in each zone: 9 cities: high (7–9) 7, medium (4–6) 2, low (1–3) 0."""
    return str(
        ngettext(
            "%(num)d city: high (7–\u20609) %(high)s, medium (4–\u20606) %(medium)s, low (1–\u20603)"
            " %(low)s.",
            "%(num)d cities: high (7–\u20609) %(high)s, medium (4–\u20606) %(medium)s, low (1–\u20603)"
            " %(low)s.",
            rated.rated.cities,
            high=rated.zones[Zone.YES].cities,
            medium=rated.zones[Zone.UNSURE].cities,
            low=rated.zones[Zone.NO].cities,
        )
    )


def spread(rated: Rated[str]) -> str:
    """How close together the cities stand, against the bound at which disagreement begins."""
    return str(
        gettext(
            "Distance across the middle 40 %% of the cities: %(ipr)s (IPR). More than %(ipras)s would be"
            " disagreement (IPRAS).",
            ipr=figure(rated.spread.ipr),
            ipras=figure(rated.spread.ipras),
        )
    )


def moved(result: IssueResult) -> str:
    """How many cities stayed in their zone after the discussion; of few, where each stood."""
    if len(result.moves) < FEWEST_CITIES:
        return listed(
            gettext(
                "%(city)s %(before)s → %(after)s",
                city=move.city,
                before=between(move.before),
                after=between(move.after),
            )
            for move in result.moves
        )
    moves = result.stability
    return str(
        ngettext(
            "%(num)d city rated before and after the discussion."
            " Same level: %(stayed)s, higher: %(higher)s, lower: %(lower)s.",
            "%(num)d cities rated before and after the discussion."
            " Same level: %(stayed)s, higher: %(higher)s, lower: %(lower)s.",
            len(result.moves),
            stayed=moves.stayed,
            higher=moves.higher,
            lower=moves.lower,
        )
    )


def spoken(result: IssueResult) -> str:
    """Whose speaker set what the city says."""
    return str(gettext("City votes: %(cities)s.", cities=listed(result.spoken)))


def gap(sides: SideBySide, criterion: str) -> str:
    """How far lighthouse and interested cities lie apart, with Welch's interval and Cliff's delta."""
    found = sides.gap
    if not found.dots.lighthouse:
        return str(gettext("No lighthouse city has rated “%(criterion)s”.", criterion=criterion))
    if found.few:
        return str(
            gettext(
                "There are too few cities for a comparison. Lighthouse cities: %(cities)s.",
                cities=listed(rating_of(city, value) for city, value in found.dots.lighthouse.items()),
            )
        )
    return f"{difference(found, criterion)} {_pairs(found.pairs)}"


def difference(gap: Gap[str], criterion: str) -> str:
    """By how much the interested cities rate higher or lower, with Welch's interval."""
    said = [_direction(gap, criterion)]
    if gap.interval is not None:
        low, high = map(figure, gap.interval)
        said.append(
            gettext(
                "Likely difference (%(level)s): %(low)s to %(high)s (Welch's interval).",
                level=percent(LEVEL),
                low=low,
                high=high,
            )
        )
    said.append(
        gettext(
            "Interested cities: %(interested)s. Lighthouse cities: %(lighthouse)s.",
            lighthouse=len(gap.dots.lighthouse),
            interested=len(gap.dots.interested),
        )
    )
    return " ".join(said)


def _direction(gap: Gap[str], criterion: str) -> str:
    """Which side rates higher, and by how much."""
    if not gap.is_clear:
        return str(gettext("There is no clear difference on “%(criterion)s”.", criterion=criterion))
    points = figure(abs(gap.difference))
    number = 1 if points == figure(1) else 2
    if gap.difference > 0:
        return str(
            ngettext(
                "Interested cities rate “%(criterion)s” higher by %(points)s point.",
                "Interested cities rate “%(criterion)s” higher by %(points)s points.",
                number,
                criterion=criterion,
                points=points,
            )
        )
    return str(
        ngettext(
            "Interested cities rate “%(criterion)s” lower by %(points)s point.",
            "Interested cities rate “%(criterion)s” lower by %(points)s points.",
            number,
            criterion=criterion,
            points=points,
        )
    )


def _pairs(pairs: ValuePairs) -> str:
    """Cliff's delta, said of the pairs it counts."""
    return str(
        gettext(
            "Pairs of one interested and one lighthouse city: %(pairs)s. The interested city rates higher"
            " in %(higher)s and lower in %(lower)s (Cliff's delta %(delta)s).",
            pairs=sum(pairs),
            higher=pairs.first_higher,
            lower=pairs.second_higher,
            delta=figure(pairs.delta),
        )
    )


_PANELS = {
    Part.LIGHTHOUSE: N_("Lighthouse cities"),
    Part.INTERESTED: N_("Interested cities"),
}


def panels(found: Few[Mapping[Part, Panel]] | Consensus[Part]) -> str:
    """Whether both panels call it the right issue; what the smaller one says stands beside the score."""
    if found.few:
        return ""
    smaller = found.panels[found.smaller]
    return str(
        gettext(
            "“Right” in both panels together: %(score)s, with a maximum of %(most)s"
            " (group-informed consensus). Interested cities: %(interested)s. Lighthouse cities:"
            " %(lighthouse)s. Agreement in the smaller panel: %(agree)s of %(seen)s (%(panel)s).",
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
    without = ngettext(
        "Not included, because fewer than one city rated them: %(refs)s.",
        "Not included, because fewer than %(num)d cities rated them: %(refs)s.",
        FEWEST_CITIES,
        refs=listed(left_out),
    )
    return f"{_concordance(found)} {without}" if left_out else _concordance(found)


def _concordance(found: Concordance | None) -> str:
    if found is None:
        return str(
            ngettext(
                "Too few cities rated every issue that one city or more rated,"
                " so their orders cannot be compared (Kendall's W).",
                "Too few cities rated every issue that %(num)d cities or more rated,"
                " so their orders cannot be compared (Kendall's W).",
                FEWEST_CITIES,
            )
        )
    return str(
        gettext(
            "Issues: %(issues)s. Cities that rated all of them: %(cities)s. Agreement on the order: %(w)s,"
            " where 0 is none and 1 is full agreement (Kendall's W; chi-squared %(chi2)s, df %(df)s,"
            " p %(p)s, approximate below eight issues).",
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
    return str(
        gettext(
            "Issues that enough cities rated: %(issues)s (cities needed: %(cities)s). The bar is the likely"
            " range of ranks (%(level)s of the random draws; draws: %(draws)s). The dot is the mean rank."
            " Each issue is moved towards the average as if more cities had rated it like all issues together"
            " (cities added: %(pseudo)s).",
            issues=len(order.ranks),
            cities=FEWEST_CITIES,
            level=percent(LEVEL),
            draws=format_decimal(DRAWS),
            pseudo=PSEUDO_CITIES,
        )
    )


def how_placed(points: Sequence[Point]) -> str:
    """The rule of the matrix, and how many issues are in it."""
    return str(
        gettext(
            "Issues that enough cities rated on all three criteria: %(issues)s (cities needed: %(cities)s)."
            " Need is the square root of relevance times urgency. A point is the median city. Lines reach"
            " from the 30th to the 70th percentile. A hollow point is not clear: a line touches the"
            " centre at %(middle)s.",
            issues=len(points),
            cities=FEWEST_CITIES,
            middle=figure(MIDPOINT),
        )
    )
