"""What of the database goes into the file of a whole workshop, and what stays behind: the one list of it.

Each table and each column stands here. Who adds one says it in `TABLES`, or in `LEFT_OUT_TABLES` or
`LEFT_OUT_COLUMNS` with the reason; what it points at without a foreign key, in `IN_JSON` or `pointers.py`.
`docs/workshop-file.md` has the same as a table, written from here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from facilitator.database import db
from facilitator.live.events import Event

FORMAT, VERSION = "facilitator-whole-workshop", 1
ROWS_AT_ONCE = 500
"""Rows that are in hand at a time, on the way out and on the way in."""
ACCOUNTS = "account"
"""Of accounts the file has those that the workshop names, in the order of their addresses."""
OF_ACCOUNTS = ("email", "name")

OF_EACH_LINE = ("id", "workshop_id")
"""In no line: a row is pointed at by the number of its line, and all are of the one workshop."""
# In the order in which a line has them.
TABLES: dict[str, str] = {
    "workshop": "slug code title place starts_on ends_on timezone language phase terminology archived_at",
    "call": "opens_on closes_on introduction privacy_notice is_published",
    "cluster": "name made_at made_by dissolved_at dissolved_by",
    "conclusion_version": "kind subject version choice text drafted account_id written_at",
    "sign_off": "closes_on",
    "match": (
        "interested_id lighthouse_id state reason refused_by_id meets_on meets_at place interested_contact "
        "lighthouse_contact interested_agreed_at lighthouse_agreed_at"
    ),
    "quote_decision": "city_id digest choice wording decided_at",
    "criterion": "key position name question low high weight retired_at retired_by",
    "event_page": (
        "summary text begins_at ends_at venue address map_link hosts languages tags "
        "registration_link registration_until contacts links published_at"
    ),
    "event_picture": "alternative credit data digest width height",
    "handover": "name frozen_at frozen_by reopened_at reopened_by reason",
    "measure": "prefix title question prompts position colour retired_at",
    "plan": "number seed moves made_at made_by",
    "project": "name word_for_interested",
    "report_details": (
        "project grant_agreement work_package deliverable version authors dissemination_level "
        "funding_statement disclaimer abbreviations"
    ),
    "room": "name seats accessible",
    "city": "name other_names country part project_id retired_at",
    "criterion_translation": "criterion_id language name question low high",
    "reading": "account_id measure_id up_to read_at",
    "search": "plan_id begun_at begun_by seen_at share stop_asked_at stop_asked_by ended_at outcome said",
    "session": (
        "position day kind title measure_id room_id track starts_at is_fixed minutes is_blind "
        "authors has_begun"
    ),
    "waiting_line": (
        "measure_id line standing above correcting before based_on lacks account_id typed_at "
        "settled_at settled_by"
    ),
    "wall_choice": "room_id is_everywhere content about words page chosen_at chosen_by",
    "application": (
        "city_name country plans hopes delegates languages access_needs contact_name "
        "contact_email sent_at changed_at accepted_at waiting_at declined_at decided_by reason "
        "city_id"
    ),
    "group": "round_id measure_id room_id name capacity accessible languages facilitator_id rapporteur_id",
    "interest": "city_id measure_id",
    "organisation": "name city_id retired_at",
    "publication": (
        "round_id round_has_begun plan_id published_at published_by replaced_at before_id keeps_seats"
    ),
    "session_opening": "session_id has_begun opened_at opened_by closed_at closed_by",
    "session_reveal": "session_id revealed_at revealed_by covered_at covered_by",
    "application_measure": "application_id measure_id rank",
    "given_time": "session_id group_id minutes account_id given_at withdrawn_at withdrawn_by",
    "group_call": "group_id word called_at called_by answered_at answered_by settled_at settled_by",
    "group_closing": "group_id closed_at closed_by reopened_at reopened_by",
    "message": "round_id group_id text sent_at sent_by withdrawn_at withdrawn_by ends_at",
    "participant": (
        "organisation_id display_name email proxy_by invited_at confirmed_at joined_at arrived_at left_at"
    ),
    "ready_mark": "group_id marked_at marked_by withdrawn_at withdrawn_by",
    "withdrawal": "group_id reason withdrawn_at withdrawn_by",
    "absence": "round_id participant_id",
    "activity": "happened subject_id at account_id participant_id detail",
    "approach_answer": "group_id handover_id measure_id participant_id verdict words answered_at",
    "attendance": "group_id participant_id mark account_id marked_at",
    "card": "kind measure_id number session_id city_id account_id participant_id created_at",
    "city_speaker": "city_id participant_id named_at named_by ended_at ended_by",
    "late_replies": "group_id handover_id participant_id content arrived_at decided_at decided_by counted",
    "need": "participant_id step_free languages",
    "pair": "first_id second_id bond",
    "pin": "round_id round_has_begun group_id participant_id",
    "planned_seat": "plan_id round_id group_id participant_id",
    "quote_consent": "participant_id quoted_as answered_at",
    "replaced_seat": "publication_id group_id participant_id",
    "seat": "round_id round_has_begun group_id participant_id",
    "wish": "participant_id measure_id rank",
    "clustered_card": "cluster_id card_id put_at put_by taken_at taken_by",
    "distinction": "first_id second_id found_at found_by undone_at undone_by",
    "evidence": "issue_id city_id stance note account_id participant_id given_at",
    "feedback_form": "closes_on opened_at opened_by closed_at closed_by sheets",
    "feedback_question": "position kind text",
    "feedback_answer": "question_id session_id value text hidden_at hidden_by reason",
    "feedback_mark": "participant_id is_paper",
    "group_note": "group_id issue_id version text account_id written_at",
    "hiding": "card_id reason hidden_at hidden_by restored_at restored_by",
    "link": "issue_id helps_id",
    "missing_issue": "issue_id group_id participant_id",
    "remark": "issue_id city_id text account_id said_at corrects_id",
    "solution_progress": "solution_id state account_id set_at",
    "splitting": "card_id kind split_at split_by undone_at undone_by",
    "wording": (
        "card_id kind version title text aspect reach field side owner partners needs next_step "
        "conditions by_when cost proven_by_id account_id participant_id written_at"
    ),
    "words_hiding": (
        "participant_id card_id measure_id words reason hidden_at hidden_by restored_at restored_by"
    ),
    "handed_card": "handover_id card_id wording_id",
    "merging": "into_id kind wording_id merged_at merged_by",
    "remark_hiding": "remark_id reason hidden_at hidden_by restored_at restored_by",
    "split_part": "splitting_id part_id origin_id kind",
    "answer": (
        "group_id handover_id issue_id participant_id take mode entered_by verdict change "
        "comment need answered_at"
    ),
    "city_voice": "handover_id issue_id city_id verdict reason account_id participant_id said_at",
    "handed_evidence": "handover_id issue_id city_id stance note",
    "handed_link": "handover_id issue_id helps_id",
    "merged_card": "merging_id card_id into_id kind undone_at undone_by",
    "second_take": "group_id handover_id issue_id opened_at opened_by withdrawn_at withdrawn_by",
    "showing": "group_id handover_id issue_id shown_at shown_by withdrawn_at withdrawn_by",
    "solution_answer": "group_id handover_id solution_id participant_id intent change comment answered_at",
    "city_score": "voice_id criterion_id score",
    "rating": "answer_id criterion_id score",
    "solution_lack": "answer_id lack",
}

OF_FEEDBACK, SHEETS = ("feedback_answer", "feedback_mark"), "feedback_form.sheets"
"""In the file only once the results are shown (`are_results_shown`); before, the tables are empty and no
sheet is counted: files downloaded one after the other would tell what each person said."""

RIGHTS = "who may do what belongs to the server: an import gives nobody a role"
SECRETS = "a file in the wrong hands must let nobody in"
LINKS = "it leads by a personal link or badge, which the other server makes anew"
PASSING = "it serves what is under way on this server, and says nothing of the workshop"
REHEARSAL = "a rehearsal is a workshop of its own, in which nothing is real"

LEFT_OUT_TABLES: dict[str, str] = {
    "sign_in": SECRETS,
    "sign_in_link": SECRETS,
    "membership": RIGHTS,
    "invitation": RIGHTS,
    "mail": "what is sent already would be sent twice",
    "submission": PASSING,
    "roster_upload": PASSING,
    "topic_news": "it is counted from the activity",
    "former_link": LINKS,
    "former_entry": LINKS,
    "rehearsal": REHEARSAL,
    "played_scene": REHEARSAL,
}
LEFT_OUT_COLUMNS: dict[str, str] = {
    "account.id": "an account is found by its address",
    "account.password_hash": SECRETS,
    "account.may_create_workshops": RIGHTS,
    "account.created_at": "it belongs to the server",
    "workshop.submission": PASSING,
    "workshop.rehearsal_of": REHEARSAL,
    "participant.token_hash": SECRETS,
    "participant.link_seed": SECRETS,
    "participant.submission": PASSING,
    "application.token_hash": SECRETS,
}
LEFT_OUT_EVENTS = (Event.WORKSHOP_EXPORTED, Event.WORKSHOP_IMPORTED)
"""They tell of the file, not of the workshop; without them it is the same each time it is written."""

# What a column of JSON holds: `POINTERS`, ids to be found in it; `WORDS`, what is read as it is.
WORDS, POINTERS = "words", "pointers"
IN_JSON: dict[str, str] = {
    "activity.detail": POINTERS,
    "late_replies.content": POINTERS,
    "conclusion_version.drafted": WORDS,
    "search.said": WORDS,
    "waiting_line.lacks": WORDS,
    "words_hiding.words": WORDS,
}


def member_of(table: str) -> str:
    """The name that the lines of a table have in the archive."""
    return f"tables/{table}.jsonl"


def picture_of(table: str, place: int | None) -> str:
    """The name of the picture that belongs to a row, by its place in its table."""
    return f"pictures/{table}-{place}.webp"


class FileColumn(NamedTuple):
    """A column in the file; `target` is the table that it points at, if it does."""

    name: str
    column: sa.Column[Any]
    target: str | None

    @property
    def is_picture(self) -> bool:
        """Whether what it holds stands in the archive as a file of its own."""
        return isinstance(self.column.type, sa.LargeBinary)


class FileTable(NamedTuple):
    """A table in the file, with its columns in their order."""

    name: str
    table: sa.Table
    columns: tuple[FileColumn, ...]

    @property
    def has_ids(self) -> bool:
        """Whether rows are pointed at by an id of their own."""
        return "id" in self.table.c


@cache
def file_tables() -> Mapping[str, FileTable]:
    """All tables of the file but the accounts, each after those that it points at."""
    return {
        table.name: FileTable(table.name, table, _columns(table))
        for table in db.metadata.sorted_tables
        if table.name in TABLES
    }


def _columns(table: sa.Table) -> tuple[FileColumn, ...]:
    names = TABLES[table.name].split()
    return tuple(FileColumn(name, table.c[name], target_of(table.c[name])) for name in names)


def target_of(column: sa.Column[Any]) -> str | None:
    """The table whose id a column holds, also where its key leads there by way of another table."""
    seen, ahead = {column}, [column]
    while ahead:
        keys = sorted(ahead.pop(0).foreign_keys, key=lambda key: key.target_fullname)
        found = next((key.column.table.name for key in keys if key.column.name == "id"), None)
        if found:
            return found
        # A row that points at another of its own table does so by a column of its own.
        further = [key.column for key in keys if key.column not in seen]
        seen.update(further)
        ahead += further
    return None


def columns_in_file() -> dict[str, dict[str, bool]]:
    """By table the columns in the file, each with whether a row of an older file can do without it."""
    return {ACCOUNTS: dict.fromkeys(OF_ACCOUNTS, False)} | {
        name: {each.name: _can_lack(each.column) for each in table.columns}
        for name, table in file_tables().items()
    }


def _can_lack(column: sa.Column[Any]) -> bool:
    return bool(column.nullable) or (column.default is not None and column.default.is_scalar)


def value_where_lacking(column: sa.Column[Any]) -> Any:
    """What a column holds of a row from before there was such a column."""
    return column.default.arg if isinstance(column.default, sa.ColumnDefault) else None
