# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Text of the program is data, and the page needs nobody else."""

import copy
import json
import re
import unittest

import browser
import results

# What runs if any of it is taken for markup, script or an address.
HOSTILE = (
    "<img src=x onerror=\"window.ran='image'\">"
    "</script><script>window.ran='script'</script>"
    "</style></title></textarea></noscript><svg onload=\"window.ran='svg'\">"
    "\"'><b onmouseover=window.ran='hover' autofocus onfocus=window.ran='focus'>"
    "<a href=\"javascript:window.ran='link'\" id=trap>x</a>"
    "<iframe srcdoc=\"<script>parent.ran='frame'</script>\"></iframe>"
    "<!--<script>-->]]>&lt;&#60;${window.ran='template'}`\\u003c\u2028\u2029\u202e"
    "javascript:window.ran='address'"
)


def everything():
    return results.result(
        results.test("PoolTest.Reset", [results.lost_update(), results.deadlock()],
                     problems=["no task was controlled"],
                     races=[{"kind": "race", "message": "m", "task": "T1",
                             "location": "a.cc:1", "execution": 0,
                             "schedule": "il1-x"}],
                     only_timeouts=[{"kind": "deadlock", "message": "m",
                                     "task": "T1", "location": "a.cc:1",
                                     "execution": 0, "schedule": "il1-x"}],
                     replay={"verdict": "diverged", "step": 2, "reason": "because"},
                     interrupted=True, checkpoint="out/check.point",
                     bound={"of": "delays", "most": 2}),
        results.exploration(),
    )


