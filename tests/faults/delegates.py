"""Three delegates who send an issue each at the same moment, and a fourth who comes after them."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from flask import Flask

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.transactions import writers_of
from facilitator.web.errors import DISK_FULL, MAYBE_KEPT, NOT_KEPT, SENTENCES
from tests.faults.driver import Faults
from tests.pages import lead, notices, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, INTERESTED, LIGHTHOUSE, SmallWorkshop

PATIENCE = 60
WRITERS = (*LIGHTHOUSE, INTERESTED[0])
LAST = INTERESTED[1]
NOTHING_CHANGED = {SENTENCES[500], DISK_FULL, NOT_KEPT}
NOT_KNOWN = {MAYBE_KEPT}


class Delegate:
    """Somebody with an issue typed, and what they were told of it."""

    def __init__(self, workshop: SmallWorkshop, who: str) -> None:
        self.path = workshop.path(f"sessions/{workshop.sessions['RET']}/issue")
        self.browser = Browser(workshop.app, workshop.way_in(who))
        self.title = f"An issue of {who}"
        words = AN_ISSUE | {"title": self.title, "stance": "met"}
        self.form = self.browser.form(self.path) | {name: [word] for name, word in words.items()}
        self.answer: Any = None

    def send(self) -> Any:
        """Send it, again under the same id; raises what the server does not answer."""
        self.answer = None
        self.answer = self.browser.client.post(self.path, data=self.form)
        return self.answer

    @property
    def is_told_yes(self) -> bool:
        return self.answer is not None and self.answer.status_code == 303

    @property
    def sentence(self) -> str:
        """What the page says that is no yes; nothing if no answer came."""
        return "" if self.answer is None else lead(self.answer.text)

    @property
    def is_given_the_text_back(self) -> bool:
        return self.title in texts(self.answer.text, "dd")


class Delegates:
    """Day one, and who writes in it."""

    def __init__(self, app: Flask, workshop: SmallWorkshop, faults: Faults, url: str) -> None:
        self.workshop, self.faults, self.url = workshop, faults, url
        workshop.go_to(Phase.DAY_ONE)
        workshop.open("RET")
        self.three = [Delegate(workshop, who) for who in WRITERS]
        self.last = Delegate(workshop, LAST)
        with app.app_context():
            self._writers = writers_of.get(db.engine)

    def send_at_once(self) -> None:
        """All three, each in a thread; on SQLite the first begins when the others queue behind it."""
        if self._writers:
            self.faults.at_each_call = self._until_the_others_wait
        with ThreadPoolExecutor(len(self.three)) as threads:
            done = [threads.submit(each.send) for each in self.three]
            for each in done:
                self._hear(each)
        self.faults.at_each_call = lambda _words: None

    def _hear(self, answer: "Future[Any]") -> None:
        fault = answer.exception(PATIENCE)
        assert not isinstance(fault, TimeoutError), "somebody was never answered"

    def _until_the_others_wait(self, words: str) -> None:
        if words == "BEGIN IMMEDIATE":
            self.faults.at_each_call = lambda _words: None
            pause = threading.Event()
            for _ in range(PATIENCE * 200):
                if self._writers and self._writers.waiting == len(self.three) - 1:
                    return
                pause.wait(0.005)
            raise AssertionError("the others do not queue")

    def kept(self) -> list[str]:
        """The titles that another connection finds."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return list(connection.execute(sa.text("SELECT title FROM wording ORDER BY title")).scalars())

    def check_that_all_were_told_the_truth(self) -> None:
        """Yes only if the row is there, "nothing was changed" only if it isn't; with the text given back."""
        kept = self.kept()
        for each in self.three:
            if each.is_told_yes:
                assert each.title in kept
            elif each.answer is not None:
                assert each.sentence in NOTHING_CHANGED | NOT_KNOWN
                assert each.title not in kept or each.sentence in NOT_KNOWN
                assert each.is_given_the_text_back
                assert notices(each.answer.text) == []

    def check_that_work_goes_on(self) -> None:
        """The next one writes, and whoever was not told yes sends again; each issue is there once."""
        for each in (self.last, *self.three):
            if not each.is_told_yes:
                assert each.send().status_code == 303, each.answer.text
        assert self.kept() == sorted(each.title for each in (self.last, *self.three))


Make = Callable[[str], Delegates]
