// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/side_stack.h"

#include <boost/context/detail/fcontext.hpp>

namespace interleave {

using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

void CallOnStack(char* bottom, size_t bytes, absl::FunctionRef<void()> work) {
  const auto begin =
      make_fcontext(bottom + bytes, bytes, [](transfer_t caller) {
        (*static_cast<absl::FunctionRef<void()>*>(caller.data))();
        jump_fcontext(caller.fctx, nullptr);
      });
  jump_fcontext(begin, &work);
}

}  // namespace interleave
