import { describe, expect, test } from '@jest/globals';
import { dockerCommands } from '@rollcall/domain/builds/docker-command';
import { hole } from '@rollcall/domain/builds/hole';
import { repositoryRoot, scriptFolder } from '@rollcall/domain/builds/shell-tokens';

/** `folder: context <file …> !target arg=…`, in one line for each command. */
function shown(script: string): string[] {
  return dockerCommands(script).map(({ kind, folder, context, files, target, args, tags }) =>
    [
      `${kind} ${folder}: ${context}`,
      ...files,
      ...(target ? [`!${target}`] : []),
      ...args.map((one) => one.join('=')),
      ...tags,
    ].join(' '),
  );
}

test.each<[string, string[]]>([
  ['docker build .', ['build .: .']],
  ['sudo docker image build -t a/b:1 --file x/Dockerfile x', ['build .: x x/Dockerfile a/b:1']],
  ['docker --log-level debug build -fD .', ['build .: . D']],
  ['docker -D -H=tcp://x buildx --builder y build .', ['build .: .']],
  ['docker -D compose build api; docker --config c compose build api', []],
  ['docker build -fD --target=run --build-arg A=1 --build-arg B .', ['build .: . D !run A=1 B=']],
  ['docker buildx build --push --platform linux/arm64 --cache-from type=gha ./a', ['build .: ./a']],
  ['podman build --pull . ; buildah bud -f D b && nerdctl build c', ['build .: .', 'build .: b D', 'build .: c']],
  ['(cd a && docker build .); docker build b', ['build ./a: .', 'build .: b']],
  ['cd a\ncd "b c"\ndocker build .', ['build ./a/b c: .']],
  ['X=a; Y="$X/b"\ndocker build ${Y} -f "${Z:-d}/D"', ['build .: a/b d/D']],
  ['echo \'docker build x\' # docker build y\nprintf "docker build z"', []],
  ['cat <<EOF\ndocker build x\nEOF\ndocker build y', ['build .: y']],
  ['docker build - < Dockerfile', []],
  ['docker push x; docker run build', []],
  ['docker buildx bake -f a.hcl -f b.hcl one', ['bake .: one a.hcl b.hcl']],
  ['docker build \\\n  --tag x \\\n  .', ['build .: . x']],
])('%j', (script, commands) => {
  expect(shown(script)).toEqual(commands);
});

describe('what is only known at run time', () => {
  test('is a hole of that name', () => {
    expect(shown('for s in $ALL; do docker build -f "$s/Dockerfile" ${s}; done')).toEqual([
      `build .: ${hole('s')} ${hole('s')}/Dockerfile`,
    ]);
    expect(shown('docker build $(find . -name x) ')).toEqual([`build .: ${hole('$(find . -name x)')}`]);
  });

  test('the folder of a script and the top of the repository have names of their own', () => {
    expect(shown('cd "$(dirname "$0")/.."; docker build .')).toEqual([`build ${scriptFolder}/..: .`]);
    expect(shown('D=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)\ndocker build "$D/a"')).toEqual([
      `build .: ${scriptFolder}/../../a`,
    ]);
    expect(shown('cd $(git rev-parse --show-toplevel) && docker build a')).toEqual([`build ${repositoryRoot}: a`]);
  });
});

test('what variables put in is not known where it doubles with each line', () => {
  const doubled = Array.from({ length: 40 }, (_, at) => `a${at + 1}="$a${at} $a${at}"\n`).join('');
  expect(shown(`a0=x\n${doubled}docker build "$a40"\ndocker build "$a2"`)).toEqual([
    `build .: ${hole('a40')}`,
    // What is left is little: none of it is spent again.
    `build .: ${hole('a2')}`,
  ]);
});
