"""A letter: what is to be said to somebody by e-mail, before it goes anywhere."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from facilitator.sentences import Sentence


class Letter(NamedTuple):
    """What to write to an address."""

    to: str
    subject: Sentence
    body: Sequence[Sentence | str]
    """Its paragraphs; one that somebody has typed stands there as it is."""


class WrittenLetter(NamedTuple):
    """The same in words: what goes out, or is shown to be copied."""

    to: str
    subject: str
    body: str

    @property
    def mailto(self) -> str:
        """A link that opens it in one's own mail program (RFC 6068)."""
        subject, body = (quote(text, safe="") for text in (self.subject, self.body.replace("\n", "\r\n")))
        return f"mailto:{quote(self.to, safe='@')}?subject={subject}&body={body}"
