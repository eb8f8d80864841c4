"""What is quoted of each city, what it decided, and by which link it does."""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.capture.remarks.queries import remarks_by_issue
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.quotes.models import SignOff
from facilitator.quotes.queries import quoting_in, sign_off_of
from facilitator.quotes.rules import (
    CityState,
    DecidedQuote,
    Quoting,
    SignOffState,
    digest_of,
    state_of,
)
from facilitator.summary.queries import Results, results
from facilitator.summary.quoted import PresentedBy, Quotable, quotable
from facilitator.workshops.models import City, Workshop
from facilitator.workshops.operations import city_token
from facilitator.workshops.queries import today

_NO_LINK = N_("This link is not valid. Ask the organisers for a new one.")
_LONGEST_ID = 9  # digits, lest a guess be taken for a number that is none


@dataclass(frozen=True)
class CityQuote:
    """A text that is quoted of a city, everywhere it stands, and what the city decided on it."""

    digest: str
    places: Sequence[Quotable]
    decided: DecidedQuote | None

    @property
    def original(self) -> str:
        """As it was written."""
        return self.places[0].text

    @property
    def printed(self) -> str:
        """What the report says in its place if it is quoted."""
        return (self.decided.wording if self.decided else "") or self.original

    @property
    def stands(self) -> str:
        """What a form carries of the decision that its page showed."""
        return f"{self.decided.choice}-{digest_of(self.decided.wording)}" if self.decided else "open"


# By the name of the city, in the order of the report.
QuotesByCity = Mapping[str, Sequence[CityQuote]]


def quotes_of(found: Results, presented: PresentedBy, quoting: Quoting) -> QuotesByCity:
    """What is quoted of each city, each text once; a city that is quoted with nothing is left out."""
    places: dict[str, dict[str, list[Quotable]]] = {}
    for each in quotable(found, presented, quoting):
        places.setdefault(each.city, {}).setdefault(digest_of(each.text), []).append(each)
    return {
        city: [CityQuote(digest, of, quoting.decided.get((city, digest))) for digest, of in texts.items()]
        for city, texts in places.items()
    }


def quotes_now(workshop: Workshop) -> QuotesByCity:
    """The same from the results as they stand."""
    return quotes_of(results(workshop), remarks_by_issue(workshop), quoting_in(workshop))


def state_of_city(quotes: Sequence[CityQuote]) -> CityState:
    """How far a city is."""
    return state_of(quote.decided and quote.decided.choice for quote in quotes)


def sign_off_state(workshop: Workshop, quotes: QuotesByCity) -> SignOffState | None:
    """How far the cities are; nothing where they are not asked."""
    asked = sign_off_of(workshop)
    if asked is None:
        return None
    return SignOffState(
        asked.closes_on, today(workshop) <= asked.closes_on, Counter(map(state_of_city, quotes.values()))
    )


def existing_sign_off(workshop: Workshop) -> SignOff:
    """Until when the cities decide; raises `NotFound` where they are not asked."""
    found = sign_off_of(workshop)
    if found is None:
        raise NotFound(_NO_LINK)
    return found


def token_of_city(asked: SignOff, city: City, secret: str) -> str:
    """What the link of a city ends with; it is another one when cities are asked anew."""
    return city_token(_about(asked), city.id, secret)


def city_with_token(workshop: Workshop, token: str, secret: str) -> City:
    """The city to which a link belongs."""
    return city_of_link(workshop, _about(existing_sign_off(workshop)), token, secret)


def city_of_link(workshop: Workshop, about: str, token: str, secret: str) -> City:
    """The city to which a link belongs that is `about` this; raises `NotFound` if it belongs to none."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID):
        raise NotFound(_NO_LINK)
    expected = city_token(about, int(number), secret)
    if not hmac.compare_digest(token.upper().encode(), expected.encode()):
        raise NotFound(_NO_LINK)
    city = db.session.scalars(
        sa.select(City).filter_by(workshop_id=workshop.id, id=int(number))
    ).one_or_none()
    if city is None:
        raise NotFound(_NO_LINK)
    return city


def _about(asked: SignOff) -> str:
    return f"quotes:{asked.workshop_id}:{asked.id}"
