"""Days and moments of the workshop in words, in its own time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_time, gettext

from facilitator.workshops.models import Workshop

DAY = "d MMMM yyyy"


def span(workshop: Workshop) -> str:
    """4 December 2017 – 5 December 2017, or the one day."""
    days = [format_date(day, DAY, rebase=False) for day in (workshop.starts_on, workshop.ends_on)]
    return days[0] if days[0] == days[1] else " – ".join(days)


def moment_of(at: datetime, workshop: Workshop) -> str:
    """5 December 2017, 16:20 (Europe/Brussels)."""
    local = at.astimezone(ZoneInfo(workshop.timezone))
    day, time = format_date(local, DAY, rebase=False), format_time(local, "HH:mm", rebase=False)
    return str(gettext("%(day)s, %(time)s (%(zone)s)", day=day, time=time, zone=workshop.timezone))