def replaced(value, change):
    """`value` with each text that is in it changed, and the structure kept."""
    if isinstance(value, dict):
        return {key: replaced(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [replaced(part, change) for part in value]
    return change(value)


def without_policy(page):
    page, changes = re.subn(r"<meta http-equiv=[^>]*>", "", page)
    assert changes == 1
    return page


class HostileTextTest(browser.PageTest):
    def look_at_everything(self):
        """Every view, every step, each cell hovered, as printed, and all text."""
        texts = []

        def look():
            texts.append(self.run_script("return document.body.textContent;"))

        for fragment in ("#overview", "#finding=1", "#finding=2"):
            self.run_script("location.hash = arguments[0];", fragment)
            self.driver.execute_async_script("setTimeout(arguments[0], 0);")
            look()
            self.run_script("""
                for (const part of document.querySelectorAll('details')) {
                  part.open = true;
                }""")
            if fragment == "#overview":
                continue
            self.keys("HOME")
            for _ in range(12):
                self.keys("ARROW_DOWN")
                self.run_script("""
                    for (const cell of document.querySelectorAll('.is-current .cell')) {
                      cell.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
                    }""")
                look()
            self.keys("f", "ARROW_DOWN", "ESCAPE")
            look()
        self.emulate(media="print")
        look()
        self.emulate()
        return "".join(texts)

    def assert_nothing_ran(self):
        self.assertIsNone(self.run_script("return window.ran || null;"))
        # No element is there but those of the page.
        self.assertEqual(
            self.run_script("""
                return ['img', 'iframe', 'form', '[onload]', '[onerror]', '#trap',
                        '[onmouseover]', '[onfocus]', '[href^=javascript]']
                    .filter((what) => document.querySelector(what));"""), [])
        self.assertEqual(self.run_script("return document.scripts.length;"), 2)

    def test_appended_to_each_text_none_of_it_runs(self):
        """Names stay different, so that all of the page is shown."""
        hostile = replaced(everything(), lambda value:
                           value + HOSTILE if isinstance(value, str) else value)
        page = browser.make(hostile)
        for text in (page, without_policy(page)):
            self.open(text)
            shown = self.look_at_everything()
            self.assert_nothing_ran()
            for word in ("pool_test", "PoolTest.Reset", "sockets", "T1", "mutex 2",
                         "line 3;", "Pool::Return()", "Expected: 2\nActual: 1",
                         "lost update", "out/pool.schedule", "total 1", "il1-AAAA",
                         "pool.reset.loaded", "atomic-load pool.cc:12", "rff",
                         "no task was controlled", "because", "out/check.point"):
                self.assertIn(word + HOSTILE, shown)

    def test_in_place_of_each_text_none_of_it_runs(self):
        hostile = replaced(everything(), lambda value:
                           HOSTILE if isinstance(value, str) else value)
        page = browser.make(hostile)
        for text in (page, without_policy(page)):
            self.open(text)
            self.assertIn(HOSTILE, self.look_at_everything())
            self.assert_nothing_ran()

    def test_in_place_of_one_field_of_any_type_it_does_not_run(self):
        """A reader of results may be given what no test binary wrote."""
        self.errors_expected = True  # what is no result need not be shown
        for kind in (int, bool):
            hostile = replaced(
                everything(),
                lambda value, kind=kind: HOSTILE if type(value) is kind else value)
            self.open(without_policy(browser.make(hostile)))
            for fragment in ("#overview", "#finding=1", "#finding=2"):
                self.run_script("location.hash = arguments[0];", fragment)
                self.driver.execute_async_script("setTimeout(arguments[0], 0);")
            self.assert_nothing_ran()

    def test_keys_that_are_no_fields_are_passed_over(self):
        hostile = everything()
        hostile["__proto__"] = {"polluted": True}
        hostile["tests"][0][HOSTILE] = HOSTILE
        hostile["tests"][0]["findings"][0]["story"]["tasks"].append("constructor")
        self.show(hostile, "#finding=1")
        self.assert_nothing_ran()
        self.assertIsNone(self.run_script("return ({}).polluted || null;"))


class PolicyTest(browser.PageTest):
    def test_the_page_names_no_network(self):
        page = browser.make(everything())
        # The one address is the name of SVG, which nobody fetches.
        self.assertEqual(set(re.findall(r"\w+://[^\s'\"]*", page)),
                         {"http://www.w3.org/2000/svg"})
        for word in ("@import", "fetch(", "XMLHttpRequest", "WebSocket",
                     "sendBeacon", "innerHTML", "outerHTML", "document.write",
                     "insertAdjacent", "eval(", "new Function", " src=", "<link"):
            self.assertNotIn(word, page)
        for address in re.findall(r"url\((.)", page):
            self.assertEqual(address, "#")

    def test_the_page_fetches_nothing(self):
        self.show(everything(), "#finding=1")
        self.keys("END", "HOME", "t", "b")
        self.assertEqual(self.run_script(
            "return performance.getEntriesByType('resource').length;"), 0)

    def test_no_other_script_or_style_is_allowed(self):
        self.errors_expected = True  # the browser tells what it refused
        page = browser.make(everything())
        self.assertIn("default-src 'none'", page)
        self.assertNotIn("unsafe", page.split("</head>")[0].split("<style>")[0])
        self.open(page.replace(
            "<body>", "<body><script>window.ran = 1</script>"
            "<style>body { display: none }</style>"
            "<p id=more onclick=\"window.ran = 2\">more</p>"))
        self.find("#more").click()
        self.assertIsNone(self.run_script("return window.ran || null;"))
        self.assertIn("pool_test", self.text("h1"))

    def test_text_can_not_be_made_markup_at_all(self):
        self.errors_expected = True
        self.show(everything())
        refused = self.run_script("""
            try {
              document.body.innerHTML = '<p>x</p>';
              return false;
            } catch (error) {
              return error instanceof TypeError;
            }""")
        self.assertTrue(refused)

    def test_is_the_same_for_the_same_result(self):
        self.assertEqual(browser.make(everything()), browser.make(everything()))

    def test_the_data_are_those_of_the_result(self):
        page = browser.make(everything())
        data = re.search(r'<script type="application/json" id="data">(.*?)</script>',
                         page, re.DOTALL).group(1)
        for character in "<>&\u2028\u2029":
            self.assertNotIn(character, data)
        self.assertTrue(data.isascii())
        wanted = copy.deepcopy(everything())
        del wanted["findings"]
        self.assertEqual(json.loads(data), wanted)


if __name__ == "__main__":
    unittest.main()
