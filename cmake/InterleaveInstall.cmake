# What `cmake --install` puts where another project finds it: libraries and
# headers, the CMake package (find_package(interleave)), the tool, and the
# compilers for other people's projects (interleave-clang, interleave-clang++).
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/interleave)
set(libraries interleave interleave_gtest interleave_gtest_main interleave_fuzz
              interleave_fuzz_main)
if(TARGET interleave_races)
  list(APPEND libraries interleave_races interleave_accesses)
endif()

install(TARGETS ${libraries} EXPORT interleaveTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS interleave_afl_mutator
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/interleave)
install(EXPORT interleaveTargets NAMESPACE interleave:: DESTINATION ${package})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/framework/interleave
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/interleaveConfig.cmake.in
  ${PROJECT_BINARY_DIR}/interleaveConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/interleaveConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/interleaveConfig.cmake
              ${PROJECT_BINARY_DIR}/interleaveConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/InterleaveFuzz.cmake
              ${PROJECT_SOURCE_DIR}/cmake/afl-compiler.sh
              ${PROJECT_SOURCE_DIR}/cmake/InterleaveInstrument.cmake
        DESTINATION ${package})
if(TARGET interleave_cli)
  install(TARGETS interleave_cli DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

if(TARGET interleave_races)
  foreach(name races accesses)
    install(FILES ${PROJECT_BINARY_DIR}/framework/interleave_${name}.wraps
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/interleave)
  endforeach()
  # What the static libraries need, as the linker's arguments.
  execute_process(
    COMMAND ${PKG_CONFIG_EXECUTABLE} --libs absl_flat_hash_map absl_status
            absl_statusor absl_strings absl_flags absl_flags_parse libdw
    OUTPUT_VARIABLE libraries OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
  string(APPEND libraries " -lgtest -lboost_context -lpthread -ldl -lstdc++ -lm")
  foreach(language C CXX)
    set(compiler ${CMAKE_${language}_COMPILER})
    set(wrapper interleave-clang)
    if(language STREQUAL "CXX")
      set(wrapper interleave-clang++)
    endif()
    configure_file(${PROJECT_SOURCE_DIR}/tools/wrappers/interleave-clang.in
                   ${PROJECT_BINARY_DIR}/wrappers/${wrapper} @ONLY)
    install(PROGRAMS ${PROJECT_BINARY_DIR}/wrappers/${wrapper}
            DESTINATION ${CMAKE_INSTALL_BINDIR})
  endforeach()
endif()
