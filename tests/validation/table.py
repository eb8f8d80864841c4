"""An open group with three issues, and all that a delegate of Antwerp can do there."""

from typing import Any

import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group, reopen_group
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.models import Handover
from facilitator.capture.operations import reword_card
from facilitator.capture.queries import active_handover, card_by_reference, card_of, wordings
from facilitator.database import db
from facilitator.validation.models import Answer, Rating
from facilitator.validation.second_round import operations as reveals
from tests.small_workshop import AN_ISSUE, INTERESTED, LIGHTHOUSE, SmallWorkshop


class Table:
    """The open group with three issues, and what Antwerp can do there."""

    def __init__(self, workshop: SmallWorkshop, seated: tuple[str, ...] = (*INTERESTED, *LIGHTHOUSE)) -> None:
        self.workshop, self.group = workshop, workshop.begin_validation(issues=3, seated=seated)
        self.page = workshop.path(f"groups/{self.group}/replies")
        self.issues = self._ids("RET-01", "RET-02", "RET-03")
        self.criteria = workshop.criteria

    def _ids(self, *refs: str) -> list[int]:
        with self.workshop.look():
            return [card_by_reference(self.workshop.row, ref).id for ref in refs]

    def typed(self, issue: int = 0, **said: Any) -> dict[str, str]:
        """What stands in the fields of an issue: verdict, change, comment, need, or a criterion's score."""
        id_ = self.issues[issue]
        return {
            f"score-{id_}-{self.criteria[name]}" if name in self.criteria else f"{name}-{id_}": str(value)
            for name, value in said.items()
        }

    def answers(self) -> dict[tuple[str, int], tuple[str | None, str, str, str]]:
        """By who and issue: verdict, change, comment, need."""
        who = {id_: name for name, id_ in self.workshop.participants.items()}
        with self.workshop.look():
            return {
                (who[row.participant_id], self.issues.index(row.issue_id)): (
                    row.verdict, row.change, row.comment, row.need,
                )
                for row in db.session.scalars(sa.select(Answer))
            }  # fmt: skip

    def scores(self) -> dict[tuple[str, int, str], int | None]:
        """By who, issue and criterion: the score, None for "can't say"."""
        who = {id_: name for name, id_ in self.workshop.participants.items()}
        names = {id_: name for name, id_ in self.criteria.items()}
        rows = sa.select(Answer.participant_id, Answer.issue_id, Rating.criterion_id, Rating.score).join(
            Answer, Answer.id == Rating.answer_id
        )
        with self.workshop.look():
            return {
                (who[person], self.issues.index(issue), names[criterion]): score
                for person, issue, criterion, score in db.session.execute(rows)
            }

    def close(self) -> None:
        with self.workshop.change():
            group = db.session.get_one(Group, self.group)
            close_group(self.workshop.row, group, by=self.workshop.actor())

    def reopen(self) -> None:
        with self.workshop.change():
            reopen_group(db.session.get_one(Group, self.group), by=self.workshop.actor())

    def steer(self, verb: str, issue: int = 0) -> None:
        """Let the facilitator do something with an issue: show_picture, ask_again …"""
        with self.workshop.change():
            group, handover = db.session.get_one(Group, self.group), self.handover()
            getattr(reveals, verb)(group, handover, self.issues[issue], by=self.workshop.actor())

    def handover(self) -> Handover:
        """The one that counts; inside of `change` or `look`."""
        handover = active_handover(self.workshop.row)
        assert handover
        return handover

    def hand_over_anew(self, *reworded: int) -> None:
        """Reopen day one, reword these issues, and hand over once more, the round open as before."""
        workshop = self.workshop
        workshop.close("round")
        with workshop.change():
            reopen_handover(workshop.row, reason="Vienna came late", by=workshop.actor())
            for issue in reworded:
                card = card_of(workshop.row, self.issues[issue])
                words = AN_ISSUE | {"title": f"Reworded {card.ref} {len(wordings(card))}"}
                reword_card(card, words, based_on=len(wordings(card)), by=workshop.actor())
            freeze_handover(workshop.row, name="Once more", by=workshop.actor())
            workshop.move(Phase.DAY_TWO)
        workshop.open("round")

    def takes(self) -> dict[tuple[str, int, int], str | None]:
        """By who, issue and take: the verdict."""
        who = {id_: name for name, id_ in self.workshop.participants.items()}
        with self.workshop.look():
            return {
                (who[row.participant_id], self.issues.index(row.issue_id), row.take): row.verdict
                for row in db.session.scalars(sa.select(Answer))
            }
