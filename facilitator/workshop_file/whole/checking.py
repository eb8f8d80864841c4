"""The file of a whole workshop is looked through before anything of it is kept: no database is asked.

Its checksums find what was cut off, damaged or edited. They don't say who wrote it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from facilitator.database import Limits
from facilitator.errors import N_, RuleBroken
from facilitator.schema import known_versions
from facilitator.sentences import listed, say
from facilitator.workshop_file.reading import NEWER
from facilitator.workshop_file.shapes import FieldShape, in_shape, refused, text, texts, whole
from facilitator.workshop_file.whole.archive import MANIFEST, NO_ARCHIVE, ArchiveIn, changed
from facilitator.workshop_file.whole.contents import (
    ACCOUNTS,
    FORMAT,
    VERSION,
    columns_in_file,
    member_of,
)
from facilitator.workshops.models import Workshop

MOST_OF_MANIFEST = 200_000
MOST_ROWS = 2_000_000
MOST_OF_PICTURE = 1_000_000
OLDER = N_(
    "This file was made by an older version of Facilitator, and lacks %(names)s. Import it into that version,"
    " update it, and export it again."
)
UNKNOWN = N_("The file has parts that this version does not know: %(names)s.")
ONE = N_("The file must have one workshop.")
NEEDED = (ACCOUNTS, Workshop.__tablename__)

_DIGEST = FieldShape(text(Limits(64, 64)))
_OF_TABLE = {
    "columns": FieldShape(texts(Limits(5_000))),
    "rows": FieldShape(whole(0, MOST_ROWS)),
    "sha256": _DIGEST,
}
_OF_PICTURE = {"bytes": FieldShape(whole(1, MOST_OF_PICTURE)), "sha256": _DIGEST}


@dataclass(frozen=True)
class WholeFile:
    """A file that was looked through: it is as it was written, and this version knows all that is in it."""

    archive: ArchiveIn
    rows: Mapping[str, int]
    columns: Mapping[str, list[str]]

    def entries(self, table: str) -> Iterator[dict[str, Any]]:
        """The entries of a table, one after the other; none of a table that an older version had not."""
        if table not in self.rows:
            return
        for line in self.archive.lines(member_of(table)):
            entry = parsed(member_of(table), line)
            if not isinstance(entry, dict) or list(entry) != self.columns[table]:
                raise changed(member_of(table))
            yield entry

    def picture(self, name: str) -> bytes:
        """A picture of the file."""
        return self.archive.whole(name, MOST_OF_PICTURE)


def checked(source: IO[bytes]) -> WholeFile:
    """Look a file through; raises `RuleBroken` where it is none, damaged, too large or of a newer version."""
    archive = ArchiveIn.opened(source)
    manifest = parsed(MANIFEST, archive.whole(MANIFEST, MOST_OF_MANIFEST))
    schema = _check_versions(manifest)
    tables, pictures = _parts(manifest, "tables", _OF_TABLE), _parts(manifest, "pictures", _OF_PICTURE)
    _check_is_known(tables, is_older=schema < known_versions()[-1])
    if {MANIFEST, *map(member_of, tables), *pictures} != set(archive.names):
        raise refused(say(NO_ARCHIVE))
    if tables[Workshop.__tablename__]["rows"] != 1:
        raise refused(say(ONE))
    for name, about in [*((member_of(table), about) for table, about in tables.items()), *pictures.items()]:
        _check_digest(archive, name, about)
    return WholeFile(
        archive,
        {table: about["rows"] for table, about in tables.items()},
        {table: about["columns"] for table, about in tables.items()},
    )


def parsed(part: str, data: bytes) -> Any:
    """What stands in a part of the file."""
    try:
        content = json.loads(data.decode(), parse_constant=_no_number)
        # JSON can name halves of a character, which no database takes.
        json.dumps(content, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise changed(part) from None
    return content


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _check_versions(manifest: Any) -> str:
    """The version of the schema that a file was written from."""
    if not isinstance(manifest, dict) or manifest.keys() != {"format", "schema", "tables", "pictures"}:
        raise refused(say(NO_ARCHIVE))
    kind, _, version = str(manifest["format"]).partition("/")
    schema = str(manifest["schema"])
    if kind != FORMAT or not (_is_number(version) and _is_number(schema)):
        raise refused(say(NO_ARCHIVE))
    if int(version) > VERSION or schema > known_versions()[-1]:
        raise refused(say(NEWER))
    return schema


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) <= 6


def _parts(manifest: Mapping[str, Any], name: str, shape: Mapping[str, FieldShape]) -> dict[str, Any]:
    try:
        return {part: in_shape(shape, about) for part, about in manifest[name].items()}
    except (AttributeError, RuleBroken):
        raise changed(MANIFEST) from None


def _check_is_known(tables: Mapping[str, Any], *, is_older: bool) -> None:
    """Refuse tables and columns that this version has not, and the lack of those that it can't do without."""
    known = columns_in_file()
    strange, lacking = [*(tables.keys() - known.keys())], []
    for table, columns in known.items():
        if is_older and table not in tables and table not in NEEDED:
            continue  # it came later, and has no rows
        found = set(tables[table]["columns"]) if table in tables else set()
        strange += [f"{table}.{name}" for name in found - columns.keys()]
        lacking += [f"{table}.{name}" for name in columns.keys() - found if not (is_older and columns[name])]
    if strange:
        raise refused(say(UNKNOWN, names=listed(sorted(strange))))
    if lacking:
        raise refused(say(OLDER, names=listed(sorted(lacking)))) if is_older else changed(MANIFEST)


def _check_digest(archive: ArchiveIn, name: str, about: Mapping[str, Any]) -> None:
    digest, lines, size = hashlib.sha256(), 0, 0
    for chunk in archive.chunks(name):
        digest.update(chunk)
        lines += chunk.count(b"\n")
        size += len(chunk)
    found = {"sha256": digest.hexdigest(), "rows": lines, "bytes": size}
    if any(found[what] != said for what, said in about.items() if what in found):
        raise changed(name)
