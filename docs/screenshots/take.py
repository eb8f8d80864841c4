"""Takes the pictures of the documents from the demo workshop: `bin/screenshots`, as WebP."""

import base64
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.serving import Serving

ADDRESS = re.compile(r"^  (\w+).* (http://\S+)$", re.MULTILINE)
QUALITY = 80
# Width, height, pixels of the picture for one of the page.
LAPTOP, PHONE = (1280, 800, 1), (390, 780, 2)


@dataclass(frozen=True)
class Picture:
    """What is on a picture: whose link to come by, and the way from there."""

    name: str
    stage: str
    comes_by: str
    screen: tuple[int, int, int]
    goes_to: str = ""
    clicks: tuple[str, ...] = ()
    from_: str = ""


PICTURES = (
    Picture("start", "day-one", "Join", LAPTOP, goes_to="/"),
    Picture("setup", "day-one", "Set", LAPTOP, goes_to="/w/brussels-2017/setup"),
    Picture("console", "day-one", "Console", LAPTOP, goes_to="/w/brussels-2017/console"),
    Picture("board", "day-one", "Console", LAPTOP, goes_to="/w/brussels-2017/capture/RET/issue"),
    Picture("phone-join", "day-one", "Join", PHONE),
    Picture("phone-issue", "day-one", "Munich", PHONE, clicks=("main a[href*='/issue']",)),
    Picture(
        "phone-validation",
        "day-two",
        "Antwerp",
        PHONE,
        clicks=("main a[href*='/replies']",),
        from_="main fieldset",
    ),
    Picture("wall", "day-two", "Projector", LAPTOP),
    Picture("group", "day-two", "Console", LAPTOP, goes_to="/w/brussels-2017/groups/1"),
    Picture("results", "closed", "Console", LAPTOP, goes_to="/w/brussels-2017/results"),
    Picture("report", "closed", "Console", LAPTOP, goes_to="/w/brussels-2017/report"),
)


def take_all(folder: Path) -> None:
    """Take every picture, one demo server after the other."""
    with sync_playwright() as playwright:
        installed = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        for stage in dict.fromkeys(picture.stage for picture in PICTURES):
            with demo(stage) as links:
                for picture in PICTURES:
                    if picture.stage == stage:
                        take(browser, picture, links, folder)
        browser.close()


@contextmanager
def demo(stage: str) -> Iterator[dict[str, str]]:
    """The demo workshop at a stage, by the links that it prints."""
    with TemporaryDirectory() as instance:
        serving = Serving(Path(instance), "demo")
        serving.start("--at", stage)
        try:
            yield dict(ADDRESS.findall(serving.printed))
        finally:
            serving.stop()


def take(browser: Browser, picture: Picture, links: dict[str, str], folder: Path) -> None:
    """Come in, go there, and keep what is seen."""
    width, height, scale = picture.screen
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(links[picture.comes_by])
    for selector in picture.clicks:
        page.locator(selector).first.click()
    if picture.goes_to:
        page.goto("/".join(links[picture.comes_by].split("/")[:3]) + picture.goes_to)
    page.wait_for_load_state("load")
    if picture.from_:
        page.locator(picture.from_).first.evaluate("part => part.scrollIntoView()")
    path = folder / f"{picture.name}.webp"
    path.write_bytes(webp(page, scale))
    sys.stdout.write(f"{path.name:24} {path.stat().st_size / 1000:6.1f} kB\n")
    context.close()


def webp(page: Page, scale: int) -> bytes:
    """What the screen shows, compressed."""
    session = page.context.new_cdp_session(page)
    seen = page.evaluate("({x: scrollX, y: scrollY, width: innerWidth, height: innerHeight})")
    options = {"format": "webp", "quality": QUALITY, "clip": {**seen, "scale": scale}}
    taken = session.send("Page.captureScreenshot", options)
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    take_all(Path(__file__).parent)
