"""What is on a wall, made from what was chosen: its template with all that it needs, and what it follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil
from typing import Any, TypeVar

from facilitator.agenda.clocks import Clocks, clocks
from facilitator.agenda.models import Room, SessionKind
from facilitator.agenda.queries import AgendaEntry, agenda
from facilitator.breakouts.group_work.models import Message
from facilitator.breakouts.group_work.queries import messages_now
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import GroupState, group_states, open_groups, seated_group
from facilitator.capture.briefing.queries import stated
from facilitator.capture.briefing.screens import screens
from facilitator.capture.matrix import queries as matrix
from facilitator.capture.models import Handover
from facilitator.capture.queries import active_handover, card_by_reference, handed_issues
from facilitator.capture.visibility.queries import (
    aspects_on_the_wall,
    issue_on_the_wall,
    newest_on_the_wall,
    on_the_wall,
    still_hidden_from_the_wall,
)
from facilitator.errors import N_, NotFound
from facilitator.live.topics import Topic
from facilitator.summary import sentences, uncertainty
from facilitator.summary.demand.queries import demand, lighthouse_city
from facilitator.summary.matrix import ON_THE_WALL, points
from facilitator.summary.on_walls import ROWS, answered_issues, listed_issues
from facilitator.summary.queries import Results, results
from facilitator.summary.results import IssueResult
from facilitator.validation.second_round.queries import answering_blind
from facilitator.walls.models import WallContent
from facilitator.walls.queries import Chosen
from facilitator.walls.rules import page_within
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.queries import city_of, measure_with_prefix, measures

Thing = TypeVar("Thing")

# So many are read from ten metres, each with its full title.
CARDS = 4
ROWS_OF_MATRIX = 3
REQUESTS = 3
GROUPS = 8
STEPS_OF_RESULTS = 3
"""What was asked, how the answers lie, what that means."""


@dataclass(frozen=True)
class OnWall:
    """A template with its values, the topics that it shows, its colour, and which page of how many it is.

    `message` is what is said to everybody meanwhile, or to the group that it is about.
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    topics: Sequence[str] = ()
    accent: int = 0
    page: int = 1
    pages: int = 1
    message: Message | None = None


@dataclass(frozen=True)
class Place:
    """The workshop as a wall in some room sees it now."""

    workshop: Workshop
    room: Room | None
    clocks: Clocks

    @cached_property
    def entries(self) -> list[AgendaEntry]:
        """The sessions that are open: those in this room, or all where none is."""
        opened = [entry for entry in agenda(self.workshop) if entry.is_open]
        here = [entry for entry in opened if self.room and entry.session.room_id == self.room.id]
        return here or opened

    @cached_property
    def tables(self) -> list[GroupState]:
        """The groups that are open: those in this room, or all where none is."""
        opened = [state for state in group_states(self.workshop) if state.is_open]
        here = [state for state in opened if self.room and state.group.room_id == self.room.id]
        return here or opened

    @cached_property
    def group(self) -> Group | None:
        """The one group that is open in this room."""
        tables = [state.group for state in self.tables if self.room and state.group.room_id == self.room.id]
        return tables[0] if len(tables) == 1 else None


Maker = Callable[[Place, Chosen], OnWall]


def on_wall(workshop: Workshop, room: Room | None, chosen: Chosen) -> OnWall:
    """What is on the wall of a room, or on the main one; by itself, where what was chosen is gone."""
    place = Place(workshop, room, clocks(workshop.id, workshop.timezone))
    try:
        made = MADE_BY[chosen.content](place, chosen)
    except NotFound:
        made = _automatic(place, Chosen())
    return replace(made, message=_message_to(place, made.values.get("group")))


def _message_to(place: Place, group: Group | None) -> Message | None:
    """The newest message to everybody, or to the group that a wall is about."""
    meant = (None, group.id if group else None)
    messages = messages_now(place.workshop.id, place.clocks)
    return next((message for message in messages if message.group_id in meant), None)


def _automatic(place: Place, _chosen: Chosen) -> OnWall:
    if place.group:
        return _of_group(place, place.group)
    entries = place.entries
    captured = {entry.session.measure_id for entry in entries if entry.session.measure_id}
    return OnWall(
        "walls/_automatic.html",
        {
            "now": entries,
            "open_tables": place.tables,
            "clocks": place.clocks,
            "revealed": on_the_wall(place.workshop),
        },
        (Topic.GROUPS, *(Topic.MEASURE.of(measure_id) for measure_id in captured)),
    )


