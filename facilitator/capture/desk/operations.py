"""Keep what a line says: a new card, a correction, or more on what is there."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from facilitator.access.actor import Actor
from facilitator.capture import operations
from facilitator.capture.desk import checks, queries
from facilitator.capture.desk.rules import ABOVE, NamedCity, ParsedLine
from facilitator.capture.desk.vocabulary import SORTED_BY
from facilitator.capture.lineage.queries import standings
from facilitator.capture.lineage.rules import check_is_in_sight
from facilitator.capture.models import Card, Kind, WaitingLine
from facilitator.capture.queries import current_wording
from facilitator.database import db, now
from facilitator.errors import RuleBroken
from facilitator.live.activity import add, record
from facilitator.live.events import Event
from facilitator.workshops.models import City, Measure, Workshop
from facilitator.workshops.queries import measure_with_prefix

# What a line can't say of a solution: its own form asks for it.
PLANNED = ("owner", "by_when", "cost", "partners", "needs", "next_step", "conditions")


@dataclass(frozen=True)
class EntryDesk:
    """Where a line is typed: the workshop, the measure that is being captured, the card chosen last."""

    workshop: Workshop
    measure: Measure
    above: str = ""


@dataclass(frozen=True)
class Typed:
    """A line as it was typed, with all that it is read with: see `WaitingLine`."""

    line: str
    standing: str = ""
    above: str = ""
    correcting: str = ""
    before: str = ""
    based_on: int = 0


def keep_line(desk: EntryDesk, reading: ParsedLine, *, by: Actor) -> Card:
    """A new card with its cities and links; without words, more on the card that the line points at."""
    linked = _linked(desk, reading)
    if reading.adds_to_what_is_there:
        return _add_to(linked, reading, by)
    checks.check_says_enough(reading)
    kind, measure = reading.kind or Kind.ISSUE, _measure(desk, reading)
    card = operations.enter_card(measure, kind, _wording(reading), city=_first_city(reading), by=by)
    _give(card, reading.voices, by)
    for other in linked:
        _link(card, other, by)
    return card


def correct_card(
    desk: EntryDesk, card: Card, before: ParsedLine, reading: ParsedLine, *, based_on: int, by: Actor
) -> None:
    """Put a card right; `before` is the line as it stood when the correction began.

    Only what differs between the two lines is changed, so what others added meanwhile stays.
    """
    check_is_in_sight(standings(desk.workshop.id, [card.id])[card.id])
    checks.check_stays_itself(card, reading)
    checks.check_says_enough(reading)
    linked = _linked(desk, reading)
    operations.reword_card(card, _corrected(card, reading), based_on=based_on, by=by)
    _credit(card, set(_cities(before)), reading, by)
    _withdraw(card, set(_cities(before)) - set(_cities(reading)), by)
    _give(card, (voice for voice in reading.voices if voice not in before.voices), by)
    for other in (other for other in linked if other.ref not in before.links):
        _link(card, other, by)
    for name in set(before.links) - {other.ref for other in linked}:
        if taken_out := queries.card_called(desk.workshop, name, card.measure.prefix):
            operations.unlink_cards(*_in_order(card, taken_out), by=by)


def set_aside_line(
    measure: Measure, typed: Typed, broken: RuleBroken, *, by: Actor, waiting: WaitingLine | None = None
) -> WaitingLine:
    """Keep a line that was refused, to be completed; one that waits already is kept as it is typed now."""
    said = asdict(typed) | {"lacks": broken.sentence.as_data()}
    if waiting is None:
        waiting = WaitingLine(
            workshop_id=measure.workshop_id, measure_id=measure.id, account_id=by.account_id, **said
        )
        return add(waiting, Event.LINE_SET_ASIDE, by=by, line=typed.line)
    for name, value in said.items():
        setattr(waiting, name, value)
    db.session.flush()
    record(Event.LINE_SET_ASIDE, waiting, by=by, line=typed.line)
    return waiting


def settle_line(waiting: WaitingLine, *, by: Actor, is_kept: bool) -> None:
    """A line waits no longer: it has been kept, or it was deleted."""
    if waiting.settled_at is None:
        waiting.settled_at, waiting.settled_by = now(), by.account_id
        db.session.flush()
        event = Event.LINE_COMPLETED if is_kept else Event.LINE_DELETED
        record(event, waiting, by=by, line=waiting.line)


def _corrected(card: Card, reading: ParsedLine) -> dict[str, Any]:
    """All that a card says: as the line has it, and as it was where the line can't say it."""
    current, said = current_wording(card), _wording(reading)
    if reading.text is None:
        del said["text"]
    unsaid = (*said, "text", *(PLANNED if card.kind is Kind.SOLUTION else ()))
    return {name: getattr(current, name) for name in unsaid} | said


