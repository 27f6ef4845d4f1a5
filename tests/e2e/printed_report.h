// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PrintedReport: the parts of a failure that a person would copy, read from
// what a test binary printed.

#ifndef TESTS_E2E_PRINTED_REPORT_H_
#define TESTS_E2E_PRINTED_REPORT_H_

#include <string>
#include <string_view>

namespace interleave::e2e {

struct PrintedReport {
  // From the headline to the interleaving, its end included.
  std::string story;
  std::string token;
  std::string schedule;  // path of the file
  std::string replay;    // the command
};

// The first report about `test` in `out`; all is empty when there is none.
PrintedReport ReadReport(std::string_view out, std::string_view test);

}  // namespace interleave::e2e

#endif  // TESTS_E2E_PRINTED_REPORT_H_
