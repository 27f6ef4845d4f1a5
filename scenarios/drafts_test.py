#!/usr/bin/env python3
# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Holds the regression tests that `interleave draft` wrote to their word.

    drafts_test.py SCHEDULE DRAFT BUGGY FIXED TEST

SCHEDULE is what a search of the buggy code found, DRAFT what was drafted of it.
BUGGY and FIXED are the demo of the scenario, with and without its bug, each
with the draft compiled into it; TEST is the name of the drafted test.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCHEDULE, DRAFT, BUGGY, FIXED, TEST = sys.argv[1:6]


def recorded(key):
    """The lines of the schedule that begin with the word."""
    lines = pathlib.Path(SCHEDULE).read_text(encoding='utf-8').splitlines()
    return [line[len(key) + 1:] for line in lines
            if line.split(' ', 1)[0] == key]


def run(binary):
    """Runs the drafted test alone: its exit code and its part of the result."""
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder, 'result.json')
        ended = subprocess.run(
            [binary, f'--gtest_filter={TEST}', f'--interleave_json={result}',
             f'--interleave_schedule_dir={folder}'],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        tests = json.loads(result.read_text(encoding='utf-8'))['tests']
        assert len(tests) == 1, ended.stdout.decode()
        return ended.returncode, tests[0]


class DraftTest(unittest.TestCase):

    def test_fails_on_the_buggy_code_with_the_recorded_finding(self):
        code, test = run(BUGGY)
        self.assertEqual(code, 1)
        self.assertEqual(len(test['findings']), 1)
        self.assertEqual(test['findings'][0]['kind'], recorded('finding')[0])
        self.assertEqual(test['findings'][0]['message'].splitlines()[0],
                         recorded('message')[0])
        self.assertEqual(test['executions'], 1)

    def test_passes_on_the_fixed_code(self):
        code, test = run(FIXED)
        self.assertEqual(code, 0)
        self.assertEqual(test['findings'], [])
        self.assertEqual(test['executions'], 1)
        self.assertIn(test['replay']['verdict'],
                      ('passed', 'infeasible', 'diverged'))

    def test_tells_the_finding_in_its_comment(self):
        text = pathlib.Path(DRAFT).read_text(encoding='utf-8')
        self.assertTrue(text.isascii())
        self.assertIn('// Found: ' + recorded('finding')[0], text)
        self.assertIn('INTERLEAVE_REGRESSION_TEST(', text)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
