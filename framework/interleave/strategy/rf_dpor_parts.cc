// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The parts of a search for reads-from classes: reads that are decided, and
// what is left to try for each of them.
//
// Split gives what would be tried last of the decision nearest to the root. The
// two parts then share the decisions down to that one: of each, both may find
// histories that are still to be tried. In one search, what the first part
// finds there would be known to the second, and would be tried before it. So
// the first part goes on with the decision that was split. The second tries
// only what is deeper, and keeps what it finds for shared decisions aside until
// the first one is done and says which histories it knew of, and what is left
// of decisions nearer to the root. What is kept aside and was known is dropped,
// the rest is what one search would have found. So parts in their order run the
// executions of one search, each once, whenever they were divided.

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"
#include "interleave/strategy/rf_dpor.h"

namespace interleave {
namespace {

// Of a search that has a next execution; that has one, but must know first what
// the part before it knew; that must know that to go on; that is at its end.
constexpr const char* kNext = "next";
constexpr const char* kHeld = "held";
constexpr const char* kWaits = "waits";
constexpr const char* kDone = "done";

constexpr std::string_view kNothing = "-";

using Words = std::vector<std::string_view>;

Words WordsOf(std::string_view text, char separator) {
  Words words;
  for (;;) {
    const size_t end = text.find(separator);
    words.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end + 1);
  }
}

// What is listed; nothing for "-".
Words ListOf(std::string_view text, char separator) {
  return text == kNothing ? Words() : WordsOf(text, separator);
}

// What `add` adds for each, or "-".
template <typename List, typename Add>
void AppendList(std::string& text, const List& list, char separator, Add add) {
  if (list.empty()) text.append(kNothing);
  bool is_first = true;
  for (const auto& element : list) {
    if (!is_first) text.push_back(separator);
    is_first = false;
    add(element);
  }
}

// Two digits in hexadecimal.
void AppendTask(std::string& text, uint8_t task) {
  constexpr char kHex[] = "0123456789abcdef";
  text.push_back(kHex[task / 16]);
  text.push_back(kHex[task % 16]);
}

bool ParseTask(std::string_view text, uint8_t& task) {
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, task, 16);
  return parsed.ec == std::errc() && parsed.ptr == end;
}

// Labels make up most of a text. Each half has 11 digits to the base of 64.
constexpr std::string_view kDigits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_~";
constexpr int kDigitBits = 6;
constexpr size_t kHalfDigits = 11;

constexpr std::array<uint8_t, 256> MakeDigitValues() {
  std::array<uint8_t, 256> values{};
  values.fill(kDigits.size());
  for (size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<uint8_t>(kDigits[i])] = static_cast<uint8_t>(i);
  }
  return values;
}
constexpr std::array<uint8_t, 256> kDigitValues = MakeDigitValues();

void AppendHalf(std::string& text, uint64_t half) {
  char digits[kHalfDigits];
  for (size_t i = kHalfDigits; i > 0; --i, half >>= kDigitBits) {
    digits[i - 1] = kDigits[half % kDigits.size()];
  }
  text.append(digits, kHalfDigits);
}

bool ParseHalf(std::string_view text, uint64_t& half) {
  half = 0;
  for (const char digit : text) {
    const uint8_t value = kDigitValues[static_cast<uint8_t>(digit)];
    if (value >= kDigits.size() || half >> (64 - kDigitBits) != 0) return false;
    half = half << kDigitBits | value;
  }
  return true;
}

void AppendLabel(std::string& text, const HistoryLabel& label) {
  AppendHalf(text, label.first);
  AppendHalf(text, label.second);
}

bool ParseLabel(std::string_view text, HistoryLabel& label) {
  return text.size() == 2 * kHalfDigits &&
         ParseHalf(text.substr(0, kHalfDigits), label.first) &&
         ParseHalf(text.substr(kHalfDigits), label.second);
}

