"""A city speaks as one: who its speaker is, what it says, how it is taken back, and what is refused."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import seat_participant
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.models import Handover
from facilitator.capture.operations import reword_card
from facilitator.capture.queries import active_handover, card_by_reference, handed_issues
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.validation.city_votes.operations import (
    dismiss_speaker,
    name_speaker,
    speak_for_city,
    take_back_voice,
)
from facilitator.validation.city_votes.queries import CityVote, city_voices, delegations, is_speaker
from facilitator.validation.models import CitySpeaker, Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.operations import join_workshop
from facilitator.workshops.queries import organisations
from tests.full_workshop import answer
from tests.pages import complaints, lead, notices, summary, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SECRET, SmallWorkshop

NOT_SPEAKER = "You are not the speaker of Antwerp. Ask the facilitator to change this."
BLIND = "Answer for yourself first. Then you see the other answers of your city."
A_REASON = "Told at the table"


@pytest.fixture
def day_two(workshop: SmallWorkshop) -> SmallWorkshop:
    """Three issues at one table, where Antwerp and Heerlen sit with one delegate each."""
    workshop.group_id = workshop.begin_validation()  # type: ignore[attr-defined]
    return workshop


def group_of(workshop: SmallWorkshop) -> int:
    return int(workshop.group_id)  # type: ignore[attr-defined]


def speaker(workshop: SmallWorkshop, who: str = "Antwerp", city: str = "Antwerp") -> None:
    """Make a delegate a speaker; inside of `change`."""
    name_speaker(workshop.row, workshop.city(city), workshop.participant(who), by=workshop.actor())


def second_delegate(workshop: SmallWorkshop) -> None:
    """Another one of Antwerp, by the name of Nele."""
    with workshop.change():
        delegation = next(each for each in organisations(workshop.row) if each.spoken_name == "Antwerp")
        person, workshop.tokens["Nele"] = join_workshop(
            workshop.row, organisation=delegation, display_name="Nele", submission="form of Nele",
            secret=SECRET, by=workshop.actor(),
        )  # fmt: skip
        workshop.participants["Nele"] = person.id
        workshop.cities["Nele"] = workshop.cities["Antwerp"]


def handover(workshop: SmallWorkshop) -> Handover:
    found = active_handover(workshop.row)
    assert found
    return found


def first_issue(workshop: SmallWorkshop) -> int:
    return handed_issues(handover(workshop))[0].issue_id


def say(
    workshop: SmallWorkshop, word: Reply, *, city: str = "Antwerp", who: str = "Antwerp", reason: str = ""
) -> None:
    """The word of a city on its first issue; inside of `change`."""
    by = workshop.actor(who)
    speak_for_city(handover(workshop), first_issue(workshop), workshop.city(city), word, reason=reason, by=by)


def voices(workshop: SmallWorkshop) -> list[CityVote]:
    with workshop.look():
        return [voice for said in city_voices(handover(workshop)).values() for voice in said]


def test_a_city_has_one_speaker_and_naming_another_ends_the_first(day_two: SmallWorkshop) -> None:
    second_delegate(day_two)
    with day_two.change():
        speaker(day_two)
        speaker(day_two, "Nele")
        speaker(day_two, "Nele")
    with day_two.look():
        rows = db.session.scalars(sa.select(CitySpeaker).order_by(CitySpeaker.id)).all()
        assert [(row.participant_id, row.ended_at is None) for row in rows] == [
            (day_two.participants["Antwerp"], False),
            (day_two.participants["Nele"], True),
        ]
        assert rows[0].named_by == rows[0].ended_by == day_two.accounts["facilitator"]
        assert is_speaker(day_two.participants["Nele"], day_two.cities["Antwerp"])
        assert not is_speaker(day_two.participants["Antwerp"], day_two.cities["Antwerp"])
    assert day_two.happened()[-2:] == ["city.speaker_named", "city.speaker_named"]


def test_only_a_delegate_of_the_city_becomes_its_speaker(day_two: SmallWorkshop) -> None:
    sentence = "Delegate of Heerlen is not a delegate of Antwerp. Only a delegate can speak for a city."
    with day_two.refuses(sentence):
        speaker(day_two, "Heerlen")


def test_a_lighthouse_city_has_no_voice(day_two: SmallWorkshop) -> None:
    sentence = "Lyon is a lighthouse city. Only interested cities vote."
    with day_two.refuses(sentence):
        speaker(day_two, "Lyon", "Lyon")
    with day_two.refuses(sentence):
        say(day_two, Reply(Verdict.RIGHT), city="Lyon", who="facilitator", reason=A_REASON)


def test_a_city_without_a_speaker_can_not_lose_one(day_two: SmallWorkshop) -> None:
    with day_two.refuses("Antwerp has no speaker."):
        dismiss_speaker(day_two.city("Antwerp"), by=day_two.actor())


def test_a_city_that_speaks_twice_has_one_voice_with_its_last_word_and_the_first_in_the_activity(
    day_two: SmallWorkshop,
) -> None:
    urgency, power = day_two.criteria["urgency"], day_two.criteria["power"]
    with day_two.change():
        speaker(day_two)
        say(day_two, Reply(Verdict.RIGHT, scores={urgency: 7, power: 3}))
        say(day_two, Reply(Verdict.NOT_FOR_US, scores={urgency: None}))
    [voice] = voices(day_two)
    assert (voice.city, voice.verdict, voice.scores) == ("Antwerp", Verdict.NOT_FOR_US, {urgency: None})
    assert (voice.person, voice.by_team, voice.reason) == ("Delegate of Antwerp", False, "")
    with day_two.look():
        newest = sa.select(Activity.detail).filter_by(happened="issue.voiced").order_by(Activity.id.desc())
        detail = db.session.execute(newest.limit(1)).scalar_one()
    assert detail["before"]["scores"] == {str(urgency): 7, str(power): 3}


def test_the_team_speaks_for_a_city_only_with_a_reason(day_two: SmallWorkshop) -> None:
    with day_two.refuses("Enter the reason why the team votes for this city."):
        say(day_two, Reply(Verdict.RIGHT), who="facilitator", reason="–")
    with day_two.change():
        say(day_two, Reply(Verdict.RIGHT), who="facilitator", reason=A_REASON)
    [voice] = voices(day_two)
    assert (voice.by_team, voice.person, voice.reason) == (True, "The facilitator", A_REASON)


@pytest.mark.parametrize("score", [0, 10, -1])
def test_a_city_scores_from_1_to_9_too(day_two: SmallWorkshop, score: int) -> None:
    with day_two.refuses("Enter a score from 1 to 9."):
        say(day_two, Reply(scores={day_two.criteria["urgency"]: score}))


def test_a_word_that_says_nothing_is_refused(day_two: SmallWorkshop) -> None:
    with day_two.refuses("Choose an answer or give a score for your city."):
        say(day_two, Reply())


def test_a_word_taken_back_is_gone_and_stays_in_the_activity(day_two: SmallWorkshop) -> None:
    with day_two.change():
        say(day_two, Reply(Verdict.RIGHT, scores={day_two.criteria["urgency"]: 7}))
    with day_two.change():
        take_back_voice(first_issue(day_two), day_two.city("Antwerp"), by=day_two.actor("Antwerp"))
    assert voices(day_two) == []
    assert day_two.happened()[-2:] == ["issue.voiced", "issue.unvoiced"]
    with day_two.refuses("Antwerp has no city vote on this issue."):
        take_back_voice(first_issue(day_two), day_two.city("Antwerp"), by=day_two.actor("Antwerp"))


def test_a_voice_counts_for_the_wording_it_was_said_of_also_after_day_one_was_opened_again(
    day_two: SmallWorkshop,
) -> None:
    team = day_two.actor()
    with day_two.change():
        for issue in handed_issues(handover(day_two))[:2]:
            word = Reply(Verdict.RIGHT)
            by = day_two.actor("Antwerp")
            speak_for_city(handover(day_two), issue.issue_id, day_two.city("Antwerp"), word, by=by)
    day_two.close("round")
    with day_two.change():
        reopen_handover(day_two.row, reason="Vienna came late", by=team)
        reword_card(card_by_reference(day_two.row, "RET-01"), AN_ISSUE, based_on=1, by=team)
        freeze_handover(day_two.row, name="Day one again", by=team)
    with day_two.look():
        kept = card_by_reference(day_two.row, "RET-02").id
    assert [voice.issue_id for voice in voices(day_two)] == [kept]


def test_a_delegate_who_speaks_for_another_city_now_is_not_the_speaker_of_the_first(
    day_two: SmallWorkshop,
) -> None:
    with day_two.change():
        speaker(day_two)
        person = day_two.participant("Antwerp")
        person.organisation_id = day_two.participant("Heerlen").organisation_id
    with day_two.look():
        antwerp = delegations(day_two.row, day_two.cities["Antwerp"])[0]
        assert antwerp.spokesperson is None


# On the phone


def test_the_speaker_finds_the_way_and_sees_the_own_city_side_by_side(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    second_delegate(day_two)
    with day_two.change():
        speaker(day_two)
        answer(
            day_two,
            "Antwerp",
            group_of(day_two),
            Reply(Verdict.RIGHT, scores={day_two.criteria["urgency"]: 7}),
        )
        answer(day_two, "Heerlen", group_of(day_two), Reply(Verdict.NOT_FOR_US))
    antwerp = browser_of("Antwerp")
    assert "You speak for Antwerp" in texts(antwerp.read(day_two.path("home")).text)
    page = antwerp.read(day_two.path("city-vote")).text
    assert ": Right · Urgency 7" in texts(page)
    assert "Delegate of Heerlen" not in page
    assert "Not for us" not in page


def test_the_speaker_answers_blind_before_seeing_what_the_others_of_the_city_said(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    second_delegate(day_two)
    with day_two.change():
        speaker(day_two)
        group = db.session.get_one(Group, group_of(day_two))
        seat_participant(day_two.row, group, day_two.participant("Nele"), by=day_two.actor())
        answer(day_two, "Nele", group.id, Reply(Verdict.NOT_FOR_US))
    antwerp, page = browser_of("Antwerp"), day_two.path("city-vote")
    assert texts(antwerp.read(page).text).count(BLIND) == 3
    assert "Not for us" not in antwerp.read(f"{page}/RET-01").text.partition("<form")[0]
    with day_two.change():
        answer(day_two, "Antwerp", group_of(day_two), Reply(Verdict.RIGHT))
    assert texts(antwerp.read(page).text).count(BLIND) == 2
    assert ": Not for us" in texts(antwerp.read(page).text)


def test_the_speaker_sets_the_word_of_the_city_and_takes_it_back(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with day_two.change():
        speaker(day_two)
    antwerp, page = browser_of("Antwerp"), day_two.path("city-vote/RET-01")
    urgency = f"score_{day_two.criteria['urgency']}"
    said = antwerp.send(page, {"verdict": "right", urgency: "8"})
    assert (said.status_code, said.location) == (303, day_two.path("city-vote") + "#RET-01")
    assert [(voice.verdict, voice.scores) for voice in voices(day_two)] == [
        (Verdict.RIGHT, {day_two.criteria["urgency"]: 8})
    ]
    assert antwerp.form(page)[urgency] == ["8"]
    taken = antwerp.send(page, {}, to=f"{page}/withdrawal")
    assert taken.status_code == 303
    assert voices(day_two) == []
    assert notices(antwerp.read(day_two.path("city-vote")).text)[-1] == (
        "RET-01: the city vote of Antwerp was deleted. The delegates’ answers count again."
    )


@pytest.mark.one_database
@pytest.mark.parametrize("score", ["0", "10", "5.5", "five"])
def test_a_score_off_the_scale_is_said_and_what_was_chosen_stands_there(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser], score: str
) -> None:
    with day_two.change():
        speaker(day_two)
    antwerp, page = browser_of("Antwerp"), day_two.path("city-vote/RET-01")
    with day_two.nothing_changes():
        refused = antwerp.send(page, {"verdict": "right", f"score_{day_two.criteria['urgency']}": score})
    assert refused.status_code == 422
    assert summary(refused.text) == ["Urgency Enter a score from 1 to 9."]


@pytest.mark.parametrize("page", ["city-vote", "city-vote/RET-01"])
def test_a_delegate_who_is_not_the_speaker_is_told_so(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser], page: str
) -> None:
    refused = browser_of("Antwerp").read(day_two.path(page))
    assert (refused.status_code, lead(refused.text)) == (409, NOT_SPEAKER)


def test_an_issue_that_was_not_handed_over_has_no_page(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with day_two.change():
        speaker(day_two)
    assert browser_of("Antwerp").read(day_two.path("city-vote/RET-99")).status_code == 404


# By the team


def test_the_facilitator_names_a_speaker_and_the_list_says_who_it_is(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    city = day_two.cities["Antwerp"]
    page, facilitator = day_two.path(f"city-votes/{city}"), browser_of("facilitator")
    named = facilitator.send(page, {"participant": day_two.participants["Antwerp"]}, to=f"{page}/speaker")
    assert (named.status_code, named.location) == (303, page)
    assert "Delegate of Antwerp" in texts(facilitator.read(day_two.path("city-votes")).text, "td")
    assert facilitator.send(page, {}, to=f"{page}/speaker/end").status_code == 303
    assert "No speaker" in texts(facilitator.read(day_two.path("city-votes")).text, "td")


def test_the_team_is_asked_for_its_reason_at_the_field(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page = day_two.path(f"city-votes/{day_two.cities['Antwerp']}/RET-01")
    rapporteur = browser_of("rapporteur")
    with day_two.nothing_changes():
        refused = rapporteur.send(page, {"verdict": "right"}, to=page)
    assert refused.status_code == 422
    assert complaints(refused.text) == {"reason": ["Please fill this in."]}
    assert rapporteur.send(page, {"verdict": "right", "reason": A_REASON}, to=page).status_code == 303
    assert [voice.reason for voice in voices(day_two)] == [A_REASON]


def test_the_page_of_a_lighthouse_city_says_that_it_has_no_voice(
    day_two: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    refused = browser_of("facilitator").read(day_two.path(f"city-votes/{day_two.cities['Lyon']}"))
    assert refused.status_code == 409


def test_before_the_handover_there_is_nothing_to_speak_of(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    page = browser_of("facilitator").read(workshop.path(f"city-votes/{workshop.cities['Antwerp']}"))
    assert page.status_code == 200
    assert "No handover yet" in texts(page.text)
