"""The figures and the words behind the report as sheets, a row for each thing.

No person is named but those who chose to be quoted with their name.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext

from facilitator.capture.queries import BoardCard
from facilitator.documents.sheets import DataSheet, SheetCell
from facilitator.feedback.queries import FeedbackResults
from facilitator.register.queries import RegisterEntry
from facilitator.reports.composing.feedback import named_scores
from facilitator.reports.composing.phrases import as_quoted, note_as_quoted
from facilitator.reports.content import MeasureSection, Report
from facilitator.summary import sentences
from facilitator.summary.results import IssueResult
from facilitator.validation.models import STANDS
from facilitator.vocabulary import Term
from facilitator.web.pages import country
from facilitator.web.sentences import in_words, listed
from facilitator.web.terminology import term_word
from facilitator.workshops.marking import mark
from facilitator.workshops.models import Workshop

Row = Sequence[SheetCell]


def sheets(report: Report) -> list[DataSheet]:
    """All of them: the workshop, its cities, and by issue and card what was said."""
    found = [
        _workshop(report),
        _summary(report),
        _cities(report),
        _issues(report),
        _evidence(report),
        _ratings(report),
        _verdicts(report),
        _remarks(report),
        _helping(report),
        _register(report),
        _added(report),
        _open_points(report),
    ]
    if report.meetings.matches:
        found.append(_meetings(report))
    if report.feedback:
        found.append(_feedback(report.feedback))
    return [_marked(sheet, report) for sheet in found]


def ratings(report: Report) -> DataSheet:
    """The sheet of the ratings by itself."""
    return _marked(_ratings(report), report)


def _marked(sheet: DataSheet, report: Report) -> DataSheet:
    """A sheet that says in a column of its own, in each row, if nothing in it is real."""
    said = mark(report.workshop)
    if not said:
        return sheet
    return DataSheet(sheet.name, [*sheet.heads, said], [[*row, said] for row in sheet.rows])


def _ratings(report: Report) -> DataSheet:
    """What each city rated each issue on each criterion: the median of its people, with how many they are."""
    heads = [*_of_issue(), gettext("Criterion"), gettext("City"), gettext("Rating"), gettext("People")]
    rows = [
        (*_named(section, result), rating.criterion.name, dot.city, _figure(dot.value), dot.people)
        for section, result in _results(report)
        for rating in result.ratings
        for dot in rating.rated.dots
    ]
    return DataSheet(gettext("Ratings"), heads, rows)


def _results(report: Report) -> Iterator[tuple[MeasureSection, IssueResult]]:
    return ((section, result) for section in report.sections for result in section.results.issues)


def _of_issue() -> list[str]:
    return [gettext("Measure"), gettext("No."), gettext("Issue")]


def _named(section: MeasureSection, result: IssueResult) -> tuple[str, str, str]:
    return section.results.measure.title, result.issue.ref, result.issue.title


def _word(term: Term | None) -> str | None:
    return term_word(term) if term else None


def _figure(value: float) -> float:
    """A figure without a decimal where it needs none."""
    return int(value) if value == int(value) else value


def _local(at: datetime, workshop: Workshop) -> datetime:
    return at.astimezone(ZoneInfo(workshop.timezone)).replace(tzinfo=None)


def _workshop(report: Report) -> DataSheet:
    workshop, handover = report.workshop, report.handover
    rows: list[Row] = [
        (gettext("Workshop"), workshop.title),
        (gettext("Place"), workshop.place),
        (gettext("First day"), workshop.starts_on),
        (gettext("Last day"), workshop.ends_on),
        (gettext("State"), term_word(report.state)),
        (gettext("Handed over"), _local(handover.frozen_at, workshop) if handover else None),
        (gettext("Report created"), _local(report.drawn_up_at, workshop)),
        (gettext("People who took part"), report.people),
    ]
    return DataSheet(gettext("Workshop"), [gettext("What"), gettext("Value")], rows)


def _summary(report: Report) -> DataSheet:
    heads = [gettext("Measure"), gettext("Kind"), gettext("Sentence"), gettext("State"), gettext("Rests on")]
    titles = {section.results.measure.prefix: section.results.measure.title for section in report.sections}
    rows: list[Row] = [
        (
            titles.get(stated.measure),
            term_word(stated.kind),
            in_words(stated.text),
            gettext("Out of date") if stated.is_outdated else term_word(stated.choice),
            listed(stated.draft.refs) if stated.draft else None,
        )
        for stated in report.conclusions
    ]
    return DataSheet(gettext("Summary"), heads, rows)


def _cities(report: Report) -> DataSheet:
    heads = [
        gettext("City"), gettext("Country"), gettext("Role"), gettext("Project"), gettext("Organisations"),
        gettext("People"),
    ]  # fmt: skip
    cities: list[Row] = [
        (
            present.city.name,
            country(present.city.country),
            term_word(present.city.part),
            present.city.project.name if present.city.project else None,
            listed(present.organisations),
            present.people,
        )
        for present in report.attendance.cities
    ]
    partners = [(None, None, None, None, each.name, each.people) for each in report.attendance.partners]
    return DataSheet(gettext("Participants"), heads, [*cities, *partners])


def _issues(report: Report) -> DataSheet:
    heads = [
        *_of_issue(), gettext("Description"), gettext("Aspect"), gettext("Result"),
        gettext("Cities that answered"), gettext("People who answered"),
        *(gettext("%(criterion)s: median city", criterion=each.name) for each in report.criteria),
        gettext("First rank"), gettext("Last rank"),
    ]  # fmt: skip
    return DataSheet(gettext("Issues"), heads, [_issue(*of) for of in _results(report)])


def _issue(section: MeasureSection, result: IssueResult) -> Row:
    rank = section.results.order.ranks.get(result.issue.id)
    return (
        *_named(section, result),
        result.issue.text,
        _word(result.issue.aspect),
        _word(result.word),
        result.answered.cities,
        result.answered.people,
        *(None if each.rated.few else _figure(each.rated.median) for each in result.ratings),
        rank.low if rank else None,
        rank.high if rank else None,
    )


def _evidence(report: Report) -> DataSheet:
    heads = [*_of_issue(), gettext("City"), gettext("Role"), gettext("Experience"), gettext("In their words")]
    rows = [
        (
            *_named(section, result),
            voice.city,
            term_word(voice.part),
            term_word(voice.stance),
            note_as_quoted(voice),
        )
        for section, result in _results(report)
        for voice in result.evidence.voices
    ]
    return DataSheet(gettext("Evidence"), heads, rows)


def _verdicts(report: Report) -> DataSheet:
    """City votes and people for each verdict, from five cities on."""
    heads = [*_of_issue(), gettext("Verdict"), gettext("City votes"), gettext("People")]
    rows = [
        (*_named(section, result), term_word(verdict), _figure(share.votes), share.people)
        for section, result in _results(report)
        if not result.verdicts.few
        for verdict in STANDS
        for share in [result.verdicts.shares[verdict]]
    ]
    return DataSheet(gettext("Verdicts"), heads, rows)


def _remarks(report: Report) -> DataSheet:
    heads = [*_of_issue(), gettext("Kind"), gettext("City"), gettext("Person"), gettext("In their words")]
    rows = [
        (
            *_named(section, result),
            term_word(remark.topic),
            remark.city,
            remark.person or None,
            as_quoted(remark),
        )
        for section, result in _results(report)
        for remark in result.all_remarks
    ]
    return DataSheet(gettext("Comments"), heads, rows)


def _of_card() -> list[str]:
    return [gettext("Measure"), gettext("No."), gettext("Title"), gettext("Description"), gettext("City")]


def _card(measure: str, card: BoardCard) -> Row:
    city = card.card.author_city
    wording = card.wording
    return (
        measure, card.ref, wording.title, wording.text, city.name if city else None
    )  # fmt: skip


def _helping(report: Report) -> DataSheet:
    heads = [*_of_card(), gettext("Kind"), gettext("Field"), gettext("Reach"), gettext("Helps with")]
    rows = [
        (
            *_card(section.results.measure.title, card),
            term_word(card.card.kind),
            _word(card.wording.field),
            _word(card.wording.reach or card.wording.side),
            listed(card.helps),
        )
        for section in report.sections
        for card in (*section.results.enablers, *section.results.strategies)
    ]
    return DataSheet(gettext("Enablers and strategies"), heads, rows)


def _register(report: Report) -> DataSheet:
    """Every solution with who does what next, those without an owner first."""
    heads = [
        *_of_card(), gettext("Owner"), gettext("Partners"), gettext("By when"), gettext("Next step"),
        gettext("State"), gettext("Costs"), gettext("Needs"), gettext("Conditions"), gettext("Proven by"),
        gettext("Interested cities"), gettext("Helps with"),
    ]  # fmt: skip
    rows = [(*_card(entry.measure.title, entry.card), *_plan(entry)) for entry in report.register]
    return DataSheet(gettext("Solution register"), heads, rows)


def _meetings(report: Report) -> DataSheet:
    """The meetings that both cities have agreed to, without contacts."""
    heads = [
        gettext("Interested city"), gettext("Lighthouse city"), gettext("When"), gettext("Issues"),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            *each.match.pair,
            datetime.combine(each.match.meets_on, each.match.meets_at),
            listed(reason.ref for reason in each.reasons),
        )
        for each in report.meetings.matches
        if each.match.meets_on and each.match.meets_at
    ]
    return DataSheet(gettext("Meetings"), heads, rows)


def _feedback(found: FeedbackResults) -> DataSheet:
    """How often each score was given, and each text."""
    heads = [
        gettext("Question"), gettext("Answers on"), gettext("Score"), gettext("Answers"), gettext("Text"),
    ]  # fmt: skip
    rows: list[Row] = []
    for result in found.for_everybody:
        text = result.question.text
        rows += [
            (text, name, value, number, "")
            for name, scores in named_scores(result)
            for value, number in scores.counts
        ]
        rows += [(text, "", "", "", said) for said in result.in_sight]
    return DataSheet(gettext("Feedback"), heads, rows)


def _plan(entry: RegisterEntry) -> Row:
    wording = entry.card.wording
    return (
        wording.owner, wording.partners, wording.by_when, wording.next_step, term_word(entry.state),
        _word(wording.cost), wording.needs, wording.conditions,
        wording.proven_by.name if wording.proven_by else None,
        sentences.verdicts(entry.said.judged) if entry.said else None, listed(entry.card.helps),
    )  # fmt: skip


def _added(report: Report) -> DataSheet:
    """Issues that nobody was asked about."""
    rows = [
        (
            *_card(section.results.measure.title, card),
            gettext("Missing issue") if card in section.results.missing else gettext("Late"),
        )
        for section in report.sections
        for card in (*section.results.missing, *section.results.late)
    ]
    return DataSheet(gettext("Not validated"), [*_of_card(), gettext("Kind")], rows)


def _open_points(report: Report) -> DataSheet:
    heads = [gettext("Measure"), gettext("Open point"), gettext("No.")]
    rows = [
        (section.results.measure.title, term_word(point.gap), ref)
        for section in report.sections
        for point in section.open_points
        for ref in point.refs
    ]
    return DataSheet(gettext("Open points"), heads, rows)
