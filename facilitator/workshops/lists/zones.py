"""Time zones by name, as people type them."""

from functools import cache
from zoneinfo import available_timezones

from facilitator.text import search_key

# Areas of the list that name no place where people meet.
_NO_PLACES = ("Etc", "SystemV", "US", "posix", "right", "Mexico", "Brazil", "Canada", "Chile")


@cache
def zones() -> tuple[str, ...]:
    """The names to choose from, in their order: Europe/Vienna."""
    named = (zone for zone in available_timezones() if "/" in zone)
    return (*sorted(zone for zone in named if zone.partition("/")[0] not in _NO_PLACES), "UTC")


def zone_named(typed: str) -> str | None:
    """A zone by its name, or by the one city that it ends with: vienna."""
    return _by_name().get(search_key(typed))


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    twice = set()
    for zone in zones():
        city = search_key(zone.rpartition("/")[2].replace("_", " "))
        if city in found:
            twice.add(city)
        found[city] = zone
    by_city = {city: zone for city, zone in found.items() if city not in twice}
    return by_city | {search_key(zone): zone for zone in (*available_timezones(), *zones())}
