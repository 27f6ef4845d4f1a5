// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/symbolizer.h"

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

std::string Demangle(const char* name) {
  if (name == nullptr) return "";
  int status = 0;
  const std::unique_ptr<char, Free> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status));
  return status == 0 ? std::string(text.get()) : std::string(name);
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool IsSystemModule(std::string_view path) {
  return path.starts_with("/usr/lib") || path.starts_with("/lib") ||
         path.starts_with("/usr/local/lib") || path.starts_with("[");
}

bool IsSystemSource(std::string_view path) {
  static constexpr std::array<std::string_view, 6> kFolders = {
      "/usr/include/",  "/usr/lib",       "/usr/local/include/",
      "/usr/local/lib", "/usr/src/gtest", "/usr/src/googletest/",
  };
  static constexpr std::array<std::string_view, 6> kParts = {
      "include/c++/",    "/c++/v1/", "googletest/include/gtest/",
      "googletest/src/", "/bits/",   "compiler-rt/lib/",
  };
  return std::any_of(kFolders.begin(), kFolders.end(),
                     [&](std::string_view folder) {
                       return path.starts_with(folder);
                     }) ||
         std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
           return Contains(path, part);
         });
}

bool IsOwnSource(std::string_view path) {
  return Contains(path, "framework/interleave/") ||
         Contains(path, "include/interleave/");
}

// The standard callback asks the servers in DEBUGINFOD_URLS: a report must not
// wait for a network. Without servers it looks in local folders only.
int FindDebugInfo(Dwfl_Module* module, void** userdata, const char* name,
                  Dwarf_Addr base, const char* file, const char* link,
                  GElf_Word checksum, char** found) {
  if (IsSystemModule(name)) return -1;
  const char* servers = std::getenv("DEBUGINFOD_URLS");
  const auto find = servers == nullptr || *servers == '\0'
                        ? dwfl_standard_find_debuginfo
                        : dwfl_build_id_find_debuginfo;
  return find(module, userdata, name, base, file, link, checksum, found);
}

}  // namespace

// What libdw reads of a module, made ready for questions.
namespace debug_info {

// Which DIE covers an address. Both of libdw's own ways fall short: its index
// of units is read from .debug_aranges, which clang does not write, and
// dwarf_getscopes does not look into namespaces.
class RangeIndex {
 public:
  void Add(const Dwarf_Die& die) {
    ptrdiff_t offset = 0;
    Dwarf_Addr base = 0;
    Dwarf_Addr low = 0;
    Dwarf_Addr high = 0;
    Dwarf_Die copy = die;
    while ((offset = dwarf_ranges(&copy, offset, &base, &low, &high)) > 0) {
      // What the linker left out has its ranges at 0.
      if (low != 0 && low < high) ranges_.push_back({low, high, die});
    }
  }

  // To be called after the last Add and before the first Find.
  void Sort() {
    std::stable_sort(
        ranges_.begin(), ranges_.end(),
        [](const Range& a, const Range& b) { return a.low < b.low; });
  }

  std::optional<Dwarf_Die> Find(Dwarf_Addr address) const {
    const auto after = std::upper_bound(
        ranges_.begin(), ranges_.end(), address,
        [](Dwarf_Addr a, const Range& range) { return a < range.low; });
    if (after == ranges_.begin()) return std::nullopt;
    const Range& range = *std::prev(after);
    if (address >= range.high) return std::nullopt;
    return range.die;
  }

 private:
  struct Range {
    Dwarf_Addr low;
    Dwarf_Addr high;
    Dwarf_Die die;
  };

  std::vector<Range> ranges_;
};

template <typename Visit>
void ForEachChild(Dwarf_Die& die, Visit visit) {
  Dwarf_Die child;
  if (dwarf_child(&die, &child) != 0) return;
  do {
    visit(child);
  } while (dwarf_siblingof(&child, &child) == 0);
}

// Adds every function below `die`, those of classes within functions too.
void AddFunctions(Dwarf_Die& die, RangeIndex& index) {
  ForEachChild(die, [&](Dwarf_Die& child) {
    switch (dwarf_tag(&child)) {
      case DW_TAG_subprogram:
        index.Add(child);
        [[fallthrough]];
      case DW_TAG_namespace:
      case DW_TAG_class_type:
      case DW_TAG_structure_type:
      case DW_TAG_union_type:
      case DW_TAG_lexical_block:
        AddFunctions(child, index);
        break;
      default:
        break;
    }
  });
}

// Adds to `calls` what was inlined at `address` in `scope`, outermost first.
void AddInlinedCalls(Dwarf_Die& scope, Dwarf_Addr address,
                     std::vector<Dwarf_Die>& calls) {
  bool found = false;
  ForEachChild(scope, [&](Dwarf_Die& child) {
    const int tag = dwarf_tag(&child);
    const bool inlined = tag == DW_TAG_inlined_subroutine;
    if (found || (!inlined && tag != DW_TAG_lexical_block)) return;
    if (dwarf_haspc(&child, address) <= 0) return;
    found = true;
    if (inlined) calls.push_back(child);
    AddInlinedCalls(child, address, calls);
  });
}

std::string FunctionName(Dwarf_Die* die) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute) != nullptr ||
      dwarf_attr_integrate(die, DW_AT_MIPS_linkage_name, &attribute) !=
          nullptr) {
    return Demangle(dwarf_formstring(&attribute));
  }
  const char* name = dwarf_diename(die);
  return name == nullptr ? "" : name;
}

