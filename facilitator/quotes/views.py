"""Where a participant chooses how they are quoted."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext

from facilitator.access.current import (
    current_actor,
    current_participant,
    current_workshop,
    pages_of_workshop,
)
from facilitator.access.decorators import last_word_counts, requires
from facilitator.access.policy import Action
from facilitator.quotes import operations, queries
from facilitator.quotes.forms import QuoteConsentForm
from facilitator.workshops.queries import participant_of

pages = pages_of_workshop(__name__)


@pages.route("/home/quotes", methods=["GET", "POST"])
@requires(Action.TAKE_PART)
@last_word_counts
def own() -> Any:
    """By name, by city, or not at all."""
    mine = current_participant().participant_id
    form = QuoteConsentForm(quoted_as=queries.quoted_as(mine))
    if form.validate_on_submit():
        participant = participant_of(current_workshop(), mine)
        operations.choose_how_quoted(participant, form.quoted_as.data, by=current_actor())
        flash(gettext("Your choice was saved."), "success")
        return redirect(url_for("participant_home.home"), 303)
    return form.page("quotes/own.html")
