"""What a list would change: each row beside the people who are in the workshop already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from facilitator.errors import N_
from facilitator.sentences import say
from facilitator.text import name_key
from facilitator.vocabulary import Term
from facilitator.workshops.roster.entries import CellFinding, Entry, ListedPerson
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.names import read_name


class Effect(Term):
    """What a row would do."""

    CREATED = "created", N_("New")
    CHANGED = "changed", N_("Changed")
    UNCHANGED = "unchanged", N_("No change")
    REFUSED = "refused", N_("Not imported")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is in the workshop; `person` has all that is known of them."""

    id: int
    person: ListedPerson


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a row says otherwise than the workshop, both as texts."""

    about: RosterField
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the list and what it would do; `known_id` is of the person it is about, if they are there."""

    entry: Entry
    effect: Effect
    known_id: int | None = None
    differences: tuple[Difference, ...] = ()


def changes(entries: Iterable[Entry], known: Sequence[KnownPerson]) -> tuple[RowChange, ...]:
    """What each row would do, in the rows' order; people whom no row is about stay as they are.

    A person is found by the email address where both have one and nobody else has it, else by name and
    city or organisation. What a row leaves empty changes nothing.
    """
    entries = list(entries)
    finder = _Finder(entries, known)
    taken: dict[int, int] = {}
    return tuple(_change(entry, finder, taken) for entry in entries)


class _Finder:
    """Finds the person that a row is about."""

    def __init__(self, entries: Iterable[Entry], known: Sequence[KnownPerson]) -> None:
        rows = [entry.person for entry in entries if not entry.is_refused]
        self._by_email = _grouped(known, lambda person: person.email_key)
        self._by_key = _grouped(known, lambda person: person.key)
        # An office's address tells nobody apart from the others in it.
        self._shared = {email for email, count in Counter(row.email_key for row in rows).items() if count > 1}

    def find(self, person: ListedPerson) -> list[KnownPerson]:
        """Everybody it could be: one, none, or several whom nothing tells apart."""
        if person.email and person.email_key not in self._shared:
            found = self._by_email.get(person.email_key, [])
            if len(found) == 1:
                return found
        return self._by_key.get(person.key, [])


def _grouped(
    known: Iterable[KnownPerson], key: Callable[[ListedPerson], object]
) -> dict[object, list[KnownPerson]]:
    groups: dict[object, list[KnownPerson]] = defaultdict(list)
    for each in known:
        groups[key(each.person)].append(each)
    return groups


def _change(entry: Entry, finder: _Finder, taken: dict[int, int]) -> RowChange:
    if entry.is_refused:
        return RowChange(entry, Effect.REFUSED)
    found = finder.find(entry.person)
    if not found:
        return RowChange(entry, Effect.CREATED)
    if len(found) > 1:
        sentence = N_(
            "There is more than one person of this name for the same city or organisation. "
            "Add the email address, or merge them first."
        )
        return _refused(entry, CellFinding(RosterField.NAME, say(sentence), refuses=True))
    before = found[0]
    row = taken.setdefault(before.id, entry.row)
    if row != entry.row:
        sentence = N_("Row %(row)s is about the same person, %(name)s. Delete one of the rows.")
        said = say(sentence, row=row, name=before.person.name)
        return _refused(entry, CellFinding(RosterField.NAME, said, refuses=True))
    differences = tuple(_differences(before.person, entry.person))
    return RowChange(entry, Effect.CHANGED if differences else Effect.UNCHANGED, before.id, differences)


def _refused(entry: Entry, finding: CellFinding) -> RowChange:
    return RowChange(entry.with_finding(finding), Effect.REFUSED)


def _differences(before: ListedPerson, after: ListedPerson) -> Iterable[Difference]:
    # A name that somebody typed as it may stand in a list, “Berg, Anna”, is no other for being read from one.
    if after.name not in (before.name, read_name(before.name).shown):
        yield Difference(RosterField.NAME, before.name, after.name)
    if after.city != before.city:
        yield Difference(RosterField.CITY, before.city, after.city)
    if after.organisation and name_key(after.organisation) != name_key(before.organisation):
        yield Difference(RosterField.ORGANISATION, before.organisation, after.organisation)
    if after.role and after.role is not before.role:
        yield Difference(RosterField.ROLE, before.role or "", after.role)
    if after.email and after.email_key != before.email_key:
        yield Difference(RosterField.EMAIL, before.email, after.email)
    if after.languages and _unordered(after.languages) != _unordered(before.languages):
        yield Difference(RosterField.LANGUAGES, ", ".join(before.languages), ", ".join(after.languages))
    if after.step_free is not None and after.step_free is not bool(before.step_free):
        yield Difference(RosterField.STEP_FREE, _yes_or_no(before.step_free), _yes_or_no(after.step_free))
    if after.wishes and after.wishes != before.wishes:
        yield Difference(RosterField.WISHES, ", ".join(before.wishes), ", ".join(after.wishes))


def _unordered(words: Iterable[str]) -> set[str]:
    return {name_key(word) for word in words}


def _yes_or_no(value: bool | None) -> str:
    return "yes" if value else "no"
