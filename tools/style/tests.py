# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""That each header has its test, and that no test is off without a reason."""

import re

from style.tree import Problem, Source, Tree

_LIBRARY = "framework/interleave/"
_UMBRELLA = _LIBRARY + "interleave.h"
_UNIT = "tests/unit/"
_EXEMPTIONS = "tools/style/mirror_exempt.txt"


def _test_of(header: str) -> str:
    return _UNIT + header.removeprefix(_LIBRARY).removesuffix(".h") + "_test.cc"


def check_mirror(tree: Tree):
    exempt = {}
    for number, line in _exemption_lines(tree):
        header, _, reason = line.partition(":")
        complaint = _exemption_complaint(tree, header, reason, exempt)
        if complaint:
            yield Problem(_EXEMPTIONS, number, "mirror", complaint)
        exempt[header] = number
    for source in tree.cxx("framework", "tests"):
        path = source.path
        if path.startswith(_LIBRARY) and source.is_header:
            if path != _UMBRELLA and path not in exempt:
                yield from _header(tree, path)
        elif path.startswith(_UNIT) and path.endswith("_test.cc"):
            yield from _test(tree, path)


def _exemption_lines(tree: Tree):
    source = tree.get(_EXEMPTIONS)
    for number, line in enumerate(source.lines if source else (), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _exemption_complaint(tree, header, reason, before) -> str:
    if not tree.get(header) or not header.startswith(_LIBRARY):
        return f"{header} isn't a header of the library; delete the line"
    if header in before:
        return f"{header} was exempted in line {before[header]}; delete this one"
    if tree.get(_test_of(header)):
        return f"{header} has a test ({_test_of(header)}); delete the line"
    if not reason.strip():
        return f"no reason; write `{header}: why it needs no test`"
    return ""


def _header(tree: Tree, path: str):
    test = _test_of(path)
    if not tree.get(test):
        yield Problem(
            path,
            1,
            "mirror",
            f"has no test; write {test}, or a line `{path}: reason` in "
            f"{_EXEMPTIONS}",
        )


def _test(tree: Tree, path: str):
    stem = _LIBRARY + path.removeprefix(_UNIT).removesuffix("_test.cc")
    if not tree.get(stem + ".h") and not tree.get(stem + ".cc"):
        yield Problem(
            path,
            1,
            "mirror",
            f"tests neither {stem}.h nor {stem}.cc; name it after what it "
            "tests, or move it to the folder of tests that cross modules",
        )


_OFF = re.compile(r"\bDISABLED_\w*|\bGTEST_SKIP\s*\(")
_CTEST_OFF = re.compile(r"\bDISABLED\s+(?:TRUE|ON|YES|1)\b", re.IGNORECASE)
_TOLD = re.compile(r'GTEST_SKIP\s*\(\s*\)\s*<<\s*\w*"')


def check_disabled(tree: Tree):
    for source in tree.sources:
        if source.is_cxx:
            lines, pattern, mark = source.code_lines, _OFF, "//"
        elif source.path.endswith(("CMakeLists.txt", ".cmake")):
            lines = [line.split("#")[0] for line in source.lines]
            pattern, mark = _CTEST_OFF, "#"
        else:
            continue
        for index, line in enumerate(lines):
            match = pattern.search(line)
            if match and not _has_reason(source, index, mark):
                yield Problem(
                    source.path,
                    index + 1,
                    "disabled",
                    f"{match[0].strip('( ')} without a reason; say why and "
                    f"until when in a {mark} comment here or in the line above",
                )


def _has_reason(source: Source, index: int, mark: str) -> bool:
    here = source.lines[index]
    if _TOLD.search(" ".join(source.lines[index : index + 2])):
        return True
    comments = [here.partition(mark)[2]]
    if index > 0:
        above = source.lines[index - 1].strip()
        comments.append(above if above.startswith(mark) else "")
    return any(len(re.findall(r"[A-Za-z]+", said)) >= 3 for said in comments)
