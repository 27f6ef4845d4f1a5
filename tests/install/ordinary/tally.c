// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

int tally;

void AddToTally(void) { ++tally; }
