"""Decisions about the feedback form and what is shown of its answers, on plain values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_, RuleBroken
from facilitator.feedback.models import FeedbackKind
from facilitator.sentences import say_many
from facilitator.statistics.quantiles import median

LEAST_ANSWERS = 5
"""Of fewer nothing is shown, so that nobody can be recognised by their answers."""
MOST_QUESTIONS = 10
STAYS_OPEN = timedelta(days=7)
USUAL = (
    (FeedbackKind.SESSIONS, N_("How useful was each session for you?")),
    (FeedbackKind.TEXT, N_("What will you do at home with what you have heard?")),
    (FeedbackKind.TEXT, N_("What should we change next time?")),
    (FeedbackKind.RECOMMEND, N_("Would you recommend this workshop to others?")),
    (FeedbackKind.TEXT, N_("Is there anything else that you want to say?")),
    (FeedbackKind.CONTACT, N_("May we contact you? Name and e-mail address")),
)
"""The questions that a form begins with."""


class FeedbackState(Enum):
    """How the form of a workshop stands today."""

    NOT_OPEN_YET = auto()
    OPEN = auto()
    OVER = auto()


class TypedQuestion(NamedTuple):
    """A question as the organiser types it."""

    kind: FeedbackKind
    text: str


class FeedbackReply(NamedTuple):
    """An answer to a question, a score or a text; of a session if it names one."""

    question_id: int
    session_id: int | None = None
    value: int | None = None
    text: str = ""


def feedback_state(*, has_opened: bool, was_closed: bool, closes_on: date, today: date) -> FeedbackState:
    """How a form stands on a day of the workshop's own calendar; what is over is not opened again."""
    if was_closed or today > closes_on:
        return FeedbackState.OVER
    return FeedbackState.OPEN if has_opened else FeedbackState.NOT_OPEN_YET


def is_shown(state: FeedbackState, answered: int) -> bool:
    """Whether anybody gets to see answers, of so many people."""
    return state is FeedbackState.OVER and answered >= LEAST_ANSWERS


def check_questions(asked: Sequence[TypedQuestion]) -> None:
    """Refuse a form that asks nothing, too much, or one thing twice."""
    if not asked:
        raise RuleBroken(N_("Enter at least one question."), field="text_1")
    if len(asked) > MOST_QUESTIONS:
        raise RuleBroken(
            say_many("Ask at most one question.", "Ask at most %(num)d questions.", MOST_QUESTIONS)
        )
    texts = [question.text for question in asked]
    for at, text in enumerate(texts):
        if text in texts[:at]:
            raise RuleBroken(N_("Ask each question only once."), field=f"text_{at + 1}")


def check_last_day(closes_on: date, *, today: date) -> None:
    """Refuse a last day that is gone: the form would be over."""
    check_is_of_our_time(closes_on, "closes_on")
    if closes_on < today:
        raise RuleBroken(N_("The last day cannot be in the past."), field="closes_on")


def check_may_change(state: FeedbackState) -> None:
    """Refuse a change once the form is over: one more answer could be told from the results."""
    if state is FeedbackState.OVER:
        raise RuleBroken(N_("The feedback form is closed. It can no longer be changed or opened again."))


def check_may_open(state: FeedbackState) -> None:
    """Refuse to open what is open or over."""
    check_may_change(state)
    if state is FeedbackState.OPEN:
        raise RuleBroken(N_("The feedback form is already open."))


def check_may_close(state: FeedbackState) -> None:
    """Refuse to close what is not open."""
    if state is not FeedbackState.OPEN:
        raise RuleBroken(N_("The feedback form is not open."))


def check_may_remind(state: FeedbackState, people: int) -> None:
    """Refuse to remind of what can't be answered, and to write to nobody."""
    if state is not FeedbackState.OPEN:
        raise RuleBroken(N_("The feedback form is not open."))
    if not people:
        raise RuleBroken(N_("Nobody is left to write to."))


