# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""The page of an exploration: progress, outcomes, coverage, findings."""

import copy
import os
import pathlib
import re
import unittest

import browser
import results

GOLDEN = pathlib.Path(__file__).parent / "exploration.golden.html"


def mixed():
    return results.result(
        results.test("PoolTest.Reset", [results.lost_update(), results.deadlock()]),
        results.exploration(),
    )


class ExplorationTest(browser.PageTest):
    def setUp(self):
        self.show(mixed())

    def tiles(self, section):
        return dict(
            tile.text.split("\n", 1)
            for tile in section.find_elements("css selector", ".tiles > div")
        )

    def test_tells_progress(self):
        self.assertEqual(self.driver.title, "Interleave: pool_test")
        test = self.all(".test")[1]
        self.assertIn("passed: 40,000 schedules", test.text)
        tiles = self.tiles(test)
        self.assertEqual(tiles["Executions"], "40,000")
        self.assertEqual(tiles["Rate"], "5,000 per second")
        self.assertEqual(tiles["Distinct traces"], "2,100")
        self.assertEqual(tiles["Schedules there are, about"],
                         "1.2e6\nbetween 4e5 and 4e6")
        self.assertEqual(tiles["Stopped by"], "executions")
        self.assertIn("Searched: 3.3 % of this space.", test.text)
        self.assertIn("rff 30,000 1,800", test.text)
        self.assertIn("surw 10,000 900", test.text)

    def test_tells_outcomes_and_how_sure_it_is(self):
        text = self.all(".test")[1].text
        self.assertIn("total 2 30,000 75 %", text)
        self.assertIn("il1-BBBB", text)
        self.assertIn("2 900 99.9 %", text)

    def test_tells_coverage(self):
        section = self.find('section[aria-label="Coverage"]')
        tiles = self.tiles(section)
        self.assertEqual(tiles["Ordered pairs"], "2")
        self.assertEqual(tiles["Seen in one order only"], "1")
        self.assertEqual(tiles["Named points reached"], "2")
        self.assertIn("pool.reset.loaded pool.return.stored named points",
                      section.text)
        for part in section.find_elements("css selector", "details:not([open])"):
            part.find_element("css selector", "summary").click()
        self.assertIn("atomic-store pool.cc:20, the initial value", section.text)

    def test_findings_lead_to_their_stories_and_back(self):
        links = self.all(".findings a")
        self.assertEqual([link.text for link in links],
                         ["assertion in main", "deadlock"])
        links[1].click()
        self.assertEqual(self.text("h1"), "deadlock")
        self.assertEqual(self.driver.title, "Interleave: deadlock, PoolTest.Reset")
        self.keys("[")
        self.driver.execute_async_script("setTimeout(arguments[0], 0);")
        self.assertEqual(self.text("h1"), "assertion in task main")
        self.keys("o")
        self.driver.execute_async_script("setTimeout(arguments[0], 0);")
        self.assertIn("Exploration of pool_test", self.text("h1"))

    def test_the_tree_has_headings_meters_and_tables_with_names(self):
        tree = self.tree()
        self.assertIn(("heading", "Progress"), tree)
        self.assertIn(("meter", "Share of the space that was searched"), tree)
        self.assertIn(("columnheader", "outcome"), tree)
        for role, name in tree:
            if role in ("meter", "region", "link", "button"):
                self.assertTrue(name.strip(), role)

    def test_one_without_findings_says_so(self):
        self.show(results.result(results.exploration()))
        self.assertIn("No findings.", self.text(".test"))
        self.keys("ARROW_DOWN", "n", "END", "?")
        self.assertTrue(self.find("#help").is_displayed())

    def test_of_one_with_a_finding_the_story_comes_first(self):
        self.show(results.result(results.test("A", [results.lost_update()])))
        self.assertEqual(self.text("h1"), "assertion in task main")

    def test_a_finding_without_a_story_has_a_page(self):
        finding = results.lost_update()
        del finding["story"]
        self.show(results.result(results.test("A", [finding])))
        self.assertIn("The interleaving was not recorded.", self.text(".story"))
        self.keys("ARROW_DOWN", "c")

    def test_results_of_before_have_a_page(self):
        """They have neither stacks, holds, `at` nor the order that passes."""
        result = results.result(results.test("A", [results.lost_update()]))
        story = result["tests"][0]["findings"][0]["story"]
        for name in ("holds", "waits", "passing", "frames", "stacks", "left_out"):
            del story[name]
        for step in story["steps"]:
            del step["at"]
        story["steps_left_out"] = 2
        for step in story["steps"]:
            step["step"] += 2
        self.show(result, "#finding=1&step=3")
        self.assertEqual(self.position(), "step 3 of 11")
        self.assertNotIn("Locks held", self.text("#inspector"))
        self.assertIn("Left out: 2 steps (1 to 2).", self.text("#left-out"))


class LeftOutTest(browser.PageTest):
    def test_long_lists_are_cut_and_it_says_by_how_much(self):
        test = results.exploration()
        coverage = test["coverage"]
        coverage["pairs"] = [
            dict(coverage["pairs"][1], first=f"point {i}") for i in range(1300)
        ]
        coverage["reads"] = [
            dict(coverage["reads"][0], place=f"place {i}") for i in range(1200)
        ]
        test["outcomes"] = [
            {"value": f"total {i}", "count": 1, "token": "t"} for i in range(1100)
        ]
        self.show(results.result(test))
        text = self.find("#main").get_attribute("textContent")
        for left_out in ("300 pairs more", "200 places more", "100 outcomes more"):
            self.assertIn(left_out + " are not on this page", text)
        self.assertIn("total 999", text)
        self.assertNotIn("total 1000", text)
        self.assertIn("Not on this page: 100 outcomes.",
                      self.find("#text").get_attribute("textContent"))

    def test_a_very_long_text_is_cut_between_characters(self):
        finding = results.lost_update()
        finding["message"] = "é" * 15000
        self.show(results.result(results.test("A", [finding])))
        message = self.find(".message").get_attribute("textContent")
        self.assertTrue(message.startswith("é" * 10000 + "... (10000 bytes more"))


class GoldenTest(unittest.TestCase):
    """What of a page is made of the result, as it was agreed on."""

    def test_the_text_and_the_data_are_these(self):
        page = browser.make(copy.deepcopy(mixed()))
        body = page.split("<body>\n")[1]
        body = re.sub(r"<script>.*?</script>", "<script>...</script>", body,
                      flags=re.DOTALL)
        if os.environ.get("INTERLEAVE_UPDATE_GOLDEN"):
            GOLDEN.write_text(body, encoding="utf-8")
        self.assertEqual(body, GOLDEN.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
