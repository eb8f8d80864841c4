"""A workshop in which every table holds something, and every pointer points somewhere."""

from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from facilitator.access.actor import ParticipantActor
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account, SignIn
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import close_session, open_session, plan_session, reveal_session
from facilitator.applications.models import Application, Decision
from facilitator.applications.operations import decide
from facilitator.breakouts.group_work import operations as group_work
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import add_group, close_group, seat_participant
from facilitator.breakouts.queries import seated_group
from facilitator.capture.desk.operations import Typed, set_aside_line
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Cost, Kind, Stance
from facilitator.capture.models.handover import Reading
from facilitator.capture.operations import add_card, contribute_card, give_evidence, hide_card, link_cards
from facilitator.capture.queries import (
    BoardCard,
    active_handover,
    card_by_reference,
    current_wording,
    handed_issues,
)
from facilitator.capture.remarks.operations import correct_remark, hide_remark, make_remark
from facilitator.conclusions.models import ConclusionKind
from facilitator.conclusions.operations import edit_conclusion
from facilitator.conclusions.queries import StatedConclusion
from facilitator.constraints import REWORDED
from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.event_page.imaging import read_picture
from facilitator.event_page.models import FACTS
from facilitator.event_page.operations import publish_page, save_page, set_picture
from facilitator.feedback.models import FeedbackAnswer, FeedbackKind
from facilitator.feedback.operations import give_feedback, hide_text, mark_handed_in, set_feedback
from facilitator.feedback.queries import feedback_held
from facilitator.feedback.rules import FeedbackReply, TypedQuestion
from facilitator.mail.letter import WrittenLetter
from facilitator.mail.models import MailKind
from facilitator.mail.operations import MailDraft, Sender, note_sent, note_setback, queue_mails
from facilitator.mail.rules import NOT_REACHED, answered
from facilitator.matches.operations import agree_to_match, arrange_match, plan_match, refuse_match
from facilitator.quotes.models import QuoteChoice, QuotedAs, QuoteDecision
from facilitator.quotes.operations import choose_how_quoted
from facilitator.quotes.rules import digest_of
from facilitator.reception.models import RosterUpload
from facilitator.register.models import SolutionState
from facilitator.register.operations import save_entry
from facilitator.register.queries import RegisterEntry
from facilitator.rehearsal.models import PlayedScene, Rehearsal
from facilitator.report_details.models import LENGTHS
from facilitator.report_details.operations import save_details
from facilitator.sign_off.operations import ask_cities
from facilitator.validation.ballot import ballot_of, said_by
from facilitator.validation.city_votes.operations import name_speaker, speak_for_city
from facilitator.validation.criteria.operations import translate_criterion
from facilitator.validation.late_replies.operations import keep_late_replies
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.moderation.operations import hide_words, restore_words
from facilitator.validation.moderation.queries import words_of
from facilitator.validation.operations import add_missing_issue, answer_issues
from facilitator.validation.paper.operations import stand_in
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply
from facilitator.validation.second_round.operations import ask_again, show_picture
from facilitator.validation.solutions.operations import answer_solutions
from facilitator.walls.models import WallContent
from facilitator.walls.operations import choose_for_wall
from facilitator.walls.queries import Chosen, wall_with_key
from facilitator.web.submissions import Submission
from facilitator.workshops.models import City, FormerEntry, FormerLink
from facilitator.workshops.operations import move_workshop
from facilitator.workshops.queries import today
from facilitator.workshops.team.models import Invitation
from tests.applications.applying import send, set_days
from tests.event_page.pictures import picture
from tests.small_workshop import SECRET, SmallWorkshop

WORDINGS = {
    Kind.ENABLER: {"title": "A renewal office", "text": "", "reach": "inside", "field": "communication"},
    Kind.STRATEGY: {"title": "Ask the district", "text": "", "side": "inner"},
    Kind.SOLUTION: {
        "title": "One contact person",
        "text": "",
        "owner": "City",
        "by_when": date(2018, 6, 30),
        "cost": Cost.UNDER_10K,
    },
}

ABSENT = "Sofia"
ABOUT_ROSTER = {"encoding": "", "title": "", "other_titles": []}


