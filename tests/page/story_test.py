# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""The page of a finding: stepping, filtering, the passing order, graphs."""

import unittest

import browser
import results

LOST_UPDATE = browser.make(results.result(results.test("A", [results.lost_update()])))
DEADLOCK = browser.make(results.result(results.test("B", [results.deadlock()])))


class KeysTest(browser.PageTest):
    def setUp(self):
        self.open(LOST_UPDATE, "#finding=1&step=1")

    def test_the_arrows_go_a_step_on_and_back(self):
        self.assertEqual(self.position(), "step 1 of 9")
        self.keys("ARROW_DOWN", "j")
        self.assertEqual(self.position(), "step 3 of 9")
        self.keys("ARROW_UP", "k")
        self.assertEqual(self.position(), "step 1 of 9")
        self.keys("ARROW_UP")
        self.assertEqual(self.position(), "step 1 of 9")

    def test_n_and_p_go_from_switch_to_switch(self):
        self.keys("n")
        self.assertEqual(self.position(), "step 3 of 9")
        self.keys("n", "n")
        self.assertEqual(self.position(), "step 7 of 9")
        self.keys("p")
        self.assertEqual(self.position(), "step 5 of 9")

    def test_c_goes_round_the_steps_that_decide(self):
        seen = []
        for _ in range(5):
            self.keys("c")
            seen.append(self.position().split()[1])
        self.assertEqual(seen, ["3", "5", "6", "7", "3"])
        self.keys("C")
        self.assertEqual(self.position(), "step 7 of 9")

    def test_home_and_end_go_to_the_ends(self):
        self.keys("END")
        self.assertEqual(self.position(), "step 9 of 9")
        self.keys("HOME")
        self.assertEqual(self.position(), "step 1 of 9")

    def test_a_question_mark_shows_the_keys_and_escape_hides_them(self):
        self.assertFalse(self.find("#help").is_displayed())
        self.keys("?")
        self.assertIn("next switch", self.text("#help"))
        self.keys("ESCAPE")
        self.assertFalse(self.find("#help").is_displayed())

    def test_the_address_keeps_the_step(self):
        self.keys("END")
        browser.WebDriverWait(self.driver, 300).until(
            lambda driver: driver.current_url.endswith("#finding=1&step=9")
        )
        self.open(LOST_UPDATE, "#finding=1&step=4")
        self.assertEqual(self.position(), "step 4 of 9")

    def test_the_page_begins_at_what_decides(self):
        self.open(LOST_UPDATE)
        self.assertEqual(self.position(), "step 3 of 9")

    def test_keys_in_a_form_are_the_forms(self):
        self.keys("f")
        self.assertEqual(self.driver.switch_to.active_element, self.find("#filter"))
        self.keys("n")
        self.assertEqual(self.position(), "step 1 of 9")
        self.keys("ESCAPE")
        self.keys("END")
        self.assertEqual(self.position(), "step 9 of 9")

    def test_the_buttons_do_what_the_keys_do(self):
        for label, step in (
            ("Last step", 9),
            ("Previous step", 8),
            ("Previous switch", 7),
            ("First step", 1),
            ("Next step", 2),
            ("Next switch", 3),
            ("Next decisive step", 5),
        ):
            self.find(f'[aria-label="{label}"]').click()
            self.assertEqual(self.position(), f"step {step} of 9", label)

    def test_a_row_is_selected_with_a_click(self):
        self.find("#row-3 .cell").click()
        self.assertIn("is-current", self.find("#row-3").get_attribute("class"))
        self.assertEqual(len(self.all(".is-current")), 1)


