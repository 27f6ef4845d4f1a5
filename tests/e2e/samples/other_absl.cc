// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What `interleave doctor` knows a release of Abseil by: the name of its
// absl::Mutex::Lock.

namespace absl {
inline namespace lts_20300401 {

class Mutex {
 public:
  void Lock();
};

void Mutex::Lock() {}

}  // namespace lts_20300401
}  // namespace absl
