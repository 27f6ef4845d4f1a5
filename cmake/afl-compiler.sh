#!/usr/bin/env bash
# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
#
# afl-compiler.sh AFL_COMPILER COMPILER ARGUMENT...
#
# Runs AFL++'s compiler in place of COMPILER: what CMake puts before a compiler's
# command for the targets of ENGINE afl. It optimises as the project says, not as
# AFL++ would, so that an input means what it means to the other engines.
set -euo pipefail
afl=$1
shift 2
export AFL_QUIET=1 AFL_DONT_OPTIMIZE=1
exec "$afl" "$@"
