"""A whole workshop goes into a file and comes out as it was; what is no such file is refused."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import account_with_address
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import plan_session
from facilitator.breakouts.operations import add_group
from facilitator.breakouts.planning.models import (
    Bond,
    Interest,
    Need,
    Outcome,
    Pair,
    Pin,
    Plan,
    PlannedSeat,
    Publication,
    ReplacedSeat,
    Search,
    Wish,
)
from facilitator.capture.models import Wording
from facilitator.database import db, now
from facilitator.errors import RuleBroken
from facilitator.feedback.models import FeedbackAnswer, FeedbackForm, FeedbackKind, FeedbackQuestion
from facilitator.feedback.rules import LEAST_ANSWERS
from facilitator.live.activity import Activity
from facilitator.workshop_file.whole.checking import checked
from facilitator.workshop_file.whole.contents import (
    IN_JSON,
    LEFT_OUT_COLUMNS,
    LEFT_OUT_TABLES,
    OF_ACCOUNTS,
    OF_EACH_LINE,
    TABLES,
    columns_in_file,
    target_of,
)
from facilitator.workshop_file.whole.pointers import BY_KEY, NUMBERS, target_of_entry
from facilitator.workshop_file.whole.reading import read_whole
from facilitator.workshop_file.whole.writing import snapshot, write_whole
from facilitator.workshops.deletion import delete_with_everything
from facilitator.workshops.models import Membership, Participant, Project, Workshop
from facilitator.workshops.team.operations import invite
from facilitator.workshops.team.queries import is_a_name_alone
from tests.full_workshop import ask_for_feedback, fill
from tests.pages import complaints
from tests.people import Browser
from tests.setup.test_copies import sent
from tests.small_workshop import SECRET, SmallWorkshop

WHERE = "Say it in facilitator/workshop_file/whole/contents.py"
# Letters that break a careless writer: markup, formulas, right to left, joined pictures, a line's ends.
HOSTILE = (
    '<script>alert("1")</script>',
    '=HYPERLINK("x")',
    "نص من اليمين",
    "👩\u200d👩\u200d👧 č é ẞ",
    "\\u0000 %(who)s {{ x }}",
    "../../etc/passwd",
)


def out(workshop: SmallWorkshop, slug: str | None = None) -> bytes:
    """The file of a workshop, as it stands."""
    target = io.BytesIO()
    with workshop.look():
        id_ = db.session.scalars(sa.select(Workshop.id).filter_by(slug=slug or workshop.slug)).one()
    with workshop.app.app_context(), snapshot() as connection:
        write_whole(connection, id_, target)
    return target.getvalue()


def into(workshop: SmallWorkshop, data: bytes, creator: str = "organiser") -> int:
    """Import a file, in a transaction that others have; returns the id of the new workshop."""
    with workshop.change():
        account = db.session.get_one(Account, workshop.accounts[creator])
        made = read_whole(checked(io.BytesIO(data)), creator=account, secret=SECRET, by=NOBODY)
        return made.id


def gone(workshop: SmallWorkshop) -> None:
    """Take the workshop off this server."""
    with workshop.change():
        delete_with_everything(workshop.row)


def parts(data: bytes) -> dict[str, bytes]:
    """What is in an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """An archive as anybody could pack it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def forged(data: bytes, table: str, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The archive with the first entry of a table changed, by somebody who made the checksums fit."""
    members = parts(data)
    name = f"tables/{table}.jsonl"
    first, *others = members[name].decode().splitlines()
    entry = json.loads(first)
    change(entry)
    members[name] = "".join(f"{line}\n" for line in (json.dumps(entry), *others)).encode()
    manifest = json.loads(members["manifest.json"])
    about = manifest["tables"][table]
    about["sha256"], about["columns"] = hashlib.sha256(members[name]).hexdigest(), list(entry)
    members["manifest.json"] = json.dumps(manifest).encode()
    return packed(members)


