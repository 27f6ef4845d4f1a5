# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""tools/install-packages, tools/run-tests and .ci/run, without touching the
machine: what they call is replaced by stubs that write down their arguments."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What the scripts may call for real.
REAL = ("bash", "basename", "cat", "dirname", "env", "grep", "gzip", "mkdir",
        "mktemp", "mv", "nproc", "rm", "tar", "tee", "timeout")
LOG = 'echo "$(basename "$0") $*" >> "$STUB_LOG"\n'


class ScriptTestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        for name in REAL:
            (self.bin / name).symlink_to(shutil.which(name))
        (self.bin / "python3").symlink_to(sys.executable)

    def stub(self, name, body="", folder=None):
        """A command that logs its call and then does `body`."""
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{LOG}{body}\n")
        path.chmod(0o755)

    def run_script(self, script, *arguments, cwd="/"):
        """(exit status, standard output, standard error)"""
        done = subprocess.run(
            [str(script), *arguments],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={
                "PATH": str(self.bin),
                "STUB_LOG": str(self.folder / "log"),
                "XDG_CACHE_HOME": str(self.folder / "cache"),
            },
        )
        return done.returncode, done.stdout, done.stderr

    def calls(self, name):
        log = self.folder / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if line.split()[0] == name]


class InstallPackagesTest(ScriptTestCase):
    script = ROOT / "tools" / "install-packages"

    def debian(self, without=(), user=0):
        """Stubs of a Debian machine that has all packages but `without`, and the
        schema."""
        self.schema = self.folder / "cache" / "interleave" / "sarif-2.1.0.json"
        self.schema.parent.mkdir(parents=True, exist_ok=True)
        self.schema.write_text("{}")
        self.stub("npm")
        known = "".join(f"[[ $each == {name} ]] && continue\n" for name in without)
        self.stub(
            "dpkg-query",
            "for each in \"${@:3}\"; do\n"
            f'{known}echo "$each installed"\ndone\n'
            f"exit {1 if without else 0}",
        )
        self.stub("apt-get")
        self.stub("id", f"echo {user}")

    def test_is_silent_when_nothing_is_missing(self):
        self.debian()
        self.assertEqual((0, "", ""), self.run_script(self.script))
        self.assertEqual((0, "", ""), self.run_script(self.script, "--check"))
        self.assertEqual([], self.calls("apt-get"))

    def test_check_only_tells(self):
        self.debian(without=["clang", "libdw-dev"])
        status, told, _ = self.run_script(self.script, "--check")
        self.assertEqual(1, status)
        self.assertEqual("install-packages: missing: clang libdw-dev\n", told)
        self.assertEqual([], self.calls("apt-get"))

    def test_takes_a_removed_package_for_missing(self):
        self.debian()
        self.stub(
            "dpkg-query",
            'for each in "${@:3}"; do echo "$each config-files"; done',
        )
        status, told, _ = self.run_script(self.script, "--check")
        self.assertEqual(1, status)
        self.assertIn("clang ", told)

    def test_installs_as_root(self):
        self.debian(without=["gdb"])
        status, _, errors = self.run_script(self.script)
        self.assertEqual((0, ""), (status, errors))
        self.assertEqual(
            ["apt-get update", "apt-get install -y --no-install-recommends gdb"],
            self.calls("apt-get"),
        )

    def test_installs_with_sudo_that_asks_nothing(self):
        self.debian(without=["gdb"], user=1000)
        self.stub("sudo", 'shift; "$@"')
        status, _, errors = self.run_script(self.script)
        self.assertEqual((0, ""), (status, errors))
        self.assertEqual(2, len(self.calls("apt-get")))
        for call in self.calls("sudo"):
            self.assertTrue(call.startswith("sudo -n "), call)

    def test_tells_the_command_when_it_may_not_install(self):
        self.debian(without=["gdb"], user=1000)
        for body in (None, "exit 1"):  # no sudo; a sudo that wants a password
            if body:
                self.stub("sudo", body)
            status, _, errors = self.run_script(self.script)
            self.assertEqual(2, status)
            self.assertIn("install -y --no-install-recommends gdb", errors)
        self.assertEqual([], self.calls("apt-get"))

    def test_tries_with_old_lists_when_the_update_fails(self):
        self.debian(without=["gdb"])
        self.stub("apt-get", '[[ $1 != update ]]')
        status, _, errors = self.run_script(self.script)
        self.assertEqual(0, status)
        self.assertIn("trying with the old lists", errors)

    def test_fails_when_the_installation_fails(self):
        self.debian(without=["gdb"])
        self.stub("apt-get", '[[ $1 == update ]]')
        status, _, errors = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("apt-get install failed", errors)

    def test_fetches_the_schema_that_is_missing(self):
        self.debian()
        self.schema.unlink()
        status, told, _ = self.run_script(self.script, "--check")
        self.assertEqual(1, status)
        self.assertEqual(f"install-packages: missing: {self.schema}\n", told)
        lies = "$4/package/lib/schemas"
        self.stub(
            "npm",
            f'mkdir -p "{lies}"; echo "[]" > "{lies}/sarif-2.1.0-rtm.5.json"\n'
            'tar -czf "$4/it.tgz" -C "$4" package',
        )
        status, _, errors = self.run_script(self.script)
        self.assertEqual((0, ""), (status, errors))
        self.assertEqual("[]\n", self.schema.read_text())
        self.assertEqual(1, len(self.calls("npm")))

    def test_fails_when_the_schema_can_not_be_fetched(self):
        self.debian()
        self.schema.unlink()
        self.stub("npm", "exit 1")
        status, _, errors = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("npm could not fetch @microsoft/jest-sarif", errors)
        self.assertFalse(self.schema.exists())

    def test_installs_npm_where_there_is_none(self):
        self.debian(without=["npm"])
        self.assertEqual(0, self.run_script(self.script, "--check")[0])
        (self.bin / "npm").unlink()
        status, told, _ = self.run_script(self.script, "--check")
        self.assertEqual((1, "install-packages: missing: npm\n"), (status, told))

    def test_the_cross_compiler_is_on_request(self):
        self.debian(without=["g++-aarch64-linux-gnu"])
        self.assertEqual(0, self.run_script(self.script, "--check")[0])
        status, told, _ = self.run_script(self.script, "--check", "--with-cross")
        self.assertEqual(1, status)
        self.assertIn("missing: g++-aarch64-linux-gnu", told)

    def test_gives_the_list_on_other_systems(self):
        status, _, errors = self.run_script(self.script)
        self.assertEqual(2, status)
        self.assertIn("not Debian or Ubuntu", errors)
        self.assertIn("libboost-context-dev", errors)

    def test_refuses_unknown_arguments(self):
        status, _, errors = self.run_script(self.script, "--chekc")
        self.assertEqual(2, status)
        self.assertIn("unknown argument --chekc", errors)


