"""Settings come from the environment; what is wrong is named, all of it, in one message."""

import stat
from pathlib import Path

import pytest

from facilitator.config import MailServer, Settings, SettingsInvalid, kept_secret_key

LONG_KEY = "k" * 32
NAME = "FACILITATOR_"
MAIL = {"MAIL_HOST": "smtp.example.org", "MAIL_FROM": "team@example.org"}

# setting, what it is given, what is said
WRONG = (
    ("DATABASE_URL", "mysql://host/name", "give sqlite:///FILE or postgresql://USER@HOST/NAME"),
    ("DATABASE_URL", "facilitator.sqlite3", "give sqlite:///FILE or postgresql://USER@HOST/NAME"),
    ("DATABASE_URL", "postgresql://host:port/name", "give sqlite:///FILE or postgresql://USER@HOST/NAME"),
    ("DATABASE_URL", "sqlite:///", "give a file: sqlite:///FILE"),
    ("DATABASE_URL", "sqlite:///:memory:", "give a file: sqlite:///FILE"),
    ("SECRET_KEY", "k" * 31, "at least 32 characters are needed"),
    ("HTTPS", "maybe", "say yes or no"),
    ("PROXIES", "-1", "give a number from 0 to 9"),
    ("PROXIES", "10", "give a number from 0 to 9"),
    ("PROXIES", "two", "give a number from 0 to 9"),
    ("PROXIES", "²", "give a number from 0 to 9"),
    ("INSTANCE", f"{__file__}/below", "this is a file, and a folder is needed"),
    ("INSTANCE", __file__, "this is a file, and a folder is needed"),
    ("TRUSTED_HOSTS", " , ", "give at least one name"),
    ("MAIL_HOST", "smtp.example.org:587", "give a name or an address, without the port"),
    ("MAIL_HOST", "smtp://example.org", "give a name or an address, without the port"),
    ("MAIL_PORT", "0", "give a number from 1 to 65535"),
    ("MAIL_PORT", "65536", "give a number from 1 to 65535"),
    ("MAIL_SECURITY", "ssl", "say none, starttls or tls"),
    ("MAIL_FROM", "Team <team@example.org>", "give an address such as workshop@example.org"),
    ("MAIL_FROM", "team@example.org\nBcc: all@example.org", "give an address such as workshop@example.org"),
    ("MAIL_USER", "töm", "only letters, digits and signs of ASCII go through to a mail server"),
    ("MAIL_PASSWORD", "pässword", "only letters, digits and signs of ASCII go through to a mail server"),
)

# setting, what it is given, field, what it becomes
RIGHT = (
    ("DATABASE_URL", "sqlite:////tmp/a.sqlite3", "database_url", "sqlite:////tmp/a.sqlite3"),
    ("DATABASE_URL", "postgres://host/name", "database_url", "postgresql+psycopg://host/name"),
    ("DATABASE_URL", "postgresql://u:p@host:5433/name", "database_url", "postgresql+psycopg://u:p@host:5433/name"),
    ("SECRET_KEY", LONG_KEY, "secret_key", LONG_KEY),
    ("HTTPS", "Yes", "https", True),
    ("HTTPS", "0", "https", False),
    ("PROXIES", "2", "proxies", 2),
    ("TRUSTED_HOSTS", "a.example.org, b.example.org", "trusted_hosts", ("a.example.org", "b.example.org")),
    ("TRUSTED_HOSTS", "", "trusted_hosts", ("localhost", "127.0.0.1", "[::1]")),
)  # fmt: skip


def faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsInvalid) as invalid:
        Settings.from_environment(environ)
    heading, *lines = str(invalid.value).splitlines()
    assert heading == "These settings are wrong:"
    return [line.strip() for line in lines]


@pytest.mark.parametrize(("setting", "given", "said"), WRONG)
def test_a_wrong_setting_is_named_with_what_would_be_right(setting: str, given: str, said: str) -> None:
    fault = faults({NAME + setting: given})
    assert len(fault) == 1
    assert fault[0].startswith(NAME + setting)
    assert fault[0].endswith(f": {said}")


