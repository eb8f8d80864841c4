"""What comes out of the printer, read back from the file that goes to it."""

from io import BytesIO

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    """The words of each printed page, line by line as they stand on it."""
    return [page.extract_text(extraction_mode="layout") for page in PdfReader(BytesIO(pdf)).pages]
