# plim_add_module(<name> LEVEL <n> SOURCES ... HEADERS ... [DEPS ...] [IMPL_DEPS ...] [LIBS ...])
#   DEPS       modules whose headers appear in this module's public headers
#   IMPL_DEPS  modules used only by the .c files
#   LIBS       third-party libraries; always PRIVATE, so no other module sees their headers
function(plim_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 M "" "LEVEL" "SOURCES;HEADERS;DEPS;IMPL_DEPS;LIBS")
  add_library(plim_${name} STATIC ${M_SOURCES})
  add_library(plim::${name} ALIAS plim_${name})
  set_property(TARGET plim_${name} PROPERTY PLIM_LEVEL ${M_LEVEL})
  foreach(dep IN LISTS M_DEPS M_IMPL_DEPS)
    if(NOT TARGET plim_${dep})
      message(FATAL_ERROR "layering: ${name} uses ${dep}, which is not listed above it in pkg/")
    endif()
    get_property(dep_level TARGET plim_${dep} PROPERTY PLIM_LEVEL)
    if(NOT dep_level LESS M_LEVEL)
      message(FATAL_ERROR
        "layering: ${name} (L${M_LEVEL}) must not depend on ${dep} (L${dep_level})")
    endif()
  endforeach()
  list(TRANSFORM M_DEPS PREPEND plim::)
  list(TRANSFORM M_IMPL_DEPS PREPEND plim::)
  target_sources(plim_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${M_HEADERS})
  target_link_libraries(plim_${name} PUBLIC ${M_DEPS} PRIVATE ${M_IMPL_DEPS} ${M_LIBS} plim::flags plim::whole)
endfunction()

# plim_add_test(<module> <name>): tests/unit/<module>/test_<name>.c -> ctest "unit.<module>.<name>"
function(plim_add_test module name)
  add_executable(test_${module}_${name} test_${name}.c)
  target_link_libraries(test_${module}_${name} PRIVATE plim::${module} plim::support plim::flags)
  target_include_directories(test_${module}_${name} PRIVATE "${PROJECT_SOURCE_DIR}/pkg/${module}")
  target_compile_definitions(test_${module}_${name} PRIVATE
    PLIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}" PLIM_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  add_test(NAME unit.${module}.${name} COMMAND test_${module}_${name})
  # A busy machine may take longer for a test than the four seconds that Check gives it.
  set_tests_properties(unit.${module}.${name} PROPERTIES LABELS unit TIMEOUT 120
    ENVIRONMENT CK_DEFAULT_TIMEOUT=60)
endfunction()

# plim_add_fuzzer(<module> <name>): fuzz_<name>.c; replayed over its corpus in every build
function(plim_add_fuzzer module name)
  add_executable(fuzz_${name} fuzz_${name}.c)
  target_link_libraries(fuzz_${name} PRIVATE plim::${module} plim::flags)
  if(PLIM_FUZZ)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name}
      COMMAND fuzz_${name} -runs=0 "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
  else()
    target_sources(fuzz_${name} PRIVATE replay_main.c)
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
  endif()
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz-replay TIMEOUT 120)
endfunction()
