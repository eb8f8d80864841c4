"""What interested cities say of the solutions, and what a group said again after it had talked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from facilitator.capture.queries import active_handover
from facilitator.demo.loader import Loader
from facilitator.validation.ballot import ballot_of, said_by
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.operations import answer_issues
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.validation.second_round.operations import ask_again, show_picture
from facilitator.validation.solutions.operations import answer_solutions
from facilitator.workshop_file.shapes import Entry

# The group that saw what it said of two issues, talked, and was asked again about the first of them.
SHOWN = "led-1"
# Who then moved closer to the others, by how much and on which criterion.
MOVED = {
    "sofia-karadzhova": ("urgency", 1),
    "warsaw-wilczkowska": ("urgency", -2),
    "antwerp-moerkens": ("power", -1),
}


def answer_what_helps(loader: Loader, groups: Mapping[str, Any], file: Entry) -> None:
    """The delegates of these groups say what they would do, and what they lack for it."""
    for entry in file["answers"]:
        if entry["group"] in groups:
            person = loader.people[entry["participant"]].id
            ballot = ballot_of(loader.workshop.id, groups[entry["group"]].id, person, None)
            said = {loader.cards[key].id: _reply(each) for key, each in entry["solutions"].items()}
            approach = ApproachReply(Verdict(entry["approach"]), entry["words"])
            answer_solutions(ballot, person, said, approach, by=loader.actor(entry["participant"]))
    if SHOWN in groups:
        _talk_it_over(loader, groups[SHOWN])


def _reply(entry: Entry) -> SolutionReply:
    return SolutionReply(
        Intent(entry["intent"]),
        entry.get("change", ""),
        entry.get("comment", ""),
        frozenset(Lack(lack) for lack in entry["lacks"]),
    )


def _talk_it_over(loader: Loader, group: Any) -> None:
    handover = active_handover(loader.workshop)
    ballots = {key: ballot_of(loader.workshop.id, group.id, loader.people[key].id, None) for key in MOVED}
    asked = list(said_by(ballots["sofia-karadzhova"], loader.people["sofia-karadzhova"].id))
    if handover is None or len(asked) < 2:
        return
    ask_again(group, handover, asked[0], by=loader.organiser)
    show_picture(group, handover, asked[1], by=loader.organiser)
    for key, (criterion, step) in MOVED.items():
        first = said_by(ballots[key], loader.people[key].id)[asked[0]].first
        if first is None:
            continue
        id_ = loader.criteria[criterion].id
        moved = {id_: min(9, max(1, (first.scores.get(id_) or 5) + step))}
        again = {asked[0]: replace(first, scores={**first.scores, **moved}, comment="", need="")}
        answer_issues(ballots[key], loader.people[key].id, again, by=loader.actor(key))
