"""What is kept is sent once, by a real mail server; what that refuses is tried again, or said in words."""

import email
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import policy
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, strategies

from facilitator.config import MailServer
from facilitator.database import db, now
from facilitator.mail.composing import compose
from facilitator.mail.letter import WrittenLetter
from facilitator.mail.models import Mail, MailKind, MailState
from facilitator.mail.operations import MailDraft, MailToSend, Sender, claim_due, note_setback, queue_mails
from facilitator.mail.rules import (
    ADDRESS_KEPT_FOR,
    CLAIMED_FOR,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    NOT_REACHED,
    answered,
    check_may_try_again,
    next_attempt,
)
from facilitator.mail.sending import CLEARS_EVERY, MailThread, clear_old, send_due
from facilitator.text import clean_line
from tests.journeys.serving import free_port
from tests.mail.postbox import CERTIFICATE, SENDER, Postbox, postbox, text_of
from tests.small_workshop import SECRET, SmallWorkshop

TO = "ana@porto.example.org"


def queue(workshop: SmallWorkshop, to: str = TO, subject: str = "Welcome", body: str = "Come in.") -> int:
    """An e-mail that waits; inside of `change`."""
    letter = WrittenLetter(to, subject, body)
    sender = Sender(workshop.row.title, "team@example.org")
    by = workshop.actor("organiser")
    return queue_mails(workshop.row, MailKind.INVITATION, [MailDraft(letter)], sender, by=by)[0].id


def queued(workshop: SmallWorkshop, **letter: str) -> int:
    """The same, kept."""
    with workshop.change():
        return queue(workshop, **letter)


def became(workshop: SmallWorkshop, mail_id: int) -> tuple[MailState, int, str]:
    """The state of an e-mail, how often it was tried, and why that came to nothing."""
    with workshop.look():
        mail = db.session.get_one(Mail, mail_id)
        return mail.state, mail.attempts, str(mail.reason or "")


def later(workshop: SmallWorkshop, by: timedelta = LONGEST_WAIT * 2) -> None:
    """Let so much time pass for what waits."""
    with workshop.change():
        for mail in db.session.scalars(sa.select(Mail)):
            mail.next_attempt_at -= by


def test_what_is_kept_is_sent_once_and_its_text_is_deleted(workshop: SmallWorkshop, box: Postbox) -> None:
    mail_id = queued(workshop, body="Come in:\n\nhttp://localhost/" + "x" * 200)
    assert send_due(workshop.app, box.server)
    assert send_due(workshop.app, box.server)
    [mail] = box.mails
    assert box.recipients == [TO]
    assert {name: mail[name] for name in ("To", "From", "Reply-To", "Subject", "Auto-Submitted")} == {
        "To": TO,
        "From": f"Replication workshop <{SENDER}>",
        "Reply-To": "team@example.org",
        "Subject": "Welcome",
        "Auto-Submitted": "auto-generated",
    }
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert text_of(mail) == "Come in:\n\nhttp://localhost/" + "x" * 200 + "\n"
    assert abs(mail["Date"].datetime - now()) < timedelta(minutes=1)
    assert mail["Message-ID"].endswith("@example.org>")
    assert became(workshop, mail_id) == (MailState.SENT, 1, "")
    with workshop.look():
        assert db.session.get_one(Mail, mail_id).body == ""


def test_what_is_undone_is_not_sent(workshop: SmallWorkshop, box: Postbox) -> None:
    with workshop.refuses("This e-mail has been sent by now."):
        queue(workshop)
        check_may_try_again(MailState.SENT, has_text=True)
    send_due(workshop.app, box.server)
    assert box.mails == []


def test_many_go_by_one_connection(workshop: SmallWorkshop, box: Postbox) -> None:
    with workshop.change():
        for number in range(25):
            queue(workshop, subject=f"Number {number}")
    send_due(workshop.app, box.server)
    assert (box.subjects, box.connections) == ([f"Number {number}" for number in range(25)], 1)


