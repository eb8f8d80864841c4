"""The sentences of the report's summary: as they are drafted now, and what the team made of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.capture.evidence import tallies
from facilitator.conclusions.models import ConclusionChoice, ConclusionKind, ConclusionVersion
from facilitator.conclusions.rules import ALL, ConcludedMeasure, Conclusion, drafted
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.register.queries import RegisterEntry, register
from facilitator.sentences import Sentence
from facilitator.summary.demand.rules import wanted_of
from facilitator.summary.queries import Results, results
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class StatedConclusion:
    """A place of the summary: today's draft, if the results still give one, and what the team chose."""

    kind: ConclusionKind
    subject: str
    draft: Conclusion | None
    versions: Sequence[ConclusionVersion] = field(default=(), repr=False)

    @property
    def latest(self) -> ConclusionVersion | None:
        """What the team chose last; nothing where it never did."""
        return self.versions[-1] if self.versions else None

    @property
    def version(self) -> int:
        """The number of the last version, 0 where there is none."""
        return self.latest.version if self.latest else 0

    @property
    def choice(self) -> ConclusionChoice:
        """What stands in its place."""
        return self.latest.choice if self.latest else ConclusionChoice.DRAFT

    @property
    def _is_edited(self) -> bool:
        return self.choice is ConclusionChoice.EDITED

    @property
    def is_outdated(self) -> bool:
        """Whether the figures behind an edited sentence have changed since it was written."""
        return self._is_edited and self.drafted_then != (self.draft.said if self.draft else None)

    @property
    def drafted_then(self) -> Sentence | None:
        """The draft that the last version was written beside; nothing where there was none."""
        kept = self.latest.drafted if self.latest else None
        return Sentence.from_data(kept) if kept else None

    @property
    def measure(self) -> str:
        """The prefix of its measure; empty for what is of the whole workshop."""
        return "" if self.subject == ALL else self.subject.partition("-")[0]

    @property
    def is_printed(self) -> bool:
        """Whether the report says it."""
        return self.choice is not ConclusionChoice.LEFT_OUT

    @property
    def text(self) -> str | Sentence:
        """What the report says in this place."""
        return self.draft.said if self.draft and not self._is_edited else self.versions[-1].text


def conclusions(
    workshop: Workshop, found: Results, entries: Sequence[RegisterEntry]
) -> list[StatedConclusion]:
    """All places of the summary in their order, each measure together; `entries` are those of the register.

    An edited sentence whose draft is no longer given stays, at the end of its measure, until somebody
    decides on it.
    """
    versions: dict[tuple[ConclusionKind, str], list[ConclusionVersion]] = {}
    for version in _versions(workshop):
        versions.setdefault((version.kind, version.subject), []).append(version)
    stated = [
        StatedConclusion(each.kind, each.subject, each, versions.pop((each.kind, each.subject), ()))
        for each in _drafted(workshop, found, entries)
    ]
    gone = (StatedConclusion(kind, subject, None, kept) for (kind, subject), kept in versions.items())
    stated += [each for each in gone if each.choice is ConclusionChoice.EDITED]
    order = {"": -1} | {each.measure.prefix: place for place, each in enumerate(found.measures)}
    return sorted(stated, key=lambda each: order.get(each.measure, len(order)))


def conclusions_now(workshop: Workshop) -> list[StatedConclusion]:
    """The same from the results as they stand."""
    found = results(workshop)
    return conclusions(workshop, found, register(workshop, found))


def conclusion_of(workshop: Workshop, kind: str, subject: str) -> StatedConclusion:
    """One place of the summary; raises `NotFound` where nothing is drafted and nothing edited."""
    for each in conclusions_now(workshop):
        if (each.kind.value, each.subject) == (kind, subject):
            return each
    raise NotFound(N_("This sentence is no longer drafted. The results have changed."))


def _drafted(workshop: Workshop, found: Results, entries: Sequence[RegisterEntry]) -> list[Conclusion]:
    unowned = {entry.card.id for entry in entries if entry.lacks_an_owner}
    evidence = tallies(workshop, among=[card.id for each in found.measures for card in each.missing])
    measures = [
        ConcludedMeasure(
            each, wanted_of(each, evidence), [card for card in each.solutions if card.id in unowned]
        )
        for each in found.measures
    ]
    return drafted(measures, is_handed_over=found.handover is not None)


def _versions(workshop: Workshop) -> Sequence[ConclusionVersion]:
    return db.session.scalars(
        sa.select(ConclusionVersion)
        .filter_by(workshop_id=workshop.id)
        .options(joinedload(ConclusionVersion.account))
        .order_by(ConclusionVersion.kind, ConclusionVersion.subject, ConclusionVersion.version)
    ).all()
