"""What the database itself refuses, whoever asks and by whichever way: on both, with the same sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from facilitator.access.policy import Role
from facilitator.app import create_app
from facilitator.capture.models import Kind
from facilitator.constraints import SENTENCES, broken_rule, constraint_name
from facilitator.database import db, now
from facilitator.mail.models import MailState
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.walls.models import WallContent
from tests.breakouts.planning.planned import fill_planning
from tests.capture.lineage.arranged import fill_arrangements
from tests.databases import BACKENDS, Databases, settings
from tests.full_workshop import ABSENT, fill
from tests.small_workshop import SmallWorkshop

TABLES = db.metadata.tables
GENERAL = "This does not match the data of the workshop. Reload the page and try again."
ELSEWHERE = "This refers to something that is not in this workshop."


@dataclass(frozen=True)
class Again:
    """A row like one that is there, but for these values."""

    table: str
    but: dict[str, Any] = field(default_factory=dict)
    where: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A row that is there, changed."""

    table: str
    to: dict[str, Any]
    where: dict[str, Any] = field(default_factory=dict)


ISSUE, SOLUTION = {"kind": Kind.ISSUE}, {"kind": Kind.SOLUTION}
RIGHT = {"verdict": Verdict.RIGHT}
TWO_AUTHORS = {"account_id": 1, "participant_id": 1}
BY_THE_TEAM = {"account_id": 1, "participant_id": None}
PROXY = "Antwerp"
PLANNED = {"state": "planned"}
NO_DAY = dict.fromkeys(("meets_on", "meets_at", "interested_agreed_at", "lighthouse_agreed_at"))

