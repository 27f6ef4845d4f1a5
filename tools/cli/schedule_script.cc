// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/schedule_script.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "interleave/base/ids.h"
#include "interleave/base/text.h"

namespace interleave::cli {
namespace {

// One task for each name, and one name for each task.
absl::Status CheckNames(const Schedule& schedule) {
  std::map<std::string, TaskId> ids;
  std::map<TaskId, std::string> names;
  const auto add = [&](TaskId id, const std::string& name) {
    return ids.emplace(name, id).first->second == id &&
           names.emplace(id, name).first->second == name;
  };
  for (const RecordedChoice& recorded : schedule.choices) {
    const bool is_switch = recorded.choice.kind == ChoiceKind::kSwitch;
    if (!add(recorded.choice.task, recorded.task)) {
      return absl::NotFoundError(absl::StrCat("more than one task is called ",
                                              recorded.task,
                                              ", or it has another name too"));
    }
    if (is_switch && !add(recorded.choice.value, recorded.to)) {
      return absl::NotFoundError(absl::StrCat("more than one task is called ",
                                              recorded.to,
                                              ", or it has another name too"));
    }
  }
  return absl::OkStatus();
}

// `main` comes there by itself when a task is looked for.
bool NeedsNoLine(const RecordedChoice& recorded) {
  const OperationKind kind = recorded.position.kind;
  return kind == OperationKind::kStart ||
         (recorded.choice.task == kMainTask &&
          (kind == OperationKind::kCreate || kind == OperationKind::kJoin));
}

// False when the position has no name.
bool AddLine(const RecordedChoice& recorded, Script& script) {
  const Position& position = recorded.position;
  if (position.kind == OperationKind::kPoint && !position.blocked) {
    script.Run(recorded.task).Until(position.point, position.occurrence);
  } else if (position.kind == OperationKind::kEnd) {
    script.Run(recorded.task).ToEnd();
  } else if (position.blocked) {
    script.Run(recorded.task).UntilBlocked();
  } else {
    return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<Script> ScriptOf(const Schedule& schedule) {
  if (absl::Status status = CheckNames(schedule); !status.ok()) return status;
  Script script;
  const RecordedChoice* last = nullptr;
  for (const RecordedChoice& recorded : schedule.choices) {
    const Choice& choice = recorded.choice;
    if (choice.kind == ChoiceKind::kValue) {
      if (choice.value == 0 && choice.liberty == Liberty::kNone) continue;
      return absl::NotFoundError(
          absl::StrCat(recorded.task, " draws a value, which has no name"));
    }
    last = &recorded;
    if (NeedsNoLine(recorded)) continue;
    if (!AddLine(recorded, script)) {
      return absl::NotFoundError(absl::StrCat(
          recorded.task, " gives way before the operation ",
          Text(OperationKindName(recorded.position.kind)),
          ", which has no name; a yield point there would have one"));
    }
  }
  if (last == nullptr) {
    return absl::NotFoundError("it has no switch");
  }
  // Whoever goes on last does so up to the finding.
  if (last->choice.value != kMainTask) script.Run(last->to).ToEnd();
  if (script.empty()) return absl::NotFoundError("no step of it has a name");
  return script;
}

}  // namespace interleave::cli
