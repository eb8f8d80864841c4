"""What people wrote is read by the user who runs the server, and by nobody else on the machine."""

import stat
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from facilitator.cli import group, main
from facilitator.config import SettingsInvalid, kept_secret_key
from tests.journeys.serving import Serving

pytestmark = pytest.mark.slow


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is not there yet, and no other setting."""
    monkeypatch.setenv("FACILITATOR_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.delenv("FACILITATOR_DATABASE_URL", raising=False)
    monkeypatch.delenv("FACILITATOR_SECRET_KEY", raising=False)
    return tmp_path / "instance"


def run(*words: str) -> Result:
    return CliRunner().invoke(group, words)


def test_a_new_installation_is_its_owners_alone(instance: Path) -> None:
    assert run("user", "add", "anna@example.org", "--name", "Anna").exit_code == 0
    assert mode(instance) == 0o700
    assert {path.name: oct(mode(path)) for path in instance.iterdir() if mode(path) != 0o600} == {}
    assert "Privacy          owner only" in run("doctor").output


def test_an_installation_of_before_is_mended_when_it_starts(instance: Path) -> None:
    assert run("user", "add", "anna@example.org", "--name", "Anna").exit_code == 0
    instance.chmod(0o755)
    for path in instance.iterdir():
        path.chmod(0o644)
    serving = Serving(instance)
    serving.start()
    try:
        with closing(HTTPConnection("127.0.0.1", serving.port, timeout=60)) as line:
            line.request("GET", "/join/NOBODY")  # which asks the database
            assert line.getresponse().status == 404
        open_still = {path.name for path in instance.iterdir() if mode(path) != 0o600}
        assert open_still == {"server.log"}
        assert (instance / "facilitator.sqlite3-wal").exists()
    finally:
        serving.stop()
    # The folder may hold what is somebody else's business.
    assert f"can read {instance}: `chmod go=` closes it" in run("doctor").output


def test_a_report_is_its_owners_alone(instance: Path, tmp_path: Path) -> None:
    serving = Serving(instance, "demo")
    serving.start()
    serving.stop()
    assert run("export", "brussels-2017", "--format", "json", "--output", str(tmp_path / "r")).exit_code == 0
    assert mode(tmp_path / "r") == 0o600


@pytest.mark.parametrize("key", ["", "k", " \n", "x" * 31])
def test_a_key_file_that_holds_no_key_is_said_in_a_sentence(
    instance: Path, key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance.mkdir()
    (instance / "secret_key").write_text(key)
    with pytest.raises(SettingsInvalid, match="this is no key"):
        kept_secret_key(instance)
    monkeypatch.setattr("sys.argv", ["facilitator", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "secret_key: this is no key." in capsys.readouterr().err
