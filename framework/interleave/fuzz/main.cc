// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A main for fuzz targets without a fuzzer: runs each file that is named, or
// standard input. So a corpus is a test, a kept input is looked at with any
// compiler, and fuzzers that start a process for each input have what to start.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kUnreadable = 2;

// False when it can't be read.
bool RunFile(std::FILE* file) {
  std::vector<uint8_t> bytes;
  uint8_t block[4096];
  for (size_t n = 0; (n = std::fread(block, 1, sizeof(block), file)) > 0;) {
    bytes.insert(bytes.end(), block, block + n);
  }
  if (std::ferror(file) != 0) return false;
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  return true;
}

bool RunPath(const char* path) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  const bool was_read = RunFile(file);
  std::fclose(file);
  return was_read;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) return RunFile(stdin) ? 0 : kUnreadable;
  for (int i = 1; i < argc; ++i) {
    if (RunPath(argv[i])) continue;
    std::fprintf(stderr, "%s: cannot read %s; name files that hold an input\n",
                 argv[0], argv[i]);
    return kUnreadable;
  }
  return 0;
}
