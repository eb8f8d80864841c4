"""Day two as tables."""

from facilitator.validation.models.answers import Answer, Mode, Rating
from facilitator.validation.models.criteria import Criterion, CriterionTranslation, Verdict
from facilitator.validation.models.late import LateReplies
from facilitator.validation.models.missing import MissingIssue
from facilitator.validation.models.reveals import SecondTake, Showing
from facilitator.validation.models.solutions import ApproachAnswer, Intent, Lack, SolutionAnswer, SolutionLack
from facilitator.validation.models.voices import CityScore, CitySpeaker, CityVoice
from facilitator.validation.models.words import WordsHiding

__all__ = [
    "Answer", "ApproachAnswer", "CityScore", "CitySpeaker", "CityVoice", "Criterion",
    "CriterionTranslation", "Intent", "Lack", "LateReplies", "MissingIssue", "Mode", "Rating",
    "SecondTake", "Showing", "SolutionAnswer", "SolutionLack", "Verdict", "WordsHiding",
]  # fmt: skip
