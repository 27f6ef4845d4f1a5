// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Two counters that nothing protects, one of a C library, one of a shared one.

#ifndef TESTS_INSTALL_ORDINARY_LEDGER_H_
#define TESTS_INSTALL_ORDINARY_LEDGER_H_

extern "C" int tally;
extern "C" void AddToTally();

extern int ledger;
void AddToLedger();

#endif  // TESTS_INSTALL_ORDINARY_LEDGER_H_
