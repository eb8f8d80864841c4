"""Reads of what is proposed, planned and refused, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.agenda.programme import programme
from facilitator.agenda.rules import PAUSES
from facilitator.agenda.timing import Span
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.matches import rules
from facilitator.matches.models import Match
from facilitator.matches.rules import MatchReason, Pair, Proven, Reasons, Slot
from facilitator.register.models import SolutionState
from facilitator.register.queries import RegisterEntry, register
from facilitator.sign_off.queries import city_of_link
from facilitator.summary.demand.queries import demand_in
from facilitator.summary.demand.rules import Wanted, in_order
from facilitator.summary.queries import Results, results
from facilitator.workshops.models import City, Part, Workshop
from facilitator.workshops.operations import city_token
from facilitator.workshops.queries import cities, today


@dataclass(frozen=True)
class ProposedMatch:
    """Two cities that should meet, and why."""

    interested: City
    lighthouse: City
    reasons: Sequence[MatchReason]


@dataclass(frozen=True)
class KnownMatch:
    """Two cities that are to meet or are not to, with the needs that they have in common now."""

    match: Match
    reasons: Sequence[MatchReason]


@dataclass(frozen=True)
class MatchBoard:
    """All that the team sees: what nobody can answer, and who is proposed, planned and refused."""

    cities: Sequence[City]
    unanswered: Sequence[Wanted]
    proposed: Sequence[ProposedMatch]
    known: Sequence[KnownMatch]

    @property
    def planned(self) -> list[KnownMatch]:
        """Who is to meet: what waits for a city first, then by day and time."""
        return [each for each in self.known if each.match.is_planned]

    @property
    def refused(self) -> list[KnownMatch]:
        """Who is not to meet."""
        return [each for each in self.known if not each.match.is_planned]


@dataclass(frozen=True)
class AgreedMatches:
    """What the report says: the meetings that both cities agreed to, in order, and what nobody can answer."""

    matches: Sequence[KnownMatch] = ()
    unanswered: Sequence[Wanted] = ()


def board(workshop: Workshop) -> MatchBoard:
    """What is proposed and known now."""
    found = results(workshop)
    wanted, proven = _wanted_and_proven(workshop, found, register(workshop, found))
    reasons, known = rules.reasons_of(wanted, proven), matches(workshop)
    by_name = {city.name: city for city in cities(workshop)}
    open_reasons = {pair: why for pair, why in reasons.items() if _are_sides(pair, by_name)}
    weights = {pair: sum(reason.weight for reason in why) for pair, why in open_reasons.items()}
    planned = [Pair(*match.pair) for match in known if match.is_planned]
    pairs = rules.proposed_pairs(weights, planned, [Pair(*match.pair) for match in known])
    return MatchBoard(
        list(by_name.values()),
        in_order(rules.unanswered(wanted, proven)),
        [ProposedMatch(by_name[pair.interested], by_name[pair.lighthouse], reasons[pair]) for pair in pairs],
        _with_reasons(known, reasons),
    )


def agreed_matches(workshop: Workshop, found: Results, entries: Iterable[RegisterEntry]) -> AgreedMatches:
    """What the report says, as the results stand; nothing more is read where no meeting is agreed."""
    agreed = [match for match in matches(workshop) if match.is_agreed]
    if not agreed:
        return AgreedMatches()
    wanted, proven = _wanted_and_proven(workshop, found, entries)
    known = _with_reasons(agreed, rules.reasons_of(wanted, proven))
    return AgreedMatches(known, in_order(rules.unanswered(wanted, proven)))


def matches_of(workshop: Workshop, city: City) -> list[KnownMatch]:
    """The meetings that are planned for a city."""
    planned = (each for each in matches(workshop) if each.is_planned)
    return _reasoned(workshop, [each for each in planned if city in (each.interested, each.lighthouse)])


def matches(workshop: Workshop) -> list[Match]:
    """All that has been decided: what waits for a city first, then by day and time."""
    rows = sa.select(Match).filter_by(workshop_id=workshop.id)
    both = joinedload(Match.interested), joinedload(Match.lighthouse), joinedload(Match.refused_by)
    return sorted(db.session.scalars(rows.options(*both)), key=_place)


def match_with_id(workshop: Workshop, match_id: int) -> Match:
    """A meeting by its id, planned or refused."""
    for match in matches(workshop):
        if match.id == match_id:
            return match
    raise NotFound(N_("This meeting was not found in this workshop."))


def known_match(workshop: Workshop, match_id: int) -> KnownMatch:
    """The same with what its cities have in common."""
    [known] = _reasoned(workshop, [match_with_id(workshop, match_id)])
    return known


def match_of(workshop: Workshop, interested: City, lighthouse: City) -> Match | None:
    """What is known of two cities, if anything is."""
    pair = {"interested_id": interested.id, "lighthouse_id": lighthouse.id}
    return db.session.scalars(sa.select(Match).filter_by(workshop_id=workshop.id, **pair)).one_or_none()


def planned_pairs(workshop: Workshop) -> list[Pair]:
    """Who is to meet whom."""
    return [Pair(*match.pair) for match in matches(workshop) if match.is_planned]


def taken_slots(workshop: Workshop, match: Match) -> Mapping[str, Collection[Slot]]:
    """When each city of a meeting has another, by the city's name."""
    taken: dict[str, list[Slot]] = defaultdict(list)
    for other in matches(workshop):
        for name in {*match.pair} & {*other.pair}:
            if other.id != match.id and other.meets_on and other.meets_at:
                taken[name].append(Slot(other.meets_on, other.meets_at))
    return taken


