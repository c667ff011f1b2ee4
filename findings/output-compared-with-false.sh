#!/usr/bin/env bash
#
# An output compared with false: true when it is missing, false when it says 'false'.
#
# Version  @actions/expressions v0.3.61 (GitHub's own evaluator of ${{ }}).
# Guess    needs.detect.outputs.changed == false is true if the job said false. If
#          the output is not there, the comparison is false, or an error.
# Seen     Outputs are text, and to compare text with a boolean or a number both
#          become numbers: '' is 0, as false is; 'false' is no number, and
#          equals nothing. So it is the other way round. == 0 cannot tell an
#          output that is missing from the count 0 either.
# Output                                    'false'   'true'   '0'     missing
#          outputs.x == false               false     false    true    true
#          outputs.x == true                false     false    false   false
#          outputs.x == 0                   false     false    true    true
#          outputs.x == 'false'             true      false    false   false
#          !outputs.x                       false     false    false   true
# Matters  `if: needs.detect.outputs.changed == false`, on the job that says "nothing
#          to build", never holds while detection works, and holds when it failed
#          or its output was renamed: a green run that built nothing.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
changed() { echo "CHANGED: $*" >&2; exit 1; }

cd "$tmp"
npm install --silent --no-audit --no-fund @actions/expressions@0.3.61
cat > probe.mjs <<'JS'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

const [expression, ...values] = process.argv.slice(2);
const seen = [...values, undefined].map((x) => {
  const context = JSON.parse(JSON.stringify({ outputs: { x } }), data.reviver);
  const tree = new Parser(new Lexer(expression).lex().tokens, ['outputs'], []).parse();
  return new Evaluator(tree, context).evaluate().coerceString();
});
console.log(...seen);
JS

expect() { # expression, wanted
  local seen
  seen=$(node probe.mjs "$1" false true 0)
  # shellcheck disable=SC2086
  printf '%-32s %-9s %-8s %-7s %s\n' "$1" $seen
  [ "$seen" = "$2" ] || changed "$1: $seen"
}
printf '%-32s %-9s %-8s %-7s %s\n' '' "'false'" "'true'" "'0'" missing
expect 'outputs.x == false' 'false false true true'
expect 'outputs.x == true' 'false false false false'
expect 'outputs.x == 0' 'false false true true'
expect "outputs.x == 'false'" 'true false false false'
expect '!outputs.x' 'false false false true'
