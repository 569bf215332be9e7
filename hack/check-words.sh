#!/bin/sh
# Functions, comments, names and words that do not belong in the sources.
# usage: hack/check-words.sh   (from the repository root)
set -u
status=0
list=$(mktemp)
trap 'rm -f "$list"' EXIT
# refuse WHY PATTERN [GREP_FLAG...]: reads file names
refuse() {
    why=$1 pattern=$2
    shift 2
    hits=$(xargs -r grep -nHE "$@" -e "$pattern" /dev/null)
    [ -z "$hits" ] && return
    printf '%s:\n%s\n' "$why" "$hits" >&2
    status=1
}

hack/files '*.c' '*.h' '*.cc' >"$list"
names=$(grep -E '(^|/)(utils?|helpers?|common|misc)\.(c|h|cc)$' "$list")
[ -z "$names" ] || { printf 'a file is named after its noun, not:\n%s\n' "$names" >&2; status=1; }

refuse 'banned function' \
    '(^|[^a-zA-Z0-9_.>])(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|localtime|gmtime|asctime|ctime|alloca|setlocale|system|tmpnam|mktemp)\(' <"$list"
# clang-format writes the one at the end of a namespace.
# shellcheck disable=SC2016  # awk's own dollars
line_comments=$(xargs -r awk 'FNR == 1 { inside = 0 } {
        line = $0
        gsub(/\\\\|\\"/, "", line)
        if (inside && !sub(/^.*\*\//, "", line)) next
        inside = 0
        gsub(/"[^"]*"|\047.\047/, "", line)
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
        if (sub(/\/\*.*$/, "", line)) inside = 1
        if (line ~ /\/\// && line !~ /} \/\/ namespace/) print FILENAME ":" FNR ": " $0
    }' <"$list")
[ -z "$line_comments" ] || { printf 'comments are /* */:\n%s\n' "$line_comments" >&2; status=1; }
refuse 'a TODO names its issue: TODO(#12)' '\b(TODO|FIXME|XXX)\b($|[^(]|\([^#])' <"$list"
refuse 'a library neither prints nor exits' '(^|[^a-zA-Z0-9_])(printf|puts|putchar|perror|exit|_exit)\(' \
    <<END
$(hack/files 'pkg/*.c' 'pkg/*.cc' | grep -vE '^pkg/base/(log|alloc|process)\.c$')
END
refuse 'a path of somebody'\''s machine' '(/home/[a-z]|/root/[a-z.]|/work/)' <<END
$(hack/files | grep -vE '^hack/check-words\.sh$')
END
exit $status
