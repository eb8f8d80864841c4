"""The person behind a change, as plain values that every operation can take as `by=`."""

from typing import NamedTuple

from facilitator.access.policy import Role


class Actor(NamedTuple):
    """Who acts in a workshop: with an account, as a participant, or (on the command line) as neither."""

    workshop_id: int | None = None
    account_id: int | None = None
    participant_id: int | None = None
    organisation_id: int | None = None
    city_id: int | None = None
    roles: frozenset[Role] = frozenset()
    name: str = ""
    speaks_for: str = ""

    @property
    def author(self) -> dict[str, int | None]:
        """The two columns that say who wrote a row: a participant counts before an account."""
        if self.participant_id is not None:
            return {"account_id": None, "participant_id": self.participant_id}
        return {"account_id": self.account_id, "participant_id": None}


NOBODY = Actor()
