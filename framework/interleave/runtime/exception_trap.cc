// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/exception_trap.h"

#include <cxxabi.h>

#include <cstdlib>
#include <future>
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

// A task that could still be joined, other than `self`, or null.
const Task* JoinableBeside(const Task& self) {
  Execution& execution = *self.execution;
  for (size_t id = 0; id < execution.task_count(); ++id) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(id));
    if (&task != &self && !task.joined && !task.detached) return &task;
  }
  return nullptr;
}

// Nothing was thrown: of the library's functions, those of std::thread do that.
Finding FindingWithoutException(const Task& self) {
  Finding finding;
  finding.kind = FindingKind::kException;
  finding.message =
      absl::StrCat(self.name, " called std::terminate without an exception");
  if (const Task* const joinable = JoinableBeside(self)) {
    absl::StrAppend(&finding.message, "; ", joinable->name,
                    " was neither joined nor detached, and the destructor of "
                    "a std::thread that is joinable does so");
    finding.places.push_back({absl::StrCat(joinable->name, " was created here"),
                              {joinable->created_at}});
  }
  return finding;
}

// It says that a promise, a future or a packaged task was used as it must not
// be: set twice, asked twice, given up.
bool IsMisuse(const std::type_info& type) {
  return type == typeid(std::future_error);
}

std::string DescribeTermination(const Task& task, const std::type_info* type) {
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
  if (type == nullptr) {
    self->execution->AddFinding(*self, FindingWithoutException(*self));
  } else {
    self->execution->AddFinding(*self,
                                out_of_memory     ? FindingKind::kOutOfMemory
                                : IsMisuse(*type) ? FindingKind::kMisuse
                                                  : FindingKind::kException,
                                DescribeTermination(*self, type));
  }
  self->execution->Cut(*self);
}

}  // namespace

ExceptionTrap::ExceptionTrap() : previous_(std::set_terminate(&OnTerminate)) {
  g_handler_outside = previous_;
}

ExceptionTrap::~ExceptionTrap() { std::set_terminate(previous_); }

}  // namespace interleave
