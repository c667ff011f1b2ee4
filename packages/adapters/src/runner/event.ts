import { readFileSync } from 'node:fs';
import type { Event } from '@rollcall/domain/changes/compare';
import { isCommitId } from '@rollcall/domain/commit-id';
import { UserError } from '@rollcall/domain/user-error';
import { field, isRecord } from '@rollcall/domain/yaml/value';

type Environment = Readonly<Record<string, string | undefined>>;

/** The event of this run as the runner hands it over: GITHUB_EVENT_NAME, GITHUB_SHA, GITHUB_REF and the payload's file. */
export function eventOfRun(env: Environment): Event {
  if (!env.GITHUB_EVENT_NAME) return { kind: 'none' };
  const path = env.GITHUB_EVENT_PATH;
  if (!path) return readEvent(env, undefined);
  try {
    return readEvent(env, readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`the payload of the event, ${path}, cannot be read`, { help: notARun, cause });
  }
}

/**
 * The event of a run from its variables and the text of its payload; `none` outside a run. A payload that lacks
 * what its event must have, or has no commit where one must be, is a UserError: it cannot say what to compare.
 */
export function readEvent(env: Environment, payload: string | undefined): Event {
  const name = env.GITHUB_EVENT_NAME;
  if (!name) return { kind: 'none' };
  const fields = payloadOf(name, payload);
  switch (name) {
    case 'push':
      return readPush(fields);
    case 'pull_request':
    case 'pull_request_target': {
      const request = fields.object('pull_request');
      return {
        kind: 'pull_request',
        baseSha: request.object('base').commit('sha'),
        headSha: request.object('head').commit('sha'),
        // For pull_request_target it is the tip of the base.
        mergeSha: name === 'pull_request' && isCommitId(env.GITHUB_SHA) ? env.GITHUB_SHA : null,
      };
    }
    case 'merge_group': {
      const group = fields.object('merge_group');
      return { kind: 'merge_group', baseSha: group.commit('base_sha'), headSha: group.commit('head_sha') };
    }
    case 'workflow_dispatch':
    case 'repository_dispatch':
    case 'schedule':
      return { kind: name, head: commitOfRun(env, name) };
    default:
      return { kind: 'other', name, head: commitOfRun(env, name) };
  }
}

function readPush(fields: Fields): Event {
  const ref = fields.text('ref');
  if (fields.flag('deleted')) {
    throw new UserError(`this push deletes ${ref}: there is no commit to examine`, {
      help: 'Leave such pushes out: if: github.event.deleted != true.',
    });
  }
  const before = fields.commit('before');
  const created = fields.flag('created') === true || /^0+$/.test(before);
  return {
    kind: 'push',
    ref,
    before: created ? null : before,
    after: fields.commit('after'),
    forced: fields.flag('forced'),
    defaultBranch: fields.optionalObject('repository')?.optionalText('default_branch') ?? null,
    bringsCommits: fields.length('commits') > 0,
  };
}

const notARun = 'Give "base" and "head", or run this where GitHub Actions sets the variables of a run.';

function commitOfRun(env: Environment, event: string): string {
  if (isCommitId(env.GITHUB_SHA)) return env.GITHUB_SHA;
  throw new UserError(`the event is ${event}, but GITHUB_SHA is no commit id`, { help: notARun });
}

/** The fields of one object of a payload; what is asked for and not there is a UserError that names it. */
interface Fields {
  object(key: string): Fields;
  optionalObject(key: string): Fields | undefined;
  text(key: string): string;
  optionalText(key: string): string | undefined;
  commit(key: string): string;
  /** Null when it is not there. */
  flag(key: string): boolean | null;
  /** Length of a list, 0 when there is none. */
  length(key: string): number;
}

function payloadOf(event: string, text: string | undefined): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text || '{}');
  } catch (cause) {
    throw new UserError(`the payload of the event ${event} is not JSON`, { help: notARun, cause });
  }
  if (isRecord(value)) return fieldsOf(value, event, '');
  throw new UserError(`the payload of the event ${event} is no JSON object`, { help: notARun });
}

function fieldsOf(value: object, event: string, path: string): Fields {
  const missing = (key: string, what: string) =>
    new UserError(`the payload of the event ${event} has no ${what} at ${path}${key}`, { help: notARun });
  const optionalObject = (key: string): Fields | undefined => {
    const found = field(value, key);
    return isRecord(found) ? fieldsOf(found, event, `${path}${key}.`) : undefined;
  };
  const optionalText = (key: string): string | undefined => {
    const found = field(value, key);
    return typeof found === 'string' && found !== '' ? found : undefined;
  };
  return {
    optionalObject,
    optionalText,
    object: (key) => {
      const found = optionalObject(key);
      if (found) return found;
      throw missing(key, 'object');
    },
    text: (key) => {
      const found = optionalText(key);
      if (found !== undefined) return found;
      throw missing(key, 'text');
    },
    commit: (key) => {
      const found = field(value, key);
      if (isCommitId(found)) return found;
      throw missing(key, 'commit id');
    },
    flag: (key) => {
      const found = field(value, key);
      return typeof found === 'boolean' ? found : null;
    },
    length: (key) => {
      const found = field(value, key);
      return Array.isArray(found) ? found.length : 0;
    },
  };
}
