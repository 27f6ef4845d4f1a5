// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/event_counts.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// A text may be damaged: a task that joins more often is not believed.
constexpr uint32_t kSegmentsMax = 1u << 20;

}  // namespace

EventCounts::Node& EventCounts::At(uint32_t node) {
  if (node >= nodes_.size()) nodes_.resize(node + size_t{1});
  return nodes_[node];
}

void EventCounts::NoteEvents(uint32_t node, uint32_t segment, uint64_t events) {
  std::vector<uint64_t>& counts = At(node).events;
  if (segment >= counts.size()) counts.resize(segment + size_t{1});
  counts[segment] = std::max(counts[segment], events);
}

void EventCounts::NoteCreation(uint32_t node, uint32_t segment) {
  uint32_t& known = At(node).created_in;
  known = std::max(known, segment);
}

void EventCounts::Add(const EventCounts& other) {
  for (uint32_t node = 0; node < other.nodes_.size(); ++node) {
    const Node& from = other.nodes_[node];
    for (uint32_t segment = 0; segment < from.events.size(); ++segment) {
      NoteEvents(node, segment, from.events[segment]);
    }
    NoteCreation(node, from.created_in);
  }
}

// Children have larger numbers than their parents.
void EventCounts::Weigh() {
  for (Node& node : nodes_) node.weights = node.events;
  for (size_t i = nodes_.size(); i-- > 0;) {
    Node& node = nodes_[i];
    node.weight =
        std::accumulate(node.weights.begin(), node.weights.end(), uint64_t{0});
    if (i == TaskTree::kRoot) continue;
    Node& parent = nodes_[tree_->ParentOf(static_cast<uint32_t>(i))];
    if (node.created_in >= parent.weights.size()) {
      parent.weights.resize(node.created_in + size_t{1});
    }
    parent.weights[node.created_in] += node.weight;
  }
}

std::string EventCounts::Text() const {
  std::vector<std::string> tasks;
  for (uint32_t node = 0; node < nodes_.size(); ++node) {
    if (nodes_[node].events.empty()) continue;
    tasks.push_back(absl::StrCat(tree_->PathOf(node), ":",
                                 absl::StrJoin(nodes_[node].events, ","), "/",
                                 nodes_[node].created_in));
  }
  std::sort(tasks.begin(), tasks.end());
  return tasks.empty() ? "-" : absl::StrJoin(tasks, " ");
}

bool EventCounts::Load(std::string_view text) {
  Clear();
  if (text == "-") return true;
  for (const absl::string_view piece :
       absl::StrSplit(absl::string_view(text.data(), text.size()), ' ')) {
    const std::string_view task(piece.data(), piece.size());
    if (!LoadTask(task)) return false;
  }
  return true;
}

bool EventCounts::LoadTask(std::string_view text) {
  const size_t colon = text.find(':');
  const size_t slash = text.find('/');
  if (colon == text.npos || slash == text.npos || slash < colon) return false;
  const std::optional<uint32_t> node = tree_->NodeAt(text.substr(0, colon));
  uint32_t created_in = 0;
  if (!node.has_value() || !ParseDigits(text.substr(slash + 1), created_in) ||
      created_in >= kSegmentsMax) {
    return false;
  }
  std::string_view counts = text.substr(colon + 1, slash - colon - 1);
  for (uint32_t segment = 0; segment < kSegmentsMax; ++segment) {
    const std::string_view word = counts.substr(0, counts.find(','));
    uint64_t events = 0;
    if (!ParseDigits(word, events)) return false;
    NoteEvents(*node, segment, events);
    NoteCreation(*node, created_in);
    if (word.size() == counts.size()) return true;
    counts.remove_prefix(word.size() + 1);
  }
  return false;
}

}  // namespace interleave
