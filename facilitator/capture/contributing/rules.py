"""Decisions on what somebody adds to their own issue, on plain values."""

from facilitator.errors import N_, RuleBroken


def check_may_describe(ref: str, *, is_in_sight: bool) -> None:
    """Refuse more on an issue that stands for itself no longer."""
    if not is_in_sight:
        sentence = N_("The team has hidden, merged or split %(ref)s. You cannot add to it now.")
        raise RuleBroken(sentence, ref=ref)


def is_own_word(evidence_of: int | None, participant_id: int | None) -> bool:
    """Whether a city's word was given by this person, who may then take it back."""
    return evidence_of is not None and evidence_of == participant_id


def check_is_last_word(*, is_own: bool, is_as_shown: bool) -> None:
    """Refuse to go over what a colleague has said for the city since the page was read."""
    if not is_own and not is_as_shown:
        raise RuleBroken(N_("Your city has changed its answer since. You can edit it here."), field="stance")
