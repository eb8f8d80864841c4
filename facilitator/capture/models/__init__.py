"""Day one as tables."""

from facilitator.capture.models.cards import LETTERS, Card, Wording, reference
from facilitator.capture.models.chain import Evidence, Hiding, Link
from facilitator.capture.models.handover import HandedCard, HandedEvidence, Handover
from facilitator.capture.models.terms import Aspect, Field, Kind, Reach, Side, Stance

__all__ = [
    "LETTERS", "Aspect", "Card", "Evidence", "Field", "HandedCard", "HandedEvidence", "Handover", "Hiding",
    "Kind", "Link", "Reach", "Side", "Stance", "Wording", "reference",
]  # fmt: skip
