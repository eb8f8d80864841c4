"""What is written down when something breaks says where, and neither who nor with which key."""

from pathlib import Path

import pytest
from flask import Flask

from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.database import db
from facilitator.serve import Server, bound
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


def test_the_log_of_a_fault_holds_neither_names_nor_tokens(
    own_app: Flask,
    workshop: SmallWorkshop,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(token: str) -> str:
        name = "Anna Example"
        db.session.execute(
            db.text("SELECT :name FROM nowhere WHERE token = :token"), {"name": name, "token": token}
        )
        return name

    own_app.add_url_rule("/stumble/<token>", view_func=requires(Action.VISIT)(stumble), endpoint="stumble")
    assert (
        Browser(workshop.app).read(f"/stumble/{workshop.tokens['Lyon']}?name=Anna+Example").status_code == 500
    )
    written = "".join(capfd.readouterr()) + caplog.text
    assert "request.failed" in written
    assert "endpoint=stumble" in written
    assert "Traceback" in written
    assert workshop.tokens["Lyon"] not in written
    assert "Anna" not in written


def test_a_refusal_is_not_logged_at_all(
    workshop: SmallWorkshop, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(workshop.app)
    browser.read(workshop.path("back/NOTMINE"))
    browser.read("/sign-in/not-a-token")
    browser.send("/sign-in", {"email": "anna@example.org", "password": "a wrong password"})
    assert ("".join(capfd.readouterr()), caplog.text) == ("", "")


def test_the_server_writes_no_log_of_addresses_for_these_hold_tokens(
    workshop: SmallWorkshop, tmp_path: Path
) -> None:
    with bound("127.0.0.1", 0) as listener:
        assert Server(workshop.app, listener).cfg.accesslog is None
    assert list(tmp_path.glob("*.log")) == []