PASSED = "100% tests passed, 0 tests failed out of 12"


class RunTestsTest(ScriptTestCase):
    def setUp(self):
        super().setUp()
        self.tree = self.folder / "tree"
        self.script = self.tree / "tools" / "run-tests"
        self.script.parent.mkdir(parents=True)
        shutil.copy(ROOT / "tools" / "run-tests", self.script)
        shutil.copy(ROOT / "CMakePresets.json", self.tree)
        self.stub("install-packages", folder=self.tree / "tools")
        make_folder = 'mkdir="build/$2"; [[ $1 == --build ]] || mkdir -p "$mkdir"'
        self.stub("cmake", make_folder)
        self.stub("ctest", f'echo "{PASSED}"')

    def test_builds_and_tests_dev(self):
        status, printed, errors = self.run_script(self.script, "--jobs", "3")
        self.assertEqual((0, ""), (status, errors))
        self.assertEqual(
            ["cmake --preset dev", "cmake --build --preset dev --parallel 3"],
            self.calls("cmake"),
        )
        self.assertEqual(1, len(self.calls("install-packages")))
        self.assertIn(f"in {self.tree}/build/dev\n", printed)
        last = printed.splitlines()[-1]
        self.assertRegex(last, rf"^dev: {PASSED} \(\d+ s, build/dev\)$")

    def test_runs_the_presets_asked_for(self):
        arguments = ["--preset", "gcc", "--preset", "release", "--no-install"]
        status, _, _ = self.run_script(self.script, *arguments)
        self.assertEqual(0, status)
        ran = [call.split()[2] for call in self.calls("ctest")]
        self.assertEqual(["gcc", "release"], ran)
        self.assertEqual([], self.calls("install-packages"))

    def test_all_is_dev_gcc_and_sanitizers(self):
        _, printed, _ = self.run_script(self.script, "--all")
        ran = [line.split(":")[0] for line in printed.splitlines()[-3:]]
        self.assertEqual(["dev", "gcc", "asan-ubsan"], ran)

    def test_passes_the_filter_on(self):
        self.run_script(self.script, "--filter", "^Pct.*Test")
        self.assertIn(" -R ^Pct.*Test", self.calls("ctest")[0])
        self.assertIn(" --no-tests=error", self.calls("ctest")[0])

    def test_goes_on_after_a_failure_and_fails(self):
        failed = "50% tests passed, 6 tests failed out of 12"
        self.stub("ctest", f'[[ $2 != dev ]] || {{ echo "{failed}"; exit 8; }}\n'
                  f'echo "{PASSED}"')
        arguments = ["--preset", "dev", "--preset", "gcc"]
        status, printed, _ = self.run_script(self.script, *arguments)
        self.assertEqual(1, status)
        last = printed.splitlines()[-2:]
        self.assertTrue(last[0].startswith(f"dev: {failed}"), printed)
        self.assertTrue(last[1].startswith(f"gcc: {PASSED}"), printed)

    def test_tells_at_which_stage_it_failed(self):
        for condition, outcome in (
            ("[[ $1 != --preset ]]", "dev: configuring failed"),
            ("[[ $1 != --build ]]", "dev: the build failed"),
        ):
            self.stub("cmake", condition)
            status, printed, _ = self.run_script(self.script)
            self.assertEqual(1, status)
            self.assertTrue(printed.splitlines()[-1].startswith(outcome), printed)
        self.assertEqual([], self.calls("ctest"))

    def test_tells_that_ctest_ended_without_summary(self):
        self.stub("ctest", "exit 1")
        status, printed, _ = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("dev: ctest failed before its summary", printed)

    def test_stops_when_packages_are_missing(self):
        self.stub("install-packages", "exit 2", folder=self.tree / "tools")
        status, _, _ = self.run_script(self.script)
        self.assertEqual((2, []), (status, self.calls("cmake")))

    def test_refuses_what_it_does_not_understand(self):
        for arguments, message in (
            (["--preset"], "--preset needs a value"),
            (["--preset", "de"], "no preset de; there are: dev release"),
            (["--jobs", "many"], "--jobs many: not a number"),
            (["--jobs", "0"], "--jobs 0: not a number"),
            (["everything"], "unknown argument everything"),
        ):
            with self.subTest(arguments):
                status, _, errors = self.run_script(self.script, *arguments)
                self.assertEqual(2, status)
                self.assertIn(message, errors)
                self.assertEqual([], self.calls("cmake"))


