// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/json_reader.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

const nlohmann::ordered_json& Nothing() {
  static const auto* const nothing = new nlohmann::ordered_json();
  return *nothing;
}

}  // namespace

void JsonReader::Fail(const std::string& what) const {
  if (!error_->empty()) return;
  *error_ = where_.empty() ? what : absl::StrCat(where_, ": ", what);
}

JsonReader JsonReader::operator[](const char* name) const {
  JsonReader field(Nothing(), error_);
  field.where_ = where_.empty() ? name : absl::StrCat(where_, ".", name);
  if (!json_->is_object()) {
    Fail("expected an object, in braces");
  } else if (const auto found = json_->find(name); found == json_->end()) {
    field.Fail("is missing");
  } else {
    field.json_ = &*found;
  }
  return field;
}

size_t JsonReader::size() const {
  if (json_->is_array()) return json_->size();
  Fail("expected a list, in brackets");
  return 0;
}

JsonReader JsonReader::At(size_t index) const {
  JsonReader entry((*json_)[index], error_);
  entry.where_ = absl::StrCat(where_, "[", index, "]");
  return entry;
}

uint64_t JsonReader::NumberUpTo(uint64_t max) const {
  if (json_->is_number_unsigned() && json_->get<uint64_t>() <= max) {
    return json_->get<uint64_t>();
  }
  Fail(absl::StrCat("expected a whole number from 0 to ", max));
  return 0;
}

bool JsonReader::Bool() const {
  if (json_->is_boolean()) return json_->get<bool>();
  Fail("expected true or false");
  return false;
}

std::string JsonReader::String() const {
  if (json_->is_string()) return json_->get<std::string>();
  Fail("expected a text, in quotes");
  return {};
}

std::string JsonReader::Escaped() const {
  const std::string escaped = String();
  std::string text;
  std::string error;
  if (!absl::CUnescape(escaped, &text, &error)) Fail(error);
  return text;
}

}  // namespace interleave