class LanesTest(browser.PageTest):
    def setUp(self):
        self.open(LOST_UPDATE, "#finding=1&step=3")

    def lane_of(self, row):
        cell = self.find(f"#row-{row} .cell")
        heads = self.all(".head-task")
        return next(
            head.text
            for head in heads
            if abs(head.rect["x"] - cell.rect["x"]) < 2
        )

    def test_each_task_has_a_lane(self):
        self.keys("b")
        self.assertEqual([h.text for h in self.all(".head-task")], ["main", "T1", "T2"])
        lanes = [self.lane_of(row) for row in range(9)]
        self.assertEqual(
            lanes, ["main", "main", "T1", "T1", "T2", "T2", "T1", "main", "main"]
        )

    def test_the_critical_pairs_are_marked(self):
        self.keys("b")
        decisive = [n for n in self.numbers() if n.startswith("◆")]
        self.assertEqual(decisive, ["◆ 3", "◆ 5", "◆ 6", "◆ 7"])
        # A bracket from the first step to the second, for each of two orders.
        marks = [len(self.all(f"#row-{row} .mark")) for row in range(9)]
        self.assertEqual(marks, [0, 0, 1, 1, 2, 2, 1, 0, 0])
        self.assertEqual(len(self.all(".mark-begins")), 2)
        self.assertEqual(len(self.all(".mark-ends")), 2)

    def test_the_reason_names_the_pairs_and_leads_to_them(self):
        self.assertIn("lost update", self.text(".why"))
        self.assertIn("T1 step 3 (read sockets) came before T2 step 6",
                      self.text(".why"))
        self.assertIn("the other way round it passes", self.text(".why"))
        self.all(".why button")[1].click()
        self.assertEqual(self.position(), "step 6 of 9")

    def test_hovering_shows_stack_and_values(self):
        self.assertFalse(self.find("#tip").is_displayed())
        cell = self.find("#row-2 .cell")
        self.hover(cell)
        tip = self.text("#tip")
        for text in ("T1: read sockets", "pool.cc:43", "line 3;", "before",
                     "Pool::Return()", "pool.cc:61", "Body()", "pool_test.cc:9"):
            self.assertIn(text, tip)
        self.assertEqual(cell.get_attribute("aria-describedby"), "tip")
        self.hover(self.find("h1"))
        self.assertFalse(self.find("#tip").is_displayed())

    def test_who_steps_by_keys_reads_the_same_beside_the_lanes(self):
        panel = self.text("#inspector")
        for text in ("read sockets", "pool.cc:43", "line 3;", "Pool::Return()",
                     "decisive"):
            self.assertIn(text, panel)
        self.keys("ARROW_DOWN", "ARROW_DOWN", "ARROW_DOWN")
        row = self.find("#inspector tbody tr").text
        self.assertEqual(row.split(), ["write", "sockets", "0", "1"])

    def test_values_are_in_the_rows(self):
        self.assertIn("0 → 1", self.find("#row-5 .cell").text)


class FilterTest(browser.PageTest):
    def setUp(self):
        self.open(LOST_UPDATE, "#finding=1&step=6")
        self.keys("b")

    def choose(self, selector, text):
        self.run_script("""
            const [select, text] = arguments;
            select.value = [...select.options].find(
                (option) => option.textContent.startsWith(text)).value;
            select.dispatchEvent(new Event('change'));""",
            self.find(selector), text)

    def test_only_the_steps_on_an_object_are_shown(self):
        self.choose("#filter", "sockets")
        self.assertEqual([n for n in self.numbers() if n],
                         ["◆ 3", "◆ 5", "◆ 6", "◆ 7"])
        self.assertEqual(self.text("#hidden"), "5 steps not shown")
        self.assertEqual([note.text for note in self.all(".note")],
                         ["… 2 steps not shown", "… 1 step not shown",
                          "… 2 steps not shown"])
        self.assertEqual(self.position(), "step 6 of 9")
        self.keys("ARROW_DOWN", "ARROW_DOWN")
        self.assertEqual(self.position(), "step 7 of 9")
        self.choose("#filter", "all objects")
        self.assertEqual(len(self.numbers()), 9)

    def test_a_jump_to_a_step_that_is_not_shown_shows_all(self):
        self.choose("#filter", "T1")
        self.all(".why button")[1].click()
        self.assertEqual(self.position(), "step 6 of 9")
        self.assertEqual(len(self.numbers()), 9)

    def test_the_short_view_has_what_is_around_switches(self):
        self.keys("s")
        self.assertEqual([n.lstrip("◆ ") for n in self.numbers()],
                         list("123456789"))
        # Here every step is one of them.
        self.assertEqual(self.text("#hidden"), "")


