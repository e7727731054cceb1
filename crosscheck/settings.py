"""Settings: defaults here, then `crosscheck.toml`, then `CROSSCHECK_*` in the environment, then arguments.

    [pairing]
    neighbours = 4

or `CROSSCHECK_PAIRING__NEIGHBOURS=4`, or `Settings(pairing={"neighbours": 4})`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from crosscheck.errors import InvalidSettings

MEBIBYTE = 1024 * 1024
PREFIX, DELIMITER = "CROSSCHECK_", "__"
"""Of variables in the environment: `CROSSCHECK_PAIRING__NEIGHBOURS`."""


class Group(BaseModel):
    """Base of the groups of settings: frozen, unknown names are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadingSettings(Group):
    """How input is read.

    Attributes:
        max_bytes: Files and answers larger than this are refused.
        timeout: Seconds to wait for a URL.
        languages: ISO 639-1 codes that the models know; other documents are reported and left out.
    """

    max_bytes: int = Field(default=32 * MEBIBYTE, gt=0)
    timeout: float = Field(default=20.0, gt=0)
    languages: tuple[str, ...] = ("en",)


class PairingSettings(Group):
    """Which claims are put before the NLI model.

    Attributes:
        neighbours: Nearest claims of each other article of the story that a claim is paired with; on stories
            held out from training, three hold 97 % of the labelled conflicts and agreements (`make eval`).
        within_documents: Whether claims of one document are compared with one another too.
        copy_containment: Share of an article's word 5-grams found in a longer one that makes it a copy.
        story_floor: Least story score (see `pairing.stories`) of two articles to be aligned.
    """

    neighbours: int = Field(default=3, ge=1, le=50)
    within_documents: bool = False
    copy_containment: float = Field(default=0.7, gt=0, le=1)
    story_floor: float = Field(default=0.35, ge=-1, le=2)


class RuntimeSettings(Group):
    """What the models may use.

    Attributes:
        threads: CPU threads of the models; 0 takes all cores.
        full_precision: Float32 arithmetic also where the CPU has bfloat16; slower, and the scores are then
            the same on every machine up to rounding.
    """

    threads: int = Field(default=0, ge=0)
    full_precision: bool = False


class JudgingSettings(Group):
    """How the judge weighs.

    Attributes:
        disabled_rules: Names of rules that are switched off, for measuring what each is worth.
    """

    disabled_rules: frozenset[str] = frozenset()


class ArchiveSettings(Group):
    """How an archive is used.

    Attributes:
        patience: Seconds to wait for another process that writes, before giving up.
    """

    patience: float = Field(default=30.0, ge=0)


class WatchSettings(Group):
    """How feeds and folders are watched.

    Attributes:
        interval: Seconds between two looks at a feed or folder.
        longest_interval: Most seconds between two looks at a feed that fails again and again.
        page_delay: Least seconds between two pages of one host; `Crawl-delay` of its robots.txt can ask for
            more.
        page_age: Seconds after which a page that a feed links to is fetched anew, to see corrections.
    """

    interval: float = Field(default=300.0, gt=0)
    longest_interval: float = Field(default=86400.0, gt=0)
    page_delay: float = Field(default=1.0, ge=0)
    page_age: float = Field(default=21600.0, ge=0)


class Settings(BaseSettings):
    """All settings of a run."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter=DELIMITER
    )

    reading: ReadingSettings = ReadingSettings()
    pairing: PairingSettings = PairingSettings()
    runtime: RuntimeSettings = RuntimeSettings()
    judging: JudgingSettings = JudgingSettings()
    archive: ArchiveSettings = ArchiveSettings()
    watch: WatchSettings = WatchSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by pydantic-settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - given by pydantic-settings
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, which wins over the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def load(cls, file: Path | None = None, **arguments: Any) -> Settings:  # noqa: ANN401 - groups of settings
        """Settings from a TOML file (by default `crosscheck.toml` here), the environment and arguments.

        Raises:
            InvalidSettings: An unknown group or setting, an invalid value, or a file that is missing or no
                TOML.
        """
        if file is not None and not file.is_file():
            raise InvalidSettings(f"{file}: no such settings file")

        class FromFile(cls):  # type: ignore[valid-type, misc]
            model_config = SettingsConfigDict(toml_file=file or "crosscheck.toml")

        _refuse_unknown_groups(cls.model_fields)
        try:
            loaded = FromFile(**arguments)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            message = "no such setting" if first["type"] == "extra_forbidden" else first["msg"]
            raise InvalidSettings(f"setting {where}: {message}") from error
        except SettingsError as error:  # a group of settings in the environment that is no JSON
            raise InvalidSettings(f"environment: {error}") from error
        except ValueError as error:  # tomllib.TOMLDecodeError
            raise InvalidSettings(f"{file or 'crosscheck.toml'}: not valid TOML: {error}") from error
        return cls.model_construct(**dict(loaded))


def _refuse_unknown_groups(known: Iterable[str]) -> None:
    """pydantic-settings passes over variables of a group that there is not."""
    groups = sorted(known)
    for name in filter(re.compile(PREFIX, re.IGNORECASE).match, os.environ):
        group, delimiter, _ = name[len(PREFIX) :].lower().partition(DELIMITER)
        if delimiter and group not in groups:
            known_groups = ", ".join(groups)
            raise InvalidSettings(f"environment: {name}: no such group of settings; there are {known_groups}")
