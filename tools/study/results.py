# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""What a study measured, and what follows from it.

The lines are those of tests/study/study_table.cc: first what there is, then one
for each run, which is a program, a strategy and a seed.
"""

import json
import math
import statistics
from typing import NamedTuple


class Program(NamedTuple):
    name: str
    kind: str  # of its bug
    tasks: int


class Strategy(NamedTuple):
    name: str
    ends: bool  # it goes through a space to its end


class Cell:
    """All seeds of one strategy on one program."""

    def __init__(self, budget: int):
        self._budget = budget
        self.seeds = 0
        self.hits = []  # executions up to the bug, of the seeds that found it
        self.other_calls = []  # of the body, that are no executions
        self.is_refused = False

    def add(self, run: dict):
        self.seeds += 1
        if run["outcome"] == "refused":
            self.is_refused = True
            return
        self.other_calls.append(run["calls"] - run["executions"])
        if run["outcome"] == "found":
            self.hits.append(run["executions"])

    @property
    def found(self) -> int:
        return len(self.hits)

    @property
    def found_by_all(self) -> bool:
        return self.found == self.seeds

    def _counted(self) -> list[int]:
        return self.hits + [self._budget] * (self.seeds - self.found)

    @property
    def mean(self) -> float:
        """The budget is counted for each seed that found nothing."""
        return statistics.fmean(self._counted())

    @property
    def median(self) -> float | None:
        """None when it is of seeds that found nothing."""
        ranked = sorted(self.hits) + [None] * (self.seeds - self.found)
        middle = ranked[(self.seeds - 1) // 2 : self.seeds // 2 + 1]
        return None if None in middle else statistics.fmean(middle)


class Results:
    """A table of cells; programs and strategies have the order of the lines."""

    def __init__(self, lines):
        self.programs: list[Program] = []
        self.strategies: list[Strategy] = []
        self.budget = 0
        self.seeds = 0
        self._cells: dict[tuple[str, str], Cell] = {}
        for line in lines:
            self._take(json.loads(line))

    def _take(self, record: dict):
        if "budget" in record:
            self.budget, self.seeds = record["budget"], record["seeds"]
        elif "outcome" in record:
            self.cell(record["program"], record["strategy"]).add(record)
        elif "program" in record:
            self.programs.append(Program(**record_of(record, "program")))
        else:
            self.strategies.append(Strategy(**record_of(record, "strategy")))

    def cell(self, program: str, strategy: str) -> Cell:
        return self._cells.setdefault((program, strategy), Cell(self.budget))

    def of(self, strategy: str) -> list[Cell]:
        return [self.cell(program.name, strategy) for program in self.programs]

    def best_mean(self, program: str) -> float:
        """Of the strategies that are not made of others."""
        return min(
            self.cell(program, strategy.name).mean
            for strategy in self.strategies
            if strategy.name != "auto" or len(self.strategies) == 1
        )

    def geometric_mean(self, strategy: str) -> float:
        """Of the means on all programs."""
        logs = [math.log(cell.mean) for cell in self.of(strategy)]
        return math.exp(statistics.fmean(logs))

    def mean_rank(self, strategy: str) -> float:
        """Equal ones share their places: two that come first have rank 1.5."""
        ranks = []
        for program in self.programs:
            mine = self.cell(program.name, strategy).mean
            means = [self.cell(program.name, s.name).mean for s in self.strategies]
            before = sum(mean < mine for mean in means)
            ranks.append(before + (means.count(mine) + 1) / 2)
        return statistics.fmean(ranks)

    def other_calls(self, strategy: str) -> float:
        """Of a run, on average."""
        calls = [n for cell in self.of(strategy) for n in cell.other_calls]
        return statistics.fmean(calls) if calls else 0


def record_of(record: dict, key: str) -> dict:
    """The same, with "name" for what `key` is the name of."""
    return {("name" if k == key else k): value for k, value in record.items()}
