"""Decisions about wishes, rules, plans and what is published, on plain values."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Sentence

SIGN_OF_LIFE = timedelta(seconds=30)
"""A search shows one every second or so; after this long without, its process is taken for dead."""


Item = TypeVar("Item")


def share_of(items: Sequence[Item], number: int, shares: int) -> Sequence[Item]:
    """The so-and-so-many-th of equal shares of a list, counted from 1."""
    return items[len(items) * (number - 1) // shares : len(items) * number // shares]


BETWEEN_LANGUAGES = re.compile(r"[,;/]")


def languages(typed: str) -> frozenset[str]:
    """The languages in a line such as "English, French", so that they can be compared."""
    return frozenset(word.strip().casefold() for word in BETWEEN_LANGUAGES.split(typed) if word.strip())


def check_each_once(wishes: Sequence[int | None]) -> None:
    """Refuse to wish for a measure twice, or to leave a rank out."""
    names = ("first", "second", "third")
    given = [wish for wish in wishes if wish is not None]
    for rank, wish in enumerate(wishes):
        if wish is not None and wish in wishes[:rank]:
            raise RuleBroken(N_("You have already chosen this measure."), field=names[rank])
        if wish is None and any(wishes[rank:]):
            raise RuleBroken(N_("Fill in the choice before this one first."), field=names[rank])
    assert len(given) == len(set(given))  # noqa: S101 - what the loop has just held


def check_may_wish(*, any_round_open: bool) -> None:
    """Refuse a wish that no round could meet any more."""
    if not any_round_open:
        raise RuleBroken(N_("All breakout rounds have started. Preferences can no longer be changed."))


def check_gives_up_no_seat(rounds: Sequence[str]) -> None:
    """Refuse to note somebody away from a round in which they have a seat: the table has to be mended."""
    if rounds:
        raise RuleBroken(
            N_(
                "This person has a seat in %(round)s."
                " Choose their name on the seating page, then choose “Person leaves”."
            ),
            field="away",
            round=rounds[0],
        )


def check_two_people(first: int, second: int) -> None:
    """Refuse to bind somebody to themselves."""
    if first == second:
        raise RuleBroken(N_("Choose two different people."), field="second")


def is_broken_off(seen_at: datetime, at: datetime) -> bool:
    """Whether a search that has not ended has been silent for too long."""
    return at - seen_at > SIGN_OF_LIFE


def check_nothing_is_searched(running: Collection[int]) -> None:
    """Refuse a second search at the same time: they would only slow each other down."""
    if running:
        raise RuleBroken(
            N_("Plan %(number)d is being created. Wait until it is ready, or stop it."), number=min(running)
        )


def check_feasible(reasons: Sequence[Sentence]) -> None:
    """Refuse to search for what cannot be, and say why."""
    if reasons:
        raise RuleBroken(N_("No plan can follow all rules. %(why)s"), why=reasons[0])


def check_is_there(*, is_searched: bool, is_found: bool) -> None:
    """Refuse to change or publish a plan that is not there yet."""
    if is_searched:
        raise RuleBroken(N_("This plan is still being created."))
    if not is_found:
        raise RuleBroken(N_("This plan could not be created. Try again."))


def check_may_delete(*, is_searched: bool, is_published: bool) -> None:
    """Refuse to throw away what is being worked on, or what is on everybody's phone."""
    if is_searched:
        raise RuleBroken(N_("This plan is still being created."))
    if is_published:
        raise RuleBroken(N_("This plan is published. Publish another plan first."))


def check_may_search_again(*, is_searched: bool, is_found: bool) -> None:
    """Refuse to search anew for what is there."""
    if is_searched:
        raise RuleBroken(N_("This plan is still being created."))
    if is_found:
        raise RuleBroken(N_("This plan already exists. Create another plan."))


def check_keeps_the_rules(broken: Sequence[Sentence]) -> None:
    """Refuse a seat or a plan that breaks a rule, with the first that it breaks."""
    if broken:
        raise RuleBroken(N_("This is not possible. %(why)s"), field="group", why=broken[0])


def check_round_is_open(*, has_begun: bool) -> None:
    """Refuse to touch a round that has begun."""
    if has_begun:
        raise RuleBroken(N_("This round has started, so a plan cannot move anybody in it."))


def check_anything_left(rounds: int) -> None:
    """Refuse to plan where every round has begun."""
    if not rounds:
        raise RuleBroken(N_("There is no round to plan. Every round has started or has no group."))


def check_may_undo(number: int, *, begun: str, at_work: str, keeps_seats: bool) -> None:
    """Refuse to take back seats with which people have begun to work, or to guess what was there before."""
    if begun:
        raise RuleBroken(
            N_(
                "%(round)s has started with the seats of plan %(number)d, so they can no longer be undone."
                " You can publish another plan for the rounds to come."
            ),
            round=begun,
            number=number,
        )
    if at_work:
        raise RuleBroken(
            N_(
                "%(group)s has started to work with the seats of plan %(number)d,"
                " so they can no longer be undone. You can publish another plan."
            ),
            group=at_work,
            number=number,
        )
    if not keeps_seats:
        raise RuleBroken(
            N_("The seats before plan %(number)d are not known, so it cannot be undone."), number=number
        )


def check_is_what_was_shown(shown: str, now: str) -> None:
    """Refuse to do another thing than the page has shown."""
    if shown != now:
        raise RuleBroken(
            N_("The seats have changed since you opened this page. Please check again, then confirm.")
        )
