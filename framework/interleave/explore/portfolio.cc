// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/portfolio.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/check.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// By Member.
constexpr const char* kMemberNames[] = {
    "rff",    "sticky-random",     "pct", "pos", "surw",
    "random", "preemption-bounded"};
constexpr Portfolio::Shares kFirstShares = {22, 8, 8, 4, 14, 3, 5};

constexpr const char* kEnded = "-";

// What is before the next `end`, which is taken too.
std::string_view TakeTo(char end, std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

// " 5:12/40": any text, with its length.
void AppendPiece(const std::string& piece, std::string* text) {
  absl::StrAppend(text, " ", piece.size(), ":", piece);
}

bool TakePiece(std::string_view& text, std::string_view& piece) {
  size_t size = 0;
  if (text.empty() || text.front() != ' ') return false;
  text.remove_prefix(1);
  if (text.find(':') == text.npos) return false;
  if (!ParseDigits(TakeTo(':', text), size) || size > text.size()) return false;
  piece = text.substr(0, size);
  text.remove_prefix(size);
  return true;
}

// "1/2/3": as many as there are members.
template <typename Numbers>
bool ParseNumbers(std::string_view text, Numbers& numbers) {
  if (std::count(text.begin(), text.end(), '/') + 1 != Portfolio::kMembers) {
    return false;
  }
  for (auto& number : numbers) {
    if (!ParseDigits(TakeTo('/', text), number)) return false;
  }
  return true;
}

bool AreShares(const Portfolio::Shares& shares) {
  uint64_t sum = 0;
  for (const uint32_t share : shares) sum += share;
  return sum == Portfolio::kTurns;
}

}  // namespace

// --- Shares. ---

const char* Portfolio::NameOf(Member member) { return kMemberNames[member]; }

Portfolio::Shares Portfolio::FirstShares() { return kFirstShares; }

Portfolio::Shares Portfolio::SharesAfter(
    const std::array<DistinctCount, kMembers>& traces) {
  // In units that keep all products in 64 bits: a part of 1 is kWhole.
  constexpr uint64_t kWhole = 1024;
  std::array<uint64_t, kBounded> worth = {};
  for (uint32_t member = 0; member < kBounded; ++member) {
    const DistinctCount& count = traces[member];
    const uint64_t part =
        count.added() == 0 ? kWhole : count.about() * kWhole / count.added();
    worth[member] = kFirstShares[member] * part * part + 1;
  }
  uint64_t total = std::accumulate(worth.begin(), worth.end(), uint64_t{0});
  Shares shares = {};
  uint32_t left = kTurns;
  // The last takes what rounding leaves.
  for (uint32_t member = 0; member < kBounded; ++member) {
    const uint32_t free = left - kLeast * (kBounded - member);
    const auto more = static_cast<uint32_t>(
        (uint64_t{free} * worth[member] + total / 2) / total);
    shares[member] = kLeast + more;
    left -= shares[member];
    total -= worth[member];
  }
  return shares;
}

// Each turn belongs to whoever is most behind its share; of those alike, to the
// first.
std::array<Portfolio::Member, Portfolio::kTurns> Portfolio::WheelOf(
    const Shares& shares) {
  std::array<Member, kTurns> wheel = {};
  std::array<int64_t, kMembers> due = {};
  for (Member& turn : wheel) {
    for (uint32_t member = 0; member < kMembers; ++member) {
      due[member] += shares[member];
    }
    const auto most = std::max_element(due.begin(), due.end());
    *most -= kTurns;
    turn = static_cast<Member>(most - due.begin());
  }
  return wheel;
}

void Portfolio::SetShares(const Shares& shares) {
  shares_ = shares;
  wheel_ = WheelOf(shares);
  if (round_begin_ == 0) wheel_ = OpeningOf(wheel_);
}

// Rff's turns come first, but for each fourth.
std::array<Portfolio::Member, Portfolio::kTurns> Portfolio::OpeningOf(
    const std::array<Member, kTurns>& wheel) {
  std::array<Member, kTurns> opening = {};
  auto rff = std::find(wheel.begin(), wheel.end(), kRff);
  auto other = wheel.begin();
  for (uint32_t turn = 0; turn < kTurns; ++turn) {
    while (other != wheel.end() && *other == kRff) ++other;
    const bool is_rffs = rff != wheel.end() && turn % 4 != 3;
    if (is_rffs || other == wheel.end()) {
      opening[turn] = kRff;
      rff = std::find(std::next(rff), wheel.end(), kRff);
    } else {
      opening[turn] = *other++;
    }
  }
  return opening;
}

