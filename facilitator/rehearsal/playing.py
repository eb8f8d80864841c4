"""Who plays a rehearsal: a thread of the server, a stretch at a time, each in a transaction of its own.

Between two stretches it holds nothing. Another process that is asked to play the same rehearsal stands by,
and goes on when the first has been silent for a while; so does the next server after one that was killed.
"""

from contextlib import suppress
from datetime import datetime
from threading import Thread
from time import sleep
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from facilitator.access.actor import TeamActor
from facilitator.breakouts.planning.models import Search
from facilitator.breakouts.planning.searching import search_in_background
from facilitator.database import db, now
from facilitator.rehearsal.course import play_on
from facilitator.rehearsal.queries import being_played, rehearsal_in
from facilitator.rehearsal.rules import is_silent
from facilitator.rehearsal.scenes.cast import Cast
from facilitator.transactions import MaybeKept, NotKept, transaction
from facilitator.workshops.models import Workshop

STANDING_BY, AFTER_A_FAULT = 2.0, 5.0
"""Seconds until somebody who cannot play now looks again."""

_playing: set["Player"] = set()


class Player(Thread):
    """Plays one rehearsal until it is paused, at its end, or deleted."""

    def __init__(self, app: Flask, workshop_id: int) -> None:
        super().__init__(name=f"rehearsal-{workshop_id}", daemon=True)
        self.app, self.workshop_id, self.id = app, workshop_id, uuid4().hex

    def run(self) -> None:
        """Play, wait, and play again."""
        try:
            pause: float | None = 0.0
            while pause is not None:
                sleep(pause)
                pause = self.play()
        finally:
            _playing.discard(self)

    def play(self, at: datetime | None = None) -> float | None:
        """Play a stretch, at a moment; the seconds until the next look, or nothing if there is none."""
        try:
            with self.app.app_context(), transaction(writing=True):
                return self._play(at or now())
        except (NotKept, MaybeKept):
            return AFTER_A_FAULT  # the rows say how much of it was kept

    def _play(self, at: datetime) -> float | None:
        locked = sa.select(Workshop).filter_by(id=self.workshop_id).with_for_update()
        copy = db.session.scalars(locked).one_or_none()
        rehearsal = rehearsal_in(copy) if copy else None
        if copy is None or rehearsal is None or rehearsal.until is None:
            return None
        if rehearsal.player != self.id:
            if not is_silent(rehearsal.played_at, at):
                return STANDING_BY
            rehearsal.player, rehearsal.played_at = self.id, None
        secret, by = str(self.app.config["SECRET_KEY"]), TeamActor(rehearsal.begun_by)

        def begin_search(search: Search) -> None:
            search_in_background(self.app, search, by=by)

        return play_on(Cast(copy, rehearsal, secret=secret, begin_search=begin_search), at)


def play_in_background(app: Flask, workshop_id: int) -> Player:
    """Begin to play as soon as the transaction of the caller is over."""
    player = Player(app, workshop_id)
    _playing.add(player)
    player.start()
    return player


def go_on_playing(app: Flask) -> None:
    """Play what was being played when a server ended; for a process that begins to serve."""
    with app.app_context(), transaction(writing=False):
        found = being_played()
    for workshop_id in found:
        play_in_background(app, workshop_id)


def wait_for_players(seconds: float) -> None:
    """Come back when nothing is played in this process, or after so many seconds for each."""
    for player in list(_playing):
        with suppress(RuntimeError):
            player.join(seconds)
