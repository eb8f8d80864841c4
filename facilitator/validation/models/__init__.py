"""Day two as tables."""

from facilitator.validation.models.answers import Answer, Mode, Rating
from facilitator.validation.models.criteria import Criterion, Verdict
from facilitator.validation.models.missing import MissingIssue
from facilitator.validation.models.voices import CityScore, CityVoice

__all__ = [
    "Answer", "CityScore", "CityVoice", "Criterion", "MissingIssue", "Mode", "Rating", "Verdict",
]  # fmt: skip
