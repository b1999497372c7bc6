#!/usr/bin/env bash
# Trains on real data sets, each by one line below, and prints a table of their test errors:
#     bash docs/samples/datasets.sh [FOLDER]
# FOLDER holds the files that docs/samples/data/README.md names, and Fashion-MNIST's four or a folder fashion-mnist of them. Default: docs/samples/data.
# Where the options and the baselines are from: docs/samples/datasets.md.
set -euo pipefail
export LC_ALL=C

samples=$(cd "$(dirname "$0")" && pwd)
cli=$samples/../../src/FastNet.Cli
data=${1:-$samples/data}
[ -d "$data" ] || { echo "datasets.sh: expected a folder of data, got '$data'" >&2; exit 2; }

dotnet build "$cli" -c Release --nologo --verbosity quiet >&2
fastnet() { dotnet "$cli/bin/Release/net10.0/FastNet.Cli.dll" "$@"; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# data set, error, interval, baseline, since when, arguments
add() {
    local name=$1 error=$2 interval=$3 baseline=$4 begun=$5
    shift 5
    printf '%-14s %7s  %-16s %8s %8s  %s\n' "$name" "$error" "$interval" "$baseline" \
        "$(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')" "$(printf '%q ' "${@//"$data"\//}")" >>"$work/table"
}

# Names the first file that is not there.
has() {
    local name=$1 file
    shift
    for file in "$@"; do
        [ -f "$file" ] || { echo "$name: left out, as there is no $file"; return 1; }
    done
}

# Wilson's interval of a share: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²))/(1 + z²/n).
wilson() {
    awk -v p="$1" -v n="$2" 'BEGIN {
        z = 1.959964; q = 1 + z * z / n; c = (p + z * z / (2 * n)) / q; h = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / q
        printf "%.4f to %.4f", (c > h ? c - h : 0), c + h }'
}

# Trains with five seeds, which are five splits too. A class: the middle error, with Wilson's interval for one test part. A number: the mean RMSE with Student's
# interval, 2.776 standard errors for five values.
train() {
    local name=$1 baseline=$2 begun error interval count
    shift 2
    begun=$(date +%s.%N)
    for seed in 1 2 3 4 5; do
        fastnet train "$@" --seed "$seed" --output "$work/model" | awk '$1 == "test" && NF == 4 { print $4, $2 }'
    done | sort -g >"$work/errors"
    read -r error count < <(sed -n 3p "$work/errors")
    interval=$(wilson "$error" "$count")
    if [ "$name" = diabetes ]; then
        read -r error interval < <(awk '{ sum += $1; squares += $1 * $1 } END { mean = sum / NR; half = 2.776 * sqrt((squares - NR * mean * mean) / (NR - 1) / NR)
            printf "%.2f %.2f to %.2f\n", mean, mean - half, mean + half }' "$work/errors")
    fi

    echo "$name: $(cut -d" " -f1 "$work/errors" | paste -sd" ") on the test parts of five seeds"
    add "$name" "$error" "$interval" "$baseline" "$begun" "$@"
}

train digits 0.0223 --label-smoothing 0.1
has iris "$data/iris.csv" && train iris 0.0333 "$data/iris.csv" --skip-lines 1 --no-header --hidden 64
has wine "$data/wine_data.csv" && train wine 0.0000 "$data/wine_data.csv" --skip-lines 1 --no-header --keep 0.5
has 'breast cancer' "$data/breast_cancer.csv" && train 'breast cancer' 0.0263 "$data/breast_cancer.csv" --skip-lines 1 --no-header
has diabetes "$data/diabetes_data_raw.csv.gz" "$data/diabetes_target.csv.gz" &&
    train diabetes 59.23 "$data/diabetes_data_raw.csv.gz" --target-file "$data/diabetes_target.csv.gz" --separator ' ' --no-header --keep 0.5

# Its test images are files of their own.
images=$data/fashion-mnist
[ -d "$images" ] || images=$data
if has fashion-mnist "$images"/{train-images-idx3,train-labels-idx1,t10k-images-idx3,t10k-labels-idx1}-ubyte.gz; then
    begun=$(date +%s.%N)
    options=(--split 95/5/0 --normalize minmax --hidden 512,256 --input-keep 0.9 --weight-decay 0.1 --batch-size 128
        --learning-rate 0.002 --schedule one-cycle --epochs 30 --patience 0 --threads 2)
    fastnet train "$images/train-images-idx3-ubyte.gz" --target-file "$images/train-labels-idx1-ubyte.gz" "${options[@]}" --output "$work/model"
    read -r error count < <(fastnet evaluate "$work/model" "$images/t10k-images-idx3-ubyte.gz" --target-file "$images/t10k-labels-idx1-ubyte.gz" |
        awk '$1 == "examples" { count = $2 } $1 == "accuracy" { printf "%.4f %d\n", 1 - $2, count }')
    add fashion-mnist "$error" "$(wilson "$error" "$count")" 0.1290 "$begun" "${options[@]}"
else
    echo "fashion-mnist: Debian's package dataset-fashion-mnist brings it: apt-get install dataset-fashion-mnist, then bash $0 /usr/share/datasets"
fi

printf '\n%-14s %7s  %-16s %8s %8s  %s\n' 'data' error '95 % interval' baseline seconds 'options of train'
cat "$work/table"