def manifest_with(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The archive with another manifest."""
    members = parts(data)
    manifest = json.loads(members["manifest.json"])
    change(manifest)
    return packed(members | {"manifest.json": json.dumps(manifest).encode()})


def plan_seats(workshop: SmallWorkshop) -> None:
    """Rows of what seats of a round to come are planned from, which `fill` leaves empty."""
    lyon, antwerp = (workshop.participants[name] for name in ("Lyon", "Antwerp"))
    team = workshop.accounts["facilitator"]
    with workshop.change():
        round_ = plan_session(
            workshop.row, kind=SessionKind.BREAKOUT, day=2, title="Round two", starts_at=time(14), minutes=60,
            measure=None, room=None, by=NOBODY,
        )  # fmt: skip
        group = add_group(
            round_,
            measure=workshop.measure("ENG"),
            name="Later",
            room=None,
            facilitator=None,
            rapporteur=None,
            by=NOBODY,
        )
        one, of_round, person = (
            {"workshop_id": workshop.id},
            {"round_id": round_.id},
            {"participant_id": antwerp},
        )
        plan = Plan(**one, number=1, seed=7, moves=3, made_by=team)
        db.session.add(plan)
        db.session.flush()
        first = Publication(**one, **of_round, plan_id=plan.id, published_by=team, replaced_at=now())
        db.session.add_all(
            [
                first,
                Wish(**one, **person, measure_id=workshop.measures["ENG"], rank=1),
                Need(**one, **person, step_free=True, languages="French"),
                Interest(**one, city_id=workshop.cities["Antwerp"], measure_id=workshop.measures["ENG"]),
                Pair(**one, first_id=min(lyon, antwerp), second_id=max(lyon, antwerp), bond=Bond.APART),
                Pin(**one, **of_round, **person, group_id=group.id),
                Search(**one, plan_id=plan.id, begun_by=team, ended_at=now(), outcome=Outcome.FOUND),
                PlannedSeat(**one, **of_round, **person, plan_id=plan.id, group_id=group.id),
            ]
        )
        db.session.flush()
        later = Publication(**one, **of_round, plan_id=plan.id, before_id=first.id)
        seat = ReplacedSeat(**one, **person, publication_id=first.id, group_id=group.id)
        db.session.add_all([later, seat])


def test_a_workshop_in_the_middle_of_day_two_comes_back_byte_for_byte(workshop: SmallWorkshop) -> None:
    fill(workshop)
    plan_seats(workshop)
    first = out(workshop)
    gone(workshop)
    made = into(workshop, first)
    assert out(workshop) == first
    with workshop.look():
        members = db.session.execute(
            sa.select(Membership.account_id, Membership.role).filter_by(workshop_id=made)
        )
        assert list(members) == [(workshop.accounts["organiser"], "organiser")]
        people = list(db.session.scalars(sa.select(Participant).filter_by(workshop_id=made)))
        assert not {person.token_hash for person in people} & {*workshop.tokens.values()}


def test_hostile_texts_come_back_as_they_were(workshop: SmallWorkshop) -> None:
    with workshop.change():
        for words in HOSTILE:
            workshop.add_issue(title=words, text=f"{words}\n{words}")
    first = out(workshop)
    with workshop.look():
        wanted = list(db.session.execute(sa.select(Wording.title, Wording.text).order_by(Wording.id)))
    gone(workshop)
    into(workshop, first)
    with workshop.look():
        assert list(db.session.execute(sa.select(Wording.title, Wording.text).order_by(Wording.id))) == wanted
    assert out(workshop) == first


@pytest.mark.one_database
@pytest.mark.usefixtures("workshop")
def test_every_table_and_column_has_its_rule_for_the_file() -> None:
    tables = db.metadata.tables
    assert sorted(tables.keys() - {*TABLES, *LEFT_OUT_TABLES, "account"}) == [], f"new tables. {WHERE}"
    assert sorted({*TABLES, *LEFT_OUT_TABLES} - tables.keys()) == [], f"tables that are no more. {WHERE}"
    columns = {
        f"{name}.{column.name}"
        for name in (*TABLES, "account")
        for column in tables[name].columns
        if name == "account" or column.name not in OF_EACH_LINE
    }
    named = {f"{name}.{column}" for name, listed in TABLES.items() for column in listed.split()}
    named |= {f"account.{column}" for column in OF_ACCOUNTS} | LEFT_OUT_COLUMNS.keys()
    assert sorted(columns - named) == [], f"new columns. {WHERE}"
    assert sorted(named - columns) == [], f"columns that are no more. {WHERE}"
    in_json = {
        f"{name}.{column.name}"
        for name in TABLES
        for column in tables[name].columns
        if isinstance(column.type, sa.JSON)
    }
    assert in_json == IN_JSON.keys(), f"columns of JSON. {WHERE}"
    loose = {
        f"{name}.{column.name}"
        for name in TABLES
        for column in tables[name].columns
        if column.name.endswith("_id") and column.name != "workshop_id" and target_of(column) is None
    }
    assert loose == {"activity.subject_id"}, f"ids without a foreign key. {WHERE}, and where it points at"


@pytest.mark.one_database
def test_every_number_in_what_an_activity_tells_is_an_id_or_is_known_to_be_none(
    workshop: SmallWorkshop,
) -> None:
    fill(workshop)
    with workshop.look():
        details = list(db.session.scalars(sa.select(Activity.detail)))
    unknown = {entry for detail in details for entry in numbers_in(detail)} - NUMBERS
    assert sorted(entry for entry in unknown if target_of_entry(entry) is None) == [], (
        "say in facilitator/workshop_file/whole/pointers.py what it points at, or that it is a number"
    )


def numbers_in(value: Any, entry: str = "") -> Iterator[str]:
    """The entries of a detail that hold whole numbers."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from numbers_in(each, name if entry not in BY_KEY else "take")
    elif isinstance(value, list):
        for each in value:
            yield from numbers_in(each, entry)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield entry


@pytest.mark.one_database
@pytest.mark.usefixtures("workshop")
def test_the_description_of_the_file_has_each_table_and_what_is_left_out() -> None:
    lines = [
        *(f"| `{name}` | {' '.join(columns)} |" for name, columns in columns_in_file().items()),
        *(f"| `{name}` | {reason} |" for name, reason in (LEFT_OUT_TABLES | LEFT_OUT_COLUMNS).items()),
    ]
    said = (Path(__file__).parents[2] / "docs/workshop-file.md").read_text(encoding="utf-8").splitlines()
    found = [line for line in said if line.startswith("| `")]
    assert found == lines, "put these lines into docs/workshop-file.md:\n" + "\n".join(lines)


CHANGED = "“%s” in the file was changed after the export, or is damaged. Use the file as it was downloaded."
NO_FILE = "This is not a file that was exported from a workshop. Its name ends in .json or .zip."
NOT_WHOLE = "The file is not complete. Download it again, then choose it here."
NEWER = (
    "This file was made by a newer version of Facilitator. Ask the person who runs this server to update it."
)
LARGE = "The file is too large: at most 20 MB, and 300 MB when it is unpacked."


def damaged(data: bytes) -> bytes:
    """One byte of a part's own bytes is another."""
    at = data.index(b"tables/measure.jsonl") + 30
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


def edited(data: bytes) -> bytes:
    """Somebody has changed a title by hand."""
    members = parts(data)
    title = members["tables/workshop.jsonl"].replace(b"Replication", b"Another")
    return packed(members | {"tables/workshop.jsonl": title})


REFUSED: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda _data: b"PK\x03\x04 and nothing", NOT_WHOLE),
    (lambda _data: b"{}", NO_FILE),
    (lambda data: data[:-100], NOT_WHOLE),
    (lambda data: data + b"more", NOT_WHOLE),
    (damaged, CHANGED % "tables/measure.jsonl"),
    (lambda _data: packed({"notes.txt": b"hello"}), NO_FILE),
    (lambda data: packed(parts(data) | {"../../x": b""}), NO_FILE),
    (edited, CHANGED % "tables/workshop.jsonl"),
    (
        lambda data: manifest_with(data, lambda said: said.update(format="facilitator-whole-workshop/2")),
        NEWER,
    ),
    (lambda data: manifest_with(data, lambda said: said.update(schema="9999")), NEWER),
    (lambda data: manifest_with(data, lambda said: said.update(tables=[])), CHANGED % "manifest.json"),
    (
        lambda data: manifest_with(data, lambda said: said["tables"].update(sign_in=said["tables"]["card"])),
        "The file has parts that this version does not know: sign_in.",
    ),
    (
        lambda data: forged(data, "city", lambda entry: entry.update(mayor="Ana")),
        "The file has parts that this version does not know: city.mayor.",
    ),
    (
        lambda data: manifest_with(
            forged(data, "city", lambda entry: entry.pop("name")), lambda said: said.update(schema="0001")
        ),
        "This file was made by an older version of Facilitator, and lacks city.name. Import it into that"
        " version, update it, and export it again.",
    ),
    (
        lambda data: forged(data, "organisation", lambda entry: entry.update(city_id=9)),
        "“organisation”, entry 1: “city_id” names something that is not in the file.",
    ),
    (
        lambda data: forged(data, "activity", lambda entry: entry.update(subject_id=0)),
        "“activity”, entry 1: “subject_id” names something that is not in the file.",
    ),
    (
        lambda data: forged(data, "city", lambda entry: entry.update(part="partner")),
        "“city”, entry 1: “part”: This must be another value.",
    ),
    (
        lambda data: forged(data, "room", lambda entry: entry.update(seats=10**12)),
        "“room”, entry 1: “seats”: This must be a number.",
    ),
    *(
        (
            lambda data, table=table, said=said: forged(data, table, lambda entry: entry.update(said)),
            f"“{table}”, entry 1: “{column}”: Enter a date in the years from 2000 to 2100.",
        )
        for table, column, said in (
            ("activity", "at", {"at": "0001-01-01T00:00:00+14:00"}),
            ("activity", "at", {"at": "9999-12-31T23:59:59-14:00"}),
            ("workshop", "ends_on", {"ends_on": "9999-12-31"}),
        )
    ),
    (
        lambda data: forged(data, "workshop", lambda entry: entry.update(timezone="Nowhere")),
        "“workshop”, entry 1: “timezone”: Choose a time zone from the list, for example Europe/Vienna.",
    ),
    (
        lambda data: forged(data, "session", lambda entry: entry.update(day=4000)),
        "“session”, entry 1: The agenda has sessions on day 4000. Enter a last day that leaves room for it.",
    ),
    *(
        (
            lambda data, said=said: forged(data, "activity", lambda entry: entry.update(detail=said)),
            "“activity”, entry 1: “detail”: This must be another value.",
        )
        for said in ([], {"issue": "first"}, {"group": []}, {"left": {}}, {"account": True})
    ),
    (
        lambda data: forged(data, "measure", lambda entry: entry.update(prefix="ENG")),
        "Another measure already has this prefix.",
    ),
    (lambda data: packed(parts(data) | {"tables/card.jsonl": b"\n" * 300_000_001}), LARGE),
]


