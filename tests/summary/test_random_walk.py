"""Whatever happens on day two, ballots, console, results, wall and files count the same answers.

After each step of a random walk they are held against a count that is made anew from the rows, the DOCX after
every fifth.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from statistics import median
from typing import Any

import docx
import pytest
import sqlalchemy as sa

from facilitator.access.actor import ParticipantActor
from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group, reopen_group
from facilitator.breakouts.queries import seated_group as table_of
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards, split_card
from facilitator.capture.models import Card, Handover
from facilitator.capture.operations import hide_card, restore_card, reword_card
from facilitator.capture.queries import active_handover, cards_in_sight, current_wording
from facilitator.console.queries import overview
from facilitator.database import db
from facilitator.errors import NotFound, RuleBroken
from facilitator.statistics.verdicts import Judged, JudgedByFew
from facilitator.summary.queries import results
from facilitator.validation.ballot import ballot_of, progress_of, said_by
from facilitator.validation.city_votes.operations import speak_for_city, take_back_voice
from facilitator.validation.late_replies.operations import decide_late_replies, keep_late_replies
from facilitator.validation.late_replies.queries import late_replies
from facilitator.validation.models import STANDS, Mode, Verdict
from facilitator.validation.moderation.operations import hide_words, restore_words
from facilitator.validation.moderation.queries import words_of
from facilitator.validation.operations import save_replies
from facilitator.validation.paper.operations import enter_answers, stand_in
from facilitator.validation.queries import answered_by_group
from facilitator.validation.rules import Reply
from facilitator.validation.second_round import operations as second_round
from facilitator.validation.second_round.queries import Picture, pictures, steered_issues
from facilitator.workshops.models import City, Organisation, Part, Participant
from facilitator.workshops.operations import add_city, change_organisation
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop
from tests.summary.naive_count import FEWEST, OfIssue, count_anew
from tests.summary.panel import SIX_CITIES, Panel, panel_of

COUNTED = re.compile(r"(\d+) of \d+ cit(?:y|ies) \((\d+) of \d+ (?:person|people)\)")


class Walk:
    """A group with six cities, two of them with two delegates, a lighthouse city, and an absent one."""

    def __init__(self, workshop: SmallWorkshop, seed: int) -> None:
        self.workshop, self.dice = workshop, random.Random(seed)
        self.panel: Panel = panel_of(workshop, *SIX_CITIES[2:])
        self.panel.seat(*SIX_CITIES[:2], people=2)
        self.group_id = self.panel.group_id
        with workshop.change():
            self.absent = add_city(
                workshop.row, name="Zadar", country="HR", part=Part.INTERESTED, project=None, by=self.team
            ).id
        self.people = [id_ for ids in self.panel.people.values() for id_ in ids]
        self.people.append(workshop.participants["Lyon"])
        for person in self.people * 2:
            self.answer(person)

    @property
    def team(self) -> Any:
        return self.workshop.actor()

    @property
    def group(self) -> Group:
        return db.session.get_one(Group, self.group_id)

    @property
    def handover(self) -> Handover:
        found = active_handover(self.workshop.row)
        assert found
        return found

    def step(self) -> str:
        """One of all that may happen; what the rules refuse happens not."""
        deed = self.dice.choice(DEEDS)
        with suppress(RuleBroken, NotFound):
            deed(self)
        return deed.__name__

    def issue(self) -> int:
        """One of those that are asked; inside of `change`."""
        return self.dice.choice(sorted(count_anew(self.workshop.id)))

    def reply(self) -> Reply:
        """What somebody says; now and then nothing, or words alone."""
        dice, criteria = self.dice, self.workshop.criteria
        scores = {id_: dice.choice((1, 3, 5, 7, 9, None)) for id_ in criteria.values() if dice.random() < 0.7}
        verdict = dice.choice((*Verdict, *Verdict, None))
        words = dice.choice(("", "", "So it is", "Not so"))
        whole = Reply(verdict, comment=words, scores=scores)
        return dice.choice((*[whole] * 6, Reply(comment=words), Reply()))

    def answer(self, person: int = 0) -> None:
        """On a phone, in time or not."""
        person = person or self.dice.choice(self.people)
        with self.workshop.change():
            ballot = ballot_of(self.workshop.id, self.group_id, person, None)
            said, by = said_by(ballot, person), ParticipantActor(person)
            again = {id_ for id_, each in said.items() if each.take == 2 and self.dice.random() < 0.8}
            arrival = save_replies(ballot, person, {self.issue(): self.reply()}, again, by=by)
            if arrival.late:
                keep_late_replies(ballot, person, arrival.late, by=by)

    def enter(self) -> None:
        """A ballot on paper."""
        with self.workshop.change():
            self._enter(db.session.get_one(Participant, self.dice.choice(self.people)), Mode.PAPER)

    def stand_in(self) -> None:
        """Answers by proxy, of the city that has nobody here."""
        with self.workshop.change():
            proxy = stand_in(self.workshop.row, db.session.get_one(City, self.absent), by=self.team)
            self._enter(proxy, Mode.PROXY)

    def _enter(self, person: Participant, mode: Mode) -> None:
        table = table_of(self.workshop.row, self.group_id)
        enter_answers(table, self.handover, person, {self.issue(): self.reply()}, mode=mode, by=self.team)

    def steer(self) -> None:
        """Show what was said, hide it again, ask again, or take that back."""
        verb = self.dice.choice(
            ("show_picture", "withdraw_picture", "ask_again", "ask_again", "take_back_second_take")
        )
        with self.workshop.change():
            getattr(second_round, verb)(self.group, self.handover, self.issue(), by=self.team)

    def close(self) -> None:
        with self.workshop.change():
            close_group(self.workshop.row, self.group, by=self.team)

    def reopen(self) -> None:
        with self.workshop.change():
            reopen_group(self.group, by=self.team)

    def decide(self) -> None:
        """What came too late counts, or not."""
        with self.workshop.change():
            for late in late_replies(self.group):
                if late.row.decided_at is None:
                    decide_late_replies(late.row, counts=self.dice.random() < 0.8, by=self.team)

    def hide_words(self) -> None:
        """Take words out of sight, or bring them back."""
        with self.workshop.change():
            card = db.session.get_one(Card, self.issue())
            words = words_of(self.workshop.row, card.ref, self.dice.choice(self.people))
            if words.hiding:
                restore_words(words, by=self.team)
            else:
                hide_words(words, reason="names a person", by=self.team)

    def hide_issue(self) -> None:
        with self.workshop.change():
            hide_card(db.session.get_one(Card, self.issue()), reason="said twice", by=self.team)

    def restore_issue(self) -> None:
        with self.workshop.change():
            restore_card(db.session.get_one(Card, self.panel.issue_id(1)), by=self.team)

    def say_as_one(self) -> None:
        with self.workshop.change():
            word, city = self.reply(), self._city()
            said = Reply(word.verdict, scores=word.scores)
            if not said.is_empty:
                speak_for_city(self.handover, self.issue(), city, said, reason="By letter", by=self.team)

    def say_no_more_as_one(self) -> None:
        with self.workshop.change():
            take_back_voice(self.issue(), self._city(), by=self.team)

    def _city(self) -> City:
        name = self.dice.choice(SIX_CITIES)
        return db.session.scalars(sa.select(City).filter_by(workshop_id=self.workshop.id, name=name)).one()

    def move(self) -> None:
        """Somebody speaks for another city from now on, be it a lighthouse city."""
        with self.workshop.change():
            organisations = db.session.scalars(
                sa.select(Organisation).where(Organisation.city_id.is_not(None)).order_by(Organisation.id)
            ).all()
            person = db.session.get_one(Participant, self.dice.choice(self.people))
            change_organisation(person, self.dice.choice(organisations), by=self.team)

    def hand_over_anew(self) -> None:
        """Open day one, reword, merge or split something or nothing, and freeze once more."""
        workshop = self.workshop
        change = self.dice.choice((None, self._reword, self._reword, self._merge, self._split))
        workshop.close("round")
        with workshop.change():
            reopen_handover(workshop.row, reason="Vienna came late", by=self.team)
            if change:
                change([card.id for card, _ in cards_in_sight(workshop.row)])
            freeze_handover(workshop.row, name="Once more", by=self.team)
            workshop.move(Phase.DAY_TWO)
        workshop.open("round")

    def _reword(self, cards: list[int]) -> None:
        card = db.session.get_one(Card, self.dice.choice(cards))
        version = current_wording(card).version
        reword_card(
            card, AN_ISSUE | {"title": f"{card.ref} for once {version}"}, based_on=version, by=self.team
        )

    def _merge(self, cards: list[int]) -> None:
        into, origin = (db.session.get_one(Card, id_) for id_ in self.dice.sample(cards, 2))
        if len(cards) > 2:
            merge_cards(into, [origin], by=self.team)

    def _split(self, cards: list[int]) -> None:
        if len(cards) < 5:
            parts = [AN_ISSUE | {"title": f"Part {part} of {len(cards)}"} for part in "ab"]
            split_card(db.session.get_one(Card, self.dice.choice(cards)), parts, by=self.team)

    def check(self, team: Browser, *, whole: bool) -> None:
        """Hold all that count against the rows; the report, which takes longest, only with `whole`."""
        with self.workshop.look():
            counted = count_anew(self.workshop.id)
            check_ballots(self, counted)
            check_pictures(self, counted)
            check_console(self, counted)
            check_results(self, counted)
            by_ref = {db.session.get_one(Card, id_).ref: issue for id_, issue in counted.items()}
        check_json(self, team, by_ref)
        check_pages(self, team, by_ref)
        if whole:
            check_report(self, team, by_ref)


def people_in(issue: OfIssue) -> int:
    """The heads: a proxy is none."""
    return sum(city.people for city in issue.cities.values())


def check_ballots(walk: Walk, counted: dict[int, OfIssue]) -> None:
    """What each page says that somebody has given, and how far they are."""
    for person in walk.people:
        said = said_by(ballot_of(walk.workshop.id, walk.group_id, person, None), person)
        assert said.keys() == counted.keys()
        given = {id_ for id_, each in said.items() if each.is_given or (each.first or Reply()) != Reply()}
        assert given == {id_ for id_, issue in counted.items() if person in issue.takes}
        if progress := progress_of(person).get(walk.group_id):
            assert progress.answered == sum(each.is_answered for each in said.values())


def check_pictures(walk: Walk, counted: dict[int, OfIssue]) -> None:
    """What the group sees, and what its facilitator does."""
    shown = pictures(walk.group_id, walk.handover.id, counted)
    for id_, issue in counted.items():
        picture: Picture = shown[id_]
        assert [city.city for city in picture.cities] == sorted(issue.cities)
        assert picture.people == people_in(issue)
        assert picture.spoken == sorted(name for name, city in issue.cities.items() if city.spoken)
        check_verdicts(picture.judged, issue)
        for criterion in walk.workshop.criteria.values():
            assert dict(picture.values(criterion)) == issue.values(criterion)
    for steered in steered_issues(walk.group, walk.handover):
        issue = counted[steered.issue.issue_id]
        takes = Counter(take for who in issue.interested for take in issue.takes[who])
        assert (steered.answered, steered.again) == (takes[1], takes[2])


def check_console(walk: Walk, counted: dict[int, OfIssue]) -> None:
    """How many issues each has finished, and how many of those who sit there have begun."""
    finished = Counter(who for issue in counted.values() for who in issue.finished)
    assert answered_by_group(walk.workshop.row).get(walk.group_id, {}) == finished
    [progress] = overview(walk.workshop.row).groups
    cities = {row.id for row in db.session.scalars(sa.select(City)) if row.part is Part.INTERESTED}
    seated = table_of(walk.workshop.row, walk.group_id).people
    asked = [person for person in seated if person.organisation.city_id in cities]
    assert progress.answering == sum(person.id in finished for person in asked)
    assert (progress.given, progress.issues) == (sum(finished[person.id] for person in asked), len(counted))


def check_results(walk: Walk, counted: dict[int, OfIssue]) -> None:
    """What results say of each issue, kept in the process and led after the database."""
    found = results(walk.workshop.row, walk.workshop.measure()).measures[0]
    assert {result.issue.id for result in found.issues} == counted.keys()
    for result in found.issues:
        issue = counted[result.issue.id]
        assert result.answered == (len(issue.cities), people_in(issue))
        assert result.set_aside == len(issue.set_aside)
        assert set(result.spoken) == {name for name, city in issue.cities.items() if city.spoken}
        check_verdicts(result.verdicts, issue)
        for rating in result.ratings:
            values = issue.values(rating.criterion.id)
            assert {dot.city: dot.value for dot in rating.rated.dots} == values
            assert rating.rated.few == (len(values) < FEWEST)


def check_verdicts(said: JudgedByFew[str, Verdict] | Judged[Verdict], issue: OfIssue) -> None:
    """Each city has one vote; of fewer than five nothing is summed up."""
    votes = issue.votes()
    assert said.judged.cities == len(votes)
    assert said.cant_say.cities == sum(city.is_silent for city in issue.cities.values())
    assert said.few == (len(votes) < FEWEST)
    if not said.few:
        for verdict in STANDS:
            assert said.shares[verdict].votes == pytest.approx(votes_of(votes, verdict))
            assert said.shares[verdict].people == sum(city.heads[verdict] for city in issue.cities.values())


def votes_of(votes: dict[str, dict[str, float]], verdict: str) -> float:
    return sum(parts.get(verdict, 0) for parts in votes.values())


def check_json(walk: Walk, team: Browser, counted: dict[str, OfIssue]) -> None:
    """Every figure of the file for other programs."""
    report = json.loads(team.read(walk.workshop.path("report.json")).data)
    issues = {each["ref"]: each for each in report["measures"][0]["issues"]}
    assert issues.keys() == counted.keys()
    for ref, issue in counted.items():
        told, votes = issues[ref], issue.votes()
        assert told["answered"] == {"cities": len(issue.cities), "people": people_in(issue)}
        assert told["set_aside"] == len(issue.set_aside)
        assert set(told["spoken_as_one"]) == {name for name, city in issue.cities.items() if city.spoken}
        assert (told["word"] is None) == (not issue.cities)
        assert told["verdicts"]["judged"]["cities"] == len(votes)
        assert (told["verdicts"]["shares"] is None) == (len(votes) < FEWEST)
        for verdict, share in (told["verdicts"]["shares"] or {}).items():
            assert share["votes"] == pytest.approx(votes_of(votes, verdict))
        for rating in told["ratings"]:
            values = issue.values(walk.workshop.criteria[rating["criterion"]])
            assert {each["city"]: each["value"] for each in rating["cities"]} == values
            assert rating["median"] == (median(values.values()) if len(values) >= FEWEST else None)


def check_pages(walk: Walk, team: Browser, counted: dict[str, OfIssue]) -> None:
    """How many answered each issue: the page of results, and its wall for one of them."""
    given = {ref: (len(of.cities), people_in(of)) for ref, of in counted.items() if of.cities}
    page = team.read(walk.workshop.path("results/RET")).text
    for ref, counts in given.items():
        assert counts_in([plain(page[page.index(f'id="{ref}"') :])])[0] == counts
    if given:
        ref = walk.dice.choice(sorted(given))
        wall = plain(team.read(walk.workshop.path(f"results/issues/{ref}/wall")).text)
        assert counts_in([wall])[0] == given[ref]


def check_report(walk: Walk, team: Browser, counted: dict[str, OfIssue]) -> None:
    """How many answered each issue, in the file to edit; how many nobody answered, also on its page."""
    document = docx.Document(BytesIO(team.read(walk.workshop.path("report.docx")).data))
    texts = [each.text for each in document.paragraphs if " · Answered:" in each.text]
    given = [(len(of.cities), people_in(of)) for of in counted.values() if of.cities]
    assert sorted(counts_in(texts)) == sorted(given)
    nobody = [each for each in document.paragraphs if each.text == "No interested city has answered."]
    assert len(nobody) == len(counted) - len(given)
    page = plain(team.read(walk.workshop.path("report")).text)
    assert (f"Not rated {len(nobody)}" in page) == bool(given and nobody)


def counts_in(texts: Iterable[str]) -> list[tuple[int, int]]:
    return [(int(cities), int(people)) for text in texts for cities, people in COUNTED.findall(text)]


DEEDS: tuple[Callable[[Walk], None], ...] = (
    *(Walk.answer,) * 8,
    *(Walk.enter, Walk.stand_in, Walk.steer, Walk.say_as_one, Walk.hand_over_anew) * 2,
    *(Walk.steer, Walk.close, Walk.reopen, Walk.decide, Walk.move, Walk.say_no_more_as_one),
    *(Walk.hide_words, Walk.hide_issue, Walk.restore_issue),
)


@pytest.mark.parametrize(
    ("seed", "number"), [(20, 10), *(pytest.param(seed, 25, marks=pytest.mark.slow) for seed in (14, 15))]
)
def test_after_every_step_all_count_the_same_answers(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], seed: int, number: int
) -> None:
    walk, team = Walk(workshop, seed), browser_of("facilitator")
    steps: list[str] = []
    for place in range(1, number + 1):
        steps.append(walk.step())
        try:
            walk.check(team, whole=place % 5 == 0)
        except AssertionError as error:
            error.add_note(f"after {', '.join(steps)}")
            raise
