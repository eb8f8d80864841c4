"""The workshop and the person of the request that runs; for views, nothing below reads them."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, g

from facilitator.access.actor import Actor
from facilitator.access.policy import Phase

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
    fetch: Callable[[], "Workshop"]


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


def current_actor() -> Actor:
    """Who asks, in the role in which they may do what they ask for."""
    actor: Actor = g.actor
    return actor


def pages_of_workshop(package: str) -> Blueprint:
    """The pages of a package, or of a room inside it, that stand below one workshop's address."""
    return Blueprint(package.split(".")[-2], package, url_prefix="/w/<slug>")
