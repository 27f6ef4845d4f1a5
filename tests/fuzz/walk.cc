// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Compiled twice; WALK is the name of the function.

#include "tests/fuzz/walk.h"

int WALK(int steps, int* rooms) {
  int sum = 0;
  int at = 0;
  for (int step = 0; step < steps; ++step) {
    int& room = rooms[at];
    if (room % 3 == 0) {
      room += step;
      at = (at + 3) % 8;
    } else if (room % 3 == 1) {
      room -= step;
      at = (at + 5) % 8;
    } else {
      room *= 2;
      at = (at + 1) % 8;
    }
    sum += room;
  }
  return sum;
}
