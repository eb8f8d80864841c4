"""Who sits in which group: once in a round, while there is room, until the group is closed."""

import pytest

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import (
    add_group,
    close_group,
    reopen_group,
    seat_participant,
    unseat_participant,
)
from facilitator.breakouts.queries import groups_of, is_seated, seated_group
from facilitator.breakouts.rules import check_nobody_sits
from facilitator.database import db
from facilitator.errors import NotFound, RuleBroken
from facilitator.web.sentences import in_words
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

CLOSED = "This group is closed. Open it before you change its people."


def groups(workshop: SmallWorkshop, *names: str) -> list[int]:
    with workshop.change():
        return [workshop.add_group(name=name).id for name in names]


def seat(workshop: SmallWorkshop, group_id: int, who: str) -> None:
    group = db.session.get_one(Group, group_id)
    seat_participant(workshop.row, group, workshop.participant(who), by=workshop.actor())


def at(workshop: SmallWorkshop, who: str) -> list[str]:
    with workshop.look():
        return [group.name for group in groups_of(workshop.participants[who])]


def test_a_participant_gets_a_seat(workshop: SmallWorkshop) -> None:
    first, second = groups(workshop, "First", "Second")
    with workshop.change():
        seat(workshop, first, "Lyon")
    assert at(workshop, "Lyon") == ["First"]
    with workshop.look():
        lyon = workshop.participants["Lyon"]
        assert (is_seated(lyon, first), is_seated(lyon, second)) == (True, False)


def test_who_gets_another_seat_in_the_round_leaves_the_first(workshop: SmallWorkshop) -> None:
    first, second = groups(workshop, "First", "Second")
    with workshop.change():
        seat(workshop, first, "Lyon")
        seat(workshop, second, "Lyon")
    assert at(workshop, "Lyon") == ["Second"]


def test_the_same_seat_twice_changes_nothing(workshop: SmallWorkshop) -> None:
    (first,) = groups(workshop, "First")
    with workshop.change():
        seat(workshop, first, "Lyon")
    with workshop.nothing_changes(), workshop.change():
        seat(workshop, first, "Lyon")


def test_a_participant_can_be_taken_out_and_it_is_on_record(workshop: SmallWorkshop) -> None:
    (first,) = groups(workshop, "First")
    with workshop.change():
        seat(workshop, first, "Lyon")
        group = db.session.get_one(Group, first)
        unseat_participant(workshop.row, group, workshop.participant("Lyon"), by=workshop.actor())
    assert at(workshop, "Lyon") == []
    assert workshop.happened()[-2:] == ["participant.seated", "participant.unseated"]


def test_taking_out_who_does_not_sit_there_changes_nothing(workshop: SmallWorkshop) -> None:
    (first,) = groups(workshop, "First")
    with workshop.nothing_changes(), workshop.change():
        group = db.session.get_one(Group, first)
        unseat_participant(workshop.row, group, workshop.participant("Lyon"), by=workshop.actor())


def test_no_more_people_than_the_room_has_seats(workshop: SmallWorkshop) -> None:
    with workshop.change():
        group = workshop.add_group("Lyon", "Vienna", "Antwerp", "Heerlen", name="Attic table")
        group.room_id = workshop.room().id
        group_id = group.id
    with workshop.refuses("Attic table is full: it has 4 seats."):
        seat(workshop, group_id, "Standards body")


def test_nobody_is_moved_into_a_closed_group_nor_out_of_it(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    first, second = groups(workshop, "First", "Second")
    with workshop.change():
        seat(workshop, first, "Lyon")
        close_group(workshop.row, db.session.get_one(Group, first), by=workshop.actor())
    with workshop.refuses(CLOSED):
        seat(workshop, first, "Vienna")
    with workshop.refuses(CLOSED):
        unseat_participant(
            workshop.row, db.session.get_one(Group, first), workshop.participant("Lyon"), by=workshop.actor()
        )
    with workshop.refuses(CLOSED):
        seat(workshop, second, "Lyon")


def test_a_group_is_closed_and_opened_again_on_day_two(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    (first,) = groups(workshop, "First")
    seen = []
    for closes in (True, False, True):
        with workshop.change():
            group = db.session.get_one(Group, first)
            if closes:
                close_group(workshop.row, group, by=workshop.actor())
            else:
                reopen_group(group, by=workshop.actor())
        with workshop.look():
            seen.append(seated_group(workshop.row, first).is_closed)
    assert seen == [True, False, True]
    assert workshop.happened()[-3:] == ["group.closed", "group.reopened", "group.closed"]


def test_a_closed_group_is_not_closed_again_and_an_open_one_not_opened(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    (first,) = groups(workshop, "First")
    with workshop.refuses("This group is already open."):
        reopen_group(db.session.get_one(Group, first), by=workshop.actor())
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, first), by=workshop.actor())
    with workshop.refuses("This group is already closed."):
        close_group(workshop.row, db.session.get_one(Group, first), by=workshop.actor())


def test_groups_are_closed_on_day_two_only(workshop: SmallWorkshop) -> None:
    (first,) = groups(workshop, "First")
    with workshop.refuses("Groups can only be opened and closed on day two."):
        close_group(workshop.row, db.session.get_one(Group, first), by=workshop.actor())


def test_groups_belong_to_a_breakout_round(workshop: SmallWorkshop) -> None:
    with workshop.refuses("Choose a breakout round for the group."):
        add_group(
            workshop.session("RET"), measure=workshop.measure(), name="Group", room=None, facilitator=None,
            rapporteur=None, by=workshop.actor(),
        )  # fmt: skip


def test_a_group_takes_answers_while_its_round_is_open_and_it_is_not_closed(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    (first,) = groups(workshop, "First")
    seen = []

    def look() -> None:
        with workshop.look():
            seen.append(seated_group(workshop.row, first).is_open)

    look()
    workshop.open("round")
    look()
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, first), by=workshop.actor())
    look()
    with workshop.change():
        reopen_group(db.session.get_one(Group, first), by=workshop.actor())
    workshop.close("round")
    look()
    assert seen == [False, True, False, False]


def test_a_group_of_another_workshop_is_not_found(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    (theirs,) = groups(sister, "Theirs")
    with workshop.look(), pytest.raises(NotFound, match=r"^This group was not found in this workshop\.$"):
        seated_group(workshop.row, theirs)


def test_a_refusal_says_one_of_one_and_several_of_several(workshop: SmallWorkshop) -> None:
    said = []
    for number in (1, 2):
        with pytest.raises(RuleBroken) as refused:
            check_nobody_sits("Attic table", number)
        with workshop.app.test_request_context():
            said += [str(refused.value), in_words(refused.value.sentence)]
    one = "One person has a seat in Attic table. Move this person to another group first."
    two = "2 people have a seat in Attic table. Move them to another group first."
    assert said == [one, one, two, two]
