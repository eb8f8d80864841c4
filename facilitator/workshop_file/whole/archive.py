"""The archive around the file of a whole workshop: a zip whose bytes follow from its content alone.

What comes from outside is looked through before anything of it is unpacked, and no name in it ever becomes a
path on a disk.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from facilitator.errors import N_
from facilitator.sentences import say
from facilitator.workshop_file.shapes import refused

MANIFEST = "manifest.json"
MOST_BYTES = 20_000_000
"""Of an archive that comes in."""
MOST_UNPACKED = 300_000_000
MOST_MEMBERS = 1_000
MOST_OF_LINE = 2_000_000
NO_ARCHIVE = N_("This is not a file that was exported from a workshop. Its name ends in .json or .zip.")
CUT_OFF = N_("The file is not complete. Download it again, then choose it here.")
CHANGED = N_(
    "“%(part)s” in the file was changed after the export, or is damaged. Use the file as it was downloaded."
)
TOO_LARGE = N_("The file is too large: at most %(most)d MB, and %(unpacked)d MB when it is unpacked.")

_FIRST = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_CHUNK = 1 << 16


def is_archive(head: bytes) -> bool:
    """Whether a file begins like a zip."""
    return head.startswith(_FIRST)


def too_large() -> Exception:
    """What is said of a file beyond the limits."""
    millions = 1_000_000
    return refused(say(TOO_LARGE, most=MOST_BYTES // millions, unpacked=MOST_UNPACKED // millions))


class Digesting:
    """What is written into a member of the archive, counted and digested as it passes."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into = into
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write so many bytes more."""
        self._into.write(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """The digest of all that was written."""
        return self._digest.hexdigest()


class ArchiveOut:
    """An archive that is written: one member after the other, with no date and no name of a machine in it."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    @contextmanager
    def member(self, name: str) -> Iterator[Digesting]:
        """Write a member."""
        about = zipfile.ZipInfo(name)  # of 1 January 1980
        about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
        with self._zip.open(about, "w") as into:
            yield Digesting(into)

    def close(self) -> None:
        """Write its end; without it no reader takes it."""
        self._zip.close()


@dataclass(frozen=True)
class ArchiveIn:
    """An archive that came from outside and is not too large, each member once."""

    zip: zipfile.ZipFile
    names: tuple[str, ...]

    @classmethod
    def opened(cls, source: IO[bytes]) -> "ArchiveIn":
        """The archive in a file; raises `RuleBroken` where it is none, is cut off or too large."""
        _check_end(source)
        try:
            found = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, ValueError, OverflowError):
            raise refused(say(CUT_OFF)) from None
        names = tuple(each.filename for each in found.infolist())
        if len(set(names)) < len(names) or any(each.flag_bits & 1 for each in found.infolist()):
            raise refused(say(NO_ARCHIVE))
        if sum(each.file_size for each in found.infolist()) > MOST_UNPACKED:
            raise too_large()
        return cls(found, names)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, some at a time, and no more than it is said to have."""
        with self._open(name) as member:
            while chunk := _read(name, member.read, _CHUNK):
                yield chunk

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member, without their ends."""
        with self._open(name) as member:
            while line := _read(name, member.readline, MOST_OF_LINE + 1):
                if not line.endswith(b"\n"):
                    raise changed(name)
                yield line[:-1]

    def whole(self, name: str, most: int) -> bytes:
        """A member that is no longer than this."""
        if name not in self.names:
            raise refused(say(NO_ARCHIVE))
        with self._open(name) as member:
            data = _read(name, member.read, most + 1)
        if len(data) > most:
            raise too_large()
        return data

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self.zip.open(name)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise changed(name) from None


def changed(name: str) -> Exception:
    """What is said of a part that is not as it was written."""
    return refused(say(CHANGED, part=name))


def _read(name: str, read: Any, most: int) -> bytes:
    try:
        data: bytes = read(most)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        raise changed(name) from None
    return data


def _check_end(source: IO[bytes]) -> None:
    """Look at how the file ends: ours have nothing behind, and few members, whatever a forged one says."""
    size = source.seek(0, 2)
    if size > MOST_BYTES:
        raise too_large()
    source.seek(0)
    if not is_archive(source.read(4)):
        raise refused(say(NO_ARCHIVE))
    if size < _END.size:
        raise refused(say(CUT_OFF))
    source.seek(size - _END.size)
    sign, *_, members, length, begins, comment = _END.unpack(source.read(_END.size))
    if sign != b"PK\x05\x06" or comment or begins + length != size - _END.size:
        raise refused(say(CUT_OFF))
    if members > MOST_MEMBERS or length > MOST_MEMBERS * 200:
        raise too_large()
    source.seek(0)
