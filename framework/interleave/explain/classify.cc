// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/classify.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "interleave/base/symbolizer.h"
#include "interleave/explain/access_triple.h"
#include "interleave/explain/access_units.h"

namespace interleave {
namespace {

// What is above it may be an address, and is no number that people count to.
constexpr uint64_t kAddressMin = uint64_t{1} << 32;

const TaskStanding* Find(std::span<const TaskStanding> standings, TaskId task) {
  for (const TaskStanding& standing : standings) {
    if (standing.task == task) return &standing;
  }
  return nullptr;
}

DefectClass OfDeadlock(std::span<const TaskStanding> standings) {
  for (const TaskStanding& start : standings) {
    if (start.finished || start.enabled || start.holder == kNoTask) continue;
    if (start.holder == start.task) return DefectClass::kSelfDeadlock;
  }
  for (const TaskStanding& start : standings) {
    const TaskStanding* at = &start;
    for (size_t i = 0; i < standings.size() && at != nullptr; ++i) {
      if (at->finished || at->enabled || at->holder == kNoTask) break;
      at = Find(standings, at->holder);
      if (at == &start) return DefectClass::kLockOrderDeadlock;
    }
  }
  for (const TaskStanding& standing : standings) {
    const bool locks = standing.next == OperationKind::kLock ||
                       standing.next == OperationKind::kReadLock;
    if (!standing.finished && !standing.enabled && locks &&
        standing.holder == kNoTask && standing.holder_site != nullptr) {
      return DefectClass::kMissedUnlock;
    }
  }
  return DefectClass::kUnknown;
}

// The name alone: line tables hold no more of one that was inlined.
std::string_view BareName(std::string_view function) {
  function = function.substr(0, function.find_first_of("(<"));
  const size_t scope = function.rfind(':');
  return scope == function.npos ? function : function.substr(scope + 1);
}

bool IsOfContainers(const Frame& frame) {
  return frame.file.find("/c++/") != std::string::npos ||
         frame.file.find("absl/container/") != std::string::npos;
}

// A container's function gave the block back, and not that of its end: its
// elements are elsewhere now, or gone.
bool GoesOnWithoutElement(const Frame& frame) {
  static constexpr std::string_view kNames[] = {"_M_append",
                                                "_M_assign",
                                                "_M_default_append",
                                                "_M_erase",
                                                "_M_erase_aux",
                                                "_M_mutate",
                                                "_M_range_insert",
                                                "_M_realloc_append",
                                                "_M_realloc_insert",
                                                "_M_rehash",
                                                "_M_reallocate_map",
                                                "append",
                                                "assign",
                                                "clear",
                                                "emplace",
                                                "emplace_back",
                                                "erase",
                                                "insert",
                                                "pop_back",
                                                "pop_front",
                                                "push_back",
                                                "push_front",
                                                "rehash",
                                                "remove",
                                                "reserve",
                                                "resize",
                                                "shrink_to_fit"};
  return IsOfContainers(frame) &&
         std::find(std::begin(kNames), std::end(kNames),
                   BareName(frame.function)) != std::end(kNames);
}

DefectClass OfUseAfterFree(const Finding& finding) {
  for (const RelatedPlace& place : finding.places) {
    if (place.title.find(kFreedWords) == std::string::npos) continue;
    // Made here, since most findings need none.
    Symbolizer symbolizer;
    for (const void* pc : place.stack) {
      for (const Frame& frame : symbolizer.Resolve(pc)) {
        if (GoesOnWithoutElement(frame)) {
          return DefectClass::kIteratorInvalidated;
        }
        if (IsUserFrame(frame)) return DefectClass::kUseAfterFree;
      }
    }
  }
  return DefectClass::kUseAfterFree;
}

class MemoryFacts {
 public:
  MemoryFacts(const Finding& finding, const Trace& trace,
              std::span<const CriticalOrder> orders)
      : finding_(finding), trace_(trace), units_(trace), orders_(orders) {}

  Classified Decide() const {
    const std::vector<AccessTriple> triples =
        DecisiveTriples(trace_, units_, orders_);
    const std::vector<AccessPair> pairs =
        DecisivePairs(trace_, units_, orders_);
    if (std::optional<Classified> torn = TornRead()) return *torn;
    for (const AccessTriple& triple : triples) {
      if (std::optional<Classified> aba = Aba(triple)) return *aba;
    }
    // A write made of an old value tells more than another look at it.
    for (const AccessTriple& triple : triples) {
      const DefectClass defect = OfReadWriteWrite(triple);
      if (defect != DefectClass::kUnknown) return Named(defect, triple);
    }
    for (const AccessPair& pair : pairs) {
      if (std::optional<Classified> act = CheckThenAct(pair)) return *act;
    }
    if (!triples.empty()) {
      return Named(OfPattern(triples.front()), triples.front());
    }
    for (const AccessPair& pair : pairs) {
      if (IsBeforeFirstWrite(pair)) {
        return {DefectClass::kOrderViolation, {{pair.first}, {pair.second}}};
      }
    }
    return {};
  }

