"""The feedback form: made, answered on phones, entered from paper, and read."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import (
    current_actor,
    current_participant,
    current_workshop,
    pages_of_workshop,
    server_secret,
)
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.errors import N_, RuleBroken
from facilitator.feedback import operations, queries
from facilitator.feedback.forms import (
    FeedbackHidingForm,
    FeedbackSetForm,
    HandedInForm,
    answers_form,
    typed,
)
from facilitator.feedback.letters import letter_of_reminder
from facilitator.feedback.queries import FeedbackHeld
from facilitator.feedback.rules import LEAST_ANSWERS, USUAL, FeedbackState, TypedQuestion, check_may_remind
from facilitator.mail.letter import WrittenLetter
from facilitator.mail.models import MailKind
from facilitator.mail.operations import MailDraft
from facilitator.mail.posting import goes_out, post_all, written
from facilitator.mail.queries import people_written_to
from facilitator.web.edge import never_kept
from facilitator.web.forms import Confirmation
from facilitator.web.origins import shared_address
from facilitator.web.submissions import arrived_before, forget_this_form, keep_id_alone
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import token_of

pages = pages_of_workshop(__name__)
SENT_ALREADY = N_("A sheet was already saved from this form. If this is another sheet, save it again.")
STATES = {"State": FeedbackState}


@pages.route("/setup/feedback", methods=["GET", "POST"])
@requires(Action.RUN_FEEDBACK)
def edit() -> Any:
    """What is asked and until when, how far it is, and all that can be done with it."""
    workshop = current_workshop()
    held = queries.feedback_held(workshop) if queries.form_of(workshop) else None
    form = FeedbackSetForm(data=_as_it_stands(held))
    if held and held.state is not FeedbackState.NOT_OPEN_YET:
        form.leave_questions()
    if form.validate_on_submit():
        with form.refusals():
            last: Any = form.closes_on.data
            operations.set_feedback(workshop, form.asked, last, by=current_actor())
            flash(gettext("The feedback form was saved."), "success")
            return redirect(url_for("feedback.edit"), 303)
    count = queries.count_of(workshop, held.form) if held else None
    return form.page("feedback/edit.html", held=held, count=count, least=LEAST_ANSWERS, **STATES)


def _as_it_stands(held: FeedbackHeld | None) -> dict[str, Any]:
    """What stands in the fields; of a workshop without a form, what is usually asked."""
    if held is None:
        usual = [TypedQuestion(kind, gettext(text)) for kind, text in USUAL]
        return typed(usual) | {"closes_on": queries.day_to_close(current_workshop())}
    asked = [TypedQuestion(question.kind, question.text) for question in held.questions]
    return typed(asked) | {"closes_on": held.form.closes_on}


@pages.post("/setup/feedback/opening")
@requires(Action.RUN_FEEDBACK)
def open_now() -> Any:
    """Take answers from now on."""
    operations.open_feedback(queries.feedback_held(current_workshop()), by=current_actor())
    flash(gettext("The feedback form is open."), "success")
    return redirect(url_for("feedback.edit"), 303)


@pages.route("/setup/feedback/closing", methods=["GET", "POST"])
@requires(Action.RUN_FEEDBACK)
def close() -> Any:
    """Take no more answers, once it has been said that this is for good."""
    form, workshop = Confirmation(), current_workshop()
    held = queries.feedback_held(workshop)
    if form.validate_on_submit():
        with form.refusals():
            operations.close_feedback(held, by=current_actor())
            flash(gettext("The feedback form is closed."), "success")
            return redirect(url_for("feedback.results"), 303)
    answered = queries.count_of(workshop, held.form).answered
    return form.page("feedback/close.html", answered=answered, least=LEAST_ANSWERS)


@pages.route("/feedback", methods=["GET", "POST"])
@requires(Action.TAKE_PART)
def give() -> Any:
    """The form for a participant; what arrives is kept without them."""
    # What arrived under the form's id would say whose answers these are. The mark of its author tells a
    # second arrival instead.
    forget_this_form()
    held = queries.feedback_held(current_workshop())
    mark, form = queries.mark_of(current_participant().participant_id), answers_form(held)
    # Who was marked for a sheet while the form stood on their phone is told so: their answers are not kept.
    if mark and not (mark.is_paper and form.is_submitted()):
        return redirect(url_for("feedback.thanks"), 303)
    if form.validate_on_submit():
        with form.refusals():
            operations.give_feedback(held, form.said, by=current_participant())
            return redirect(url_for("feedback.thanks"), 303)
    return form.page("feedback/give.html", held=held, least=LEAST_ANSWERS, **STATES)


@pages.get("/feedback/thanks")
@requires(Action.TAKE_PART)
def thanks() -> Any:
    """That it has arrived."""
    return render_template("feedback/thanks.html")


@pages.route("/setup/feedback/reminders", methods=["GET", "POST"])
@requires(Action.SEND_MAIL)
def remind() -> Any:
    """What will be written to those who have not answered, with their personal links."""
    workshop, form = current_workshop(), Confirmation()
    held, people = queries.feedback_held(workshop), queries.missing_people(workshop)
    letters = [(person, _letter_to(person, held)) for person in people if _can_be_written_to(person)]
    if form.validate_on_submit():
        with form.refusals():
            check_may_remind(held.state, len(letters))
            drafts = [MailDraft(letter, participant_id=person.id) for person, letter in letters]
            post_all(workshop, MailKind.FEEDBACK_REMINDER, drafts, by=current_actor())
            flash(
                ngettext("One e-mail is on its way.", "%(num)d e-mails are on their way.", len(letters)),
                "success",
            )
            return redirect(url_for("feedback.edit"), 303)
    reached = {person.id for person, _ in letters}
    page = form.page(
        "feedback/reminders.html",
        letters=letters,
        unreachable=[person for person in people if person.id not in reached],
        written_to=people_written_to(workshop.id, MailKind.FEEDBACK_REMINDER),
        goes_out=goes_out(),
    )
    return never_kept(page)


def _can_be_written_to(person: Participant) -> bool:
    return bool(person.email and token_of(person, server_secret()))


def _letter_to(person: Participant, held: FeedbackHeld) -> WrittenLetter:
    workshop = current_workshop()
    link = shared_address("workshops.come_back", token=token_of(person, server_secret()))
    return written(workshop, letter_of_reminder(person, workshop, held.form, link))


@pages.route("/setup/feedback/paper", methods=["GET", "POST"])
@requires(Action.RUN_FEEDBACK)
def paper() -> Any:
    """Who handed in a sheet, and how many sheets have been entered."""
    workshop, form = current_workshop(), HandedInForm()
    held, people = queries.feedback_held(workshop), queries.may_hand_in(workshop)
    form.offer(people)
    if form.validate_on_submit():
        with form.refusals():
            operations.mark_handed_in(workshop, held, form.chosen, shown=form.were_chosen, by=current_actor())
            flash(gettext("Saved who handed in a sheet."), "success")
            return redirect(url_for("feedback.paper"), 303)
    if not form.is_submitted():
        marked = [str(mark.participant_id) for mark in queries.marks_on_paper(workshop)]
        form.people.data, form.shown.data = marked, " ".join(marked)
    count = queries.count_of(workshop, held.form)
    return form.page("feedback/paper.html", held=held, count=count, people=people, **STATES)


@pages.route("/setup/feedback/paper/sheet", methods=["GET", "POST"])
@requires(Action.RUN_FEEDBACK)
def sheet() -> Any:
    """One sheet, of whomever it is; who goes back and types another is asked whether it is another."""
    keep_id_alone()
    held = queries.feedback_held(current_workshop())
    form = answers_form(held)
    if arrived_before():
        form.ask_again(RuleBroken(SENT_ALREADY))
    elif form.validate_on_submit():
        with form.refusals():
            operations.enter_sheet(held, form.said, by=current_actor())
            flash(gettext("The sheet was saved."), "success")
            return redirect(url_for("feedback.paper"), 303)
    return form.page("feedback/sheet.html", held=held)


@pages.get("/feedback/results")
@requires(Action.READ_SUMMARY)
def results() -> Any:
    """What was answered, once nobody can answer any more."""
    return _results_page(FeedbackHidingForm(formdata=None), 0)


def _results_page(form: FeedbackHidingForm, wrong: int) -> Any:
    workshop = current_workshop()
    held = queries.feedback_held(workshop)
    return form.page(
        "feedback/results.html",
        held=held,
        found=queries.feedback_results(workshop),
        count=queries.count_of(workshop, held.form),
        least=LEAST_ANSWERS,
        wrong=wrong,
    )


@pages.post("/feedback/results/<int:answer_id>/hiding")
@requires(Action.MODERATE)
def hide(answer_id: int) -> Any:
    """Out of the results and the report, with a reason."""
    text, form = queries.text_of(current_workshop(), answer_id), FeedbackHidingForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.hide_text(text, reason=form.reason.data, by=current_actor())
            flash(gettext("The text was hidden."), "success")
            return redirect(url_for("feedback.results"), 303)
    return _results_page(form, answer_id)


@pages.post("/feedback/results/<int:answer_id>/restoration")
@requires(Action.MODERATE)
def restore(answer_id: int) -> Any:
    """Back in the results."""
    operations.restore_text(queries.text_of(current_workshop(), answer_id), by=current_actor())
    flash(gettext("The text was restored."), "success")
    return redirect(url_for("feedback.results"), 303)
