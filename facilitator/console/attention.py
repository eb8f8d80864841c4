"""What stands in the way, found in what the console shows and in a few statements more."""

from collections.abc import Iterable
from datetime import datetime

from facilitator.agenda.models import SessionKind
from facilitator.breakouts.group_work.rules import has_waited
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import GroupState
from facilitator.capture.matrix.queries import Matrix, cards_with_ids, matrices
from facilitator.capture.matrix.rules import ChainGap
from facilitator.console.queries import Overview
from facilitator.console.rules import Attention, Concern, Thing, needing_attention
from facilitator.validation.moderation.queries import hidden_words
from facilitator.workshops.models import Part, Workshop


def attention(workshop: Workshop, overview: Overview, at: datetime) -> list[Attention]:
    """What a facilitator should look at at this moment, the worst on top; in a fixed number of statements."""
    found = _of_cities(overview) | _of_groups(overview) | _of_open_groups(overview, at)
    found |= _of_cards(workshop) | _of_words(workshop)
    return needing_attention(workshop.phase, found)


def _of_cities(overview: Overview) -> dict[Concern, list[Thing]]:
    absent = [city for city, people in overview.cities if city.part is Part.LIGHTHOUSE and not people]
    return {Concern.NOBODY_THERE: [Thing(city.name) for city in absent]}


def _of_groups(overview: Overview) -> dict[Concern, list[Thing]]:
    tables = [progress.table for progress in overview.groups if not progress.table.is_closed]
    waiting = [table for table in tables if not table.is_open]
    return {
        Concern.NO_FACILITATOR: _named(t for t in waiting if not t.group.facilitator_id),
        Concern.NO_SEAT: _rounds_without_seats(overview),
        Concern.NOBODY_SEATED: _named(table for table in tables if not table.seated),
        Concern.NOTHING_HANDED_OVER: _named(
            progress.table
            for progress in overview.groups
            if not (progress.table.is_closed or progress.issues)
        ),
        Concern.SILENT: [
            Thing(progress.table.group.name, str(progress.table.group.id), progress.silent)
            for progress in overview.groups
            if progress.table.is_open and progress.silent
        ],
        Concern.NO_RAPPORTEUR: _named(t for t in waiting if not t.group.rapporteur_id),
    }


def _of_open_groups(overview: Overview, at: datetime) -> dict[Concern, list[Thing]]:
    opened = [progress for progress in overview.groups if progress.table.is_open]
    return _calls(overview, at) | {
        Concern.LEFT_ALONE: [
            Thing(group.name, str(group.id), word=_lacks(group))
            for group in (progress.table.group for progress in opened)
            if _lacks(group)
        ],
        Concern.NOBODY_PRESENT: _named(
            progress.table for progress in opened if progress.running.counts and not progress.running.there
        ),
        Concern.NOT_READY: _named(
            progress.table
            for progress in opened
            if not progress.running.ready and progress.clock and progress.clock.until <= at
        ),
    }


def _lacks(group: Group) -> str:
    """Which of the two who lead a group it has not."""
    if group.facilitator_id is None:
        return "facilitator" if group.rapporteur_id else "both"
    return "" if group.rapporteur_id else "rapporteur"


def _calls(overview: Overview, at: datetime) -> dict[Concern, list[Thing]]:
    """The calls that nobody has answered: those that have waited too long apart, each with its minutes."""
    calls: dict[Concern, list[Thing]] = {Concern.WAITING: [], Concern.CALLED: []}
    for progress in overview.groups:
        call, group = progress.running.call, progress.table.group
        if call is not None and progress.running.is_waiting and not progress.table.is_closed:
            minutes = int((at - call.called_at).total_seconds()) // 60
            concern = Concern.WAITING if has_waited(call.called_at, at) else Concern.CALLED
            calls[concern].append(Thing(group.name, str(group.id), minutes, call.word))
    return calls


def _of_cards(workshop: Workshop) -> dict[Concern, list[Thing]]:
    found = matrices(workshop)
    return {
        Concern.NO_EVIDENCE: _with_gap(found, ChainGap.NO_EVIDENCE),
        Concern.NO_SOLUTION: _with_gap(found, ChainGap.NO_SOLUTION),
        Concern.NO_OWNER: _numbered(card for matrix in found for card in matrix.without_owner),
    }


def _of_words(workshop: Workshop) -> dict[Concern, list[Thing]]:
    """Who has written something that nobody of the team has looked at, behind a hiding, and of what."""
    return {
        Concern.NEW_WORDS: [
            Thing(hidden.person.display_name, str(hidden.person.id), word=about)
            for about, those in hidden_words(workshop).items()
            for hidden in those
            if hidden.are_new
        ]
    }


def _with_gap(found: Iterable[Matrix], gap: ChainGap) -> list[Thing]:
    return _numbered(issue for matrix in found for issue in matrix.with_gap(gap))


def _named(tables: Iterable[GroupState]) -> list[Thing]:
    return [Thing(table.group.name, str(table.group.id)) for table in tables]


def _numbered(card_ids: Iterable[int]) -> list[Thing]:
    return [Thing(card.wording.title, card.ref) for card in cards_with_ids(set(card_ids))]


def _rounds_without_seats(overview: Overview) -> list[Thing]:
    """The rounds that are still to be held and have groups, with how many people have no seat in them."""
    seated: dict[int, int] = {}
    for progress in overview.groups:
        round_id = progress.table.group.round_id
        seated[round_id] = seated.get(round_id, 0) + progress.table.seated
    return [
        Thing(entry.session.title, str(entry.session.id), overview.people - seated[entry.session.id])
        for entry in overview.agenda
        if entry.session.kind is SessionKind.BREAKOUT
        and entry.state != "done"
        and seated.get(entry.session.id, overview.people) < overview.people
    ]
