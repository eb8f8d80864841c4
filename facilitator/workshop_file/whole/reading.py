"""From the file of a whole workshop to rows, in the transaction of whoever asks; or a sentence that refuses.

A file that somebody forged has checksums that fit. So what pages rely on is checked here, constraints of the
database have their say, and nothing in a file can give anybody a right.
"""

import hashlib
import json
import re
import secrets
from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError

from facilitator.access.actor import Actor
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import find_account, open_account
from facilitator.constraints import broken_rule
from facilitator.database import db, limits_of
from facilitator.errors import N_, RuleBroken
from facilitator.event_page.imaging import read_picture
from facilitator.event_page.models import FACTS as FACTS_OF_PAGE
from facilitator.event_page.rules import check_facts
from facilitator.feedback.models import FeedbackKind
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.sentences import say
from facilitator.text import plain_key
from facilitator.workshop_file.reading import FACTS
from facilitator.workshop_file.shapes import in_place, in_shape, refused
from facilitator.workshop_file.whole.archive import NO_ARCHIVE, changed
from facilitator.workshop_file.whole.checking import WholeFile
from facilitator.workshop_file.whole.contents import (
    ACCOUNTS,
    ROWS_AT_ONCE,
    FileColumn,
    FileTable,
    file_tables,
    picture_of,
    value_where_lacking,
)
from facilitator.workshop_file.whole.pointers import ACTIVITY, IDS_IN_DETAILS, moved_value
from facilitator.workshop_file.whole.values import OTHERWISE, plain, reader_of
from facilitator.workshops import queries
from facilitator.workshops.models import Membership, Workshop
from facilitator.workshops.operations import hash_token, new_link_seed, personal_token
from facilitator.workshops.rules import check_dates, check_days_suffice

OUTSIDE = N_("“%(column)s” names something that is not in the file.")
OF_COLUMN = N_("“%(column)s”: %(what)s")
HERE = N_(
    "This workshop is already on this server, at /w/%(slug)s. Delete it there before you import the file."
)
OTHER_PICTURE = N_("The picture is not as a server keeps pictures.")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z0-9]{8}")

Row = dict[str, Any]


def read_whole(
    file: WholeFile, *, creator: Account, submission: str | None = None, secret: str, by: Actor
) -> Workshop:
    """The workshop of a file that was checked; its `creator` becomes the organiser, and nobody else anything.

    `submission` is the id of the form that asks for it, `secret` signs the personal links, which are new.
    Raises `RuleBroken` where the file has what a workshop does not allow; the caller undoes what had begun.
    """
    _check_is_new(file)
    reader = _Reader(file, submission, secret)
    for table in file_tables().values():
        try:
            reader.read(table)
        except IntegrityError as fault:
            raise refused(broken_rule(fault).sentence) from None
        except DataError:
            raise refused(
                say(N_("“%(section)s” has a value that cannot be saved."), section=table.name)
            ) from None
    workshop = db.session.get_one(Workshop, reader.workshop_id)
    db.session.add(Membership(workshop_id=workshop.id, account_id=creator.id, role=Role.ORGANISER))
    db.session.flush()
    record(Event.WORKSHOP_IMPORTED, workshop, by=by)
    return workshop


def _check_is_new(file: WholeFile) -> None:
    """Refuse a workshop that is here: its code is given to one, and is the same on every server."""
    code = next(file.entries(Workshop.__tablename__))["code"]
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise refused(say(NO_ARCHIVE))
    here = db.session.scalars(sa.select(Workshop.slug).filter_by(code=code)).one_or_none()
    if here is not None:
        raise refused(say(HERE, slug=here))


def _account(entry: Row) -> int:
    """The account of an address here, or one that is a name alone: nobody has ever been let in with it."""
    if not all(isinstance(said, str) for said in entry.values()):
        raise changed(ACCOUNTS)
    account = find_account(entry["email"]) or open_account(email=entry["email"], name=entry["name"])
    return account.id


def _new_ids(table: sa.Table, number: int) -> Sequence[int]:
    """So many ids that no row has had; what else is written meanwhile gets others."""
    if db.engine.dialect.name == "sqlite":
        last = db.session.execute(_LAST_ID, {"name": table.name}).scalar() or 0
        return range(last + 1, last + 1 + number)
    values = {"name": f'"{table.name}"', "number": number}
    return array("q", db.session.scalars(_NEXT_IDS, values))


# SQLite has one writer, who holds its lock.
_LAST_ID = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
_NEXT_IDS = sa.text(
    "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, CAST(:number AS integer))"
)


def _words(stored: str | None) -> Any:
    try:
        return json.loads(stored or "{}")
    except ValueError:
        return None


def _is_id(found: Any) -> bool:
    return found is None or (isinstance(found, int) and not isinstance(found, bool))


class _OutsideError(Exception):
    """Something that is pointed at is not in the file."""


