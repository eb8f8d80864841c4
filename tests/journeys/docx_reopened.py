"""The report as DOCX, opened again and held against the database, figure by figure."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document

from tests.journeys.counting import FEWEST, Count, Counted

VERDICTS = {
    "right": "Right",
    "right_with_change": "Right, with a change",
    "not_for_us": "Not for us",
    "cant_say": "Can't say",
}
CRITERIA = {"relevance": "Relevance", "urgency": "Urgency", "power": "Own power to act"}


class Reopened:
    """A DOCX as somebody reads it who opens it."""

    def __init__(self, path: Path) -> None:
        self.document = Document(str(path))
        self.paragraphs = [paragraph.text for paragraph in self.document.paragraphs]
        self.tables = [
            [[cell.text for cell in row.cells] for row in table.rows] for table in self.document.tables
        ]

    @property
    def text(self) -> str:
        """All that it says, in the order of its parts."""
        cells = [cell for table in self.tables for row in table for cell in row]
        return "\n".join([*self.paragraphs, *cells])

    def chapter(self, prefix: str) -> str:
        """The chapter of a measure, without its tables."""
        start = self.paragraphs.index(prefix)
        ends = [
            place for place, text in enumerate(self.paragraphs) if text == "Open points" and place > start
        ]
        return "\n".join(self.paragraphs[start : ends[0]])

    def block(self, heading: str) -> str:
        """A heading and what stands below it, up to the next one, where it stands first."""
        return self._below(self.paragraphs.index(heading))

    def blocks(self, heading: str) -> str:
        """The same wherever it stands: in the body, and in the annex with the figures."""
        places = [place for place, text in enumerate(self.paragraphs) if text == heading]
        return "\n".join(map(self._below, places))

    def _below(self, start: int) -> str:
        lines = self.document.paragraphs
        end = next(
            i
            for i in range(start + 1, len(lines))
            if str(getattr(lines[i].style, "name", "")).startswith("Heading")
        )
        return "\n".join(self.paragraphs[start:end])

    def head(self, *head: str) -> list[str]:
        """The head of the tables that begin with these words."""
        return next(table[0] for table in self.tables if table[0][: len(head)] == list(head))

    def rows(self, *head: str) -> list[list[str]]:
        """The rows below every table whose head begins with these words."""
        fitting = [table for table in self.tables if table[0][: len(head)] == list(head)]
        assert fitting, f"no table begins with {head}"
        return [row for table in fitting for row in table[1:]]


def check_docx(path: Path, counted: Counted) -> None:
    """Every figure of the document equals the database."""
    report = Reopened(path)
    assert [words for words in counted.unspeakable if words in report.text] == []
    _check_title_page(report, counted)
    people = [[row[0].rpartition(" (")[0], row[-1]] for row in report.rows("City", "Role")]
    people += report.rows("Organisation", "People") if counted.rows["partners"] else []
    assert {name: int(number) for name, number in people} == counted.people()
    for prefix, row in zip(counted.measures, report.rows("Measure"), strict=True):
        issues = counted.issues(prefix)
        missing = counted.in_sight(prefix, "issue", missing=True)
        solutions = counted.in_sight(prefix, "solution")
        assert row[0].split()[0] == prefix
        assert int(row[1]) == len(issues) == sum(map(int, row[2:-2]))
        assert [int(figure) for figure in row[-2:]] == [len(missing), len(solutions)]
        _check_measure(report, counted, prefix)


def _check_title_page(report: Reopened, counted: Counted) -> None:
    facts = [cell.split("\n", 1) for row in report.tables[0] for cell in row]
    came = sum(row.part == "interested" and row.people > 0 for row in counted.rows["cities"])
    everything = [counted.in_sight(prefix, "solution") for prefix in counted.measures]
    assert {words.split(" (")[0]: int(figure) for figure, words in facts} == {
        "Lighthouse cities": counted.of_part("lighthouse"),
        "Interested cities": counted.of_part("interested"),
        "People who took part": sum(counted.people().values()),
        "Measures": len(counted.measures),
        "Issues handed over": len(counted.rows["handed"]),
        "Solutions": sum(map(len, everything)),
    }
    assert f"Interested cities (in the room: {came})" in report.text


def _check_measure(report: Reopened, counted: Counted, prefix: str) -> None:
    entitled, issues = counted.entitled(prefix), counted.issues(prefix)
    if entitled["people"]:
        assert f"Answered: {_of(counted.answered(prefix), entitled)}." in report.chapter(prefix)
    for ref, issue in issues.items():
        block = report.block(f"{ref}  {issue['title']}")
        assert _evidence(issue["evidence"]) in block
        assert all(each in block for each in issue["helped_by"])
        assert ("The wording has changed since" in block) == issue["reworded_since"]
        if issue["answered"]["people"]:
            assert f"Answered: {_of(issue['answered'], entitled)}" in block
            _check_answers(report, ref, issue, counted)
    _check_solutions(report, counted, prefix)


def _check_answers(report: Reopened, ref: str, issue: dict[str, Any], counted: Counted) -> None:
    """What was said of one issue: by city in a table where few rated it, else in a row and in words."""
    block = report.block(f"{ref}  {issue['title']}")
    for topic, city, text in issue["remarks"]:
        assert f"{topic.capitalize()} · {city}: {text}" in block
    ratings = {CRITERIA[key]: rating for key, rating in issue["ratings"].items()}
    raters = len(issue["ratings"][next(iter(CRITERIA))]["cities"])
    in_words = {"Verdicts": _verdicts_in_words(issue["verdicts"])}
    in_words |= {
        CRITERIA[key]: _ratings_in_words(counted, ref, key, issue["ratings"][key]) for key in CRITERIA
    }
    if 0 < raters < FEWEST:
        _check_rows_of_few(report, ref, issue, ratings)
        in_words = {
            label: words[-1:] if "Can't say" in words[-1] else [""] for label, words in in_words.items()
        }
    elif raters:
        _check_row_of_many(report, ref, issue, ratings)
    lines = report.blocks(f"{ref}  {issue['title']}").split("\n")
    for label, words in in_words.items():
        said = [line.removeprefix(label).lstrip(": ") for line in lines if line.startswith(label)]
        assert " · ".join(said) == " · ".join(words)


def _verdicts_in_words(verdicts: dict[str, Any]) -> list[str]:
    if verdicts["shares"] is None:
        said = [f"{each['city']}: {_of_city(each['verdicts'])}" for each in verdicts["by_city"]]
    else:
        cities = verdicts["judged"]["cities"]
        said = [
            f"{VERDICTS[verdict]}: {_figure(share['votes'])} of {cities} cities ({_people(share['people'])})"
            for verdict, share in verdicts["shares"].items()
        ]
    return said + _unsaid(verdicts) or [""]


def _ratings_in_words(counted: Counted, ref: str, key: str, rating: dict[str, Any]) -> list[str]:
    if rating["median"] is None:
        said = [f"{dot['city']}: {_between(dot['value'])}" for dot in rating["cities"]]
    else:
        zones = counted.zones(ref, key).items()
        in_zones = _listed(f"{name} {count['cities']} ({count['people']})" for name, count in zones)
        said = [f"Median city: {_figure(rating['median'])}", f"Cities (people): {in_zones}"]
    return said + _unsaid(rating) or [""]


def _unsaid(subject: dict[str, Any]) -> list[str]:
    unsaid = subject["cant_say"]["people"]
    return [f"Can't say: {_people(unsaid)}"] if unsaid else []


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"


def _check_rows_of_few(report: Reopened, ref: str, issue: dict[str, Any], ratings: dict[str, Any]) -> None:
    rows = [row for row in report.rows("No.", "Issue", "City") if row[0] == ref]
    head = report.head("No.", "Issue", "City")
    said = {each["city"]: each["verdicts"] for each in issue["verdicts"]["by_city"] or []}
    dots = {
        name: {dot["city"]: _between(dot["value"]) for dot in rating["cities"]}
        for name, rating in ratings.items()
    }
    cities = sorted({*said, *(city for rated in dots.values() for city in rated)})
    assert [row[2] for row in rows] == cities
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        assert cells["Verdict"] == _of_city(said.get(row[2], {}))
        for criterion in CRITERIA.values():
            assert cells[criterion] == dots.get(criterion, {}).get(row[2], "–")


def _check_row_of_many(report: Reopened, ref: str, issue: dict[str, Any], ratings: dict[str, Any]) -> None:
    [row] = [row for row in report.rows("No.", "Issue", "Result") if row[0] == ref]
    cells = dict(zip(report.head("No.", "Issue", "Result"), row, strict=True))
    for verdict, share in (issue["verdicts"]["shares"] or {}).items():
        assert cells[VERDICTS[verdict]] == _figure(share["votes"])
    for criterion, rating in ratings.items():
        assert cells[criterion] == ("–" if rating["median"] is None else _figure(rating["median"]))


def _check_solutions(report: Reopened, counted: Counted, prefix: str) -> None:
    solutions = counted.in_sight(prefix, "solution")
    rows = [row for row in report.rows("No.", "What", "Who") if row[0] in solutions] if solutions else []
    assert sorted(row[0] for row in rows) == sorted(solutions)
    for ref, what, who, _, by_when, _ in rows:
        assert what.split("\n")[0] == solutions[ref].title
        assert who.split("\n")[0] == (solutions[ref].owner or "No owner yet")
        assert by_when.replace("Sept ", "Sep ") == _day(solutions[ref].by_when)


def _of(count: Count, of: Count) -> str:
    cities, people = of["cities"], of["people"]
    return (
        f"{count['cities']} of {cities} {'city' if cities == 1 else 'cities'}"
        f" ({count['people']} of {people} {'person' if people == 1 else 'people'})"
    )


def _evidence(evidence: dict[str, Any]) -> str:
    parts = [f"Lighthouse cities that had this problem: {evidence['met']} of {evidence['lighthouse_cities']}"]
    parts += [
        f"{name.capitalize()} by: {evidence[name]}" for name in ("solved", "expected") if evidence[name]
    ]
    return " · ".join(parts)


def _of_city(tally: dict[str, int]) -> str:
    if len(tally) < 2:
        return "".join(VERDICTS[verdict] for verdict in tally) or "–"
    return _listed(f"{VERDICTS[verdict]} ({people})" for verdict, people in tally.items())


def _listed(things: Iterable[str]) -> str:
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last


def _between(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{int(value)}–{int(value) + 1}"


def _figure(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _day(day: Any) -> str:
    return f"{date.fromisoformat(str(day)):%-d %b %Y}" if day else "No date yet"
