"""A table at which Antwerp and Lyon have answered, with words that somebody may want to hide."""

import io
from zipfile import ZipFile

import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card
from facilitator.capture.queries import active_handover, card_by_reference
from facilitator.database import db
from facilitator.summary.queries import results
from facilitator.summary.results import MeasureResults
from facilitator.validation.ballot import Ballot, ballot_of
from facilitator.validation.models import Intent, Verdict
from facilitator.validation.moderation.operations import hide_words, restore_words
from facilitator.validation.moderation.queries import Words, words_of
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply
from facilitator.validation.second_round.operations import ask_again, show_picture
from facilitator.validation.solutions.operations import answer_solutions
from tests.full_workshop import answer
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

RUDE = "Complete zany nonsense"
# Where the words of the table stand, by what they are about.
TEAM_PAGES = (
    "console", "activity", "results/RET", "results/RET/wall", "results/issues/RET-01/wall",
    "results/issues/RET-01/sides/wall", "demand", "demand/{lyon}", "demand/{lyon}/sheet", "report",
    "report.json", "report.docx", "groups/{group}", "groups/{group}/answers", "groups/{group}/answers/live",
    "groups/{group}/paper", "notes/RET", "city-votes/{antwerp}", "cards/RET-01", "cards/RET-S01",
    "matrix/RET", "capture/RET/issue?words=nonsense", "briefing/{lyon}/RET",
)  # fmt: skip
PAGES_OF_WRITERS = ("groups/{group}/entry/people/{delegate}", "city-votes/{antwerp}/RET-01")
PAGES_IN_THE_ROOM = ("home", "groups/{group}/replies", "groups/{group}/replies/check", "home/answers")


class RudeTable:
    """The open table: each text says whose it is and where it stands, and all are rude."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop
        with workshop.change():
            workshop.move(Phase.DAY_ONE)
            workshop.add_issue()
            add_card(
                workshop.measure(), Kind.SOLUTION, {"title": "A contact", "text": ""}, by=workshop.actor()
            )
            freeze_handover(workshop.row, name="Day one", by=workshop.actor())
            workshop.move(Phase.DAY_TWO)
            self.group = workshop.add_group("Antwerp", "Heerlen", "Lyon").id
        workshop.open("round")
        self.score = {workshop.criteria["relevance"]: 8}

    def speak(self) -> None:
        """Antwerp writes into every field there is, and Lyon beside it."""
        self.reply("Antwerp", change="zany change", comment=RUDE, need="zany need")
        self.reply("Lyon", comment="zany lighthouse")
        with self.workshop.change():
            by = self.workshop.actor("Antwerp")
            solution = card_by_reference(self.workshop.row, "RET-S01").id
            said = {solution: SolutionReply(Intent.WITH_CHANGE, "zany solution", "zany remark")}
            answer_solutions(
                self.ballot_of("Antwerp"),
                by.participant_id or 0,
                said,
                ApproachReply(Verdict.RIGHT, "zany approach"),
                by=by,
            )

    def reply(self, who: str, **words: str) -> None:
        with self.workshop.change():
            said = Reply(Verdict.RIGHT_WITH_CHANGE, **words, scores=self.score)
            answer(self.workshop, who, self.group, said)

    def ballot_of(self, who: str) -> Ballot:
        by = self.workshop.actor(who)
        return ballot_of(self.workshop.id, self.group, by.participant_id, by.city_id)

    def words(self, about: str = "RET-01", who: str = "Antwerp") -> Words:
        """What somebody wrote; inside of `change` or `look`."""
        return words_of(self.workshop.row, about, self.workshop.participants[who])

    def hide(self, about: str = "RET-01", who: str = "Antwerp", reason: str = "rude") -> None:
        with self.workshop.change():
            hide_words(self.words(about, who), reason=reason, by=self.workshop.actor())

    def restore(self, about: str = "RET-01", who: str = "Antwerp") -> None:
        with self.workshop.change():
            restore_words(self.words(about, who), by=self.workshop.actor())

    def hide_all(self) -> None:
        for about in ("RET-01", "RET-S01", "RET"):
            self.hide(about)
        self.hide(who="Lyon")

    def ask_again(self) -> None:
        with self.workshop.change():
            group, handover = db.session.get_one(Group, self.group), active_handover(self.workshop.row)
            assert handover
            issue = card_by_reference(self.workshop.row, "RET-01").id
            show_picture(group, handover, issue, by=self.workshop.actor())
            ask_again(group, handover, issue, by=self.workshop.actor())

    def close(self) -> None:
        with self.workshop.change():
            group = db.session.get_one(Group, self.group)
            close_group(self.workshop.row, group, by=self.workshop.actor())

    def results(self) -> MeasureResults:
        """Those of the measure."""
        with self.workshop.look():
            return results(self.workshop.row, self.workshop.measure()).measures[0]

    def shown(self) -> list[str]:
        """What of the words of the issue is in sight in its results."""
        return [remark.text for remark in self.results().issues[0].remarks]

    def path(self, page: str) -> str:
        known = self.workshop.cities | {
            "delegate": self.workshop.participants["Antwerp"],
            "group": self.group,
        }
        return self.workshop.path(page.format(**{name.lower(): id_ for name, id_ in known.items()}))

    def words_path(self, about: str = "RET-01", who: str = "Antwerp", to: str = "") -> str:
        return self.workshop.path(f"words/{about}/{self.workshop.participants[who]}{to and '/' + to}")


def read(browser: Browser, path: str) -> str:
    """All that an address gives away, a document with its parts."""
    answered = browser.read(path)
    assert answered.status_code == 200, f"{path} answers {answered.status_code}"
    if not path.endswith(".docx"):
        return answered.text
    with ZipFile(io.BytesIO(answered.data)) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def stored_words(workshop: SmallWorkshop, table: str, field: str) -> list[str]:
    """What the database holds, in the order in which it came."""
    rows = db.metadata.tables[table]
    with workshop.look():
        return list(db.session.execute(sa.select(rows.c[field]).order_by(rows.c.id)).scalars())
