"""The one door: who is it, in which workshop, and may they? Asked before any view runs."""

from collections.abc import Set
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import current_user

from facilitator.access.actor import NOBODY, Actor
from facilitator.access.authors import (
    HEADER,
    SIGNED_IN,
    Author,
    browser_is,
    current_author,
    is_signed,
    named_author,
)
from facilitator.access.current import Door
from facilitator.access.policy import POLICY, TEAM, WITHOUT_ROLE, Action, Role, refusal
from facilitator.accounts.models import Account
from facilitator.database import ask, db
from facilitator.errors import N_, NotAllowed, NotFound
from facilitator.live.activity import in_gaps, news_of_all, news_of_topics
from facilitator.live.pulse import News, topics_asked
from facilitator.web.cookies import kept_token
from facilitator.web.edge import SAFE_METHODS, is_writing
from facilitator.web.submissions import answer_second_arrival, check_pace, remember_submission
from facilitator.web.unsent import of_another, of_nobody
from facilitator.workshops.models import (
    City,
    FormerLink,
    Membership,
    Organisation,
    Part,
    Participant,
    Workshop,
)
from facilitator.workshops.operations import hash_token

GUESSABLE = {"code", "token"}  # as addresses name what opens them

# One statement finds the workshop and, by their token, the participant: a whole room asks it at once.
_DOOR = (
    sa.select(
        Workshop.id,
        Workshop.slug,
        Workshop.code,
        Workshop.phase,
        Workshop.title,
        Workshop.place,
        Workshop.starts_on,
        Workshop.timezone,
        Participant.id,
        Participant.display_name,
        Organisation.id,
        Organisation.name,
        City.id,
        City.name,
        City.part,
    )
    .select_from(Workshop)
    .outerjoin(
        Participant,
        sa.and_(Participant.workshop_id == Workshop.id, Participant.token_hash == sa.bindparam("token_hash")),
    )
    .outerjoin(Organisation, Organisation.id == Participant.organisation_id)
    .outerjoin(City, City.id == Organisation.city_id)
    .where(Workshop.slug == sa.bindparam("slug"))
)
_PERSON = 8  # where the participant's id stands in it
_PRESENT_TOKEN = (
    sa.select(Participant.token_hash)
    .join(FormerLink, FormerLink.participant_id == Participant.id)
    .where(FormerLink.token_hash == sa.bindparam("token_hash"))
)
# A page that is polled asks in the same breath whether anything has happened to what it shows.
_DOOR_WITH_NEWS = _DOOR.add_columns(news_of_all(Workshop.id), news_of_topics(Workshop.id))
# One writer at a time in a workshop, from the first read to the commit.
_DOOR_TO_CHANGE = _DOOR.with_for_update(of=Workshop)


def guard(app: Flask) -> None:
    """Put the gate before every view of the app.

    Refuses to start with a route that declares nothing, that asks for a role where there is no workshop, or
    that a code or token opens without being `guessable`.
    """
    declared = {
        name: getattr(view, "requires", None) for name, view in app.view_functions.items() if name != "static"
    }
    _refuse("declare no permission", {name for name, action in declared.items() if action is None})
    outside = {rule.endpoint for rule in app.url_map.iter_rules() if "slug" not in rule.arguments}
    of_role = {name for name, action in declared.items() if action not in WITHOUT_ROLE}
    _refuse("ask for a role outside any workshop", outside & of_role)
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if GUESSABLE & rule.arguments}
    counted = {name for name, view in app.view_functions.items() if hasattr(view, "guessable")}
    _refuse("are opened by what can be guessed, and don't count it", opened - counted)
    app.before_request(_enter)
    app.after_request(_leave)
    app.url_defaults(_same_workshop)


def _refuse(fault: str, routes: Set[str]) -> None:
    if routes:
        raise RuntimeError(f"These routes {fault}: {', '.join(sorted(routes))}")


def _enter() -> Any | None:
    g.actor, g.door, endpoint = NOBODY, None, request.endpoint
    if endpoint in (None, "static"):
        return None
    view = current_app.view_functions[endpoint]
    action: Action = vars(view)["requires"]
    slug = (request.view_args or {}).pop("slug", None)
    if slug is None:
        is_stranger = action is Action.LIST_OWN_WORKSHOPS and not current_user.is_authenticated
        return _to_sign_in() if is_stranger else _stop_another_account()
    door, actor = g.door, g.actor = _open_door(slug, action, is_polled=vars(view).get("is_polled", False))
    stopped = _stop_another(action, door, actor) or _stop(action, door, actor)
    if stopped or actor is NOBODY or not is_writing():
        return stopped
    check_pace(actor)
    last_word_counts = getattr(view, "last_word_counts", False)
    return answer_second_arrival(actor, door.workshop_id, last_word_counts=last_word_counts)


def _stop(action: Action, door: Door, actor: Actor) -> Any | None:
    if action in WITHOUT_ROLE:
        return None
    refused = refusal(actor.roles, action, door.phase)
    if refused is None:
        return None
    of_team = POLICY[action].roles <= TEAM
    if actor.roles and not (of_team and _was_signed_in()):
        raise NotAllowed(refused)
    if request.method not in SAFE_METHODS:
        return of_nobody(of_team=of_team)
    return _to_sign_in() if of_team else redirect(url_for("workshops.home"))


