"""All that is kept of a participant, section by section: the one list of it, for the page and its downloads.

Who adds a table that points at a participant adds it here, or says in `NOT_SHOWN` why it is not shown.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from facilitator.agenda.models import Session
from facilitator.breakouts.group_work.models import Attendance
from facilitator.breakouts.models import Absence, Group, Seat
from facilitator.breakouts.planning.models import Need, Pair, Pin, ReplacedSeat, Wish
from facilitator.capture.models import Card, Evidence, MissingIssue, Wording
from facilitator.errors import N_
from facilitator.feedback.models import FeedbackMark
from facilitator.live.activity import Activity
from facilitator.mail.models import Mail
from facilitator.quotes.models import QuoteConsent
from facilitator.validation.models import (
    Answer,
    ApproachAnswer,
    CityScore,
    CitySpeaker,
    CityVoice,
    Criterion,
    LateReplies,
    Rating,
    SolutionAnswer,
    SolutionLack,
    WordsHiding,
)
from facilitator.web.submissions import Submission
from facilitator.workshops.models import City, FormerEntry, FormerLink, Measure, Organisation, Participant

Query = sa.Select[*tuple[Any, ...]]

# By the name of a column in the files, its label on the page.
LABELS: dict[str, str] = {
    "name": N_("Name"),
    "organisation": N_("Organisation"),
    "city": N_("City"),
    "email": N_("E-mail"),
    "listed": N_("Put on the list"),
    "confirmed": N_("Confirmed"),
    "joined": N_("Joined"),
    "checked_in": N_("Checked in"),
    "left": N_("Left"),
    "quoted": N_("Quoted"),
    "step_free": N_("Step-free access"),
    "languages": N_("Languages"),
    "measure": N_("Measure"),
    "rank": N_("Rank"),
    "round": N_("Round"),
    "group": N_("Group"),
    "mark": N_("Mark"),
    "card": N_("Card"),
    "version": N_("Version"),
    "title": N_("Title"),
    "text": N_("Text"),
    "stance": N_("Experience"),
    "note": N_("Note"),
    "verdict": N_("Answer"),
    "criterion": N_("Criterion"),
    "score": N_("Rating from 1 to 9"),
    "change": N_("Change"),
    "comment": N_("Comment"),
    "need": N_("Need"),
    "lack": N_("What it lacks"),
    "reason": N_("Reason"),
    "after_discussion": N_("After the discussion"),
    "mode": N_("Given by"),
    "counted": N_("Counted"),
    "content": N_("Content"),
    "paper": N_("On paper"),
    "subject": N_("Subject"),
    "address": N_("Address"),
    "state": N_("State"),
    "event": N_("Event"),
    "place": N_("Page"),
    "number": N_("Number"),
    "hidden": N_("Hidden"),
    "restored": N_("Restored"),
    "ended": N_("Ended"),
    "rule": N_("Rule"),
    "at": N_("Time"),
    "owner": N_("Owner"),
    "partners": N_("Partners"),
    "needs": N_("Needs"),
    "next_step": N_("Next step"),
    "conditions": N_("Conditions"),
    "by_when": N_("By when"),
}


class KeptSection(NamedTuple):
    """Something that is kept: its name in the files, its heading, its rows, and the tables that they are of.

    `in_full` is false where there are many rows that say little: those stand in the downloads.
    """

    key: str
    heading: str
    rows: Query
    tables: frozenset[str]
    in_full: bool = True


def _mine(model: Any) -> sa.ColumnElement[bool]:
    # The workshop is named so that an index finds them among the rows of all workshops.
    return sa.and_(
        model.workshop_id == sa.bindparam("workshop"), model.participant_id == sa.bindparam("participant")
    )


def _of(model: Any, *columns: Any) -> Query:
    """Rows of the participant, in the order in which they were made."""
    return sa.select(*columns).select_from(model).where(_mine(model)).order_by(model.id)


def _named(**columns: Any) -> list[sa.Label[Any]]:
    return [column.label(name) for name, column in columns.items()]


# What `queries` puts together to RET-07.
_REF = _named(ref_prefix=Measure.prefix, ref_kind=Card.kind, ref_number=Card.number)


def _of_card(model: Any, card: Any, **columns: Any) -> Query:
    rows = _of(model, *_REF, *_named(**columns))
    of_workshop = Card.workshop_id == sa.bindparam("workshop")
    rows = rows if model is Card else rows.join(Card, sa.and_(Card.id == card, of_workshop))
    return rows.join(Measure, Measure.id == Card.measure_id)


def _of_group(model: Any, **columns: Any) -> Query:
    return (
        _of(model, *_named(round=Session.title, group=Group.name), *_named(**columns))
        .join(Group, Group.id == model.group_id)
        .join(Session, Session.id == Group.round_id)
    )


def _section(key: str, heading: str, rows: Query, *models: Any, in_full: bool = True) -> KeptSection:
    return KeptSection(key, heading, rows, frozenset(model.__tablename__ for model in models), in_full)


_PERSON = (
    sa.select(
        *_named(
            name=Participant.display_name, organisation=Organisation.name, city=City.name,
            email=Participant.email, listed=Participant.invited_at, confirmed=Participant.confirmed_at,
            joined=Participant.joined_at, checked_in=Participant.arrived_at, left=Participant.left_at,
        )
    )
    .select_from(Participant)
    .join(Organisation, Organisation.id == Participant.organisation_id)
    .outerjoin(City, City.id == Organisation.city_id)
    .where(Participant.id == sa.bindparam("participant"))
)  # fmt: skip
_RATINGS = (
    _of_card(Answer, Answer.issue_id, criterion=Criterion.name, score=Rating.score)
    .join(Rating, Rating.answer_id == Answer.id)
    .join(Criterion, Criterion.id == Rating.criterion_id)
    .order_by(Criterion.position)
)
_LACKS = _of_card(SolutionAnswer, SolutionAnswer.solution_id, lack=SolutionLack.lack).join(
    SolutionLack, SolutionLack.answer_id == SolutionAnswer.id
)
_CITY_SCORES = (
    _of_card(CityVoice, CityVoice.issue_id, criterion=Criterion.name, score=CityScore.score)
    .join(CityScore, CityScore.voice_id == CityVoice.id)
    .join(Criterion, Criterion.id == CityScore.criterion_id)
    .order_by(Criterion.position)
)
_RULES = (
    sa.select(*_named(rule=Pair.bond))
    .where(Pair.workshop_id == sa.bindparam("workshop"))
    .where(sa.or_(*(column == sa.bindparam("participant") for column in (Pair.first_id, Pair.second_id))))
    .order_by(Pair.id)
)
_WISHES = _of(Wish, *_named(measure=Measure.title, rank=Wish.rank)).join(
    Measure, Measure.id == Wish.measure_id
)
_ABSENCES = _of(Absence, *_named(round=Session.title)).join(Session, Session.id == Absence.round_id)
_APPROACH = _of(
    ApproachAnswer,
    *_named(
        measure=Measure.title, verdict=ApproachAnswer.verdict, comment=ApproachAnswer.words,
        at=ApproachAnswer.answered_at,
    ),
).join(Measure, Measure.id == ApproachAnswer.measure_id)  # fmt: skip
_WORDINGS = _of_card(
    Wording, Wording.card_id, version=Wording.version, title=Wording.title, text=Wording.text,
    owner=Wording.owner, partners=Wording.partners, needs=Wording.needs, next_step=Wording.next_step,
    conditions=Wording.conditions, by_when=Wording.by_when, at=Wording.written_at,
)  # fmt: skip
_ANSWERS = _of_card(
    Answer, Answer.issue_id, verdict=Answer.verdict, change=Answer.change, comment=Answer.comment,
    need=Answer.need, after_discussion=Answer.take == 2, mode=Answer.mode, at=Answer.answered_at,
)  # fmt: skip
_OF_SOLUTIONS = _of_card(
    SolutionAnswer, SolutionAnswer.solution_id, verdict=SolutionAnswer.intent, change=SolutionAnswer.change,
    comment=SolutionAnswer.comment, at=SolutionAnswer.answered_at,
)  # fmt: skip
_MAILS = _of(Mail, *_named(subject=Mail.subject, address=Mail.recipient, state=Mail.state, at=Mail.queued_at))
_LATE = _of_group(
    LateReplies, counted=LateReplies.counted, content=LateReplies.content, at=LateReplies.arrived_at
)
_HIDDEN = _of(
    WordsHiding,
    *_named(content=WordsHiding.words, reason=WordsHiding.reason, hidden=WordsHiding.hidden_at,
            restored=WordsHiding.restored_at),
)  # fmt: skip

SECTIONS: tuple[KeptSection, ...] = (
    _section("person", N_("Who you are"), _PERSON, Participant),
    _section(
        "quotes",
        N_("How the report quotes you"),
        _of(QuoteConsent, *_named(quoted=QuoteConsent.quoted_as, at=QuoteConsent.answered_at)),
        QuoteConsent,
    ),
    _section(
        "needs",
        N_("Your needs"),
        _of(Need, *_named(step_free=Need.step_free, languages=Need.languages)),
        Need,
    ),
    _section("preferences", N_("Your preferences"), _WISHES, Wish),
    _section("seats", N_("Your seats"), _of_group(Seat), Seat),
    _section("earlier_seats", N_("Seats that were changed"), _of_group(ReplacedSeat), ReplacedSeat),
    _section("absences", N_("Rounds without you"), _ABSENCES, Absence),
    _section("pins", N_("Groups that the team pinned you to"), _of_group(Pin), Pin),
    _section("rules", N_("Rules for seats with another person"), _RULES, Pair),
    _section(
        "attendance",
        N_("Attendance in groups"),
        _of_group(Attendance, mark=Attendance.mark, at=Attendance.marked_at),
        Attendance,
    ),
    _section("cards", N_("Cards you added"), _of_card(Card, Card.id, at=Card.created_at), Card),
    _section("wordings", N_("Texts of cards you wrote"), _WORDINGS, Wording),
    _section(
        "missing_issues", N_("Missing issues you added"), _of_card(MissingIssue, MissingIssue.issue_id),
        MissingIssue,
    ),
    _section(
        "evidence",
        N_("What your city has met, as you said"),
        _of_card(
            Evidence, Evidence.issue_id, stance=Evidence.stance, note=Evidence.note, at=Evidence.given_at
        ),
        Evidence,
    ),
    _section("answers", N_("Your answers to issues"), _ANSWERS, Answer),
    _section("ratings", N_("Your ratings"), _RATINGS, Rating),
    _section("solutions", N_("Your answers to solutions"), _OF_SOLUTIONS, SolutionAnswer),
    _section("lacks", N_("What solutions lack, as you said"), _LACKS, SolutionLack),
    _section("approach", N_("Your answers on the approach"), _APPROACH, ApproachAnswer),
    _section("late", N_("Answers that came too late"), _LATE, LateReplies),
    _section("hidden", N_("Words of yours that the team hid"), _HIDDEN, WordsHiding),
    _section(
        "speaker",
        N_("When you were speaker of your city"),
        _of(CitySpeaker, *_named(at=CitySpeaker.named_at, ended=CitySpeaker.ended_at)).join(
            City, sa.and_(City.id == CitySpeaker.city_id, City.workshop_id == sa.bindparam("workshop"))
        ),
        CitySpeaker,
    ),
    _section(
        "city_answers",
        N_("What you answered for your city"),
        _of_card(
            CityVoice, CityVoice.issue_id, verdict=CityVoice.verdict, reason=CityVoice.reason,
            at=CityVoice.said_at,
        ),
        CityVoice,
    ),
    _section("city_ratings", N_("What you rated for your city"), _CITY_SCORES, CityScore),
    _section("mails", N_("E-mails to you"), _MAILS, Mail),
    _section(
        "feedback",
        N_("That you gave feedback"),
        sa.select(*_named(paper=FeedbackMark.is_paper)).where(_mine(FeedbackMark)),
        FeedbackMark,
    ),
    _section(
        "former",
        N_("Earlier entries of yours"),
        _of(FormerEntry, *_named(number=FormerEntry.former_id)),
        FormerEntry,
    ),
    _section(
        "forms",
        N_("Forms you sent"),
        _of(
            Submission,
            *_named(place=Submission.location, content=Submission.content, at=Submission.arrived_at),
        ),
        Submission,
        in_full=False,
    ),
    _section(
        "log",
        N_("What the log says you did"),
        _of(Activity, *_named(event=Activity.happened, content=Activity.detail, at=Activity.at)),
        Activity,
        in_full=False,
    ),
)  # fmt: skip

NOT_SHOWN: Mapping[str, str] = {
    FormerLink.__tablename__: "it holds a digest that lets somebody in, and nothing else",
    "planned_seat": "a draft of the team by which nobody sits; seats that were published are shown",
}
