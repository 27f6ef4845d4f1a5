# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""The steps of tools/run-study after the build; also the check that docs/study.md
is of all programs and strategies that there are."""

import argparse
import pathlib
import re
import sys

sys.dont_write_bytecode = True

import measure  # noqa: E402
from page import page  # noqa: E402
from plot import svg  # noqa: E402
from results import Results  # noqa: E402

PAGE = "study.md"
PLOT = "study.svg"


def run(arguments) -> int:
    programs, strategies = measure.list_of(arguments.binary)
    chosen = (measure.chosen_programs(programs, arguments.programs),
              measure.chosen_strategies(strategies, arguments.strategies))
    if chosen != (programs, strategies) and not arguments.output:
        raise measure.Misuse(
            "a part of the study does not replace the one in docs: name a folder "
            "for it with --output"
        )
    lines = measure.measure(arguments.binary, *chosen, arguments.seeds,
                            arguments.executions, arguments.jobs)
    arguments.lines.write_text("\n".join(lines) + "\n")
    write(lines, arguments.output or arguments.docs)
    return 0


def write(lines: list[str], folder: pathlib.Path):
    results = Results(lines)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(page(results))
    (folder / PLOT).write_text(svg(results))
    print(f"run-study: wrote {folder / PAGE} and {folder / PLOT}", file=sys.stderr)


def rewrite(arguments) -> int:
    write(arguments.lines.read_text().splitlines(), arguments.output)
    return 0


def check(arguments) -> int:
    """Tells what the page lacks, or has too much."""
    text = arguments.page.read_text()
    programs, strategies = measure.list_of(arguments.binary)
    # Rows of the first table are of strategies, those of others of programs.
    summary, _, tables = text.partition("\n## Means\n")
    status = 0
    for what, rows, wanted in (
        ("programs", tables, [record["program"] for record in programs]),
        ("strategies", summary.partition("\n## Summary\n")[2].partition("\n![")[0],
         [record["strategy"] for record in strategies]),
    ):
        there = set(re.findall(r"^\| `([^`]+)` \|", rows, re.MULTILINE))
        if there != set(wanted):
            differ = " ".join(sorted(there.symmetric_difference(wanted)))
            print(f"{arguments.page.name}: its {what} are not those that there are: "
                  f"{differ}; write it anew with tools/run-study", file=sys.stderr)
            status = 1
    return status


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="study", description=__doc__)
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("run", help="run the study and write its page")
    command.add_argument("--binary", required=True)
    command.add_argument("--lines", type=pathlib.Path, required=True)
    command.add_argument("--docs", type=pathlib.Path, required=True)
    command.add_argument("--output", type=pathlib.Path)
    command.add_argument("--programs", default="*")
    command.add_argument("--strategies", default="all")
    for option in ("--seeds", "--executions", "--jobs"):
        command.add_argument(option, type=int, required=True)
    command.set_defaults(does=run)

    command = commands.add_parser("write", help="write the page of lines kept")
    command.add_argument("--lines", type=pathlib.Path, required=True)
    command.add_argument("--output", type=pathlib.Path, required=True)
    command.set_defaults(does=rewrite)

    command = commands.add_parser("check", help="the page is of all there is")
    command.add_argument("--binary", required=True)
    command.add_argument("--page", type=pathlib.Path, required=True)
    command.set_defaults(does=check)

    arguments = parser.parse_args(argv)
    try:
        return arguments.does(arguments)
    except (measure.Misuse, measure.Failed) as error:
        print(f"run-study: {error}", file=sys.stderr)
        return 2 if isinstance(error, measure.Misuse) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
