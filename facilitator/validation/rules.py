"""Decisions of day two, on plain values."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any, Self

from facilitator.errors import N_, RuleBroken
from facilitator.sentences import say_many
from facilitator.validation.models import Intent, Lack, Verdict

MOST_CRITERIA = 50


def check_number_of_criteria(number: int) -> None:
    """Refuse more criteria than anybody could rate an issue on."""
    if number > MOST_CRITERIA:
        raise RuleBroken(
            say_many(
                "A workshop has at most one criterion.",
                "A workshop has at most %(num)d criteria.",
                MOST_CRITERIA,
            )
        )


@dataclass(frozen=True)
class Reply:
    """All that one person says of one issue: a score of None is "can't say", no score is no answer."""

    verdict: Verdict | None = None
    change: str = ""
    comment: str = ""
    need: str = ""
    scores: Mapping[int, int | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said at all."""
        return not (self.verdict or self.change or self.comment or self.need or self.scores)

    @property
    def is_finished(self) -> bool:
        """Whether the issue is answered: by a verdict or a rating, if only "can't say"; words alone don't do.

        It says how far somebody is. What counts in results is another question: there, words count, too.
        """
        return bool(self.verdict or self.scores)

    @property
    def without_words(self) -> Self:
        """The reply as they see it for whom its words are hidden."""
        return replace(self, change="", comment="", need="")

    @property
    def detail(self) -> dict[str, Any]:
        """The reply as the activity keeps it."""
        return {
            "verdict": self.verdict,
            "change": self.change,
            "comment": self.comment,
            "need": self.need,
            "scores": dict(self.scores),
        }

    @classmethod
    def of_detail(cls, detail: Mapping[str, Any]) -> Self:
        """Read back what the activity tells."""
        verdict, scores = detail["verdict"], detail["scores"].items()
        return cls(
            verdict=Verdict(verdict) if verdict else None,
            change=detail["change"],
            comment=detail["comment"],
            need=detail["need"],
            scores={int(id_): score for id_, score in scores},
        )


@dataclass(frozen=True)
class SolutionReply:
    """All that one person says of one solution: whether their city would do it, and what it lacks."""

    intent: Intent | None = None
    change: str = ""
    comment: str = ""
    lacks: frozenset[Lack] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said at all."""
        return not (self.intent or self.change or self.comment or self.lacks)

    @property
    def without_words(self) -> Self:
        """The reply as they see it for whom its words are hidden."""
        return replace(self, change="", comment="")

    @property
    def detail(self) -> dict[str, Any]:
        """The reply as the activity keeps it."""
        return {
            "intent": self.intent,
            "change": self.change,
            "comment": self.comment,
            "lacks": sorted(self.lacks),
        }

    @classmethod
    def of_detail(cls, detail: Mapping[str, Any]) -> Self:
        """Read back what the activity tells."""
        return cls(
            intent=Intent(detail["intent"]) if detail["intent"] else None,
            change=detail["change"],
            comment=detail["comment"],
            lacks=frozenset(map(Lack, detail["lacks"])),
        )


@dataclass(frozen=True)
class ApproachReply:
    """What one person says of the approach to replicate a measure."""

    verdict: Verdict | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been said at all."""
        return not (self.verdict or self.words)

    @property
    def without_words(self) -> Self:
        """The reply as they see it for whom its words are hidden."""
        return replace(self, words="")

    @property
    def detail(self) -> dict[str, Any]:
        """The reply as the activity keeps it."""
        return {"verdict": self.verdict, "words": self.words}

    @classmethod
    def of_detail(cls, detail: Mapping[str, Any]) -> Self:
        """Read back what the activity tells."""
        return cls(Verdict(detail["verdict"]) if detail["verdict"] else None, detail["words"])


def check_may_answer(*, is_seated: bool, is_open: bool) -> None:
    """Refuse answers from outside a group, or to a group that is closed."""
    if not is_seated:
        raise RuleBroken(N_("You are not in this group, so you cannot answer here."))
    if not is_open:
        raise RuleBroken(N_("This group is closed. The answers you saved before count."))


def check_says_something(replies: Mapping[int, Reply], *, was_empty: bool) -> None:
    """Refuse to save nothing in the place of nothing: whoever presses the button meant to say something."""
    if was_empty and replies and all(reply.is_empty for reply in replies.values()):
        raise RuleBroken(N_("You have not answered this issue. Answer it, or choose “Skip this issue”."))


def check_not_settled(settled: Set[int]) -> None:
    """Refuse to change a first answer once the group has seen what it said."""
    if settled:
        raise RuleBroken(
            N_(
                "Your group has already seen its results on this issue, so your first answer cannot be"
                " changed. You may be asked again."
            )
        )


def check_replies(replies: Mapping[int, Reply], issues: Set[int]) -> None:
    """Refuse what was never asked in this group, and scores off the scale.

    That a criterion belongs to the workshop is held by the key of its ratings.
    """
    if not replies.keys() <= issues:
        raise RuleBroken(N_("One of these issues no longer belongs to your group. Reload the page."))
    for reply in replies.values():
        check_scores(reply)
        check_change(reply)


def check_change(reply: Reply) -> None:
    """What is to be changed is said with the verdict that asks for it, and with no other."""
    if reply.change and reply.verdict is not Verdict.RIGHT_WITH_CHANGE:
        raise RuleBroken(N_("To suggest a change, choose “Right, with a change”."), field="change")


def check_scores(reply: Reply) -> None:
    """A score is a whole number from 1 to 9, or "can't say"."""
    if any(score is not None and not 1 <= score <= 9 for score in reply.scores.values()):
        raise RuleBroken(N_("Enter a score from 1 to 9."))