class _Reader:
    def __init__(self, file: WholeFile, submission: str | None, secret: str) -> None:
        self._file, self._submission, self._secret = file, submission, secret
        self._facts: Row = {}
        self._kinds: dict[int, FeedbackKind] = {}
        self._ids: dict[str, Sequence[int]] = {
            table.name: _new_ids(table.table, file.rows.get(table.name, 0))
            for table in file_tables().values()
            if table.has_ids
        }
        self._ids[ACCOUNTS] = [_account(entry) for entry in file.entries(ACCOUNTS)]

    @property
    def workshop_id(self) -> int:
        """The id that the workshop has here."""
        return self._ids[Workshop.__tablename__][0]

    def read(self, table: FileTable) -> None:
        """Add the rows of a table; raises `RuleBroken` with the place of what does not fit."""
        readers = {each.name: reader_of(each.column) for each in table.columns if not each.is_picture}
        rows = (
            self._placed(table, readers, number, entry)
            for number, entry in enumerate(self._file.entries(table.name), 1)
        )
        while some := list(islice(rows, ROWS_AT_ONCE)):
            db.session.execute(sa.insert(table.table), some)

    def _placed(
        self, table: FileTable, readers: Mapping[str, Callable[[Any], Any]], number: int, entry: Row
    ) -> Row:
        try:
            row = {each.name: self._value(table, each, readers, number, entry) for each in table.columns}
            if table.has_ids:
                row["id"] = self._ids[table.name][number - 1]
            if table.name != Workshop.__tablename__:
                row["workshop_id"] = self.workshop_id
            if check := _CHECKS.get(table.name):
                check(self, row)
        except RuleBroken as broken:
            raise in_place(table.name, number, broken.sentence) from None
        return row

    def _value(
        self,
        table: FileTable,
        each: FileColumn,
        readers: Mapping[str, Callable[[Any], Any]],
        number: int,
        entry: Row,
    ) -> Any:
        if each.name not in entry:
            return value_where_lacking(each.column)
        value = entry[each.name]
        if value is None:
            return None
        if each.is_picture:
            return self._picture(picture_of(table.name, number), value)
        try:
            read = readers[each.name](value)
            if each.target:
                return self._id(each.target, read)
            return moved_value(table.name, each.name, entry, read, self._id)
        except RuleBroken as broken:
            raise refused(say(OF_COLUMN, column=each.name, what=broken.sentence)) from None
        except (_OutsideError, TypeError, KeyError, ValueError, AttributeError):
            raise refused(say(OUTSIDE, column=each.name)) from None

    def _picture(self, name: str, value: Any) -> bytes:
        if value != name:
            raise refused(say(OUTSIDE, column=name))
        return self._file.picture(name)

    def _id(self, table: str, place: int) -> int:
        """The id of a row by its place; 0 stands for the time before the first activity."""
        ids = self._ids[table]
        if place == 0 and table == ACTIVITY:
            return 0
        if not 1 <= place <= len(ids):
            raise _OutsideError
        return ids[place - 1]

    # what a table needs besides

    def check_workshop(self, row: Row) -> None:
        """Have the facts in shape, and give the workshop an address that is free."""
        facts = {name: plain(row[name]) for name in FACTS if name in row}
        self._facts = in_shape(FACTS, facts | {"words": _words(row["terminology"])})
        check_dates(row["starts_on"], row["ends_on"])
        taken = queries.slugs()
        if row["slug"] in taken or not _SLUG.fullmatch(row["slug"]):
            most = limits_of(Workshop.slug).most
            row["slug"] = plain_key(row["title"], taken, most=most, otherwise="workshop")
        row["submission"] = self._submission

    def check_participant(self, row: Row) -> None:
        """Give somebody a personal link of this server."""
        row["link_seed"] = new_link_seed()
        row["token_hash"] = hash_token(personal_token(self.workshop_id, row["link_seed"], self._secret))

    def check_application(self, row: Row) -> None:
        """Let no link lead to an application any more."""
        row["token_hash"] = hash_token(secrets.token_urlsafe(24))

    def check_page(self, row: Row) -> None:
        """Have the public page as its form would take it."""
        days = {name: self._facts[name] for name in ("starts_on", "ends_on")}
        check_facts({name: row[name] for name in FACTS_OF_PAGE}, **days)

    def check_session(self, row: Row) -> None:
        """Let no session be on a day that the workshop has not."""
        check_days_suffice(self._facts["starts_on"], self._facts["ends_on"], row["day"] or 0)

    def check_activity(self, row: Row) -> None:
        """Have ids where pages and statements look for them."""
        detail = row["detail"]
        if not isinstance(detail, dict) or not all(_is_id(detail.get(entry)) for entry in IDS_IN_DETAILS):
            raise refused(say(OF_COLUMN, column="detail", what=say(OTHERWISE)))

    def check_question(self, row: Row) -> None:
        """Remember how it is answered."""
        self._kinds[row["id"]] = row["kind"]

    def check_answer(self, row: Row) -> None:
        """Have a score of those that the question offers, or none where one writes."""
        kind, value = self._kinds.get(row["question_id"]), row["value"]
        if kind and (value not in kind.scores if kind.scores else value is not None):
            raise refused(say(OF_COLUMN, column="value", what=say(OTHERWISE)))
        if kind and (kind is FeedbackKind.SESSIONS) != (row["session_id"] is not None):
            raise refused(say(OF_COLUMN, column="session_id", what=say(OTHERWISE)))

    def check_picture(self, row: Row) -> None:
        """Let no file pass for a picture."""
        found, digest = read_picture(row["data"]), hashlib.sha256(row["data"]).hexdigest()
        if (found.width, found.height, digest) != (row["width"], row["height"], row["digest"]):
            raise refused(say(OTHER_PICTURE))


_CHECKS: dict[str, Callable[[_Reader, Row], None]] = {
    "workshop": _Reader.check_workshop,
    "participant": _Reader.check_participant,
    "application": _Reader.check_application,
    "event_page": _Reader.check_page,
    "event_picture": _Reader.check_picture,
    "session": _Reader.check_session,
    "activity": _Reader.check_activity,
    "feedback_question": _Reader.check_question,
    "feedback_answer": _Reader.check_answer,
}
