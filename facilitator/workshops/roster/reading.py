"""A file or a pasted text as a table: what it is, is told by what is in it, and never by its name."""

from __future__ import annotations

import codecs

from facilitator.errors import N_, RuleBroken
from facilitator.workshops.roster.delimited import rows_of_text
from facilitator.workshops.roster.sheet import MOST_BYTES, Sheet
from facilitator.workshops.roster.workbook import NO_WORKBOOK, sheet_of_workbook

ZIP = b"PK\x03\x04"
# Also the wrapping of a workbook that asks for a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"PK")
MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<meta")


def read_file(data: bytes) -> Sheet:
    """The table in a file: Excel workbook, or text with commas, semicolons or tabs.

    Raises `RuleBroken` with what to do where it is too large, damaged, or no table.
    """
    _check_size(len(data))
    if data.startswith(ZIP):
        return _with_rows(sheet_of_workbook(data))
    if data.startswith(OLD_OFFICE):
        raise RuleBroken(
            N_(
                "This workbook has an old format or a password. "
                "Open it, save it as “Excel workbook (.xlsx)” without a password, and import that file."
            )
        )
    if data.startswith(OTHER_KINDS):
        raise RuleBroken(NO_WORKBOOK)
    text, encoding = decode(data)
    return _sheet_of_text(text, encoding)


def read_paste(text: str) -> Sheet:
    """The table in what somebody copied from a spreadsheet, or typed; raises `RuleBroken` as for a file."""
    # Four bytes a character at most; whoever is near the limit is measured.
    if len(text) * 4 > MOST_BYTES:
        _check_size(len(text.encode("utf-8", "replace")))
    return _sheet_of_text(text, "")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding that it was read by: UTF-8, UTF-16, else Windows-1252."""
    encoding = _marked(data) or _spread(data)
    if encoding:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            raise RuleBroken(UNREADABLE) from None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _western(data), "cp1252"


UNREADABLE = N_("Some letters in this file can't be read. Save it as “CSV UTF-8” and import it again.")


def _marked(data: bytes) -> str:
    """The encoding that a byte-order mark tells."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _spread(data: bytes) -> str:
    """UTF-16 without a mark: of Latin letters every second byte is zero."""
    sample = data[:2_000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if half and sample[::2].count(0) > 0.6 * half else ""


def _western(data: bytes) -> str:
    """Text of before UTF-8; where most of it is UTF-8, it is a damaged file and no other encoding."""
    as_utf8 = data.decode("utf-8", "replace")
    beyond_ascii = sum(letter > "\x7f" for letter in as_utf8)
    if as_utf8.count("\ufffd") * 2 < beyond_ascii:
        raise RuleBroken(UNREADABLE)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise RuleBroken(UNREADABLE) from None


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise RuleBroken(
            N_("The list is larger than %(most)s MB. Delete pictures and what is not needed, or split it."),
            most=MOST_BYTES // 1_000_000,
        )


def _sheet_of_text(text: str, encoding: str) -> Sheet:
    if text.lstrip("\ufeff \r\n\t")[:9].casefold().startswith(MARKUP):
        raise RuleBroken(NO_WORKBOOK)
    if (place := text.find("\0")) >= 0:
        raise (
            RuleBroken(NO_WORKBOOK)
            if _is_binary(text)
            else RuleBroken(
                N_("Row %(row)s has a character that is no letter (NUL). Type this row again, or delete it."),
                row=text.count("\n", 0, place) + 1,
            )
        )
    return _with_rows(Sheet(rows_of_text(text.removeprefix("\ufeff")), encoding))


def _is_binary(text: str) -> bool:
    """Whether this is no text at all: control characters that no list has, or more than a slip of them."""
    return text.count("\0") * 20 > len(text) or any(letter < "\t" and letter != "\0" for letter in text)


def _with_rows(sheet: Sheet) -> Sheet:
    if not sheet.rows:
        raise RuleBroken(N_("There is nothing in this list. Choose another file, or paste the list."))
    return sheet
