"""QR codes for walls and paper."""

from markupsafe import Markup


def qr_code(address: str) -> Markup:
    """An address as inline SVG with its quiet zone; phones read it also where a part of it is hidden."""
    import segno

    code = segno.make(address, micro=False, error="m")
    return Markup(code.svg_inline(border=4, omitsize=True, svgclass="qr-code"))  # noqa: S704 - segno draws it
