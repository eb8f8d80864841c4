"""What a workshop calls the columns and the roles of a list: read from its files, and written into them."""

from collections.abc import Mapping

from facilitator.terminology import Terminology
from facilitator.text import name_key
from facilitator.workshops.roster.columns import field_of
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.places import RosterRole
from facilitator.workshops.roster.words import ROLES

_FIELDS = {
    "city": RosterField.CITY,
    "cities": RosterField.CITY,
    "measure": RosterField.WISHES,
    "measures": RosterField.WISHES,
}
_ROLES = {"lighthouse": RosterRole.LIGHTHOUSE, "interested": RosterRole.INTERESTED, "city": None}


def own_headings(own: Terminology) -> Mapping[str, RosterField]:
    """What a column holds, by the `name_key` of what the workshop calls it."""
    return {name_key(own.words[noun]): field for noun, field in _FIELDS.items() if noun in own.words}


def own_roles(own: Terminology) -> Mapping[str, RosterRole | None]:
    """What somebody is there as, by the `name_key` of what the workshop calls it; None is a city's."""
    called = {name_key(own.put_into(role.word)): role for role in RosterRole}
    named = {name_key(own.words[noun]): role for noun, role in _ROLES.items() if noun in own.words}
    return called | named


def heading_of(field: RosterField, word: str, own: Terminology) -> str:
    """The heading of a column: `word`, in whatever language, where an import knows it by that; else ours."""
    known = own_headings(own).get(name_key(word)) or field_of(word)
    return word if known is field else field.word


def role_of(role: RosterRole | None, word: str, own: Terminology) -> str:
    """What stands in the column of roles, likewise; empty for none."""
    if role is None:
        return ""
    key = name_key(word)
    return word if own_roles(own).get(key, ROLES.get(key)) is role else role.value
