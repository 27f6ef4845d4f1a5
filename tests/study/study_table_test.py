# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""study_table (the argument): the same lines each time, and clear errors."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

BINARY = os.path.abspath(sys.argv.pop(1))


class StudyTableTest(unittest.TestCase):
    def run_table(self, *arguments):
        """(exit status, records, standard error)"""
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [BINARY, *map(str, arguments)],
                cwd=folder,
                env={**os.environ, "TEST_UNDECLARED_OUTPUTS_DIR": folder},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
            )
        records = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, records, done.stderr

    def records(self, *arguments):
        status, records, errors = self.run_table(*arguments)
        self.assertEqual((0, ""), (status, errors))
        return records

    def test_gives_the_same_lines_each_time(self):
        for program in ("peterson", "lost_wakeup"):
            for strategy in ("pct-3", "rff"):
                with self.subTest(program=program, strategy=strategy):
                    first = self.records(program, strategy, 1, 5, 300)
                    self.assertEqual([1, 2, 3, 4, 5], [r["seed"] for r in first])
                    self.assertEqual(first, self.records(program, strategy, 1, 5, 300))
                    # Also alone, with none before it in the process.
                    self.assertEqual(first[3:4],
                                     self.records(program, strategy, 4, 1, 300))

    def test_tells_after_how_many_executions_it_was_found(self):
        (record,) = self.records("lost_update", "dpor", 1, 1, 100)
        self.assertEqual("found", record["outcome"])
        # The first execution has no switch, the second has the one needed; two
        # check that the first can be repeated, one is for the report.
        self.assertEqual((2, 5), (record["executions"], record["calls"]))

    def test_tells_that_the_budget_was_spent(self):
        (record,) = self.records("twostage_20", "exhaustive", 1, 1, 50)
        self.assertEqual(("not found", 50), (record["outcome"], record["executions"]))

    def test_tells_that_a_strategy_refuses(self):
        for pair in (("lost_wakeup", "rf-dpor"), ("reorder_100", "dpor"),
                     ("reorder_100", "optimal-dpor")):
            with self.subTest(pair):
                for record in self.records(*pair, 1, 2, 100):
                    self.assertEqual("refused", record["outcome"])

    def test_one_run_stands_for_all_seeds_only_where_nothing_is_drawn(self):
        def runs(program, strategy, seeds):
            return [
                (r["outcome"], r["executions"], r["calls"])
                for seed in seeds
                for r in self.records(program, strategy, seed, 1, 300)
            ]

        for program in ("peterson", "aba_stack", "five_philosophers"):
            self.assertEqual(1, len(set(runs(program, "rf-dpor", (1, 2, 3)))))
        self.assertLess(1, len(set(runs("peterson", "rff", (1, 2, 3)))))

    def test_lists_programs_and_strategies(self):
        records = self.records("--list")
        programs = [r["program"] for r in records if "program" in r]
        strategies = [r["strategy"] for r in records if "strategy" in r]
        self.assertLessEqual(30, len(programs))
        self.assertIn("reorder_100", programs)
        for name in ("auto", "pct-1", "pct-2", "pct-3", "rff", "rf-dpor"):
            self.assertIn(name, strategies)
        # "dfs" is another name of "exhaustive".
        self.assertNotIn("dfs", strategies)
        self.assertNotIn("pct", strategies)

    def test_refuses_what_it_does_not_understand(self):
        for arguments, message in (
            ([], "it takes --list, or 5 arguments"),
            (["petersen", "rff", 1, 1, 1], 'no program "petersen"; did you mean '
             '"peterson"?'),
            (["peterson", "pct-4", 1, 1, 1], 'no strategy "pct-4"; did you mean '
             '"pct-1"?'),
            (["peterson", "nothing", 1, 1, 1], "--list names them"),
            (["peterson", "rff", -1, 1, 1], '"-1" is no number from 0 on'),
            (["peterson", "rff", 1, 0, 1], '"0" is no number from 1 on'),
            (["peterson", "rff", 1, 1, 0], '"0" is no number from 1 on'),
        ):
            with self.subTest(arguments):
                status, records, errors = self.run_table(*arguments)
                self.assertEqual((2, []), (status, records))
                self.assertIn(message, errors)


if __name__ == "__main__":
    unittest.main()
