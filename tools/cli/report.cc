// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/report.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/complaint.h"
#include "tools/cli/schedule_input.h"
#include "tools/cli/temporary_folder.h"
#include "tools/cli/text_file.h"
#include "tools/formats/format.h"

namespace interleave::cli {
namespace {

absl::StatusOr<const formats::Format*> ChooseFormat(
    const ReportOptions& options) {
  const formats::Format* const format =
      options.format.empty() ? formats::FormatOfFile(options.output)
                             : formats::FindFormat(options.format);
  if (format != nullptr) return format;
  if (!options.format.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no format \"", options.format, "\"; there are ",
                     FormatNames()));
  }
  return absl::InvalidArgumentError(
      absl::StrCat(options.output,
                   " does not say which format it is to have; say so with "
                   "--format: ",
                   FormatNames()));
}

bool IsResult(const std::string& text) {
  const absl::string_view trimmed = absl::StripLeadingAsciiWhitespace(text);
  return !trimmed.empty() && trimmed.front() == '{';
}

// Replays the schedule with an explanation; what that printed comes first.
absl::StatusOr<std::string> ResultOfReplay(const ReportOptions& options,
                                           ExitCode* code) {
  absl::StatusOr<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::Make();
  if (!folder.ok()) return folder.status();
  ReplayOptions replay = options.replay;
  replay.schedule = options.input;
  replay.run.json = (*folder)->File("result.json");
  replay.run.settings.emplace_back("explain=on");
  *code = RunReplay(replay);
  absl::StatusOr<std::string> text = ReadTextFile(replay.run.json);
  if (!text.ok() || !IsResult(*text)) {
    return absl::AbortedError(
        absl::StrCat(options.input, " could not be replayed"));
  }
  return text;
}

absl::StatusOr<std::string> ReadResult(const ReportOptions& options,
                                       ExitCode* code) {
  if (IsToken(options.input)) return ResultOfReplay(options, code);
  absl::StatusOr<std::string> text = ReadTextFile(options.input);
  if (!text.ok() || IsResult(*text)) return text;
  return ResultOfReplay(options, code);
}

}  // namespace

std::string FormatNames() {
  std::string names;
  for (const formats::Format& format : formats::Formats()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", std::string(format.name),
                    " (", std::string(format.ending), ")");
  }
  return names;
}

ExitCode RunReport(const ReportOptions& options) {
  const absl::StatusOr<const formats::Format*> format = ChooseFormat(options);
  if (!format.ok()) return Complain(format.status());
  if (absl::Status status = RefuseSameFile(options.input, options.output);
      !status.ok()) {
    return Complain(status);
  }
  ExitCode code = ExitCode::kNoFinding;
  const absl::StatusOr<std::string> text = ReadResult(options, &code);
  if (!text.ok()) {
    return code == ExitCode::kError ? code : Complain(text.status());
  }
  const absl::StatusOr<formats::Json> result = formats::ParseResult(*text);
  if (!result.ok()) {
    return Complain(absl::InvalidArgumentError(
        absl::StrCat(options.input, ": ", result.status().message())));
  }
  const std::string made = (*format)->make(*result);
  if (options.output == "-") {
    std::fwrite(made.data(), 1, made.size(), stdout);
    return ExitCode::kNoFinding;
  }
  if (absl::Status status = WriteTextFile(options.output, made); !status.ok()) {
    return Complain(status);
  }
  std::printf("interleave report: %s\n", options.output.c_str());
  return ExitCode::kNoFinding;
}

}  // namespace interleave::cli