def fill(workshop: SmallWorkshop) -> int:
    """Take the small workshop to the middle of day two; returns the id of its group."""
    with workshop.change():
        workshop.row.submission = f"made by this form: {workshop.slug}"
        _day_one(workshop)
    with workshop.change():
        group_id = _day_two(workshop)
    with workshop.change():
        author = workshop.actor("Antwerp").author
        for key, by in (("by-the-team", workshop.actor().author), ("by-a-delegate", author)):
            arrived = {"client_id": key, "digest": "", "content": {}, "location": "/"}
            db.session.add(Submission(workshop_id=workshop.id, **arrived, **by))
        token = {"token_hash": f"former-{workshop.slug}"}
        lyon = workshop.participant("Lyon").id
        db.session.add(FormerLink(workshop_id=workshop.id, participant_id=lyon, **token))
        db.session.add(FormerEntry(workshop_id=workshop.id, participant_id=lyon, former_id=10_000))
        db.session.add(Invitation(workshop_id=workshop.id, role=Role.VIEWER, **token))
        typed = {"summary": "Come", "text": "# Why\n\nCome **all**", "venue": "House", "hosts": "Network"}
        typed |= {"contacts": "Ana ana@example.org", "languages": "English", "tags": "flats, people"}
        # In letters that no test takes for English: the addresses beside them have to stay as they are.
        typed |= {"links": "Программа https://example.org/a.pdf", "registration_link": "https://example.org"}
        nothing: dict[str, Any] = dict.fromkeys(FACTS, "")
        facts = nothing | typed | {"begins_at": time(9), "ends_at": None, "registration_until": None}
        publish_page(save_page(workshop.row, facts, by=workshop.actor()), by=workshop.actor())
        words = {"alternative": "Площадь", "credit": "Берта Бош"}
        set_picture(workshop.row, read_picture(picture()), **words, by=workshop.actor())
        filed = dict.fromkeys(LENGTHS, "Filed") | {"abbreviations": "GA Filed"}
        save_details(workshop.row, filed, by=workshop.actor())
        solution = card_by_reference(workshop.row, "RET-S01")
        entry = RegisterEntry(
            workshop.measure(), BoardCard(solution, current_wording(solution)), SolutionState.PLANNED
        )
        plan = {"owner": "City", "partners": "", "next_step": "", "needs": "", "proven_by_id": None}
        version = entry.card.wording.version
        save_entry(
            entry,
            plan | {"by_when": date(2018, 6, 30)},
            SolutionState.STARTED,
            based_on=version,
            by=workshop.actor(),
        )
        # Results would be kept, and some tests change names behind them.
        missing = StatedConclusion(ConclusionKind.MISSING, "RET", None)
        edit_conclusion(workshop.row, missing, "Together", based_on=0, by=workshop.actor())
        for key in ("all", str(workshop.room().id)):
            wall = wall_with_key(workshop.row, key)
            choose_for_wall(workshop.row, wall, Chosen(WallContent.AUTOMATIC), by=workshop.actor())
        ask_cities(workshop.row, today(workshop.row) + timedelta(days=30), by=workshop.actor())
        # Beside the operation, which reads results: they would be kept.
        edited = {"digest": digest_of(workshop.slug), "choice": QuoteChoice.EDITED, "wording": "Ours"}
        db.session.add(QuoteDecision(workshop_id=workshop.id, city_id=workshop.cities["Lyon"], **edited))
        match = plan_match(workshop.row, workshop.city("Antwerp"), workshop.city("Lyon"), by=workshop.actor())
        arranged = {"place": "Hall", "contacts": ("Berta Bosch", "Carla Costa"), "by": workshop.actor()}
        arrange_match(workshop.row, match, date(2018, 1, 15), time(10), **arranged)
        agree_to_match(match, workshop.city("Lyon"), shown=match.stands, by=workshop.actor())
        refused = workshop.city("Heerlen"), workshop.city("Vienna")
        by_city = {"by": workshop.actor(), "refused_by": workshop.city("Vienna")}
        refuse_match(workshop.row, *refused, "No time", **by_city)
        choose_how_quoted(workshop.participant("Antwerp"), QuotedAs.BY_NAME, by=workshop.actor("Antwerp"))
        roster = {"cells": [[1, "Name", "City"], [2, "Berta Bosch", "Antwerp"]], "about": ABOUT_ROSTER}
        db.session.add(
            RosterUpload(workshop_id=workshop.id, account_id=workshop.accounts["organiser"], **roster)
        )
        played = {"workshop_id": workshop.id, "begun_by": workshop.accounts["organiser"]}
        db.session.add(Rehearsal(people=25, seed=1, **played))
        db.session.add(PlayedScene(workshop_id=workshop.id, scene="arrivals"))
        db.session.add(SignIn(account_id=workshop.accounts["facilitator"], by_link=True, **token))
        queue_e_mails(workshop)
        _feedback(workshop)
    return group_id


def ask_for_feedback(workshop: SmallWorkshop) -> None:
    """A form for a month, with a question of each kind; inside of `change`."""
    asked = [TypedQuestion(kind, f"Question {kind.value}") for kind in FeedbackKind]
    set_feedback(workshop.row, asked, today(workshop.row) + timedelta(days=30), by=workshop.actor())


