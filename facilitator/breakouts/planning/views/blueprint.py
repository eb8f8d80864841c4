"""What the pages of planning share: their blueprint, and the engine's sentences in the person's language."""

from flask_babel import gettext

from facilitator.access.current import pages_of_workshop
from facilitator.breakouts.allocation import Sentence

pages = pages_of_workshop(__package__ or "")


@pages.app_template_filter("sentence")
def in_words(said: Sentence) -> str:
    """A sentence of the engine in the person's language."""
    return str(gettext(said.text)).format(**said.values)