@pytest.mark.one_database
def test_a_file_that_is_not_as_it_was_written_is_refused_and_leaves_nothing(workshop: SmallWorkshop) -> None:
    data = out(workshop)
    gone(workshop)
    before = workshop.everything()
    for number, (change, sentence) in enumerate(REFUSED):
        with pytest.raises(RuleBroken) as refused:
            into(workshop, change(data))
        assert (number, str(refused.value), refused.value.field) == (number, sentence, "file")
    assert workshop.everything() == before


@pytest.mark.one_database
def test_feedback_that_its_question_does_not_offer_is_refused(workshop: SmallWorkshop) -> None:
    with workshop.change():
        ask_for_feedback(workshop)
        form = db.session.scalars(sa.select(FeedbackForm)).one()
        form.closed_at, form.sheets = now(), LEAST_ANSWERS
        kinds = {each.kind: each.id for each in db.session.scalars(sa.select(FeedbackQuestion))}
        of_workshop = {"workshop_id": workshop.id}
        db.session.add(FeedbackAnswer(question_id=kinds[FeedbackKind.SCORE], value=5, **of_workshop))
    data = out(workshop)
    gone(workshop)
    for said, column in (
        ({"value": 6}, "value"),
        ({"value": 0}, "value"),
        ({"value": None, "text": "Five"}, "value"),
        ({"session_id": 1}, "session_id"),
    ):
        with pytest.raises(RuleBroken) as refused:
            into(workshop, forged(data, "feedback_answer", lambda entry, said=said: entry.update(said)))
        assert str(refused.value) == (f"“feedback_answer”, entry 1: “{column}”: This must be another value.")
    into(workshop, data)


