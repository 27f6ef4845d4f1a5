// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/mutator_notes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace interleave {
namespace {

MutatorNotes* Map(int file) {
  void* const page = mmap(nullptr, sizeof(MutatorNotes), PROT_READ | PROT_WRITE,
                          MAP_SHARED, file, 0);
  return page == MAP_FAILED ? nullptr : static_cast<MutatorNotes*>(page);
}

}  // namespace

// The file stays open, so that others can open it by its name.
MutatorNotes* MutatorNotes::Make() {
  const int file = memfd_create("interleave_mutator_notes", MFD_CLOEXEC);
  if (file < 0) return nullptr;
  MutatorNotes* const notes =
      ftruncate(file, sizeof(MutatorNotes)) == 0 ? Map(file) : nullptr;
  if (notes == nullptr) {
    close(file);
    return nullptr;
  }
  char name[64];
  std::snprintf(name, sizeof name, "/proc/%ld/fd/%d",
                static_cast<long>(getpid()), file);
  setenv(kVariable, name, /*overwrite=*/1);
  return notes;
}

MutatorNotes* MutatorNotes::Find() {
  const char* const name = std::getenv(kVariable);
  if (name == nullptr) return nullptr;
  const int file = open(name, O_RDWR | O_CLOEXEC);
  if (file < 0) return nullptr;
  MutatorNotes* const notes =
      lseek(file, 0, SEEK_END) == static_cast<off_t>(sizeof(MutatorNotes))
          ? Map(file)
          : nullptr;
  close(file);
  return notes;
}

}  // namespace interleave
