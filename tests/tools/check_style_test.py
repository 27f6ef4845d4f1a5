# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""tools/check-style as a command, and its checks of files as wholes."""

import subprocess
import tempfile
import unittest
import unittest.mock

from style_tree import CHECK_STYLE, LICENCE, StyleTestCase, cxx, header, write_tree

LIBRARY = "framework/interleave/"
UMBRELLA = '"interleave/interleave.h"'


def library_header(path, body="", includes=()):
    guard = "INTERLEAVE_" + path.upper().replace("/", "_").replace(".", "_") + "_"
    return header(guard, body, includes)


# A tree that has something of everything and no problem.
GOOD = {
    ".clang-format": "BasedOnStyle: Google\n",
    LIBRARY + "interleave.h": header(
        "INTERLEAVE_INTERLEAVE_H_", "", ['"interleave/base/foo.h"']
    ),
    LIBRARY + "base/foo.h": library_header("base/foo.h", "int Foo();\n"),
    LIBRARY + "base/foo.cc": cxx(
        "\nint Foo() { return 1; }\n", ['"interleave/base/foo.h"']
    ),
    "tests/unit/base/foo_test.cc": cxx("", ['"interleave/base/foo.h"']),
    "scenarios/pool/pool.cc": cxx("", [UMBRELLA]),
    "tools/run": f"#!/usr/bin/env bash\n# {LICENCE}\nset -euo pipefail\necho\n",
    "tools/plot.py": f"# {LICENCE}\nprint(1)\n",
}

# For every check, what makes GOOD fail it and no other.
BAD = {
    "format": {"tools/cli/a.cc": cxx("int   a;\n")},
    "layering": {LIBRARY + "base/a.cc": cxx("", ['"interleave/runtime/b.h"'])},
    "guards": {"tools/cli/a.h": header("A_H")},
    "licence": {"tools/a.py": "print(1)\n"},
    "own-header": {LIBRARY + "base/foo.cc": cxx("", ["<vector>"])},
    "budgets": {"tools/a.py": f"# {LICENCE}\n" + "print(1)\n" * 700},
    "banned": {"tools/cli/a.cc": cxx("int a = rand();\n")},
    "mirror": {LIBRARY + "base/bar.h": library_header("base/bar.h")},
    "disabled": {"tests/e2e/a.cc": cxx("TEST(A, DISABLED_B) {}\n")},
    "paths": {"docs/a.md": "See " + "/home" + "/me/notes.\n"},
    "scripts": {"tools/a.sh": f"# {LICENCE}\necho\n"},
}


class CommandTest(StyleTestCase):
    def test_passes_a_good_tree(self):
        status, printed = self.check(GOOD)
        self.assertEqual(0, status, printed)
        self.assertEqual("check-style: 0 problems in 8 files\n", printed)

    def test_every_check_can_fail_and_fails_alone(self):
        _, listed = self.check({}, "--list")
        checks = [line.split()[0] for line in listed.splitlines()]
        self.assertEqual(list(BAD), checks)
        for check in checks:
            with self.subTest(check):
                status, printed = self.check({**GOOD, **BAD[check]})
                self.assertEqual(1, status, printed)
                self.assertRegex(printed, rf"^\S+:\d+: \[{check}\] .*; .*\n")
                self.assertIn("check-style: 1 problem in", printed)

    def test_only_runs_the_checks_asked_for(self):
        files = {**GOOD, **BAD["licence"], **BAD["guards"]}
        _, printed = self.check(files, "--only", "guards")
        self.assertIn("[guards]", printed)
        self.assertNotIn("[licence]", printed)

    def test_leaves_out_what_git_ignores(self):
        with tempfile.TemporaryDirectory() as root:
            write_tree(root, GOOD)
            write_tree(root, {".gitignore": "/mine/\n"})
            write_tree(root, {"mine/a.py": "", "new/a.py": ""})
            subprocess.run(["git", "init", "-q", root], check=True)
            status, printed = self.check_folder(root, "--only", "licence")
        self.assertEqual(1, status)
        self.assertIn("new/a.py:1: [licence]", printed)
        self.assertNotIn("mine/a.py", printed)

    def test_leaves_out_the_build_folder_without_git(self):
        self.assert_passes("licence", {**GOOD, "build/dev/a.py": ""})

    def test_says_that_the_root_is_not_a_folder(self):
        done = self.run_command("--root", "no/such/folder")
        self.assertEqual(2, done.returncode)
        self.assertIn("no/such/folder isn't a folder", done.stderr)

    def test_is_a_command(self):
        with tempfile.TemporaryDirectory() as root:
            write_tree(root, {**GOOD, **BAD["guards"]})
            done = self.run_command("--root", root, "--only", "guards")
        self.assertEqual((1, ""), (done.returncode, done.stderr))
        self.assertIn("tools/cli/a.h:5: [guards] ", done.stdout)

    def run_command(self, *arguments):
        return subprocess.run(
            [str(CHECK_STYLE), *arguments], capture_output=True, text=True
        )


