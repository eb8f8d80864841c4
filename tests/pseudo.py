"""A pseudo-language: every text of the product in ⟦áççéñţš⟧, so that bare English stands out.

It is installed as a translator's would be: a catalogue in a folder of its own, and an entry in the list of
languages. Greek, so that dates, numbers and lists have no Latin letter either.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import sqlalchemy as sa
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from flask import Flask

from facilitator.database import Line, Prose, db
from facilitator.paths import PACKAGE, TEMPLATES, TRANSLATIONS

LANGUAGE, LOCALE = "el", "el_GR"
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "say": None,
    "say_many": (1, 2),
}
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒǧĥíĵķľḿñöƥɋŕšţúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĽṀÑÖƤɊŔŠŢÚṼŴẊÝŽ",
)
GAP = re.compile(r"(%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>|&\w+;)")
# What people wrote stands in the letters of another alphabet, one for one, so that lengths stay.
CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувшжызАБЦДЕФГХИЙКЛМНОПЯРСТУВШЖЫЗ",
)
# Lines that people do not read as they stand, or not alone: an address, codes of languages.
NOT_READ = {"account.email", "event_page.links", "group.languages", "need.languages"}
# What a row of the activity keeps of what somebody said.
SAID = ("reason", "room", "words")


PIECES = re.compile(r"[⟦⟧·]|[^⟦⟧·]+")
# What stands between translated texts on one line: buttons that point, and the list of the language.
BETWEEN = re.compile(r"[\s↑→←▸,]|και|Facilitator")


def in_the_language(text: str) -> str:
    """A text as the language has it; what is filled in stays as it is."""
    parts = [part if GAP.fullmatch(part) else part.translate(LETTERS) for part in GAP.split(text)]
    return f"⟦{''.join(parts)}⟧"


def extracted_texts() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """What `pybabel extract` finds with our mapping: a text, or singular and plural, with its context."""
    with (TRANSLATIONS / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    for folder in (PACKAGE, TEMPLATES):
        for _, _, text, _, context in extract_from_dir(folder, methods, options, keywords=KEYWORDS):
            yield text, context


def catalogue() -> Catalog:
    """Every text of the product in that language."""
    found = Catalog(locale=LOCALE)
    for text, context in extracted_texts():
        said = in_the_language(text) if isinstance(text, str) else tuple(map(in_the_language, text))
        found.add(text, said, context=context)
    return found


def write_catalogue(folder: Path) -> None:
    """Put the compiled catalogue where Babel looks for it."""
    place = folder / LOCALE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalogue())


def put_into_other_letters(app: Flask) -> None:
    """Write what people wrote in another alphabet, and let every workshop speak the language."""
    with app.app_context(), db.engine.begin() as connection:
        connection.connection.driver_connection.create_function(  # type: ignore[union-attr]
            "other_letters", 1, lambda text: text and text.translate(CYRILLIC)
        )
        for table in db.metadata.sorted_tables:
            lines = [
                column
                for column in table.c
                if isinstance(column.type, (Line, Prose)) and str(column) not in NOT_READ
            ]
            if lines:
                connection.execute(
                    sa.update(table).values({line: sa.func.other_letters(line) for line in lines})
                )
        connection.execute(sa.text("UPDATE workshop SET language = :language"), {"language": LANGUAGE})
        for name in SAID:
            path = f"$.{name}"
            connection.execute(
                sa.text(
                    "UPDATE activity SET detail ="
                    " json_set(detail, :path, other_letters(json_extract(detail, :path)))"
                    " WHERE json_extract(detail, :path) IS NOT NULL"
                ),
                {"path": path},
            )


READ = {"title", "aria-label", "placeholder", "alt", "label", "aria-roledescription", "aria-description"}
# What is no word for a reader: programs, keys, addresses to copy.
UNREAD = {"script", "style", "template", "kbd", "code"}
# Attributes that hold what somebody typed, or names of elements.
TYPED = {"data-line", "data-before", "data-names"}
# Elements that stand in the middle of a sentence; a cell is a fact of its own, as is a span outside of one.
INLINE = {"b", "i", "em", "strong", "a", "q", "bdi", "abbr", "time", "output"}


class Words(HTMLParser):
    """What a page says: each run of words in one element, and each text that an attribute says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self._run, self._unread = "", 0
        self.feed(html)
        self._end()

    def _end(self) -> None:
        if words := " ".join(self._run.split()):
            self.runs.append(words)
        self._run = ""

    def _end_at(self, tag: str) -> None:
        is_within = tag == "span" and self._run.count("⟦") > self._run.count("⟧")
        if tag not in INLINE and not is_within:
            self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._unread += tag in UNREAD
        self._end_at(tag)
        says = [value for name, value in given.items() if name in READ]
        says += [
            value
            for name, value in given.items()
            if name.startswith("data-") and name not in TYPED and " " in value
        ]
        if tag == "input" and given.get("type") in ("submit", "button"):
            says.append(given.get("value", ""))
        self.runs += [" ".join(words.split()) for words in says if words.strip()]

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD
        self._end_at(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._run += data


# The same in every language: the product's name, references of cards, marks of the desk's line, addresses,
# codes, what a script fills in, and names of time zones.
SAME = re.compile(
    r"Facilitator|(?<![A-Za-z])(?:RET|ENG)(?![A-Za-z])(?:-[A-Z]?\d+)?|\((?:EU|FR)\)|[A-Z][a-z]+/[A-Z][a-z]+"
    r"|[#+]\w+|@\w+(?: (?:met|solved|expected|proved))?"
    r"|\S+@\S+|(?:https?://|localhost|/w/)\S*|join/|\{\w+\}"
    r"|\b[A-HJ-NP-Z0-9]{8}\b|\b[A-HJ-NP-Z0-9]{4}(?: [A-HJ-NP-Z0-9]{4})+\b"
)
LATIN = re.compile(r"[A-Za-z]{2,}")


def is_bare(run: str) -> bool:
    """Whether something stands in a run that is neither of the language nor what somebody wrote."""
    return LATIN.search(SAME.sub("", run)) is not None


def is_pieced_together(run: str) -> bool:
    """Whether something stands before or behind a text of the language, as if the two were one sentence.

    Facts of their own have a dot between them; whole sentences may follow one another. A text within another
    begins as a sentence does: a phrase like "a solution" has another form in each sentence of most languages.
    """
    depth, said, beside, before = 0, False, "", ""
    for piece in PIECES.findall(run):
        depth += (piece == "⟦") - (piece == "⟧")
        if piece == "·" and not depth:
            said, beside = False, ""
        elif piece not in ("⟦", "⟧") and not depth:
            beside += BETWEEN.sub("", piece)
        said = said or depth > 0
        if (said and beside) or (depth > 1 and before == "⟦" and piece[0].islower()):
            return True
        before = piece
    return False