def check_may_answer(state: FeedbackState) -> None:
    """Refuse answers that come too early or too late."""
    if state is not FeedbackState.OPEN:
        raise RuleBroken(
            N_("The feedback form is not open, so this was not saved. What you typed is still here.")
        )


def check_is_not_marked(*, is_marked: bool) -> None:
    """Refuse the answers of somebody who, as the team has noted meanwhile, handed in a sheet."""
    if is_marked:
        raise RuleBroken(
            N_("The team has noted that you handed in a paper form. Ask the team if that is wrong.")
        )


def check_says_something(said: Sequence[FeedbackReply]) -> None:
    """Refuse a form without any answer."""
    if not said:
        raise RuleBroken(N_("Answer at least one question."))


def check_has_a_mark_left(sheets: int, *, handed_in: int) -> None:
    """Refuse to enter more sheets than people have handed in."""
    if sheets >= handed_in:
        raise RuleBroken(
            N_("You have entered a sheet for everybody who handed one in. Mark first who else did.")
        )


def check_covers_sheets(handed_in: int, *, sheets: int) -> None:
    """Refuse marks for fewer people than sheets were entered."""
    if handed_in < sheets:
        raise RuleBroken(
            say_many(
                "One sheet was entered. Mark at least one person.",
                "%(num)d sheets were entered. Mark at least as many people.",
                sheets,
            ),
            field="people",
        )


def check_reason(reason: str) -> None:
    """Refuse to hide a text without saying why."""
    if not reason:
        raise RuleBroken(N_("Enter a reason. It is saved with the text."), field="reason")


@dataclass(frozen=True)
class FeedbackScores:
    """How often each score of a question, or of a session, was given, from the lowest to the highest."""

    counts: tuple[tuple[int, int], ...]
    session: str = ""
    merged: int = 0
    """How many sessions with few answers stand here together, without their titles."""

    @property
    def number(self) -> int:
        """How many people answered."""
        return sum(number for _, number in self.counts)

    @property
    def median(self) -> float:
        """The score in the middle."""
        return median([value for value, number in self.counts for _ in range(number)])

    def between(self, low: int, high: int) -> int:
        """How many gave a score from `low` to `high`."""
        return sum(number for value, number in self.counts if low <= value <= high)


def scores_of(kind: FeedbackKind, values: Sequence[int]) -> FeedbackScores | None:
    """The scores of a question; nothing of fewer answers than are shown."""
    return _scores(kind, Counter(values)) if len(values) >= LEAST_ANSWERS else None


def may_show_texts(kind: FeedbackKind, number: int) -> bool:
    """Whether so many texts are shown; contact details always, for their authors want to be found."""
    return kind is FeedbackKind.CONTACT or number >= LEAST_ANSWERS


def scores_by_session(values: Sequence[tuple[str, Sequence[int]]]) -> list[FeedbackScores]:
    """The scores of each session, from its title and what it was given, in the order given.

    Those with few answers stand together at the end, if they are many enough together, and are left out
    otherwise; no total has them in it then, from which they could be told.
    """
    kind = FeedbackKind.SESSIONS
    shown = [
        _scores(kind, Counter(given), session) for session, given in values if len(given) >= LEAST_ANSWERS
    ]
    few = [given for _, given in values if 0 < len(given) < LEAST_ANSWERS]
    together = [value for given in few for value in given]
    if len(together) >= LEAST_ANSWERS:
        shown.append(_scores(kind, Counter(together), merged=len(few)))
    return shown


def overall(sessions: Sequence[FeedbackScores]) -> FeedbackScores | None:
    """All that is shown of the sessions, together; nothing where that is one of them or none."""
    if len(sessions) < 2:
        return None
    total: Counter[int] = Counter()
    for each in sessions:
        total.update(dict(each.counts))
    return _scores(FeedbackKind.SESSIONS, total)


def _scores(
    kind: FeedbackKind, counts: Mapping[int, int], session: str = "", merged: int = 0
) -> FeedbackScores:
    return FeedbackScores(tuple((value, counts.get(value, 0)) for value in kind.scores), session, merged)