REFUSED: dict[str, Again | Change] = {
    # people
    "uq_account_email": Again("account"),
    "ck_account_email_is_lower_case": Change("account", {"email": "Anna@example.org"}),
    "uq_sign_in_link_token_hash": Again("sign_in_link"),
    "uq_sign_in_token_hash": Again("sign_in"),
    "uq_former_link_token_hash": Again("former_link"),
    "uq_former_entry_workshop_id_former_id": Again("former_entry"),
    "uq_membership_workshop_id_account_id": Again("membership"),
    "ck_membership_is_a_team_role": Change("membership", {"role": Role.LIGHTHOUSE}),
    "uq_invitation_token_hash": Again("invitation"),
    "ck_invitation_is_for_the_team": Change("invitation", {"role": Role.LIGHTHOUSE}),
    "ck_invitation_ends_once": Change("invitation", {"accepted_at": now(), "withdrawn_at": now()}),
    "uq_participant_token_hash": Again("participant", {"submission": "another form"}),
    "uq_participant_workshop_id_submission": Again("participant", {"token_hash": "another token"}),
    "ck_participant_is_expected_or_there": Change("participant", {"joined_at": None}),
    # the workshop and what it is made of
    "uq_workshop_slug": Again("workshop", {"code": "OTHERS", "submission": None}),
    "uq_workshop_code": Again("workshop", {"slug": "others", "submission": None}),
    "uq_workshop_submission": Again("workshop", {"code": "OTHERS", "slug": "others"}),
    # The second workshop of these tests is the rehearsal of the first.
    "uq_workshop_rehearsal_of": Again(
        "workshop", {"code": "OTHERS", "slug": "others", "submission": None, "rehearsal_of": 1}
    ),
    "uq_rehearsal_workshop_id": Again("rehearsal"),
    "ck_rehearsal_has_25_to_1000_people": Change("rehearsal", {"people": 24}),
    "uq_played_scene_workshop_id_scene": Again("played_scene"),
    "ck_workshop_starts_before_it_ends": Change("workshop", {"ends_on": date(2017, 12, 3)}),
    "uq_project_workshop_id_name": Again("project"),
    "uq_measure_workshop_id_prefix": Again("measure", {"position": 99}),
    "uq_measure_workshop_id_position": Again("measure", {"prefix": "NEW"}),
    "ck_measure_colour_is_1_to_8": Change("measure", {"colour": 9}),
    "ck_measure_prefix_is_upper_case": Change("measure", {"prefix": "ret"}),
    "uq_city_workshop_id_name": Again("city"),
    "uq_event_page_workshop_id": Again("event_page"),
    "uq_event_picture_workshop_id": Again("event_picture"),
    "uq_report_details_workshop_id": Again("report_details"),
    "uq_sign_off_workshop_id": Again("sign_off"),
    "uq_quote_decision_city_id_digest": Again("quote_decision"),
    "ck_quote_decision_has_a_wording_if_edited": Change("quote_decision", {"wording": ""}),
    "uq_match_interested_id_lighthouse_id": Again("match", NO_DAY, PLANNED),
    "uq_match_interested_id_meets_on_meets_at": Again("match", {"lighthouse_id": 999_999}, PLANNED),
    "uq_match_lighthouse_id_meets_on_meets_at": Again("match", {"interested_id": 999_999}, PLANNED),
    "ck_match_is_of_two_cities": Change("match", {"lighthouse_id": sa.column("interested_id")}),
    "ck_match_refused_with_a_reason": Change("match", {"reason": "No time"}, PLANNED),
    "ck_match_refused_by_a_city_if_refused": Change("match", {"refused_by_id": 1}, PLANNED),
    "ck_match_planned_if_it_has_a_day": Change(
        "match", {"meets_on": date(2018, 1, 15), "meets_at": time(10)}, {"state": "refused"}
    ),
    "ck_match_has_a_day_and_a_time": Change("match", {"meets_at": None}, PLANNED),
    "ck_match_agreed_on_a_day": Change("match", {"meets_on": None, "meets_at": None}, PLANNED),
    "uq_conclusion_version_workshop_id_kind_subject_version": Again("conclusion_version"),
    "ck_conclusion_version_version_counts_from_one": Change("conclusion_version", {"version": 0}),
    "ck_conclusion_version_has_a_text_if_edited": Change("conclusion_version", {"text": ""}),
    "ck_event_picture_data_fits": Change("event_picture", {"data": b""}),
    "uq_organisation_workshop_id_name": Again("organisation"),
    # feedback
    "uq_feedback_form_workshop_id": Again("feedback_form"),
    "ck_feedback_form_sheets_are_counted": Change("feedback_form", {"sheets": -1}),
    "uq_feedback_question_workshop_id_position": Again("feedback_question"),
    "ck_feedback_answer_is_a_score_or_a_text": Change("feedback_answer", {"value": None, "text": ""}),
    "ck_feedback_answer_value_is_0_to_10": Change("feedback_answer", {"value": 11, "text": ""}),
    "ck_feedback_answer_hidden_with_a_reason": Change("feedback_answer", {"hidden_at": now(), "reason": ""}),
    "uq_feedback_mark_participant_id": Again("feedback_mark"),
    # the call
    "uq_call_workshop_id": Again("call"),
    "ck_call_opens_before_it_closes": Change("call", {"closes_on": date(2017, 12, 3)}),
    "ck_call_published_with_a_privacy_notice": Change("call", {"privacy_notice": ""}),
    "uq_application_token_hash": Again("application"),
    "ck_application_decided_one_way_by_somebody": Change("application", {"waiting_at": now()}),
    "ck_application_declined_with_a_reason": Change(
        "application", {"declined_at": now(), "accepted_at": None, "city_id": None, "reason": ""}
    ),
    "ck_application_accepted_if_it_has_a_city": Change(
        "application", {"accepted_at": None, "waiting_at": now()}
    ),
    "uq_application_measure_application_id_measure_id": Again("application_measure", {"rank": 5}),
    "uq_application_measure_application_id_rank": Again("application_measure", {"measure_id": 999_999}),
    "ck_application_measure_rank_is_1_to_5": Change("application_measure", {"rank": 6}, {"rank": 2}),
    # e-mails; the first of them waits
    "uq_mail_key": Again("mail"),
    "ck_mail_attempts_are_counted": Change("mail", {"attempts": -1}),
    "ck_mail_waits_until_it_ends": Change("mail", {"ended_at": now()}, {"state": MailState.WAITING}),
    "ck_mail_loses_its_text_with_its_end": Change("mail", {"body": "Come in"}, {"state": MailState.SENT}),
    "ck_mail_has_what_it_takes_to_be_sent": Change("mail", {"body": ""}, {"state": MailState.WAITING}),
    # the run of show
    "uq_room_workshop_id_name": Again("room"),
    "ck_room_has_seats": Change("room", {"seats": 0}),
    "uq_session_workshop_id_position": Again("session"),
    "ck_session_capture_has_a_measure": Change("session", {"kind": "capture", "measure_id": None}),
    "ck_session_has_a_track_from_1_to_20": Change("session", {"track": 21}),
    "ck_session_day_counts_from_one": Change("session", {"day": 0}),
    "ck_session_lasts_1_to_1440_minutes": Change("session", {"minutes": 1441}),
    "ck_session_opening_has_begun": Change("session_opening", {"has_begun": False}),
    "uq_session_opening_open": Again("session_opening", where={"closed_at": None}),
    "uq_session_reveal_active": Again("session_reveal", where={"covered_at": None}),
    # day one
    "uq_card_measure_id_kind_number": Again("card"),
    "ck_card_number_counts_from_one": Change("card", {"number": 0}),
    "ck_card_has_one_author_at_most": Change("card", TWO_AUTHORS),
    "uq_wording_card_id_version": Again("wording"),
    "ck_wording_version_counts_from_one": Change("wording", {"version": 0}),
    "ck_wording_issue_has_an_aspect": Change("wording", {"aspect": None}, ISSUE),
    "ck_wording_enabler_has_a_reach": Change("wording", {"reach": None}, {"kind": Kind.ENABLER}),
    "ck_wording_enabler_has_a_field": Change("wording", {"field": None}, {"kind": Kind.ENABLER}),
    "ck_wording_strategy_has_a_side": Change("wording", {"side": None}, {"kind": Kind.STRATEGY}),
    "ck_wording_only_a_solution_is_planned": Change("wording", {"owner": "Somebody"}, ISSUE),
    "ck_wording_has_one_author_at_most": Change("wording", TWO_AUTHORS),
    "uq_evidence_issue_id_city_id": Again("evidence"),
    "ck_evidence_has_one_author_at_most": Change("evidence", TWO_AUTHORS),
    "uq_link_issue_id_helps_id": Again("link"),
    "ck_link_joins_two_cards": Change("link", {"helps_id": TABLES["link"].c.issue_id}),
    "uq_hiding_active": Again("hiding"),
    "uq_handover_active": Again("handover"),
    "ck_handed_link_joins_two_cards": Change(
        "handed_link", {"helps_id": TABLES["handed_link"].c.issue_id}
    ),
    "uq_reading_account_id_measure_id": Again("reading"),
    "ck_reading_up_to_is_a_number_of_the_activity": Change("reading", {"up_to": -1}),
    "uq_remark_corrects_id": Again("remark", where={"city_id": None}),
    "uq_remark_hiding_active": Again("remark_hiding"),
    "ck_handover_reopening_has_a_reason": Change("handover", {"reopened_at": now()}),
    # what became of cards
    "uq_merged_card_active": Again("merged_card", {"merging_id": 999_999}),
    "ck_merged_card_goes_into_another": Change("merged_card", {"card_id": TABLES["merged_card"].c.into_id}),
    "uq_splitting_active": Again("splitting"),
    "uq_split_part_part_id": Again("split_part", {"splitting_id": 999_999}),
    "ck_split_part_is_another_card": Change("split_part", {"part_id": TABLES["split_part"].c.origin_id}),
    "uq_clustered_card_active": Again("clustered_card"),
    "uq_distinction_active": Again("distinction"),
    "ck_distinction_names_a_pair_in_one_order": Change(
        "distinction", {"first_id": TABLES["distinction"].c.second_id}
    ),
    # day two
    "uq_group_round_id_name": Again("group"),
    "uq_group_closing_active": Again("group_closing"),
    "uq_seat_round_id_participant_id": Again("seat"),
    "uq_group_note_of_issue": Again("group_note", where={"version": 1}),
    "uq_group_note_general": Again("group_note", where={"issue_id": None}),
    "ck_group_note_version_counts_from_one": Change("group_note", {"version": 0}),
    "ck_given_time_gives_1_to_60_minutes": Change("given_time", {"minutes": 61}),
    "uq_ready_mark_active": Again("ready_mark"),
    "uq_group_call_open": Again("group_call"),
    "ck_message_group_has_its_round": Change("message", {"round_id": None}),
    "uq_criterion_workshop_id_key": Again("criterion", {"position": 99}),
    "uq_criterion_workshop_id_position": Again("criterion", {"key": "another"}, {"retired_at": None}),
    "ck_criterion_weighs_something": Change("criterion", {"weight": 0.0}),
    "uq_answer_issue_id_participant_id_take": Again("answer"),
    "ck_answer_only_right_with_change_has_a_change": Change("answer", {"change": "but so"}, RIGHT),
    "ck_rating_score_is_1_to_9": Change("rating", {"score": 10}),
    "uq_missing_issue_issue_id": Again("missing_issue"),
    "uq_solution_answer_solution_id_participant_id": Again("solution_answer"),
    "ck_solution_answer_only_with_change_has_a_change": Change(
        "solution_answer", {"intent": "yes", "change": "but so"}
    ),
    "uq_approach_answer_measure_id_participant_id": Again("approach_answer"),
    "uq_showing_active": Again("showing"),
    "uq_second_take_active": Again("second_take"),
    "uq_words_hiding_of_card": Again("words_hiding", where={"restored_at": None, "measure_id": None}),
    "uq_words_hiding_of_approach": Again("words_hiding", where={"restored_at": None, "card_id": None}),
    "ck_words_hiding_is_about_a_card_or_an_approach": Change(
        "words_hiding", {"card_id": None, "measure_id": None}
    ),
    "uq_late_replies_undecided": Again("late_replies"),
    "ck_late_replies_decided_one_way_or_the_other": Change("late_replies", {"counted": True}),
    "ck_answer_take_is_first_or_second": Change("answer", {"take": 3}),
    "ck_answer_team_enters_what_no_phone_sent": Change("answer", {"mode": "paper", "entered_by": None}),
    "uq_participant_proxy": Again(
        "participant", {"token_hash": "another"}, {"display_name": ABSENT}
    ),
    "uq_city_speaker_active": Again("city_speaker"),
    "uq_city_voice_issue_id_city_id": Again("city_voice"),
    "ck_city_voice_has_one_author": Change("city_voice", TWO_AUTHORS | {"reason": "both"}),
    "ck_city_voice_team_gives_a_reason": Change("city_voice", BY_THE_TEAM | {"reason": "–"}),
    "ck_city_score_score_is_1_to_9": Change("city_score", {"score": 0}),
    # who would sit where
    "ck_group_seats_1_to_999": Change("group", {"capacity": 0}),
    "uq_withdrawal_group_id": Again("withdrawal"),
    "uq_absence_round_id_participant_id": Again("absence"),
    "uq_wish_participant_id_measure_id": Again("wish", {"rank": 3}),
    "uq_wish_participant_id_rank": Again("wish", {"measure_id": 2}),
    "ck_wish_rank_is_1_to_3": Change("wish", {"rank": 4}),
    "uq_need_participant_id": Again("need"),
    "uq_quote_consent_participant_id": Again("quote_consent"),
    "uq_interest_city_id_measure_id": Again("interest"),
    "uq_pair_first_id_second_id": Again("pair"),
    "ck_pair_has_the_lower_id_first": Change("pair", {"first_id": TABLES["pair"].c.second_id}),
    "uq_pin_round_id_participant_id": Again("pin"),
    "uq_plan_workshop_id_number": Again("plan"),
    "ck_plan_seed_is_0_to_999999": Change("plan", {"seed": -1}),
    "ck_plan_moves_are_0_to_5000000": Change("plan", {"moves": 5_000_001}),
    "uq_planned_seat_plan_id_round_id_participant_id": Again("planned_seat"),
    "uq_search_running": Again("search", where={"ended_at": None}),
    "ck_search_ends_with_an_outcome": Change("search", {"outcome": None}, {"outcome": "found"}),
    "ck_search_share_is_0_to_1": Change("search", {"share": 1.5}),
    "uq_publication_active": Again("publication", {"replaced_at": None}),
    "uq_replaced_seat_publication_id_participant_id": Again("replaced_seat"),
    # walls
    "ck_wall_choice_everywhere_is_no_room": Change("wall_choice", {"is_everywhere": True, "room_id": 1}),
    "ck_wall_choice_message_has_words": Change("wall_choice", {"content": WallContent.MESSAGE, "words": ""}),
    "ck_wall_choice_has_a_page": Change("wall_choice", {"page": 0}),
    # what happened
    "ck_activity_has_one_author_at_most": Change("activity", TWO_AUTHORS),
    "uq_submission_of_account": Again("submission", where={"participant_id": None}),
    "uq_submission_of_participant": Again("submission", where={"account_id": None}),
    "ck_submission_has_one_author": Change("submission", TWO_AUTHORS),
}  # fmt: skip

