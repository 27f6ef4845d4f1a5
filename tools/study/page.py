# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""docs/study.md: what was run, the tables, and what they show."""

from results import Cell, Results

# Means of programs of the same kinds: Wolff et al., "Greybox Fuzzing for
# Concurrency Testing" (ASPLOS 2024). What isn't there was not published.
NEVER = "never"
PUBLISHED = {
    "reorder_10": {"rff": "6", "pct-3": "2,356", "pos": NEVER},
    "reorder_100": {"rff": "6", "pct-3": "7,447", "pos": NEVER},
    "twostage_20": {"rff": "22", "pct-3": "188"},
    "twostage_100": {"rff": "56", "pct-3": "3,888"},
    "bounded_buffer": {"rff": "10"},
    "work_stealing_queue": {"rff": "10"},
}

# Compared with the best one, a mean beyond so many times its own is told.
FAR = 10
TWICE = 2

HEAD = """\
# How many executions strategies need

{programs} small programs with one bug each ([tests/study](../tests/study)), each
explored by each strategy with {seeds} seeds, until the bug is found or
{budget:,} executions have found nothing. This page and its plot are written by

    tools/run-study

and are the same whenever it is run on the same code. The kinds and shapes of
the programs are those of the literature (SCTBench, CHESS, Inspect, textbooks);
the code is ours. What strategies do is in
[writing_tests.md](writing_tests.md#how-sure-a-search-by-chance-is).

- **Found** is a finding of the bug's kind. One of another kind, or a proof that there
  is none, would have ended the study with an error.
- **Executions** are counted as the result of a test counts them, up to and with the
  one that found the bug. Those before a search began anew, since memory turned
  out to be shared, and those that repeat one (to check that it can be repeated, and
  to report the bug) are not among them, nor random walks that estimate a
  space; the column *other calls* has how many there were in a run, on average. A
  walk may find the bug, too: then what counts is how many executions came before.
- **Mean**: of all {seeds} seeds. For a seed that found nothing the budget of {budget:,}
  is counted, as in the literature, so that such a mean is too small.
- **Median**: `> {budget:,}` where at most half of the seeds found the bug.
- `pct-d` is `pct` with depth d. `rf-dpor` draws nothing: one run stands for all
  seeds. All other options are those of a test that sets none. Every access to shared
  memory is a schedule point; data races are not asked for.
- **refused**: `rf-dpor` does not know an operation of the program, or `dpor` as many tasks.
"""

# Of which `auto` takes turns (explore/auto_search.h, explore/portfolio.h).
MEMBERS = ("random", "sticky-random", "pct-3", "pos", "surw", "rff",
           "preemption-bounded", "optimal-dpor")
TURNS = """\
No rule that gives m strategies equal turns holds to twice the best: where that one needs
b executions and the others never find the bug, it has had them after m (b - 1) + 1 to
m b. `auto` takes turns of seven that sample and one that goes through the traces. It
holds to twice the best since these find most of the bugs soon, each another way, and
since their turns are not equal. The first execution goes through traces, and shows which
operations could have come the other way round: how many traces there are at least. If
these seem to be few, the next three go through traces, too, and from then on every
second one; if they are far more than will be tried, only one in sixteen, since the
orders that such a search leaves to the last are never met then. Of the samples the first
three are `rff`'s, and from then on three in four, until it has had 22. So a bug that `rff`
alone finds in its b-th execution is found after 1 + 4 b / 3 or so where there are many
traces. With 20 seeds one that is late moves a mean by a third: of 400 seeds `auto` needed
5.7 on `reorder_10` where `rff` needed 3.9, and 9.2 for 5.9 on `twostage_20`.
"""
# What follows from how they work, and not from the numbers of one run.
REASONS = """
Why, as far as it follows from how they work:

- The reader of `reorder_N` must come after some setter's first write and before any
  setter's second: the more tasks, the less likely by chance, and the further away
  for a search that goes on from a schedule without preemptions. `rff` asks for
  such a read by name.
- A change of priority of `pct` must hit one of k steps, and k grows with the tasks.
  The first four executions of `pct` draw uniformly, since they show n and k. What
  `pct-1` finds of bugs that need more than an order of whole tasks, it finds there.
- `exhaustive` changes the last choices of a schedule first. Where one early choice
  decides and the rest is long, the budget ends before; its random walks, after
  256 executions, then find what it does not.
- `dpor` runs every order of the writes of one variable, and `rf-dpor` only those that
  a read tells apart. But for the walks of `dpor` they draw nothing, so that a bug far
  from the first execution is met late or not at all.
"""