uint64_t Portfolio::NumberOf(Member member, uint64_t execution) const {
  const uint64_t in_round = execution - round_begin_;
  return turns_before_[member] + in_round / kTurns * shares_[member] +
         static_cast<uint64_t>(std::count(
             wheel_.begin(),
             wheel_.begin() + static_cast<ptrdiff_t>(in_round % kTurns),
             member));
}

// --- Executions. ---

Portfolio::Portfolio(const Options& options, uint64_t random_begin,
                     PosStrategy::Race race)
    : random_begin_(random_begin),
      rff_(options.seed),
      sticky_(options.seed, options.slice),
      pct_(options),
      pos_(options.seed, /*first_execution=*/0, race),
      surw_(options.seed),
      random_(options.seed),
      preemptions_max_(
          std::min(options.preemptions.value_or(kPreemptions), kPreemptions)),
      bounded_(Bound::Preemptions(0)) {
  SetShares(kFirstShares);
}

template <typename Call>
auto Portfolio::OfActive(Call call) {
  switch (active_) {
    case kRff:
      return call(rff_);
    case kSticky:
      return call(sticky_);
    case kPct:
      return call(pct_);
    case kPos:
      return call(pos_);
    case kSurw:
      return call(surw_);
    case kRandom:
      return call(random_);
    case kBounded:
      break;
  }
  return call(bounded_);
}

bool Portfolio::BeginBounded() {
  while (!bounded_ended_) {
    if (bounded_.Begin()) return true;
    bounded_ended_ =
        preemptions_ >= preemptions_max_ || !bounded_.nondeterminism().empty();
    if (bounded_ended_) break;
    bounded_.Restart(Bound::Preemptions(++preemptions_));
  }
  return false;
}

bool Portfolio::Begin() {
  // Numbers that sticky random has none of itself.
  constexpr uint64_t kOthersTurns = uint64_t{1} << 40;
  active_ = wheel_[(execution_ - round_begin_) % kTurns];
  const uint64_t number = NumberOf(active_, execution_);
  switch (active_) {
    case kRff:
      rff_.SetExecution(execution_);
      break;
    case kSticky:
      sticky_.SetExecution(number);
      break;
    case kPct:
      pct_.SetExecution(number);
      break;
    case kPos:
      pos_.SetExecution(number);
      break;
    case kSurw:
      surw_.SetExecution(number);
      break;
    case kRandom:
      random_.SetExecution(random_begin_ + number);
      break;
    case kBounded:
      if (BeginBounded()) return true;
      active_ = kSticky;
      sticky_.SetExecution(kOthersTurns + number);
      break;
  }
  return OfActive([](auto& member) { return member.Begin(); });
}

uint32_t Portfolio::Choose(const ChoicePoint& point) {
  return OfActive([&](auto& member) {
    const bool is_told = point.count > 1 || member.WantsLonePoints();
    return is_told ? member.Choose(point) : 0;
  });
}

void Portfolio::End(const ExecutionResult& result) {
  OfActive([&](auto& member) { member.End(result); });
  distinct_[active_].Add(result.trace.value_or(0));
  ++executions_[active_];
  ++execution_;
}

// --- What was learnt. ---

uint64_t Portfolio::RoundEnd(uint64_t begin) {
  return RffStrategy::RoundEnd(begin, RffStrategy::kNoEnd);
}

// "256 70/51/38/24/23/0/17 20/16/13/6/6/3/0 4:3/40 ...": where the round
// begins, the turns before it, the shares; then what pct, surw, rff and the
// search within a bound know, each with its length.
std::string Portfolio::Known() const {
  std::string text =
      absl::StrCat(round_begin_, " ", absl::StrJoin(turns_before_, "/"), " ",
                   absl::StrJoin(shares_, "/"));
  AppendPiece(pct_.Known(), &text);
  AppendPiece(surw_.Known(), &text);
  AppendPiece(rff_.Describe(), &text);
  AppendPiece(bounded_ended_
                  ? std::string(kEnded)
                  : absl::StrCat(preemptions_, " ", bounded_.Describe()),
              &text);
  return text;
}

