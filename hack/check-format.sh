#!/bin/sh
# Every C and C++ file stands as clang-format puts it.
# usage: hack/check-format.sh   (from the repository root)
set -eu
hack/files '*.c' '*.h' '*.cc' |
    xargs clang-format --dry-run --Werror
