"""Decisions about answers that the team enters for somebody, and how a row of them is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from facilitator.errors import N_, RuleBroken
from facilitator.sentences import say_many
from facilitator.validation.models import Mode, Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Part

CANT_SAY, NOTHING = "-", "_"
LETTERS = {
    "R": Verdict.RIGHT,
    "C": Verdict.RIGHT_WITH_CHANGE,
    "N": Verdict.NOT_FOR_US,
    CANT_SAY: Verdict.CANT_SAY,
}
LETTER_OF: Mapping[Verdict, str] = {verdict: letter for letter, verdict in LETTERS.items()}
# People type what their keyboard gives them for a dash.
_DASHES = str.maketrans("–—−", "---")


def check_may_enter(name: str, *, is_asked: bool, is_seated: bool, sits_in: str) -> None:
    """Refuse to enter answers for somebody who is not asked in this group."""
    if not is_asked:
        raise RuleBroken(
            N_("%(name)s does not represent an interested city. Only interested cities vote."), name=name
        )
    if not is_seated and sits_in:
        raise RuleBroken(N_("%(name)s is in %(group)s. Enter the answers there."), name=name, group=sits_in)
    if not is_seated:
        raise RuleBroken(N_("%(name)s is not in this group. Add this person first."), name=name)


def check_may_stand_in(city: str, part: Part, *, heads: int) -> None:
    """Refuse a proxy to a city that can speak for itself, or is not asked."""
    if part is not Part.INTERESTED:
        raise RuleBroken(
            N_("%(city)s is a lighthouse city. Only interested cities vote."),
            city=city,
        )
    if heads:
        raise RuleBroken(
            N_("%(city)s has a delegate in the room. Enter the answers for this person."), city=city
        )


def check_mode(mode: Mode) -> None:
    """Refuse to enter what only a phone sends."""
    if mode is Mode.PHONE:
        raise RuleBroken(N_("Choose “On paper” or “By proxy”."), field="mode")


def with_hidden_words(reply: Reply, *, change: str, comment: str, need: str) -> Reply:
    """What is entered over an answer whose words are hidden: they stay where nothing takes their place."""
    fits = reply.verdict is Verdict.RIGHT_WITH_CHANGE
    return replace(
        reply,
        change=reply.change or (change if fits else ""),
        comment=reply.comment or comment,
        need=reply.need or need,
    )


def read_verdict(typed: str) -> Verdict | None:
    """R, C, N or a dash, as it stands beside the boxes of the printed ballot."""
    letter = _plain(typed)
    if not letter:
        return None
    if letter not in LETTERS:
        raise RuleBroken(N_("Enter R, C, N or - for the verdict."))
    return LETTERS[letter]


def read_scores(typed: str, criteria: Sequence[int]) -> dict[int, int | None]:
    """A digit for each criterion in its order: 795; a dash is "can't say", a low line is no answer."""
    keys = _plain(typed)
    if not keys:
        return {}
    if len(keys) != len(criteria):
        raise RuleBroken(
            say_many(
                "Enter one digit for the only criterion. “%(typed)s” has %(count)s.",
                "Enter one digit for each of the %(num)d criteria. “%(typed)s” has %(count)s.",
                len(criteria),
                typed=typed.strip(),
                count=len(keys),
            )
        )
    if not set(keys) <= set(f"123456789{CANT_SAY}{NOTHING}"):
        raise RuleBroken(N_("Enter a score from 1 to 9, - for “Can’t say” or _ for no answer."))
    given = zip(criteria, keys, strict=True)
    return {id_: None if key == CANT_SAY else int(key) for id_, key in given if key != NOTHING}


def typed_scores(scores: Mapping[int, int | None], criteria: Sequence[int]) -> str:
    """Scores as they are typed; nothing where none was given."""
    if not any(id_ in scores for id_ in criteria):
        return ""
    return "".join(str(scores[id_] or CANT_SAY) if id_ in scores else NOTHING for id_ in criteria)


def _plain(typed: str) -> str:
    return "".join(typed.upper().translate(_DASHES).split())
