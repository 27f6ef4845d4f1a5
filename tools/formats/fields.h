// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Fields of a result: what isn't there, or is something else, reads as empty.

#ifndef TOOLS_FORMATS_FIELDS_H_
#define TOOLS_FORMATS_FIELDS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace interleave::formats {

inline const nlohmann::ordered_json& Member(const nlohmann::ordered_json& json,
                                            const char* name) {
  static const nlohmann::ordered_json none;
  if (!json.is_object()) return none;
  const auto found = json.find(name);
  return found == json.end() ? none : *found;
}

inline std::string TextOf(const nlohmann::ordered_json& json,
                          const char* name) {
  const auto& member = Member(json, name);
  return member.is_string() ? member.get<std::string>() : "";
}

inline uint64_t NumberOf(const nlohmann::ordered_json& json, const char* name) {
  const auto& member = Member(json, name);
  return member.is_number_unsigned() || member.is_number_integer()
             ? member.get<uint64_t>()
             : 0;
}

inline bool FlagOf(const nlohmann::ordered_json& json, const char* name) {
  const auto& member = Member(json, name);
  return member.is_boolean() && member.get<bool>();
}

// "pool.cc:63", taken apart; line 0: none.
struct Location {
  std::string file;
  int line = 0;
};
Location LocationOf(std::string_view text);

// "assertion in task return: Set changed", on one line.
std::string TitleOf(const nlohmann::ordered_json& finding);

}  // namespace interleave::formats

#endif  // TOOLS_FORMATS_FIELDS_H_
