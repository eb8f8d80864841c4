"""Setting up: 1,000 people read and imported, their badges; long agendas; 1,000 workshops listed.

Times are of the processor, the best of several turns that remember nothing of each other, so that a busy
machine does not blur them. Each is held against its floor in the same run: the same bytes through `csv`, or
through openpyxl, and nothing done with them; the same rows through `sqlite3`, and no page made of them.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import openpyxl

from bench.floor import RowFloor
from bench.result import Result
from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.access.policy import Role
from facilitator.database import db
from facilitator.pdf.writing import write_pdf
from facilitator.schema import bring_up_to_date
from facilitator.text import name_key
from facilitator.web.qr import qr_drawing
from facilitator.workshops.models import Membership, Part, Workshop
from facilitator.workshops.operations import add_city, add_measure
from facilitator.workshops.roster.changes import KnownPerson, RowChange, changes
from facilitator.workshops.roster.columns import find_columns
from facilitator.workshops.roster.entries import KnownMeasure
from facilitator.workshops.roster.names import person_key
from facilitator.workshops.roster.people import read_people
from facilitator.workshops.roster.places import KnownCity, KnownOrganisation, Places, RosterRole
from facilitator.workshops.roster.reading import read_file
from tests.databases import settings
from tests.people import Browser, forms_on
from tests.reception.lists import Reception
from tests.small_workshop import SmallWorkshop

PEOPLE, CITIES, TURNS = 1_000, 60, 5
WORKSHOPS, LIST_AIM = 1_000, 0.2
OWN_WORKSHOPS = (
    "SELECT workshop.* FROM membership JOIN workshop ON workshop.id = membership.workshop_id"
    " WHERE membership.account_id = ?"
)
AIM = 0.5
"""Seconds for the whole list."""
SESSIONS, DAILY = 200, 40
AGENDA_AIM = 1.0
"""Seconds to import a long agenda, for its page, and for a step in it."""
AIM_OF_PAGES = 3.0
"""Seconds of the server for upload, preview and import together."""
AIM_OF_BADGES = 5.0
"""Seconds for a badge of each, with a QR code of its own."""

SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nen", "pol", "ras", "sti", "tor", "ung", "dré", "lø")
HEADINGS = ("Name", "City", "Organisation", "Role", "Email", "Languages", "Access needs", "Preferences")
MEASURES = [KnownMeasure("RET", "Retrofit"), KnownMeasure("MOB", "Mobility"), KnownMeasure("DAT", "Data")]


def run() -> Iterator[Result]:
    """All cases."""
    cities, rows = invented(Random(13))
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    semicolons, workbook = text.getvalue().encode("utf-16"), in_workbook(rows)
    misspelled = [[row[0], f"{row[1]}x", *row[2:]] for row in rows[1:]]
    wrong = in_workbook([rows[0], *misspelled])

    yield case("a CSV file, everybody new", semicolons, cities, known=False, floor=with_csv)
    yield case("a CSV file, everybody there", semicolons, cities, known=True, floor=with_csv)
    yield case("a workbook, everybody new", workbook, cities, known=False, floor=with_openpyxl)
    yield case("a workbook, everybody there", workbook, cities, known=True, floor=with_openpyxl)
    yield case("a workbook, each city misspelled", wrong, cities, known=False, floor=with_openpyxl)
    yield from agenda()
    yield from many_workshops()
    yield from through_the_pages(workbook, cities)
    yield printed(rows[1:])


def invented(dice: Random) -> tuple[list[KnownCity], list[list[str]]]:
    """Cities, and the rows of people from them with their headings."""

    def word() -> str:
        return "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))).title()

    names = sorted({word() for _ in range(CITIES)})
    cities = [KnownCity(name, dice.choice([*RosterRole][:2]), (f"{name}e",)) for name in names]
    rows = [[*HEADINGS]]
    for number in range(PEOPLE):
        city = dice.choice(cities)
        name = f"{word()}-{number}, Dr. {word()}"
        address = f"person{number}@{number % 7}.example.org"
        wishes = "; ".join(measure.title for measure in dice.sample(MEASURES, 2))
        rows.append([name, city.name, "", city.part, address, "English, French", "no", wishes])
    return cities, rows


def in_workbook(rows: list[list[str]]) -> bytes:
    """The rows as an Excel workbook."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def with_csv(data: bytes) -> int:
    """The rows that `csv` finds."""
    return len(list(csv.reader(io.StringIO(data.decode("utf-16"), newline=""), delimiter=";")))


