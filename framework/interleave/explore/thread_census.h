// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Which threads of the process run outside of control.

#ifndef INTERLEAVE_EXPLORE_THREAD_CENSUS_H_
#define INTERLEAVE_EXPLORE_THREAD_CENSUS_H_

#include <string>
#include <vector>

namespace interleave {

// Names of the threads that are neither the calling one nor a donor's, sorted.
std::vector<std::string> UncontrolledThreads();

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_THREAD_CENSUS_H_
