"""Which dates are meant: of years in which workshops take place, so that each can be reckoned with."""

from datetime import date

from facilitator.errors import N_, RuleBroken

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def check_is_of_our_time(day: date, field: str | None = None) -> None:
    """Refuse a date in whose year a digit was lost or mistyped."""
    if not FIRST <= day <= LAST:
        sentence = N_("Enter a date in the years from %(first)s to %(last)s.")
        raise RuleBroken(sentence, field=field, first=str(FIRST.year), last=str(LAST.year))
