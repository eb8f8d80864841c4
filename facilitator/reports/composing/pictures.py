"""What the cities say in one picture: of an issue, and of all issues of each measure."""

from flask_babel import gettext

from facilitator.documents.charts import DotChart, Share, ShareChart
from facilitator.documents.palette import Colour
from facilitator.reports.composing.phrases import COLOURS
from facilitator.reports.content import Report
from facilitator.statistics.scale import HIGHEST, LOWEST, UNSURE_FROM, YES_FROM
from facilitator.statistics.words import Word
from facilitator.summary import sentences
from facilitator.summary.results import CriterionResult, IssueResult
from facilitator.web.sentences import labelled
from facilitator.web.terminology import term_word


def stand_of_cities(result: IssueResult, colour: Colour) -> DotChart | None:
    """The cities on the first criterion, a dot for each; nothing where none has rated."""
    if not result.dots:
        return None
    rating = result.ratings[0]
    return DotChart(
        words=_in_words(result, rating),
        values=tuple(dot.value for dot in rating.rated.dots),
        low=LOWEST,
        high=HIGHEST,
        ends=(rating.criterion.low, rating.criterion.high),
        bounds=(UNSURE_FROM, YES_FROM),
        middle=None if rating.rated.few else rating.rated.median,
        colour=colour,
    )


def _in_words(result: IssueResult, rating: CriterionResult) -> str:
    return str(
        gettext(
            "%(issue)s: the cities on “%(criterion)s”, from 1 to 9. %(ratings)s",
            issue=result.issue.ref,
            criterion=rating.criterion.name,
            ratings=sentences.ratings(rating.rated),
        )
    )


def results_of_measures(report: Report) -> ShareChart:
    """How many issues of each measure have which result."""
    bars = [
        (
            section.results.measure.title,
            (
                *(Share(section.results.words[word], term_word(word), COLOURS[word]) for word in Word),
                Share(section.results.unanswered, gettext("Not rated"), Colour.SOFT),
            ),
        )
        for section in report.sections
    ]
    said = [
        labelled(section.results.measure.title, sentences.words(section.results))
        for section in report.sections
    ]
    return ShareChart(words=" ".join(f"{text}." for text in said), bars=tuple(bars))