// Where an inlined function was called.
void ReadCallSite(Dwarf_Die* unit, Dwarf_Die* inlined, Frame& caller) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute),
                      &value) == 0) {
    caller.line = static_cast<int>(value);
  }
  Dwarf_Files* files = nullptr;
  size_t count = 0;
  if (dwarf_getsrcfiles(unit, &files, &count) != 0 ||
      dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute),
                      &value) != 0 ||
      value >= count) {
    return;
  }
  const char* name = dwarf_filesrc(files, value, nullptr, nullptr);
  if (name != nullptr) caller.file = name;
}

// The unit in the .dwo file, for programs built with -gsplit-dwarf.
Dwarf_Die SplitUnit(Dwarf_Die* unit) {
  Dwarf_Die split{};
  uint8_t type = 0;
  if (dwarf_cu_info(unit->cu, nullptr, &type, nullptr, &split, nullptr, nullptr,
                    nullptr) == 0 &&
      type == DW_UT_skeleton && split.addr != nullptr) {
    return split;
  }
  return *unit;
}

// A compilation unit and its functions.
class Unit {
 public:
  explicit Unit(const Dwarf_Die& skeleton) : skeleton_(skeleton) {
    full_ = SplitUnit(&skeleton_);
    AddFunctions(full_, functions_);
    functions_.Sort();
  }

  std::vector<Frame> FramesAt(Dwarf_Addr address) {
    Frame frame = LineAt(address);
    std::optional<Dwarf_Die> function = functions_.Find(address);
    if (!function.has_value()) {
      return frame.line > 0 ? std::vector<Frame>{frame} : std::vector<Frame>();
    }
    std::vector<Dwarf_Die> calls;
    AddInlinedCalls(*function, address, calls);
    std::vector<Frame> frames;
    for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
      frame.function = FunctionName(&*call);
      frames.push_back(frame);
      ReadCallSite(&full_, &*call, frame);
    }
    frame.function = FunctionName(&*function);
    frames.push_back(frame);
    return frames;
  }

 private:
  Frame LineAt(Dwarf_Addr address) {
    Frame frame;
    if (Dwarf_Line* line = dwarf_getsrc_die(&skeleton_, address)) {
      dwarf_lineno(line, &frame.line);
      const char* file = dwarf_linesrc(line, nullptr, nullptr);
      if (file != nullptr) frame.file = file;
    }
    return frame;
  }

  Dwarf_Die skeleton_;  // has the line table
  Dwarf_Die full_;      // has the functions
  RangeIndex functions_;
};

// The debug information of one executable or shared library.
class Module {
 public:
  explicit Module(Dwfl_Module* module) {
    Dwarf_Die* unit = nullptr;
    while ((unit = dwfl_module_nextcu(module, unit, &bias_)) != nullptr) {
      units_.Add(*unit);
    }
    units_.Sort();
  }

  std::vector<Frame> FramesAt(Dwarf_Addr address) {
    const Dwarf_Addr relative = address - bias_;
    std::optional<Dwarf_Die> die = units_.Find(relative);
    if (!die.has_value()) return {};
    auto& unit = read_[die->addr];
    if (unit == nullptr) unit = std::make_unique<Unit>(*die);
    return unit->FramesAt(relative);
  }

 private:
  Dwarf_Addr bias_ = 0;
  RangeIndex units_;
  absl::flat_hash_map<const void*, std::unique_ptr<Unit>> read_;
};

}  // namespace debug_info

bool IsUserFrame(const Frame& frame) {
  if (frame.file.empty() || frame.line <= 0) return false;
  if (IsSystemModule(frame.module)) return false;
  // clang writes "/usr/bin/../lib/gcc/x86_64-linux-gnu/12/../../...".
  const std::string path =
      std::filesystem::path(frame.file).lexically_normal().string();
  return !IsSystemSource(path) && !IsOwnSource(path);
}

class Symbolizer::Impl {
 public:
  Impl() : session_(dwfl_begin(&kCallbacks)) { ReportModules(); }

  const std::vector<Frame>& Resolve(const void* pc) {
    const auto known = frames_.find(pc);
    if (known != frames_.end()) return known->second;
    return frames_.emplace(pc, Lookup(pc)).first->second;
  }

