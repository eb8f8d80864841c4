"""From a file to a workshop, by the operations that people use; or a sentence that says what is wrong."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.database import db, limits_of
from facilitator.errors import N_, EntryBroken, RuleBroken
from facilitator.sentences import listed, say
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.sections import FORMAT, SECTIONS, VERSION
from facilitator.workshop_file.shapes import (
    FieldShape,
    day,
    entries,
    in_place,
    in_shape,
    language,
    refused,
    text,
    words,
    zone,
)
from facilitator.workshops.models import PLACE, Workshop
from facilitator.workshops.operations import appoint, create_workshop, set_terminology
from facilitator.workshops.rules import check_days_suffice

FACTS = {
    "slug": FieldShape(text(limits_of(Workshop.slug))),
    "title": FieldShape(text(limits_of(Workshop.title))),
    "place": FieldShape(text(PLACE), ""),
    "starts_on": FieldShape(day),
    "ends_on": FieldShape(day),
    "timezone": FieldShape(zone),
    "language": FieldShape(language, "en"),
    "words": FieldShape(words, {}),
}
NO_FILE = N_("This is not a file that was exported from a workshop. Its name ends in .json.")
NEWER = N_(
    "This file was made by a newer version of Facilitator. Ask the person who runs this server to update it."
)
_FORMAT = re.compile(rf"{FORMAT}/([1-9][0-9]{{0,5}})")


@dataclass(frozen=True)
class WorkshopFile:
    """A file in shape: the facts of the workshop, and the entries of each section."""

    facts: Mapping[str, Any]
    sections: Mapping[str, list[dict[str, Any]]]

    @property
    def last_day(self) -> int:
        """The last day on which the agenda has a session; 0 without any."""
        return max((entry["day"] for entry in self.sections["sessions"]), default=0)

    def days_from(self, starts_on: date | None) -> dict[str, date]:
        """First and last day, of as many days as in the file, from another first day if one is given."""
        first: date = self.facts["starts_on"]
        moved = (starts_on or first) - first
        return {"starts_on": first + moved, "ends_on": self.facts["ends_on"] + moved}

    def with_facts(self, **facts: Any) -> "WorkshopFile":
        """The file with other facts in place of those that it has."""
        return replace(self, facts={**self.facts, **facts})

    def without(self, section: str) -> "WorkshopFile":
        """The file without the entries of a section."""
        return replace(self, sections={**self.sections, section: []})


def parse(data: bytes) -> Any:
    """What stands in a JSON file; raises `RuleBroken` where it is none."""
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
        # JSON can name halves of a character, which neither a page nor a database takes.
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise refused(say(N_("The file has characters that cannot be saved. Export it again."))) from None
    except (ValueError, RecursionError):
        raise refused(say(NO_FILE)) from None
    return content


def _no_number(name: str) -> Any:
    raise ValueError(name)


def check(content: Any) -> WorkshopFile:
    """The content of a file in shape; raises `RuleBroken` with the place of what is wrong."""
    _check_format(content)
    known = {section.name for section in SECTIONS}
    if unknown := content.keys() - known - {"format", "workshop"}:
        sentence = N_("The file has parts that this version does not know: %(names)s.")
        raise refused(say(sentence, names=listed(sorted(unknown))))
    try:
        facts = in_shape(FACTS, content.get("workshop"))
    except RuleBroken as broken:
        raise in_place("workshop", 1, broken.sentence) from None
    found = {
        each.name: entries(each.name, each.fields, content.get(each.name, []), most=each.most)
        for each in SECTIONS
    }
    for section in SECTIONS:
        _check_names(section.name, [entry[section.name_field] for entry in found[section.name]])
    return WorkshopFile(facts, found)


def _check_format(content: Any) -> None:
    said = content.get("format") if isinstance(content, Mapping) else None
    version = _FORMAT.fullmatch(said) if isinstance(said, str) else None
    if version is None:
        raise refused(say(NO_FILE))
    if int(version[1]) != VERSION:
        raise refused(say(NEWER))


def _check_names(section: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names, 1):
        if name in seen:
            raise in_place(section, number, say(N_("“%(name)s” is in the list twice."), name=name))
        seen.add(name)


def read_workshop(
    file: WorkshopFile,
    loaded: Loaded,
    *,
    creator: Account | None = None,
    submission: str | None = None,
    with_people: bool = False,
) -> Workshop:
    """The workshop of a file, in preparation; its `creator` becomes organiser.

    `submission` is the id of the form that asks for it, if one does.

    The team and the participants are read where that is asked for. Raises `RuleBroken` with the place of
    what the workshop does not allow; the caller undoes what had begun.
    """
    facts = dict(file.facts)
    own_words = facts.pop("words")
    loaded.workshop = create_workshop(**facts, submission=submission, by=loaded.by)
    check_days_suffice(file.facts["starts_on"], file.facts["ends_on"], file.last_day)
    set_terminology(loaded.workshop, own_words, by=loaded.by)
    if creator is not None:
        appoint(loaded.workshop, creator, Role.ORGANISER, by=loaded.by)
    for section in SECTIONS:
        if with_people or not section.of_people:
            try:
                section.read(loaded, file.sections[section.name])
            except EntryBroken as broken:
                raise in_place(section.name, broken.entry + 1, broken.sentence) from None
    db.session.flush()
    return loaded.workshop
