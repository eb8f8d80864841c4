"""The report as JSON, for other programs: plain data by the workshop's terms; only its summary is in prose.

Format "facilitator-report/1" (a later version only adds; what changes meaning gets the next number):

    format, drawn_up_at, state, workshop, handover (null before day one is handed over),
    workshop    {slug, title, place, starts_on, ends_on, timezone, language, phase, is_rehearsal}: in one that
                is a rehearsal, people and answers are invented
    criteria    [{key, name, question, low, high, weight}], the first gives an issue its word
    cities      [{name, country, part, project, organisations, people}]
    partners    [{name, people}]
    statistics  {level, draws, seed, pseudo_cities}: what intervals and ranks rest on
    modes       {phone, paper, proxy, late}: how the answers that count came in; late ones, of any of these,
                after their group had closed
    summary     [{measure, kind, subject, text, choice, is_outdated, refs}]: the sentences that are printed,
                in the workshop's language; measure is null for the whole workshop; refs are what it rests on
    feedback    {people, answered, questions: [{kind, text, scores, sessions: [{session, merged, scores}],
                texts}]}: what people said of the workshop itself, null before it is shown; scores are
                {score: answers}, null where few answered; session is null where `merged` ones stand together
    meetings    [{interested, lighthouse, day, time, issues: [{ref, solutions}]}]: those that both cities
                agreed to, at the workshop's local time; without contacts
    measures    [{prefix, title, question, entitled, answered, groups, issues, missing, late,
                  enablers, strategies, solutions, approach, concordance, open_points}]
    issue       {ref, title, text, aspect, reworded_since, merged_from: [ref], split_from: [ref],
                 related: [{cluster, refs}], evidence, helped_by, helped_by_when_handed_over, word, answered,
                 set_aside, spoken_as_one, verdicts, intervals, ratings, rank, top_3_of_weightings,
                 place_at_weights, priority, moves, side_by_side, remarks, presented,
                 notes: [{round, group, room, text}]}
    groups      [{round, name, room, seated, attendance, note, answers: [{issue, city, people}]}]: where
                each answer came from; attendance counts the last marks, null where nobody was ticked off
    verdicts    {judged, cant_say, shares: {verdict: {votes, people}}} and, below five cities, shares null
                and by_city [{city, verdicts: {verdict: people}, as_one: verdict}] in its place; as_one is
                what the city said as one, and may be null
    word        null where nobody has answered
    intervals   {verdict: {low, high}}: Wilson's, of each share, null below five cities
    ratings     [{criterion, rated, cant_say, cities: [{city, value, people}], median, ipr, ipras, word}];
                median, ipr and ipras are null below five cities
    spoken_as_one [city]: where a city's speaker set what it says; shares and values hold it
    rank        {low, high, mean, chance_of_top_3}, null below five cities and for a single issue; the chance
                and top_3_of_weightings are null where no more than three issues are ranked
    place_at_weights: the place by all criteria at the workshop's weights, null like rank
    priority    {need, power: {low, median, high}, quadrant}, null below five cities
    moves       [{city, before, after, people}]: of those who rated before and after the discussion
    side_by_side {lighthouse, interested: {city: value}, verdicts, remarks, difference, interval, delta,
                consensus: {score, most, smaller, share_of_smaller}}, null where no lighthouse city answered;
                verdicts and remarks are the lighthouse cities', figures are null below four cities a side
    solution    {..., state, said: {intents, lacks: {lack: [city]}, changes, comments}}, null where nobody has
                spoken of it
    approach    {verdicts, words: [{city, person, text, is_edited}]}; concordance is Kendall's W over the
                issues of the measure
    remarks     [{topic, city, person, text, is_edited}]; here and wherever delegates' words stand, those that
                the team has hidden are left out, and their verdicts and ratings count
    presented   [{city, text, is_edited}]: what was said of it while a city presented it; city may be null

A count is {cities, people}. Times are ISO 8601 in UTC, days ISO 8601. Texts are as people typed them,
once cleaned. person is null but where somebody chose to be quoted with their name; of who chose not to be
quoted, no text is there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from facilitator.capture.evidence import Tally as Evidence
from facilitator.capture.lineage.queries import Lineage
from facilitator.capture.queries import BoardCard
from facilitator.conclusions.queries import StatedConclusion
from facilitator.feedback.queries import FeedbackResults
from facilitator.matches.queries import KnownMatch
from facilitator.register.models import SolutionState
from facilitator.reports.content import MeasureSection, Report
from facilitator.reports.json_groups import group_as_json, notes_as_json
from facilitator.reports.json_results import (
    approach_as_json,
    count_as_json,
    issue_as_json,
    order_as_json,
    remarks_as_json,
    solution_as_json,
    statistics_as_json,
)
from facilitator.reports.queries import CityPresent
from facilitator.summary.order import Order
from facilitator.summary.quoted import PresentedRemark
from facilitator.summary.results import IssueResult
from facilitator.web.sentences import in_words
from facilitator.workshops.models import Workshop

FORMAT = "facilitator-report/1"


def write_json(report: Report) -> str:
    """The report as a text in the format above."""
    return json.dumps(_report(report), ensure_ascii=False, indent=1) + "\n"


def _report(report: Report) -> dict[str, Any]:
    handover = report.handover
    states = {entry.card.id: entry.state for entry in report.register}
    return {
        "format": FORMAT,
        "drawn_up_at": _moment(report.drawn_up_at),
        "state": report.state,
        "workshop": _workshop(report.workshop),
        "handover": handover and {"name": handover.name, "frozen_at": _moment(handover.frozen_at)},
        "criteria": [
            {name: getattr(criterion, name) for name in ("key", "name", "question", "low", "high", "weight")}
            for criterion in report.criteria
        ],
        "cities": [_city(present) for present in report.attendance.cities],
        "partners": [
            {"name": partner.name, "people": partner.people} for partner in report.attendance.partners
        ],
        "modes": asdict(report.modes),
        "statistics": statistics_as_json(),
        "summary": [_conclusion(stated) for stated in report.conclusions],
        "meetings": [_meeting(each) for each in report.meetings.matches],
        "feedback": report.feedback and _feedback(report.feedback),
        "measures": [_measure(section, states) for section in report.sections],
    }


def _feedback(found: FeedbackResults) -> dict[str, Any]:
    return {
        "people": found.count.people,
        "answered": found.count.answered,
        "questions": [
            {
                "kind": result.question.kind,
                "text": result.question.text,
                "scores": result.scores and dict(result.scores.counts),
                "sessions": [
                    {"session": each.session or None, "merged": each.merged, "scores": dict(each.counts)}
                    for each in result.sessions
                ],
                "texts": result.in_sight,
            }
            for result in found.for_everybody
        ],
    }


def _meeting(known: KnownMatch) -> dict[str, Any]:
    match = known.match
    return {
        "interested": match.interested.name,
        "lighthouse": match.lighthouse.name,
        "day": match.meets_on and _day(match.meets_on),
        "time": match.meets_at and match.meets_at.isoformat(timespec="minutes"),
        "issues": [{"ref": reason.ref, "solutions": reason.solutions} for reason in known.reasons],
    }


def _conclusion(stated: StatedConclusion) -> dict[str, Any]:
    return {
        "measure": stated.measure or None,
        "kind": stated.kind,
        "subject": stated.subject,
        "text": in_words(stated.text),
        "choice": stated.choice,
        "is_outdated": stated.is_outdated,
        "refs": stated.draft.refs if stated.draft else [],
    }


def _workshop(workshop: Workshop) -> dict[str, Any]:
    return {
        "slug": workshop.slug,
        "title": workshop.title,
        "place": workshop.place,
        "starts_on": _day(workshop.starts_on),
        "ends_on": _day(workshop.ends_on),
        "timezone": workshop.timezone,
        "language": workshop.language,
        "phase": workshop.phase,
        "is_rehearsal": workshop.is_rehearsal,
    }


def _city(present: CityPresent) -> dict[str, Any]:
    city = present.city
    return {
        "name": city.name,
        "country": city.country,
        "part": city.part,
        "project": city.project.name if city.project else None,
        "organisations": present.organisations,
        "people": present.people,
    }


def _measure(section: MeasureSection, states: Mapping[int, SolutionState]) -> dict[str, Any]:
    results = section.results
    return {
        "prefix": results.measure.prefix,
        "title": results.measure.title,
        "question": results.measure.question,
        "entitled": count_as_json(results.entitled),
        "answered": count_as_json(results.answered),
        "groups": [group_as_json(held) for held in section.groups],
        "issues": [
            _issue(result, results.order)
            | _lineage(section.lineages.get(result.issue.id, Lineage()))
            | {"helped_by_when_handed_over": section.handed_chain.get(result.issue.id, [])}
            | {"presented": _presented(section.presented.get(result.issue.id, ()))}
            | {"notes": notes_as_json(section.notes.get(result.issue.id, ()))}
            for result in results.issues
        ],
        "missing": [
            _card(card)
            | {"aspect": card.wording.aspect, "notes": notes_as_json(section.notes.get(card.id, ()))}
            for card in results.missing
        ],
        "late": [_card(card) | {"aspect": card.wording.aspect} for card in results.late],
        "enablers": [_help(card, "reach", "field") for card in results.enablers],
        "strategies": [_help(card, "side") for card in results.strategies],
        "solutions": [
            _solution(card)
            | {"state": states[card.id], "said": solution_as_json(results.said_of_solutions.get(card.id))}
            for card in results.solutions
        ],
        "approach": approach_as_json(results.approach),
        "concordance": order_as_json(results.order),
        "open_points": [{"gap": point.gap, "refs": point.refs} for point in section.open_points],
    }


def _presented(remarks: Iterable[PresentedRemark]) -> list[dict[str, Any]]:
    return [
        {"city": remark.city or None, "text": remark.text, "is_edited": remark.is_edited}
        for remark in remarks
    ]


def _issue(result: IssueResult, order: Order) -> dict[str, Any]:
    issue = result.issue
    return {
        "ref": issue.ref,
        "title": issue.title,
        "text": issue.text,
        "aspect": issue.aspect,
        "reworded_since": issue.reworded_since,
        "evidence": _evidence(result.evidence),
        "helped_by": result.helped_by,
        **issue_as_json(result, order),
        "remarks": remarks_as_json(result.remarks),
    }


def _lineage(lineage: Lineage) -> dict[str, Any]:
    return {
        "merged_from": lineage.origins.merged_from,
        "split_from": lineage.origins.split_from,
        "related": [{"cluster": name, "refs": others} for name, others in lineage.clusters],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "lighthouse_cities": evidence.lighthouse_cities,
        "met": evidence.met,
        "solved": evidence.solved,
        "expected": evidence.expected,
        "voices": [
            {
                "city": voice.city,
                "part": voice.part,
                "stance": voice.stance,
                "note": voice.note,
                "is_edited": voice.is_edited,
            }
            for voice in evidence.voices
        ],
    }


def _card(card: BoardCard) -> dict[str, Any]:
    return {
        "ref": card.ref,
        "title": card.wording.title,
        "text": card.wording.text,
        "city": card.card.author_city.name if card.card.author_city else None,
    }


def _help(card: BoardCard, *kinds: str) -> dict[str, Any]:
    return _card(card) | {kind: getattr(card.wording, kind) for kind in kinds} | {"helps_with": card.helps}


def _solution(card: BoardCard) -> dict[str, Any]:
    wording = card.wording
    return _help(card, "owner", "partners", "needs", "next_step", "conditions") | {
        "by_when": wording.by_when and _day(wording.by_when),
        "cost": wording.cost,
        "proven_by": wording.proven_by.name if wording.proven_by else None,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _day(day: date) -> str:
    return day.isoformat()
