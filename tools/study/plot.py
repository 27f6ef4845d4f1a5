# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""The plot of a study as SVG: of how many runs each strategy has found the bug
after so many executions."""

import bisect
import math
from html import escape

from results import Results

WIDTH, HEIGHT = 930, 560
LEFT, RIGHT, TOP, BOTTOM = 70, 650, 50, 500  # of the frame
DEFAULT = "auto"  # the strategy whose line must be found at once
LABEL_STEP = 20  # between the lines of the legend

# Told apart with any colour vision (Okabe & Ito, yellow left out); where a
# colour comes again, its dash is another.
COLOURS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00",
           "#56b4e9", "#777777")
DASHES = ("", "9 3", "3 3", "9 3 2 3", "14 4", "2 5")


def svg(results: Results) -> str:
    runs = results.seeds * len(results.programs)
    x = _Log(results.budget)
    lines = []
    for number, strategy in enumerate(results.strategies):
        hits = sorted(n for cell in results.of(strategy.name) for n in cell.hits)
        lines.append((strategy.name, hits, _stroke(number, strategy.name)))
    # As the lines end, from above; equal ones as they stand in the tables.
    lines.sort(key=lambda line: -len(line[1]))
    parts = [_head(results), *_axes(x, runs)]
    # The default is drawn over the others.
    for name, hits, stroke in sorted(lines, key=lambda line: line[0] == DEFAULT):
        points = " ".join(
            f"{px:.1f},{_y(count, runs):.1f}" for px, count in _steps(hits, x)
        )
        parts.append(
            f'<polyline points="{points}" {stroke}><title>{escape(name)}'
            "</title></polyline>"
        )
    parts += _legend(lines, runs)
    return "\n".join(parts) + "\n</svg>\n"


class _Log:
    """Where a number of executions is, from 1 to the budget."""

    def __init__(self, budget: int):
        self.budget = max(budget, 2)

    def __call__(self, executions: float) -> float:
        share = math.log(executions) / math.log(self.budget)
        return LEFT + (RIGHT - LEFT) * share


def _y(count: float, runs: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * count / max(runs, 1)


def _steps(hits: list[int], x: _Log):
    """Corners of the staircase, at most two for each number of executions."""
    before = 0
    for executions in sorted(set(hits)):
        after = bisect.bisect_right(hits, executions)
        yield x(executions), before
        yield x(executions), after
        before = after
    yield x(x.budget), before


def _stroke(number: int, name: str) -> str:
    rounds, colour = divmod(number, len(COLOURS))
    dash = DASHES[(colour + 3 * rounds) % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    width = 3.4 if name == DEFAULT else 1.6
    return f'fill="none" stroke="{COLOURS[colour]}" stroke-width="{width}"{dashed}'


def _head(results: Results) -> str:
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" \
width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="13" \
role="img" aria-labelledby="title">
<title id="title">Runs that found the bug, by executions and strategy</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="{LEFT}" y="28" font-size="16">Runs that found the bug within so many \
executions</text>
<text x="{(LEFT + RIGHT) // 2}" y="{HEIGHT - 16}" text-anchor="middle">\
executions (log scale)</text>
<text transform="translate(20 {(TOP + BOTTOM) // 2}) rotate(-90)" \
text-anchor="middle">runs: {len(results.programs)} programs, \
{results.seeds} seeds each</text>"""


def _axes(x: _Log, runs: int):
    yield '<g stroke="#dddddd">'
    for executions in _log_ticks(x.budget):
        yield f'<path d="M{x(executions):.1f} {TOP}V{BOTTOM}"/>'
    for count in _ticks(runs):
        yield f'<path d="M{LEFT} {_y(count, runs):.1f}H{RIGHT}"/>'
    yield "</g>"
    for executions in _log_ticks(x.budget):
        yield (f'<text x="{x(executions):.1f}" y="{BOTTOM + 20}" '
               f'text-anchor="middle">{executions:,}</text>')
    for count in _ticks(runs):
        yield (f'<text x="{LEFT - 8}" y="{_y(count, runs) + 4:.1f}" '
               f'text-anchor="end">{count:,}</text>')
    yield (f'<rect x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" '
           f'height="{BOTTOM - TOP}" fill="none" stroke="#555555"/>')


def _log_ticks(budget: int) -> list[int]:
    """1, 2, 5, 10, 20, 50, ..."""
    decades = range(int(math.log10(budget)) + 1)
    ticks = [n * 10**decade for decade in decades for n in (1, 2, 5)]
    return [tick for tick in ticks if tick <= budget]


def _ticks(runs: int) -> range:
    """Round numbers, some five of them."""
    rough = max(runs / 5, 1)
    size = 10 ** int(math.log10(rough))
    step = next(n * size for n in (1, 2, 5, 10) if n * size >= rough)
    return range(0, runs + 1, step)


def _legend(lines: list, runs: int):
    """Beside the end of each line its name, moved down where one is above."""
    ends = [_y(len(hits), runs) for _, hits, _ in lines]
    places = []
    for number, end in enumerate(ends):
        left = len(ends) - number - 1
        lowest = BOTTOM - left * LABEL_STEP
        lowered = max(end, places[-1] + LABEL_STEP if places else TOP)
        places.append(min(lowered, max(lowest, TOP + number * LABEL_STEP)))
    for (name, hits, stroke), end, place in zip(lines, ends, places):
        yield (f'<path d="M{RIGHT} {end:.1f}L{RIGHT + 24} {place:.1f}" '
               'stroke="#bbbbbb" fill="none"/>')
        yield f'<path d="M{RIGHT + 26} {place:.1f}h44" {stroke}/>'
        yield (f'<text x="{RIGHT + 76}" y="{place + 4:.1f}">{escape(name)}: '
               f"{len(hits)}</text>")
