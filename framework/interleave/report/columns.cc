// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/columns.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/report/plain_text.h"
#include "interleave/report/table.h"

namespace interleave {
namespace {

constexpr size_t kStepWidthMin = 4;
constexpr size_t kOperationWidthMin = 18;  // "pool.reset.loaded" fits
constexpr size_t kFindingWidthMax = 24;
constexpr size_t kNamesInFoldMax = 4;

// One line of the table before it is cut to size.
struct Line {
  std::string step;
  TaskId task = kNoTask;  // kNoTask: `text` is for all columns together
  std::string text;
  std::string where;
  bool finding = false;
};

std::string NameOf(TaskId task, std::span<const std::string> labels) {
  return task < labels.size() ? labels[task] : absl::StrCat("T", task);
}

// A run of folded rows. When one task did all of it and has a column, that
// column tells whose steps they were.
Line FoldLine(std::span<const StoryRow> run, const std::vector<TaskId>& shown,
              std::span<const std::string> labels) {
  std::vector<TaskId> tasks;
  uint64_t steps = 0;
  for (const StoryRow& row : run) {
    steps += std::max(row.left_out, uint64_t{1});
    if (std::find(tasks.begin(), tasks.end(), row.task) == tasks.end()) {
      tasks.push_back(row.task);
    }
  }
  Line line;
  line.text = absl::StrCat("... ", steps, steps == 1 ? " step" : " steps");
  // It is not known whose they were.
  if (std::find(tasks.begin(), tasks.end(), kNoTask) != tasks.end()) {
    return line;
  }
  const bool has_column =
      std::find(shown.begin(), shown.end(), tasks.front()) != shown.end();
  if (tasks.size() == 1 && has_column) {
    line.task = tasks.front();
    return line;
  }
  const size_t named = std::min(tasks.size(), kNamesInFoldMax);
  for (size_t i = 0; i < named; ++i) {
    absl::StrAppend(&line.text, i == 0 ? " of " : ", ",
                    NameOf(tasks[i], labels));
  }
  if (named < tasks.size()) {
    absl::StrAppend(&line.text, " and ", tasks.size() - named, " more");
  }
  return line;
}

Line RowLine(const StoryRow& row, StepNumber before) {
  Line line;
  if (row.step != 0 && row.step != before) {
    line.step = absl::StrCat(row.critical ? "* " : "", row.step);
  }
  line.task = row.task;
  // Where control comes from another task.
  line.text = absl::StrCat(row.switched ? "> " : "", ToAscii(row.text));
  line.finding = row.finding;
  line.where = ToAscii(row.place);
  if (!row.place.empty() && !row.source.empty()) {
    absl::StrAppend(&line.where, "  ", ToAscii(row.source));
  }
  return line;
}

std::vector<Line> MakeLines(std::span<const StoryRow> rows,
                            const std::vector<TaskId>& shown,
                            std::span<const std::string> labels) {
  std::vector<Line> lines;
  StepNumber before = 0;
  for (size_t i = 0; i < rows.size();) {
    if (!rows[i].folded) {
      lines.push_back(RowLine(rows[i], before));
      before = rows[i].step;
      ++i;
      continue;
    }
    size_t end = i;
    while (end < rows.size() && rows[end].folded) ++end;
    lines.push_back(FoldLine(rows.subspan(i, end - i), shown, labels));
    i = end;
  }
  return lines;
}

// In order of id, so that the columns don't move between two reports.
std::vector<TaskId> ShownTasks(std::span<const StoryRow> rows) {
  std::vector<TaskId> tasks;
  for (const StoryRow& row : rows) {
    if (!row.folded && row.task != kNoTask) tasks.push_back(row.task);
  }
  std::sort(tasks.begin(), tasks.end());
  tasks.erase(std::unique(tasks.begin(), tasks.end()), tasks.end());
  return tasks;
}

size_t StepWidth(const std::vector<Line>& lines) {
  size_t width = kStepWidthMin;
  for (const Line& line : lines) width = std::max(width, line.step.size());
  return width;
}

size_t WhereWidth(const std::vector<Line>& lines) {
  size_t width = std::string_view("where").size();
  for (const Line& line : lines) width = std::max(width, line.where.size());
  return width;
}

// The width of the last column behind `inner`, which is all between it and the
// first: such that lines over all columns fit too, but at most `room`.
size_t LastWidth(const std::vector<Line>& lines, size_t inner, size_t room) {
  size_t width = WhereWidth(lines);
  for (const Line& line : lines) {
    const size_t used = inner + Table::kBar.size();
    if (line.task == kNoTask && line.where.empty() && line.text.size() > used) {
      width = std::max(width, line.text.size() - used);
    }
  }
  return std::min(width, room);
}

// The least that tells where: the longest "file:line", within reason.
size_t WhereWidthMin(std::span<const StoryRow> rows) {
  size_t width = std::string_view("where").size();
  for (const StoryRow& row : rows) width = std::max(width, row.place.size());
  return std::min(width, size_t{24});
}

size_t Sum(const std::vector<size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), size_t{0});
}

// `widths` after taking from the widest until the sum is at most `budget`.
// REQUIRES: Sum(least) <= budget
std::vector<size_t> Shrink(const std::vector<size_t>& least, size_t budget,
                           std::vector<size_t> widths) {
  for (size_t sum = Sum(widths); sum > budget; --sum) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= least[i]) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    --widths[widest];
  }
  return widths;
}

