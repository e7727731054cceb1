"""The socket of the desk, bound before the server starts: a taken port is an error of one line."""

from __future__ import annotations

import socket

from crosscheck.desk.settings import DeskSettings
from crosscheck.errors import CrosscheckError


class AddressTaken(CrosscheckError):
    """Nothing can listen there."""


def listen(settings: DeskSettings) -> socket.socket:
    """A socket bound to the address of the settings; close it, or use it in a `with` block.

    Raises:
        AddressTaken: Another program listens there, or the address is none of this machine's.
    """
    try:
        family, *_, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(address[:2], family=family)
    except OSError as error:
        raise AddressTaken(
            f"{settings.host}, port {settings.port}: cannot be listened on ({error.strerror}); "
            "name another with --port, or stop the program that uses it"
        ) from error
    # asyncio does so only for sockets that name their protocol; without it small answers wait 40 ms
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
