"""What the desk reads: the workshop's names, what was just caught, what a line points at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.accounts.models import Account
from facilitator.capture.desk.rules import NamedCity, ParsedLine, write_line
from facilitator.capture.desk.vocabulary import SORTED_BY, CityOfDesk, Vocabulary, in_english
from facilitator.capture.families import Families, families
from facilitator.capture.lineage.queries import present_card
from facilitator.capture.links import chain_among, links_at
from facilitator.capture.models import Card, Evidence, Kind, WaitingLine, Wording
from facilitator.capture.queries import card_by_reference, with_wording
from facilitator.capture.rules import parse_reference
from facilitator.capture.sight import in_sight
from facilitator.capture.words import has_word
from facilitator.database import db
from facilitator.errors import NotFound
from facilitator.workshops.models import City, Measure, Participant, Workshop
from facilitator.workshops.queries import cities, measures, offered

SHOWN = 20
CANDIDATES = 6


@dataclass(frozen=True)
class Caught:
    """A card as it was just caught, with the line that it could have been typed as."""

    card: Card
    wording: Wording
    author: str
    voices: tuple[NamedCity, ...] = ()
    helps: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """RET-07."""
        return self.card.ref

    @property
    def line(self) -> str:
        """The line that says the same: to be corrected in the entry."""
        return write_line(said_by(self.wording, self.card, self.voices, self.helps))


@dataclass(frozen=True)
class Chain:
    """An issue with what helps with it, kind by kind, and whether it is the card that was asked for."""

    issue: tuple[Card, Wording]
    helps: Mapping[Kind, Sequence[tuple[Card, Wording]]] = field(default_factory=dict)


def vocabulary(workshop: Workshop, says: Callable[[str], str] = in_english) -> Vocabulary:
    """What lines can call by name, with terms in the language of `says`; in two statements."""
    known = tuple(map(_known, offered(cities(workshop))))
    return Vocabulary(tuple(measure.prefix for measure in offered(measures(workshop))), known, says)


def said_by(wording: Wording, card: Card, voices: Iterable[NamedCity], helps: Iterable[str]) -> ParsedLine:
    """What a card says, as a line would say it; its text stands apart."""
    terms = {column: getattr(wording, column) for column in SORTED_BY[card.kind]}
    return ParsedLine(
        kind=card.kind,
        title=wording.title,
        terms=terms,
        voices=tuple(sorted(voices, key=lambda voice: voice.stance is None)),
        links=tuple(helps),
    )


def just_caught(workshop: Workshop, measure: Measure | None = None) -> list[Caught]:
    """The newest cards in sight, of one measure if it is given, whoever caught them; in five statements."""
    rows = (
        with_wording()
        .add_columns(sa.func.coalesce(Account.name, Participant.display_name, ""))
        .outerjoin(Account, Account.id == Card.account_id)
        .outerjoin(Participant, Participant.id == Card.participant_id)
        .where(Card.workshop_id == workshop.id, in_sight())
        .options(joinedload(Card.city), joinedload(Wording.proven_by))
        .order_by(Card.id.desc())
        .limit(SHOWN)
    )
    if measure is not None:
        rows = rows.where(Card.measure_id == measure.id)
    found = [(card, wording, author) for card, wording, author in db.session.execute(rows)]
    return _caught(found)


def caught(card: Card, wording: Wording) -> Caught:
    """One card likewise."""
    return _caught([(card, wording, "")])[0]


def _caught(found: Sequence[tuple[Card, Wording, str]]) -> list[Caught]:
    ids = [card.id for card, *_ in found]
    given = _given(ids)
    helped = chain_among(found[0][0].workshop_id, ids) if found else {}
    return [
        Caught(card, wording, author, _voices(card, wording, given[card.id]), tuple(helped.get(card.id, ())))
        for card, wording, author in found
    ]


def _voices(card: Card, wording: Wording, given: list[NamedCity]) -> tuple[NamedCity, ...]:
    """Of an issue what the cities said, of anything else who said so or proved it."""
    if card.kind is Kind.ISSUE:
        named = {voice.city.id for voice in given}
        own = [NamedCity(_known(card.city))] if card.city and card.city.id not in named else []
        return (*given, *own)
    if wording.proven_by:
        return (NamedCity(_known(wording.proven_by), proved=True),)
    return (NamedCity(_known(card.city)),) if card.city else ()


def _known(city: City) -> CityOfDesk:
    others = (name.strip() for name in city.other_names.split(","))
    return CityOfDesk(city.id, city.name, city.country, tuple(filter(None, others)))


def _given(issue_ids: Sequence[int]) -> Mapping[int, list[NamedCity]]:
    given: dict[int, list[NamedCity]] = defaultdict(list)
    rows = (
        sa.select(Evidence)
        .where(Evidence.issue_id.in_(issue_ids))
        .options(joinedload(Evidence.city))
        .order_by(Evidence.id)
    )
    for evidence in db.session.scalars(rows):
        voice = NamedCity(_known(evidence.city), evidence.stance, evidence.note)
        given[evidence.issue_id].append(voice)
    return given


def card_called(workshop: Workshop, name: str, prefix: str) -> Card | None:
    """The card in sight that a line points at: `RET-07`, or `07` in the measure of the line.

    One that was merged is the one that it went into; one that was split could be any of its parts.
    """
    try:
        found = card_by_reference(workshop, name if "-" in name else f"{prefix}-{name}")
    except NotFound:
        return None
    present = present_card(workshop.id, found.id)
    return db.session.get_one(Card, present) if present else None


def issue_above(workshop: Workshop, measure: Measure, chosen: str) -> str:
    """The issue that `>` alone points at: the one caught or chosen last, else the newest of the list."""
    card = card_called(workshop, chosen, measure.prefix) if chosen else None
    if card is not None and card.kind is Kind.ISSUE:
        return card.ref
    newest = with_wording().where(Card.measure_id == measure.id, Card.kind == Kind.ISSUE, in_sight())
    row = db.session.execute(newest.order_by(Card.id.desc()).limit(1)).first()
    return row.Card.ref if row else ""


def waiting_lines(measure: Measure) -> Sequence[WaitingLine]:
    """The lines of a measure that wait to be completed, whoever typed them, the newest first."""
    return db.session.scalars(
        sa.select(WaitingLine)
        .filter_by(workshop_id=measure.workshop_id, measure_id=measure.id, settled_at=None)
        .options(joinedload(WaitingLine.account))
        .order_by(WaitingLine.id.desc())
    ).all()


def measures_with_waiting_lines(workshop: Workshop) -> Sequence[tuple[Measure, int]]:
    """The measures in which lines wait to be completed, with how many, in their order."""
    rows = (
        sa.select(Measure, sa.func.count())
        .join(WaitingLine, WaitingLine.measure_id == Measure.id)
        .where(WaitingLine.workshop_id == workshop.id, WaitingLine.settled_at.is_(None))
        .group_by(Measure.id)
        .order_by(Measure.position)
    )
    return [(measure, lines) for measure, lines in db.session.execute(rows)]


def waiting_line(measure: Measure, id_: int) -> WaitingLine | None:
    """A line of the measure that still waits, by its id."""
    return db.session.scalars(
        sa.select(WaitingLine).filter_by(
            workshop_id=measure.workshop_id, measure_id=measure.id, id=id_, settled_at=None
        )
    ).one_or_none()


def is_reference(name: str) -> bool:
    """Whether a link is called by a number, and not by words to be sought."""
    try:
        parse_reference(name if "-" in name else f"XX-{name}")
    except NotFound:
        return False
    return True


def cards_with(measure: Measure, words: str, *, kinds: Iterable[Kind]) -> list[tuple[Card, Wording]]:
    """The newest cards in sight of a measure with these words in their titles: what `>words` may mean."""
    rows = with_wording().where(
        Card.measure_id == measure.id, Card.kind.in_(list(kinds)), in_sight(), titled(words)
    )
    found = db.session.execute(rows.order_by(Card.id.desc()).limit(CANDIDATES))
    return [(card, wording) for card, wording in found]


def titled(words: str) -> sa.ColumnElement[bool]:
    """That a wording's title has each of these words; both databases then agree about capitals."""
    return sa.and_(sa.true(), *(has_word(Wording.title, word) for word in words.split()))


