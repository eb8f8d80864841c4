"""Take what somebody wrote on day two out of sight, with a reason, and bring it back."""

from facilitator.access.actor import Actor
from facilitator.capture import rules as capture
from facilitator.database import db, now
from facilitator.live.activity import record_each
from facilitator.live.events import Event
from facilitator.validation.models import WordsHiding
from facilitator.validation.moderation.queries import Words


def hide_words(words: Words, *, reason: str, by: Actor) -> None:
    """Out of sight, as they stand and whatever follows; what was answered beside them counts as before.

    Where something was written since they were hidden, this says that it was looked at: the stretch of the
    words before ends, and another begins.
    """
    capture.check_may_hide(is_hidden=words.hiding is not None and not words.are_new)
    if words.hiding:
        _end(words.hiding, by)
    about = words.about
    db.session.add(
        WordsHiding(
            workshop_id=words.person.workshop_id,
            participant_id=words.person.id,
            card_id=about.card.id if about.card else None,
            measure_id=None if about.card else about.measure.id,
            words=[text.text for text in words.texts],
            reason=reason,
            hidden_by=by.account_id,
        )
    )
    db.session.flush()
    _record(words, "words_hidden", by, reason=reason)


def restore_words(words: Words, *, by: Actor) -> None:
    """Back in sight, as they stand now."""
    capture.check_may_restore(is_hidden=words.hiding is not None)
    if words.hiding:
        _end(words.hiding, by)
    _record(words, "words_restored", by)


def _end(hiding: WordsHiding, by: Actor) -> None:
    hiding.restored_at, hiding.restored_by = now(), by.account_id
    db.session.flush()


def _record(words: Words, past: str, by: Actor, **detail: str) -> None:
    about, person = words.about, words.person
    record_each(
        Event(f"{about.noun}.{past}"),
        {about.id: {"participant": person.id, **detail}},
        person,
        about.measure,
        by=by,
    )
