import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAction } from '@rollcall/adapters/runner/runner';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { fuzz } from './fuzz.ts';

const folder = temporaryFolder('outputs-');
const file = join(folder, 'output');
process.env.GITHUB_OUTPUT = file;
process.env.RUNNER_TEMP = folder;

fuzz({
  reader: 'outputs',
  share: 4,
  seeds: [
    '["cart-service","order-service"]',
    'line one\nline two\n',
    'a=b\nchanged=true\n',
    'changed<<rollcall-end-1\ntrue\nrollcall-end-1\n',
  ],
  pieces: [
    '=',
    '<<',
    'rollcall-end-',
    '1',
    '2',
    'EOF',
    '\n',
    '\r',
    '\r\n',
    '::set-output name=changed::true',
    '::',
    '%0A',
    '%',
    '"',
    '{',
    '}',
    'changed',
    'services',
    '\0',
    ' ',
  ],
  check: async (text) => {
    const given = {
      services: text,
      changes: [{ service: text, [text]: null }],
      count: text.length,
      changed: false,
      commit: '',
    };
    writeFileSync(file, '');
    await runAction(async (runner) => runner.setOutputs(given));
    if (process.exitCode !== undefined) throw new Error(`the action ended with ${process.exitCode}`);
    const wanted = new Map(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]),
    );
    const read = readOutputFile(readFileSync(file, 'utf8'));
    // A half of a pair is no UTF-8: it is written as the sign for what cannot be shown.
    for (const [name, value] of wanted)
      if (read.get(name) !== Buffer.from(value).toString())
        throw new Error(`${name} reads as ${JSON.stringify(read.get(name))} instead of ${JSON.stringify(value)}`);
    if (read.size !== wanted.size) throw new Error(`the outputs are ${[...read.keys()].join(', ')}`);
  },
});

/** What GitHub's runner 2.327 makes of an output file (`EnvFileKeyValuePairs` in its FileCommandManager.cs, on Linux). */
function readOutputFile(text: string): Map<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [equals, heredoc] = [line.indexOf('='), line.indexOf('<<')];
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`a line without a name: ${line}`);
      outputs.set(line.slice(0, equals), line.slice(equals + 1));
    } else if (heredoc > 0 && line.length > heredoc + 2) {
      const end = lines.indexOf(line.slice(heredoc + 2), index + 1);
      if (end < 0) throw new Error(`nothing ends ${line}`);
      outputs.set(line.slice(0, heredoc), lines.slice(index + 1, end).join('\n'));
      index = end;
    } else throw new Error(`no output: ${line}`);
  }
  return outputs;
}