def _credit(card: Card, before: set[int], reading: ParsedLine, by: Actor) -> None:
    """Who brought it up changes where the line no longer names that city, or now names one for nobody."""
    was_taken_out = card.city_id in before - set(_cities(reading))
    if was_taken_out or card.city_id is None:
        operations.credit_card(card, _first_city(reading), by=by)


def _add_to(linked: list[Card], reading: ParsedLine, by: Actor) -> Card:
    """Evidence for the issues that a line points at, and links to whatever else it points at."""
    issues = [card for card in linked if card.kind is Kind.ISSUE]
    others = [card for card in linked if card.kind is not Kind.ISSUE]
    checks.check_adds_something(len(issues), len(others), reading)
    for issue in issues:
        _give(issue, reading.voices, by)
        for other in others:
            operations.link_cards(issue, other, by=by)
    return issues[0]


def _measure(desk: EntryDesk, reading: ParsedLine) -> Measure:
    if reading.prefix in ("", desk.measure.prefix):
        return desk.measure
    return measure_with_prefix(desk.workshop, reading.prefix)


def _linked(desk: EntryDesk, reading: ParsedLine) -> list[Card]:
    """The cards that a line points at, each in sight and of another end of the chain."""
    prefix = reading.prefix or desk.measure.prefix
    above = queries.issue_above(desk.workshop, desk.measure, desk.above) if ABOVE in reading.links else ""
    names = [above if name == ABOVE else name for name in reading.links]
    return list(dict.fromkeys(_found(desk.workshop, name, prefix) for name in names))


def _found(workshop: Workshop, name: str, prefix: str) -> Card:
    is_reference = queries.is_reference(name)
    card = queries.card_called(workshop, name, prefix) if is_reference else None
    return checks.check_is_found(card, name, is_reference=is_reference)


def _wording(reading: ParsedLine) -> dict[str, Any]:
    kind = reading.kind or Kind.ISSUE
    proved = next((voice.city.id for voice in reading.voices if voice.proved), None)
    return {
        "title": reading.title,
        "text": reading.text or "",
        **{column: reading.terms[column] for column in SORTED_BY[kind]},
        **({"proven_by_id": proved} if kind is Kind.SOLUTION else {}),
    }


def _cities(reading: ParsedLine) -> Iterable[int]:
    return (voice.city.id for voice in reading.voices)


def _first_city(reading: ParsedLine) -> City | None:
    return db.session.get(City, reading.voices[0].city.id) if reading.voices else None


def _give(card: Card, voices: Iterable[NamedCity], by: Actor) -> None:
    for voice in voices:
        if voice.stance:
            city = db.session.get_one(City, voice.city.id)
            operations.give_evidence(card, city, voice.stance, note=voice.note, by=by)


def _withdraw(card: Card, city_ids: Iterable[int], by: Actor) -> None:
    if card.kind is Kind.ISSUE:
        for city_id in city_ids:
            operations.withdraw_evidence(card, db.session.get_one(City, city_id), by=by)


def _link(card: Card, other: Card, by: Actor) -> None:
    operations.link_cards(*_in_order(card, other), by=by)


def _in_order(one: Card, other: Card) -> tuple[Card, Card]:
    """The issue first, then what helps with it."""
    return (one, other) if one.kind is Kind.ISSUE else (other, one)
