"""The results of a measure at a glance: a row per issue where enough cities rated, else a row per city."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from facilitator.documents.blocks import Block, DataTable, Paragraph, TableColumn, Text
from facilitator.documents.palette import Colour
from facilitator.reports.composing.phrases import reference, worded
from facilitator.summary import sentences
from facilitator.summary.results import Coverage, IssueResult, MeasureResults
from facilitator.text import alphabetical
from facilitator.validation.models import STANDS, Criterion
from facilitator.web.pages import figure
from facilitator.web.sentences import listed
from facilitator.web.terminology import term_word

NOTHING = "–"


def ratings(results: MeasureResults, criteria: Sequence[Criterion], colour: Colour) -> Iterator[Block]:
    """Who answered, how many issues have which word, and the tables."""
    if not results.entitled.cities:
        yield Paragraph(gettext("No interested city had a seat in a group of this measure."))
        return
    counts = sentences.counted(results.answered, results.entitled)
    yield Paragraph([gettext("Answered: %(counts)s.", counts=counts), " ", _words(results)])
    for coverage, issues in results.by_coverage:
        if coverage is Coverage.BY_ENOUGH:
            yield _rated(issues, criteria, colour)
        elif coverage is Coverage.BY_FEW:
            yield _rated_by_few(issues, criteria, colour)
        elif results.answered.cities:
            refs = listed(result.issue.ref for result in issues)
            yield Paragraph(gettext("Not rated: %(refs)s.", refs=refs))


def _words(results: MeasureResults) -> str:
    words = sentences.words(results)
    issues = ngettext("%(num)d issue", "%(num)d issues", len(results.issues))
    return gettext("%(issues)s: %(words)s.", issues=issues, words=words) if words else ""


def _rated(issues: Sequence[IssueResult], criteria: Sequence[Criterion], colour: Colour) -> DataTable:
    columns = [
        TableColumn(gettext("No."), 1.8),
        TableColumn(gettext("Issue"), 4.2),
        TableColumn(gettext("Result"), 2.2),
        *[TableColumn(term_word(verdict), 1.35, figures=True) for verdict in STANDS],
        *[TableColumn(criterion.name, 1.9, figures=True) for criterion in criteria],
    ]
    caption = gettext(
        "Rated by five cities or more: city votes for each verdict and ratings of the median city, 1–9"
        " (– where fewer than five cities rated)"
    )
    return DataTable(caption, columns, [_row(result, colour) for result in issues])


def _row(result: IssueResult, colour: Colour) -> list[Text]:
    return [
        reference(result.issue.ref, colour),
        result.issue.title,
        worded(result.word),
        *_votes(result),
        *[NOTHING if each.rated.few else figure(each.rated.median) for each in result.ratings],
    ]


def _votes(result: IssueResult) -> list[str]:
    if result.verdicts.few:
        return [NOTHING] * len(STANDS)
    return [figure(result.verdicts.shares[verdict].votes) for verdict in STANDS]


def _rated_by_few(issues: Sequence[IssueResult], criteria: Sequence[Criterion], colour: Colour) -> DataTable:
    columns = [
        TableColumn(gettext("No."), 1.8),
        TableColumn(gettext("Issue"), 5),
        TableColumn(gettext("City"), 3),
        TableColumn(gettext("Verdict"), 2.6),
        *[TableColumn(criterion.name, 1.9, figures=True) for criterion in criteria],
    ]
    caption = gettext("Rated by fewer than five cities: answers of each city")
    rows = [row for result in issues for row in _city_rows(result, colour)]
    return DataTable(caption, columns, rows)


def _city_rows(result: IssueResult, colour: Colour) -> list[list[Text]]:
    said = {voice.city: sentences.verdicts_of(voice) for voice in _voices(result)}
    values = [
        {dot.city: sentences.between(dot.value) for dot in rating.rated.dots} for rating in result.ratings
    ]
    cities = sorted({*said, *(city for ratings in values for city in ratings)}, key=alphabetical)
    return [
        [
            reference(result.issue.ref, colour),
            "" if place else result.issue.title,
            city,
            said.get(city, NOTHING),
            *[ratings.get(city, NOTHING) for ratings in values],
        ]
        for place, city in enumerate(cities)
    ]


def _voices(result: IssueResult) -> Sequence[Any]:
    return result.verdicts.dots if result.verdicts.few else ()
