"""A capture session: issues, what helps, and "our city too"."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from facilitator.access.policy import Action, Phase
from facilitator.agenda.models import Session
from facilitator.agenda.operations import close_session, open_session, reveal_session
from facilitator.agenda.queries import current_reveal
from facilitator.capture.models import ASPECTS, Aspect, Cost, Field, Kind, Reach, Side, Stance
from facilitator.capture.operations import contribute_card
from facilitator.capture.queries import issues_seen
from facilitator.capture.visibility.operations import say_we_too
from facilitator.rehearsal import invented
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.scenes.arrivals import latecomers
from facilitator.rehearsal.scenes.cast import Cast
from facilitator.rehearsal.scenes.scene import Act, Scene, SceneState, state_of_session
from facilitator.workshops.models import Measure, Part, Participant
from facilitator.workshops.operations import move_workshop

# An issue for so many people, but so many at least and at most.
PEOPLE_AN_ISSUE, FEWEST_ISSUES, MOST_ISSUES = 12, 6, 16
# Of what else is said, for each issue.
HELPS = {Kind.ENABLER: 0.34, Kind.STRATEGY: 0.25, Kind.SOLUTION: 0.5}
TOO_AN_ISSUE = 3
WORDS_OF = {Kind.ENABLER: "enablers", Kind.STRATEGY: "strategies", Kind.SOLUTION: "solutions"}
STANCES = (Stance.MET, Stance.MET, Stance.MET, Stance.SOLVED, Stance.EXPECT, Stance.EXPECT)


class Capturing(Scene):
    """The people of the lighthouse cities bring up issues of one measure, and what helps with them."""

    step = RehearsalStep.DAY_ONE
    is_session = True

    def __init__(self, session: Session, *, is_first: bool) -> None:
        super().__init__(f"session-{session.id}", session.title, session.minutes)
        self.session, self.is_first = session, is_first

    def state(self, cast: Cast) -> SceneState:
        """Past once day one is, or the session was."""
        is_day_one = cast.workshop.phase in (Phase.PREPARATION, Phase.DAY_ONE)
        return state_of_session(cast, self.session) if is_day_one else SceneState.PAST

    def begin(self, cast: Cast) -> None:
        """Begin day one if need be, and open the session."""
        if cast.workshop.phase is Phase.PREPARATION:
            move_workshop(cast.workshop, Phase.DAY_ONE, by=cast.steering)
        open_session(cast.workshop, self.session, by=cast.steering)

    def acts(self, cast: Cast) -> Sequence[Act]:
        """First what is brought up while it is hidden; then, once it is shown, what others add."""
        issues = min(MOST_ISSUES, max(FEWEST_ISSUES, cast.rehearsal.people // PEOPLE_AN_ISSUE))
        later = [Kind.ISSUE] * (issues // 4)
        before: list[Act] = [partial(self._add_issue, cast, at) for at in range(issues - len(later))]
        before += latecomers(cast) if self.is_first else ()
        after: list[Act] = [partial(self._add_issue, cast, at) for at in range(issues - len(later), issues)]
        for kind, share in HELPS.items():
            after += [partial(self._add_help, cast, kind, at) for at in range(round(issues * share))]
        after += [partial(self._say_too, cast, at) for at in range(issues * TOO_AN_ISSUE)]
        random = cast.dice(self.key)
        random.shuffle(before)
        random.shuffle(after)
        return [*before, partial(self._show, cast), *after]

    def end(self, cast: Cast) -> None:
        """Close the session."""
        close_session(self.session, by=cast.steering)

    @property
    def _measure(self) -> Measure:
        assert self.session.measure is not None  # noqa: S101 - a capture session has one, by constraint
        return self.session.measure

    def _speaker(self, cast: Cast, random: Random) -> Participant | None:
        return cast.somebody(random, Part.INTERESTED if random.random() < 0.15 else Part.LIGHTHOUSE)

    def _add_issue(self, cast: Cast, at: int) -> None:
        random = cast.dice(self.key, Kind.ISSUE, at)
        person = self._speaker(cast, random)
        if person is not None:
            said: dict[str, Any] = invented.issue(at, self.key, self._measure.title)
            said["aspect"] = Aspect(said["aspect"])
            contribute_card(
                self.session,
                Kind.ISSUE,
                said,
                city=person.city,
                stance=random.choice(STANCES),
                by=cast.actor(person, Action.CONTRIBUTE),
            )

    def _add_help(self, cast: Cast, kind: Kind, at: int) -> None:
        random = cast.dice(self.key, kind, at)
        person = self._speaker(cast, random)
        if person is not None:
            by = cast.actor(person, Action.CONTRIBUTE)
            issues = issues_seen(self._measure, by)
            issue = random.choice(issues) if issues else None
            aspect = issue.wording.aspect if issue and issue.wording.aspect else random.choice(ASPECTS)
            contribute_card(
                self.session,
                kind,
                self._wording(cast, kind, aspect, person, random),
                city=person.city,
                helps_with=issue.card.id if issue else None,
                by=by,
            )

    def _wording(
        self, cast: Cast, kind: Kind, aspect: Aspect, person: Participant, random: Random
    ) -> dict[str, Any]:
        title, text = invented.fitting(WORDS_OF[kind], aspect, random)
        wording: dict[str, Any] = {"title": title, "text": text}
        if kind is Kind.ENABLER:
            return wording | {"reach": random.choice(list(Reach)), "field": random.choice(list(Field))}
        if kind is Kind.STRATEGY:
            return wording | {"side": random.choice(list(Side))}
        proves = person.city and person.city.part is Part.LIGHTHOUSE and random.random() < 0.5
        by_when = cast.workshop.ends_on + timedelta(days=random.randrange(60, 500))
        return wording | {
            "owner": invented.one_of("owners", random),
            "partners": "",
            "needs": "",
            "next_step": invented.one_of("next_steps", random),
            "conditions": invented.one_of("conditions", random) if random.random() < 0.4 else "",
            "cost": random.choice([None, *Cost]),
            "by_when": by_when if random.random() < 0.7 else None,
            "proven_by_id": person.city.id if proves and person.city else None,
        }

    def _say_too(self, cast: Cast, at: int) -> None:
        random = cast.dice(self.key, "too", at)
        person = self._speaker(cast, random)
        if person is None or person.city is None:
            return
        by = cast.actor(person, Action.CONTRIBUTE)
        others = [issue.card for issue in issues_seen(self._measure, by) if issue.card.city_id != by.city_id]
        if others:
            note = invented.one_of("evidence_notes", random)
            stance = random.choice(STANCES)
            issue = random.choice(others)
            say_we_too(self.session, issue, city=person.city, stance=stance, note=note, by=by)

    def _show(self, cast: Cast) -> None:
        """What a facilitator does half-way, unless they do it by hand."""
        if cast.rehearsal.steers and self.session.is_blind and current_reveal(self.session) is None:
            reveal_session(self.session, by=cast.steering)
