"""People are put on the list, join, are checked in, and say which measures they would like to visit."""

from collections.abc import Iterator, Sequence
from functools import partial

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Action, Phase
from facilitator.breakouts.planning.operations import give_wishes
from facilitator.errors import N_
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.scenes.cast import Cast
from facilitator.rehearsal.scenes.scene import Act, Scene, SceneState
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import join_workshop, organisation_for
from facilitator.workshops.people.operations import NewPerson, check_in, list_people
from facilitator.workshops.queries import cities, measures, offered

MINUTES = 30
# Of ten people so many are checked in at the door; one in so many has preferences, so many at most.
CHECKED_IN_OF_TEN, PREFERENCES_EVERY, PREFERRED = 7, 4, 3


class Arrivals(Scene):
    """Whoever is on time comes; who is late comes in the first session (`latecomers`)."""

    step = RehearsalStep.DAY_ONE
    is_for_the_facilitator = False

    def __init__(self) -> None:
        super().__init__("arrivals", N_("People arrive"), MINUTES)

    def state(self, cast: Cast) -> SceneState:
        """Doors are open until the workshop is closed."""
        return SceneState.PAST if cast.workshop.phase is Phase.CLOSED else SceneState.TO_COME

    def begin(self, cast: Cast) -> None:
        """Put those on the list who were expected."""
        for city in offered(cities(cast.workshop)):
            organisation_for(cast.workshop, city, by=cast.steering)
        expected = [
            NewPerson(cast.speaks_for[number].id, cast.name(number))
            for number in cast.everybody
            if cast.is_listed(number)
        ]
        list_people(cast.workshop, expected, secret=cast.secret, by=cast.steering)

    def acts(self, cast: Cast) -> Sequence[Act]:
        """One after the other comes in."""
        return [
            partial(_arrive, cast, number)
            for number in cast.everybody
            if not cast.is_late(number) and not cast.never_comes(number)
        ]


def latecomers(cast: Cast) -> Iterator[Act]:
    """Those who come when the first session has begun."""
    for number in cast.everybody:
        if cast.is_late(number) and not cast.never_comes(number):
            yield partial(_arrive, cast, number)


def _arrive(cast: Cast, number: int) -> None:
    person, _ = join_workshop(
        cast.workshop,
        organisation=cast.speaks_for[number],
        display_name=cast.name(number),
        submission=cast.form_of(number),
        secret=cast.secret,
        by=NOBODY,
        is_listed=cast.is_listed(number),
    )
    if number % 10 < CHECKED_IN_OF_TEN:
        check_in(person, by=cast.steering)
    if number % PREFERENCES_EVERY == 0:
        _prefer(cast, number, person)


def _prefer(cast: Cast, number: int, person: Participant) -> None:
    known = offered(measures(cast.workshop))
    wanted = cast.dice("preferences", number).sample(known, min(PREFERRED, len(known)))
    give_wishes(person, wanted, any_round_open=True, by=cast.actor(person, Action.WISH))
