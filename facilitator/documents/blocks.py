"""What a document consists of: blocks in the order of reading, with their words in its language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from facilitator.documents.charts import Chart
from facilitator.documents.palette import Colour


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with a look of its own."""

    text: str
    bold: bool = False
    colour: Colour | None = None
    italic: bool = False


Text: TypeAlias = str | Run | Sequence[Run | str]


class Look(StrEnum):
    """How important a paragraph is."""

    BODY = "body"
    DETAIL = "detail"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Cover:
    """The title of the document, with what it is above and where and when below."""

    kicker: str
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; `anchor` is what a link leads to, `kicker` a word above in its colour."""

    level: int
    text: Text
    anchor: str = ""
    kicker: Run | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of ours."""

    text: Text
    look: Look = Look.BODY


@dataclass(frozen=True, slots=True)
class Quote:
    """What people wrote, in their words; `lead` is a line that is set apart from them, in italics."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    items: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Callout:
    """What nobody should miss, beside a bar in a colour."""

    text: Text
    colour: Colour


@dataclass(frozen=True, slots=True)
class Facts:
    """Key figures with what they count, so many side by side."""

    pairs: Sequence[tuple[str, str]]
    across: int


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, its share of the width, and whether it holds figures."""

    head: str
    share: float
    figures: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with a head, numbered with all others; each row has a cell for each column."""

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Text]]


@dataclass(frozen=True, slots=True)
class Contents:
    """The chapters by their anchors and titles, with a link to each."""

    entries: Sequence[tuple[str, str]]


Block: TypeAlias = (
    Cover | Heading | Paragraph | Quote | Bullets | Callout | Facts | DataTable | Contents | Chart
)


@dataclass(frozen=True, slots=True)
class WriterWords:
    """What writers say themselves, in the document's language, with gaps in braces.

    `page` has {number}, `table` {number} and {caption}, `missing` {characters}: those that no font has;
    `continued` is the title of the slide {number} that goes on with what began under {title}.
    """

    page: str = "{number}"
    table: str = "{number}. {caption}"
    missing: str = "{characters}"
    continued: str = "{title} ({number})"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document; `language` is a tag such as "en-GB", `created_at` is aware."""

    title: str
    language: str
    subject: str
    keywords: str
    category: str
    description: str
    created_at: datetime
    words: WriterWords
    blocks: Sequence[Block] = field(default=(), repr=False)


def runs(text: Text) -> Sequence[Run]:
    """A text as the runs that it consists of."""
    if isinstance(text, str):
        return (Run(text),)
    if isinstance(text, Run):
        return (text,)
    return [part if isinstance(part, Run) else Run(part) for part in text]


def plain(text: Text) -> str:
    """A text without its look."""
    return text if isinstance(text, str) else "".join(run.text for run in runs(text))


def paragraphs(quote: Quote) -> list[str]:
    """What people wrote, in the paragraphs that they made."""
    return list(filter(None, quote.text.split("\n\n")))


def numbered(words: WriterWords, number: int, table: DataTable) -> str:
    """The caption of a table with its number."""
    return words.table.replace("{number}", str(number)).replace("{caption}", table.caption)