def chains_of(card: Card) -> list[Chain]:
    """The chain of an issue, wherever it went; of anything else, those of the issues that it helps with."""
    steps = families(card.workshop_id)
    issues = steps.ends(card.id) if card.kind is Kind.ISSUE else _issues_helped(card, steps)
    links = links_at(issues, steps)
    shown = _in_sight({*issues, *(helps for issue, helps in links if issue in issues)})
    helps: dict[int, dict[Kind, list[tuple[Card, Wording]]]] = defaultdict(lambda: defaultdict(list))
    for other, wording in shown.values():
        for issue in (issue for issue in issues if (issue, other.id) in links):
            helps[issue][other.kind].append((other, wording))
    return [Chain(shown[issue], helps[issue]) for issue in sorted(issues) if issue in shown]


def _in_sight(ids: Iterable[int]) -> dict[int, tuple[Card, Wording]]:
    """Those of the cards that are in sight, by number."""
    rows = with_wording().where(Card.id.in_(ids), in_sight()).order_by(Card.number)
    return {card.id: (card, wording) for card, wording in db.session.execute(rows)}


def _issues_helped(card: Card, steps: Families) -> list[int]:
    ends = steps.ends(card.id)
    return sorted({issue for issue, helps in links_at(ends, steps) if helps in ends}, reverse=True)[
        :CANDIDATES
    ]


def chosen_after(card: Card) -> str:
    """The card whose chain is shown once this one is kept: the issue that it helps with, else itself."""
    if card.kind is Kind.ISSUE:
        return card.ref
    helped = db.session.get(Card, next(iter(_issues_helped(card, families(card.workshop_id))), 0))
    return helped.ref if helped else card.ref
