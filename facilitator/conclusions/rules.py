"""What the results say in sentences: drafted by rule, each with the issues and cards that it rests on.

Below five cities nothing is said to be agreed, rejected or split: the word of such an issue is "Undecided".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from facilitator.capture.queries import BoardCard
from facilitator.capture.rules import has_solution
from facilitator.conclusions.models import ConclusionKind
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Names, Sentence, listed, say, say_many
from facilitator.statistics.ratings import Rated
from facilitator.statistics.scale import FEWEST_CITIES, Zone
from facilitator.statistics.tallies import Count
from facilitator.statistics.words import Word, cities_to_split
from facilitator.summary.demand.rules import Wanted, in_order
from facilitator.summary.results import Coverage, IssueResult, MeasureResults

ALL = "all"
# So many issues a sentence names, and so many have a sentence of their own.
MOST_NAMED = 3
MOST_SPLIT = 3
MOST_WANTED = 2
MOST_CITIES = 6


@dataclass(frozen=True)
class Conclusion:
    """A drafted sentence: what it is about, what it says, and what it rests on.

    `issues` are results whose figures it is drawn from, `refs` the cards that it speaks of.
    """

    kind: ConclusionKind
    subject: str
    said: Sentence
    refs: tuple[str, ...] = ()
    issues: tuple[IssueResult, ...] = ()


@dataclass(frozen=True)
class ConcludedMeasure:
    """What is drafted from: results of a measure, what is wanted with who could help, what nobody owns."""

    results: MeasureResults
    wanted: Sequence[Wanted] = ()
    without_owner: Sequence[BoardCard] = ()

    @property
    def prefix(self) -> str:
        """Of the measure."""
        return self.results.measure.prefix


def check_based_on(based_on: int, version: int) -> None:
    """Refuse to write over a version that its author has not seen."""
    if based_on != version:
        raise RuleBroken(
            N_(
                "Somebody else changed this sentence in the meantime. Its text now is above. Change yours"
                " where needed, then save again."
            ),
            field="text",
        )


def check_was_seen(based_on: int, version: int) -> None:
    """Refuse to put aside a version that nobody who asks for it has seen."""
    if based_on != version:
        raise RuleBroken(
            N_(
                "Somebody else changed this sentence in the meantime, so it was left as it is."
                " Read it, then choose again."
            )
        )


def check_may_edit(text: str) -> None:
    """Refuse an edited sentence that says nothing: that is to leave it out."""
    if not text:
        raise RuleBroken(N_("Enter the sentence, or leave it out of the report."), field="text")


def drafted(measures: Sequence[ConcludedMeasure], *, is_handed_over: bool) -> list[Conclusion]:
    """All sentences in their order: of the whole workshop, then of each measure."""
    overall = overview([measure.results for measure in measures]) if is_handed_over else []
    of_measures = (of_measure(measure, is_handed_over=is_handed_over) for measure in measures)
    return [*overall, *(conclusion for each in of_measures for conclusion in each)]


def overview(measures: Sequence[MeasureResults]) -> list[Conclusion]:
    """How many issues of all measures have which result; nothing while nobody has answered."""
    if not any(results.answered.cities for results in measures):
        return []
    words = {word: sum(results.words[word] for results in measures) for word in Word}
    said = say_many(
        "The interested cities were asked about one issue. Agreed: %(agreed)s, rejected: %(rejected)s,"
        " split: %(split)s, undecided: %(undecided)s, not rated: %(unrated)s.",
        "The interested cities were asked about %(num)d issues. Agreed: %(agreed)s, rejected: %(rejected)s,"
        " split: %(split)s, undecided: %(undecided)s, not rated: %(unrated)s.",
        sum(len(results.issues) for results in measures),
        agreed=words[Word.AGREED],
        rejected=words[Word.AGREED_NOT],
        split=words[Word.SPLIT],
        undecided=words[Word.OPEN],
        unrated=sum(results.unanswered for results in measures),
    )
    return [Conclusion(ConclusionKind.OVERVIEW, ALL, said)]


def of_measure(measure: ConcludedMeasure, *, is_handed_over: bool) -> Iterator[Conclusion]:
    """The sentences of one measure."""
    results = measure.results
    if not is_handed_over:
        yield from _collected(results)
    elif not results.answered.cities:
        if results.issues:
            said = say("No interested city has answered yet.")
            yield _about(results, ConclusionKind.ANSWERED, said, results.issues)
    else:
        yield from _answered(results)
        yield from _agreed(results)
        yield from _split(results)
        yield from _left_open(results)
    yield from _missing(results)
    yield from _wanted(measure)
    yield from _without_solution(results, is_handed_over=is_handed_over)
    yield from _without_owner(measure)


def _about(
    results: MeasureResults, kind: ConclusionKind, said: Sentence, issues: Iterable[IssueResult] = ()
) -> Conclusion:
    known = tuple(issues)
    return Conclusion(kind, results.measure.prefix, said, tuple(each.issue.ref for each in known), known)


def _of_cards(
    results: MeasureResults, kind: ConclusionKind, said: Sentence, cards: Iterable[BoardCard]
) -> Conclusion:
    return Conclusion(kind, results.measure.prefix, said, tuple(card.ref for card in cards))


def _titled(title: str, ref: str) -> Sentence:
    return say("“%(title)s” (%(ref)s)", title=title, ref=ref)


def _names(issues: Iterable[IssueResult]) -> Names:
    return listed([_titled(each.issue.title, each.issue.ref) for each in issues], MOST_NAMED)


def _cards(cards: Iterable[BoardCard]) -> Names:
    return listed([_titled(card.wording.title, card.ref) for card in cards], MOST_NAMED)


def _cities(number: int) -> Sentence:
    return say_many("%(num)d city", "%(num)d cities", number)


def _counted(count: Count, of: Count) -> Sentence:
    """9 of 12 cities (21 of 30 people)."""
    cities = say_many(
        "%(cities)s of %(num)d city", "%(cities)s of %(num)d cities", of.cities, cities=count.cities
    )
    people = say_many(
        "%(people)s of %(num)d person", "%(people)s of %(num)d people", of.people, people=count.people
    )
    return say("%(cities)s (%(people)s)", cities=cities, people=people)


def _collected(results: MeasureResults) -> Iterator[Conclusion]:
    if results.issues:
        said = say_many(
            "One issue has been collected and is not validated yet.",
            "%(num)d issues have been collected and are not validated yet.",
            len(results.issues),
        )
        yield _about(results, ConclusionKind.COLLECTED, said, results.issues)


def _answered(results: MeasureResults) -> Iterator[Conclusion]:
    counts = _counted(results.answered, results.entitled)
    if results.answered.cities >= FEWEST_CITIES:
        said = say("Answers came from %(counts)s.", counts=counts)
    else:
        said = say(
            "Answers came from %(counts)s. These are too few for a result; what each city said is shown with"
            " its name.",
            counts=counts,
        )
    yield Conclusion(ConclusionKind.ANSWERED, results.measure.prefix, said)


def _with_word(results: MeasureResults, word: Word) -> list[IssueResult]:
    return [each for each in results.issues if each.word is word and each.coverage is Coverage.BY_ENOUGH]


def _agreed(results: MeasureResults) -> Iterator[Conclusion]:
    if agreed := _with_word(results, Word.AGREED):
        said = say_many(
            "The cities agree that “%(criterion)s” is high for one issue: %(issues)s.",
            "The cities agree that “%(criterion)s” is high for %(num)d issues: %(issues)s.",
            len(agreed),
            criterion=agreed[0].ratings[0].criterion.name,
            issues=_names(agreed),
        )
        yield _about(results, ConclusionKind.AGREED, said, agreed)
    if rejected := _with_word(results, Word.AGREED_NOT):
        said = say_many(
            "The cities agree that “%(criterion)s” is low for one issue: %(issues)s.",
            "The cities agree that “%(criterion)s” is low for %(num)d issues: %(issues)s.",
            len(rejected),
            criterion=rejected[0].ratings[0].criterion.name,
            issues=_names(rejected),
        )
        yield _about(results, ConclusionKind.AGREED_NOT, said, rejected)


def _split(results: MeasureResults) -> Iterator[Conclusion]:
    split = _with_word(results, Word.SPLIT)
    for each in split[:MOST_SPLIT]:
        rated = each.ratings[0].rated
        if not rated.few:
            said = _why(each, rated)
            yield Conclusion(ConclusionKind.SPLIT, each.issue.ref, said, (each.issue.ref,), (each,))
    if more := split[MOST_SPLIT:]:
        said = say_many(
            "The cities are split on one more issue: %(issues)s.",
            "The cities are split on %(num)d more issues: %(issues)s.",
            len(more),
            issues=_names(more),
        )
        yield _about(results, ConclusionKind.MORE_SPLIT, said, more)


def _why(split: IssueResult, rated: Rated[str]) -> Sentence:
    """On what the cities are split, by which criterion, and which of the two rules of “Split” says so."""
    zones = {zone: count.cities for zone, count in rated.zones.items()}
    values: dict[str, str | Sentence] = {
        "issue": _titled(split.issue.title, split.issue.ref),
        "criterion": split.ratings[0].criterion.name,
        "high": _cities(zones[Zone.YES]),
        "medium": _cities(zones[Zone.UNSURE]),
        "low": _cities(zones[Zone.NO]),
    }
    if min(zones[Zone.YES], zones[Zone.NO]) >= cities_to_split(rated.rated.cities):
        return say(
            "The cities are split on %(issue)s: many rate its “%(criterion)s” high and many low"
            " (7–9: %(high)s, 4–6: %(medium)s, 1–3: %(low)s).",
            **values,
        )
    return say(
        "The cities are split on %(issue)s: their ratings of its “%(criterion)s” lie too far apart (7–9:"
        " %(high)s, 4–6: %(medium)s, 1–3: %(low)s).",
        **values,
    )


def _left_open(results: MeasureResults) -> Iterator[Conclusion]:
    if undecided := _with_word(results, Word.OPEN):
        said = say_many(
            "The cities are undecided on one issue: %(issues)s.",
            "The cities are undecided on %(num)d issues: %(issues)s.",
            len(undecided),
            issues=_names(undecided),
        )
        yield _about(results, ConclusionKind.UNDECIDED, said, undecided)
    by_coverage = dict(results.by_coverage)
    if few := by_coverage.get(Coverage.BY_FEW):
        said = say_many(
            "Fewer than %(fewest)s cities rated one issue, so it has no result: %(issues)s.",
            "Fewer than %(fewest)s cities rated %(num)d issues, so they have no result: %(issues)s.",
            len(few),
            fewest=FEWEST_CITIES,
            issues=_names(few),
        )
        yield _about(results, ConclusionKind.RATED_BY_FEW, said, few)
    if unrated := by_coverage.get(Coverage.UNRATED):
        said = say_many(
            "No city rated one issue: %(issues)s.",
            "No city rated %(num)d issues: %(issues)s.",
            len(unrated),
            issues=_names(unrated),
        )
        yield _about(results, ConclusionKind.UNRATED, said, unrated)


def _missing(results: MeasureResults) -> Iterator[Conclusion]:
    if results.missing:
        said = say_many(
            "The interested cities added one issue that was missing: %(issues)s.",
            "The interested cities added %(num)d issues that were missing: %(issues)s.",
            len(results.missing),
            issues=_cards(results.missing),
        )
        yield _of_cards(results, ConclusionKind.MISSING, said, results.missing)


def _wanted(measure: ConcludedMeasure) -> Iterator[Conclusion]:
    """What most cities want help with, and which lighthouse cities know it; then what none of them knows."""
    results = measure.results
    by_ref = {each.issue.ref: each for each in results.issues}
    by_number = sorted(measure.wanted, key=lambda each: -len(each.cities))
    known = [each for each in by_number if each.experienced]
    for each in known[:MOST_WANTED]:
        said = say(
            "Help is wanted with %(issue)s. By: %(cities)s. Lighthouse cities with experience of it:"
            " %(known)s.",
            issue=_titled(each.title, each.ref),
            cities=listed(each.cities, MOST_CITIES),
            known=listed(each.experienced, MOST_CITIES),
        )
        issues = (by_ref[each.ref],) if each.ref in by_ref else ()
        yield Conclusion(ConclusionKind.WANTED, each.ref, said, (each.ref,), issues)
    if nobody := [each for each in in_order(measure.wanted) if not each.experienced]:
        said = say_many(
            "Help is wanted with one issue of which no lighthouse city has experience: %(issues)s.",
            "Help is wanted with %(num)d issues of which no lighthouse city has experience: %(issues)s.",
            len(nobody),
            issues=listed([_titled(each.title, each.ref) for each in nobody], MOST_NAMED),
        )
        refs = tuple(each.ref for each in nobody)
        found = tuple(by_ref[ref] for ref in refs if ref in by_ref)
        yield Conclusion(ConclusionKind.WANTED_OF_NOBODY, measure.prefix, said, refs, found)


def _without_solution(results: MeasureResults, *, is_handed_over: bool) -> Iterator[Conclusion]:
    """Issues that no solution helps with; once the cities have answered, those that they agree on."""
    counted = _with_word(results, Word.AGREED) if is_handed_over else results.issues
    lacking = [each for each in counted if not has_solution(each.helped_by)]
    if not lacking:
        return
    if is_handed_over:
        said = say_many(
            "One issue on which the cities agree has no solution yet: %(issues)s.",
            "%(num)d issues on which the cities agree have no solution yet: %(issues)s.",
            len(lacking),
            issues=_names(lacking),
        )
    else:
        said = say_many(
            "One issue has no solution yet: %(issues)s.",
            "%(num)d issues have no solution yet: %(issues)s.",
            len(lacking),
            issues=_names(lacking),
        )
    yield _about(results, ConclusionKind.WITHOUT_SOLUTION, said, lacking)


def _without_owner(measure: ConcludedMeasure) -> Iterator[Conclusion]:
    if cards := measure.without_owner:
        said = say_many(
            "One solution has no owner yet: %(solutions)s.",
            "%(num)d solutions have no owner yet: %(solutions)s.",
            len(cards),
            solutions=_cards(cards),
        )
        yield _of_cards(measure.results, ConclusionKind.WITHOUT_OWNER, said, cards)
