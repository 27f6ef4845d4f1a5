# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""tsan_entries.def lists what compilers call, tsan_annotations.def what
programs call themselves, and what they list is there: in the hooks and in the
linker's options. Arguments: the tables, the folder of the libraries and of the
lists of wraps."""

import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
# Those of them that are installed; the first is the one of this build.
COMPILERS = ("clang++", "clang++-14", "clang++-16", "clang++-19")
# In the table, but only code that was written for ThreadSanitizer calls them.
BY_HAND = re.compile(r"read_range|write_range|atomic\d+_compare_exchange_"
                     r"(strong|weak)")
# From clang 16 on; clang 14 calls the C library's.
LATER = {"memcpy", "memmove", "memset"}
# What is not the runtime's: intercept/mapping.cc, initialisation.cc and
# fuzzer_counters.cc.
OTHERS = {"mmap", "mmap64", "__cxa_guard_release",
          "__sanitizer_cov_8bit_counters_init", "__sanitizer_cov_bool_flag_init",
          "__sanitizer_cov_trace_pc_guard_init"}
# Hooks of their own in no case: the runtime's are called as they are.
PASSED = {"func_entry", "func_exit", "atomic_signal_fence"}

table = {}
annotations = {}  # and whether they have a hook before the runtime
folder = pathlib.Path()


def symbols(path, *options):
    listed = subprocess.run(["nm", *options, str(path)], check=True, text=True,
                            capture_output=True).stdout
    return set(re.findall(r"\b\w*(?:__tsan_|Annotate|RunningOn)\w+", listed))


class EntriesTest(unittest.TestCase):
    def test_table_lists_all_that_compilers_call(self):
        compilers = [name for name in COMPILERS if shutil.which(name)]
        self.assertIn(COMPILERS[0], compilers)
        for compiler in compilers:
            with self.subTest(compiler=compiler):
                called = self.called_by(compiler)
                self.assertEqual(called - set(table), set())
                missed = {name for name in set(table) - called
                          if not BY_HAND.fullmatch(name)}
                self.assertEqual(missed - LATER, set())

    def called_by(self, compiler):
        with tempfile.TemporaryDirectory() as scratch:
            compiled = pathlib.Path(scratch) / "every_access.o"
            subprocess.run(
                [compiler, "-std=c++20", "-O1", "-fsanitize=thread",
                 "-mllvm", "-tsan-distinguish-volatile=1",
                 "-mllvm", "-tsan-compound-read-before-write=1",
                 *(["-mcx16"] if platform.machine() == "x86_64" else []),
                 "-c", str(HERE / "every_access.cc"), "-o", str(compiled)],
                check=True)
            return {name.removeprefix("__tsan_")
                    for name in symbols(compiled, "-u")} - {"init"}

    def test_each_entry_has_a_hook_before_the_runtime(self):
        defined = symbols(folder / "libinterleave_races.a", "--defined-only")
        for name in set(table) - PASSED:
            self.assertIn(f"__wrap___tsan_{name}", defined)

    def test_each_entry_has_a_hook_in_place_of_the_runtime(self):
        defined = symbols(folder / "libinterleave_accesses.a", "--defined-only")
        for name in table:
            self.assertIn(f"__tsan_{name}", defined)

    def test_linker_is_told_of_each_hook(self):
        for library, expected in (
                ("races", {f"__tsan_{name}" for name in set(table) - PASSED} |
                 LATER | OTHERS |
                 {name for name in annotations if annotations[name]}),
                ("accesses", LATER | OTHERS)):
            text = (folder / f"interleave_{library}.wraps").read_text()
            self.assertEqual(set(re.findall(r"--wrap=(\w+)", text)), expected)

    def test_each_annotation_has_a_hook_where_it_orders(self):
        before = symbols(folder / "libinterleave_races.a", "--defined-only")
        instead = symbols(folder / "libinterleave_accesses.a",
                          "--defined-only")
        for name, orders in annotations.items():
            self.assertIn(name, instead)
            self.assertEqual(f"__wrap_{name}" in before, orders, name)

    def test_annotations_are_all_that_the_runtime_takes(self):
        runtime = subprocess.run(
            ["clang++", "-print-file-name=libclang_rt.tsan-"
             f"{platform.machine()}.a"],
            check=True, text=True, capture_output=True).stdout.strip()
        defined = {
            name for name in symbols(runtime, "--defined-only")
            if re.fullmatch(r"(WTF)?Annotate\w+|RunningOn\w+|"
                            r"__tsan_(acquire|release|mutex_\w+)", name)}
        # Of a queue of pointers, and of races that a test expects.
        self.assertEqual(
            {name for name in defined - set(annotations)
             if not re.search(r"PCQ|Expect|Flush", name)}, set())
        self.assertEqual(set(annotations) - defined, set())

    def test_runtime_has_each_entry_that_is_not_made_up(self):
        runtime = subprocess.run(
            ["clang++", "-print-file-name=libclang_rt.tsan-"
             f"{platform.machine()}.a"],
            check=True, text=True, capture_output=True).stdout.strip()
        defined = symbols(runtime, "--defined-only")
        for name, told in table.items():
            if name not in LATER:
                self.assertIn(f"__tsan_{told}", defined, name)


if __name__ == "__main__":
    text = pathlib.Path(sys.argv[1]).read_text()
    for entry in re.finditer(r"^INTERLEAVE_TSAN_(\w+)\((\w+)([^)]*)\)", text,
                             re.MULTILINE):
        operands = [word.strip() for word in entry[3].split(",")]
        table[entry[2]] = operands[3] if entry[1] == "ACCESS" else entry[2]
    for entry in re.finditer(r"^INTERLEAVE_ANNOTATION_(\w+)\((\w+)\)",
                             pathlib.Path(sys.argv[2]).read_text(),
                             re.MULTILINE):
        annotations[entry[2]] = entry[1] != "OTHER"
    folder = pathlib.Path(sys.argv[3])
    unittest.main(argv=sys.argv[:1])
