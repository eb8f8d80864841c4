"""Replies to issues that were merged away meanwhile: they go where the words of their issue count now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from facilitator.access.actor import Actor
from facilitator.capture.lineage.queries import present_card
from facilitator.live.activity import record_each
from facilitator.live.events import Event
from facilitator.validation.ballot import Ballot, Said
from facilitator.validation.rules import Reply

# PostgreSQL refuses to compare an id with what can be none.
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Followed:
    """Replies by the issue that they count for; by origin, where one went and where one gave way."""

    replies: dict[int, Reply]
    moved: dict[int, int] = field(default_factory=dict)
    gave_way: dict[int, int] = field(default_factory=dict)


def follow_merges(
    ballot: Ballot, replies: Mapping[int, Reply], standing: Mapping[int, Said], *, by: Actor
) -> Followed:
    """Let replies follow merges; what their author says of the issue itself counts before them.

    A reply that leads nowhere stays as it is, to be refused.
    """
    followed = Followed({issue_id: reply for issue_id, reply in replies.items() if issue_id in standing})
    for origin in replies.keys() - standing.keys():
        target = present_card(ballot.workshop_id, origin) if origin <= LARGEST_ID else None
        if target is None or target not in standing:
            followed.replies[origin] = replies[origin]
        elif replies[origin].is_empty:
            continue
        elif standing[target].reply.is_empty and followed.replies.get(target, Reply()).is_empty:
            followed.replies[target] = replies[origin]
            followed.moved[origin] = target
        else:
            followed.gave_way[origin] = target
    for origin, target in (followed.moved | followed.gave_way).items():
        became = Event.REPLY_FOLLOWED if origin in followed.moved else Event.REPLY_GAVE_WAY
        detail = {"origin": origin, "reply": replies[origin].detail}
        record_each(became, {target: detail}, ballot, by=by)
    return followed
