// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/elf_file.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/symbolizer.h"

namespace interleave::cli {
namespace {

struct CloseFile {
  void operator()(const int* file) const { close(*file); }
};
struct EndElf {
  void operator()(Elf* elf) const { elf_end(elf); }
};
struct EndDwarf {
  void operator()(Dwarf* dwarf) const { dwarf_end(dwarf); }
};

// The constructor that clang gives each file that it instruments.
constexpr std::string_view kInstrumentedMark = "tsan.module_ctor";

// Local names follow the name of the file that they come from.
void ReadSymbols(Elf* elf, Elf_Scn* section, const GElf_Shdr& header,
                 ElfFile* file, std::map<std::string, int>* instrumented) {
  Elf_Data* const data = elf_getdata(section, nullptr);
  if (data == nullptr || header.sh_entsize == 0) return;
  std::string source;
  const size_t count = header.sh_size / header.sh_entsize;
  for (size_t i = 0; i < count; ++i) {
    GElf_Sym symbol;
    if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) return;
    const char* const name = elf_strptr(elf, header.sh_link, symbol.st_name);
    if (name == nullptr) continue;
    if (GELF_ST_TYPE(symbol.st_info) == STT_FILE) {
      source = name;
    } else if (GELF_ST_BIND(symbol.st_info) == STB_LOCAL) {
      if (name == kInstrumentedMark) ++(*instrumented)[source];
    } else if (symbol.st_shndx == SHN_UNDEF) {
      file->wanted.insert(name);
    } else {
      file->defined.insert(name);
    }
  }
}

std::string TextOf(Dwarf_Die* unit, unsigned attribute_name) {
  Dwarf_Attribute attribute;
  const char* text = nullptr;
  if (dwarf_attr(unit, attribute_name, &attribute) != nullptr) {
    text = dwarf_formstring(&attribute);
  }
  return text == nullptr ? "" : text;
}

std::vector<std::string> UserSources(Elf* elf) {
  std::vector<std::string> paths;
  const std::unique_ptr<Dwarf, EndDwarf> dwarf(
      dwarf_begin_elf(elf, DWARF_C_READ, nullptr));
  if (dwarf == nullptr) return paths;
  Dwarf_CU* unit = nullptr;
  Dwarf_Half version = 0;
  uint8_t type = 0;
  Dwarf_Die die;
  while (dwarf_get_units(dwarf.get(), unit, &unit, &version, &type, &die,
                         nullptr) == 0) {
    const std::filesystem::path path =
        std::filesystem::path(TextOf(&die, DW_AT_comp_dir)) /
        TextOf(&die, DW_AT_name);
    Frame frame;
    frame.file = path.lexically_normal();
    frame.line = 1;
    // Interleave's own, when its files are compiled joined.
    const bool own =
        frame.file.find("/CMakeFiles/interleave") != frame.file.npos;
    if (IsUserFrame(frame) && !own) paths.push_back(frame.file);
  }
  return paths;
}

void NoteSources(std::vector<std::string> paths,
                 const std::map<std::string, int>& instrumented,
                 ElfFile* file) {
  std::map<std::string, int> units;  // by name without folders
  const auto name_of = [](const std::string& path) {
    return std::filesystem::path(path).filename().string();
  };
  for (const std::string& path : paths) ++units[name_of(path)];
  for (std::string& path : paths) {
    const auto found = instrumented.find(name_of(path));
    const bool all =
        found != instrumented.end() && found->second >= units[name_of(path)];
    file->sources.push_back({std::move(path), all});
  }
}

}  // namespace

absl::StatusOr<ElfFile> ElfFile::Open(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return absl::NotFoundError(
        absl::StrCat("cannot read ", path, ": ", std::strerror(errno)));
  }
  const std::unique_ptr<const int, CloseFile> closes(&descriptor);
  elf_version(EV_CURRENT);
  const std::unique_ptr<Elf, EndElf> elf(
      elf_begin(descriptor, ELF_C_READ_MMAP, nullptr));
  GElf_Ehdr header;
  if (elf == nullptr || elf_kind(elf.get()) != ELF_K_ELF ||
      gelf_getehdr(elf.get(), &header) == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " is no program: expected an ELF executable or library"));
  }
  ElfFile file;
  std::map<std::string, int> instrumented;
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(elf.get(), section)) != nullptr) {
    GElf_Shdr section_header;
    if (gelf_getshdr(section, &section_header) == nullptr) continue;
    if (section_header.sh_type == SHT_SYMTAB) file.stripped = false;
    if (section_header.sh_type == SHT_SYMTAB ||
        section_header.sh_type == SHT_DYNSYM) {
      ReadSymbols(elf.get(), section, section_header, &file, &instrumented);
    }
  }
  size_t segments = 0;
  elf_getphdrnum(elf.get(), &segments);
  for (size_t i = 0; i < segments; ++i) {
    GElf_Phdr segment;
    if (gelf_getphdr(elf.get(), static_cast<int>(i), &segment) == nullptr ||
        segment.p_type != PT_INTERP) {
      continue;
    }
    if (const char* const raw = elf_rawfile(elf.get(), nullptr)) {
      file.interpreter = raw + segment.p_offset;
    }
  }
  NoteSources(UserSources(elf.get()), instrumented, &file);
  return file;
}

}  // namespace interleave::cli