# What a person can run into by a page, where a general sentence would leave them puzzled.
SAID_AT = {
    "uq_account_email": "email",
    "uq_card_measure_id_kind_number": None,
    "uq_city_workshop_id_name": "name",
    "uq_evidence_issue_id_city_id": "city",
    "uq_group_round_id_name": "name",
    "uq_handover_active": None,
    "uq_remark_corrects_id": None,
    "uq_remark_hiding_active": None,
    "uq_hiding_active": None,
    "uq_measure_workshop_id_prefix": "prefix",
    "uq_membership_workshop_id_account_id": "email",
    "uq_organisation_workshop_id_name": "name",
    "uq_participant_token_hash": None,
    "uq_participant_workshop_id_submission": None,
    "uq_seat_round_id_participant_id": "participant",
    "uq_session_opening_open": None,
    "uq_session_reveal_active": None,
    "uq_group_closing_active": None,
    "uq_group_note_of_issue": None,
    "uq_group_note_general": None,
    "uq_ready_mark_active": None,
    "uq_group_call_open": None,
    "uq_clustered_card_active": None,
    "uq_distinction_active": None,
    "uq_merged_card_active": None,
    "uq_splitting_active": None,
    "ck_merged_card_goes_into_another": None,
    "uq_wording_card_id_version": None,
    "uq_workshop_slug": "slug",
    "uq_workshop_rehearsal_of": None,
    "uq_pair_first_id_second_id": "second",
    "uq_withdrawal_group_id": None,
    "ck_group_seats_1_to_999": "capacity",
    "ck_answer_only_right_with_change_has_a_change": "verdict",
    "uq_words_hiding_of_card": None,
    "uq_words_hiding_of_approach": None,
    "uq_showing_active": None,
    "uq_second_take_active": None,
    "ck_handover_reopening_has_a_reason": "reason",
    "ck_rating_score_is_1_to_9": None,
    "ck_city_score_score_is_1_to_9": None,
    "ck_city_voice_team_gives_a_reason": "reason",
    "uq_city_speaker_active": "participant",
    "uq_city_voice_issue_id_city_id": None,
    "uq_participant_proxy": None,
    "uq_match_interested_id_lighthouse_id": None,
    "uq_match_lighthouse_id_meets_on_meets_at": "meets_at",
}


