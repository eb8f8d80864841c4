"""What a line leaves in the database: cards, evidence, links, corrections; and what is refused."""

from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.desk.operations import EntryDesk, correct_card, keep_line
from facilitator.capture.desk.queries import caught, chains_of, just_caught, vocabulary
from facilitator.capture.desk.rules import read_line
from facilitator.capture.lineage.operations import merge_cards, split_card, undo_merging
from facilitator.capture.lineage.queries import words_of
from facilitator.capture.models import Card, Evidence, Kind, Link, Merging, Stance
from facilitator.capture.operations import give_evidence, hide_card, reword_card
from facilitator.capture.queries import card_by_reference, current_wording
from facilitator.capture.rules import Reworded
from facilitator.database import db
from facilitator.errors import RuleBroken
from tests.small_workshop import SmallWorkshop


class Rapporteur:
    """Somebody at the desk of a measure."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop

    def read(self, line: str) -> Any:
        known = vocabulary(self.workshop.row)
        return read_line(line, known, read_line("", known))

    def types(self, line: str, above: str = "") -> str:
        """Keep a line; inside of `change`. Returns the reference of what it became."""
        desk = EntryDesk(self.workshop.row, self.workshop.measure(), above)
        return keep_line(desk, self.read(line), by=self.workshop.actor("rapporteur")).ref

    def corrects(self, ref: str, line: str, before: str = "", based_on: int = 1) -> None:
        """Put a card right, from the line that it had before."""
        card = self.card(ref)
        before = before or caught(card, current_wording(card)).line
        correct_card(
            EntryDesk(self.workshop.row, card.measure), card, self.read(before), self.read(line),
            based_on=based_on, by=self.workshop.actor("rapporteur"),
        )  # fmt: skip

    def card(self, ref: str) -> Card:
        return card_by_reference(self.workshop.row, ref)

    def evidence(self, ref: str) -> dict[str, tuple[Stance, str]]:
        rows = sa.select(Evidence).filter_by(issue_id=self.card(ref).id)
        return {row.city.name: (row.stance, row.note) for row in db.session.scalars(rows)}

    def links(self) -> int:
        return db.session.query(Link).count()


@pytest.fixture
def desk(workshop: SmallWorkshop) -> Rapporteur:
    """The desk on day one."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    return Rapporteur(workshop)


def test_a_line_becomes_an_issue_with_the_evidence_of_its_cities(desk: Rapporteur) -> None:
    with desk.workshop.change():
        ref = desk.types('Flats stand empty #social @Lyon met "since 2016" @Vienna solved // No owner.')
    with desk.workshop.look():
        issue = desk.card(ref)
        wording = current_wording(issue)
        assert (ref, wording.title, wording.text, wording.aspect) == (
            "RET-01", "Flats stand empty", "No owner.", "social",
        )  # fmt: skip
        assert desk.evidence(ref) == {"Lyon": (Stance.MET, "since 2016"), "Vienna": (Stance.SOLVED, "")}
        assert (issue.city and issue.city.name, issue.session_id) == ("Lyon", desk.workshop.sessions["RET"])


def test_each_kind_is_kept_with_what_it_is_sorted_by_and_linked_to_the_issue_above(desk: Rapporteur) -> None:
    with desk.workshop.change():
        issue = desk.types("Flats stand empty #s")
        for line in ("+e A register #in #leg >", "+p Ask early #inner > RET-01", "+s A desk @Lyon proved >1"):
            desk.types(line, above=issue)
    with desk.workshop.look():
        (chain,) = chains_of(desk.card(issue))
        linked = {kind: [card.ref for card, _ in cards] for kind, cards in chain.helps.items()}
        assert linked == {
            Kind.ENABLER: ["RET-E01"],
            Kind.STRATEGY: ["RET-P01"],
            Kind.SOLUTION: ["RET-S01"],
        }
        assert current_wording(desk.card("RET-S01")).proven_by_id == desk.workshop.cities["Lyon"]
        assert [chain.issue[0].ref for chain in chains_of(desk.card("RET-S01"))] == ["RET-01"]


def test_a_line_that_only_points_adds_to_the_issue_it_points_at(desk: Rapporteur) -> None:
    with desk.workshop.change():
        desk.types("Flats stand empty #s")
        desk.types("+s A desk")
        assert desk.types(">RET-01 >S1 @Vienna expects") == "RET-01"
    with desk.workshop.look():
        assert desk.evidence("RET-01") == {"Vienna": (Stance.EXPECT, "")}
        assert desk.links() == 1


def test_a_line_for_another_measure_goes_there(desk: Rapporteur) -> None:
    with desk.workshop.change():
        assert desk.types("ENG Nobody comes #social") == "ENG-01"


