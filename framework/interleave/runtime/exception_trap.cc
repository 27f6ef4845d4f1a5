// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/exception_trap.h"

#include <cxxabi.h>

#include <cstdlib>
#include <new>
#include <string>
#include <typeinfo>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/memory_limit.h"

namespace interleave {
namespace {

std::terminate_handler g_handler_outside = nullptr;

std::string Demangled(const char* name) {
  int status = 0;
  char* text = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  const std::string result = status == 0 ? text : name;
  std::free(text);
  return result;
}

std::string DescribeTermination(const Task& task) {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) {
    return absl::StrCat(task.name,
                        " called std::terminate without an exception (a "
                        "std::thread destroyed while joinable does so)");
  }
  const std::string name = Demangled(type->name());
  try {
    throw;
  } catch (const std::exception& error) {
    return absl::StrCat("an exception left ", task.name, ": ", name, ": ",
                        error.what());
  } catch (...) {
    return absl::StrCat("an exception left ", task.name, ": ", name);
  }
}

void OnTerminate() {
  Task* self = CurrentTask();
  if (self == nullptr) {
    if (g_handler_outside != nullptr) g_handler_outside();
    std::abort();
  }
  // What the limit led to, in a program that lets it pass.
  const std::type_info* const type = abi::__cxa_current_exception_type();
  const bool out_of_memory = MemoryLimit::is_set() && type != nullptr &&
                             *type == typeid(std::bad_alloc);
  self->execution->AddFinding(
      *self,
      out_of_memory ? FindingKind::kOutOfMemory : FindingKind::kException,
      DescribeTermination(*self));
  self->execution->Cut(*self);
}

}  // namespace

ExceptionTrap::ExceptionTrap() : previous_(std::set_terminate(&OnTerminate)) {
  g_handler_outside = previous_;
}

ExceptionTrap::~ExceptionTrap() { std::set_terminate(previous_); }

}  // namespace interleave
