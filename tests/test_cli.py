"""The `facilitator` command: what an operator types, and what it says when something is wrong."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from facilitator.cli import group
from facilitator.schema import known_versions
from facilitator.workshops.deletion import delete_with_everything
from tests.journeys.serving import free_port
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.slow  # each command makes an app of its own, as it does for an operator

Run = Callable[..., Result]
EMAIL = "anna@example.org"


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Type a command, with settings in the environment that lead to the database of the test."""
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    monkeypatch.setenv("FACILITATOR_DATABASE_URL", url)
    monkeypatch.setenv("FACILITATOR_SECRET_KEY", SECRET)
    monkeypatch.setenv("FACILITATOR_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(group, words)


def test_a_user_is_given_a_link_that_signs_them_in(app: Flask, run: Run) -> None:
    made = run("user", "add", EMAIL, "--name", "Anna")
    assert made.exit_code == 0
    assert Browser(app, made.output.strip()).read("/workshops").status_code == 200


def test_a_password_that_is_too_short_is_said_in_a_sentence(workshop: SmallWorkshop, run: Run) -> None:
    with workshop.nothing_changes():
        made = run("user", "add", EMAIL, "--name", "Anna", "--password", "short")
    assert made.exit_code == 1
    assert made.output == (
        "Error: The password must have 12 to 200 characters. A sentence is easy to remember.\n"
    )


@pytest.mark.parametrize("email", ["facilitator@brussels.example.org", " Facilitator@Brussels.example.org"])
def test_an_address_that_has_an_account_is_said_in_a_sentence(
    workshop: SmallWorkshop, run: Run, email: str
) -> None:
    with workshop.nothing_changes():
        made = run("user", "add", email, "--name", "Another")
    assert made.exit_code == 1
    assert made.output == "Error: There is already an account with this address.\n"


@pytest.mark.one_database
@pytest.mark.parametrize("email", ["", "anna", "anna@", "@example.org", "anna @example.org", "a@b@c"])
def test_what_is_no_address_is_said_in_a_sentence(workshop: SmallWorkshop, run: Run, email: str) -> None:
    with workshop.nothing_changes():
        made = run("user", "add", email, "--name", "Anna")
    assert (made.exit_code, made.output) == (1, "Error: Enter an e-mail address like ana@example.org.\n")


def test_who_lost_the_way_in_is_given_a_new_link(app: Flask, run: Run) -> None:
    run("user", "add", EMAIL, "--name", "Anna")
    links = [run("user", "link", f" {EMAIL.upper()}").output.strip() for _ in range(2)]
    for link in links:
        assert Browser(app, link).read("/workshops").status_code == 200
    assert links[0] != links[1]


def test_there_is_no_link_for_somebody_without_an_account(workshop: SmallWorkshop, run: Run) -> None:
    with workshop.nothing_changes():
        asked = run("user", "link", EMAIL)
    assert (asked.exit_code, asked.output) == (1, "Error: There is no account with this address.\n")


def test_the_right_to_create_workshops_is_given_and_taken(run: Run) -> None:
    assert run("user", "add", EMAIL, "--name", "Anna", "--may-create-workshops").exit_code == 0
    told = [run("user", "list").output]
    for option in ("--may-not-create-workshops", "--may-create-workshops"):
        assert run("user", "rights", EMAIL, option).exit_code == 0
        told.append(run("user", "list").output)
    lines = [next(line for line in each.splitlines() if line.startswith(EMAIL)) for each in told]
    may = f"{EMAIL}  Anna  may create workshops"
    assert lines == [may, f"{EMAIL}  Anna", may]
    assert run("user", "rights", EMAIL).exit_code == 2


def test_a_role_in_a_workshop_is_given_changed_and_taken(workshop: SmallWorkshop, run: Run) -> None:
    run("user", "add", EMAIL, "--name", "Anna")
    told = []
    for role in ("viewer", "organiser", "none"):
        assert run("user", "role", EMAIL, workshop.slug, role).exit_code == 0
        told += [line for line in run("user", "list").output.splitlines() if line.startswith(EMAIL)]
    assert told == [
        f"{EMAIL}  Anna  brussels: viewer", f"{EMAIL}  Anna  brussels: organiser", f"{EMAIL}  Anna",
    ]  # fmt: skip
    assert workshop.happened()[-3:] == ["member.appointed", "member.changed", "member.removed"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("organiser@brussels.example.org", "brussels", "none"),
            "A workshop needs an organiser. Make somebody else an organiser first.",
        ),
        ((EMAIL, "brussels", "viewer"), "There is no account with this address."),
        (
            ("viewer@brussels.example.org", "nowhere", "none"),
            "There is no workshop 'nowhere' in this database.",
        ),
    ],
    ids=["the last organiser", "nobody", "nowhere"],
)
def test_a_role_that_can_not_be_given_or_taken_is_said_in_a_sentence(
    workshop: SmallWorkshop, run: Run, words: tuple[str, ...], said: str
) -> None:
    with workshop.nothing_changes():
        asked = run("user", "role", *words)
    assert (asked.exit_code, asked.output) == (1, f"Error: {said}\n")


def test_what_is_too_long_to_be_kept_is_said_in_a_sentence(workshop: SmallWorkshop, run: Run) -> None:
    with workshop.nothing_changes():
        made = run("user", "add", EMAIL, "--name", "x" * 500)
    assert made.exit_code == 1
    assert made.output == "Error: This is too short or too long to be saved.\n"


def test_a_workshop_that_is_not_there_is_said_in_a_sentence(run: Run) -> None:
    asked = run("export", "nowhere")
    assert asked.exit_code == 1
    assert asked.output == "Error: There is no workshop 'nowhere' in this database.\n"


