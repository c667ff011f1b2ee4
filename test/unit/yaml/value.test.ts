import { describe, expect, test } from '@jest/globals';
import {
  field,
  fieldsAt,
  isRecord,
  keysAt,
  listAt,
  plainValue,
  textAt,
  textsIn,
  valueAt,
  walkValue,
} from '@rollcall/domain/yaml/value';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

function readValue(text: string): unknown {
  const [document] = parseYamlFile('a.yaml', text).documents;
  return document && plainValue(document);
}

describe('accessors read own fields only', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s of an empty map', (key) => {
    expect(field({}, key)).toBeUndefined();
    expect(valueAt({ a: {} }, ['a', key])).toBeUndefined();
    expect(listAt({}, key)).toEqual([]);
  });

  test('a field that is called __proto__ is one', () => {
    expect(field(JSON.parse('{ "__proto__": 1 }'), '__proto__')).toBe(1);
  });

  test('no value has a field that is no map or list', () => {
    for (const value of [undefined, null, 'text', 1, true]) expect(field(value, 'length')).toBeUndefined();
    expect(field(['a'], '0')).toBe('a');
  });

  test('valueAt ends early where the path does', () => {
    const value = { sources: [{ path: 'charts/cart' }, null] };
    expect(valueAt(value, [])).toBe(value);
    expect(valueAt(value, ['sources', 0, 'path'])).toBe('charts/cart');
    expect(valueAt(value, ['sources', 1, 'path'])).toBeUndefined();
    expect(valueAt(value, ['sources', 2])).toBeUndefined();
  });

  test('listAt gives a list, and no other value', () => {
    expect(listAt({ a: [1] }, 'a')).toEqual([1]);
    for (const a of [null, { 0: 1, length: 1 }, 'text']) expect(listAt({ a }, 'a')).toEqual([]);
  });

  test('texts, fields and keys are those that are there', () => {
    const value = { app: { name: 'cart', port: 80, tags: ['a', 1, null, 'b'] } };
    expect(textAt(value, 'app', 'name')).toBe('cart');
    for (const key of ['port', 'tags', 'other']) expect(textAt(value, 'app', key)).toBeUndefined();
    expect(fieldsAt(value, 'app')).toEqual(Object.entries(value.app));
    expect(keysAt(value, 'app')).toEqual(['name', 'port', 'tags']);
    for (const path of [['app', 'tags'], ['app', 'name'], ['other']]) expect(keysAt(value, ...path)).toEqual([]);
    expect(textsIn(value.app.tags)).toEqual(['a', 'b']);
    for (const list of ['ab', { 0: 'a' }, null, undefined]) expect(textsIn(list)).toEqual([]);
  });

  test('isRecord: maps, and neither lists nor null', () => {
    expect([{}, [], null, 'a', undefined].map(isRecord)).toEqual([true, false, false, false, false]);
  });

  test('a document whose aliases make no value has none', () => {
    expect(readValue('a: *missing')).toBeUndefined();
    expect(readValue('a: 1')).toEqual({ a: 1 });
  });
});

describe('walkValue', () => {
  const pathsIn = (value: unknown): string[] => [...walkValue(value)].map(({ path }) => path.join('/'));

  test('parents first, in the order of the file', () => {
    expect(pathsIn({ b: [1, { c: 2 }], a: null })).toEqual(['', 'b', 'b/0', 'b/1', 'b/1/c', 'a']);
  });

  test('a root that is no map and no list', () => {
    expect([...walkValue('text')].map(({ value, path }) => [value, path])).toEqual([['text', []]]);
  });

  test('values that are equal and no maps come as often as they are there', () => {
    expect(pathsIn({ a: 1, b: [1, null, null] })).toEqual(['', 'a', 'b', 'b/0', 'b/1', 'b/2']);
  });

  test('what aliases repeat comes once, and a value inside itself ends', () => {
    expect(pathsIn(readValue('a: &list [1]\nb: *list'))).toEqual(['', 'a', 'a/0']);
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(pathsIn(loop)).toEqual(['']);
  });

  test('nothing below what is not entered', () => {
    const value = { jobs: { build: { steps: [1] } }, env: { A: 1 } };
    const walked = walkValue(value, (inner) => field(inner, 'steps') === undefined);
    expect([...walked].map(({ path }) => path.join('/'))).toEqual(['', 'jobs', 'jobs/build', 'env', 'env/A']);
  });

  test('deep values are walked', () => {
    const depth = 200_000;
    let deep: unknown = 'end';
    for (let level = 0; level < depth; level += 1) deep = level % 2 === 0 ? [deep] : { below: deep };
    let last: { value: unknown; path: (string | number)[] } | undefined;
    for (const inner of walkValue(deep)) last = inner;
    expect(last?.value).toBe('end');
    expect(last?.path).toHaveLength(depth);
  });
});
