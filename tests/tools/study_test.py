# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""What tools/study makes of measurements: figures, tables and the plot."""

import json
import pathlib
import sys
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools" / "study"))

from page import number, page  # noqa: E402
from plot import svg  # noqa: E402
from results import Results  # noqa: E402

BUDGET = 1000
# In order of the seeds; None: nothing was found.
FOUND = {
    ("reorder_10", "auto"): [100, 200, 300, 400],
    ("reorder_10", "pos"): [None, None, None, None],
    ("reorder_10", "rff"): [2, 8, 4, 6],
    ("lost_update", "auto"): [1, 2, 1, 2],
    ("lost_update", "pos"): [3, None, 5, None],
    ("lost_update", "rff"): [1, 2, 3, None],
    ("lost_wakeup", "auto"): [20, 20, 20, 20],
    ("lost_wakeup", "pos"): [10, 20, 30, 40],
}
REFUSED = ("lost_wakeup", "dpor")


def lines():
    yield {"budget": BUDGET, "seeds": 4}
    yield {"program": "reorder_10", "kind": "order violation", "tasks": 11}
    yield {"program": "lost_update", "kind": "atomicity violation", "tasks": 2}
    yield {"program": "lost_wakeup", "kind": "lost wakeup", "tasks": 2}
    for strategy in ("auto", "pos", "rff", "dpor"):
        yield {"strategy": strategy, "ends": strategy == "dpor"}
    for program in ("reorder_10", "lost_update", "lost_wakeup"):
        for strategy in ("auto", "pos", "rff", "dpor"):
            pair = (program, strategy)
            for seed, hit in enumerate(FOUND.get(pair, [7] * 4), start=1):
                outcome = "found" if hit else "not found"
                yield {
                    "program": program, "strategy": strategy, "seed": seed,
                    "outcome": "refused" if pair == REFUSED else outcome,
                    "executions": hit or BUDGET, "calls": (hit or BUDGET) + 3,
                }


def results():
    return Results(json.dumps(line) for line in lines())


class ResultsTest(unittest.TestCase):
    def test_counts_the_budget_for_a_seed_that_found_nothing(self):
        cell = results().cell("lost_update", "pos")
        self.assertEqual((3 + 5 + 2 * BUDGET) / 4, cell.mean)
        self.assertEqual(2, cell.found)
        self.assertFalse(cell.found_by_all)

    def test_the_median_is_of_all_seeds(self):
        table = results()
        self.assertEqual(250, table.cell("reorder_10", "auto").median)
        self.assertEqual(2.5, table.cell("lost_update", "rff").median)
        # Its middle lies between one that found it and one that did not.
        self.assertIsNone(table.cell("lost_update", "pos").median)
        self.assertIsNone(table.cell("reorder_10", "pos").median)

    def test_a_refused_program_counts_as_not_found(self):
        table = results()
        self.assertEqual(BUDGET, table.cell(*REFUSED).mean)
        self.assertEqual(0, table.cell(*REFUSED).found)
        self.assertAlmostEqual((7 * 7 * BUDGET) ** (1 / 3),
                               table.geometric_mean("dpor"))

    def test_equal_means_share_their_ranks(self):
        lines_of_two = [
            {"budget": 9, "seeds": 1},
            {"program": "p", "kind": "k", "tasks": 1},
            *({"strategy": s, "ends": False} for s in "abc"),
            *({"program": "p", "strategy": s, "outcome": "found",
               "executions": n, "calls": n} for s, n in zip("abc", (4, 2, 4))),
        ]
        table = Results(json.dumps(line) for line in lines_of_two)
        self.assertEqual([2.5, 1, 2.5], [table.mean_rank(s) for s in "abc"])

    def test_the_best_one_is_a_single_strategy(self):
        self.assertEqual(5, results().best_mean("reorder_10"))
        # auto's is 1.5.
        self.assertEqual(7, results().best_mean("lost_update"))


