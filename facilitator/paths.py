"""Where the folders stand that are no Python packages."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def _travelling(name: str) -> Path:
    """A folder that stands beside the package in a checkout and inside it in an installed wheel."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = _travelling("templates")
MIGRATIONS = _travelling("migrations")
STATIC = PACKAGE / "web" / "static"
TRANSLATIONS = PACKAGE / "translations"
