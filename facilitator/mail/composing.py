"""An e-mail as it goes over the wire (RFC 5322): every value in its place, none of them able to leave it."""

import re
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from facilitator.mail.operations import MailToSend

# What every server takes as the name of a mailbox, unquoted (RFC 5322, dot-atom), and as a domain.
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
# Seven bits and short lines go through every server; names and texts of other letters are encoded.
_POLICY = policy.SMTP.clone(cte_type="7bit")


def compose(mail: MailToSend, address: str) -> EmailMessage:
    """The message that comes from `address`; raises `ValueError` if what it goes to is no address."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(mail.sender, addr_spec=address)
    message["To"] = addressed(mail.recipient)
    if mail.reply_to:
        message["Reply-To"] = addressed(mail.reply_to)
    message["Subject"] = mail.subject
    message["Date"] = mail.queued_at
    message["Message-ID"] = f"<{mail.key}@{address.rpartition('@')[2]}>"
    # So that no absence note answers it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{mail.body}\n", cte="quoted-printable")
    return message


def addressed(email: str) -> Address:
    """An address with its domain in letters that DNS knows; raises `ValueError` for anything else."""
    name, _, domain = email.rpartition("@")
    known = domain.encode("idna").decode()
    if not (_NAME.fullmatch(name) and _DOMAIN.fullmatch(known)):
        raise ValueError("no address, or more than one")
    return Address(username=name, domain=known)
