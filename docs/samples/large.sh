#!/bin/bash
# large.sh SEED BYTES > file.csv: a table of at least so many bytes, for fastnet train --stream: 20 columns of numbers and a label that follows
# from their squares, with some noise. The same seed gives the same table everywhere.
set -euo pipefail
export LC_ALL=C

if [[ $# -ne 2 || ! $1 =~ ^[0-9]{1,9}$ || ! $2 =~ ^[0-9]{1,15}$ ]]; then
    echo "large.sh: expected a seed from 0 to 999999999 and a number of bytes." >&2
    exit 2
fi

awk -v seed="$1" -v bytes="$2" '
# Park and Miller, "Random number generators: good ones are hard to find", 1988: products stay exact in a double.
function uniform() { state = (state * 16807) % 2147483647; return state / 2147483647 }
BEGIN {
    state = seed + 1
    for (j = 1; j <= 20; j++) header = header "x" j ","
    print header "label"
    written = length(header) + 6
    while (written < bytes) {
        line = ""
        sum = uniform() / 2
        for (j = 1; j <= 20; j++) {
            x = 2 * uniform() - 1
            sum += (j % 3 - 1) * x * x + (j % 2 ? x : -x) / 4
            line = line sprintf("%.5f,", x)
        }
        line = line (sum > 0 ? "up" : "down")
        print line
        written += length(line) + 1
    }
}'
