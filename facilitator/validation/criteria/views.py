"""What issues are rated on: names, questions, words for the ends of the scale, weights, order, languages."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import current_actor, current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.validation.criteria import operations, queries
from facilitator.validation.criteria.forms import CriterionForm, TranslationForm
from facilitator.validation.criteria.languages import check_is_a_language, language_name, other_languages
from facilitator.validation.models import Criterion

pages = pages_of_workshop(__name__)


@pages.route("/criteria", methods=["GET", "POST"])
@requires(Action.SET_CRITERIA)
def criteria() -> Any:
    """All criteria in their order, and another one."""
    workshop = current_workshop()
    form = CriterionForm(data={"weight": "1"})
    if form.validate_on_submit():
        with form.refusals():
            added = operations.append_criterion(workshop, form.words, weight=form.weighs, by=current_actor())
            flash(gettext("%(name)s was added.", name=added.name), "success")
            return redirect(url_for("criteria.criteria"), 303)
    return form.page(
        "criteria/criteria.html",
        criteria=queries.all_criteria(workshop),
        languages={
            criterion: [language_name(code) for code in words]
            for criterion, words in queries.translations(workshop).items()
        },
        is_fixed=queries.has_answers(workshop.id),
    )


@pages.route("/criteria/<int:criterion_id>", methods=["GET", "POST"])
@requires(Action.SET_CRITERIA)
def criterion(criterion_id: int) -> Any:
    """One criterion, to be reworded or weighed."""
    workshop, found = current_workshop(), _criterion(criterion_id)
    words = {word: getattr(found, word) for word in operations.WORDS}
    form = CriterionForm(data=words | {"weight": f"{found.weight:g}"})
    if form.validate_on_submit():
        with form.refusals():
            operations.change_criterion(found, form.words, weight=form.weighs, by=current_actor())
            flash(gettext("%(name)s was saved.", name=found.name), "success")
            return redirect(url_for("criteria.criteria"), 303)
    return form.page(
        "criteria/criterion.html",
        criterion=found,
        is_fixed=queries.has_answers(workshop.id),
        translations=queries.translations(workshop)[found.id],
        languages=other_languages(workshop.language),
    )


@pages.route("/criteria/<int:criterion_id>/translations/<language>", methods=["GET", "POST"])
@requires(Action.SET_CRITERIA)
def translation(criterion_id: int, language: str) -> Any:
    """The words of a criterion in another language."""
    workshop, found = current_workshop(), _criterion(criterion_id)
    check_is_a_language(language, workshop.language)
    form = TranslationForm(obj=queries.translations(workshop)[found.id].get(language))
    if form.validate_on_submit():
        with form.refusals():
            operations.translate_criterion(found, language, form.words, by=current_actor())
            flash(gettext("%(language)s was saved.", language=language_name(language)), "success")
            return redirect(url_for("criteria.criterion", criterion_id=found.id), 303)
    return form.page(
        "criteria/translation.html", criterion=found, language=language, name=language_name(language)
    )


@pages.post("/criteria/<int:criterion_id>/earlier")
@requires(Action.SET_CRITERIA)
def earlier(criterion_id: int) -> Any:
    """Let a criterion change places with the one before it."""
    return _move(criterion_id, up=True)


@pages.post("/criteria/<int:criterion_id>/later")
@requires(Action.SET_CRITERIA)
def later(criterion_id: int) -> Any:
    """Let a criterion change places with the one after it."""
    return _move(criterion_id, up=False)


@pages.post("/criteria/<int:criterion_id>/retirement")
@requires(Action.SET_CRITERIA)
def retire(criterion_id: int) -> Any:
    """Ask a criterion no more."""
    operations.retire_criterion(current_workshop(), _criterion(criterion_id), by=current_actor())
    return redirect(url_for("criteria.criteria"), 303)


@pages.post("/criteria/<int:criterion_id>/return")
@requires(Action.SET_CRITERIA)
def restore(criterion_id: int) -> Any:
    """Ask a retired one again."""
    operations.restore_criterion(current_workshop(), _criterion(criterion_id), by=current_actor())
    return redirect(url_for("criteria.criteria"), 303)


def _move(criterion_id: int, *, up: bool) -> Any:
    operations.move_criterion(current_workshop(), _criterion(criterion_id), up=up, by=current_actor())
    return redirect(url_for("criteria.criteria"), 303)


def _criterion(criterion_id: int) -> Criterion:
    return queries.criterion_of(current_workshop(), criterion_id)
