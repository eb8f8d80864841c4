"""What is gone to by typing: a page, a measure, a card by its number or words, a group, a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext

from facilitator.access.policy import Action
from facilitator.breakouts.queries import group_states
from facilitator.capture.models import Card
from facilitator.capture.queries import with_wording
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.errors import N_
from facilitator.text import search_key
from facilitator.web.pages import NAVIGATION, may_do
from facilitator.workshops.models import Workshop
from facilitator.workshops.queries import found_among, measures, participants

MOST_OF_A_KIND = 6
MOST_TYPED = 100
OTHER_PAGES = (
    (N_("Activity log"), "console.activity", Action.WATCH),
    (N_("Notes of the groups"), "group_page.all_notes", Action.WATCH),
    (N_("Briefing"), "briefing.index", Action.WATCH),
    (N_("Requests to lighthouse cities"), "demand.index", Action.READ_SUMMARY),
    (N_("Print agenda"), "agenda.sheet", Action.WATCH),
    (N_("Edit agenda"), "editing.agenda", Action.SET_UP),
    (N_("Badges"), "badges.page", Action.PRINT),
)


@dataclass(frozen=True)
class FoundThing:
    """Something that was found: what kind of thing it is, what it is called, and where it is."""

    kind: str
    name: str
    url: str
    ref: str = ""
    accent: int = 0


def find(workshop: Workshop, typed: str) -> list[FoundThing]:
    """All that has every word that was typed in its name, in any spelling: pages, then what they hold.

    With nothing typed, the pages.
    """
    words = search_key(typed).split()
    if not words:
        return list(_pages())
    cards = list(_cards(workshop))
    kinds: Sequence[Iterable[FoundThing]] = (
        _cards_with_number(cards, words),
        _having(words, _pages()),
        _having(words, _measures(workshop)),
        _having(words, _groups(workshop)),
        _people(workshop, typed),
        _having(words, cards),
    )
    found = [thing for kind in kinds for thing in islice(kind, MOST_OF_A_KIND)]
    return list(dict.fromkeys(found))


def _having(words: Sequence[str], things: Iterable[FoundThing]) -> Iterator[FoundThing]:
    for thing in things:
        key = search_key(f"{thing.ref} {thing.name}")
        if all(word in key for word in words):
            yield thing


def _pages() -> Iterator[FoundThing]:
    for label, endpoint, action in (*NAVIGATION, *OTHER_PAGES):
        if may_do(action):
            yield FoundThing(gettext("Page"), gettext(label), url_for(endpoint))


def _measures(workshop: Workshop) -> Iterator[FoundThing]:
    for measure in measures(workshop):
        url = url_for("capture.board", prefix=measure.prefix, kind="issue")
        yield FoundThing(gettext("Measure"), measure.title, url, measure.prefix, measure.accent)


def _groups(workshop: Workshop) -> Iterator[FoundThing]:
    for state in group_states(workshop):
        group = state.group
        url = url_for("group_page.group", group_id=group.id)
        yield FoundThing(gettext("Group"), group.name, url, accent=group.measure.accent)


def _people(workshop: Workshop, typed: str) -> Iterator[FoundThing]:
    for person in found_among(participants(workshop), typed):
        name = person.display_name
        url = (
            url_for("reception.person", participant_id=person.id)
            if may_do(Action.MODERATE)
            else url_for("workshops.people", q=name)
        )
        yield FoundThing(gettext("Person"), person.introduction, url)


def _cards(workshop: Workshop) -> Iterator[FoundThing]:
    rows = (
        with_wording()
        .where(Card.workshop_id == workshop.id, in_sight())
        .options(sa.orm.joinedload(Card.measure))
        .order_by(Card.measure_id, Card.kind, Card.number)
    )
    for card, wording in db.session.execute(rows):
        yield FoundThing(
            gettext("Card"),
            wording.title,
            url_for("capture.card", ref=card.ref),
            card.ref,
            card.measure.accent,
        )


def _cards_with_number(cards: Iterable[FoundThing], words: Sequence[str]) -> Iterator[FoundThing]:
    """The cards whose reference begins with what was typed: `ret-0`, or with the dash left out."""
    typed = _letters("".join(words))
    if not any(letter.isdigit() for letter in typed):
        return
    for card in cards:
        if _letters(card.ref).startswith(typed):
            yield card


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, search_key(text)))
