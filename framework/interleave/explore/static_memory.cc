// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/static_memory.h"

#include <link.h>

#include <cstddef>
#include <cstdint>

namespace interleave {

bool IsStaticMemory(const void* address) {
  uintptr_t sought = reinterpret_cast<uintptr_t>(address);
  const auto is_in = [](dl_phdr_info* library, size_t, void* data) {
    const uintptr_t wanted = *static_cast<const uintptr_t*>(data);
    for (int i = 0; i < library->dlpi_phnum; ++i) {
      const ElfW(Phdr)& segment = library->dlpi_phdr[i];
      const bool writable =
          segment.p_type == PT_LOAD && (segment.p_flags & PF_W) != 0;
      const uintptr_t begin = library->dlpi_addr + segment.p_vaddr;
      if (writable && wanted >= begin && wanted - begin < segment.p_memsz) {
        return 1;
      }
    }
    return 0;
  };
  return dl_iterate_phdr(is_in, &sought) != 0;
}

}  // namespace interleave