void AppendOrder(std::string& text, std::span<const uint8_t> order) {
  if (order.empty()) text.append(kNothing);
  for (const uint8_t task : order) AppendTask(text, task);
}

// Adds the tasks to `order`.
bool ParseOrder(std::string_view text, std::vector<uint8_t>& order) {
  if (text == kNothing) return true;
  if (text.empty() || text.size() % 2 != 0) return false;
  for (; !text.empty(); text.remove_prefix(2)) {
    if (!ParseTask(text.substr(0, 2), order.emplace_back())) return false;
  }
  return true;
}

// So many operations of each task are in the order.
bool HasAll(std::span<const uint8_t> order,
            std::span<const uint32_t> operations) {
  std::array<uint32_t, RfDporStrategy::kTasksMax> counts{};
  for (const uint8_t task : order) ++counts[task];
  for (size_t task = 0; task < operations.size(); ++task) {
    if (operations[task] > counts[task]) return false;
  }
  return true;
}

bool IsWithin(std::span<const uint32_t> earlier,
              std::span<const uint32_t> later) {
  for (size_t task = 0; task < earlier.size(); ++task) {
    if (earlier[task] > (task < later.size() ? later[task] : 0)) return false;
  }
  return true;
}

}  // namespace

std::span<const uint8_t> RfDporStrategy::Decision::OrderOf(size_t i) const {
  const size_t end = i + 1 < left.size() ? left[i + 1].begin : orders.size();
  return std::span(orders).subspan(left[i].begin, end - left[i].begin);
}

void RfDporStrategy::Decision::Add(const Alternative& other,
                                   std::span<const uint8_t> order) {
  left.push_back(other);
  left.back().begin = orders.size();
  orders.insert(orders.end(), order.begin(), order.end());
}

void RfDporStrategy::Decision::RemoveFirst(size_t count) {
  const size_t bytes = left.size() > count ? left[count].begin : orders.size();
  left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(count));
  orders.erase(orders.begin(),
               orders.begin() + static_cast<std::ptrdiff_t>(bytes));
  for (Alternative& one : left) one.begin -= bytes;
  known -= static_cast<uint32_t>(count);
}

// Without what is left, and without the first `skipped` labels:
// "task/index/flags/known/passed/label/before/tried".
void RfDporStrategy::Decision::AppendTo(std::string& text,
                                        size_t skipped) const {
  const auto flags =
      static_cast<uint32_t>(takes_lock) + 2 * static_cast<uint32_t>(must_fail);
  absl::StrAppend(&text, task, "/", index, "/", flags, "/", known, "/",
                  passed - skipped, "/");
  AppendLabel(text, label);
  text.push_back('/');
  AppendList(text, before, '.',
             [&](uint32_t count) { absl::StrAppend(&text, count); });
  text.push_back('/');
  AppendList(text, tried.labels().subspan(skipped), '.',
             [&](const HistoryLabel& one) { AppendLabel(text, one); });
}

// "label.fails.reads.order", one after another.
void RfDporStrategy::Decision::AppendLeftTo(std::string& text) const {
  size_t i = 0;
  AppendList(text, left, ',', [&](const Alternative& one) {
    AppendLabel(text, one.label);
    absl::StrAppend(&text, one.must_fail ? ".1." : ".0.", one.reads, ".");
    AppendOrder(text, OrderOf(i++));
  });
}

bool RfDporStrategy::Decision::Parse(std::string_view text) {
  const Words words = WordsOf(text, '/');
  uint32_t flags = 0;
  if (words.size() != 9 || !ParseDigits(words[0], task) || task >= kTasksMax ||
      !ParseDigits(words[1], index) || !ParseDigits(words[2], flags) ||
      flags > 3 || !ParseDigits(words[3], known) || known == 0 ||
      !ParseDigits(words[4], passed) || !ParseLabel(words[5], label)) {
    return false;
  }
  takes_lock = flags % 2 != 0;
  must_fail = flags / 2 != 0;
  before.clear();
  for (const std::string_view word : ListOf(words[6], '.')) {
    if (!ParseDigits(word, before.emplace_back())) return false;
  }
  for (const std::string_view word : ListOf(words[7], '.')) {
    HistoryLabel one;
    if (!ParseLabel(word, one) || !tried.Insert(one)) return false;
  }
  return before.size() <= kTasksMax && passed <= tried.size() &&
         ParseLeft(words[8]);
}

