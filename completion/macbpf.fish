# SPDX-License-Identifier: GPL-2.0-only
# fish completion for macbpf(8), as completion/macbpf is for bash.

# __macbpf_stand_for PROGRAM KEYWORD WORD: the words for which one in capitals stands
function __macbpf_stand_for
    switch $argv[2]/$argv[3]
        case name/NAME
        case netns/NAME '*/NETNS'
            command ls /run/netns 2>/dev/null
        case '*/LOWER'
            command ls /sys/class/net
        case '*/NAME'
            $argv[1] -brief link show 2>/dev/null | string replace -r '@.*' ''
        case '*/USER'
            getent passwd | string replace -r ':.*' ''
        case '*/GROUP'
            getent group | string replace -r ':.*' ''
        case '*/FILE'
            command ls
        case '*'
            string match -r -- '^[a-z-].*' $argv[3]
    end
end

# __macbpf_words PROGRAM WORD...: what may come behind these
function __macbpf_words
    set -l previous ''
    test (count $argv) -gt 1; and set previous $argv[-1]
    for word in ($argv[1] help words $argv[2..-1] 2>/dev/null)
        __macbpf_stand_for $argv[1] "$previous" $word
    end
end

function __macbpf_complete
    __macbpf_words (commandline -opc)
end

complete -c macbpf -f -a '(__macbpf_complete)'
