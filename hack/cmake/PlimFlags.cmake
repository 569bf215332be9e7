add_library(plim_flags INTERFACE)
add_library(plim::flags ALIAS plim_flags)
target_compile_definitions(plim_flags INTERFACE _POSIX_C_SOURCE=200809L)
# Of both languages.
target_compile_options(plim_flags INTERFACE
  -Wall -Wextra -Wpedantic
  -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion
  -Wformat=2 -Wundef -Wvla -Wcast-qual -Wcast-align -Wpointer-arith
  -Wwrite-strings -Wswitch-enum -Wimplicit-fallthrough
  -Wunused-macros -Wfloat-equal -Wdate-time
  -fno-common -fno-omit-frame-pointer)
# Of C alone.
target_compile_options(plim_flags INTERFACE
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes;-Wmissing-prototypes;-Wold-style-definition;-Wnull-dereference>
  $<$<COMPILE_LANG_AND_ID:C,GNU>:-Wlogical-op;-Wduplicated-cond;-Wduplicated-branches;-Wjump-misses-init;-Walloc-zero;-Wtrampolines;-Warith-conversion>
  $<$<COMPILE_LANG_AND_ID:C,Clang>:-Wcomma;-Wassign-enum;-Wconditional-uninitialized;-Wmissing-variable-declarations>)
if(PLIM_SANITIZE)
  target_compile_options(plim_flags INTERFACE -fsanitize=${PLIM_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(plim_flags INTERFACE -fsanitize=${PLIM_SANITIZE})
else()
  target_compile_options(plim_flags INTERFACE
    -fstack-protector-strong -fstack-clash-protection -fcf-protection
    $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2>)
  target_link_options(plim_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
if(PLIM_FUZZ)
  target_compile_options(plim_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(PLIM_COVERAGE)
  target_compile_options(plim_flags INTERFACE --coverage)
  target_link_options(plim_flags INTERFACE --coverage)
endif()
# The modules hold both forms, so that only the program, not every test, is optimised again as it is linked.
add_library(plim_whole INTERFACE)
add_library(plim::whole ALIAS plim_whole)
if(PLIM_LTO)
  target_compile_options(plim_whole INTERFACE -flto=auto -ffat-lto-objects)
  target_link_options(plim_flags INTERFACE $<IF:$<BOOL:$<TARGET_PROPERTY:PLIM_WHOLE>>,-flto=auto,-fno-lto>)
endif()
