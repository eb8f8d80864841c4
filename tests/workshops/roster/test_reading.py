"""A list is read as people make it, whatever its format; what can't be read is refused with what to do."""

import io
import struct
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from facilitator.errors import RuleBroken
from facilitator.workshops.roster import sheet as limits
from facilitator.workshops.roster.reading import read_file, read_paste
from facilitator.workshops.roster.workbook import MOST_UNPACKED
from tests.workshops.roster.lists import cells, saved, with_parts, workbook

TABLE = [["name", "city"], ["Zoë O’Neil-Łuk", "Köln"], ["شيرين", "Łódź"]]
WESTERN = [["name", "city"], ["Zoë O’Neil", "Köln"], ["François", "Besançon"]]
LIST = "name,city\nAda Example,Ulm\n"


def text_of(rows: list[list[str]], delimiter: str, end: str = "\n") -> str:
    return "".join(delimiter.join(row) + end for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_any_encoding_gives_the_same_table(delimiter: str, end: str, encoding: str) -> None:
    assert cells(read_file(text_of(TABLE, delimiter, end).encode(encoding))) == TABLE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252"])
def test_text_without_a_mark_is_read_by_what_it_looks_like(encoding: str) -> None:
    read = read_file(text_of(WESTERN, ";").encode(encoding))
    assert (cells(read), read.encoding) == (WESTERN, encoding)


def test_a_workbook_gives_the_same_table_and_names_its_sheet() -> None:
    read = read_file(workbook(TABLE))
    assert (cells(read), read.title, read.other_titles) == (TABLE, "Sheet", ())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('name;city\n"Example, Ada";Ulm\n', [["Example, Ada", "Ulm"]]),
        ("Name, Vorname;Ort\nExample, Ada;Ulm\n", [["Example, Ada", "Ulm"]]),
        ("name,wishes\nAda,RET; MOB\nBo,DAT\n", [["Ada", "RET; MOB"], ["Bo", "DAT"]]),
        ('name,note\n"Ada ""Bo"" Example","two\nlines"\n', [['Ada "Bo" Example', "two\nlines"]]),
        ("sep=;\nname;city\nAda;Ulm, Neu-Ulm\n", [["Ada", "Ulm, Neu-Ulm"]]),
        ("name\tcity\nAda\t\n\tUlm\n", [["Ada"], ["", "Ulm"]]),
        ("name\nAda\nBo\n", [["Ada"], ["Bo"]]),
        ("name,city\n =1+1 , @x\n", [["=1+1", "@x"]]),
        ("name,city\nA\u200bda\u202e,\u200bUlm\n", [["A\u200bda", "Ulm"]]),
    ],
)
def test_cells_are_told_apart_and_keep_what_they_say(text: str, rows: list[list[str]]) -> None:
    assert cells(read_paste(text))[1:] == rows


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    rows = [["Participants"], [], ["name"], [], ["Ada"]]
    for read in (read_paste("Participants\n\nname\n\nAda\n\n"), read_file(workbook(rows))):
        assert [(row.number, row.cells) for row in read.rows] == [
            (1, ("Participants",)),
            (3, ("name",)),
            (5, ("Ada",)),
        ]


def test_merged_cells_say_in_each_row_what_they_say_in_the_first() -> None:
    rows = [["Participants", None, None], ["name", "city", "role"], ["Ada", "Ulm", "partner"], ["Bo"], ["Cy"]]
    read = read_file(workbook(rows, merged=["A1:C1", "B3:B4", "C3:C5"]))
    assert cells(read)[0] == ["Participants"]
    assert cells(read)[2:] == [["Ada", "Ulm", "partner"], ["Bo", "Ulm", "partner"], ["Cy", "", "partner"]]


def test_a_cell_of_a_workbook_says_what_is_shown_in_it() -> None:
    shown = [[12, 12.0, 1.5, True, False, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), "0049"]]  # noqa: DTZ001
    told = ["12", "12", "1.5", "yes", "no", "2026-03-01", "2026-03-01 09:30:00", "0049"]
    assert cells(read_file(workbook(shown))) == [told]


