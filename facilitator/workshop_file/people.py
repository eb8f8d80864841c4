"""The team and the participants in the file: whoever is read from it is on the list, and has not joined."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator.access.policy import TEAM as TEAM_ROLES
from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import find_account, open_account
from facilitator.accounts.rules import check_email
from facilitator.database import Limits, db, limits_of
from facilitator.workshop_file.loaded import Loaded, named
from facilitator.workshop_file.places import KEY
from facilitator.workshop_file.section import Plain, Section, one_by_one
from facilitator.workshop_file.shapes import Entry, FieldShape, one_of, text
from facilitator.workshops import queries
from facilitator.workshops.models import Membership, Organisation, Participant, Workshop
from facilitator.workshops.operations import appoint
from facilitator.workshops.people.operations import NewPerson, list_people


def _read_member(loaded: Loaded, entry: Entry) -> None:
    email, role = entry["email"].lower(), entry["role"]
    check_email(email)
    account = find_account(email) or open_account(email=email, name=entry["name"])
    loaded.accounts[email], loaded.roles[email] = account, role
    # Whoever reads the file has a role in it already.
    if account.id != loaded.by.account_id:
        appoint(loaded.workshop, account, role, by=loaded.by)


def _members(workshop: Workshop) -> list[Plain]:
    rows = sa.select(Membership).filter_by(workshop_id=workshop.id).order_by(Membership.id)
    return [
        {"email": row.account.email, "name": row.account.name, "role": str(row.role)}
        for row in db.session.scalars(rows.options(joinedload(Membership.account)))
    ]


TEAM = Section(
    name="team",
    name_field="email",
    fields={
        "email": FieldShape(text(limits_of(Account.email))),
        "name": FieldShape(text(limits_of(Account.name))),
        "role": FieldShape(one_of(Role, sorted(TEAM_ROLES))),
    },
    read=one_by_one(_read_member),
    write=_members,
    of_people=True,
)


def _read_participant(loaded: Loaded, entry: Entry) -> None:
    organisation = named(loaded.organisations, entry["organisation"])
    if entry["email"]:
        check_email(entry["email"])
    person = NewPerson(organisation.id, entry["name"], entry["email"])
    [loaded.people[entry["key"]]] = list_people(
        loaded.workshop, [person], secret=loaded.secret, by=loaded.organiser
    )


def _participants(workshop: Workshop) -> list[Plain]:
    return [
        {
            "key": str(row.id),
            "name": row.display_name,
            "organisation": str(row.organisation_id),
            "email": row.email,
        }
        for row in queries.participants(workshop)
    ]


PARTICIPANTS = Section(
    name="participants",
    name_field="key",
    fields={
        "key": FieldShape(KEY),
        "name": FieldShape(text(limits_of(Participant.display_name))),
        "organisation": FieldShape(text(Limits(limits_of(Organisation.name).most, 1))),
        "email": FieldShape(text(limits_of(Participant.email)), ""),
    },
    read=one_by_one(_read_participant),
    write=_participants,
    of_people=True,
)
