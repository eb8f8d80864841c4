"""Reads of what stands on paper: who comes, and in which group each of them sits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_groups
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.presence import is_coming
from facilitator.workshops.queries import by_city as people_by_city
from facilitator.workshops.queries import participants, place_of


def groups_by_person(workshop: Workshop) -> Mapping[int, Sequence[Group]]:
    """The groups in which each participant sits, in the order of their rounds; by the participant's id."""
    found: dict[int, list[Group]] = defaultdict(list)
    seated = [each for each in seated_groups(workshop) if not each.is_withdrawn]
    for each in sorted(seated, key=lambda each: (each.group.round.day, each.group.round.starts_at)):
        for person in each.people:
            found[person.id].append(each.group)
    return found


def coming(workshop: Workshop) -> Sequence[Participant]:
    """Everybody on the list or in the room who has not left, by name."""
    return participants(workshop, which=is_coming())


def delegations(workshop: Workshop) -> list[tuple[str, list[Participant]]]:
    """Who comes, by whom they speak for: lighthouse cities, interested ones, partners; each by name."""
    by_place = groupby(by_city(workshop), lambda person: place_of(person.organisation))
    return [(name, list(theirs)) for (_, (_, name)), theirs in by_place]


def by_city(workshop: Workshop) -> list[Participant]:
    """Who comes, in that order."""
    return people_by_city(coming(workshop))
