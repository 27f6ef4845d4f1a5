// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What messages between processes are put together from.
//
// Thread safety: pure functions. Cost: linear in what is given.

#ifndef INTERLEAVE_EXPLORE_JSON_PARTS_H_
#define INTERLEAVE_EXPLORE_JSON_PARTS_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "interleave/explore/json_reader.h"
#include "interleave/schedule/operation.h"

namespace interleave::json_parts {

using Json = nlohmann::ordered_json;

// A text of the program's.
inline std::string Escape(const std::string& text) {
  return absl::CEscape(text);
}

template <typename T, typename Convert>
Json ListOf(const std::vector<T>& values, Convert convert) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(convert(value));
  return list;
}

template <typename Convert>
auto ReadList(const JsonReader& json, Convert convert) {
  std::vector<decltype(convert(json))> values;
  const size_t size = json.size();
  for (size_t i = 0; i < size; ++i) values.push_back(convert(json.At(i)));
  return values;
}

inline uint64_t NumberOf(const void* address) {
  return reinterpret_cast<uintptr_t>(address);
}

inline const void* AddressFromJson(const JsonReader& json) {
  return reinterpret_cast<const void*>(json.Number<uintptr_t>());
}

inline Json StackToJson(const std::vector<const void*>& stack) {
  return ListOf(stack, &NumberOf);
}

inline std::vector<const void*> StackFromJson(const JsonReader& json) {
  return ReadList(json, &AddressFromJson);
}

inline OperationKind OperationFromJson(const JsonReader& json) {
  return static_cast<OperationKind>(json.NumberUpTo(kOperationKindCount - 1));
}

}  // namespace interleave::json_parts

#endif  // INTERLEAVE_EXPLORE_JSON_PARTS_H_
