"""The two days, as the people of a small workshop walk through them; with script and without."""

import re
from datetime import date
from pathlib import Path

from tests.journeys.counting import Counted
from tests.journeys.people_at_screens import Delegate, Issue, Reply
from tests.journeys.room import Room
from tests.journeys.team_at_screens import TeamMember

OWNERS = Issue(
    "Several owners must agree",
    "And some of them can't pay.",
    "Governance and organisation",
    "We had this problem",
)
WHO_PAYS = Issue(
    "Who pays is not who saves",
    "The tenants gain, the owner invests.",
    "Financial and economic",
    "We expect this problem",
)
METERS = Issue(
    "Metering each flat worries tenants",
    "They fear for their privacy.",
    "Legal and regulatory",
    "We solved this problem",
)
IN_PASSING = Issue("The coffee is cold", "It has been so since nine.", "Technical", "We had this problem")
NO_ONE_BODY = Issue(
    "No single body speaks for the residents",
    "Each is approached alone.",
    "Social and communication",
    "We had this problem",
)
HERITAGE = Issue("Listed fronts can't be insulated", "We have whole streets of them.", "Legal and regulatory")

REWORDED = "Whoever pays for the works is not the one who saves"
REWORDED_LATER = "Several owners must agree on one renovation"
ENABLER = "A renovation office in the district"
STRATEGY = "Win the finance department early"
SOLUTION = "One contract for all owners of a house"
OWNER = "Housing department of Lyon"
BY_WHEN = date(2018, 6, 30)
DROPPED = "A leaflet for everybody"
HANDOVER = "Findings of day one"
HIDDEN_REASON = "Not about retrofit"

TABLE = "Retrofit table"
OTHER_TABLE = "Engagement table"

FROM_ANTWERP = {
    "RET-01": Reply(
        "Right", {"Relevance": 8, "Urgency": 7, "Own power to act": None}, need="A model contract"
    ),
    "RET-02": Reply(
        "Not for us", {"Relevance": 3, "Urgency": 2, "Own power to act": 5}, comment="Our owners live in"
    ),
    "RET-03": Reply(
        "Right", {"Relevance": 9, "Urgency": 9, "Own power to act": 4}, comment="Meters are read by radio"
    ),
}
SECOND_THOUGHTS = Reply(
    "Right, with a change",
    {"Relevance": 6, "Urgency": 7, "Own power to act": None},
    change="Name the tenants too",
    need="A model contract",
)
FROM_HEERLEN = {
    "RET-01": Reply("Right", {"Relevance": 9, "Urgency": 5, "Own power to act": 1}),
    "RET-02": Reply("Can't say", {"Relevance": None}),
    "RET-03": Reply("Not for us", {"Relevance": 2}),
}


def contribute_and_capture(room: Room) -> tuple[TeamMember, TeamMember]:
    """Day one until its session is closed; gives back the facilitator and the rapporteur."""
    facilitator = room.team_member("facilitator")
    facilitator.move_to("Day one")
    facilitator.open_session("Capture Retrofit")
    lyon, vienna = room.delegate("Lyon", "Amélie"), room.delegate("Vienna", "Resi")
    for delegate, issue in ((lyon, OWNERS), (lyon, WHO_PAYS), (vienna, METERS), (vienna, IN_PASSING)):
        delegate.contribute(issue)
    for issue in (IN_PASSING, OWNERS, WHO_PAYS, METERS):
        facilitator.finds_news(issue.title)
    facilitator.glance(facilitator.page, "with what came in")
    facilitator.hide("RET-04", HIDDEN_REASON)
    rapporteur = room.team_member("rapporteur")
    capture_for_others(rapporteur)
    facilitator.close_session("Capture Retrofit")
    lyon.finds_news("There is nothing to do now")
    return facilitator, rapporteur


def capture_for_others(rapporteur: TeamMember) -> None:
    """What the room says aloud goes in by the rapporteur: cards, evidence, links, another wording."""
    rapporteur.enter_enabler("RET", ENABLER, "Inside the city", "Communication")
    rapporteur.enter_strategy("RET", STRATEGY, "Structures inside the municipality")
    rapporteur.enter_solution("RET", SOLUTION, OWNER, BY_WHEN, "Ask three notaries")
    rapporteur.enter_solution("RET", DROPPED, "", None, "")
    rapporteur.link("RET-01", "RET-E01", "RET-P01", "RET-S01")
    rapporteur.enter_evidence("RET-01", "Vienna", "We solved this problem", "By a majority of two thirds")
    rapporteur.reword("RET-02", REWORDED)
    rapporteur.enter_issue("ENG", NO_ONE_BODY, "Vienna")


