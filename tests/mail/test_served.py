"""The server sends by itself what waits, with one process and with several; and the command that tries it."""

from copy import copy
from pathlib import Path

import pytest
from click.testing import CliRunner

from facilitator import create_app
from facilitator.cli import group
from facilitator.database import db
from tests.databases import BACKENDS, Databases, settings
from tests.journeys.serving import Serving, free_port
from tests.mail.postbox import SENDER, Postbox, postbox
from tests.mail.test_sending import TO, queue
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.slow

MANY = 30


def by(box: Postbox) -> dict[str, str]:
    """The settings by which e-mail goes to a server."""
    return {
        "FACILITATOR_MAIL_HOST": box.server.host,
        "FACILITATOR_MAIL_PORT": str(box.server.port),
        "FACILITATOR_MAIL_SECURITY": box.server.security,
        "FACILITATOR_MAIL_FROM": SENDER,
    }


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_server_sends_what_waits_each_once(databases: Databases, backend: str, tmp_path: Path) -> None:
    processes = () if backend == "sqlite" else ("--processes", "2")
    with databases.copy(backend, tmp_path) as url, postbox() as box:
        box.awaited = MANY
        app = create_app(settings(tmp_path, url))
        workshop: SmallWorkshop = copy(databases.workshops[backend])
        workshop.app = app
        with workshop.change():
            for number in range(MANY):
                queue(workshop, subject=f"Number {number}")
        with app.app_context():
            db.engine.dispose()
        environment = {"FACILITATOR_DATABASE_URL": url, "FACILITATOR_SECRET_KEY": SECRET} | by(box)
        serving = Serving(tmp_path / "instance", settings=environment)
        serving.start(*processes)
        try:
            assert box.all_there.wait(120), serving.printed
        finally:
            serving.stop()
    assert sorted(box.subjects) == sorted(f"Number {number}" for number in range(MANY))
    assert TO not in serving.printed


@pytest.mark.one_database
def test_an_operator_tries_whether_e_mail_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACILITATOR_INSTANCE", str(tmp_path))
    assert CliRunner().invoke(group, ["mail", "test", TO]).output == (
        "Error: No mail server is set up: set FACILITATOR_MAIL_HOST and FACILITATOR_MAIL_FROM.\n"
    )
    with postbox() as box:
        for name, value in by(box).items():
            monkeypatch.setenv(name, value)
        tried = CliRunner().invoke(group, ["mail", "test", TO])
        assert (tried.exit_code, tried.output) == (0, f"localhost has taken the e-mail to {TO}.\n")
        box.to_recipients = ["550 5.1.1 No such user"]
        tried = CliRunner().invoke(group, ["mail", "test", TO])
        said = "This address does not exist. The mail server says: 5.1.1 No such user"
        assert (tried.exit_code, tried.output) == (1, f"Error: {said}\n")
        for wrong in ("ana", "a,b@example.org"):
            assert CliRunner().invoke(group, ["mail", "test", wrong]).exit_code == 1
        assert f"from {SENDER} by localhost" in CliRunner().invoke(group, ["doctor"]).output
        monkeypatch.setenv("FACILITATOR_MAIL_PORT", str(free_port()))
        tried = CliRunner().invoke(group, ["mail", "test", TO])
        assert (tried.exit_code, tried.output) == (1, "Error: The mail server cannot be reached.\n")
    assert box.recipients == [TO]
