import picomatch from 'picomatch';
import { type LinearRegExp, linearRegExp } from '../linear-regexp/linear-regexp.ts';
import { NotLinear } from '../linear-regexp/parse.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';

type GlobOptions = Pick<picomatch.PicomatchOptions, 'dot' | 'flags' | 'nonegate' | 'strictSlashes' | 'bash'>;

/**
 * Whether a path is matched by one of the globs, as picomatch matches it: by the regular expression that it makes of
 * each, in time that grows with path × glob. Compiled when first needed. UserError, when it is, for a glob that is too long.
 */
export function globMatcher(globs: string | readonly string[], options: GlobOptions): (path: string) => boolean {
  const matchers = [globs].flat().map((glob) => matcherOf(glob, options));
  return (path) => matchers.some((matches) => matches(path));
}

function matcherOf(glob: string, options: GlobOptions): (path: string) => boolean {
  let expression: LinearRegExp | undefined;
  return (path) => {
    if (path === '' || path === glob) return path !== '';
    expression ??= compile(glob, options);
    return expression.test(path);
  };
}

function compile(glob: string, options: GlobOptions): LinearRegExp {
  try {
    return linearRegExp(picomatch.makeRe(glob, options) || /(?!)/);
  } catch (cause) {
    if (!(cause instanceof NotLinear || cause instanceof SyntaxError)) throw cause;
    throw new UserError(`the pattern ${quoteName(glob.slice(0, 100))} cannot be matched: ${cause.message}`, {
      help: 'Write a shorter pattern, or several.',
      cause,
    });
  }
}
