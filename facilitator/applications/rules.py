"""Decisions about the call and its applications, on plain values."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from facilitator.access.policy import Phase
from facilitator.accounts.rules import check_email
from facilitator.applications.models import Decision
from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Sentence, listed, say, say_many
from facilitator.text import name_key
from facilitator.workshops.lists.lines import typed_lines
from facilitator.workshops.roster.names import person_key, read_name

LONGEST_NAME, LONGEST_EMAIL = 80, 254
MOST_DELEGATES = 20
MOST_APPLICATIONS = 1_000
_MARKS = re.compile(r"(?P<name>.*?)\s*[,;|<]\s*(?P<email>[^,;|<>]*)>?")


class ApplicationFacts(NamedTuple):
    """What a city says of itself, by the names of the columns; delegates one per line."""

    city_name: str
    country: str
    plans: str
    hopes: str
    delegates: str
    languages: str
    access_needs: str
    contact_name: str
    contact_email: str


class CallState(Enum):
    """How a call stands today."""

    DRAFT = auto()
    NOT_OPEN_YET = auto()
    OPEN = auto()
    OVER = auto()


def call_state(
    opens_on: date, closes_on: date, *, is_published: bool, today: date, phase: Phase
) -> CallState:
    """How a call stands on a day of the workshop's own calendar; a closed workshop takes no application."""
    if not is_published:
        return CallState.DRAFT
    if phase is Phase.CLOSED or today > closes_on:
        return CallState.OVER
    return CallState.NOT_OPEN_YET if today < opens_on else CallState.OPEN


def check_call(opens_on: date, closes_on: date, *, privacy_notice: str, is_published: bool) -> None:
    """Refuse a call that ends before it begins, and one that asks for names without saying what for."""
    check_is_of_our_time(opens_on, "opens_on")
    check_is_of_our_time(closes_on, "closes_on")
    if closes_on < opens_on:
        raise RuleBroken(N_("The last day cannot be before the first day."), field="closes_on")
    if is_published and not privacy_notice:
        raise RuleBroken(
            N_("To publish the call, say what you do with the data that people enter."),
            field="privacy_notice",
        )


def check_may_apply(state: CallState) -> None:
    """Refuse an application that comes too early or too late."""
    if state is not CallState.OPEN:
        raise RuleBroken(N_("The call is not open, so this was not saved. What you typed is still here."))


def is_of_another(sent: ApplicationFacts, facts: ApplicationFacts) -> bool:
    """Whether these are of another city or contact than what was sent, and no correction of it."""
    return (
        name_key(sent.city_name) != name_key(facts.city_name)
        or sent.contact_email.casefold() != facts.contact_email.casefold()
    )


def check_has_room(applications: int) -> None:
    """Refuse more applications than a team could read."""
    if applications >= MOST_APPLICATIONS:
        raise RuleBroken(N_("This call has too many applications. Please contact the team of the workshop."))


def check_may_change(state: CallState, decision: Decision | None) -> None:
    """Refuse a change once the call is over, or once the team has decided on what was there."""
    if decision is not None:
        raise RuleBroken(
            N_(
                "The team has decided on this application, so it can no longer be changed."
                " Please contact them."
            )
        )
    check_may_apply(state)


def check_choices(ids: Sequence[int], *, offered: int) -> None:
    """Refuse an application that names no measure where there are some, or one of them twice."""
    if offered and not ids:
        raise RuleBroken(N_("Choose at least one measure."), field="choice_1")
    for at, id_ in enumerate(ids):
        if id_ in ids[:at]:
            raise RuleBroken(N_("Choose each measure only once."), field=f"choice_{at + 1}")


def check_decision(before: Decision | None, decision: Decision, reason: str) -> None:
    """Refuse to decide on what is accepted already, and to decline without a reason."""
    if before is Decision.ACCEPTED:
        raise RuleBroken(N_("This application is accepted. Undo this first, then decide again."))
    if decision is Decision.DECLINED and not reason:
        raise RuleBroken(N_("Enter the reason why this city is declined."), field="reason")


