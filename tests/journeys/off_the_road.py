"""Pages beside the two days: what people meet who mistype or come too early, and what is looked up later."""

from tests.journeys.room import Room
from tests.journeys.team_at_screens import TeamMember


def look_around_before_it_begins(room: Room) -> TeamMember:
    """What people meet who mistype, or come too early."""
    room.screens.expect("404", "422")
    stray = room.screens.phone(room.serving.base)
    stray.open("/no-such-page")
    stray.read("Not found")
    stray.open("/")
    stray.fill("Code of the workshop", "NOSUCH")
    stray.press("Join")
    stray.sees("No workshop has this code")
    stray.glance(stray.page, "wrong code")
    stray.open(f"/join/{room.code}")
    stray.press("Join")
    stray.is_told("Please correct 2 answers")
    stray.glance(stray.page, "with errors")
    stray.open("/sign-in")
    stray.read("Sign in")
    stray.fill("E-mail", "nobody@example.org")
    stray.fill("Password", "not the right one")
    stray.press("Sign in")
    stray.is_told("The e-mail address or the password is wrong")
    stray.glance(stray.page, "with errors")
    organiser = room.team_member("organiser")
    for page in ("Capture", "Handover", "Groups", "Results", "Report", "People"):
        organiser.go_to(page)
        organiser.glance(organiser.page, "before it begins")
    return organiser


def look_around_afterwards(room: Room, organiser: TeamMember) -> None:
    """What the organiser looks up when all is over, and the wall."""
    organiser.move_to("Closed")
    organiser.glance(organiser.page, "closed")
    organiser.follow("Activity log")
    organiser.read("Activity log")
    organiser.go_to("People")
    organiser.read("People", state="in the room")
    organiser.follow("Griet", organiser.page.get_by_role("row", name="Griet"))
    organiser.read("Griet")
    organiser.follow("New link")
    organiser.read("Give Griet a new personal link?")
    organiser.press("Make a new link")
    organiser.read("A new personal link for Griet")
    organiser.open("/account/password")
    organiser.read("Change your password")
    organiser.open(f"/w/{room.workshop.slug}/wall/{room.code}")
    organiser.read("Join with your phone")