def test_a_workshop_goes_into_a_file_and_comes_out_of_it(
    workshop: SmallWorkshop, run: Run, tmp_path: Path
) -> None:
    file, organiser = str(tmp_path / "brussels.zip"), "organiser@brussels.example.org"
    assert run("workshop", "export", "nowhere", file).output == (
        "Error: There is no workshop 'nowhere' in this database.\n"
    )
    assert run("workshop", "export", "brussels", file).exit_code == 0
    assert Path(file).stat().st_mode & 0o777 == 0o600
    told = run("workshop", "import", file, "--organiser", organiser).output
    assert told.startswith("Error: This workshop is already on this server, at /w/brussels.")
    with workshop.change():
        delete_with_everything(workshop.row)
    assert run("workshop", "import", file, "--organiser", "nobody@example.org").output == (
        "Error: There is no account with this address.\n"
    )
    assert run("workshop", "import", file, "--organiser", organiser).output == "/w/brussels\n"


def test_the_database_of_the_present_version_is_left_as_it_is(workshop: SmallWorkshop, run: Run) -> None:
    with workshop.nothing_changes():
        assert run("migrate").exit_code == 0


def test_each_command_says_what_it_is_for(run: Run) -> None:
    told = run("--help").output
    for command in group.commands:
        assert f"  {command} " in told
        assert run(command, "--help").exit_code == 0


@pytest.fixture
def run_on_a_new_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Type a command where nothing has been set up yet, with the database in a file of its own name."""
    monkeypatch.setenv("FACILITATOR_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.sqlite3")
    monkeypatch.setenv("FACILITATOR_SECRET_KEY", SECRET)
    monkeypatch.setenv("FACILITATOR_INSTANCE", str(tmp_path))
    return lambda *words: CliRunner().invoke(group, words)


def test_a_database_of_another_version_is_left_alone_and_told_apart(
    run_on_a_new_file: Run, tmp_path: Path
) -> None:
    assert run_on_a_new_file("migrate").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "elsewhere.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'of_2031'")
    port = ["--port", str(free_port())]
    for command in (["migrate"], ["serve", *port], ["demo", *port], ["user", "add", EMAIL, "--name", "Anna"]):
        asked = run_on_a_new_file(*command)
        assert asked.exit_code == 1
        assert "another version of Facilitator, whose schema (of_2031) this one doesn't know" in asked.output


def test_the_first_account_needs_no_command_before_it(run_on_a_new_file: Run) -> None:
    made = run_on_a_new_file("user", "add", EMAIL, "--name", "Anna")
    assert (made.exit_code, made.output.startswith("/sign-in/")) == (0, True)


def test_the_doctor_says_where_the_schema_stands(run_on_a_new_file: Run) -> None:
    before = run_on_a_new_file("doctor")
    run_on_a_new_file("migrate")
    after = run_on_a_new_file("doctor")
    assert (before.exit_code, after.exit_code) == (0, 0)
    schema = "Schema           "
    assert f"{schema}none (not that of this version: `facilitator migrate`" in before.output
    assert after.output.splitlines()[-1] == f"{schema}{known_versions()[-1]}"


@pytest.mark.parametrize("command", ["doctor", "migrate", "serve", "user add", "user link", "user list"])
def test_a_database_that_can_not_be_reached_is_said_in_a_sentence(
    run_on_a_new_file: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.setenv("FACILITATOR_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/elsewhere.sqlite3")
    words = {
        "serve": ["--port", str(free_port())],
        "user add": [EMAIL, "--name", "Anna"],
        "user link": [EMAIL],
    }
    asked = run_on_a_new_file(*command.split(), *words.get(command, []))
    assert asked.exit_code == 1
    assert "Error: The database can't be asked" in asked.output


@pytest.mark.one_database
def test_a_report_that_can_not_be_written_is_said_in_a_sentence(
    workshop: SmallWorkshop, run: Run, tmp_path: Path
) -> None:
    asked = run("export", workshop.slug, "--output", str(tmp_path / "nowhere" / "report.docx"))
    assert asked.exit_code == 1
    assert asked.output.startswith("Error: ")
    assert "report.docx" in asked.output


@pytest.mark.parametrize("port", ["0", "65536", "some"])
def test_a_port_that_there_is_not_is_said_in_a_sentence(run_on_a_new_file: Run, port: str) -> None:
    asked = run_on_a_new_file("serve", "--port", port)
    assert asked.exit_code == 2
    assert "Invalid value for '--port'" in asked.output


def test_several_processes_on_a_file_are_refused_in_a_sentence(run_on_a_new_file: Run) -> None:
    tried = run_on_a_new_file("serve", "--processes", "2")
    assert (tried.exit_code, tried.output) == (
        1,
        "Error: Several processes need PostgreSQL: a SQLite file has one. Leave --processes out, or set"
        " FACILITATOR_DATABASE_URL.\n",
    )


def test_a_database_without_tables_is_said_in_a_sentence_with_its_remedy(run_on_a_new_file: Run) -> None:
    asked = run_on_a_new_file("export", "brussels-2017")
    assert asked.exit_code == 1
    assert "`facilitator migrate` brings it up to date" in asked.output


def test_starting_the_demo_over_deletes_no_workshop_but_its_own(workshop: SmallWorkshop, run: Run) -> None:
    with workshop.nothing_changes():
        refused = run("demo", "--fresh", "--port", str(free_port()))
    assert refused.exit_code == 1
    assert "stays" in refused.output or "Drop the database yourself" in refused.output
