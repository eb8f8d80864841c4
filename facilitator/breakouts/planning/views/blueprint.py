"""What the pages of planning share: their blueprint, and the engine's sentences in the person's language."""

from flask_babel import format_decimal, gettext

from facilitator.access.current import pages_of_workshop
from facilitator.breakouts.allocation import Sentence

pages = pages_of_workshop(__package__ or "")


@pages.app_template_filter("sentence")
def in_words(said: Sentence) -> str:
    """A sentence of the engine in the person's language."""
    told = {name: each if isinstance(each, str) else grouped(each) for name, each in said.values.items()}
    return str(gettext(said.text)).format(**told)


@pages.app_template_filter("grouped")
def grouped(figure: int) -> str:
    """A figure with its digits in groups, as the person's language has it."""
    return str(format_decimal(figure))
