// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ThreadLocals: the executable's thread_local variables, made fresh again.
//
// A donor keeps its thread-local block from one execution to the next; before
// a task starts on it, the variables of the code under test get back their
// initial image, symbol by symbol from the executable's symbol table, so that
// what belongs to a sanitizer's runtime or to Interleave keeps its value.
// Cost of Restore: a copy of the variables' bytes; nothing without variables.

#ifndef INTERLEAVE_RUNTIME_THREAD_LOCALS_H_
#define INTERLEAVE_RUNTIME_THREAD_LOCALS_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

class ThreadLocals {
 public:
  // The table of this process's executable, read once.
  static const ThreadLocals& OfExecutable();

  // Puts the variables of the thread with this thread pointer back to their
  // initial values. No constructor or destructor runs.
  void Restore(uintptr_t thread_pointer) const {
    char* const block = reinterpret_cast<char*>(
        thread_pointer + static_cast<uintptr_t>(block_from_thread_pointer_));
    for (const Range& range : ranges_) {
      std::memcpy(block + range.offset, image_.data() + range.offset,
                  range.size);
    }
  }

  // False when the executable has thread-local storage but no symbol table:
  // then the identities themselves must be new in each execution.
  bool restorable() const { return restorable_; }
  // Bytes that Restore copies.
  size_t bytes() const;

  // True for a variable that must keep its value: the sanitizers' and ours.
  static bool BelongsToRuntime(std::string_view symbol);

 private:
  struct Range {
    size_t offset = 0;  // into the thread-local block
    size_t size = 0;
  };

  ThreadLocals();
  void ReadSymbols(const std::string& path);
  void AddRange(size_t offset, size_t size);
  void MergeRanges();

  bool restorable_ = true;
  intptr_t block_from_thread_pointer_ = 0;
  std::vector<char> image_;  // initial contents of the whole block
  std::vector<Range> ranges_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_THREAD_LOCALS_H_
