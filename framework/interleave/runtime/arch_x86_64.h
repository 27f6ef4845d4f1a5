// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// x86-64: the thread pointer (FS base), a raw futex call, how a thread
// calculates, contexts and the switch between them.
//
// `wrfsbase` needs a kernel that sets FSGSBASE (Linux 5.9); elsewhere
// arch_prctl does the same, about ten times slower.

#ifndef INTERLEAVE_RUNTIME_ARCH_X86_64_H_
#define INTERLEAVE_RUNTIME_ARCH_X86_64_H_

#include <asm/prctl.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <ucontext.h>

#include <array>
#include <cstddef>
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

// How a thread calculates: a new one begins as its maker does.
struct FloatingPoint {
  uint32_t mxcsr = 0;
  uint16_t x87_control = 0;
};

inline FloatingPoint ReadFloatingPoint() {
  FloatingPoint state;
  asm volatile("stmxcsr %0" : "=m"(state.mxcsr));
  asm volatile("fnstcw %0" : "=m"(state.x87_control));
  return state;
}

// Costs little where nothing differs.
inline void WriteFloatingPoint(const FloatingPoint& state) {
  // Apart: reading both as one waits for the two stores.
  uint32_t mxcsr;
  uint16_t x87_control;
  asm volatile("stmxcsr %0" : "=m"(mxcsr));
  asm volatile("fnstcw %0" : "=m"(x87_control));
  if (__builtin_expect(mxcsr != state.mxcsr, false)) {
    asm volatile("ldmxcsr %0" : : "m"(state.mxcsr));
  }
  if (__builtin_expect(x87_control != state.x87_control, false)) {
    asm volatile("fldcw %0" : : "m"(state.x87_control));
  }
}

// The registers that a call keeps, as DWARF numbers them: rbx, rbp, r12 to r15.
inline constexpr std::array kKeptRegisters = {3, 6, 12, 13, 14, 15};

// Where a switch comes out: the context that it came from, and what that gave.
struct Arrival {
  void* fctx;
  void* data;
};

// What a context that does not run has on its stack, lowest address first. The
// other registers that a call must keep are the compiler's to save.
struct ContextFrame {
  uint32_t mxcsr;
  uint16_t x87_control;
  uint16_t unused;
  void* rbp;
  const void* resume;
  char red_zone[128];
};
static_assert(sizeof(ContextFrame) == 152);

// A context that begins with `entry`, which must not return, and calculates as
// the caller does. REQUIRES: stack_top is a multiple of 16
inline void* MakeContext(char*, char* stack_top, void (*entry)(Arrival)) {
  // A return address of null is where whoever walks the stack ends.
  auto** const end = reinterpret_cast<void**>(stack_top) - 1;
  *end = nullptr;
  auto* const frame = reinterpret_cast<ContextFrame*>(end) - 1;
  asm volatile("stmxcsr %0" : "=m"(frame->mxcsr));
  asm volatile("fnstcw %0" : "=m"(frame->x87_control));
  frame->rbp = nullptr;
  frame->resume = reinterpret_cast<const void*>(entry);
  return frame;
}

// What a wider instruction set adds to the registers that a switch changes.
#ifdef __AVX512F__
#define INTERLEAVE_WIDE_REGISTERS                                             \
  , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23",   \
      "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", \
      "k1", "k2", "k3", "k4", "k5", "k6", "k7"
#else
#define INTERLEAVE_WIDE_REGISTERS
#endif

// Goes on in the context `to`, and here when somebody switches to what that
// was given. Inlined and left by a jump: a call would put an address on the
// processor's stack of return addresses that nothing takes off. The control
// words are written where they differ only.
[[gnu::always_inline]] inline Arrival SwitchContext(void* to, void* data) {
  void* from;
  asm volatile(
      "lea -152(%%rsp), %%rsp\n\t"  // a ContextFrame; the red zone is ours
      "stmxcsr (%%rsp)\n\t"
      "fnstcw 4(%%rsp)\n\t"
      "lea 1f(%%rip), %%rcx\n\t"
      "mov %%rbp, 8(%%rsp)\n\t"
      "mov %%rcx, 16(%%rsp)\n\t"
      "mov %%rsp, %%rax\n\t"
      "mov %%rdi, %%rsp\n\t"
      "mov (%%rax), %%ecx\n\t"
      "movzwl 4(%%rax), %%edx\n\t"
      "xor (%%rsp), %%ecx\n\t"
      "xor 4(%%rsp), %%dx\n\t"
      "or %%edx, %%ecx\n\t"
      "jne 3f\n"
      "2:\n\t"
      "mov 8(%%rsp), %%rbp\n\t"
      "mov 16(%%rsp), %%rcx\n\t"
      "mov %%rax, %%rdi\n\t"  // an entry's Arrival is in rdi and rsi
      "lea 152(%%rsp), %%rsp\n\t"
      "jmp *%%rcx\n"
      "3:\n\t"
      "ldmxcsr (%%rsp)\n\t"
      "fldcw 4(%%rsp)\n\t"
      "jmp 2b\n"
      "1:"
      : "=a"(from), "+D"(to), "+S"(data)
      :
      : "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14",
        "r15", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
        "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14",
        "xmm15" INTERLEAVE_WIDE_REGISTERS, "cc", "memory");
  return {from, data};
}

// The program counter, the stack pointer and the frame pointer of a context
// that does not run.
inline std::array<uintptr_t, 3> ParkedRegisters(const void* context) {
  const auto* const frame = static_cast<const ContextFrame*>(context);
  return {reinterpret_cast<uintptr_t>(frame->resume),
          reinterpret_cast<uintptr_t>(frame + 1),
          reinterpret_cast<uintptr_t>(frame->rbp)};
}

// Where a signal handler's thread was when it was interrupted.
struct FaultingFrame {
  const void* code;
  uintptr_t stack_pointer;
  const void* return_address;  // if it had just been called
};

inline FaultingFrame FaultingFrameOf(const ucontext_t& context) {
  const greg_t* const registers = context.uc_mcontext.gregs;
  const auto stack = static_cast<uintptr_t>(registers[REG_RSP]);
  // Read when code was no code: only then a call is sure to have been the last.
  const bool is_code = registers[REG_RIP] != 0;
  return {reinterpret_cast<const void*>(registers[REG_RIP]), stack,
          is_code ? nullptr : *reinterpret_cast<const void* const*>(stack)};
}

// No system call was interrupted, or one whose number is not known any more.
inline constexpr long kNoSystemCall = -1;
inline constexpr long kSomeSystemCall = -2;

// Which system call a signal handler's thread was in. One that goes on after
// the handler is about to be made again; another has come back.
inline long InterruptedSystemCall(const ucontext_t& context) {
  const greg_t* const registers = context.uc_mcontext.gregs;
  const auto* const code =
      reinterpret_cast<const unsigned char*>(registers[REG_RIP]);
  const auto is_call = [](const unsigned char* at) {
    return at[0] == 0x0f && at[1] == 0x05;
  };
  if (is_call(code)) return static_cast<long>(registers[REG_RAX]);
  constexpr greg_t kInterrupted = -4;  // EINTR
  if (registers[REG_RAX] != kInterrupted || !is_call(code - 2)) {
    return kNoSystemCall;
  }
  // mov $number, %eax
  if (code[-7] != 0xb8) return kSomeSystemCall;
  return code[-6] | code[-5] << 8 | code[-4] << 16;
}

}  // namespace interleave::arch

#endif  // INTERLEAVE_RUNTIME_ARCH_X86_64_H_
