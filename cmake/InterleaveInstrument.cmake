# interleave_instrument(TARGET... [RACES on|off])
#
# Compiles the targets' sources so that every access to memory is a schedule
# point, and links them with what makes it one. RACES on (the default):
# ThreadSanitizer's runtime judges each execution for data races. RACES off: no
# runtime, for speed. An executable and all of its libraries that are to be seen
# must be instrumented the same way.

# Writes the options that put our hooks before the functions of `entries` and
# of `annotations` into the file `wraps`; RACES as above.
function(interleave_write_wraps entries annotations wraps races)
  file(STRINGS ${entries} lines REGEX "^INTERLEAVE_TSAN_")
  set(text "")
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^INTERLEAVE_TSAN_([A-Z_]+)\\(([a-z0-9_]+)" _ "${line}")
    set(kind ${CMAKE_MATCH_1})
    set(name ${CMAKE_MATCH_2})
    if(kind MATCHES "^(COPY|FILL)$")
      string(APPEND text "--wrap=${name}\n")
    endif()
    if(races AND NOT kind MATCHES "^(SIGNAL_FENCE|FUNCTION_ENTRY|FUNCTION_EXIT)$")
      string(APPEND text "--wrap=__tsan_${name}\n")
    endif()
  endforeach()
  file(STRINGS ${annotations} lines REGEX "^INTERLEAVE_ANNOTATION_")
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^INTERLEAVE_ANNOTATION_([A-Z]+)\\(([A-Za-z_]+)" _ "${line}")
    if(races AND NOT CMAKE_MATCH_1 STREQUAL "OTHER")
      string(APPEND text "--wrap=${CMAKE_MATCH_2}\n")
    endif()
  endforeach()
  # The executable's, which shared libraries call too.
  foreach(name __cxa_guard_release mmap mmap64)
    string(APPEND text "--wrap=${name}\n--export-dynamic-symbol=__wrap_${name}\n")
  endforeach()
  foreach(kind 8bit_counters bool_flag trace_pc_guard)
    set(name __sanitizer_cov_${kind}_init)
    string(APPEND text "--wrap=${name}\n"
                       "--export-dynamic-symbol=__wrap_${name}\n")
  endforeach()
  file(CONFIGURE OUTPUT ${wraps} CONTENT "${text}" @ONLY)
endfunction()

# interleave_wrap_main(TARGET)
#
# The executable runs under control, from its main to its exit, when
# `interleave explore` starts it, and normally otherwise. For programs that are
# not instrumented; interleave_instrument does the same.
function(interleave_wrap_main target)
  target_link_libraries(${target} PRIVATE interleave::interleave)
  target_link_options(${target} PRIVATE
    "LINKER:--wrap=main" "LINKER:-u,main"
    "LINKER:--defsym=interleave_wraps_main=1"
    "LINKER:--export-dynamic-symbol=interleave_wraps_main")
endfunction()

function(interleave_instrument)
  cmake_parse_arguments(ARG "" "RACES" "" ${ARGN})
  if(NOT DEFINED ARG_RACES)
    set(ARG_RACES on)
  endif()
  if(NOT ARG_RACES MATCHES "^(on|off)$")
    message(FATAL_ERROR "interleave_instrument: RACES is ${ARG_RACES}: "
                        "it must be on or off")
  endif()
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "interleave_instrument needs clang, not "
      "${CMAKE_CXX_COMPILER_ID}: set CMAKE_CXX_COMPILER to clang++")
  endif()
  foreach(target IN LISTS ARG_UNPARSED_ARGUMENTS)
    # Not optimised across files: that comes after the accesses were marked, and
    # --wrap does not reach what it makes. A read before a write is marked too:
    # another task may come between the two.
    target_compile_options(${target} PRIVATE
      -fsanitize=thread -gline-tables-only -fno-lto
      "SHELL:-mllvm -tsan-instrument-read-before-write=1"
      "SHELL:-include interleave/intercept/weak_compare_exchange.h")
    target_include_directories(${target} PRIVATE
      $<TARGET_PROPERTY:interleave::interleave,INTERFACE_INCLUDE_DIRECTORIES>)
    if(ARG_RACES STREQUAL "on")
      set(library interleave::races)
      set(hooks __wrap___tsan_)
      set(annotations __wrap_*Annotate)
    else()
      set(library interleave::accesses)
      set(hooks __tsan_)
      set(annotations Annotate)
    endif()
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "EXECUTABLE")
      interleave_wrap_main(${target})
      target_link_libraries(${target} PRIVATE ${library})
      # Instrumented shared libraries call the executable's hooks, also where it
      # has no code of its own that does.
      target_link_options(${target} PRIVATE
        "LINKER:-u,${hooks}read1" "LINKER:--export-dynamic-symbol=${hooks}*"
        "LINKER:--export-dynamic-symbol=${annotations}*"
        "LINKER:-u,interleave_weak_compare_exchange_fails"
        "LINKER:--export-dynamic-symbol=interleave_weak_*")
    else()
      # A library has our hooks from the executable that it becomes part of.
      target_link_options(${target} PRIVATE
        $<TARGET_PROPERTY:${library},INTERFACE_LINK_OPTIONS>)
    endif()
    if(ARG_RACES STREQUAL "on")
      target_link_options(${target} PRIVATE -fsanitize=thread)
    endif()
  endforeach()
endfunction()
