# Completion of aq for fish: `aq completions fish | source`

function __aq_candidates
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l line (commandline --current-process --cut-at-cursor | string collect)
    $words[1] completions fish --line="$line" 2>/dev/null
end

complete --command aq --no-files --keep-order --arguments '(__aq_candidates)'
