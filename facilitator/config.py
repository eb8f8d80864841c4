"""Settings, read once from the environment, typed, with defaults that run."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from facilitator.private import FOLDER_OF_OWNER, OWNER_ONLY, keep_private

Value = TypeVar("Value")

MOST_BYTES = 1024 * 1024
"""Of a request's body: what is longer is refused unread."""
DAY = 24 * 60 * 60
SIGNED_IN_FOR = 30 * DAY
# The languages of the pages, each with the locale that writes its dates and numbers in Europe.
LANGUAGES = {"en": "en_GB"}
# What is never repeated in a message: a key, and an address that may hold a password.
SECRET = {"SECRET_KEY", "DATABASE_URL"}


class SettingsInvalid(Exception):  # noqa: N818 - it names what is the matter
    """Every wrong setting, named in one message."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("These settings are wrong:\n" + "\n".join(f"  {fault}" for fault in faults))


@dataclass(frozen=True)
class Settings:
    """What an installation may want to differ in; each is `FACILITATOR_` and its name in capitals."""

    instance: Path
    """Folder of the database file and the secret key; `instance` in the current folder by default."""
    database_url: str = ""
    """SQLAlchemy's address of the database; a SQLite file in the instance folder by default."""
    secret_key: str = field(default="", repr=False)
    """Signs cookies and personal tokens; made once and kept in the instance folder by default."""
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Names under which the server may be asked, separated by commas."""
    https: bool = False
    """Whether people reach it by HTTPS: cookies then travel by that only."""
    proxies: int = 0
    """How many proxies in front are to be believed about the caller's address."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raises `SettingsInvalid` with all that is wrong."""
        faults: list[str] = []

        def read(name: str, parse: Callable[[str], Value], default: Value) -> Value:
            key = f"FACILITATOR_{name}"
            try:
                return parse(environ[key]) if environ.get(key) else default
            except ValueError as fault:
                given = "" if name in SECRET else f"={environ[key]!r}"
                faults.append(f"{key}{given}: {fault}")
                return default

        instance = read("INSTANCE", _folder, Path.cwd() / "instance")
        settings = cls(
            instance=instance,
            database_url=read("DATABASE_URL", _database_url, f"sqlite:///{instance / 'facilitator.sqlite3'}"),
            secret_key=read("SECRET_KEY", _secret_key, ""),
            trusted_hosts=read("TRUSTED_HOSTS", _names, cls.trusted_hosts),
            https=read("HTTPS", _yes_or_no, False),
            proxies=read("PROXIES", _small_number, 0),
        )
        if faults:
            raise SettingsInvalid(faults)
        return settings

    def for_flask(self) -> dict[str, Any]:
        """The same, by the names that Flask and its extensions know."""
        return {
            "SECRET_KEY": self.secret_key or kept_secret_key(self.instance),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            # An error's message is logged; the values of a statement are people's.
            # The connection that was used last knows the pages of the file best.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, "pool_use_lifo": True},
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "MAX_CONTENT_LENGTH": MOST_BYTES,
            "MAX_FORM_MEMORY_SIZE": MOST_BYTES,
            "MAX_FORM_PARTS": 4_000,  # a ballot of 200 issues has half as many
            "PERMANENT_SESSION_LIFETIME": SIGNED_IN_FOR,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_REFRESH_EACH_REQUEST": False,
            # A form may come back after a day without a net; the session that it is tied to lasts.
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_CHECK_DEFAULT": False,  # the edge asks, before anybody takes a turn to write
            "WTF_CSRF_SSL_STRICT": self.https,
            # Our fields say what is wrong in sentences of ours, in the catalogue of the pages.
            "WTF_I18N_ENABLED": False,
            "BABEL_DEFAULT_LOCALE": locale_of(""),
            "SEND_FILE_MAX_AGE_DEFAULT": 7 * DAY,
        }


def locale_of(language: str) -> str:
    """The locale of a language; English where the pages don't speak it."""
    return LANGUAGES.get(language, LANGUAGES["en"])


def kept_secret_key(instance: Path) -> str:
    """The key of this installation, made at the first start and readable by its owner only."""
    path = instance / "secret_key"
    try:
        if not path.exists():
            instance.mkdir(mode=FOLDER_OF_OWNER, parents=True, exist_ok=True)
            path.touch(mode=OWNER_ONLY)
            path.write_text(secrets.token_urlsafe(48))
        keep_private(path)
        return _secret_key(path.read_text().strip())
    except ValueError:
        said = f"{path}: this is no key. Put the one of your backup there; without it, delete this file, and"
        raise SettingsInvalid([f"{said} everybody has to come in by a new link."]) from None
    except OSError as fault:
        said = (
            f"FACILITATOR_INSTANCE={str(instance)!r}: the secret key can't be kept there ({fault.strerror})"
        )
        raise SettingsInvalid([said]) from None


def _folder(text: str) -> Path:
    path = Path(text).expanduser().resolve()
    if any(each.exists() and not each.is_dir() for each in (path, *path.parents)):
        raise ValueError("this is a file, and a folder is needed")
    return path


def _database_url(text: str) -> str:
    if text.startswith("sqlite:///"):
        return _database_file(text)
    scheme, _, rest = text.partition("://")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not _is_readable(text):
        raise ValueError("give sqlite:///FILE or postgresql://USER@HOST/NAME")
    return f"postgresql+psycopg://{rest}"


def _database_file(url: str) -> str:
    """The same with its file from the root on: seen from the present folder, wherever it is opened."""
    parts = make_url(url)
    if not parts.database or parts.database == ":memory:":
        raise ValueError("give a file: sqlite:///FILE")
    return parts.set(database=str(Path(parts.database).absolute())).render_as_string()


def _is_readable(url: str) -> bool:
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        return False
    return True


def _secret_key(text: str) -> str:
    if len(text) < 32:
        raise ValueError("at least 32 characters are needed")
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise ValueError("give at least one name")
    return names


def _yes_or_no(text: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if text.lower() not in words:
        raise ValueError("say yes or no")
    return words[text.lower()]


def _small_number(text: str) -> int:
    if len(text) != 1 or text not in "0123456789":
        raise ValueError("give a number from 0 to 9")
    return int(text)