def page(results: Results) -> str:
    figures = dict(programs=len(results.programs), seeds=results.seeds,
                   budget=results.budget)
    parts = [HEAD.format(**figures), _summary(results)]
    parts.append("![Runs that found the bug, by executions](study.svg)\n")
    parts += [_published(results), _auto(results), _weak(results)]
    parts.append(
        f"## Means\n\nWhere not all {results.seeds} seeds found the bug, how many "
        "did is in parentheses; `-`: none.\n"
    )
    parts += _tables(results, lambda cell: _mean(cell))
    parts.append("## Medians\n")
    parts += _tables(results, lambda cell: _median(cell, results.budget))
    return "\n".join(part for part in parts if part)


def number(value: float) -> str:
    """3.8, 56, 1,234: what can be told from so few seeds."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def _mean(cell: Cell) -> str:
    if cell.is_refused:
        return "refused"
    if cell.found == 0:
        return "-"
    if cell.found_by_all:
        return number(cell.mean)
    return f"{number(cell.mean)} ({cell.found})"


def _median(cell: Cell, budget: int) -> str:
    if cell.is_refused:
        return "refused"
    return f"> {budget:,}" if cell.median is None else number(cell.median)


def _row(cells) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _table(head: list[str], rows, left: int = 1) -> str:
    """The first `left` columns are text."""
    rule = ["---"] * left + ["--:"] * (len(head) - left)
    return _row(head) + _row(rule).replace(" ", "") + "".join(map(_row, rows))


def _summary(results: Results) -> str:
    def row(name: str) -> list[str]:
        cells = results.of(name)
        kept = [cell for cell in cells if not cell.is_refused]
        return [
            f"`{name}`",
            str(sum(cell.found_by_all for cell in kept)),
            str(sum(0 < cell.found < cell.seeds for cell in kept)),
            str(sum(cell.found == 0 for cell in kept)),
            str(len(cells) - len(kept)),
            f"{sum(cell.found for cell in cells):,}",
            number(results.geometric_mean(name)),
            f"{results.mean_rank(name):.1f}",
            number(results.other_calls(name)),
        ]

    runs = results.seeds * len(results.programs)
    head = ["strategy", "found by all seeds", "by some", "by none", "refused",
            f"runs of {runs:,}", "geometric mean", "mean rank", "other calls"]
    return (
        "## Summary\n\n"
        "The four columns after the name count programs. *Geometric mean* is that "
        "of the means on all programs, and *mean rank* the place of a mean among "
        "those of all strategies; in both, a program that is refused counts as one "
        "whose bug is not found.\n\n"
        + _table(head, [row(s.name) for s in results.strategies])
    )


def _tables(results: Results, text):
    """Two, since one is too wide: who samples, and who goes through a space."""
    for ends, title in ((False, "Strategies that sample, and `auto`"),
                        (True, "Strategies that go through a space")):
        names = [s.name for s in results.strategies if s.ends == ends]
        if not names:
            continue
        rows = (
            [f"`{p.name}`", p.kind, str(p.tasks)]
            + [text(results.cell(p.name, name)) for name in names]
            for p in results.programs
        )
        head = ["program", "bug", "tasks", *(f"`{name}`" for name in names)]
        yield f"### {title}\n\n{_table(head, rows, left=2)}"


def _published(results: Results) -> str:
    shown = ("rff", "pct-3", "pos")
    names = [s.name for s in results.strategies if s.name in shown]
    names.sort(key=shown.index)
    programs = [p.name for p in results.programs if p.name in PUBLISHED]
    if not names or not programs:
        return ""
    rows = [
        [f"`{program}`"]
        + [
            text
            for name in names
            for text in (PUBLISHED[program].get(name, ""),
                         _mean(results.cell(program, name)))
        ]
        for program in programs
    ]
    head = ["program"] + [t for n in names for t in (f"`{n}` published", "here")]
    return (
        "## Beside published means\n\n"
        "Of programs of the same kinds: Wolff et al., \"Greybox Fuzzing for "
        "Concurrency Testing\" (ASPLOS 2024). Empty: not published; "
        f"{NEVER}: within the budget there, which was another than ours. The "
        "programs are alike and not the same, and a published step need not be "
        f"one of ours. A mean here is never above {results.budget:,}, the budget.\n\n" + _table(head, rows)
    )


def _times(results: Results, program: str, strategy: str) -> float:
    return results.cell(program, strategy).mean / results.best_mean(program)


def _auto(results: Results) -> str:
    if not any(s.name == "auto" for s in results.strategies):
        return ""
    slow = [
        [f"`{p.name}`", _mean(results.cell(p.name, "auto")), _best(results, p.name),
         f"{_times(results, p.name, 'auto'):.1f}"]
        for p in results.programs
        if _times(results, p.name, "auto") > TWICE
    ]
    count = len(results.programs)
    text = (
        "## `auto` beside the best single strategy\n\n"
        "The best one is another for each program, is known only afterwards, and "
        "is the luckiest of several. `auto` needed on average at most twice as "
        f"many executions on {count - len(slow)} of {count} programs"
    )
    if not slow:
        text += ".\n"
    else:
        head = ["program", "`auto`", "best", "times"]
        text += ", and more on these:\n\n" + _table(head, slow)
    return text + _beside_members(results)


def _beside_members(results: Results) -> str:
    """What a user loses by not knowing which one to take."""
    members = [s.name for s in results.strategies if s.name in MEMBERS]
    if not members:
        return ""
    means = {
        p.name: (results.cell(p.name, "auto").mean,
                 min(results.cell(p.name, name).mean for name in members))
        for p in results.programs
    }
    more = max(auto - 2 * best for auto, best in means.values())
    beyond = [
        f"`{program}` ({number(auto)} for {number(best)})"
        for program, (auto, best) in means.items()
        if auto > 2 * best
    ]
    names = ", ".join(f"`{name}`" for name in members)
    text = (
        f"\nBeside those alone of which it takes turns ({names}), `auto` needed on "
        "average at most twice the executions of the best"
    )
    if beyond:
        text += f" and {number(more)} more: more than twice on {', '.join(beyond)}"
    return text + ".\n\n" + TURNS


def _best(results: Results, program: str) -> str:
    least = results.best_mean(program)
    names = [
        f"`{s.name}`"
        for s in results.strategies
        if s.name != "auto" and results.cell(program, s.name).mean == least
    ]
    return f"{number(least)} ({', '.join(names)})"


def _weak(results: Results) -> str:
    """What each strategy is bad at, in its own list item."""
    items = []
    for strategy in results.strategies:
        cells = [(p.name, results.cell(p.name, strategy.name))
                 for p in results.programs]
        kept = [(name, cell) for name, cell in cells if not cell.is_refused]
        never = [f"`{name}`" for name, cell in kept if cell.found == 0]
        some = [
            f"`{name}` ({cell.found})"
            for name, cell in kept
            if 0 < cell.found < cell.seeds
        ]
        far = [
            f"`{name}` ({times:,.0f} times)"
            for name, cell in kept
            if cell.found_by_all
            and (times := _times(results, name, strategy.name)) > FAR
        ]
        told = [
            f"{what} {', '.join(names)}"
            for what, names in (("never finds", never), ("does not always find", some),
                                ("is far slower than the best on", far))
            if names
        ]
        items.append(f"- `{strategy.name}` {'; '.join(told) or 'does on none'}.\n")
    return (
        "## Where strategies do badly\n\n"
        f"In parentheses the seeds of {results.seeds} that found the bug, or how many "
        f"times the mean of the best strategy was needed where that is more than {FAR} "
        "times. Programs that are refused are left out.\n\n" + "".join(items)
        + REASONS
    )
