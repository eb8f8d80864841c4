"""What is written to members of the team: that they are invited, and how they come in again."""

from facilitator.errors import N_
from facilitator.mail.letter import Letter
from facilitator.sentences import Sentence, say

_INVITATION = N_("You are invited to the team of “%(title)s”")
_INVITATION_BODY = N_(
    "Hello,\n\n"
    "%(inviter)s invites you to the team of the workshop “%(title)s”. Your role: %(role)s.\n\n"
    "With this link you accept the invitation. It works once, within two weeks:\n\n"
    "%(link)s\n\n"
    "The link is for you alone, so please do not pass it on."
)
_SIGN_IN = N_("Your sign-in link for “%(title)s”")
_SIGN_IN_BODY = N_(
    "Hello %(name)s,\n\n"
    "with this link you are signed in. It works once, within a week:\n\n"
    "%(link)s\n\n"
    "Within an hour after using it, you can set a new password under “Change password”."
    " Whoever has the link can sign in as you, so please do not pass it on."
)


def letter_of_invitation(to: str, *, title: str, inviter: str, role: Sentence, link: str) -> Letter:
    """What to write to somebody who is invited; `to` may be empty where it is only copied."""
    body = say(_INVITATION_BODY, title=title, inviter=inviter, role=role, link=link)
    return Letter(to, say(_INVITATION, title=title), [body])


def letter_of_sign_in(to: str, *, title: str, name: str, link: str) -> Letter:
    """What to write to a member who lost their password."""
    return Letter(to, say(_SIGN_IN, title=title), [say(_SIGN_IN_BODY, name=name, link=link)])
