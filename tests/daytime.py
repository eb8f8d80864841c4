"""A place where it is day, for what is planned within the same day as now."""

from datetime import UTC
from zoneinfo import ZoneInfo

from facilitator.database import now


def zone_at_noon() -> ZoneInfo:
    """A time zone in which it is between noon and one o'clock, whenever this is asked."""
    ahead = 12 - now().astimezone(UTC).hour
    return ZoneInfo(f"Etc/GMT{-ahead:+d}")  # these names count hours behind
