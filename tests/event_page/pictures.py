"""Pictures as files, made for a test."""

from io import BytesIO
from typing import Any

from PIL import Image

TOWN_HALL = "The town hall of Brussels in the evening"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture in one colour, as a file of a kind."""
    file = BytesIO()
    Image.new(mode, size, (200, 30, 30, 90)[: len(mode)]).save(file, kind, **options)
    return file.getvalue()


def opened(file: bytes) -> Image.Image:
    """A file, read again; its metadata are in `info`."""
    found = Image.open(BytesIO(file))
    found.load()
    return found
