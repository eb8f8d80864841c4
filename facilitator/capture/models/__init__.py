"""Day one as tables."""

from facilitator.capture.models.cards import LETTERS, Card, Wording, reference
from facilitator.capture.models.chain import Evidence, Hiding, Link
from facilitator.capture.models.clusters import Cluster, ClusteredCard, Distinction
from facilitator.capture.models.handover import HandedCard, HandedEvidence, HandedLink, Handover
from facilitator.capture.models.lineage import MergedCard, Merging, SplitPart, Splitting
from facilitator.capture.models.lines import WaitingLine
from facilitator.capture.models.missing import MissingIssue
from facilitator.capture.models.terms import ASPECTS, Aspect, Cost, Field, Kind, Reach, Side, Stance

__all__ = [
    "ASPECTS", "LETTERS", "Aspect", "Card", "Cluster", "ClusteredCard", "Cost", "Distinction", "Evidence",
    "Field", "HandedCard", "HandedEvidence", "HandedLink", "Handover", "Hiding", "Kind", "Link", "MergedCard",
    "Merging", "MissingIssue", "Reach", "Side", "SplitPart", "Splitting", "Stance", "WaitingLine", "Wording",
    "reference",
]  # fmt: skip
