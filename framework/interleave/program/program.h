// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Program: a whole program as what is explored, from `main` to its exit.
//
// The linker's --wrap=main puts `__wrap_main` before the program's own. Started
// normally it calls that, and nothing else differs. Started by the tool, which
// sets an environment variable (program_options.h), the process explores: each
// execution is a process forked from this one, before `main` has run and while
// there is one thread (explore/isolation.h).

#ifndef INTERLEAVE_PROGRAM_PROGRAM_H_
#define INTERLEAVE_PROGRAM_PROGRAM_H_

extern "C" int __wrap_main(int argc, char** argv, char** environment);

#endif  // INTERLEAVE_PROGRAM_PROGRAM_H_
