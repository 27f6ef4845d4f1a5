// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/progress.h"

namespace interleave {
namespace {

ProgressListener g_listener = nullptr;

}  // namespace

void SetProgressListener(ProgressListener listener) { g_listener = listener; }

ProgressListener GetProgressListener() { return g_listener; }

}  // namespace interleave
