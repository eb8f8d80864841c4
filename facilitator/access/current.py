"""The workshop and the person of the request that runs; for views, nothing below reads them."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, current_app, g

from facilitator.access.actor import Actor, ParticipantActor
from facilitator.access.policy import Phase
from facilitator.terminology import Terminology

if TYPE_CHECKING:
    from facilitator.workshops.models import Workshop


class Door(NamedTuple):
    """What every page says of its workshop; the row itself is fetched when something is done to it."""

    workshop_id: int
    slug: str
    code: str
    phase: Phase
    title: str
    place: str
    starts_on: date
    timezone: str
    terminology: Terminology
    rehearsal_of: int | None
    fetch: Callable[[], "Workshop"]

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing in it is real."""
        return self.rehearsal_of is not None


def current_door() -> Door:
    """What every page knows of that workshop without another look at the database."""
    door: Door = g.door
    return door


def current_workshop() -> "Workshop":
    """The workshop of the address that was asked for."""
    if "workshop" not in g:
        g.workshop = g.door.fetch()
    workshop: Workshop = g.workshop
    return workshop


def server_secret() -> str:
    """What the links and codes that the server gives out follow from, besides a seed of their own."""
    return str(current_app.secret_key)


def current_actor() -> Actor:
    """Who asks, in the role in which they may do what they ask for."""
    actor: Actor = g.actor
    return actor


def current_participant() -> ParticipantActor:
    """Who asks for a page that the policy opens for participants alone."""
    actor = current_actor()
    if not isinstance(actor, ParticipantActor):
        raise RuntimeError("this page is open for others than participants")
    return actor


def pages_of_workshop(package: str) -> Blueprint:
    """The pages of a package, or of a room inside it, that stand below one workshop's address."""
    return Blueprint(package.split(".")[-2], package, url_prefix="/w/<slug>")
