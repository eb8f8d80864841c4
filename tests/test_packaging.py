"""The wheel, installed into an environment of its own and run from an unrelated folder."""

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.journeys.serving import free_port

CHECKOUT = Path(__file__).parent.parent
TRAVELLING = {
    "templates": "facilitator/templates",
    "migrations": "facilitator/migrations",
    "facilitator/web/static": "facilitator/web/static",
    "facilitator/demo": "facilitator/demo",
    "facilitator/translations": "facilitator/translations",
}
PATIENCE = 60.0
GLANCE = 0.1

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `pip wheel` builds it, with the build tool of the test requirements."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        str(CHECKOUT),
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that holds the wheel.

    What it depends on is borrowed from the environment of the tests, which does not hold Facilitator itself.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", str(folder))
    python = folder / "bin" / "python"
    run(str(python), "-m", "pip", "install", "--no-deps", "--no-index", str(wheel))
    paths = {"base": str(folder), "platbase": str(folder)}
    borrowed = Path(sysconfig.get_path("purelib", vars=paths)) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"))
    return python.parent


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Some folder of an operator's, with nothing in it."""
    return tmp_path


def run(*command: str, cwd: Path | None = None, **settings: str) -> str:
    """What a command prints; it has to succeed."""
    done = finish(*command, cwd=cwd, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def finish(*command: str, cwd: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, whatever that is."""
    return subprocess.run(  # noqa: S603 - our own words
        command, cwd=cwd, env=bare(settings), capture_output=True, text=True, timeout=120, check=False
    )


def bare(settings: dict[str, str]) -> dict[str, str]:
    """The environment without what this machine says of Python and of Facilitator."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("FACILITATOR_", "PYTHON"))}
    return kept | settings


@contextmanager
def serving(installed: Path, *command: str, cwd: Path) -> Iterator[int]:
    """A server that answers, by its port."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own words
        [str(installed / "facilitator"), *command, "--port", str(port)],
        cwd=cwd,
        env=bare({}),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Come back when the server answers."""
    for _ in range(int(PATIENCE / GLANCE)):
        try:
            get(port, "/")
        except OSError:
            try:
                process.wait(GLANCE)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"The server ended with {process.returncode}.") from None
        return
    raise AssertionError(f"The server did not answer within {PATIENCE:.0f} s.")


def get(port: int, path: str) -> HTTPResponse:
    """One answer of the server."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer


def travelling(folder: Path) -> set[str]:
    """The files below a folder that are no by-products of Python."""
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.mark.parametrize(("here", "there"), TRAVELLING.items(), ids=TRAVELLING.keys())
def test_the_wheel_carries_every_file_that_pages_and_commands_need(
    wheel: Path, here: str, there: str
) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    carried = {name.removeprefix(f"{there}/") for name in names if name.startswith(f"{there}/")}
    assert carried == travelling(CHECKOUT / here)


def test_the_wheel_carries_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"facilitator"}


def test_an_installed_facilitator_says_what_it_can_do(installed: Path, elsewhere: Path) -> None:
    printed = run(str(installed / "facilitator"), "--help", cwd=elsewhere)
    for command in ("allocate", "demo", "doctor", "export", "migrate", "serve", "user"):
        assert f"\n  {command} " in printed


def test_an_installed_facilitator_runs_from_its_own_files(installed: Path, elsewhere: Path) -> None:
    found = run(
        str(installed / "python"), "-c", "import facilitator; print(facilitator.__file__)", cwd=elsewhere
    )
    assert Path(found).is_relative_to(installed.parent)


def test_migrate_makes_the_instance_in_the_folder_where_it_is_called(
    installed: Path, elsewhere: Path
) -> None:
    run(str(installed / "facilitator"), "migrate", cwd=elsewhere)
    assert (elsewhere / "instance" / "facilitator.sqlite3").stat().st_size > 0


def test_an_installed_facilitator_serves_pages_and_their_style(installed: Path, elsewhere: Path) -> None:
    with serving(installed, "serve", cwd=elsewhere) as port:
        assert get(port, "/first-account").status == 200
        assert get(port, "/static/style.css").status == 200


def test_an_installed_facilitator_opens_the_demo_workshop(installed: Path, elsewhere: Path) -> None:
    with serving(installed, "demo", cwd=elsewhere) as port:
        # Who is not signed in is led to the sign-in page; a workshop that is not there is not found.
        assert get(port, "/w/brussels-2017/console").status == 302
        assert get(port, "/w/sofia-2018/console").status == 404


def test_all_wrong_settings_are_named_in_one_message(installed: Path, elsewhere: Path) -> None:
    wrong = {
        "FACILITATOR_DATABASE_URL": "oracle://db",
        "FACILITATOR_SECRET_KEY": "short",
        "FACILITATOR_HTTPS": "perhaps",
        "FACILITATOR_PROXIES": "many",
    }
    (elsewhere / "instance").touch()
    said = finish(
        str(installed / "facilitator"),
        "serve",
        cwd=elsewhere,
        FACILITATOR_INSTANCE=str(elsewhere / "instance"),
        **wrong,
    )
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert sorted(re.findall(r"^  (FACILITATOR_[A-Z_]+)", said.stderr, re.MULTILINE)) == sorted(
        [*wrong, "FACILITATOR_INSTANCE"]
    )


def test_what_is_pinned_lacks_nothing_that_it_asks_for() -> None:
    run(sys.executable, "-m", "pip", "check")
