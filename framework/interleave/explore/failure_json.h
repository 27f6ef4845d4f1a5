// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// One finding with its trace and its explanation as JSON, as result_json.h has
// the rest.
//
// Thread safety: pure functions. Cost: linear in what is given.

#ifndef INTERLEAVE_EXPLORE_FAILURE_JSON_H_
#define INTERLEAVE_EXPLORE_FAILURE_JSON_H_

#include <nlohmann/json.hpp>

#include "interleave/explore/json_reader.h"
#include "interleave/explore/result.h"

namespace interleave {

nlohmann::ordered_json FailureToJson(const Failure& failure);
Failure FailureFromJson(const JsonReader& json);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_FAILURE_JSON_H_
