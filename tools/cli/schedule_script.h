// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A recorded schedule as a script by names.

#ifndef TOOLS_CLI_SCHEDULE_SCRIPT_H_
#define TOOLS_CLI_SCHEDULE_SCRIPT_H_

#include "absl/status/statusor.h"
#include "interleave/schedule/schedule.h"
#include "interleave/schedule/script.h"

namespace interleave::cli {

// The script that names what `schedule` does: tasks run until a yield point,
// until they are blocked, to their end. Where `main` only starts and joins
// tasks it needs no line. An error says which step has no name: a switch at a
// lock or an access, a value that was drawn, tasks that share a name.
absl::StatusOr<Script> ScriptOf(const Schedule& schedule);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_SCHEDULE_SCRIPT_H_