def _feedback(workshop: SmallWorkshop) -> None:
    """A form that has opened with the last session, with a text that is hidden."""
    ask_for_feedback(workshop)
    held, antwerp = feedback_held(workshop.row), workshop.actor("Antwerp")
    assert isinstance(antwerp, ParticipantActor)
    of_sessions, *_, of_text, _contact = held.questions
    useful = FeedbackReply(of_sessions.id, session_id=held.sessions[0].id, value=5)
    give_feedback(held, [useful, FeedbackReply(of_text.id, text="Good")], by=antwerp)
    texts = sa.select(FeedbackAnswer).filter_by(workshop_id=workshop.id, value=None)
    hide_text(db.session.scalars(texts).one(), reason="rude", by=workshop.actor())
    mark_handed_in(workshop.row, held, {workshop.participants["Vienna"]}, shown=set(), by=workshop.actor())


def queue_e_mails(workshop: SmallWorkshop) -> None:
    """One that waits to be tried again, one that was sent, and one that failed."""
    application = sa.select(Application.id).filter_by(workshop_id=workshop.id)
    about: dict[MailKind, dict[str, Any]] = {
        MailKind.PERSONAL_LINK: {"participant_id": workshop.participant("Lyon").id},
        MailKind.APPLICATION_DECIDED: {"application_id": db.session.scalars(application).first()},
        MailKind.INVITATION: {},
    }
    sender, letter = Sender("", "team@example.org"), WrittenLetter("ana@example.org", "0", "0")
    retried, sent, failed = [
        mail
        for kind, ids in about.items()
        for mail in queue_mails(
            workshop.row, kind, [MailDraft(letter, **ids)], sender, by=workshop.actor("organiser")
        )
    ]
    note_sent(sent.id)
    note_setback(retried.id, NOT_REACHED, attempt=0, luck=0)
    note_setback(failed.id, answered(550, "5.1.1"), attempt=0, luck=0)


def _day_one(workshop: SmallWorkshop) -> None:
    team, lyon = workshop.actor(), workshop.actor("Lyon")
    move_workshop(workshop.row, Phase.DAY_ONE, by=team)
    plan_session(
        workshop.row, kind=SessionKind.PLENARY, day=1, title="Opening", starts_at=time(9), minutes=30,
        measure=None, room=workshop.room(), by=team,
    )  # fmt: skip
    open_session(workshop.row, workshop.session(), by=team)
    flats = {"title": "Flats stand empty", "text": "", "aspect": "social"}
    issue = contribute_card(
        workshop.session(), Kind.ISSUE, flats, city=workshop.city("Lyon"), stance=Stance.MET, by=lyon
    )
    entered = workshop.add_issue()
    give_evidence(entered, workshop.city("Vienna"), Stance.SOLVED, by=team)
    for kind, wording in WORDINGS.items():
        extra = {"proven_by_id": workshop.cities["Lyon"]} if kind is Kind.SOLUTION else {}
        card = add_card(workshop.measure(), kind, wording | extra, by=team)
        link_cards(issue, card, by=team)
    hide_card(
        add_card(workshop.measure(), Kind.STRATEGY, WORDINGS[Kind.STRATEGY], by=lyon), reason="twice", by=team
    )
    reveal_session(workshop.session(), by=team)
    close_session(workshop.session(), by=team)
    set_aside_line(workshop.measure(), Typed("Flats"), RuleBroken(REWORDED), by=team)
    make_remark(entered, text="In Lyon, yes", city=workshop.city("Lyon"), by=team)
    remark = make_remark(entered, text="In Vienna too", city=workshop.city("Vienna"), by=team)
    hide_remark(correct_remark(remark, text="Not in Vienna", city=None, by=team), reason="unsure", by=team)
    db.session.add(
        Reading(
            workshop_id=workshop.id, account_id=workshop.accounts["facilitator"],
            measure_id=workshop.measures["RET"], up_to=1,
        )
    )  # fmt: skip


def _day_two(workshop: SmallWorkshop) -> int:
    team, antwerp = workshop.actor(), workshop.actor("Antwerp")
    freeze_handover(workshop.row, name="Day one", by=team)
    move_workshop(workshop.row, Phase.DAY_TWO, by=team)
    account = db.session.get_one(Account, workshop.accounts["facilitator"])
    group = add_group(
        workshop.session("round"), measure=workshop.measure(), name="Table", room=workshop.room(),
        facilitator=account, rapporteur=account, by=team,
    )  # fmt: skip
    seat_participant(workshop.row, group, workshop.participant("Antwerp"), by=team)
    open_session(workshop.row, workshop.session("round"), by=team)
    answer(workshop, "Antwerp", group.id, Reply(Verdict.RIGHT, scores={workshop.criteria["urgency"]: 7}))
    add_missing_issue(
        seated_group(workshop.row, group.id), antwerp.participant_id, title="Nobody counts", text="",
        aspect="technical", city=workshop.city("Antwerp"), by=antwerp,
    )  # fmt: skip
    _voices(workshop)
    _after_the_first_answers(workshop, group)
    _while_it_runs(workshop, group)
    close_group(workshop.row, group, by=team)
    return group.id


