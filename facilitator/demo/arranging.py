"""Day one put in order: said twice made one, two things split, what belongs together gathered."""

from facilitator.access.actor import Actor
from facilitator.capture.clusters.operations import gather_cards, tell_apart
from facilitator.capture.lineage.operations import merge_cards, split_card
from facilitator.capture.lineage.queries import present_cards
from facilitator.capture.models import Card, Kind
from facilitator.capture.operations import enter_card
from facilitator.capture.queries import card_of
from facilitator.demo.loader import Loader

ABSENT = {
    "title": "Flat owners who live abroad never answer a letter",
    "text": "We write to the address in the register, and the flat stays dark.",
    "aspect": "governance",
}
TWO_IN_ONE = {
    "title": "The owners can't all pay, and the tenants get the benefit",
    "text": "Some have nothing put aside, and those who do pay don't see it on their own bill.",
    "aspect": "financial",
}
HALVES = (
    {"title": "The owners can't all pay", "text": "Some have nothing put aside.", "aspect": "financial"},
    {
        "title": "The tenants get the benefit",
        "text": "Those who do pay don't see it on their own bill.",
        "aspect": "financial",
    },
)
MONEY_ENDS = ("ret-after-grant", "eng-measure", "eng-one-person", "led-after-pilot", "mob-no-model")


def put_in_order(loader: Loader) -> None:
    """Merges, a split, a cluster and a pair told apart, by the facilitator of the first session."""
    by, cards = loader.organiser, loader.cards
    merge_cards(cards["ret-empty-flats"], [_added(loader, ABSENT, "Lisbon", by)], by=by)
    said_two_things = _added(loader, TWO_IN_ONE, "Lyon", by)
    split_card(said_two_things, HALVES, by=by)
    halves = present_cards(loader.workshop.id, said_two_things.id)
    for half, key in zip(halves, ("ret-cant-pay", "ret-split-incentive"), strict=True):
        merge_cards(cards[key], [card_of(loader.workshop, half)], by=by)
    there = [cards[key] for key in MONEY_ENDS if key in cards]
    gather_cards(loader.workshop, there, name="When the project money ends", by=by)
    tell_apart(cards["ret-not-priority"], cards["ret-two-audiences"], by=by)


def _added(loader: Loader, wording: dict[str, str], city: str, by: Actor) -> Card:
    return enter_card(loader.measures["RET"], Kind.ISSUE, wording, city=loader.cities[city], by=by)
