# Completion of aq for bash: `source <(aq completions bash)`

_aq() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <("$1" completions bash --line="${COMP_LINE:0:COMP_POINT}" --word="$2" 2>/dev/null)
    # Something follows a field and its colon, an option and its sign, a folder.
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o nosort -F _aq aq 2>/dev/null || complete -F _aq aq
