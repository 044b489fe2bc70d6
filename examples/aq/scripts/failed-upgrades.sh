#!/bin/sh
# Shows which upgrades of laptops failed in the last week, by computer, each with its reason,
# and offers to cancel the upgrades that still wait on these computers.
#
#   failed-upgrades.sh                                      # the server of LANDSCAPE_API_URI
#   failed-upgrades.sh -d 30 -c 'tag:laptop NOT tag:loan'
#   failed-upgrades.sh -- --server https://landscape.example.com/api/
#   failed-upgrades.sh -- --activities activities.json --computers computers.json   # to try it
#
# Ends with 0 if no upgrade failed, with 1 if one did, and else with the code of `aq`.
set -eu

computers='tag:laptop'
days=7
since=''
question=yes

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
    echo "options: -c QUERY  which computers [$computers]"
    echo "         -d DAYS   how far back to look [$days]"
    echo "         -s DATE   since when to look, such as 2024-07-01"
    echo "         -n        show only, and cancel nothing"
    echo "         --        options of aq follow"
}

while getopts c:d:s:nh option; do
    case $option in
    c) computers=$OPTARG ;;
    d) days=$OPTARG ;;
    s) since=$OPTARG ;;
    n) question=no ;;
    h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
    esac
done
shift $((OPTIND - 1))

if [ -z "$since" ]; then
    case $days in
    '' | *[!0-9]*) echo "error: -d takes a number of days, not '$days'" >&2 && exit 2 ;;
    esac
    seconds=$(($(date +%s) - days * 86400))
    # GNU has -d, and BSD has -r.
    since=$(date -u -d "@$seconds" +%Y-%m-%d 2>/dev/null || date -u -r "$seconds" +%Y-%m-%d)
fi

# A mistake in it is told before anything is asked.
aq check --computer "$computers" >/dev/null

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What aq says is shown if it fails.
quietly() {
    "$@" 2>"$folder/said" || {
        code=$?
        cat "$folder/said" >&2
        return $code
    }
}

upgrades='type:(UpgradeAllPackagesRequest OR UpgradeKernelPackageRequest OR ReleaseUpgradeRequest)'
aq find "$upgrades status:failed created-after:$since computer:($computers)" --limit 10000 \
    --format tsv --fields computer_id,creation_time,id,type,result_text "$@" >"$folder/failed"
aq computers "$computers" --limit 10000 --format tsv --fields id,title "$@" >"$folder/names"

# Computers with most failures first; the newest failure of each first, as aq finds them.
awk -F '\t' '
    FNR == 1 { next }
    FILENAME ~ /names$/ { name[$1] = $2; next }
    {
        reason = $5 == "" ? "no reason was given" : $5
        gsub(/\\[tnr]/, " ", reason)
        sub(/Request$/, "", $4)
        if (!($1 in count)) { order[++computers] = $1 }
        count[$1]++
        lines[$1] = lines[$1] sprintf("  %s  %s %s: %s\n", $2, $4, $3, substr(reason, 1, 100))
    }
    END {
        for (i = 2; i <= computers; i++)
            for (j = i; j > 1 && count[order[j]] > count[order[j - 1]]; j--) {
                other = order[j]; order[j] = order[j - 1]; order[j - 1] = other
            }
        for (i = 1; i <= computers; i++) {
            id = order[i]
            printf "%s: %d failed\n%s", id in name ? name[id] : "computer " id, count[id], lines[id]
        }
    }' "$folder/names" "$folder/failed"

ids=$(tail -n +2 "$folder/failed" | cut -f 1 | sort -nu | paste -s -d ' ' - | sed 's/ / OR /g')
if [ -z "$ids" ]; then
    echo "no upgrade failed since $since"
    exit 0
fi
[ "$question" = yes ] || exit 1

waiting="$upgrades status:(undelivered OR scheduled OR waiting OR blocked) computer:id:($ids)"
# The fingerprint of what is selected begins with its count.
selected=$(quietly aq cancel "$waiting" --preview "$@")
if [ "${selected%%-*}" = 0 ]; then
    echo 'no other upgrade waits on these computers'
    exit 1
fi
aq find "$waiting" --limit 10 "$@"
printf 'Cancel the %s upgrades that wait on these computers? [y/N] ' "${selected%%-*}"
read -r answer || answer=''
case $answer in
[yY] | [yY][eE][sS])
    # Nothing is canceled if the selection is no longer the one that was shown.
    canceled=$(quietly aq cancel "$waiting" --expect "$selected" --yes "$@")
    echo "$canceled" | sed 's/^/canceled /'
    ;;
*) echo 'nothing was canceled' ;;
esac
exit 1
