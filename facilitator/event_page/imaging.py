"""A picture as it arrives, and as it is kept: checked by its content, made smaller, and without its metadata.

What comes out is made anew from the pixels, so nothing of the file goes on: no place, no camera, no second
file behind the first.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from facilitator.errors import N_, RuleBroken

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
"""Of a file that comes in: a phone's photo has half as many. What is kept is made anew, and small."""
SENT_AS_IT_IS = 1_000_000
"""A larger one is made smaller by the browser where there is script, so that it arrives sooner."""
MOST_PIXELS = 25_000_000
MOST_KEPT = 300_000
"""Bytes of a picture that is kept, so that the file of a workshop has room for it."""
WIDEST, HIGHEST = 1600, 1200
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITIES = (82, 60, 40, 20, 5)
NO_PICTURE = N_("This file is not a picture. Choose a JPEG, PNG or WebP file.")


class KeptPicture(NamedTuple):
    """A picture in WebP, and how many pixels it is wide and high."""

    data: bytes
    width: int
    height: int


def read_picture(file: bytes) -> KeptPicture:
    """The first picture of a JPEG, PNG or WebP file, made anew; raises `RuleBroken` where it is none."""
    if len(file) > MOST_BYTES:
        raise RuleBroken(
            N_("This picture is larger than %(most)d MB. Make it smaller, then choose it again."),
            field="file",
            most=MOST_BYTES // 1_000_000,
        )
    picture = _fitted(_opened(file))
    kept = _encoded(picture, _QUALITIES)
    while len(kept) > MOST_KEPT:
        # Grain that no quality makes small: a smaller picture has less of it.
        picture.thumbnail((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))
        kept = _encoded(picture, _QUALITIES[-1:])
    return KeptPicture(kept, picture.width, picture.height)


def _opened(file: bytes) -> "Image":
    # Nobody who only starts a server waits for it.
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(file), formats=_FORMATS)
            if picture.width * picture.height <= MOST_PIXELS:
                # A photo is read at the size at which it is kept, or at twice that.
                picture.draft("RGB", (WIDEST, HIGHEST))
                upright = ImageOps.exif_transpose(picture)
                return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        pass
    except (OSError, ValueError, SyntaxError, EOFError):
        # What Pillow raises for a file that is broken, or is something else.
        raise RuleBroken(NO_PICTURE, field="file") from None
    raise RuleBroken(
        N_("This picture has too many pixels. Make it smaller, then choose it again."), field="file"
    )


def _fitted(picture: "Image") -> "Image":
    picture.thumbnail((WIDEST, HIGHEST))
    return picture


def _encoded(picture: "Image", qualities: Sequence[int]) -> bytes:
    for quality in qualities:
        kept = BytesIO()
        picture.save(kept, "WEBP", quality=quality, exif=b"", icc_profile=b"", xmp=b"")
        if kept.tell() <= MOST_KEPT:
            break
    return kept.getvalue()
