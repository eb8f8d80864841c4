r"""One line of the desk, read: what is a mark, and what are words.

    +e office for renewal #inside #financial @Lyon > RET-07 // more words

`+e` the kind (i, e, p, s, as in a card's number) · `RET` first: the measure · `#legal` what it is sorted
by · `@Lyon met "since 2016"` a city, what it says, in its own words · `>RET-07` or `>7` what it is linked
to, `>` alone the issue above · `//` what follows is the text. What is no mark, or one that nothing is called
by, is part of the title as it was typed.

Two characters mean something beside marks. Quotes hold a city's own words where they stand right after what
it says (`\"` is a quote among them), and are a part of the title elsewhere. A stroke (`\`) makes a word of
the mark that it stands before, as in `\#1` or `\RET`, and is a part of the word anywhere else: `\\server`
stays as it is.
This is the only reader of lines: the chips on the page are asked from it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from facilitator.capture.desk.vocabulary import (
    PROVED,
    SORTED_BY,
    STANCES,
    CityOfDesk,
    Vocabulary,
    folded,
)
from facilitator.capture.models import LETTERS, Kind, Stance, reference
from facilitator.vocabulary import Term

ABOVE = ""
"""Where a link points that names nothing: at the issue that was caught or chosen last."""

_TEXT = re.compile(r"(?:^|\s)//(?:\s|$)")
# A city's own words in quotes are one piece if they stand apart from what is around them.
_TOKEN = re.compile(r'(?<!\S)"(?:\\"|[^"])*"[,.;]?(?!\S)|\S+')
_NO_MARK = re.compile(r'(\\*)\\([+#@>"].*|//)', re.DOTALL)
_MARK_OR_STROKE = re.compile(r'\\*(?:[+#@>"].*|//)', re.DOTALL)
_REFERENCE = re.compile(r"(?:([A-Za-z]{2,5})-)?([EPSeps]?)(\d{1,6})")


@dataclass(frozen=True)
class LineMark:
    """A piece of the line that says something: of what, and where it stands."""

    of: str
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class NamedCity:
    """A city that a line names: what it says, and in which words."""

    city: CityOfDesk
    stance: Stance | None = None
    note: str = ""
    proved: bool = False


@dataclass(frozen=True)
class ParsedLine:
    """What a line says."""

    kind: Kind | None = None
    prefix: str = ""
    title: str = ""
    text: str | None = None
    terms: dict[str, Term] = field(default_factory=dict)
    voices: tuple[NamedCity, ...] = ()
    links: tuple[str, ...] = ()
    marks: tuple[LineMark, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def says_what_stays(self) -> bool:
        """Whether it has marks and no words: it then sets what holds for the lines that follow."""
        has_words = self.title or self.text or any(voice.note for voice in self.voices)
        return bool(self.marks) and not (has_words or self.links)

    @property
    def adds_to_what_is_there(self) -> bool:
        """Whether it only points: its cities and cards then belong to the issue it points at."""
        return bool(self.links) and not self.title

    @property
    def missing(self) -> list[str]:
        """What a card of this kind has to be sorted by, and the line does not say."""
        return [column for column in SORTED_BY[self.kind or Kind.ISSUE] if column not in self.terms]

    def over(self, standing: "ParsedLine") -> "ParsedLine":
        """This line, with what stands for every line where it says nothing itself."""
        kind = self.kind or standing.kind or Kind.ISSUE
        kept = {name: term for name, term in standing.terms.items() if name in SORTED_BY[kind]}
        return replace(
            self,
            kind=kind,
            prefix=self.prefix or standing.prefix,
            terms=kept | self.terms,
            voices=self.voices or standing.voices,
        )


@dataclass
class _Pen:
    """Writes down, token by token, what a line says."""

    vocabulary: Vocabulary
    kind: Kind | None
    prefix: str = ""
    words: list[str] = field(default_factory=list)
    terms: dict[str, Term] = field(default_factory=dict)
    voices: list[NamedCity] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    marks: list[LineMark] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    # How many cities at the end of `voices` still wait for what they say.
    waiting: int = 0


def read_line(line: str, vocabulary: Vocabulary, standing: ParsedLine | None = None) -> ParsedLine:
    """What a line says, over what stands for every line."""
    head, *more = _TEXT.split(line, maxsplit=1)
    tokens = [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(head)]
    kinds = [kind for token, *_ in tokens if (kind := _kind_in(token, vocabulary))]
    kind = kinds[-1] if kinds else None
    pen = _Pen(vocabulary, kind or (standing.kind if standing else None))
    for token, start, end in tokens:
        if not any(reads(pen, token, start, end) for reads in _READERS):
            pen.waiting = 0
            pen.words.append(token)
    read = ParsedLine(
        kind=kind, prefix=pen.prefix, title=" ".join(pen.words), text=more[0].strip() if more else None,
        terms=pen.terms, voices=tuple(pen.voices), links=tuple(dict.fromkeys(pen.links)),
        marks=tuple(pen.marks), unknown=tuple(pen.unknown),
    )  # fmt: skip
    return read.over(standing) if standing else read


def end_of_marks(line: str) -> int:
    """Where a mark can be added to a line: at its end, or before what is said in more words."""
    more = _TEXT.search(line)
    return more.start() if more else len(line)


def _kind_in(token: str, vocabulary: Vocabulary) -> Kind | None:
    name = token[1:] if token.startswith("+") else ""
    return vocabulary.kind(name) if name.isalpha() else None


def _reads_what_is_no_mark(pen: _Pen, token: str, start: int, end: int) -> bool:  # noqa: ARG001
    bare = _without_stroke(pen, token)
    if bare == token:
        return False
    pen.waiting = 0
    pen.words.append(bare)
    return True


def _without_stroke(pen: _Pen, token: str) -> str:
    """A word without the stroke that keeps it from being read as a mark, where it has one."""
    if found := _NO_MARK.fullmatch(token):
        return found[1] + found[2]
    word = token.lstrip("\\")
    would_be_read = (not pen.words and _looks_like_a_measure(word)) or (
        pen.waiting and any(_said(folded(word).rstrip(",."), pen.kind or Kind.ISSUE))
    )
    return token[1:] if token != word and would_be_read else token


def _reads_kind(pen: _Pen, token: str, start: int, end: int) -> bool:
    if _kind_in(token, pen.vocabulary) is None:
        return False
    pen.marks.append(LineMark("kind", start, end))
    return True


def _reads_measure(pen: _Pen, token: str, start: int, end: int) -> bool:
    name = token.removesuffix(":")
    if pen.words or pen.prefix or name not in pen.vocabulary.prefixes:
        return False
    pen.prefix = name
    pen.marks.append(LineMark("measure", start, end))
    return True


def _looks_like_a_measure(word: str) -> bool:
    """Whether it may be the prefix of a measure, be it of one that is added later."""
    name = word.removesuffix(":")
    return 2 <= len(name) <= 5 and name.isalnum() and not name.isdecimal() and name == name.upper()


def _reads_term(pen: _Pen, token: str, start: int, end: int) -> bool:
    if not token.startswith("#") or len(token) == 1:
        return False
    found = pen.vocabulary.term(pen.kind or Kind.ISSUE, token[1:])
    if found is None:
        pen.unknown.append(token)
        return False
    column, term = found
    pen.terms[column] = term
    pen.marks.append(LineMark(column, start, end))
    return True


def _reads_city(pen: _Pen, token: str, start: int, end: int) -> bool:
    if not token.startswith("@") or len(token) == 1:
        return False
    city = pen.vocabulary.city(token[1:].rstrip(","))
    if city is None:
        pen.unknown.append(token)
        return False
    if pen.voices and (pen.voices[-1].stance or pen.voices[-1].proved):
        pen.waiting = 0
    pen.voices = [voice for voice in pen.voices if voice.city != city]
    pen.voices.append(NamedCity(city))
    pen.waiting += 1
    pen.marks.append(LineMark("city", start, end, city.name))
    return True


def _reads_rest_of_city(pen: _Pen, token: str, start: int, end: int) -> bool:  # noqa: ARG001
    """`@Santiago de Compostela`: the words of a name that follow it."""
    if not pen.waiting or pen.voices[-1].stance or pen.marks[-1].of != "city":
        return False
    if not any(folded(token) in folded(name).split()[1:] for name in pen.voices[-1].city.names):
        return False
    pen.marks[-1] = replace(pen.marks[-1], end=end)
    return True


def _reads_stance(pen: _Pen, token: str, start: int, end: int) -> bool:  # noqa: ARG001
    """What the cities just named say, however many they are."""
    word = folded(token).rstrip(",.")
    stance, proved = _said(word, pen.kind or Kind.ISSUE)
    if not pen.waiting or pen.voices[-1].stance or pen.voices[-1].proved or not (stance or proved):
        return False
    for place in range(-pen.waiting, 0):
        pen.voices[place] = replace(pen.voices[place], stance=stance, proved=proved)
    pen.marks[-1] = replace(pen.marks[-1], end=end)
    return True


def _said(word: str, kind: Kind) -> tuple[Stance | None, bool]:
    """Of an issue a city can say something; a solution it can have proved."""
    if kind is Kind.ISSUE:
        return STANCES.get(word), False
    return None, kind is Kind.SOLUTION and word in PROVED


def _reads_note(pen: _Pen, token: str, start: int, end: int) -> bool:  # noqa: ARG001
    said, quoted = pen.waiting and pen.voices[-1].stance, token.rstrip(",.;")
    if not said or len(quoted) < 3 or not (quoted[0] == quoted[-1] == '"'):
        return False
    note = quoted[1:-1].replace('\\"', '"').strip()
    for place in range(-pen.waiting, 0):
        pen.voices[place] = replace(pen.voices[place], note=note)
    pen.marks[-1] = replace(pen.marks[-1], end=end)
    pen.waiting = 0
    return True


def _reads_link(pen: _Pen, token: str, start: int, end: int) -> bool:
    follows = bool(pen.marks) and pen.marks[-1].of == "link" and not pen.waiting
    if follows and pen.links[-1] == ABOVE and (named := list(_references(token, pen.vocabulary))):
        pen.links[-1:] = named
        pen.marks[-1] = replace(pen.marks[-1], end=end, name=named[0])
        return True
    if not token.startswith(">"):
        return False
    named = list(_references(token[1:], pen.vocabulary)) or [token[1:].rstrip(",")]
    pen.links += named
    pen.marks.append(LineMark("link", start, end, named[0]))
    pen.waiting = 0
    return True


def _references(token: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The references in `RET-07,S2`, or nothing if any of it is none; without a prefix it is the line's."""
    pieces = [piece for piece in token.split(",") if piece]
    found = [_REFERENCE.fullmatch(piece) for piece in pieces]
    if all(found):
        for each in found:
            assert each is not None  # noqa: S101 - `all` has just asked
            prefix = (each[1] or "").upper()
            if not prefix or prefix in vocabulary.prefixes:
                yield _normal(prefix, each[2].upper(), int(each[3]))


