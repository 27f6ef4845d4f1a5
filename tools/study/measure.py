# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Runs study_table for each program and strategy that was asked for."""

import concurrent.futures
import fnmatch
import json
import os
import subprocess
import sys
import tempfile


class Misuse(Exception):
    """What was asked for can't be done; says what to write instead."""


class Failed(Exception):
    """A run came to something that no study can be made of."""


def list_of(binary: str) -> tuple[list[dict], list[dict]]:
    """The programs and the strategies that there are."""
    told = subprocess.run(
        [binary, "--list"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        text=True, check=True,
    )
    records = [json.loads(line) for line in told.stdout.splitlines()]
    programs = [record for record in records if "program" in record]
    return programs, [record for record in records if "strategy" in record]


def chosen_programs(programs: list[dict], globs: str) -> list[dict]:
    patterns = globs.split(",")
    for pattern in patterns:
        if not any(fnmatch.fnmatchcase(p["program"], pattern) for p in programs):
            names = " ".join(p["program"] for p in programs)
            raise Misuse(f"--programs: {pattern} is none; there are: {names}")
    return [
        program
        for program in programs
        if any(fnmatch.fnmatchcase(program["program"], p) for p in patterns)
    ]


def chosen_strategies(strategies: list[dict], names: str) -> list[dict]:
    if names == "all":
        return strategies
    known = [strategy["strategy"] for strategy in strategies]
    for name in names.split(","):
        if name not in known:
            raise Misuse(
                f"--strategies: {name} is none; there are: {' '.join(known)}"
            )
    return [s for s in strategies if s["strategy"] in names.split(",")]


def _run(binary: str, program: str, strategy: str, seeds: int, budget: int,
         folder: str) -> list[str]:
    done = subprocess.run(
        [binary, program, strategy, "1", str(seeds), str(budget)],
        cwd=folder,
        env={**os.environ, "TEST_UNDECLARED_OUTPUTS_DIR": folder},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    if done.returncode != 0 or len(lines) != seeds:
        raise Failed(
            f"{program}, {strategy}: exit status {done.returncode}, "
            f"{len(lines)} of {seeds} seeds\n{done.stderr}"
        )
    return lines


def measure(binary: str, programs: list[dict], strategies: list[dict],
            seeds: int, budget: int, jobs: int) -> list[str]:
    """The lines of a study, in the same order however many jobs there are."""
    binary = os.path.abspath(binary)
    pairs = [(p["program"], s["strategy"]) for p in programs for s in strategies]
    # Long ones first, so that no job is left with one at the end.
    tasks = {program["program"]: program["tasks"] for program in programs}
    by_length = sorted(pairs, key=lambda pair: -tasks[pair[0]])
    lines = {}
    with tempfile.TemporaryDirectory() as folder:
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            running = {
                pool.submit(_run, binary, *pair, seeds, budget, folder): pair
                for pair in by_length
            }
            try:
                for done in concurrent.futures.as_completed(running):
                    lines[running[done]] = done.result()
                    if len(lines) % 50 == 0:
                        print(f"run-study: {len(lines)} of {len(pairs)} done",
                              file=sys.stderr)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    head = [{"budget": budget, "seeds": seeds}, *programs, *strategies]
    return [json.dumps(record) for record in head] + [
        line for pair in pairs for line in lines[pair]
    ]