def _was_signed_in() -> bool:
    """Whether a form comes from a page of an account that has left this browser; a place may be here yet."""
    named = None if request.method in SAFE_METHODS else named_author()
    return bool(named and named.account_id) and current_author().account_id is None


def _stop_another(action: Action, door: Door, actor: Actor) -> Any | None:
    """Take a form, and what a script asks for its page, from the person alone for whom it was made."""
    if request.method in SAFE_METHODS and HEADER not in request.headers:
        return None
    named = named_author()
    if action in WITHOUT_ROLE or actor is NOBODY or (named and named.is_same_as(actor)):
        return None
    return of_another(
        _introduced(named, actor) if named and is_signed() else "",
        f"{actor.name} · {actor.speaks_for}" if actor.speaks_for else actor.name,
        may_send=refusal(actor.roles, action, door.phase) is None,
        of_team=POLICY[action].roles <= TEAM,
        is_named=named is not None,
    )


def _stop_another_account() -> Any | None:
    """The same of a page outside workshops: to sign out, say, is not for the next one at the browser."""
    if request.method in SAFE_METHODS:
        return None
    named, current = named_author(), current_author()
    if not (named and named.account_id and current.account_id) or named.account_id == current.account_id:
        return None
    author = _name_of_account(named.account_id) if is_signed() else ""
    return of_another(author, current_user.name, may_send=True, of_team=True, is_named=True)


def _introduced(author: Author, actor: Actor) -> str:
    """Whose page it was, if they have a name of the kind in which somebody acts now."""
    if actor.participant_id is None or author.participant_id is None:
        return _name_of_account(author.account_id)
    asked = sa.select(Participant).filter_by(id=author.participant_id, workshop_id=actor.workshop_id)
    found = db.session.scalars(asked).one_or_none()
    return found.introduction if found else ""


def _name_of_account(id_: int | None) -> str:
    return db.session.scalars(sa.select(Account.name).filter_by(id=id_)).one_or_none() or ""


def _to_sign_in() -> Any:
    wanted = request.full_path.rstrip("?") if not is_writing() else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def _leave(response: Response) -> Response:
    if g.get("submission"):
        remember_submission(response, g.actor, g.door.workshop_id)
    return response


def _knock(slug: str, token_hash: str | None, *, is_polled: bool) -> Any:
    asked = {"slug": slug, "token_hash": token_hash}
    if is_polled:
        found = ask(_DOOR_WITH_NEWS, asked | in_gaps(topics_asked())).one_or_none()
    else:
        found = ask(_DOOR_TO_CHANGE if is_writing() else _DOOR, asked).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such workshop."))
    return found


def _open_door(slug: str, action: Action, *, is_polled: bool) -> tuple[Door, Actor]:
    token = kept_token(slug)
    token_hash = token and hash_token(token)
    found = _knock(slug, token_hash, is_polled=is_polled)
    if token_hash and found[_PERSON] is None:
        # Who had joined twice comes with either link; nobody else pays for the question.
        present = ask(_PRESENT_TOKEN, {"token_hash": token_hash}).scalar()
        found = _knock(slug, present, is_polled=is_polled) if present else found
    if is_polled:
        *found, of_all, of_topics = found
        g.news = News(of_all or 0, of_topics or 0)
    workshop_id, slug, code, phase, title, place, starts_on, timezone, *person = found
    browser_is(person[0])
    door = Door(
        workshop_id,
        slug,
        code,
        phase,
        title,
        place,
        starts_on,
        timezone,
        lambda: db.session.get_one(Workshop, workshop_id),
    )
    return door, _actor(workshop_id, action, _participant(workshop_id, *person))


def _actor(workshop_id: int, action: Action, participant: Actor) -> Actor:
    """The person in the identity that may do this; some have two, an account and a place in the room."""
    permitted = POLICY[action].roles if action in POLICY else frozenset()
    # Who has signed in is asked only where it matters: for what a room of phones asks it does not.
    if participant.roles & permitted and permitted.isdisjoint(TEAM):
        return participant
    member = _member(workshop_id) if SIGNED_IN in session and current_user.is_authenticated else NOBODY
    if member.roles & permitted:
        return member
    return participant if participant.roles & permitted or not member.roles else member


def _member(workshop_id: int) -> Actor:
    role = db.session.execute(
        sa.select(Membership.role).filter_by(workshop_id=workshop_id, account_id=current_user.id)
    ).scalar()
    if role is None:
        return NOBODY
    return Actor(
        workshop_id=workshop_id,
        account_id=current_user.id,
        roles=frozenset({role}),
        name=current_user.name,
    )


def _participant(
    workshop_id: int,
    id_: int | None,
    name: str,
    organisation_id: int,
    organisation: str,
    city_id: int | None,
    city: str | None,
    part: Part | None,
) -> Actor:
    if id_ is None:
        return NOBODY
    return Actor(
        workshop_id=workshop_id,
        participant_id=id_,
        organisation_id=organisation_id,
        city_id=city_id,
        roles=frozenset({Role(part) if part else Role.PARTNER}),
        name=name,
        speaks_for=city or organisation,
    )


def _same_workshop(endpoint: str, values: dict[str, Any]) -> None:
    if "slug" in values or not g.get("door"):
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values["slug"] = g.door.slug
