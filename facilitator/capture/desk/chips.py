"""What was understood of a line, piece by piece, with what else each piece could have been."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from facilitator.capture.desk.rules import NamedCity, ParsedLine, end_of_marks, write_line
from facilitator.capture.desk.vocabulary import SORTED_BY, CityOfDesk, Vocabulary
from facilitator.capture.models import Kind, Stance
from facilitator.errors import N_

_MARKS = {Kind.ISSUE: "+i", Kind.ENABLER: "+e", Kind.STRATEGY: "+p", Kind.SOLUTION: "+s"}

_SAYS = {
    "": "%(city)s",
    Stance.MET.value: N_("%(city)s had it"),
    Stance.SOLVED.value: N_("%(city)s solved it"),
    Stance.EXPECT.value: N_("%(city)s expects it"),
    "proved": N_("%(city)s proved it"),
}
_ANOTHER = N_("City …")


@dataclass(frozen=True)
class Alternative:
    """Another thing that a piece could have said: its word, and the mark that says it."""

    word: str
    mark: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Chip:
    """One thing understood; `start` and `end` are where the line says it, both the end where it doesn't."""

    of: str
    word: str
    start: int
    end: int
    choices: tuple[Alternative, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether the card can't be kept without it."""
        return not self.word


def chips(
    typed: str,
    own: ParsedLine,
    reading: ParsedLine,
    known: Vocabulary,
    links: Mapping[str, tuple[Alternative, ...]],
) -> list[Chip]:
    """The chips of a line: `own` is what it says itself, `reading` with what stands for every line.

    `links` holds, for each link, the card that it points at or those that it may mean.
    """
    return list(_chips(typed, own, reading, known, links))


def line_for(ref: str, reading: ParsedLine) -> str:
    """The line that adds to an issue what this one says: its words become those of its cities."""
    voices = tuple(
        replace(voice, note=voice.note or reading.title) if voice.stance else voice
        for voice in reading.voices
    )
    return write_line(ParsedLine(voices=voices, links=(ref,)))


def _chips(
    typed: str,
    own: ParsedLine,
    reading: ParsedLine,
    known: Vocabulary,
    links: Mapping[str, tuple[Alternative, ...]],
) -> Iterator[Chip]:
    kind = reading.kind or Kind.ISSUE
    if not reading.adds_to_what_is_there:
        kinds = tuple(Alternative(known.says(each), _MARKS[each], each is kind) for each in Kind)
        yield Chip("kind", known.says(kind), *_place(typed, own, "kind"), kinds)
        measures = tuple(Alternative(prefix, prefix, prefix == reading.prefix) for prefix in known.prefixes)
        yield Chip("measure", reading.prefix, *_place(typed, own, "measure", start=True), measures)
        for column in SORTED_BY[kind]:
            yield _of_term(typed, own, reading, known, column)
    for voice in reading.voices:
        yield _of_voice(typed, own, voice, kind, known)
    for name, choices in links.items():
        chosen = next((choice.word for choice in choices if choice.is_chosen), "")
        yield Chip("link", chosen, *_place(typed, own, "link", name), choices)
    if known.cities and (kind is Kind.ISSUE or not reading.voices):
        named = tuple(Alternative(city.name, _mark_of(city)) for city in known.cities)
        yield Chip("another", known.says(_ANOTHER), *_place(typed, own, "another"), named)


def _of_term(typed: str, own: ParsedLine, reading: ParsedLine, known: Vocabulary, column: str) -> Chip:
    said = reading.terms.get(column)
    terms = SORTED_BY[reading.kind or Kind.ISSUE][column]
    choices = tuple(Alternative(known.says(term), f"#{term.value}", term is said) for term in terms)
    return Chip(column, known.says(said) if said else "", *_place(typed, own, column), choices)


def _of_voice(typed: str, own: ParsedLine, voice: NamedCity, kind: Kind, known: Vocabulary) -> Chip:
    name, mark = voice.city.name, _mark_of(voice.city)
    said = {Kind.ISSUE: [stance.value for stance in Stance], Kind.SOLUTION: ["proved"]}.get(kind, [])
    now = voice.stance.value if voice.stance else "proved" if voice.proved else ""
    choices = tuple(
        Alternative(known.says(_SAYS[word]) % {"city": name}, f"{mark} {word}".strip(), word == now)
        for word in ("", *said)
    )
    chosen = next(choice.word for choice in choices if choice.is_chosen)
    return Chip("city", chosen, *_place(typed, own, "city", name), choices)


def _mark_of(city: CityOfDesk) -> str:
    return f"@{city.name.replace(' ', '-')}"


def _place(typed: str, own: ParsedLine, of: str, name: str = "", *, start: bool = False) -> tuple[int, int]:
    """Where the line says it; else where it could be said: at its end, or at its start."""
    found = [mark for mark in own.marks if mark.of == of and mark.name == name]
    if found:
        return found[-1].start, found[-1].end
    end = 0 if start else end_of_marks(typed)
    return end, end
