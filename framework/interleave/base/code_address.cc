// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/code_address.h"

#include <link.h>

#include <charconv>
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

// Of a loaded file: what it is asked for, and where it lies.
struct Wanted {
  uintptr_t address = 0;  // 0: the file `name`
  std::string_view name;
  uintptr_t base = 0;
  std::string file;
};

bool Holds(const dl_phdr_info& file, uintptr_t address) {
  for (int i = 0; i < file.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = file.dlpi_phdr[i];
    const uintptr_t begin = file.dlpi_addr + segment.p_vaddr;
    if (segment.p_type == PT_LOAD && address >= begin &&
        address - begin < segment.p_memsz) {
      return true;
    }
  }
  return false;
}

bool FindFile(Wanted& wanted) {
  const auto look = [](dl_phdr_info* file, size_t, void* data) {
    auto& sought = *static_cast<Wanted*>(data);
    const std::string_view name =
        file->dlpi_name == nullptr ? "" : file->dlpi_name;
    const bool is_it = sought.address != 0 ? Holds(*file, sought.address)
                                           : name == sought.name;
    if (!is_it) return 0;
    sought.base = file->dlpi_addr;
    sought.file = name;
    return 1;
  };
  return dl_iterate_phdr(look, &wanted) != 0;
}

}  // namespace

std::string CodeAddressText(const void* address) {
  Wanted wanted;
  wanted.address = reinterpret_cast<uintptr_t>(address);
  if (wanted.address == 0 || !FindFile(wanted)) {
    return absl::StrCat("0x", absl::Hex(wanted.address));
  }
  return absl::StrCat(wanted.file, "+0x",
                      absl::Hex(wanted.address - wanted.base));
}

const void* FindCodeAddress(std::string_view text) {
  const size_t begin = text.rfind("0x");
  if (begin == text.npos) return nullptr;
  uintptr_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + begin + 2, end, number, 16);
  if (parsed.ec != std::errc() || parsed.ptr != end) return nullptr;
  if (begin == 0) return reinterpret_cast<const void*>(number);
  if (text[begin - 1] != '+') return nullptr;
  Wanted wanted;
  wanted.name = text.substr(0, begin - 1);
  if (!FindFile(wanted)) return nullptr;
  return reinterpret_cast<const void*>(wanted.base + number);
}

}  // namespace interleave