class PassingOrderTest(browser.PageTest):
    def setUp(self):
        self.open(LOST_UPDATE, "#finding=1&step=1")

    def test_stands_beside_the_failing_one_step_by_step(self):
        self.assertEqual([side.text for side in self.all(".side")],
                         ["✕ fails", "✓ passes"])
        # The same step is in the same row.
        both = self.find("#row-0").text.split("\n")
        self.assertEqual(both, ["1", "create T1", "1", "create T1"])
        rows = self.run_script("""
            return [...document.querySelectorAll('.row')]
                .sort((a, b) => a.dataset.row - b.dataset.row)
                .map((row) => [...row.querySelectorAll('.number')]
                    .map((n) => n.textContent.replace('◆ ', '')).join('|') +
                    (row.classList.contains('differs') ? ' differs' : ''));""")
        self.assertEqual(rows[0:2], ["1|1", "2|2"])
        self.assertEqual(rows[-2:], ["8|7", "9|8"])
        self.assertTrue(any("differs" in row for row in rows))

    def test_a_step_that_moved_says_so(self):
        self.keys("c")
        self.assertIn("elsewhere in the other order", self.text("#inspector"))
        self.keys("ARROW_DOWN")
        self.assertIn("not in the other order", self.text("#inspector"))

    def test_can_be_hidden(self):
        self.keys("b")
        self.assertEqual(len(self.all(".side")), 0)
        self.assertEqual(len(self.numbers()), 9)
        self.assertFalse(self.find("#beside").is_selected())
        self.keys("b")
        self.assertEqual(len(self.all(".side")), 2)

    def test_its_steps_can_be_hovered(self):
        self.hover(self.all("#row-0 .cell")[1])
        self.assertIn("main: create T1", self.text("#tip"))


class DeadlockTest(browser.PageTest):
    def setUp(self):
        self.open(DEADLOCK, "#finding=1&step=1")

    def test_names_no_single_task(self):
        self.assertEqual(self.text("h1"), "deadlock")

    def test_locks_and_waits_are_those_of_the_step(self):
        self.assertIn("None.", self.text("#inspector"))
        self.assertIn("Nobody waits.", self.text("#inspector"))
        self.keys("ARROW_DOWN", "ARROW_DOWN")
        self.assertEqual(self.text(".holds"), "mutex 1: left, since step 3")
        self.assertEqual(self.text("ul.waits"), "main stands before join left")
        self.assertEqual(len(self.all(".circle")), 0)
        self.keys("ARROW_DOWN")
        self.assertEqual(self.text("ul.waits").split("\n"), [
            "main stands before join left",
            "left stands before lock mutex 2, held by right",
            "right stands before lock mutex 1, held by left",
        ])

    def test_the_graph_has_the_circle(self):
        self.keys("END")
        self.assertEqual(self.text(".circle"),
                         "They wait in a circle: left → right → left")
        nodes = [node.text for node in self.all(".graph .node")]
        self.assertEqual(nodes, ["main", "left", "right", "mutex 2", "mutex 1"])
        self.assertEqual(len(self.all(".graph .edge")), 5)
        # From each of both to what it waits for, and from that to its holder.
        self.assertEqual(len(self.all(".graph .edge.hot")), 4)
        label = self.find(".graph").get_attribute("aria-label")
        self.assertIn("left waits for mutex 2, which right holds", label)

    def test_a_lock_in_the_list_filters_by_it(self):
        self.keys("END")
        self.find(".holds button").click()
        self.assertEqual([n for n in self.numbers() if n], ["3"])


