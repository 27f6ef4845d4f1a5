# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Runs tools/check-style on small trees in a temporary folder."""

import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK_STYLE = ROOT / "tools" / "check-style"
LICENCE = "Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0"


def write_tree(root, files):
    """`files` maps paths to texts; a script (#!) becomes executable."""
    for path, text in files.items():
        file = pathlib.Path(root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if text.startswith("#!"):
            file.chmod(0o755)


def cxx(body="", includes=()):
    """A .cc file with the licence line."""
    lines = [f"// {LICENCE}", ""]
    lines += [f"#include {include}" for include in includes]
    return "\n".join(lines) + "\n" + body


def header(guard, body="", includes=(), banner="// Foo: what tests need.\n"):
    parts = ["".join(f"#include {include}\n" for include in includes), body]
    inside = "\n".join(part for part in parts if part)
    return (
        f"// {LICENCE}\n//\n{banner}\n#ifndef {guard}\n#define {guard}\n\n"
        + (f"{inside}\n" if inside else "")
        + f"#endif  // {guard}\n"
    )


def _load_check_style():
    loader = importlib.machinery.SourceFileLoader("check_style", str(CHECK_STYLE))
    spec = importlib.util.spec_from_loader("check_style", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


check_style = _load_check_style()


class StyleTestCase(unittest.TestCase):
    def check(self, files, *arguments):
        """Runs check-style on `files`; (exit status, what it printed)."""
        with tempfile.TemporaryDirectory() as root:
            write_tree(root, files)
            return self.check_folder(root, *arguments)

    def check_folder(self, root, *arguments):
        """In this process, because starting one takes longer than checking."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            status = check_style.main(["--root", str(root), *arguments])
        return status, printed.getvalue()

    def assert_passes(self, check, files):
        status, printed = self.check(files, "--only", check)
        self.assertEqual(0, status, printed)
        self.assertIn("check-style: 0 problems", printed)

    def assert_fails(self, check, files, *parts):
        """One problem, in one line that holds all `parts`."""
        status, printed = self.check(files, "--only", check)
        self.assertEqual(1, status, printed)
        problems = [line for line in printed.splitlines() if f"[{check}]" in line]
        self.assertEqual(1, len(problems), printed)
        for part in parts:
            self.assertIn(part, problems[0])
        self.assertIn("; ", problems[0], "it doesn't say what to write instead")
