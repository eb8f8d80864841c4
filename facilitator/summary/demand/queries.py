"""Reads of what the interested cities want from the lighthouse cities."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facilitator.capture.evidence import tallies
from facilitator.errors import N_, NotFound
from facilitator.quotes.queries import quoting_in
from facilitator.summary.demand.rules import Wanted, in_order, wanted_of
from facilitator.summary.queries import Results, results
from facilitator.summary.quoted import quoted, quoted_voice
from facilitator.workshops.models import City, Part, Workshop
from facilitator.workshops.queries import cities


@dataclass(frozen=True)
class Demand:
    """All that is wanted, and the lighthouse cities that could help."""

    cities: Sequence[City]
    wanted: Sequence[Wanted]

    def of(self, city: City) -> list[Wanted]:
        """What is wanted of a city: the issues that it has met or solved, the most wanted first."""
        return in_order([each for each in self.wanted if each.has_experience(city.name)])

    @property
    def of_nobody(self) -> list[Wanted]:
        """What is wanted, and no lighthouse city has met."""
        return in_order([each for each in self.wanted if not each.experienced])


def demand(workshop: Workshop) -> Demand:
    """What the interested cities want, over all measures; in a fixed number of statements."""
    return demand_in(workshop, results(workshop))


def demand_in(workshop: Workshop, found: Results) -> Demand:
    """The same from results that are at hand."""
    now = tallies(workshop, among=[card.id for measure in found.measures for card in measure.missing])
    quoting = quoting_in(workshop)
    wanted = [
        # Whoever does not want to be quoted wants the help all the same.
        replace(
            each,
            needs=quoted(each.needs, quoting),
            comments=quoted(each.comments, quoting),
            voices={city: quoted_voice(voice, quoting) for city, voice in each.voices.items()},
        )
        for measure in found.measures
        for each in wanted_of(measure, now)
    ]
    return Demand(lighthouse_cities(workshop), wanted)


def lighthouse_cities(workshop: Workshop) -> Sequence[City]:
    """By name."""
    return cities(workshop, Part.LIGHTHOUSE)


def lighthouse_city(demand: Demand, city_id: int) -> City:
    """A lighthouse city of which something may be wanted, by its id."""
    for city in demand.cities:
        if city.id == city_id:
            return city
    raise NotFound(N_("This lighthouse city was not found in this workshop."))
