import { describe, expect, test } from '@jest/globals';
import { bumpImages, bumpInPlace } from '@rollcall/domain/bump/bump-images';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import type { CommitOutcome, CommitSummary, DeployBranch, Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { Log, Tree } from '@rollcall/domain/ports';
import { ExternalError } from '@rollcall/domain/user-error';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { numbered } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';

const file = applicationFile('cart-service', 'prod');

/** A branch in memory that does with each commit what a list says; without a word it takes it. */
class MemoryBranch implements DeployBranch {
  readonly name = 'k8s-deploy-prod';
  readonly log: CommitSummary[] = [];
  readonly messages: string[] = [];
  exists = true;
  reads = 0;
  text = applicationText('cart-service', 'prod', '1-a');
  private readonly script: ((branch: MemoryBranch, land: () => void) => CommitOutcome | undefined)[];

  constructor(script: MemoryBranch['script'] = []) {
    this.script = [...script];
  }

  /** Somebody else's commit. */
  other(subject = 'other', text = `${this.text}# ${subject.split('\n')[0]}\n`): void {
    this.text = text;
    this.push('A Person', subject);
  }

  async read() {
    this.reads += 1;
    const commit = numbered(this.log.length);
    const tree = memoryTree({ [file]: this.text, 'services/cart-service/Dockerfile': '' });
    return { head: this.exists ? commit : null, commit, tree };
  }

  async commit(_state: unknown, files: ReadonlyMap<string, Uint8Array>, message: string): Promise<CommitOutcome> {
    this.messages.push(message);
    const land = () => {
      this.exists = true;
      this.text = Buffer.from(files.get(file) ?? []).toString('utf8');
      this.push('bot', message);
    };
    const outcome = this.script.shift()?.(this, land);
    if (outcome) return outcome;
    land();
    return { commit: numbered(this.log.length), verified: true };
  }

  async removeAt(): Promise<boolean> {
    throw new Error('nothing is taken back here');
  }

  async commitsSince(_state: unknown, since: string) {
    return this.log.filter(({ commit }) => Number(commit) > Number(since)).reverse();
  }

  async *history() {
    for (const { commit, message } of [...this.log].reverse()) yield { commit, parents: [], at: 0, message };
  }

  treeAt(): Tree {
    throw new Error('no bump reads the past');
  }

  private push(author: string, message: string): void {
    this.log.push({ commit: numbered(this.log.length + 1), verified: false, author, message });
  }
}

function fakePace(random = 0.5): Pace & { slept: number[] } {
  const slept: number[] = [];
  let time = 0;
  return {
    slept,
    now: () => time,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
    random: () => random,
  };
}

function memoryLog(): Log & { said: string[] } {
  const said: string[] = [];
  return { said, progress: () => {}, notice: (text) => said.push(text), warning: (text) => said.push(text) };
}

async function run(
  branch: MemoryBranch,
  {
    pace = fakePace(),
    tag = '2-b',
    dryRun = false,
    log = memoryLog(),
    sourceHistory = null as SourceHistory | null,
  } = {},
) {
  return bumpImages({
    request: {
      environment: 'prod',
      images: [{ service: 'cart-service', tag }],
      onMissing: 'error',
      mutableTags: 'warn',
    },
    loadCatalog: catalogOf,
    log,
    dryRun,
    sourceHistory,
    branch,
    pace,
    origin: { id: 'bump-1' },
  });
}

test('one commit when nobody is in the way', async () => {
  const branch = new MemoryBranch();
  const result = await run(branch);
  expect(result).toMatchObject({ changed: true, commit: '1', verified: true, files: [file], attempts: 1, skipped: [] });
  expect(result.diff).toContain("-          value: '1-a' # written by the pipeline\n+          value: '2-b'");
  expect(branch.text).toBe(applicationText('cart-service', 'prod', '2-b'));
});

test('a branch that does not exist is created where something is to be written, without a warning', async () => {
  const branch = new MemoryBranch();
  branch.exists = false;
  const log = memoryLog();
  expect(await run(branch, { log })).toMatchObject({ changed: true, commit: '1' });
  expect(log.said).toEqual([]);
});

test('nothing to change makes no commit', async () => {
  const branch = new MemoryBranch();
  expect(await run(branch, { tag: '1-a' })).toMatchObject({ changed: false, commit: null, attempts: 1, diff: '' });
  expect(branch.messages).toEqual([]);
});

test('a dry run plans and writes nothing', async () => {
  const branch = new MemoryBranch();
  expect(await run(branch, { dryRun: true })).toMatchObject({
    changed: true,
    commit: null,
    verified: false,
    files: [file],
  });
  expect(branch.messages).toEqual([]);
});

test('what moved is read and planned again; what others wrote stays', async () => {
  const branch = new MemoryBranch([
    (it) => {
      it.other('theirs');
      return 'moved';
    },
  ]);
  expect(await run(branch)).toMatchObject({ changed: true, commit: '2', attempts: 2 });
  expect(branch.text).toBe(`${applicationText('cart-service', 'prod', '2-b')}# theirs\n`);
});

test('what somebody else wrote in the meantime is not written again', async () => {
  const branch = new MemoryBranch([
    (it) => {
      it.other('the same', applicationText('cart-service', 'prod', '2-b'));
      return 'moved';
    },
  ]);
  expect(await run(branch)).toMatchObject({ changed: false, commit: null, attempts: 2 });
});

describe('a lost answer', () => {
  test('whose commit landed is found by its id, and nothing is written twice', async () => {
    const branch = new MemoryBranch([
      (it, land) => {
        land();
        it.other('later');
        return 'unknown';
      },
    ]);
    const result = await run(branch);
    expect(result).toMatchObject({ changed: true, commit: '1', attempts: 1 });
    expect(result.changes).toHaveLength(1);
    expect(branch.messages).toHaveLength(1);
  });

  test('whose commit did not land is written again', async () => {
    const branch = new MemoryBranch([() => 'unknown']);
    expect(await run(branch)).toMatchObject({ changed: true, commit: '1', attempts: 2 });
  });

  test('of the last try is looked for before giving up', async () => {
    const lost = Array.from({ length: 11 }, () => () => 'unknown' as const);
    const branch = new MemoryBranch([
      ...lost,
      (_it, land) => {
        land();
        return 'unknown';
      },
    ]);
    expect(await run(branch)).toMatchObject({ changed: true, commit: '1', attempts: 12 });
  });

  test('every time is an error that says so', async () => {
    const branch = new MemoryBranch(Array.from({ length: 20 }, () => () => 'unknown' as const));
    await expect(run(branch)).rejects.toThrow('k8s-deploy-prod could not be written in 12 tries: no answer came back');
  });
});

describe('giving up', () => {
  const losing = (count: number) =>
    Array.from({ length: count }, (_, index) => (it: MemoryBranch) => {
      it.other(`win ${index + 1}\nbody`);
      return 'moved' as const;
    });

  test('after twelve losses names the winner', async () => {
    const pace = fakePace(0.4);
    const error = await run(new MemoryBranch(losing(20)), { pace }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(String(error)).toContain(
      'k8s-deploy-prod moved under each of 12 tries; the last to win was 12 by "A Person": "win 12"',
    );
    expect(pace.slept).toEqual([400, 800, 1600, 3200, 6400, 12800, 24000, 24000, 24000, 24000, 24000]);
  });

  test('after five minutes as well', async () => {
    const pace = fakePace(0.999_999);
    await expect(run(new MemoryBranch(losing(20)), { pace })).rejects.toThrow('moved under each of 10 tries');
    expect(pace.now()).toBeLessThanOrEqual(300_000);
  });
});

test('a branch that does not exist and needs nothing is left so, with a warning', async () => {
  const branch = new MemoryBranch();
  branch.exists = false;
  const log = memoryLog();
  expect(await run(branch, { tag: '1-a', log })).toMatchObject({ changed: false, commit: null });
  expect(log.said).toEqual(['k8s-deploy-prod does not exist and is not created: its base already has these images']);
});

test('warnings are said once, however many tries it takes', async () => {
  const branch = new MemoryBranch([() => 'moved', () => 'moved']);
  const log = memoryLog();
  expect(await run(branch, { tag: 'latest', log })).toMatchObject({ attempts: 3 });
  expect(log.said).toHaveLength(1);
});

describe('a bump that asks whether images exist', () => {
  const user = applicationFile('user-service', 'prod');
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const taking = (service: string, tag: string, pin: boolean) =>
    applicationText(service, 'prod', tag).replace(
      '  destination',
      [
        ...['        - name: image.repository', `          value: r.example/${service}`],
        ...(pin ? ['        - name: image.digest', `          value: ${digest('a')}`] : []),
        '  destination',
      ].join('\n'),
    );

  /** Bumps both services in place to 2-b; these images are there. */
  async function bump(there: string[], pin: boolean) {
    const asked: string[] = [];
    const result = await bumpInPlace({
      request: {
        environment: 'prod',
        images: ['cart-service', 'user-service'].map((service) => ({ service, tag: '2-b' })),
        onMissing: 'error',
        mutableTags: 'forbid',
      },
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun: true,
      sourceHistory: null,
      origin: {},
      tree: memoryTree({
        'services/cart-service/Dockerfile': '',
        'services/user-service/Dockerfile': '',
        [file]: taking('cart-service', '2-b', pin),
        [user]: taking('user-service', '1-a', pin),
      }),
      writer: null,
      imageCheck: {
        pin,
        registry: {
          find: async ({ repository }) => {
            asked.push(repository);
            return there.includes(repository) ? { digest: digest('b') } : 'absent';
          },
        },
      },
    });
    return { asked, changes: result.changes.map(({ service, part, new: now }) => `${service} ${part} ${now}`), result };
  }

  test('asks for what is written alone', async () => {
    expect(await bump(['user-service'], false)).toMatchObject({
      asked: ['user-service'],
      changes: ['user-service tag 2-b'],
    });
  });

  test('refuses what is not there', async () => {
    await expect(bump(['cart-service'], false)).rejects.toThrow('r.example/user-service:2-b ("user-service")');
  });

  test('pins what it saw when told to, in every file', async () => {
    const { changes, result } = await bump(['cart-service', 'user-service'], true);
    expect(changes).toEqual([
      `cart-service digest ${digest('b')}`,
      'user-service tag 2-b',
      `user-service digest ${digest('b')}`,
    ]);
    expect(result.diff).toMatch(/^(?:(?:[-+ \\]|@@|diff --git ).*\n)+$/);
    expect(result.diff.split('\n').filter((line) => line.startsWith('--- ') || line.startsWith('+++ '))).toEqual([
      `--- a/${file}`,
      `+++ b/${file}`,
      `--- a/${user}`,
      `+++ b/${user}`,
    ]);
  });
});

describe('in place', () => {
  const bump = async (dryRun: boolean, tag = '2-b') => {
    const written: Map<string, string>[] = [];
    const result = await bumpInPlace({
      request: {
        environment: 'prod',
        images: [{ service: 'cart-service', tag }],
        onMissing: 'error',
        mutableTags: 'forbid',
      },
      loadCatalog: catalogOf,
      log: memoryLog(),
      dryRun,
      sourceHistory: null,
      origin: {},
      tree: memoryTree({
        [file]: applicationText('cart-service', 'prod', '1-a'),
        'services/cart-service/Dockerfile': '',
      }),
      writer: {
        write: async (files) => {
          written.push(new Map([...files].map(([path, bytes]) => [path, Buffer.from(bytes ?? []).toString('utf8')])));
        },
      },
    });
    return { result, written };
  };

  test('the files are written and no commit is made', async () => {
    const { result, written } = await bump(false);
    expect(result).toMatchObject({ changed: true, commit: null, files: [file], attempts: 1 });
    expect(written).toEqual([new Map([[file, applicationText('cart-service', 'prod', '2-b')]])]);
  });

  test('nothing is written by a dry run, nor when nothing changes', async () => {
    expect((await bump(true)).written).toEqual([]);
    expect((await bump(false, '1-a')).written).toEqual([]);
  });
});
