#!/usr/bin/env python3
# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""What is told of a scenario's recorded schedule, word for word.

    stories_test.py TOOL SCHEDULE BUGGY FIXED DRAFT GOLDEN SOURCES

TOOL is interleave; BUGGY and FIXED are the demo of the scenario with and without
its bug; DRAFT is what was drafted of a search, and beside it lies found.txt, which that
search said. Everything else is made twice. Folders,
and how long a test took (JUnit's field), are the machine's and are left out.
INTERLEAVE_UPDATE_GOLDEN=1 writes GOLDEN anew.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

TOOL, SCHEDULE, BUGGY, FIXED, DRAFT, GOLDEN, SOURCES = sys.argv[1:8]
FORMATS = ('sarif', 'junit', 'trace-events', 'graphviz', 'markdown', 'github')


def run(folder, *arguments):
    """What the tool says on standard output."""
    clean = {name: value for name, value in os.environ.items()
             if name not in ('GITHUB_ACTIONS', 'COLUMNS')}
    ended = subprocess.run([TOOL, *arguments], cwd=folder, env=clean,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           check=False)
    assert ended.returncode in (0, 1), ended.stderr.decode()
    return ended.stdout.decode()


def story(said):
    """What GoogleTest's lines, and the folders of this run, stand around."""
    begin = re.search(r'^\S+: [a-z-]+ in task .*$', said, re.MULTILINE)
    assert begin is not None, said
    return said[begin.start():said.index('How to see it again')]


def told():
    """All of it, in one text."""
    with tempfile.TemporaryDirectory() as folder:
        found = pathlib.Path(DRAFT).with_name('found.txt')
        parts = {'explore': story(found.read_text(encoding='utf-8')),
                 'replay': story(run(folder, 'replay', SCHEDULE, '--on', BUGGY))}
        versions = ('--old', BUGGY, '--new', FIXED)
        parts['verify'] = run(folder, 'verify', SCHEDULE, *versions)
        parts['verify --markdown'] = run(folder, 'verify', SCHEDULE, '--markdown',
                                         *versions)
        for name in FORMATS:
            run(folder, 'report', SCHEDULE, '--on', BUGGY, '--format', name,
                '-o', 'out')
            parts['report --format ' + name] = pathlib.Path(
                folder, 'out').read_text(encoding='utf-8')
    parts['draft'] = pathlib.Path(DRAFT).read_text(encoding='utf-8')
    text = ''.join(f'==== {name}\n{part.rstrip()}\n'
                   for name, part in parts.items())
    for folder in (SOURCES, SOURCES.replace('_', r'\_')):
        text = text.replace(folder, 'SOURCES')
    return re.sub(r' time="[0-9.]+"', ' time="..."', text)


class StoriesTest(unittest.TestCase):
    maxDiff = None

    def test_is_told_as_before(self):
        now = told()
        self.assertEqual(now, told(), 'told twice, it differs')
        self.assertNotRegex(now, r'0x[0-9a-f]{4,}')
        golden = pathlib.Path(GOLDEN)
        if os.environ.get('INTERLEAVE_UPDATE_GOLDEN') == '1':
            golden.write_text(now, encoding='utf-8')
            self.fail(f'{golden.name} was written')
        before = golden.read_text(encoding='utf-8')
        self.assertEqual(before, now, '\n' + '\n'.join(difflib.unified_diff(
            before.splitlines(), now.splitlines(), 'before', 'now',
            lineterm='')))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
