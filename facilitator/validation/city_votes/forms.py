"""The shape of what a city says as one: a verdict, a score for each criterion, for the team a reason."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from facilitator.database import Limits, limits_of
from facilitator.validation.models import CityVoice, Criterion, Verdict
from facilitator.validation.rules import Reply
from facilitator.web.forms import Choice, Form, line, one_of, pick

CANT_SAY = "cant-say"
SCORES = {str(score): score for score in range(1, 10)} | {CANT_SAY: None}


class Score(Choice):
    """One of the nine keys, or "can't say"; without any the criterion is not answered."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, choices=[], coerce=str, optional=True, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take a key of the scale; anything else is said at the field."""
        self.data = valuelist[0] if valuelist and valuelist[0] else None
        if self.data is not None and self.data not in SCORES:
            raise ValueError(gettext("Enter a score from 1 to 9."))


class CityVoteForm(Form):
    """The word of a city, to which a field for each criterion is added."""

    verdict = one_of(_l("Is this the right issue, seen from our city?"), Verdict, optional=True)
    criteria: Sequence[Criterion] = ()

    @property
    def word(self) -> Reply:
        """What was typed."""
        scores = {
            criterion.id: SCORES[key]
            for criterion in self.criteria
            if (key := self[score_name(criterion)].data) is not None
        }
        return Reply(self.verdict.data, scores=scores)


class VoiceOfTeamForm(CityVoteForm):
    """A city vote that the team sets for a city, with the reason."""

    reason = line(_l("Why does the team vote for the city?"), Limits(limits_of(CityVoice.reason).most, 3))


class SpeakerForm(Form):
    """Who speaks for a city."""

    participant = pick(_l("Delegate"))


def voice_form(
    criteria: Sequence[Criterion], word: Reply, *, of_team: bool, reason: str = ""
) -> CityVoteForm:
    """A form on these criteria, with what the city says now in its fields."""
    base = VoiceOfTeamForm if of_team else CityVoteForm
    fields = {score_name(criterion): Score(criterion.name) for criterion in criteria}
    scores = {f"score_{id_}": str(score or CANT_SAY) for id_, score in word.scores.items()}
    form: CityVoteForm = type("FormOfThisWorkshop", (base,), fields | {"criteria": criteria})(
        data={"verdict": word.verdict, "reason": reason, **scores}
    )
    return form


def score_name(criterion: Criterion) -> str:
    """The name of a criterion's field."""
    return f"score_{criterion.id}"
