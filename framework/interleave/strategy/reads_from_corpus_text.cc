// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The text forms of reads_from_corpus.h: words with one space between them,
// the fields of a word with a slash.

#include <charconv>
#include <limits>

#include "absl/strings/str_cat.h"
#include "interleave/strategy/reads_from_corpus.h"

namespace interleave {
namespace {

// Takes words and fields off the front; once something is wrong, it stays so.
class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text) {}

  bool ok() const { return ok_; }
  bool AtEnd() const { return text_.empty() && !more_; }

  // The next word is this one.
  bool Keyword(std::string_view keyword) {
    std::string_view word;
    return Word(&word) && Check(word == keyword);
  }
  // The next word, unless it is `end` or there is none: that is taken.
  bool WordBefore(std::string_view end, std::string_view* word) {
    if (!ok_ || (end.empty() && AtEnd())) return false;
    return Word(word) && *word != end;
  }
  bool Number(uint64_t* number) {
    std::string_view word;
    return Word(&word) && TakeNumber(word, 10, number) && Check(word.empty());
  }

  // --- Of a word. ---

  bool TakeField(std::string_view& word, std::string_view* field) {
    const size_t slash = word.find('/');
    *field = word.substr(0, slash);
    word.remove_prefix(slash == word.npos ? word.size() : slash + 1);
    return Check(!field->empty());
  }
  bool TakeNumberField(std::string_view& word, int base, uint64_t* number) {
    std::string_view field;
    return TakeField(word, &field) && TakeNumber(field, base, number) &&
           Check(field.empty());
  }
  bool Check(bool holds) {
    ok_ &= holds;
    return ok_;
  }

 private:
  bool Word(std::string_view* word) {
    const size_t space = text_.find(' ');
    *word = text_.substr(0, space);
    more_ = space != text_.npos;
    text_.remove_prefix(more_ ? space + 1 : text_.size());
    return Check(!word->empty());
  }
  bool TakeNumber(std::string_view& text, int base, uint64_t* number) {
    const char* const end = text.data() + text.size();
    const auto taken = std::from_chars(text.data(), end, *number, base);
    text.remove_prefix(static_cast<size_t>(taken.ptr - text.data()));
    return Check(taken.ec == std::errc());
  }

  std::string_view text_;
  bool more_ = false;  // a space was taken, so a word must follow
  bool ok_ = true;
};

void AppendEvents(const std::vector<KnownEvent>& events, std::string* text) {
  absl::StrAppend(text, " events");
  for (const KnownEvent& event : events) {
    absl::StrAppend(text, " ", absl::Hex(event.name), "/",
                    absl::Hex(event.group), "/", event.flags);
  }
}

// Up to the word `end`, which is taken.
std::vector<KnownEvent> ReadEvents(WordReader& words, std::string_view end) {
  std::vector<KnownEvent> events;
  words.Keyword("events");
  std::string_view word;
  while (words.WordBefore(end, &word)) {
    KnownEvent event;
    uint64_t flags = 0;
    words.TakeNumberField(word, 16, &event.name);
    words.TakeNumberField(word, 16, &event.group);
    words.TakeNumberField(word, 10, &flags);
    event.flags = static_cast<uint8_t>(flags);
    words.Check(word.empty() && flags <= EventRole::kAll &&
                event.group <= event.name && event.group != kInitialState &&
                (events.empty() || events.back().name < event.name));
    events.push_back(event);
  }
  return events;
}

AbstractSchedule ReadSchedule(WordReader& words, std::string_view& word) {
  std::string_view field;
  words.TakeField(word, &field);
  const std::optional<AbstractSchedule> schedule =
      AbstractSchedule::Parse(field);
  words.Check(schedule.has_value());
  return schedule.value_or(AbstractSchedule());
}

// "1f3:0,2c:77", of which there is one at least.
std::vector<ReadsFromPair> ReadPairs(WordReader& words, std::string_view text) {
  std::vector<ReadsFromPair> pairs;
  bool more = true;
  while (more && words.ok()) {
    ReadsFromPair pair;
    words.Check(TakePair(text, &pair) &&
                (pairs.empty() || pairs.back() < pair));
    pairs.push_back(pair);
    more = !text.empty();
    if (more) {
      words.Check(text.front() == ',');
      text.remove_prefix(1);
    }
  }
  return pairs;
}

void AppendTried(const std::map<ReadsFromPair, uint64_t>& tried,
                 std::string* text) {
  absl::StrAppend(text, " tried");
  for (const auto& [pair, times] : tried) {
    absl::StrAppend(text, " ", PairText(pair), "/", times);
  }
}

// To the end.
std::map<ReadsFromPair, uint64_t> ReadTried(WordReader& words) {
  std::map<ReadsFromPair, uint64_t> tried;
  std::string_view word;
  while (words.WordBefore("", &word)) {
    std::string_view field;
    ReadsFromPair pair;
    uint64_t times = 0;
    words.TakeField(word, &field);
    words.Check(TakePair(field, &pair) && field.empty());
    words.TakeNumberField(word, 10, &times);
    words.Check(word.empty() && times > 0 &&
                (tried.empty() || tried.rbegin()->first < pair));
    tried[pair] = times;
  }
  return tried;
}

}  // namespace

