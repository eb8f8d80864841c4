"""Every form of the product with something right in it, and a desk at which somebody fills it in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session
from facilitator.breakouts.group_work.models import Call, GroupNote, Message
from facilitator.breakouts.models import Group, Withdrawal
from facilitator.breakouts.planning.models import Need
from facilitator.breakouts.planning.searching import wait_for_searches
from facilitator.capture.models import Cluster, Evidence, Handover, Hiding, Kind, Wording
from facilitator.capture.models.remarks import Remark, RemarkHiding
from facilitator.capture.operations import add_card
from facilitator.capture.remarks.operations import make_remark
from facilitator.event_page.models import EventPage
from facilitator.validation.models import CityVoice, Criterion, WordsHiding
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Participant
from facilitator.workshops.queries import organisations
from tests.full_workshop import answer
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


@dataclass(frozen=True)
class Form:
    """A form: who fills it in, on which page, what is right, where it goes (to its page, if nowhere else).

    `text` is a field that takes any text, and `kept` the column that it gets to.
    """

    who: str
    page: str
    right: dict[str, str]
    to: str = ""
    text: str = ""
    kept: Any = None
    phase: Phase = Phase.DAY_ONE


TEAM, LEAD, LYON, ANTWERP, NOBODY = "rapporteur", "facilitator", "Lyon", "Antwerp", ""
ISSUE = {"title": "Flats stand empty", "text": "Owners can't be reached.", "aspect": "social"}


def of_a_board(kind: str, where: str, **right: str) -> Form:
    """The form on the board of a kind of card, and where in it any text can stand."""
    page = f"capture/RET/{kind}"
    return Form(TEAM, page, right, f"{page}/cards", where, getattr(Wording, where))


def from_a_phone(kind: str, **right: str) -> Form:
    """The form by which a delegate brings up what helps; its page is the place where it goes."""
    return Form(LYON, f"sessions/{{session}}/{kind}", right, text="text", kept=Wording.text)


FORMS = {
    "join": Form(
        NOBODY,
        "/join/{code}",
        {"organisation": "{organisation}", "display_name": "Anna"},
        text="display_name",
        kept=Participant.display_name,
    ),
    "bring up": Form(
        LYON, "sessions/{session}/issue", ISSUE | {"stance": "met"}, text="text", kept=Wording.text
    ),
    "bring up an enabler": from_a_phone("enabler", title="An office", text="", reach="inside", field="legal"),
    "bring up a strategy": from_a_phone(
        "strategy", title="Ask early", text="", side="inner", helps_with="{issue}"
    ),
    "bring up a solution": from_a_phone(
        "solution", title="A contact", text="", proven_by_id="{city}", cost="under-10k"
    ),
    "issue": of_a_board("issue", "title", **ISSUE),
    "enabler": of_a_board("enabler", "text", title="An office", text="", reach="inside", field="legal"),
    "strategy": of_a_board("strategy", "title", title="Ask early", text="", side="inner"),
    "solution": of_a_board("solution", "owner", title="A contact", owner="City", by_when="2018-06-30"),
    "line": Form(TEAM, "desk/RET", {"line": "Flats stand empty #social @Lyon met"}, "desk/RET/lines"),
    "we too": Form(
        LYON,
        "sessions/{session}/issues/RET-01/voice",
        {"stance": "solved", "note": "by a register"},
        text="note",
        kept=Evidence.note,
    ),
    "who sees what": Form(LEAD, "sessions/{session}/settings", {"is_blind": "y", "authors": "nobody"}),
    "rewording": Form(TEAM, "cards/RET-01/wording", ISSUE, text="text", kept=Wording.text),
    "evidence": Form(
        TEAM,
        "cards/RET-01",
        {"city": "{city}", "stance": "met", "note": ""},
        "cards/RET-01/evidence",
        "note",
        Evidence.note,
    ),
    "hiding": Form(
        LEAD, "cards/RET-02", {"reason": "said twice"}, "cards/RET-02/hiding", "reason", Hiding.reason
    ),
    "link": Form(TEAM, "cards/RET-02", {"other": "RET-S01"}, "cards/RET-02/links"),
    "remark": Form(
        TEAM, "cards/RET-01/remarks", {"text": "So it is", "city": "{city}"}, text="text", kept=Remark.text
    ),
    "hiding of a remark": Form(
        LEAD, "remarks/{remark}/hiding", {"reason": "said twice"}, text="reason", kept=RemarkHiding.reason
    ),
    "hiding of words": Form(
        LEAD,
        "words/RET-01/{delegate}",
        {"reason": "names a person"},
        "words/RET-01/{delegate}/hiding",
        "reason",
        WordsHiding.reason,
        Phase.DAY_TWO,
    ),
    "correction": Form(
        TEAM, "remarks/{remark}/correction", {"text": "It is not"}, text="text", kept=Remark.text
    ),
    "merge": Form(
        LEAD,
        "cards/RET-01/merging?origins=RET-02",
        ISSUE,
        "cards/RET-01/merging",
        "title",
        Wording.title,
    ),
    "split": Form(
        LEAD,
        "cards/RET-01/splitting",
        {"title_1": "One half", "title_2": "The other half"},
        text="text_1",
        kept=Wording.text,
    ),
    "cluster": Form(LEAD, "clusters", {"name": "Owners", "cards": "RET-01"}, text="name", kept=Cluster.name),
    "remark at a briefing": Form(
        TEAM,
        "briefing/measures/RET",
        {"issue": "{issue}", "text": "So it is", "city": "{city}"},
        "briefing/measures/RET/remarks",
        "text",
        Remark.text,
    ),
    "what helps": Form(
        TEAM, "matrix/issues/RET-01/solution", {"other": "{solution}"}, "matrix/issues/RET-01/solution/links"
    ),
    "new card that helps": Form(
        TEAM,
        "matrix/issues/RET-01/enabler",
        {"title": "A law", "text": "", "reach": "outside", "field": "legal"},
        "matrix/issues/RET-01/enabler/cards",
        "text",
        Wording.text,
    ),
    "handover": Form(LEAD, "handover", {"name": "Day one"}, text="name", kept=Handover.name),
    "reopening": Form(
        LEAD,
        "handover",
        {"reason": "Vienna came late"},
        "handover/reopening",
        "reason",
        Handover.reason,
        Phase.HANDED_OVER,
    ),
    "group": Form(
        LEAD,
        "groups",
        {"name": "Second table", "round": "{round}", "measure": "{measure}"},
        text="name",
        kept=Group.name,
    ),
    "seat": Form(LEAD, "groups/{group}/seats", {"participant": "{participant}"}),
    "session": Form(
        "organiser",
        "setup/agenda/new",
        {"title": "Round two", "kind": "breakout", "day": "2", "starts_at": "14:00", "minutes": "60"},
        text="title",
        kept=Session.title,
    ),
    "public page": Form(
        "organiser",
        "setup/page",
        {"summary": "Come all", "text": "Come **all**", "begins_at": "09:00"},
        text="summary",
        kept=EventPage.summary,
    ),
    "table": Form(
        LEAD,
        "groups/{group}/table",
        {"name": "First table", "measure": "{measure}", "capacity": "6"},
        text="name",
        kept=Group.name,
    ),
    "wishes": Form("Heerlen", "wishes", {"first": "{measure}"}),
    "person": Form(
        LEAD,
        "planning/people/{participant}",
        {"first": "{measure}", "languages": "French"},
        text="languages",
        kept=Need.languages,
    ),
    "pair": Form(
        LEAD,
        "planning/rules",
        {"first": "{participant}", "bond": "apart", "second": "{delegate}"},
        "planning/pairs",
    ),
    "pin": Form(LEAD, "planning/rules", {"person": "{participant}", "group": "{group}"}, "planning/pins"),
    "plan": Form(LEAD, "plans", {"budget": "quick", "seed": "3"}),
    "move": Form(
        LEAD,
        "seating/rounds/{round}/people/{participant}?group={other}",
        {"group": "{other}", "other": "", "reason": "She speaks French"},
        "seating/rounds/{round}/people/{participant}",
    ),
    "loss": Form(
        LEAD,
        "seating/groups/{other}/withdrawal",
        {"reason": "The room is flooded"},
        text="reason",
        kept=Withdrawal.reason,
    ),
    "note": Form(
        TEAM,
        "groups/{group}/notes/general",
        {"text": "They all see it so."},
        text="text",
        kept=GroupNote.text,
        phase=Phase.DAY_TWO,
    ),
    "arrival": Form(
        TEAM,
        "groups/{group}/arrivals?q=Delegate",
        {"participant": "{participant}"},
        "groups/{group}/arrivals",
        phase=Phase.DAY_TWO,
    ),
    "call": Form(
        TEAM,
        "groups/{group}",
        {"word": "No chairs"},
        "groups/{group}/calls",
        "word",
        Call.word,
        Phase.DAY_TWO,
    ),
    "message": Form(
        LEAD,
        "console",
        {"to": "{group}", "text": "Come to an end"},
        "console/messages",
        "text",
        Message.text,
        Phase.DAY_TWO,
    ),
    "more time": Form(
        LEAD, "console", {"whom": "{group}", "minutes": "5"}, "console/time", phase=Phase.DAY_TWO
    ),
    "new person": Form(
        "organiser",
        "people/new",
        {"display_name": "Zoe Evers", "organisation": "{organisation}", "email": "zoe@example.org"},
        text="display_name",
        kept=Participant.display_name,
    ),
    "entry of a person": Form(
        "organiser",
        "people/{participant}/entry",
        {"display_name": "Zoe Evers", "organisation": "{organisation}", "email": ""},
        text="display_name",
        kept=Participant.display_name,
    ),
    "list of people": Form("organiser", "people/import", {"pasted": "Name;City\nZoe Evers;Lyon\n"}),
    "city of a delegate": Form(
        LEAD, "people/{participant}/organisation", {"organisation": "{organisation}"}, phase=Phase.DAY_TWO
    ),
    "missing": Form(
        ANTWERP, "groups/{group}/missing", ISSUE, text="title", kept=Wording.title, phase=Phase.DAY_TWO
    ),
    "missing for a city": Form(
        TEAM,
        "groups/{group}/missing-for-city",
        ISSUE | {"city": "{city}"},
        text="text",
        kept=Wording.text,
        phase=Phase.DAY_TWO,
    ),
    "criterion": Form(
        LEAD,
        "criteria",
        {"name": "Cost", "question": "What does it cost?", "low": "little", "high": "a lot", "weight": "1"},
        text="name",
        kept=Criterion.name,
    ),
    "speaker": Form(
        LEAD, "city-votes/{antwerp}", {"participant": "{delegate}"}, "city-votes/{antwerp}/speaker"
    ),
    "word of a city": Form(
        TEAM,
        "city-votes/{antwerp}/RET-01",
        {"verdict": "right", "reason": "Told at the table"},
        text="reason",
        kept=CityVoice.reason,
        phase=Phase.DAY_TWO,
    ),
}


class Desk:
    """A workshop in which a form can be filled in, and the browser of who does."""

    def __init__(self, workshop: SmallWorkshop, browser_of: Callable[[str], Browser], name: str) -> None:
        self.workshop, self.form = workshop, FORMS[name]
        self.known = self._at_the_right_moment()
        self.page, self.to = self._address(self.form.page), self._address(self.form.to or self.form.page)
        self.right = {field: value.format(**self.known) for field, value in self.form.right.items()}
        self.browser = browser_of(self.form.who) if self.form.who else Browser(workshop.app)

    def send(self, **typed: str) -> TestResponse:
        """Send the form, right but for what is typed; what it begins behind the answer has ended then."""
        answer = self.browser.client.post(self.to, data=self.filled() | typed)
        wait_for_searches(600)
        return answer

    def filled(self) -> dict[str, Any]:
        """The form as it stands on its page, with what is right in its fields."""
        return self.browser.form(self.page, self.to) | self.right

    def text_on(self, html: str) -> bool:
        """Whether what was typed into the field for text can be read on a page, if there is such a field."""
        return not self.form.text or self.right.get(self.form.text, "") in ("", *texts(html, "dd"))

    def _at_the_right_moment(self) -> dict[str, Any]:
        workshop = self.workshop
        workshop.go_to(self.form.phase)
        with workshop.change():
            issues = [workshop.add_issue(title=f"Issue {number}") for number in range(2)]
            solution = add_card(
                workshop.measure(), Kind.SOLUTION, {"title": "A contact"}, by=workshop.actor()
            )
            known = {
                "code": workshop.code,
                "organisation": organisations(workshop.row)[0].id,
                "session": workshop.sessions["RET"],
                "round": workshop.sessions["round"],
                "measure": workshop.measures["RET"],
                "city": workshop.cities["Lyon"],
                "antwerp": workshop.cities["Antwerp"],
                "delegate": workshop.participants["Antwerp"],
                "participant": workshop.participants["Lyon"],
                "group": workshop.add_group("Antwerp").id,
                "other": workshop.add_group(name="Other table").id,
                "solution": solution.id,
                "issue": issues[0].id,
                "remark": make_remark(issues[0], text="So?", city=None, by=workshop.actor()).id,
            }
        if self.form.who == LYON:
            workshop.open("RET")
        if self.form.who == ANTWERP or self.form.phase is Phase.DAY_TWO:
            workshop.open("round")
            with workshop.change():
                answer(workshop, "Antwerp", known["group"], Reply(comment="So it is"))
        return known

    def _address(self, page: str) -> str:
        filled = page.format(**self.known)
        return filled if filled.startswith("/") else self.workshop.path(filled)
