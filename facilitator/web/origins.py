"""Under which address phones find this server: for what is printed, or shown on a wall."""

import socket
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app, request, url_for


class ServerOrigins(NamedTuple):
    """The beginnings of addresses, such as `http://192.0.2.7:8000`, of which phones may use one."""

    asked: str
    """The one that this page was asked for by."""
    in_network: str
    """The one of this machine in its network; empty where phones can use the one that was asked."""
    is_served: bool
    """Whether the server answers there."""

    @property
    def offered(self) -> list[str]:
        """Those to choose from, the better one first."""
        return [self.in_network, self.asked] if self.in_network else [self.asked]

    @property
    def for_others(self) -> str:
        """The one that addresses begin with which are given to others."""
        return self.in_network if self.in_network and self.is_served else self.asked


def origins() -> ServerOrigins:
    """What the page of this request can offer to phones."""
    asked = request.host_url.rstrip("/")
    parts = urlsplit(asked)
    if not is_of_this_machine(parts.hostname or ""):
        return ServerOrigins(asked, "", is_served=True)
    host = address_in_network()
    port = f":{parts.port}" if parts.port else ""
    is_served = host in current_app.config["TRUSTED_HOSTS"]
    return ServerOrigins(asked, f"{parts.scheme}://{host}{port}", is_served=is_served)


def shared_address(endpoint: str, **values: Any) -> str:
    """The address of a page as others open it: for what is sent, printed, downloaded or shown on a wall."""
    return f"{origins().for_others}{url_for(endpoint, **values)}"


def is_of_this_machine(host: str) -> bool:
    """Whether each machine calls itself by this name, so that a phone that uses it asks itself."""
    return host in ("localhost", "::1") or host.endswith(".localhost") or host.startswith("127.")


def address_in_network() -> str:
    """The address under which others find this machine; its name where it has no route to others."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: this only asks for a route
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
