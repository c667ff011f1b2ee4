export const id=334;export const ids=[334];export const modules={6334:((e,o,n)=>{n.d(o,{printCompletion:()=>printCompletion});var t=n(1451);var r=n(5017);function bashCompletion(e){return`# eval "$(rollcall completion bash)"
_rollcall() {
  local current="$\{COMP_WORDS[COMP_CWORD]}" previous="$\{COMP_WORDS[COMP_CWORD - 1]}" command='' words='' of=words at
  # "--format=json" is three words here.
  case "$current:$previous" in
    =:*) current='' ;;
    *:=) previous="$\{COMP_WORDS[COMP_CWORD - 2]}" ;;
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$\{COMP_WORDS[at]}" in
      --root) if [ "$\{COMP_WORDS[at + 1]}" = = ]; then at=$((at + 2)); else at=$((at + 1)); fi ;;
      -*) ;;
      *) command="$\{COMP_WORDS[at]}"; break ;;
    esac
  done
  case "$command" in
    '')
      case "$previous" in
        --root) of=folders ;;
        *) words='${[...e.map(({name:e})=>e),"--root","--help","--version"].join(" ")}' ;;
      esac
      ;;
${e.map(commandCase).join("")}  esac
  COMPREPLY=()
  case "$of" in
    nothing) return ;;
    words) at="$(compgen -W "$words" -- "$current")" ;;
    files) at="$(compgen -f -- "$current")"; compopt -o filenames 2> /dev/null ;;
    folders) at="$(compgen -d -- "$current")"; compopt -o filenames 2> /dev/null ;;
  esac
  while IFS= read -r words; do
    [ -z "$words" ] || COMPREPLY+=("$words")
  done <<< "$at"
}
complete -F _rollcall rollcall
`}function commandCase({name:e,options:o,names:n}){const t=o.flatMap(e=>null===e.value?[]:[`        --${e.name}) ${setting(e.value)} ;;\n`]);const r=o.map(e=>`--${e.name}`).join(" ");const a="object"==typeof n?`        *) case "$current" in -*) words='${r}' ;; *) ${setting(n)} ;; esac ;;\n`:`        *) words='${r}' ;;\n`;return`    ${e})\n      case "$previous" in\n${t.join("")}${a}      esac\n      ;;\n`}function setting(e){return"object"==typeof e?`words='${e.words.join(" ")}'`:`of=${e}`}var a=n(9247);function completableCommands(e){return[...e].map(([e,{summary:o,options:n,names:t}])=>({name:e,summary:o,names:offerOf(t),options:[...Object.entries(n).map(([e,{type:o,value:n,help:t,multiple:r=false}])=>({name:e,help:t,value:"boolean"===o?null:offerOf(n),placeholder:n??"",isRepeated:r})),{name:"help",help:"Say what the command does.",value:null,placeholder:"",isRepeated:false}]}))}function offerOf(e=""){if(/^[a-z][a-z-]*(?:\|[a-z-]+)+$/.test(e))return{words:e.split("|")};if("RULE"===e)return{words:a.$.map(({id:e})=>e)};if("FILE"===e)return"files";return/^(?:DIR|PATH)\b/.test(e)?"folders":"nothing"}function fishCompletion(e){const o="complete -c rollcall -n '__fish_use_subcommand'";return["# rollcall completion fish | source","complete -c rollcall -f",`${o} -l root -x -a '(__fish_complete_directories)' -d ${quoted("Folder to work on.")}`,`${o} -l help -d ${quoted("Say what there is.")}`,`${o} -l version -d ${quoted("Say which version this is.")}`,...e.map(({name:e,summary:n})=>`${o} -a ${e} -d ${quoted(n)}`),...e.flatMap(commandLines),""].join("\n")}function commandLines({name:e,options:o,names:n}){const t=`complete -c rollcall -n '__fish_seen_subcommand_from ${e}'`;const r=o.map(e=>`${t} ${optionWords(e)}`);return"object"==typeof n?[...r,`${t} -a ${quoted(n.words.join(" "))}`]:r}function optionWords({name:e,help:o,value:n}){return`-l ${e}${null===n?"":valueWords(n)} -d ${quoted(o)}`}function valueWords(e){if("files"===e)return" -r -F";if("folders"===e)return" -x -a '(__fish_complete_directories)'";return"nothing"===e?" -x":` -x -a ${quoted(e.words.join(" "))}`}function quoted(e){return`'${e.replaceAll("\\","\\\\").replaceAll("'","\\'")}'`}var l=n(4979);function zshCompletion(e){return`#compdef rollcall
# eval "$(rollcall completion zsh)", after compinit
_rollcall() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
    '--root[Folder to work on.]:DIR:_directories' \\
    '(- *)--help[Say what there is.]' \\
    '(- *)--version[Say which version this is.]' \\
    '1:command:->command' \\
    '*::argument:->argument'
  case "$state" in
    command)
      local -a commands=(
${e.map(({name:e,summary:o})=>`        ${(0,l.r)(`${e}:${escaped(o)}`)}\n`).join("")}      )
      _describe command commands
      ;;
    argument)
      case "$line[1]" in
${e.map(zsh_commandCase).join("")}      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _rollcall ]; then _rollcall "$@"; else compdef _rollcall rollcall; fi
`}function zsh_commandCase({name:e,options:o,names:n}){const t=[...o.map(optionSpec),..."object"==typeof n?[`*:name:${action(n)}`]:[]];return`        ${e})\n          _arguments \\\n${t.map(e=>`            ${(0,l.r)(e)}`).join(" \\\n")}\n          ;;\n`}function optionSpec({name:e,help:o,value:n,placeholder:t,isRepeated:r}){const a=`${r?"*":""}--${e}${null===n?"":"="}[${escaped(o)}]`;return null===n?a:`${a}:${escaped("object"==typeof n?e:t)}:${action(n)}`}function action(e){if("files"===e)return"_files";if("folders"===e)return"_directories";return"nothing"===e?" ":`(${e.words.join(" ")})`}function escaped(e){return e.replace(/[[\]:\\]/g,"\\$&")}const s=new Map([["bash",bashCompletion],["zsh",zshCompletion],["fish",fishCompletion]]);async function printCompletion({names:[e="",...o],terminal:n},a){const l=0===o.length?s.get(e):void 0;if(!l)throw new r.yo(""===e?"no shell is named":`there is no completion for ${JSON.stringify([e,...o].join(" "))}`,{help:`Name one of ${[...s.keys()].join(", ")}.${(0,t.au)(e,s.keys())}`});n.write(l(completableCommands(a)));return 0}}),4979:((e,o,n)=>{n.d(o,{r:()=>shellWord});function shellWord(e){if(/^[\w./@:=+-]+$/.test(e))return e;if(!t.test(e))return`'${e.replaceAll("'","'\\''")}'`;return`$'${e.replace(/[\\']/g,"\\$&").replace(r,escaped)}'`}const t=/[\p{Cc}\u2028\u2029]/u;const r=/[\p{Cc}\u2028\u2029]/gu;function escaped(e){return`\\u${e.charCodeAt(0).toString(16).padStart(4,"0")}`}})};