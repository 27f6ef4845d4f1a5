// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Reading and writing schedule and script files.

#ifndef INTERLEAVE_EXPLORE_SCHEDULE_FILE_H_
#define INTERLEAVE_EXPLORE_SCHEDULE_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "interleave/schedule/schedule.h"
#include "interleave/schedule/script.h"

namespace interleave {

// The file name of this process's executable, without its folder.
std::string ProgramName();

// A schedule file's own text, in place of its path.
bool IsScheduleText(std::string_view text);

// `path` may be the text itself.
absl::StatusOr<Schedule> ReadScheduleFile(const std::string& path);
absl::StatusOr<Script> ReadScriptFile(const std::string& path);

// Writes to `dir` (see Options::schedule_dir), which is made when it does not
// exist, and returns the path: "dir/Suite.Name.schedule", for `number` > 1
// "dir/Suite.Name.2.schedule". A file of the same name is replaced whole.
absl::StatusOr<std::string> WriteScheduleFile(const Schedule& schedule,
                                              const std::string& dir,
                                              size_t number);

// The same for a text of another kind: "dir/Suite.Name.ending".
absl::StatusOr<std::string> WriteTestFile(const std::string& text,
                                          const std::string& test,
                                          const std::string& ending,
                                          const std::string& dir);
// The text of a file; the error says its path.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SCHEDULE_FILE_H_
