"""What the pages of planning share: their blueprint."""

from flask_babel import format_decimal

from facilitator.access.current import pages_of_workshop

pages = pages_of_workshop(__package__ or "")


@pages.app_template_filter("grouped")
def grouped(figure: int) -> str:
    """A figure with its digits in groups, as the person's language has it."""
    return str(format_decimal(figure))
