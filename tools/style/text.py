# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""What must not stand in any file, and what every script must be."""

import ast
import re
import shutil
import subprocess

from style.tree import Problem, Source, Tree

_MACHINE_PATH = re.compile(r"(?<![\w./~$}*)>-])/(?:home|root|work|tmp)/[\w.$%{-]+")
# Makes its own folder there, or takes the one that the environment names.
_OWN_FOLDER = re.compile(r"mkd?s?temp|TMPDIR|TEST_TMPDIR|XXXXXX")
_REGISTRY = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|(?<!//docs\.)crates\.io"
    r"|deb\.debian\.org|archive\.ubuntu\.com|conan\.io|rubygems\.org"
    r"|proxy\.golang\.org|maven\.org|vcpkg\.io|anaconda\.org)\b"
)


def check_paths(tree: Tree):
    for source in tree.sources:
        for number, line in enumerate(source.lines, start=1):
            path = _MACHINE_PATH.search(line)
            if path and not _OWN_FOLDER.search(line):
                yield Problem(
                    source.path,
                    number,
                    "paths",
                    f"{path[0]} exists on one machine; write a path relative "
                    "to the repository, $HOME or ${TMPDIR}, and for a sample "
                    "/src/...",
                )
            host = _REGISTRY.search(line)
            if host:
                yield Problem(
                    source.path,
                    number,
                    "paths",
                    f"names the package registry {host[0]}; name the Debian "
                    "package in tools/install-packages",
                )


def check_scripts(tree: Tree):
    for source in tree.sources:
        if source.is_shell:
            yield from _shell(tree, source)
        elif source.is_python:
            yield from _python(source)


def _shell(tree: Tree, source: Source):
    if source.shebang and not source.shebang.endswith("bash"):
        yield Problem(
            source.path,
            1,
            "scripts",
            f"runs under {source.shebang}; write #!/usr/bin/env bash",
        )
        return
    if "set -euo pipefail" not in source.lines:
        yield Problem(
            source.path,
            1,
            "scripts",
            "goes on after an error; write set -euo pipefail before the first "
            "command",
        )
    checked = subprocess.run(
        ["bash", "-n", source.path],
        cwd=tree.root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if checked.returncode != 0:
        said = checked.stderr.strip().split("\n")[0]
        line = re.search(r"line (\d+): (.*)", said)
        yield Problem(
            source.path,
            int(line[1]) if line else 1,
            "scripts",
            f"bash -n: {line[2] if line else said}; correct the syntax",
        )


def _python(source: Source):
    try:
        ast.parse(source.text)
    except SyntaxError as error:
        yield Problem(
            source.path,
            error.lineno or 1,
            "scripts",
            f"Python: {error.msg}; correct the syntax",
        )


_UNFORMATTED = re.compile(r"^([^\n:]+):(\d+):\d+: error: .*clang-format", re.MULTILINE)


def check_format(tree: Tree):
    paths = [source.path for source in tree.cxx()]
    if not paths:
        return
    if not shutil.which("clang-format"):
        yield Problem(
            paths[0],
            1,
            "format",
            "clang-format isn't on PATH, so no file was checked; run "
            "tools/install-packages",
        )
        return
    style = ["--style=file", "--fallback-style=Google"]
    checked = subprocess.run(
        ["clang-format", "--dry-run", "-Werror", *style, *paths],
        cwd=tree.root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    first_lines = {}
    for path, line in _UNFORMATTED.findall(checked.stderr):
        first_lines.setdefault(path, int(line))
    for path, line in first_lines.items():
        yield Problem(
            path, line, "format", f"not formatted; run clang-format -i {path}"
        )
    if checked.returncode != 0 and not first_lines:
        said = checked.stderr.strip().split("\n")[0]
        yield Problem(paths[0], 1, "format", f"clang-format failed: {said}")
