// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/thread_locals.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "absl/functional/function_ref.h"
#include "interleave/runtime/thread_pointer.h"

// What compilers call for a variable of a library (ELF Handling For
// Thread-Local Storage, 3.4).
struct TlsIndex {
  unsigned long module;
  unsigned long offset;
};
extern "C" void* __tls_get_addr(TlsIndex* index);

namespace interleave {
namespace {

// A file mapped for reading; empty when it can't be.
class MappedFile {
 public:
  explicit MappedFile(const char* path) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    struct stat status;
    if (fstat(fd, &status) == 0 && status.st_size > 0) {
      size_ = static_cast<size_t>(status.st_size);
      void* address = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
      data_ = address == MAP_FAILED ? nullptr : static_cast<char*>(address);
    }
    close(fd);
  }
  ~MappedFile() {
    if (data_ != nullptr) munmap(data_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // `count` objects at `offset`; empty when the file is too short.
  template <typename T>
  std::span<const T> At(size_t offset, size_t count) const {
    if (data_ == nullptr || offset > size_ ||
        count > (size_ - offset) / sizeof(T)) {
      return {};
    }
    return {reinterpret_cast<const T*>(data_ + offset), count};
  }

  std::string_view StringAt(size_t offset) const {
    if (data_ == nullptr || offset >= size_) return {};
    return {data_ + offset, strnlen(data_ + offset, size_ - offset)};
  }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
};

struct TlsSegment {
  bool found = false;
  const char* image = nullptr;
  size_t image_bytes = 0;
  size_t block_bytes = 0;
  uintptr_t block = 0;  // this thread's
};

// dl_iterate_phdr reports the executable first.
int FindTlsOfExecutable(dl_phdr_info* info, size_t, void* out) {
  auto* segment = static_cast<TlsSegment*>(out);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS || info->dlpi_tls_data == nullptr) continue;
    segment->found = true;
    segment->image =
        reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr);
    segment->image_bytes = header.p_filesz;
    segment->block_bytes = header.p_memsz;
    segment->block = reinterpret_cast<uintptr_t>(info->dlpi_tls_data);
  }
  return 1;
}

// A loaded library that has thread-local storage.
struct LoadedLibrary {
  std::string path;
  size_t module;
  const char* image;
  size_t image_bytes;
  size_t block_bytes;
};

int ListLibraries(dl_phdr_info* info, size_t, void* out) {
  const bool is_executable = info->dlpi_name[0] == '\0';
  if (is_executable || info->dlpi_tls_modid == 0) return 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS) continue;
    static_cast<std::vector<LoadedLibrary>*>(out)->push_back(
        {info->dlpi_name, info->dlpi_tls_modid,
         reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr),
         header.p_filesz, header.p_memsz});
  }
  return 0;
}

// How many libraries were ever loaded.
int CountLoads(dl_phdr_info* info, size_t, void* out) {
  *static_cast<uint64_t*>(out) = info->dlpi_adds;
  return 1;
}

// Calls `visit` with each symbol of the file's tables of type `table`, and its
// name. False when there is no such table.
bool VisitSymbols(
    const MappedFile& file, ElfW(Word) table,
    absl::FunctionRef<void(const ElfW(Sym) &, std::string_view)> visit) {
  const auto header = file.At<ElfW(Ehdr)>(0, 1);
  if (header.empty()) return false;
  const auto sections =
      file.At<ElfW(Shdr)>(header[0].e_shoff, header[0].e_shnum);
  bool found = false;
  for (const ElfW(Shdr) & section : sections) {
    if (section.sh_type != table || section.sh_link >= sections.size()) {
      continue;
    }
    found = true;
    const size_t names = sections[section.sh_link].sh_offset;
    for (const ElfW(Sym) & symbol : file.At<ElfW(Sym)>(
             section.sh_offset, section.sh_size / sizeof(ElfW(Sym)))) {
      visit(symbol, file.StringAt(names + symbol.st_name));
    }
  }
  return found;
}

