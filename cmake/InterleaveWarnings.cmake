# interleave_warnings(TARGET): the warnings our own code is free of.
function(interleave_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${INTERLEAVE_WERROR}>:-Werror>)
endfunction()
