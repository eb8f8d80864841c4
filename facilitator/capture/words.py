"""Words sought in what cards say, whatever their capitals, on either database."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped


def has_word(column: Mapped[str], word: str) -> sa.ColumnElement[bool]:
    """That a column has a word in it, as it was typed or with other capitals."""
    # SQLite knows small and capital letters of English alone.
    spellings = {word, word.lower(), word.upper(), word.capitalize()}
    return sa.or_(*(column.icontains(spelling, autoescape=True) for spelling in sorted(spellings)))
