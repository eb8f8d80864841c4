"""What the team does on a laptop, page by page."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.people_at_screens import Issue, Person


class TeamMember(Person):
    """Somebody of the team, with a laptop."""

    def sign_in(self, link: str) -> None:
        """Come in by the link that the team sends."""
        self.open(link)
        self.read("Console", state="just signed in")

    def go_to(self, page: str) -> None:
        """Go to a page of the navigation."""
        navigation = self.page.get_by_role("navigation", name="Workshop")
        link = navigation.get_by_role("link", name=page, exact=True, include_hidden=True)
        expect(link).to_be_attached()
        later = navigation.locator("details:not([open])", has=self.page.get_by_text(page, exact=True))
        if later.count():
            later.locator("summary").click()
        link.click()

    def move_to(self, phase: str) -> None:
        """Take the workshop to its next phase."""
        self.go_to("Console")
        self.press("Close the workshop" if phase == "Closed" else f"Begin {phase.lower()}")
        self.is_told(f"The workshop moved to: {phase}.")

    def open_session(self, title: str) -> None:
        """Open a session from the console."""
        self.go_to("Console")
        self.press("Open", self.row(title))
        expect(self.row(title).get_by_role("button", name="Close", exact=True)).to_be_visible()
        self.glance(self.page, f"open: {title}")

    def close_session(self, title: str) -> None:
        """Close it."""
        self.go_to("Console")
        self.press("Close", self.row(title))
        expect(self.row(title).get_by_role("button", name="Open", exact=True)).to_be_visible()

    def go_to_board(self, prefix: str, kind: str) -> None:
        """The board of a measure, for one kind of card."""
        words = {"Issues": "issue", "Enablers": "enabler", "Strategies": "strategy", "Solutions": "solution"}
        if self.page.url.endswith(f"/capture/{prefix}/{words[kind]}"):
            return
        self.go_to("Capture")
        measures = self.page.get_by_role("navigation", name="Measures")
        measures.get_by_role("link", name=re.compile(f"^{prefix}")).click()
        self.follow(kind, self.page.get_by_role("navigation", name="Kinds"))

    def enter_issue(self, prefix: str, issue: Issue, city: str) -> None:
        """Write down what a city says in the room."""
        self.go_to_board(prefix, "Issues")
        self.fill("What is the issue?", issue.title)
        self.fill("Description", issue.text)
        self.choose("Aspect", issue.aspect)
        self.pick("City optional", city)
        self.choose("What does the city say?", issue.stance)
        self._keep(issue.title)

    def enter_enabler(self, prefix: str, title: str, reach: str, kind: str) -> None:
        """Write down what helps."""
        self.go_to_board(prefix, "Enablers")
        self.fill("Title", title)
        self.choose("Where is it?", reach)
        self.choose("What kind of help is it?", kind)
        self._keep(title)

    def enter_strategy(self, prefix: str, title: str, side: str) -> None:
        """Write down a political strategy."""
        self.go_to_board(prefix, "Strategies")
        self.fill("Title", title)
        self.choose("Who is it for?", side)
        self._keep(title)

    def enter_solution(
        self, prefix: str, title: str, owner: str, by_when: date | None, next_step: str
    ) -> None:
        """Write down what is to be done, by whom and by when."""
        self.go_to_board(prefix, "Solutions")
        self.fill("Title", title)
        self.fill("Who is the owner?", owner)
        self.fill("By when?", by_when.isoformat() if by_when else "")
        self.fill("What is the next step?", next_step)
        self._keep(title)

    def _keep(self, title: str) -> None:
        self.press("Save")
        self.is_told(re.compile(r"\w+-\w+ was added\."))
        self.sees(title)
        self.glance(self.page, "with cards")

    def go_to_card(self, ref: str) -> None:
        """The page of one card, by way of its board."""
        prefix, _, number = ref.partition("-")
        kinds = {"E": "Enablers", "P": "Strategies", "S": "Solutions"}
        self.go_to_board(prefix, kinds.get(number[0], "Issues"))
        self.row(ref).get_by_role("link").first.click()
        expect(self.page).to_have_url(re.compile(f"/cards/{ref}$"))
        self.glance(self.page, "a card")

    def link(self, ref: str, *others: str) -> None:
        """Say what helps with an issue."""
        self.go_to_card(ref)
        for other in others:
            self.fill("Card", other)
            self.press("Link")
            expect(self.row(other)).to_be_visible()
        self.glance(self.page, "a card with its chain")

    def enter_evidence(self, ref: str, city: str, stance: str, note: str) -> None:
        """Write down what a city says of an issue."""
        self.go_to_card(ref)
        self.page.get_by_text("Add what a city says").click()
        self.pick("Which city says so?", city)
        self.choose("What does the city say?", stance)
        self.fill("In the city’s own words", note)
        self.press("Save")
        self.sees(note)

    def reword(self, ref: str, title: str) -> None:
        """Say an issue in other words."""
        self.go_to_card(ref)
        self.follow("Edit")
        self.read(f"Edit {ref}")
        self.fill("What is the issue?", title)
        self.press("Save")
        self.read(title, state="reworded")

    def hide(self, ref: str, reason: str) -> None:
        """Take a card out of sight."""
        self.go_to_card(ref)
        self.fill("Why?", reason)
        self.press("Hide")
        self.is_told(f"{ref} is hidden")
        self.glance(self.page, "hidden")

    def hand_over(self, name: str) -> None:
        """Freeze day one."""
        self.go_to("Handover")
        self.read("Handover", state="before")
        self.fill("Name of the handover", name)
        self.press("Finish day one (handover)")
        self.is_told("Day one is finished.")
        self.read("Handover", state="after")

    def set_up_group(self, name: str, *, round_: str, measure: str, **more: str) -> None:
        """A table in a round; `more` may name its room, facilitator and rapporteur."""
        self.go_to("Groups")
        self.fill("Group name", name)
        self.pick("Round", round_)
        self.pick("Measure", measure)
        for field, option in more.items():
            self.pick(field.capitalize(), option)
        self.press("Add group")
        self.is_told(f"{name} was added.")
        self.read("Groups", state="with groups")

    def seat(self, person: str, group: str) -> None:
        """Give somebody a seat by hand."""
        self.go_to("Groups")
        self.follow("Edit people", self.page.get_by_role("region", name=group))
        self.read(f"People in {group}")
        self.pick("Person", person)
        self.press("Add")
        expect(self.row(person)).to_be_visible()
        self.glance(self.page, "seats")

    def spread_the_rest(self) -> None:
        """Spread those without a seat over the groups."""
        self.go_to("Groups")
        self.press("Distribute evenly")
        self.is_told(re.compile("a seat now"))
        self.read("Groups", state="everybody sits")

    def go_to_group(self, name: str) -> None:
        """The page of a group."""
        self.go_to("Groups")
        self.follow(name)
        self.read(name, state="a group")

    def close_group(self, name: str) -> None:
        """Take no more answers."""
        self.go_to_group(name)
        self.press("Close the group")
        expect(self.page.get_by_role("button", name="Open the group")).to_be_visible()
        self.glance(self.page, "closed")

    def download(self, name: str, to: Path) -> Path:
        """Follow a link that leads to a file, and keep it."""
        with self.page.expect_download() as arriving:
            self.follow(name)
        path = to / arriving.value.suggested_filename
        arriving.value.save_as(path)
        return path
