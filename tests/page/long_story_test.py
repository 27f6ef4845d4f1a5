# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Long executions: what a key costs is bounded, and what is left out is said."""

import json
import re
import unittest

import browser
import results


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


class TenThousandStepsTest(browser.PageTest):
    """Nothing is said of milliseconds: they would be the machine's."""

    steps = 10_000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = browser.make(
            results.result(results.test("A", [results.long_story(cls.steps)]))
        )

    def setUp(self):
        self.open(self.page, "#finding=1&step=5002")
        self.keys("s")  # all steps
        self.run_script("""
            window.touched = new Set();
            window.added = 0;
            new MutationObserver((changes) => {
              for (const change of changes) {
                for (const node of change.addedNodes) ++window.added;
                const row = change.target.closest &&
                    change.target.closest('.row');
                if (row) window.touched.add(row.id);
              }
            }).observe(document.getElementById('lanes'),
                       {subtree: true, childList: true, attributes: true});""")

    def nodes(self):
        return self.run_script(
            "return document.querySelectorAll('#app *').length;")

    def changes(self):
        """Since it was last asked: rows that changed, nodes that came."""
        return self.driver.execute_async_script("""
            const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => {
              done([window.touched.size, window.added]);
              window.touched.clear();
              window.added = 0;
            }));""")

    def test_only_the_rows_in_view_are_in_the_document(self):
        self.assertEqual(
            self.find("#lanes").get_attribute("aria-rowcount"), str(self.steps + 1))
        for key in ("HOME", "END", "c", "PAGE_UP"):
            self.keys(key)
            self.assertLess(len(self.all(".row")), 100)
            self.assertLess(self.nodes(), 2000)

    def test_a_key_changes_two_rows_and_adds_few(self):
        self.changes()
        self.keys(*["ARROW_DOWN"] * 200)
        touched, added = self.changes()
        self.assertEqual(self.position(), "step 5,202 of 10,000")
        # The row that was current and the one that is, for each key.
        self.assertLessEqual(touched, 201)
        # One comes for each that goes; some around what is seen at first.
        self.assertLessEqual(added, 260)
        self.assertLess(self.nodes(), 2000)

    def test_a_leap_costs_a_screen(self):
        self.changes()
        for key, position in (("END", "10,000"), ("HOME", "1"), ("c", "9,980")):
            self.keys(key)
            self.assertEqual(self.position(), f"step {position} of 10,000")
            _, added = self.changes()
            self.assertLess(added, 100)

    def test_what_is_held_is_right_everywhere(self):
        for step, held in (("5000", "mutex 2: T2"), ("9991", "mutex 1: T2"),
                           ("10000", "mutex 4: T5")):
            self.run_script("location.hash = '#finding=1&step=' + arguments[0];", step)
            self.driver.execute_async_script("setTimeout(arguments[0], 0);")
            self.assertIn(held, self.text(".holds"))

    def test_a_filter_keeps_the_page_small(self):
        self.run_script("""
            const filter = document.getElementById('filter');
            filter.value = 'omutex 3';
            filter.dispatchEvent(new Event('change'));""")
        self.assertIn("mutex 3", self.text(".is-current"))
        self.assertIn("8,666 steps not shown", self.text("#hidden"))
        self.assertLess(self.nodes(), 2000)

    def test_a_long_story_is_shown_around_its_switches_first(self):
        self.open(self.page)
        self.assertEqual(self.find("#shown").get_attribute("value"), "short")
        self.assertEqual(self.position(), "step 9,980 of 10,000")
        self.assertIn("steps not shown", self.text("#hidden"))


class LeftOutTest(browser.PageTest):
    def story(self):
        """Of a million steps, those that a test binary tells."""
        finding = results.long_story(1_000)
        story = finding["story"]
        for step in story["steps"][100:]:
            step["step"] += 999_000
        for access in story["accesses"]:
            if access["step"] > 100:
                access["step"] += 999_000
        for order in story["explanation"]["orders"]:
            order["first"] += 999_000
            order["second"] += 999_000
        story["holds"] = [results.hold("T1", "mutex 9", 50_000)]
        story["steps_left_out"] = 999_000
        story["left_out"] = [{"from": 101, "to": 999_100, "steps": 999_000}]
        return finding

    def test_the_page_says_which_steps_it_does_not_hold(self):
        self.show(results.result(results.test("A", [self.story()])))
        notice = self.text("#left-out")
        self.assertIn("The execution has 1,000,000 steps; this page holds 1,000",
                      notice)
        self.assertIn("Left out: 999,000 steps (101 to 999,100).", notice)
        self.keys("s", "HOME")
        self.keys(*["ARROW_DOWN"] * 99)
        self.assertEqual(self.position(), "step 100 of 1,000,000")
        self.assertEqual(self.text(".note-gap"),
                         "… 999,000 steps (101 to 999,100) not on this page")
        self.keys("ARROW_DOWN")
        self.assertEqual(self.position(), "step 999,101 of 1,000,000")
        # What was taken there is known all the same.
        self.assertIn("mutex 9: T1", self.text(".holds"))
        self.assertIn("Not on this page: 999000 steps (101 to 999100).",
                      self.find("#text").get_attribute("textContent"))

    def test_a_page_of_many_long_stories_holds_no_more_than_it_may(self):
        steps = 5_200
        findings = [results.long_story(steps)] * 20
        result = results.result(results.test("A", findings))
        result["findings"] = []
        data = data_of(browser.make(result))
        told = [finding["story"] for finding in data["tests"][0]["findings"]]
        for story in told:
            self.assertEqual(len(story["steps"]), 5_000)
            self.assertEqual(story["steps_left_out"], steps - 5_000)
            left_out = sum(gap["steps"] for gap in story["left_out"])
            self.assertEqual(left_out, story["steps_left_out"])
            numbers = {step["step"] for step in story["steps"]}
            # The first, those that decide and the last are there.
            self.assertLessEqual({1, steps - 20, steps - 10, steps}, numbers)
            for gap in story["left_out"]:
                self.assertFalse(numbers & set(range(gap["from"], gap["to"] + 1)))
            for access in story["accesses"]:
                self.assertIn(access["step"], numbers)


if __name__ == "__main__":
    unittest.main()
