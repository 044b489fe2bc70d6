#compdef aq
# Completion of aq for zsh: `source <(aq completions zsh)`, after `compinit`

_aq() {
    local line="${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX"
    local value help
    local -a whole wholes open opens
    while IFS=$'\t' read -r value help; do
        # Something follows a field and its colon, an option and its sign, a folder,
        # and whatever is in quotes.
        if [[ $value == *[:=/] || -n $compstate[quote] ]]; then
            open+=("$value")
            opens+=("$value${help:+  -- $help}")
        else
            whole+=("$value")
            wholes+=("$value${help:+  -- $help}")
        fi
    done < <("${(Q)words[1]}" completions zsh --line="$line" 2>/dev/null)
    compadd -U -l -V aq -d wholes -- "${whole[@]}"
    compadd -U -l -V aq -S '' -d opens -- "${open[@]}"
}

# As a file of `fpath` this is the function itself.
if [[ $funcstack[1] == _aq ]]; then
    _aq "$@"
else
    compdef _aq aq
fi