# line → the sentence under it
REFUSED = {
    "": "Enter a title. This line has only marks.",
    "x #legal": "The title must have at least 3 characters.",
    "x" * 5000: "The title has 5000 characters. The limit is 200. Put // before the rest.",
    "Long // " + "x" * 4001: "The text after // can have at most 4000 characters.",
    "Flats stand empty": ("Which aspect is it? Add #technical, #financial,"
" #legal, #governance or #social."),
    "+e An office": "Where is it? Add #inside or #outside.",
    "+e An office #in": "What kind of help is it? Add #legal, #financial, #economic or #communication.",
    "+p Ask early": "Who is it for? Add #inner or #external.",
    "+s A desk >99": "Card 99 was not found.",
    "+s A desk >owners": "Choose which card you mean by >owners, or write \\> if it is not a link.",
    "+s A desk @Lyon @Vienna": (
        "Only an issue can have several cities. Name one city here."
    ),
    "Flats #s >RET-01": "Link an enabler, a strategy or a solution to an issue.",
    ">RET-S01 @Lyon met": "Name an issue too, for example >RET-07.",
    ">RET-01": "Enter what to add: a city that had this problem, or a card that helps.",
    "+s A desk >RET-02": "Card RET-02 was not found.",
    '>RET-01 @Lyon met "' + "x" * 501 + '"': "A city’s own words can have at most 500 characters.",
    ">RET-01 @Lyon met // in every street": (
        "This line adds no card, so it cannot have a text after //. Put a"
" city’s own words in quotes after the city."
    ),
    "+s A desk >" + "x" * 99: (
        "Choose which card you mean by >" + "x" * 40 + "…, or write \\> if it is not a link."
    ),
    'Flats #s @Lyon met "' + "x" * 501 + '"': "A city’s own words can have at most 500 characters.",
}  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("line", REFUSED, ids=lambda line: line[:30] or "nothing")
def test_a_line_that_cannot_be_kept_is_refused_in_a_sentence_and_leaves_nothing(
    desk: Rapporteur, line: str
) -> None:
    with desk.workshop.change():
        desk.types("The first #s")
        hide_card(desk.card(desk.types("Hidden #s")), reason="twice", by=desk.workshop.actor())
        desk.types("+s A solution")
    with desk.workshop.refuses(REFUSED[line]):
        desk.types(line)


def test_a_link_without_a_name_needs_an_issue_in_sight(desk: Rapporteur) -> None:
    with desk.workshop.refuses(
        "There is no issue above to link this to. Name the issue, for example >RET-07."
    ):
        desk.types("+s A desk >")
    with desk.workshop.change():
        desk.types("The first #s")
        hide_card(desk.card(desk.types("Hidden #s")), reason="twice", by=desk.workshop.actor())
        desk.types("+s A desk >")
    with desk.workshop.look():
        assert shown_chains(desk, "RET-S01") == {"RET-01": ["RET-S01"]}


def test_a_correction_changes_what_differs_and_nothing_else(desk: Rapporteur) -> None:
    with desk.workshop.change():
        desk.types("Flats stand empty #social @Lyon met // Owners moved.")
        before = "Flats stand empty #social @Lyon met"
    with desk.workshop.change():  # meanwhile a city speaks that the line does not know of
        give_evidence(
            desk.card("RET-01"), desk.workshop.city("Antwerp"), Stance.EXPECT, by=desk.workshop.actor()
        )
    with desk.workshop.change():
        desk.corrects("RET-01", "Flats stay empty #legal @Vienna met", before)
    with desk.workshop.look():
        issue = desk.card("RET-01")
        wording = current_wording(issue)
        assert (wording.title, wording.aspect, wording.text) == ("Flats stay empty", "legal", "Owners moved.")
        assert desk.evidence("RET-01") == {"Vienna": (Stance.MET, ""), "Antwerp": (Stance.EXPECT, "")}
        assert issue.city
        assert issue.city.name == "Vienna"


def test_a_correction_takes_links_back_and_keeps_what_the_line_cannot_say(desk: Rapporteur) -> None:
    with desk.workshop.change():
        desk.types("First #s")
        desk.types("Second #s")
        desk.types("+s A desk >1 @Lyon proved")
        solution = desk.card("RET-S01")
        said = {"title": "A desk", "text": "", "proven_by_id": desk.workshop.cities["Lyon"], "owner": "City"}
        reword_card(solution, said, based_on=1, by=desk.workshop.actor())
        desk.corrects("RET-S01", "+s A desk for all >2 @Lyon proved", based_on=2)
    with desk.workshop.look():
        assert [chain.issue[0].ref for chain in chains_of(desk.card("RET-S01"))] == ["RET-02"]
        wording = current_wording(desk.card("RET-S01"))
        assert (wording.title, wording.owner, wording.version) == ("A desk for all", "City", 3)


def shown_chains(desk: Rapporteur, ref: str) -> dict[str, list[str]]:
    """By issue beside the entry, what it says helps."""
    return {
        chain.issue[0].ref: [card.ref for cards in chain.helps.values() for card, _ in cards]
        for chain in chains_of(desk.card(ref))
    }


