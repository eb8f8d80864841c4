"""People before screens of their own: what a delegate does on a phone, and the team on a laptop.

Everything is found by its role and its label, as a person finds it, so the same steps walk through
the pages with script and without.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

Glance = Callable[[Page, str], None]
# So often a page without script is loaded again before somebody gives up.
LOADS = 20


@dataclass(frozen=True)
class Issue:
    """What a delegate brings up, in the words of the page."""

    title: str
    text: str
    aspect: str
    stance: str = ""


@dataclass(frozen=True)
class Reply:
    """What a delegate says of an issue: a score of None is "Can't say"."""

    verdict: str
    scores: Mapping[str, int | None] = field(default_factory=dict)
    change: str = ""
    comment: str = ""
    need: str = ""


class Person:
    """Somebody before a screen, with cookies of their own."""

    def __init__(self, page: Page, base: str, glance: Glance, *, has_script: bool) -> None:
        self.page = page
        self.base = base
        self.glance = glance
        self.has_script = has_script

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path if path.startswith("http") else self.base + path)

    def read(self, heading: str, *, state: str = "") -> None:
        """Arrive at a page; `state` tells apart what it shows now from what it has shown before."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_attached()
        self.waits_for_the_rest()
        self.glance(self.page, state)

    def waits_for_the_rest(self) -> None:
        """See the whole page, with its scripts at work: what stands on top is there before what is below."""
        self.page.wait_for_load_state("domcontentloaded")

    def sees(self, words: str | re.Pattern[str]) -> None:
        """Find these words on the page."""
        expect(self.page.get_by_role("main").get_by_text(words).first).to_be_visible()

    def sees_no(self, words: str) -> None:
        """Not find them."""
        expect(self.page.get_by_role("main").get_by_text(words)).to_have_count(0)

    def is_told(self, words: str | re.Pattern[str]) -> None:
        """Be told something, good or bad, on top of the page."""
        notices = self.page.get_by_role("status").or_(self.page.get_by_role("alert"))
        expect(notices.filter(has_text=words).first).to_be_visible()
        self.waits_for_the_rest()

    def finds_news(self, words: str) -> None:
        """See what has arrived since: by itself where there is script, else by loading the page again."""
        news = self.page.get_by_role("main").get_by_text(words).first
        for _ in range(0 if self.has_script else LOADS):
            self.page.reload()
            if news.is_visible():
                return
        self.sees(words)

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow a link."""
        (within or self.page).get_by_role("link", name=name, exact=True).click()

    def unfold(self, name: str) -> None:
        """Open what is folded away under these words."""
        self.page.locator("summary", has_text=name).click()

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        """Type into a field."""
        self._field(label, within).fill(text)

    def pick(self, label: str, option: str) -> None:
        """Take a row of a list."""
        self._field(label).select_option(label=option)

    def choose(self, group: str, option: str, within: Locator | None = None) -> None:
        """Tap one of several answers."""
        choices = (within or self.page).get_by_role("group", name=group)
        choices.get_by_role("radio", name=option, exact=True).check()

    def row(self, words: str) -> Locator:
        """The innermost entry of a list that holds these words."""
        return self.page.get_by_role("main").get_by_role("listitem").filter(has_text=words).last

    def _field(self, label: str, within: Locator | None = None) -> Locator:
        fields = self.page.locator("input, textarea, select")
        return (within or self.page).get_by_label(label).and_(fields)


class Delegate(Person):
    """Somebody with a phone."""

    def join(self, code: str, city: str, name: str) -> None:
        """Come in by the code on the wall, for a city."""
        self.open("/")
        self.read("Join a workshop")
        self.fill("Code of the workshop", code)
        self.press("Join")
        self.read("Replication workshop")
        self.pick("Which city or organisation do you represent?", city)
        self.fill("Your name", name)
        self.press("Join")
        self.read("Home", state="just joined")

    def contribute(self, issue: Issue) -> None:
        """Add an issue in the session that is open."""
        self.follow("Add an issue")
        self.read("Add an issue")
        self.write(issue)
        self.press("Send")
        self.describe(issue)
        self.read("Home", state="gave something")

    def write(self, issue: Issue) -> None:
        """Fill in the one line of an issue."""
        self.fill("What is the issue?", issue.title)

    def describe(self, issue: Issue) -> None:
        """Say more of an issue, on the page that says that it was received."""
        self.is_told(re.compile(r"\w+-\d+ was received"))
        self.fill("Description", issue.text)
        self.choose("What is it about?", issue.aspect)
        if issue.stance:
            self.choose("What about your city?", issue.stance)
        self.press("Save")
        self.is_told("were saved")

    def go_on(self) -> None:
        """To the next question: without script they stand below each other."""
        if self.has_script:
            self.press("Next")

    def validate_one_by_one(self, replies: Mapping[str, Reply]) -> None:
        """Answer the issues of one's group, one a page."""
        self.follow("Answer the issues")
        for number, (ref, reply) in enumerate(replies.items(), start=1):
            self.read("What do you think of these issues?", state="one a page")
            self.sees(f"{number} of {len(replies)}")
            self.reply(ref, reply)
            self.press("Save and continue" if number < len(replies) else "Save and check")
        self.looks_over_it()

    def validate_on_one_page(self, replies: Mapping[str, Reply]) -> None:
        """Answer them all on one page."""
        self.follow("Show all on one page")
        self.read("What do you think of these issues?", state="all on one page")
        for ref, reply in replies.items():
            self.reply(ref, reply)
        self.press("Save and check")
        self.looks_over_it()

    def looks_over_it(self) -> None:
        """Read the list of what one has said, and go back to one's place."""
        self.read("Your answers")
        self.follow("Back to Home")
        self.read("Home", state="has answered")

    def reply(self, ref: str, reply: Reply) -> None:
        """Say what one thinks of an issue."""
        issue = self.page.get_by_role("region", name=ref)
        self.choose("Is this the right issue", reply.verdict, issue)
        for criterion, score in reply.scores.items():
            self.score(issue, criterion, "Can't say" if score is None else str(score))
        remarks = {
            "Which change do you suggest?": reply.change,
            "Comment": reply.comment,
            "What does your city need?": reply.need,
        }
        for label, text in remarks.items():
            if text or issue.get_by_label(label).is_visible():  # a change has its field with its verdict
                self.fill(label, text, issue)

    def score(self, issue: Locator, criterion: str, key: str) -> None:
        """Tap a key of a scale."""
        keys = issue.get_by_role("group", name=criterion)
        keys.locator("label").filter(has_text=re.compile(f"^{key}$")).click()
        expect(keys.get_by_role("radio", name=key, exact=True)).to_be_checked()

    def add_what_is_missing(self, issue: Issue) -> None:
        """Add what the list lacks."""
        self.follow("Add a missing issue")
        self.read("Which issue is missing?")
        self.fill("The issue in one short sentence", issue.title)
        self.fill("Description", issue.text)
        self.choose("What is it about?", issue.aspect)
        self.press("Add issue")
        self.looks_over_it()
