#!/usr/bin/env python3
# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Compares object files that should or should not be the same code.

usage: compare_objects.py ENABLED DISABLED WITHOUT

ENABLED has yield points, in DISABLED they are switched off, in WITHOUT they were
never written. DISABLED and WITHOUT must have the same symbols, the same section
sizes and the same instructions; ENABLED must differ, or this shows nothing.
Exit status: 0 it is so, 1 it is not.
"""

import subprocess
import sys


def run(*command: str) -> str:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, check=True, capture_output=True, text=True
    ).stdout


def symbols(path: str) -> list[str]:
    """Names and types; addresses and order may differ."""
    lines = run("nm", "-P", "-p", path).splitlines()
    return sorted(" ".join(line.split()[:2]) for line in lines if line)


def sizes(path: str) -> dict[str, str]:
    """What a program would load; not what is for debuggers."""
    found = {}
    for line in run("size", "-A", path).splitlines():
        words = line.split()
        if len(words) == 3 and words[0].startswith((".text", ".data", ".rodata", ".bss",
                                                    ".tdata", ".tbss", ".init_array")):
            found[words[0]] = words[1]
    return found


def instructions(path: str) -> list[str]:
    listing = run("objdump", "-d", "--no-show-raw-insn", path).splitlines()
    return [line for line in listing if path not in line]


def main(argv: list[str]) -> int:
    enabled, disabled, without = argv
    problems = []
    for what, of in [("symbols", symbols), ("sizes", sizes),
                     ("instructions", instructions)]:
        if of(disabled) != of(without):
            problems.append(f"{what} differ though the points are off:\n"
                            f"  off:     {of(disabled)}\n  without: {of(without)}")
        if of(enabled) == of(without):
            problems.append(f"{what} are the same though the points are on")
    if any("interleave" in name for name in symbols(disabled)):
        problems.append("a symbol of Interleave is left though the points are off")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
