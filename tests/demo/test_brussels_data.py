"""The demo workshop as data: what its three files promise to whoever loads them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import facilitator.demo

FOLDER = Path(facilitator.demo.__path__[0]) / "brussels"
Row = dict[str, Any]


def read(name: str) -> Row:
    content: Row = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return content


WORKSHOP, DAY_ONE, DAY_TWO = (read(name) for name in ("workshop.json", "day_one.json", "day_two.json"))
RUNNING = read("running.json")
CHAIN = ("enablers", "strategies", "solutions")
VERDICTS = {"right", "right_with_change", "not_for_us", "cant_say"}
ASPECTS = {"technical", "financial", "legal", "governance", "social"}


def by(column: str, rows: Iterable[Row]) -> dict[str, Row]:
    return {row[column]: row for row in rows}


CITIES = by("name", WORKSHOP["cities"])
ORGANISATIONS = by("key", WORKSHOP["organisations"])
PARTICIPANTS = by("key", WORKSHOP["participants"])
TEAM = by("email", WORKSHOP["team"])
SESSIONS = by("key", WORKSHOP["sessions"])
ROOMS = by("name", WORKSHOP["rooms"])
MEASURES = by("prefix", WORKSHOP["measures"])
ISSUES = by("key", DAY_ONE["issues"])
GROUPS = by("key", DAY_TWO["groups"])
HIDDEN = {row["issue"] for row in DAY_ONE["hidden"]}
LIGHTHOUSE = {name for name, city in CITIES.items() if city["part"] == "lighthouse"}
INTERESTED = CITIES.keys() - LIGHTHOUSE


def city_of(participant: str) -> str | None:
    city: str | None = ORGANISATIONS[PARTICIPANTS[participant]["organisation"]]["city"]
    return city


def people_of(city: str) -> list[str]:
    return [key for key in PARTICIPANTS if city_of(key) == city]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def repeated(values: Iterable[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def interested_cities_at(group: Row) -> set[str | None]:
    return {city_of(seat) for seat in group["seats"]} & INTERESTED


def test_nothing_that_has_a_name_of_its_own_is_given_twice() -> None:
    names = {"cities": "name", "rooms": "name", "measures": "prefix", "team": "email"}
    for file in (WORKSHOP, DAY_ONE, DAY_TWO):
        for part, rows in file.items():
            if isinstance(rows, list) and part not in {"answers", "hidden"}:
                assert repeated(row[names.get(part, "key")] for row in rows) == [], part
    assert repeated(person["name"] for person in [*PARTICIPANTS.values(), *TEAM.values()]) == []


def test_no_name_in_any_language_means_two_cities() -> None:
    names = [name for city in CITIES.values() for name in (city["name"], *city["other_names"])]
    assert repeated(name.casefold() for name in names) == []


def test_six_lighthouse_cities_meet_eight_interested_ones() -> None:
    assert {"Munich", "Vienna", "Lyon", "London", "Lisbon", "Milan"} == LIGHTHOUSE
    assert len(INTERESTED) == 8
    assert {"Heerlen", "Antwerp"} < INTERESTED


def test_every_city_and_project_that_is_named_is_in_the_workshop() -> None:
    assert {city["project"] for city in CITIES.values()} == by("key", WORKSHOP["projects"]).keys() | {None}
    assert Counter(org["city"] for org in ORGANISATIONS.values() if org["city"]) == Counter(list(CITIES))
    assert {person["organisation"] for person in PARTICIPANTS.values()} == ORGANISATIONS.keys()


def test_about_forty_people_come_and_every_city_has_somebody_in_the_room() -> None:
    assert 38 <= len(PARTICIPANTS) <= 42
    assert all(len(people_of(city)) >= 3 for city in LIGHTHOUSE)
    assert all(1 <= len(people_of(city)) <= 3 for city in INTERESTED)
    assert [len(people_of(city)) for city in ("Heerlen", "Antwerp")] == [1, 1]


def test_the_team_has_each_role_and_writes_from_addresses_that_nobody_owns() -> None:
    roles = Counter(member["role"] for member in TEAM.values())
    assert roles == {"organiser": 1, "facilitator": 4, "rapporteur": 4, "viewer": 1}
    assert all(email.endswith("@example.org") for email in TEAM)


def test_no_session_begins_before_the_one_before_it_has_ended() -> None:
    ended = {1: 0, 2: 0}
    for session in WORKSHOP["sessions"]:
        hours, minutes = map(int, session["starts"].split(":"))
        assert hours * 60 + minutes >= ended[session["day"]], session["key"]
        ended[session["day"]] = hours * 60 + minutes + session["minutes"]


def test_each_measure_has_one_capture_session_on_day_one_in_a_room_that_exists() -> None:
    captures = [session for session in WORKSHOP["sessions"] if session["kind"] == "capture"]
    assert Counter(session["measure"] for session in captures) == Counter(list(MEASURES))
    assert {session["day"] for session in captures} == {1}
    assert all(session["room"] in {None, *ROOMS} for session in WORKSHOP["sessions"])


def test_each_measure_has_a_dozen_issues_and_all_five_aspects() -> None:
    for measure in MEASURES:
        issues = [issue for issue in ISSUES.values() if issue["measure"] == measure]
        assert len(issues) - len(HIDDEN & {issue["key"] for issue in issues}) >= 12
        assert {issue["aspect"] for issue in issues} == ASPECTS


def test_an_issue_is_brought_up_in_the_capture_session_of_its_measure() -> None:
    for issue in ISSUES.values():
        assert SESSIONS[issue["session"]]["measure"] == issue["measure"], issue["key"]


def test_the_lighthouse_city_that_brings_up_an_issue_gives_evidence_of_it() -> None:
    for issue in ISSUES.values():
        city = issue["city"] if issue["by"] in TEAM else city_of(issue["by"])
        evidence = [said["city"] for said in issue["evidence"]]
        assert city in evidence, issue["key"]
        assert set(evidence) <= LIGHTHOUSE
        assert repeated(evidence) == []
        assert {said["kind"] for said in issue["evidence"]} <= {"met", "solved", "expect"}


def test_enablers_strategies_and_solutions_answer_visible_issues_of_their_own_measure() -> None:
    for row in (row for part in CHAIN for row in DAY_ONE[part]):
        assert {ISSUES[key]["measure"] for key in row["for"]} == {row["measure"]}, row["key"]
        assert not HIDDEN & set(row["for"])
        assert row["by"] in TEAM or city_of(row["by"]) in LIGHTHOUSE


def test_enablers_come_from_inside_and_outside_and_strategies_face_both_ways() -> None:
    assert [len(DAY_ONE[part]) for part in CHAIN] == [18, 12, 23]
    assert {row["reach"] for row in DAY_ONE["enablers"]} == {"inside", "outside"}
    assert {row["field"] for row in DAY_ONE["enablers"]} == {
        "legal",
        "financial",
        "economic",
        "communication",
    }
    assert {row["side"] for row in DAY_ONE["strategies"]} == {"inner", "external"}


def test_a_solution_is_proven_only_by_a_city_that_solved_one_of_its_issues() -> None:
    for solution in DAY_ONE["solutions"]:
        evidence = [said for key in solution["for"] for said in ISSUES[key]["evidence"]]
        solved = {said["city"] for said in evidence if said["kind"] == "solved"}
        assert solution["proven_by"] in {None, *solved}, solution["key"]


def test_solutions_are_due_after_the_workshop_and_some_still_lack_an_owner_or_a_date() -> None:
    due = [solution["by_when"] for solution in DAY_ONE["solutions"]]
    assert all(date.fromisoformat(day) > date(2017, 12, 5) for day in due if day)
    assert due.count(None) == 2
    assert sum(not solution["owner"] for solution in DAY_ONE["solutions"]) == 3


def test_some_issues_of_each_measure_are_left_without_a_solution() -> None:
    answered = {key for solution in DAY_ONE["solutions"] for key in solution["for"]}
    open_issues = ISSUES.keys() - answered - HIDDEN
    assert Counter(ISSUES[key]["measure"] for key in open_issues) == {"RET": 3, "ENG": 4, "LED": 4, "MOB": 5}


def test_what_is_hidden_was_an_issue_and_has_a_reason() -> None:
    assert len(HIDDEN) == len(DAY_ONE["hidden"]) == 2
    assert ISSUES.keys() > HIDDEN
    assert all(row["reason"] for row in DAY_ONE["hidden"])


def test_everybody_sits_at_one_table_in_each_round_and_nobody_needs_two_chairs() -> None:
    for round_ in ("round-1", "round-2"):
        seats = [seat for group in GROUPS.values() if group["session"] == round_ for seat in group["seats"]]
        assert repeated(seats) == []
        delegates = {key for key in PARTICIPANTS if city_of(key)}
        assert delegates <= set(seats) <= PARTICIPANTS.keys()


def test_no_room_facilitator_or_rapporteur_is_wanted_at_two_tables_at_once() -> None:
    for what in ("room", "facilitator", "rapporteur"):
        assert repeated((group["session"], group[what]) for group in GROUPS.values()) == []


def test_a_table_has_chairs_for_all_who_sit_there_and_a_team_of_the_right_roles() -> None:
    for group in GROUPS.values():
        assert SESSIONS[group["session"]]["kind"] == "breakout"
        assert group["measure"] in MEASURES
        assert len(group["seats"]) <= ROOMS[group["room"]]["seats"], group["key"]
        assert all(TEAM[group[role]]["role"] == role for role in ("facilitator", "rapporteur"))


def test_lighthouse_and_interested_cities_sit_together_at_every_table() -> None:
    for group in GROUPS.values():
        assert {city_of(seat) for seat in group["seats"]} & LIGHTHOUSE, group["key"]
        assert interested_cities_at(group), group["key"]


def test_antwerp_is_alone_at_one_retrofit_table_while_seven_cities_share_another() -> None:
    assert interested_cities_at(GROUPS["ret-1"]) == {"Antwerp"}
    assert len(interested_cities_at(GROUPS["eng-1"])) == 7


def test_an_answer_comes_from_a_city_at_the_table_that_discusses_the_issue() -> None:
    for answer in DAY_TWO["answers"]:
        group = GROUPS[answer["group"]]
        assert ISSUES[answer["issue"]]["measure"] == group["measure"], answer
        assert answer["issue"] not in HIDDEN
        assert answer["participant"] in group["seats"], answer
        assert city_of(answer["participant"]) in INTERESTED | LIGHTHOUSE


def test_nobody_answers_the_same_issue_twice() -> None:
    assert repeated((answer["participant"], answer["issue"]) for answer in DAY_TWO["answers"]) == []
    assert 150 <= len(DAY_TWO["answers"]) <= 300


def test_a_change_is_worded_exactly_where_the_verdict_asks_for_one() -> None:
    assert {answer["verdict"] for answer in DAY_TWO["answers"]} == VERDICTS
    for answer in DAY_TWO["answers"]:
        assert bool(answer.get("change")) == (answer["verdict"] == "right_with_change"), answer


def test_scores_run_from_one_to_nine_and_who_cannot_say_gives_none() -> None:
    criteria = [criterion["key"] for criterion in WORKSHOP["criteria"]]
    for answer in DAY_TWO["answers"]:
        assert list(answer["scores"]) == criteria
        assert all(score in {None, *range(1, 10)} for score in answer["scores"].values()), answer
        if answer["verdict"] == "cant_say":
            assert set(answer["scores"].values()) == {None}


def test_a_missing_issue_comes_from_an_interested_delegate_at_that_table() -> None:
    assert 3 <= len(DAY_TWO["missing_issues"]) <= 6
    for issue in DAY_TWO["missing_issues"]:
        assert issue["by"] in GROUPS[issue["group"]]["seats"]
        assert city_of(issue["by"]) in INTERESTED
        assert issue["aspect"] in ASPECTS
        assert issue["key"] not in ISSUES


def test_a_note_is_on_an_issue_in_sight_of_the_measure_of_its_table() -> None:
    for note in RUNNING["notes"]:
        measure = GROUPS[note["group"]]["measure"]
        assert note["issue"] is None or ISSUES[note["issue"]]["measure"] == measure, note
        assert note["issue"] not in HIDDEN
    assert repeated((note["group"], note["issue"]) for note in RUNNING["notes"]) == []
    assert {note["group"] for note in RUNNING["notes"]} == GROUPS.keys()


def test_who_is_absent_had_a_seat_at_that_table() -> None:
    assert all(entry["participant"] in GROUPS[entry["group"]]["seats"] for entry in RUNNING["absent"])


def test_titles_fit_one_line_but_for_one_of_140_characters() -> None:
    lengths = [len(issue["title"]) for issue in [*ISSUES.values(), *DAY_TWO["missing_issues"]]]
    assert [length for length in lengths if length > 90] == [140]


def test_every_text_is_one_clean_line() -> None:
    for text in texts([WORKSHOP, DAY_ONE, DAY_TWO, RUNNING]):
        assert text == text.strip()
        assert text.isprintable(), text
