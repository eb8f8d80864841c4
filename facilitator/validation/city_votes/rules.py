"""Decisions about who speaks for a city, and what it may say as one, on plain values."""

from facilitator.errors import N_, RuleBroken
from facilitator.validation.rules import Reply, check_scores
from facilitator.workshops.models import Part

LEAST_REASON = 3


def check_has_a_voice(city: str, part: Part) -> None:
    """Refuse a voice to a city that is not asked."""
    if part is not Part.INTERESTED:
        raise RuleBroken(
            N_("%(city)s is a lighthouse city. Only interested cities vote."),
            city=city,
        )


def check_may_become_speaker(
    name: str, city: str, *, city_id: int, speaks_for_id: int | None, is_proxy: bool
) -> None:
    """Refuse a speaker from elsewhere, and one who is not in the room."""
    if speaks_for_id != city_id:
        raise RuleBroken(
            N_("%(name)s is not a delegate of %(city)s. Only a delegate can speak for a city."),
            field="participant",
            name=name,
            city=city,
        )
    if is_proxy:
        raise RuleBroken(
            N_("%(city)s has nobody in the room. Enter its answers by proxy."),
            field="participant",
            city=city,
        )


def check_may_speak(city: str, *, is_speaker: bool) -> None:
    """Refuse the word of a city from a delegate who is not its speaker."""
    if not is_speaker:
        raise RuleBroken(
            N_("You are not the speaker of %(city)s. Ask the facilitator to change this."), city=city or "–"
        )


def check_word(word: Reply, *, reason: str, of_team: bool) -> None:
    """Refuse a word that says nothing, scores off the scale, and one of the team without a reason."""
    if word.is_empty:
        raise RuleBroken(N_("Choose an answer or give a score for your city."))
    check_scores(word)
    if of_team and len(reason) < LEAST_REASON:
        raise RuleBroken(N_("Enter the reason why the team votes for this city."), field="reason")