class CiTest(ScriptTestCase):
    def setUp(self):
        super().setUp()
        self.tree = self.folder / "tree"
        self.script = self.tree / ".ci" / "run"
        self.script.parent.mkdir(parents=True)
        shutil.copy(ROOT / ".ci" / "run", self.script)
        self.stub("run-tests", "[[ $CI == true ]]", self.tree / "tools")
        self.stub("run-scenarios", "[[ $CI == true ]]", self.tree / "tools")

    def test_runs_everything(self):
        status, printed, errors = self.run_script(self.script)
        self.assertEqual((0, ""), (status, errors))
        self.assertEqual(["run-tests --preset dev --preset gcc-core"], self.calls("run-tests"))
        self.assertEqual(1, len(self.calls("run-scenarios")))
        self.assertRegex(printed.splitlines()[-1], r"^== ci: passed, \d+ s$")

    def test_goes_on_after_a_failure_and_fails(self):
        self.stub("run-tests", "exit 1", self.tree / "tools")
        status, _, errors = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("tools/run-tests --preset dev --preset gcc-core: failed with exit status 1", errors)
        self.assertEqual(1, len(self.calls("run-scenarios")))

    def test_ends_what_runs_out_of_time(self):
        text = self.script.read_text().replace("budget_s=4800", "budget_s=4")
        self.script.write_text(text)
        (self.bin / "sleep").symlink_to(shutil.which("sleep"))
        self.stub("run-tests", "sleep 60", self.tree / "tools")
        status, _, errors = self.run_script(self.script)
        self.assertEqual(1, status)
        self.assertIn("tools/run-tests --preset dev --preset gcc-core: out of time", errors)
        self.assertIn("tools/run-scenarios: no time left", errors)


if __name__ == "__main__":
    unittest.main()
