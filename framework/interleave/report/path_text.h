// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How paths of source files are shown to people.

#ifndef INTERLEAVE_REPORT_PATH_TEXT_H_
#define INTERLEAVE_REPORT_PATH_TEXT_H_

#include <string>
#include <string_view>

namespace interleave {

// The file's name without folders: "pool.cc". For columns.
std::string_view ShortPath(std::string_view path);

// The path without "." and "..", and relative to `folder` when it lies in it:
// what a person can open from where they stand. `folder` is absolute; empty
// stands for the current working directory.
std::string DisplayPath(std::string_view path, std::string_view folder = {});

// "pool.cc:42"; without a line "pool.cc"; without a path "".
std::string PlaceText(std::string_view path, int line);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_PATH_TEXT_H_
