#!/bin/bash
# planted.sh SEED CASE > file.csv: a table with a planted ailment, for fastnet diagnose to find. The same seed gives the same table everywhere.
#   underfit  a checkerboard, for a network that is too small:    fastnet diagnose file.csv --hidden 2
#   overfit   few examples of many features, most of them noise:  fastnet diagnose file.csv --keep 1 --input-keep 1 --weight-decay 0
#   shifted   features that drift with the day:                   fastnet diagnose file.csv --time day
#   source    two origins whose features mean different things:   fastnet diagnose file.csv --source origin=app --split 10/45/45
#   leak      a column that is the class in another code:         fastnet diagnose file.csv --preflight
#   dead      columns that never change:                          fastnet diagnose file.csv --preflight
#   clean     nothing:                                            fastnet diagnose file.csv
set -euo pipefail
export LC_ALL=C

cases='underfit, overfit, shifted, source, leak, dead or clean'
if [[ $# -ne 2 || ! $1 =~ ^[0-9]{1,9}$ ]]; then
    echo "planted.sh: expected a seed from 0 to 999999999 and a case: $cases." >&2
    exit 2
fi
case $2 in
    underfit | overfit | shifted | source | leak | dead | clean) ;;
    *) echo "planted.sh: expected a case, $cases; got '$2'." >&2; exit 2 ;;
esac

awk -v seed="$1" -v name="$2" '
# Park and Miller, "Random number generators: good ones are hard to find", 1988: products stay exact in a double.
function uniform() { state = (state * 16807) % 2147483647; return state / 2147483647 }
function normal(  i, sum) { for (i = 0; i < 12; i++) sum += uniform(); return sum - 6 }
function names(count,  i, line) { for (i = 1; i <= count; i++) line = line "x" i ","; return line }
function label(isFirst) { return isFirst ? "a" : "b" }
BEGIN {
    state = seed + 1
    for (i = 0; i < 20; i++) uniform()
    if (name == "underfit") {
        print names(2) "class"
        for (row = 0; row < 2000; row++) {
            x = uniform(); y = uniform()
            printf "%.4f,%.4f,%s\n", x, y, label((int(3 * x) + int(3 * y)) % 2)
        }
    } else if (name == "overfit") {
        print names(60) "class"
        for (row = 0; row < 300; row++) {
            sum = 1.5 * normal()
            for (i = 1; i <= 60; i++) { x = normal(); printf "%.4f,", x; if (i <= 3) sum += x }
            print label(sum > 0)
        }
    } else if (name == "shifted") {
        print "day," names(4) "class"
        for (row = 0; row < 1500; row++) {
            drift = 3 * row / 1500
            a = normal() + drift; b = normal()
            printf "%d,%.4f,%.4f,%.4f,%.4f,%s\n", row, a, b, normal(), normal(), label(a - drift + b > 0)
        }
    } else if (name == "source") {
        print "origin," names(4) "class"
        for (row = 0; row < 3000; row++) {
            app = row % 3 == 0
            a = normal() + (app ? 1 : 0); b = normal()
            printf "%s,%.4f,%.4f,%.4f,%.4f,%s\n", (app ? "app" : "web"), a, b, normal(), normal(), label((app ? b - a + 1 : a + b) > 0)
        }
    } else if (name == "leak") {
        print names(4) "code,class"
        for (row = 0; row < 600; row++) {
            a = normal(); first = a + normal() > 0
            printf "%.4f,%.4f,%.4f,%.4f,%d,%s\n", a, normal(), normal(), normal(), (first ? 7 : -2), label(first)
        }
    } else if (name == "dead") {
        print names(4) "class"
        for (row = 0; row < 600; row++) printf "7,7,7,7,%s\n", label(uniform() < 0.5)
    } else {
        print names(4) "class"
        for (row = 0; row < 1500; row++) {
            first = uniform() < 0.5; center = first ? 2 : -2
            printf "%.4f,%.4f,%.4f,%.4f,%s\n", center + normal(), center + normal(), center + normal(), normal(), label(first)
        }
    }
}'
