# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""The files that are checked, and what a check says about them."""

import functools
import os
import pathlib
import subprocess
from typing import NamedTuple

from style import cxx

# What a walk leaves out where git cannot say what is ignored.
_SKIPPED_FOLDERS = {".git", "build", "out", "__pycache__"}
_BYTES_MAX = 2_000_000


class Problem(NamedTuple):
    path: str
    line: int
    check: str
    message: str  # what is wrong; what to write instead
    is_note: bool = False  # told, but no failure

    def __str__(self):
        kind = "note: " if self.is_note else ""
        return f"{self.path}:{self.line}: [{self.check}] {kind}{self.message}"


class Source:
    """One text file. `path` is relative to the root, with slashes."""

    def __init__(self, path: str, text: str, executable: bool):
        self.path = path
        self.text = text
        self.executable = executable
        self.lines = text.split("\n")
        if self.lines[-1] == "":
            self.lines.pop()

    @property
    def top(self) -> str:
        """The first folder of the path, or "" for a file of the root."""
        return self.path.split("/")[0] if "/" in self.path else ""

    @property
    def is_header(self) -> bool:
        return self.path.endswith(".h")

    @property
    def is_cxx(self) -> bool:
        return self.path.endswith((".h", ".cc"))

    @property
    def shebang(self) -> str:
        return self.lines[0] if self.text.startswith("#!") else ""

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py") or "python" in self.shebang

    @property
    def is_shell(self) -> bool:
        if self.path.endswith((".sh", ".bash")):
            return True
        interpreter = self.shebang.split("/")[-1].split(" ")[-1]
        return interpreter in ("sh", "bash", "dash", "zsh", "ksh")

    @property
    def is_script(self) -> bool:
        return self.is_python or self.is_shell or bool(self.shebang)

    @functools.cached_property
    def _blanked(self) -> tuple[str, str]:
        return cxx.blank(self.text)

    @property
    def code(self) -> str:
        """C++: the text, comments and the insides of literals blanked."""
        return self._blanked[0]

    @functools.cached_property
    def code_lines(self) -> list[str]:
        return self.code.split("\n")

    @property
    def code_with_literals(self) -> str:
        """C++: the text with the comments blanked."""
        return self._blanked[1]

    @functools.cached_property
    def includes(self) -> list[cxx.Include]:
        return cxx.includes(self.code_with_literals)


class Tree:
    """All text files below a root that git tracks or would offer to add."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        self.sources = []
        for path in sorted(set(_git_files(root) or _walk(root))):
            source = _read(root, path)
            if source:
                self.sources.append(source)
        self._by_path = {source.path: source for source in self.sources}

    def get(self, path: str) -> Source | None:
        return self._by_path.get(path)

    def cxx(self, *tops: str) -> list[Source]:
        """The C++ files, of the given top folders if any are given."""
        return [
            source
            for source in self.sources
            if source.is_cxx and (not tops or source.top in tops)
        ]


def _read(root: pathlib.Path, path: str) -> Source | None:
    file = root / path
    try:
        if not file.is_file() or file.stat().st_size > _BYTES_MAX:
            return None
        data = file.read_bytes()
    except FileNotFoundError:  # someone deleted it meanwhile
        return None
    if b"\0" in data[:8192]:
        return None
    text = data.decode("utf-8", errors="replace")
    return Source(path, text, os.access(file, os.X_OK))


def _git_files(root: pathlib.Path) -> list[str]:
    """Empty when there is no git or `root` is not the top of a checkout."""

    if not (root / ".git").exists():
        return []
    listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), *listing],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [path for path in listed.split("\0") if path]


def _walk(root: pathlib.Path) -> list[str]:
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS]
        for name in files:
            relative = pathlib.Path(folder, name).relative_to(root)
            found.append(relative.as_posix())
    return found
