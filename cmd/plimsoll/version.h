/* The version of the program; CMake's project version. */
#ifndef PLIM_CMD_VERSION_H
#define PLIM_CMD_VERSION_H

#ifndef PLIM_VERSION
#error "PLIM_VERSION is defined by cmd/CMakeLists.txt"
#endif

#endif
