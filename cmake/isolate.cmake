# Joins OBJECTS to the one object OUTPUT and makes what is weak in it local;
# see InterleaveIsolate.cmake. What OBJECTS need of the static libraries ARCHIVES
# is joined to them and local. LD, NM and OBJCOPY are the tools; COMPILER, when
# it is given, first optimises the objects together.

# Runs a command; ends with its words when it fails.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status ERROR_VARIABLE error
                  OUTPUT_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nfailed (${status}): ${error}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

if(COMPILER)
  run(${COMPILER} -r -o ${OUTPUT}.optimized ${OBJECTS})
  set(OBJECTS ${OUTPUT}.optimized)
endif()
run(${LD} -r --force-group-allocation -o ${OUTPUT}.whole ${OBJECTS} ${ARCHIVES})
run(${NM} --defined-only --extern-only ${ARCHIVES})
string(REGEX MATCHALL " [A-Z] [^\n]+" joined "${output}")
run(${NM} --defined-only ${OUTPUT}.whole)
string(REPLACE "\n" ";" lines "${output}")
set(names "")
foreach(line IN LISTS joined)
  string(SUBSTRING "${line}" 3 -1 name)
  string(APPEND names "${name}\n")
endforeach()
foreach(line IN LISTS lines)
  # The program's, if it has them: intercept/random_source.cc.
  if(line MATCHES "random_device|random_internal10RandenPool")
    continue()
  endif()
  # W, V: weak; u: unique. gcc makes every class's tables weak, also of those
  # that the library alone has.
  if(NOT line MATCHES " _ZT[VIS]N10interleave" AND
     line MATCHES "^[0-9a-f]+ [WVu] (.+)$")
    string(APPEND names "${CMAKE_MATCH_1}\n")
  endif()
endforeach()
file(WRITE ${OUTPUT}.names "${names}")
# What the library moves, makes and deletes is not the program's: see
# runtime/raw_memory.cc and runtime/unjudged_new.cc.
set(renamed "")
foreach(pair memcpy=raw_memcpy memmove=raw_memmove memset=raw_memset
             _Znwm=new _Znam=new_array _ZnwmRKSt9nothrow_t=new_nothrow
             _ZdlPv=delete _ZdlPvm=delete_sized _ZdaPv=delete_array)
  string(REPLACE "=" "=interleave_" pair ${pair})
  list(APPEND renamed --redefine-sym ${pair})
endforeach()
run(${OBJCOPY} --localize-symbols=${OUTPUT}.names ${renamed}
    ${OUTPUT}.whole ${OUTPUT})
file(REMOVE ${OUTPUT}.optimized ${OUTPUT}.whole ${OUTPUT}.names)
