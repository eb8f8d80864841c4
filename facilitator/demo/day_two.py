"""Day two: groups, and what the interested cities said."""

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import close_session, open_session
from facilitator.breakouts.operations import add_group, close_group, seat_participant
from facilitator.breakouts.queries import seated_group
from facilitator.demo.loader import Loader
from facilitator.demo.presenting import present_day_one
from facilitator.demo.solutions import answer_what_helps
from facilitator.demo.voices import came_by_phone, let_cities_speak, name_speakers
from facilitator.validation.ballot import ballot_of
from facilitator.validation.models import Verdict
from facilitator.validation.operations import add_missing_issue, answer_issues
from facilitator.validation.rules import Reply
from facilitator.workshop_file.shapes import Entry
from facilitator.workshops import operations as workshops


def begin_day_two(loader: Loader, file: Entry) -> None:
    """Groups and seats; the first round is open, and nobody has answered yet."""
    by = loader.organiser
    workshops.move_workshop(loader.workshop, Phase.DAY_TWO, by=by)
    for entry in file["groups"]:
        group = add_group(
            loader.sessions[entry["session"]],
            measure=loader.measures[entry["measure"]],
            name=entry["name"],
            room=loader.rooms.get(entry["room"]),
            facilitator=loader.accounts.get(entry["facilitator"]),
            rapporteur=loader.accounts.get(entry["rapporteur"]),
            by=by,
        )
        loader.groups[entry["key"]] = group
        for key in entry["seats"]:
            seat_participant(loader.workshop, group, loader.people[key], by=by)
    name_speakers(loader)
    present_day_one(loader)
    open_session(loader.workshop, _rounds(loader)[0], by=by)


def hold_day_two(loader: Loader, file: Entry, solutions: Entry) -> None:
    """All that the interested cities said, round by round, and the end of the workshop."""
    for round_ in _rounds(loader):
        if round_ is not _rounds(loader)[0]:
            open_session(loader.workshop, round_, by=loader.organiser)
        groups = {key: group for key, group in loader.groups.items() if group.round_id == round_.id}
        _answer(loader, [entry for entry in file["answers"] if entry["group"] in groups])
        _miss(loader, [entry for entry in file["missing_issues"] if entry["group"] in groups])
        answer_what_helps(loader, groups, solutions)
        for group in groups.values():
            close_group(loader.workshop, group, by=loader.organiser)
        close_session(round_, by=loader.organiser)
    workshops.close_workshop(loader.workshop, by=loader.organiser)


def _rounds(loader: Loader) -> list[Session]:
    return [session for session in loader.sessions.values() if session.kind is SessionKind.BREAKOUT]


def _answer(loader: Loader, entries: list[Entry]) -> None:
    replies: dict[tuple[str, str], dict[int, Reply]] = {}
    for entry in entries:
        reply = Reply(
            verdict=Verdict(entry["verdict"]) if entry.get("verdict") else None,
            change=entry.get("change", ""),
            comment=entry.get("comment", ""),
            need=entry.get("need", ""),
            scores={loader.criteria[key].id: score for key, score in entry["scores"].items()},
        )
        said = replies.setdefault((entry["group"], entry["participant"]), {})
        said[loader.cards[entry["issue"]].id] = reply
    for (group, person), said in replies.items():
        id_ = loader.people[person].id
        ballot = ballot_of(loader.workshop.id, loader.groups[group].id, id_, None)
        if came_by_phone(loader, group, person, said):
            answer_issues(ballot, id_, said, by=loader.actor(person))
        let_cities_speak(loader, group, person, said)


def _miss(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        add_missing_issue(
            seated_group(loader.workshop, loader.groups[entry["group"]].id),
            loader.people[entry["by"]].id,
            title=entry["title"],
            text=entry["what_happens"],
            aspect=entry["aspect"],
            city=loader.city_of(entry["by"]),
            by=loader.actor(entry["by"]),
        )