def _join(_place: Place, _chosen: Chosen) -> OnWall:
    return OnWall("walls/_join.html")


def _clock(place: Place, _chosen: Chosen) -> OnWall:
    if place.group:
        return _of_group(place, place.group)
    return OnWall("walls/_clock.html", {"now": place.entries, "clocks": place.clocks}, (Topic.GROUPS,))


def _message(_place: Place, chosen: Chosen) -> OnWall:
    return OnWall("walls/_message.html", {"words": chosen.words})


def _cards(place: Place, chosen: Chosen) -> OnWall:
    measure = measure_with_prefix(place.workshop, chosen.about)
    values = {
        "measure": measure,
        "newest": newest_on_the_wall(measure, CARDS),
        "aspects": aspects_on_the_wall(measure),
        "hidden": still_hidden_from_the_wall(measure),
    }
    return OnWall("walls/_cards.html", values, (Topic.MEASURE.of(measure.id),), measure.accent)


def _issue(place: Place, chosen: Chosen) -> OnWall:
    card = card_by_reference(place.workshop, chosen.about)
    values = {"issue": issue_on_the_wall(place.workshop, chosen.about), "ref": card.ref}
    return OnWall("walls/_issue.html", values, (Topic.CARDS,), card.measure.accent)


def _matrix(place: Place, chosen: Chosen) -> OnWall:
    measure = measure_with_prefix(place.workshop, chosen.about)
    found = matrix.matrix(measure, for_the_room=True)
    issues, page, pages = _page_of(found.issues, chosen.page, ROWS_OF_MATRIX)
    values = {"measure": measure, "rows": matrix.rows(found, issues), "columns": matrix.COLUMNS}
    return OnWall("matrix/_wall.html", values, (Topic.CARDS,), measure.accent, page, pages)


def _briefing(place: Place, chosen: Chosen) -> OnWall:
    """Of a city on all measures, or of all cities on one measure."""
    city = city_of(place.workshop, int(chosen.about)) if chosen.about.isdecimal() else None
    if chosen.about.isdecimal() and city is None:
        raise NotFound(N_("This lighthouse city was not found in this workshop."))
    spoken = measures(place.workshop) if city else [measure_with_prefix(place.workshop, chosen.about)]
    found = screens(stated(place.workshop).briefing(city, spoken))
    shown, page, pages = _page_of(found, chosen.page, 1)
    values = {"screen": shown[0] if shown else None, "city": city, "measure": spoken[0] if spoken else None}
    accent = shown[0].section.measure.accent if shown else 0
    return OnWall("briefing/_screen.html", values, (Topic.CARDS,), accent, page, pages)


def _group(place: Place, chosen: Chosen) -> OnWall:
    return _of_group(place, seated_group(place.workshop, int(chosen.about or 0)).group)


def _of_group(place: Place, group: Group) -> OnWall:
    clock = place.clocks.of_session(group.round_id, group.id)
    return OnWall(
        "walls/_group.html",
        {"group": group, "clock_of_group": clock},
        (Topic.GROUPS, Topic.GROUP.of(group.id)),
        group.measure.accent,
    )


def _seats(place: Place, chosen: Chosen) -> OnWall:
    """The groups of the round that is on, or else of the next one, with their rooms."""
    rounds = [entry for entry in agenda(place.workshop) if entry.session.kind is SessionKind.BREAKOUT]
    ahead = [entry for entry in rounds if entry.is_open] or [each for each in rounds if each.state == "next"]
    round_ = next((entry.session for entry in ahead or rounds[-1:]), None)
    states = [
        state
        for state in group_states(place.workshop)
        if round_ and state.group.round_id == round_.id and not state.is_withdrawn
    ]
    groups, page, pages = _page_of([state.group for state in states], chosen.page, GROUPS)
    return OnWall(
        "walls/_seats.html",
        {"round": round_, "groups": groups},
        (Topic.GROUPS, Topic.SEATS),
        page=page,
        pages=pages,
    )


def _ranking(place: Place, chosen: Chosen) -> OnWall:
    found, measure = _results(place, chosen.about)
    of_measure = found.measures[0]
    shown, page, pages = _page_of(listed_issues(of_measure), chosen.page, ROWS)
    values = {"criteria": found.criteria, "results": of_measure, "ranked": shown, "say": sentences}
    return _revealed(found, measure, "summary/_wall_ranking.html", values, page, pages)