def _normal(prefix: str, letter: str, number: int) -> str:
    kind = next(kind for kind, its in LETTERS.items() if its == letter)
    return reference(prefix, kind, number).removeprefix("-")


# Asked in this order; the first that knows what a token is has read it.
_READERS = (
    _reads_what_is_no_mark,
    _reads_kind,
    _reads_measure,
    _reads_term,
    _reads_stance,
    _reads_rest_of_city,
    _reads_note,
    _reads_city,
    _reads_link,
)


def write_line(reading: ParsedLine) -> str:
    """The line that reads as this: what stands in the entry when a card is corrected."""
    kind = {Kind.ENABLER: "+e", Kind.STRATEGY: "+p", Kind.SOLUTION: "+s"}
    pieces = [kind.get(reading.kind or Kind.ISSUE, ""), reading.prefix, _escaped(reading.title)]
    pieces += [f"#{term.value}" for term in reading.terms.values()]
    pieces += [_spoken(voice) for voice in reading.voices]
    pieces += [f">{link}" for link in reading.links]
    return " ".join(piece for piece in pieces if piece)


def _spoken(voice: NamedCity) -> str:
    said = voice.stance.value if voice.stance else "proved" if voice.proved else ""
    note = _quoted(voice.note) if voice.note and voice.stance else ""
    return " ".join(piece for piece in (f"@{voice.city.name.replace(' ', '-')}", said, note) if piece)


def _quoted(note: str) -> str:
    """A city's own words; a stroke at their end stands apart from the quote, which it would take away."""
    inside = note.replace('"', '\\"')
    return f'"{inside} "' if inside.endswith("\\") else f'"{inside}"'


def _escaped(title: str) -> str:
    """The title with a stroke before what would be read as a mark, or as a stroke before one."""
    words = title.split()
    special = [bool(_MARK_OR_STROKE.fullmatch(word)) for word in words]
    if words and _looks_like_a_measure(words[0].lstrip("\\")):
        special[0] = True
    return " ".join(f"\\{word}" if marked else word for word, marked in zip(words, special, strict=True))
