"""Pages of people: lists of them in and out, each one's entry, the door."""

from facilitator.reception.views import badges, door, links, lists, people
from facilitator.reception.views.blueprint import pages

__all__ = ["badges", "door", "links", "lists", "pages", "people"]
