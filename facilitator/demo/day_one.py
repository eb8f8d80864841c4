"""Day one: what the delegates brought up, and what helps with it."""

from datetime import date

from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import close_session, open_session, reveal_session
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Cost, Kind, Stance
from facilitator.capture.operations import (
    add_card,
    contribute_card,
    enter_card,
    give_evidence,
    hide_card,
    link_cards,
)
from facilitator.demo.arranging import put_in_order
from facilitator.demo.loader import Loader
from facilitator.workshop_file.shapes import Entry
from facilitator.workshops import operations as workshops


def begin_day_one(loader: Loader, file: Entry) -> None:
    """The first measure is done, the second is being captured right now."""
    captures = [session for session in loader.sessions.values() if session.kind is SessionKind.CAPTURE]
    done, running = captures[0], captures[1]
    workshops.move_workshop(loader.workshop, Phase.DAY_ONE, by=loader.organiser)
    of_session = {key: session.id for key, session in loader.sessions.items()}
    issues = {
        session.id: [issue for issue in file["issues"] if of_session[issue["session"]] == session.id]
        for session in (done, running)
    }
    open_session(loader.workshop, done, by=loader.organiser)
    _contribute(loader, issues[done.id])
    reveal_session(done, by=loader.organiser)
    close_session(done, by=loader.organiser)
    open_session(loader.workshop, running, by=loader.organiser)
    _contribute(loader, issues[running.id][: len(issues[running.id]) // 2])
    _add_what_helps(loader, file)
    put_in_order(loader)


def hold_day_one(loader: Loader, file: Entry) -> None:
    """All that the lighthouse cities brought up, and its handover."""
    by = loader.organiser
    workshops.move_workshop(loader.workshop, Phase.DAY_ONE, by=by)
    captures = [session for session in loader.sessions.values() if session.kind is SessionKind.CAPTURE]
    for session in captures:
        open_session(loader.workshop, session, by=by)
    _contribute(loader, file["issues"])
    for session in captures:
        close_session(session, by=by)
    _add_what_helps(loader, file)
    put_in_order(loader)
    for entry in file["hidden"]:
        hide_card(loader.cards[entry["issue"]], reason=entry["reason"], by=by)
    freeze_handover(loader.workshop, name=loader.workshop.title, by=by)


def _contribute(loader: Loader, entries: list[Entry]) -> None:
    for entry in entries:
        by = loader.actor(entry["by"])
        said = {voice["city"]: voice for voice in entry["evidence"]}
        city = loader.city_of(entry["by"]) or loader.cities.get(entry.get("city", ""))
        wording = {"title": entry["title"], "text": entry["what_happens"], "aspect": entry["aspect"]}
        session = loader.sessions[entry["session"]]
        if by.participant_id and city:
            own = said.pop(city.name, None)
            stance = Stance(own["kind"]) if own else None
            issue = contribute_card(session, Kind.ISSUE, wording, city=city, stance=stance, by=by)
        else:
            measure = loader.measures[entry["measure"]]
            issue = add_card(measure, Kind.ISSUE, wording, city=city, session=session, by=by)
        loader.cards[entry["key"]] = issue
        for voice in said.values():
            stance, note = Stance(voice["kind"]), voice.get("note", "")
            give_evidence(issue, loader.cities[voice["city"]], stance, note=note, by=by)


def _add_what_helps(loader: Loader, file: Entry) -> None:
    """Enablers, strategies and solutions, so far as what they help with is there."""
    words = {
        Kind.ENABLER: ("title", "text", "reach", "field"),
        Kind.STRATEGY: ("title", "text", "side"),
        Kind.SOLUTION: ("title", "text", "owner", "partners", "needs", "next_step", "conditions"),
    }
    of_kind = {Kind.ENABLER: "enablers", Kind.STRATEGY: "strategies", Kind.SOLUTION: "solutions"}
    for kind, name in of_kind.items():
        for entry in file[name]:
            helped = [loader.cards[key] for key in entry["for"] if key in loader.cards]
            if not helped:
                continue
            wording = {word: entry[word] for word in words[kind]}
            if kind is Kind.SOLUTION:
                wording["cost"] = Cost(entry["cost"]) if entry["cost"] else None
                wording["by_when"] = date.fromisoformat(entry["by_when"]) if entry["by_when"] else None
                proven_by = loader.cities.get(entry["proven_by"])
                wording["proven_by_id"] = proven_by.id if proven_by else None
            by, measure = loader.actor(entry["by"]), loader.measures[entry["measure"]]
            card = enter_card(measure, kind, wording, city=loader.city_of(entry["by"]), by=by)
            loader.cards[entry["key"]] = card
            for issue in helped:
                link_cards(issue, card, by=by)
