"""Who may do what, in which phase: the whole of it on one page.

A route names its `Action` with `@requires`; the gate asks `refusal` before the view runs. What
depends on the thing itself (is this session open? is it your seat?) is a rule of its package.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from facilitator.errors import N_
from facilitator.vocabulary import Term


class Role(Term):
    """What a person is in a workshop: the first four have an account, the others joined by code."""

    ORGANISER = "organiser", N_("Organiser")
    FACILITATOR = "facilitator", N_("Facilitator")
    RAPPORTEUR = "rapporteur", N_("Rapporteur")
    VIEWER = "viewer", N_("Viewer")
    LIGHTHOUSE = "lighthouse", N_("Delegate of a lighthouse city")
    INTERESTED = "interested", N_("Delegate of an interested city")
    PARTNER = "partner", N_("Partner")


class Phase(Term):
    """Where the workshop stands."""

    PREPARATION = "preparation", N_("In preparation")
    DAY_ONE = "day-one", N_("Day one")
    HANDED_OVER = "handed-over", N_("Handed over")
    DAY_TWO = "day-two", N_("Day two")
    CLOSED = "closed", N_("Closed")


class Action(StrEnum):
    """What a route lets a person do."""

    VISIT = "visit"  # public pages: home, join, sign in
    LIST_OWN_WORKSHOPS = "list own workshops"
    TAKE_PART = "take part"
    WISH = "wish for measures"
    BRING_UP = "bring up a card"
    RATE = "rate issues"
    VALIDATE = "validate"
    ANSWER_MISSING = "answer what is missing"
    WATCH = "watch the workshop"
    READ_SUMMARY = "read the summary"
    CAPTURE = "capture for others"
    MODERATE = "moderate"
    ARRANGE = "merge, split and gather cards"
    RUN_SESSIONS = "run sessions"
    HAND_OVER = "hand over"
    SEAT = "seat people"
    WRITE_FOR_GROUP = "write for a group"
    SET_CRITERIA = "set criteria"
    STEER = "move to another phase"


TEAM = frozenset({Role.ORGANISER, Role.FACILITATOR, Role.RAPPORTEUR, Role.VIEWER})
LEADS = frozenset({Role.ORGANISER, Role.FACILITATOR})
WRITERS = LEADS | {Role.RAPPORTEUR}
DELEGATES = frozenset({Role.LIGHTHOUSE, Role.INTERESTED})
PARTICIPANTS = DELEGATES | {Role.PARTNER}
ALWAYS = frozenset(Phase)
UNTIL_CLOSED = ALWAYS - {Phase.CLOSED}
P = Phase


@dataclass(frozen=True)
class Permission:
    """Roles that may, in phases in which it may be done."""

    roles: Set[Role]
    phases: Set[Phase]


POLICY: dict[Action, Permission] = {
    # action                       who                       when
    Action.TAKE_PART:       Permission(PARTICIPANTS,         ALWAYS),
    Action.WISH:            Permission(PARTICIPANTS,         UNTIL_CLOSED),
    Action.BRING_UP:        Permission(PARTICIPANTS,         {P.DAY_ONE}),
    Action.RATE:            Permission(DELEGATES,            {P.DAY_TWO}),
    Action.VALIDATE:        Permission({Role.INTERESTED},    {P.DAY_TWO}),
    Action.ANSWER_MISSING:  Permission({Role.LIGHTHOUSE},    {P.DAY_TWO}),
    Action.WATCH:           Permission(TEAM,                 ALWAYS),
    Action.READ_SUMMARY:    Permission(TEAM,                 ALWAYS),
    Action.CAPTURE:         Permission(WRITERS,              UNTIL_CLOSED),
    Action.MODERATE:        Permission(LEADS,                ALWAYS),
    Action.ARRANGE:         Permission(LEADS,                UNTIL_CLOSED),
    Action.RUN_SESSIONS:    Permission(LEADS,                UNTIL_CLOSED),
    Action.HAND_OVER:       Permission(LEADS,                {P.DAY_ONE, P.HANDED_OVER, P.DAY_TWO}),
    Action.SEAT:            Permission(LEADS,                UNTIL_CLOSED),
    Action.WRITE_FOR_GROUP: Permission(WRITERS,              {P.DAY_TWO}),
    Action.SET_CRITERIA:    Permission(LEADS,                UNTIL_CLOSED),
    Action.STEER:           Permission(LEADS,                ALWAYS),
}  # fmt: skip

# These need no role: the first is for everybody, the second for everybody who has signed in.
WITHOUT_ROLE = frozenset({Action.VISIT, Action.LIST_OWN_WORKSHOPS})


def may(roles: Set[Role], action: Action, phase: Phase) -> bool:
    """Whether somebody with these roles may do this in this phase."""
    return action in WITHOUT_ROLE or refusal(roles, action, phase) is None


def refusal(roles: Set[Role], action: Action, phase: Phase) -> str | None:
    """Why somebody with these roles may not do this now, as a sentence; nothing if they may."""
    permission = POLICY[action]
    if not roles & permission.roles:
        return N_("This page is not for your role in the workshop.")
    if phase not in permission.phases:
        return N_("This can't be done in the phase that the workshop is in now.")
    return None
