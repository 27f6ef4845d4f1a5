# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""How a file begins: licence, banner, guard, own header first."""

import re

from style.tree import Problem, Source, Tree

_LICENCE = (
    "Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0"
)
_LICENCE_PATTERN = re.compile(
    r"(?P<mark>//|#|/\*) Copyright 20\d\d The Interleave Authors\. "
    r"SPDX-License-Identifier: Apache-2\.0(?: \*/)?"
)
_LICENSED = (".h", ".cc", ".c", ".S", ".py", ".sh")


def check_licence(tree: Tree):
    for source in tree.sources:
        if source.path.endswith(_LICENSED) or source.is_script:
            yield from _licence(source)


def _licence(source: Source):
    number = 2 if source.shebang else 1
    line = source.lines[number - 1] if len(source.lines) >= number else ""
    match = _LICENCE_PATTERN.fullmatch(line)
    mark = "#" if source.is_script else "//"
    if not match or (match["mark"] == "#") != (mark == "#"):
        yield Problem(
            source.path,
            number,
            "licence",
            f"no licence line; write: {mark} {_LICENCE}",
        )
    elif source.is_header and not _has_banner(source):
        yield Problem(
            source.path,
            number + 1,
            "licence",
            "no banner; write a comment after the licence line that says what "
            "the header is for, its thread safety, determinism and cost",
        )


def _has_banner(source: Source) -> bool:
    for line in source.lines[1:]:
        line = line.strip()
        if line.startswith(("//", "/*")):
            if re.search(r"\w", line):
                return True
        elif line:
            return False
    return False


def check_guards(tree: Tree):
    for source in tree.cxx():
        if source.is_header:
            yield from _guard(source)


def _expected_guards(path: str) -> list[str]:
    """The first is the one to write."""
    inner = path.removeprefix("framework/")
    name = re.sub(r"\W", "_", inner).upper() + "_"
    if inner != path:
        return [name]
    return [name, "INTERLEAVE_" + name]


def _guard(source: Source):
    expected = _expected_guards(source.path)
    numbered = [
        (number, " ".join(line.split()))
        for number, line in enumerate(source.code_lines, start=1)
        if line.strip()
    ]

    def problem(number, what):
        return Problem(
            source.path,
            number,
            "guards",
            f"{what}; write #ifndef {expected[0]}, #define {expected[0]}, and "
            f"at the end #endif  // {expected[0]}",
        )

    if len(numbered) < 3:
        yield problem(1, "no include guard")
        return
    (first, ifndef), (second, define) = numbered[:2]
    last = numbered[-1][0]
    guard = ifndef.removeprefix("#ifndef ")
    if guard == ifndef:
        yield problem(first, "no include guard before the first code")
    elif guard not in expected:
        yield problem(first, f"the guard {guard} doesn't follow from the path")
    elif define != f"#define {guard}":
        yield problem(second, f"#ifndef {guard} without its #define")
    elif source.lines[last - 1] != f"#endif  // {guard}":
        yield problem(last, "the guard's #endif doesn't name it")


def check_own_header(tree: Tree):
    for source in tree.cxx():
        if source.path.endswith(".cc"):
            yield from _own_header(tree, source)


def _own_header(tree: Tree, source: Source):
    header = source.path.removesuffix(".cc") + ".h"
    if not tree.get(header):
        return
    own = header.removeprefix("framework/")
    first = source.includes[0] if source.includes else None
    if first and first.quoted:
        if first.path == own:
            return
        # Outside the library the include root may be any folder above.
        if own == header and own.endswith("/" + first.path):
            return
    seen = str(first) if first else "nothing"
    yield Problem(
        source.path,
        first.line if first else 1,
        "own-header",
        f"includes {seen} first; put its own header first, so that it is "
        f'shown to stand alone: #include "{own}"',
    )
