// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LeaveOutFar: of very long lists, the last entries and those near marked ones.

#ifndef INTERLEAVE_BASE_LEAVE_OUT_FAR_H_
#define INTERLEAVE_BASE_LEAVE_OUT_FAR_H_

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace interleave {

// Leaves the last `last` of `all`, and of those before at most `early`: the
// first that are at most 8 entries away from one for which is_marked(entry).
// add_gap(entry, n) is called where n that stood before an entry are left out.
// `*passed` is 0 at first; between two calls entries may be added at the end.
// Returns how many were left out. Cost: linear in what was added.
template <typename T, typename IsMarked, typename AddGap>
size_t LeaveOutFar(std::vector<T>& all, size_t last, size_t early,
                   size_t* passed, const IsMarked& is_marked,
                   const AddGap& add_gap) {
  constexpr size_t kNear = 8;
  if (all.size() <= *passed + last) return 0;
  const size_t end = all.size() - last;
  size_t to = *passed;
  size_t gap = 0;               // left out since the last that stays
  size_t near_until = *passed;  // entries before it are near the last mark
  // The next entry that may be one; those just passed are near it, too.
  size_t mark = *passed - std::min(*passed, kNear);
  for (size_t i = *passed; i < end; ++i) {
    for (; mark < std::min(i + kNear + 1, all.size()); ++mark) {
      if (is_marked(all[mark])) near_until = mark + kNear + 1;
    }
    if (i >= near_until || to >= early) {
      ++gap;
      continue;
    }
    if (gap > 0) add_gap(all[i], std::exchange(gap, 0));
    if (to != i) all[to] = std::move(all[i]);
    ++to;
  }
  if (gap > 0) add_gap(all[end], gap);
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(to),
            all.begin() + static_cast<std::ptrdiff_t>(end));
  *passed = to;
  return end - to;
}

}  // namespace interleave

#endif  // INTERLEAVE_BASE_LEAVE_OUT_FAR_H_
