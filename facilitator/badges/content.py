"""What stands on each document, as plain values in the language of the surrounding request.

The sources in `templates/pdf/` say which values they take.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_date, gettext

from facilitator.access.policy import Role
from facilitator.agenda.arranging import workshop_days
from facilitator.agenda.timing import date_of
from facilitator.badges.queries import delegations, groups_by_person
from facilitator.breakouts.models import Group
from facilitator.web.pages import clock, in_fours
from facilitator.web.qr import qr_drawing, wifi
from facilitator.web.sentences import day
from facilitator.web.terminology import term_word
from facilitator.workshops.marking import mark
from facilitator.workshops.models import Participant, Workshop
from facilitator.workshops.operations import badge_code

MOST_DAYS = 7
"""As many columns to sign in fit on a sheet; a longer workshop has one for all days."""
EMPTY_LINES = 6
"""For who comes and is not on the list."""


def badges(
    workshop: Workshop,
    people: Iterable[Participant],
    *,
    blank: int = 0,
    per_sheet: int,
    origin: str,
    secret: str,
) -> dict[str, Any]:
    """A badge for each of these people, and so many `blank` ones.

    The address in each QR code begins as `origin` does; a person's is their own, that of a blank badge leads
    to the join page.
    """
    groups = groups_by_person(workshop)
    return {
        "workshop": workshop.title,
        "mark": mark(workshop),
        "per-sheet": per_sheet,
        "words": {"missing": _about_missing()},
        "badges": [
            {
                "name": person.display_name,
                "represents": person.organisation.spoken_name,
                "role": _role(person),
                "rounds": _in_lines(groups.get(person.id, [])),
                "qr": qr_drawing(_badge_address(workshop, person, origin, secret), is_one_of_many=True),
                "link": gettext("QR code to check in and to join"),
            }
            for person in people
        ]
        + blank * [_blank_badge(workshop, origin)],
    }


def poster(workshop: Workshop, *, paper: str, origin: str, network: str, password: str) -> dict[str, Any]:
    """How to join, and how to reach the network before where one is named."""
    return {
        "workshop": workshop.title,
        "mark": mark(workshop),
        "about": _when_and_where(workshop),
        "paper": paper,
        "code": in_fours(workshop.code),
        "address": f"{origin}{url_for('workshops.join_by_code')}".partition("://")[2],
        "qr": qr_drawing(_join_address(workshop, origin)),
        "wifi": {"network": network, "password": password, "qr": qr_drawing(wifi(network, password))}
        if network
        else None,
        "words": {
            "join": gettext("Join with your phone"),
            "scan": gettext("Scan this code with the camera of your phone."),
            "or-type": gettext("Or open this address and enter the code"),
            "wifi": gettext("First join the Wi-Fi network"),
            "network": gettext("Network"),
            "password": gettext("Password"),
            "qr": gettext("QR code that leads to the join page"),
            "wifi-qr": gettext("QR code of the Wi-Fi network"),
            "missing": _about_missing(),
        },
    }


def sign_in_sheet(workshop: Workshop) -> dict[str, Any]:
    """A line for each person, under the city or organisation that they speak for."""
    return {
        "workshop": workshop.title,
        "mark": mark(workshop),
        "about": _when_and_where(workshop),
        "days": _columns(workshop),
        "groups": [
            {"name": name, "people": [person.display_name for person in people]}
            for name, people in delegations(workshop)
        ],
        "others": EMPTY_LINES,
        "words": {
            "heading": gettext("Sign-in sheet"),
            "number": gettext("No."),
            "name": gettext("Name"),
            "others": gettext("Not on the list"),
            # The writer fills in both numbers, which nobody knows before the pages are set.
            "page": gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
            "missing": _about_missing(),
        },
    }


def _blank_badge(workshop: Workshop, origin: str) -> dict[str, Any]:
    return {
        "name": "",
        "represents": "",
        "role": "",
        "rounds": [],
        "qr": qr_drawing(_join_address(workshop, origin)),
        "link": gettext("QR code that leads to the join page"),
    }


def _badge_address(workshop: Workshop, person: Participant, origin: str, secret: str) -> str:
    code = badge_code(workshop.id, person.id, secret)
    return f"{origin}{url_for('reception.badge', slug=workshop.slug, code=code)}"


def _join_address(workshop: Workshop, origin: str) -> str:
    return f"{origin}{url_for('workshops.join', code=workshop.code)}"


def _role(person: Participant) -> str:
    return term_word(Role(person.city.part) if person.city else Role.PARTNER)


def _in_lines(groups: Sequence[Group]) -> list[str]:
    """Where somebody sits, round by round: 10:30 · Retrofit table · Room 2."""
    return [
        " · ".join([clock(group.round.starts_at), group.name, *([group.room.name] if group.room else [])])
        for group in groups
    ]


def _columns(workshop: Workshop) -> list[str]:
    days = workshop_days(workshop)
    if days > MOST_DAYS:
        return [gettext("Signature")]
    return [
        str(format_date(date_of(workshop.starts_on, number), "d MMM", rebase=False))
        for number in range(1, days + 1)
    ]


def _when_and_where(workshop: Workshop) -> str:
    days = dict.fromkeys((day(workshop.starts_on), day(workshop.ends_on)))
    return " · ".join(filter(None, [" – ".join(days), workshop.place]))


def _about_missing() -> str:
    said = gettext(
        "No font on this server has these characters: %(characters)s. They are left out or shown as □.",
        characters="{characters}",  # filled in by the writer, which finds them
    )
    return str(said)