def test_the_first_sheet_that_shows_something_is_read_and_the_others_are_named() -> None:
    book = Workbook()
    hidden = book.worksheets[0]
    hidden.append(["name", "secret"])
    book.create_sheet("Empty")
    book.create_sheet("People").append(["name"])
    book.create_sheet("Hotels").append(["hotel"])
    hidden.sheet_state = "hidden"
    book.active = 1
    read = read_file(saved(book))
    assert (cells(read), read.title, read.other_titles) == ([["name"]], "People", ("Empty", "Hotels"))


def test_a_workbook_as_excel_writes_it_keeps_its_texts_in_a_part_of_their_own() -> None:
    data = workbook([["name"]])
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}"/></Types>'.encode()
    parts = {
        "[Content_Types].xml": _part(data, "[Content_Types].xml").replace(b"</Types>", listed),
        "xl/sharedStrings.xml": _strings("<si><t>name</t></si><si><r><t>Zoë </t></r><r><t>Łuk</t></r></si>"),
        "xl/worksheets/sheet1.xml": sheet_xml(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c>'
            '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2"><f>1+1</f></c></row>'
        ),
    }
    assert cells(read_file(with_parts(data, parts))) == [["name"], ["Zoë Łuk", "2"]]


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    data = workbook(TABLE)
    part = "xl/worksheets/sheet1.xml"
    lying = _part(data, part).replace(b'ref="A1:B3"', b'ref="A1:A1"')
    assert lying != _part(data, part)
    assert cells(read_file(with_parts(data, {part: lying}))) == TABLE


