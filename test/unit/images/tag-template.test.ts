import { describe, expect, test } from '@jest/globals';
import { isLegalTag } from '@rollcall/domain/images/tag';
import {
  branchInTag,
  type RunFacts,
  renderTag,
  requireTextTag,
  type Template,
  tagFieldValues,
} from '@rollcall/domain/images/tag-template';
import { UserError } from '@rollcall/domain/user-error';
import fc from 'fast-check';

const facts: RunFacts = {
  runNumber: '41',
  runAttempt: '2',
  sha: '8c2f1de0aa11bb22cc33dd44ee55ff6600778899',
  branch: 'service-deploy-prod',
  date: '2026-01-05T23:30:00-05:00',
  repositoryUrl: 'https://github.com/example/shop',
};
const terminal: RunFacts = {
  ...facts,
  runNumber: null,
  runAttempt: null,
  sha: null,
  branch: null,
  repositoryUrl: null,
};

function template(text: string): Template {
  return { text, source: 'input tag', location: null };
}

function render(text: string, changes: Partial<RunFacts> = {}): string {
  return renderTag(template(text), tagFieldValues({ ...facts, ...changes }, 'cart-service', 'prod'));
}

function thrown(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test.each([
  ['{run_number}-{short_sha}', '41-8c2f1de'],
  ['{run_number}.{run_attempt}', '41.2'],
  ['{sha}', '8c2f1de0aa11bb22cc33dd44ee55ff6600778899'],
  ['{branch}', 'service-deploy-prod'],
  ['{date}-{short_sha}', '20260106-8c2f1de'],
  ['{service}_{environment}', 'cart-service_prod'],
  ['v1.2.3', 'v1.2.3'],
])('%s renders as %s', (text, tag) => {
  expect(render(text)).toBe(tag);
});

test.each([
  ['feature/login page', 'feature-login-page'],
  ['.hidden', 'hidden'],
  ['--x--', 'x'],
  ['release/2026.1_rc', 'release-2026.1_rc'],
  ['기능/결제', ''],
  ['fix/결제-x', 'fix--x'],
  ['a\n::set-output name=x::y', 'a-set-output-name-x-y'],
])('branch %j is %j in a tag', (branch, inTag) => {
  expect(branchInTag(branch)).toBe(inTag);
});

test('any branch makes a legal tag behind a run number, or is an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (branch) => {
      let tag: string;
      try {
        tag = render('{run_number}-{branch}', { branch });
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(branchInTag(branch) === '' || branchInTag(branch).length > 125).toBe(true);
        return;
      }
      expect(isLegalTag(tag)).toBe(true);
    }),
  );
});

describe('what a template may not be', () => {
  test.each([
    ['{run_nmber}-{short_sha}', /unknown field \{run_nmber\}/, /Did you mean "run_number"\?/],
    ['{constructor}', /unknown field \{constructor\}/, /\{run_number\} \{run_attempt\}/],
    ['{__proto__}', /unknown field/, /Fields: /],
    ['{}', /unknown field \{\}/, /Fields: /],
    ['${{ github.sha }}', /unknown field \{ github\.sha \}/, /Fields: /],
    ['{{short_sha}}', /has a brace that belongs to no field/, /GitHub expressions/],
    ['{short_sha', /has a brace that belongs to no field/, /Write fields as \{name\}/],
    ['', /makes "", which is not a legal image tag/, /128 letters/],
    ['-{short_sha}', /makes "-8c2f1de", which is not a legal/, /starts with none/],
    ['a b', /makes "a b"/, /letters, digits/],
    ['a\nb', /makes "a\\nb"/, /letters, digits/],
    ['{short_sha}:x', /not a legal image tag/, /letters, digits/],
    ['태그', /not a legal image tag/, /letters, digits/],
    [`v${'1'.repeat(128)}`, /not a legal image tag/, /at most 128/],
  ])('%j', (text, message, help) => {
    const error = thrown(() => render(text));
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(error.help).toMatch(help);
  });

  test.each(['{run_number}', '{run_attempt}', '{sha}', '{short_sha}', '{branch}'])(
    '%s where there is no run says so',
    (text) => {
      const error = thrown(() => renderTag(template(text), tagFieldValues(terminal, 'cart-service', 'prod')));
      expect(error.message).toBe(`input tag "${text}" uses ${text}, which has no value here`);
      expect(error.help).not.toBe('');
    },
  );

  test('{environment} without an environment asks for one', () => {
    const error = thrown(() => renderTag(template('{environment}-1a'), tagFieldValues(facts, 'cart-service', null)));
    expect(error.help).toBe('Name the environment the images are for.');
  });

  test('a branch without one character a tag may hold', () => {
    expect(thrown(() => render('x{branch}', { branch: '기능' })).help).toContain('{short_sha}');
  });
});

describe('a tag that is not text to YAML or Helm', () => {
  const number = 'a number';
  const word = 'a date, a boolean or null';
  test.each([
    ['1234567', number],
    ['0123456', number],
    ['12e4567', number],
    ['1_000', number],
    ['0x1F', number],
    ['0o17', number],
    ['1.10', number],
    ['1e3', number],
    ['20260105', number],
    ['2026-01-05', word],
    ['true', word],
    ['null', word],
    ['on', word],
  ])('%s is refused with the reason and a way out', (tag, reason) => {
    const error = thrown(() => requireTextTag(template('{short_sha}'), tag));
    expect(error.message).toBe(`input tag "{short_sha}" makes "${tag}", which YAML or Helm can read as ${reason}`);
    expect(error.help).toContain(`"build-${tag}", or set allow-numeric-tags`);
  });

  test.each(['41-8c2f1de', 'v1', '1.2.3', '12e4567a', 'sha-1234567', 'build-1234567', '20260105-1234567'])(
    '%s passes',
    (tag) => {
      expect(() => requireTextTag(template('{short_sha}'), tag)).not.toThrow();
    },
  );

  test('a word in front always helps', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{7}$/), (sha) => {
        expect(() => requireTextTag(template('x'), `build-${sha}`)).not.toThrow();
      }),
    );
  });
});