def with_openpyxl(data: bytes) -> int:
    """The rows that openpyxl finds."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return len(list(book.worksheets[0].iter_rows(values_only=True)))


def imported(data: bytes, cities: list[KnownCity], known: list[KnownPerson]) -> tuple[RowChange, ...]:
    """From bytes to what each row would do."""
    sheet = read_file(data)
    organisations = [KnownOrganisation(f"City of {city.name}", city.name) for city in cities]
    places = Places(cities, organisations)
    entries = read_people(sheet, find_columns(sheet), places=places, measures=MEASURES)
    return changes(entries, known)


def case(
    name: str, data: bytes, cities: list[KnownCity], *, known: bool, floor: Callable[[bytes], int]
) -> Result:
    """One list, with nobody there or with everybody in it."""
    first = imported(data, cities, [])
    assert len(first) == PEOPLE
    people = [KnownPerson(row.entry.row, row.entry.person) for row in first] if known else []
    began = perf_counter()
    took = least(lambda: imported(data, cities, people))
    raw = least(lambda: floor(data))
    return Result(
        case=f"{PEOPLE:,} rows: {name}",
        aim=f"under {AIM} s",
        reached=f"{took:.3f} s, × {took / raw:.1f}",
        bound=f"{raw:.3f} s to read it",
        seconds=perf_counter() - began,
        short=took >= AIM,
    )


def through_the_pages(data: bytes, cities: list[KnownCity]) -> Iterator[Result]:
    """From the upload to the people in the workshop, as the organiser does it; then the same list again."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        with app.app_context():
            bring_up_to_date()
        workshop = SmallWorkshop(app)
        with workshop.change():
            for city in cities:
                part, other = Part(city.part.value), city.other_names
                add_city(
                    workshop.row, name=city.name, country="EU", part=part, project=None, other_names=other,
                    by=NOBODY,
                )  # fmt: skip
            add_measure(workshop.row, prefix="MOB", title="Mobility", question="?", by=NOBODY)
            add_measure(workshop.row, prefix="DAT", title="Data", question="?", by=NOBODY)
        reception = Reception(workshop)
        for name, expected in (("new", [PEOPLE, 0, 0, 0]), ("again", [0, 0, PEOPLE, 0])):
            began = process_time()
            preview = str(reception.upload(data, "people.xlsx").location)
            told = reception.told(preview)
            if expected[0]:
                assert reception.confirm(preview).status_code == 303
            took = process_time() - began
            assert told == expected, told
            written = ("participant", "organisation", "activity") if expected[0] else ()
            raw = least(lambda: with_openpyxl(data))
            raw += RowFloor(Path(folder) / "bench.sqlite3").writing("roster_upload", *written)
            yield Result(
                case=f"{PEOPLE:,} rows through the pages: {name}",
                aim=f"under {AIM_OF_PAGES:.0f} s",
                reached=f"{took:.2f} s, × {took / raw:.1f}",
                bound=f"{raw:.3f} s to read and keep",
                seconds=took,
                short=took >= AIM_OF_PAGES,
            )


def least(work: Callable[[], object]) -> float:
    """The least processor time of several turns, in seconds."""
    times = []
    for _ in range(TURNS):
        name_key.cache_clear()
        person_key.cache_clear()
        began = process_time()
        work()
        times.append(process_time() - began)
    return min(times)


def agenda() -> Iterator[Result]:
    """A long agenda: imported whole, shown to be edited, and its first session moved past the next."""
    for size in (SESSIONS, 500):
        with tempfile.TemporaryDirectory() as folder:
            yield from _agenda_of(Path(folder), size)


