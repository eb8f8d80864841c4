"""Who stays behind while a server works, and starts it again when it is killed.

It parts from the server before anything is loaded, so it holds next to nothing, and the program is in memory
once. Whoever starts again loads the program again, for most of a second; whoever comes meanwhile waits at the
socket, which the keeper holds open.
"""

import os
import signal
import socket
import sys
from contextlib import suppress

# From an operator, a service manager or a terminal.
STOPPING = signal.SIGTERM, signal.SIGINT, signal.SIGQUIT


class Kept:
    """What a server has of its keeper."""

    def __init__(self, line: socket.socket, listener: socket.socket | None) -> None:
        self._line = line
        self.listener = listener
        """Where the one before it listened, if there was one."""

    def serves_at(self, listener: socket.socket) -> None:
        """Say that it is about to serve: from now on it is started again when it is killed."""
        socket.send_fds(self._line, [b"."], [listener.fileno()])


class Keeper:
    """Starts servers, one after the other."""

    def __init__(self) -> None:
        self._server = 0
        self._listener: socket.socket | None = None
        self._is_stopping = False

    def part(self) -> Kept:
        """Come back in the process that is to serve, and in each that takes its place.

        In this one it never comes back: it ends as the last server did.
        """
        for number in STOPPING:
            signal.signal(number, self._stop)
        while True:
            ours, theirs = socket.socketpair()
            # Between here and the fork nobody could be told to stop.
            signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
            if self._is_stopping or signal.sigpending() & set(STOPPING):
                sys.exit(0)
            self._server = os.fork()
            if not self._server:
                ours.close()
                for number in STOPPING:
                    signal.signal(number, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            if not self._server:
                return Kept(theirs, self._listener)
            theirs.close()
            self._wait(ours)

    def _wait(self, line: socket.socket) -> None:
        """Until the server has ended; exits unless another is to be started."""
        _, taken, _, _ = socket.recv_fds(line, 1, 1)  # nothing, if it ends before
        line.close()
        if taken:
            self._hold(socket.socket(fileno=taken[0]))
        _, status = os.waitpid(self._server, 0)
        code = os.waitstatus_to_exitcode(status)
        if self._is_stopping or not taken or code == 0:
            sys.exit(code if code >= 0 else 128 - code)
        why = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        sys.stderr.write(f"The server {why}; it is started again.\n")
        sys.stderr.flush()

    def _hold(self, listener: socket.socket) -> None:
        if self._listener:
            self._listener.close()
        self._listener = None if self._is_stopping else listener

    def _stop(self, _number: int, _frame: object) -> None:
        self._is_stopping = True
        if self._listener:
            self._listener.close()
        with suppress(ProcessLookupError):  # it has just ended by itself
            if self._server:
                os.kill(self._server, signal.SIGTERM)


kept: Kept | None = None
"""Of this process, if it has a keeper."""


def part() -> None:
    """Go on in a process that has a keeper."""
    global kept
    kept = Keeper().part()


def is_started_again() -> bool:
    """Whether this process takes the place of one that was killed."""
    return kept is not None and kept.listener is not None
