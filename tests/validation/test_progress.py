"""How far somebody is in their groups: counted by the database, and the same as their ballot says."""

from collections.abc import Callable
from itertools import product

import pytest

from facilitator.breakouts.models import Group
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.operations import hide_card, reword_card
from facilitator.capture.queries import active_handover, card_by_reference, handed_issues
from facilitator.database import db
from facilitator.validation.ballot import AnswerProgress, Said, ballot_of, progress_of, said_by
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import ask_again, show_picture
from tests.full_workshop import answer
from tests.small_workshop import AN_ISSUE, SmallWorkshop

pytestmark = pytest.mark.one_database

SAID = (Reply(), Reply(Verdict.RIGHT), Reply(comment="So it is"), Reply(need="A law"))
ASKED = len(SAID) * 3


def of_ballot(said: list[Said]) -> AnswerProgress:
    """The same, read from what a ballot says issue by issue."""
    waiting = [place for place, each in enumerate(said, 1) if not each.is_answered and not each.is_settled]
    return AnswerProgress(
        asked=len(said),
        answered=sum(each.is_answered for each in said),
        next_issue=waiting[0] if waiting else 1,
        shown=sum(each.is_shown for each in said),
        again=sum(each.take == 2 and not each.is_answered for each in said),
        begun=sum(each.is_given for each in said),
        settled=sum(each.is_given and each.is_settled for each in said),
    )


class Room:
    """Antwerp's delegate at one table, with an issue in each state that there is."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop
        self.group = workshop.begin_validation(issues=ASKED)
        self.mine = workshop.participants["Antwerp"]
        self.unsure = Reply(scores={workshop.criteria["urgency"]: None})

    def counted(self) -> AnswerProgress:
        """How far the delegate is, which the ballot confirms."""
        with self.workshop.look():
            ballot = ballot_of(self.workshop.id, self.group, self.mine, self.workshop.cities["Antwerp"])
            told = of_ballot(list(said_by(ballot, self.mine).values()))
            assert progress_of(self.mine) == {self.group: told}
            return told

    def steer(self, do: Callable[..., None], places: list[int]) -> None:
        """Show pictures of issues, or ask them again."""
        with self.workshop.change():
            group, handover = db.session.get_one(Group, self.group), active_handover(self.workshop.row)
            assert handover
            issues = handed_issues(handover)
            for place in places:
                do(group, handover, issues[place].issue_id, by=self.workshop.actor())

    def answer(self, *replies: Reply) -> None:
        with self.workshop.change():
            answer(self.workshop, "Antwerp", self.group, *replies)


@pytest.fixture
def room(workshop: SmallWorkshop) -> Room:
    return Room(workshop)


def test_of_each_state_of_an_issue_the_count_says_what_the_ballot_says(room: Room) -> None:
    assert room.counted() == AnswerProgress(asked=ASKED)
    # Each first reply under each of: nothing more, its picture is shown, it is asked again. Words alone
    # answer nothing.
    first = [reply for reply, _ in product((room.unsure, *SAID[1:]), range(3))]
    room.answer(*first[:-3])
    assert room.counted() == AnswerProgress(ASKED, 6, 7, begun=ASKED - 3)
    room.steer(show_picture, list(range(1, ASKED, 3)))
    room.steer(ask_again, list(range(2, ASKED, 3)))
    assert room.counted() == AnswerProgress(ASKED, 4, 3, shown=8, again=4, begun=6, settled=3)
    room.answer(*first[:3])
    assert room.counted() == AnswerProgress(ASKED, 5, 6, shown=8, again=3, begun=7, settled=3)
    # What was taken back says nothing.
    room.answer(Reply())
    assert room.counted() == AnswerProgress(ASKED, 4, 1, shown=8, again=3, begun=6, settled=3)


def test_what_is_hidden_or_reworded_since_is_counted_as_the_ballot_does(room: Room) -> None:
    room.answer(*[Reply(Verdict.RIGHT)] * ASKED)
    with room.workshop.change():
        by = room.workshop.actor()
        hide_card(card_by_reference(room.workshop.row, "RET-02"), reason="twice", by=by)
    assert room.counted() == AnswerProgress(ASKED - 1, ASKED - 1, begun=ASKED - 1)
    room.workshop.close("round")
    with room.workshop.change():
        reopen_handover(room.workshop.row, reason="A word was wrong", by=by)
        issue = card_by_reference(room.workshop.row, "RET-01")
        reword_card(issue, AN_ISSUE | {"title": "All owners must agree"}, based_on=1, by=by)
    with room.workshop.look():
        assert progress_of(room.mine) == {}
    with room.workshop.change():
        freeze_handover(room.workshop.row, name="Day one, again", by=by)
    assert room.counted().next_issue == 1
    assert room.counted().answered < ASKED - 1


def test_nobody_is_anywhere_in_a_group_in_which_they_have_no_seat(workshop: SmallWorkshop) -> None:
    workshop.begin_validation(seated=("Heerlen",))
    with workshop.look():
        assert progress_of(workshop.participants["Antwerp"]) == {}
