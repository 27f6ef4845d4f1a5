# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Calls that make a run depend on something outside it (design: determinism).

framework/interleave/intercept is exempt, since it defines these very functions,
and so are its unit tests, which call them. A line of code may say why it is an
exception, at its end or in the line above:

  // style: virtual time   in tests and scenarios: code under test, inside an
                           execution, where time is virtual and draws are seeded
  // style: wall clock     a budget, a benchmark or a timeout of real time; not
                           in schedule, runtime, strategy and detect

Nothing exempts iteration over a hash container.
"""

import re
from typing import NamedTuple

from style import cxx
from style.tree import Problem, Source, Tree

_EXEMPT = ("framework/interleave/intercept/", "tests/unit/intercept/")
_NO_WALL_CLOCK = tuple(
    f"framework/interleave/{layer}/"
    for layer in ("schedule", "runtime", "strategy", "detect")
)
_NO_HASH_ORDER = tuple(
    f"framework/interleave/{layer}/"
    for layer in ("schedule", "runtime", "strategy")
)


class _Rule(NamedTuple):
    kind: str  # random, clock, sleep
    pattern: re.Pattern
    advice: str


def _call(names: str) -> re.Pattern:
    """A call of a free function: no member, no declaration."""
    return re.compile(
        r"(?<![\w.:>])(?P<what>(?:(?:std)?::)?(?:" + names + r"))\s*\("
    )


_RULES = (
    _Rule(
        "random",
        re.compile(r"\b(?P<what>std::random_device)\b"),
        "draw from interleave::Random with a given seed",
    ),
    _Rule(
        "random",
        re.compile(r"\b(?P<what>std::\w+_distribution)\b"),
        "libraries differ in it; use interleave::Random::Below",
    ),
    _Rule(
        "random",
        re.compile(r"\b(?P<what>std::(?:default_random_engine|shuffle))\b"),
        "libraries differ in it; use interleave::Random",
    ),
    _Rule(
        "random",
        _call("rand|srand|rand_r|random|srandom|drand48|getrandom|arc4random"),
        "draw from interleave::Random with a given seed",
    ),
    _Rule(
        "clock",
        re.compile(r"\b(?P<what>\w+_clock::now)\b"),
        "count steps; real time needs // style: wall clock",
    ),
    _Rule(
        "clock",
        _call("time|clock|gettimeofday|clock_gettime|timespec_get|ftime"),
        "count steps; real time needs // style: wall clock",
    ),
    _Rule(
        "clock",
        re.compile(r"\b(?P<what>absl::Now|GetCurrentTimeNanos)\s*\("),
        "count steps; real time needs // style: wall clock",
    ),
    _Rule(
        "sleep",
        re.compile(r"\b(?P<what>sleep_for|sleep_until|absl::SleepFor)\s*\("),
        "wait for the event itself; in code under test say // style: virtual "
        "time",
    ),
    _Rule(
        "sleep",
        _call("sleep|usleep|nanosleep|clock_nanosleep"),
        "wait for the event itself; in code under test say // style: virtual "
        "time",
    ),
)
_VIRTUAL = re.compile(r"//\s*style: virtual time\b")
_WALL = re.compile(r"//\s*style: wall clock\b")
# The word before a call; any other word makes it a declaration.
_BEFORE = re.compile(r"(\w+)[\s*&]+$")
_STATEMENT_WORDS = {"return", "co_return", "co_yield", "case", "else", "throw", "do"}


def check(tree: Tree):
    for source in tree.cxx("framework", "tools", "scenarios", "tests"):
        if source.path.startswith(_EXEMPT):
            continue
        yield from _calls(source)
        if source.path.startswith(_NO_HASH_ORDER):
            yield from _hash_order(tree, source)


def _calls(source: Source):
    for index, line in enumerate(source.code_lines):
        for rule in _RULES:
            match = rule.pattern.search(line)
            if not match or _declares(line[: match.start()], match["what"]):
                continue
            if not _excused(source, index, rule.kind):
                yield Problem(
                    source.path,
                    index + 1,
                    "banned",
                    f"{match['what']} comes from outside the run; {rule.advice}",
                )


def _declares(before: str, what: str) -> bool:
    word = _BEFORE.search(before)
    if not word or "::" in what:
        return False
    return word[1] not in _STATEMENT_WORDS and not word[1].isdigit()


def _excused(source: Source, index: int, kind: str) -> bool:
    said = source.lines[index]
    if index > 0 and not source.code_lines[index - 1].strip():
        said += "\n" + source.lines[index - 1]
    if source.top in ("tests", "scenarios") and _VIRTUAL.search(said):
        return True
    if source.path.startswith(_NO_WALL_CLOCK):
        return False
    return kind == "clock" and bool(_WALL.search(said))


_HASH_TYPE = r"(?:(?:flat|node)_hash_|unordered_(?:multi)?)(?:map|set)"
_HASH = re.compile(r"\b" + _HASH_TYPE + r"\s*<")
_ALIAS = re.compile(r"\busing\s+(\w+)\s*=\s*[\w:\s]*" + _HASH_TYPE + r"\s*<")
_DECLARED = re.compile(r"\s*(?:const\b\s*)?[&*\s]*(\w+)\s*(?=[;={,)\[]|ABSL|$)")
_FOR = re.compile(r"\bfor\s*\(")
_RANGE = re.compile(r"(?<!:):(?!:)")
_LAST_NAME = re.compile(r"(\w+)\s*(?:\(\s*\))?\s*$")


def _hash_order(tree: Tree, source: Source):
    names = _hash_names(source.code)
    if source.path.endswith(".cc"):
        header = tree.get(source.path.removesuffix(".cc") + ".h")
        names |= _hash_names(header.code) if header else set()
    if not names:
        return
    for position, name in _iterations(source.code):
        if name in names:
            yield Problem(
                source.path,
                cxx.line_of(source.code, position),
                "banned",
                f"iterates over the hash container {name}, whose order differs "
                "from run to run; keep a vector beside it, sort, or use "
                "absl::btree_map",
            )


def _hash_names(code: str) -> set[str]:
    """Names of variables, members and parameters of a hash container's type."""
    names = set()
    for match in _HASH.finditer(code):
        end = cxx.after_balanced(code, match.end() - 1, "<", ">")
        declared = _DECLARED.match(code, end)
        if declared:
            names.add(declared[1])
    for alias in _ALIAS.finditer(code):
        pattern = re.compile(r"\b" + alias[1] + r"\b" + _DECLARED.pattern)
        names |= {match[1] for match in pattern.finditer(code)}
    return names


def _iterations(code: str):
    """(position, name) of whatever is gone through from its beginning."""
    for match in _FOR.finditer(code):
        end = cxx.after_balanced(code, match.end() - 1, "(", ")")
        inside = code[match.end() : end - 1]
        colon = _RANGE.search(inside)
        if colon:
            name = _LAST_NAME.search(inside[colon.end() :])
            if name:
                yield match.start(), name[1]
    for match in re.finditer(r"\b(\w+)(?:\.|->)c?begin\s*\(", code):
        yield match.start(), match[1]
