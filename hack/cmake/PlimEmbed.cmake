# plim_embed(<variable> BASE <directory> PATTERNS <glob>...)
#   Sets <variable> to a C file, made in the build, that holds every file below BASE that matches and
#   defines policy_embedded() (pkg/policy/include/policy/embedded.h). A new file is found by the next build.
add_executable(plim_embed "${CMAKE_CURRENT_LIST_DIR}/embed.c")
target_compile_options(plim_embed PRIVATE -Wall -Wextra -Wpedantic -Wconversion)

function(plim_embed variable)
  cmake_parse_arguments(PARSE_ARGV 1 E "" "BASE" "PATTERNS")
  list(TRANSFORM E_PATTERNS PREPEND "${E_BASE}/")
  file(GLOB files RELATIVE "${E_BASE}" CONFIGURE_DEPENDS ${E_PATTERNS})
  if(NOT files)
    message(FATAL_ERROR "plim_embed: nothing below ${E_BASE} matches")
  endif()
  list(TRANSFORM files PREPEND "${E_BASE}/" OUTPUT_VARIABLE depends)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${variable}.c")
  add_custom_command(OUTPUT "${output}"
    COMMAND plim_embed "${output}" "${E_BASE}" ${files}
    DEPENDS plim_embed ${depends}
    COMMENT "Embedding files of ${E_BASE}"
    VERBATIM)
  set(${variable} "${output}" PARENT_SCOPE)
endfunction()
