"""Whatever can happen stands once in one list, with its sentence, what it is about, and whom it concerns."""

import re

import pytest
import sqlalchemy as sa

from facilitator.console.log import NAMED, POINTS_AT, SAID, TERMS
from facilitator.database import db
from facilitator.live.activity import TopicNews, latest_activity
from facilitator.live.events import Event
from facilitator.live.topics import Topic
from tests.capture.lineage.arranged import fill_arrangements
from tests.full_workshop import fill
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database
GAP = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("event", Event)
def test_a_sentence_says_who_did_it_and_has_no_gap_that_the_log_could_not_fill(event: Event) -> None:
    named = {*NAMED, "card", *SAID, *TERMS}
    assert event.sentence.count("%(who)s") == 1
    for gap in set(GAP.findall(event.sentence)) - {"who"}:
        entry = event.gaps.get(gap, gap)
        assert (event.table if entry == "subject" else POINTS_AT.get(entry, entry)) in named


@pytest.mark.slow
def test_what_is_done_is_news_of_each_topic_that_it_concerns(workshop: SmallWorkshop) -> None:
    fill(workshop)
    fill_arrangements(workshop)
    with workshop.look():
        news = dict(db.session.execute(sa.select(TopicNews.topic, TopicNews.newest)).all())
        latest = latest_activity(workshop.id)
    expected = {Topic.EVERYTHING}.union(*(Event(name).topics for name in workshop.happened()))
    assert {Topic(topic.partition("-")[0]) for topic in news} == expected
    assert all("-" in topic for topic in news if Topic(topic.partition("-")[0]).thing)
    assert max(news.values()) == latest