def _voices(workshop: SmallWorkshop) -> None:
    team = workshop.actor()
    antwerp, urgency = workshop.city("Antwerp"), workshop.criteria["urgency"]
    name_speaker(workshop.row, antwerp, workshop.participant("Antwerp"), by=team)
    handover = active_handover(workshop.row)
    assert handover
    issue = handed_issues(handover)[0].issue_id
    word = Reply(Verdict.RIGHT, scores={urgency: 8})
    speak_for_city(handover, issue, antwerp, word, by=workshop.actor("Antwerp"))
    words = {"name": "Dringendheid", "question": "", "low": "", "high": ""}
    translate_criterion(workshop.criterion("urgency"), "nl", words, by=team)
    stand_in(workshop.row, _city_that_applied(workshop, ABSENT), by=team)


def _city_that_applied(workshop: SmallWorkshop, name: str) -> City:
    """A city that the organiser has accepted by the call."""
    set_days(workshop)
    application, _ = send(workshop, workshop.slug, city_name=name, country="FR", delegates="")
    decide(
        workshop.row,
        application,
        Decision.ACCEPTED,
        reason="",
        secret=SECRET,
        by=workshop.actor("organiser"),
    )
    return db.session.get_one(City, application.city_id)


def _after_the_first_answers(workshop: SmallWorkshop, group: Group) -> None:
    """Solutions are answered too, the group sees its picture and is asked again, and somebody is late."""
    team, antwerp = workshop.actor(), workshop.actor("Antwerp")
    handover = active_handover(workshop.row)
    assert handover
    mine = antwerp.participant_id or 0
    ballot = ballot_of(workshop.id, group.id, mine, antwerp.city_id)
    solution = card_by_reference(workshop.row, "RET-S01").id
    said = SolutionReply(Intent.YES, lacks=frozenset({Lack.MONEY}))
    answer_solutions(ballot, mine, {solution: said}, ApproachReply(Verdict.RIGHT, "Too slow"), by=antwerp)
    first, second = (issue.issue_id for issue in handed_issues(handover))
    show_picture(group, handover, first, by=team)
    ask_again(group, handover, second, by=team)
    late = {first: (1, Reply(Verdict.NOT_FOR_US, comment="Nonsense"))}
    keep_late_replies(ballot, mine, late, by=antwerp)
    _words_out_of_sight(workshop, mine)


def _words_out_of_sight(workshop: SmallWorkshop, mine: int) -> None:
    """What somebody wrote of an issue and of the approach is hidden; the one was restored in between."""
    team = workshop.actor()
    for reason in ("rude", "rude after all"):
        for about in ("RET-01", "RET"):
            hide_words(words_of(workshop.row, about, mine), reason=reason, by=team)
            if reason == "rude":
                restore_words(words_of(workshop.row, about, mine), by=team)


def _while_it_runs(workshop: SmallWorkshop, group: Group) -> None:
    """A group that notes, is ready, calls, gets messages and more time, and whose people are ticked off."""
    team, now_open = workshop.actor(), seated_group(workshop.row, group.id)
    issue = card_by_reference(workshop.row, "RET-01").id
    for topic in (issue, None):
        group_work.write_note(group, topic, "They all see it so.", asked=[issue], based_on=0, by=team)
    group_work.mark_the_rest_present(now_open, by=team)
    group_work.mark_ready(now_open, by=team)
    group_work.call_facilitator(now_open, word="The projector is dark", by=team)
    group_work.give_time(group.round, 5, table=now_open, by=team)
    group_work.send_message(workshop.row, "Come to an end", group=group, by=team)


def answer(workshop: SmallWorkshop, who: str, group_id: int, *replies: Reply) -> int:
    """Answer to the first issues of a group as one of its participants; inside of `change`."""
    actor = workshop.actor(who)
    ballot = ballot_of(workshop.id, group_id, actor.participant_id, actor.city_id)
    asked = list(said_by(ballot, actor.participant_id or 0))
    given = dict(zip(asked, replies, strict=False))
    return answer_issues(ballot, actor.participant_id or 0, given, by=actor)
