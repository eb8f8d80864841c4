"""The shape of a card of each kind, of evidence, and of moderation."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from facilitator.capture.models import (
    Aspect,
    Cost,
    Evidence,
    Field,
    Hiding,
    Kind,
    Reach,
    Side,
    Stance,
    Wording,
)
from facilitator.database import Limits, limits_of
from facilitator.web.forms import Form, day, line, one_of, pick, prose


class WordingForm(Form):
    """What a card says; `words` names the fields that make its wording."""

    words: ClassVar[tuple[str, ...]] = ("title", "text")

    title = line(_l("Title"), limits_of(Wording.title))
    text = prose(_l("Description"), limits_of(Wording.text))

    @property
    def wording(self) -> dict[str, Any]:
        """The wording as it was typed."""
        return {name: self[name].data for name in self.words}


class IssueForm(WordingForm):
    """An issue."""

    words: ClassVar[tuple[str, ...]] = ("title", "text", "aspect")

    title = line(_l("What is the issue?"), limits_of(Wording.title))
    text = prose(_l("Description"), limits_of(Wording.text))
    aspect = one_of(_l("Aspect"), Aspect)


class EnablerForm(WordingForm):
    """An enabler."""

    words: ClassVar[tuple[str, ...]] = ("title", "text", "reach", "field")

    reach = one_of(_l("Where is it?"), Reach)
    field = one_of(_l("What kind of help is it?"), Field)


class StrategyForm(WordingForm):
    """A political strategy."""

    words: ClassVar[tuple[str, ...]] = ("title", "text", "side")

    side = one_of(_l("Who is it for?"), Side)


class SolutionForm(WordingForm):
    """An actionable solution."""

    words: ClassVar[tuple[str, ...]] = (
        "title", "text", "proven_by_id", "owner", "by_when", "cost", "partners", "needs", "next_step",
        "conditions",
    )  # fmt: skip

    proven_by_id = pick(_l("Which city has shown that it works?"), optional=True)
    owner = line(_l("Who is the owner?"), limits_of(Wording.owner))
    by_when = day(_l("By when?"))
    cost = one_of(_l("How much does it cost, roughly?"), Cost, optional=True)
    partners = line(_l("Which partners take part?"), limits_of(Wording.partners))
    needs = prose(_l("What does it need?"), limits_of(Wording.needs))
    next_step = prose(_l("What is the next step?"), limits_of(Wording.next_step))
    conditions = prose(
        _l("What conditions must be met for it to work elsewhere?"), limits_of(Wording.conditions)
    )


WORDING_FORMS: dict[Kind, type[WordingForm]] = {
    Kind.ISSUE: IssueForm,
    Kind.ENABLER: EnablerForm,
    Kind.STRATEGY: StrategyForm,
    Kind.SOLUTION: SolutionForm,
}


class EnteredIssueForm(IssueForm):
    """An issue as the team enters it, for the city that says so."""

    city = pick(_l("City"), optional=True)
    stance = one_of(_l("What does the city say?"), Stance, optional=True)

    def validate_stance(self, stance: Any) -> None:
        """Evidence is a city's: without one there is nobody who says it."""
        if stance.data and not self.city.data:
            raise ValidationError(gettext("Choose the city above."))


class EnteredEnablerForm(EnablerForm):
    """An enabler as the team enters it."""

    city = pick(_l("City"), optional=True)


class EnteredStrategyForm(StrategyForm):
    """A strategy as the team enters it."""

    city = pick(_l("City"), optional=True)


class EnteredSolutionForm(SolutionForm):
    """A solution as the team enters it."""

    city = pick(_l("City"), optional=True)


ENTRY_FORMS: dict[Kind, type[WordingForm]] = {
    Kind.ISSUE: EnteredIssueForm,
    Kind.ENABLER: EnteredEnablerForm,
    Kind.STRATEGY: EnteredStrategyForm,
    Kind.SOLUTION: EnteredSolutionForm,
}


class EvidenceForm(Form):
    """What a city says of an issue."""

    city = pick(_l("City"))
    stance = one_of(_l("What does the city say?"), Stance)
    note = line(_l("In the city’s own words"), limits_of(Evidence.note))


class HidingForm(Form):
    """Why a card goes out of sight."""

    reason = line(_l("Why?"), limits_of(Hiding.reason))


class LinkForm(Form):
    """Which card the chain goes on with, by its number; what follows the number is for the eye."""

    other = line(_l("Card"), Limits(250, 1))