 private:
  const TraceAccess& At(size_t access) const { return trace_.accesses[access]; }

  static Classified Named(DefectClass defect, const AccessTriple& triple) {
    return {defect, {{triple.before}, {triple.between}, {triple.after}}};
  }

  // One task reads two places that lie side by side; another writes both, and
  // the reader sees one of the two writes.
  std::optional<Classified> TornRead() const {
    for (size_t first = 0; first < trace_.accesses.size(); ++first) {
      const TraceAccess& one = At(first);
      if (one.writes()) continue;
      const size_t second = NextOf(first, one.task);
      if (second == kNone || At(second).writes() ||
          !AreSideBySide(one, At(second))) {
        continue;
      }
      for (TaskId task = 0; task < trace_.task_names.size(); ++task) {
        if (task == one.task) continue;
        if (auto torn = TornBy(first, second, task)) return torn;
      }
    }
    return std::nullopt;
  }

  static bool AreSideBySide(const TraceAccess& a, const TraceAccess& b) {
    const auto at = [](const TraceAccess& access) {
      return reinterpret_cast<uintptr_t>(access.address);
    };
    return a.bytes == b.bytes &&
           (at(a) + a.bytes == at(b) || at(b) + b.bytes == at(a));
  }

  std::optional<Classified> TornBy(size_t first, size_t second,
                                   TaskId writer) const {
    const size_t before_first = WriteBefore(first, writer);
    const size_t after_first = WriteAfter(first, writer);
    const size_t before_second = WriteBefore(second, writer);
    const size_t after_second = WriteAfter(second, writer);
    std::vector<size_t> all;
    if (before_first != kNone && after_second != kNone &&
        AreDecisive({before_first, first}, {second, after_second})) {
      all = {before_first, first, second, after_second};
    } else if (after_first != kNone && before_second != kNone &&
               after_first < second && before_second > first &&
               AreDecisive({first, after_first}, {before_second, second})) {
      all = {first, after_first, before_second, second};
    } else {
      return std::nullopt;
    }
    std::sort(all.begin(), all.end());
    Classified torn = {DefectClass::kTornRead, {}};
    for (const size_t access : all) torn.facts.push_back({access});
    return torn;
  }

  bool AreDecisive(AccessPair one, AccessPair other) const {
    const auto decides = [&](AccessPair pair) {
      return std::any_of(orders_.begin(), orders_.end(),
                         [&](const CriticalOrder& order) {
                           return units_.IsIn(pair.first, order.first) &&
                                  units_.IsIn(pair.second, order.second);
                         });
    };
    return decides(one) && decides(other);
  }

  // The nearest write of `task` to the memory of `access`, or kNone.
  size_t WriteBefore(size_t access, TaskId task) const {
    for (size_t i = access; i-- > 0;) {
      if (IsWriteOf(i, task, access)) return i;
    }
    return kNone;
  }
  size_t WriteAfter(size_t access, TaskId task) const {
    for (size_t i = access + 1; i < trace_.accesses.size(); ++i) {
      if (IsWriteOf(i, task, access)) return i;
    }
    return kNone;
  }
  bool IsWriteOf(size_t access, TaskId task, size_t where) const {
    return At(access).task == task && At(access).writes() &&
           At(access).Overlaps(At(where));
  }

  // Others changed it and changed it back, and the exchange succeeded.
  std::optional<Classified> Aba(const AccessTriple& triple) const {
    const TraceAccess& read = At(triple.before);
    const TraceAccess& exchange = At(triple.after);
    if (read.writes() || exchange.kind != OperationKind::kAtomicChange ||
        !read.known || !exchange.known || exchange.before != read.before ||
        exchange.after == exchange.before) {
      return std::nullopt;
    }
    std::vector<Fact> facts = {{triple.before}};
    bool changed = false;
    for (size_t i = triple.before + 1; i < triple.after; ++i) {
      if (!At(i).writes() || At(i).task == read.task || !At(i).Overlaps(read) ||
          At(i).before == At(i).after) {
        continue;
      }
      facts.push_back({i});
      changed |= At(i).known && At(i).after != read.before;
    }
    if (!changed || facts.size() < 3) return std::nullopt;
    facts.push_back({triple.after});
    return Classified{DefectClass::kAba, std::move(facts)};
  }

