// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Asks, before each weak compare-exchange of instrumented code, whether it
// fails for nothing. Included by the compiler's -include, before all else, in C
// and C++.
//
// ThreadSanitizer's pass calls one function for weak and strong ones, and tells
// success from the value that it returns: what is weak is known to the source
// alone, and a failure for nothing can't be told there. So the built-in
// functions that C's and C++'s libraries use are macros here, which call the
// function below first and then themselves. Arguments are evaluated once.
// Cost: a call before each weak compare-exchange.

#ifndef INTERLEAVE_INTERCEPT_WEAK_COMPARE_EXCHANGE_H_
#define INTERLEAVE_INTERCEPT_WEAK_COMPARE_EXCHANGE_H_

#ifndef __ASSEMBLER__

#ifdef __cplusplus
extern "C" {
#define INTERLEAVE_AUTO auto
#else
#define INTERLEAVE_AUTO __auto_type
#endif

// 1: the memory is as expected, and the operation is over, without effect.
// `failure_order` is the memory order of a failure.
int interleave_weak_compare_exchange_fails(const volatile void *memory,
                                           const volatile void *expected,
                                           unsigned long bytes,
                                           int failure_order)
    __attribute__((nothrow));

#ifdef __cplusplus
}
#endif

#define INTERLEAVE_IF_IT_FAILS(memory, expected, order)         \
  (interleave_weak_compare_exchange_fails((memory), (expected), \
                                          sizeof(*(expected)), (int)(order)))

#define __atomic_compare_exchange_n(memory, expected, desired, weak, success, \
                                    failure)                                  \
  __extension__({                                                             \
    INTERLEAVE_AUTO interleave_memory = (memory);                             \
    INTERLEAVE_AUTO interleave_expected = (expected);                         \
    (weak) && INTERLEAVE_IF_IT_FAILS(interleave_memory, interleave_expected,  \
                                     failure)                                 \
        ? !1                                                                  \
        : __atomic_compare_exchange_n(interleave_memory, interleave_expected, \
                                      desired, weak, success, failure);       \
  })

#define __atomic_compare_exchange(memory, expected, desired, weak, success,  \
                                  failure)                                   \
  __extension__({                                                            \
    INTERLEAVE_AUTO interleave_memory = (memory);                            \
    INTERLEAVE_AUTO interleave_expected = (expected);                        \
    (weak) && INTERLEAVE_IF_IT_FAILS(interleave_memory, interleave_expected, \
                                     failure)                                \
        ? !1                                                                 \
        : __atomic_compare_exchange(interleave_memory, interleave_expected,  \
                                    desired, weak, success, failure);        \
  })

#define __c11_atomic_compare_exchange_weak(memory, expected, desired, success, \
                                           failure)                            \
  __extension__({                                                              \
    INTERLEAVE_AUTO interleave_memory = (memory);                              \
    INTERLEAVE_AUTO interleave_expected = (expected);                          \
    INTERLEAVE_IF_IT_FAILS(interleave_memory, interleave_expected, failure)    \
    ? !1                                                                       \
    : __c11_atomic_compare_exchange_weak(                                      \
          interleave_memory, interleave_expected, desired, success, failure);  \
  })

#endif  // __ASSEMBLER__

#endif  // INTERLEAVE_INTERCEPT_WEAK_COMPARE_EXCHANGE_H_