class FormatTest(StyleTestCase):
    def test_names_the_first_line_and_the_command(self):
        self.assert_fails(
            "format",
            {"tools/a.cc": cxx("int a;\nint   b;\nint   c;\n")},
            "tools/a.cc:4:",
            "clang-format -i tools/a.cc",
        )

    def test_fails_clearly_without_clang_format(self):
        with tempfile.TemporaryDirectory() as empty:
            with unittest.mock.patch.dict("os.environ", PATH=empty):
                status, printed = self.check(GOOD, "--only", "format")
        self.assertEqual(1, status)
        self.assertIn("clang-format isn't on PATH", printed)


class LayeringTest(StyleTestCase):
    def assert_may_include(self, layer, *targets):
        includes = [f'"interleave/{target}/x.h"' for target in targets]
        files = {f"{LIBRARY}{layer}/a.cc": cxx("", includes)}
        self.assert_passes("layering", files)

    def assert_may_not(self, layer, include, *parts):
        files = {f"{LIBRARY}{layer}/a.cc": cxx("", ["<vector>", include])}
        self.assert_fails("layering", files, f"{layer}/a.cc:4:", *parts)

    def test_a_layer_may_include_itself_and_what_is_below(self):
        self.assert_may_include("base", "base")
        self.assert_may_include("detect", "detect", "runtime", "schedule", "base")
        self.assert_may_include("explore", "intercept", "strategy", "detect")
        self.assert_may_include("gtest", "report", "explore")

    def test_no_layer_includes_what_is_above(self):
        order = ["base", "schedule", "runtime", "strategy", "explore", "report"]
        for below, above in zip(order, [*order[1:], "gtest"]):
            self.assert_may_not(
                below, f'"interleave/{above}/x.h"', f"{below} includes {above}"
            )

    def test_siblings_do_not_see_each_other(self):
        self.assert_may_not("intercept", '"interleave/strategy/x.h"', "may include")
        self.assert_may_not("strategy", '"interleave/detect/x.h"', "may include")
        self.assert_may_not("detect", '"interleave/intercept/x.h"', "may include")

    def test_angle_brackets_are_no_way_round(self):
        self.assert_may_not("base", "<interleave/runtime/x.h>", "base includes")

    def test_an_include_in_a_comment_is_none(self):
        body = '// #include "interleave/gtest/x.h"\n'
        self.assert_passes("layering", {LIBRARY + "base/a.cc": cxx(body)})

    def test_the_library_includes_nothing_of_its_users(self):
        self.assert_may_not("base", '"tools/cli/x.h"', "move what it needs")
        self.assert_may_not("base", '"x.h"', "is relative")
        self.assert_may_not("explore", '"gtest/gtest.h"', "includes GoogleTest")
        self.assert_may_not("explore", UMBRELLA, "includes the umbrella")
        files = {LIBRARY + "gtest/a.cc": cxx("", ['"gtest/gtest.h"', UMBRELLA])}
        self.assert_passes("layering", files)

    def test_every_file_belongs_to_a_layer(self):
        for path in ("a.h", "util/a.h"):
            files = {LIBRARY + path: library_header(path)}
            self.assert_fails("layering", files, "belongs to no layer")

    def test_the_umbrella_only_exports(self):
        path, guard = LIBRARY + "interleave.h", "INTERLEAVE_INTERLEAVE_H_"
        self.assert_fails(
            "layering", {path: header(guard, "int a;")}, ":8:", "holds code"
        )
        self.assert_fails(
            "layering",
            {path: header(guard, "", ['"interleave/gtest/x.h"'])},
            "the umbrella includes",
        )

    def test_scenarios_include_public_headers_only(self):
        path = "scenarios/pool/pool_test.cc"
        public = [UMBRELLA, '"interleave/gtest/test.h"', '"pool.h"', "<vector>"]
        self.assert_passes("layering", {path: cxx("", public)})
        for private in ('"interleave/runtime/task.h"', '"tools/cli/a.h"'):
            self.assert_fails(
                "layering", {path: cxx("", [private])}, "isn't public"
            )

    def test_the_command_line_tool_includes_what_it_likes(self):
        include = ['"interleave/runtime/task.h"']
        self.assert_passes("layering", {"tools/cli/a.cc": cxx("", include)})


