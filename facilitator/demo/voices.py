"""Who speaks for a city as one, and whose answers came on paper or by proxy."""

from collections.abc import Mapping

from facilitator.access.policy import Role
from facilitator.breakouts.queries import seated_group
from facilitator.capture.queries import active_handover
from facilitator.demo.loader import Loader
from facilitator.validation.city_votes.operations import name_speaker, speak_for_city
from facilitator.validation.models import Mode
from facilitator.validation.paper.operations import enter_answers
from facilitator.validation.rules import Reply

SPEAKERS = {
    "Bordeaux": "bordeaux-larrouy",
    "Warsaw": "warsaw-wilczkowska",
    "Heerlen": "heerlen-hendrikx",
}
# By group and participant: whose phone was not what the answers came by.
NOT_BY_PHONE = {
    ("mob-2", "warsaw-malolepsza"): Mode.PAPER,
    ("eng-2", "santiago-lamelas"): Mode.PAPER,
    ("ret-3", "santiago-lamelas"): Mode.PROXY,
}
# The group in which a speaker alone has answered for the city, and of how many issues the city speaks as one.
AS_ONE = {("led-1", "bordeaux-larrouy"): 2, ("ret-2", "warsaw-wilczkowska"): 1}


def name_speakers(loader: Loader) -> None:
    """Cities with several delegates, and one with a single one, have a speaker."""
    for city, person in SPEAKERS.items():
        name_speaker(loader.workshop, loader.cities[city], loader.people[person], by=loader.organiser)


def came_by_phone(loader: Loader, group: str, person: str, said: Mapping[int, Reply]) -> bool:
    """Whether these answers came by phone; if not, the rapporteur enters them here."""
    mode = NOT_BY_PHONE.get((group, person))
    handover = active_handover(loader.workshop)
    if mode is None or handover is None:
        return True
    found = seated_group(loader.workshop, loader.groups[group].id)
    by = loader.actor(next(email for email, role in loader.roles.items() if role is Role.RAPPORTEUR))
    enter_answers(found, handover, loader.people[person], said, mode=mode, by=by)
    return False


def let_cities_speak(loader: Loader, group: str, person: str, said: Mapping[int, Reply]) -> None:
    """A speaker sets the word of the city on some issues, as they have answered themselves."""
    handover, city = active_handover(loader.workshop), loader.city_of(person)
    if handover is None or city is None:
        return
    for issue_id, reply in list(said.items())[: AS_ONE.get((group, person), 0)]:
        word = Reply(reply.verdict, scores=reply.scores)
        speak_for_city(handover, issue_id, city, word, by=loader.actor(person))
