# interleave_add_fuzz_target(NAME [ENGINE fuzzer|files] SOURCE...)
#
# An executable of sources that define LLVMFuzzerTestOneInput by FuzzSchedule
# (interleave/fuzz/fuzz.h), instrumented so that every access to memory is a
# schedule point. ENGINE fuzzer (the default): with the main and the coverage
# of -fsanitize=fuzzer, which is libFuzzer's in clang and AFL++'s in
# afl-clang-fast. ENGINE files: with a main that runs the files it is given, or
# standard input. Without ThreadSanitizer's runtime (RACES off).
function(interleave_add_fuzz_target name)
  cmake_parse_arguments(ARG "" "ENGINE" "" ${ARGN})
  if(NOT DEFINED ARG_ENGINE)
    set(ARG_ENGINE fuzzer)
  endif()
  if(NOT ARG_ENGINE MATCHES "^(fuzzer|files)$")
    message(FATAL_ERROR "interleave_add_fuzz_target: ENGINE is ${ARG_ENGINE}: "
                        "it must be fuzzer or files")
  endif()
  if(NOT ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "interleave_add_fuzz_target: ${name} has no source")
  endif()
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  interleave_instrument(${name} RACES off)
  if(ARG_ENGINE STREQUAL "fuzzer")
    target_link_libraries(${name} PRIVATE interleave::fuzz)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_link_libraries(${name} PRIVATE interleave::fuzz_main)
  endif()
endfunction()
