#!/bin/sh
# Nothing without its test: each pkg/M/F.c has tests/unit/M/test_F.c, or a reason in hack/untested; each
# policy has a case that passes and one that fails; each test that tests/integration/README.md names is there.
# usage: hack/check-tests.sh   (from the repository root)
set -eu
names=$(mktemp)
trap 'rm -f "$names"' EXIT
grep -rhoE --include='test_*' '(START_TEST\(|def )[a-z0-9_]+' tests | sed -E 's/START_TEST.|def //' >"$names"
complaints=$(
    hack/files 'pkg/*.c' 'pkg/*.cc' | while read -r source; do
        module=${source#pkg/}
        module=${module%%/*}
        name=$(basename "${source%.*}")
        [ -f "tests/unit/$module/test_$name.c" ] ||
            awk -v f="$source" '$1 == f { found = 1 } END { exit !found }' hack/untested ||
            echo "$source has no tests/unit/$module/test_$name.c and no reason in hack/untested"
    done
    awk '!/^#/ && NF { print $1 }' hack/untested | while read -r source; do
        [ -f "$source" ] || { echo "hack/untested names $source, which is not there"; continue; }
        module=${source#pkg/}
        [ ! -f "tests/unit/${module%%/*}/test_$(basename "${source%.*}").c" ] ||
            echo "hack/untested names $source, which has a test"
    done
    # In words: between backticks, with an underscore.
    tr '`' '\n' <tests/integration/README.md | grep -xE '[a-z0-9]+_[a-z0-9_]+' | sort -u | awk '
        NR == FNR { known[$1] = 1; next }
        !known[$1] { print "tests/integration/README.md names " $1 ", which is no test" }' "$names" -
    find policies -name policy.yaml 2>/dev/null | sort | while read -r policy; do
        for kind in pass fail; do
            ls "$(dirname "$policy")/cases/$kind"/*.yaml >/dev/null 2>&1 ||
                echo "$(dirname "$policy") has no cases/$kind"
        done
    done
)
[ -z "$complaints" ] || { echo "$complaints" >&2; exit 1; }
