"""The results as JSON: what `json.py` says of verdicts, ratings, order, and solutions."""

from collections.abc import Iterable, Mapping
from typing import Any

from facilitator.statistics.draws import DRAWS, SEED
from facilitator.statistics.intervals import LEVEL, Interval
from facilitator.statistics.ordering import PSEUDO_CITIES, Rank
from facilitator.statistics.priorities import Whisker
from facilitator.statistics.tallies import Count
from facilitator.statistics.verdicts import Judged, JudgedByFew
from facilitator.summary.order import Order
from facilitator.summary.results import CriterionResult, IssueResult, SideBySide, WrittenRemark
from facilitator.summary.solution_results import ApproachResult, SolutionResult, StatedIntent
from facilitator.validation.models import Intent, Verdict


def statistics_as_json() -> dict[str, Any]:
    """What the figures rest on."""
    return {"level": LEVEL, "draws": DRAWS, "seed": SEED, "pseudo_cities": PSEUDO_CITIES}


def issue_as_json(result: IssueResult, order: Order) -> dict[str, Any]:
    """What the cities said of an issue, in figures."""
    rank = order.ranks.get(result.issue.id)
    return {
        "word": result.word,
        "answered": count_as_json(result.answered),
        "set_aside": result.set_aside,
        "spoken_as_one": result.spoken,
        "verdicts": judged_as_json(result.verdicts),
        "intervals": _intervals(result.verdicts),
        "ratings": [_rating(rating) for rating in result.ratings],
        "rank": rank and _rank(rank, order),
        "top_3_of_weightings": order.tops.get(result.issue.id),
        "place_at_weights": order.places.get(result.issue.id),
        "priority": _priority(result),
        "moves": [
            {"city": move.city, "before": move.before, "after": move.after, "people": move.people}
            for move in result.moves
        ],
        "side_by_side": result.side_by_side and _side_by_side(result.side_by_side),
    }


def order_as_json(order: Order) -> dict[str, Any] | None:
    """Whether the cities ranked alike."""
    alike = order.concordance
    return None if alike is None else alike._asdict()


def judged_as_json(
    judged: JudgedByFew[str, Verdict] | Judged[Verdict] | JudgedByFew[str, Intent] | Judged[Intent],
) -> dict[str, Any]:
    """Shares from five cities on; below, what each city said."""
    counts = {"judged": count_as_json(judged.judged), "cant_say": count_as_json(judged.cant_say)}
    if judged.few:
        by_city = [
            {"city": voice.city, "verdicts": _tally(voice.tally), "as_one": voice.spoken}
            for voice in judged.dots
        ]
        return {**counts, "shares": None, "by_city": by_city}
    shares = {
        answer: {"votes": share.votes, "people": share.people} for answer, share in judged.shares.items()
    }
    return {**counts, "shares": shares}


def solution_as_json(said: SolutionResult | None) -> dict[str, Any] | None:
    """What the cities said of a solution."""
    return (
        None
        if said is None
        else {
            "intents": judged_as_json(said.judged),
            "lacks": {each.lack: each.cities for each in said.shortages},
            "changes": _said(said.changes),
            "comments": _said(said.comments),
        }
    )


def approach_as_json(said: ApproachResult | None) -> dict[str, Any] | None:
    """What the cities said of the approach to a measure."""
    return None if said is None else {"verdicts": judged_as_json(said.judged), "words": _said(said.words)}


def remarks_as_json(remarks: Iterable[WrittenRemark]) -> list[dict[str, Any]]:
    """What was written beside answers, by the city."""
    return [{"topic": remark.topic, **_quote(remark)} for remark in remarks]


def count_as_json(count: Count) -> dict[str, int]:
    """Cities and people."""
    return {"cities": count.cities, "people": count.people}


def _rank(rank: Rank, order: Order) -> dict[str, float | None]:
    chance = rank.chance_of_top if order.has_top else None
    return {"low": rank.low, "high": rank.high, "mean": rank.mean, "chance_of_top_3": chance}


def _intervals(judged: JudgedByFew[str, Verdict] | Judged[Verdict]) -> dict[str, dict[str, float]] | None:
    if judged.few:
        return None
    return {verdict: _interval(share.interval) for verdict, share in judged.shares.items()}


def _tally(tally: Mapping[Any, int]) -> dict[str, int]:
    return {answer or Verdict.CANT_SAY: people for answer, people in tally.items() if people}


def _rating(rating: CriterionResult) -> dict[str, Any]:
    rated = rating.rated
    return {
        "criterion": rating.criterion.key,
        "rated": count_as_json(rated.rated),
        "cant_say": count_as_json(rated.cant_say),
        "cities": [{"city": dot.city, "value": dot.value, "people": dot.people} for dot in rated.dots],
        "median": None if rated.few else rated.median,
        "ipr": None if rated.few else rated.spread.ipr,
        "ipras": None if rated.few else rated.spread.ipras,
        "word": rated.word,
    }


def _priority(result: IssueResult) -> dict[str, Any] | None:
    point = result.priority
    if point is None or point.few:
        return None
    return {"need": _whisker(point.need), "power": _whisker(point.power), "quadrant": point.quadrant}


def _side_by_side(sides: SideBySide) -> dict[str, Any]:
    gap, panels = sides.gap, sides.panels
    return {
        "lighthouse": dict(gap.dots.lighthouse),
        "interested": dict(gap.dots.interested),
        "verdicts": judged_as_json(sides.verdicts),
        "remarks": remarks_as_json(sides.remarks),
        "difference": None if gap.few else gap.difference,
        "interval": None if gap.few or gap.interval is None else _interval(gap.interval),
        "delta": None if gap.few else gap.pairs.delta,
        "consensus": None
        if panels.few
        else {
            "score": panels.score,
            "most": panels.most,
            "smaller": panels.smaller,
            "share_of_smaller": panels.share_of_smaller,
        },
    }


def _whisker(of: Whisker) -> dict[str, float]:
    return {"low": of.low, "median": of.median, "high": of.high}


def _interval(of: Interval) -> dict[str, float]:
    return {"low": of.low, "high": of.high}


def _said(words: tuple[StatedIntent, ...]) -> list[dict[str, str | bool | None]]:
    return [_quote(word) for word in words]


def _quote(said: WrittenRemark | StatedIntent) -> dict[str, str | bool | None]:
    return {
        "city": said.city,
        "person": said.person or None,
        "text": said.text,
        "is_edited": said.is_edited,
    }
