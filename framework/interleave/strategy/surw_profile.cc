// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/surw_profile.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {

void SurwProfile::Take(const SurwRecorder& recorder) {
  events_ = recorder.events_;
  objects_.clear();
  for (size_t key = 0; key < recorder.used_; ++key) {
    if (objects_.size() == kObjectsMax) break;
    const Uses& uses = recorder.objects_[key];
    if (uses.size() > 1) objects_.push_back(uses);
  }
}

// Children have larger numbers than their parents.
void SurwProfile::TakeWeights(uint32_t object,
                              std::vector<Use>& weights) const {
  weights.assign(tree_->size(), Use());
  for (const NodeUse& of : objects_[object]) weights[of.node] = of.use;
  for (size_t node = weights.size(); node-- > 1;) {
    weights[tree_->ParentOf(static_cast<uint32_t>(node))].count +=
        weights[node].count;
  }
}

std::string SurwProfile::Text() const {
  std::string text = absl::StrCat(events_);
  for (const Uses& uses : objects_) {
    const char* before = " ";
    for (const NodeUse& of : uses) {
      absl::StrAppend(&text, before, tree_->PathOf(of.node), ":", of.use.count,
                      "@", of.use.first);
      before = ",";
    }
  }
  return text;
}

bool SurwProfile::Load(std::string_view text) {
  objects_.clear();
  const std::string_view events = text.substr(0, text.find(' '));
  if (!ParseDigits(events, events_)) return false;
  text.remove_prefix(events.size());
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::string_view object = text.substr(0, text.find(' '));
    if (objects_.size() == kObjectsMax || !LoadObject(object)) return false;
    text.remove_prefix(object.size());
  }
  return true;
}

bool SurwProfile::LoadObject(std::string_view text) {
  Uses uses;
  for (const absl::string_view piece :
       absl::StrSplit(absl::string_view(text.data(), text.size()), ',')) {
    const std::string_view word(piece.data(), piece.size());
    const size_t colon = word.find(':');
    const size_t at = word.find('@');
    if (colon == word.npos || at == word.npos || at < colon) return false;
    const std::optional<uint32_t> node = tree_->NodeAt(word.substr(0, colon));
    Use use;
    if (!node.has_value() ||
        !ParseDigits(word.substr(colon + 1, at - colon - 1), use.count) ||
        !ParseDigits(word.substr(at + 1), use.first)) {
      return false;
    }
    // Counts of all tasks add up to what fits.
    if (use.count > std::numeric_limits<uint32_t>::max()) return false;
    uses.push_back({*node, use});
  }
  objects_.push_back(std::move(uses));
  return true;
}

void SurwRecorder::Begin() {
  for (size_t key = 0; key < used_; ++key) objects_[key].clear();
  used_ = 0;
  events_ = 0;
}

void SurwRecorder::Note(uint32_t node, const TaskState& task) {
  ++events_;
  const uint32_t key = SurwProfile::KeyOf(task.next);
  if (key == SurwProfile::kNothing) return;
  used_ = std::max(used_, key + size_t{1});
  if (objects_.size() < used_) objects_.resize(used_);
  std::vector<SurwProfile::NodeUse>& uses = objects_[key];
  for (SurwProfile::NodeUse& of : uses) {
    if (of.node != node) continue;
    ++of.use.count;
    return;
  }
  uses.push_back({node, {1, task.points}});
}

}  // namespace interleave
