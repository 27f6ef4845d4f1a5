# interleave_isolate(OBJECTS NAME)
#
# Makes the file NAME, in the folder of this call's build, of all objects of the
# object library OBJECTS. What they and the program both define inline (members
# of std::string, of std::vector) is local in it: the linker keeps one of
# several such copies, and the program's may be instrumented, so that the
# scheduler would be a part of what it schedules. So are Abseil's functions on
# strings, from its static libraries: the library's strings lie in its own
# memory (base/arena.h), which the shared ones would give to the C++ heap.
function(interleave_isolate objects name)
  # Of binutils: LLVM's linker cannot dissolve groups of sections.
  find_program(INTERLEAVE_LD ld.bfd REQUIRED)
  find_program(INTERLEAVE_NM nm REQUIRED)
  find_program(INTERLEAVE_OBJCOPY objcopy REQUIRED)
  set(archives "")
  foreach(library strings str_format_internal strings_internal)
    find_library(INTERLEAVE_ABSL_${library} libabsl_${library}.a REQUIRED)
    list(APPEND archives ${INTERLEAVE_ABSL_${library}})
  endforeach()
  # Objects that are to be optimised together are code only after that.
  string(TOUPPER "CMAKE_CXX_FLAGS_${CMAKE_BUILD_TYPE}" flags)
  set(flags "${CMAKE_CXX_FLAGS} ${${flags}}")
  set(compiler "")
  if(flags MATCHES "-flto")
    separate_arguments(flags UNIX_COMMAND "${flags}")
    set(compiler ${CMAKE_CXX_COMPILER} ${flags} -nostdlib -fuse-ld=bfd)
  endif()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(inputs "$<FILTER:$<TARGET_OBJECTS:${objects}>,INCLUDE,[.]o$>")
  set(script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/isolate.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DCOMPILER=${compiler}" -D LD=${INTERLEAVE_LD}
            -D NM=${INTERLEAVE_NM} -D OBJCOPY=${INTERLEAVE_OBJCOPY}
            -D OUTPUT=${output} "-DOBJECTS=${inputs}"
            "-DARCHIVES=${archives}" -P ${script}
    DEPENDS ${inputs} ${script}
    COMMENT "Isolating the library's object ${name}"
    VERBATIM)
endfunction()