  std::string Variable(const void* at) {
    if (at == nullptr || session_ == nullptr) return {};
    const auto address = reinterpret_cast<uintptr_t>(at);
    Dwfl_Module* module = ModuleAt(address);
    if (module == nullptr) return {};
    GElf_Off offset = 0;
    GElf_Sym symbol;
    const char* const name = dwfl_module_addrinfo(
        module, address, &offset, &symbol, nullptr, nullptr, nullptr);
    if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT ||
        offset >= symbol.st_size) {
      return {};
    }
    if (offset == 0) return Demangle(name);
    return absl::StrCat(Demangle(name), " + ", offset);
  }

 private:
  struct End {
    void operator()(Dwfl* session) const { dwfl_end(session); }
  };

  static constexpr Dwfl_Callbacks kCallbacks = {
      .find_elf = dwfl_linux_proc_find_elf,
      .find_debuginfo = FindDebugInfo,
      .section_address = nullptr,
      .debuginfo_path = nullptr,
  };

  void ReportModules() {
    if (session_ == nullptr) return;
    dwfl_report_begin_add(session_.get());
    dwfl_linux_proc_report(session_.get(), getpid());
    dwfl_report_end(session_.get(), nullptr, nullptr);
  }

  Dwfl_Module* ModuleAt(Dwarf_Addr address) {
    Dwfl_Module* module = dwfl_addrmodule(session_.get(), address);
    if (module != nullptr) return module;
    ReportModules();  // it may have been loaded since
    module = dwfl_addrmodule(session_.get(), address);
    if (module != nullptr) return module;
    // Zeroed variables lie behind what is mapped from the file.
    Behind search{address, nullptr};
    dwfl_getmodules(session_.get(), &Behind::Look, &search, 0);
    return search.module;
  }

  struct Behind {
    Dwarf_Addr address;
    Dwfl_Module* module;

    static int Look(Dwfl_Module* module, void**, const char*, Dwarf_Addr,
                    void* search) {
      auto* self = static_cast<Behind*>(search);
      Dwarf_Addr bias = 0;
      Elf* const elf = dwfl_module_getelf(module, &bias);
      size_t count = 0;
      if (elf == nullptr || elf_getphdrnum(elf, &count) != 0)
        return DWARF_CB_OK;
      for (size_t i = 0; i < count; ++i) {
        GElf_Phdr header;
        if (gelf_getphdr(elf, static_cast<int>(i), &header) == nullptr ||
            header.p_type != PT_LOAD ||
            self->address - bias - header.p_vaddr >= header.p_memsz) {
          continue;
        }
        self->module = module;
        return DWARF_CB_ABORT;
      }
      return DWARF_CB_OK;
    }
  };

  std::vector<Frame> Lookup(const void* pc) {
    if (pc == nullptr || session_ == nullptr) return {};
    const Dwarf_Addr address = reinterpret_cast<uintptr_t>(pc) - 1;
    Dwfl_Module* module = ModuleAt(address);
    if (module == nullptr) return {};
    const char* path = dwfl_module_info(module, nullptr, nullptr, nullptr,
                                        nullptr, nullptr, nullptr, nullptr);
    std::vector<Frame> frames;
    if (!IsSystemModule(path)) frames = FramesIn(module, address);
    if (frames.empty()) frames.emplace_back();
    if (frames.back().function.empty()) {
      frames.back().function = Demangle(SymbolAt(module, address));
    }
    for (Frame& frame : frames) frame.module = path;
    return frames;
  }

  std::vector<Frame> FramesIn(Dwfl_Module* module, Dwarf_Addr address) {
    auto& read = modules_[module];
    if (read == nullptr) read = std::make_unique<debug_info::Module>(module);
    return read->FramesAt(address);
  }

  static const char* SymbolAt(Dwfl_Module* module, Dwarf_Addr address) {
    GElf_Off offset = 0;
    GElf_Sym symbol;
    return dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr,
                                nullptr, nullptr);
  }

  std::unique_ptr<Dwfl, End> session_;
  absl::flat_hash_map<Dwfl_Module*, std::unique_ptr<debug_info::Module>>
      modules_;
  absl::flat_hash_map<const void*, std::vector<Frame>> frames_;
};

Symbolizer::Symbolizer() : impl_(std::make_unique<Impl>()) {}
Symbolizer::~Symbolizer() = default;

std::vector<Frame> Symbolizer::Resolve(const void* pc) {
  return impl_->Resolve(pc);
}

std::string Symbolizer::Variable(const void* address) {
  return impl_->Variable(address);
}

std::optional<Frame> Symbolizer::UserFrame(std::span<const void* const> stack) {
  for (const void* pc : stack) {
    for (const Frame& frame : impl_->Resolve(pc)) {
      if (IsUserFrame(frame)) return frame;
    }
  }
  return std::nullopt;
}

}  // namespace interleave