class PageTest(unittest.TestCase):
    def setUp(self):
        self.page = page(results())

    def assertRow(self, *cells):
        self.assertIn("| " + " | ".join(cells) + " |\n", self.page)

    def test_is_the_same_each_time(self):
        self.assertEqual(self.page, page(results()))

    def test_has_the_means(self):
        self.assertRow("program", "bug", "tasks", "`auto`", "`pos`", "`rff`")
        self.assertRow("`reorder_10`", "order violation", "11", "250", "-", "5.0")
        self.assertRow("`lost_update`", "atomicity violation", "2", "1.5",
                       "502 (2)", "252 (3)")
        self.assertRow("`lost_wakeup`", "lost wakeup", "2", "refused")

    def test_has_the_medians(self):
        self.assertRow("`reorder_10`", "order violation", "11", "250", "> 1,000",
                       "5.0")

    def test_sums_up_each_strategy(self):
        # Means of 1000, 502 and 25: the third root of their product is 232.4.
        # Fourth, fourth, and third before the one that refuses.
        self.assertRow("`pos`", "1", "1", "1", "0", "6", "232", "3.7", "3.0")
        self.assertIn("| `dpor` | 2 | 0 | 0 | 1 | 8 | 37 |", self.page)

    def test_sets_published_means_beside_ours(self):
        self.assertRow("program", "`rff` published", "here", "`pos` published",
                       "here")
        self.assertRow("`reorder_10`", "6", "5.0", "never", "-")

    def test_tells_where_auto_is_behind(self):
        self.assertIn("executions on 1 of 3 programs, and more on these", self.page)
        self.assertRow("`reorder_10`", "250", "5.0 (`rff`)", "50.0")
        self.assertRow("`lost_wakeup`", "20", "7.0 (`rff`)", "2.9")

    def test_tells_what_auto_needs_beside_its_members(self):
        # 2 times 5, and 2 times 7.
        self.assertIn("it takes turns (`pos`, `rff`), `auto` needed on average at most "
                      "twice the executions of the best and 240 more: more than "
                      "twice on `reorder_10` (250 for 5.0), `lost_wakeup` (20 for "
                      "7.0).\n", self.page)

    def test_tells_where_strategies_do_badly(self):
        self.assertIn("- `auto` is far slower than the best on `reorder_10` "
                      "(50 times).\n", self.page)
        self.assertIn("- `pos` never finds `reorder_10`; does not always find "
                      "`lost_update` (2).\n", self.page)
        self.assertIn("- `dpor` does on none.\n", self.page)

    def test_numbers_are_as_exact_as_they_can_be(self):
        told = [number(n) for n in (1, 9.94, 9.96, 1234.5)]
        self.assertEqual(["1.0", "9.9", "10", "1,234"], told)


class PlotTest(unittest.TestCase):
    def setUp(self):
        self.text = svg(results())
        root = xml.etree.ElementTree.fromstring(self.text)
        self.all = list(root.iter())
        self.lines = [e for e in self.all if e.tag.endswith("polyline")]

    def test_is_the_same_each_time(self):
        self.assertEqual(self.text, svg(results()))

    def test_has_a_line_for_each_strategy_that_never_falls(self):
        self.assertEqual(["rff", "dpor", "pos", "auto"],
                         [line[0].text for line in self.lines])
        for line in self.lines:
            points = [tuple(map(float, p.split(","))) for p in
                      line.get("points").split()]
            self.assertEqual(sorted(points, key=lambda p: (p[0], -p[1])), points)
            self.assertEqual(650, points[-1][0])

    def test_the_default_is_the_widest_and_above_the_others(self):
        *others, default = [float(line.get("stroke-width")) for line in self.lines]
        self.assertEqual("auto", self.lines[-1][0].text)
        self.assertGreater(default, max(others))

    def test_the_legend_tells_how_many_were_found(self):
        texts = [e.text for e in self.all if e.tag.endswith("text")]
        for label in ("auto: 12", "rff: 11", "dpor: 8", "pos: 6", "1,000"):
            self.assertIn(label, texts)

    def test_no_two_of_many_lines_look_alike(self):
        many = [{"budget": 9, "seeds": 1}]
        many += [{"strategy": f"s{i}", "ends": False} for i in range(16)]
        text = svg(Results(json.dumps(line) for line in many))
        root = xml.etree.ElementTree.fromstring(text)
        looks = {(e.get("stroke"), e.get("stroke-dasharray"))
                 for e in root.iter() if e.tag.endswith("polyline")}
        self.assertEqual(16, len(looks))
        places = [float(e.get("y")) for e in root.iter()
                  if e.tag.endswith("text") and e.text.startswith("s")]
        self.assertEqual(16, len(places))
        self.assertTrue(all(20 <= b - a for a, b in zip(places, places[1:])))


if __name__ == "__main__":
    unittest.main()
