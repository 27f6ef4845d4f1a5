// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExceptionTrap: while it lives, std::terminate in a task is a finding.
//
// An exception that leaves a task finds no handler, so the runtime calls the
// terminate handler with the stack still standing: the finding knows where it
// was thrown. The execution ends there, as the program would have.

#ifndef INTERLEAVE_RUNTIME_EXCEPTION_TRAP_H_
#define INTERLEAVE_RUNTIME_EXCEPTION_TRAP_H_

#include <exception>

namespace interleave {

class ExceptionTrap {
 public:
  ExceptionTrap();
  ~ExceptionTrap();
  ExceptionTrap(const ExceptionTrap&) = delete;
  ExceptionTrap& operator=(const ExceptionTrap&) = delete;

 private:
  std::terminate_handler previous_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_EXCEPTION_TRAP_H_
