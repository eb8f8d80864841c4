"""How a line is read: the table from which a rapporteur could learn it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.capture.desk.rules import ABOVE, NamedCity, ParsedLine, read_line, write_line
from facilitator.capture.desk.vocabulary import SORTED_BY, CityOfDesk, Vocabulary
from facilitator.capture.models import Aspect, Field, Kind, Reach, Side, Stance
from facilitator.text import clean_line

CITIES = (
    CityOfDesk(1, "Lyon", "FR"),
    CityOfDesk(2, "Vienna", "AT", ("Wien", "Vienne")),
    CityOfDesk(3, "Munich", "DE", ("München", "Monaco di Baviera")),
    CityOfDesk(4, "Milan", "IT"),
    CityOfDesk(5, "Santiago de Compostela", "ES"),
    CityOfDesk(6, "Köln", "DE"),
)
KNOWN = Vocabulary(("RET", "ENG"), CITIES)
LYON, VIENNA, MUNICH, MILAN, SANTIAGO, KOELN = CITIES


def said(line: str, standing: str = "") -> dict[str, object]:
    """What a line says, without what it leaves out and where it says it."""
    reading = read_line(line, KNOWN, read_line(standing, KNOWN))
    return {name: value for name, value in vars(reading).items() if value and name != "marks"}


ISSUE: dict[str, object] = {"kind": Kind.ISSUE}

# line → what it says
LINES: dict[str, dict[str, object]] = {
    "Flats stand empty": ISSUE | {"title": "Flats stand empty"},
    "Flats stand empty #social": ISSUE | {"title": "Flats stand empty", "terms": {"aspect": Aspect.SOCIAL}},
    "#s Flats stand empty": ISSUE | {"title": "Flats stand empty", "terms": {"aspect": Aspect.SOCIAL}},
    "A loan #economic": ISSUE | {"title": "A loan", "terms": {"aspect": Aspect.FINANCIAL}},
    "Heat #REGULATORY": ISSUE | {"title": "Heat", "terms": {"aspect": Aspect.LEGAL}},
    "+e A renewal office #inside #leg": {
        "kind": Kind.ENABLER,
        "title": "A renewal office",
        "terms": {"reach": Reach.INSIDE, "field": Field.LEGAL},
    },
    "A grant #out +enabler #f": {
        "kind": Kind.ENABLER,
        "title": "A grant",
        "terms": {"reach": Reach.OUTSIDE, "field": Field.FINANCIAL},
    },
    "+p Ask the district first #inner": {
        "kind": Kind.STRATEGY,
        "title": "Ask the district first",
        "terms": {"side": Side.INNER},
    },
    "+strategy Ask #ext": {"kind": Kind.STRATEGY, "title": "Ask", "terms": {"side": Side.EXTERNAL}},
    "+s A mediator @Vienna proved >7": {
        "kind": Kind.SOLUTION,
        "title": "A mediator",
        "voices": (NamedCity(VIENNA, proved=True),),
        "links": ("07",),
    },
    # measures
    "ENG Nobody comes": ISSUE | {"prefix": "ENG", "title": "Nobody comes"},
    "+e ENG: A cook": {"kind": Kind.ENABLER, "prefix": "ENG", "title": "A cook"},
    "The ENG is no measure here": ISSUE | {"title": "The ENG is no measure here"},
    "Eng": ISSUE | {"title": "Eng"},
    # cities and evidence
    "Flats @Lyon met": ISSUE | {"title": "Flats", "voices": (NamedCity(LYON, Stance.MET),)},
    "Flats @ly met @vi solved": ISSUE
    | {"title": "Flats", "voices": (NamedCity(LYON, Stance.MET), NamedCity(VIENNA, Stance.SOLVED))},
    "Flats @Lyon @Milan expect": ISSUE
    | {"title": "Flats", "voices": (NamedCity(LYON, Stance.EXPECT), NamedCity(MILAN, Stance.EXPECT))},
    '@Lyon met "since 2016" Flats': ISSUE
    | {"title": "Flats", "voices": (NamedCity(LYON, Stance.MET, "since 2016"),)},
    "Flats @Lyon": ISSUE | {"title": "Flats", "voices": (NamedCity(LYON),)},
    "Flats @AT solved": ISSUE | {"title": "Flats", "voices": (NamedCity(VIENNA, Stance.SOLVED),)},
    "Flats @santiago de Compostela met": ISSUE
    | {"title": "Flats", "voices": (NamedCity(SANTIAGO, Stance.MET),)},
    "Flats @koln met": ISSUE | {"title": "Flats", "voices": (NamedCity(KOELN, Stance.MET),)},
    "Flats @WIEN met @munchen solved": ISSUE
    | {"title": "Flats", "voices": (NamedCity(VIENNA, Stance.MET), NamedCity(MUNICH, Stance.SOLVED))},
    "Flats @wie @Monaco di Baviera expect": ISSUE
    | {"title": "Flats", "voices": (NamedCity(VIENNA, Stance.EXPECT), NamedCity(MUNICH, Stance.EXPECT))},
    "Flats @mi met": ISSUE | {"title": "Flats", "voices": (NamedCity(MILAN, Stance.MET),)},
    "Flats @Lyon are empty, met by all": ISSUE
    | {"title": "Flats are empty, met by all", "voices": (NamedCity(LYON),)},
    "Flats @Lyon met @Lyon solved": ISSUE | {"title": "Flats", "voices": (NamedCity(LYON, Stance.SOLVED),)},
    # links
    "+s A desk > RET-07": {"kind": Kind.SOLUTION, "title": "A desk", "links": ("RET-07",)},
    "+s A desk >7,ret-9": {"kind": Kind.SOLUTION, "title": "A desk", "links": ("07", "RET-09")},
    "+s A desk >7 >9": {"kind": Kind.SOLUTION, "title": "A desk", "links": ("07", "09")},
    "+s A desk >": {"kind": Kind.SOLUTION, "title": "A desk", "links": (ABOVE,)},
    "Owners disagree >E3": ISSUE | {"title": "Owners disagree", "links": ("E03",)},
    "+s A desk >owners": {"kind": Kind.SOLUTION, "title": "A desk", "links": ("owners",)},
    ">RET-07 @Lyon met": ISSUE | {"links": ("RET-07",), "voices": (NamedCity(LYON, Stance.MET),)},
    # words
    "Flats // Their owners moved. #social": ISSUE
    | {"title": "Flats", "text": "Their owners moved. #social"},
    "See http://example.org first": ISSUE | {"title": "See http://example.org first"},
    r"\#1 problem \@ night": ISSUE | {"title": "#1 problem @ night"},
    r"\\#1 problem": ISSUE | {"title": r"\#1 problem"},
    r"\\server\share is full \ always": ISSUE | {"title": r"\\server\share is full \ always"},
    r"\a and a\b and \\": ISSUE | {"title": r"\a and a\b and \\"},
    r"\RET is a name": ISSUE | {"title": "RET is a name"},
    "US law is another": ISSUE | {"title": "US law is another"},
    r"\US law": ISSUE | {"title": "US law"},
    r"See \RET": ISSUE | {"title": r"See \RET"},
    r"Flats \// yards": ISSUE | {"title": "Flats // yards"},
    r"Lost by @Lyon \met twice": ISSUE | {"title": "Lost by met twice", "voices": (NamedCity(LYON),)},
    # quotes
    'A "smart"grid': ISSUE | {"title": 'A "smart"grid'},
    '"smart"grid': ISSUE | {"title": '"smart"grid'},
    'He said "not yet"!': ISSUE | {"title": 'He said "not yet"!'},
    '"Not yet", they say': ISSUE | {"title": '"Not yet", they say'},
    'A 6" pipe and an 8" pipe': ISSUE | {"title": 'A 6" pipe and an 8" pipe'},
    'One " alone': ISSUE | {"title": 'One " alone'},
    r'Flats @Lyon met "we say \"no\"" here': ISSUE
    | {"title": "Flats here", "voices": (NamedCity(LYON, Stance.MET, 'we say "no"'),)},
    'Flats @Lyon met "since 2016", always': ISSUE
    | {"title": "Flats always", "voices": (NamedCity(LYON, Stance.MET, "since 2016"),)},
    r'Flats @Lyon met "C:\ "': ISSUE | {"title": "Flats", "voices": (NamedCity(LYON, Stance.MET, "C:\\"),)},
    "A #magical word": ISSUE | {"title": "A #magical word", "unknown": ("#magical",)},
    "A word @Atlantis met": ISSUE | {"title": "A word @Atlantis met", "unknown": ("@Atlantis",)},
    "Which m? @m": ISSUE | {"title": "Which m? @m", "unknown": ("@m",)},
    "+10 % in a year": ISSUE | {"title": "+10 % in a year"},
    "a # and a @ alone": ISSUE | {"title": "a # and a @ alone"},
    "": {},
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_says(line: str) -> None:
    assert said(line) == (LINES[line] or ISSUE)


def test_what_stands_for_every_line_holds_where_a_line_says_nothing() -> None:
    standing = "ENG @Lyon #legal"
    assert said("A rule", standing) == ISSUE | {
        "prefix": "ENG",
        "title": "A rule",
        "terms": {"aspect": Aspect.LEGAL},
        "voices": (NamedCity(LYON),),
    }
    assert said("RET A rule #social @Milan met", standing) == ISSUE | {
        "prefix": "RET",
        "title": "A rule",
        "terms": {"aspect": Aspect.SOCIAL},
        "voices": (NamedCity(MILAN, Stance.MET),),
    }


def test_what_stands_for_an_issue_is_not_put_on_an_enabler() -> None:
    assert said("+e A rule", "#social")["kind"] is Kind.ENABLER
    assert "terms" not in said("+e A rule", "#social")


def test_a_line_of_marks_alone_says_what_stays() -> None:
    for line, stays in {"@Lyon": True, "+s ENG": True, "Flats @Lyon": False, ">7": False, "": False}.items():
        assert read_line(line, KNOWN).says_what_stays is stays


def test_the_marks_say_where_in_the_line_they_stand() -> None:
    line = "+e Office @Santiago de Compostela #in > RET-07"
    found = {mark.of: line[mark.start : mark.end] for mark in read_line(line, KNOWN).marks}
    assert found == {
        "kind": "+e",
        "city": "@Santiago de Compostela",
        "reach": "#in",
        "link": "> RET-07",
    }
    solved = 'Flats @Lyon solved "by a law"'
    (mark,) = read_line(solved, KNOWN).marks
    assert solved[mark.start : mark.end] == '@Lyon solved "by a law"'


# A busy machine is no fault of the grammar.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60).map(clean_line)


# What breaks readers: marks, strokes and quotes, next to each other and to words.
TRICKY = st.text(st.sampled_from('+#@>/\\",.; aRET1:|-'), max_size=40).map(clean_line)
TITLES = st.one_of(TITLES, TRICKY)
NOTES = st.one_of(TITLES, TRICKY)
MARKS = ("+", "#", "@", ">", '"', "/")


@st.composite
def readings(draw: st.DrawFn) -> ParsedLine:
    """Anything that a card can say."""
    kind = draw(st.sampled_from(Kind))
    terms = {
        column: draw(st.sampled_from(list(terms)))
        for column, terms in SORTED_BY[kind].items()
        if draw(st.booleans())
    }
    stances = st.sampled_from([None, *Stance]) if kind is Kind.ISSUE else st.none()
    cities = draw(st.lists(st.sampled_from(CITIES), unique=True, max_size=4))
    voices = tuple(
        NamedCity(city, stance, draw(NOTES) if stance else "")
        for city in cities
        for stance in [draw(stances)]
    )
    links = draw(st.lists(st.sampled_from(["RET-07", "ENG-E03", "09"]), unique=True))
    return ParsedLine(
        kind=kind, title=draw(TITLES), terms=terms, voices=_together(voices), links=tuple(links)
    )


def _together(voices: tuple[NamedCity, ...]) -> tuple[NamedCity, ...]:
    """Cities that say nothing come last, or they would say what the next one says."""
    return tuple(sorted(voices, key=lambda voice: voice.stance is None))


@patient
@given(readings())
def test_the_line_of_a_card_reads_as_the_card(reading: ParsedLine) -> None:
    read = read_line(write_line(reading), KNOWN)
    assert (read.kind or Kind.ISSUE, read.title, read.terms, read.voices, read.links) == (
        reading.kind, reading.title, reading.terms, reading.voices, reading.links
    )  # fmt: skip
    assert read.unknown == ()


@patient
@given(TITLES)
def test_a_line_without_a_mark_is_a_title_as_it_was_typed(line: str) -> None:
    words = f"a {line}".split()
    if any(word.lstrip("\\")[:1] in MARKS for word in words):
        return
    assert read_line(" ".join(words), KNOWN).title == " ".join(words)


@patient
@given(TITLES)
def test_any_line_can_be_read(line: str) -> None:
    reading = read_line(line, KNOWN)
    assert all(0 <= mark.start < mark.end <= len(line) for mark in reading.marks)
