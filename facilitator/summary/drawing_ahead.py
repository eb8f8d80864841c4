"""The orders of issues are drawn as soon as answers end, so that they are there when results are opened."""

from contextlib import suppress
from queue import Empty, Queue
from threading import Thread

from flask import Flask

from facilitator.database import db
from facilitator.live.topics import Topic
from facilitator.live.waiting import Announcement, listen
from facilitator.summary.queries import results
from facilitator.transactions import transaction
from facilitator.workshops.models import Workshop

AFTER = frozenset({Topic.GROUPS, Topic.WORKSHOP})
"""What a group or session that closes is told under, with little else."""


class DrawingAhead(Thread):
    """Draws what is not known yet of each workshop of which it hears, as long as the process serves."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="draws", daemon=True)
        self.app = app
        self._asked: Queue[int] = Queue()

    def start(self) -> None:
        """Hear from now on what is announced in this process."""
        listen(self.hear)
        super().start()

    def hear(self, said: Announcement) -> None:
        """Note the workshop, if what happened there may have been an end of answers."""
        if not AFTER.isdisjoint(said.topics):
            self._asked.put(said.workshop_id)

    def run(self) -> None:
        """Wait, draw; a fault is told by its kind, since its words may be people's."""
        while True:
            try:
                self.draw(self.heard())
            except Exception as fault:
                self.app.logger.error("draws.stopped fault=%s", type(fault).__name__)

    def draw(self, workshops: set[int]) -> None:
        """Draw the orders of these workshops; no transaction is held meanwhile."""
        for workshop_id in workshops:
            with self.app.app_context(), transaction(writing=False):
                workshop = db.session.get(Workshop, workshop_id)
                found = results(workshop).measures if workshop is not None else ()
            for measure in found:
                measure.order  # noqa: B018 - kept where whoever asks next finds it

    def heard(self, *, waits: bool = True) -> set[int]:
        """All workshops that were noted since; `waits` until there is one."""
        noted: set[int] = set()
        with suppress(Empty):
            while True:
                noted.add(self._asked.get(block=waits and not noted))
        return noted
