"""Rehearse a workshop: begin, play, pause, delete; on pages of the workshop itself, for its organisers."""

from secrets import randbelow
from typing import Any, NamedTuple, cast

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_door, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action, Phase
from facilitator.accounts.models import Account
from facilitator.database import db, now
from facilitator.live.polling import polled
from facilitator.rehearsal import operations, queries
from facilitator.rehearsal.course import STEPS, SceneProgress, next_step, progress
from facilitator.rehearsal.forms import RehearsalForm, SpeedForm, StepForm
from facilitator.rehearsal.models import AT_ONCE, SPEEDS, Rehearsal, RehearsalStep
from facilitator.rehearsal.playing import play_in_background
from facilitator.rehearsal.rules import is_silent
from facilitator.sentences import Sentence
from facilitator.web.forms import Confirmation, Form
from facilitator.workshops.marking import as_rehearsed
from facilitator.workshops.models import Workshop

pages = pages_of_workshop(__name__)
USUALLY = 100
SEEDS = 1_000_000


class RehearsalState(NamedTuple):
    """A rehearsal as its page shows it."""

    copy: Workshop
    rehearsal: Rehearsal
    scenes: list[SceneProgress]

    @property
    def next_step(self) -> RehearsalStep | None:
        """What can be played next."""
        return next_step(self.scenes)

    @property
    def has_days_to_play(self) -> bool:
        """Whether anything is left of what can be played at a speed."""
        left = next_step(self.scenes)
        return left is not None and STEPS.index(left) <= STEPS.index(RehearsalStep.DAY_TWO)

    @property
    def is_played(self) -> bool:
        """Whether somebody plays now."""
        return self.rehearsal.until is not None

    @property
    def has_stopped(self) -> bool:
        """Whether it was played, should be, and nobody does any more."""
        played_at = self.rehearsal.played_at
        return self.is_played and played_at is not None and is_silent(played_at, now())

    @property
    def halted(self) -> Sentence | None:
        """Why it could not go on."""
        return Sentence.from_data(self.rehearsal.halted) if self.rehearsal.halted else None


@pages.get("/rehearsal")
@requires(Action.REHEARSE)
def rehearsal() -> Any:
    """The rehearsal of this workshop as it stands, or what it takes to begin one."""
    original = current_door().rehearsal_of
    if original is not None:
        slug = db.session.get_one(Workshop, original).slug
        return redirect(url_for("rehearsal.rehearsal", slug=slug))
    return _page(RehearsalForm(formdata=None, data={"people": USUALLY}))


@pages.post("/rehearsal")
@requires(Action.REHEARSE)
def begin() -> Any:
    """Copy the set-up; nobody acts yet."""
    workshop, form = current_workshop(), RehearsalForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.begin_rehearsal(
                workshop,
                title=as_rehearsed(workshop.title),
                people=form.people.data or 0,
                seed=randbelow(SEEDS),
                creator=db.session.get_one(Account, current_actor().account_id),
                by=current_actor(),
            )
            flash(gettext("The rehearsal is ready. Choose what is played first."), "success")
            return redirect(url_for("rehearsal.rehearsal"), 303)
    return _page(form)


@pages.post("/rehearsal/play")
@requires(Action.REHEARSE)
def play() -> Any:
    """Have the invented people act, to the end of a step."""
    form = StepForm()
    if not form.validate_on_submit():
        return _page(RehearsalForm(formdata=None), form)
    return _have_played(form.until.data or RehearsalStep.DAY_ONE, AT_ONCE, steers=True)


@pages.post("/rehearsal/speed")
@requires(Action.REHEARSE)
def play_at_speed() -> Any:
    """Have them act through both days in the time of the agenda, or faster."""
    form = SpeedForm()
    if not form.validate_on_submit():
        return _page(RehearsalForm(formdata=None), form)
    return _have_played(RehearsalStep.DAY_TWO, form.speed.data or AT_ONCE, steers=form.steers.data)


def _have_played(until: RehearsalStep, speed: int, *, steers: bool) -> Any:
    copy = queries.copy_there(current_workshop(), to_change=True)
    operations.have_played(queries.rehearsal_in(copy), until=until, speed=speed, steers=steers)
    app = cast(Any, current_app)._get_current_object()  # noqa: SLF001 - Flask's own way to the app
    play_in_background(app, copy.id)
    return redirect(url_for("rehearsal.rehearsal"), 303)


@pages.post("/rehearsal/pause")
@requires(Action.REHEARSE)
def pause() -> Any:
    """Let them wait."""
    operations.pause(queries.rehearsal_in(queries.copy_there(current_workshop(), to_change=True)))
    flash(gettext("The rehearsal is paused."), "success")
    return redirect(url_for("rehearsal.rehearsal"), 303)


@pages.route("/rehearsal/deletion", methods=["GET", "POST"])
@requires(Action.REHEARSE)
def delete() -> Any:
    """What goes with the rehearsal; sent, it is gone."""
    form = Confirmation()
    copy = queries.copy_there(current_workshop(), to_change=form.is_submitted())
    if form.validate_on_submit():
        operations.delete_rehearsal(copy)
        flash(gettext("The rehearsal was deleted. Nothing else was changed."), "success")
        return redirect(url_for("rehearsal.rehearsal"), 303)
    return form.page("rehearsal/delete.html", copy=copy, contents=queries.contents(copy))


@pages.get("/rehearsal/live")
@requires(Action.REHEARSE)
@polled(mark=lambda: _mark(), waits=False)
def live() -> Any:
    """The part of the page that keeps itself fresh."""
    found = _state()
    if found is None:
        return render_template("rehearsal/_deleted.html")
    return render_template("rehearsal/_state.html", **_about(found))


def _mark() -> str:
    found = _state()
    if found is None:
        return ""
    played = sum(each.row.done + each.row.is_over for each in found.scenes if each.row)
    return f"{found.rehearsal.until}-{found.rehearsal.speed}-{found.has_stopped}-{played}"


def _state() -> RehearsalState | None:
    copy = queries.copy_for_rehearsal(current_workshop())
    return RehearsalState(copy, queries.rehearsal_in(copy), progress(copy)) if copy else None


def _about(found: RehearsalState, speed_form: SpeedForm | None = None) -> dict[str, Any]:
    """What the part shows that keeps itself fresh; with the form that came back, if one did."""
    in_steps = {step: [each for each in found.scenes if each.scene.step is step] for step in RehearsalStep}
    fresh = SpeedForm(formdata=None, data={"speed": SPEEDS[-1], "steers": True})
    return {
        "state": found,
        "steps": in_steps,
        "step_form": StepForm(formdata=None),
        "speed_form": speed_form or fresh,
    }


def _page(form: Form, play_form: Form | None = None) -> Any:
    """The page with its forms: fresh, but for one that came back with what is wrong in it."""
    found = _state()
    if found is None:
        lacking = queries.missing_parts(current_workshop())
        is_closed = current_door().phase is Phase.CLOSED
        return form.page("rehearsal/begin.html", missing=lacking, is_closed=is_closed)
    refused = play_form or form
    speed_form = refused if isinstance(refused, SpeedForm) else None
    return refused.page("rehearsal/rehearsal.html", **_about(found, speed_form))