class Ground:
    """A full workshop beside another, on which things are tried and undone."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop
        fill(workshop)
        fill_planning(workshop)
        fill_arrangements(workshop)
        workshop.way_in("facilitator")
        self.sister = SmallWorkshop(workshop.app, slug="sister")
        fill(self.sister)
        fill_planning(self.sister)
        fill_arrangements(self.sister)
        with self.sister.change():
            self.sister.row.rehearsal_of = workshop.id

    @contextmanager
    def trial(self) -> Iterator[None]:
        """A context in which nothing is kept."""
        with self.workshop.app.app_context():
            try:
                yield
            finally:
                db.session.rollback()

    def own(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """That a row is this workshop's, where rows are a workshop's."""
        if "workshop_id" in table.c:
            return table.c.workshop_id == self.workshop.id
        return table.c.id == self.workshop.id if table.name == "workshop" else sa.true()

    def refused(self, statement: Any) -> IntegrityError:
        """The error with which the database refuses a statement."""
        with pytest.raises(IntegrityError) as refusal:
            db.session.execute(statement)
        return refusal.value


@pytest.fixture(scope="module", params=BACKENDS)
def ground(request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: Any) -> Iterator[Ground]:
    """One ground for all the trials of this file."""
    folder = tmp_path_factory.mktemp("ground")
    with databases.copy(request.param, folder) as url:
        workshop = copy(databases.workshops[request.param])
        workshop.app = create_app(settings(folder, url))
        yield Ground(workshop)
        with workshop.app.app_context():
            db.engine.dispose()


def statement(ground: Ground, tried: Again | Change) -> Any:
    """What is tried, as a statement on this ground."""
    table = TABLES[tried.table]
    fitting = [ground.own(table), *(table.c[name] == value for name, value in tried.where.items())]
    if isinstance(tried, Change):
        return table.update().where(*fitting).values(tried.to)
    row = dict(db.session.execute(sa.select(table).where(*fitting).limit(1)).mappings().one())
    row.pop("id", None)
    return table.insert().values(row | tried.but)


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_a_constraint_names(ground: Ground, name: str) -> None:
    with ground.trial():
        error = ground.refused(statement(ground, REFUSED[name]))
        assert constraint_name(error) == name


@pytest.mark.parametrize("name", SAID_AT)
def test_who_runs_into_a_constraint_is_told_what_stands_against_it(ground: Ground, name: str) -> None:
    with ground.trial():
        broken = broken_rule(ground.refused(statement(ground, REFUSED[name])))
        assert broken.field == SAID_AT[name]
        assert broken.sentence.text != GENERAL


@pytest.mark.parametrize("verdict", [Verdict.RIGHT, Verdict.NOT_FOR_US, Verdict.CANT_SAY, None])
def test_no_verdict_but_one_has_a_change_not_even_a_missing_one(
    ground: Ground, verdict: Verdict | None
) -> None:
    with ground.trial():
        changed = TABLES["answer"].update().values(verdict=verdict, change="but so")
        assert constraint_name(ground.refused(changed)) == "ck_answer_only_right_with_change_has_a_change"


def test_the_general_sentence_stands_for_the_rest(ground: Ground) -> None:
    with ground.trial():
        broken = broken_rule(ground.refused(statement(ground, REFUSED["ck_room_has_seats"])))
        assert (broken.sentence.text, broken.field) == (GENERAL, None)


LENGTHS = [
    (
        table.name,
        str(rule.name),
        *(re.findall(r"length\((\w+)\) BETWEEN (\d+) AND (\d+)", str(rule.sqltext))[0]),
    )
    for table in TABLES.values()
    for rule in sorted(table.constraints, key=lambda rule: str(rule.name))
    if isinstance(rule, sa.CheckConstraint) and str(rule.sqltext).startswith("length(")
]


# Texts that only one kind of row may have at all.
ONLY: dict[str, dict[str, Any]] = {
    "wording": SOLUTION,
    "mail": {"state": MailState.FAILED},
    "match": {"state": "refused"},
}
MORE = {
    ("answer", "change"): {"verdict": Verdict.RIGHT_WITH_CHANGE},
    ("solution_answer", "change"): {"intent": Intent.WITH_CHANGE},
    ("wall_choice", "words"): {"content": WallContent.MESSAGE},
    ("feedback_answer", "text"): {"value": None},
}


@pytest.mark.parametrize(
    ("table", "name", "column", "least", "most"), LENGTHS, ids=[row[1] for row in LENGTHS]
)
def test_no_text_is_shorter_or_longer_than_its_limits(
    ground: Ground, table: str, name: str, column: str, least: str, most: str
) -> None:
    for length in (int(least) - 1, int(most) + 1):
        if length >= 0:
            # Two code points each, so that letters are counted and not bytes.
            typed = MORE.get((table, column), {}) | {column: "\N{OWL}" * length}
            tried = Change(table, typed, ONLY.get(table, {}))
            with ground.trial():
                assert constraint_name(ground.refused(statement(ground, tried))) == name


TERMS = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.c
    if isinstance(column.type, sa.Enum)
]


@pytest.mark.parametrize(("table", "column"), TERMS)
def test_only_terms_of_the_vocabulary_are_kept(ground: Ground, table: str, column: str) -> None:
    with ground.trial():
        nonsense = TABLES[table].update().values({column: sa.literal_column("'nonsense'")})
        assert constraint_name(ground.refused(nonsense)).startswith(f"ck_{table}_")


POINTERS = [
    (table.name, rule)
    for table in TABLES.values()
    for rule in sorted(table.foreign_key_constraints, key=lambda rule: str(rule.name))
    if "workshop_id" in rule.column_keys and len(rule.column_keys) > 1
]


# Where the other workshop holds the same number already, another, so that only the pointing is wrong.
BESIDES = {
    "solution_lack": {"lack": Lack.TIME},
    "application_measure": {"rank": 5},
    "card": {"number": 99},
    "match": NO_DAY,
    "wording": {"version": 99},
    "group_closing": {"reopened_at": now()},
    "session_reveal": {"covered_at": now()},
    "distinction": {"second_id": 999_999},
    "pair": {"second_id": 999_999},
    "search": {"ended_at": now(), "outcome": "found"},
    "publication": {"replaced_at": now()},
    "ready_mark": {"withdrawn_at": now()},
    "group_call": {"settled_at": now()},
}


@pytest.mark.parametrize(("table", "rule"), POINTERS, ids=[str(rule.name) for _, rule in POINTERS])
def test_no_row_points_into_another_workshop(
    ground: Ground, table: str, rule: sa.ForeignKeyConstraint
) -> None:
    pointing, target = TABLES[table], rule.referred_table
    ends = {pair.parent: pair.column for pair in rule.elements if pair.parent.name != "workshop_id"}
    used = [ground.own(pointing), *(column.is_not(None) for column in ends)]
    others = sa.select(target).where(target.c.workshop_id == ground.sister.id)
    with ground.trial():
        theirs = db.session.execute(others).mappings().first()
        ours = db.session.execute(sa.select(pointing).where(*used)).mappings().first()
        assert ours, f"{table} points at nothing in the full workshop"
        assert theirs
        this = [column == ours[column.name] for column in pointing.primary_key]
        values = {column.name: theirs[end.name] for column, end in ends.items()}
        error = ground.refused(pointing.update().where(*this).values(BESIDES.get(table, {}) | values))
        assert constraint_name(error).startswith("fk")
        assert broken_rule(error).sentence.text == ELSEWHERE


def test_every_constraint_is_in_one_of_these_tables() -> None:
    rules = [rule for table in TABLES.values() for rule in table.constraints]
    keys = {
        str(rule.name) for rule in rules if isinstance(rule, sa.UniqueConstraint) and not _holds_the_key(rule)
    }
    checks = {str(rule.name) for rule in rules if isinstance(rule, sa.CheckConstraint)}
    unique = {str(index.name) for table in TABLES.values() for index in table.indexes if index.unique}
    terms = {name for name in checks if re.search(r"_is_[a-z]+$", name)} - set(REFUSED)
    assert (keys | checks | unique) - terms - {row[1] for row in LENGTHS} == set(REFUSED)
    assert len(terms) == len(TERMS)


def _holds_the_key(rule: sa.UniqueConstraint) -> bool:
    """Whether a row that broke it would have to have the primary key of another as well."""
    return set(rule.table.primary_key.columns.keys()) <= set(rule.columns.keys())


def test_the_name_of_a_handover_is_not_taken_for_its_reason(ground: Ground) -> None:
    with ground.trial():
        broken = broken_rule(ground.refused(TABLES["handover"].update().values(name="")))
        assert broken.field == "name"


def test_every_sentence_belongs_to_a_constraint_that_exists() -> None:
    names = {str(rule.name) for table in TABLES.values() for rule in (*table.constraints, *table.indexes)}
    assert [known for known in SENTENCES if not any(name.startswith(known) for name in names)] == []