class HeaderTest(StyleTestCase):
    def test_guards_follow_from_the_path(self):
        for path, guard in (
            (LIBRARY + "base/foo.h", "INTERLEAVE_BASE_FOO_H_"),
            ("tools/cli/foo.h", "TOOLS_CLI_FOO_H_"),
            ("scenarios/pool/pool.h", "SCENARIOS_POOL_POOL_H_"),
            ("tests/contract/foo.h", "INTERLEAVE_TESTS_CONTRACT_FOO_H_"),
        ):
            self.assert_passes("guards", {path: header(guard)})
            self.assert_fails("guards", {path: header("FOO_H_")}, "FOO_H_ doesn't")

    def test_a_guard_has_all_its_parts(self):
        path, good = "tools/a.h", header("TOOLS_A_H_")
        for bad, message in (
            (good.replace("#define TOOLS_A_H_", "#define TOOLS_B_H_"), "without its"),
            (good.replace("#endif  // TOOLS_A_H_", "#endif"), "doesn't name it"),
            (cxx("#pragma once\nint a;\nint b;\n"), "no include guard"),
            (cxx(), "no include guard"),
        ):
            self.assert_fails("guards", {path: bad}, message, "#ifndef TOOLS_A_H_")

    def test_every_source_and_script_has_the_licence_line(self):
        bash = "#!/usr/bin/env bash\n"
        for path, text in (
            ("tools/a.cc", "int a;\n"),
            ("tools/a.cc", ""),
            ("tools/a.cc", f"\n// {LICENCE}\n"),
            ("tools/a.cc", f"# {LICENCE}\n"),
            ("tools/a.h", header("TOOLS_A_H_").replace("2026", "MMXX")),
            ("tools/a.sh", "echo\n"),
            ("tools/run", bash + f"\n# {LICENCE}\n"),
        ):
            with self.subTest(path=path, text=text):
                self.assert_fails("licence", {path: text}, "no licence line")
        self.assert_passes("licence", {"tools/run": bash + f"# {LICENCE}\n"})

    def test_headers_have_a_banner(self):
        bare = header("TOOLS_A_H_", banner="")
        self.assert_fails("licence", {"tools/a.h": bare}, "tools/a.h:2:", "no banner")
        self.assert_passes("licence", {"tools/a.h": header("TOOLS_A_H_")})

    def test_a_source_includes_its_own_header_first(self):
        for folder, own in (
            (LIBRARY + "base/", '"interleave/base/a.h"'),
            ("tools/cli/", '"tools/cli/a.h"'),
            ("tools/cli/", '"cli/a.h"'),
            ("scenarios/", '"a.h"'),
        ):
            files = {folder + "a.h": header("A_H_")}
            good = {**files, folder + "a.cc": cxx("", [own, "<vector>"])}
            bad = {**files, folder + "a.cc": cxx("", ["<vector>", own])}
            self.assert_passes("own-header", good)
            self.assert_fails("own-header", bad, "a.cc:3:", "includes <vector> first")

    def test_a_source_without_a_header_includes_what_it_likes(self):
        self.assert_passes("own-header", {"tools/a.cc": cxx("", ["<vector>"])})


