"""QR codes for walls and paper."""

from io import BytesIO
from typing import Any

from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """An address as inline SVG with its quiet zone; phones read it also where a part of it is hidden."""
    drawn = _code(address).svg_inline(border=4, omitsize=True, svgclass="qr-code")
    return Markup(drawn)  # noqa: S704 - segno draws it


def qr_drawing(address: str, *, is_one_of_many: bool = False) -> str:
    """The same as an SVG that stands by itself, for documents.

    To try all eight masks for the one with the best contrast takes four fifths of the time; where hundreds
    are drawn at once each has the same, which phones read as well.
    """
    drawn = BytesIO()
    plain = {"xmldecl": False, "svgclass": None, "lineclass": None}
    code = _code(address, mask=3 if is_one_of_many else None)
    code.save(drawn, kind="svg", border=4, omitsize=True, **plain)
    return drawn.getvalue().decode()


def wifi(network: str, password: str) -> str:
    """What a phone reads to join a network; an open one where there is no password."""
    from segno.helpers import make_wifi_data

    said: str = make_wifi_data(network, password or None, "WPA" if password else None)
    return said


def _code(text: str, mask: int | None = None) -> Any:
    import segno

    return segno.make(text, micro=False, error="m", mask=mask)
