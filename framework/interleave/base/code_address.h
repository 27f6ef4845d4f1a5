// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Addresses of code as text that another process of the same program reads.
//
// A loaded file lies elsewhere in each process; how far into it an address is
// stays the same.
// Thread safety: as dl_iterate_phdr. Cost: linear in the files that are loaded.

#ifndef INTERLEAVE_BASE_CODE_ADDRESS_H_
#define INTERLEAVE_BASE_CODE_ADDRESS_H_

#include <string>
#include <string_view>

namespace interleave {

// "+0x1a2b" of the executable, "/usr/lib/libfoo.so+0x1a2b" of another file, and
// "0x7f001a2b" of no file.
std::string CodeAddressText(const void* address);

// Null where `text` says no address, or of a file that is not loaded.
const void* FindCodeAddress(std::string_view text);

}  // namespace interleave

#endif  // INTERLEAVE_BASE_CODE_ADDRESS_H_