@pytest.mark.one_database
def test_pages_stand_whatever_an_imported_file_tells_of_what_happened(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        card = workshop.add_issue()
        told = {"issue": card.id, "stance": [], "to": {}, "role": [1], "note": 7}
        for happened in ("evidence.changed", "evidence.withdrawn", "workshop.moved"):
            db.session.add(Activity(workshop_id=workshop.id, happened=happened, detail=told))
    data = out(workshop)
    gone(workshop)
    into(workshop, data)
    organiser = browser_of("organiser")
    assert organiser.read(workshop.path("activity")).status_code == 200
    assert organiser.read(workshop.path("cards/RET-01")).status_code == 200


def test_a_workshop_that_is_here_is_refused_by_its_address(workshop: SmallWorkshop) -> None:
    data = out(workshop)
    with workshop.refuses(
        "This workshop is already on this server, at /w/brussels. Delete it there before you import the file."
    ):
        read_whole(
            checked(io.BytesIO(data)),
            creator=db.session.get_one(Account, workshop.accounts["viewer"]),
            secret=SECRET,
            by=NOBODY,
        )


def test_an_older_file_that_lacks_what_can_be_left_empty_is_taken(workshop: SmallWorkshop) -> None:
    data = forged(out(workshop), "project", lambda entry: entry.pop("word_for_interested"))
    data = manifest_with(data, lambda said: said.update(schema="0001"))
    gone(workshop)
    into(workshop, data)
    with workshop.look():
        assert list(db.session.scalars(sa.select(Project.word_for_interested))) == [""]


@pytest.mark.one_database
def test_whoever_is_not_known_here_comes_as_a_name_until_they_are_invited(
    workshop: SmallWorkshop, app: Flask
) -> None:
    with workshop.change():
        workshop.add_issue()
    data = forged(out(workshop), "account", lambda entry: entry.update(email="elsewhere@example.org"))
    gone(workshop)
    into(workshop, data)
    with workshop.change():
        slug = db.session.scalars(sa.select(Workshop.slug)).one()
        name = account_with_address("elsewhere@example.org")
        assert (name.password_hash, name.may_create_workshops, is_a_name_alone(name)) == (None, False, True)
        made = db.session.scalars(sa.select(Workshop).filter_by(slug=slug)).one()
        by = workshop.actor("organiser")
        theirs = invite(made, Role.VIEWER, email="elsewhere@example.org", by=by)
        anybody = invite(made, Role.VIEWER, email="", by=by)
        id_ = name.id
    typed = {"name": "Ana", "email": "elsewhere@example.org", "new_password": "seven green apples fell"}
    stranger, invited = Browser(app), Browser(app)
    assert stranger.send(f"/invitations/{anybody}", typed).status_code == 422
    assert invited.send(f"/invitations/{theirs}", typed).location == f"/w/{slug}/console"
    with workshop.look():
        account = db.session.get_one(Account, id_)
        assert (account.name, is_a_name_alone(account)) == ("Ana", False)


def test_an_organiser_downloads_the_workshop_and_imports_it_elsewhere(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["organiser"]).may_create_workshops = True
    organiser = browser_of("organiser")
    page = workshop.path("report")
    first, second = (organiser.send(page, {}, to=workshop.path("workshop.zip")) for _ in range(2))
    assert (first.status_code, first.mimetype) == (200, "application/zip")
    assert first.headers["Content-Disposition"] == 'attachment; filename="brussels.zip"'
    assert first.data == second.data
    assert workshop.happened()[-2:] == ["workshop.exported"] * 2
    gone(workshop)
    answer = sent(organiser, first.data, {"title": "Another"})
    assert complaints(answer.text)["title"] == [
        "This file has a whole workshop, which is imported as it is. Leave this empty."
    ]
    answer = sent(organiser, first.data, {})
    assert answer.location == "/w/brussels/setup/team"
    again = organiser.send("/w/brussels/report", {}, to="/w/brussels/workshop.zip")
    assert again.data == first.data