bool RfDporStrategy::Decision::ParseLeft(std::string_view text) {
  for (const std::string_view word : ListOf(text, ',')) {
    const Words words = WordsOf(word, '.');
    Alternative one;
    if (words.size() != 4 || !ParseLabel(words[0], one.label) ||
        (words[1] != "0" && words[1] != "1") ||
        !ParseDigits(words[2], one.reads)) {
      return false;
    }
    one.must_fail = words[1] == "1";
    one.begin = orders.size();
    if (!ParseOrder(words[3], orders)) return false;
    left.push_back(one);
    if (!HasAll(OrderOf(left.size() - 1), before)) return false;
  }
  return true;
}

// In one search, all that the earlier part found came first.
void RfDporStrategy::Decision::PutBehind(const Decision& earlier) {
  Decision own;
  own.left.swap(left);
  own.orders.swap(orders);
  left = earlier.left;
  orders = earlier.orders;
  for (size_t i = 0; i < own.left.size(); ++i) {
    const Alternative& one = own.left[i];
    if (earlier.tried.Contains(one.label)) continue;
    Add(one, own.OrderOf(i));
  }
  known = 1 + static_cast<uint32_t>(left.size());
  for (const HistoryLabel& one : earlier.tried.labels()) tried.Insert(one);
}

std::string RfDporStrategy::Describe() const {
  const bool is_over = finished_ && shared_ == 0;
  const char* const word = is_over     ? kDone
                           : held_     ? kHeld
                           : finished_ ? kWaits
                                       : kNext;
  std::string text = absl::StrCat(word, " ", kept_, " ", shared_, " ", given_,
                                  " ", share_, " ");
  AppendOrder(text, prefix_);
  for (size_t i = 0; i < length_; ++i) {
    text.push_back(' ');
    // Who comes behind knows the first labels.
    path_[i].AppendTo(text, is_over ? path_[i].passed : 0);
    text.push_back('/');
    path_[i].AppendLeftTo(text);
  }
  return text;
}

bool RfDporStrategy::Load(std::string_view text) {
  length_ = 0;
  prefix_.clear();
  held_ = finished_ = cut_short_ = false;
  refusal_.clear();
  nondeterminism_.clear();
  const Words words = WordsOf(text, ' ');
  if (words.size() < 6 || !ParseDigits(words[1], kept_) ||
      !ParseDigits(words[2], shared_) || !ParseDigits(words[3], given_) ||
      !ParseDigits(words[4], share_) || share_ > kWholeShare ||
      !ParseOrder(words[5], prefix_)) {
    return false;
  }
  for (size_t i = 6; i < words.size(); ++i) {
    if (!NewDecision().Parse(words[i])) return false;
    if (length_ > 1 &&
        !IsWithin(path_[length_ - 2].before, path_[length_ - 1].before)) {
      return false;
    }
  }
  held_ = words[0] == kHeld;
  finished_ = words[0] != kNext;
  if (kept_ > length_ || shared_ > length_) return false;
  const size_t left = shared_ == 0 ? 0 : path_[shared_ - 1].left.size();
  return given_ <= left && MeansSomething(words[0]);
}

// The word, the decisions and the order go together.
bool RfDporStrategy::MeansSomething(std::string_view word) const {
  const bool has_order = !prefix_.empty();
  if (has_order &&
      (length_ == 0 || !HasAll(prefix_, path_[length_ - 1].before))) {
    return false;
  }
  if (word == kNext) return has_order == (length_ > 0);
  if (word == kHeld) return has_order && shared_ == length_;
  if (word == kWaits) {
    return !has_order && shared_ > 0 && length_ == std::max(shared_, kept_);
  }
  return word == kDone && !has_order && kept_ == length_ && shared_ == 0;
}

