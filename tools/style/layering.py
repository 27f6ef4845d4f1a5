# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Which folder may include which: docs/architecture.md draws the picture."""

from style.tree import Problem, Tree

_LIBRARY = "framework/interleave/"
_UMBRELLA = "interleave/interleave.h"

# A layer may include itself and every layer of a lower rank; so those of the
# same rank don't see each other.
RANKS = {
    "base": 0,
    "schedule": 1,
    "runtime": 2,
    "intercept": 3,
    "strategy": 3,
    "detect": 3,
    "explain": 4,
    "explore": 5,
    "report": 6,
    "gtest": 7,
    "fuzz": 7,
    "program": 7,
}
_UMBRELLA_RANK = 6
_GTEST_LIBRARIES = ("gtest/", "gmock/")


def check(tree: Tree):
    for source in tree.cxx("framework"):
        if not source.path.startswith(_LIBRARY):
            continue
        if source.path == "framework/" + _UMBRELLA:
            yield from _umbrella(source)
        else:
            yield from _library(source)
    for source in tree.cxx("scenarios"):
        yield from _scenario(source)


def _problem(source, include, what):
    return Problem(source.path, include.line, "layering", what)


def _library(source):
    layer = source.path.removeprefix(_LIBRARY).split("/")[0]
    if layer not in RANKS or source.path.count("/") < 3:
        yield Problem(
            source.path,
            1,
            "layering",
            "belongs to no layer; put it in one of " + ", ".join(RANKS),
        )
        return
    for include in source.includes:
        complaint = _complaint(layer, include)
        if complaint:
            yield _problem(source, include, complaint)


def _complaint(layer: str, include) -> str:
    """What is wrong with `include` in a file of `layer`; "" if nothing."""
    first, _, rest = include.path.partition("/")
    if first != "interleave":
        return _outside(layer, include)
    if include.path == _UMBRELLA:
        if RANKS[layer] > _UMBRELLA_RANK:
            return ""
        return f"{layer} includes the umbrella; include the headers it needs"
    target = rest.split("/")[0]
    if target not in RANKS:
        return f"{include} is in no layer; layers are " + ", ".join(RANKS)
    if target == layer or RANKS[target] < RANKS[layer]:
        return ""
    allowed = [name for name, rank in RANKS.items() if rank < RANKS[layer]]
    return (
        f"{layer} includes {target} ({include}); {layer} may include "
        + ", ".join([layer, *allowed])
        + ": move the code, or let an interface of a lower layer stand between"
    )


def _outside(layer: str, include) -> str:
    if include.quoted and ("/" not in include.path or ".." in include.path):
        return f'{include} is relative; write "interleave/{layer}/..."'
    if include.path.split("/")[0] in ("tools", "tests", "scenarios", "framework"):
        return (
            f"the library includes {include}; move what it needs into "
            "framework/interleave"
        )
    if include.path.startswith(_GTEST_LIBRARIES) and layer != "gtest":
        return (
            f"{layer} includes GoogleTest ({include}); only "
            "framework/interleave/gtest may"
        )
    return ""


def _umbrella(source):
    for number, line in enumerate(source.code_lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield Problem(
                source.path,
                number,
                "layering",
                "the umbrella header holds code; move it into a header of a "
                "layer and include that",
            )
            break
    for include in source.includes:
        target = include.path.removeprefix("interleave/").split("/")[0]
        if RANKS.get(target, _UMBRELLA_RANK + 1) > _UMBRELLA_RANK:
            yield _problem(
                source,
                include,
                f"the umbrella includes {include}; it exports headers of "
                + ", ".join(n for n, r in RANKS.items() if r <= _UMBRELLA_RANK),
            )


def _scenario(source):
    for include in source.includes:
        path = include.path
        if path == _UMBRELLA or path.startswith("interleave/gtest/"):
            continue
        private = path.startswith(("interleave/", "framework/", "tools/", "tests/"))
        if private or "../framework" in path:
            yield _problem(
                source,
                include,
                f'{include} isn\'t public; scenarios include "{_UMBRELLA}" and '
                '"interleave/gtest/..." as every user does',
            )
