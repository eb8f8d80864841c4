"""What is typed at the desk arrives as it was typed: on the card, the board, and in both files."""

import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from io import BytesIO

import docx
import pytest

from facilitator.access.policy import Phase
from facilitator.text import clean_line
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = [pytest.mark.one_database, pytest.mark.slow]

EACH = 30
SAID = (
    r'The "smart"grid of \\server\share', "Is 5 <3 & 2 < 4?", "<b>bold</b> & 'quoted' `code`",
    "{{ 7 * 7 }} %(name)s {% raw %}", "C:\\temp\\", 'An 8" pipe', "=1+1 is a formula", '"Quoted", they say',
    "a\\b and \\", "It's 100 % / 2", "#1 problem", "@night", "// of what", ">5 of them", "+10 % in a year",
)  # fmt: skip


def of_every_category() -> dict[str, str]:
    """By category of Unicode: some of its characters, from all over it, as far as a text may have them."""
    found: dict[str, list[str]] = defaultdict(list)
    for point in range(0x20, sys.maxunicode + 1):
        character = chr(point)
        if clean_line(f"a{character}b") == f"a{character}b":
            found[unicodedata.category(character)].append(character)
    return {
        category: "".join(characters[:: max(1, len(characters) // EACH)])
        for category, characters in found.items()
    }


def test_every_kind_of_character_arrives_as_it_was_typed(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    browser, desk = browser_of("rapporteur"), workshop.path("desk/RET")
    drawn = {clean_line(f"Of {name}: a{characters}z") for name, characters in of_every_category().items()}
    for title in (*SAID, *drawn):
        line = f"\\{title}" if title[0] in "#@/>" else title
        browser.send(desk, {"line": f"#social {line}"}, to=f"{desk}/lines")
    titles = {*SAID, *drawn}
    pages = [browser.read(workshop.path(f"capture/RET/issue?page={page}")).text for page in (1, 2, 3)]
    report = json.loads(browser.read(workshop.path("report.json")).data)
    document = docx.Document(BytesIO(browser.read(workshop.path("report.docx")).data))
    written = "\n".join(each.text for each in document.paragraphs)
    assert {issue["title"] for issue in report["measures"][0]["issues"]} == titles
    assert [title for title in titles if title not in unescape("".join(pages))] == []
    assert [title for title in titles if title not in written] == []