def free_slots(workshop: Workshop, match: Match) -> list[Slot]:
    """When both cities could meet: from today on, in breaks and free time of the agenda."""
    zone = ZoneInfo(workshop.timezone)
    pauses = (
        Span(entry.span.begins.astimezone(zone), entry.span.ends.astimezone(zone))
        for day in programme(workshop)
        for entry in day.entries
        if entry.session.kind in PAUSES
    )
    taken = [slot for slots in taken_slots(workshop, match).values() for slot in slots]
    return [slot for slot in rules.free_slots(pauses, taken) if slot.on >= today(workshop)]


def token_of_city(city: City, secret: str) -> str:
    """What the link of a city ends with by which it sees its meetings."""
    return city_token(_about(city.workshop_id), city.id, secret)


def city_with_token(workshop: Workshop, token: str, secret: str) -> City:
    """The city to which such a link belongs."""
    return city_of_link(workshop, _about(workshop.id), token, secret)


def _about(workshop_id: int) -> str:
    return f"matches:{workshop_id}"


def _place(match: Match) -> tuple[bool, str, tuple[str, str]]:
    return match.is_agreed, match.stands if match.meets_on else "", match.pair


def _reasoned(workshop: Workshop, matches: Sequence[Match]) -> list[KnownMatch]:
    if not matches:
        return []
    found = results(workshop)
    return _with_reasons(
        matches, rules.reasons_of(*_wanted_and_proven(workshop, found, register(workshop, found)))
    )


def _with_reasons(matches: Iterable[Match], reasons: Reasons) -> list[KnownMatch]:
    return [KnownMatch(match, reasons.get(Pair(*match.pair), ())) for match in matches]


def _are_sides(pair: Pair, by_name: Mapping[str, City]) -> bool:
    found = by_name.get(pair.interested), by_name.get(pair.lighthouse)
    sides = [city.part for city in found if city and city.is_offered]
    return sides == [Part.INTERESTED, Part.LIGHTHOUSE]


def _wanted_and_proven(
    workshop: Workshop, found: Results, entries: Iterable[RegisterEntry]
) -> tuple[Sequence[Wanted], Proven]:
    proven: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        city = entry.card.wording.proven_by
        if city and city.part is Part.LIGHTHOUSE and entry.state is not SolutionState.DROPPED:
            for ref in entry.card.helps:
                proven[city.name][ref].append(entry.card.ref)
    return demand_in(workshop, found).wanted, proven
