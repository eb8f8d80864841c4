"""Files that only the user who runs the program may read: what people wrote, and the key that signs."""

from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600
FOLDER_OF_OWNER = 0o700


def keep_private(*paths: Path) -> None:
    """Take files out of others' sight, as far as this user may; `doctor` names what stays in it."""
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):
            if is_open_to_others(path):
                path.chmod(OWNER_ONLY)


def is_open_to_others(path: Path) -> bool:
    """Whether somebody besides its owner may read it, or change it."""
    return bool(path.stat().st_mode & 0o077)


def files_of(database: str) -> list[Path]:
    """A SQLite file, and what SQLite keeps beside it."""
    return [Path(f"{database}{suffix}") for suffix in ("", "-wal", "-shm")]
