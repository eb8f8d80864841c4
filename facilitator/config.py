"""Settings, read once from the environment, typed, with defaults that run."""

import os
import re
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
SECRET = {"SECRET_KEY", "DATABASE_URL", "MAIL_PASSWORD"}
MAIL_PORTS = {"none": 25, "starttls": 587, "tls": 465}
"""By how the connection to the mail server is made secure, the usual port for it."""
_SENDER = re.compile(r"[\w+=-]+(\.[\w+=-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")
_THIS_MACHINE = re.compile(r"localhost|127(\.\d+){3}|::1")


class SettingsInvalid(Exception):  # noqa: N818 - it names what is the matter
    """Every wrong setting, named in one message."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("These settings are wrong:\n" + "\n".join(f"  {fault}" for fault in faults))


@dataclass(frozen=True)
class MailServer:
    """The server by which e-mail goes out, and the address from which it comes."""

    host: str
    port: int
    security: str
    """`none`, `starttls` or `tls`."""
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


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
    mail_host: str = ""
    """The server by which e-mail goes out; without one, e-mails are shown to be copied."""
    mail_port: int = 0
    """Its port; 587 with `starttls`, 465 with `tls`, 25 with `none` by default."""
    mail_security: str = "starttls"
    """How the connection to it is made secure: `starttls`, `tls` or `none`."""
    mail_user: str = ""
    """The name by which it lets this installation in, if it asks for one."""
    mail_password: str = field(default="", repr=False)
    """The password that belongs to it."""
    mail_from: str = ""
    """The address from which e-mails come."""

    @property
    def mail(self) -> MailServer | None:
        """The server by which e-mail goes out, if there is one."""
        if not self.mail_host:
            return None
        port = self.mail_port or MAIL_PORTS[self.mail_security]
        signs_in = self.mail_user, self.mail_password
        return MailServer(self.mail_host, port, self.mail_security, self.mail_from, *signs_in)

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
            mail_host=read("MAIL_HOST", _host, ""),
            mail_port=read("MAIL_PORT", _port, 0),
            mail_security=read("MAIL_SECURITY", _security, cls.mail_security),
            mail_user=read("MAIL_USER", _ascii, ""),
            mail_password=read("MAIL_PASSWORD", _ascii, ""),
            mail_from=read("MAIL_FROM", _sender, ""),
        )
        faults += [] if faults else _faults_of_mail(settings)
        if faults:
            raise SettingsInvalid(faults)
        return settings

    def for_flask(self) -> dict[str, Any]:
        """The settings by the names that Flask and its extensions know."""
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


def _faults_of_mail(settings: Settings) -> list[str]:
    """What is wrong between settings that are right each by itself."""
    host, user, password = settings.mail_host, settings.mail_user, settings.mail_password
    is_open = settings.mail_security == "none" and not _THIS_MACHINE.fullmatch(host)
    wrong = {
        "FACILITATOR_MAIL_HOST: give the name of the mail server; without it no e-mail goes out": (
            not host and (settings.mail_from or user or password)
        ),
        "FACILITATOR_MAIL_FROM: give the address from which e-mails come": host and not settings.mail_from,
        "FACILITATOR_MAIL_USER: give it together with FACILITATOR_MAIL_PASSWORD": bool(user)
        != bool(password),
        "FACILITATOR_MAIL_SECURITY='none': a password needs starttls or tls, but on this machine": (
            host and user and password and is_open
        ),
    }
    return [said for said, is_wrong in wrong.items() if is_wrong]


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
    """The address of a database; that of a file from the root on, whatever folder is the present one."""
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


def _host(text: str) -> str:
    if not _HOST.fullmatch(text.strip("[]")):
        raise ValueError("give a name or an address, without the port")
    return text.strip("[]")


def _sender(text: str) -> str:
    if not _SENDER.fullmatch(text):
        raise ValueError("give an address such as workshop@example.org")
    return text


def _security(text: str) -> str:
    if text not in MAIL_PORTS:
        raise ValueError("say none, starttls or tls")
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65_536):
        raise ValueError("give a number from 1 to 65535")
    return int(text)


def _ascii(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        raise ValueError("only letters, digits and signs of ASCII go through to a mail server")
    return text