class MirrorTest(StyleTestCase):
    header_path = LIBRARY + "base/foo.h"
    test_path = "tests/unit/base/foo_test.cc"
    exempt_path = "tools/style/mirror_exempt.txt"

    def test_a_header_without_test_fails(self):
        files = {self.header_path: library_header("base/foo.h")}
        self.assert_fails("mirror", files, self.test_path, self.exempt_path)
        self.assert_passes("mirror", {**files, self.test_path: cxx()})

    def test_a_test_without_anything_to_test_fails(self):
        files = {self.test_path: cxx()}
        self.assert_fails("mirror", files, "tests neither")
        self.assert_passes("mirror", {**files, LIBRARY + "base/foo.cc": cxx()})

    def test_an_exemption_has_a_reason(self):
        files = {self.header_path: library_header("base/foo.h")}
        good = {self.exempt_path: f"# why\n{self.header_path}: only numbers\n"}
        self.assert_passes("mirror", {**files, **good})
        bad = {self.exempt_path: f"{self.header_path}:\n"}
        self.assert_fails("mirror", {**files, **bad}, "no reason")

    def test_an_exemption_that_is_not_needed_fails(self):
        line = f"{self.header_path}: only numbers\n"
        self.assert_fails(
            "mirror", {self.exempt_path: line}, "isn't a header of the library"
        )
        both = {self.header_path: library_header("base/foo.h")}
        self.assert_fails(
            "mirror", {**both, self.exempt_path: line * 2}, ":2:", "was exempted"
        )
        both[self.test_path] = cxx()
        self.assert_fails(
            "mirror", {**both, self.exempt_path: line}, "has a test"
        )


class DisabledTest(StyleTestCase):
    def test_a_disabled_test_says_why(self):
        test = "TEST(A, DISABLED_B) {}"
        why = "// until the parser knows #if, see docs/limits.md"
        path = "tests/e2e/a_test.cc"
        self.assert_passes("disabled", {path: cxx(f"{why}\n{test}\n")})
        self.assert_passes("disabled", {path: cxx(f"{test}  {why}\n")})
        self.assert_passes("disabled", {path: cxx('auto a = "DISABLED_B";\n')})
        for bad in (f"{test}\n", f"{test}  // NOLINT\n", f"{why}\n\n{test}\n"):
            self.assert_fails("disabled", {path: cxx(bad)}, "DISABLED_B without")

    def test_a_skip_says_why(self):
        path = "tests/e2e/a_test.cc"
        good = 'TEST(A, B) {\n  GTEST_SKIP() << "FS base is read-only";\n}\n'
        bad = "TEST(A, B) {\n  GTEST_SKIP();\n}\n"
        self.assert_passes("disabled", {path: cxx(good)})
        self.assert_fails("disabled", {path: cxx(bad)}, ":4:", "GTEST_SKIP without")

    def test_a_disabled_ctest_entry_says_why(self):
        path = "tests/CMakeLists.txt"
        entry = "set_tests_properties(a PROPERTIES DISABLED TRUE)\n"
        self.assert_fails("disabled", {path: entry}, "DISABLED TRUE without")
        reason = "# needs a machine with eight cores\n"
        self.assert_passes("disabled", {path: reason + entry})


class PathsTest(StyleTestCase):
    def test_machine_paths_fail(self):
        for folder in ("home", "root", "work", "tmp"):
            text = f"open /{folder}" + "/me/a.txt\n"
            self.assert_fails("paths", {"docs/a.md": text}, "on one machine")

    def test_other_paths_pass(self):
        for text in (
            "framework/work" + "/a and ./home" + "/a\n",
            "https://example.org/home" + "/a\n",
            'folder="$(mktemp -d /tmp' + '/a.XXXXXX)"\n',
            'folder="${TMPDIR:-/tmp}/a"\n',
        ):
            self.assert_passes("paths", {"docs/a.md": text})

    def test_registries_fail(self):
        text = "fetched from https://pypi" + ".org/simple\n"
        self.assert_fails("paths", {"docs/a.md": text}, "package registry pypi")


class ScriptsTest(StyleTestCase):
    good = GOOD["tools/run"]

    def test_shell_scripts_stop_at_errors(self):
        self.assert_passes("scripts", {"tools/run": self.good})
        bad = self.good.replace("set -euo pipefail", "set -e")
        self.assert_fails("scripts", {"tools/run": bad}, "set -euo pipefail")

    def test_shell_scripts_parse(self):
        bad = self.good + "if true; then\n"
        self.assert_fails("scripts", {"tools/run": bad}, "bash -n: ")

    def test_shell_scripts_run_under_bash(self):
        bad = self.good.replace("/usr/bin/env bash", "/bin/sh")
        self.assert_fails("scripts", {"tools/run": bad}, "/usr/bin/env bash")

    def test_python_scripts_parse(self):
        self.assert_fails("scripts", {"tools/a.py": "def f(:\n"}, "Python: ")
        self.assert_passes("scripts", {"tools/a.py": "def f(): pass\n"})


if __name__ == "__main__":
    unittest.main()
