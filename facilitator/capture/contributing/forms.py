"""What a phone asks for: an issue in one line, and what helps in few questions, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.capture.forms import (
    EnablerForm,
    SolutionForm,
    StrategyForm,
    WordingForm,
)
from facilitator.capture.models import Aspect, Kind, Stance, Wording
from facilitator.capture.queries import BoardCard
from facilitator.database import limits_of
from facilitator.web.forms import Form, VersionForm, line, one_of, pick, prose
from facilitator.workshops.models import City, Part


@dataclass(frozen=True)
class Proof:
    """That a city has proven a solution, as an answer to choose."""

    id: int
    answer: str


class IssueDetails(Form):
    """What may be said of one's own issue once it has been received; each of it can be left open."""

    text = prose(_l("Description"), limits_of(Wording.text))
    aspect = one_of(_l("What is it about?"), Aspect, unsure=Aspect.UNSORTED.value)
    stance = one_of(_l("What about your city?"), Stance, unsure="")

    def speak_for(self, city: City | None) -> None:
        """Evidence is a city's; a partner has none."""
        if city is None:
            del self.stance

    @property
    def said(self) -> Stance | None:
        """What the own city says of it, if it says anything."""
        stance: Stance | None = self.stance.data if "stance" in self else None
        return stance


class IssueContributionForm(IssueDetails, WordingForm):
    """An issue. A phone asks for one line; what else a draft from elsewhere has is taken along."""

    words: ClassVar[tuple[str, ...]] = ("title", "text", "aspect")

    title = line(_l("What is the issue?"), limits_of(Wording.title))

    @property
    def brought_along(self) -> list[str]:
        """The names of what was typed besides the line, or is wrong."""
        return [name for name in ("text", "aspect", "stance") if name in self and self._is_said(name)]

    def _is_said(self, name: str) -> bool:
        return bool(self[name].errors) or self[name].data not in (None, "", Aspect.UNSORTED)


class IssueDetailsForm(IssueDetails, VersionForm):
    """The same of an issue that is there, over the version that its page showed.

    `heard_at` says which word of the own city it showed.
    """

    heard_at = HiddenField()


class HelpContributionForm(WordingForm):
    """What helps, with the issue that it helps with; `questions` names the fields of each step."""

    questions: ClassVar[tuple[tuple[str, ...], ...]] = ()

    helps_with = pick(_l("Which issue does it help with?"), optional=True)

    @property
    def steps(self) -> list[tuple[str, ...]]:
        """The questions that there is something to answer to."""
        return [step for step in self.questions if any(self.asks(name) for name in step)]

    def asks(self, name: str) -> bool:
        """Whether a field is there, with something to choose where one chooses."""
        return name in self and (self[name].type != "Pick" or bool(self[name].rows or self[name].errors))

    def speak_for(self, city: City | None) -> None:
        """Ask only what the person can say for their city; a partner has none."""

    def offer_issues(self, seen: Sequence[BoardCard], asked: str) -> None:
        """Offer the issues that the person sees; the one that the address names is chosen already."""
        self.helps_with.offer(seen, "label", nothing=gettext("None of these, or more than one"))
        if not self.is_submitted():
            self.helps_with.data = next((issue.id for issue in seen if issue.ref == asked), None)


class EnablerContributionForm(HelpContributionForm, EnablerForm):
    """An enabler."""

    questions: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("title",), ("text",), ("reach",), ("field",), ("helps_with",),
    )  # fmt: skip

    title = line(_l("What helped, or would help?"), limits_of(Wording.title))
    text = prose(_l("How does it help?"), limits_of(Wording.text))


class StrategyContributionForm(HelpContributionForm, StrategyForm):
    """A political strategy."""

    questions: ClassVar[tuple[tuple[str, ...], ...]] = (("title",), ("text",), ("side",), ("helps_with",))

    title = line(_l("What worked, or would work?"), limits_of(Wording.title))
    text = prose(_l("How does it work?"), limits_of(Wording.text))


class SolutionContributionForm(HelpContributionForm, SolutionForm):
    """A solution: what to do, and at the end all that may be known of it already."""

    questions: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("title",), ("text",), ("proven_by_id",), ("helps_with",),
        ("owner", "by_when", "next_step", "needs", "partners", "cost", "conditions"),
    )  # fmt: skip

    title = line(_l("What should be done?"), limits_of(Wording.title))
    text = prose(_l("How does it work?"), limits_of(Wording.text))
    proven_by_id = pick(_l("Has your city shown that it works?"), optional=True)

    def speak_for(self, city: City | None) -> None:
        """A lighthouse city says so of itself alone: of what others have proven they speak."""
        own = [city] if city and city.part is Part.LIGHTHOUSE else []
        proofs = [Proof(one.id, gettext("Yes, in %(city)s", city=one.name)) for one in own]
        self.proven_by_id.offer(proofs, "answer", nothing=gettext("Not yet"))


HELP_FORMS: dict[Kind, type[HelpContributionForm]] = {
    Kind.ENABLER: EnablerContributionForm,
    Kind.STRATEGY: StrategyContributionForm,
    Kind.SOLUTION: SolutionContributionForm,
}