bool Portfolio::Learn(std::string_view text) {
  uint64_t begin = 0;
  Numbers turns = {};
  Shares shares = {};
  if (!ParseDigits(TakeTo(' ', text), begin)) return false;
  if (!ParseNumbers(TakeTo(' ', text), turns)) return false;
  const std::string_view rest = text;
  const std::string_view shares_text = text.substr(0, text.find(' '));
  text.remove_prefix(shares_text.size());
  if (rest.empty() || !ParseNumbers(shares_text, shares)) return false;
  if (!AreShares(shares) || (begin != 0 && begin < kPilot)) return false;
  std::string_view pct;
  std::string_view surw;
  std::string_view rff;
  std::string_view bounded;
  if (!TakePiece(text, pct) || !TakePiece(text, surw) ||
      !TakePiece(text, rff) || !TakePiece(text, bounded) || !text.empty()) {
    return false;
  }
  uint64_t rff_begin = 0;
  std::string_view rff_rest = rff;
  if (!ParseDigits(TakeTo(' ', rff_rest), rff_begin) || rff_begin != begin) {
    return false;
  }
  if (!pct_.Learn(pct) || !surw_.Learn(surw) || !rff_.Load(rff)) return false;
  bounded_ended_ = bounded == kEnded;
  if (!bounded_ended_) {
    if (!ParseDigits(TakeTo(' ', bounded), preemptions_)) return false;
    if (preemptions_ > preemptions_max_) return false;
    bounded_.Restart(Bound::Preemptions(preemptions_));
    if (!bounded_.Load(bounded)) return false;
  }
  round_begin_ = begin;
  turns_before_ = turns;
  SetShares(shares);
  executions_ = {};
  distinct_ = distinct_before_ = {};
  return true;
}

// "70/51/38/24/23/0/17 70:00fe... 51:... 0: 0: ... 4:3/40 ...": executions and
// distinct ones by member, of this round and of those before; then what pct,
// surw and rff have seen.
std::string Portfolio::Seen() const {
  std::string text = absl::StrJoin(executions_, "/");
  for (const auto* counts : {&distinct_, &distinct_before_}) {
    for (const DistinctCount& count : *counts) {
      absl::StrAppend(&text, " ", count.Text());
    }
  }
  AppendPiece(pct_.Seen(), &text);
  AppendPiece(surw_.Seen(), &text);
  AppendPiece(rff_.Summary(), &text);
  return text;
}

void Portfolio::AddSeen(std::string_view text) {
  Numbers executions = {};
  std::array<DistinctCount, 2 * kMembers> traces = {};
  const std::string_view numbers = text.substr(0, text.find(' '));
  text.remove_prefix(numbers.size());
  if (!ParseNumbers(numbers, executions)) return;
  for (DistinctCount& count : traces) {
    if (text.empty()) return;
    text.remove_prefix(1);
    const std::string_view word = text.substr(0, text.find(' '));
    if (!count.Load(word)) return;
    text.remove_prefix(word.size());
  }
  std::string_view pct;
  std::string_view surw;
  std::string_view rff;
  if (!TakePiece(text, pct) || !TakePiece(text, surw) ||
      !TakePiece(text, rff)) {
    return;
  }
  for (uint32_t member = 0; member < kMembers; ++member) {
    executions_[member] += executions[member];
    distinct_[member].Add(traces[member]);
    distinct_before_[member].Add(traces[kMembers + member]);
  }
  pct_.AddSeen(pct);
  surw_.AddSeen(surw);
  rff_.Absorb(rff);
}

// In the pilot; rff and the search within a bound do so themselves.
void Portfolio::UseSeen() {
  pct_.UseSeen();
  surw_.UseSeen();
}

void Portfolio::BeginRound() {
  UseSeen();
  rff_.NextRound();
  const uint64_t begin = RoundEnd(round_begin_);
  for (uint32_t member = 0; member < kMembers; ++member) {
    turns_before_[member] = NumberOf(static_cast<Member>(member), begin);
  }
  round_begin_ = begin;
  SetShares(SharesAfter(distinct_));
  for (uint32_t member = 0; member < kMembers; ++member) {
    distinct_before_[member].Add(distinct_[member]);
  }
  distinct_ = {};
  bounded_ended_ = true;
}

std::optional<Confidence> Portfolio::confidence() const {
  if (executions_[kPct] == 0) return std::nullopt;
  return pct_.confidence();
}

uint64_t Portfolio::executions_of_all() const {
  return std::accumulate(executions_.begin(), executions_.end(), uint64_t{0});
}

std::vector<MemberCount> Portfolio::counts() const {
  std::vector<MemberCount> counts;
  for (uint32_t member = 0; member < kMembers; ++member) {
    DistinctCount distinct = distinct_before_[member];
    distinct.Add(distinct_[member]);
    counts.push_back({NameOf(static_cast<Member>(member)), executions_[member],
                      distinct.about()});
  }
  return counts;
}

}  // namespace interleave