def test_the_chain_of_what_was_merged_or_split_stands_beside_the_entry_as_it_counts_now(
    desk: Rapporteur,
) -> None:
    by = desk.workshop.actor()
    with desk.workshop.change():
        for line in ("Owners must agree #g", "All the owners have to agree #g", "+s A mediator >2"):
            desk.types(line)
        merge_cards(desk.card("RET-01"), [desk.card("RET-02")], by=by)
    with desk.workshop.look():
        for ref in ("RET-01", "RET-02", "RET-S01"):
            assert shown_chains(desk, ref) == {"RET-01": ["RET-S01"]}
        assert [each.helps for each in just_caught(desk.workshop.row)] == [("RET-01",), ()]
    with desk.workshop.change():
        words = words_of(current_wording(desk.card("RET-01")))
        split_card(desk.card("RET-01"), [words, words], by=by)
    with desk.workshop.look():
        assert shown_chains(desk, "RET-S01") == {"RET-03": ["RET-S01"], "RET-04": ["RET-S01"]}


def test_a_line_that_points_at_what_was_merged_adds_to_what_it_went_into(desk: Rapporteur) -> None:
    with desk.workshop.change():
        for line in ("Owners must agree #g", "All the owners have to agree #g"):
            desk.types(line)
        merge_cards(desk.card("RET-01"), [desk.card("RET-02")], by=desk.workshop.actor())
        assert desk.types(">2 @Lyon met") == "RET-01"
        desk.types("+s A mediator >RET-02")
    with desk.workshop.look():
        assert desk.evidence("RET-01") == {"Lyon": (Stance.MET, "")}
        assert shown_chains(desk, "RET-S01") == {"RET-01": ["RET-S01"]}


def test_a_correction_of_what_was_merged_meanwhile_says_where_it_went(desk: Rapporteur) -> None:
    with desk.workshop.change():
        for line in ("Owners must agree #g", "All the owners have to agree #g"):
            desk.types(line)
        merge_cards(desk.card("RET-01"), [desk.card("RET-02")], by=desk.workshop.actor())
    with (
        desk.workshop.nothing_changes(),
        pytest.raises(RuleBroken, match=r"^The facilitator merged RET-02 into RET-01 at "),
        desk.workshop.change(),
    ):
        desk.corrects("RET-02", "All of the owners have to agree #g")


def test_a_correction_makes_no_link_anew_that_came_from_a_merge(desk: Rapporteur) -> None:
    by = desk.workshop.actor()
    with desk.workshop.change():
        for line in ("Owners must agree #g", "All the owners have to agree #g", "+s A mediator >2"):
            desk.types(line)
        merging = merge_cards(desk.card("RET-01"), [desk.card("RET-02")], by=by)
        desk.corrects("RET-S01", "+s A mediator for the house >RET-01")
        assert desk.links() == 1
        undo_merging(db.session.get_one(Merging, merging.id), by=by)
    with desk.workshop.look():
        assert shown_chains(desk, "RET-S01") == {"RET-02": ["RET-S01"]}


def test_a_correction_of_what_somebody_reworded_meanwhile_is_refused(desk: Rapporteur) -> None:
    with desk.workshop.change():
        desk.types("Flats stand empty #s")
    with desk.workshop.change():
        desk.corrects("RET-01", "Flats are empty #s")
    with pytest.raises(Reworded), desk.workshop.change():
        desk.corrects("RET-01", "Nobody lives there #s")


def test_a_correction_moves_no_card_to_another_kind_or_measure(desk: Rapporteur) -> None:
    with desk.workshop.change():
        desk.types("Flats stand empty #s")
    for line in ("+s Flats stand empty", "ENG Flats stand empty #s"):
        with desk.workshop.refuses(
            "You cannot change the kind or the measure of RET-01. Hide it and add a new card."
        ):
            desk.corrects("RET-01", line)


def test_what_was_just_caught_stands_newest_first_with_the_line_that_says_the_same(desk: Rapporteur) -> None:
    lines = [
        "Flats stand empty #social @Lyon met",
        "+e A register #inside #legal >RET-01",
        "+s A desk @Lyon proved",
    ]
    with desk.workshop.change():
        for line in lines:
            desk.types(line)
        hide_card(desk.card(desk.types("Twice #s")), reason="twice", by=desk.workshop.actor())
    with desk.workshop.look():
        shown = just_caught(desk.workshop.row, desk.workshop.measure())
        assert [card.line for card in shown] == lines[::-1]
        assert {card.author for card in shown} == {"The rapporteur"}


def test_a_city_is_known_by_its_names_in_other_languages(desk: Rapporteur) -> None:
    with desk.workshop.change():
        desk.workshop.city("Vienna").other_names = "Wien, Vienne"
    with desk.workshop.change():
        desk.types("Flats stand empty #social @wien met")
        assert desk.evidence("RET-01") == {"Vienna": (Stance.MET, "")}
    with desk.workshop.change():
        desk.corrects("RET-01", "Flats stand empty #social @Vienne solved")
        assert desk.evidence("RET-01") == {"Vienna": (Stance.SOLVED, "")}
