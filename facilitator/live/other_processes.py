"""News that other processes keep, where PostgreSQL lets several serve: told by NOTIFY, heard by LISTEN.

They go with the commit of the change. What is told while nobody listens is lost, and costs those who wait
for it the rest of their ten seconds.
"""

from collections.abc import Iterator
from contextlib import suppress
from random import uniform
from threading import Thread
from time import sleep

import sqlalchemy as sa

from facilitator.database import ask
from facilitator.live.waiting import Announcement, announce

CHANNEL = "facilitator_news"
# A message has 8,000 bytes at most.
TOPICS_IN_A_MESSAGE = 200
_NOTIFY = sa.select(sa.func.pg_notify(CHANNEL, sa.bindparam("said", type_=sa.Text())))


def tell_other_processes(said: Announcement) -> None:
    """Tell them when the transaction commits, in which this is called."""
    for message in _messages(said):
        ask(_NOTIFY, {"said": message})


def _messages(said: Announcement) -> Iterator[str]:
    topics = sorted(said.topics)
    for first in range(0, len(topics), TOPICS_IN_A_MESSAGE):
        yield f"{said.workshop_id} {said.number} {' '.join(topics[first : first + TOPICS_IN_A_MESSAGE])}"


def read_message(message: str) -> Announcement:
    """What a message says."""
    workshop_id, number, *topics = message.split()
    return Announcement(int(workshop_id), int(number), frozenset(topics))


class Hearing(Thread):
    """Listens on a connection of its own as long as the process lives, and announces what it hears."""

    def __init__(self, address: str) -> None:
        super().__init__(name="hearing", daemon=True)
        self.address = address

    def run(self) -> None:
        """Listen; where the connection is lost, make another one."""
        from psycopg import Error  # loaded where PostgreSQL serves, and by no other start

        while True:
            with suppress(Error):
                self._listen()
            sleep(uniform(0.5, 2))  # noqa: S311 - processes that lost it together ask one after the other

    def _listen(self) -> None:
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            for notice in connection.notifies():
                announce(read_message(notice.payload))
