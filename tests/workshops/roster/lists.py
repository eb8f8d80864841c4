"""Lists of people as people make them, small and invented."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from facilitator.workshops.roster.columns import find_columns
from facilitator.workshops.roster.entries import Entry, KnownMeasure
from facilitator.workshops.roster.people import read_people
from facilitator.workshops.roster.places import KnownCity, KnownOrganisation, Places, RosterRole
from facilitator.workshops.roster.reading import read_paste

LIGHTHOUSE, INTERESTED, PARTNER = RosterRole
CITIES = (
    KnownCity("Cork", LIGHTHOUSE),
    KnownCity("Graz", INTERESTED),
    KnownCity("Köln", INTERESTED, ("Cologne", "Colonia")),
    KnownCity("Łódź", INTERESTED),
    KnownCity("Ulm", INTERESTED),
)
ORGANISATIONS = (
    KnownOrganisation("City of Ulm", "Ulm"),
    KnownOrganisation("Energy Agency Ulm", "Ulm"),
    KnownOrganisation("Example Institute"),
)
PLACES = Places(CITIES, ORGANISATIONS)
MEASURES = (
    KnownMeasure("RET", "Retrofit"),
    KnownMeasure("MOB", "Mobility, shared"),
    KnownMeasure("DAT", "Data"),
    KnownMeasure("GRE", "Green roofs"),
)


def read(*lines: str) -> tuple[Entry, ...]:
    """The entries of a list that was pasted with tabs; `|` stands for a tab here."""
    sheet = read_paste("\n".join(lines).replace("|", "\t"))
    return read_people(sheet, find_columns(sheet), places=PLACES, measures=MEASURES)


def cells(sheet: Any) -> list[list[str]]:
    """The rows without their numbers."""
    return [list(row.cells) for row in sheet.rows]


def workbook(rows: Iterable[Sequence[Any]], *, merged: Iterable[str] = ()) -> bytes:
    """An Excel workbook with one sheet of these rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for block in merged:
        sheet.merge_cells(block)
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with some of its parts exchanged, or with more of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()
