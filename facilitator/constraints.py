"""The sentence for the person when a constraint of the database stands against a change.

Most rules are asked before anything is written. What is left are those that only the database can
see: two people at the same moment, or a way in that asked nothing.
"""

import re

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from facilitator.database import db
from facilitator.errors import N_, RuleBroken

REWORDED = N_(
    "Somebody reworded this in the meantime. Their text stands beside yours; save again to keep yours."
)
REWRITTEN = N_(
    "Somebody wrote here in the meantime. Their text stands beside yours; save again to keep yours."
)
_TOO_LONG = N_("This is too short or too long to be kept.")

SENTENCES: dict[str, tuple[str, str | None]] = {
    # name of the constraint, or its beginning → (sentence, field)
    "uq_account_email": (N_("There is an account with this address already."), "email"),
    "uq_card_measure_id_kind_number": (N_("Somebody was faster by a moment. Send it once more."), None),
    "uq_city_speaker_active": (N_("This city has a speaker already."), "participant"),
    "uq_city_voice_issue_id_city_id": (
        N_("This city has said its word on this issue already. Reload the page to see it."),
        None,
    ),
    "uq_city_workshop_id_name": (N_("This city is in the workshop already."), "name"),
    "uq_evidence_issue_id_city_id": (N_("This city has spoken on this issue already."), "city"),
    "uq_group_call_open": (
        N_("The facilitator has been called already; nobody has answered yet."),
        None,
    ),
    "uq_group_closing_active": (N_("This group is closed already."), None),
    "uq_group_note": (REWRITTEN, None),
    "uq_group_round_id_name": (N_("There is a group of this name in the round already."), "name"),
    "uq_pair_first_id_second_id": (
        N_("There is a rule for these two already. Remove it first."),
        "second",
    ),
    "uq_withdrawal_group_id": (N_("This table is out of use already."), None),
    "uq_handover_active": (N_("Day one has been handed over already, or has not begun."), None),
    "uq_hiding_active": (N_("This is hidden already."), None),
    "uq_clustered_card_active": (N_("This card stands in the cluster already."), None),
    "uq_distinction_active": (N_("These two have been told apart already."), None),
    "uq_merged_card_active": (N_("Somebody has merged one of these in the meantime."), None),
    "uq_splitting_active": (N_("Somebody has split this in the meantime."), None),
    "ck_merged_card_goes_into_another": (N_("A card can't be merged with itself."), None),
    "ck_cluster_name": (_TOO_LONG, "name"),
    "uq_measure_workshop_id_prefix": (N_("Another measure has this prefix already."), "prefix"),
    "uq_membership_workshop_id_account_id": (N_("This account has a role in the workshop already."), "email"),
    "uq_organisation_workshop_id_name": (N_("This organisation is in the workshop already."), "name"),
    "uq_participant": (
        N_("This form has already let somebody in. Reload the page to join as somebody else."),
        None,
    ),
    "uq_session_reveal_active": (N_("This is revealed already."), None),
    "uq_remark_corrects_id": (
        N_("Somebody has corrected this remark already. Correct the newer one."),
        None,
    ),
    "uq_remark_hiding_active": (N_("This is hidden already."), None),
    "uq_participant_proxy": (N_("This city has a proxy already. Reload the page to see it."), None),
    "uq_ready_mark_active": (N_("This group is marked as ready already."), None),
    "uq_seat_round_id_participant_id": (N_("This person has a seat in this round already."), "participant"),
    "uq_second_take_active": (N_("The group is being asked again already."), None),
    "uq_showing_active": (N_("The group sees this already."), None),
    "uq_words_hiding": (N_("This is hidden already."), None),
    "uq_session_opening_open": (N_("This session is open already."), None),
    "uq_wording_card_id_version": (REWORDED, None),
    "uq_workshop_slug": (N_("Another workshop has this address already."), "slug"),
    "ck_account_email_has": (_TOO_LONG, "email"),
    "ck_account_name": (_TOO_LONG, "name"),
    "ck_answer_only_right_with_change": (
        N_("A change goes with the verdict “right, with a change”."),
        "verdict",
    ),
    "ck_city_score_score_is_1_to_9": (N_("A score is a whole number from 1 to 9."), None),
    "ck_city_voice_team_gives_a_reason": (
        N_("Say in some words why the team speaks for this city."),
        "reason",
    ),
    "ck_rating_score_is_1_to_9": (N_("A score is a whole number from 1 to 9."), None),
    "ck_wording_title": (_TOO_LONG, "title"),
    "ck_wording_text": (_TOO_LONG, "text"),
    "ck_participant_display_name": (_TOO_LONG, "display_name"),
    "ck_remark_text": (_TOO_LONG, "text"),
    "ck_remark_hiding_reason": (N_("Say in some words why; it is kept with the remark."), "reason"),
    "ck_group_seats": (N_("A table has from 1 to 999 seats."), "capacity"),
    "ck_hiding_reason": (N_("Say in some words why; it is kept with the card."), "reason"),
    "ck_words_hiding_reason": (N_("Say in some words why; it is kept with the words."), "reason"),
    "ck_handover_name": (_TOO_LONG, "name"),
    "ck_handover_reason": (_TOO_LONG, "reason"),
    "ck_handover_reopening_has_a_reason": (
        N_("Say in some words why; it is kept with the handover."),
        "reason",
    ),
    "fk": (N_("This points at something that is not in this workshop."), None),
}

_IN_SQLITE = re.compile(r"(?P<kind>CHECK|UNIQUE|FOREIGN KEY) constraint failed(?:: (?P<what>.+))?")


def broken_rule(error: IntegrityError) -> RuleBroken:
    """What the database refused, as a rule in words for the person."""
    name = constraint_name(error)
    fitting = max((known for known in SENTENCES if name.startswith(known)), key=len, default=None)
    if fitting is None:
        return RuleBroken(N_("This does not go together with what the workshop holds already."))
    sentence, field = SENTENCES[fitting]
    return RuleBroken(sentence, field=field)


def constraint_name(error: IntegrityError) -> str:
    """The constraint's name: PostgreSQL tells it, SQLite tells the columns of a unique one."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    found = _IN_SQLITE.search(str(error.orig))
    if found is None:
        return ""
    if found["kind"] == "FOREIGN KEY":
        return "fk"
    what = found["what"]
    if found["kind"] == "CHECK":
        return what
    if what.startswith("index "):
        return what.removeprefix("index ").strip("'")
    return _name_of_unique(*(column.split(".") for column in what.split(", ")))


def _name_of_unique(*columns: list[str]) -> str:
    """The rule that holds these columns of a table unique, whether a constraint or a partial index."""
    table = db.metadata.tables[columns[0][0]]
    rules = (*table.constraints, *(index for index in table.indexes if index.unique))
    keeps_unique = (sa.UniqueConstraint, sa.PrimaryKeyConstraint, sa.Index)
    names = [name for _, name in columns]
    fitting = (rule for rule in rules if isinstance(rule, keeps_unique) and rule.columns.keys() == names)
    return str(next((rule.name for rule in fitting), ""))