  DefectClass OfReadWriteWrite(const AccessTriple& triple) const {
    const TraceAccess& read = At(triple.before);
    const TraceAccess& between = At(triple.between);
    const TraceAccess& after = At(triple.after);
    if (read.writes() || !between.writes() || !after.writes() ||
        after.kind == OperationKind::kAtomicChange) {
      return DefectClass::kUnknown;
    }
    if (!read.known || !between.known || !after.known) {
      return DefectClass::kReadWriteWrite;
    }
    const bool empty =
        read.before == 0 && between.after != 0 && after.after != 0;
    if (empty && read.bytes == 1) return DefectClass::kCheckThenAct;
    const bool pointer =
        between.after >= kAddressMin && after.after >= kAddressMin;
    if (empty && pointer) return DefectClass::kDoubleInitialisation;
    const std::optional<uint64_t> first = FirstValue(read);
    if (first.has_value() && between.after == *first && read.before != *first &&
        after.after != *first) {
      return DefectClass::kStaleReadAfterReset;
    }
    return between.after == between.before ? DefectClass::kReadWriteWrite
                                           : DefectClass::kLostUpdate;
  }

  // What a task read was changed before it wrote something else, or failed.
  std::optional<Classified> CheckThenAct(const AccessPair& pair) const {
    const TraceAccess& read = At(pair.first);
    const TraceAccess& change = At(pair.second);
    if (read.writes() || !change.writes() || IsAfterFinding(change) ||
        (change.known && change.before == change.after)) {
      return std::nullopt;
    }
    for (size_t i = pair.second + 1; i < trace_.accesses.size(); ++i) {
      if (At(i).task != read.task || IsAfterFinding(At(i))) continue;
      // Another look at it is an act only when it fails by that.
      const bool fails =
          finding_.kind == FindingKind::kCrash && finding_.task == read.task;
      if (At(i).writes() || (At(i).Overlaps(read) && fails)) {
        return Classified{DefectClass::kCheckThenAct,
                          {{pair.first}, {pair.second}, {i}}};
      }
    }
    if (finding_.task != read.task) return std::nullopt;
    return Classified{DefectClass::kCheckThenAct,
                      {{pair.first}, {pair.second}}};
  }

  DefectClass OfPattern(const AccessTriple& triple) const {
    if (!At(triple.between).writes()) return DefectClass::kWriteReadWrite;
    if (At(triple.before).writes()) return DefectClass::kWriteWriteRead;
    return At(triple.after).writes() ? DefectClass::kReadWriteWrite
                                     : DefectClass::kReadWriteRead;
  }

  // It was read before another task wrote it for the first time.
  bool IsBeforeFirstWrite(const AccessPair& pair) const {
    if (At(pair.first).writes() || !At(pair.second).writes()) return false;
    for (size_t i = 0; i < pair.second; ++i) {
      const TraceAccess& other = At(i);
      if (other.writes() && other.task != kMainTask &&
          other.Overlaps(At(pair.first))) {
        return false;
      }
    }
    return true;
  }

  bool IsAfterFinding(const TraceAccess& access) const {
    return finding_.step != 0 && access.step > finding_.step;
  }

  static constexpr size_t kNone = ~size_t{0};

  // The task's next access.
  size_t NextOf(size_t access, TaskId task) const {
    for (size_t i = access + 1; i < trace_.accesses.size(); ++i) {
      if (At(i).task == task) return i;
    }
    return kNone;
  }

  // What was there before anybody wrote, as far as is known.
  std::optional<uint64_t> FirstValue(const TraceAccess& where) const {
    for (const TraceAccess& access : trace_.accesses) {
      if (!access.Overlaps(where)) continue;
      if (!access.known || access.bytes != where.bytes) return std::nullopt;
      return access.writes() && access.task == kMainTask ? access.after
                                                         : access.before;
    }
    return std::nullopt;
  }

  const Finding& finding_;
  const Trace& trace_;
  const AccessUnits units_;
  const std::span<const CriticalOrder> orders_;
};

}  // namespace

Classified Classify(const Finding& finding, const Trace& trace,
                    std::span<const TaskStanding> standings,
                    std::span<const CriticalOrder> orders) {
  switch (finding.kind) {
    case FindingKind::kDeadlock:
    case FindingKind::kLeak: {
      if (finding.message.find(kLostWakeupWords) != std::string::npos) {
        return {DefectClass::kLostWakeup, {}};
      }
      return {OfDeadlock(standings), {}};
    }
    case FindingKind::kRace:
      return {DefectClass::kDataRace, {}};
    case FindingKind::kLockOrder:
      return {DefectClass::kLockOrderDeadlock, {}};
    case FindingKind::kUseAfterFree:
      return {OfUseAfterFree(finding), {}};
    case FindingKind::kDoubleFree:
      return {DefectClass::kDoubleFree, {}};
    default:
      return MemoryFacts(finding, trace, orders).Decide();
  }
}

}  // namespace interleave
