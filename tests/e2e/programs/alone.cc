// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Starts no thread.

int main() { return 0; }