def test_what_the_server_does_not_take_yet_is_tried_again_with_the_same_message_id(
    workshop: SmallWorkshop, box: Postbox
) -> None:
    mail_id = queued(workshop)
    box.to_recipients, box.to_texts = ["450 4.2.1 Try later"], ["250 OK", "451 4.3.0 Busy"]
    box.to_texts = ["451 4.3.0 Busy"]
    send_due(workshop.app, box.server)
    said = "The mail server did not accept this e-mail yet. It says: "
    assert became(workshop, mail_id) == (MailState.WAITING, 1, f"{said}4.2.1 Try later")
    send_due(workshop.app, box.server)
    assert became(workshop, mail_id)[1] == 1, "it waits first"
    later(workshop)
    send_due(workshop.app, box.server)
    assert became(workshop, mail_id) == (MailState.WAITING, 2, f"{said}4.3.0 Busy")
    later(workshop)
    send_due(workshop.app, box.server)
    assert became(workshop, mail_id) == (MailState.SENT, 3, "")
    assert len(box.mails) == 1


def test_what_the_server_refuses_for_good_is_said_and_the_others_go(
    workshop: SmallWorkshop, box: Postbox
) -> None:
    with workshop.change():
        ids = [queue(workshop, subject=subject) for subject in ("one", "two", "three", "four")]
    box.to_recipients = ["550 5.1.1 No such user", "552 5.2.2 Over quota", "554 5.7.1 Not from you", "250 OK"]
    send_due(workshop.app, box.server)
    assert [became(workshop, mail_id) for mail_id in ids] == [
        (MailState.FAILED, 1, "This address does not exist. The mail server says: 5.1.1 No such user"),
        (MailState.FAILED, 1, "This mailbox is full. The mail server says: 5.2.2 Over quota"),
        (MailState.FAILED, 1, "The mail server refused this e-mail. It says: 5.7.1 Not from you"),
        (MailState.SENT, 1, ""),
    ]
    assert box.subjects == ["four"]


def test_a_server_that_ends_the_conversation_is_called_again(workshop: SmallWorkshop, box: Postbox) -> None:
    with workshop.change():
        first, second = (queue(workshop, subject=subject) for subject in ("one", "two"))
    box.to_texts = ["421 4.3.2 Closing"]
    send_due(workshop.app, box.server)
    assert became(workshop, first)[0] is MailState.WAITING
    assert became(workshop, second)[0] is MailState.SENT
    assert box.connections == 2


def test_a_server_that_is_not_there_leaves_all_waiting(workshop: SmallWorkshop) -> None:
    with workshop.change():
        ids = [queue(workshop) for _ in range(3)]
    assert not send_due(workshop.app, MailServer("localhost", free_port(), "none", SENDER))
    not_reached = (MailState.WAITING, 1, "The mail server cannot be reached.")
    assert [became(workshop, mail_id) for mail_id in ids] == [not_reached] * 3


