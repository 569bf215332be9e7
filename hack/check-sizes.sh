#!/bin/sh
# Files and tests stay short. Functions are measured by clang-tidy (.clang-tidy: 60 lines, 50 statements, 6
# parameters, nesting 3).
# usage: hack/check-sizes.sh   (from the repository root)
set -eu
status=0
over() { # over LIMIT WHAT: reads file names
    while read -r file; do
        lines=$(wc -l <"$file")
        [ "$lines" -le "$1" ] || { echo "$file: $lines lines, a $2 has at most $1" >&2; echo x; }
    done
}
# A test from its START_TEST line to its END_TEST line.
long_tests() {
    xargs -r awk 'FNR == 1 { start = 0 }
        /^START_TEST/ { start = FNR }
        /^END_TEST/ && start { if (FNR - start > 40) { print FILENAME ":" start ": a test of " FNR - start " lines, at most 40" > "/dev/stderr"; print "x" } start = 0 }'
}
bad=$(
    hack/files 'pkg/**/*.c' 'pkg/**/*.cc' 'pkg/*/*.c' 'pkg/*/*.cc' 'cmd/*.c' | sort -u | over 500 "source file"
    hack/files 'pkg/*/include/*.h' | over 150 "public header"
    hack/files 'tests/*.c' | over 500 "test file"
    hack/files 'tests/unit/*.c' | long_tests
    echo cmd/plimsoll/main.c | over 100 "main.c"
    for module in pkg/*/CMakeLists.txt; do
        readme=${module%CMakeLists.txt}README.md
        if [ -f "$readme" ]; then echo "$readme" | over 80 "module's README"; else
            echo "$readme is missing" >&2
            echo x
        fi
    done
)
[ -z "$bad" ] || status=1
exit $status
