"""Everything that can happen in a workshop: its name, what it is about, its sentence, and whom it concerns.

Each change is written down under one of these names (`activity.record`). Whoever follows what happens asks
here: the log for the sentence, pages that ask again for the topics, the counts of answers for what hangs on
them. A row whose name does not stand here was written by a newer version.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import Self

from facilitator.errors import N_
from facilitator.live.topics import Topic


class Counts(Enum):
    """What of the counts of answers has to be read again after something happened."""

    NOTHING = auto()
    ANSWERS = auto()
    """The answers of the issue that it is about."""
    PEOPLE = auto()
    """Who speaks for which city, and where they sit."""
    EVERYTHING = auto()


_TABLES = {
    **dict.fromkeys(("issue", "enabler", "strategy", "solution", "picture", "second_take", "reply"), "card"),
    "approach": "measure",
    "conclusion": "conclusion_version",
    "cards": "link",
    "line": "waiting_line",
    "member": "membership",
    "round": "session",
    **dict.fromkeys(("wall", "walls"), "wall_choice"),
}
EVERYTHING, WORKSHOP, PEOPLE, SEATS, PLANS, GROUPS, CARDS, MEASURE = list(Topic)[:8]
RESULTS, NOTES, WALLS, GROUP, WORK, PERSON = list(Topic)[8:]
CARD = CARDS, MEASURE, PERSON
ANSWER = PERSON, WORK, RESULTS
SUBJECT = "subject"


class Event(StrEnum):
    """`issue.hidden`: what was done to a row of its `table`, as a whole sentence.

    The gaps of the sentence: `who` did it; the others are filled from the row's detail, each by the entry of
    its own name, and `what` by the row itself, unless `gaps` names another entry (or `SUBJECT`, the row).
    """

    sentence: str
    topics: tuple[Topic, ...]
    counts: Counts
    gaps: Mapping[str, str]

    def __new__(
        cls,
        name: str,
        sentence: str = "",
        topics: Topic | tuple[Topic, ...] = (),
        counts: Counts = Counts.NOTHING,
        gaps: Mapping[str, str] | None = None,
    ) -> Self:
        event = str.__new__(cls, name)
        event._value_ = name
        event.sentence, event.counts = sentence, counts
        event.topics = (topics,) if isinstance(topics, Topic) else topics
        event.gaps = {"what": SUBJECT, **(gaps or {})}
        return event

    @property
    def table(self) -> str:
        """The table of the row that it is about."""
        noun = self.partition(".")[0]
        return _TABLES.get(noun, noun)

    # the workshop and who runs it
    WORKSHOP_CREATED = "workshop.created", N_("%(who)s set the workshop up"), WORKSHOP
    WORKSHOP_CHANGED = (
        "workshop.changed",
        N_("%(who)s changed title, place or dates of the workshop"),
        WORKSHOP,
    )
    WORKSHOP_ARCHIVED = "workshop.archived", N_("%(who)s archived the workshop"), WORKSHOP
    WORKSHOP_RESTORED = "workshop.restored", N_("%(who)s restored the workshop from the archive"), WORKSHOP
    WORKSHOP_EXPORTED = "workshop.exported", N_("%(who)s downloaded the whole workshop as a file")
    WORKSHOP_IMPORTED = "workshop.imported", N_("%(who)s imported the workshop from a file"), WORKSHOP
    WORKSHOP_MOVED = (
        "workshop.moved",
        N_("%(who)s moved the workshop from “%(came_from)s” to “%(to)s”"),
        WORKSHOP,
    )
    WORKSHOP_TERMINOLOGY_SET = (
        "workshop.terminology_set",
        N_("%(who)s changed what things are called"),
        WORKSHOP,
    )
    MEMBER_APPOINTED = "member.appointed", N_("%(who)s gave %(what)s a role"), WORKSHOP
    MEMBER_JOINED = (
        "member.joined",
        N_("%(who)s accepted an invitation to the team. The role is: %(role)s"),
        WORKSHOP,
    )
    MEMBER_CHANGED = (
        "member.changed",
        N_("%(who)s gave %(account)s another role: %(role)s"),
        WORKSHOP,
    )
    MEMBER_REMOVED = "member.removed", N_("%(who)s removed %(account)s from the team"), WORKSHOP
    MEMBER_LEFT = "member.left", N_("%(who)s left the team"), WORKSHOP
    MEMBER_TOOK_OVER = "member.took_over", N_("%(who)s handed the workshop over to %(account)s"), WORKSHOP
    MEMBER_GIVEN_LINK = "member.given_link", N_("%(who)s made a sign-in link for %(account)s"), WORKSHOP
    INVITATION_MADE = "invitation.made", N_("%(who)s invited somebody to the team: %(role)s"), WORKSHOP
    INVITATION_WITHDRAWN = "invitation.withdrawn", N_("%(who)s withdrew an invitation to the team"), WORKSHOP
    WORKSHOP_IMPORTED_PEOPLE = (
        "workshop.imported_people",
        N_("%(who)s imported a list of people. New: %(created)s, changed: %(changed)s"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    PROJECT_ADDED = "project.added", N_("%(who)s added the project %(what)s"), WORKSHOP
    PROJECT_CHANGED = "project.changed", N_("%(who)s changed the project %(what)s"), WORKSHOP
    PROJECT_REMOVED = "project.removed", N_("%(who)s deleted the project %(project)s"), WORKSHOP
    MEASURE_ADDED = "measure.added", N_("%(who)s added the measure %(what)s"), WORKSHOP
    MEASURE_CHANGED = (
        "measure.changed",
        N_("%(who)s changed the measure %(what)s"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    MEASURE_RETIRED = "measure.retired", N_("%(who)s hid the measure %(what)s"), WORKSHOP
    MEASURE_RETURNED = "measure.returned", N_("%(who)s restored the measure %(what)s"), WORKSHOP
    MEASURE_REMOVED = "measure.removed", N_("%(who)s deleted the measure %(measure)s"), WORKSHOP
    CITY_ADDED = "city.added", N_("%(who)s added the city %(what)s"), WORKSHOP, Counts.EVERYTHING
    CITY_CHANGED = "city.changed", N_("%(who)s changed the city %(what)s"), PEOPLE, Counts.EVERYTHING
    CITY_RETIRED = "city.retired", N_("%(who)s hid the city %(what)s"), WORKSHOP
    CITY_RETURNED = "city.returned", N_("%(who)s restored the city %(what)s"), WORKSHOP
    CITY_REMOVED = "city.removed", N_("%(who)s deleted the city %(city)s"), WORKSHOP, Counts.EVERYTHING
    ORGANISATION_CHANGED = (
        "organisation.changed",
        N_("%(who)s changed the organisation %(what)s"),
        PEOPLE,
        Counts.EVERYTHING,
    )
    ORGANISATION_REMOVED = (
        "organisation.removed",
        N_("%(who)s deleted the organisation %(organisation)s"),
        WORKSHOP,
    )
    ORGANISATION_RETIRED = (
        "organisation.retired",
        N_("%(who)s hid the organisation %(what)s"),
        WORKSHOP,
    )
    ORGANISATION_RETURNED = (
        "organisation.returned",
        N_("%(who)s restored the organisation %(what)s"),
        WORKSHOP,
    )
    ORGANISATION_ADDED = (
        "organisation.added",
        N_("%(who)s added the organisation %(what)s"),
        PEOPLE,
        Counts.EVERYTHING,
    )
    ROOM_ADDED = "room.added", N_("%(who)s added the room %(what)s"), WORKSHOP
    ROOM_CHANGED = "room.changed", N_("%(who)s changed the room %(what)s"), WORKSHOP
    ROOM_REMOVED = "room.removed", N_("%(who)s deleted the room %(room)s"), WORKSHOP
    MEASURE_READ = "measure.read", N_("%(who)s read what had come in for %(what)s"), CARDS
    CITY_CAME = "city.came", N_("%(who)s entered the topics that %(what)s asked for"), PLANS
    WORKSHOP_TOLD = "workshop.told", N_("%(who)s told everybody: %(words)s"), WORKSHOP
    WORKSHOP_TOOK_MESSAGE_DOWN = (
        "workshop.took_message_down",
        N_("%(who)s took a message down: %(words)s"),
        WORKSHOP,
    )
    CITY_SPEAKER_NAMED = (
        "city.speaker_named",
        N_("%(who)s made %(participant)s the speaker of %(what)s"),
        PERSON,
    )
    CITY_SPEAKER_DISMISSED = (
        "city.speaker_dismissed",
        N_("%(who)s ended that %(participant)s is the speaker of %(what)s"),
        PERSON,
    )

    EVENT_PAGE_SAVED = "event_page.saved", N_("%(who)s changed the public page"), WORKSHOP
    EVENT_PAGE_PUBLISHED = "event_page.published", N_("%(who)s published the public page"), WORKSHOP
    EVENT_PAGE_UNPUBLISHED = "event_page.unpublished", N_("%(who)s unpublished the public page"), WORKSHOP
    EVENT_PICTURE_SET = "event_picture.set", N_("%(who)s changed the picture of the public page"), WORKSHOP
    EVENT_PICTURE_REMOVED = (
        "event_picture.removed",
        N_("%(who)s deleted the picture of the public page"),
        WORKSHOP,
    )

    REPORT_DETAILS_SAVED = "report_details.saved", N_("%(who)s changed the report details"), WORKSHOP
    SIGN_OFF_SET = (
        "sign_off.set",
        N_("%(who)s set until when cities decide what is quoted of them"),
        WORKSHOP,
    )
    SIGN_OFF_ENDED = (
        "sign_off.ended",
        N_("%(who)s no longer asks cities what is quoted of them"),
        WORKSHOP,
    )
    CITY_QUOTED = "city.quoted", N_("%(who)s decided what is quoted of %(what)s"), WORKSHOP
    MATCH_PLANNED = "match.planned", N_("%(who)s planned a meeting of two cities"), WORKSHOP
    MATCH_ARRANGED = "match.arranged", N_("%(who)s changed a meeting of two cities"), WORKSHOP
    MATCH_AGREED = "match.agreed", N_("%(who)s agreed to a meeting of two cities"), WORKSHOP
    MATCH_REFUSED = "match.refused", N_("%(who)s refused a meeting of two cities"), WORKSHOP
    MATCH_REMOVED = "match.removed", N_("%(who)s removed a meeting of two cities"), WORKSHOP
    CONCLUSION_EDITED = (
        "conclusion.edited",
        N_("%(who)s edited a sentence of the report's summary"),
        WORKSHOP,
    )
    CONCLUSION_LEFT_OUT = (
        "conclusion.left_out",
        N_("%(who)s left a sentence out of the report's summary"),
        WORKSHOP,
    )
    CONCLUSION_RESTORED = (
        "conclusion.restored",
        N_("%(who)s restored the draft of a sentence in the report's summary"),
        WORKSHOP,
    )

    # feedback on the workshop; no event says that somebody has given theirs
    FEEDBACK_SET = "feedback_form.set", N_("%(who)s set up the feedback form"), WORKSHOP
    FEEDBACK_OPENED = "feedback_form.opened", N_("%(who)s opened the feedback form"), WORKSHOP
    FEEDBACK_CLOSED = "feedback_form.closed", N_("%(who)s closed the feedback form"), WORKSHOP
    FEEDBACK_HANDED_IN = "feedback_form.handed_in", N_("%(who)s marked who handed in feedback on paper")
    FEEDBACK_SHEET_ENTERED = "feedback_form.sheet_entered", N_("%(who)s entered feedback from paper")
    FEEDBACK_TEXT_HIDDEN = (
        "feedback_answer.hidden",
        N_("%(who)s hid a text of the feedback. The reason: %(reason)s"),
    )
    FEEDBACK_TEXT_RESTORED = "feedback_answer.restored", N_("%(who)s restored a text of the feedback")

    # the call for interested cities
    CALL_SET = "call.set", N_("%(who)s set up the call for interested cities")
    APPLICATION_SENT = "application.sent", N_("%(who)s sent the application of %(what)s")
    APPLICATION_CHANGED = "application.changed", N_("%(who)s changed the application of %(what)s")
    APPLICATION_ACCEPTED = "application.accepted", N_("%(who)s accepted the application of %(what)s")
    APPLICATION_WAITING = (
        "application.waiting",
        N_("%(who)s put the application of %(what)s on the waiting list"),
    )
    APPLICATION_DECLINED = "application.declined", N_("%(who)s declined the application of %(what)s")
    APPLICATION_REOPENED = (
        "application.reopened",
        N_("%(who)s undid the decision on the application of %(what)s"),
    )
    APPLICATION_DELETED = "application.deleted", N_("%(who)s deleted the application of %(city)s")

    # e-mails
    MAIL_QUEUED = "mail.queued", N_("%(who)s sent an e-mail: %(letter)s")
    WORKSHOP_MAILED = "workshop.mailed", N_("%(who)s sent e-mails: %(letter)s. Number: %(number)s")
    MAIL_RETRIED = "mail.retried", N_("%(who)s sent an e-mail again that had failed")
    MAIL_CANCELLED = "mail.cancelled", N_("%(who)s cancelled an e-mail that had not been sent")

    # the agenda
    SESSION_PLANNED = "session.planned", N_("%(who)s planned %(what)s"), WORKSHOP
    SESSION_CHANGED = "session.changed", N_("%(who)s changed %(what)s"), WORKSHOP
    SESSION_MOVED = "session.moved", N_("%(who)s moved %(what)s to another place in the agenda"), WORKSHOP
    SESSION_REMOVED = (
        "session.removed",
        N_("%(who)s deleted a session from the agenda"),
        WORKSHOP,
        Counts.PEOPLE,
    )
    SESSION_OPENED = "session.opened", N_("%(who)s opened %(what)s"), WORKSHOP
    SESSION_CLOSED = "session.closed", N_("%(who)s closed %(what)s"), WORKSHOP
    SESSION_CLOSING_UNDONE = (
        "session.closing_undone",
        N_("%(who)s took the closing of %(what)s back"),
        WORKSHOP,
    )
    SESSION_GIVEN_TIME = (
        "session.given_time",
        N_("%(who)s gave %(what)s more time, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    SESSION_LOST_TIME = (
        "session.lost_time",
        N_("%(who)s took time back from %(what)s, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    SESSION_SETTLED = "session.settled", N_("%(who)s changed who sees what %(what)s collects"), WORKSHOP
    SESSION_REVEALED = "session.revealed", N_("%(who)s revealed what %(what)s has collected"), WORKSHOP
    SESSION_COVERED = "session.covered", N_("%(who)s covered what %(what)s has collected again"), WORKSHOP
    ROUND_TOLD = "round.told", N_("%(who)s told all groups of %(what)s: %(words)s"), WORKSHOP
    ROUND_GIVEN_TIME = (
        "round.given_time",
        N_("%(who)s gave all groups of %(what)s more time, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    ROUND_LOST_TIME = (
        "round.lost_time",
        N_("%(who)s took time back from all groups of %(what)s, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    ROUND_SPREAD = (
        "round.spread",
        N_("%(who)s spread people over the groups of %(what)s"),
        WORKSHOP,
        Counts.PEOPLE,
    )

    # walls
    WALL_CHANGED = "wall.changed", N_("%(who)s changed the main wall. It shows: %(content)s"), WALLS
    WALL_OF_ROOM_CHANGED = (
        "wall.of_room_changed",
        N_("%(who)s changed the wall of %(room)s. It shows: %(content)s"),
        WALLS,
    )
    WALL_TURNED = "wall.turned", N_("%(who)s went to another page on a wall. Page: %(number)s"), WALLS
    # What all walls show leads the phones as well.
    WALLS_BROUGHT = (
        "walls.brought",
        N_("%(who)s changed all walls. They show: %(content)s"),
        (WALLS, WORKSHOP),
    )
    WALLS_RELEASED = (
        "walls.released",
        N_("%(who)s let each wall show again what was chosen for it"),
        (WALLS, WORKSHOP),
    )

    # people
    PARTICIPANT_JOINED = "participant.joined", N_("%(who)s joined"), PEOPLE, Counts.PEOPLE
    PARTICIPANT_LISTED = "participant.listed", N_("%(who)s added %(what)s to the list"), PEOPLE, Counts.PEOPLE
    PARTICIPANT_CHANGED = (
        "participant.changed",
        N_("%(who)s changed the entry of %(what)s"),
        (PEOPLE, PERSON),
        Counts.PEOPLE,
    )
    PARTICIPANT_REMOVED = (
        "participant.removed",
        N_("%(who)s removed a person from the list"),
        (PEOPLE, SEATS),
        Counts.PEOPLE,
    )
    PARTICIPANT_CHECKED_IN = (
        "participant.checked_in",
        N_("%(who)s checked %(what)s in"),
        PEOPLE,
        Counts.PEOPLE,
    )
    PARTICIPANT_CHECK_IN_UNDONE = (
        "participant.check_in_undone",
        N_("%(who)s undid the check-in of %(what)s"),
        PEOPLE,
        Counts.PEOPLE,
    )
    PARTICIPANT_RETURNED = (
        "participant.returned",
        N_("%(who)s noted that %(what)s is back"),
        WORKSHOP,
        Counts.PEOPLE,
    )
    PARTICIPANT_MOVED = (
        "participant.moved",
        N_("%(who)s put right for whom %(what)s speaks"),
        WORKSHOP,
        Counts.PEOPLE,
    )
    PARTICIPANT_MERGED = (
        "participant.merged",
        N_("%(who)s found that %(what)s had joined twice"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    PARTICIPANT_LINK_RENEWED = (
        "participant.link_renewed",
        N_("%(who)s gave %(what)s a new personal link"),
        (PEOPLE, PERSON),
    )
    PARTICIPANT_SEATED = (
        "participant.seated",
        N_("%(who)s added %(what)s to %(group)s"),
        (SEATS, PERSON, GROUP),
        Counts.PEOPLE,
    )
    PARTICIPANT_UNSEATED = (
        "participant.unseated",
        N_("%(who)s removed %(what)s from %(group)s"),
        (SEATS, PERSON, GROUP),
        Counts.PEOPLE,
    )
    PARTICIPANT_WISHED = (
        "participant.wished",
        N_("%(who)s entered the preferences of %(what)s"),
        (PEOPLE, PERSON),
    )
    PARTICIPANT_QUOTED = (
        "participant.quoted",
        N_("%(who)s chose how the report quotes %(what)s"),
        PERSON,
    )
    PARTICIPANT_NEEDS = "participant.needs", N_("%(who)s entered the needs of %(what)s"), (PEOPLE, PERSON)
    PARTICIPANT_PINNED = "participant.pinned", N_("%(who)s pinned %(what)s to %(group)s"), SEATS
    PARTICIPANT_UNPINNED = "participant.unpinned", N_("%(who)s unpinned %(what)s from %(group)s"), SEATS
    PARTICIPANT_ARRIVED = (
        "participant.arrived",
        N_("%(who)s found seats for %(what)s, who came late"),
        (SEATS, PEOPLE, PERSON),
        Counts.PEOPLE,
    )
    PARTICIPANT_ERASED = (
        "participant.erased",
        N_("%(who)s left for good, and took their name and contact along"),
        (PEOPLE, PERSON),
        Counts.PEOPLE,
    )
    PARTICIPANT_LEFT = "participant.left", N_("%(who)s noted that %(what)s has left"), WORKSHOP, Counts.PEOPLE
    PAIR_BOUND = "pair.bound", N_("%(who)s added a rule for two people"), SEATS
    PAIR_RELEASED = "pair.released", N_("%(who)s deleted a rule for two people"), SEATS
    ATTENDANCE_PRESENT = (
        "attendance.present",
        N_("%(who)s marked %(participant)s as present in %(group)s"),
        WORK,
    )
    ATTENDANCE_LATE = "attendance.late", N_("%(who)s marked %(participant)s as late in %(group)s"), WORK
    ATTENDANCE_LEFT = "attendance.left", N_("%(who)s noted that %(participant)s left %(group)s"), WORK
    ATTENDANCE_ABSENT = (
        "attendance.absent",
        N_("%(who)s noted that %(participant)s is absent from %(group)s"),
        WORK,
    )
    PARTICIPANT_STANDS_IN = (
        "participant.stands_in",
        N_("%(who)s let a proxy answer for %(city)s"),
        PEOPLE,
        Counts.PEOPLE,
    )

    # cards of day one, and what is said of them
    ISSUE_ADDED = "issue.added", N_("%(who)s brought up %(what)s"), CARD
    ISSUE_REWORDED = "issue.reworded", N_("%(who)s reworded %(what)s"), CARD
    ISSUE_CREDITED = "issue.credited", N_("%(who)s put right which city said %(what)s"), CARD
    ISSUE_HIDDEN = "issue.hidden", N_("%(who)s hid %(what)s: %(reason)s"), CARD
    ISSUE_RESTORED = "issue.restored", N_("%(who)s restored %(what)s"), CARD
    ISSUE_VALIDATED = "issue.validated", N_("%(who)s answered %(what)s"), ANSWER, Counts.ANSWERS
    ENABLER_ADDED = "enabler.added", N_("%(who)s added the enabler %(what)s"), CARD
    ENABLER_REWORDED = "enabler.reworded", N_("%(who)s reworded %(what)s"), CARD
    ENABLER_CREDITED = "enabler.credited", N_("%(who)s put right which city said %(what)s"), CARD
    ENABLER_HIDDEN = "enabler.hidden", N_("%(who)s hid %(what)s: %(reason)s"), CARD
    ENABLER_RESTORED = "enabler.restored", N_("%(who)s restored %(what)s"), CARD
    STRATEGY_ADDED = "strategy.added", N_("%(who)s added the strategy %(what)s"), CARD
    STRATEGY_REWORDED = "strategy.reworded", N_("%(who)s reworded %(what)s"), CARD
    STRATEGY_CREDITED = "strategy.credited", N_("%(who)s put right which city said %(what)s"), CARD
    STRATEGY_HIDDEN = "strategy.hidden", N_("%(who)s hid %(what)s: %(reason)s"), CARD
    STRATEGY_RESTORED = "strategy.restored", N_("%(who)s restored %(what)s"), CARD
    SOLUTION_ADDED = "solution.added", N_("%(who)s added the solution %(what)s"), CARD
    SOLUTION_REWORDED = "solution.reworded", N_("%(who)s reworded %(what)s"), CARD
    SOLUTION_MOVED_ON = (
        "solution.moved_on",
        N_("%(who)s changed how far %(what)s is: %(state)s"),
        MEASURE,
    )
    SOLUTION_CREDITED = "solution.credited", N_("%(who)s put right which city said %(what)s"), CARD
    SOLUTION_HIDDEN = "solution.hidden", N_("%(who)s hid %(what)s: %(reason)s"), CARD
    SOLUTION_RESTORED = "solution.restored", N_("%(who)s restored %(what)s"), CARD
    EVIDENCE_GIVEN = (
        "evidence.given",
        N_("%(who)s noted “%(stance)s” for %(city)s on %(what)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue", "city": SUBJECT},
    )
    EVIDENCE_WITHDRAWN = (
        "evidence.withdrawn",
        N_("%(who)s took back “%(stance)s”, noted by mistake, on %(what)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue", "city": SUBJECT},
    )
    EVIDENCE_CHANGED = (
        "evidence.changed",
        N_("%(who)s changed the word of %(city)s to “%(stance)s” on %(what)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue", "city": SUBJECT},
    )
    LINE_SET_ASIDE = "line.set_aside", N_("%(who)s typed a line at the desk that is to be completed"), CARDS
    LINE_COMPLETED = "line.completed", N_("%(who)s completed a line at the desk"), CARDS
    LINE_DELETED = "line.deleted", N_("%(who)s deleted a line at the desk that was to be completed"), CARDS
    CARD_MERGED = "card.merged", N_("%(who)s merged %(what)s into %(other)s"), (*CARD, RESULTS)
    CARD_UNMERGED = "card.unmerged", N_("%(who)s took %(what)s back out of %(other)s"), (*CARD, RESULTS)
    CARD_SPLIT = "card.split", N_("%(who)s split %(what)s"), (*CARD, RESULTS)
    CARD_UNSPLIT = "card.unsplit", N_("%(who)s put %(what)s together again"), (*CARD, RESULTS)
    CARD_CLUSTERED = "card.clustered", N_("%(who)s put %(what)s into the cluster %(cluster)s"), CARDS
    CARD_UNCLUSTERED = "card.unclustered", N_("%(who)s took %(what)s out of the cluster %(cluster)s"), CARDS
    CARD_DISTINGUISHED = "card.distinguished", N_("%(who)s told %(what)s and %(other)s apart"), CARDS
    CARD_UNDISTINGUISHED = (
        "card.undistinguished",
        N_("%(who)s took back that %(what)s and %(other)s are different"),
        CARDS,
    )
    CLUSTER_MADE = "cluster.made", N_("%(who)s made the cluster %(what)s"), CARDS
    CLUSTER_RENAMED = "cluster.renamed", N_("%(who)s gave the cluster %(what)s its name"), CARDS
    CLUSTER_DISSOLVED = "cluster.dissolved", N_("%(who)s dissolved the cluster %(what)s"), CARDS
    CLUSTER_RESTORED = "cluster.restored", N_("%(who)s brought the cluster %(what)s back"), CARDS
    CARDS_LINKED = (
        "cards.linked",
        N_("%(who)s linked %(what)s with %(other)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue_id", "other": "helps_id"},
    )
    CARDS_UNLINKED = (
        "cards.unlinked",
        N_("%(who)s took the link of %(what)s with %(other)s back"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue_id", "other": "helps_id"},
    )
    REMARK_MADE = (
        "remark.made",
        N_("%(who)s wrote down a remark on %(what)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    REMARK_CORRECTED = (
        "remark.corrected",
        N_("%(who)s corrected a remark on %(what)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    REMARK_HIDDEN = (
        "remark.hidden",
        N_("%(who)s hid a remark on %(what)s: %(reason)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    REMARK_RESTORED = (
        "remark.restored",
        N_("%(who)s restored a remark on %(what)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    HANDOVER_FROZEN = (
        "handover.frozen",
        N_("%(who)s handed day one over as %(what)s"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    HANDOVER_REOPENED = (
        "handover.reopened",
        N_("%(who)s opened day one again: %(reason)s"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    ISSUE_VOICED = "issue.voiced", N_("%(who)s set the city vote of %(city)s on %(what)s"), RESULTS
    ISSUE_UNVOICED = "issue.unvoiced", N_("%(who)s deleted the city vote of %(city)s on %(what)s"), RESULTS
    ISSUE_ENTERED = (
        "issue.entered",
        N_("%(who)s entered what %(participant)s said of %(what)s"),
        ANSWER,
        Counts.ANSWERS,
    )
    SOLUTION_VALIDATED = "solution.validated", N_("%(who)s answered %(what)s"), ANSWER
    ISSUE_WORDS_HIDDEN = (
        "issue.words_hidden",
        N_("%(who)s hid what %(participant)s wrote of %(what)s: %(reason)s"),
        (PERSON, RESULTS),
        Counts.ANSWERS,
    )
    ISSUE_WORDS_RESTORED = (
        "issue.words_restored",
        N_("%(who)s restored what %(participant)s wrote of %(what)s"),
        (PERSON, RESULTS),
        Counts.ANSWERS,
    )
    SOLUTION_WORDS_HIDDEN = (
        "solution.words_hidden",
        N_("%(who)s hid what %(participant)s wrote of %(what)s: %(reason)s"),
        (PERSON, RESULTS),
    )
    SOLUTION_WORDS_RESTORED = (
        "solution.words_restored",
        N_("%(who)s restored what %(participant)s wrote of %(what)s"),
        (PERSON, RESULTS),
    )

    # groups, seats and plans
    GROUP_ADDED = "group.added", N_("%(who)s added %(what)s"), WORKSHOP, Counts.PEOPLE
    GROUP_CHANGED = "group.changed", N_("%(who)s changed %(what)s"), WORKSHOP, Counts.PEOPLE
    GROUP_RELOCATED = (
        "group.relocated",
        N_("%(who)s moved %(what)s to another room, %(room)s: %(reason)s"),
        WORKSHOP,
    )
    GROUP_STAFFED = "group.staffed", N_("%(who)s changed the team of %(what)s"), WORKSHOP
    GROUP_REMOVED = "group.removed", N_("%(who)s deleted a group"), WORKSHOP, Counts.PEOPLE
    GROUP_WITHDRAWN = (
        "group.withdrawn",
        N_("%(who)s deactivated %(what)s: %(reason)s"),
        WORKSHOP,
        Counts.PEOPLE,
    )
    GROUP_REACTIVATED = (
        "group.reactivated",
        N_("%(who)s reactivated %(what)s"),
        WORKSHOP,
        Counts.PEOPLE,
    )
    PLAN_BEGUN = "plan.begun", N_("%(who)s started to create plan %(what)s"), PLANS
    PLAN_STOPPED = "plan.stopped", N_("%(who)s stopped creating plan %(what)s"), PLANS
    PLAN_FOUND = "plan.found", N_("%(who)s created plan %(what)s"), PLANS
    PLAN_FAILED = "plan.failed", N_("%(who)s could not create plan %(what)s"), PLANS
    PLAN_CHANGED = "plan.changed", N_("%(who)s moved somebody in plan %(what)s"), PLANS
    PLAN_PUBLISHED = "plan.published", N_("%(who)s published plan %(what)s"), WORKSHOP, Counts.PEOPLE
    PLAN_UNPUBLISHED = (
        "plan.unpublished",
        N_("%(who)s undid the publication of plan %(what)s"),
        WORKSHOP,
        Counts.PEOPLE,
    )
    PLAN_DELETED = "plan.deleted", N_("%(who)s deleted a plan"), PLANS
    GROUP_CLOSED = "group.closed", N_("%(who)s closed %(what)s"), (GROUPS, GROUP)
    GROUP_REOPENED = "group.reopened", N_("%(who)s opened %(what)s again"), (GROUPS, GROUP)
    GROUP_NOTED = "group.noted", N_("%(who)s wrote down what %(what)s says of %(issue)s"), (WORK, NOTES)
    GROUP_NOTED_IN_GENERAL = (
        "group.noted_in_general",
        N_("%(who)s wrote down what %(what)s says in general"),
        (WORK, NOTES),
    )
    GROUP_MARKED_READY = "group.marked_ready", N_("%(who)s said that %(what)s is ready"), WORK
    GROUP_WITHDREW_READY = (
        "group.withdrew_ready",
        N_("%(who)s said that %(what)s is not ready after all"),
        WORK,
    )
    GROUP_CALLED = "group.called", N_("%(who)s called the facilitator to %(what)s: %(words)s"), WORK
    GROUP_CALL_ANSWERED = "group.call_answered", N_("%(who)s answered the call of %(what)s"), WORK
    GROUP_CALL_SETTLED = "group.call_settled", N_("%(who)s settled the call of %(what)s"), WORK
    GROUP_TOLD = "group.told", N_("%(who)s told %(what)s: %(words)s"), GROUP
    GROUP_GIVEN_TIME = (
        "group.given_time",
        N_("%(who)s gave %(what)s more time, in minutes: %(minutes)s"),
        (GROUPS, GROUP),
    )
    GROUP_LOST_TIME = (
        "group.lost_time",
        N_("%(who)s took time back from %(what)s, in minutes: %(minutes)s"),
        (GROUPS, GROUP),
    )

    # day two's answers
    CRITERION_ADDED = "criterion.added", N_("%(who)s added the criterion %(what)s"), WORKSHOP
    CRITERION_REWORDED = "criterion.reworded", N_("%(who)s reworded the criterion %(what)s"), WORKSHOP
    CRITERION_TRANSLATED = "criterion.translated", N_("%(who)s translated the criterion %(what)s"), WORKSHOP
    CRITERION_WEIGHED = (
        "criterion.weighed",
        N_("%(who)s changed the weight of the criterion %(what)s"),
        WORKSHOP,
    )
    CRITERION_MOVED = "criterion.moved", N_("%(who)s moved the criterion %(what)s to another place"), WORKSHOP
    CRITERION_RETIRED = "criterion.retired", N_("%(who)s retired the criterion %(what)s"), WORKSHOP
    CRITERION_RESTORED = "criterion.restored", N_("%(who)s brought the criterion %(what)s back"), WORKSHOP
    APPROACH_VALIDATED = (
        "approach.validated",
        N_("%(who)s answered the question on the approach to %(what)s"),
        ANSWER,
    )
    APPROACH_WORDS_HIDDEN = (
        "approach.words_hidden",
        N_("%(who)s hid what %(participant)s wrote of the approach to %(what)s: %(reason)s"),
        (PERSON, RESULTS),
    )
    APPROACH_WORDS_RESTORED = (
        "approach.words_restored",
        N_("%(who)s restored what %(participant)s wrote of the approach to %(what)s"),
        (PERSON, RESULTS),
    )
    PICTURE_SHOWN = "picture.shown", N_("%(who)s showed %(group)s what it said of %(what)s"), GROUP
    PICTURE_WITHDRAWN = (
        "picture.withdrawn",
        N_("%(who)s hid from %(group)s again what it said of %(what)s"),
        GROUP,
    )
    SECOND_TAKE_OPENED = "second_take.opened", N_("%(who)s asked %(group)s again about %(what)s"), GROUP
    SECOND_TAKE_WITHDRAWN = (
        "second_take.withdrawn",
        N_("%(who)s asked %(group)s no more about %(what)s"),
        GROUP,
    )
    LATE_REPLIES_RECEIVED = (
        "late_replies.received",
        N_("%(who)s answered at %(group)s, too late"),
        (WORK, PERSON),
    )
    LATE_REPLIES_COUNTED = (
        "late_replies.counted",
        N_("%(who)s let count what %(participant)s had said too late"),
        (WORK, PERSON, RESULTS),
        Counts.EVERYTHING,
    )
    LATE_REPLIES_LEFT_OUT = (
        "late_replies.left_out",
        N_("%(who)s left out what %(participant)s had said too late"),
        (WORK, PERSON, RESULTS),
        Counts.EVERYTHING,
    )
    REPLY_FOLLOWED = (
        "reply.followed",
        N_("%(who)s answered an issue that has become part of %(what)s"),
        ANSWER,
        Counts.EVERYTHING,
    )
    REPLY_GAVE_WAY = (
        "reply.gave_way",
        N_("%(who)s answered an issue that has become part of %(what)s, besides the answer to that"),
        ANSWER,
        Counts.EVERYTHING,
    )
    MISSING_ISSUE_ADDED = (
        "missing_issue.added",
        N_("%(who)s said that %(what)s was missing"),
        (WORK, CARDS, MEASURE, RESULTS),
        Counts.NOTHING,
        {"what": "issue"},
    )
    SUBMISSION_CONFLICTED = (
        "submission.conflicted",
        N_("%(who)s sent another text under a form that had arrived"),
        (),
    )


def known(name: str) -> Event | None:
    """The event of this name; none where a newer version wrote it."""
    return _BY_NAME.get(name)


def counts_after(name: str) -> Counts:
    """What of the counts of answers has to be read again after this; of what is not known, everything."""
    event = known(name)
    return event.counts if event else Counts.EVERYTHING


_BY_NAME = {event.value: event for event in Event}
