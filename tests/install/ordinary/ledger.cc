// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "ledger.h"

int ledger;

void AddToLedger() { ++ledger; }