def _strings(items: str) -> bytes:
    return f'<sst xmlns="{MAIN}">{items}</sst>'.encode()


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def entities(mark: str, encoding: str) -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    return (mark + bomb).encode(encoding)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_xml(rows: str, merged: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'.encode()


EMPTY = workbook([["name"]])
REFUSED = {
    "nothing": (b"", "There is nothing in this list."),
    "nothing but a mark": (b"\xef\xbb\xbf \r\n", "There is nothing in this list."),
    "an empty workbook": (workbook([]), "There is nothing in this list."),
    "too many bytes": (b"a," * 2_500_001, "larger than 5 MB"),
    "too many rows of text": (b"Ada\n" * 5_001, "too many rows"),
    "too many empty rows of text": (b"Ada\n" + b"\n" * 20_000 + b"Bo", "too many rows"),
    "too many columns of text": (b"a," * 100 + b"b", "too many columns"),
    "too many rows of a workbook": (workbook([["Ada"]] * 5_001), "too many rows"),
    "too many columns of a workbook": (workbook([["a"] * 101]), "too many columns"),
    "a million rows": (
        with_parts(
            EMPTY,
            {
                "xl/worksheets/sheet1.xml": sheet_xml(
                    '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
                )
            },
        ),
        "too many rows",
    ),
    "a quotation mark that is not closed": (
        b'name\nAda\n"Bo\nCy',
        "A quotation mark in row 3 is not closed.",
    ),
    "half a megabyte in one cell": (b'name\n"' + b"a" * 500_000, "A cell in row 2 is too long."),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "an old format or a password"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "not a spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "not a spreadsheet"),
    "a web page that is called .xls": (b"\n<html><table><tr><td>name</td></tr></table>", "not a spreadsheet"),
    "a NUL": (b"name,city\nA\0da,Ulm\n", "not a spreadsheet"),
    "UTF-8 that is damaged": (
        "näme,ört\nZoë,Köln\n".encode() + b"\xc3",
        "Some letters in this file can't be read.",
    ),
    "letters of no encoding": (b"name\n\x81\x8d", "Some letters in this file can't be read."),
    "half of a letter in UTF-16": (
        "name\nAda".encode("utf-16") + b"A",
        "Some letters in this file can't be read.",
    ),
    "an archive of something else": (
        with_parts(EMPTY, {}).replace(b"xl/workbook.xml", b"xl/workbook.xyz"),
        "not a spreadsheet",
    ),
    "half a workbook": (EMPTY[: len(EMPTY) // 2], "This workbook can't be read."),
    "a workbook with a broken sheet": (
        with_parts(EMPTY, {"xl/worksheets/sheet1.xml": b"<a"}),
        "This workbook can't be read.",
    ),
    "entities": (
        with_parts(EMPTY, {"xl/sharedStrings.xml": entities("", "utf-8")}),
        "This workbook can't be read.",
    ),
    "entities in UTF-16": (
        with_parts(EMPTY, {"xl/sharedStrings.xml": entities("\ufeff", "utf-16-le")}),
        "This workbook can't be read.",
    ),
    "text in the last column of Excel": (
        with_parts(
            EMPTY, {"xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')}
        ),
        "too many columns",
    ),
    "half a million coloured cells": (
        with_parts(
            EMPTY, {"xl/worksheets/sheet1.xml": sheet_xml("<row>" + "<c s='1'/>" * 500_001 + "</row>")}
        ),
        "This workbook holds too much.",
    ),
    "half a million cells under another name": (
        with_parts(EMPTY, {"xl/worksheets/sheet1.xml": sheet_xml("<row>" + "<a-b:c/>" * 500_001 + "</row>")}),
        "This workbook holds too much.",
    ),
    "text far to the right, in single quotation marks": (
        with_parts(
            EMPTY, {"xl/worksheets/sheet1.xml": sheet_xml("<row r='1'><c r='XFD1'><v>1</v></c></row>")}
        ),
        "too many columns",
    ),
    "three million rows without a cell": (
        with_parts(EMPTY, {"xl/worksheets/sheet1.xml": sheet_xml("<row/>" * 3_000_000)}),
        "This workbook holds too much.",
    ),
    # Each cell that never ends was looked for to the end of the file: minutes for half a megabyte.
    "cells that never end": (
        with_parts(EMPTY, {"xl/worksheets/sheet1.xml": b"<c " * 200_000}),
        "This workbook can't be read.",
    ),
    "too many merged cells": (
        with_parts(
            EMPTY, {"xl/worksheets/sheet1.xml": sheet_xml("", merged='<mergeCell ref="A1:A3"/>' * 10_001)}
        ),
        "This workbook holds too much.",
    ),
    "a bomb": (
        with_parts(EMPTY, {"xl/bomb.xml": b" " * (MOST_UNPACKED + 1)}),
        "This workbook holds too much.",
    ),
    "too many parts": (
        with_parts(EMPTY, dict.fromkeys(map("xl/{}.xml".format, range(1_001)), b"")),
        "This workbook holds too much.",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_list_or_too_large_is_refused_with_the_reason(kind: str) -> None:
    data, reason = REFUSED[kind]
    with pytest.raises(RuleBroken, match=reason):
        read_file(data)


def test_a_bomb_that_says_it_is_small_is_refused_all_the_same() -> None:
    name = b"xl/bomb.xml"
    data = bytearray(with_parts(EMPTY, {name.decode(): b" " * (MOST_UNPACKED + 1)}))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    with pytest.raises(RuleBroken, match="This workbook can't be read"):
        read_file(bytes(data))


def test_a_list_at_its_limits_is_read() -> None:
    assert len(read_file(b"Ada\n" * limits.MOST_ROWS).rows) == limits.MOST_ROWS
    assert len(read_paste(",".join("a" * limits.MOST_COLUMNS)).rows[0].cells) == limits.MOST_COLUMNS


def test_a_paste_is_as_large_as_a_file_may_be() -> None:
    with pytest.raises(RuleBroken, match="larger than 5 MB"):
        read_paste("ü" * 2_500_001)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(LIST.encode() + b"\xff")
def test_whatever_the_bytes_are_they_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    for bytes_ in (
        data,
        LIST.encode() + data,
        b"PK\x03\x04" + data,
        EMPTY[:60] + data + EMPTY[60 + len(data) :],
    ):
        with suppress(RuleBroken):
            assert read_file(bytes_).rows