@pytest.mark.parametrize(("setting", "given", "field", "becomes"), RIGHT)
def test_a_right_setting_is_taken(setting: str, given: str, field: str, becomes: object) -> None:
    assert getattr(Settings.from_environment({NAME + setting: given}), field) == becomes


def test_all_that_is_wrong_is_named_at_once() -> None:
    wrong = {NAME + setting: given for setting, given, _ in WRONG}
    assert {fault.split(":")[0].split("=")[0] for fault in faults(wrong)} == set(wrong)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"MAIL_FROM": "team@example.org"},
            "FACILITATOR_MAIL_HOST: give the name of the mail server; without it no e-mail goes out",
        ),
        (
            {"MAIL_HOST": "localhost"},
            "FACILITATOR_MAIL_FROM: give the address from which e-mails come",
        ),
        (
            MAIL | {"MAIL_USER": "team"},
            "FACILITATOR_MAIL_USER: give it together with FACILITATOR_MAIL_PASSWORD",
        ),
        (
            MAIL | {"MAIL_USER": "team", "MAIL_PASSWORD": "hush", "MAIL_SECURITY": "none"},
            "FACILITATOR_MAIL_SECURITY='none': a password needs starttls or tls, but on this machine",
        ),
    ],
    ids=["no server", "no address", "no password", "a password that anybody could read"],
)
def test_settings_of_mail_that_do_not_go_together_are_named(given: dict[str, str], said: str) -> None:
    assert faults({NAME + setting: value for setting, value in given.items()}) == [said]


def test_mail_goes_by_a_secure_connection_unless_it_is_said_otherwise() -> None:
    def mail(**more: str) -> MailServer | None:
        return Settings.from_environment(
            {NAME + setting: value for setting, value in (MAIL | more).items()}
        ).mail

    sender = "team@example.org"
    assert mail() == MailServer("smtp.example.org", 587, "starttls", sender)
    assert mail(MAIL_SECURITY="tls") == MailServer("smtp.example.org", 465, "tls", sender)
    assert mail(MAIL_SECURITY="none", MAIL_PORT="2525") == MailServer(
        "smtp.example.org", 2525, "none", sender
    )
    with_password = mail(MAIL_USER="team", MAIL_PASSWORD="hush")
    assert with_password == MailServer("smtp.example.org", 587, "starttls", sender, "team", "hush")
    assert "hush" not in repr(with_password)
    assert Settings.from_environment({}).mail is None


def test_a_secret_is_never_repeated_in_a_message() -> None:
    said = faults({NAME + "SECRET_KEY": "too short", NAME + "DATABASE_URL": "mysql://anna:hush@host/name"})
    assert "too short" not in "".join(said)
    assert "hush" not in "".join(said)
    assert "häsh" not in "".join(faults({NAME + "MAIL_PASSWORD": "häsh"}))


def test_without_any_setting_it_runs_on_a_file_in_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({})
    assert settings.instance == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/facilitator.sqlite3"


def test_a_database_file_is_seen_from_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({NAME + "DATABASE_URL": "sqlite:///our.sqlite3"})
    assert settings.database_url == f"sqlite:///{tmp_path}/our.sqlite3"


def test_a_folder_that_can_not_be_made_is_named_with_its_setting() -> None:
    with pytest.raises(SettingsInvalid, match=r"FACILITATOR_INSTANCE='/proc/nowhere': the secret key can't"):
        Settings(instance=Path("/proc/nowhere")).for_flask()


def test_the_key_of_an_installation_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first, second = kept_secret_key(tmp_path / "new"), kept_secret_key(tmp_path / "new")
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_the_secret_key_is_not_in_what_is_printed_of_the_settings() -> None:
    assert LONG_KEY not in repr(Settings.from_environment({NAME + "SECRET_KEY": LONG_KEY}))


def test_with_https_cookies_travel_by_it_alone() -> None:
    assert Settings.from_environment({NAME + "HTTPS": "yes"}).for_flask()["SESSION_COOKIE_SECURE"] is True


def test_a_form_may_come_back_after_a_day_without_a_net() -> None:
    assert (
        Settings.from_environment({NAME + "SECRET_KEY": LONG_KEY}).for_flask()["WTF_CSRF_TIME_LIMIT"] is None
    )
