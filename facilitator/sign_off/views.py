"""The page of the team with the state of all cities, and the page of each city by its link."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import (
    current_actor,
    current_door,
    current_workshop,
    pages_of_workshop,
    server_secret,
)
from facilitator.access.decorators import last_word_counts, requires, writes_late
from facilitator.access.policy import Action
from facilitator.quotes.models import QuoteChoice
from facilitator.quotes.queries import sign_off_of
from facilitator.sign_off import operations, queries
from facilitator.sign_off.forms import QuoteForm, SignOffForm
from facilitator.sign_off.queries import CityQuote
from facilitator.web.edge import never_kept, turn_to_write
from facilitator.web.guessing import guessable
from facilitator.web.submissions import check_pace
from facilitator.workshops.models import City, Workshop
from facilitator.workshops.queries import cities, today, workshop_with_code

pages = pages_of_workshop(__name__)


@pages.route("/report/sign-off", methods=["GET", "POST"])
@requires(Action.WRITE_REPORT)
@last_word_counts
def overview() -> Any:
    """Until when the cities decide, how far each is, and its link."""
    workshop = current_workshop()
    asked = sign_off_of(workshop)
    form = SignOffForm(obj=asked)
    if form.validate_on_submit():
        with form.refusals():
            operations.ask_cities(workshop, form.closes_on.data, by=current_actor())
            flash(gettext("The last day was saved."), "success")
            return redirect(url_for("sign_off.overview"), 303)
    quotes = queries.quotes_now(workshop)
    rows = [
        (
            city,
            quotes[city.name],
            queries.state_of_city(quotes[city.name]),
            queries.token_of_city(asked, city, server_secret()) if asked else "",
        )
        for city in cities(workshop)
        if city.name in quotes
    ]
    state = queries.sign_off_state(workshop, quotes)
    return form.page("sign_off/overview.html", sign_off=state, rows=rows)


@pages.route("/sign-off/<token>", methods=["GET", "POST"])
@guessable
@writes_late
@requires(Action.VISIT)
def city(token: str) -> Any:
    """What is quoted of a city, under its private link, and what it decides on a text or on all of them."""
    workshop = current_workshop()
    found, form = _city(workshop, token), QuoteForm()
    if form.is_submitted():
        check_pace(current_actor())
    if form.validate_on_submit():
        with form.refusals():
            _decide(token, form)
            flash(gettext("Your decision was saved."), "success")
            return redirect(url_for("sign_off.city", token=token), 303)
    return _city_page(workshop, found, token, form)


def _decide(token: str, form: QuoteForm) -> None:
    with turn_to_write():
        workshop = workshop_with_code(current_door().code, to_change=True)
        found, by = _city(workshop, token), current_actor()
        if form.about.data:
            choice, wording, shown = form.choice.data, form.wording.data, form.shown.data
            operations.decide_on_quote(workshop, found, form.about.data, choice, wording, shown=shown, by=by)
        else:
            operations.agree_to_quotes(workshop, found, form.shown.data.split(), by=by)


def _city(workshop: Workshop, token: str) -> City:
    return queries.city_with_token(workshop, token, server_secret())


def _city_page(workshop: Workshop, city: City, token: str, form: QuoteForm) -> Any:
    quotes = queries.quotes_now(workshop).get(city.name, ())
    asked = queries.existing_sign_off(workshop)
    still_open = [quote.digest for quote in quotes if quote.decided is None]
    about = form.about.data if form.is_submitted() else ""
    # What is no longer quoted has no place on the page: what is wrong stands on top, with what was typed.
    wrong = about if about in {quote.digest for quote in quotes} else ""
    page = form.page(
        "sign_off/city.html",
        workshop=workshop,
        city=city,
        quotes=quotes,
        token=token,
        asked=asked,
        is_open=today(workshop) <= asked.closes_on,
        wrong=wrong,
        number_open=len(still_open),
        forms_of={quote.digest: _form_on(quote, form if quote.digest == wrong else None) for quote in quotes},
        agreement=QuoteForm(formdata=None, shown=" ".join(still_open)),
        QuoteChoice=QuoteChoice,
    )
    return never_kept(page)


def _form_on(quote: CityQuote, refused: QuoteForm | None) -> QuoteForm:
    if refused:
        # Its page shows what stands now.
        refused.shown.data = quote.stands
        return refused
    form = QuoteForm(formdata=None, about=quote.digest, shown=quote.stands, wording=quote.printed)
    form.wording.id = f"wording-{quote.digest}"
    return form
