"""The results of a measure at a glance: a row per issue where enough cities rated, else a row per city."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from facilitator.reports.docx import parts, style
from facilitator.reports.docx.parts import Cell, Column, Text
from facilitator.statistics.words import Word
from facilitator.summary import sentences
from facilitator.summary.results import STANDS, IssueResult, MeasureResults, Standing
from facilitator.validation.models import Criterion
from facilitator.web.pages import figure

NOTHING = "–"


def write_ratings(document: Any, results: MeasureResults, criteria: Sequence[Criterion], colour: str) -> None:
    """Who answered, how many issues have which word, and the tables."""
    if not results.entitled.cities:
        parts.paragraph(
            document, "Normal", gettext("No interested city had a seat in a group of this measure.")
        )
        return
    counts = sentences.counted(results.answered, results.entitled)
    parts.paragraph(document, "Normal", gettext("%(counts)s answered.", counts=counts), " ", _words(results))
    for standing, issues in results.by_standing:
        if standing is Standing.BY_ENOUGH:
            _write_table(document, issues, criteria, colour)
        elif standing is Standing.BY_FEW:
            _write_cities(document, issues, criteria, colour)
        elif results.answered.cities:
            refs = ", ".join(result.issue.ref for result in issues)
            parts.paragraph(document, "Normal", gettext("Not rated: %(refs)s.", refs=refs))


def _words(results: MeasureResults) -> str:
    counts = [f"{gettext(word.word)} {results.words[word]}" for word in Word if results.words[word]]
    issues = ngettext("%(num)d issue", "%(num)d issues", len(results.issues))
    return gettext("%(issues)s: %(words)s.", issues=issues, words=", ".join(counts)) if counts else ""


def _write_table(
    document: Any,
    issues: Sequence[IssueResult],
    criteria: Sequence[Criterion],
    colour: str,
) -> None:
    columns = [
        Column(gettext("No."), 1.8),
        Column(gettext("Issue"), 4.8),
        Column(gettext("Word"), 1.6),
        *[Column(gettext(verdict.word), 1.35, figures=True) for verdict in STANDS],
        *[Column(criterion.name, 1.9, figures=True) for criterion in criteria],
    ]
    caption = gettext(
        "Rated by five cities or more: the city votes for each verdict and the middle city's ratings, 1–9"
        " (– where fewer than five cities rated)"
    )
    parts.table(document, caption, columns, [_row(result, colour) for result in issues])


def _row(result: IssueResult, colour: str) -> list[Cell]:
    word = Text(gettext(result.word.word), bold=True, colour=style.WORD_COLOURS[result.word.value])
    return [
        Text(result.issue.ref, bold=True, colour=colour),
        result.issue.title,
        word,
        *_votes(result),
        *[NOTHING if each.rated.few else figure(each.rated.median) for each in result.ratings],
    ]


def _votes(result: IssueResult) -> list[str]:
    if result.verdicts.few:
        return [NOTHING] * len(STANDS)
    return [figure(result.verdicts.shares[verdict].votes) for verdict in STANDS]


def _write_cities(
    document: Any, issues: Sequence[IssueResult], criteria: Sequence[Criterion], colour: str
) -> None:
    columns = [
        Column(gettext("No."), 1.8),
        Column(gettext("Issue"), 5),
        Column(gettext("City"), 3),
        Column(gettext("Verdict"), 2.6),
        *[Column(criterion.name, 1.9, figures=True) for criterion in criteria],
    ]
    caption = gettext("Rated by fewer than five cities: what each of them said")
    rows = [row for result in issues for row in _city_rows(result, colour)]
    parts.table(document, caption, columns, rows)


def _city_rows(result: IssueResult, colour: str) -> list[list[Cell]]:
    said = {voice.city: sentences.verdicts_of(voice) for voice in _voices(result)}
    values = [
        {dot.city: sentences.between(dot.value) for dot in rating.rated.dots} for rating in result.ratings
    ]
    cities = sorted({*said, *(city for ratings in values for city in ratings)})
    return [
        [
            Text(result.issue.ref, bold=True, colour=colour),
            "" if place else result.issue.title,
            city,
            said.get(city, NOTHING),
            *[ratings.get(city, NOTHING) for ratings in values],
        ]
        for place, city in enumerate(cities)
    ]


def _voices(result: IssueResult) -> Sequence[Any]:
    return result.verdicts.dots if result.verdicts.few else ()
