// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Everything a user of the library includes, but for GoogleTest's part, which
// is "interleave/gtest/gtest.h". Exports only.

#ifndef INTERLEAVE_INTERLEAVE_H_
#define INTERLEAVE_INTERLEAVE_H_

#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "interleave/schedule/script.h"

#endif  // INTERLEAVE_INTERLEAVE_H_