class ReaderTest(browser.PageTest):
    """Who can't see it hears it; who sees little sees enough."""

    def test_the_tree_has_roles_and_names(self):
        self.open(LOST_UPDATE, "#finding=1&step=3")
        tree = self.tree()
        roles = {role for role, _ in tree}
        for role in ("main", "navigation", "grid", "row", "gridcell",
                     "columnheader", "status", "complementary", "toolbar",
                     "heading"):
            self.assertIn(role, roles)
        self.assertIn(("columnheader", "T1"), tree)
        self.assertIn(("grid", "Steps of the execution, a lane for each task"), tree)
        for role, name in tree:
            if role in ("button", "link", "combobox", "checkbox", "image",
                        "grid", "toolbar", "region"):
                self.assertTrue(name.strip(), role)
        rows = [name for role, name in tree if role == "row" and name]
        self.assertTrue(any(
            name.startswith("step 3, T1: read sockets, 0, decisive") for name in rows))

    def test_each_step_is_told(self):
        self.open(LOST_UPDATE, "#finding=1&step=3")
        self.keys("n")
        live = self.find("#live")
        self.assertEqual(live.get_attribute("aria-live"), "polite")
        self.assertEqual(
            live.get_attribute("textContent"),
            "step 5, T2: read sockets, 0, decisive, control changes here, pool.cc:45",
        )
        grid = self.find("#lanes")
        self.assertEqual(grid.get_attribute("role"), "grid")
        current = self.find("#" + grid.get_attribute("aria-activedescendant"))
        self.assertEqual(current.get_attribute("aria-selected"), "true")
        self.assertIn("5", current.text.split("\n")[0])
        self.assertEqual(grid.get_attribute("aria-rowcount"),
                         str(len(self.numbers()) + 1))

    def test_text_stands_out_from_its_ground_in_light_and_dark(self):
        def brightness(colour):
            parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4
                     for p in parts]
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

        for scheme in ("light", "dark"):
            self.emulate(prefers_color_scheme=scheme)
            self.open(LOST_UPDATE)
            colours = self.run_script("""
                const style = getComputedStyle(document.documentElement);
                const get = (name) => style.getPropertyValue('--' + name).trim();
                return Object.fromEntries(['ink', 'quiet', 'accent', 'critical',
                    'good', 'bad', 'ground', 'surface', 'raised', 'accent-soft',
                    'critical-soft', 'good-soft', 'bad-soft'].map(
                        (name) => [name, get(name)]));""")
            pairs = [(ink, ground) for ink in
                     ("ink", "quiet", "accent", "critical", "good", "bad")
                     for ground in ("ground", "surface", "raised")]
            pairs += [(n, n + "-soft") for n in ("accent", "critical", "good", "bad")]
            pairs += [("ink", "accent-soft"), ("quiet", "accent-soft"),
                      ("ink", "critical-soft")]
            for ink, ground in pairs:
                a, b = sorted((brightness(colours[ink]), brightness(colours[ground])))
                self.assertGreaterEqual((b + 0.05) / (a + 0.05), 4.5,
                                        f"{scheme}: {ink} on {ground}")
        self.emulate()

    def test_the_focus_is_seen(self):
        self.open(LOST_UPDATE)
        self.keys("TAB")
        outline = self.run_script(
            "return getComputedStyle(document.activeElement).outlineStyle")
        self.assertEqual(outline, "solid")


class LightAndDarkTest(browser.PageTest):
    def ground(self):
        return self.run_script("return getComputedStyle(document.body).backgroundColor")

    def test_follows_the_system_unless_it_is_told_otherwise(self):
        self.emulate(prefers_color_scheme="light")
        self.open(LOST_UPDATE)
        light = self.ground()
        self.emulate(prefers_color_scheme="dark")
        dark = self.ground()
        self.assertNotEqual(light, dark)
        self.keys("t")
        self.assertEqual(self.ground(), light)
        self.keys("t")
        self.assertEqual(self.ground(), dark)
        self.emulate(prefers_color_scheme="light")
        self.assertEqual(self.ground(), dark)
        self.keys("t")
        self.assertEqual(self.ground(), light)
        self.assertEqual(self.find("#theme").get_attribute("aria-label"),
                         "Colours: as the system")
        self.emulate()

    def test_who_wants_no_motion_gets_none(self):
        for wanted, seconds in (("no-preference", "0.12s"), ("reduce", "0s")):
            self.emulate(prefers_reduced_motion=wanted)
            self.open(LOST_UPDATE)
            self.assertEqual(self.run_script(
                "return getComputedStyle(document.querySelector('button'))"
                ".transitionDuration"), seconds)
        self.emulate()


class PrintTest(browser.PageTest):
    def test_prints_the_story_and_not_the_controls(self):
        self.open(LOST_UPDATE)
        self.emulate(media="print")
        self.assertFalse(self.find("#app").is_displayed())
        text = self.text("#text")
        for part in ("lost update", "Step 3 came before step 6",
                     "The order that fails", "An order that passes",
                     "* 3 T1 read sockets", "out/pool.schedule"):
            self.assertIn(part, text)
        pdf = self.driver.execute_cdp_cmd("Page.printToPDF", {})
        self.assertTrue(pdf["data"].startswith("JVBERi"))  # "%PDF-"
        self.emulate()

    def test_is_read_without_its_script(self):
        self.driver.execute_cdp_cmd(
            "Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            self.open(DEADLOCK)
            self.assertEqual(len(self.all("#app")), 0)
            self.assertIn("Where tasks stood at the end", self.text("#text"))
        finally:
            self.driver.execute_cdp_cmd(
                "Emulation.setScriptExecutionDisabled", {"value": False})


if __name__ == "__main__":
    unittest.main()
