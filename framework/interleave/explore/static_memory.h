// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Which memory of the process is that of global and static variables.

#ifndef INTERLEAVE_EXPLORE_STATIC_MEMORY_H_
#define INTERLEAVE_EXPLORE_STATIC_MEMORY_H_

namespace interleave {

// `address` lies in the variables of the program or of a library that it has
// loaded, which outlive an execution; not in a stack, the heap, or what is
// thread_local. Cost: a look at each library.
bool IsStaticMemory(const void* address);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_STATIC_MEMORY_H_
