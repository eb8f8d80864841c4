"""Personal links by e-mail: to one person, or to those who have not joined yet; never by themselves."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext, ngettext

from facilitator.access.current import current_actor, current_workshop, server_secret
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.mail.letter import WrittenLetter
from facilitator.mail.models import MailKind
from facilitator.mail.operations import MailDraft
from facilitator.mail.posting import goes_out, post_all, written
from facilitator.reception import queries, rules
from facilitator.reception.forms import LinksForm
from facilitator.reception.letters import letter_of_link
from facilitator.reception.views.blueprint import pages
from facilitator.web.edge import never_kept
from facilitator.web.origins import shared_address
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import token_of
from facilitator.workshops.queries import person_of


@pages.route("/people/links", methods=["GET", "POST"])
@requires(Action.SEND_MAIL)
def links() -> Any:
    """The personal links of those who have not joined, with what will be written to whom."""
    found = queries.expected_people(current_workshop(), server_secret())
    form = LinksForm()
    form.offer(found)
    if form.validate_on_submit():
        with form.refusals():
            people = form.chosen
            rules.check_are_those_shown(form.shown.data, form.counts, len(people))
            _send(people)
            flash(
                ngettext("One e-mail is on its way.", "%(num)d e-mails are on their way.", len(people)),
                "success",
            )
            return redirect(url_for("workshops.people"), 303)
    form.shown.data = form.counts
    letters = [(person, letter_to(person)) for person in found.reachable]
    page = form.page("reception/links.html", found=found, letters=letters, goes_out=goes_out())
    return never_kept(page)


@pages.post("/people/<int:participant_id>/link-by-e-mail")
@requires(Action.SEND_MAIL)
def mail_link(participant_id: int) -> Any:
    """Write their personal link to one person."""
    person = person_of(current_workshop(), participant_id)
    rules.check_can_be_written_to(person.email, has_link=bool(token_of(person, server_secret())))
    if goes_out():
        _send([person])
        flash(gettext("The e-mail is on its way to %(address)s.", address=person.email), "success")
    return redirect(url_for("reception.person", participant_id=participant_id), 303)


def letter_to(person: Participant) -> WrittenLetter:
    """What is written to somebody, in words."""
    workshop = current_workshop()
    link = shared_address("workshops.come_back", token=token_of(person, server_secret()))
    return written(workshop, letter_of_link(person, workshop, link))


def _send(people: Sequence[Participant]) -> None:
    drafts = [MailDraft(letter_to(person), participant_id=person.id) for person in people]
    post_all(current_workshop(), MailKind.PERSONAL_LINK, drafts, by=current_actor())
