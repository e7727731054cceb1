"""What a run was made on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crosscheck.evaluation.record import Machine

PACKAGES = ("numpy", "openvino", "faiss-cpu", "tokenizers", "torch", "sentence-transformers")
_CPUINFO = Path("/proc/cpuinfo")


def this_machine(threads: int) -> Machine:
    """This machine.

    Args:
        threads: CPU threads of the models, as in the settings; 0 stands for all cores.
    """
    cores = os.cpu_count() or 1
    return Machine(
        system=platform.platform(),
        processor=_processor(),
        cores=cores,
        threads=threads or cores,
        python=platform.python_version(),
        packages={name: found for name in PACKAGES if (found := _version(name)) is not None},
    )


def _processor() -> str:
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
