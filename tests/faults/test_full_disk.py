"""A disk that is really full: SQLite itself says so, the page says it plainly, and the log names nobody."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator.access.policy import Phase
from facilitator.database import db
from facilitator.web.errors import DISK_FULL
from tests.pages import lead, notices, texts
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database


@pytest.fixture
def set_limit(own_app: Flask, workshop: SmallWorkshop) -> Callable[[int], None]:
    """Lets the database file grow by so many pages, and no further."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")

    def limit(pages: int) -> None:
        with own_app.app_context():
            db.engine.dispose()
            with closing(sqlite3.connect(str(db.engine.url.database))) as file:
                file.execute("VACUUM")  # the free pages in the file are room, too
                most = file.execute("PRAGMA page_count").fetchone()[0] + pages
            db.engine.dispose()
            words = f"PRAGMA max_page_count={most}"
            sa.event.listen(db.engine, "connect", lambda driver, _record: driver.execute(words))

    return limit


def test_what_finds_no_room_is_said_to_be_not_saved_and_is_sent_again(
    workshop: SmallWorkshop, set_limit: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    delegate = Browser(workshop.app, workshop.way_in("Lyon"))
    page = workshop.path(f"sessions/{workshop.sessions['RET']}/issue")
    form = delegate.form(page) | {"title": ["Too many owners"], "aspect": ["governance"], "stance": ["met"]}
    form["text"] = ["A long story. " * 280]
    set_limit(0)
    with workshop.nothing_changes():
        answer = delegate.client.post(page, data=form)
    assert (answer.status_code, lead(answer.text)) == (507, DISK_FULL)
    assert "Too many owners" in texts(answer.text, "dd")
    assert notices(answer.text) == []
    assert notices(delegate.read(workshop.path("home")).text) == []
    assert "database or disk is full" in caplog.text
    assert "Too many owners" not in caplog.text
    set_limit(1_000)
    ((address, again),) = [each for each in forms_on(answer.text) if "title" in each[1]]
    again["author"] = form["author"]  # what its button says
    assert delegate.client.post(address, data=again).status_code == 303
