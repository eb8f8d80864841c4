"""Lists of people as the organiser brings them to the pages, and what a workshop has of them afterwards."""

import re
from io import BytesIO

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from facilitator.reception.queries import known_people
from facilitator.workshops.roster.entries import ListedPerson
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

FIRST = """Name;City;Organisation;Role;Email;Languages;Step-free access;Preferences
Bosch, Berta;Antwerp;;interested;berta@antwerp.example.org;English, Dutch;yes;"Retrofit; Citizen engagement"
Dr. Karel Claes;Antwerp;Port authority;;karel@antwerp.example.org;;;
Élodie O’Brien;Lyon;;;;French;no;
Ines Daems;;Energy agency;partner;ines@agency.example.org;;;
Delegate of Heerlen;Heerlen;;;heerlen@example.org;;;
Zoe Evers;Utopia;;;;;;
"""


TOLD = re.compile(r"New: (\d+)\. Changed: (\d+)\. No change: (\d+)\. Not imported: (\d+)\.")


class Reception:
    """The organiser before the pages of lists."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop, self.browser = workshop, Browser(workshop.app, workshop.way_in("organiser"))
        self.page = workshop.path("people/import")

    def paste(self, text: str) -> str:
        """Paste a list; the address of its preview."""
        answer = self.browser.send(self.page, {"pasted": text})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def upload(self, data: bytes, name: str = "people.csv") -> TestResponse:
        """Choose a file; the answer."""
        form = self.browser.form(self.page) | {"file": FileStorage(BytesIO(data), name)}
        # As bytes: of a long form the client would leave a file open.
        boundary, body = encode_multipart(form)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.browser.client.post(self.page, data=body, content_type=kind)

    def confirm(self, preview: str) -> TestResponse:
        """Import what a preview shows; the answer."""
        return self.browser.send(preview, {}, to=preview)

    def take(self, text: str) -> None:
        """Paste a list, and import it."""
        assert self.confirm(self.paste(text)).status_code == 303

    def told(self, preview: str) -> list[int]:
        """How many are new, changed, without change, not imported."""
        page = self.browser.read(preview)
        assert page.status_code == 200
        counts = re.search(
            r"New: (\d+)\. Changed: (\d+)\. No change: (\d+)\. Not imported: (\d+)\.", page.text
        )
        assert counts
        return [int(number) for number in counts.groups()]


def everybody(workshop: SmallWorkshop) -> dict[str, ListedPerson]:
    """By name: all that a list can say of those who are there."""
    with workshop.look():
        return {known.person.name: known.person for known in known_people(workshop.row)}
