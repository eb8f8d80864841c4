"""Reads of a workshop's team and its invitations."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from facilitator import repointing
from facilitator.access.policy import Role
from facilitator.accounts.models import Account, SignIn, SignInLink
from facilitator.database import db, now, table_of
from facilitator.errors import N_, NotFound
from facilitator.text import alphabetical
from facilitator.workshops.models import Membership, Workshop
from facilitator.workshops.operations import hash_token
from facilitator.workshops.team.models import Invitation
from facilitator.workshops.team.rules import INVITED_FOR

# Tables that name somebody for work to come; what they have done stays under their name.
GIVEN_WORK = {"group"}
NOT_IN_THE_TEAM = N_("This person is not in the team of the workshop.")


def members(workshop: Workshop) -> list[Membership]:
    """The members of the team: organisers first, then by role and name."""
    found = db.session.scalars(
        sa.select(Membership).filter_by(workshop_id=workshop.id).options(joinedload(Membership.account))
    )
    by_name = sorted(found, key=lambda member: (alphabetical(member.account.name), member.id))
    return sorted(by_name, key=lambda member: list(Role).index(member.role))


def is_a_name_alone(account: Account) -> bool:
    """Whether nobody can be behind an account: it has no role, and there never was a way in to it."""
    if account.password_hash is not None or account.may_create_workshops:
        return False
    of_it = (
        sa.select(kind.id).where(kind.account_id == account.id) for kind in (Membership, SignIn, SignInLink)
    )
    return db.session.execute(sa.union_all(*of_it).limit(1)).first() is None


def member_of(workshop: Workshop, membership_id: int) -> Membership:
    """The member with this id in this workshop."""
    member = db.session.scalars(
        sa.select(Membership)
        .filter_by(workshop_id=workshop.id, id=membership_id)
        .options(joinedload(Membership.account))
    ).one_or_none()
    if member is None:
        raise NotFound(NOT_IN_THE_TEAM)
    return member


def membership_of(workshop: Workshop, account_id: int | None) -> Membership | None:
    """The role of an account in a workshop, if it has one."""
    return db.session.scalars(
        sa.select(Membership)
        .filter_by(workshop_id=workshop.id, account_id=account_id)
        .options(joinedload(Membership.account))
    ).one_or_none()


def count_organisers(workshop_id: int) -> int:
    """How many organisers a workshop has."""
    organisers = sa.select(sa.func.count()).select_from(Membership)
    organisers = organisers.filter_by(workshop_id=workshop_id, role=Role.ORGANISER)
    return db.session.execute(organisers).scalar_one()


def serves_elsewhere(account_id: int, organiser_id: int | None) -> bool:
    """Whether an account has a role in a workshop of which another one is no organiser."""
    own = sa.select(Membership.workshop_id).filter_by(account_id=organiser_id, role=Role.ORGANISER)
    others = sa.select(Membership.id).where(
        Membership.account_id == account_id, Membership.workshop_id.not_in(own)
    )
    return db.session.scalars(others.limit(1)).first() is not None


def count_groups_of(member: Membership) -> int:
    """How many groups of the workshop name a member as their facilitator or rapporteur."""
    rows = repointing.count_references(table_of(Account), member.account_id, member.workshop_id)
    return sum(rows[name] for name in rows.keys() & GIVEN_WORK)


def open_invitations(workshop: Workshop) -> Sequence[Invitation]:
    """The invitations that nobody has used or withdrawn, the newest first; some may have expired."""
    return db.session.scalars(
        sa.select(Invitation)
        .filter_by(workshop_id=workshop.id, accepted_at=None, withdrawn_at=None)
        .order_by(Invitation.id.desc())
    ).all()


def count_usable_invitations(workshop: Workshop) -> int:
    """How many of them can still be accepted."""
    usable = sa.select(sa.func.count()).select_from(Invitation)
    usable = usable.filter_by(workshop_id=workshop.id, accepted_at=None, withdrawn_at=None)
    return db.session.execute(usable.where(Invitation.made_at >= now() - INVITED_FOR)).scalar_one()


def next_invitation_to_same(invitation: Invitation) -> Invitation | None:
    """The first one that was made for the same address afterwards, if there is one."""
    to_same = sa.select(Invitation).filter_by(workshop_id=invitation.workshop_id, email=invitation.email)
    later = to_same.where(Invitation.id > invitation.id).order_by(Invitation.id).limit(1)
    return db.session.scalars(later).first()


def invitation_of(workshop: Workshop, invitation_id: int) -> Invitation:
    """The invitation with this id to this workshop."""
    invitation = db.session.scalars(
        sa.select(Invitation).filter_by(workshop_id=workshop.id, id=invitation_id)
    ).one_or_none()
    if invitation is None:
        raise NotFound(N_("This invitation was not found."))
    return invitation


def invitation_with_token(token: str, *, to_change: bool = False) -> Invitation:
    """The invitation whose link has this token; its workshop is locked for whoever will change it."""
    invitation = db.session.scalars(
        sa.select(Invitation).filter_by(token_hash=hash_token(token)).options(joinedload(Invitation.workshop))
    ).one_or_none()
    if invitation is None:
        raise NotFound(N_("This invitation was not found. Please check the address."))
    if to_change:
        lock = sa.select(Workshop.id).filter_by(id=invitation.workshop_id)
        db.session.execute(lock.with_for_update())
        db.session.refresh(invitation)
    return invitation
