// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// JsonReader: takes a JSON value apart and says where it isn't as expected.
//
//   std::string error;
//   const JsonReader file(json, &error);
//   for (size_t i = 0; i < file["parts"].size(); ++i) {
//     part.steps = file["parts"].At(i)["steps"].Number<uint64_t>();
//   }
//   if (!error.empty()) ...  // "parts[2].steps: expected a whole number
//   from..."
//
// After the first error everything reads as 0, empty or false.
// Thread safety: none.

#ifndef INTERLEAVE_EXPLORE_JSON_READER_H_
#define INTERLEAVE_EXPLORE_JSON_READER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

namespace interleave {

class JsonReader {
 public:
  // Both outlive this. `error` gets the first thing wrong.
  JsonReader(const nlohmann::ordered_json& json, std::string* error)
      : json_(&json), error_(error) {}

  // A field of an object. An error if there is none of that name.
  JsonReader operator[](const char* name) const;
  // How many an array has; an error if it is none.
  size_t size() const;
  // REQUIRES: index < size()
  JsonReader At(size_t index) const;

  template <typename Integer>
  Integer Number() const {
    return static_cast<Integer>(
        NumberUpTo(std::numeric_limits<Integer>::max()));
  }
  uint64_t NumberUpTo(uint64_t max) const;
  bool Bool() const;
  std::string String() const;
  // A string with C escapes, as absl::CEscape makes them.
  std::string Escaped() const;

  // It is wrong: notes "where: what".
  void Fail(const std::string& what) const;

 private:
  const nlohmann::ordered_json* json_;
  std::string* error_;
  std::string where_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_JSON_READER_H_
