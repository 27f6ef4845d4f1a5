// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Every way to touch memory that the instrumentation tells apart, for
// entries_test.py to compile; never run.

#include <cstdint>
#include <cstring>

// Nothing here is local to the file: a compiler would see who calls what, and
// move accesses together.
namespace every_access {

using Wide = __int128;

template <typename T>
struct [[gnu::packed]] Unaligned {
  char before;
  T value;
};

// Reads, writes, and both in one, which is an entry of its own on demand. Each
// by itself: what is next to each other may become one access.
template <typename T>
[[gnu::noinline]] T Read(const T* from) {
  return *from;
}

template <typename T>
[[gnu::noinline]] T ReadIn(const Unaligned<T>* from) {
  return from->value;
}

template <typename T>
[[gnu::noinline]] void Write(T* to) {
  *to = {};
}

template <typename T>
[[gnu::noinline]] void Add(T* to) {
  *to = static_cast<T>(*to + 3);
}

template <typename T>
void Plain(T* aligned, Unaligned<T>* unaligned, volatile T* visible,
           volatile Unaligned<T>* both) {
  aligned[1] = Read(aligned);
  Write(aligned);
  Add(aligned);
  aligned[2] = ReadIn(unaligned);
  unaligned[1].value = 0;
  unaligned[2].value = static_cast<T>(unaligned[2].value + 3);
  *visible = visible[1];
  both->value = both[1].value;
}

template <typename T>
void Atomic(T* object, T value, int order) {
  constexpr int kStrongest = __ATOMIC_SEQ_CST;
  value = static_cast<T>(value + __atomic_load_n(object, kStrongest));
  __atomic_store_n(object, value, __ATOMIC_RELEASE);
  value = __atomic_exchange_n(object, value, __ATOMIC_ACQ_REL);
  value = __atomic_fetch_add(object, value, __ATOMIC_RELAXED);
  value = __atomic_fetch_sub(object, value, kStrongest);
  value = __atomic_fetch_and(object, value, kStrongest);
  value = __atomic_fetch_or(object, value, kStrongest);
  value = __atomic_fetch_xor(object, value, kStrongest);
  value = __atomic_fetch_nand(object, value, kStrongest);
  __atomic_compare_exchange_n(object, &value, T{1}, /*weak=*/false, kStrongest,
                              __ATOMIC_ACQUIRE);
  __atomic_compare_exchange_n(object, &value, T{2}, /*weak=*/true, kStrongest,
                              __ATOMIC_RELAXED);
  __atomic_fetch_add(object, value, order);
}

template <typename T>
void Both(void* memory, int order) {
  Plain(static_cast<T*>(memory), static_cast<Unaligned<T>*>(memory),
        static_cast<volatile T*>(memory),
        static_cast<volatile Unaligned<T>*>(memory));
  Atomic(static_cast<T*>(memory), T{3}, order);
}

struct Base;
void Use(Base* object);  // defined nowhere

struct Base {
  virtual ~Base() { Use(this); }
  virtual int Get() { return 1; }
};

struct Derived : Base {
  ~Derived() override { Use(this); }
  int Get() override { return 2; }
};

int TouchEverything(void* memory, void* other, size_t size, int order) {
  Both<uint8_t>(memory, order);
  Both<uint16_t>(memory, order);
  Both<uint32_t>(memory, order);
  Both<uint64_t>(memory, order);
  Both<Wide>(memory, order);
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  std::memcpy(memory, other, size);
  std::memmove(memory, other, size);
  std::memset(memory, 0, size);
  auto* object = static_cast<Base*>(memory);
  const int result = object->Get();
  static_cast<Derived*>(memory)->Derived::~Derived();
  return result;
}

}  // namespace every_access
