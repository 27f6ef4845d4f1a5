// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// x86-64: the thread pointer (FS base), a raw futex call, the FPU's flags, the
// switch of contexts.
//
// `wrfsbase` needs a kernel that sets FSGSBASE (Linux 5.9); elsewhere
// arch_prctl does the same, about ten times slower.

#ifndef INTERLEAVE_RUNTIME_ARCH_X86_64_H_
#define INTERLEAVE_RUNTIME_ARCH_X86_64_H_

#include <asm/prctl.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

#include <boost/context/detail/fcontext.hpp>
#include <cstdint>

namespace interleave::arch {

// A system call without libc, its errno and its interceptors.
inline long RawSyscall(long number, long a, long b, long c, long d) {
  long result;
  register long r10 asm("r10") = d;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
               : "rcx", "r11", "memory");
  return result;
}

inline bool KernelAllowsWrfsbase() {
  constexpr unsigned long kHwcap2Fsgsbase = 1 << 1;
  return (getauxval(AT_HWCAP2) & kHwcap2Fsgsbase) != 0;
}

inline const bool kHasWrfsbase = KernelAllowsWrfsbase();

inline uintptr_t ReadThreadPointer() {
  uintptr_t
      self;  // the TCB begins with its own address (psABI, TLS variant II)
  asm volatile("mov %%fs:0, %0" : "=r"(self));
  return self;
}

inline void WriteThreadPointer(uintptr_t value) {
  if (__builtin_expect(kHasWrfsbase, true)) {
    asm volatile("wrfsbase %0" : : "r"(value) : "memory");
  } else {
    RawSyscall(SYS_arch_prctl, ARCH_SET_FS, static_cast<long>(value), 0, 0);
  }
}

// Clears the sticky exception flags. A context switch restores MXCSR, and
// writing a value that differs costs some 200 ns; equal values cost nothing.
inline void ClearFloatingPointFlags() {
  constexpr uint32_t kStickyFlags = 0x3f;
  uint32_t mxcsr;
  asm volatile("stmxcsr %0" : "=m"(mxcsr));
  if ((mxcsr & kStickyFlags) == 0) return;
  mxcsr &= ~kStickyFlags;
  asm volatile("ldmxcsr %0" : : "m"(mxcsr));
}

// Boost.Context's jump_fcontext, entered without a call. It leaves by a jump,
// so a call would put an address on the processor's stack of return addresses
// that nothing takes off, and each return after the switch would be predicted
// wrongly: that made a switch three times as dear.
inline boost::context::detail::transfer_t SwitchContext(
    boost::context::detail::fcontext_t to, void* data) {
  boost::context::detail::transfer_t from;
  asm volatile(
      "lea -128(%%rsp), %%rsp\n\t"  // the red zone is ours
      "lea 1f(%%rip), %%rcx\n\t"
      "push %%rcx\n\t"
      "jmp *jump_fcontext@GOTPCREL(%%rip)\n"
      "1:\n\t"
      "lea 128(%%rsp), %%rsp"
      : "=a"(from.fctx), "=d"(from.data), "+D"(to), "+S"(data)
      :
      : "rcx", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
        "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
        "xmm13", "xmm14", "xmm15", "cc", "memory");
  return from;
}

}  // namespace interleave::arch

#endif  // INTERLEAVE_RUNTIME_ARCH_X86_64_H_