def prepare_day_two(facilitator: TeamMember, rapporteur: TeamMember, room: Room) -> tuple[Delegate, Delegate]:
    """The handover, the groups, the seats; gives back the delegates of the two interested cities."""
    facilitator.hand_over(HANDOVER)
    rapporteur.reword("RET-01", REWORDED_LATER)
    facilitator.move_to("Day two")
    antwerp, heerlen = room.delegate("Antwerp", "Griet"), room.delegate("Heerlen", "Huub")
    facilitator.set_up_group(
        TABLE,
        round_="Round one",
        measure="Retrofit",
        facilitator="The facilitator",
        rapporteur="The rapporteur",
    )
    facilitator.set_up_group(OTHER_TABLE, round_="Round one", measure="Citizen engagement", room="Attic")
    for person in ("Griet · Antwerp", "Huub · Heerlen"):
        facilitator.seat(person, TABLE)
    facilitator.spread_the_rest()
    facilitator.open_session("Round one")
    return antwerp, heerlen


def validate(facilitator: TeamMember, antwerp: Delegate, heerlen: Delegate) -> None:
    """The interested cities answer, change their minds and add an issue, until the group is closed."""
    facilitator.go_to_group(TABLE)
    for delegate in (antwerp, heerlen):
        delegate.finds_news("Answer the issues")
    antwerp.validate_one_by_one(FROM_ANTWERP)
    antwerp.validate_on_one_page({"RET-01": SECOND_THOUGHTS})
    antwerp.sees("3 of 3")
    heerlen.validate_on_one_page(FROM_HEERLEN)
    heerlen.add_what_is_missing(HERITAGE)
    facilitator.finds_news("3 of 3")
    heerlen.follow("Show all on one page")
    facilitator.close_group(TABLE)
    comes_too_late(heerlen)


def comes_too_late(delegate: Delegate) -> None:
    """Whoever still has the page open is told that what they typed is kept, and that somebody decides."""
    first = delegate.page.get_by_role("region", name="RET-01")
    delegate.fill("Comment", "One word more", first)
    delegate.press("Save and check")
    delegate.is_told(re.compile("saved. The facilitator decides"))
    delegate.glance(delegate.page, "came too late")
    delegate.follow("Back to Home")
    delegate.sees(re.compile("This group is not open for answers"))


def tidy_up(facilitator: TeamMember) -> None:
    """What should not have been said goes out of sight, answered or not."""
    facilitator.hide("RET-03", "Names a company")
    facilitator.hide("RET-S02", "Nobody wants it")


def look_at_results(facilitator: TeamMember) -> None:
    """What the interested cities say, per measure."""
    facilitator.go_to("Results")
    facilitator.read("Retrofit", state="results")
    facilitator.sees("RET-01")
    facilitator.sees_no("RET-03")
    facilitator.sees(HERITAGE.title)
    for ref in ("RET-01", "RET-02"):
        facilitator.page.get_by_text(f"Show answers on {ref}").click()
    facilitator.sees("A model contract")
    facilitator.sees("Name the tenants too")
    facilitator.glance(facilitator.page, "results opened")


def export(facilitator: TeamMember, folder: Path) -> tuple[Path, Path]:
    """The report as a document and as data."""
    facilitator.go_to("Report")
    facilitator.read("Report", state="with results")
    document = facilitator.download("Document to edit (DOCX)", folder)
    data = facilitator.download("Data for other programs (JSON)", folder)
    return document, data


def is_what_was_said(counted: Counted) -> None:
    """The database holds what the people of this journey typed: the last word of each, once."""
    issue = counted.issues("RET")["RET-01"]
    assert issue["title"] == OWNERS.title
    assert issue["remarks"] == [
        ("change", "Antwerp", SECOND_THOUGHTS.change),
        ("need", "Antwerp", SECOND_THOUGHTS.need),
    ]
    assert {dot["city"]: dot["value"] for dot in issue["ratings"]["relevance"]["cities"]} == {
        "Antwerp": 6,
        "Heerlen": 9,
    }
    assert issue["ratings"]["power"]["cant_say"] == {"cities": 1, "people": 1}
    assert counted.issues("RET").keys() == {"RET-01", "RET-02"}
    assert [row.title for row in counted.in_sight("RET", "issue", missing=True).values()] == [HERITAGE.title]
    [solution] = counted.in_sight("RET", "solution").values()
    assert (solution.title, solution.owner, str(solution.by_when)) == (SOLUTION, OWNER, str(BY_WHEN))
