"""The report from its cover to its annex. A chapter explains the words before the measures use them."""

from collections.abc import Callable, Iterator

from flask_babel import format_date, get_locale, gettext, ngettext

from facilitator.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Contents,
    Cover,
    DataTable,
    Document,
    Facts,
    Heading,
    Look,
    Paragraph,
    Run,
    TableColumn,
    Text,
    WriterWords,
    plain,
)
from facilitator.documents.palette import Colour, accent
from facilitator.quotes.rules import SignOffState
from facilitator.reports.composing.agenda import agenda
from facilitator.reports.composing.annex import abbreviations, annex
from facilitator.reports.composing.control import control_block
from facilitator.reports.composing.feedback import feedback
from facilitator.reports.composing.figures import figures
from facilitator.reports.composing.groups import attendance
from facilitator.reports.composing.measure import chapter
from facilitator.reports.composing.meetings import meetings
from facilitator.reports.composing.phrases import COLOURS, labelled
from facilitator.reports.composing.pictures import results_of_measures
from facilitator.reports.composing.register import solution_register
from facilitator.reports.composing.short import measures_in_short
from facilitator.reports.composing.summary import summary
from facilitator.reports.composing.take_home import take_home
from facilitator.reports.content import Report
from facilitator.reports.modes import modes_in_words
from facilitator.reports.moments import moment_of, span
from facilitator.reports.profiles import FULL, Profile, ReportPart, narrowed
from facilitator.statistics.words import Word
from facilitator.summary import sentences
from facilitator.summary.results import Coverage, MeasureResults
from facilitator.validation.models import Criterion
from facilitator.web.sentences import FACTS, listed
from facilitator.web.terminology import term_word
from facilitator.workshops.marking import mark
from facilitator.workshops.models import Part


def compose(report: Report, part: ReportPart = FULL) -> Document:
    """The report, or a part of it, as a document in the language of the surrounding request."""
    report = narrowed(report, part)
    return _document(report, part, _BLOCKS[part.profile](report, part))


def compose_slides(report: Report, part: ReportPart = FULL) -> Document:
    """What of it is presented, likewise: without what is there to be filed or looked up."""
    report = narrowed(report, part)
    return _document(report, part, _to_present(report, part))


def _document(report: Report, part: ReportPart, blocks: Iterator[Block]) -> Document:
    return Document(
        title=report.workshop.title,
        language=str(get_locale()).replace("_", "-"),
        subject=term_word(part.profile),
        keywords=", ".join(section.results.measure.prefix for section in report.sections),
        category=mark(report.workshop) or gettext("Report"),
        description=term_word(report.state),
        created_at=report.drawn_up_at,
        words=_words(),
        blocks=tuple(blocks),
    )


def _words() -> WriterWords:
    return WriterWords(
        page=gettext("Page %(number)s", number="{number}"),
        table=gettext("Table %(number)s. %(caption)s", number="{number}", caption="{caption}"),
        continued=gettext("%(title)s (%(number)s)", title="{title}", number="{number}"),
    )


def _full(report: Report, part: ReportPart) -> Iterator[Block]:
    yield from _title_page(report, part)
    yield from control_block(report)
    chapters = [*_chapters(report)]
    yield Heading(1, gettext("Contents"), anchor="contents", new_page=True)
    headings = (block for block in chapters if isinstance(block, Heading) and block.anchor)
    yield Contents([(heading.anchor, plain(heading.text)) for heading in headings])
    yield from chapters


def _chapters(report: Report) -> Iterator[Block]:
    yield from summary(report)
    yield from _overview(report)
    yield from agenda(report)
    yield from _participants(report)
    yield from _of_measures(report)
    yield from abbreviations(report)


def _of_measures(report: Report) -> Iterator[Block]:
    yield from _method(report)
    for section in report.sections:
        yield from chapter(report, section)
    yield from solution_register(report)
    yield from meetings(report)
    yield from feedback(report)
    yield Heading(1, gettext("Annex: Statistics"), anchor="annex", new_page=True)
    yield from annex(report)
    yield from figures(report)