@pytest.mark.one_database
@pytest.mark.parametrize(("security", "user"), [("starttls", "team"), ("tls", "")])
def test_a_secure_connection_is_made_to_a_server_that_can_be_trusted_alone(
    workshop: SmallWorkshop, security: str, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_id = queued(workshop)
    with postbox(security=security, user=user, password="right") as box:
        assert not send_due(workshop.app, box.server)
        reason = "The connection to the mail server cannot be made secure."
        assert became(workshop, mail_id) == (MailState.WAITING, 1, reason)
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        later(workshop)
        assert send_due(workshop.app, box.server)
        assert box.subjects == ["Welcome"]


@pytest.mark.one_database
def test_a_server_without_a_secure_connection_is_told_nothing(workshop: SmallWorkshop, box: Postbox) -> None:
    mail_id = queued(workshop)
    server = MailServer("localhost", box.server.port, "starttls", SENDER, "team", "right")
    assert not send_due(workshop.app, server)
    assert became(workshop, mail_id)[2] == "The connection to the mail server cannot be made secure."
    assert box.mails == []


@pytest.mark.one_database
def test_a_wrong_password_leaves_all_waiting(
    workshop: SmallWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_id = queued(workshop)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with postbox(security="starttls", user="team", password="wrong") as box:
        assert not send_due(workshop.app, box.server)
    reason = "The mail server does not accept our user name and password."
    assert became(workshop, mail_id) == (MailState.WAITING, 1, reason)


@pytest.mark.one_database
def test_other_letters_arrive_as_they_were_typed(workshop: SmallWorkshop, box: Postbox) -> None:
    with workshop.change():
        workshop.row.title = "Größe, „Wärme“ & 東京; مرحبا"
        queue(workshop, "ana@bücher.example", "Příliš žluťoučký kůň " * 10, "Ça va ?\n.\nFrom here\n😀")
    send_due(workshop.app, box.server)
    [mail] = box.mails
    assert mail["From"].addresses[0].display_name == "Größe, „Wärme“ & 東京; مرحبا"
    assert mail["From"].addresses[0].addr_spec == SENDER
    assert mail["Subject"] == ("Příliš žluťoučký kůň " * 10).strip()
    assert text_of(mail) == "Ça va ?\n.\nFrom here\n😀\n"
    assert box.recipients == ["ana@xn--bcher-kva.example"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    "to",
    ["a@b.org,c@d.org", "ana <a@b.org>", "a(b)@c.org", "a..b@c.org", "jürgen@example.org", '"a" b@c.org',
     "a@b@c", "a@" + "x" * 70 + ".org", "a@-.", "@", "a@"],
)  # fmt: skip
def test_what_is_no_single_address_fails_and_goes_to_nobody(
    workshop: SmallWorkshop, box: Postbox, to: str
) -> None:
    with workshop.change():
        mail_id, other = queue(workshop, to), queue(workshop, subject="another")
    send_due(workshop.app, box.server)
    state, _, reason = became(workshop, mail_id)
    assert (state, reason) == (
        MailState.FAILED,
        "E-mails cannot be sent to this address. Check its spelling.",
    )
    assert became(workshop, other)[0] is MailState.SENT
    assert box.recipients == [TO]


@pytest.mark.one_database
def test_no_text_becomes_a_header_or_another_address(workshop: SmallWorkshop, box: Postbox) -> None:
    injected = "Hello\r\nBcc: all@example.org\n\nInjected"
    with workshop.change():
        workshop.row.title = injected
        queue(workshop, f"{TO}\r\nBcc: all@example.org", injected, "Text\r\n.\r\nMAIL FROM:<x@y>")
        queue(workshop, TO, injected, "Text\r\n.\r\nMAIL FROM:<x@y>")
    send_due(workshop.app, box.server)
    [mail] = box.mails
    assert box.recipients == [TO]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: all@example.org Injected"
    assert text_of(mail) == "Text\n.\nMAIL FROM:<x@y>\n"


@pytest.mark.one_database
@given(*[strategies.text(strategies.sampled_from("ab ,;:<>@\"\\()[]'=?_.-éß東😀"), max_size=200)] * 2)
def test_whatever_is_written_there_is_one_sender_and_one_recipient(title: str, subject: str) -> None:
    mail = MailToSend(1, 1, "key", clean_line(title), "", TO, clean_line(subject), "Hello", now())
    read: Any = email.message_from_bytes(compose(mail, SENDER).as_bytes(), policy=policy.default)
    assert [each.addr_spec for each in read["From"].addresses] == [SENDER]
    assert [each.addr_spec for each in read["To"].addresses] == [TO]
    assert read.keys() == compose(mail, SENDER).keys()


def test_who_is_killed_between_sending_and_noting_it_loses_nothing(
    workshop: SmallWorkshop, box: Postbox
) -> None:
    """It is sent once more, when nobody can be at it any longer; its Message-ID tells that it is the same."""
    mail_id = queued(workshop)
    url = workshop.app.config["SQLALCHEMY_DATABASE_URI"]
    killed = subprocess.run(  # noqa: S603 - Python itself, and our own lines
        [sys.executable, "-c", KILLED, url.replace("+psycopg", ""), str(box.server.port)],
        env=os.environ | {"FACILITATOR_SECRET_KEY": SECRET},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert (len(box.mails), became(workshop, mail_id)) == (1, (MailState.WAITING, 1, ""))
    send_due(workshop.app, box.server)
    assert len(box.mails) == 1, "somebody may still be at it"
    later(workshop, CLAIMED_FOR)
    send_due(workshop.app, box.server)
    assert became(workshop, mail_id) == (MailState.SENT, 2, "")
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


KILLED = """
import os, signal, sys
from facilitator import create_app
from facilitator.config import MailServer, Settings
from facilitator.mail import sending
from facilitator.mail.composing import compose
from facilitator.mail.delivery import Conversation
server = MailServer("localhost", int(sys.argv[2]), "none", "workshop@example.org")
app = create_app(Settings.from_environment(os.environ | {"FACILITATOR_DATABASE_URL": sys.argv[1]}))
[mail] = sending._claimed(app)
Conversation(server).send(compose(mail, server.sender))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_several_who_send_at_once_send_each_once(workshop: SmallWorkshop, box: Postbox) -> None:
    with workshop.change():
        for number in range(60):
            queue(workshop, subject=f"Number {number}")
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(send_due, workshop.app, box.server) for _ in range(4)]:
            assert done.result(120)
    assert sorted(box.subjects) == sorted(f"Number {number}" for number in range(60))


def test_who_comes_too_late_with_a_setback_changes_nothing(workshop: SmallWorkshop, box: Postbox) -> None:
    mail_id = queued(workshop)
    with workshop.change():
        [slow] = claim_due(1)
    later(workshop, CLAIMED_FOR)
    send_due(workshop.app, box.server)
    with workshop.nothing_changes(), workshop.change():
        note_setback(mail_id, NOT_REACHED, attempt=slow.attempt, luck=0)
    assert became(workshop, mail_id)[0] is MailState.SENT


def test_after_two_days_it_is_given_up(workshop: SmallWorkshop) -> None:
    mail_id, nowhere = queued(workshop), MailServer("localhost", free_port(), "none", SENDER)
    with workshop.change():
        db.session.get_one(Mail, mail_id).attempts = MOST_ATTEMPTS - 1
    send_due(workshop.app, nowhere)
    assert became(workshop, mail_id) == (MailState.FAILED, 20, "The mail server cannot be reached.")


@pytest.mark.one_database
def test_each_wait_is_twice_the_one_before_up_to_four_hours() -> None:
    at = now()
    waits = [next_attempt(attempts, at, 0.5) for attempts in range(1, MOST_ATTEMPTS)]
    minutes = [(again - at).total_seconds() / 60 for again in waits if again]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, *[240] * 11]
    assert 47 * 60 < sum(minutes) < 49 * 60
    spread = [next_attempt(3, at, luck) for luck in (0.0, 1.0)]
    assert [again and (again - at).total_seconds() / 60 for again in spread] == [3, 5]
    assert next_attempt(MOST_ATTEMPTS, at, 0.5) is None


@pytest.mark.one_database
def test_an_answer_of_a_server_is_cut_to_what_a_page_can_show() -> None:
    assert str(answered(550, "x" * 999 + "\n" * 99).reason).endswith(f"It says: {'x' * 300}")
    assert str(answered(550, "").reason).endswith("It says: 550")
    coloured = "\x1b[31mNo\x07 such\u202e user\r\n\x1b[0m"
    assert str(answered(550, coloured).reason).endswith("It says: [31mNo such user [0m")


def test_addresses_of_what_is_over_are_deleted_after_thirty_days(
    workshop: SmallWorkshop, box: Postbox
) -> None:
    with workshop.change():
        sent, failed, waiting = (queue(workshop, subject=subject) for subject in ("one", "two", "three"))
    box.to_recipients = ["250 OK", "550 5.1.1 No ana here", "450 4.2.1 Later"]
    send_due(workshop.app, box.server)
    with workshop.nothing_changes():
        clear_old(workshop.app)
    with workshop.change():
        for mail in db.session.scalars(sa.select(Mail).where(Mail.ended_at.is_not(None))):
            assert mail.ended_at
            mail.ended_at -= ADDRESS_KEPT_FOR
    clear_old(workshop.app)
    with workshop.look():
        rows = {mail.id: mail for mail in db.session.scalars(sa.select(Mail))}
        for mail_id in (sent, failed):
            mail = rows[mail_id]
            kept = (mail.recipient, mail.reply_to, mail.subject, mail.body, mail.problem)
            assert kept == ("", "", "", "", None)
        assert rows[waiting].recipient == TO


@pytest.mark.one_database
def test_the_log_says_that_one_could_not_be_sent_and_not_to_whom(
    workshop: SmallWorkshop, box: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    mail_id = queued(workshop)
    box.to_recipients = [f"550 5.1.1 <{TO}> unknown"]
    MailThread(workshop.app).round()
    assert [record.getMessage() for record in caplog.records] == [f"mail.failed mail={mail_id}"]
    assert became(workshop, mail_id)[0] is MailState.FAILED


def test_a_thread_that_has_nothing_to_send_writes_nothing(workshop: SmallWorkshop, box: Postbox) -> None:
    thread = MailThread(workshop.app)
    with workshop.nothing_changes():
        assert thread.round() < CLEARS_EVERY
    assert box.connections == 0


@pytest.mark.one_database
def test_without_a_mail_server_what_waits_goes_on_waiting(workshop: SmallWorkshop) -> None:
    mail_id = queued(workshop)
    with workshop.nothing_changes():
        assert MailThread(workshop.app).round() == CLEARS_EVERY
    assert became(workshop, mail_id) == (MailState.WAITING, 0, "")
