// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Symbolizer: program counters of this process as functions, files and lines.
//
// Reads the process's own ELF and DWARF data (versions 4 and 5) with elfutils,
// from local files only: it never asks a debuginfod server. It takes no lock,
// makes no thread and waits for nothing, so it may be used while other threads
// of the process are parked, wherever they stand outside malloc.
// Thread safety: none; use it from one thread at a time.
// Cost: the first address of a binary reads the index of its debug information
// (milliseconds for each 10 MB); an address met before is a hash lookup.

#ifndef INTERLEAVE_BASE_SYMBOLIZER_H_
#define INTERLEAVE_BASE_SYMBOLIZER_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace interleave {

struct Frame {
  std::string function;  // demangled; empty when not known
  std::string file;      // as the compiler recorded it; empty when not known
  int line = 0;
  std::string module;  // path of the executable or shared library

  friend bool operator==(const Frame&, const Frame&) = default;
};

// False for frames of the standard library, the system, GoogleTest, a
// sanitizer's runtime and Interleave itself, and for those without a line.
bool IsUserFrame(const Frame& frame);

// All program counters are return addresses, as __builtin_return_address and
// unwinders give them: what is looked up is the call before.
class Symbolizer {
 public:
  Symbolizer();
  ~Symbolizer();
  Symbolizer(const Symbolizer&) = delete;
  Symbolizer& operator=(const Symbolizer&) = delete;

  // The frames at `pc`, innermost first: those of the functions that were
  // inlined there, then the function itself. Without debug information one
  // frame with the name in the symbol table and no line; empty when `pc` lies
  // in no loaded file.
  std::vector<Frame> Resolve(const void* pc);

  // The variable of static lifetime at `address`, "count" or "table + 8"; empty
  // when there is none that the symbol table knows.
  std::string Variable(const void* address);

  // The first frame of `stack` (innermost first) for which IsUserFrame holds.
  std::optional<Frame> UserFrame(std::span<const void* const> stack);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace interleave

#endif  // INTERLEAVE_BASE_SYMBOLIZER_H_
