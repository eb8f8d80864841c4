"""Files in and out: what is wrong is said with row and column, what is right comes out as a plan."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from facilitator.breakouts.allocation import allocate
from facilitator.breakouts.seating_files.brief import Grid, read_problem
from facilitator.breakouts.seating_files.commands import allocate_command
from facilitator.breakouts.seating_files.files import BadFile
from facilitator.workshops.roster.workbook import NO_WORKBOOK

DOCS = Path(__file__).parents[3] / "docs" / "allocation"
GRID = Grid(rounds=2, tables=2, size=4, measures=("Retrofit", "Mobility"))


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def complaint(people: Path, **files: Path) -> str:
    """The sentence that a file is refused with."""
    with pytest.raises(BadFile) as caught:
        read_problem(people, GRID, **files)
    return str(caught.value)


def run(*arguments: str | Path) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(allocate_command, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "people.csv: There is nothing in this list. Choose another file, or paste the list."),
        ("organisation\nLyon\n", "people.csv, row 1: column “name” is missing."),
        (
            "name,phone\nAda,12\n",
            "people.csv, row 1, column 2: “phone” is not one of absent, came_for, "
            "languages, name, organisation, role, step_free, wishes.",
        ),
        ("name,name\nAda,Ada\n", "people.csv, row 1: column “name” comes twice."),
        (
            "name,role\nAda,lighthouse\nBen,guest\n",
            "people.csv, row 3, column role: “guest” is not one of lighthouse, interested, partner.",
        ),
        (
            "name\nAda,Lyon\n",
            "people.csv, row 1, column 2: “” is not one of absent, came_for, languages, name, organisation, "
            "role, step_free, wishes.",
        ),
        ("name,role\n,partner\n", "people.csv, row 2, column name: is empty, but needed."),
        (
            "name,step_free\nAda,perhaps\n",
            "people.csv, row 2, column step_free: “perhaps” is neither yes nor no.",
        ),
        ("name,absent\nAda,3\n", "people.csv, row 2, column absent: there is no round 3, only 2."),
        ("name,absent\nAda,-1\n", "people.csv, row 2, column absent: “-1” is not a whole number from 1."),
        (
            'name\n"Ada\n',
            "people.csv: A quotation mark in row 2 is not closed. Close or delete it.",
        ),
        (
            "name,organisation\nAda Example,Lyon\n\nexample  ADA,LYON\n",
            "people.csv, row 4, column name: “example ADA” is already in row 2.",
        ),
        (
            "name,organisation\nAda Example,Lyon\nBen,Ulm\nA\0da Nul,Lyon\n",
            "people.csv: Row 4 has a character that is no letter (NUL). Type this row again, or delete it.",
        ),
        ("\0\1\2\0\7", f"people.csv: {NO_WORKBOOK}"),
        (
            "name,organisation,role\nMax-Martin Richter,Stadt Köln,lighthouse\n"
            "max-martin  richter,STADT KÖLN,lighthouse\n",
            "people.csv, row 3, column name: “max-martin richter” is already in row 2.",
        ),
        (
            b"PK\x03\x04\x14\x00\x06\x00" + bytes(56),
            "people.csv: This workbook can't be read. "
            "Open it, save the list as “CSV UTF-8” and import that file.",
        ),
    ],
)
def test_a_bad_list_of_people_is_refused_with_row_and_column(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    assert complaint(written(tmp_path, "people.csv", content)) == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "rule,person,other\nbeside,Ada,Ben\n",
            "rules.csv, row 2, column rule: “beside” is not one of together, apart, pin.",
        ),
        (
            "rule,person,other\napart,Ada,Zoe\n",
            "rules.csv, row 2, column other: “Zoe”: the list of people has no such person.",
        ),
        (
            "rule,person,other\napart,Ada,Cleo\n",
            "rules.csv, row 2, column other: “Cleo”: the list of people has 2 of them: add (organisation).",
        ),
        (
            "rule,person,round,table\npin,Ada,3,1\n",
            "rules.csv, row 2, column round: there is no round 3, only 2.",
        ),
        (
            "rule,person,round,table\npin,Ada,1,9\n",
            "rules.csv, row 2, column table: round 1 has no table “9”.",
        ),
    ],
)
def test_a_bad_rule_is_refused_with_row_and_column(tmp_path: Path, content: str, sentence: str) -> None:
    people = written(tmp_path, "people.csv", "name,organisation\nAda,Lyon\nBen,\nCleo,Lyon\nCleo,Sofia\n")
    assert complaint(people, rules=written(tmp_path, "rules.csv", content)) == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"people": [\n  {"name": "Ada",}\n]}', "people.json, line 2, column 1"),
        ("[]", "people.json, line 1, column 1: not an object with “people”."),
        ('{"guests": []}', "people.json: “guests” is not known."),
        ('{"people": {}}', "people.json: “people” is not a list."),
        ('{"people": ["Ada"]}', "people.json, entry 1 of “people”: not an object."),
        (
            '{"people": [{"name": "Ada", "role": "king"}]}',
            "people.json, entry 1 of “people”, column role: “king” is not one of",
        ),
        (
            '{"people": [{"name": {"first": "Ada"}}]}',
            "people.json, entry 1 of “people”, column name: is not a single text or number.",
        ),
        (
            '{"people": [{"name": ["Ada", "Ben"]}]}',
            "people.json, entry 1 of “people”, column name: is not a single text or number.",
        ),
        (
            r'{"people": [{"name": "\ud800"}]}',
            "people.json, entry 1 of “people”, column name: holds half a character.",
        ),
        (
            '{"people": [{"name": "Ada"}], "tables": [{"table": "A", "capacity": 2}]}',
            "people.json already contains tables. Remove the options --tables, --size and --measure.",
        ),
        ('{"people": [], "rounds": true}', "people.json: “rounds” is not a whole number from 1 to 99."),
        (
            '{"people": [{"name": "Ada", "organisation": ' + "9" * 4301 + "}]}",
            "people.json: a number has too many digits.",
        ),
        ("[" * 100_000, "people.json: nested too deeply."),
    ],
)
def test_bad_json_is_refused_with_its_place(tmp_path: Path, content: str, sentence: str) -> None:
    assert complaint(written(tmp_path, "people.json", content)).startswith(sentence)


def test_semicolons_a_byte_order_mark_and_blank_lines_are_understood(tmp_path: Path) -> None:
    content = "\ufeffName;Organisation;Step free\nAda;Lyon;yes\n;;\nZoë 😀;Sofia;\n"
    problem = read_problem(written(tmp_path, "people.csv", content), GRID)
    assert [(who.name, who.organisation, who.step_free) for who in problem.people] == [
        ("Ada", "Lyon", True),
        ("Zoë 😀", "Sofia", False),
    ]


def test_two_of_one_name_are_told_apart_by_their_organisation(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", "name,organisation\nAda,Lyon\nAda,Sofia\n")
    rules = written(tmp_path, "rules.csv", "rule,person,other\napart,Ada (Lyon),Ada (Sofia)\n")
    assert read_problem(people, GRID, rules=rules).apart == ((0, 1),)


def test_the_example_of_the_manual_gives_a_plan_for_everyone(tmp_path: Path) -> None:
    plan, report = tmp_path / "plan.csv", tmp_path / "report.csv"
    result = run(
        DOCS / "people.csv",
        "--rounds",
        "3",
        "--tables-file",
        DOCS / "tables.csv",
        "--rules",
        DOCS / "rules.csv",
        "--moves",
        "20000",
        "--output",
        plan,
        "--report",
        report,
    )
    assert result.exit_code == 0, result.output
    seats = list(csv.DictReader(StringIO(plan.read_text(encoding="utf-8"))))
    assert [sum(seat["round"] == r for seat in seats) for r in "123"] == [24, 25, 25]
    findings = list(csv.DictReader(StringIO(report.read_text(encoding="utf-8"))))
    assert {finding["aim"] for finding in findings} >= {"lighthouse", "city", "meetings"}


def test_json_in_and_json_out(tmp_path: Path) -> None:
    document = {
        "rounds": 2,
        "people": [{"name": f"Delegate {k}", "wishes": ["Retrofit"]} for k in range(6)],
        "tables": [{"table": "A", "capacity": 3, "measure": "Retrofit"}, {"table": "B", "capacity": 3}],
        "rules": [{"rule": "pin", "person": "Delegate 1", "round": 2, "table": "B"}],
    }
    people, plan = written(tmp_path, "people.json", json.dumps(document)), tmp_path / "plan.json"
    assert run(people, "--output", plan, "--moves", "5000", "--quiet").exit_code == 0
    found = json.loads(plan.read_text(encoding="utf-8"))
    pinned = [seat for seat in found["seats"] if seat["person"] == "Delegate 1" and seat["round"] == 2]
    assert [seat["table"] for seat in pinned] == ["B"]
    assert [finding["aim"] for finding in found["report"]][:2] == ["lighthouse", "city"]


def test_one_seed_gives_one_file(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", "name\n" + "".join(f"Delegate {k}\n" for k in range(10)))
    arguments = (people, "--rounds", "3", "--tables", "3", "--size", "4", "--moves", "3000", "--quiet")
    assert run(*arguments).output == run(*arguments).output


def test_what_cannot_be_seated_is_said_without_a_traceback(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", "name\nAda\nBen\nCleo\n")
    result = run(people, "--tables", "1", "--size", "2")
    assert (result.exit_code, result.output) == (
        1,
        "Error: Round 1: one seat is missing. People: 3. Seats: 2. Groups: 1.\n",
    )
    assert "--tables and --size" in run(people).output
    assert run(tmp_path / "none.csv", "--tables", "1", "--size", "2").output == (
        "Error: none.csv cannot be read: No such file or directory.\n"
    )


def test_what_would_be_left_unread_is_refused(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", "name\nAda\nBen\n")
    tables = written(tmp_path, "tables.csv", "table,capacity\nA,2\n")
    rules = written(tmp_path, "rules.csv", "rule,person,other\napart,Ada,Ben\n")
    document = written(tmp_path, "people.json", '{"people": [{"name": "Ada"}, {"name": "Ben"}]}')
    both = run(people, "--tables-file", tables, "--tables", "2", "--size", "1")
    assert "Use either --tables-file, or --tables, --size and --measure." in both.output
    unread = run(document, "--tables", "1", "--size", "2", "--rules", rules)
    assert (
        "A JSON file contains its tables and rules. Remove the options --tables-file and --rules."
        in unread.output
    )
    assert (both.exit_code, unread.exit_code) == (2, 2)


def test_a_file_that_can_not_be_written_is_said_before_the_search(tmp_path: Path) -> None:
    people, nowhere = written(tmp_path, "people.csv", "name\nAda\nBen\n"), tmp_path / "none" / "plan.csv"
    result = run(people, "--tables", "1", "--size", "2", "--output", nowhere)
    assert (result.exit_code, result.output) == (1, f"Error: {nowhere} cannot be written.\n")


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", "name\n=1+1\nBen\n")
    assert "'=1+1" in run(people, "--tables", "1", "--size", "2", "--quiet").output


@pytest.mark.parametrize(
    "content",
    [
        "Participants list (as of 12/01);;\r\n;;\r\nname;organisation;role\r\n{}",
        "Nom;Ville;Rôle\r\n{}",
        "First name\tLast name\tTown\tRole\tE-mail\r\n{}",
    ],
)
def test_a_list_of_people_is_read_as_people_make_it(tmp_path: Path, content: str) -> None:
    rows = {
        ";": '"Ada\r\nExample";Ulm\u00a0;Lighthouse City\r\nBo\u00a0Sample\u200b;Graz;fellow\r\nJosé;Évora;',
        "\t": "Ada\tExample\tUlm\tphare\tada@example.org\r\n"
        "Bo\tSample\tGraz\tfellow city\t\r\n\tJosé\tÉvora\t\t",
    }
    typed = content.format(rows["\t" if "\t" in content else ";"])
    for encoding in ("utf-8", "utf-16", "cp1252"):
        kept = typed.replace("\u200b", "") if encoding == "cp1252" else typed
        people = read_problem(written(tmp_path, "people.csv", kept.encode(encoding)), GRID).people
        assert [(who.name, who.organisation, who.role) for who in people] == [
            ("Ada Example", "Ulm", "lighthouse"),
            ("Bo Sample", "Graz", "interested"),
            ("José", "Évora", "partner"),
        ]


def test_a_workbook_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (["name", "wishes", "absent"], ["Ada", "Retrofit", 2], ["Bo", None, None]):
        workbook.active.append(row)
    workbook.save(tmp_path / "people.xlsx")
    people = (tmp_path / "people.xlsx").rename(tmp_path / "people.csv")
    found = read_problem(people, GRID).people
    assert [(who.name, who.wishes, who.absent) for who in found] == [
        ("Ada", ("Retrofit",), frozenset({1})),
        ("Bo", (), frozenset()),
    ]


def test_a_title_other_words_for_roles_and_odd_spaces_are_read_as_they_are_meant(tmp_path: Path) -> None:
    content = (
        "Participants list (as of 12/01);;\r\n;;\r\nname;organisation;role\r\n"
        "Zoë\u00a0Berg\u200b;Ulm\u00a0;Lighthouse City\u00a0\r\n"
        '"Ada\r\nExample";Évora;fellow\r\n"Lee; Kim";Brno, město;\r\n=cmd;Graz;interested\r\n'
    )
    problem = read_problem(written(tmp_path, "people.csv", content), GRID)
    assert [(who.name, who.organisation, who.role.value) for who in problem.people] == [
        ("Zoë Berg", "Ulm", "lighthouse"),
        ("Ada Example", "Évora", "interested"),
        ("Lee; Kim", "Brno, město", "partner"),
        ("=cmd", "Graz", "interested"),
    ]


def test_a_wish_for_a_topic_of_no_table_is_said_and_refuses_nobody(tmp_path: Path) -> None:
    row = "Ada,Ulm,Lamp posts;Mobility,Harbours"
    people = written(tmp_path, "people.csv", f"name,organisation,wishes,came_for\n{row}\n")
    problem = read_problem(people, Grid(1, 1, 2, ("Mobility",)))
    assert problem.people[0].wishes == ("Lamp posts", "Mobility")
    assert [str(note) for note in allocate(problem).report.notes] == [
        "No group has the topic Harbours. People who asked for it: 1.",
        "No group has the topic Lamp posts. People who asked for it: 1.",
    ]
