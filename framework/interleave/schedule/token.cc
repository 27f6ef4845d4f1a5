// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// FormatToken, ParseToken: choices on one line, to be pasted.
//
// The bytes are one group of base-128 numbers for each choice (docs/
// schedule_format.md), then their CRC-32. A CRC finds every damage of less
// than 32 bits in a row, and so that of any one character.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"
#include "interleave/schedule/schedule.h"

namespace interleave {
namespace {

// With the version of what follows it.
constexpr char kPrefix[] = "il1-";
constexpr size_t kChecksumSize = 4;

void AppendNumber(uint64_t number, std::string& bytes) {
  for (; number >= 0x80; number >>= 7) {
    bytes.push_back(static_cast<char>(number | 0x80));
  }
  bytes.push_back(static_cast<char>(number));
}

// Takes a number off the front of `bytes`.
bool TakeNumber(std::string_view& bytes, uint64_t& number) {
  number = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool TakeNumber(std::string_view& bytes, uint32_t& number) {
  uint64_t wide = 0;
  if (!TakeNumber(bytes, wide) || wide > UINT32_MAX) return false;
  number = static_cast<uint32_t>(wide);
  return true;
}

// The task's number and, in the lowest bit, the kind; the rest as they are.
void AppendChoice(const Choice& choice, std::string& bytes) {
  const bool is_value = choice.kind == ChoiceKind::kValue;
  AppendNumber(uint64_t{choice.task} << 1 | (is_value ? 1 : 0), bytes);
  AppendNumber(choice.at, bytes);
  AppendNumber(choice.value, bytes);
  if (!is_value) return;
  // No draw is one of 0 values.
  if (choice.liberty != Liberty::kNone) {
    AppendNumber(0, bytes);
    AppendNumber(static_cast<uint64_t>(choice.liberty), bytes);
  }
  AppendNumber(choice.count, bytes);
}

// What follows a value: of how many it is, and what it is if that is a liberty.
bool TakeCount(std::string_view& bytes, Choice& choice) {
  if (!TakeNumber(bytes, choice.count)) return false;
  if (choice.count > 0) return true;
  uint32_t liberty = 0;
  if (!TakeNumber(bytes, liberty) || liberty == 0 || liberty >= kLibertyCount) {
    return false;
  }
  choice.liberty = static_cast<Liberty>(liberty);
  return TakeNumber(bytes, choice.count);
}

bool TakeChoice(std::string_view& bytes, Choice& choice) {
  uint64_t task_and_kind = 0;
  if (!TakeNumber(bytes, task_and_kind) || task_and_kind >> 33 != 0) {
    return false;
  }
  choice.task = static_cast<TaskId>(task_and_kind >> 1);
  choice.kind = task_and_kind & 1 ? ChoiceKind::kValue : ChoiceKind::kSwitch;
  return TakeNumber(bytes, choice.at) && TakeNumber(bytes, choice.value) &&
         (choice.kind == ChoiceKind::kSwitch || TakeCount(bytes, choice));
}

// CRC-32 of ISO 3309, as in zip and PNG.
uint32_t Checksum(std::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (const char c : bytes) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0u);
    }
  }
  return ~crc;
}

std::string ChecksumBytes(std::string_view bytes) {
  const uint32_t checksum = Checksum(bytes);
  std::string text;
  for (size_t i = 0; i < kChecksumSize; ++i) {
    text.push_back(static_cast<char>(checksum >> (8 * i)));
  }
  return text;
}

bool DecodeChoices(std::string_view text, Choices& choices) {
  std::string decoded;
  if (!absl::WebSafeBase64Unescape(std::string(text), &decoded)) return false;
  std::string_view bytes = decoded;
  if (bytes.size() < kChecksumSize) return false;
  const std::string_view checksum = bytes.substr(bytes.size() - kChecksumSize);
  bytes.remove_suffix(kChecksumSize);
  if (ChecksumBytes(bytes) != checksum) return false;
  while (!bytes.empty()) {
    if (!TakeChoice(bytes, choices.emplace_back())) return false;
  }
  return true;
}

// "il" and a number other than this version's.
bool IsOtherVersion(std::string_view token) {
  const size_t dash = token.find('-');
  if (!token.starts_with("il") || dash == std::string_view::npos) {
    return false;
  }
  const std::string_view version = token.substr(2, dash - 2);
  return !version.empty() && version.size() < 4 &&
         version.find_first_not_of("0123456789") == std::string_view::npos &&
         !token.starts_with(kPrefix);
}

}  // namespace

std::string FormatToken(const Choices& choices) {
  std::string bytes;
  for (const Choice& choice : choices) AppendChoice(choice, bytes);
  bytes.append(ChecksumBytes(bytes));
  return absl::StrCat(kPrefix, absl::WebSafeBase64Escape(bytes));
}

absl::StatusOr<Choices> ParseToken(std::string_view token) {
  token = StripSpace(token);
  if (IsOtherVersion(token)) {
    return absl::FailedPreconditionError(
        absl::StrCat("this schedule token begins with ",
                     std::string(token.substr(0, token.find('-') + 1)),
                     "; this build of Interleave reads ", kPrefix));
  }
  if (!token.starts_with(kPrefix)) {
    return absl::InvalidArgumentError(
        absl::StrCat("expected a schedule token, which begins with ", kPrefix));
  }
  Choices choices;
  // One list of choices has one token. The comparison leaves no room for
  // blanks, padding and unused bits, which the decoder would pass over.
  if (!DecodeChoices(token.substr(std::string_view(kPrefix).size()), choices) ||
      FormatToken(choices) != token) {
    return absl::InvalidArgumentError(
        "this schedule token is damaged or cut short: its checksum is not "
        "right");
  }
  return choices;
}

}  // namespace interleave
