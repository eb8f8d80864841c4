"""What a rapporteur types for somebody: one row per issue, read as it stands on the printed ballot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from facilitator.database import limits_of
from facilitator.errors import RuleBroken
from facilitator.text import clean_text
from facilitator.validation.models import Answer, Mode
from facilitator.validation.paper.rules import LETTER_OF, read_scores, read_verdict, typed_scores
from facilitator.validation.rules import Reply, check_change
from facilitator.web.forms import Choice, Form, too_long
from facilitator.web.sentences import in_words
from facilitator.web.terminology import lazy_term_word

Read = TypeVar("Read")

REMARK = limits_of(Answer.comment).most
REMARKS = ("change", "comment", "need")
BY_TEAM = (Mode.PAPER, Mode.PROXY)
MOST_BLANK = 40


class EntryForm(Form):
    """How the answers came to the team; the rows are read apart."""

    mode = Choice(
        _l("How were the answers given?"),
        choices=[SelectChoice(value=mode.value, label=lazy_term_word(mode)) for mode in BY_TEAM],
        coerce=lambda value: BY_TEAM[BY_TEAM.index(Mode(value))] if value else None,
        default=Mode.PAPER,
    )


@dataclass(frozen=True)
class PaperRow:
    """One issue as it is typed: R, 795, and words."""

    verdict: str = ""
    scores: str = ""
    change: str = ""
    comment: str = ""
    need: str = ""

    @property
    def mark(self) -> str:
        """Tells whether a row is still what it was when the page was made."""
        return sha256("\x00".join(asdict(self).values()).encode()).hexdigest()[:16]


@dataclass
class TypedRows:
    """The rows of a page, the marks of what stood there, replies to what was changed, what is wrong."""

    rows: dict[int, PaperRow] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    replies: dict[int, Reply] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def row_of(reply: Reply, criteria: Sequence[int]) -> PaperRow:
    """What stands already, as it would be typed."""
    letter = LETTER_OF[reply.verdict] if reply.verdict else ""
    return PaperRow(letter, typed_scores(reply.scores, criteria), reply.change, reply.comment, reply.need)


def read_rows(typed: Mapping[str, str], issues: Sequence[int], criteria: Sequence[int]) -> TypedRows:
    """All rows of the page; one that nobody touched says nothing, whatever has come from a phone since."""
    read = TypedRows()
    for issue_id in issues:
        names = {what: f"{what}-{issue_id}" for what in ("verdict", "scores", *REMARKS)}
        row = PaperRow(**{what: clean_text(typed.get(name, "")) for what, name in names.items()})
        read.rows[issue_id], read.marks[issue_id] = row, typed.get(f"was-{issue_id}", PaperRow().mark)[:16]
        if row.mark != read.marks[issue_id]:
            _read_row(read, issue_id, row, criteria)
    return read


def _read_row(read: TypedRows, issue_id: int, row: PaperRow, criteria: Sequence[int]) -> None:
    errors: dict[str, str] = {}
    verdict = _tried("verdict", errors, lambda: read_verdict(row.verdict))
    scores = _tried("scores", errors, lambda: read_scores(row.scores, criteria))
    reply = Reply(verdict, row.change, row.comment, row.need, scores or {})
    for what in REMARKS:
        _tried(what, errors, lambda what=what: _check_length(getattr(row, what)))  # type: ignore[misc]
    if "verdict" not in errors:
        _tried("change", errors, lambda: check_change(reply))
    read.replies[issue_id] = reply
    read.errors |= {f"{what}-{issue_id}": sentence for what, sentence in errors.items()}


def _tried(what: str, errors: dict[str, str], read: Callable[[], Read]) -> Read | None:
    """What was read; a refusal is put down as what is wrong with the field."""
    try:
        return read()
    except RuleBroken as broken:
        errors.setdefault(what, in_words(broken.sentence))
        return None


def _check_length(text: str) -> None:
    if len(text) > REMARK:
        raise RuleBroken(too_long(len(text), REMARK))


def blank_ballots(typed: str | None, default: int = 2) -> int:
    """How many ballots without a name are printed beside those of the people who sit there."""
    if typed is None or not typed.isdecimal():
        return default
    return min(int(typed[:4]), MOST_BLANK)
