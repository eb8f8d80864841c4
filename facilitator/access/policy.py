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
    CREATE_WORKSHOP = "create a workshop"
    TAKE_PART = "take part"
    WISH = "wish for measures"
    CONTRIBUTE = "add a card from one's phone"
    RATE = "rate issues"
    VALIDATE = "validate"
    ANSWER_MISSING = "answer what is missing"
    WATCH = "watch the workshop"
    READ_SUMMARY = "read the summary"
    WRITE_REPORT = "write what the report concludes"
    RUN_FEEDBACK = "ask for feedback"
    CAPTURE = "capture for others"
    MODERATE = "moderate"
    ARRANGE = "merge, split and gather cards"
    RUN_SESSIONS = "run sessions"
    CHOOSE_WALLS = "choose what walls show"
    HAND_OVER = "hand over"
    SEAT = "seat people"
    WRITE_FOR_GROUP = "write for a group"
    SET_CRITERIA = "set criteria"
    STEER = "move to another phase"
    SET_UP = "set the workshop up"
    ARCHIVE = "archive and export the workshop"
    EXPORT = "download the whole workshop"
    DELETE = "delete the workshop"
    REHEARSE = "rehearse the workshop"
    MANAGE_TEAM = "manage the team"
    MANAGE_PEOPLE = "add, change and remove people"
    SEND_MAIL = "send e-mails"
    CHECK_IN = "check people in"
    PRINT = "print badges, poster and sign-in sheet"
    CLOSE = "close the workshop, and open it again"


TEAM = frozenset({Role.ORGANISER, Role.FACILITATOR, Role.RAPPORTEUR, Role.VIEWER})
OWNS = frozenset({Role.ORGANISER})
LEADS = OWNS | {Role.FACILITATOR}
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
    Action.CONTRIBUTE:        Permission(PARTICIPANTS,         {P.DAY_ONE}),
    Action.RATE:            Permission(DELEGATES,            {P.DAY_TWO}),
    Action.VALIDATE:        Permission({Role.INTERESTED},    {P.DAY_TWO}),
    Action.ANSWER_MISSING:  Permission({Role.LIGHTHOUSE},    {P.DAY_TWO}),
    Action.WATCH:           Permission(TEAM,                 ALWAYS),
    Action.READ_SUMMARY:    Permission(TEAM,                 ALWAYS),
    # Reports are finished after the workshop.
    Action.WRITE_REPORT:    Permission(WRITERS,              ALWAYS),
    # People answer for some days after the workshop.
    Action.RUN_FEEDBACK:    Permission(LEADS,                ALWAYS),
    Action.CAPTURE:         Permission(WRITERS,              UNTIL_CLOSED),
    Action.MODERATE:        Permission(LEADS,                ALWAYS),
    Action.ARRANGE:         Permission(LEADS,                UNTIL_CLOSED),
    Action.RUN_SESSIONS:    Permission(LEADS,                UNTIL_CLOSED),
    Action.CHOOSE_WALLS:    Permission(LEADS,                ALWAYS),
    Action.HAND_OVER:       Permission(LEADS,                {P.DAY_ONE, P.HANDED_OVER, P.DAY_TWO}),
    Action.SEAT:            Permission(LEADS,                UNTIL_CLOSED),
    Action.WRITE_FOR_GROUP: Permission(WRITERS,              {P.DAY_TWO}),
    Action.SET_CRITERIA:    Permission(LEADS,                UNTIL_CLOSED),
    Action.STEER:           Permission(LEADS,                UNTIL_CLOSED),
    Action.SET_UP:          Permission(OWNS,                 UNTIL_CLOSED),
    Action.ARCHIVE:         Permission(OWNS,                 ALWAYS),
    Action.EXPORT:          Permission(OWNS,                 ALWAYS),
    Action.DELETE:          Permission(OWNS,                 ALWAYS),
    Action.REHEARSE:        Permission(OWNS,                 ALWAYS),
    Action.MANAGE_TEAM:     Permission(OWNS,                 ALWAYS),
    Action.MANAGE_PEOPLE:   Permission(OWNS,                 ALWAYS),
    Action.SEND_MAIL:       Permission(OWNS,                 ALWAYS),
    Action.CHECK_IN:        Permission(WRITERS,              UNTIL_CLOSED),
    Action.PRINT:           Permission(LEADS,                ALWAYS),
    Action.CLOSE:           Permission(OWNS,                 ALWAYS),
}  # fmt: skip

# These need no role: the first is for everybody, the second for everybody who has signed in.
WITHOUT_ROLE = frozenset({Action.VISIT, Action.LIST_OWN_WORKSHOPS})
# These are done outside of any workshop, by who has the right to: it is one of the account, not a role.
BY_RIGHT = frozenset({Action.CREATE_WORKSHOP})


def may(roles: Set[Role], action: Action, phase: Phase) -> bool:
    """Whether somebody with these roles may do this in this phase."""
    return action in WITHOUT_ROLE or refusal(roles, action, phase) is None


def refusal(roles: Set[Role], action: Action, phase: Phase) -> str | None:
    """Why somebody with these roles may not do this now, as a sentence; nothing if they may."""
    permission = POLICY[action]
    if not roles & permission.roles:
        return N_("Your role in the workshop does not give access to this page.")
    if phase not in permission.phases:
        return N_("You cannot do this in the current phase of the workshop.")
    return None


def refusal_of_account(action: Action, *, may_create_workshops: bool) -> str | None:
    """Why somebody who has signed in may not do this outside of any workshop; nothing if they may."""
    if action in BY_RIGHT and not may_create_workshops:
        return N_(
            "Your account does not have the right to create workshops. Ask the person who runs this server."
        )
    return None
