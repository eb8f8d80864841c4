"""A call that is open, and applications as cities send them."""

from datetime import timedelta
from typing import Any

from facilitator.access.actor import NOBODY
from facilitator.applications.models import Application
from facilitator.applications.operations import send_application, set_call
from facilitator.applications.queries import today
from facilitator.applications.rules import ApplicationFacts
from tests.small_workshop import SECRET, SmallWorkshop

FACTS = ApplicationFacts(
    city_name="Porto",
    country="PT",
    plans="We renovate forty flats.",
    hopes="How to win the owners over.",
    delegates="Ana Lind, ana@porto.example.org\nRui Alto",
    languages="Portuguese, English",
    access_needs="",
    contact_name="Ana Lind",
    contact_email="ana@porto.example.org",
)


def set_days(workshop: SmallWorkshop, opens: int = -7, closes: int = 7, **facts: Any) -> None:
    """A published call, open from so many days after today to so many; inside of `change`."""
    day = today(workshop.row)
    said = {
        "introduction": "Tell us of your plans.",
        "privacy_notice": "Only we read it.",
        "is_published": True,
    }
    dates = {"opens_on": day + timedelta(days=opens), "closes_on": day + timedelta(days=closes)}
    set_call(workshop.row, **(dates | said | facts), by=workshop.actor("organiser"))


def send(workshop: SmallWorkshop, key: str = "porto", **facts: Any) -> tuple[Application, str]:
    """An application, with the token of its link; inside of `change`."""
    measures = [workshop.measure("ENG"), workshop.measure("RET")]
    return send_application(
        workshop.row, FACTS._replace(**facts), measures, submission=f"of-{key}", secret=SECRET, by=NOBODY
    )
