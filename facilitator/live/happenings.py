"""Everything that can happen in a workshop: its name, what it is about, its sentence, and whom it concerns.

Each change is written down under one of these names (`activity.record`). Whoever follows what happens asks
here: the log for the sentence, pages that ask again for the topics, the counts of answers for what hangs on
them. A row whose name does not stand here was written by a newer version.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from typing import Self

from facilitator.errors import N_


class Topic(StrEnum):
    """What somebody may follow. Those of one thing carry its id: `group-12`."""

    EVERYTHING = "everything"
    """Whatever happens."""
    WORKSHOP = "workshop"
    """The phase, the agenda, names, messages to everybody: what any page may show."""
    PEOPLE = "people"
    """Who is in the workshop."""
    SEATS = "seats"
    """Who sits where, and the rules for it."""
    PLANS = "plans"
    """Plans, and the searches for them."""
    GROUPS = "groups"
    """Which groups run, and until when."""
    CARDS = "cards"
    """The cards of all measures, with all that the team sees of them."""
    MEASURE = "measure"
    """The cards of one measure, as far as the room may see them."""
    RESULTS = "results"
    """What is answered to the issues of one measure."""
    NOTES = "notes"
    """What groups note on one measure."""
    GROUP = "group"
    """One group: its people, its clock, its messages, what it is asked and shown."""
    WORK = "work"
    """What comes from one group: answers, notes, attendance, whether it is ready or calls."""
    PERSON = "person"
    """One participant: their seats, what they gave, what became of it."""

    @property
    def thing(self) -> str:
        """The kind of thing whose id the topic carries; empty for a topic of the whole workshop."""
        return _THINGS.get(self, "")

    def of(self, thing_id: int) -> str:
        """The topic of one thing: `group-12`."""
        return f"{self}-{thing_id}"


_THINGS = {
    Topic.MEASURE: "measure",
    Topic.RESULTS: "measure",
    Topic.NOTES: "measure",
    Topic.GROUP: "group",
    Topic.WORK: "group",
    Topic.PERSON: "participant",
}


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
    "cards": "link",
    "line": "waiting_line",
    "member": "membership",
    "round": "session",
}
EVERYTHING, WORKSHOP, PEOPLE, SEATS, PLANS, GROUPS, CARDS, MEASURE, RESULTS, NOTES, GROUP, WORK, PERSON = (
    Topic
)
CARD = CARDS, MEASURE, PERSON
ANSWER = PERSON, WORK, RESULTS
SUBJECT = "subject"


class Happening(StrEnum):
    """`issue.hidden`: what was done to a row of its `table`, as a sentence that follows a name.

    The gaps of the sentence are filled from the row's detail: each by the entry of its own name, and `what`
    by the row itself, unless `gaps` names another entry (or `SUBJECT`, the row).
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
        happening = str.__new__(cls, name)
        happening._value_ = name
        happening.sentence, happening.counts = sentence, counts
        happening.topics = (topics,) if isinstance(topics, Topic) else topics
        happening.gaps = {"what": SUBJECT, **(gaps or {})}
        return happening

    @property
    def table(self) -> str:
        """The table of the row that it is about."""
        noun = self.partition(".")[0]
        return _TABLES.get(noun, noun)

    # the workshop and who runs it
    WORKSHOP_CREATED = "workshop.created", N_("set the workshop up"), WORKSHOP
    WORKSHOP_MOVED = "workshop.moved", N_("moved the workshop from “%(came_from)s” to “%(to)s”"), WORKSHOP
    MEMBER_APPOINTED = "member.appointed", N_("gave %(what)s a role"), WORKSHOP
    PROJECT_ADDED = "project.added", N_("added the project %(what)s"), WORKSHOP
    MEASURE_ADDED = "measure.added", N_("added the measure %(what)s"), WORKSHOP
    CITY_ADDED = "city.added", N_("added the city %(what)s"), WORKSHOP, Counts.EVERYTHING
    ORGANISATION_ADDED = (
        "organisation.added",
        N_("added the organisation %(what)s"),
        PEOPLE,
        Counts.EVERYTHING,
    )
    ROOM_ADDED = "room.added", N_("added the room %(what)s"), WORKSHOP
    MEASURE_READ = "measure.read", N_("read what had come in for %(what)s"), CARDS
    CITY_CAME = "city.came", N_("noted what %(what)s came for"), PLANS
    WORKSHOP_TOLD = "workshop.told", N_("told everybody: %(words)s"), WORKSHOP
    WORKSHOP_TOOK_MESSAGE_DOWN = "workshop.took_message_down", N_("took a message down: %(words)s"), WORKSHOP
    CITY_SPEAKER_NAMED = "city.speaker_named", N_("made %(participant)s the speaker of %(what)s"), PERSON
    CITY_SPEAKER_DISMISSED = (
        "city.speaker_dismissed",
        N_("ended that %(participant)s is the speaker of %(what)s"),
        PERSON,
    )

    # the agenda
    SESSION_PLANNED = "session.planned", N_("planned %(what)s"), WORKSHOP
    SESSION_OPENED = "session.opened", N_("opened %(what)s"), WORKSHOP
    SESSION_CLOSED = "session.closed", N_("closed %(what)s"), WORKSHOP
    SESSION_CLOSING_UNDONE = "session.closing_undone", N_("took the closing of %(what)s back"), WORKSHOP
    SESSION_GIVEN_TIME = (
        "session.given_time",
        N_("gave %(what)s more time, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    SESSION_LOST_TIME = (
        "session.lost_time",
        N_("took time back from %(what)s, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    SESSION_SETTLED = "session.settled", N_("changed who sees what %(what)s collects"), WORKSHOP
    SESSION_REVEALED = "session.revealed", N_("revealed what %(what)s has collected"), WORKSHOP
    SESSION_COVERED = "session.covered", N_("covered what %(what)s has collected again"), WORKSHOP
    ROUND_CHANGED = "round.changed", N_("changed %(what)s"), WORKSHOP, Counts.PEOPLE
    ROUND_REMOVED = "round.removed", N_("removed a breakout round"), WORKSHOP, Counts.PEOPLE
    ROUND_TOLD = "round.told", N_("told all groups of %(what)s: %(words)s"), WORKSHOP
    ROUND_GIVEN_TIME = (
        "round.given_time",
        N_("gave all groups of %(what)s more time, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    ROUND_LOST_TIME = (
        "round.lost_time",
        N_("took time back from all groups of %(what)s, in minutes: %(minutes)s"),
        WORKSHOP,
    )
    ROUND_SPREAD = "round.spread", N_("spread people over the groups of %(what)s"), WORKSHOP, Counts.PEOPLE

    # people
    PARTICIPANT_JOINED = "participant.joined", N_("joined"), PEOPLE, Counts.PEOPLE
    PARTICIPANT_MOVED = "participant.moved", N_("put right for whom %(what)s speaks"), WORKSHOP, Counts.PEOPLE
    PARTICIPANT_MERGED = (
        "participant.merged",
        N_("found that %(what)s had joined twice"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    PARTICIPANT_LINK_RENEWED = (
        "participant.link_renewed",
        N_("gave %(what)s a new personal link"),
        (PEOPLE, PERSON),
    )
    PARTICIPANT_SEATED = (
        "participant.seated",
        N_("gave %(what)s a seat at %(group)s"),
        (SEATS, PERSON, GROUP),
        Counts.PEOPLE,
    )
    PARTICIPANT_UNSEATED = (
        "participant.unseated",
        N_("took %(what)s out of %(group)s"),
        (SEATS, PERSON, GROUP),
        Counts.PEOPLE,
    )
    PARTICIPANT_WISHED = "participant.wished", N_("noted what %(what)s wishes to visit"), (PEOPLE, PERSON)
    PARTICIPANT_NEEDS = "participant.needs", N_("noted what %(what)s needs"), (PEOPLE, PERSON)
    PARTICIPANT_PINNED = "participant.pinned", N_("pinned %(what)s to %(group)s"), SEATS
    PARTICIPANT_UNPINNED = "participant.unpinned", N_("unpinned %(what)s from %(group)s"), SEATS
    PARTICIPANT_ARRIVED = (
        "participant.arrived",
        N_("found seats for %(what)s, who came late"),
        (SEATS, PEOPLE, PERSON),
        Counts.PEOPLE,
    )
    PARTICIPANT_LEFT = "participant.left", N_("noted that %(what)s has left"), WORKSHOP, Counts.PEOPLE
    PAIR_BOUND = "pair.bound", N_("said of two people whether they sit together"), SEATS
    PAIR_RELEASED = "pair.released", N_("took a rule for two people back"), SEATS
    ATTENDANCE_PRESENT = "attendance.present", N_("ticked %(participant)s off as present at %(group)s"), WORK
    ATTENDANCE_LATE = "attendance.late", N_("ticked %(participant)s off as late at %(group)s"), WORK
    ATTENDANCE_LEFT = "attendance.left", N_("noted that %(participant)s left %(group)s"), WORK
    ATTENDANCE_ABSENT = "attendance.absent", N_("noted that %(participant)s is absent from %(group)s"), WORK
    PARTICIPANT_STANDS_IN = (
        "participant.stands_in",
        N_("let a proxy answer for %(city)s"),
        PEOPLE,
        Counts.PEOPLE,
    )

    # cards of day one, and what is said of them
    ISSUE_ADDED = "issue.added", N_("brought up %(what)s"), CARD
    ISSUE_REWORDED = "issue.reworded", N_("reworded %(what)s"), CARD
    ISSUE_CREDITED = "issue.credited", N_("put right which city said %(what)s"), CARD
    ISSUE_HIDDEN = "issue.hidden", N_("hid %(what)s: %(reason)s"), CARD
    ISSUE_RESTORED = "issue.restored", N_("restored %(what)s"), CARD
    ISSUE_VALIDATED = "issue.validated", N_("answered to %(what)s"), ANSWER, Counts.ANSWERS
    ENABLER_ADDED = "enabler.added", N_("added the enabler %(what)s"), CARD
    ENABLER_REWORDED = "enabler.reworded", N_("reworded %(what)s"), CARD
    ENABLER_CREDITED = "enabler.credited", N_("put right which city said %(what)s"), CARD
    ENABLER_HIDDEN = "enabler.hidden", N_("hid %(what)s: %(reason)s"), CARD
    ENABLER_RESTORED = "enabler.restored", N_("restored %(what)s"), CARD
    STRATEGY_ADDED = "strategy.added", N_("added the strategy %(what)s"), CARD
    STRATEGY_REWORDED = "strategy.reworded", N_("reworded %(what)s"), CARD
    STRATEGY_CREDITED = "strategy.credited", N_("put right which city said %(what)s"), CARD
    STRATEGY_HIDDEN = "strategy.hidden", N_("hid %(what)s: %(reason)s"), CARD
    STRATEGY_RESTORED = "strategy.restored", N_("restored %(what)s"), CARD
    SOLUTION_ADDED = "solution.added", N_("added the solution %(what)s"), CARD
    SOLUTION_REWORDED = "solution.reworded", N_("reworded %(what)s"), CARD
    SOLUTION_CREDITED = "solution.credited", N_("put right which city said %(what)s"), CARD
    SOLUTION_HIDDEN = "solution.hidden", N_("hid %(what)s: %(reason)s"), CARD
    SOLUTION_RESTORED = "solution.restored", N_("restored %(what)s"), CARD
    EVIDENCE_GIVEN = (
        "evidence.given",
        N_("noted “%(stance)s” for %(city)s on %(what)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue", "city": SUBJECT},
    )
    EVIDENCE_WITHDRAWN = (
        "evidence.withdrawn",
        N_("took back “%(stance)s”, noted by mistake, on %(what)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue", "city": SUBJECT},
    )
    EVIDENCE_CHANGED = (
        "evidence.changed",
        N_("changed the word of %(city)s to “%(stance)s” on %(what)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue", "city": SUBJECT},
    )
    LINE_SET_ASIDE = "line.set_aside", N_("typed a line at the desk that is to be completed"), CARDS
    LINE_COMPLETED = "line.completed", N_("completed a line at the desk"), CARDS
    LINE_DELETED = "line.deleted", N_("deleted a line at the desk that was to be completed"), CARDS
    CARD_MERGED = "card.merged", N_("merged %(what)s into %(other)s"), (*CARD, RESULTS)
    CARD_UNMERGED = "card.unmerged", N_("took %(what)s back out of %(other)s"), (*CARD, RESULTS)
    CARD_SPLIT = "card.split", N_("split %(what)s"), (*CARD, RESULTS)
    CARD_UNSPLIT = "card.unsplit", N_("put %(what)s together again"), (*CARD, RESULTS)
    CARD_CLUSTERED = "card.clustered", N_("put %(what)s into the cluster %(cluster)s"), CARDS
    CARD_UNCLUSTERED = "card.unclustered", N_("took %(what)s out of the cluster %(cluster)s"), CARDS
    CARD_DISTINGUISHED = "card.distinguished", N_("told %(what)s and %(other)s apart"), CARDS
    CARD_UNDISTINGUISHED = (
        "card.undistinguished",
        N_("took back that %(what)s and %(other)s are different"),
        CARDS,
    )
    CLUSTER_MADE = "cluster.made", N_("made the cluster %(what)s"), CARDS
    CLUSTER_RENAMED = "cluster.renamed", N_("gave the cluster %(what)s its name"), CARDS
    CLUSTER_DISSOLVED = "cluster.dissolved", N_("dissolved the cluster %(what)s"), CARDS
    CLUSTER_RESTORED = "cluster.restored", N_("brought the cluster %(what)s back"), CARDS
    CARDS_LINKED = (
        "cards.linked",
        N_("linked %(what)s with %(other)s"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue_id", "other": "helps_id"},
    )
    CARDS_UNLINKED = (
        "cards.unlinked",
        N_("took the link of %(what)s with %(other)s back"),
        (CARDS, MEASURE),
        Counts.NOTHING,
        {"what": "issue_id", "other": "helps_id"},
    )
    REMARK_MADE = (
        "remark.made",
        N_("wrote down a remark on %(what)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    REMARK_CORRECTED = (
        "remark.corrected",
        N_("corrected a remark on %(what)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    REMARK_HIDDEN = (
        "remark.hidden",
        N_("hid a remark on %(what)s: %(reason)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    REMARK_RESTORED = (
        "remark.restored",
        N_("restored a remark on %(what)s"),
        CARDS,
        Counts.NOTHING,
        {"what": "issue"},
    )
    HANDOVER_FROZEN = "handover.frozen", N_("handed day one over as %(what)s"), WORKSHOP, Counts.EVERYTHING
    HANDOVER_REOPENED = (
        "handover.reopened",
        N_("opened day one again: %(reason)s"),
        WORKSHOP,
        Counts.EVERYTHING,
    )
    ISSUE_VOICED = "issue.voiced", N_("set the word of %(city)s on %(what)s"), RESULTS
    ISSUE_UNVOICED = "issue.unvoiced", N_("took back the word of %(city)s on %(what)s"), RESULTS
    ISSUE_ENTERED = (
        "issue.entered",
        N_("entered what %(participant)s said of %(what)s"),
        ANSWER,
        Counts.ANSWERS,
    )
    SOLUTION_VALIDATED = "solution.validated", N_("answered to %(what)s"), ANSWER
    ISSUE_WORDS_HIDDEN = (
        "issue.words_hidden",
        N_("hid what %(participant)s wrote of %(what)s: %(reason)s"),
        (PERSON, RESULTS),
        Counts.ANSWERS,
    )
    ISSUE_WORDS_RESTORED = (
        "issue.words_restored",
        N_("restored what %(participant)s wrote of %(what)s"),
        (PERSON, RESULTS),
        Counts.ANSWERS,
    )
    SOLUTION_WORDS_HIDDEN = (
        "solution.words_hidden",
        N_("hid what %(participant)s wrote of %(what)s: %(reason)s"),
        (PERSON, RESULTS),
    )
    SOLUTION_WORDS_RESTORED = (
        "solution.words_restored",
        N_("restored what %(participant)s wrote of %(what)s"),
        (PERSON, RESULTS),
    )

    # groups, seats and plans
    GROUP_ADDED = "group.added", N_("set up %(what)s"), WORKSHOP, Counts.PEOPLE
    GROUP_CHANGED = "group.changed", N_("changed %(what)s"), WORKSHOP, Counts.PEOPLE
    GROUP_RELOCATED = "group.relocated", N_("gave %(what)s another room, %(room)s: %(reason)s"), WORKSHOP
    GROUP_STAFFED = "group.staffed", N_("said who runs %(what)s"), WORKSHOP
    GROUP_REMOVED = "group.removed", N_("removed a group"), WORKSHOP, Counts.PEOPLE
    GROUP_WITHDRAWN = "group.withdrawn", N_("put %(what)s out of use: %(reason)s"), WORKSHOP, Counts.PEOPLE
    PLAN_BEGUN = "plan.begun", N_("began to search for plan %(what)s"), PLANS
    PLAN_STOPPED = "plan.stopped", N_("stopped the search for plan %(what)s"), PLANS
    PLAN_FOUND = "plan.found", N_("has plan %(what)s now"), PLANS
    PLAN_FAILED = "plan.failed", N_("has no plan %(what)s: none was found"), PLANS
    PLAN_CHANGED = "plan.changed", N_("moved somebody in plan %(what)s"), PLANS
    PLAN_PUBLISHED = "plan.published", N_("published plan %(what)s"), WORKSHOP, Counts.PEOPLE
    PLAN_DELETED = "plan.deleted", N_("deleted a plan"), PLANS
    GROUP_CLOSED = "group.closed", N_("closed %(what)s"), (GROUPS, GROUP)
    GROUP_REOPENED = "group.reopened", N_("opened %(what)s again"), (GROUPS, GROUP)
    GROUP_NOTED = "group.noted", N_("wrote down what %(what)s says of %(issue)s"), (WORK, NOTES)
    GROUP_NOTED_IN_GENERAL = (
        "group.noted_in_general",
        N_("wrote down what %(what)s says in general"),
        (WORK, NOTES),
    )
    GROUP_MARKED_READY = "group.marked_ready", N_("said that %(what)s is ready"), WORK
    GROUP_WITHDREW_READY = "group.withdrew_ready", N_("said that %(what)s is not ready after all"), WORK
    GROUP_CALLED = "group.called", N_("called the facilitator to %(what)s: %(words)s"), WORK
    GROUP_CALL_ANSWERED = "group.call_answered", N_("answered the call of %(what)s"), WORK
    GROUP_CALL_SETTLED = "group.call_settled", N_("settled the call of %(what)s"), WORK
    GROUP_TOLD = "group.told", N_("told %(what)s: %(words)s"), GROUP
    GROUP_GIVEN_TIME = (
        "group.given_time",
        N_("gave %(what)s more time, in minutes: %(minutes)s"),
        (GROUPS, GROUP),
    )
    GROUP_LOST_TIME = (
        "group.lost_time",
        N_("took time back from %(what)s, in minutes: %(minutes)s"),
        (GROUPS, GROUP),
    )

    # day two's answers
    CRITERION_ADDED = "criterion.added", N_("added the criterion %(what)s"), WORKSHOP
    CRITERION_REWORDED = "criterion.reworded", N_("reworded the criterion %(what)s"), WORKSHOP
    CRITERION_TRANSLATED = "criterion.translated", N_("translated the criterion %(what)s"), WORKSHOP
    CRITERION_WEIGHED = "criterion.weighed", N_("changed the weight of the criterion %(what)s"), WORKSHOP
    CRITERION_MOVED = "criterion.moved", N_("moved the criterion %(what)s to another place"), WORKSHOP
    CRITERION_RETIRED = "criterion.retired", N_("retired the criterion %(what)s"), WORKSHOP
    CRITERION_RESTORED = "criterion.restored", N_("brought the criterion %(what)s back"), WORKSHOP
    APPROACH_VALIDATED = "approach.validated", N_("answered to the approach to %(what)s"), ANSWER
    APPROACH_WORDS_HIDDEN = (
        "approach.words_hidden",
        N_("hid what %(participant)s wrote of the approach to %(what)s: %(reason)s"),
        (PERSON, RESULTS),
    )
    APPROACH_WORDS_RESTORED = (
        "approach.words_restored",
        N_("restored what %(participant)s wrote of the approach to %(what)s"),
        (PERSON, RESULTS),
    )
    PICTURE_SHOWN = "picture.shown", N_("showed %(group)s what it said of %(what)s"), GROUP
    PICTURE_WITHDRAWN = "picture.withdrawn", N_("hid from %(group)s again what it said of %(what)s"), GROUP
    SECOND_TAKE_OPENED = "second_take.opened", N_("asked %(group)s again about %(what)s"), GROUP
    SECOND_TAKE_WITHDRAWN = "second_take.withdrawn", N_("asked %(group)s no more about %(what)s"), GROUP
    LATE_REPLIES_RECEIVED = "late_replies.received", N_("answered at %(group)s, too late"), (WORK, PERSON)
    LATE_REPLIES_COUNTED = (
        "late_replies.counted",
        N_("let count what %(participant)s had said too late"),
        (WORK, PERSON, RESULTS),
        Counts.EVERYTHING,
    )
    LATE_REPLIES_LEFT_OUT = (
        "late_replies.left_out",
        N_("left out what %(participant)s had said too late"),
        (WORK, PERSON, RESULTS),
        Counts.EVERYTHING,
    )
    REPLY_FOLLOWED = (
        "reply.followed",
        N_("answered to an issue that has become part of %(what)s"),
        ANSWER,
        Counts.EVERYTHING,
    )
    REPLY_GAVE_WAY = (
        "reply.gave_way",
        N_("answered to an issue that has become part of %(what)s, besides the answer to that"),
        ANSWER,
        Counts.EVERYTHING,
    )
    MISSING_ISSUE_ADDED = (
        "missing_issue.added",
        N_("said that %(what)s was missing"),
        (WORK, CARDS, MEASURE, RESULTS),
        Counts.NOTHING,
        {"what": "issue"},
    )
    SUBMISSION_CONFLICTED = "submission.conflicted", N_("sent another text under a form that had arrived"), ()


def known(name: str) -> Happening | None:
    """The happening of this name; none where a newer version wrote it."""
    return _BY_NAME.get(name)


def counts_after(name: str) -> Counts:
    """What of the counts of answers has to be read again after this; of what is not known, everything."""
    happening = known(name)
    return happening.counts if happening else Counts.EVERYTHING


_BY_NAME = {happening.value: happening for happening in Happening}
