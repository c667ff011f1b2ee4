import { resolve } from 'node:path';
import * as core from '@actions/core';
import { parseList } from '@rollcall/domain/list-input';
import { UserError } from '@rollcall/domain/user-error';
import { locateNamed, type NamedPath, type Place } from '../disk/inside.ts';

/** An input as it was given; an empty one is undefined. */
export function textInput(name: string): string | undefined {
  return core.getInput(name) || undefined;
}

export function requiredInput(name: string): string {
  const value = textInput(name);
  if (value === undefined)
    throw new UserError(`input ${name} is required`, { help: `Add it under "with:" of the step.` });
  return value;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that a step works in. */
export function workspaceOf({ GITHUB_WORKSPACE: workspace }: Environment): string {
  return resolve(workspace || '.');
}

/**
 * The place that an input names in the workspace, or, for a file, in RUNNER_TEMP; undefined when it is empty. UserError
 * where it leads out of there, or through a link.
 */
export function placeInput(name: string, kind: NamedPath['kind'], env: Environment): Place | undefined {
  const written = textInput(name);
  if (written === undefined) return undefined;
  const temporary = kind === 'file' && env.RUNNER_TEMP ? [resolve(env.RUNNER_TEMP)] : [];
  return locateNamed({ name: `input ${name}`, written, kind }, [workspaceOf(env), ...temporary]);
}

/** One of a fixed set of words. */
export function choiceInput<const T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
  const value = textInput(name) ?? otherwise;
  const choice = allowed.find((word) => word === value);
  if (choice === undefined) {
    throw new UserError(`input ${name} is ${JSON.stringify(value)}`, { help: `Allowed: ${allowed.join(', ')}.` });
  }
  return choice;
}

export function flagInput(name: string): boolean {
  return choiceInput(name, ['true', 'false'], 'false') === 'true';
}

/** A list given as JSON, comma or newline separated; undefined when the input is empty. */
export function listInput(name: string): string[] | undefined {
  const value = textInput(name);
  return value === undefined ? undefined : parseList(value, `input ${name}`);
}

export function integerInput(name: string, otherwise: number): number {
  const value = textInput(name);
  if (value === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(value))
    throw new UserError(`input ${name} is ${JSON.stringify(value)}`, { help: 'Give a whole number.' });
  return Number(value);
}
