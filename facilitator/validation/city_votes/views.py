"""A city speaks as one: its speaker on the phone, the team for it, and who its speaker is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_participant, current_workshop, pages_of_workshop
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.capture.models import Handover
from facilitator.capture.queries import HandedIssue, active_handover
from facilitator.errors import N_, NotFound
from facilitator.validation.city_votes import operations, queries, rules
from facilitator.validation.city_votes.forms import CityVoteForm, SpeakerForm, voice_form
from facilitator.validation.queries import criteria
from facilitator.validation.rules import Reply
from facilitator.workshops.queries import city_of, participant_of

pages = pages_of_workshop(__name__)


@dataclass(frozen=True)
class Mandate:
    """For which city somebody acts, on what, and whether they do so as the team.

    `blind_in` are the measures on which a speaker is asked themselves: what the others of their city said
    they see after giving an answer of their own.
    """

    delegation: queries.Delegation
    handover: Handover | None
    issues: list[HandedIssue]
    of_team: bool
    own_id: int | None = None
    blind_in: frozenset[int] = frozenset()

    @property
    def layout(self) -> str:
        """The frame of the pages: a phone's or the team's."""
        return "layouts/team.html" if self.of_team else "layouts/participant.html"

    @property
    def home(self) -> str:
        """The page of the city."""
        if self.of_team:
            return url_for("city_votes.city", city_id=self.delegation.city.id)
        return url_for("city_votes.own_city")

    def issue(self, ref: str) -> HandedIssue:
        """The issue that people call RET-07, if the city may speak of it."""
        found = next((issue for issue in self.issues if issue.ref == ref), None)
        if found is None:
            raise NotFound(N_("The city was not asked about this issue."))
        return found

    def may_see(self, issue: HandedIssue, answers: Sequence[queries.DelegateAnswer]) -> bool:
        """Whether what the delegates said of an issue can be shown."""
        has_answered = any(answer.participant_id == self.own_id for answer in answers)
        return has_answered or issue.measure.id not in self.blind_in

    def to_issue(self, ref: str) -> str:
        """Where the city says its word on an issue."""
        if self.of_team:
            return url_for("city_votes.issue", city_id=self.delegation.city.id, ref=ref)
        return url_for("city_votes.own_issue", ref=ref)

    def to_withdrawal(self, ref: str) -> str:
        """Where it takes it back."""
        if self.of_team:
            return url_for("city_votes.take_back", city_id=self.delegation.city.id, ref=ref)
        return url_for("city_votes.take_back_own", ref=ref)


@pages.get("/city-votes")
@requires(Action.WATCH)
def cities() -> Any:
    """The interested cities: who speaks for each, and on how much it has spoken as one."""
    workshop = current_workshop()
    handover = active_handover(workshop)
    voices = queries.city_voices(handover) if handover else {}
    spoken = [voice.city_id for of_issue in voices.values() for voice in of_issue]
    return render_template(
        "city_votes/cities.html",
        delegations=queries.delegations(workshop),
        spoken={city_id: spoken.count(city_id) for city_id in spoken},
    )


@pages.get("/city-votes/<int:city_id>")
@requires(Action.WATCH)
def city(city_id: int) -> Any:
    """What the delegates of a city said, side by side, and what it says as one."""
    mandate = _mandate_of_team(city_id)
    return _city_page(mandate, _speaker_form(mandate))


@pages.post("/city-votes/<int:city_id>/speaker")
@requires(Action.SEAT)
def name_speaker(city_id: int) -> Any:
    """Make a delegate the speaker of their city."""
    mandate = _mandate_of_team(city_id)
    form = _speaker_form(mandate)
    if form.validate_on_submit():
        with form.refusals():
            person = participant_of(current_workshop(), form.participant.data)
            operations.name_speaker(current_workshop(), mandate.delegation.city, person, by=current_actor())
            city = mandate.delegation.city.name
            flash(
                gettext("%(name)s now speaks for %(city)s.", name=person.display_name, city=city), "success"
            )
            return redirect(mandate.home, 303)
    return _city_page(mandate, form)


@pages.post("/city-votes/<int:city_id>/speaker/end")
@requires(Action.SEAT)
def dismiss_speaker(city_id: int) -> Any:
    """Let a city have no speaker."""
    mandate = _mandate_of_team(city_id)
    operations.dismiss_speaker(mandate.delegation.city, by=current_actor())
    return redirect(mandate.home, 303)


@pages.route("/city-votes/<int:city_id>/<ref>", methods=["GET", "POST"])
@requires(Action.WRITE_FOR_GROUP)
@last_word_counts
def issue(city_id: int, ref: str) -> Any:
    """The team says for a city what it says of an issue as one."""
    return _speak(_mandate_of_team(city_id), ref)


@pages.post("/city-votes/<int:city_id>/<ref>/withdrawal")
@requires(Action.WRITE_FOR_GROUP)
def take_back(city_id: int, ref: str) -> Any:
    """The team takes it back."""
    return _take_back(_mandate_of_team(city_id), ref)


@pages.get("/city-vote")
@requires(Action.VALIDATE)
def own_city() -> Any:
    """The speaker's page: the city's own delegates side by side."""
    return _city_page(_mandate_of_speaker(), None)


@pages.route("/city-vote/<ref>", methods=["GET", "POST"])
@requires(Action.VALIDATE)
@last_word_counts
def own_issue(ref: str) -> Any:
    """The speaker says what the city says of an issue as one."""
    return _speak(_mandate_of_speaker(), ref)


@pages.post("/city-vote/<ref>/withdrawal")
@requires(Action.VALIDATE)
def take_back_own(ref: str) -> Any:
    """The speaker takes it back."""
    return _take_back(_mandate_of_speaker(), ref)


def _mandate_of_speaker() -> Mandate:
    actor = current_participant()
    participant_id, city_id = actor.participant_id, actor.city_id or 0
    rules.check_may_speak(actor.speaks_for, is_speaker=queries.is_speaker(participant_id, city_id))
    mandate = _mandate(city_id, of_team=False)
    return replace(mandate, own_id=participant_id, blind_in=queries.measures_asked(participant_id))


def _mandate_of_team(city_id: int) -> Mandate:
    found = city_of(current_workshop(), city_id)
    if found is None:
        raise NotFound(N_("This city was not found in this workshop."))
    rules.check_has_a_voice(found.name, found.part)
    return _mandate(city_id, of_team=True)


def _mandate(city_id: int, *, of_team: bool) -> Mandate:
    workshop = current_workshop()
    delegation, handover = queries.delegations(workshop, city_id)[0], active_handover(workshop)
    return Mandate(delegation, handover, queries.issues_of(delegation, handover), of_team)


def _speak(mandate: Mandate, ref: str) -> Any:
    handed, handover = mandate.issue(ref), mandate.handover
    assert handover  # noqa: S101 - an issue has been handed over
    delegation, city = mandate.delegation, mandate.delegation.city
    voices = queries.city_voices(handover, issue_id=handed.issue_id, city_id=city.id)
    voice = next(iter(voices.get(handed.issue_id, [])), None)
    answers = queries.answers_of(delegation, [handed])[handed.issue_id]
    form = voice_form(
        criteria(current_workshop()),
        voice.word if voice else _only_word(answers),
        of_team=mandate.of_team,
        reason=voice.reason if voice else "",
    )
    if form.validate_on_submit():
        with form.refusals():
            reason = form.reason.data if mandate.of_team else ""
            operations.speak_for_city(
                handover, handed.issue_id, city, form.word, reason=reason, by=current_actor()
            )
            flash(
                gettext("The city vote of %(city)s on %(ref)s was saved.", city=city.name, ref=ref), "success"
            )
            return redirect(f"{mandate.home}#{ref}", 303)
    return _issue_page(mandate, handed, form, answers, voice)


def _issue_page(
    mandate: Mandate, handed: HandedIssue, form: CityVoteForm, answers: Any, voice: queries.CityVote | None
) -> Any:
    people = {person.id: person for person in mandate.delegation.delegates}
    return form.page(
        "city_votes/issue.html",
        mandate=mandate,
        issue=handed,
        answers=answers if mandate.may_see(handed, answers) else [],
        is_blind=not mandate.may_see(handed, answers),
        people=people,
        voice=voice,
        criteria=form.criteria,
    )


def _take_back(mandate: Mandate, ref: str) -> Any:
    handed, city = mandate.issue(ref), mandate.delegation.city
    operations.take_back_voice(handed.issue_id, city, by=current_actor())
    flash(
        gettext(
            "%(ref)s: the city vote of %(city)s was deleted. The delegates’ answers count again.",
            ref=ref,
            city=city.name,
        ),
        "success",
    )
    return redirect(f"{mandate.home}#{ref}", 303)


def _only_word(answers: list[queries.DelegateAnswer]) -> Reply:
    """What to begin with: the answer of a delegation of one."""
    return Reply(answers[0].reply.verdict, scores=answers[0].reply.scores) if len(answers) == 1 else Reply()


def _speaker_form(mandate: Mandate) -> SpeakerForm:
    form = SpeakerForm()
    people = [who for who in mandate.delegation.delegates if who.proxy_by is None and who.left_at is None]
    form.participant.offer(people, "display_name", nothing=gettext("Choose a delegate"))
    return form


def _city_page(mandate: Mandate, form: SpeakerForm | None) -> Any:
    delegation, handover = mandate.delegation, mandate.handover
    answers = queries.answers_of(delegation, mandate.issues) if handover else {}
    voices = queries.city_voices(handover, city_id=delegation.city.id) if handover else {}
    wrong = bool(form and (form.errors or form.form_errors))
    page = render_template(
        "city_votes/city.html",
        form=form,
        mandate=mandate,
        answers=answers,
        voices={id_: said[0] for id_, said in voices.items()},
        people={person.id: person for person in delegation.delegates},
        criteria=criteria(current_workshop()),
    )
    return page, 422 if wrong else 200
