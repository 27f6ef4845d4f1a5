# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""tools/run-study with stubs for what it calls, but for the Python part of it:
that runs a study_table which has three programs."""

import json
import shutil
import subprocess
import sys
import unittest

from scripts_test import ROOT, ScriptTestCase

LIST = "\n".join(
    json.dumps(record)
    for record in (
        {"program": "lost", "kind": "atomicity violation", "tasks": 2},
        {"program": "loose", "kind": "deadlock", "tasks": 3},
        {"program": "early", "kind": "order violation", "tasks": 2},
        {"strategy": "random", "ends": False},
        {"strategy": "dpor", "ends": True},
    )
)
# Found in the execution of the seed's number.
TABLE = f"""
if [[ $1 == --list ]]; then echo '{LIST}'; exit; fi
for ((seed = $3; seed < $3 + $4; ++seed)); do
  echo '{{"program":"'"$1"'","strategy":"'"$2"'","seed":'"$seed"',\
"outcome":"found","executions":'"$seed"',"calls":'"$((seed + 3))"'}}'
done
"""


class RunStudyTest(ScriptTestCase):
    def setUp(self):
        super().setUp()
        self.tree = self.folder / "tree"
        self.script = self.tree / "tools" / "run-study"
        self.script.parent.mkdir(parents=True)
        shutil.copy(ROOT / "tools" / "run-study", self.script)
        shutil.copytree(ROOT / "tools" / "study", self.tree / "tools" / "study")
        self.stub("install-packages", folder=self.tree / "tools")
        self.stub("cmake")
        (self.bin / "tail").symlink_to(shutil.which("tail"))
        self.table = self.tree / "build" / "dev" / "tests" / "study"
        self.stub("study_table", TABLE, folder=self.table)

    def written(self, folder):
        return {path.name: path.read_text() for path in folder.iterdir()}

    def test_builds_runs_and_writes(self):
        arguments = ["--seeds", "3", "--executions", "50", "--jobs", "2"]
        status, _, errors = self.run_script(self.script, *arguments)
        self.assertEqual(0, status, errors)
        self.assertEqual(1, len(self.calls("install-packages")))
        self.assertEqual(
            ["cmake --preset dev",
             "cmake --build --preset dev --parallel 2 --target study_table"],
            self.calls("cmake"),
        )
        runs = sorted(self.calls("study_table"))[1:]
        self.assertEqual(6, len(runs))
        self.assertEqual("study_table early dpor 1 3 50", runs[0])
        first = self.written(self.tree / "docs")
        self.assertEqual({"study.md", "study.svg"}, set(first))
        self.assertIn("| `lost` | atomicity violation | 2 | 2.0 |", first["study.md"])
        self.run_script(self.script, *arguments[:4], "--jobs", "1", "--no-install")
        self.assertEqual(first, self.written(self.tree / "docs"))
        self.assertEqual(1, len(self.calls("install-packages")))

    def test_takes_a_part(self):
        arguments = ["--programs", "lo*", "--strategies", "dpor", "--output", "part"]
        status, _, errors = self.run_script(self.script, *arguments,
                                            cwd=str(self.folder))
        self.assertEqual(0, status, errors)
        ran = sorted(call.split()[1:3] for call in self.calls("study_table")[1:])
        self.assertEqual([["loose", "dpor"], ["lost", "dpor"]], ran)
        self.assertIn("study.md", self.written(self.folder / "part"))
        self.assertFalse((self.tree / "docs").exists())

    def test_refuses_what_it_does_not_understand(self):
        for arguments, message in (
            (["--seeds"], "--seeds needs a value"),
            (["--seeds", "0"], "--seeds 0: not a number from 1 on"),
            (["--executions", "many"], "--executions many: not a number from 1 on"),
            (["--jobs", "-1"], "--jobs -1: not a number from 1 on"),
            (["--output", ""], "--output needs a value"),
            (["--preset", "../x"], "--preset ../x: not a name"),
            (["everything"], "unknown argument everything"),
            (["--programs", "lo*,x*"], "--programs: x* is none; there are: lost"),
            (["--strategies", "dfs"], "--strategies: dfs is none; there are: random"),
            (["--programs", "lo*"], "name a folder for it with --output"),
        ):
            with self.subTest(arguments):
                status, _, errors = self.run_script(self.script, *arguments)
                self.assertEqual(2, status, errors)
                self.assertIn(message, errors)
                self.assertFalse((self.tree / "docs").exists())

    def test_fails_when_a_run_fails(self):
        self.stub("study_table", f"[[ $1 == --list ]] || {{ echo 'not the bug' >&2; "
                  f"exit 1; }}\n{TABLE}", folder=self.table)
        status, _, errors = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("exit status 1, 0 of 20 seeds\nnot the bug", errors)
        self.assertFalse((self.tree / "docs").exists())

    def test_shows_why_the_build_failed(self):
        self.stub("cmake", "echo no compiler; exit 1")
        status, _, errors = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("cmake --preset dev failed with exit status 1", errors)
        self.assertIn("no compiler", errors)

    def check(self):
        """The check of the page that the tree has."""
        return subprocess.run(
            [sys.executable, "-B", str(self.tree / "tools" / "study"), "check",
             "--binary", str(self.table / "study_table"),
             "--page", str(self.tree / "docs" / "study.md")],
            env={"PATH": str(self.bin), "STUB_LOG": str(self.folder / "log")},
            capture_output=True, text=True,
        )

    def test_the_check_tells_what_a_page_lacks(self):
        self.run_script(self.script)
        self.assertEqual((0, ""), (self.check().returncode, self.check().stderr))
        for there, wanted, message in (
            ('"early"', '"later"', "its programs are not those that there are: "
             "early later;"),
            ('"random"', '"pos"', "its strategies are not those that there are: "
             "pos random;"),
        ):
            with self.subTest(wanted):
                self.stub("study_table", TABLE.replace(there, wanted),
                          folder=self.table)
                self.assertEqual(1, self.check().returncode)
                self.assertIn(message, self.check().stderr)


if __name__ == "__main__":
    unittest.main()