def _agenda_of(folder: Path, size: int) -> Iterator[Result]:
    app = create_app(settings(folder, f"sqlite:///{folder}/bench.sqlite3"))
    with app.app_context():
        bring_up_to_date()
    workshop = SmallWorkshop(app)
    with workshop.change():
        workshop.row.ends_on = workshop.row.starts_on + timedelta(days=size // DAILY + 1)
    browser = Browser(app, workshop.way_in("organiser"))
    page = workshop.path("setup/agenda")
    rows = [f"{at // DAILY + 2}\t{'' if at % DAILY else '8:00'}\tSession {at}\t\t\t20" for at in range(size)]
    shown = browser.send(f"{page}/paste", {"text": "\n".join(rows)}, to=f"{page}/paste/preview")
    (fields,) = (fields for action, fields in forms_on(shown.text) if action == f"{page}/paste")

    began = process_time()
    assert browser.client.post(f"{page}/paste", data=fields).status_code == 303
    took, floor = process_time() - began, RowFloor(folder / "bench.sqlite3")
    yield _agenda_case(f"agenda of {size} sessions: imported", took, floor.writing("session", "activity"))
    began = process_time()
    answer = browser.read(page)
    assert f"Session {size - 1}" in answer.text
    took, read = process_time() - began, floor.reading("SELECT * FROM session ORDER BY day, position")
    yield _agenda_case(f"agenda of {size} sessions: its page", took, read)
    first = max(workshop.sessions.values()) + 1
    form = browser.form(page, f"{page}/moves") | {"move": [f"{first} later"]}
    began = process_time()
    assert browser.client.post(f"{page}/moves", data=form).status_code == 303
    took, raw = process_time() - began, read + floor.changing("UPDATE session SET minutes = minutes")
    yield _agenda_case(f"agenda of {size} sessions: one is moved", took, raw)


def _agenda_case(name: str, took: float, raw: float) -> Result:
    return Result(
        case=name,
        aim=f"under {AGENDA_AIM} s",
        reached=f"{took:.3f} s, × {took / raw:.0f}",
        bound=f"{raw:.4f} s for the rows",
        seconds=took,
        short=took >= AGENDA_AIM,
    )


def many_workshops() -> Iterator[Result]:
    """The list of somebody who organises 1,000 workshops: its first page, and what a search finds."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), f"sqlite:///{Path(folder) / 'bench.sqlite3'}"))
        with app.app_context():
            bring_up_to_date()
        workshop = SmallWorkshop(app)
        with workshop.change():
            _organise(workshop.accounts["organiser"])
        browser = Browser(app, workshop.way_in("organiser"))
        raw = RowFloor(Path(folder) / "bench.sqlite3").reading(
            OWN_WORKSHOPS, (workshop.accounts["organiser"],)
        )
        for name, path in (("first page", "/workshops?page=1"), ("a search", "/workshops?q=retrofit+777")):
            asking(browser, path)()  # warm
            took = least(asking(browser, path))
            yield Result(
                case=f"{WORKSHOPS:,} workshops: {name}",
                aim=f"under {LIST_AIM} s",
                reached=f"{took:.3f} s, × {took / raw:.0f}",
                bound=f"{raw:.4f} s for the rows",
                seconds=took * TURNS,
                short=took >= LIST_AIM,
            )


def _organise(account_id: int) -> None:
    """Workshops besides, of which this account is the organiser."""
    for number in range(WORKSHOPS - 1):
        workshop = Workshop(
            slug=f"w-{number}",
            code=f"{number:08d}",
            title=f"Retrofit workshop {number}",
            place=f"Town {number % 40}",
            starts_on=date(2018, 1, 1) + timedelta(days=number),
            ends_on=date(2018, 1, 2) + timedelta(days=number),
            timezone="Europe/Vienna",
            language="en",
        )
        db.session.add(workshop)
        db.session.flush()
        db.session.add(Membership(workshop_id=workshop.id, account_id=account_id, role=Role.ORGANISER))


def asking(browser: Browser, path: str) -> Callable[[], None]:
    """A page that somebody asks for."""

    def ask() -> None:
        assert browser.read(path).status_code == 200

    return ask


def printed(rows: list[list[str]]) -> Result:
    """A badge for each person, once: what Typst remembers of a document would make the second a copy."""
    began = process_time()
    link = "https://workshop.example.org/w/bench/back/{:016}"
    codes = [qr_drawing(link.format(number), is_one_of_many=True) for number in range(len(rows))]
    drawn = process_time() - began
    people = [
        {
            "name": name, "represents": city, "role": "Delegate of an interested city", "qr": code,
            "link": "Personal code", "rounds": ["10:30 · Retrofit 1 · Room 2", "11:45 · Mobility 3 · Room 1"],
        }
        for (name, city, *_), code in zip(rows, codes, strict=True)
    ]  # fmt: skip
    values = {"workshop": "A bench", "per-sheet": 10, "words": {"missing": ""}, "badges": people}
    written = write_pdf("badges", values, title="Badges", language="en")
    took = process_time() - began
    return Result(
        case=f"{len(rows):,} badges to PDF",
        aim=f"under {AIM_OF_BADGES:.0f} s",
        reached=f"{took:.2f} s, {len(written) / 1e6:.1f} MB",
        bound=f"{drawn:.2f} s for the QR codes",
        seconds=took,
        short=took >= AIM_OF_BADGES,
    )
