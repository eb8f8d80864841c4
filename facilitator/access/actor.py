"""The person behind a change, as plain values that every operation can take as `by=`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from facilitator.access.policy import Role

NO_ROLE: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Nobody:
    """A stranger at a page that anybody may see, or the command line."""

    roles: frozenset[Role] = NO_ROLE
    name: str = ""

    workshop_id: ClassVar[None] = None
    account_id: ClassVar[None] = None
    participant_id: ClassVar[None] = None
    city_id: ClassVar[None] = None
    speaks_for: ClassVar[Literal[""]] = ""

    @property
    def author(self) -> dict[str, int | None]:
        """The two columns that say who wrote a row: neither."""
        return {"account_id": None, "participant_id": None}


@dataclass(frozen=True, slots=True)
class TeamActor:
    """A member of the workshop's team, who acts with an account."""

    account_id: int
    roles: frozenset[Role] = NO_ROLE
    name: str = ""
    workshop_id: int | None = None

    participant_id: ClassVar[None] = None
    city_id: ClassVar[None] = None
    speaks_for: ClassVar[Literal[""]] = ""

    @property
    def author(self) -> dict[str, int | None]:
        """The two columns that say who wrote a row: the account."""
        return {"account_id": self.account_id, "participant_id": None}


@dataclass(frozen=True, slots=True)
class ParticipantActor:
    """A person in the room, who speaks for a city, or else for a partner (`city_id` is None)."""

    participant_id: int
    city_id: int | None = None
    roles: frozenset[Role] = NO_ROLE
    name: str = ""
    speaks_for: str = ""
    workshop_id: int | None = None

    account_id: ClassVar[None] = None

    @property
    def author(self) -> dict[str, int | None]:
        """The two columns that say who wrote a row: the participant."""
        return {"account_id": None, "participant_id": self.participant_id}


Actor = Nobody | TeamActor | ParticipantActor
NOBODY = Nobody()
