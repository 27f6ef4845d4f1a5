// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// All of std::string, compiled into the library's isolated object
// (cmake/InterleaveIsolate.cmake). Abseil's string functions, which are joined
// to that object too, call it here instead of in the C++ library, so that a
// string of the library has its memory from the library's operator new, whoever
// lengthens it.

#include <string>

template class std::basic_string<char>;
