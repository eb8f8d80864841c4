"""Looks at each page that is met, once per state: accessible in both themes and widths, never too wide."""

import re
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize

PHONE = ViewportSize(width=390, height=844)
LAPTOP = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=320, height=640)
WALL = ViewportSize(width=1920, height=1080)
FARTHEST = 40
"""In parts of the height: what is smaller can't be read from ten metres."""
SMALLEST = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), sizes = [];
    while (texts.nextNode()) {
        const around = texts.currentNode.parentElement;
        const seen = texts.currentNode.data.trim() && !around.closest('.unseen, .skip, [hidden], caption');
        if (seen) sizes.push(parseFloat(getComputedStyle(around).fontSize));
    }
    return Math.min(...sizes);
}"""
Theme = Literal["light", "dark"]
# Everything is asked once a width; the other theme changes nothing but colours, which are the same at each.
GUISES: tuple[tuple[ViewportSize, Theme], ...] = ((LAPTOP, "light"), (PHONE, "light"), (PHONE, "dark"))
THEMES: dict[Theme, str] = {
    "light": "{resultTypes: ['violations']}",
    "dark": "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}",
}
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')]
        .filter(each => each.getBoundingClientRect().right > innerWidth)
        .slice(-3).map(each => each.outerHTML.slice(0, 160))"""


def check_wall(page: Page) -> None:
    """What the projector shows can be read from ten metres, and nothing of it is below the edge."""
    page.wait_for_load_state()
    assert page.evaluate(SMALLEST) >= WALL["height"] / FARTHEST
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def no_glance(_page: Page, _state: str) -> None:
    """For those who are in a hurry."""


class Inspection:
    """What was looked at, and what was found wrong."""

    def __init__(self) -> None:
        self.script = Axe().axe_script
        self.seen: set[tuple[str, str]] = set()
        self.faults: list[str] = []

    def glance(self, page: Page, state: str) -> None:
        """Look at a page in all its guises, unless it has been seen in this state."""
        kind = re.sub(r"\d+", "N", urlsplit(page.url).path), state
        if kind in self.seen:
            return
        self.seen.add(kind)
        usual = page.viewport_size
        page.evaluate(self.script)
        for width, theme in GUISES:
            page.set_viewport_size(width)
            page.emulate_media(color_scheme=theme)
            self._ask_axe(page, f"{kind} at {width['width']} px, {theme}", THEMES[theme])
        page.set_viewport_size(NARROW)
        self._measure(page, str(kind))
        page.emulate_media(color_scheme="light")
        if usual:
            page.set_viewport_size(usual)

    def _ask_axe(self, page: Page, where: str, options: str) -> None:
        for fault in page.evaluate(f"axe.run({options}).then(found => found.violations)"):
            nodes = "; ".join(str(node["html"])[:160] for node in fault["nodes"][:3])
            self.faults.append(f"{where}: {fault['help']} ({fault['id']}): {nodes}")

    def _measure(self, page: Page, where: str) -> None:
        too_wide = page.evaluate(TOO_WIDE)
        if too_wide:
            self.faults.append(f"{where} is wider than 320 px: {too_wide}")
