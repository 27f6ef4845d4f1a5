// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Shows what it was started with, and what an execution before may have left.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

namespace {

int g_runs = 0;
std::string g_from_constructor = "constructed";

}  // namespace

int main(int argc, char** argv) {
  std::string line;
  std::getline(std::cin, line);
  std::string text;
  std::thread one([&] { ++g_runs; });
  std::thread other([&] { text = g_from_constructor; });
  one.join();
  other.join();
  g_from_constructor = "used";
  char folder[4096];
  std::cout << "read '" << line << "', " << argc << " words, last "
            << argv[argc - 1] << ", " << text << ", run " << g_runs << ", in "
            << (getcwd(folder, sizeof folder) == nullptr ? "?" : folder)
            << ", WORD=" << (std::getenv("WORD") ? std::getenv("WORD") : "")
            << ", told="
            << (std::getenv("INTERLEAVE_PROGRAM") != nullptr ||
                std::getenv("LD_BIND_NOW") != nullptr)
            << std::endl;
  return argc > 1 && std::string(argv[1]) == "fail" ? 9 : 0;
}
