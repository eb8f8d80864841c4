"""The report as a DOCX: what stands where. Chapter two explains the words before the measures use them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from flask_babel import get_locale, gettext

from facilitator.reports.content import Report
from facilitator.reports.docx import parts, style
from facilitator.reports.docx.annex import write_annex
from facilitator.reports.docx.groups import write_attendance
from facilitator.reports.docx.measure import write_section
from facilitator.reports.docx.parts import Cell, Column, Text
from facilitator.reports.modes import modes_in_words
from facilitator.reports.moments import moment_of, span
from facilitator.statistics.words import Word
from facilitator.summary import sentences
from facilitator.summary.results import MeasureResults
from facilitator.workshops.models import Part


def write_docx(report: Report) -> bytes:
    """The report as an editable document, in the language of the surrounding request."""
    document = Document()
    style.dress(document, str(get_locale()).replace("_", "-"))
    _set_properties(document, report)
    _write_footer(document, report)
    _write_title_page(document, report)
    _write_overview(document, report)
    _write_participants(document, report)
    _write_method(document, report)
    for section in report.sections:
        write_section(document, report, section)
    _chapter(document, gettext("Annex: the statistics"), "annex")
    write_annex(document, report)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set_properties(document: Any, report: Report) -> None:
    properties = document.core_properties
    properties.title = parts.plain(report.workshop.title)[:255]
    properties.subject = gettext("Report of the workshop")
    properties.keywords = ", ".join(section.results.measure.prefix for section in report.sections)
    properties.category = gettext("Report")
    properties.author = properties.last_modified_by = "Facilitator"
    properties.comments = gettext(report.state.word)
    properties.language = str(get_locale())
    properties.created = properties.modified = report.drawn_up_at.replace(tzinfo=None)
    properties.revision = 1


def _write_footer(document: Any, report: Report) -> None:
    line = document.sections[0].footer.paragraphs[0]
    parts.styled(line, style.SMALL)
    line.paragraph_format.tab_stops.add_tab_stop(style.TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    title = report.workshop.title
    parts.write(line, title if len(title) <= 80 else f"{title[:79]}…", "\t", gettext("Page"), " ")
    parts.field(line, "PAGE", "1")


def _write_title_page(document: Any, report: Report) -> None:
    workshop = report.workshop
    top = parts.paragraph(document, style.KICKER, gettext("Report of the workshop"))
    top.paragraph_format.space_before = Mm(45)
    parts.bar(top, "top", 48, style.INK, space=10)
    parts.paragraph(document, "Title", workshop.title)
    when = " · ".join(filter(None, (workshop.place, span(workshop))))
    parts.paragraph(document, "Subtitle", when).paragraph_format.space_after = Mm(14)
    parts.facts(document, _figures(report), across=3)
    state = parts.paragraph(document, "Normal", Text(gettext(report.state.word), bold=True))
    state.paragraph_format.space_before = Mm(14)
    parts.bar(state, "left", 24, style.WORD_COLOURS["split"], space=8)
    parts.paragraph(document, style.SMALL, _drawn_up(report))


def _figures(report: Report) -> list[tuple[str, str]]:
    issues = gettext("issues handed over") if report.handover else gettext("issues")
    return [
        (str(report.cities(Part.LIGHTHOUSE)), gettext("lighthouse cities")),
        (str(report.cities(Part.INTERESTED)), _interested_cities(report)),
        (str(report.people), gettext("people took part")),
        (str(len(report.sections)), gettext("measures")),
        (str(report.issues), issues),
        (str(report.solutions), gettext("solutions")),
    ]


def _interested_cities(report: Report) -> str:
    came = report.cities_in_the_room(Part.INTERESTED)
    return str(gettext("interested cities, %(count)s of them with somebody in the room", count=came))


def _drawn_up(report: Report) -> str:
    drawn_up = gettext("Drawn up on %(when)s.", when=moment_of(report.drawn_up_at, report.workshop))
    if report.handover is None:
        return str(drawn_up)
    frozen = gettext(
        "Day one was handed over on %(when)s; its issues stand here as they were worded then.",
        when=moment_of(report.handover.frozen_at, report.workshop),
    )
    return f"{drawn_up} {frozen}"


def _write_overview(document: Any, report: Report) -> None:
    _chapter(document, gettext("In brief"), "brief")
    _write_contents(document, report)
    if not report.sections:
        parts.paragraph(document, "Normal", gettext("This workshop has no measure yet."))
        return
    words = list(Word) if report.handover else []
    columns = [
        Column(gettext("Measure"), 5.5),
        Column(gettext("Issues"), 1.4, figures=True),
        *[Column(gettext(word.word), 1.4, figures=True) for word in words],
        Column(gettext("Missing"), 1.5, figures=True),
        Column(gettext("Solutions"), 1.7, figures=True),
    ]
    caption = gettext("Measures, their issues by the word that the cities' ratings give them, what was added")
    if not words:
        caption = gettext("Measures with what they hold so far")
    rows = [_overview_row(section.results, words) for section in report.sections]
    parts.table(document, caption, columns, rows)


def _overview_row(results: MeasureResults, words: Sequence[Word]) -> list[Cell]:
    prefix = Text(f"{results.measure.prefix}  ", bold=True, colour=style.accent(results.measure.accent))
    counts = [str(results.words[word]) for word in words]
    return [
        [prefix, results.measure.title],
        str(len(results.issues)),
        *counts,
        str(len(results.missing)),
        str(len(results.solutions)),
    ]


def _write_contents(document: Any, report: Report) -> None:
    """A list of the chapters that leads there; a word processor can renew it with page numbers."""
    chapters = [("people", gettext("Who took part")), ("method", gettext("How to read the results"))]
    chapters += [
        (section.results.measure.prefix, section.results.measure.title) for section in report.sections
    ]
    chapters.append(("annex", gettext("Annex: the statistics")))
    for place, (name, title) in enumerate(chapters):
        line = parts.paragraph(document, "Normal")
        line.paragraph_format.space_after = Pt(2)
        if place == 0:
            parts.begin_field(line, 'TOC \\o "1-1" \\h \\z \\u')
        parts.link_to(line, f"chapter_{name}", title)
        if place == len(chapters) - 1:
            parts.end_field(line)


def _write_participants(document: Any, report: Report) -> None:
    _chapter(document, gettext("Who took part"), "people")
    parts.paragraph(
        document,
        "Normal",
        gettext("Cities and organisations, with the number of people who spoke for them."),
    )
    columns = [
        Column(gettext("City"), 4),
        Column(gettext("Part"), 3),
        Column(gettext("Project"), 3.2),
        Column(gettext("Organisations"), 4.6),
        Column(gettext("People"), 1.4, figures=True),
    ]
    rows = [
        [
            Text(f"{present.city.name} ({present.city.country})", bold=True),
            gettext(present.city.part.word),
            present.city.project.name if present.city.project else "–",
            "; ".join(present.organisations) or "–",
            str(present.people),
        ]
        for present in report.attendance.cities
    ]
    if rows:
        parts.table(document, gettext("Cities of the workshop"), columns, rows)
    partners = [[partner.name, str(partner.people)] for partner in report.attendance.partners]
    if partners:
        columns = [Column(gettext("Organisation"), 12), Column(gettext("People"), 2, figures=True)]
        parts.table(document, gettext("Partners in the room"), columns, partners)
    write_attendance(document, [held for section in report.sections for held in section.groups])


def _write_method(document: Any, report: Report) -> None:
    _chapter(document, gettext("How to read the results"), "method")
    rules = sentences.rules(report.criteria)
    if rules:
        parts.paragraph(
            document, "Normal", gettext("One word per issue, by a rule that was fixed before the vote:")
        )
    for word, rule in rules:
        colour = style.WORD_COLOURS[word.value]
        parts.paragraph(document, "Normal", Text(f"{gettext(word.word)}. ", bold=True, colour=colour), rule)
    for criterion in report.criteria:
        asked = f"{criterion.question} " if criterion.question else ""
        ends = gettext("1: %(low)s. 9: %(high)s.", low=criterion.low, high=criterion.high)
        text = asked + (ends if criterion.low and criterion.high else "")
        parts.paragraph(document, "List Bullet", Text(f"{criterion.name}. ", bold=True), text)
    for note in sentences.notes(report.criteria):
        parts.paragraph(document, "List Bullet", note)
    if ways := modes_in_words(report.modes):
        parts.paragraph(document, "List Bullet", ways)


def _chapter(document: Any, title: str, name: str) -> None:
    line = parts.paragraph(document, "Heading 1", title)
    line.paragraph_format.page_break_before = name in ("brief", "annex")
    parts.bookmark(line, f"chapter_{name}")
