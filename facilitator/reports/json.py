"""The report as JSON, for other programs: plain data by the workshop's terms, without sentences of ours.

Format "facilitator-report/1" (a later version only adds; what changes meaning gets the next number):

    format, drawn_up_at, state, workshop, handover (null before day one is handed over),
    criteria    [{key, name, question, low, high, weight}], the first gives an issue its word
    cities      [{name, country, part, project, organisations, people}]
    partners    [{name, people}]
    modes       {phone, paper, proxy, late}: how the answers that count came in; late ones, of any of these,
                after their group had closed
    measures    [{prefix, title, question, entitled, answered, groups, issues, missing, late,
                  enablers, strategies, solutions, open_points}]
    issue       {ref, title, text, aspect, reworded_since, evidence, helped_by, word, answered, set_aside,
                 verdicts, ratings, remarks,
                notes: [{round, group, room, text}]}
    groups      [{round, name, room, seated, attendance, note, answers: [{issue, city, people}]}]: where
                each answer came from; attendance counts the last marks, null where nobody was ticked off
    verdicts    {judged, cant_say, shares: {verdict: {votes, people}}} and, below five cities, shares null
                and by_city [{city, verdicts: {verdict: people}}] in its place
    ratings     [{criterion, rated, cant_say, cities: [{city, value, people}], median, word}]; median is
                null below five cities
    remarks     [{topic, city, text}]

A count is {cities, people}. Times are ISO 8601 in UTC, days ISO 8601. Texts are as people typed them,
once cleaned. No person is named.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from facilitator.capture.evidence import Tally as Evidence
from facilitator.capture.queries import BoardCard
from facilitator.reports.content import Report, Section
from facilitator.reports.json_groups import group_as_json, notes_as_json
from facilitator.reports.queries import CityPresent
from facilitator.summary.results import CriterionResult, IssueResult
from facilitator.summary.statistics.tallies import Count
from facilitator.summary.statistics.verdicts import Judged, JudgedByFew
from facilitator.validation.models import Verdict
from facilitator.workshops.models import Workshop

FORMAT = "facilitator-report/1"


def write_json(report: Report) -> str:
    """The report as a text in the format above."""
    return json.dumps(_report(report), ensure_ascii=False, indent=1) + "\n"


def _report(report: Report) -> dict[str, Any]:
    handover = report.handover
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
        "measures": [_measure(section) for section in report.sections],
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


def _measure(section: Section) -> dict[str, Any]:
    results = section.results
    return {
        "prefix": results.measure.prefix,
        "title": results.measure.title,
        "question": results.measure.question,
        "entitled": _count(results.entitled),
        "answered": _count(results.answered),
        "groups": [group_as_json(held) for held in section.groups],
        "issues": [
            _issue(result) | {"notes": notes_as_json(section.notes.get(result.issue.id, ()))}
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
        "solutions": [_solution(card) for card in results.solutions],
        "open_points": [{"hole": point.hole, "refs": point.refs} for point in section.open_points],
    }


def _issue(result: IssueResult) -> dict[str, Any]:
    issue = result.issue
    return {
        "ref": issue.ref,
        "title": issue.title,
        "text": issue.text,
        "aspect": issue.aspect,
        "reworded_since": issue.reworded_since,
        "evidence": _evidence(result.evidence),
        "helped_by": result.helped_by,
        "word": result.word,
        "answered": _count(result.answered),
        "set_aside": result.set_aside,
        "verdicts": _verdicts(result.verdicts),
        "ratings": [_rating(rating) for rating in result.ratings],
        "remarks": [
            {"topic": remark.topic, "city": remark.city, "text": remark.text} for remark in result.remarks
        ],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "lighthouse_cities": evidence.lighthouse_cities,
        "met": evidence.met,
        "solved": evidence.solved,
        "expected": evidence.expected,
        "voices": [
            {"city": voice.city, "part": voice.part, "stance": voice.stance, "note": voice.note}
            for voice in evidence.voices
        ],
    }


def _verdicts(judged: JudgedByFew[str, Verdict] | Judged[Verdict]) -> dict[str, Any]:
    counts = {"judged": _count(judged.judged), "cant_say": _count(judged.cant_say)}
    if judged.few:
        by_city = [{"city": voice.city, "verdicts": _tally(voice.tally)} for voice in judged.dots]
        return {**counts, "shares": None, "by_city": by_city}
    shares = {
        verdict: {"votes": share.votes, "people": share.people} for verdict, share in judged.shares.items()
    }
    return {**counts, "shares": shares}


def _tally(tally: Mapping[Verdict | None, int]) -> dict[str, int]:
    return {verdict or Verdict.CANT_SAY: people for verdict, people in tally.items() if people}


def _rating(rating: CriterionResult) -> dict[str, Any]:
    rated = rating.rated
    return {
        "criterion": rating.criterion.key,
        "rated": _count(rated.rated),
        "cant_say": _count(rated.cant_say),
        "cities": [{"city": dot.city, "value": dot.value, "people": dot.people} for dot in rated.dots],
        "median": None if rated.few else rated.median,
        "word": rated.word,
    }


def _card(card: BoardCard) -> dict[str, Any]:
    return {
        "ref": card.ref,
        "title": card.wording.title,
        "text": card.wording.text,
        "city": card.card.city.name if card.card.city else None,
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


def _count(count: Count) -> dict[str, int]:
    return {"cities": count.cities, "people": count.people}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _day(day: date) -> str:
    return day.isoformat()