// "seen events 1f3/1f3/3 candidates 300/9a../+1f3:0/1f3:0,2c:77 repeats 0/12
// tried 77:0/3"
std::string ReadsFromFindings::Text() const {
  if (empty()) return "seen";
  std::string text = "seen";
  AppendEvents(events, &text);
  absl::StrAppend(&text, " candidates");
  for (const Candidate& candidate : candidates) {
    absl::StrAppend(&text, " ", candidate.execution, "/",
                    absl::Hex(candidate.combination), "/",
                    candidate.schedule.Text());
    char separator = '/';
    for (const ReadsFromPair& pair : candidate.pairs) {
      absl::StrAppend(&text, std::string(1, separator), PairText(pair));
      separator = ',';
    }
  }
  absl::StrAppend(&text, " repeats");
  for (const auto& [seed, times] : repeats) {
    absl::StrAppend(&text, " ", seed, "/", times);
  }
  AppendTried(tried, &text);
  return text;
}

std::optional<ReadsFromFindings> ReadsFromFindings::Parse(
    std::string_view text) {
  ReadsFromFindings findings;
  WordReader words(text);
  if (!words.Keyword("seen")) return std::nullopt;
  if (words.AtEnd()) return findings;
  findings.events = ReadEvents(words, "candidates");
  std::string_view word;
  while (words.WordBefore("repeats", &word)) {
    Candidate candidate;
    words.TakeNumberField(word, 10, &candidate.execution);
    words.TakeNumberField(word, 16, &candidate.combination);
    candidate.schedule = ReadSchedule(words, word);
    candidate.pairs = ReadPairs(words, word);
    words.Check(findings.candidates.empty() ||
                findings.candidates.back().execution < candidate.execution);
    findings.candidates.push_back(std::move(candidate));
  }
  while (words.WordBefore("tried", &word)) {
    uint64_t seed = 0;
    uint64_t times = 0;
    words.TakeNumberField(word, 10, &seed);
    words.TakeNumberField(word, 10, &times);
    words.Check(
        word.empty() && times > 0 && times < ReadsFromCorpus::kCountMax &&
        (findings.repeats.empty() || findings.repeats.rbegin()->first < seed));
    findings.repeats[seed] = times;
  }
  findings.tried = ReadTried(words);
  if (!words.ok()) return std::nullopt;
  return findings;
}

// "3 1 events 1f3/1f3/3 pairs 1f3:0 seeds ./9a../17/2 tried 77:0/3": whose turn
// it is and for how many more, and what is known.
std::string ReadsFromCorpus::Text() const {
  std::string text = absl::StrCat(turn_, " ", left_);
  AppendEvents(events_, &text);
  absl::StrAppend(&text, " pairs");
  for (const ReadsFromPair& pair : pairs_) {
    absl::StrAppend(&text, " ", PairText(pair));
  }
  absl::StrAppend(&text, " seeds");
  for (const Seed& seed : seeds_) {
    absl::StrAppend(&text, " ", seed.schedule.Text(), "/",
                    absl::Hex(seed.combination), "/", seed.seen, "/",
                    seed.chosen);
  }
  AppendTried(tried_, &text);
  return text;
}

std::optional<ReadsFromCorpus> ReadsFromCorpus::Parse(std::string_view text) {
  ReadsFromCorpus corpus;
  WordReader words(text);
  uint64_t turn = 0;
  uint64_t left = 0;
  words.Number(&turn);
  words.Number(&left);
  corpus.events_ = ReadEvents(words, "pairs");
  std::string_view word;
  while (words.WordBefore("seeds", &word)) {
    ReadsFromPair pair;
    words.Check(TakePair(word, &pair) && word.empty() &&
                (corpus.pairs_.empty() || corpus.pairs_.back() < pair));
    corpus.pairs_.push_back(pair);
  }
  while (words.WordBefore("tried", &word)) {
    Seed seed;
    uint64_t chosen = 0;
    seed.schedule = ReadSchedule(words, word);
    words.TakeNumberField(word, 16, &seed.combination);
    words.TakeNumberField(word, 10, &seed.seen);
    words.TakeNumberField(word, 10, &chosen);
    seed.chosen = static_cast<uint32_t>(chosen);
    words.Check(word.empty() && seed.seen > 0 && seed.seen < kCountMax &&
                chosen <= std::numeric_limits<uint32_t>::max());
    corpus.seen_by_all_ += seed.seen;
    corpus.seeds_.push_back(std::move(seed));
  }
  corpus.tried_ = ReadTried(words);
  words.Check(corpus.seeds_.size() <= kSeedsMax && left <= kPicksMax &&
              (turn < corpus.seeds_.size() || (turn == 0 && left == 0)));
  if (!words.ok()) return std::nullopt;
  for (const KnownEvent& event : corpus.events_) {
    if (!corpus.IsGroup(event.group)) return std::nullopt;
  }
  corpus.turn_ = static_cast<uint32_t>(turn);
  corpus.left_ = static_cast<uint32_t>(left);
  corpus.Arrange();
  return corpus;
}

}  // namespace interleave
