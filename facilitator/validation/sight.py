"""Which words of day two are in sight: said once, for every page, count, export and sheet.

What somebody wrote is read by these columns alone. The bare ones are for its author, for whoever decides on
the words, and for what is written down.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from facilitator.database import db
from facilitator.validation.models import Answer, ApproachAnswer, SolutionAnswer, WordsHiding

Answers = type[Answer] | type[SolutionAnswer] | type[ApproachAnswer]
# Who wrote, and of which card, or else of the approach to which measure.
Key = tuple[int, int | None, int | None]

_WORDS: Mapping[Answers, tuple[Any, ...]] = {
    Answer: (Answer.change, Answer.comment, Answer.need),
    SolutionAnswer: (SolutionAnswer.change, SolutionAnswer.comment),
    ApproachAnswer: (ApproachAnswer.words,),
}
_ABOUT: Mapping[Answers, sa.ColumnElement[bool]] = {
    Answer: WordsHiding.card_id == Answer.issue_id,
    SolutionAnswer: WordsHiding.card_id == SolutionAnswer.solution_id,
    ApproachAnswer: WordsHiding.measure_id == ApproachAnswer.measure_id,
}


def words_in_sight(answer: Answers) -> tuple[sa.ColumnElement[str], ...]:
    """What the answers of the surrounding statement say in words, each nothing where it is hidden."""
    hidden = are_hidden(answer)
    # Most fields are empty, and nothing is looked up for these.
    return tuple(
        sa.case((words == "", ""), (hidden, ""), else_=words).label(words.key) for words in _WORDS[answer]
    )


def has_words(answer: Answers) -> sa.ColumnElement[bool]:
    """That something was written, whether it is in sight or not: whoever wrote has answered."""
    return sa.or_(*(words != "" for words in _WORDS[answer]))


def are_hidden(answer: Answers) -> sa.Exists:
    """That the words of an answer of the surrounding statement were taken out of sight, with a reason."""
    return (
        sa.exists()
        .where(
            WordsHiding.participant_id == answer.participant_id,
            _ABOUT[answer],
            WordsHiding.restored_at.is_(None),
        )
        .correlate(answer)
    )


def hidings_now(workshop_id: int) -> Mapping[Key, WordsHiding]:
    """All that is out of sight in a workshop, for words that stand in no column of their own."""
    now = sa.select(WordsHiding).filter_by(workshop_id=workshop_id, restored_at=None).order_by(WordsHiding.id)
    return {
        (hiding.participant_id, hiding.card_id, hiding.measure_id): hiding
        for hiding in db.session.scalars(now)
    }