def _short(report: Report, part: ReportPart) -> Iterator[Block]:
    yield from _title_page(report, part)
    yield from control_block(report)
    yield from summary(report)
    yield from measures_in_short(report)
    yield from solution_register(report, in_short=True)
    yield from meetings(report)


def _of_measure(report: Report, part: ReportPart) -> Iterator[Block]:
    yield from _title_page(report, part)
    yield from control_block(report)
    yield from summary(report)
    yield from _of_measures(report)


def _for_city(report: Report, part: ReportPart) -> Iterator[Block]:
    yield from _title_page(report, part)
    yield from control_block(report)
    yield from take_home(report, part.name)


def _to_present(report: Report, part: ReportPart) -> Iterator[Block]:
    """A slide for each picture and chapter; of an issue the picture, with all that was said in its notes."""
    yield from _title_page(report, part)
    if part.profile is Profile.CITY:
        yield from take_home(report, part.name)
        return
    yield from summary(report)
    if part.profile is not Profile.MEASURE:
        yield from _overview(report)
    if part.profile is Profile.SHORT:
        yield from measures_in_short(report)
    else:
        for section in report.sections:
            yield from chapter(report, section, with_figures=True)
    yield from solution_register(report, in_short=True)
    if part.profile is Profile.FULL:
        yield from feedback(report)


_BLOCKS: dict[Profile, Callable[[Report, ReportPart], Iterator[Block]]] = {
    Profile.FULL: _full,
    Profile.SHORT: _short,
    Profile.MEASURE: _of_measure,
    Profile.CITY: _for_city,
}


def _title_page(report: Report, part: ReportPart) -> Iterator[Block]:
    workshop = report.workshop
    when = FACTS.join(filter(None, (workshop.place, span(workshop))))
    yield Cover(_kicker(part), workshop.title, when)
    if workshop.is_rehearsal:
        said = gettext("Rehearsal: the people are invented, and nothing counts.")
        yield Callout(Run(said, bold=True), Colour.SPLIT)
    yield Facts(_figures(report), across=3)
    yield Callout(Run(term_word(report.state), bold=True), Colour.SPLIT)
    if report.outdated:
        yield Callout(Run(_draft(report.outdated), bold=True), Colour.SPLIT)
    if report.sign_off and report.sign_off.open_cities:
        yield Callout(Run(_not_agreed(report.sign_off), bold=True), Colour.SPLIT)
    yield Paragraph(_drawn_up(report), Look.SMALL)


def _kicker(part: ReportPart) -> str:
    word = term_word(part.profile)
    return FACTS.join(filter(None, (word, part.name)))


def _draft(outdated: int) -> str:
    return str(
        ngettext(
            "Draft: one edited sentence of the summary was written before its figures changed.",
            "Draft: %(num)d edited sentences of the summary were written before their figures changed.",
            outdated,
        )
    )


def _not_agreed(state: SignOffState) -> str:
    return str(
        ngettext(
            "Draft: one city has not decided yet on what is quoted of it. It can do so until %(day)s.",
            "Draft: %(num)d cities have not decided yet on what is quoted of them. They can do so until"
            " %(day)s.",
            state.open_cities,
            day=format_date(state.closes_on, "d MMMM yyyy", rebase=False),
        )
    )


def _figures(report: Report) -> list[tuple[str, str]]:
    issues = gettext("Issues handed over") if report.handover else gettext("Issues")
    return [
        (str(report.cities(Part.LIGHTHOUSE)), gettext("Lighthouse cities")),
        (str(report.cities(Part.INTERESTED)), _interested_cities(report)),
        (str(report.people), gettext("People who took part")),
        (str(len(report.sections)), gettext("Measures")),
        (str(report.issues), issues),
        (str(report.solutions), gettext("Solutions")),
    ]


def _interested_cities(report: Report) -> str:
    came = report.cities_in_the_room(Part.INTERESTED)
    return str(gettext("Interested cities (in the room: %(count)s)", count=came))


