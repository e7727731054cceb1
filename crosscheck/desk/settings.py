"""How the desk is served."""

from __future__ import annotations

import ipaddress
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crosscheck.settings import MEBIBYTE

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


class DeskSettings(BaseModel):
    """Where the desk listens, who may use it, and how much it takes from one request.

    Attributes:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        token: What a visitor must know; needed for every address but the machine's own.
        max_body: Bytes of a request's body; larger ones are refused before they are read.
        body_seconds: Within which the body must have arrived.
        answer_seconds: Within which an answer that does not stream must have begun.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(default=8600, ge=0, le=65535)
    token: str | None = Field(default=None, min_length=8, repr=False)
    max_body: int = Field(default=64 * MEBIBYTE, gt=0)
    body_seconds: float = Field(default=60.0, gt=0)
    answer_seconds: float = Field(default=600.0, gt=0)

    @model_validator(mode="after")
    def _needs_token(self) -> Self:
        if not self.is_loopback and self.token is None:
            raise ValueError(
                f"{self.host} can be reached from other machines, so a token is needed: "
                "--token or CROSSCHECK_TOKEN"
            )
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether only programs on this machine reach the desk."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:  # a name: who knows where it leads
            return False
