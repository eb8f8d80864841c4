"""What a visitor of the demo needs: an address for every screen."""

import io

import segno
import sqlalchemy as sa

from facilitator.accounts.operations import account_with_address, issue_sign_in_link
from facilitator.database import db
from facilitator.demo.stages import SLUG, Stage
from facilitator.web.pages import in_fours
from facilitator.workshops.models import Workshop
from facilitator.workshops.operations import personal_token

FACILITATOR, ORGANISER = "facilitator1@example.org", "organiser@example.org"
DELEGATES = {"munich-wiesinger": "Munich, lighthouse city", "antwerp-moerkens": "Antwerp, interested city"}


def demo_links(secret: str, stage: Stage, base: str) -> str:
    """Load the workshop if it is not there; then say where everything is."""
    workshop = _workshop() or _loaded(secret, stage)
    account = account_with_address(FACILITATOR)
    join = f"{base}/join/{workshop.code}"
    lines = [
        "",
        workshop.title,
        "",
        f"  Console    {base}/sign-in/{issue_sign_in_link(account)}",
        f"             (signs in {account.name}, {account.email}; valid for ten minutes from its first use)",
        f"  Join       {join}",
        f"             code {in_fours(workshop.code)}",
        f"  Projector  {base}/w/{workshop.slug}/wall/{workshop.code}",
        "",
        f"  Set-up     {base}/sign-in/{_sign_in(ORGANISER)}",
        "             (signs in the organiser, who sets the workshop up and closes it; use another browser)",
        "",
        "  Or come back as somebody who is in the room already, each in a browser of their own:",
        *(
            f"  {words:26} {base}/w/{workshop.slug}/back/{personal_token(workshop.id, f'demo-{key}', secret)}"
            for key, words in DELEGATES.items()
        ),
        "",
        _qr(join),
        "  Stop with Ctrl-C. The data stays; --fresh starts over.",
    ]
    return "\n".join(lines)


def _sign_in(email: str) -> str:
    return issue_sign_in_link(account_with_address(email))


def _workshop() -> Workshop | None:
    return db.session.scalars(sa.select(Workshop).filter_by(slug=SLUG)).one_or_none()


def _loaded(secret: str, stage: Stage) -> Workshop:
    from facilitator.demo.load import load_demo  # a second start does without

    return load_demo(secret, stage).workshop


def _qr(address: str) -> str:
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawn, compact=True, border=4)
    return drawn.getvalue()
