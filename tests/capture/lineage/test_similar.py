"""While an issue is typed, those that may say the same stand beside it, as the workshop is now."""

from facilitator.access.policy import Phase
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.lineage.similar import SimilarIssue, similar_issues
from facilitator.capture.models import Aspect, Card, Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, restore_card, reword_card
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from tests.small_workshop import SmallWorkshop

OWNERS = {"title": "All owners of a house must agree before the works", "text": "", "aspect": "governance"}
METERS = {"title": "Metering each flat meets privacy worries", "text": "", "aspect": "legal"}
TYPED = "Owners must all agree to the works"


def found(workshop: SmallWorkshop, title: str = TYPED, **told: object) -> list[SimilarIssue]:
    with workshop.look():
        return similar_issues(workshop.row, title=title, **told)


def refs(workshop: SmallWorkshop, title: str = TYPED) -> list[str]:
    return [issue.ref for issue in found(workshop, title)]


def bring(workshop: SmallWorkshop, wording: dict[str, str], prefix: str = "RET") -> Card:
    return add_card(workshop.measure(prefix), Kind.ISSUE, wording, by=workshop.actor())


def test_a_similar_issue_is_shown_with_what_both_share(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = bring(workshop, OWNERS)
        bring(workshop, METERS)
        give_evidence(issue, workshop.city("Vienna"), Stance.SOLVED, by=workshop.actor())
    [similar] = found(workshop, aspect=Aspect.GOVERNANCE)
    assert (similar.ref, similar.title) == ("RET-01", OWNERS["title"])
    assert {word.there for word in similar.reason.words} >= {"owners", "agree", "works"}
    assert similar.reason.same_aspect
    assert similar.spoken == {"Vienna": Stance.SOLVED}


def test_what_cities_said_of_an_issue_that_was_merged_into_it_stands_with_it(workshop: SmallWorkshop) -> None:
    with workshop.change():
        into, origin = bring(workshop, OWNERS), bring(workshop, METERS)
        give_evidence(origin, workshop.city("Lyon"), Stance.MET, by=workshop.actor())
        merge_cards(into, [origin], by=workshop.actor())
    assert found(workshop)[0].spoken == {"Lyon": Stance.MET}


def test_a_similar_issue_of_another_measure_is_found_too(workshop: SmallWorkshop) -> None:
    with workshop.change():
        bring(workshop, OWNERS, "ENG")
    assert refs(workshop) == ["ENG-01"]
    assert not found(workshop)[0].reason.same_measure
    assert found(workshop, measure="ENG")[0].reason.same_measure


def test_what_comes_while_the_workshop_runs_is_found_at_once(workshop: SmallWorkshop) -> None:
    assert refs(workshop) == []
    for count in (1, 2):
        with workshop.change():
            bring(workshop, OWNERS)
        assert len(refs(workshop)) == count


def test_what_is_hidden_is_no_longer_found_until_it_is_restored(workshop: SmallWorkshop) -> None:
    with workshop.change():
        hide_card(bring(workshop, OWNERS), reason="said twice", by=workshop.actor())
    assert refs(workshop) == []
    with workshop.change():
        restore_card(card_by_reference(workshop.row, "RET-01"), by=workshop.actor())
    assert refs(workshop) == ["RET-01"]
    with workshop.change():
        hide_card(card_by_reference(workshop.row, "RET-01"), reason="again", by=workshop.actor())
    assert refs(workshop) == []


def test_an_issue_is_found_by_what_it_says_now(workshop: SmallWorkshop) -> None:
    with workshop.change():
        bring(workshop, METERS)
        bring(workshop, METERS)
        bring(workshop, METERS)
    assert refs(workshop) == []
    with workshop.change():
        reword_card(card_by_reference(workshop.row, "RET-02"), OWNERS, based_on=1, by=workshop.actor())
    assert refs(workshop) == ["RET-02"]
    assert refs(workshop, METERS["title"]) == ["RET-01", "RET-03"]


def test_what_was_undone_with_its_request_is_not_found(workshop: SmallWorkshop) -> None:
    with workshop.change():
        bring(workshop, OWNERS)
        assert [issue.ref for issue in similar_issues(workshop.row, title=TYPED)] == ["RET-01"]
        db.session.rollback()
    assert refs(workshop) == []
    with workshop.change():
        bring(workshop, METERS)
    assert refs(workshop) == []


def test_one_that_is_being_reworded_is_not_similar_to_itself(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = bring(workshop, OWNERS)
        bring(workshop, OWNERS)
        others = similar_issues(workshop.row, title=TYPED, but=issue)
        assert [other.ref for other in others] == ["RET-02"]


def test_who_may_not_see_all_issues_is_shown_those_that_they_may(workshop: SmallWorkshop) -> None:
    with workshop.change():
        for _ in range(12):
            bring(workshop, OWNERS)
        allowed = similar_issues(workshop.row, title=TYPED, seen=Card.number >= 11)
        assert [issue.ref for issue in allowed] == ["RET-11", "RET-12"]


def test_another_workshop_s_issues_are_not_shown(workshop: SmallWorkshop) -> None:
    with workshop.change():
        bring(workshop, OWNERS)
    assert refs(SmallWorkshop(workshop.app, slug="sister")) == []
    assert refs(workshop) == ["RET-01"]


def test_a_single_letter_and_an_empty_title_are_like_nothing(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.HANDED_OVER)
    for typed in ("", "a", "?", " ", "O" * 5_000):
        assert refs(workshop, typed) == []
