# interleave_add_fuzz_target(NAME [ENGINE fuzzer|afl|files] SOURCE...)
#
# An executable of sources that define LLVMFuzzerTestOneInput by FuzzSchedule
# (interleave/fuzz/fuzz.h), instrumented so that every access to memory is a
# schedule point. Without ThreadSanitizer's runtime (RACES off).
#
# ENGINE fuzzer (the default): with the main and the coverage of
#   -fsanitize=fuzzer, which is libFuzzer's in clang.
# ENGINE afl: the same, of AFL++; the target, and nothing else of the project,
#   is compiled by afl-clang-fast. Run it by afl-fuzz, with
#   AFL_CUSTOM_MUTATOR_LIBRARY set to libinterleave_afl_mutator.so (in
#   lib/interleave where Interleave is installed), which changes schedules.
# ENGINE files: with a main that runs the files it is given, or standard input.

set(INTERLEAVE_AFL_LAUNCHER ${CMAKE_CURRENT_LIST_DIR}/afl-compiler.sh)

# The target's sources are compiled, and it is linked, by AFL++'s compilers.
function(interleave_compile_by_afl target)
  find_program(INTERLEAVE_AFL_CC afl-clang-fast)
  find_program(INTERLEAVE_AFL_CXX afl-clang-fast++)
  if(NOT INTERLEAVE_AFL_CC OR NOT INTERLEAVE_AFL_CXX)
    message(FATAL_ERROR
      "interleave_add_fuzz_target: ${target} has ENGINE afl, and there is no "
      "afl-clang-fast and afl-clang-fast++: install AFL++ (Debian: afl++), or "
      "set INTERLEAVE_AFL_CC and INTERLEAVE_AFL_CXX")
  endif()
  set(languages CXX)
  set(compiler_CXX ${INTERLEAVE_AFL_CXX})
  get_property(enabled GLOBAL PROPERTY ENABLED_LANGUAGES)
  if("C" IN_LIST enabled)
    list(APPEND languages C)
    set(compiler_C ${INTERLEAVE_AFL_CC})
  endif()
  foreach(language IN LISTS languages)
    foreach(step COMPILER LINKER)
      set_property(TARGET ${target} PROPERTY ${language}_${step}_LAUNCHER
        bash ${INTERLEAVE_AFL_LAUNCHER} ${compiler_${language}})
    endforeach()
  endforeach()
  # One made by another compiler is of no use.
  set_property(TARGET ${target} PROPERTY DISABLE_PRECOMPILE_HEADERS ON)
endfunction()

function(interleave_add_fuzz_target name)
  cmake_parse_arguments(ARG "" "ENGINE" "" ${ARGN})
  if(NOT DEFINED ARG_ENGINE)
    set(ARG_ENGINE fuzzer)
  endif()
  if(NOT ARG_ENGINE MATCHES "^(fuzzer|afl|files)$")
    message(FATAL_ERROR "interleave_add_fuzz_target: ENGINE is ${ARG_ENGINE}: "
                        "it must be fuzzer, afl or files")
  endif()
  if(NOT ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "interleave_add_fuzz_target: ${name} has no source")
  endif()
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  interleave_instrument(${name} RACES off)
  if(ARG_ENGINE STREQUAL "files")
    target_link_libraries(${name} PRIVATE interleave::fuzz_main)
    return()
  endif()
  target_link_libraries(${name} PRIVATE interleave::fuzz)
  # AFL++'s driver goes by the same name.
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  if(ARG_ENGINE STREQUAL "afl")
    interleave_compile_by_afl(${name})
  else()
    # How deep the fuzzer's own stack is says nothing of the tasks'.
    target_compile_options(${name} PRIVATE
      -fsanitize=fuzzer-no-link -fno-sanitize-coverage=stack-depth)
  endif()
endfunction()
