"""Day two as tables."""

from facilitator.validation.models.answers import Answer, Mode, Rating
from facilitator.validation.models.city_votes import CityScore, CitySpeaker, CityVoice
from facilitator.validation.models.criteria import STANDS, Criterion, CriterionTranslation, Verdict
from facilitator.validation.models.late_replies import LateReplies
from facilitator.validation.models.moderation import WordsHiding
from facilitator.validation.models.second_round import SecondTake, Showing
from facilitator.validation.models.solutions import ApproachAnswer, Intent, Lack, SolutionAnswer, SolutionLack

__all__ = [
    "STANDS", "Answer", "ApproachAnswer", "CityScore", "CitySpeaker", "CityVoice", "Criterion",
    "CriterionTranslation", "Intent", "Lack", "LateReplies", "Mode", "Rating",
    "SecondTake", "Showing", "SolutionAnswer", "SolutionLack", "Verdict", "WordsHiding",
]  # fmt: skip
