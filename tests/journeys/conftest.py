"""What a journey stands on: a real Chromium, the production server, and people who come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.databases import Databases
from tests.journeys.inspection import Inspection, no_glance
from tests.journeys.room import Room, Screens, served
from tests.journeys.serving import Serving

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys are slow and need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser; each person has a context of their own in it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        installed = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def backend() -> str:
    """Journeys take SQLite; those that must hold on both name them."""
    return "sqlite"


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Serving]:
    """A server that nobody has used yet."""
    server = Serving(tmp_path / "instance")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def scene() -> str:
    """Where the workshop stands when people come in: a journey begins before it, or says where."""
    return "preparation"


@pytest.fixture
def has_script() -> bool:
    """Browsers run scripts, unless a journey says that they don't."""
    return True


@pytest.fixture
def looks_closely() -> bool:
    """Nobody looks closely at the pages, unless a journey says so."""
    return False


@pytest.fixture
def inspection() -> Inspection:
    """Looks at every page that is met."""
    return Inspection()


@pytest.fixture
def screens(
    chromium: Browser, inspection: Inspection, *, has_script: bool, looks_closely: bool
) -> Iterator[Screens]:
    """Screens for whoever comes; at the end none may have complained in its console."""
    glance = inspection.glance if looks_closely else no_glance
    screens = Screens(chromium, glance, has_script=has_script)
    yield screens
    screens.close()
    assert not screens.complaints, "\n".join(screens.complaints)


@pytest.fixture
def room(backend: str, scene: str, databases: Databases, tmp_path: Path, screens: Screens) -> Iterator[Room]:
    """A workshop and a server of one's own."""
    with served(databases, backend, tmp_path, scene) as workshop:
        yield Room(workshop, screens)
        screens.close()  # before the server goes, or they would complain that it is gone