def check_may_tell(decision: Decision | None, *, has_been_told: bool) -> None:
    """Refuse to write what was not decided, and to write it twice."""
    if decision is None:
        raise RuleBroken(N_("Nothing has been decided on this application."))
    if has_been_told:
        raise RuleBroken(N_("The e-mail with this decision has already been sent, or waits to be sent."))


def check_may_undo(decision: Decision | None) -> None:
    """Refuse to undo what was not decided."""
    if decision is None:
        raise RuleBroken(N_("Nothing has been decided on this application."))


def check_may_delete(city: str, decision: Decision | None) -> None:
    """Refuse to delete the application of a city that is in the workshop by it."""
    if decision is Decision.ACCEPTED:
        raise RuleBroken(
            say(
                N_("The application of %(city)s is accepted. Undo the decision first, then delete it."),
                city=city,
            )
        )


def check_has_chosen(applications: Sequence[object]) -> None:
    """Refuse to delete nothing."""
    if not applications:
        raise RuleBroken(N_("Select at least one application."))


def check_nobody_has_come(city: str, come: Sequence[str]) -> None:
    """Refuse to undo the acceptance of a city whose delegates are here: the entries would be lost."""
    if come:
        raise RuleBroken(
            say_many(
                "This cannot be undone, because one person has already come for %(city)s: %(names)s.",
                "This cannot be undone, because %(num)d people have already come for %(city)s: %(names)s.",
                len(come),
                city=city,
                names=listed(come),
            )
        )


class TypedDelegate(NamedTuple):
    """Somebody whom a city would send: a name, and an address or nothing."""

    name: str
    email: str = ""


def read_delegates(typed: str) -> tuple[Sequence[TypedDelegate], Sequence[Sentence]]:
    """The delegates of a text, one per line, and what is wrong with its lines."""
    delegates: list[TypedDelegate] = []
    wrong: list[Sentence] = []
    for number, line in typed_lines(typed):
        read = _read(number, line)
        if isinstance(read, TypedDelegate):
            delegates.append(read)
        else:
            wrong.append(read)
    if len(delegates) > MOST_DELEGATES:
        wrong.append(
            say_many("Name at most one delegate.", "Name at most %(num)d delegates.", MOST_DELEGATES)
        )
    return delegates, wrong


def delegates_to_list(typed: str) -> Sequence[TypedDelegate]:
    """Whom acceptance puts on the list: each delegate once, by the name as it is spoken."""
    found: dict[str, TypedDelegate] = {}
    for delegate in read_delegates(typed)[0]:
        read = read_name(delegate.name)
        name = delegate.name if read.problem else read.shown
        before = found.get(person_key(name))
        found[person_key(name)] = before if before and before.email else delegate._replace(name=name)
    return list(found.values())


def _read(number: int, line: str) -> TypedDelegate | Sentence:
    parts = _MARKS.fullmatch(line)
    name, email = (parts["name"], parts["email"].strip()) if parts else (line, "")
    if "@" in name or (parts and not (name and _is_address(email))):
        text = N_(
            "Line %(line)d: write the name, a comma and the e-mail address, like Ana Lind, ana@example.org."
        )
        return say(text, line=number)
    if len(name) > LONGEST_NAME or len(email) > LONGEST_EMAIL:
        return say(N_("Line %(line)d: this is too long for a name and an e-mail address."), line=number)
    return TypedDelegate(name, email)


def _is_address(typed: str) -> bool:
    try:
        check_email(typed)
    except RuleBroken:
        return False
    return True


def same_cities(names: Iterable[tuple[int, str]]) -> set[int]:
    """The ids of those whose city stands there more than once, in whatever spelling."""
    by_key: dict[str, list[int]] = {}
    for id_, name in names:
        by_key.setdefault(name_key(name), []).append(id_)
    return {id_ for ids in by_key.values() if len(ids) > 1 for id_ in ids}
