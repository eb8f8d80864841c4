"""Name a city's speaker; let a city say something as one, and take it back."""

from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.capture.models import Card, Handover
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.validation.city_votes import rules
from facilitator.validation.models import CityScore, CitySpeaker, CityVoice
from facilitator.validation.rules import Reply
from facilitator.workshops.models import City, Participant, Workshop


def name_speaker(workshop: Workshop, city: City, participant: Participant, *, by: Actor) -> None:
    """Make a delegate the speaker of their city; whoever was it before is not any more."""
    rules.check_has_a_voice(city.name, city.part)
    rules.check_may_become_speaker(
        participant.display_name,
        city.name,
        city_id=city.id,
        speaks_for_id=participant.organisation.city_id,
        is_proxy=participant.proxy_by is not None,
    )
    speaker = _speaker(city)
    if speaker and speaker.participant_id == participant.id:
        return
    _end(speaker, by)
    named = CitySpeaker(
        workshop_id=workshop.id, city_id=city.id, participant_id=participant.id, named_by=by.account_id
    )
    db.session.add(named)
    db.session.flush()
    record(Event.CITY_SPEAKER_NAMED, city, by=by, participant=participant)


def dismiss_speaker(city: City, *, by: Actor) -> None:
    """Let a city have no speaker: its delegates' answers count, and what it has said as one."""
    speaker = _speaker(city)
    if speaker is None:
        raise RuleBroken(N_("%(city)s has no speaker."), city=city.name)
    _end(speaker, by)
    record(Event.CITY_SPEAKER_DISMISSED, city, by=by, participant=speaker.participant_id)


def speak_for_city(
    handover: Handover, issue_id: int, city: City, word: Reply, *, reason: str = "", by: Actor
) -> CityVoice:
    """Set what a city says of an issue as one; what it said before stays in the activity."""
    rules.check_has_a_voice(city.name, city.part)
    rules.check_word(word, reason=reason, of_team=by.participant_id is None)
    voice = _voice(issue_id, city)
    before = _detail(voice) if voice else None
    if voice is None:
        voice = CityVoice(workshop_id=city.workshop_id, issue_id=issue_id, city_id=city.id)
        db.session.add(voice)
    voice.handover_id, voice.verdict, voice.reason, voice.said_at = handover.id, word.verdict, reason, now()
    voice.account_id, voice.participant_id = by.author["account_id"], by.author["participant_id"]
    db.session.flush()
    _put_scores(voice, word)
    _record(Event.ISSUE_VOICED, voice, by, before=before)
    return voice


def take_back_voice(issue_id: int, city: City, *, by: Actor) -> None:
    """Let a city say nothing as one of an issue: its delegates' answers are counted again."""
    voice = _voice(issue_id, city)
    if voice is None:
        raise RuleBroken(N_("%(city)s has no city vote on this issue."), city=city.name)
    _record(Event.ISSUE_UNVOICED, voice, by)
    db.session.execute(sa.delete(CityScore).filter_by(voice_id=voice.id))
    db.session.delete(voice)
    db.session.flush()


def _speaker(city: City) -> CitySpeaker | None:
    return db.session.scalars(sa.select(CitySpeaker).filter_by(city_id=city.id, ended_at=None)).one_or_none()


def _end(speaker: CitySpeaker | None, by: Actor) -> None:
    if speaker is not None:
        speaker.ended_at, speaker.ended_by = now(), by.account_id
        db.session.flush()


def _voice(issue_id: int, city: City) -> CityVoice | None:
    return db.session.scalars(
        sa.select(CityVoice).filter_by(issue_id=issue_id, city_id=city.id)
    ).one_or_none()


def _put_scores(voice: CityVoice, word: Reply) -> None:
    db.session.execute(sa.delete(CityScore).filter_by(voice_id=voice.id))
    rows = [
        {"voice_id": voice.id, "criterion_id": id_, "workshop_id": voice.workshop_id, "score": score}
        for id_, score in word.scores.items()
    ]
    if rows:
        db.session.execute(sa.insert(CityScore), rows)


def _record(happened: Event, voice: CityVoice, by: Actor, *, before: dict[str, Any] | None = None) -> None:
    detail = _detail(voice) | ({"before": before} if before else {})
    issue = db.session.get_one(Card, voice.issue_id)
    record(happened, issue, by=by, **detail)


def _detail(voice: CityVoice) -> dict[str, Any]:
    scores = db.session.execute(
        sa.select(CityScore.criterion_id, CityScore.score).filter_by(voice_id=voice.id)
    )
    said = {str(criterion_id): score for criterion_id, score in scores}
    return {"city": voice.city_id, "verdict": voice.verdict, "scores": said, "reason": voice.reason}
