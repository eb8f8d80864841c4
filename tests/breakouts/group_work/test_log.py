"""What is done while a group runs is written down once, as a sentence that a stranger can read."""

from collections.abc import Callable

import pytest

from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import SeatedGroup
from facilitator.breakouts.queries import seated_group as found_table
from facilitator.capture.queries import card_by_reference
from facilitator.console.log import entries
from facilitator.database import db
from tests.console.test_log import sentence
from tests.small_workshop import SmallWorkshop

Deed = Callable[[SmallWorkshop], object]
GROUP = 1


def seated_group(workshop: SmallWorkshop) -> SeatedGroup:
    return found_table(workshop.row, GROUP)


def note(workshop: SmallWorkshop, ref: str = "") -> None:
    issue = card_by_reference(workshop.row, ref).id if ref else None
    group = db.session.get_one(Group, GROUP)
    asked = [issue] if issue else []
    operations.write_note(group, issue, "So it is", asked=asked, based_on=0, by=workshop.actor())


def tick_off(workshop: SmallWorkshop, mark: Mark) -> None:
    operations.mark_attendance(
        seated_group(workshop), workshop.participant("Antwerp"), mark, by=workshop.actor()
    )


def call(workshop: SmallWorkshop, word: str) -> None:
    operations.call_facilitator(seated_group(workshop), word=word, by=workshop.actor())


def answered(workshop: SmallWorkshop) -> None:
    call(workshop, "")
    operations.answer_call(seated_group(workshop).group, by=workshop.actor())
    operations.settle_call(seated_group(workshop).group, by=workshop.actor())


def ready(workshop: SmallWorkshop) -> None:
    operations.mark_ready(seated_group(workshop), by=workshop.actor())
    operations.withdraw_ready(seated_group(workshop).group, by=workshop.actor())


def say(workshop: SmallWorkshop) -> None:
    by, row = workshop.actor(), workshop.row
    operations.send_message(row, "One", group=seated_group(workshop).group, by=by)
    operations.send_message(row, "All", round_=workshop.session("round"), by=by)
    message = operations.send_message(row, "Everybody", by=by)
    operations.take_message_down(row, message.id, by=by)


def give_time(workshop: SmallWorkshop) -> None:
    round_ = workshop.session("round")
    operations.give_time(round_, 5, table=seated_group(workshop), by=workshop.actor())
    operations.give_time(round_, 3, by=workshop.actor())


DEEDS: tuple[tuple[Deed, list[str]], ...] = (
    (lambda w: note(w, "RET-01"), ["wrote down what Retrofit table says of RET-01"]),
    (note, ["wrote down what Retrofit table says in general"]),
    (
        lambda w: tick_off(w, Mark.PRESENT),
        ["marked Delegate of Antwerp as present in Retrofit table"],
    ),
    (lambda w: tick_off(w, Mark.LATE), ["marked Delegate of Antwerp as late in Retrofit table"]),
    (lambda w: tick_off(w, Mark.LEFT), ["noted that Delegate of Antwerp left Retrofit table"]),
    (
        lambda w: tick_off(w, Mark.ABSENT),
        ["noted that Delegate of Antwerp is absent from Retrofit table"],
    ),
    (ready, ["said that Retrofit table is ready", "said that Retrofit table is not ready after all"]),
    (lambda w: call(w, "No chairs"), ["called the facilitator to Retrofit table: No chairs"]),
    (
        answered,
        [
            "called the facilitator to Retrofit table: –",
            "answered the call of Retrofit table",
            "settled the call of Retrofit table",
        ],
    ),
    (
        say,
        [
            "told Retrofit table: One",
            "told all groups of Round one: All",
            "told everybody: Everybody",
            "took a message down: Everybody",
        ],
    ),
    (
        give_time,
        [
            "gave Retrofit table more time, in minutes: 5",
            "gave all groups of Round one more time, in minutes: 3",
        ],
    ),
)


@pytest.mark.one_database
@pytest.mark.parametrize(("deed", "sentences"), DEEDS, ids=[row[1][0][:30] for row in DEEDS])
def test_what_is_done_while_a_group_runs_reads_as_a_sentence(
    workshop: SmallWorkshop, deed: Deed, sentences: list[str]
) -> None:
    workshop.begin_validation()
    before = len(workshop.happened())
    with workshop.change():
        deed(workshop)
    assert len(workshop.happened(since=before)) == len(sentences)
    with workshop.look():
        told = [sentence(each) for each in reversed(entries(workshop.row, None, len(sentences)))]
    assert told == [f"The facilitator {words}" for words in sentences]
