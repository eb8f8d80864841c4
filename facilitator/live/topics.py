"""What somebody may follow: each event concerns topics, and a page that asks again names those it shows."""

from enum import StrEnum


class Topic(StrEnum):
    """What somebody may follow. Those of one thing carry its id: `group-12`."""

    EVERYTHING = "everything"
    """Whatever happens."""
    WORKSHOP = "workshop"
    """The phase, the agenda, names, messages to everybody: what any page may show."""
    PEOPLE = "people"
    """Who is in the workshop."""
    SEATS = "seats"
    """Who sits where, and the rules for it."""
    PLANS = "plans"
    """Plans, and the searches for them."""
    GROUPS = "groups"
    """Which groups run, and until when."""
    CARDS = "cards"
    """The cards of all measures, with all that the team sees of them."""
    MEASURE = "measure"
    """The cards of one measure, as far as the room may see them."""
    RESULTS = "results"
    """What is answered to the issues of one measure."""
    NOTES = "notes"
    """What groups note on one measure."""
    WALLS = "walls"
    """What somebody chose for the walls."""
    GROUP = "group"
    """One group: its people, its clock, its messages, what it is asked and shown."""
    WORK = "work"
    """What comes from one group: answers, notes, attendance, whether it is ready or calls."""
    PERSON = "person"
    """One participant: their seats, what they gave, what became of it."""

    @property
    def thing(self) -> str:
        """The kind of thing whose id the topic carries; empty for a topic of the whole workshop."""
        return _THINGS.get(self, "")

    def of(self, thing_id: int) -> str:
        """The topic of one thing: `group-12`."""
        return f"{self}-{thing_id}"


_THINGS = {
    Topic.MEASURE: "measure",
    Topic.RESULTS: "measure",
    Topic.NOTES: "measure",
    Topic.GROUP: "group",
    Topic.WORK: "group",
    Topic.PERSON: "participant",
}
