"""Somebody without mouse and finger: Tab, arrows, letters, Space and Enter must do."""

from collections.abc import Callable

from playwright.sync_api import Locator

from tests.journeys.people_at_screens import Person

MANY = 80
IS_FOCUSED = "each => each === document.activeElement"
# Of whatever has the focus: a page that renews itself may just have put another element in its place.
RING = """() => {
    const each = document.activeElement;
    const drawn = [each, each.parentElement, each.nextElementSibling].filter(Boolean).map(getComputedStyle);
    return drawn.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
}"""


class Keyboard:
    """The keys of somebody's keyboard, and nothing else."""

    def __init__(self, person: Person) -> None:
        self.page = person.page
        self.press = person.page.keyboard.press
        self.type = person.page.keyboard.type

    def tab_to(self, target: Locator) -> None:
        """Go on by Tab until something has the focus, and see that it does."""
        self._step("Tab", lambda: bool(target.evaluate(IS_FOCUSED)), target)
        assert self.page.evaluate(RING), f"{target} has the focus, and nobody can see it"

    def choose(self, group: Locator, option: str) -> None:
        """Enter a group of answers by Tab, go to one by the arrows."""
        radios, wanted = group.get_by_role("radio"), group.get_by_role("radio", name=option, exact=True)
        chosen = radios.and_(self.page.locator(":checked"))
        self.tab_to(chosen if chosen.count() else radios.first)
        self.press("Space")
        self._step("ArrowDown", wanted.is_checked, wanted)

    def pick(self, label: str, starts_with: str) -> None:
        """Take a row of a list by its first letters."""
        self.tab_to(self.page.get_by_label(label))
        self.type(starts_with)

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(self.page.get_by_label(label).first)
        self.type(text)

    def _step(self, key: str, is_there: Callable[[], bool], target: Locator) -> None:
        for _ in range(MANY):
            if is_there():
                return
            self.press(key)
        raise AssertionError(f"{MANY} times {key} did not lead to {target}")
