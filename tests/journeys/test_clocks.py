"""Clocks say what the server's clock says, on devices whose own is wrong, from the first moment on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.room import Room

# Sets the device's clock, as a person does who never looks at it; what is measured against is left alone.
MOVED = """
const [real, by] = [Date, %d];
window.trueTime = () => performance.timeOrigin + performance.now();
globalThis.Date = class extends real {
  constructor(...given) { given.length ? super(...given) : super(real.now() + by); }
  static now() { return real.now() + by; }
};
"""
# What each clock says, every so many ms for so long, from 200 ms after the page has loaded.
SAMPLED = """
({ every, during }) => void (window.sampled = new Promise((resolve) => {
  const samples = [];
  const look = () => document.querySelectorAll(".clock[data-until]").forEach((clock) => samples.push(
    { at: trueTime(), until: clock.dataset.until, face: clock.querySelector(".clock-face").textContent }));
  setTimeout(() => {
    const timer = setInterval(look, every);
    setTimeout(() => { clearInterval(timer); resolve(samples); }, during);
  }, 200);
}))
"""
EVERY, DURING = 50, 8000
# Ends a message in so many ms; tells after how many it is no longer there.
HIDDEN_AFTER = """
(each, end) => new Promise((resolve) => {
  const begun = Date.now();
  new MutationObserver(() => each.hidden && resolve(Date.now() - begun)).observe(each, { attributes: true });
  each.dataset.ends = new Date(begun + end).toISOString();
})
"""
# A busy machine may let seconds pass between two ticks: what a clock says then is old. One that goes by the
# device's own is wrong by minutes, always.
SECONDS, OLD = 2, 60


@dataclass(frozen=True)
class Sample:
    """What a clock said at a moment (in ms since 1970), and until when it counts."""

    at: float
    until: str
    face: str

    @property
    def is_wrong_by(self) -> float:
        """Seconds between what it said and the truth; an empty clock is wrong by a day."""
        if not self.face:
            return 86_400
        shown, word = self.face.split()
        seconds = 0
        for part in shown.split(":"):
            seconds = seconds * 60 + int(part)
        seconds *= -1 if word == "over" else 1
        return abs(seconds - (datetime.fromisoformat(self.until).timestamp() - self.at / 1000))


@pytest.fixture
def scene() -> str:
    """A round is open, with three groups."""
    return "rooms"


def is_right(samples: list[Sample]) -> bool:
    """Whether a clock says what the server's does: exactly when it ticks, and never anything else."""
    wrong_by = [each.is_wrong_by for each in samples]
    return min(wrong_by) < SECONDS and max(wrong_by) < OLD


def begin_to_look(page: Page, *, during: int = DURING) -> None:
    """Note from now on what the clocks of the page say; several pages do so at the same time."""
    page.evaluate(SAMPLED, {"every": EVERY, "during": during})


def seen(page: Page) -> list[Sample]:
    """What they have said."""
    found = [Sample(**each) for each in page.evaluate("window.sampled")]
    assert len(found) > 10, "the page has no clock"
    return found


def pages_with_a_clock(room: Room, off: timedelta) -> list[Page]:
    """The pages on which somebody sees a clock, on devices whose own is off."""
    facilitator, antwerp = room.team_member("facilitator"), room.come_back("Antwerp")
    table = facilitator.page.get_by_role("link", name="Retrofit table", exact=True).first
    group = table.get_attribute("href")
    pages = []
    for person, path in (
        (facilitator, room.workshop.path("console")),
        (facilitator, str(group)),
        (facilitator, room.workshop.path(f"wall/{room.code}")),
        (antwerp, room.workshop.path("home")),
    ):
        page = person.page.context.new_page()
        page.add_init_script(MOVED % (off.total_seconds() * 1000))
        page.goto(person.base + path)
        pages.append(page)
        begin_to_look(page)
    return pages


@pytest.mark.parametrize("off", [timedelta(), timedelta(minutes=-14), timedelta(hours=30)], ids=str)
def test_a_clock_is_right_and_never_empty_on_a_device_whose_own_is_wrong(room: Room, off: timedelta) -> None:
    pages = pages_with_a_clock(room, off)
    found = {page.url: seen(page) for page in pages}
    assert {url: samples for url, samples in found.items() if not is_right(samples)} == {}


@pytest.mark.parametrize("scene", ["last minutes"])
def test_a_message_on_the_end_goes_from_a_phone_when_it_has_come_though_nothing_else_happens(
    room: Room,
) -> None:
    facilitator, antwerp = room.team_member("facilitator"), room.come_back("Antwerp")
    facilitator.press("Two minutes left")
    message = antwerp.page.locator("#messages").get_by_text("Two minutes left")
    expect(message).to_be_visible()
    assert message.locator("..").evaluate(HIDDEN_AFTER, 1500) > 1000
    expect(message).to_be_hidden()
    expect(antwerp.page.locator("#messages")).to_be_hidden()


def test_a_page_that_a_browser_had_kept_is_soon_right_again(room: Room) -> None:
    antwerp = room.come_back("Antwerp")
    antwerp.page.context.add_init_script(MOVED % -840_000)
    antwerp.open(room.workshop.path("home"))
    antwerp.open(room.workshop.path("home/answers"))
    antwerp.page.wait_for_timeout(3000)
    antwerp.page.go_back()
    begin_to_look(antwerp.page, during=1500)
    assert is_right(seen(antwerp.page)[15:])
