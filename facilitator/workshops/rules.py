"""Decisions about the workshop as a whole, on plain values."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import available_timezones

from facilitator.access.policy import Phase
from facilitator.dates import check_is_of_our_time
from facilitator.errors import N_, RuleBroken, of_entry
from facilitator.terminology import NOUNS, is_noun
from facilitator.text import name_key
from facilitator.workshops.roster.names import could_be_one, names_in_full, person_key

CITY_IS_THERE = N_("This city is already in the workshop.")
PROJECT_IS_THERE = N_("This project is already in the workshop.")
ORGANISATION_IS_THERE = N_("This organisation is already in the workshop.")

LONGEST_WORD = 40  # of a workshop's own words: they stand in buttons and heads of tables

# Letters and digits that nobody mistakes for another when a code is read out in a room.
LEGIBLE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

MOST_DAYS = 366
PREFIX = re.compile(r"[A-Z]{2,5}")

# The phases that one may move to by hand. Day one ends by its handover, and only so; to close the workshop
# and to open it again are steps of their own.
MOVES = {
    Phase.PREPARATION: (Phase.DAY_ONE,),
    Phase.DAY_ONE: (Phase.PREPARATION,),
    Phase.HANDED_OVER: (Phase.DAY_TWO,),
    Phase.DAY_TWO: (Phase.HANDED_OVER,),
    Phase.CLOSED: (),
}
CANT_GO = N_("The workshop cannot move to this phase now. Reload the page to see the current phase.")


def check_may_move(phase: Phase, to: Phase) -> None:
    """Refuse a step that the course of a workshop does not have."""
    if to not in MOVES[phase]:
        raise RuleBroken(CANT_GO)


def check_may_close(phase: Phase) -> None:
    """Refuse to end a workshop before its second day."""
    if phase is not Phase.DAY_TWO:
        raise RuleBroken(CANT_GO)


def check_may_reopen(phase: Phase) -> None:
    """Refuse to open a workshop that is not closed."""
    if phase is not Phase.CLOSED:
        raise RuleBroken(CANT_GO)


def check_terminology(words: Mapping[str, str]) -> None:
    """Refuse a noun that could not stand in a text, one without its plural, and words that are too long."""
    for key, word in words.items():
        if len(word) > LONGEST_WORD:
            raise RuleBroken(
                N_("This word is too long. The limit in characters is %(most)s."),
                field=key,
                most=LONGEST_WORD,
            )
        if key in NOUNS and word and not is_noun(word):
            raise RuleBroken(N_("Use letters only, with spaces or hyphens between them."), field=key)
    ours = {words.get(noun) or noun for noun in ("city", "cities")}
    for kind in ("lighthouse", "interested"):
        if ours & set(words.get(kind, "").lower().split()):
            raise RuleBroken(N_("Leave out the word for those who take part: it is added."), field=kind)
    for one, many in (("city", "cities"), ("measure", "measures"), ("strategy", "strategies")):
        if bool(words.get(one)) != bool(words.get(many)):
            lacks = many if words.get(one) else one
            raise RuleBroken(N_("Enter both forms: for one and for several."), field=lacks)


def check_may_join(phase: Phase) -> None:
    """Refuse who would be new in a workshop that is over: its report stays as it is."""
    if phase is Phase.CLOSED:
        raise RuleBroken(N_("This workshop is closed, so nobody new can join."))


def check_dates(starts_on: date, ends_on: date) -> None:
    """Refuse a workshop of another time, that ends before it begins, or lasts so long as a mistyped year."""
    check_is_of_our_time(starts_on, "starts_on")
    check_is_of_our_time(ends_on, "ends_on")
    if ends_on < starts_on:
        raise RuleBroken(N_("The last day cannot be before the first day."), field="ends_on")
    if (ends_on - starts_on).days >= MOST_DAYS:
        raise RuleBroken(
            N_("A workshop cannot be longer than a year. Check the year of both dates."), field="ends_on"
        )


def check_days_suffice(starts_on: date, ends_on: date, planned: int) -> None:
    """Refuse dates that leave no room for a day on which the agenda has sessions."""
    if (ends_on - starts_on).days + 1 < planned:
        raise RuleBroken(
            N_("The agenda has sessions on day %(day)d. Enter a last day that leaves room for it."),
            field="ends_on",
            day=planned,
        )


def check_prefix(prefix: str) -> None:
    """Refuse a prefix that no reference could be read by: RET-07 begins with two to five plain letters."""
    if not PREFIX.fullmatch(prefix):
        raise RuleBroken(N_("Enter two to five letters from A to Z, for example RET."), field="prefix")


def check_timezone(name: str) -> None:
    """Refuse what is no time zone of the world's list."""
    if name not in available_timezones():
        raise RuleBroken(N_("Choose a time zone from the list, for example Europe/Vienna."), field="timezone")