std::string PerTask(const std::vector<Line>& lines, const Table& table,
                    const std::vector<TaskId>& shown) {
  std::string text = table.Header();
  for (const Line& line : lines) {
    if (line.task == kNoTask) {
      absl::StrAppend(&text, table.WideRow(line.step, line.text, line.where));
      continue;
    }
    std::vector<std::string> cells(shown.size() + 2);
    cells.front() = line.step;
    const auto column = std::find(shown.begin(), shown.end(), line.task);
    cells[static_cast<size_t>(column - shown.begin()) + 1] = line.text;
    cells.back() = line.where;
    absl::StrAppend(&text, table.Row(cells));
  }
  return text;
}

std::string Combined(const std::vector<Line>& lines, size_t where_min,
                     std::span<const std::string> labels, size_t width) {
  size_t task_width = std::string_view("task").size();
  size_t operation_width = std::string_view("operation").size();
  for (const Line& line : lines) {
    if (line.task == kNoTask) continue;
    task_width = std::max(task_width, NameOf(line.task, labels).size());
    operation_width = std::max(operation_width, line.text.size());
  }
  const size_t step_width = StepWidth(lines);
  const size_t room = width - step_width - 3 * Table::kBar.size();
  task_width = std::min(task_width, width / 5);
  const size_t where_share =
      std::min(WhereWidth(lines), std::max(where_min, room * 2 / 5));
  operation_width = std::min(operation_width, room - task_width - where_share);
  const size_t where_width =
      LastWidth(lines, task_width + Table::kBar.size() + operation_width,
                room - task_width - operation_width);
  const Table table({"step", "task", "operation", "where"},
                    {step_width, task_width, operation_width, where_width});
  std::string text = table.Header();
  for (const Line& line : lines) {
    absl::StrAppend(
        &text, line.task == kNoTask
                   ? table.WideRow(line.step, line.text, line.where)
                   : table.Row({line.step, NameOf(line.task, labels), line.text,
                                line.where}));
  }
  return text;
}

// The wished and the least width of each task's column.
struct ColumnWidths {
  std::vector<size_t> wished;
  std::vector<size_t> least;
};

ColumnWidths MeasureColumns(const std::vector<Line>& lines,
                            const std::vector<TaskId>& shown,
                            std::span<const std::string> labels) {
  ColumnWidths widths;
  for (const TaskId task : shown) {
    const std::string name = NameOf(task, labels);
    size_t wished = name.size();
    for (const Line& line : lines) {
      if (line.task != task) continue;
      // A finding's message is told in full elsewhere.
      const size_t most = line.finding ? kFindingWidthMax : line.text.size();
      wished = std::max(wished, std::min(line.text.size(), most));
    }
    widths.wished.push_back(wished);
    widths.least.push_back(std::min(wished, kOperationWidthMin));
  }
  return widths;
}

// The table with a column for each task of `shown`, if it fits.
std::optional<Table> TaskTable(const std::vector<Line>& lines,
                               const std::vector<TaskId>& shown,
                               std::span<const std::string> labels,
                               size_t where_min, size_t total) {
  const size_t step_width = StepWidth(lines);
  const size_t frame = step_width + Table::kBar.size() * (shown.size() + 1);
  const ColumnWidths columns = MeasureColumns(lines, shown, labels);
  const size_t columns_least = Sum(columns.least);
  if (frame + columns_least + where_min > total) return std::nullopt;
  const size_t room = total - frame;
  const size_t where_wished = WhereWidth(lines);
  // The source text gets two fifths when it wants them and they are free.
  const size_t where_share = std::min(
      {where_wished, std::max(where_min, room * 2 / 5), room - columns_least});
  const std::vector<size_t> fitted =
      Shrink(columns.least, room - where_share, columns.wished);
  std::vector<std::string> titles = {"step"};
  std::vector<size_t> widths = {step_width};
  for (size_t i = 0; i < shown.size(); ++i) {
    titles.push_back(NameOf(shown[i], labels));
    widths.push_back(fitted[i]);
  }
  titles.push_back("where");
  const size_t inner = Sum(fitted) + Table::kBar.size() * (fitted.size() - 1);
  widths.push_back(LastWidth(lines, inner, room - Sum(fitted)));
  return Table(std::move(titles), std::move(widths));
}

}  // namespace

std::vector<std::string> TaskLabels(std::span<const std::string> task_names) {
  std::map<std::string_view, int> uses;
  for (const std::string& name : task_names) ++uses[name];
  std::vector<std::string> labels;
  for (size_t i = 0; i < task_names.size(); ++i) {
    const std::string& name = task_names[i];
    labels.push_back(uses[name] > 1 ? absl::StrCat(ToAscii(name), " (T", i, ")")
                                    : ToAscii(name));
  }
  return labels;
}

std::string FormatColumns(std::span<const StoryRow> rows,
                          std::span<const std::string> task_names, int width) {
  const auto total = static_cast<size_t>(std::max(width, kColumnsWidthMin));
  const std::vector<std::string> labels = TaskLabels(task_names);
  const std::vector<TaskId> shown = ShownTasks(rows);
  const std::vector<Line> lines = MakeLines(rows, shown, labels);
  const size_t where_min = WhereWidthMin(rows);
  std::optional<Table> table;
  if (!shown.empty()) {
    table = TaskTable(lines, shown, labels, where_min, total);
  }
  return table.has_value() ? PerTask(lines, *table, shown)
                           : Combined(lines, where_min, labels, total);
}

}  // namespace interleave
