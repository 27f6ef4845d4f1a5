# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""The checks behind tools/check-style, one module for each kind of rule.

A check is a function from a `tree.Tree` to an iterable of `tree.Problem`;
tools/check-style lists them by name. Standard library only, Python 3.11.
"""