def _issue_results(place: Place, chosen: Chosen) -> OnWall:
    found, measure = _results(place, chosen.about)
    result = _result(chosen.about, answered_issues(found.measures[0]))
    steps = STEPS_OF_RESULTS if result else 1
    values: dict[str, Any] = {
        "measure": measure,
        "result": result,
        "results": found.measures[0],
        "say": sentences,
        "sure": uncertainty,
        "step": page_within(chosen.page, steps),
    }
    return _revealed(found, measure, "summary/_wall_issue.html", values, values["step"], steps)


def _first(place: Place, chosen: Chosen) -> OnWall:
    found, measure = _results(place, chosen.about)
    values = {
        "measure": measure,
        "points": points(found.measures[0].issues, ON_THE_WALL),
        "depth": ON_THE_WALL.height,
        "sure": uncertainty,
    }
    return _revealed(found, measure, "summary/_wall_first.html", values)


def _sides(place: Place, chosen: Chosen) -> OnWall:
    found, measure = _results(place, chosen.about)
    both = [
        each
        for each in found.measures[0].issues
        if each.side_by_side and each.side_by_side.gap.dots.lighthouse
    ]
    values = {"measure": measure, "result": _result(chosen.about, both), "sure": uncertainty}
    return _revealed(found, measure, "summary/_wall_sides.html", values)


def _demand(place: Place, chosen: Chosen) -> OnWall:
    found, handover = demand(place.workshop), active_handover(place.workshop)
    city = lighthouse_city(found, int(chosen.about or 0))
    all_measures = measures(place.workshop)
    hidden = {measure.id for measure in all_measures if handover and _is_hidden(measure, handover)}
    open_to_see = [wanted for wanted in found.of(city) if wanted.measure.id not in hidden]
    wanted, page, pages = _page_of(open_to_see, chosen.page, REQUESTS)
    return OnWall("walls/_demand.html", {"city": city, "wanted": wanted}, (Topic.EVERYTHING,), 0, page, pages)


def _is_hidden(measure: Measure, handover: Handover) -> bool:
    issues = [issue.issue_id for issue in handed_issues(handover, measure)] if open_groups(measure) else []
    return bool(issues and answering_blind(measure, handover, issues))


MADE_BY: dict[WallContent, Maker] = {
    WallContent.AUTOMATIC: _automatic,
    WallContent.JOIN: _join,
    WallContent.CLOCK: _clock,
    WallContent.MESSAGE: _message,
    WallContent.CARDS: _cards,
    WallContent.ISSUE: _issue,
    WallContent.MATRIX: _matrix,
    WallContent.BRIEFING: _briefing,
    WallContent.GROUP: _group,
    WallContent.SEATS: _seats,
    WallContent.RANKING: _ranking,
    WallContent.ISSUE_RESULTS: _issue_results,
    WallContent.FIRST: _first,
    WallContent.SIDES: _sides,
    WallContent.DEMAND: _demand,
}


def _results(place: Place, about: str) -> tuple[Results, Measure]:
    """The results of a measure, by its prefix or by the reference of one of its issues."""
    if "-" in about:
        measure = card_by_reference(place.workshop, about).measure
    else:
        measure = measure_with_prefix(place.workshop, about)
    return results(place.workshop, measure), measure


def _result(ref: str, among: Sequence[IssueResult]) -> IssueResult | None:
    return next((result for result in among if result.issue.ref == ref), None)


def _revealed(
    found: Results, measure: Measure, template: str, values: dict[str, Any], page: int = 1, pages: int = 1
) -> OnWall:
    """Results, as soon as no group that is open still answers without having seen its own of these."""
    of_one = values.get("result")
    issues = [of_one] if of_one else found.measures[0].issues
    blind = answering_blind(measure, found.handover, [each.issue.id for each in issues])
    shown_to = [Topic.GROUP.of(group.id) for group in open_groups(measure)]
    topics = (Topic.RESULTS.of(measure.id), Topic.MEASURE.of(measure.id), Topic.GROUPS, *shown_to)
    if blind:
        return OnWall("walls/_hidden.html", {"measure": measure}, topics, measure.accent)
    return OnWall(template, values, topics, measure.accent, page, pages)


def _page_of(things: Sequence[Thing], wanted: int, most: int) -> tuple[Sequence[Thing], int, int]:
    """The things of a page, the nearest page that there is, and how many there are."""
    pages = max(1, ceil(len(things) / most))
    page = page_within(wanted, pages)
    return things[(page - 1) * most : page * most], page, pages