class HereBefore(RuleBroken):
    """Somebody of this name speaks for the same city or organisation already: who joins is asked first."""


def check_is_somebody_else(name: str, known: Iterable[str]) -> None:
    """Ask who joins under a name that is there already, in whatever spelling and order of words."""
    if person_key(name) in map(person_key, known):
        raise HereBefore(N_("Somebody with this name has already joined."))


class OnTheList(RuleBroken):
    """Somebody who is expected could be the one who joins: they are asked whether they are."""


def check_is_not_listed(listed: int | None) -> None:
    """Ask who joins under the name of somebody who is expected."""
    if listed is not None:
        raise OnTheList(N_("Somebody with this name is on the list."))


class ListedInPart(RuleBroken):
    """Who joins has typed a part of a name that is on the list: they are asked for the rest of it."""


def listed_as(name: str, expected: Mapping[int, str]) -> int | None:
    """Who of those expected, by their ids, gave this name: the same, else the only one whom it fits.

    Raises `ListedInPart` where it is only a part of the name of somebody: nobody should read the surname of
    a person, or become that person, by a first name alone.
    """
    same = [id_ for id_, listed in expected.items() if person_key(listed) == person_key(name)]
    if same:
        return same[0]
    alike = [id_ for id_, listed in expected.items() if could_be_one(listed, name)]
    in_full = [id_ for id_ in alike if names_in_full(name, expected[id_])]
    if alike and not in_full:
        raise ListedInPart(N_("Enter your first and your last name."), field="display_name")
    return in_full[0] if len(in_full) == 1 else None


def check_is_typed(code: str) -> None:
    """Refuse to look for a code where none was typed."""
    if not code.strip():
        raise RuleBroken(N_("Enter the code."))


def check_may_merge(*, is_same: bool, is_proxy: bool) -> None:
    """Refuse to make one person of one, or of somebody who stands for a city and is no head."""
    if is_same:
        raise RuleBroken(N_("Choose another entry. This is the same entry."), field="other")
    if is_proxy:
        raise RuleBroken(
            N_("A proxy is not a person in the room, so it cannot be the same person."), field="other"
        )


MOMENTS = ("invited_at", "confirmed_at", "joined_at", "arrived_at", "left_at")
"""The moments of a participant, in the order of their course."""


def of_one_person(
    kept: Mapping[str, datetime | None], double: Mapping[str, datetime | None]
) -> dict[str, datetime | None]:
    """The moments of two entries that are one person: each the first; gone only if both are."""
    first = {name: min(filter(None, (kept[name], double[name])), default=None) for name in MOMENTS}
    is_gone = all(_is_gone_or_never_came(each) for each in (kept, double))
    return first | {"left_at": first["left_at"] if is_gone else None}


def _is_gone_or_never_came(moments: Mapping[str, datetime | None]) -> bool:
    return bool(moments["left_at"]) or not (moments["joined_at"] or moments["arrived_at"])


def check_name_is_new(name: str, known: Iterable[str], sentence: str) -> None:
    """Refuse a name that is there already in another spelling: lyon, or Lyon  with a space too many."""
    if name_key(name) in map(name_key, known):
        raise RuleBroken(sentence, field="name")


def check_names_are_new(names: Sequence[str], known: Iterable[str], sentence: str) -> None:
    """Refuse names to be added of which one is there already, or two are the same; says which."""
    taken = set(map(name_key, known))
    for entry, name in enumerate(names):
        with of_entry(entry):
            check_name_is_new(name, taken & {name_key(name)}, sentence)
        taken.add(name_key(name))


def legible(length: int) -> str:
    """A random string that can be read out and typed."""
    return "".join(secrets.choice(LEGIBLE) for _ in range(length))


def plain_code(typed: str) -> str:
    """A code as somebody typed it, without the spaces, dashes and small letters people add."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