// The file calls functions that it doesn't define and that only instrumented
// code calls.
bool IsInstrumented(const MappedFile& file) {
  bool calls = false;
  VisitSymbols(file, SHT_DYNSYM,
               [&calls](const ElfW(Sym) & symbol, std::string_view name) {
                 calls |= symbol.st_shndx == SHN_UNDEF &&
                          (name.starts_with("__tsan_") ||
                           name.starts_with("__wrap___tsan_"));
               });
  return calls;
}

}  // namespace

const ThreadLocals& ThreadLocals::OfExecutable() {
  static const ThreadLocals* const table = new ThreadLocals();
  return *table;
}

ThreadLocals::ThreadLocals() {
  TlsSegment segment;
  dl_iterate_phdr(&FindTlsOfExecutable, &segment);
  if (!segment.found) return;
  block_from_thread_pointer_ =
      static_cast<intptr_t>(segment.block - arch::ReadThreadPointer());
  image_.assign(segment.block_bytes, 0);
  std::memcpy(image_.data(), segment.image, segment.image_bytes);
  ReadSymbols("/proc/self/exe");
}

void ThreadLocals::ReadSymbols(const std::string& path) {
  restorable_ = VisitSymbols(
      MappedFile(path.c_str()), SHT_SYMTAB,
      [this](const ElfW(Sym) & symbol, std::string_view name) {
        if (ELF64_ST_TYPE(symbol.st_info) == STT_TLS &&
            symbol.st_shndx != SHN_UNDEF && !BelongsToRuntime(name)) {
          AddRange(symbol.st_value, symbol.st_size);
        }
      });
  MergeRanges();
}

void ThreadLocals::AddRange(size_t offset, size_t size) {
  if (offset > image_.size() || size > image_.size() - offset) return;
  ranges_.push_back({offset, size});
}

void ThreadLocals::MergeRanges() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.offset < b.offset; });
  std::vector<Range> merged;
  for (const Range& range : ranges_) {
    if (!merged.empty() &&
        range.offset <= merged.back().offset + merged.back().size) {
      const size_t end = std::max(merged.back().offset + merged.back().size,
                                  range.offset + range.size);
      merged.back().size = end - merged.back().offset;
    } else {
      merged.push_back(range);
    }
  }
  ranges_ = std::move(merged);
}

size_t ThreadLocals::bytes() const {
  size_t sum = 0;
  for (const Range& range : ranges_) sum += range.size;
  return sum;
}

bool ThreadLocals::BelongsToRuntime(std::string_view symbol) {
  for (const std::string_view part :
       {"__sanitizer", "__tsan", "__asan", "__lsan", "__ubsan", "__hwasan",
        "__msan", "ScopedInterceptor", "10interleave8internal"}) {
    if (symbol.find(part) != std::string_view::npos) return true;
  }
  return false;
}

void LibraryThreadLocals::Read() {
  uint64_t loads = 0;
  dl_iterate_phdr(&CountLoads, &loads);
  if (std::exchange(loads_, loads) == loads) return;
  std::vector<LoadedLibrary> loaded;
  dl_iterate_phdr(&ListLibraries, &loaded);
  for (const LoadedLibrary& library : loaded) {
    const bool known = std::any_of(
        libraries_.begin(), libraries_.end(),
        [&](const Library& other) { return other.path == library.path; });
    if (known || !IsInstrumented(MappedFile(library.path.c_str()))) continue;
    // A module's number may not be asked for once it is closed.
    if (dlopen(library.path.c_str(), RTLD_NOW | RTLD_NOLOAD) == nullptr) {
      continue;
    }
    Library& added =
        libraries_.emplace_back(Library{library.path, library.module, {}});
    added.image.assign(library.block_bytes, 0);
    std::memcpy(added.image.data(), library.image, library.image_bytes);
  }
}

void LibraryThreadLocals::Restore() const {
  for (const Library& library : libraries_) {
    TlsIndex index{library.module, 0};
    std::memcpy(__tls_get_addr(&index), library.image.data(),
                library.image.size());
  }
}

}  // namespace interleave
