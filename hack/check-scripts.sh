#!/bin/sh
# Every script parses, and the shell's please shellcheck.
# usage: hack/check-scripts.sh   (from the repository root)
set -eu
shell=$(mktemp) python=$(mktemp)
trap 'rm -f "$shell" "$python"' EXIT
hack/files | while read -r file; do
    case $(head -c 40 "$file" | tr '\0' ' ' | head -n 1) in
    '#!'*sh) echo "$file" >>"$shell" ;;
    '#!'*python3) echo "$file" >>"$python" ;;
    esac
done
xargs -r shellcheck <"$shell"
xargs -r python3 -c 'import ast, sys
for name in sys.argv[1:]:
    ast.parse(open(name).read(), name)' <"$python"