// The first decision of which it may give. Where it gives nothing of one that
// comes before that, the part behind has what is left there.
size_t RfDporStrategy::FirstOpen(uint32_t reads_min) const {
  const auto is_worth = [&](const Alternative& one) {
    return one.reads >= reads_min;
  };
  size_t i = std::max(shared_, kept_ == 0 ? 0 : kept_ - 1);
  while (i < length_ &&
         std::none_of(path_[i].left.begin(), path_[i].left.end(), is_worth)) {
    ++i;
  }
  return i;
}

uint64_t RfDporStrategy::split_depth(uint32_t reads_min) const {
  const size_t first = finished_ ? length_ : FirstOpen(reads_min);
  return first == length_ ? Divisible::kIndivisible : first;
}

std::optional<Divisible::Part> RfDporStrategy::Split(uint32_t reads_min) {
  if (split_depth(reads_min) == Divisible::kIndivisible) return std::nullopt;
  const size_t at = FirstOpen(reads_min);
  Decision& decision = path_[at];
  size_t last = 0;
  while (decision.left[last].reads < reads_min) ++last;
  // The decision as it is to be there.
  Decision given = decision;
  given.label = decision.left[last].label;
  given.must_fail = decision.left[last].must_fail;
  given.known = static_cast<uint32_t>(last) + 1;
  given.left.resize(last);
  const uint64_t share = ShareOf(at) * given.known;
  std::string text =
      absl::StrCat(kNext, " ", kept_, " ", at + 1, " ", last, " ", share, " ");
  AppendOrder(text, decision.OrderOf(last));
  given.orders.resize(decision.left[last].begin);
  for (size_t i = 0; i < at; ++i) {
    Decision& shared = path_[i];
    const uint32_t known = std::exchange(shared.known, 1);
    text.push_back(' ');
    shared.AppendTo(text, 0);
    text.append("/-");
    shared.known = known;
    shared.passed = static_cast<uint32_t>(shared.tried.size());
  }
  text.push_back(' ');
  given.AppendTo(text, 0);
  text.push_back('/');
  given.AppendLeftTo(text);
  decision.passed = static_cast<uint32_t>(decision.tried.size());
  decision.RemoveFirst(last + 1);
  kept_ = at + 1;
  share_ -= share;
  return Divisible::Part{std::move(text), at};
}

void RfDporStrategy::Heed(std::string_view done) {
  RfDporStrategy earlier;
  if (!earlier.Load(done) || earlier.length_ != shared_ || !earlier.finished_ ||
      earlier.shared_ != 0) {
    refusal_ =
        "what the part before this one knew is of another part: the checkpoint "
        "is damaged; explore again from the beginning";
    return;
  }
  for (size_t i = 0; i < shared_; ++i) path_[i].PutBehind(earlier.path_[i]);
  shared_ = given_ = 0;
  if (!finished_) return;
  finished_ = false;
  if (!std::exchange(held_, false)) Backtrack();
}

// Of what is below one history of a decision, and that of all before it.
uint64_t RfDporStrategy::ShareOf(size_t decision) const {
  uint64_t share = share_;
  for (size_t i = 0; i <= decision; ++i) share /= path_[i].known;
  return share;
}

double RfDporStrategy::left() const {
  if (finished_) return 0;
  uint64_t left = length_ == 0 ? share_ : ShareOf(length_ - 1);
  uint64_t share = share_;
  for (size_t i = 0; i < length_; ++i) {
    share /= path_[i].known;
    left += share * path_[i].left.size();
  }
  return static_cast<double>(left) / static_cast<double>(kWholeShare);
}

}  // namespace interleave
