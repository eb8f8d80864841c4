"""The report of the Brussels workshop against its own answers, counted a second time from the raw rows."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.accounts.models import Account
from facilitator.capture.models import Card, Hiding, Wording
from facilitator.database import db, now
from facilitator.demo.load import load_demo
from facilitator.demo.stages import Stage
from facilitator.documents.docx.writing import write_docx
from facilitator.documents.html import write_html
from facilitator.documents.pdf import typeset
from facilitator.reports.composing.document import compose
from facilitator.reports.content import Report, content
from facilitator.reports.json import write_json
from facilitator.reports.moments import moment_of
from facilitator.schema import bring_up_to_date
from facilitator.transactions import transaction
from facilitator.validation.models import Answer, CityScore, CityVoice, Criterion, Rating
from facilitator.workshop_file.whole.checking import checked
from facilitator.workshop_file.whole.reading import read_whole
from facilitator.workshop_file.whole.writing import snapshot, write_whole
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop
from tests.databases import settings
from tests.documents.reading import docx_texts, html_texts, not_in_order, pdf_text, texts
from tests.reports.golden import lines
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.slow
FEWEST = 5
# When the demo opened a session: as it was loaded.
OPENED = re.compile(r"\d{1,2} \w{3}, \d\d:\d\d")
GOLDEN = Path(__file__).with_name("brussels.txt")


@dataclass
class Brussels:
    """The report in both formats, and what the database holds."""

    data: dict[str, Any]
    text: str
    answers: list[Any]
    scores: list[Any]
    spoken: list[Any]
    hidden: list[str]
    names: list[str]
    lines: list[str]
    texts: list[str]
    in_docx: list[str]
    in_html: list[str]
    in_pdf: str
    whole: bytes

    @property
    def issues(self) -> list[dict[str, Any]]:
        """The issues of all measures."""
        return [issue for measure in self.data["measures"] for issue in measure["issues"]]


def _whole() -> bytes:
    """The file of the whole workshop."""
    target = BytesIO()
    with snapshot() as connection:
        write_whole(connection, db.session.scalars(sa.select(Workshop.id)).one(), target)
    return target.getvalue()


@pytest.fixture(scope="module")
def brussels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brussels]:
    """The closed workshop, loaded once; nothing here writes to it."""
    folder: Path = tmp_path_factory.mktemp("brussels")
    app = create_app(settings(folder, f"sqlite:///{folder / 'brussels.sqlite3'}"))
    with app.app_context():
        bring_up_to_date()
        with transaction(writing=True):
            load_demo(SECRET, Stage.CLOSED)
    with app.test_request_context("/"), transaction(writing=False):
        report = content(db.session.scalars(sa.select(Workshop)).one(), now())
        composed = compose(report)
        file = write_docx(composed)
        document = docx.Document(BytesIO(file))
        yield Brussels(
            data=json.loads(write_json(report)),
            text="\n".join(document.element.body.itertext()),
            answers=list(db.session.execute(_answers())),
            scores=list(db.session.execute(_scores())),
            spoken=list(db.session.execute(_set_by_speakers())),
            hidden=list(db.session.scalars(_hidden())),
            names=list(db.session.scalars(sa.select(Participant.display_name))),
            texts=texts(composed),
            in_docx=docx_texts(file),
            in_html=html_texts(write_html(composed).encode()),
            in_pdf=pdf_text(typeset(composed)),
            whole=_whole(),
            lines=[_on_no_day(line, report) for line in lines(document)],
        )
    with app.app_context():
        db.engine.dispose()


def _on_no_day(line: str, report: Report) -> str:
    """A line without the moments at which the demo was loaded and the report made."""
    handed_over = report.handover.frozen_at if report.handover else report.drawn_up_at
    for at in (report.drawn_up_at, handed_over):
        line = line.replace(moment_of(at, report.workshop), "…")
    return OPENED.sub("…", line)


def _of_cities(columns: sa.Select[Any]) -> sa.Select[Any]:
    """The last take of each person who speaks for an interested city."""
    later = aliased(Answer)
    last = ~sa.exists().where(
        later.issue_id == Answer.issue_id,
        later.participant_id == Answer.participant_id,
        later.take > Answer.take,
    )
    return (
        columns.where(last)
        .join(Participant, Participant.id == Answer.participant_id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, sa.and_(City.id == Organisation.city_id, City.part == Part.INTERESTED))
        .join(Card, Card.id == Answer.issue_id)
    )


def _answers() -> sa.Select[Any]:
    return _of_cities(sa.select(Card, City.name, Answer.participant_id, Answer.verdict).select_from(Answer))


def _scores() -> sa.Select[Any]:
    rated = sa.select(Card, City.name, Criterion.key, Rating.score).select_from(Answer)
    return _of_cities(rated.join(Rating, Rating.answer_id == Answer.id)).join(
        Criterion, Criterion.id == Rating.criterion_id
    )


def _set_by_speakers() -> sa.Select[Any]:
    """What cities said as one, in the place of their delegates."""
    return (
        sa.select(Card, City.name, Criterion.key, CityScore.score)
        .select_from(CityVoice)
        .join(CityScore, CityScore.voice_id == CityVoice.id)
        .join(City, City.id == CityVoice.city_id)
        .join(Card, Card.id == CityVoice.issue_id)
        .join(Criterion, Criterion.id == CityScore.criterion_id)
    )


def _hidden() -> sa.Select[Any]:
    return sa.select(Wording.title).join(Hiding, Hiding.card_id == Wording.card_id)


def test_the_whole_workshop_goes_to_another_server_byte_for_byte_and_says_the_same_there(
    brussels: Brussels, workshop: SmallWorkshop
) -> None:
    with workshop.change():
        creator = db.session.get_one(Account, workshop.accounts["viewer"])
        id_ = read_whole(checked(BytesIO(brussels.whole)), creator=creator, secret=SECRET, by=NOBODY).id
    again = BytesIO()
    with workshop.app.app_context(), snapshot() as connection:
        write_whole(connection, id_, again)
    assert again.getvalue() == brussels.whole
    with workshop.app.test_request_context("/"), transaction(writing=False):
        said = json.loads(write_json(content(db.session.get_one(Workshop, id_), now())))
    assert said["measures"] == brussels.data["measures"]


def test_every_issue_counts_the_cities_and_people_who_answered(brussels: Brussels) -> None:
    people, cities = defaultdict(set), defaultdict(set)
    for card, city, participant, _ in brussels.answers:
        people[card.ref].add(participant)
        cities[card.ref].add(city)
    assert {issue["ref"]: issue["answered"] for issue in brussels.issues} == {
        issue["ref"]: {"cities": len(cities[issue["ref"]]), "people": len(people[issue["ref"]])}
        for issue in brussels.issues
    }
    assert len(people) > 30


def test_every_middle_city_is_the_median_of_the_medians_of_the_cities(brussels: Brussels) -> None:
    scores: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for card, city, criterion, score in brussels.scores:
        if score is not None:
            scores[card.ref, criterion][city].append(score)
    for card, city, criterion, score in brussels.spoken:
        scores[card.ref, criterion][city] = [score]
    for issue in brussels.issues:
        for rating in issue["ratings"]:
            values = {
                city: median(given) for city, given in scores[issue["ref"], rating["criterion"]].items()
            }
            assert {dot["city"]: dot["value"] for dot in rating["cities"]} == values
            assert rating["median"] == (median(values.values()) if len(values) >= FEWEST else None)


def test_the_verdicts_of_all_issues_add_up_to_the_answers(brussels: Brussels) -> None:
    given: dict[str, int] = defaultdict(int)
    for *_, verdict in brussels.answers:
        if verdict is not None:
            given[verdict] += 1
    told: dict[str, int] = defaultdict(int)
    for issue in brussels.issues:
        verdicts = issue["verdicts"]
        told["cant_say"] += verdicts["cant_say"]["people"]
        for verdict, share in (verdicts["shares"] or {}).items():
            told[verdict] += share["people"]
        for city in verdicts.get("by_city", []):
            for verdict, people in city["verdicts"].items():
                told[verdict] += people if verdict != "cant_say" else 0
    assert {verdict: people for verdict, people in told.items() if people} == given


def test_every_issue_and_solution_in_sight_is_in_the_document(brussels: Brussels) -> None:
    measures = brussels.data["measures"]
    solutions = [solution for measure in measures for solution in measure["solutions"]]
    missing = [issue for measure in measures for issue in measure["missing"]]
    assert (len(brussels.issues), len(solutions), len(missing)) == (55, 23, 6)
    for card in (*brussels.issues, *solutions, *missing):
        assert card["ref"] in brussels.text
        assert card["title"] in brussels.text


def test_every_format_for_people_says_every_text_in_its_order(brussels: Brussels) -> None:
    assert len(brussels.texts) > 1_500
    assert brussels.in_docx == brussels.texts
    assert brussels.in_html == brussels.texts
    assert not_in_order(brussels.texts, brussels.in_pdf) == []


def test_what_is_hidden_and_who_was_there_is_in_neither_format(brussels: Brussels) -> None:
    data = json.dumps(brussels.data, ensure_ascii=False)
    assert len(brussels.hidden) == 2
    for text in (*brussels.hidden, *brussels.names):
        assert text not in data
        assert text not in brussels.text


def test_the_document_says_word_for_word_what_was_agreed_on(brussels: Brussels, tmp_path: Path) -> None:
    said = tmp_path / "brussels.txt"
    said.write_text("\n".join(brussels.lines) + "\n")
    changed = f"where the change is meant: cp {said} {GOLDEN}"
    assert said.read_text().splitlines() == GOLDEN.read_text().splitlines(), changed
