// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ThreadLocals: the executable's thread_local variables, made fresh again;
// LibraryThreadLocals: those of its instrumented shared libraries.
//
// A donor keeps its thread-local blocks from one execution to the next; before
// a task starts on it, the variables of the code under test get back their
// initial image. The executable's do so symbol by symbol, from its symbol
// table, since what belongs to a sanitizer's runtime or to Interleave must keep
// its value; an instrumented library has nothing of either. Libraries that are
// not instrumented keep theirs: the C library's allocator is one of them.
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

class LibraryThreadLocals {
 public:
  // Looks at the libraries that are loaded now; at nothing when none was loaded
  // since the last call. One that was opened with dlopen stays loaded from here
  // on.
  void Read();

  bool empty() const { return libraries_.empty(); }
  // Puts the variables of the calling identity back to their initial values.
  // No constructor or destructor runs.
  void Restore() const;

 private:
  struct Library {
    std::string path;
    size_t module = 0;  // as the dynamic linker numbers those with variables
    std::vector<char> image;
  };

  std::vector<Library> libraries_;
  uint64_t loads_ = 0;  // at the last Read
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_THREAD_LOCALS_H_
