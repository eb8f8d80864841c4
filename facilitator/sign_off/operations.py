"""Ask the cities until a day, and keep what they decide."""

from collections.abc import Collection
from datetime import date

from facilitator.access.actor import Actor
from facilitator.database import db, now
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.quotes import rules
from facilitator.quotes.models import QuoteChoice, QuoteDecision, SignOff
from facilitator.quotes.queries import decision_on, sign_off_of
from facilitator.quotes.rules import DecidedQuote
from facilitator.sign_off import queries
from facilitator.workshops.models import City, Workshop
from facilitator.workshops.queries import today


def ask_cities(workshop: Workshop, closes_on: date | None, *, by: Actor) -> None:
    """Let the cities decide until this day; with no day they are no longer asked, and their links end.

    What they have decided stays.
    """
    rules.check_last_day(closes_on, today(workshop))
    asked = sign_off_of(workshop)
    if closes_on is None:
        if asked is not None:
            record(Event.SIGN_OFF_ENDED, asked, by=by)
            db.session.delete(asked)
            db.session.flush()
        return
    if asked is None:
        asked = SignOff(workshop_id=workshop.id)
        db.session.add(asked)
    asked.closes_on = closes_on
    db.session.flush()
    record(Event.SIGN_OFF_SET, asked, by=by)


def decide_on_quote(
    workshop: Workshop,
    city: City,
    digest: str,
    choice: QuoteChoice,
    wording: str = "",
    *,
    shown: str,
    by: Actor,
) -> None:
    """Agree to a text that is quoted of a city, print another wording, or quote it not at all.

    `shown` is how the decision stood (`CityQuote.stands`) where this one was made. Raises `RuleBroken` after
    the last day, where the text is no longer quoted, and where somebody has decided otherwise meanwhile.
    """
    rules.check_may_decide(queries.existing_sign_off(workshop).closes_on, today(workshop))
    quotes = {quote.digest: quote for quote in queries.quotes_now(workshop).get(city.name, ())}
    if digest not in quotes:
        raise RuleBroken(N_("This text has changed or is no longer quoted. Read the present one."))
    if choice is QuoteChoice.EDITED:
        rules.check_wording(choice, wording)
        # Who changes nothing agrees.
        choice = QuoteChoice.AGREED if wording == quotes[digest].original else choice
    decided = DecidedQuote(choice, wording if choice is QuoteChoice.EDITED else "")
    if shown != quotes[digest].stands and quotes[digest].decided != decided:
        raise RuleBroken(
            N_("Somebody has decided on this text since you opened the page. Read it again, then decide.")
        )
    _keep(city, digest, decided)
    record(Event.CITY_QUOTED, city, by=by)


def agree_to_quotes(workshop: Workshop, city: City, digests: Collection[str], *, by: Actor) -> int:
    """Agree to each of these texts on which the city has not decided; returns how many they were."""
    rules.check_may_decide(queries.existing_sign_off(workshop).closes_on, today(workshop))
    quotes = queries.quotes_now(workshop).get(city.name, ())
    agreed = [quote.digest for quote in quotes if quote.digest in digests and quote.decided is None]
    for digest in agreed:
        _keep(city, digest, DecidedQuote(QuoteChoice.AGREED))
    if agreed:
        record(Event.CITY_QUOTED, city, by=by)
    return len(agreed)


def _keep(city: City, digest: str, decided: DecidedQuote) -> None:
    decision = decision_on(city, digest)
    if decision is None:
        decision = QuoteDecision(workshop_id=city.workshop_id, city_id=city.id, digest=digest)
        db.session.add(decision)
    decision.choice, decision.wording, decision.decided_at = *decided, now()
    db.session.flush()
