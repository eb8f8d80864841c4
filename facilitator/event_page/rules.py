"""Decisions about the public page, on plain values."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from facilitator.access.policy import Phase
from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_, RuleBroken
from facilitator.event_page.lines import is_web_address, read_contacts, read_links
from facilitator.event_page.markdown import check_markdown
from facilitator.sentences import Days

RUNNING = frozenset({Phase.DAY_ONE, Phase.HANDED_OVER, Phase.DAY_TWO})
EMPTY = N_("Enter a text or a summary before you publish the page.")


def check_facts(facts: Mapping[str, Any], *, starts_on: date, ends_on: date) -> None:
    """Refuse what could not be shown on the page as it was meant, each with its field."""
    check_markdown(facts["text"])
    _check_times(facts, is_one_day=starts_on == ends_on)
    for field in ("map_link", "registration_link"):
        if facts[field] and not is_web_address(facts[field]):
            raise RuleBroken(N_("Enter an address that begins with https:// or http://."), field=field)
    until = facts["registration_until"]
    if until:
        check_is_of_our_time(until, "registration_until")
    if until and until > ends_on:
        raise RuleBroken(
            N_("People cannot register after the workshop has ended. Choose an earlier date."),
            field="registration_until",
        )
    read_contacts(facts["contacts"])
    read_links(facts["links"])


def check_days_suit(
    starts_on: date, ends_on: date, *, until: date | None, begins: time | None, ends: time | None
) -> None:
    """Refuse days for the workshop with which its public page would say what cannot be."""
    if until and until > ends_on:
        raise RuleBroken(
            N_(
                "On the public page, registration is open until %(day)s. Choose a later last day, or change"
                " the public page first."
            ),
            field="ends_on",
            day=Days(until, until),
        )
    if starts_on == ends_on and begins and ends and ends <= begins:
        raise RuleBroken(
            N_(
                "On the public page, the last day ends before the first one begins. Choose a later last day,"
                " or change the public page first."
            ),
            field="ends_on",
        )


def _check_times(facts: Mapping[str, Any], *, is_one_day: bool) -> None:
    begins, ends = facts["begins_at"], facts["ends_at"]
    if is_one_day and begins and ends and ends <= begins:
        raise RuleBroken(N_("The workshop lasts one day: it must end after it begins."), field="ends_at")


def check_may_be_read(*, summary: str, text: str) -> None:
    """Refuse to show everybody a page on which nothing stands."""
    if not (summary or text):
        raise RuleBroken(EMPTY, field="text")


def check_has_picture(*, is_given: bool, has_one: bool) -> None:
    """Refuse to describe a picture that is not there."""
    if not (is_given or has_one):
        raise RuleBroken(N_("Choose a picture."), field="file")


def is_registration_open(until: date | None, today: date) -> bool:
    """Whether people can register; also on the last day."""
    return until is None or today <= until
