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
    "Somebody else has edited this. Their text is shown beside yours. Save again to keep your text."
)
REWRITTEN = N_(
    "Somebody else has written here. Their text is shown beside yours. Save again to keep your text."
)
REHEARSED = N_("There is already a rehearsal of this workshop. Delete it first to begin another.")
_MEETS_ANOTHER = N_("One of the cities has another meeting at that time. Choose another time.")
_TOO_LONG = N_("This is too short or too long to be saved.")

SENTENCES: dict[str, tuple[str, str | None]] = {
    # name of the constraint, or its beginning → (sentence, field)
    "uq_account_email": (N_("There is already an account with this address."), "email"),
    "uq_card_measure_id_kind_number": (
        N_("Somebody else changed this at the same moment. Please send it again."),
        None,
    ),
    "uq_city_speaker_active": (N_("This city already has a speaker."), "participant"),
    "uq_city_voice_issue_id_city_id": (
        N_("This city has already answered on this issue. Reload the page to see it."),
        None,
    ),
    "uq_city_workshop_id_name": (N_("This city is already in the workshop."), "name"),
    "uq_evidence_issue_id_city_id": (N_("This city has already given evidence on this issue."), "city"),
    "uq_group_call_open": (
        N_("The facilitator has already been called. Please wait for an answer."),
        None,
    ),
    "uq_group_closing_active": (N_("This group is already closed."), None),
    "uq_group_note": (REWRITTEN, None),
    "uq_group_round_id_name": (N_("There is already a group with this name in the round."), "name"),
    "uq_pair_first_id_second_id": (
        N_("There is already a rule for these two people. Remove it first."),
        "second",
    ),
    "uq_withdrawal_group_id": (N_("This group is already deactivated."), None),
    "uq_handover_active": (N_("Day one is already finished, or has not started."), None),
    "uq_hiding_active": (N_("This is already hidden."), None),
    "uq_clustered_card_active": (N_("This card is already in the cluster."), None),
    "uq_distinction_active": (N_("These two are already marked as different."), None),
    "uq_merged_card_active": (N_("Somebody has already merged one of these."), None),
    "uq_splitting_active": (N_("Somebody has already split this."), None),
    "ck_merged_card_goes_into_another": (N_("A card cannot be merged with itself."), None),
    "ck_cluster_name": (_TOO_LONG, "name"),
    "uq_match_interested_id_lighthouse_id": (N_("This meeting is already planned."), None),
    "uq_match_interested_id_meets_on": (_MEETS_ANOTHER, "meets_at"),
    "uq_match_lighthouse_id_meets_on": (_MEETS_ANOTHER, "meets_at"),
    "uq_measure_workshop_id_prefix": (N_("Another measure already has this prefix."), "prefix"),
    "uq_membership_workshop_id_account_id": (N_("This account already has a role in the workshop."), "email"),
    "uq_organisation_workshop_id_name": (N_("This organisation is already in the workshop."), "name"),
    "uq_participant": (
        N_("Somebody has already joined with this form. Reload the page to join as another person."),
        None,
    ),
    "uq_room_workshop_id_name": (N_("There is already a room with this name."), "name"),
    "uq_session_reveal_active": (N_("This is already shown to everyone."), None),
    "uq_remark_corrects_id": (
        N_("Somebody has already edited this remark. Edit the newer version."),
        None,
    ),
    "uq_remark_hiding_active": (N_("This is already hidden."), None),
    "uq_participant_proxy": (N_("This city already has a proxy. Reload the page to see it."), None),
    "uq_ready_mark_active": (N_("This group is already marked as ready."), None),
    "uq_seat_round_id_participant_id": (N_("This person already has a seat in this round."), "participant"),
    "uq_second_take_active": (N_("The group is already being asked again."), None),
    "uq_showing_active": (N_("The group already sees these results."), None),
    "uq_words_hiding": (N_("This is already hidden."), None),
    "uq_session_opening_open": (N_("This session is already open."), None),
    "uq_wording_card_id_version": (REWORDED, None),
    "uq_workshop_rehearsal_of": (REHEARSED, None),
    "uq_workshop_slug": (N_("Another workshop already has this address."), "slug"),
    "ck_account_email_has": (_TOO_LONG, "email"),
    "ck_account_name": (_TOO_LONG, "name"),
    "ck_answer_only_right_with_change": (
        N_("To suggest a change, choose “Right, with a change”."),
        "verdict",
    ),
    "ck_city_score_score_is_1_to_9": (N_("Enter a score from 1 to 9."), None),
    "ck_city_voice_team_gives_a_reason": (
        N_("Enter the reason why the team votes for this city."),
        "reason",
    ),
    "ck_rating_score_is_1_to_9": (N_("Enter a score from 1 to 9."), None),
    "ck_session_has_a_track": (N_("Enter a track from 1 to 20, or none."), "track"),
    "ck_session_lasts": (N_("Enter a length from 1 to 1440 minutes."), "minutes"),
    "ck_wording_title": (_TOO_LONG, "title"),
    "ck_wording_text": (_TOO_LONG, "text"),
    "ck_participant_display_name": (_TOO_LONG, "display_name"),
    "ck_invitation_email": (_TOO_LONG, "email"),
    "ck_participant_email": (_TOO_LONG, "email"),
    "ck_remark_text": (_TOO_LONG, "text"),
    "ck_remark_hiding_reason": (N_("Enter a reason. It is saved with the remark."), "reason"),
    "ck_group_seats": (N_("Enter a number of seats from 1 to 999."), "capacity"),
    "ck_hiding_reason": (N_("Enter a reason. It is saved with the card."), "reason"),
    "ck_words_hiding_reason": (N_("Enter a reason. It is saved with the text."), "reason"),
    "ck_handover_name": (_TOO_LONG, "name"),
    "ck_handover_reason": (_TOO_LONG, "reason"),
    "ck_handover_reopening_has_a_reason": (
        N_("Enter a reason. It is saved with the handover."),
        "reason",
    ),
    "fk": (N_("This refers to something that is not in this workshop."), None),
}

_IN_SQLITE = re.compile(r"(?P<kind>CHECK|UNIQUE|FOREIGN KEY) constraint failed(?:: (?P<what>.+))?")


def broken_rule(error: IntegrityError) -> RuleBroken:
    """What the database refused, as a rule in words for the person."""
    name = constraint_name(error)
    fitting = max((known for known in SENTENCES if name.startswith(known)), key=len, default=None)
    if fitting is None:
        return RuleBroken(N_("This does not match the data of the workshop. Reload the page and try again."))
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
