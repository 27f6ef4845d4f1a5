# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""`interleave report`: what it writes is read by parsers that are not ours."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import jsonschema

TOOL = sys.argv.pop(1)
RESULT = pathlib.Path(__file__).parent / "result.json"


def report(*arguments, code=0):
    """What the tool printed; its exit code must be `code`."""
    done = subprocess.run(
        [TOOL, "report", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    if done.returncode != code:
        raise AssertionError(f"{done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout if code == 0 else done.stderr


def to_standard_output(name):
    return report(RESULT, "--format", name, "-o", "-")


class SarifTest(unittest.TestCase):
    def setUp(self):
        self.sarif = json.loads(to_standard_output("sarif"))
        self.run = self.sarif["runs"][0]
        self.finding = self.run["results"][0]

    def test_has_what_the_schema_requires(self):
        self.assertEqual(self.sarif["version"], "2.1.0")
        self.assertEqual(self.run["tool"]["driver"]["name"], "Interleave")
        rules = [rule["id"] for rule in self.run["tool"]["driver"]["rules"]]
        self.assertEqual(len(self.run["results"]), 1)
        self.assertIn(self.finding["ruleId"], rules)
        self.assertIn(self.finding["level"], ["none", "note", "warning", "error"])
        self.assertTrue(self.finding["message"]["text"])

    def test_is_valid_by_its_schema(self):
        cache = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
        path = pathlib.Path(cache) / "interleave" / "sarif-2.1.0.json"
        self.assertTrue(path.exists(), f"no {path}: tools/install-packages fetches it")
        schema = json.loads(path.read_text())
        validator = jsonschema.Draft4Validator(schema)
        self.assertEqual([error.message for error in validator.iter_errors(self.sarif)], [])
        # The schema is one that something can fail.
        del self.run["tool"]["driver"]["name"]
        self.assertFalse(validator.is_valid(self.sarif))

    def test_places_the_finding_and_its_steps(self):
        place = self.finding["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "pool.cc")
        self.assertEqual(place["region"]["startLine"], 63)
        flow = self.finding["codeFlows"][0]["threadFlows"][0]["locations"]
        self.assertEqual([step["executionOrder"] for step in flow], [7, 9, 10])
        self.assertEqual(flow[0]["importance"], "essential")
        self.assertEqual(len(self.finding["relatedLocations"]), 2)

    def test_says_where_the_file_of_a_step_is_if_that_is_known(self):
        flow = self.finding["codeFlows"][0]["threadFlows"][0]["locations"]
        uris = [step["location"].get("physicalLocation", {})
                .get("artifactLocation", {}).get("uri") for step in flow]
        self.assertEqual(uris, ["/src/pool.cc", "pool.cc", None])


class JUnitTest(unittest.TestCase):
    def test_is_a_suite_of_cases(self):
        root = xml.etree.ElementTree.fromstring(to_standard_output("junit"))
        self.assertEqual(root.tag, "testsuites")
        suite = root.find("testsuite")
        self.assertEqual(suite.get("tests"), "3")
        self.assertEqual(suite.get("failures"), "2")
        cases = suite.findall("testcase")
        self.assertEqual(cases[0].get("name"), "Reset<script>")
        failure = cases[0].find("failure")
        self.assertIn('a<b>&"c"', failure.get("message"))
        self.assertIn("out/pool.schedule", failure.text)
        self.assertIsNone(cases[1].find("failure"))
        self.assertEqual(cases[2].find("failure").get("type"), "problem")


class TraceEventsTest(unittest.TestCase):
    def test_has_a_row_for_each_task_and_an_arrow_for_each_order(self):
        events = json.loads(to_standard_output("trace-events"))["traceEvents"]
        names = {
            event["tid"]: event["args"]["name"]
            for event in events
            if event["name"] == "thread_name"
        }
        self.assertEqual(len(names), 3)
        steps = [event for event in events if event["ph"] == "X"]
        self.assertEqual([event["args"]["step"] for event in steps], [7, 9, 10])
        for event in steps:
            self.assertIn(event["tid"], names)
        starts = [event for event in events if event["ph"] == "s"]
        ends = [event for event in events if event["ph"] == "f"]
        self.assertEqual([event["id"] for event in starts], [1])
        self.assertEqual([event["id"] for event in ends], [1])
        self.assertNotEqual(starts[0]["tid"], ends[0]["tid"])


class GraphvizTest(unittest.TestCase):
    def test_is_a_graph(self):
        graph = to_standard_output("graphviz")
        self.assertIn('"main" -> "return"', graph)
        # Every quote is closed: what is left outside of strings is the graph's.
        outside = re.sub(r'"(\\.|[^"\\])*"', "S", graph)
        self.assertNotIn('"', outside)
        self.assertEqual(outside.count("{"), outside.count("}"))
        if shutil.which("dot"):
            subprocess.run(
                ["dot", "-Tsvg"],
                input=graph,
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
            )


class GitHubTest(unittest.TestCase):
    def test_is_a_line_for_each_failure(self):
        lines = to_standard_output("github").splitlines()
        self.assertEqual(len(lines), 2)
        self.assertTrue(
            lines[0].startswith("::error file=pool.cc,line=63,title=PoolTest.Reset")
        )
        # Nothing of the message ends the command or begins another.
        self.assertIn("100%25", lines[0])
        self.assertTrue(lines[1].startswith("::error title=PoolTest.Alone::"))


class MarkdownTest(unittest.TestCase):
    def test_has_no_markup_of_the_programs(self):
        text = to_standard_output("markdown")
        self.assertIn("verified: all 71 schedules", text.replace("\\", ""))
        self.assertIn("**lost update**", text)
        self.assertNotIn("<script>", text)
        rows = [line for line in text.splitlines() if line.startswith("| 7 ")]
        self.assertEqual(len(rows), 1)


class InputTest(unittest.TestCase):
    def test_the_ending_says_the_format(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "findings.sarif"
            report(RESULT, "-o", path)
            self.assertEqual(json.loads(path.read_text())["version"], "2.1.0")

    def test_what_it_cannot_read_or_write_it_says(self):
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(folder) / "other.json"
            other.write_text('{"tests": 3}')
            said = report(other, "--format", "sarif", "-o", "-", code=2)
            self.assertIn("expected a result", said)
            said = report(RESULT, "-o", "findings.unknown", code=2)
            self.assertIn("--format: html", said)
            said = report(RESULT, "--format", "pdf", "-o", "-", code=2)
            self.assertIn('no format "pdf"', said)
            missing = pathlib.Path(folder) / "missing.json"
            report(missing, "--format", "sarif", "-o", "-", code=2)
            report(RESULT, "--format", "sarif", "-o", f"{folder}/a/b", code=2)


if __name__ == "__main__":
    unittest.main()
