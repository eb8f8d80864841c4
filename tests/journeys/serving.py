"""The production server as an operator starts it: a process of its own, on a port of its own."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

PATIENCE = 60.0
GLANCE = 0.1


# Below those that systems give to whoever calls somebody: a server that is stopped finds its own free again.
PORTS = range(12_000, 32_000)
# Of processes that run tests beside each other, each has ports of its own: what is free while one
# looks may else be another's a moment later, and whoever calls is answered by a foreign server.
WORKERS = 16


def free_port() -> int:
    """A port that nobody listens on now."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    own = PORTS[number::WORKERS]
    for port in random.SystemRandom().sample(own, len(own)):
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("All ports are taken.")


class Serving:
    """`facilitator serve` (or another command) in an instance folder; can be stopped and started."""

    def __init__(self, instance: Path, *command: str, settings: Mapping[str, str] | None = None) -> None:
        self.instance = instance
        self.command: Sequence[str] = command or ("serve",)
        self.settings = dict(settings or {})
        self.program: Sequence[str] = ("-m", "facilitator")
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of this installation, for it and for an operator's commands."""
        return os.environ | {"FACILITATOR_INSTANCE": str(self.instance)} | self.settings

    @property
    def printed(self) -> str:
        """All that it has written since its last start."""
        return self._log.read_text(encoding="utf-8")

    @property
    def _log(self) -> Path:
        return self.instance / "server.log"

    def start(self, *options: str) -> None:
        """Start it, and come back when it answers."""
        self.instance.mkdir(parents=True, exist_ok=True)
        arguments = [sys.executable, *self.program, *self.command, "--port", str(self.port), *options]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command, our own words
                arguments,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that all of it can be killed at once
            )
        for _ in range(int(PATIENCE / GLANCE)):
            if self._answers():
                return
            with suppress(subprocess.TimeoutExpired):
                code = self.process.wait(GLANCE)
                raise AssertionError(f"The server ended with {code}:\n{self.printed}")
        self.stop()
        raise AssertionError(f"The server did not answer within {PATIENCE:.0f} s:\n{self.printed}")

    def stop(self) -> None:
        """Stop it as an operator would; what it holds stays."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def kill(self) -> None:
        """End all of it at once, as a power cut would: nobody is asked to finish anything."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    @staticmethod
    def end(process: int) -> None:
        """End one process of it at once, by its number."""
        os.kill(process, signal.SIGKILL)

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
            # Where a system gives its callers any port, one may have reached itself.
            return bool(line.getsockname() != line.getpeername())
        return False
