"""The wall by which people find their groups: names in the order of the alphabet, a screen in turn."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask_babel import gettext

from facilitator.access.current import current_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.agenda.models import Session
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning import rules
from facilitator.breakouts.planning.views.blueprint import pages
from facilitator.breakouts.queries import round_of, rounds, seated_groups, unseated
from facilitator.live.polling import follow, polled
from facilitator.live.topics import Topic
from facilitator.text import alphabetical, search_key
from facilitator.workshops.models import Workshop

DENSE = 90
"""From so many names on, each takes as little room as it can, so that nobody waits long for theirs."""

MOST_SCREENS = 9
"""Among so many projectors the alphabet can be divided."""


class NameOnTheWall(NamedTuple):
    """Somebody with their group, and the letter under which they are looked for."""

    name: str
    organisation: str
    letter: str
    group: Group | None


@pages.get("/seating/wall")
@requires(Action.WATCH)
def wall() -> Any:
    """Who sits where in a round, by name, for the projector."""
    return render_template("planning/wall.html", **_shown(current_workshop()))


@pages.get("/seating/wall/live")
@requires(Action.WATCH)
@polled()
def live_wall() -> Any:
    """The names alone, as they are now."""
    follow(Topic.SEATS, Topic.PEOPLE, Topic.GROUPS)
    return render_template("planning/_wall.html", **_shown(current_workshop()))


def _shown(workshop: Workshop) -> dict[str, Any]:
    chosen = request.args.get("round", type=int)
    round_ = round_of(workshop, chosen) if chosen else _at_hand(workshop)
    screens = min(MOST_SCREENS, max(1, request.args.get("screens", 1, type=int)))
    screen = min(screens, max(1, request.args.get("screen", 1, type=int)))
    part = rules.share_of(_names(workshop, round_) if round_ else [], screen, screens)
    return {
        "round": round_,
        "names": _told_apart(part) if len(part) > DENSE else part,
        "is_dense": len(part) > DENSE,
        "title": round_.title if round_ else gettext("Seats"),
        "live": url_for("planning.live_wall", round=chosen, screen=screen, screens=screens),
    }


def _at_hand(workshop: Workshop) -> Session | None:
    """The round that people look for: the first that has not begun; the last, once all have."""
    found = rounds(workshop)
    return next((round_ for round_ in found if not round_.has_begun), found[-1] if found else None)


def _names(workshop: Workshop, round_: Session) -> Sequence[NameOnTheWall]:
    """Everybody who comes to the round; nobody, as long as nobody has a seat."""
    seated = [(person, table.group) for table in seated_groups(workshop, round_) for person in table.people]
    if not seated:
        return []
    found = [
        NameOnTheWall(
            person.display_name, person.organisation.spoken_name, _letter(person.display_name), group
        )
        for person, group in [*seated, *((person, None) for person in unseated(round_))]
    ]
    return sorted(found, key=lambda each: (alphabetical(each.name), each.organisation))


def _told_apart(names: Sequence[NameOnTheWall]) -> list[NameOnTheWall]:
    """Of namesakes alone, what they speak for."""
    of_name = Counter(each.name for each in names)
    return [each if of_name[each.name] > 1 else each._replace(organisation="") for each in names]


def _letter(name: str) -> str:
    return search_key(name)[:1].upper()
