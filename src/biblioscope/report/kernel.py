"""A kernel of this very Python, which nothing in the user's home can change."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from biblioscope.language import VARIABLE

CELL_SECONDS = 600
LONGEST_SOCKET = 95
"""Bytes in the path of a socket, less than any system allows, with room for its number."""
NOT_INHERITED = ("MPLBACKEND", "PYTHONSTARTUP")


class ThisPython(KernelSpecManager):
    """Knows one kernel, whatever the user has registered under its name: the running Python."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start it; it keeps no history, and says errors only."""
        launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        quiet = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=ERROR"]
        return KernelSpec(argv=[*launch, *quiet], language="python")


class QuietClient(NotebookClient):
    """A client that leaves the signals of its process alone.

    nbclient's own handlers swallow Ctrl-C, and where two notebooks run at a time the first to end
    takes away those of the other.
    """

    @asynccontextmanager
    async def async_setup_kernel(self, **kwargs: Any) -> AsyncGenerator[None, None]:
        """Start the kernel and its channels, and stop both at the end, whatever happened."""
        try:
            await self.async_start_new_kernel(**kwargs)
            await self.async_start_new_kernel_client()
            yield
        finally:
            if self.km is not None:  # nbclient has already tidied up a kernel that never answered
                await self._async_cleanup_kernel()


def client_for(notebook: NotebookNode, private: Path) -> QuietClient:
    """Return a client for one notebook, whose kernel keeps its own files in a private folder."""
    manager = AsyncKernelManager(
        kernel_spec_manager=ThisPython(),
        connection_file=str(private / "connection.json"),
        **_sockets(private),
    )
    return QuietClient(
        notebook,
        km=manager,
        timeout=CELL_SECONDS,
        record_timing=False,
        shutdown_kernel="immediate",
    )


def _sockets(private: Path) -> dict[str, str]:
    """Return where a kernel listens: at files of its own, where the system has such sockets.

    A port that is free when it is chosen may be taken when the kernel asks for it, and then the
    notebook waits for a kernel that is not there.
    """
    path = str(private / "kernel")
    if os.name == "nt" or len(os.fsencode(path)) > LONGEST_SOCKET:
        return {}
    return {"transport": "ipc", "ip": path}


def environment(private: Path, language: str) -> dict[str, str]:
    """Return the environment of a kernel: ours, without the user's own start-up files.

    What the notebook shows is in `language`.
    """
    inherited = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
    return {**inherited, "IPYTHONDIR": str(private / "ipython"), VARIABLE: language}