def _drawn_up(report: Report) -> str:
    drawn_up = gettext("Created on %(when)s.", when=moment_of(report.drawn_up_at, report.workshop))
    if report.handover is None:
        return str(drawn_up)
    frozen = gettext(
        "Day one was handed over on %(when)s. The issues have the wording of that time.",
        when=moment_of(report.handover.frozen_at, report.workshop),
    )
    return f"{drawn_up} {frozen}"


def _overview(report: Report) -> Iterator[Block]:
    yield Heading(1, gettext("Results at a glance"), anchor="brief")
    if report.sections:
        if any(section.results.answered.cities for section in report.sections):
            yield results_of_measures(report)
        yield _overview_table(report)
    else:
        yield Paragraph(gettext("This workshop has no measure yet."))


def _overview_table(report: Report) -> DataTable:
    words: list[Word | Coverage] = [*Word, Coverage.UNRATED] if report.handover else []
    columns = [
        TableColumn(gettext("Measure"), 3 if words else 5.5),
        TableColumn(gettext("Issues"), 1.4, figures=True),
        *[TableColumn(term_word(term), 1.7, figures=True) for term in words],
        TableColumn(gettext("Missing"), 1.5, figures=True),
        TableColumn(gettext("Solutions"), 1.7, figures=True),
    ]
    caption = gettext("Measures and the results of their issues")
    if not words:
        caption = gettext("Measures so far")
    rows = [_overview_row(section.results, is_handed_over=bool(words)) for section in report.sections]
    return DataTable(caption, columns, rows)


def _overview_row(results: MeasureResults, *, is_handed_over: bool) -> list[Text]:
    prefix = Run(f"{results.measure.prefix}  ", bold=True, colour=accent(results.measure.accent))
    counts = [*(str(results.words[word]) for word in Word), str(results.unanswered)]
    return [
        [prefix, results.measure.title],
        str(len(results.issues)),
        *(counts if is_handed_over else ()),
        str(len(results.missing)),
        str(len(results.solutions)),
    ]


def _participants(report: Report) -> Iterator[Block]:
    yield Heading(1, gettext("Participants"), anchor="people")
    yield Paragraph(gettext("Cities and organisations with the number of people who represented them."))
    columns = [
        TableColumn(gettext("City"), 4),
        TableColumn(gettext("Role"), 3),
        TableColumn(gettext("Project"), 3.2),
        TableColumn(gettext("Organisations"), 4.6),
        TableColumn(gettext("People"), 1.4, figures=True),
    ]
    rows: list[list[Text]] = [
        [
            Run(f"{present.city.name} ({present.city.country})", bold=True),
            term_word(present.city.part),
            present.city.project.name if present.city.project else "–",
            listed(present.organisations) or "–",
            str(present.people),
        ]
        for present in report.attendance.cities
    ]
    if rows:
        yield DataTable(gettext("Cities of the workshop"), columns, rows)
    partners: list[list[Text]] = [
        [partner.name, str(partner.people)] for partner in report.attendance.partners
    ]
    if partners:
        columns = [TableColumn(gettext("Organisation"), 12), TableColumn(gettext("People"), 2, figures=True)]
        yield DataTable(gettext("Partners in the room"), columns, partners)
    yield from attendance([held for section in report.sections for held in section.groups])


def _method(report: Report) -> Iterator[Block]:
    yield Heading(1, gettext("How to read the results"), anchor="method")
    rules = sentences.rules(report.criteria)
    if rules:
        yield Paragraph(gettext("Each issue gets one result. The rules were fixed before the vote."))
    for word, rule in rules:
        yield Paragraph(labelled(Run(term_word(word), bold=True, colour=COLOURS[word]), rule))
    ways = modes_in_words(report.modes)
    yield Bullets([
        *map(_criterion, report.criteria),
        *sentences.notes(report.criteria),
        *([ways] if ways else []),
    ])  # fmt: skip


def _criterion(criterion: Criterion) -> Text:
    asked = f"{criterion.question} " if criterion.question else ""
    ends = gettext("1: %(low)s. 9: %(high)s.", low=criterion.low, high=criterion.high)
    text = asked + (ends if criterion.low and criterion.high else "")
    return labelled(criterion.name, text) if text else Run(criterion.name, bold=True)
