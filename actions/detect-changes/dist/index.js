import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 5496:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const pico = __nccwpck_require__(7282);
const utils = __nccwpck_require__(365);

function picomatch(glob, options, returnState = false) {
  // default to os.platform()
  if (options && (options.windows === null || options.windows === undefined)) {
    // don't mutate the original options object
    options = { ...options, windows: utils.isWindows() };
  }

  return pico(glob, options, returnState);
}

Object.assign(picomatch, pico);
module.exports = picomatch;


/***/ }),

/***/ 1225:
/***/ ((module) => {



const WIN_SLASH = '\\\\/';
const WIN_NO_SLASH = `[^${WIN_SLASH}]`;

const DEFAULT_MAX_EXTGLOB_RECURSION = 0;

/**
 * Posix glob regex
 */

const DOT_LITERAL = '\\.';
const PLUS_LITERAL = '\\+';
const QMARK_LITERAL = '\\?';
const SLASH_LITERAL = '\\/';
const ONE_CHAR = '(?=.)';
const QMARK = '[^/]';
const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
const NO_DOT = `(?!${DOT_LITERAL})`;
const NO_DOTS = `(?!${START_ANCHOR}${DOTS_SLASH})`;
const NO_DOT_SLASH = `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`;
const NO_DOTS_SLASH = `(?!${DOTS_SLASH})`;
const QMARK_NO_DOT = `[^.${SLASH_LITERAL}]`;
const STAR = `${QMARK}*?`;
const SEP = '/';

const POSIX_CHARS = {
  DOT_LITERAL,
  PLUS_LITERAL,
  QMARK_LITERAL,
  SLASH_LITERAL,
  ONE_CHAR,
  QMARK,
  END_ANCHOR,
  DOTS_SLASH,
  NO_DOT,
  NO_DOTS,
  NO_DOT_SLASH,
  NO_DOTS_SLASH,
  QMARK_NO_DOT,
  STAR,
  START_ANCHOR,
  SEP
};

/**
 * Windows glob regex
 */

const WINDOWS_CHARS = {
  ...POSIX_CHARS,

  SLASH_LITERAL: `[${WIN_SLASH}]`,
  QMARK: WIN_NO_SLASH,
  STAR: `${WIN_NO_SLASH}*?`,
  DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
  NO_DOT: `(?!${DOT_LITERAL})`,
  NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
  NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
  NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
  QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
  START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
  END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
  SEP: '\\'
};

/**
 * POSIX Bracket Regex
 */

const POSIX_REGEX_SOURCE = {
  __proto__: null,
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  ascii: '\\x00-\\x7F',
  blank: ' \\t',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '\\x21-\\x7E',
  lower: 'a-z',
  print: '\\x20-\\x7E ',
  punct: '\\-!"#$%&\'()\\*+,./:;<=>?@[\\]^_`{|}~',
  space: ' \\t\\r\\n\\v\\f',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: 'A-Fa-f0-9'
};

module.exports = {
  DEFAULT_MAX_EXTGLOB_RECURSION,
  MAX_LENGTH: 1024 * 64,
  POSIX_REGEX_SOURCE,

  // regular expressions
  REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
  REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
  REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
  REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
  REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
  REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,

  // Replace globs with equivalent patterns to reduce parsing time.
  REPLACEMENTS: {
    __proto__: null,
    '***': '*',
    '**/**': '**',
    '**/**/**': '**'
  },

  // Digits
  CHAR_0: 48, /* 0 */
  CHAR_9: 57, /* 9 */

  // Alphabet chars.
  CHAR_UPPERCASE_A: 65, /* A */
  CHAR_LOWERCASE_A: 97, /* a */
  CHAR_UPPERCASE_Z: 90, /* Z */
  CHAR_LOWERCASE_Z: 122, /* z */

  CHAR_LEFT_PARENTHESES: 40, /* ( */
  CHAR_RIGHT_PARENTHESES: 41, /* ) */

  CHAR_ASTERISK: 42, /* * */

  // Non-alphabetic chars.
  CHAR_AMPERSAND: 38, /* & */
  CHAR_AT: 64, /* @ */
  CHAR_BACKWARD_SLASH: 92, /* \ */
  CHAR_CARRIAGE_RETURN: 13, /* \r */
  CHAR_CIRCUMFLEX_ACCENT: 94, /* ^ */
  CHAR_COLON: 58, /* : */
  CHAR_COMMA: 44, /* , */
  CHAR_DOT: 46, /* . */
  CHAR_DOUBLE_QUOTE: 34, /* " */
  CHAR_EQUAL: 61, /* = */
  CHAR_EXCLAMATION_MARK: 33, /* ! */
  CHAR_FORM_FEED: 12, /* \f */
  CHAR_FORWARD_SLASH: 47, /* / */
  CHAR_GRAVE_ACCENT: 96, /* ` */
  CHAR_HASH: 35, /* # */
  CHAR_HYPHEN_MINUS: 45, /* - */
  CHAR_LEFT_ANGLE_BRACKET: 60, /* < */
  CHAR_LEFT_CURLY_BRACE: 123, /* { */
  CHAR_LEFT_SQUARE_BRACKET: 91, /* [ */
  CHAR_LINE_FEED: 10, /* \n */
  CHAR_NO_BREAK_SPACE: 160, /* \u00A0 */
  CHAR_PERCENT: 37, /* % */
  CHAR_PLUS: 43, /* + */
  CHAR_QUESTION_MARK: 63, /* ? */
  CHAR_RIGHT_ANGLE_BRACKET: 62, /* > */
  CHAR_RIGHT_CURLY_BRACE: 125, /* } */
  CHAR_RIGHT_SQUARE_BRACKET: 93, /* ] */
  CHAR_SEMICOLON: 59, /* ; */
  CHAR_SINGLE_QUOTE: 39, /* ' */
  CHAR_SPACE: 32, /*   */
  CHAR_TAB: 9, /* \t */
  CHAR_UNDERSCORE: 95, /* _ */
  CHAR_VERTICAL_LINE: 124, /* | */
  CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279, /* \uFEFF */

  /**
   * Create EXTGLOB_CHARS
   */

  extglobChars(chars) {
    return {
      '!': { type: 'negate', open: '(?:(?!(?:', close: `))${chars.STAR})` },
      '?': { type: 'qmark', open: '(?:', close: ')?' },
      '+': { type: 'plus', open: '(?:', close: ')+' },
      '*': { type: 'star', open: '(?:', close: ')*' },
      '@': { type: 'at', open: '(?:', close: ')' }
    };
  },

  /**
   * Create GLOB_CHARS
   */

  globChars(win32) {
    return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
  }
};


/***/ }),

/***/ 4695:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const constants = __nccwpck_require__(1225);
const utils = __nccwpck_require__(365);

/**
 * Constants
 */

const {
  MAX_LENGTH,
  POSIX_REGEX_SOURCE,
  REGEX_NON_SPECIAL_CHARS,
  REGEX_SPECIAL_CHARS_BACKREF,
  REPLACEMENTS
} = constants;

/**
 * Helpers
 */

const expandRange = (args, options) => {
  if (typeof options.expandRange === 'function') {
    return options.expandRange(...args, options);
  }

  args.sort();
  const value = `[${args.join('-')}]`;

  try {
    /* eslint-disable-next-line no-new */
    new RegExp(value);
  } catch (ex) {
    return args.map(v => utils.escapeRegex(v)).join('..');
  }

  return value;
};

/**
 * Create the message for a syntax error
 */

const syntaxError = (type, char) => {
  return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
};

const splitTopLevel = input => {
  const parts = [];
  let bracket = 0;
  let paren = 0;
  let quote = 0;
  let value = '';
  let escaped = false;

  for (const ch of input) {
    if (escaped === true) {
      value += ch;
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      value += ch;
      escaped = true;
      continue;
    }

    if (ch === '"') {
      quote = quote === 1 ? 0 : 1;
      value += ch;
      continue;
    }

    if (quote === 0) {
      if (ch === '[') {
        bracket++;
      } else if (ch === ']' && bracket > 0) {
        bracket--;
      } else if (bracket === 0) {
        if (ch === '(') {
          paren++;
        } else if (ch === ')' && paren > 0) {
          paren--;
        } else if (ch === '|' && paren === 0) {
          parts.push(value);
          value = '';
          continue;
        }
      }
    }

    value += ch;
  }

  parts.push(value);
  return parts;
};

const isPlainBranch = branch => {
  let escaped = false;

  for (const ch of branch) {
    if (escaped === true) {
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      escaped = true;
      continue;
    }

    if (/[?*+@!()[\]{}]/.test(ch)) {
      return false;
    }
  }

  return true;
};

const normalizeSimpleBranch = branch => {
  let value = branch.trim();
  let changed = true;

  while (changed === true) {
    changed = false;

    if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
      value = value.slice(2, -1);
      changed = true;
    }
  }

  if (!isPlainBranch(value)) {
    return;
  }

  return value.replace(/\\(.)/g, '$1');
};

const hasRepeatedCharPrefixOverlap = branches => {
  const values = branches.map(normalizeSimpleBranch).filter(Boolean);

  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const a = values[i];
      const b = values[j];
      const char = a[0];

      if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) {
        continue;
      }

      if (a === b || a.startsWith(b) || b.startsWith(a)) {
        return true;
      }
    }
  }

  return false;
};

const parseRepeatedExtglob = (pattern, requireEnd = true) => {
  if ((pattern[0] !== '+' && pattern[0] !== '*') || pattern[1] !== '(') {
    return;
  }

  let bracket = 0;
  let paren = 0;
  let quote = 0;
  let escaped = false;

  for (let i = 1; i < pattern.length; i++) {
    const ch = pattern[i];

    if (escaped === true) {
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      escaped = true;
      continue;
    }

    if (ch === '"') {
      quote = quote === 1 ? 0 : 1;
      continue;
    }

    if (quote === 1) {
      continue;
    }

    if (ch === '[') {
      bracket++;
      continue;
    }

    if (ch === ']' && bracket > 0) {
      bracket--;
      continue;
    }

    if (bracket > 0) {
      continue;
    }

    if (ch === '(') {
      paren++;
      continue;
    }

    if (ch === ')') {
      paren--;

      if (paren === 0) {
        if (requireEnd === true && i !== pattern.length - 1) {
          return;
        }

        return {
          type: pattern[0],
          body: pattern.slice(2, i),
          end: i
        };
      }
    }
  }
};

const buildCharClassStar = chars => {
  const source = chars.length === 1
    ? utils.escapeRegex(chars[0])
    : `[${chars.map(ch => utils.escapeRegex(ch)).join('')}]`;

  return `${source}*`;
};

const getStarExtglobSequenceChars = pattern => {
  let index = 0;
  const chars = [];

  while (index < pattern.length) {
    const match = parseRepeatedExtglob(pattern.slice(index), false);

    if (!match || match.type !== '*') {
      return;
    }

    const branches = splitTopLevel(match.body).map(branch => branch.trim());
    if (branches.length !== 1) {
      return;
    }

    const branch = normalizeSimpleBranch(branches[0]);
    if (!branch || branch.length !== 1) {
      return;
    }

    chars.push(branch);
    index += match.end + 1;
  }

  if (chars.length < 1) {
    return;
  }

  return chars;
};

const repeatedExtglobRecursion = pattern => {
  let depth = 0;
  let value = pattern.trim();
  let match = parseRepeatedExtglob(value);

  while (match) {
    depth++;
    value = match.body.trim();
    match = parseRepeatedExtglob(value);
  }

  return depth;
};

const analyzeRepeatedExtglob = (body, options) => {
  if (options.maxExtglobRecursion === false) {
    return { risky: false };
  }

  const max =
    typeof options.maxExtglobRecursion === 'number'
      ? options.maxExtglobRecursion
      : constants.DEFAULT_MAX_EXTGLOB_RECURSION;

  const branches = splitTopLevel(body).map(branch => branch.trim());

  if (branches.length > 1) {
    if (
      branches.some(branch => branch === '') ||
      branches.some(branch => /^[*?]+$/.test(branch)) ||
      hasRepeatedCharPrefixOverlap(branches)
    ) {
      return { risky: true };
    }
  }

  // A repeated extglob is "risky" (prone to catastrophic backtracking) when a
  // branch is itself a `*(...)` sequence, since that nests an unbounded quantifier
  // inside the outer `+(...)`/`*(...)`. When *every* branch reduces to single
  // characters we can emit one flat, ReDoS-safe character class that preserves the
  // meaning of ALL branches (e.g. `+(*(a)|*(b))` -> `[ab]*`), rather than dropping
  // every branch but the first.
  const safeChars = [];
  let sawStarSequence = false;
  let combinable = true;

  for (const branch of branches) {
    const chars = getStarExtglobSequenceChars(branch);
    if (chars) {
      sawStarSequence = true;
      safeChars.push(...chars);
      continue;
    }

    const literal = normalizeSimpleBranch(branch);
    if (literal && literal.length === 1) {
      safeChars.push(literal);
      continue;
    }

    combinable = false;

    if (repeatedExtglobRecursion(branch) > max) {
      return { risky: true };
    }
  }

  if (sawStarSequence) {
    return combinable
      ? { risky: true, safeOutput: buildCharClassStar([...new Set(safeChars)]) }
      : { risky: true };
  }

  return { risky: false };
};

/**
 * Parse the given input string.
 * @param {String} input
 * @param {Object} options
 * @return {Object}
 */

const parse = (input, options) => {
  if (typeof input !== 'string') {
    throw new TypeError('Expected a string');
  }

  input = REPLACEMENTS[input] || input;

  const opts = { ...options };
  const max = typeof opts.maxLength === 'number' ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;

  let len = input.length;
  if (len > max) {
    throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
  }

  const bos = { type: 'bos', value: '', output: opts.prepend || '' };
  const tokens = [bos];

  const capture = opts.capture ? '' : '?:';

  // create constants based on platform, for windows or posix
  const PLATFORM_CHARS = constants.globChars(opts.windows);
  const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);

  const {
    DOT_LITERAL,
    PLUS_LITERAL,
    SLASH_LITERAL,
    ONE_CHAR,
    DOTS_SLASH,
    NO_DOT,
    NO_DOT_SLASH,
    NO_DOTS_SLASH,
    QMARK,
    QMARK_NO_DOT,
    STAR,
    START_ANCHOR
  } = PLATFORM_CHARS;

  const globstar = opts => {
    return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
  };

  const nodot = opts.dot ? '' : NO_DOT;
  const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
  let star = opts.bash === true ? globstar(opts) : STAR;

  if (opts.capture) {
    star = `(${star})`;
  }

  // minimatch options support
  if (typeof opts.noext === 'boolean') {
    opts.noextglob = opts.noext;
  }

  const state = {
    input,
    index: -1,
    start: 0,
    dot: opts.dot === true,
    consumed: '',
    output: '',
    prefix: '',
    backtrack: false,
    negated: false,
    brackets: 0,
    braces: 0,
    parens: 0,
    quotes: 0,
    globstar: false,
    tokens
  };

  input = utils.removePrefix(input, state);
  len = input.length;

  const extglobs = [];
  const braces = [];
  const stack = [];
  let prev = bos;
  let value;

  /**
   * Tokenizing helpers
   */

  const eos = () => state.index === len - 1;
  const peek = state.peek = (n = 1) => input[state.index + n];
  const advance = state.advance = () => input[++state.index] || '';
  const remaining = () => input.slice(state.index + 1);
  const consume = (value = '', num = 0) => {
    state.consumed += value;
    state.index += num;
  };

  const append = token => {
    state.output += token.output != null ? token.output : token.value;
    consume(token.value);
  };

  const negate = () => {
    let count = 1;

    while (peek() === '!' && (peek(2) !== '(' || peek(3) === '?')) {
      advance();
      state.start++;
      count++;
    }

    if (count % 2 === 0) {
      return false;
    }

    state.negated = true;
    state.start++;
    return true;
  };

  const increment = type => {
    state[type]++;
    stack.push(type);
  };

  const decrement = type => {
    state[type]--;
    stack.pop();
  };

  /**
   * Push tokens onto the tokens array. This helper speeds up
   * tokenizing by 1) helping us avoid backtracking as much as possible,
   * and 2) helping us avoid creating extra tokens when consecutive
   * characters are plain text. This improves performance and simplifies
   * lookbehinds.
   */

  const push = tok => {
    if (prev.type === 'globstar') {
      const isBrace = state.braces > 0 && (tok.type === 'comma' || tok.type === 'brace');
      const isExtglob = tok.extglob === true || (extglobs.length && (tok.type === 'pipe' || tok.type === 'paren'));

      if (tok.type !== 'slash' && tok.type !== 'paren' && !isBrace && !isExtglob) {
        state.output = state.output.slice(0, -prev.output.length);
        prev.type = 'star';
        prev.value = '*';
        prev.output = star;
        state.output += prev.output;
      }
    }

    if (extglobs.length && tok.type !== 'paren') {
      extglobs[extglobs.length - 1].inner += tok.value;
    }

    if (tok.value || tok.output) append(tok);
    if (prev && prev.type === 'text' && tok.type === 'text') {
      prev.output = (prev.output || prev.value) + tok.value;
      prev.value += tok.value;
      return;
    }

    tok.prev = prev;
    tokens.push(tok);
    prev = tok;
  };

  const extglobOpen = (type, value) => {
    const token = { ...EXTGLOB_CHARS[value], conditions: 1, inner: '' };

    token.prev = prev;
    token.parens = state.parens;
    token.output = state.output;
    token.startIndex = state.index;
    token.tokensIndex = tokens.length;
    const output = (opts.capture ? '(' : '') + token.open;

    increment('parens');
    push({ type, value, output: state.output ? '' : ONE_CHAR });
    push({ type: 'paren', extglob: true, value: advance(), output });
    extglobs.push(token);
  };

  const extglobClose = token => {
    const literal = input.slice(token.startIndex, state.index + 1);
    const body = input.slice(token.startIndex + 2, state.index);
    const analysis = analyzeRepeatedExtglob(body, opts);

    if ((token.type === 'plus' || token.type === 'star') && analysis.risky) {
      const safeOutput = analysis.safeOutput
        ? (token.output ? '' : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput)
        : undefined;
      const open = tokens[token.tokensIndex];

      open.type = 'text';
      open.value = literal;
      open.output = safeOutput || utils.escapeRegex(literal);

      for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
        tokens[i].value = '';
        tokens[i].output = '';
        delete tokens[i].suffix;
      }

      state.output = token.output + open.output;
      state.backtrack = true;

      push({ type: 'paren', extglob: true, value, output: '' });
      decrement('parens');
      return;
    }

    let output = token.close + (opts.capture ? ')' : '');
    let rest;

    if (token.type === 'negate') {
      let extglobStar = star;

      if (token.inner && token.inner.length > 1 && token.inner.includes('/')) {
        extglobStar = globstar(opts);
      }

      if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) {
        output = token.close = `)$))${extglobStar}`;
      }

      if (token.inner.includes('*') && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) {
        // Any non-magical string (`.ts`) or even nested expression (`.{ts,tsx}`) can follow after the closing parenthesis.
        // In this case, we need to parse the string and use it in the output of the original pattern.
        // Suitable patterns: `/!(*.d).ts`, `/!(*.d).{ts,tsx}`, `**/!(*-dbg).@(js)`.
        //
        // Disabling the `fastpaths` option due to a problem with parsing strings as `.ts` in the pattern like `**/!(*.d).ts`.
        const expression = parse(rest, { ...options, fastpaths: false }).output;

        output = token.close = `)${expression})${extglobStar})`;
      }

      if (token.prev.type === 'bos') {
        state.negatedExtglob = true;
      }
    }

    push({ type: 'paren', extglob: true, value, output });
    decrement('parens');
  };

  /**
   * Fast paths
   */

  if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
    let backslashes = false;

    let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
      if (first === '\\') {
        backslashes = true;
        return m;
      }

      if (first === '?') {
        if (esc) {
          return esc + first + (rest ? QMARK.repeat(rest.length) : '');
        }
        if (index === 0) {
          return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : '');
        }
        return QMARK.repeat(chars.length);
      }

      if (first === '.') {
        return DOT_LITERAL.repeat(chars.length);
      }

      if (first === '*') {
        if (esc) {
          return esc + first + (rest ? star : '');
        }
        return star;
      }
      return esc ? m : `\\${m}`;
    });

    if (backslashes === true) {
      if (opts.unescape === true) {
        output = output.replace(/\\/g, '');
      } else {
        output = output.replace(/\\+/g, m => {
          return m.length % 2 === 0 ? '\\\\' : (m ? '\\' : '');
        });
      }
    }

    if (output === input && opts.contains === true) {
      state.output = input;
      return state;
    }

    state.output = utils.wrapOutput(output, state, options);
    return state;
  }

  /**
   * Tokenize input until we reach end-of-string
   */

  while (!eos()) {
    value = advance();

    if (value === '\u0000') {
      continue;
    }

    /**
     * Escaped characters
     */

    if (value === '\\') {
      const next = peek();

      if (next === '/' && opts.bash !== true) {
        continue;
      }

      if (next === '.' || next === ';') {
        continue;
      }

      if (!next) {
        value += '\\';
        push({ type: 'text', value });
        continue;
      }

      // collapse slashes to reduce potential for exploits
      const match = /^\\+/.exec(remaining());
      let slashes = 0;

      if (match && match[0].length > 2) {
        slashes = match[0].length;
        state.index += slashes;
        if (slashes % 2 !== 0) {
          value += '\\';
        }
      }

      if (opts.unescape === true) {
        value = advance();
      } else {
        value += advance();
      }

      if (state.brackets === 0) {
        push({ type: 'text', value });
        continue;
      }
    }

    /**
     * If we're inside a regex character class, continue
     * until we reach the closing bracket.
     */

    if (state.brackets > 0 && (value !== ']' || prev.value === '[' || prev.value === '[^')) {
      if (opts.posix !== false && value === ':') {
        const inner = prev.value.slice(1);
        if (inner.includes('[')) {
          prev.posix = true;

          if (inner.includes(':')) {
            const idx = prev.value.lastIndexOf('[');
            const pre = prev.value.slice(0, idx);
            const rest = prev.value.slice(idx + 2);
            const posix = POSIX_REGEX_SOURCE[rest];
            if (posix) {
              prev.value = pre + posix;
              state.backtrack = true;
              advance();

              if (!bos.output && tokens.indexOf(prev) === 1) {
                bos.output = ONE_CHAR;
              }
              continue;
            }
          }
        }
      }

      if ((value === '[' && peek() !== ':') || (value === '-' && peek() === ']')) {
        value = `\\${value}`;
      }

      if (value === ']' && (prev.value === '[' || prev.value === '[^')) {
        value = `\\${value}`;
      }

      if (opts.posix === true && value === '!' && prev.value === '[') {
        value = '^';
      }

      prev.value += value;
      append({ value });
      continue;
    }

    /**
     * If we're inside a quoted string, continue
     * until we reach the closing double quote.
     */

    if (state.quotes === 1 && value !== '"') {
      value = utils.escapeRegex(value);
      prev.value += value;
      append({ value });
      continue;
    }

    /**
     * Double quotes
     */

    if (value === '"') {
      state.quotes = state.quotes === 1 ? 0 : 1;
      if (opts.keepQuotes === true) {
        push({ type: 'text', value });
      }
      continue;
    }

    /**
     * Parentheses
     */

    if (value === '(') {
      increment('parens');
      push({ type: 'paren', value });
      continue;
    }

    if (value === ')') {
      if (state.parens === 0 && opts.strictBrackets === true) {
        throw new SyntaxError(syntaxError('opening', '('));
      }

      const extglob = extglobs[extglobs.length - 1];
      if (extglob && state.parens === extglob.parens + 1) {
        extglobClose(extglobs.pop());
        continue;
      }

      push({ type: 'paren', value, output: state.parens ? ')' : '\\)' });
      decrement('parens');
      continue;
    }

    /**
     * Square brackets
     */

    if (value === '[') {
      if (opts.nobracket === true || !remaining().includes(']')) {
        if (opts.nobracket !== true && opts.strictBrackets === true) {
          throw new SyntaxError(syntaxError('closing', ']'));
        }

        value = `\\${value}`;
      } else {
        increment('brackets');
      }

      push({ type: 'bracket', value });
      continue;
    }

    if (value === ']') {
      if (opts.nobracket === true || (prev && prev.type === 'bracket' && prev.value.length === 1)) {
        push({ type: 'text', value, output: `\\${value}` });
        continue;
      }

      if (state.brackets === 0) {
        if (opts.strictBrackets === true) {
          throw new SyntaxError(syntaxError('opening', '['));
        }

        push({ type: 'text', value, output: `\\${value}` });
        continue;
      }

      decrement('brackets');

      const prevValue = prev.value.slice(1);
      if (prev.posix !== true && prevValue[0] === '^' && !prevValue.includes('/')) {
        value = `/${value}`;
      }

      prev.value += value;
      append({ value });

      // when literal brackets are explicitly disabled
      // assume we should match with a regex character class
      if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) {
        continue;
      }

      const escaped = utils.escapeRegex(prev.value);
      state.output = state.output.slice(0, -prev.value.length);

      // when literal brackets are explicitly enabled
      // assume we should escape the brackets to match literal characters
      if (opts.literalBrackets === true) {
        state.output += escaped;
        prev.value = escaped;
        continue;
      }

      // when the user specifies nothing, try to match both
      prev.value = `(${capture}${escaped}|${prev.value})`;
      state.output += prev.value;
      continue;
    }

    /**
     * Braces
     */

    if (value === '{' && opts.nobrace !== true) {
      increment('braces');

      const open = {
        type: 'brace',
        value,
        output: '(',
        outputIndex: state.output.length,
        tokensIndex: state.tokens.length
      };

      braces.push(open);
      push(open);
      continue;
    }

    if (value === '}') {
      const brace = braces[braces.length - 1];

      if (opts.nobrace === true || !brace) {
        push({ type: 'text', value, output: value });
        continue;
      }

      let output = ')';

      if (brace.dots === true) {
        const arr = tokens.slice();
        const range = [];

        for (let i = arr.length - 1; i >= 0; i--) {
          tokens.pop();
          if (arr[i].type === 'brace') {
            break;
          }
          if (arr[i].type !== 'dots') {
            range.unshift(arr[i].value);
          }
        }

        output = expandRange(range, opts);
        state.backtrack = true;
      }

      if (brace.comma !== true && brace.dots !== true) {
        const out = state.output.slice(0, brace.outputIndex);
        const toks = state.tokens.slice(brace.tokensIndex);
        brace.value = brace.output = '\\{';
        value = output = '\\}';
        state.output = out;
        for (const t of toks) {
          state.output += (t.output || t.value);
        }
      }

      push({ type: 'brace', value, output });
      decrement('braces');
      braces.pop();
      continue;
    }

    /**
     * Pipes
     */

    if (value === '|') {
      if (extglobs.length > 0) {
        extglobs[extglobs.length - 1].conditions++;
      }
      push({ type: 'text', value });
      continue;
    }

    /**
     * Commas
     */

    if (value === ',') {
      let output = value;

      const brace = braces[braces.length - 1];
      if (brace && stack[stack.length - 1] === 'braces') {
        brace.comma = true;
        output = '|';
      }

      push({ type: 'comma', value, output });
      continue;
    }

    /**
     * Slashes
     */

    if (value === '/') {
      // if the beginning of the glob is "./", advance the start
      // to the current index, and don't add the "./" characters
      // to the state. This greatly simplifies lookbehinds when
      // checking for BOS characters like "!" and "." (not "./")
      if (prev.type === 'dot' && state.index === state.start + 1) {
        state.start = state.index + 1;
        state.consumed = '';
        state.output = '';
        tokens.pop();
        prev = bos; // reset "prev" to the first token
        continue;
      }

      push({ type: 'slash', value, output: SLASH_LITERAL });
      continue;
    }

    /**
     * Dots
     */

    if (value === '.') {
      if (state.braces > 0 && prev.type === 'dot') {
        if (prev.value === '.') prev.output = DOT_LITERAL;
        const brace = braces[braces.length - 1];
        prev.type = 'dots';
        prev.output += value;
        prev.value += value;
        brace.dots = true;
        continue;
      }

      if ((state.braces + state.parens) === 0 && prev.type !== 'bos' && prev.type !== 'slash') {
        push({ type: 'text', value, output: DOT_LITERAL });
        continue;
      }

      push({ type: 'dot', value, output: DOT_LITERAL });
      continue;
    }

    /**
     * Question marks
     */

    if (value === '?') {
      const isGroup = prev && prev.value === '(';
      if (!isGroup && opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        extglobOpen('qmark', value);
        continue;
      }

      if (prev && prev.type === 'paren') {
        const next = peek();
        let output = value;

        if ((prev.value === '(' && !/[!=<:]/.test(next)) || (next === '<' && !/<([!=]|\w+>)/.test(remaining()))) {
          output = `\\${value}`;
        }

        push({ type: 'text', value, output });
        continue;
      }

      if (opts.dot !== true && (prev.type === 'slash' || prev.type === 'bos')) {
        push({ type: 'qmark', value, output: QMARK_NO_DOT });
        continue;
      }

      push({ type: 'qmark', value, output: QMARK });
      continue;
    }

    /**
     * Exclamation
     */

    if (value === '!') {
      if (opts.noextglob !== true && peek() === '(') {
        if (peek(2) !== '?' || !/[!=<:]/.test(peek(3))) {
          extglobOpen('negate', value);
          continue;
        }
      }

      if (opts.nonegate !== true && state.index === 0) {
        negate();
        continue;
      }
    }

    /**
     * Plus
     */

    if (value === '+') {
      if (opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        extglobOpen('plus', value);
        continue;
      }

      if ((prev && prev.value === '(') || opts.regex === false) {
        push({ type: 'plus', value, output: PLUS_LITERAL });
        continue;
      }

      if ((prev && (prev.type === 'bracket' || prev.type === 'paren' || prev.type === 'brace')) || state.parens > 0) {
        push({ type: 'plus', value });
        continue;
      }

      push({ type: 'plus', value: PLUS_LITERAL });
      continue;
    }

    /**
     * Plain text
     */

    if (value === '@') {
      if (opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        push({ type: 'at', extglob: true, value, output: '' });
        continue;
      }

      push({ type: 'text', value });
      continue;
    }

    /**
     * Plain text
     */

    if (value !== '*') {
      if (value === '$' || value === '^') {
        value = `\\${value}`;
      }

      const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
      if (match) {
        value += match[0];
        state.index += match[0].length;
      }

      push({ type: 'text', value });
      continue;
    }

    /**
     * Stars
     */

    if (prev && (prev.type === 'globstar' || prev.star === true)) {
      prev.type = 'star';
      prev.star = true;
      prev.value += value;
      prev.output = star;
      state.backtrack = true;
      state.globstar = true;
      consume(value);
      continue;
    }

    let rest = remaining();
    if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
      extglobOpen('star', value);
      continue;
    }

    if (prev.type === 'star') {
      if (opts.noglobstar === true) {
        consume(value);
        continue;
      }

      const prior = prev.prev;
      const before = prior.prev;
      const isStart = prior.type === 'slash' || prior.type === 'bos';
      const afterStar = before && (before.type === 'star' || before.type === 'globstar');

      if (opts.bash === true && (!isStart || (rest[0] && rest[0] !== '/'))) {
        push({ type: 'star', value, output: '' });
        continue;
      }

      const isBrace = state.braces > 0 && (prior.type === 'comma' || prior.type === 'brace');
      const isExtglob = extglobs.length && (prior.type === 'pipe' || prior.type === 'paren');
      if (!isStart && prior.type !== 'paren' && !isBrace && !isExtglob) {
        push({ type: 'star', value, output: '' });
        continue;
      }

      // strip consecutive `/**/`
      while (rest.slice(0, 3) === '/**') {
        const after = input[state.index + 4];
        if (after && after !== '/') {
          break;
        }
        rest = rest.slice(3);
        consume('/**', 3);
      }

      // A globstar followed only by balanced closing parens is at the logical end of patterns like
      // `test(/utils/**)` and `test?(/utils/**)`. Treat it as EOS so the trailing `/**` can match its
      // parent path, except in negated extglobs where that would change the exclusion semantics.
      const isEnd = eos() || (
        state.parens > 0
        && rest === ')'.repeat(state.parens)
        && !extglobs.some(extglob => extglob.type === 'negate')
      );

      if (prior.type === 'bos' && eos()) {
        prev.type = 'globstar';
        prev.value += value;
        prev.output = globstar(opts);
        state.output = prev.output;
        state.globstar = true;
        consume(value);
        continue;
      }

      if (prior.type === 'slash' && prior.prev.type !== 'bos' && !afterStar && isEnd) {
        state.output = state.output.slice(0, -(prior.output + prev.output).length);
        prior.output = `(?:${prior.output}`;

        prev.type = 'globstar';
        prev.output = globstar(opts) + (opts.strictSlashes ? ')' : '|$)');
        prev.value += value;
        state.globstar = true;
        state.output += prior.output + prev.output;
        consume(value);
        continue;
      }

      if (prior.type === 'slash' && prior.prev.type !== 'bos' && rest[0] === '/') {
        const end = rest[1] !== void 0 ? '|$' : '';

        state.output = state.output.slice(0, -(prior.output + prev.output).length);
        prior.output = `(?:${prior.output}`;

        prev.type = 'globstar';
        prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
        prev.value += value;

        state.output += prior.output + prev.output;
        state.globstar = true;

        consume(value + advance());

        push({ type: 'slash', value: '/', output: '' });
        continue;
      }

      if (prior.type === 'bos' && rest[0] === '/') {
        prev.type = 'globstar';
        prev.value += value;
        prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
        state.output = prev.output;
        state.globstar = true;
        consume(value + advance());
        push({ type: 'slash', value: '/', output: '' });
        continue;
      }

      // remove single star from output
      state.output = state.output.slice(0, -prev.output.length);

      // reset previous token to globstar
      prev.type = 'globstar';
      prev.output = globstar(opts);
      prev.value += value;

      // reset output with globstar
      state.output += prev.output;
      state.globstar = true;
      consume(value);
      continue;
    }

    const token = { type: 'star', value, output: star };

    if (opts.bash === true) {
      token.output = '.*?';
      if (prev.type === 'bos' || prev.type === 'slash') {
        token.output = nodot + token.output;
      }
      push(token);
      continue;
    }

    if (prev && (prev.type === 'bracket' || prev.type === 'paren') && opts.regex === true) {
      token.output = value;
      push(token);
      continue;
    }

    if (state.index === state.start || prev.type === 'slash' || prev.type === 'dot') {
      if (prev.type === 'dot') {
        state.output += NO_DOT_SLASH;
        prev.output += NO_DOT_SLASH;

      } else if (opts.dot === true) {
        state.output += NO_DOTS_SLASH;
        prev.output += NO_DOTS_SLASH;

      } else {
        state.output += nodot;
        prev.output += nodot;
      }

      if (peek() !== '*') {
        state.output += ONE_CHAR;
        prev.output += ONE_CHAR;
      }
    }

    push(token);
  }

  while (state.brackets > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', ']'));
    state.output = utils.escapeLast(state.output, '[');
    decrement('brackets');
  }

  while (state.parens > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', ')'));
    state.output = utils.escapeLast(state.output, '(');
    decrement('parens');
  }

  while (state.braces > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', '}'));
    state.output = utils.escapeLast(state.output, '{');
    decrement('braces');
  }

  if (opts.strictSlashes !== true && (prev.type === 'star' || prev.type === 'bracket')) {
    push({ type: 'maybe_slash', value: '', output: `${SLASH_LITERAL}?` });
  }

  // rebuild the output if we had to backtrack at any point
  if (state.backtrack === true) {
    state.output = '';

    for (const token of state.tokens) {
      state.output += token.output != null ? token.output : token.value;

      if (token.suffix) {
        state.output += token.suffix;
      }
    }
  }

  return state;
};

/**
 * Fast paths for creating regular expressions for common glob patterns.
 * This can significantly speed up processing and has very little downside
 * impact when none of the fast paths match.
 */

parse.fastpaths = (input, options) => {
  const opts = { ...options };
  const max = typeof opts.maxLength === 'number' ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
  const len = input.length;
  if (len > max) {
    throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
  }

  input = REPLACEMENTS[input] || input;

  // create constants based on platform, for windows or posix
  const {
    DOT_LITERAL,
    SLASH_LITERAL,
    ONE_CHAR,
    DOTS_SLASH,
    NO_DOT,
    NO_DOTS,
    NO_DOTS_SLASH,
    STAR,
    START_ANCHOR
  } = constants.globChars(opts.windows);

  const nodot = opts.dot ? NO_DOTS : NO_DOT;
  const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
  const capture = opts.capture ? '' : '?:';
  const state = { negated: false, prefix: '' };
  let star = opts.bash === true ? '.*?' : STAR;

  if (opts.capture) {
    star = `(${star})`;
  }

  const globstar = opts => {
    if (opts.noglobstar === true) return star;
    return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
  };

  const create = str => {
    switch (str) {
      case '*':
        return `${nodot}${ONE_CHAR}${star}`;

      case '.*':
        return `${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '*.*':
        return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '*/*':
        return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;

      case '**':
        return nodot + globstar(opts);

      case '**/*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;

      case '**/*.*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '**/.*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;

      default: {
        const match = /^(.*?)\.(\w+)$/.exec(str);
        if (!match) return;

        const source = create(match[1]);
        if (!source) return;

        return source + DOT_LITERAL + match[2];
      }
    }
  };

  const output = utils.removePrefix(input, state);
  let source = create(output);

  if (source && opts.strictSlashes !== true) {
    source += `${SLASH_LITERAL}?`;
  }

  return source;
};

module.exports = parse;


/***/ }),

/***/ 7282:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const scan = __nccwpck_require__(843);
const parse = __nccwpck_require__(4695);
const utils = __nccwpck_require__(365);
const constants = __nccwpck_require__(1225);
const isObject = val => val && typeof val === 'object' && !Array.isArray(val);

/**
 * Creates a matcher function from one or more glob patterns. The
 * returned function takes a string to match as its first argument,
 * and returns true if the string is a match. The returned matcher
 * function also takes a boolean as the second argument that, when true,
 * returns an object with additional information.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch(glob[, options]);
 *
 * const isMatch = picomatch('*.!(*a)');
 * console.log(isMatch('a.a')); //=> false
 * console.log(isMatch('a.b')); //=> true
 *
 * // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
 * const picomatch = require('picomatch/posix');
 * // the same API, defaulting to posix paths
 * const isMatch = picomatch('a/*');
 * console.log(isMatch('a\\b')); //=> false
 * console.log(isMatch('a/b')); //=> true
 *
 * // you can still configure the matcher function to accept windows paths
 * const isMatch = picomatch('a/*', { options: windows });
 * console.log(isMatch('a\\b')); //=> true
 * console.log(isMatch('a/b')); //=> true
 * ```
 * @name picomatch
 * @param {String|Array} `globs` One or more glob patterns.
 * @param {Object=} `options`
 * @return {Function=} Returns a matcher function.
 * @api public
 */

const picomatch = (glob, options, returnState = false) => {
  if (Array.isArray(glob)) {
    const fns = glob.map(input => picomatch(input, options, returnState));
    const arrayMatcher = str => {
      for (const isMatch of fns) {
        const state = isMatch(str);
        if (state) return state;
      }
      return false;
    };
    return arrayMatcher;
  }

  const isState = isObject(glob) && glob.tokens && glob.input;

  if (glob === '' || (typeof glob !== 'string' && !isState)) {
    throw new TypeError('Expected pattern to be a non-empty string');
  }

  const opts = options || {};
  const posix = opts.windows;
  const regex = isState
    ? picomatch.compileRe(glob, options)
    : picomatch.makeRe(glob, options, false, true);

  const state = regex.state;
  delete regex.state;

  let isIgnored = () => false;
  if (opts.ignore) {
    const ignoreOpts = { ...options, ignore: null, onMatch: null, onResult: null };
    isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
  }

  const matcher = (input, returnObject = false) => {
    const { isMatch, match, output } = picomatch.test(input, regex, options, { glob, posix });
    const result = { glob, state, regex, posix, input, output, match, isMatch };

    if (typeof opts.onResult === 'function') {
      opts.onResult(result);
    }

    if (isMatch === false) {
      result.isMatch = false;
      return returnObject ? result : false;
    }

    if (isIgnored(input)) {
      if (typeof opts.onIgnore === 'function') {
        opts.onIgnore(result);
      }
      result.isMatch = false;
      return returnObject ? result : false;
    }

    if (typeof opts.onMatch === 'function') {
      opts.onMatch(result);
    }
    return returnObject ? result : true;
  };

  if (returnState) {
    matcher.state = state;
  }

  return matcher;
};

/**
 * Test `input` with the given `regex`. This is used by the main
 * `picomatch()` function to test the input string.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.test(input, regex[, options]);
 *
 * console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
 * // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
 * ```
 * @param {String} `input` String to test.
 * @param {RegExp} `regex`
 * @return {Object} Returns an object with matching info.
 * @api public
 */

picomatch.test = (input, regex, options, { glob, posix } = {}) => {
  if (typeof input !== 'string') {
    throw new TypeError('Expected input to be a string');
  }

  if (input === '') {
    return { isMatch: false, output: '' };
  }

  const opts = options || {};
  const format = opts.format || (posix ? utils.toPosixSlashes : null);
  let match = input === glob;
  let output = (match && format) ? format(input) : input;

  if (match === false) {
    output = format ? format(input) : input;
    match = output === glob;
  }

  if (match === false || opts.capture === true) {
    if (opts.matchBase === true || opts.basename === true) {
      match = picomatch.matchBase(input, regex, options, posix);
    } else {
      match = regex.exec(output);
    }
  }

  return { isMatch: Boolean(match), match, output };
};

/**
 * Match the basename of a filepath.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.matchBase(input, glob[, options]);
 * console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
 * ```
 * @param {String} `input` String to test.
 * @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
 * @return {Boolean}
 * @api public
 */

picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
  const regex = glob instanceof RegExp ? glob : picomatch.makeRe(glob, options);
  return regex.test(utils.basename(input, { windows: posix }));
};

/**
 * Returns true if **any** of the given glob `patterns` match the specified `string`.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.isMatch(string, patterns[, options]);
 *
 * console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
 * console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
 * ```
 * @param {String|Array} str The string to test.
 * @param {String|Array} patterns One or more glob patterns to use for matching.
 * @param {Object} [options] See available [options](#options).
 * @return {Boolean} Returns true if any patterns match `str`
 * @api public
 */

picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);

/**
 * Parse a glob pattern to create the source string for a regular
 * expression.
 *
 * ```js
 * const picomatch = require('picomatch');
 * const result = picomatch.parse(pattern[, options]);
 * ```
 * @param {String} `pattern`
 * @param {Object} `options`
 * @return {Object} Returns an object with useful properties and output to be used as a regex source string.
 * @api public
 */

picomatch.parse = (pattern, options) => {
  if (Array.isArray(pattern)) return pattern.map(p => picomatch.parse(p, options));
  return parse(pattern, { ...options, fastpaths: false });
};

/**
 * Scan a glob pattern to separate the pattern into segments.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.scan(input[, options]);
 *
 * const result = picomatch.scan('!./foo/*.js');
 * console.log(result);
 * { prefix: '!./',
 *   input: '!./foo/*.js',
 *   start: 3,
 *   base: 'foo',
 *   glob: '*.js',
 *   isBrace: false,
 *   isBracket: false,
 *   isGlob: true,
 *   isExtglob: false,
 *   isGlobstar: false,
 *   negated: true }
 * ```
 * @param {String} `input` Glob pattern to scan.
 * @param {Object} `options`
 * @return {Object} Returns an object with
 * @api public
 */

picomatch.scan = (input, options) => scan(input, options);

/**
 * Compile a regular expression from the `state` object returned by the
 * [parse()](#parse) method.
 *
 * ```js
 * const picomatch = require('picomatch');
 * const state = picomatch.parse('*.js');
 * // picomatch.compileRe(state[, options]);
 *
 * console.log(picomatch.compileRe(state));
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {Object} `state`
 * @param {Object} `options`
 * @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
 * @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
 * @return {RegExp}
 * @api public
 */

picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
  if (returnOutput === true) {
    return state.output;
  }

  const opts = options || {};
  const prepend = opts.contains ? '' : '^';
  const append = opts.contains ? '' : '$';

  let source = `${prepend}(?:${state.output})${append}`;
  if (state && state.negated === true) {
    source = `^(?!${source}).*$`;
  }

  const regex = picomatch.toRegex(source, options);
  if (returnState === true) {
    regex.state = state;
  }

  return regex;
};

/**
 * Create a regular expression from a parsed glob pattern.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.makeRe(state[, options]);
 *
 * const result = picomatch.makeRe('*.js');
 * console.log(result);
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {String} `state` The object returned from the `.parse` method.
 * @param {Object} `options`
 * @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
 * @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
 * @return {RegExp} Returns a regex created from the given pattern.
 * @api public
 */

picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
  if (!input || typeof input !== 'string') {
    throw new TypeError('Expected a non-empty string');
  }

  let parsed = { negated: false, fastpaths: true };

  if (options.fastpaths !== false && (input[0] === '.' || input[0] === '*')) {
    parsed.output = parse.fastpaths(input, options);
  }

  if (!parsed.output) {
    parsed = parse(input, options);
  }

  return picomatch.compileRe(parsed, options, returnOutput, returnState);
};

/**
 * Create a regular expression from the given regex source string.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.toRegex(source[, options]);
 *
 * const { output } = picomatch.parse('*.js');
 * console.log(picomatch.toRegex(output));
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {String} `source` Regular expression source string.
 * @param {Object} `options`
 * @return {RegExp}
 * @api public
 */

picomatch.toRegex = (source, options) => {
  try {
    const opts = options || {};
    return new RegExp(source, opts.flags || (opts.nocase ? 'i' : ''));
  } catch (err) {
    if (options && options.debug === true) throw err;
    return /$^/;
  }
};

/**
 * Picomatch constants.
 * @return {Object}
 */

picomatch.constants = constants;

/**
 * Expose "picomatch"
 */

module.exports = picomatch;


/***/ }),

/***/ 843:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const utils = __nccwpck_require__(365);
const {
  CHAR_ASTERISK,             /* * */
  CHAR_AT,                   /* @ */
  CHAR_BACKWARD_SLASH,       /* \ */
  CHAR_COMMA,                /* , */
  CHAR_DOT,                  /* . */
  CHAR_EXCLAMATION_MARK,     /* ! */
  CHAR_FORWARD_SLASH,        /* / */
  CHAR_LEFT_CURLY_BRACE,     /* { */
  CHAR_LEFT_PARENTHESES,     /* ( */
  CHAR_LEFT_SQUARE_BRACKET,  /* [ */
  CHAR_PLUS,                 /* + */
  CHAR_QUESTION_MARK,        /* ? */
  CHAR_RIGHT_CURLY_BRACE,    /* } */
  CHAR_RIGHT_PARENTHESES,    /* ) */
  CHAR_RIGHT_SQUARE_BRACKET  /* ] */
} = __nccwpck_require__(1225);

const isPathSeparator = code => {
  return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
};

const depth = token => {
  if (token.isPrefix !== true) {
    token.depth = token.isGlobstar ? Infinity : 1;
  }
};

/**
 * Quickly scans a glob pattern and returns an object with a handful of
 * useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
 * `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
 * with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
 *
 * ```js
 * const pm = require('picomatch');
 * console.log(pm.scan('foo/bar/*.js'));
 * { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
 * ```
 * @param {String} `str`
 * @param {Object} `options`
 * @return {Object} Returns an object with tokens and regex source string.
 * @api public
 */

const scan = (input, options) => {
  const opts = options || {};

  const length = input.length - 1;
  const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
  const slashes = [];
  const tokens = [];
  const parts = [];

  let str = input;
  let index = -1;
  let start = 0;
  let lastIndex = 0;
  let isBrace = false;
  let isBracket = false;
  let isGlob = false;
  let isExtglob = false;
  let isGlobstar = false;
  let braceEscaped = false;
  let backslashes = false;
  let negated = false;
  let negatedExtglob = false;
  let finished = false;
  let braces = 0;
  let prev;
  let code;
  let token = { value: '', depth: 0, isGlob: false };

  const eos = () => index >= length;
  const peek = () => str.charCodeAt(index + 1);
  const advance = () => {
    prev = code;
    return str.charCodeAt(++index);
  };

  while (index < length) {
    code = advance();
    let next;

    if (code === CHAR_BACKWARD_SLASH) {
      backslashes = token.backslashes = true;
      code = advance();

      if (code === CHAR_LEFT_CURLY_BRACE) {
        braceEscaped = true;
      }
      continue;
    }

    if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
      braces++;

      while (eos() !== true && (code = advance())) {
        if (code === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          advance();
          continue;
        }

        if (code === CHAR_LEFT_CURLY_BRACE) {
          braces++;
          continue;
        }

        if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
          isBrace = token.isBrace = true;
          isGlob = token.isGlob = true;
          finished = true;

          if (scanToEnd === true) {
            continue;
          }

          break;
        }

        if (braceEscaped !== true && code === CHAR_COMMA) {
          isBrace = token.isBrace = true;
          isGlob = token.isGlob = true;
          finished = true;

          if (scanToEnd === true) {
            continue;
          }

          break;
        }

        if (code === CHAR_RIGHT_CURLY_BRACE) {
          braces--;

          if (braces === 0) {
            braceEscaped = false;
            isBrace = token.isBrace = true;
            finished = true;
            break;
          }
        }
      }

      if (scanToEnd === true) {
        continue;
      }

      break;
    }

    if (code === CHAR_FORWARD_SLASH) {
      slashes.push(index);
      tokens.push(token);
      token = { value: '', depth: 0, isGlob: false };

      if (finished === true) continue;
      if (prev === CHAR_DOT && index === (start + 1)) {
        start += 2;
        continue;
      }

      lastIndex = index + 1;
      continue;
    }

    if (opts.noext !== true) {
      const isExtglobChar = code === CHAR_PLUS
        || code === CHAR_AT
        || code === CHAR_ASTERISK
        || code === CHAR_QUESTION_MARK
        || code === CHAR_EXCLAMATION_MARK;

      if (isExtglobChar === true && peek() === CHAR_LEFT_PARENTHESES) {
        isGlob = token.isGlob = true;
        isExtglob = token.isExtglob = true;
        finished = true;
        if (code === CHAR_EXCLAMATION_MARK && index === start) {
          negatedExtglob = true;
        }

        if (scanToEnd === true) {
          let parens = 0;

          while (eos() !== true && (code = advance())) {
            if (code === CHAR_BACKWARD_SLASH) {
              backslashes = token.backslashes = true;
              advance();
              continue;
            }

            if (code === CHAR_LEFT_PARENTHESES) {
              parens++;
              continue;
            }

            if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
              finished = true;
              break;
            }
          }
          continue;
        }
        break;
      }
    }

    if (code === CHAR_ASTERISK) {
      if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
      isGlob = token.isGlob = true;
      finished = true;

      if (scanToEnd === true) {
        continue;
      }
      break;
    }

    if (code === CHAR_QUESTION_MARK) {
      isGlob = token.isGlob = true;
      finished = true;

      if (scanToEnd === true) {
        continue;
      }
      break;
    }

    if (code === CHAR_LEFT_SQUARE_BRACKET) {
      while (eos() !== true && (next = advance())) {
        if (next === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          advance();
          continue;
        }

        if (next === CHAR_RIGHT_SQUARE_BRACKET) {
          isBracket = token.isBracket = true;
          isGlob = token.isGlob = true;
          finished = true;
          break;
        }
      }

      if (scanToEnd === true) {
        continue;
      }

      break;
    }

    if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
      negated = token.negated = true;
      start++;
      continue;
    }

    if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
      isGlob = token.isGlob = true;

      if (scanToEnd === true) {
        let parens = 1;

        while (eos() !== true && (code = advance())) {
          if (code === CHAR_BACKWARD_SLASH) {
            backslashes = token.backslashes = true;
            advance();
            continue;
          }

          if (code === CHAR_LEFT_PARENTHESES) {
            parens++;
            continue;
          }

          if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
            finished = true;
            break;
          }
        }
        continue;
      }
      break;
    }

    if (isGlob === true) {
      finished = true;

      if (scanToEnd === true) {
        continue;
      }

      break;
    }
  }

  if (opts.noext === true) {
    isExtglob = false;
    isGlob = false;
  }

  let base = str;
  let prefix = '';
  let glob = '';

  if (start > 0) {
    prefix = str.slice(0, start);
    str = str.slice(start);
    lastIndex -= start;
  }

  if (base && isGlob === true && lastIndex > 0) {
    base = str.slice(0, lastIndex);
    glob = str.slice(lastIndex);
  } else if (isGlob === true) {
    base = '';
    glob = str;
  } else {
    base = str;
  }

  if (base && base !== '' && base !== '/' && base !== str) {
    if (isPathSeparator(base.charCodeAt(base.length - 1))) {
      base = base.slice(0, -1);
    }
  }

  if (opts.unescape === true) {
    if (glob) glob = utils.removeBackslashes(glob);

    if (base && backslashes === true) {
      base = utils.removeBackslashes(base);
    }
  }

  const state = {
    prefix,
    input,
    start,
    base,
    glob,
    isBrace,
    isBracket,
    isGlob,
    isExtglob,
    isGlobstar,
    negated,
    negatedExtglob
  };

  if (opts.tokens === true) {
    state.maxDepth = 0;
    if (!isPathSeparator(code)) {
      tokens.push(token);
    }
    state.tokens = tokens;
  }

  if (opts.parts === true || opts.tokens === true) {
    let prevIndex;

    for (let idx = 0; idx < slashes.length; idx++) {
      const n = prevIndex !== undefined ? prevIndex + 1 : start;
      const i = slashes[idx];
      const value = input.slice(n, i);
      if (opts.tokens) {
        if (idx === 0 && start !== 0) {
          tokens[idx].isPrefix = true;
          tokens[idx].value = prefix;
        } else {
          tokens[idx].value = value;
        }
        depth(tokens[idx]);
        state.maxDepth += tokens[idx].depth;
      }
      if (i >= start) {
        parts.push(value);
        prevIndex = i;
      }
    }

    const n = prevIndex !== undefined ? prevIndex + 1 : start;
    const value = input.slice(n);
    parts.push(value);

    if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
      tokens[tokens.length - 1].value = value;
      depth(tokens[tokens.length - 1]);
      state.maxDepth += tokens[tokens.length - 1].depth;
    }

    state.slashes = slashes;
    state.parts = parts;
  }

  return state;
};

module.exports = scan;


/***/ }),

/***/ 365:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/*global navigator*/


const {
  REGEX_BACKSLASH,
  REGEX_REMOVE_BACKSLASH,
  REGEX_SPECIAL_CHARS,
  REGEX_SPECIAL_CHARS_GLOBAL
} = __nccwpck_require__(1225);

exports.isObject = val => val !== null && typeof val === 'object' && !Array.isArray(val);
exports.hasRegexChars = str => REGEX_SPECIAL_CHARS.test(str);
exports.isRegexChar = str => str.length === 1 && exports.hasRegexChars(str);
exports.escapeRegex = str => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, '\\$1');
exports.toPosixSlashes = str => str.replace(REGEX_BACKSLASH, '/');

exports.isWindows = () => {
  if (typeof navigator !== 'undefined' && navigator.platform) {
    const platform = navigator.platform.toLowerCase();
    return platform === 'win32' || platform === 'windows';
  }

  if (typeof process !== 'undefined' && process.platform) {
    return process.platform === 'win32';
  }

  return false;
};

exports.removeBackslashes = str => {
  return str.replace(REGEX_REMOVE_BACKSLASH, match => {
    return match === '\\' ? '' : match;
  });
};

exports.escapeLast = (input, char, lastIdx) => {
  const idx = input.lastIndexOf(char, lastIdx);
  if (idx === -1) return input;
  if (input[idx - 1] === '\\') return exports.escapeLast(input, char, idx - 1);
  return `${input.slice(0, idx)}\\${input.slice(idx)}`;
};

exports.removePrefix = (input, state = {}) => {
  let output = input;
  if (output.startsWith('./')) {
    output = output.slice(2);
    state.prefix = './';
  }
  return output;
};

exports.wrapOutput = (input, state = {}, options = {}) => {
  const prepend = options.contains ? '' : '^';
  const append = options.contains ? '' : '$';

  let output = `${prepend}(?:${input})${append}`;
  if (state.negated === true) {
    output = `(?:^(?!${output}).*$)`;
  }
  return output;
};

exports.basename = (path, { windows } = {}) => {
  const segs = path.split(windows ? /[\\/]/ : '/');
  const last = segs[segs.length - 1];

  if (last === '') {
    return segs[segs.length - 2];
  }

  return last;
};


/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 1191:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Scalar = __nccwpck_require__(1091);
var YAMLMap = __nccwpck_require__(372);
var YAMLSeq = __nccwpck_require__(7241);
var resolveBlockMap = __nccwpck_require__(7969);
var resolveBlockSeq = __nccwpck_require__(5612);
var resolveFlowCollection = __nccwpck_require__(8384);

function resolveCollection(CN, ctx, token, onError, tagName, tag) {
    const coll = token.type === 'block-map'
        ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag)
        : token.type === 'block-seq'
            ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag)
            : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
    const Coll = coll.constructor;
    // If we got a tagName matching the class, or the tag name is '!',
    // then use the tagName from the node class used to create it.
    if (tagName === '!' || tagName === Coll.tagName) {
        coll.tag = Coll.tagName;
        return coll;
    }
    if (tagName)
        coll.tag = tagName;
    return coll;
}
function composeCollection(CN, ctx, token, props, onError) {
    const tagToken = props.tag;
    const tagName = !tagToken
        ? null
        : ctx.directives.tagName(tagToken.source, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg));
    if (token.type === 'block-seq') {
        const { anchor, newlineAfterProp: nl } = props;
        const lastProp = anchor && tagToken
            ? anchor.offset > tagToken.offset
                ? anchor
                : tagToken
            : (anchor ?? tagToken);
        if (lastProp && (!nl || nl.offset < lastProp.offset)) {
            const message = 'Missing newline after block sequence props';
            onError(lastProp, 'MISSING_CHAR', message);
        }
    }
    const expType = token.type === 'block-map'
        ? 'map'
        : token.type === 'block-seq'
            ? 'seq'
            : token.start.source === '{'
                ? 'map'
                : 'seq';
    // shortcut: check if it's a generic YAMLMap or YAMLSeq
    // before jumping into the custom tag logic.
    if (!tagToken ||
        !tagName ||
        tagName === '!' ||
        (tagName === YAMLMap.YAMLMap.tagName && expType === 'map') ||
        (tagName === YAMLSeq.YAMLSeq.tagName && expType === 'seq')) {
        return resolveCollection(CN, ctx, token, onError, tagName);
    }
    let tag = ctx.schema.tags.find(t => t.tag === tagName && t.collection === expType);
    if (!tag) {
        const kt = ctx.schema.knownTags[tagName];
        if (kt?.collection === expType) {
            ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
            tag = kt;
        }
        else {
            if (kt) {
                onError(tagToken, 'BAD_COLLECTION_TYPE', `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? 'scalar'}`, true);
            }
            else {
                onError(tagToken, 'TAG_RESOLVE_FAILED', `Unresolved tag: ${tagName}`, true);
            }
            return resolveCollection(CN, ctx, token, onError, tagName);
        }
    }
    const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
    const res = tag.resolve?.(coll, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg), ctx.options) ?? coll;
    const node = identity.isNode(res)
        ? res
        : new Scalar.Scalar(res);
    node.range = coll.range;
    node.tag = tagName;
    if (tag?.format)
        node.format = tag.format;
    return node;
}

exports.composeCollection = composeCollection;


/***/ }),

/***/ 7277:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Document = __nccwpck_require__(7031);
var composeNode = __nccwpck_require__(5015);
var resolveEnd = __nccwpck_require__(698);
var resolveProps = __nccwpck_require__(9781);

function composeDoc(options, directives, { offset, start, value, end }, onError) {
    const opts = Object.assign({ _directives: directives }, options);
    const doc = new Document.Document(undefined, opts);
    const ctx = {
        atKey: false,
        atRoot: true,
        directives: doc.directives,
        options: doc.options,
        schema: doc.schema
    };
    const props = resolveProps.resolveProps(start, {
        indicator: 'doc-start',
        next: value ?? end?.[0],
        offset,
        onError,
        parentIndent: 0,
        startOnNewline: true
    });
    if (props.found) {
        doc.directives.docStart = true;
        if (value &&
            (value.type === 'block-map' || value.type === 'block-seq') &&
            !props.hasNewline)
            onError(props.end, 'MISSING_CHAR', 'Block collection cannot start on same line with directives-end marker');
    }
    // @ts-expect-error If Contents is set, let's trust the user
    doc.contents = value
        ? composeNode.composeNode(ctx, value, props, onError)
        : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
    const contentEnd = doc.contents.range[2];
    const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
    if (re.comment)
        doc.comment = re.comment;
    doc.range = [offset, contentEnd, re.offset];
    return doc;
}

exports.composeDoc = composeDoc;


/***/ }),

/***/ 5015:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(5067);
var identity = __nccwpck_require__(2485);
var composeCollection = __nccwpck_require__(1191);
var composeScalar = __nccwpck_require__(7367);
var resolveEnd = __nccwpck_require__(698);
var utilEmptyScalarPosition = __nccwpck_require__(1201);

const CN = { composeNode, composeEmptyNode };
function composeNode(ctx, token, props, onError) {
    const atKey = ctx.atKey;
    const { spaceBefore, comment, anchor, tag } = props;
    let node;
    let isSrcToken = true;
    switch (token.type) {
        case 'alias':
            node = composeAlias(ctx, token, onError);
            if (anchor || tag)
                onError(token, 'ALIAS_PROPS', 'An alias node must not specify any properties');
            break;
        case 'scalar':
        case 'single-quoted-scalar':
        case 'double-quoted-scalar':
        case 'block-scalar':
            node = composeScalar.composeScalar(ctx, token, tag, onError);
            if (anchor)
                node.anchor = anchor.source.substring(1);
            break;
        case 'block-map':
        case 'block-seq':
        case 'flow-collection':
            try {
                node = composeCollection.composeCollection(CN, ctx, token, props, onError);
                if (anchor)
                    node.anchor = anchor.source.substring(1);
            }
            catch (error) {
                // Almost certainly here due to a stack overflow
                const message = error instanceof Error ? error.message : String(error);
                onError(token, 'RESOURCE_EXHAUSTION', message);
            }
            break;
        default: {
            const message = token.type === 'error'
                ? token.message
                : `Unsupported token (type: ${token.type})`;
            onError(token, 'UNEXPECTED_TOKEN', message);
            isSrcToken = false;
        }
    }
    node ?? (node = composeEmptyNode(ctx, token.offset, undefined, null, props, onError));
    if (anchor && node.anchor === '')
        onError(anchor, 'BAD_ALIAS', 'Anchor cannot be an empty string');
    if (atKey &&
        ctx.options.stringKeys &&
        (!identity.isScalar(node) ||
            typeof node.value !== 'string' ||
            (node.tag && node.tag !== 'tag:yaml.org,2002:str'))) {
        const msg = 'With stringKeys, all keys must be strings';
        onError(tag ?? token, 'NON_STRING_KEY', msg);
    }
    if (spaceBefore)
        node.spaceBefore = true;
    if (comment) {
        if (token.type === 'scalar' && token.source === '')
            node.comment = comment;
        else
            node.commentBefore = comment;
    }
    // @ts-expect-error Type checking misses meaning of isSrcToken
    if (ctx.options.keepSourceTokens && isSrcToken)
        node.srcToken = token;
    return node;
}
function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
    const token = {
        type: 'scalar',
        offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
        indent: -1,
        source: ''
    };
    const node = composeScalar.composeScalar(ctx, token, tag, onError);
    if (anchor) {
        node.anchor = anchor.source.substring(1);
        if (node.anchor === '')
            onError(anchor, 'BAD_ALIAS', 'Anchor cannot be an empty string');
    }
    if (spaceBefore)
        node.spaceBefore = true;
    if (comment) {
        node.comment = comment;
        node.range[2] = end;
    }
    return node;
}
function composeAlias({ options }, { offset, source, end }, onError) {
    const alias = new Alias.Alias(source.substring(1));
    if (alias.source === '')
        onError(offset, 'BAD_ALIAS', 'Alias cannot be an empty string');
    if (alias.source.endsWith(':'))
        onError(offset + source.length - 1, 'BAD_ALIAS', 'Alias ending in : is ambiguous', true);
    const valueEnd = offset + source.length;
    const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
    alias.range = [offset, valueEnd, re.offset];
    if (re.comment)
        alias.comment = re.comment;
    return alias;
}

exports.composeEmptyNode = composeEmptyNode;
exports.composeNode = composeNode;


/***/ }),

/***/ 7367:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Scalar = __nccwpck_require__(1091);
var resolveBlockScalar = __nccwpck_require__(2267);
var resolveFlowScalar = __nccwpck_require__(8588);

function composeScalar(ctx, token, tagToken, onError) {
    const { value, type, comment, range } = token.type === 'block-scalar'
        ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError)
        : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
    const tagName = tagToken
        ? ctx.directives.tagName(tagToken.source, msg => onError(tagToken, 'TAG_RESOLVE_FAILED', msg))
        : null;
    let tag;
    if (ctx.options.stringKeys && ctx.atKey) {
        tag = ctx.schema[identity.SCALAR];
    }
    else if (tagName)
        tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
    else if (token.type === 'scalar')
        tag = findScalarTagByTest(ctx, value, token, onError);
    else
        tag = ctx.schema[identity.SCALAR];
    let scalar;
    try {
        const res = tag.resolve(value, msg => onError(tagToken ?? token, 'TAG_RESOLVE_FAILED', msg), ctx.options);
        scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
    }
    catch (error) {
        const msg = error instanceof Error ? error.message : String(error);
        onError(tagToken ?? token, 'TAG_RESOLVE_FAILED', msg);
        scalar = new Scalar.Scalar(value);
    }
    scalar.range = range;
    scalar.source = value;
    if (type)
        scalar.type = type;
    if (tagName)
        scalar.tag = tagName;
    if (tag.format)
        scalar.format = tag.format;
    if (comment)
        scalar.comment = comment;
    return scalar;
}
function findScalarTagByName(schema, value, tagName, tagToken, onError) {
    if (tagName === '!')
        return schema[identity.SCALAR]; // non-specific tag
    const matchWithTest = [];
    for (const tag of schema.tags) {
        if (!tag.collection && tag.tag === tagName) {
            if (tag.default && tag.test)
                matchWithTest.push(tag);
            else
                return tag;
        }
    }
    for (const tag of matchWithTest)
        if (tag.test?.test(value))
            return tag;
    const kt = schema.knownTags[tagName];
    if (kt && !kt.collection) {
        // Ensure that the known tag is available for stringifying,
        // but does not get used by default.
        schema.tags.push(Object.assign({}, kt, { default: false, test: undefined }));
        return kt;
    }
    onError(tagToken, 'TAG_RESOLVE_FAILED', `Unresolved tag: ${tagName}`, tagName !== 'tag:yaml.org,2002:str');
    return schema[identity.SCALAR];
}
function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
    const tag = schema.tags.find(tag => (tag.default === true || (atKey && tag.default === 'key')) &&
        tag.test?.test(value)) || schema[identity.SCALAR];
    if (schema.compat) {
        const compat = schema.compat.find(tag => tag.default && tag.test?.test(value)) ??
            schema[identity.SCALAR];
        if (tag.tag !== compat.tag) {
            const ts = directives.tagString(tag.tag);
            const cs = directives.tagString(compat.tag);
            const msg = `Value may be parsed as either ${ts} or ${cs}`;
            onError(token, 'TAG_RESOLVE_FAILED', msg, true);
        }
    }
    return tag;
}

exports.composeScalar = composeScalar;


/***/ }),

/***/ 8498:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);
var directives = __nccwpck_require__(2300);
var Document = __nccwpck_require__(7031);
var errors = __nccwpck_require__(8078);
var identity = __nccwpck_require__(2485);
var composeDoc = __nccwpck_require__(7277);
var resolveEnd = __nccwpck_require__(698);

function getErrorPos(src) {
    if (typeof src === 'number')
        return [src, src + 1];
    if (Array.isArray(src))
        return src.length === 2 ? src : [src[0], src[1]];
    const { offset, source } = src;
    return [offset, offset + (typeof source === 'string' ? source.length : 1)];
}
function parsePrelude(prelude) {
    let comment = '';
    let atComment = false;
    let afterEmptyLine = false;
    for (let i = 0; i < prelude.length; ++i) {
        const source = prelude[i];
        switch (source[0]) {
            case '#':
                comment +=
                    (comment === '' ? '' : afterEmptyLine ? '\n\n' : '\n') +
                        (source.substring(1) || ' ');
                atComment = true;
                afterEmptyLine = false;
                break;
            case '%':
                if (prelude[i + 1]?.[0] !== '#')
                    i += 1;
                atComment = false;
                break;
            default:
                // This may be wrong after doc-end, but in that case it doesn't matter
                if (!atComment)
                    afterEmptyLine = true;
                atComment = false;
        }
    }
    return { comment, afterEmptyLine };
}
/**
 * Compose a stream of CST nodes into a stream of YAML Documents.
 *
 * ```ts
 * import { Composer, Parser } from 'yaml'
 *
 * const src: string = ...
 * const tokens = new Parser().parse(src)
 * const docs = new Composer().compose(tokens)
 * ```
 */
class Composer {
    constructor(options = {}) {
        this.doc = null;
        this.atDirectives = false;
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
        this.onError = (source, code, message, warning) => {
            const pos = getErrorPos(source);
            if (warning)
                this.warnings.push(new errors.YAMLWarning(pos, code, message));
            else
                this.errors.push(new errors.YAMLParseError(pos, code, message));
        };
        // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
        this.directives = new directives.Directives({ version: options.version || '1.2' });
        this.options = options;
    }
    decorate(doc, afterDoc) {
        const { comment, afterEmptyLine } = parsePrelude(this.prelude);
        //console.log({ dc: doc.comment, prelude, comment })
        if (comment) {
            const dc = doc.contents;
            if (afterDoc) {
                doc.comment = doc.comment ? `${doc.comment}\n${comment}` : comment;
            }
            else if (afterEmptyLine || doc.directives.docStart || !dc) {
                doc.commentBefore = comment;
            }
            else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
                let it = dc.items[0];
                if (identity.isPair(it))
                    it = it.key;
                const cb = it.commentBefore;
                it.commentBefore = cb ? `${comment}\n${cb}` : comment;
            }
            else {
                const cb = dc.commentBefore;
                dc.commentBefore = cb ? `${comment}\n${cb}` : comment;
            }
        }
        if (afterDoc) {
            for (let i = 0; i < this.errors.length; ++i)
                doc.errors.push(this.errors[i]);
            for (let i = 0; i < this.warnings.length; ++i)
                doc.warnings.push(this.warnings[i]);
        }
        else {
            doc.errors = this.errors;
            doc.warnings = this.warnings;
        }
        this.prelude = [];
        this.errors = [];
        this.warnings = [];
    }
    /**
     * Current stream status information.
     *
     * Mostly useful at the end of input for an empty stream.
     */
    streamInfo() {
        return {
            comment: parsePrelude(this.prelude).comment,
            directives: this.directives,
            errors: this.errors,
            warnings: this.warnings
        };
    }
    /**
     * Compose tokens into documents.
     *
     * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
     * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
     */
    *compose(tokens, forceDoc = false, endOffset = -1) {
        for (const token of tokens)
            yield* this.next(token);
        yield* this.end(forceDoc, endOffset);
    }
    /** Advance the composer by one CST token. */
    *next(token) {
        if (node_process.env.LOG_STREAM)
            console.dir(token, { depth: null });
        switch (token.type) {
            case 'directive':
                this.directives.add(token.source, (offset, message, warning) => {
                    const pos = getErrorPos(token);
                    pos[0] += offset;
                    this.onError(pos, 'BAD_DIRECTIVE', message, warning);
                });
                this.prelude.push(token.source);
                this.atDirectives = true;
                break;
            case 'document': {
                const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
                if (this.atDirectives && !doc.directives.docStart)
                    this.onError(token, 'MISSING_CHAR', 'Missing directives-end/doc-start indicator line');
                this.decorate(doc, false);
                if (this.doc)
                    yield this.doc;
                this.doc = doc;
                this.atDirectives = false;
                break;
            }
            case 'byte-order-mark':
            case 'space':
                break;
            case 'comment':
            case 'newline':
                this.prelude.push(token.source);
                break;
            case 'error': {
                const msg = token.source
                    ? `${token.message}: ${JSON.stringify(token.source)}`
                    : token.message;
                const error = new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', msg);
                if (this.atDirectives || !this.doc)
                    this.errors.push(error);
                else
                    this.doc.errors.push(error);
                break;
            }
            case 'doc-end': {
                if (!this.doc) {
                    const msg = 'Unexpected doc-end without preceding document';
                    this.errors.push(new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', msg));
                    break;
                }
                this.doc.directives.docEnd = true;
                const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
                this.decorate(this.doc, true);
                if (end.comment) {
                    const dc = this.doc.comment;
                    this.doc.comment = dc ? `${dc}\n${end.comment}` : end.comment;
                }
                this.doc.range[2] = end.offset;
                break;
            }
            default:
                this.errors.push(new errors.YAMLParseError(getErrorPos(token), 'UNEXPECTED_TOKEN', `Unsupported token ${token.type}`));
        }
    }
    /**
     * Call at end of input to yield any remaining document.
     *
     * @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
     * @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
     */
    *end(forceDoc = false, endOffset = -1) {
        if (this.doc) {
            this.decorate(this.doc, true);
            yield this.doc;
            this.doc = null;
        }
        else if (forceDoc) {
            const opts = Object.assign({ _directives: this.directives }, this.options);
            const doc = new Document.Document(undefined, opts);
            if (this.atDirectives)
                this.onError(endOffset, 'MISSING_CHAR', 'Missing directives-end indicator line');
            doc.range = [0, endOffset, endOffset];
            this.decorate(doc, false);
            yield doc;
        }
    }
}

exports.Composer = Composer;


/***/ }),

/***/ 7969:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Pair = __nccwpck_require__(1923);
var YAMLMap = __nccwpck_require__(372);
var resolveProps = __nccwpck_require__(9781);
var utilContainsNewline = __nccwpck_require__(5709);
var utilFlowIndentCheck = __nccwpck_require__(3849);
var utilMapIncludes = __nccwpck_require__(8929);

const startColMsg = 'All mapping items must start at the same column';
function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
    const NodeClass = tag?.nodeClass ?? YAMLMap.YAMLMap;
    const map = new NodeClass(ctx.schema);
    if (ctx.atRoot)
        ctx.atRoot = false;
    let offset = bm.offset;
    let commentEnd = null;
    for (const collItem of bm.items) {
        const { start, key, sep, value } = collItem;
        // key properties
        const keyProps = resolveProps.resolveProps(start, {
            indicator: 'explicit-key-ind',
            next: key ?? sep?.[0],
            offset,
            onError,
            parentIndent: bm.indent,
            startOnNewline: true
        });
        const implicitKey = !keyProps.found;
        if (implicitKey) {
            if (key) {
                if (key.type === 'block-seq')
                    onError(offset, 'BLOCK_AS_IMPLICIT_KEY', 'A block sequence may not be used as an implicit map key');
                else if ('indent' in key && key.indent !== bm.indent)
                    onError(offset, 'BAD_INDENT', startColMsg);
            }
            if (!keyProps.anchor && !keyProps.tag && !sep) {
                commentEnd = keyProps.end;
                if (keyProps.comment) {
                    if (map.comment)
                        map.comment += '\n' + keyProps.comment;
                    else
                        map.comment = keyProps.comment;
                }
                continue;
            }
            if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) {
                onError(key ?? start[start.length - 1], 'MULTILINE_IMPLICIT_KEY', 'Implicit keys need to be on a single line');
            }
        }
        else if (keyProps.found?.indent !== bm.indent) {
            onError(offset, 'BAD_INDENT', startColMsg);
        }
        // key value
        ctx.atKey = true;
        const keyStart = keyProps.end;
        const keyNode = key
            ? composeNode(ctx, key, keyProps, onError)
            : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
        if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
        ctx.atKey = false;
        if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
            onError(keyStart, 'DUPLICATE_KEY', 'Map keys must be unique');
        // value properties
        const valueProps = resolveProps.resolveProps(sep ?? [], {
            indicator: 'map-value-ind',
            next: value,
            offset: keyNode.range[2],
            onError,
            parentIndent: bm.indent,
            startOnNewline: !key || key.type === 'block-scalar'
        });
        offset = valueProps.end;
        if (valueProps.found) {
            if (implicitKey) {
                if (value?.type === 'block-map' && !valueProps.hasNewline)
                    onError(offset, 'BLOCK_AS_IMPLICIT_KEY', 'Nested mappings are not allowed in compact mappings');
                if (ctx.options.strict &&
                    keyProps.start < valueProps.found.offset - 1024)
                    onError(keyNode.range, 'KEY_OVER_1024_CHARS', 'The : indicator must be at most 1024 chars after the start of an implicit block mapping key');
            }
            // value value
            const valueNode = value
                ? composeNode(ctx, value, valueProps, onError)
                : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
            if (ctx.schema.compat)
                utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
            offset = valueNode.range[2];
            const pair = new Pair.Pair(keyNode, valueNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            map.items.push(pair);
        }
        else {
            // key with no value
            if (implicitKey)
                onError(keyNode.range, 'MISSING_CHAR', 'Implicit map keys need to be followed by map values');
            if (valueProps.comment) {
                if (keyNode.comment)
                    keyNode.comment += '\n' + valueProps.comment;
                else
                    keyNode.comment = valueProps.comment;
            }
            const pair = new Pair.Pair(keyNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            map.items.push(pair);
        }
    }
    if (commentEnd && commentEnd < offset)
        onError(commentEnd, 'IMPOSSIBLE', 'Map comment with trailing content');
    map.range = [bm.offset, offset, commentEnd ?? offset];
    return map;
}

exports.resolveBlockMap = resolveBlockMap;


/***/ }),

/***/ 2267:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);

function resolveBlockScalar(ctx, scalar, onError) {
    const start = scalar.offset;
    const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
    if (!header)
        return { value: '', type: null, comment: '', range: [start, start, start] };
    const type = header.mode === '>' ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
    const lines = scalar.source ? splitLines(scalar.source) : [];
    // determine the end of content & start of chomping
    let chompStart = lines.length;
    for (let i = lines.length - 1; i >= 0; --i) {
        const content = lines[i][1];
        if (content === '' || content === '\r')
            chompStart = i;
        else
            break;
    }
    // shortcut for empty contents
    if (chompStart === 0) {
        const value = header.chomp === '+' && lines.length > 0
            ? '\n'.repeat(Math.max(1, lines.length - 1))
            : '';
        let end = start + header.length;
        if (scalar.source)
            end += scalar.source.length;
        return { value, type, comment: header.comment, range: [start, end, end] };
    }
    // find the indentation level to trim from start
    let trimIndent = scalar.indent + header.indent;
    let offset = scalar.offset + header.length;
    let contentStart = 0;
    for (let i = 0; i < chompStart; ++i) {
        const [indent, content] = lines[i];
        if (content === '' || content === '\r') {
            if (header.indent === 0 && indent.length > trimIndent)
                trimIndent = indent.length;
        }
        else {
            if (indent.length < trimIndent) {
                const message = 'Block scalars with more-indented leading empty lines must use an explicit indentation indicator';
                onError(offset + indent.length, 'MISSING_CHAR', message);
            }
            if (header.indent === 0)
                trimIndent = indent.length;
            contentStart = i;
            if (trimIndent === 0 && !ctx.atRoot) {
                const message = 'Block scalar values in collections must be indented';
                onError(offset, 'BAD_INDENT', message);
            }
            break;
        }
        offset += indent.length + content.length + 1;
    }
    // include trailing more-indented empty lines in content
    for (let i = lines.length - 1; i >= chompStart; --i) {
        if (lines[i][0].length > trimIndent)
            chompStart = i + 1;
    }
    let value = '';
    let sep = '';
    let prevMoreIndented = false;
    // leading whitespace is kept intact
    for (let i = 0; i < contentStart; ++i)
        value += lines[i][0].slice(trimIndent) + '\n';
    for (let i = contentStart; i < chompStart; ++i) {
        let [indent, content] = lines[i];
        offset += indent.length + content.length + 1;
        const crlf = content[content.length - 1] === '\r';
        if (crlf)
            content = content.slice(0, -1);
        /* istanbul ignore if already caught in lexer */
        if (content && indent.length < trimIndent) {
            const src = header.indent
                ? 'explicit indentation indicator'
                : 'first line';
            const message = `Block scalar lines must not be less indented than their ${src}`;
            onError(offset - content.length - (crlf ? 2 : 1), 'BAD_INDENT', message);
            indent = '';
        }
        if (type === Scalar.Scalar.BLOCK_LITERAL) {
            value += sep + indent.slice(trimIndent) + content;
            sep = '\n';
        }
        else if (indent.length > trimIndent || content[0] === '\t') {
            // more-indented content within a folded block
            if (sep === ' ')
                sep = '\n';
            else if (!prevMoreIndented && sep === '\n')
                sep = '\n\n';
            value += sep + indent.slice(trimIndent) + content;
            sep = '\n';
            prevMoreIndented = true;
        }
        else if (content === '') {
            // empty line
            if (sep === '\n')
                value += '\n';
            else
                sep = '\n';
        }
        else {
            value += sep + content;
            sep = ' ';
            prevMoreIndented = false;
        }
    }
    switch (header.chomp) {
        case '-':
            break;
        case '+':
            for (let i = chompStart; i < lines.length; ++i)
                value += '\n' + lines[i][0].slice(trimIndent);
            if (value[value.length - 1] !== '\n')
                value += '\n';
            break;
        default:
            value += '\n';
    }
    const end = start + header.length + scalar.source.length;
    return { value, type, comment: header.comment, range: [start, end, end] };
}
function parseBlockScalarHeader({ offset, props }, strict, onError) {
    /* istanbul ignore if should not happen */
    if (props[0].type !== 'block-scalar-header') {
        onError(props[0], 'IMPOSSIBLE', 'Block scalar header not found');
        return null;
    }
    const { source } = props[0];
    const mode = source[0];
    let indent = 0;
    let chomp = '';
    let error = -1;
    for (let i = 1; i < source.length; ++i) {
        const ch = source[i];
        if (!chomp && (ch === '-' || ch === '+'))
            chomp = ch;
        else {
            const n = Number(ch);
            if (!indent && n)
                indent = n;
            else if (error === -1)
                error = offset + i;
        }
    }
    if (error !== -1)
        onError(error, 'UNEXPECTED_TOKEN', `Block scalar header includes extra characters: ${source}`);
    let hasSpace = false;
    let comment = '';
    let length = source.length;
    for (let i = 1; i < props.length; ++i) {
        const token = props[i];
        switch (token.type) {
            case 'space':
                hasSpace = true;
            // fallthrough
            case 'newline':
                length += token.source.length;
                break;
            case 'comment':
                if (strict && !hasSpace) {
                    const message = 'Comments must be separated from other tokens by white space characters';
                    onError(token, 'MISSING_CHAR', message);
                }
                length += token.source.length;
                comment = token.source.substring(1);
                break;
            case 'error':
                onError(token, 'UNEXPECTED_TOKEN', token.message);
                length += token.source.length;
                break;
            /* istanbul ignore next should not happen */
            default: {
                const message = `Unexpected token in block scalar header: ${token.type}`;
                onError(token, 'UNEXPECTED_TOKEN', message);
                const ts = token.source;
                if (ts && typeof ts === 'string')
                    length += ts.length;
            }
        }
    }
    return { mode, indent, chomp, comment, length };
}
/** @returns Array of lines split up as `[indent, content]` */
function splitLines(source) {
    const split = source.split(/\n( *)/);
    const first = split[0];
    const m = first.match(/^( *)/);
    const line0 = m?.[1]
        ? [m[1], first.slice(m[1].length)]
        : ['', first];
    const lines = [line0];
    for (let i = 1; i < split.length; i += 2)
        lines.push([split[i], split[i + 1]]);
    return lines;
}

exports.resolveBlockScalar = resolveBlockScalar;


/***/ }),

/***/ 5612:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var YAMLSeq = __nccwpck_require__(7241);
var resolveProps = __nccwpck_require__(9781);
var utilFlowIndentCheck = __nccwpck_require__(3849);

function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
    const NodeClass = tag?.nodeClass ?? YAMLSeq.YAMLSeq;
    const seq = new NodeClass(ctx.schema);
    if (ctx.atRoot)
        ctx.atRoot = false;
    if (ctx.atKey)
        ctx.atKey = false;
    let offset = bs.offset;
    let commentEnd = null;
    for (const { start, value } of bs.items) {
        const props = resolveProps.resolveProps(start, {
            indicator: 'seq-item-ind',
            next: value,
            offset,
            onError,
            parentIndent: bs.indent,
            startOnNewline: true
        });
        if (!props.found) {
            if (props.anchor || props.tag || value) {
                if (value?.type === 'block-seq')
                    onError(props.end, 'BAD_INDENT', 'All sequence items must start at the same column');
                else
                    onError(offset, 'MISSING_CHAR', 'Sequence item without - indicator');
            }
            else {
                commentEnd = props.end;
                if (props.comment)
                    seq.comment = props.comment;
                continue;
            }
        }
        const node = value
            ? composeNode(ctx, value, props, onError)
            : composeEmptyNode(ctx, props.end, start, null, props, onError);
        if (ctx.schema.compat)
            utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
        offset = node.range[2];
        seq.items.push(node);
    }
    seq.range = [bs.offset, offset, commentEnd ?? offset];
    return seq;
}

exports.resolveBlockSeq = resolveBlockSeq;


/***/ }),

/***/ 698:
/***/ ((__unused_webpack_module, exports) => {



function resolveEnd(end, offset, reqSpace, onError) {
    let comment = '';
    if (end) {
        let hasSpace = false;
        let sep = '';
        for (const token of end) {
            const { source, type } = token;
            switch (type) {
                case 'space':
                    hasSpace = true;
                    break;
                case 'comment': {
                    if (reqSpace && !hasSpace)
                        onError(token, 'MISSING_CHAR', 'Comments must be separated from other tokens by white space characters');
                    const cb = source.substring(1) || ' ';
                    if (!comment)
                        comment = cb;
                    else
                        comment += sep + cb;
                    sep = '';
                    break;
                }
                case 'newline':
                    if (comment)
                        sep += source;
                    hasSpace = true;
                    break;
                default:
                    onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${type} at node end`);
            }
            offset += source.length;
        }
    }
    return { comment, offset };
}

exports.resolveEnd = resolveEnd;


/***/ }),

/***/ 8384:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Pair = __nccwpck_require__(1923);
var YAMLMap = __nccwpck_require__(372);
var YAMLSeq = __nccwpck_require__(7241);
var resolveEnd = __nccwpck_require__(698);
var resolveProps = __nccwpck_require__(9781);
var utilContainsNewline = __nccwpck_require__(5709);
var utilMapIncludes = __nccwpck_require__(8929);

const blockMsg = 'Block collections are not allowed within flow collections';
const isBlock = (token) => token && (token.type === 'block-map' || token.type === 'block-seq');
function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
    const isMap = fc.start.source === '{';
    const fcName = isMap ? 'flow map' : 'flow sequence';
    const NodeClass = (tag?.nodeClass ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq));
    const coll = new NodeClass(ctx.schema);
    coll.flow = true;
    const atRoot = ctx.atRoot;
    if (atRoot)
        ctx.atRoot = false;
    if (ctx.atKey)
        ctx.atKey = false;
    let offset = fc.offset + fc.start.source.length;
    for (let i = 0; i < fc.items.length; ++i) {
        const collItem = fc.items[i];
        const { start, key, sep, value } = collItem;
        const props = resolveProps.resolveProps(start, {
            flow: fcName,
            indicator: 'explicit-key-ind',
            next: key ?? sep?.[0],
            offset,
            onError,
            parentIndent: fc.indent,
            startOnNewline: false
        });
        if (!props.found) {
            if (!props.anchor && !props.tag && !sep && !value) {
                if (i === 0 && props.comma)
                    onError(props.comma, 'UNEXPECTED_TOKEN', `Unexpected , in ${fcName}`);
                else if (i < fc.items.length - 1)
                    onError(props.start, 'UNEXPECTED_TOKEN', `Unexpected empty item in ${fcName}`);
                if (props.comment) {
                    if (coll.comment)
                        coll.comment += '\n' + props.comment;
                    else
                        coll.comment = props.comment;
                }
                offset = props.end;
                continue;
            }
            if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key))
                onError(key, // checked by containsNewline()
                'MULTILINE_IMPLICIT_KEY', 'Implicit keys of flow sequence pairs need to be on a single line');
        }
        if (i === 0) {
            if (props.comma)
                onError(props.comma, 'UNEXPECTED_TOKEN', `Unexpected , in ${fcName}`);
        }
        else {
            if (!props.comma)
                onError(props.start, 'MISSING_CHAR', `Missing , between ${fcName} items`);
            if (props.comment) {
                let prevItemComment = '';
                loop: for (const st of start) {
                    switch (st.type) {
                        case 'comma':
                        case 'space':
                            break;
                        case 'comment':
                            prevItemComment = st.source.substring(1);
                            break loop;
                        default:
                            break loop;
                    }
                }
                if (prevItemComment) {
                    let prev = coll.items[coll.items.length - 1];
                    if (identity.isPair(prev))
                        prev = prev.value ?? prev.key;
                    if (prev.comment)
                        prev.comment += '\n' + prevItemComment;
                    else
                        prev.comment = prevItemComment;
                    props.comment = props.comment.substring(prevItemComment.length + 1);
                }
            }
        }
        if (!isMap && !sep && !props.found) {
            // item is a value in a seq
            // → key & sep are empty, start does not include ? or :
            const valueNode = value
                ? composeNode(ctx, value, props, onError)
                : composeEmptyNode(ctx, props.end, sep, null, props, onError);
            coll.items.push(valueNode);
            offset = valueNode.range[2];
            if (isBlock(value))
                onError(valueNode.range, 'BLOCK_IN_FLOW', blockMsg);
        }
        else {
            // item is a key+value pair
            // key value
            ctx.atKey = true;
            const keyStart = props.end;
            const keyNode = key
                ? composeNode(ctx, key, props, onError)
                : composeEmptyNode(ctx, keyStart, start, null, props, onError);
            if (isBlock(key))
                onError(keyNode.range, 'BLOCK_IN_FLOW', blockMsg);
            ctx.atKey = false;
            // value properties
            const valueProps = resolveProps.resolveProps(sep ?? [], {
                flow: fcName,
                indicator: 'map-value-ind',
                next: value,
                offset: keyNode.range[2],
                onError,
                parentIndent: fc.indent,
                startOnNewline: false
            });
            if (valueProps.found) {
                if (!isMap && !props.found && ctx.options.strict) {
                    if (sep)
                        for (const st of sep) {
                            if (st === valueProps.found)
                                break;
                            if (st.type === 'newline') {
                                onError(st, 'MULTILINE_IMPLICIT_KEY', 'Implicit keys of flow sequence pairs need to be on a single line');
                                break;
                            }
                        }
                    if (props.start < valueProps.found.offset - 1024)
                        onError(valueProps.found, 'KEY_OVER_1024_CHARS', 'The : indicator must be at most 1024 chars after the start of an implicit flow sequence key');
                }
            }
            else if (value) {
                if ('source' in value && value.source?.[0] === ':')
                    onError(value, 'MISSING_CHAR', `Missing space after : in ${fcName}`);
                else
                    onError(valueProps.start, 'MISSING_CHAR', `Missing , or : between ${fcName} items`);
            }
            // value value
            const valueNode = value
                ? composeNode(ctx, value, valueProps, onError)
                : valueProps.found
                    ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError)
                    : null;
            if (valueNode) {
                if (isBlock(value))
                    onError(valueNode.range, 'BLOCK_IN_FLOW', blockMsg);
            }
            else if (valueProps.comment) {
                if (keyNode.comment)
                    keyNode.comment += '\n' + valueProps.comment;
                else
                    keyNode.comment = valueProps.comment;
            }
            const pair = new Pair.Pair(keyNode, valueNode);
            if (ctx.options.keepSourceTokens)
                pair.srcToken = collItem;
            if (isMap) {
                const map = coll;
                if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode))
                    onError(keyStart, 'DUPLICATE_KEY', 'Map keys must be unique');
                map.items.push(pair);
            }
            else {
                const map = new YAMLMap.YAMLMap(ctx.schema);
                map.flow = true;
                map.items.push(pair);
                const endRange = (valueNode ?? keyNode).range;
                map.range = [keyNode.range[0], endRange[1], endRange[2]];
                coll.items.push(map);
            }
            offset = valueNode ? valueNode.range[2] : valueProps.end;
        }
    }
    const expectedEnd = isMap ? '}' : ']';
    const [ce, ...ee] = fc.end;
    let cePos = offset;
    if (ce?.source === expectedEnd)
        cePos = ce.offset + ce.source.length;
    else {
        const name = fcName[0].toUpperCase() + fcName.substring(1);
        const msg = atRoot
            ? `${name} must end with a ${expectedEnd}`
            : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
        onError(offset, atRoot ? 'MISSING_CHAR' : 'BAD_INDENT', msg);
        if (ce && ce.source.length !== 1)
            ee.unshift(ce);
    }
    if (ee.length > 0) {
        const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
        if (end.comment) {
            if (coll.comment)
                coll.comment += '\n' + end.comment;
            else
                coll.comment = end.comment;
        }
        coll.range = [fc.offset, cePos, end.offset];
    }
    else {
        coll.range = [fc.offset, cePos, cePos];
    }
    return coll;
}

exports.resolveFlowCollection = resolveFlowCollection;


/***/ }),

/***/ 8588:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);
var resolveEnd = __nccwpck_require__(698);

function resolveFlowScalar(scalar, strict, onError) {
    const { offset, type, source, end } = scalar;
    let _type;
    let value;
    const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
    switch (type) {
        case 'scalar':
            _type = Scalar.Scalar.PLAIN;
            value = plainValue(source, _onError);
            break;
        case 'single-quoted-scalar':
            _type = Scalar.Scalar.QUOTE_SINGLE;
            value = singleQuotedValue(source, _onError);
            break;
        case 'double-quoted-scalar':
            _type = Scalar.Scalar.QUOTE_DOUBLE;
            value = doubleQuotedValue(source, _onError);
            break;
        /* istanbul ignore next should not happen */
        default:
            onError(scalar, 'UNEXPECTED_TOKEN', `Expected a flow scalar value, but found: ${type}`);
            return {
                value: '',
                type: null,
                comment: '',
                range: [offset, offset + source.length, offset + source.length]
            };
    }
    const valueEnd = offset + source.length;
    const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
    return {
        value,
        type: _type,
        comment: re.comment,
        range: [offset, valueEnd, re.offset]
    };
}
function plainValue(source, onError) {
    let badChar = '';
    switch (source[0]) {
        /* istanbul ignore next should not happen */
        case '\t':
            badChar = 'a tab character';
            break;
        case ',':
            badChar = 'flow indicator character ,';
            break;
        case '%':
            badChar = 'directive indicator character %';
            break;
        case '|':
        case '>': {
            badChar = `block scalar indicator ${source[0]}`;
            break;
        }
        case '@':
        case '`': {
            badChar = `reserved character ${source[0]}`;
            break;
        }
    }
    if (badChar)
        onError(0, 'BAD_SCALAR_START', `Plain value cannot start with ${badChar}`);
    return unfoldLines(source);
}
function singleQuotedValue(source, onError) {
    if (source[source.length - 1] !== "'" || source.length === 1)
        onError(source.length, 'MISSING_CHAR', "Missing closing 'quote");
    return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
}
function unfoldLines(source) {
    const line = /(.*?)\r?\n/sy;
    let match = line.exec(source);
    if (!match)
        return source;
    /**
     * The negative lookbehinds in these RegExps are to
     * prevent causing a polynomial search time in certain cases.
     *
     * The try-catch is for Safari < 16.4 and other old browsers:
     * https://caniuse.com/js-regexp-lookbehind
     */
    let trimEnd, trimBoth;
    try {
        trimEnd = new RegExp('(?<![ \t])[ \t]+$');
        trimBoth = new RegExp('^[ \t]+|(?<![ \t])[ \t]+$', 'g');
    }
    catch {
        trimEnd = /[ \t]+$/;
        trimBoth = /^[ \t]+|[ \t]+$/g;
    }
    let res = match[1].replace(trimEnd, '');
    let sep = ' ';
    let pos = line.lastIndex;
    while ((match = line.exec(source))) {
        const lm = match[1].replace(trimBoth, '');
        if (lm === '') {
            if (sep === '\n')
                res += sep;
            else
                sep = '\n';
        }
        else {
            res += sep + lm;
            sep = ' ';
        }
        pos = line.lastIndex;
    }
    const last = /[ \t]*(.*)/sy;
    last.lastIndex = pos;
    match = last.exec(source);
    return res + sep + (match?.[1] ?? '');
}
function doubleQuotedValue(source, onError) {
    let res = '';
    for (let i = 1; i < source.length - 1; ++i) {
        const ch = source[i];
        if (ch === '\r' && source[i + 1] === '\n')
            continue;
        if (ch === '\n') {
            const { fold, offset } = foldNewline(source, i);
            res += fold;
            i = offset;
        }
        else if (ch === '\\') {
            let next = source[++i];
            const cc = escapeCodes[next];
            if (cc)
                res += cc;
            else if (next === '\n') {
                // skip escaped newlines, but still trim the following line
                next = source[i + 1];
                while (next === ' ' || next === '\t')
                    next = source[++i + 1];
            }
            else if (next === '\r' && source[i + 1] === '\n') {
                // skip escaped CRLF newlines, but still trim the following line
                next = source[++i + 1];
                while (next === ' ' || next === '\t')
                    next = source[++i + 1];
            }
            else if (next === 'x' || next === 'u' || next === 'U') {
                const length = next === 'x' ? 2 : next === 'u' ? 4 : 8;
                res += parseCharCode(source, i + 1, length, onError);
                i += length;
            }
            else {
                const raw = source.substr(i - 1, 2);
                onError(i - 1, 'BAD_DQ_ESCAPE', `Invalid escape sequence ${raw}`);
                res += raw;
            }
        }
        else if (ch === ' ' || ch === '\t') {
            // trim trailing whitespace
            const wsStart = i;
            let next = source[i + 1];
            while (next === ' ' || next === '\t')
                next = source[++i + 1];
            if (next !== '\n' && !(next === '\r' && source[i + 2] === '\n'))
                res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
        }
        else {
            res += ch;
        }
    }
    if (source[source.length - 1] !== '"' || source.length === 1)
        onError(source.length, 'MISSING_CHAR', 'Missing closing "quote');
    return res;
}
/**
 * Fold a single newline into a space, multiple newlines to N - 1 newlines.
 * Presumes `source[offset] === '\n'`
 */
function foldNewline(source, offset) {
    let fold = '';
    let ch = source[offset + 1];
    while (ch === ' ' || ch === '\t' || ch === '\n' || ch === '\r') {
        if (ch === '\r' && source[offset + 2] !== '\n')
            break;
        if (ch === '\n')
            fold += '\n';
        offset += 1;
        ch = source[offset + 1];
    }
    if (!fold)
        fold = ' ';
    return { fold, offset };
}
const escapeCodes = {
    '0': '\0', // null character
    a: '\x07', // bell character
    b: '\b', // backspace
    e: '\x1b', // escape character
    f: '\f', // form feed
    n: '\n', // line feed
    r: '\r', // carriage return
    t: '\t', // horizontal tab
    v: '\v', // vertical tab
    N: '\u0085', // Unicode next line
    _: '\u00a0', // Unicode non-breaking space
    L: '\u2028', // Unicode line separator
    P: '\u2029', // Unicode paragraph separator
    ' ': ' ',
    '"': '"',
    '/': '/',
    '\\': '\\',
    '\t': '\t'
};
function parseCharCode(source, offset, length, onError) {
    const cc = source.substr(offset, length);
    const ok = cc.length === length && /^[0-9a-fA-F]+$/.test(cc);
    const code = ok ? parseInt(cc, 16) : NaN;
    try {
        return String.fromCodePoint(code);
    }
    catch {
        const raw = source.substr(offset - 2, length + 2);
        onError(offset - 2, 'BAD_DQ_ESCAPE', `Invalid escape sequence ${raw}`);
        return raw;
    }
}

exports.resolveFlowScalar = resolveFlowScalar;


/***/ }),

/***/ 9781:
/***/ ((__unused_webpack_module, exports) => {



function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
    let spaceBefore = false;
    let atNewline = startOnNewline;
    let hasSpace = startOnNewline;
    let comment = '';
    let commentSep = '';
    let hasNewline = false;
    let reqSpace = false;
    let tab = null;
    let anchor = null;
    let tag = null;
    let newlineAfterProp = null;
    let comma = null;
    let found = null;
    let start = null;
    for (const token of tokens) {
        if (reqSpace) {
            if (token.type !== 'space' &&
                token.type !== 'newline' &&
                token.type !== 'comma')
                onError(token.offset, 'MISSING_CHAR', 'Tags and anchors must be separated from the next token by white space');
            reqSpace = false;
        }
        if (tab) {
            if (atNewline && token.type !== 'comment' && token.type !== 'newline') {
                onError(tab, 'TAB_AS_INDENT', 'Tabs are not allowed as indentation');
            }
            tab = null;
        }
        switch (token.type) {
            case 'space':
                // At the doc level, tabs at line start may be parsed
                // as leading white space rather than indentation.
                // In a flow collection, only the parser handles indent.
                if (!flow &&
                    (indicator !== 'doc-start' || next?.type !== 'flow-collection') &&
                    token.source.includes('\t')) {
                    tab = token;
                }
                hasSpace = true;
                break;
            case 'comment': {
                if (!hasSpace)
                    onError(token, 'MISSING_CHAR', 'Comments must be separated from other tokens by white space characters');
                const cb = token.source.substring(1) || ' ';
                if (!comment)
                    comment = cb;
                else
                    comment += commentSep + cb;
                commentSep = '';
                atNewline = false;
                break;
            }
            case 'newline':
                if (atNewline) {
                    if (comment)
                        comment += token.source;
                    else if (!found || indicator !== 'seq-item-ind')
                        spaceBefore = true;
                }
                else
                    commentSep += token.source;
                atNewline = true;
                hasNewline = true;
                if (anchor || tag)
                    newlineAfterProp = token;
                hasSpace = true;
                break;
            case 'anchor':
                if (anchor)
                    onError(token, 'MULTIPLE_ANCHORS', 'A node can have at most one anchor');
                if (token.source.endsWith(':'))
                    onError(token.offset + token.source.length - 1, 'BAD_ALIAS', 'Anchor ending in : is ambiguous', true);
                anchor = token;
                start ?? (start = token.offset);
                atNewline = false;
                hasSpace = false;
                reqSpace = true;
                break;
            case 'tag': {
                if (tag)
                    onError(token, 'MULTIPLE_TAGS', 'A node can have at most one tag');
                tag = token;
                start ?? (start = token.offset);
                atNewline = false;
                hasSpace = false;
                reqSpace = true;
                break;
            }
            case indicator:
                // Could here handle preceding comments differently
                if (anchor || tag)
                    onError(token, 'BAD_PROP_ORDER', `Anchors and tags must be after the ${token.source} indicator`);
                if (found)
                    onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${token.source} in ${flow ?? 'collection'}`);
                found = token;
                atNewline =
                    indicator === 'seq-item-ind' || indicator === 'explicit-key-ind';
                hasSpace = false;
                break;
            case 'comma':
                if (flow) {
                    if (comma)
                        onError(token, 'UNEXPECTED_TOKEN', `Unexpected , in ${flow}`);
                    comma = token;
                    atNewline = false;
                    hasSpace = false;
                    break;
                }
            // else fallthrough
            default:
                onError(token, 'UNEXPECTED_TOKEN', `Unexpected ${token.type} token`);
                atNewline = false;
                hasSpace = false;
        }
    }
    const last = tokens[tokens.length - 1];
    const end = last ? last.offset + last.source.length : offset;
    if (reqSpace &&
        next &&
        next.type !== 'space' &&
        next.type !== 'newline' &&
        next.type !== 'comma' &&
        (next.type !== 'scalar' || next.source !== '')) {
        onError(next.offset, 'MISSING_CHAR', 'Tags and anchors must be separated from the next token by white space');
    }
    if (tab &&
        ((atNewline && tab.indent <= parentIndent) ||
            next?.type === 'block-map' ||
            next?.type === 'block-seq'))
        onError(tab, 'TAB_AS_INDENT', 'Tabs are not allowed as indentation');
    return {
        comma,
        found,
        spaceBefore,
        comment,
        hasNewline,
        anchor,
        tag,
        newlineAfterProp,
        end,
        start: start ?? end
    };
}

exports.resolveProps = resolveProps;


/***/ }),

/***/ 5709:
/***/ ((__unused_webpack_module, exports) => {



function containsNewline(key) {
    if (!key)
        return null;
    switch (key.type) {
        case 'alias':
        case 'scalar':
        case 'double-quoted-scalar':
        case 'single-quoted-scalar':
            if (key.source.includes('\n'))
                return true;
            if (key.end)
                for (const st of key.end)
                    if (st.type === 'newline')
                        return true;
            return false;
        case 'flow-collection':
            for (const it of key.items) {
                for (const st of it.start)
                    if (st.type === 'newline')
                        return true;
                if (it.sep)
                    for (const st of it.sep)
                        if (st.type === 'newline')
                            return true;
                if (containsNewline(it.key) || containsNewline(it.value))
                    return true;
            }
            return false;
        default:
            return true;
    }
}

exports.containsNewline = containsNewline;


/***/ }),

/***/ 1201:
/***/ ((__unused_webpack_module, exports) => {



function emptyScalarPosition(offset, before, pos) {
    if (before) {
        pos ?? (pos = before.length);
        for (let i = pos - 1; i >= 0; --i) {
            let st = before[i];
            switch (st.type) {
                case 'space':
                case 'comment':
                case 'newline':
                    offset -= st.source.length;
                    continue;
            }
            // Technically, an empty scalar is immediately after the last non-empty
            // node, but it's more useful to place it after any whitespace.
            st = before[++i];
            while (st?.type === 'space') {
                offset += st.source.length;
                st = before[++i];
            }
            break;
        }
    }
    return offset;
}

exports.emptyScalarPosition = emptyScalarPosition;


/***/ }),

/***/ 3849:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var utilContainsNewline = __nccwpck_require__(5709);

function flowIndentCheck(indent, fc, onError) {
    if (fc?.type === 'flow-collection') {
        const end = fc.end[0];
        if (end.indent === indent &&
            (end.source === ']' || end.source === '}') &&
            utilContainsNewline.containsNewline(fc)) {
            const msg = 'Flow end indicator should be more indented than parent';
            onError(end, 'BAD_INDENT', msg, true);
        }
    }
}

exports.flowIndentCheck = flowIndentCheck;


/***/ }),

/***/ 8929:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);

function mapIncludes(ctx, items, search) {
    const { uniqueKeys } = ctx.options;
    if (uniqueKeys === false)
        return false;
    const isEqual = typeof uniqueKeys === 'function'
        ? uniqueKeys
        : (a, b) => a === b || (identity.isScalar(a) && identity.isScalar(b) && a.value === b.value);
    return items.some(pair => isEqual(pair.key, search));
}

exports.mapIncludes = mapIncludes;


/***/ }),

/***/ 7031:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(5067);
var Collection = __nccwpck_require__(1763);
var identity = __nccwpck_require__(2485);
var Pair = __nccwpck_require__(1923);
var toJS = __nccwpck_require__(8161);
var Schema = __nccwpck_require__(2018);
var stringifyDocument = __nccwpck_require__(3611);
var anchors = __nccwpck_require__(5026);
var applyReviver = __nccwpck_require__(3131);
var createNode = __nccwpck_require__(2962);
var directives = __nccwpck_require__(2300);

class Document {
    constructor(value, replacer, options) {
        /** A comment before this Document */
        this.commentBefore = null;
        /** A comment immediately after this Document */
        this.comment = null;
        /** Errors encountered during parsing. */
        this.errors = [];
        /** Warnings encountered during parsing. */
        this.warnings = [];
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
        let _replacer = null;
        if (typeof replacer === 'function' || Array.isArray(replacer)) {
            _replacer = replacer;
        }
        else if (options === undefined && replacer) {
            options = replacer;
            replacer = undefined;
        }
        const opt = Object.assign({
            intAsBigInt: false,
            keepSourceTokens: false,
            logLevel: 'warn',
            prettyErrors: true,
            strict: true,
            stringKeys: false,
            uniqueKeys: true,
            version: '1.2'
        }, options);
        this.options = opt;
        let { version } = opt;
        if (options?._directives) {
            this.directives = options._directives.atDocument();
            if (this.directives.yaml.explicit)
                version = this.directives.yaml.version;
        }
        else
            this.directives = new directives.Directives({ version });
        this.setSchema(version, options);
        // @ts-expect-error We can't really know that this matches Contents.
        this.contents =
            value === undefined ? null : this.createNode(value, _replacer, options);
    }
    /**
     * Create a deep copy of this Document and its contents.
     *
     * Custom Node values that inherit from `Object` still refer to their original instances.
     */
    clone() {
        const copy = Object.create(Document.prototype, {
            [identity.NODE_TYPE]: { value: identity.DOC }
        });
        copy.commentBefore = this.commentBefore;
        copy.comment = this.comment;
        copy.errors = this.errors.slice();
        copy.warnings = this.warnings.slice();
        copy.options = Object.assign({}, this.options);
        if (this.directives)
            copy.directives = this.directives.clone();
        copy.schema = this.schema.clone();
        // @ts-expect-error We can't really know that this matches Contents.
        copy.contents = identity.isNode(this.contents)
            ? this.contents.clone(copy.schema)
            : this.contents;
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /** Adds a value to the document. */
    add(value) {
        if (assertCollection(this.contents))
            this.contents.add(value);
    }
    /** Adds a value to the document. */
    addIn(path, value) {
        if (assertCollection(this.contents))
            this.contents.addIn(path, value);
    }
    /**
     * Create a new `Alias` node, ensuring that the target `node` has the required anchor.
     *
     * If `node` already has an anchor, `name` is ignored.
     * Otherwise, the `node.anchor` value will be set to `name`,
     * or if an anchor with that name is already present in the document,
     * `name` will be used as a prefix for a new unique anchor.
     * If `name` is undefined, the generated anchor will use 'a' as a prefix.
     */
    createAlias(node, name) {
        if (!node.anchor) {
            const prev = anchors.anchorNames(this);
            node.anchor =
                // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
                !name || prev.has(name) ? anchors.findNewAnchor(name || 'a', prev) : name;
        }
        return new Alias.Alias(node.anchor);
    }
    createNode(value, replacer, options) {
        let _replacer = undefined;
        if (typeof replacer === 'function') {
            value = replacer.call({ '': value }, '', value);
            _replacer = replacer;
        }
        else if (Array.isArray(replacer)) {
            const keyToStr = (v) => typeof v === 'number' || v instanceof String || v instanceof Number;
            const asStr = replacer.filter(keyToStr).map(String);
            if (asStr.length > 0)
                replacer = replacer.concat(asStr);
            _replacer = replacer;
        }
        else if (options === undefined && replacer) {
            options = replacer;
            replacer = undefined;
        }
        const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
        const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(this, 
        // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing
        anchorPrefix || 'a');
        const ctx = {
            aliasDuplicateObjects: aliasDuplicateObjects ?? true,
            keepUndefined: keepUndefined ?? false,
            onAnchor,
            onTagObj,
            replacer: _replacer,
            schema: this.schema,
            sourceObjects
        };
        const node = createNode.createNode(value, tag, ctx);
        if (flow && identity.isCollection(node))
            node.flow = true;
        setAnchors();
        return node;
    }
    /**
     * Convert a key and a value into a `Pair` using the current schema,
     * recursively wrapping all values as `Scalar` or `Collection` nodes.
     */
    createPair(key, value, options = {}) {
        const k = this.createNode(key, null, options);
        const v = this.createNode(value, null, options);
        return new Pair.Pair(k, v);
    }
    /**
     * Removes a value from the document.
     * @returns `true` if the item was found and removed.
     */
    delete(key) {
        return assertCollection(this.contents) ? this.contents.delete(key) : false;
    }
    /**
     * Removes a value from the document.
     * @returns `true` if the item was found and removed.
     */
    deleteIn(path) {
        if (Collection.isEmptyPath(path)) {
            if (this.contents == null)
                return false;
            // @ts-expect-error Presumed impossible if Strict extends false
            this.contents = null;
            return true;
        }
        return assertCollection(this.contents)
            ? this.contents.deleteIn(path)
            : false;
    }
    /**
     * Returns item at `key`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    get(key, keepScalar) {
        return identity.isCollection(this.contents)
            ? this.contents.get(key, keepScalar)
            : undefined;
    }
    /**
     * Returns item at `path`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    getIn(path, keepScalar) {
        if (Collection.isEmptyPath(path))
            return !keepScalar && identity.isScalar(this.contents)
                ? this.contents.value
                : this.contents;
        return identity.isCollection(this.contents)
            ? this.contents.getIn(path, keepScalar)
            : undefined;
    }
    /**
     * Checks if the document includes a value with the key `key`.
     */
    has(key) {
        return identity.isCollection(this.contents) ? this.contents.has(key) : false;
    }
    /**
     * Checks if the document includes a value at `path`.
     */
    hasIn(path) {
        if (Collection.isEmptyPath(path))
            return this.contents !== undefined;
        return identity.isCollection(this.contents) ? this.contents.hasIn(path) : false;
    }
    /**
     * Sets a value in this document. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    set(key, value) {
        if (this.contents == null) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = Collection.collectionFromPath(this.schema, [key], value);
        }
        else if (assertCollection(this.contents)) {
            this.contents.set(key, value);
        }
    }
    /**
     * Sets a value in this document. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    setIn(path, value) {
        if (Collection.isEmptyPath(path)) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = value;
        }
        else if (this.contents == null) {
            // @ts-expect-error We can't really know that this matches Contents.
            this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value);
        }
        else if (assertCollection(this.contents)) {
            this.contents.setIn(path, value);
        }
    }
    /**
     * Change the YAML version and schema used by the document.
     * A `null` version disables support for directives, explicit tags, anchors, and aliases.
     * It also requires the `schema` option to be given as a `Schema` instance value.
     *
     * Overrides all previously set schema options.
     */
    setSchema(version, options = {}) {
        if (typeof version === 'number')
            version = String(version);
        let opt;
        switch (version) {
            case '1.1':
                if (this.directives)
                    this.directives.yaml.version = '1.1';
                else
                    this.directives = new directives.Directives({ version: '1.1' });
                opt = { resolveKnownTags: false, schema: 'yaml-1.1' };
                break;
            case '1.2':
            case 'next':
                if (this.directives)
                    this.directives.yaml.version = version;
                else
                    this.directives = new directives.Directives({ version });
                opt = { resolveKnownTags: true, schema: 'core' };
                break;
            case null:
                if (this.directives)
                    delete this.directives;
                opt = null;
                break;
            default: {
                const sv = JSON.stringify(version);
                throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
            }
        }
        // Not using `instanceof Schema` to allow for duck typing
        if (options.schema instanceof Object)
            this.schema = options.schema;
        else if (opt)
            this.schema = new Schema.Schema(Object.assign(opt, options));
        else
            throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
    }
    // json & jsonArg are only used from toJSON()
    toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        const ctx = {
            anchors: new Map(),
            doc: this,
            keep: !json,
            mapAsMap: mapAsMap === true,
            mapKeyWarned: false,
            maxAliasCount: typeof maxAliasCount === 'number' ? maxAliasCount : 100
        };
        const res = toJS.toJS(this.contents, jsonArg ?? '', ctx);
        if (typeof onAnchor === 'function')
            for (const { count, res } of ctx.anchors.values())
                onAnchor(res, count);
        return typeof reviver === 'function'
            ? applyReviver.applyReviver(reviver, { '': res }, '', res)
            : res;
    }
    /**
     * A JSON representation of the document `contents`.
     *
     * @param jsonArg Used by `JSON.stringify` to indicate the array index or
     *   property name.
     */
    toJSON(jsonArg, onAnchor) {
        return this.toJS({ json: true, jsonArg, mapAsMap: false, onAnchor });
    }
    /** A YAML representation of the document. */
    toString(options = {}) {
        if (this.errors.length > 0)
            throw new Error('Document with errors cannot be stringified');
        if ('indent' in options &&
            (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
            const s = JSON.stringify(options.indent);
            throw new Error(`"indent" option must be a positive integer, not ${s}`);
        }
        return stringifyDocument.stringifyDocument(this, options);
    }
}
function assertCollection(contents) {
    if (identity.isCollection(contents))
        return true;
    throw new Error('Expected a YAML collection as document contents');
}

exports.Document = Document;


/***/ }),

/***/ 5026:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var visit = __nccwpck_require__(4882);

/**
 * Verify that the input string is a valid anchor.
 *
 * Will throw on errors.
 */
function anchorIsValid(anchor) {
    if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
        const sa = JSON.stringify(anchor);
        const msg = `Anchor must not contain whitespace or control characters: ${sa}`;
        throw new Error(msg);
    }
    return true;
}
function anchorNames(root) {
    const anchors = new Set();
    visit.visit(root, {
        Value(_key, node) {
            if (node.anchor)
                anchors.add(node.anchor);
        }
    });
    return anchors;
}
/** Find a new anchor name with the given `prefix` and a one-indexed suffix. */
function findNewAnchor(prefix, exclude) {
    for (let i = 1; true; ++i) {
        const name = `${prefix}${i}`;
        if (!exclude.has(name))
            return name;
    }
}
function createNodeAnchors(doc, prefix) {
    const aliasObjects = [];
    const sourceObjects = new Map();
    let prevAnchors = null;
    return {
        onAnchor: (source) => {
            aliasObjects.push(source);
            prevAnchors ?? (prevAnchors = anchorNames(doc));
            const anchor = findNewAnchor(prefix, prevAnchors);
            prevAnchors.add(anchor);
            return anchor;
        },
        /**
         * With circular references, the source node is only resolved after all
         * of its child nodes are. This is why anchors are set only after all of
         * the nodes have been created.
         */
        setAnchors: () => {
            for (const source of aliasObjects) {
                const ref = sourceObjects.get(source);
                if (typeof ref === 'object' &&
                    ref.anchor &&
                    (identity.isScalar(ref.node) || identity.isCollection(ref.node))) {
                    ref.node.anchor = ref.anchor;
                }
                else {
                    const error = new Error('Failed to resolve repeated object (this should not happen)');
                    error.source = source;
                    throw error;
                }
            }
        },
        sourceObjects
    };
}

exports.anchorIsValid = anchorIsValid;
exports.anchorNames = anchorNames;
exports.createNodeAnchors = createNodeAnchors;
exports.findNewAnchor = findNewAnchor;


/***/ }),

/***/ 3131:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Applies the JSON.parse reviver algorithm as defined in the ECMA-262 spec,
 * in section 24.5.1.1 "Runtime Semantics: InternalizeJSONProperty" of the
 * 2021 edition: https://tc39.es/ecma262/#sec-json.parse
 *
 * Includes extensions for handling Map and Set objects.
 */
function applyReviver(reviver, obj, key, val) {
    if (val && typeof val === 'object') {
        if (Array.isArray(val)) {
            for (let i = 0, len = val.length; i < len; ++i) {
                const v0 = val[i];
                const v1 = applyReviver(reviver, val, String(i), v0);
                // eslint-disable-next-line @typescript-eslint/no-array-delete
                if (v1 === undefined)
                    delete val[i];
                else if (v1 !== v0)
                    val[i] = v1;
            }
        }
        else if (val instanceof Map) {
            for (const k of Array.from(val.keys())) {
                const v0 = val.get(k);
                const v1 = applyReviver(reviver, val, k, v0);
                if (v1 === undefined)
                    val.delete(k);
                else if (v1 !== v0)
                    val.set(k, v1);
            }
        }
        else if (val instanceof Set) {
            for (const v0 of Array.from(val)) {
                const v1 = applyReviver(reviver, val, v0, v0);
                if (v1 === undefined)
                    val.delete(v0);
                else if (v1 !== v0) {
                    val.delete(v0);
                    val.add(v1);
                }
            }
        }
        else {
            for (const [k, v0] of Object.entries(val)) {
                const v1 = applyReviver(reviver, val, k, v0);
                if (v1 === undefined)
                    delete val[k];
                else if (v1 !== v0)
                    val[k] = v1;
            }
        }
    }
    return reviver.call(obj, key, val);
}

exports.applyReviver = applyReviver;


/***/ }),

/***/ 2962:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Alias = __nccwpck_require__(5067);
var identity = __nccwpck_require__(2485);
var Scalar = __nccwpck_require__(1091);

const defaultTagPrefix = 'tag:yaml.org,2002:';
function findTagObject(value, tagName, tags) {
    if (tagName) {
        const match = tags.filter(t => t.tag === tagName);
        const tagObj = match.find(t => !t.format) ?? match[0];
        if (!tagObj)
            throw new Error(`Tag ${tagName} not found`);
        return tagObj;
    }
    return tags.find(t => t.identify?.(value) && !t.format);
}
function createNode(value, tagName, ctx) {
    if (identity.isDocument(value))
        value = value.contents;
    if (identity.isNode(value))
        return value;
    if (identity.isPair(value)) {
        const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
        map.items.push(value);
        return map;
    }
    if (value instanceof String ||
        value instanceof Number ||
        value instanceof Boolean ||
        (typeof BigInt !== 'undefined' && value instanceof BigInt) // not supported everywhere
    ) {
        // https://tc39.es/ecma262/#sec-serializejsonproperty
        value = value.valueOf();
    }
    const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
    // Detect duplicate references to the same object & use Alias nodes for all
    // after first. The `ref` wrapper allows for circular references to resolve.
    let ref = undefined;
    if (aliasDuplicateObjects && value && typeof value === 'object') {
        ref = sourceObjects.get(value);
        if (ref) {
            ref.anchor ?? (ref.anchor = onAnchor(value));
            return new Alias.Alias(ref.anchor);
        }
        else {
            ref = { anchor: null, node: null };
            sourceObjects.set(value, ref);
        }
    }
    if (tagName?.startsWith('!!'))
        tagName = defaultTagPrefix + tagName.slice(2);
    let tagObj = findTagObject(value, tagName, schema.tags);
    if (!tagObj) {
        if (value && typeof value.toJSON === 'function') {
            // eslint-disable-next-line @typescript-eslint/no-unsafe-call
            value = value.toJSON();
        }
        if (!value || typeof value !== 'object') {
            const node = new Scalar.Scalar(value);
            if (ref)
                ref.node = node;
            return node;
        }
        tagObj =
            value instanceof Map
                ? schema[identity.MAP]
                : Symbol.iterator in Object(value)
                    ? schema[identity.SEQ]
                    : schema[identity.MAP];
    }
    if (onTagObj) {
        onTagObj(tagObj);
        delete ctx.onTagObj;
    }
    const node = tagObj?.createNode
        ? tagObj.createNode(ctx.schema, value, ctx)
        : typeof tagObj?.nodeClass?.from === 'function'
            ? tagObj.nodeClass.from(ctx.schema, value, ctx)
            : new Scalar.Scalar(value);
    if (tagName)
        node.tag = tagName;
    else if (!tagObj.default)
        node.tag = tagObj.tag;
    if (ref)
        ref.node = node;
    return node;
}

exports.createNode = createNode;


/***/ }),

/***/ 2300:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var visit = __nccwpck_require__(4882);

const escapeChars = {
    '!': '%21',
    ',': '%2C',
    '[': '%5B',
    ']': '%5D',
    '{': '%7B',
    '}': '%7D'
};
const escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, ch => escapeChars[ch]);
class Directives {
    constructor(yaml, tags) {
        /**
         * The directives-end/doc-start marker `---`. If `null`, a marker may still be
         * included in the document's stringified representation.
         */
        this.docStart = null;
        /** The doc-end marker `...`.  */
        this.docEnd = false;
        this.yaml = Object.assign({}, Directives.defaultYaml, yaml);
        this.tags = Object.assign({}, Directives.defaultTags, tags);
    }
    clone() {
        const copy = new Directives(this.yaml, this.tags);
        copy.docStart = this.docStart;
        return copy;
    }
    /**
     * During parsing, get a Directives instance for the current document and
     * update the stream state according to the current version's spec.
     */
    atDocument() {
        const res = new Directives(this.yaml, this.tags);
        switch (this.yaml.version) {
            case '1.1':
                this.atNextDocument = true;
                break;
            case '1.2':
                this.atNextDocument = false;
                this.yaml = {
                    explicit: Directives.defaultYaml.explicit,
                    version: '1.2'
                };
                this.tags = Object.assign({}, Directives.defaultTags);
                break;
        }
        return res;
    }
    /**
     * @param onError - May be called even if the action was successful
     * @returns `true` on success
     */
    add(line, onError) {
        if (this.atNextDocument) {
            this.yaml = { explicit: Directives.defaultYaml.explicit, version: '1.1' };
            this.tags = Object.assign({}, Directives.defaultTags);
            this.atNextDocument = false;
        }
        const parts = line.trim().split(/[ \t]+/);
        const name = parts.shift();
        switch (name) {
            case '%TAG': {
                if (parts.length !== 2) {
                    onError(0, '%TAG directive should contain exactly two parts');
                    if (parts.length < 2)
                        return false;
                }
                const [handle, prefix] = parts;
                this.tags[handle] = prefix;
                return true;
            }
            case '%YAML': {
                this.yaml.explicit = true;
                if (parts.length !== 1) {
                    onError(0, '%YAML directive should contain exactly one part');
                    return false;
                }
                const [version] = parts;
                if (version === '1.1' || version === '1.2') {
                    this.yaml.version = version;
                    return true;
                }
                else {
                    const isValid = /^\d+\.\d+$/.test(version);
                    onError(6, `Unsupported YAML version ${version}`, isValid);
                    return false;
                }
            }
            default:
                onError(0, `Unknown directive ${name}`, true);
                return false;
        }
    }
    /**
     * Resolves a tag, matching handles to those defined in %TAG directives.
     *
     * @returns Resolved tag, which may also be the non-specific tag `'!'` or a
     *   `'!local'` tag, or `null` if unresolvable.
     */
    tagName(source, onError) {
        if (source === '!')
            return '!'; // non-specific tag
        if (source[0] !== '!') {
            onError(`Not a valid tag: ${source}`);
            return null;
        }
        if (source[1] === '<') {
            const verbatim = source.slice(2, -1);
            if (verbatim === '!' || verbatim === '!!') {
                onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
                return null;
            }
            if (source[source.length - 1] !== '>')
                onError('Verbatim tags must end with a >');
            return verbatim;
        }
        const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
        if (!suffix)
            onError(`The ${source} tag has no suffix`);
        const prefix = this.tags[handle];
        if (prefix) {
            try {
                return prefix + decodeURIComponent(suffix);
            }
            catch (error) {
                onError(String(error));
                return null;
            }
        }
        if (handle === '!')
            return source; // local tag
        onError(`Could not resolve tag: ${source}`);
        return null;
    }
    /**
     * Given a fully resolved tag, returns its printable string form,
     * taking into account current tag prefixes and defaults.
     */
    tagString(tag) {
        for (const [handle, prefix] of Object.entries(this.tags)) {
            if (tag.startsWith(prefix))
                return handle + escapeTagName(tag.substring(prefix.length));
        }
        return tag[0] === '!' ? tag : `!<${tag}>`;
    }
    toString(doc) {
        const lines = this.yaml.explicit
            ? [`%YAML ${this.yaml.version || '1.2'}`]
            : [];
        const tagEntries = Object.entries(this.tags);
        let tagNames;
        if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
            const tags = {};
            visit.visit(doc.contents, (_key, node) => {
                if (identity.isNode(node) && node.tag)
                    tags[node.tag] = true;
            });
            tagNames = Object.keys(tags);
        }
        else
            tagNames = [];
        for (const [handle, prefix] of tagEntries) {
            if (handle === '!!' && prefix === 'tag:yaml.org,2002:')
                continue;
            if (!doc || tagNames.some(tn => tn.startsWith(prefix)))
                lines.push(`%TAG ${handle} ${prefix}`);
        }
        return lines.join('\n');
    }
}
Directives.defaultYaml = { explicit: false, version: '1.2' };
Directives.defaultTags = { '!!': 'tag:yaml.org,2002:' };

exports.Directives = Directives;


/***/ }),

/***/ 8078:
/***/ ((__unused_webpack_module, exports) => {



class YAMLError extends Error {
    constructor(name, pos, code, message) {
        super();
        this.name = name;
        this.code = code;
        this.message = message;
        this.pos = pos;
    }
}
class YAMLParseError extends YAMLError {
    constructor(pos, code, message) {
        super('YAMLParseError', pos, code, message);
    }
}
class YAMLWarning extends YAMLError {
    constructor(pos, code, message) {
        super('YAMLWarning', pos, code, message);
    }
}
const prettifyError = (src, lc) => (error) => {
    if (error.pos[0] === -1)
        return;
    error.linePos = error.pos.map(pos => lc.linePos(pos));
    const { line, col } = error.linePos[0];
    error.message += ` at line ${line}, column ${col}`;
    let ci = col - 1;
    let lineStr = src
        .substring(lc.lineStarts[line - 1], lc.lineStarts[line])
        .replace(/[\n\r]+$/, '');
    // Trim to max 80 chars, keeping col position near the middle
    if (ci >= 60 && lineStr.length > 80) {
        const trimStart = Math.min(ci - 39, lineStr.length - 79);
        lineStr = '…' + lineStr.substring(trimStart);
        ci -= trimStart - 1;
    }
    if (lineStr.length > 80)
        lineStr = lineStr.substring(0, 79) + '…';
    // Include previous line in context if pointing at line start
    if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
        // Regexp won't match if start is trimmed
        let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
        if (prev.length > 80)
            prev = prev.substring(0, 79) + '…\n';
        lineStr = prev + lineStr;
    }
    if (/[^ ]/.test(lineStr)) {
        let count = 1;
        const end = error.linePos[1];
        if (end?.line === line && end.col > col) {
            count = Math.max(1, Math.min(end.col - col, 80 - ci));
        }
        const pointer = ' '.repeat(ci) + '^'.repeat(count);
        error.message += `:\n\n${lineStr}\n${pointer}\n`;
    }
};

exports.YAMLError = YAMLError;
exports.YAMLParseError = YAMLParseError;
exports.YAMLWarning = YAMLWarning;
exports.prettifyError = prettifyError;


/***/ }),

/***/ 390:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;


var composer = __nccwpck_require__(8498);
var Document = __nccwpck_require__(7031);
var Schema = __nccwpck_require__(2018);
var errors = __nccwpck_require__(8078);
var Alias = __nccwpck_require__(5067);
var identity = __nccwpck_require__(2485);
var Pair = __nccwpck_require__(1923);
var Scalar = __nccwpck_require__(1091);
var YAMLMap = __nccwpck_require__(372);
var YAMLSeq = __nccwpck_require__(7241);
var cst = __nccwpck_require__(5599);
var lexer = __nccwpck_require__(1479);
var lineCounter = __nccwpck_require__(7486);
var parser = __nccwpck_require__(978);
var publicApi = __nccwpck_require__(2929);
var visit = __nccwpck_require__(4882);



__webpack_unused_export__ = composer.Composer;
__webpack_unused_export__ = Document.Document;
__webpack_unused_export__ = Schema.Schema;
__webpack_unused_export__ = errors.YAMLError;
__webpack_unused_export__ = errors.YAMLParseError;
__webpack_unused_export__ = errors.YAMLWarning;
__webpack_unused_export__ = Alias.Alias;
exports.Vj = identity.isAlias;
__webpack_unused_export__ = identity.isCollection;
__webpack_unused_export__ = identity.isDocument;
exports.jh = identity.isMap;
exports.Ll = identity.isNode;
exports.tO = identity.isPair;
exports.jn = identity.isScalar;
exports.oP = identity.isSeq;
__webpack_unused_export__ = Pair.Pair;
__webpack_unused_export__ = Scalar.Scalar;
__webpack_unused_export__ = YAMLMap.YAMLMap;
__webpack_unused_export__ = YAMLSeq.YAMLSeq;
__webpack_unused_export__ = cst;
__webpack_unused_export__ = lexer.Lexer;
exports.HN = lineCounter.LineCounter;
__webpack_unused_export__ = parser.Parser;
__webpack_unused_export__ = publicApi.parse;
exports.hR = publicApi.parseAllDocuments;
__webpack_unused_export__ = publicApi.parseDocument;
__webpack_unused_export__ = publicApi.stringify;
__webpack_unused_export__ = visit.visit;
__webpack_unused_export__ = visit.visitAsync;


/***/ }),

/***/ 2767:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);

function debug(logLevel, ...messages) {
    if (logLevel === 'debug')
        console.log(...messages);
}
function warn(logLevel, warning) {
    if (logLevel === 'debug' || logLevel === 'warn') {
        if (typeof node_process.emitWarning === 'function')
            node_process.emitWarning(warning);
        else
            console.warn(warning);
    }
}

exports.debug = debug;
exports.warn = warn;


/***/ }),

/***/ 5067:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var anchors = __nccwpck_require__(5026);
var visit = __nccwpck_require__(4882);
var identity = __nccwpck_require__(2485);
var Node = __nccwpck_require__(2427);
var toJS = __nccwpck_require__(8161);

class Alias extends Node.NodeBase {
    constructor(source) {
        super(identity.ALIAS);
        this.source = source;
        Object.defineProperty(this, 'tag', {
            set() {
                throw new Error('Alias nodes cannot have tags');
            }
        });
    }
    /**
     * Resolve the value of this alias within `doc`, finding the last
     * instance of the `source` anchor before this node.
     */
    resolve(doc, ctx) {
        if (ctx?.maxAliasCount === 0)
            throw new ReferenceError('Alias resolution is disabled');
        let nodes;
        if (ctx?.aliasResolveCache) {
            nodes = ctx.aliasResolveCache;
        }
        else {
            nodes = [];
            visit.visit(doc, {
                Node: (_key, node) => {
                    if (identity.isAlias(node) || identity.hasAnchor(node))
                        nodes.push(node);
                }
            });
            if (ctx)
                ctx.aliasResolveCache = nodes;
        }
        let found = undefined;
        for (const node of nodes) {
            if (node === this)
                break;
            if (node.anchor === this.source)
                found = node;
        }
        if (found && ctx) {
            const { anchors, doc, maxAliasCount } = ctx;
            let data = anchors.get(found);
            if (!data) {
                // Resolve anchors for Node.prototype.toJS()
                toJS.toJS(found, null, ctx);
                data = anchors.get(found);
            }
            /* istanbul ignore if */
            if (data?.res === undefined) {
                const msg = 'This should not happen: Alias anchor was not resolved?';
                throw new ReferenceError(msg);
            }
            if (maxAliasCount >= 0) {
                data.count += 1;
                if (data.aliasCount === 0)
                    data.aliasCount = getAliasCount(doc, found, anchors);
                if (data.count * data.aliasCount > maxAliasCount) {
                    const msg = 'Excessive alias count indicates a resource exhaustion attack';
                    throw new ReferenceError(msg);
                }
            }
        }
        return found;
    }
    toJSON(_arg, ctx) {
        if (!ctx)
            return { source: this.source };
        const source = this.resolve(ctx.doc, ctx);
        if (!source) {
            const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
            throw new ReferenceError(msg);
        }
        return ctx.anchors.get(source).res;
    }
    toString(ctx, _onComment, _onChompKeep) {
        const src = `*${this.source}`;
        if (ctx) {
            anchors.anchorIsValid(this.source);
            if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
                const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
                throw new Error(msg);
            }
            if (ctx.implicitKey)
                return `${src} `;
        }
        return src;
    }
}
function getAliasCount(doc, node, anchors) {
    if (identity.isAlias(node)) {
        const source = node.resolve(doc);
        const anchor = anchors && source && anchors.get(source);
        return anchor ? anchor.count * anchor.aliasCount : 0;
    }
    else if (identity.isCollection(node)) {
        let count = 0;
        for (const item of node.items) {
            const c = getAliasCount(doc, item, anchors);
            if (c > count)
                count = c;
        }
        return count;
    }
    else if (identity.isPair(node)) {
        const kc = getAliasCount(doc, node.key, anchors);
        const vc = getAliasCount(doc, node.value, anchors);
        return Math.max(kc, vc);
    }
    return 1;
}

exports.Alias = Alias;


/***/ }),

/***/ 1763:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(2962);
var identity = __nccwpck_require__(2485);
var Node = __nccwpck_require__(2427);

function collectionFromPath(schema, path, value) {
    let v = value;
    for (let i = path.length - 1; i >= 0; --i) {
        const k = path[i];
        if (typeof k === 'number' && Number.isInteger(k) && k >= 0) {
            const a = [];
            a[k] = v;
            v = a;
        }
        else {
            v = new Map([[k, v]]);
        }
    }
    return createNode.createNode(v, undefined, {
        aliasDuplicateObjects: false,
        keepUndefined: false,
        onAnchor: () => {
            throw new Error('This should not happen, please report a bug.');
        },
        schema,
        sourceObjects: new Map()
    });
}
// Type guard is intentionally a little wrong so as to be more useful,
// as it does not cover untypable empty non-string iterables (e.g. []).
const isEmptyPath = (path) => path == null ||
    (typeof path === 'object' && !!path[Symbol.iterator]().next().done);
class Collection extends Node.NodeBase {
    constructor(type, schema) {
        super(type);
        Object.defineProperty(this, 'schema', {
            value: schema,
            configurable: true,
            enumerable: false,
            writable: true
        });
    }
    /**
     * Create a copy of this collection.
     *
     * @param schema - If defined, overwrites the original's schema
     */
    clone(schema) {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (schema)
            copy.schema = schema;
        copy.items = copy.items.map(it => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /**
     * Adds a value to the collection. For `!!map` and `!!omap` the value must
     * be a Pair instance or a `{ key, value }` object, which may not have a key
     * that already exists in the map.
     */
    addIn(path, value) {
        if (isEmptyPath(path))
            this.add(value);
        else {
            const [key, ...rest] = path;
            const node = this.get(key, true);
            if (identity.isCollection(node))
                node.addIn(rest, value);
            else if (node === undefined && this.schema)
                this.set(key, collectionFromPath(this.schema, rest, value));
            else
                throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
    }
    /**
     * Removes a value from the collection.
     * @returns `true` if the item was found and removed.
     */
    deleteIn(path) {
        const [key, ...rest] = path;
        if (rest.length === 0)
            return this.delete(key);
        const node = this.get(key, true);
        if (identity.isCollection(node))
            return node.deleteIn(rest);
        else
            throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
    }
    /**
     * Returns item at `key`, or `undefined` if not found. By default unwraps
     * scalar values from their surrounding node; to disable set `keepScalar` to
     * `true` (collections are always returned intact).
     */
    getIn(path, keepScalar) {
        const [key, ...rest] = path;
        const node = this.get(key, true);
        if (rest.length === 0)
            return !keepScalar && identity.isScalar(node) ? node.value : node;
        else
            return identity.isCollection(node) ? node.getIn(rest, keepScalar) : undefined;
    }
    hasAllNullValues(allowScalar) {
        return this.items.every(node => {
            if (!identity.isPair(node))
                return false;
            const n = node.value;
            return (n == null ||
                (allowScalar &&
                    identity.isScalar(n) &&
                    n.value == null &&
                    !n.commentBefore &&
                    !n.comment &&
                    !n.tag));
        });
    }
    /**
     * Checks if the collection includes a value with the key `key`.
     */
    hasIn(path) {
        const [key, ...rest] = path;
        if (rest.length === 0)
            return this.has(key);
        const node = this.get(key, true);
        return identity.isCollection(node) ? node.hasIn(rest) : false;
    }
    /**
     * Sets a value in this collection. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     */
    setIn(path, value) {
        const [key, ...rest] = path;
        if (rest.length === 0) {
            this.set(key, value);
        }
        else {
            const node = this.get(key, true);
            if (identity.isCollection(node))
                node.setIn(rest, value);
            else if (node === undefined && this.schema)
                this.set(key, collectionFromPath(this.schema, rest, value));
            else
                throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
        }
    }
}

exports.Collection = Collection;
exports.collectionFromPath = collectionFromPath;
exports.isEmptyPath = isEmptyPath;


/***/ }),

/***/ 2427:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var applyReviver = __nccwpck_require__(3131);
var identity = __nccwpck_require__(2485);
var toJS = __nccwpck_require__(8161);

class NodeBase {
    constructor(type) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: type });
    }
    /** Create a copy of this node.  */
    clone() {
        const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
        if (this.range)
            copy.range = this.range.slice();
        return copy;
    }
    /** A plain JavaScript representation of this node. */
    toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
        if (!identity.isDocument(doc))
            throw new TypeError('A document argument is required');
        const ctx = {
            anchors: new Map(),
            doc,
            keep: true,
            mapAsMap: mapAsMap === true,
            mapKeyWarned: false,
            maxAliasCount: typeof maxAliasCount === 'number' ? maxAliasCount : 100
        };
        const res = toJS.toJS(this, '', ctx);
        if (typeof onAnchor === 'function')
            for (const { count, res } of ctx.anchors.values())
                onAnchor(res, count);
        return typeof reviver === 'function'
            ? applyReviver.applyReviver(reviver, { '': res }, '', res)
            : res;
    }
}

exports.NodeBase = NodeBase;


/***/ }),

/***/ 1923:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(2962);
var stringifyPair = __nccwpck_require__(6930);
var addPairToJSMap = __nccwpck_require__(8274);
var identity = __nccwpck_require__(2485);

function createPair(key, value, ctx) {
    const k = createNode.createNode(key, undefined, ctx);
    const v = createNode.createNode(value, undefined, ctx);
    return new Pair(k, v);
}
class Pair {
    constructor(key, value = null) {
        Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
        this.key = key;
        this.value = value;
    }
    clone(schema) {
        let { key, value } = this;
        if (identity.isNode(key))
            key = key.clone(schema);
        if (identity.isNode(value))
            value = value.clone(schema);
        return new Pair(key, value);
    }
    toJSON(_, ctx) {
        const pair = ctx?.mapAsMap ? new Map() : {};
        return addPairToJSMap.addPairToJSMap(ctx, pair, this);
    }
    toString(ctx, onComment, onChompKeep) {
        return ctx?.doc
            ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep)
            : JSON.stringify(this);
    }
}

exports.Pair = Pair;
exports.createPair = createPair;


/***/ }),

/***/ 1091:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Node = __nccwpck_require__(2427);
var toJS = __nccwpck_require__(8161);

const isScalarValue = (value) => !value || (typeof value !== 'function' && typeof value !== 'object');
class Scalar extends Node.NodeBase {
    constructor(value) {
        super(identity.SCALAR);
        this.value = value;
    }
    toJSON(arg, ctx) {
        return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
    }
    toString() {
        return String(this.value);
    }
}
Scalar.BLOCK_FOLDED = 'BLOCK_FOLDED';
Scalar.BLOCK_LITERAL = 'BLOCK_LITERAL';
Scalar.PLAIN = 'PLAIN';
Scalar.QUOTE_DOUBLE = 'QUOTE_DOUBLE';
Scalar.QUOTE_SINGLE = 'QUOTE_SINGLE';

exports.Scalar = Scalar;
exports.isScalarValue = isScalarValue;


/***/ }),

/***/ 372:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyCollection = __nccwpck_require__(6090);
var addPairToJSMap = __nccwpck_require__(8274);
var Collection = __nccwpck_require__(1763);
var identity = __nccwpck_require__(2485);
var Pair = __nccwpck_require__(1923);
var Scalar = __nccwpck_require__(1091);

function findPair(items, key) {
    const k = identity.isScalar(key) ? key.value : key;
    for (const it of items) {
        if (identity.isPair(it)) {
            if (it.key === key || it.key === k)
                return it;
            if (identity.isScalar(it.key) && it.key.value === k)
                return it;
        }
    }
    return undefined;
}
class YAMLMap extends Collection.Collection {
    static get tagName() {
        return 'tag:yaml.org,2002:map';
    }
    constructor(schema) {
        super(identity.MAP, schema);
        this.items = [];
    }
    /**
     * A generic collection parsing method that can be extended
     * to other node classes that inherit from YAMLMap
     */
    static from(schema, obj, ctx) {
        const { keepUndefined, replacer } = ctx;
        const map = new this(schema);
        const add = (key, value) => {
            if (typeof replacer === 'function')
                value = replacer.call(obj, key, value);
            else if (Array.isArray(replacer) && !replacer.includes(key))
                return;
            if (value !== undefined || keepUndefined)
                map.items.push(Pair.createPair(key, value, ctx));
        };
        if (obj instanceof Map) {
            for (const [key, value] of obj)
                add(key, value);
        }
        else if (obj && typeof obj === 'object') {
            for (const key of Object.keys(obj))
                add(key, obj[key]);
        }
        if (typeof schema.sortMapEntries === 'function') {
            map.items.sort(schema.sortMapEntries);
        }
        return map;
    }
    /**
     * Adds a value to the collection.
     *
     * @param overwrite - If not set `true`, using a key that is already in the
     *   collection will throw. Otherwise, overwrites the previous value.
     */
    add(pair, overwrite) {
        let _pair;
        if (identity.isPair(pair))
            _pair = pair;
        else if (!pair || typeof pair !== 'object' || !('key' in pair)) {
            // In TypeScript, this never happens.
            _pair = new Pair.Pair(pair, pair?.value);
        }
        else
            _pair = new Pair.Pair(pair.key, pair.value);
        const prev = findPair(this.items, _pair.key);
        const sortEntries = this.schema?.sortMapEntries;
        if (prev) {
            if (!overwrite)
                throw new Error(`Key ${_pair.key} already set`);
            // For scalars, keep the old node & its comments and anchors
            if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value))
                prev.value.value = _pair.value;
            else
                prev.value = _pair.value;
        }
        else if (sortEntries) {
            const i = this.items.findIndex(item => sortEntries(_pair, item) < 0);
            if (i === -1)
                this.items.push(_pair);
            else
                this.items.splice(i, 0, _pair);
        }
        else {
            this.items.push(_pair);
        }
    }
    delete(key) {
        const it = findPair(this.items, key);
        if (!it)
            return false;
        const del = this.items.splice(this.items.indexOf(it), 1);
        return del.length > 0;
    }
    get(key, keepScalar) {
        const it = findPair(this.items, key);
        const node = it?.value;
        return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? undefined;
    }
    has(key) {
        return !!findPair(this.items, key);
    }
    set(key, value) {
        this.add(new Pair.Pair(key, value), true);
    }
    /**
     * @param ctx - Conversion context, originally set in Document#toJS()
     * @param {Class} Type - If set, forces the returned collection type
     * @returns Instance of Type, Map, or Object
     */
    toJSON(_, ctx, Type) {
        const map = Type ? new Type() : ctx?.mapAsMap ? new Map() : {};
        if (ctx?.onCreate)
            ctx.onCreate(map);
        for (const item of this.items)
            addPairToJSMap.addPairToJSMap(ctx, map, item);
        return map;
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        for (const item of this.items) {
            if (!identity.isPair(item))
                throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
        }
        if (!ctx.allNullValues && this.hasAllNullValues(false))
            ctx = Object.assign({}, ctx, { allNullValues: true });
        return stringifyCollection.stringifyCollection(this, ctx, {
            blockItemPrefix: '',
            flowChars: { start: '{', end: '}' },
            itemIndent: ctx.indent || '',
            onChompKeep,
            onComment
        });
    }
}

exports.YAMLMap = YAMLMap;
exports.findPair = findPair;


/***/ }),

/***/ 7241:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var createNode = __nccwpck_require__(2962);
var stringifyCollection = __nccwpck_require__(6090);
var Collection = __nccwpck_require__(1763);
var identity = __nccwpck_require__(2485);
var Scalar = __nccwpck_require__(1091);
var toJS = __nccwpck_require__(8161);

class YAMLSeq extends Collection.Collection {
    static get tagName() {
        return 'tag:yaml.org,2002:seq';
    }
    constructor(schema) {
        super(identity.SEQ, schema);
        this.items = [];
    }
    add(value) {
        this.items.push(value);
    }
    /**
     * Removes a value from the collection.
     *
     * `key` must contain a representation of an integer for this to succeed.
     * It may be wrapped in a `Scalar`.
     *
     * @returns `true` if the item was found and removed.
     */
    delete(key) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            return false;
        const del = this.items.splice(idx, 1);
        return del.length > 0;
    }
    get(key, keepScalar) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            return undefined;
        const it = this.items[idx];
        return !keepScalar && identity.isScalar(it) ? it.value : it;
    }
    /**
     * Checks if the collection includes a value with the key `key`.
     *
     * `key` must contain a representation of an integer for this to succeed.
     * It may be wrapped in a `Scalar`.
     */
    has(key) {
        const idx = asItemIndex(key);
        return typeof idx === 'number' && idx < this.items.length;
    }
    /**
     * Sets a value in this collection. For `!!set`, `value` needs to be a
     * boolean to add/remove the item from the set.
     *
     * If `key` does not contain a representation of an integer, this will throw.
     * It may be wrapped in a `Scalar`.
     */
    set(key, value) {
        const idx = asItemIndex(key);
        if (typeof idx !== 'number')
            throw new Error(`Expected a valid index, not ${key}.`);
        const prev = this.items[idx];
        if (identity.isScalar(prev) && Scalar.isScalarValue(value))
            prev.value = value;
        else
            this.items[idx] = value;
    }
    toJSON(_, ctx) {
        const seq = [];
        if (ctx?.onCreate)
            ctx.onCreate(seq);
        let i = 0;
        for (const item of this.items)
            seq.push(toJS.toJS(item, String(i++), ctx));
        return seq;
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        return stringifyCollection.stringifyCollection(this, ctx, {
            blockItemPrefix: '- ',
            flowChars: { start: '[', end: ']' },
            itemIndent: (ctx.indent || '') + '  ',
            onChompKeep,
            onComment
        });
    }
    static from(schema, obj, ctx) {
        const { replacer } = ctx;
        const seq = new this(schema);
        if (obj && Symbol.iterator in Object(obj)) {
            let i = 0;
            for (let it of obj) {
                if (typeof replacer === 'function') {
                    const key = obj instanceof Set ? it : String(i++);
                    it = replacer.call(obj, key, it);
                }
                seq.items.push(createNode.createNode(it, undefined, ctx));
            }
        }
        return seq;
    }
}
function asItemIndex(key) {
    let idx = identity.isScalar(key) ? key.value : key;
    if (idx && typeof idx === 'string')
        idx = Number(idx);
    return typeof idx === 'number' && Number.isInteger(idx) && idx >= 0
        ? idx
        : null;
}

exports.YAMLSeq = YAMLSeq;


/***/ }),

/***/ 8274:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var log = __nccwpck_require__(2767);
var merge = __nccwpck_require__(8438);
var stringify = __nccwpck_require__(2862);
var identity = __nccwpck_require__(2485);
var toJS = __nccwpck_require__(8161);

function addPairToJSMap(ctx, map, { key, value }) {
    if (identity.isNode(key) && key.addToJSMap)
        key.addToJSMap(ctx, map, value);
    // TODO: Should drop this special case for bare << handling
    else if (merge.isMergeKey(ctx, key))
        merge.addMergeToJSMap(ctx, map, value);
    else {
        const jsKey = toJS.toJS(key, '', ctx);
        if (map instanceof Map) {
            map.set(jsKey, toJS.toJS(value, jsKey, ctx));
        }
        else if (map instanceof Set) {
            map.add(jsKey);
        }
        else {
            const stringKey = stringifyKey(key, jsKey, ctx);
            const jsValue = toJS.toJS(value, stringKey, ctx);
            if (stringKey in map)
                Object.defineProperty(map, stringKey, {
                    value: jsValue,
                    writable: true,
                    enumerable: true,
                    configurable: true
                });
            else
                map[stringKey] = jsValue;
        }
    }
    return map;
}
function stringifyKey(key, jsKey, ctx) {
    if (jsKey === null)
        return '';
    // eslint-disable-next-line @typescript-eslint/no-base-to-string
    if (typeof jsKey !== 'object')
        return String(jsKey);
    if (identity.isNode(key) && ctx?.doc) {
        const strCtx = stringify.createStringifyContext(ctx.doc, {});
        strCtx.anchors = new Set();
        for (const node of ctx.anchors.keys())
            strCtx.anchors.add(node.anchor);
        strCtx.inFlow = true;
        strCtx.inStringifyKey = true;
        const strKey = key.toString(strCtx);
        if (!ctx.mapKeyWarned) {
            let jsonStr = JSON.stringify(strKey);
            if (jsonStr.length > 40)
                jsonStr = jsonStr.substring(0, 36) + '..."';
            log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
            ctx.mapKeyWarned = true;
        }
        return strKey;
    }
    return JSON.stringify(jsKey);
}

exports.addPairToJSMap = addPairToJSMap;


/***/ }),

/***/ 2485:
/***/ ((__unused_webpack_module, exports) => {



const ALIAS = Symbol.for('yaml.alias');
const DOC = Symbol.for('yaml.document');
const MAP = Symbol.for('yaml.map');
const PAIR = Symbol.for('yaml.pair');
const SCALAR = Symbol.for('yaml.scalar');
const SEQ = Symbol.for('yaml.seq');
const NODE_TYPE = Symbol.for('yaml.node.type');
const isAlias = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === ALIAS;
const isDocument = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === DOC;
const isMap = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === MAP;
const isPair = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === PAIR;
const isScalar = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === SCALAR;
const isSeq = (node) => !!node && typeof node === 'object' && node[NODE_TYPE] === SEQ;
function isCollection(node) {
    if (node && typeof node === 'object')
        switch (node[NODE_TYPE]) {
            case MAP:
            case SEQ:
                return true;
        }
    return false;
}
function isNode(node) {
    if (node && typeof node === 'object')
        switch (node[NODE_TYPE]) {
            case ALIAS:
            case MAP:
            case SCALAR:
            case SEQ:
                return true;
        }
    return false;
}
const hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;

exports.ALIAS = ALIAS;
exports.DOC = DOC;
exports.MAP = MAP;
exports.NODE_TYPE = NODE_TYPE;
exports.PAIR = PAIR;
exports.SCALAR = SCALAR;
exports.SEQ = SEQ;
exports.hasAnchor = hasAnchor;
exports.isAlias = isAlias;
exports.isCollection = isCollection;
exports.isDocument = isDocument;
exports.isMap = isMap;
exports.isNode = isNode;
exports.isPair = isPair;
exports.isScalar = isScalar;
exports.isSeq = isSeq;


/***/ }),

/***/ 8161:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);

/**
 * Recursively convert any node or its contents to native JavaScript
 *
 * @param value - The input value
 * @param arg - If `value` defines a `toJSON()` method, use this
 *   as its first argument
 * @param ctx - Conversion context, originally set in Document#toJS(). If
 *   `{ keep: true }` is not set, output should be suitable for JSON
 *   stringification.
 */
function toJS(value, arg, ctx) {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return
    if (Array.isArray(value))
        return value.map((v, i) => toJS(v, String(i), ctx));
    if (value && typeof value.toJSON === 'function') {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-call
        if (!ctx || !identity.hasAnchor(value))
            return value.toJSON(arg, ctx);
        const data = { aliasCount: 0, count: 1, res: undefined };
        ctx.anchors.set(value, data);
        ctx.onCreate = res => {
            data.res = res;
            delete ctx.onCreate;
        };
        const res = value.toJSON(arg, ctx);
        if (ctx.onCreate)
            ctx.onCreate(res);
        return res;
    }
    if (typeof value === 'bigint' && !ctx?.keep)
        return Number(value);
    return value;
}

exports.toJS = toJS;


/***/ }),

/***/ 4056:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var resolveBlockScalar = __nccwpck_require__(2267);
var resolveFlowScalar = __nccwpck_require__(8588);
var errors = __nccwpck_require__(8078);
var stringifyString = __nccwpck_require__(7751);

function resolveAsScalar(token, strict = true, onError) {
    if (token) {
        const _onError = (pos, code, message) => {
            const offset = typeof pos === 'number' ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
            if (onError)
                onError(offset, code, message);
            else
                throw new errors.YAMLParseError([offset, offset + 1], code, message);
        };
        switch (token.type) {
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
            case 'block-scalar':
                return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
        }
    }
    return null;
}
/**
 * Create a new scalar token with `value`
 *
 * Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
 * as this function does not support any schema operations and won't check for such conflicts.
 *
 * @param value The string representation of the value, which will have its content properly indented.
 * @param context.end Comments and whitespace after the end of the value, or after the block scalar header. If undefined, a newline will be added.
 * @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
 * @param context.indent The indent level of the token.
 * @param context.inFlow Is this scalar within a flow collection? This may affect the resolved type of the token's value.
 * @param context.offset The offset position of the token.
 * @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
 */
function createScalarToken(value, context) {
    const { implicitKey = false, indent, inFlow = false, offset = -1, type = 'PLAIN' } = context;
    const source = stringifyString.stringifyString({ type, value }, {
        implicitKey,
        indent: indent > 0 ? ' '.repeat(indent) : '',
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
    });
    const end = context.end ?? [
        { type: 'newline', offset: -1, indent, source: '\n' }
    ];
    switch (source[0]) {
        case '|':
        case '>': {
            const he = source.indexOf('\n');
            const head = source.substring(0, he);
            const body = source.substring(he + 1) + '\n';
            const props = [
                { type: 'block-scalar-header', offset, indent, source: head }
            ];
            if (!addEndtoBlockProps(props, end))
                props.push({ type: 'newline', offset: -1, indent, source: '\n' });
            return { type: 'block-scalar', offset, indent, props, source: body };
        }
        case '"':
            return { type: 'double-quoted-scalar', offset, indent, source, end };
        case "'":
            return { type: 'single-quoted-scalar', offset, indent, source, end };
        default:
            return { type: 'scalar', offset, indent, source, end };
    }
}
/**
 * Set the value of `token` to the given string `value`, overwriting any previous contents and type that it may have.
 *
 * Best efforts are made to retain any comments previously associated with the `token`,
 * though all contents within a collection's `items` will be overwritten.
 *
 * Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
 * as this function does not support any schema operations and won't check for such conflicts.
 *
 * @param token Any token. If it does not include an `indent` value, the value will be stringified as if it were an implicit key.
 * @param value The string representation of the value, which will have its content properly indented.
 * @param context.afterKey In most cases, values after a key should have an additional level of indentation.
 * @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
 * @param context.inFlow Being within a flow collection may affect the resolved type of the token's value.
 * @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
 */
function setScalarValue(token, value, context = {}) {
    let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
    let indent = 'indent' in token ? token.indent : null;
    if (afterKey && typeof indent === 'number')
        indent += 2;
    if (!type)
        switch (token.type) {
            case 'single-quoted-scalar':
                type = 'QUOTE_SINGLE';
                break;
            case 'double-quoted-scalar':
                type = 'QUOTE_DOUBLE';
                break;
            case 'block-scalar': {
                const header = token.props[0];
                if (header.type !== 'block-scalar-header')
                    throw new Error('Invalid block scalar header');
                type = header.source[0] === '>' ? 'BLOCK_FOLDED' : 'BLOCK_LITERAL';
                break;
            }
            default:
                type = 'PLAIN';
        }
    const source = stringifyString.stringifyString({ type, value }, {
        implicitKey: implicitKey || indent === null,
        indent: indent !== null && indent > 0 ? ' '.repeat(indent) : '',
        inFlow,
        options: { blockQuote: true, lineWidth: -1 }
    });
    switch (source[0]) {
        case '|':
        case '>':
            setBlockScalarValue(token, source);
            break;
        case '"':
            setFlowScalarValue(token, source, 'double-quoted-scalar');
            break;
        case "'":
            setFlowScalarValue(token, source, 'single-quoted-scalar');
            break;
        default:
            setFlowScalarValue(token, source, 'scalar');
    }
}
function setBlockScalarValue(token, source) {
    const he = source.indexOf('\n');
    const head = source.substring(0, he);
    const body = source.substring(he + 1) + '\n';
    if (token.type === 'block-scalar') {
        const header = token.props[0];
        if (header.type !== 'block-scalar-header')
            throw new Error('Invalid block scalar header');
        header.source = head;
        token.source = body;
    }
    else {
        const { offset } = token;
        const indent = 'indent' in token ? token.indent : -1;
        const props = [
            { type: 'block-scalar-header', offset, indent, source: head }
        ];
        if (!addEndtoBlockProps(props, 'end' in token ? token.end : undefined))
            props.push({ type: 'newline', offset: -1, indent, source: '\n' });
        for (const key of Object.keys(token))
            if (key !== 'type' && key !== 'offset')
                delete token[key];
        Object.assign(token, { type: 'block-scalar', indent, props, source: body });
    }
}
/** @returns `true` if last token is a newline */
function addEndtoBlockProps(props, end) {
    if (end)
        for (const st of end)
            switch (st.type) {
                case 'space':
                case 'comment':
                    props.push(st);
                    break;
                case 'newline':
                    props.push(st);
                    return true;
            }
    return false;
}
function setFlowScalarValue(token, source, type) {
    switch (token.type) {
        case 'scalar':
        case 'double-quoted-scalar':
        case 'single-quoted-scalar':
            token.type = type;
            token.source = source;
            break;
        case 'block-scalar': {
            const end = token.props.slice(1);
            let oa = source.length;
            if (token.props[0].type === 'block-scalar-header')
                oa -= token.props[0].source.length;
            for (const tok of end)
                tok.offset += oa;
            delete token.props;
            Object.assign(token, { type, source, end });
            break;
        }
        case 'block-map':
        case 'block-seq': {
            const offset = token.offset + source.length;
            const nl = { type: 'newline', offset, indent: token.indent, source: '\n' };
            delete token.items;
            Object.assign(token, { type, source, end: [nl] });
            break;
        }
        default: {
            const indent = 'indent' in token ? token.indent : -1;
            const end = 'end' in token && Array.isArray(token.end)
                ? token.end.filter(st => st.type === 'space' ||
                    st.type === 'comment' ||
                    st.type === 'newline')
                : [];
            for (const key of Object.keys(token))
                if (key !== 'type' && key !== 'offset')
                    delete token[key];
            Object.assign(token, { type, indent, source, end });
        }
    }
}

exports.createScalarToken = createScalarToken;
exports.resolveAsScalar = resolveAsScalar;
exports.setScalarValue = setScalarValue;


/***/ }),

/***/ 5715:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Stringify a CST document, token, or collection item
 *
 * Fair warning: This applies no validation whatsoever, and
 * simply concatenates the sources in their logical order.
 */
const stringify = (cst) => 'type' in cst ? stringifyToken(cst) : stringifyItem(cst);
function stringifyToken(token) {
    switch (token.type) {
        case 'block-scalar': {
            let res = '';
            for (const tok of token.props)
                res += stringifyToken(tok);
            return res + token.source;
        }
        case 'block-map':
        case 'block-seq': {
            let res = '';
            for (const item of token.items)
                res += stringifyItem(item);
            return res;
        }
        case 'flow-collection': {
            let res = token.start.source;
            for (const item of token.items)
                res += stringifyItem(item);
            for (const st of token.end)
                res += st.source;
            return res;
        }
        case 'document': {
            let res = stringifyItem(token);
            if (token.end)
                for (const st of token.end)
                    res += st.source;
            return res;
        }
        default: {
            let res = token.source;
            if ('end' in token && token.end)
                for (const st of token.end)
                    res += st.source;
            return res;
        }
    }
}
function stringifyItem({ start, key, sep, value }) {
    let res = '';
    for (const st of start)
        res += st.source;
    if (key)
        res += stringifyToken(key);
    if (sep)
        for (const st of sep)
            res += st.source;
    if (value)
        res += stringifyToken(value);
    return res;
}

exports.stringify = stringify;


/***/ }),

/***/ 245:
/***/ ((__unused_webpack_module, exports) => {



const BREAK = Symbol('break visit');
const SKIP = Symbol('skip children');
const REMOVE = Symbol('remove item');
/**
 * Apply a visitor to a CST document or item.
 *
 * Walks through the tree (depth-first) starting from the root, calling a
 * `visitor` function with two arguments when entering each item:
 *   - `item`: The current item, which included the following members:
 *     - `start: SourceToken[]` – Source tokens before the key or value,
 *       possibly including its anchor or tag.
 *     - `key?: Token | null` – Set for pair values. May then be `null`, if
 *       the key before the `:` separator is empty.
 *     - `sep?: SourceToken[]` – Source tokens between the key and the value,
 *       which should include the `:` map value indicator if `value` is set.
 *     - `value?: Token` – The value of a sequence item, or of a map pair.
 *   - `path`: The steps from the root to the current node, as an array of
 *     `['key' | 'value', number]` tuples.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this token, continue with
 *      next sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current item, then continue with the next one
 *   - `number`: Set the index of the next step. This is useful especially if
 *     the index of the current token has changed.
 *   - `function`: Define the next visitor for this item. After the original
 *     visitor is called on item entry, next visitors are called after handling
 *     a non-empty `key` and when exiting the item.
 */
function visit(cst, visitor) {
    if ('type' in cst && cst.type === 'document')
        cst = { start: cst.start, value: cst.value };
    _visit(Object.freeze([]), cst, visitor);
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visit.BREAK = BREAK;
/** Do not visit the children of the current item */
visit.SKIP = SKIP;
/** Remove the current item */
visit.REMOVE = REMOVE;
/** Find the item at `path` from `cst` as the root */
visit.itemAtPath = (cst, path) => {
    let item = cst;
    for (const [field, index] of path) {
        const tok = item?.[field];
        if (tok && 'items' in tok) {
            item = tok.items[index];
        }
        else
            return undefined;
    }
    return item;
};
/**
 * Get the immediate parent collection of the item at `path` from `cst` as the root.
 *
 * Throws an error if the collection is not found, which should never happen if the item itself exists.
 */
visit.parentCollection = (cst, path) => {
    const parent = visit.itemAtPath(cst, path.slice(0, -1));
    const field = path[path.length - 1][0];
    const coll = parent?.[field];
    if (coll && 'items' in coll)
        return coll;
    throw new Error('Parent collection not found');
};
function _visit(path, item, visitor) {
    let ctrl = visitor(item, path);
    if (typeof ctrl === 'symbol')
        return ctrl;
    for (const field of ['key', 'value']) {
        const token = item[field];
        if (token && 'items' in token) {
            for (let i = 0; i < token.items.length; ++i) {
                const ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    token.items.splice(i, 1);
                    i -= 1;
                }
            }
            if (typeof ctrl === 'function' && field === 'key')
                ctrl = ctrl(item, path);
        }
    }
    return typeof ctrl === 'function' ? ctrl(item, path) : ctrl;
}

exports.visit = visit;


/***/ }),

/***/ 5599:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var cstScalar = __nccwpck_require__(4056);
var cstStringify = __nccwpck_require__(5715);
var cstVisit = __nccwpck_require__(245);

/** The byte order mark */
const BOM = '\u{FEFF}';
/** Start of doc-mode */
const DOCUMENT = '\x02'; // C0: Start of Text
/** Unexpected end of flow-mode */
const FLOW_END = '\x18'; // C0: Cancel
/** Next token is a scalar value */
const SCALAR = '\x1f'; // C0: Unit Separator
/** @returns `true` if `token` is a flow or block collection */
const isCollection = (token) => !!token && 'items' in token;
/** @returns `true` if `token` is a flow or block scalar; not an alias */
const isScalar = (token) => !!token &&
    (token.type === 'scalar' ||
        token.type === 'single-quoted-scalar' ||
        token.type === 'double-quoted-scalar' ||
        token.type === 'block-scalar');
/* istanbul ignore next */
/** Get a printable representation of a lexer token */
function prettyToken(token) {
    switch (token) {
        case BOM:
            return '<BOM>';
        case DOCUMENT:
            return '<DOC>';
        case FLOW_END:
            return '<FLOW_END>';
        case SCALAR:
            return '<SCALAR>';
        default:
            return JSON.stringify(token);
    }
}
/** Identify the type of a lexer token. May return `null` for unknown tokens. */
function tokenType(source) {
    switch (source) {
        case BOM:
            return 'byte-order-mark';
        case DOCUMENT:
            return 'doc-mode';
        case FLOW_END:
            return 'flow-error-end';
        case SCALAR:
            return 'scalar';
        case '---':
            return 'doc-start';
        case '...':
            return 'doc-end';
        case '':
        case '\n':
        case '\r\n':
            return 'newline';
        case '-':
            return 'seq-item-ind';
        case '?':
            return 'explicit-key-ind';
        case ':':
            return 'map-value-ind';
        case '{':
            return 'flow-map-start';
        case '}':
            return 'flow-map-end';
        case '[':
            return 'flow-seq-start';
        case ']':
            return 'flow-seq-end';
        case ',':
            return 'comma';
    }
    switch (source[0]) {
        case ' ':
        case '\t':
            return 'space';
        case '#':
            return 'comment';
        case '%':
            return 'directive-line';
        case '*':
            return 'alias';
        case '&':
            return 'anchor';
        case '!':
            return 'tag';
        case "'":
            return 'single-quoted-scalar';
        case '"':
            return 'double-quoted-scalar';
        case '|':
        case '>':
            return 'block-scalar-header';
    }
    return null;
}

exports.createScalarToken = cstScalar.createScalarToken;
exports.resolveAsScalar = cstScalar.resolveAsScalar;
exports.setScalarValue = cstScalar.setScalarValue;
exports.stringify = cstStringify.stringify;
exports.visit = cstVisit.visit;
exports.BOM = BOM;
exports.DOCUMENT = DOCUMENT;
exports.FLOW_END = FLOW_END;
exports.SCALAR = SCALAR;
exports.isCollection = isCollection;
exports.isScalar = isScalar;
exports.prettyToken = prettyToken;
exports.tokenType = tokenType;


/***/ }),

/***/ 1479:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var cst = __nccwpck_require__(5599);

/*
START -> stream

stream
  directive -> line-end -> stream
  indent + line-end -> stream
  [else] -> line-start

line-end
  comment -> line-end
  newline -> .
  input-end -> END

line-start
  doc-start -> doc
  doc-end -> stream
  [else] -> indent -> block-start

block-start
  seq-item-start -> block-start
  explicit-key-start -> block-start
  map-value-start -> block-start
  [else] -> doc

doc
  line-end -> line-start
  spaces -> doc
  anchor -> doc
  tag -> doc
  flow-start -> flow -> doc
  flow-end -> error -> doc
  seq-item-start -> error -> doc
  explicit-key-start -> error -> doc
  map-value-start -> doc
  alias -> doc
  quote-start -> quoted-scalar -> doc
  block-scalar-header -> line-end -> block-scalar(min) -> line-start
  [else] -> plain-scalar(false, min) -> doc

flow
  line-end -> flow
  spaces -> flow
  anchor -> flow
  tag -> flow
  flow-start -> flow -> flow
  flow-end -> .
  seq-item-start -> error -> flow
  explicit-key-start -> flow
  map-value-start -> flow
  alias -> flow
  quote-start -> quoted-scalar -> flow
  comma -> flow
  [else] -> plain-scalar(true, 0) -> flow

quoted-scalar
  quote-end -> .
  [else] -> quoted-scalar

block-scalar(min)
  newline + peek(indent < min) -> .
  [else] -> block-scalar(min)

plain-scalar(is-flow, min)
  scalar-end(is-flow) -> .
  peek(newline + (indent < min)) -> .
  [else] -> plain-scalar(min)
*/
function isEmpty(ch) {
    switch (ch) {
        case undefined:
        case ' ':
        case '\n':
        case '\r':
        case '\t':
            return true;
        default:
            return false;
    }
}
const hexDigits = new Set('0123456789ABCDEFabcdef');
const tagChars = new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
const flowIndicatorChars = new Set(',[]{}');
const invalidAnchorChars = new Set(' ,[]{}\n\r\t');
const isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
/**
 * Splits an input string into lexical tokens, i.e. smaller strings that are
 * easily identifiable by `tokens.tokenType()`.
 *
 * Lexing starts always in a "stream" context. Incomplete input may be buffered
 * until a complete token can be emitted.
 *
 * In addition to slices of the original input, the following control characters
 * may also be emitted:
 *
 * - `\x02` (Start of Text): A document starts with the next token
 * - `\x18` (Cancel): Unexpected end of flow-mode (indicates an error)
 * - `\x1f` (Unit Separator): Next token is a scalar value
 * - `\u{FEFF}` (Byte order mark): Emitted separately outside documents
 */
class Lexer {
    constructor() {
        /**
         * Flag indicating whether the end of the current buffer marks the end of
         * all input
         */
        this.atEnd = false;
        /**
         * Explicit indent set in block scalar header, as an offset from the current
         * minimum indent, so e.g. set to 1 from a header `|2+`. Set to -1 if not
         * explicitly set.
         */
        this.blockScalarIndent = -1;
        /**
         * Block scalars that include a + (keep) chomping indicator in their header
         * include trailing empty lines, which are otherwise excluded from the
         * scalar's contents.
         */
        this.blockScalarKeep = false;
        /** Current input */
        this.buffer = '';
        /**
         * Flag noting whether the map value indicator : can immediately follow this
         * node within a flow context.
         */
        this.flowKey = false;
        /** Count of surrounding flow collection levels. */
        this.flowLevel = 0;
        /**
         * Minimum level of indentation required for next lines to be parsed as a
         * part of the current scalar value.
         */
        this.indentNext = 0;
        /** Indentation level of the current line. */
        this.indentValue = 0;
        /** Position of the next \n character. */
        this.lineEndPos = null;
        /** Stores the state of the lexer if reaching the end of incpomplete input */
        this.next = null;
        /** A pointer to `buffer`; the current position of the lexer. */
        this.pos = 0;
    }
    /**
     * Generate YAML tokens from the `source` string. If `incomplete`,
     * a part of the last line may be left as a buffer for the next call.
     *
     * @returns A generator of lexical tokens
     */
    *lex(source, incomplete = false) {
        if (source) {
            if (typeof source !== 'string')
                throw TypeError('source is not a string');
            this.buffer = this.buffer ? this.buffer + source : source;
            this.lineEndPos = null;
        }
        this.atEnd = !incomplete;
        let next = this.next ?? 'stream';
        while (next && (incomplete || this.hasChars(1)))
            next = yield* this.parseNext(next);
    }
    atLineEnd() {
        let i = this.pos;
        let ch = this.buffer[i];
        while (ch === ' ' || ch === '\t')
            ch = this.buffer[++i];
        if (!ch || ch === '#' || ch === '\n')
            return true;
        if (ch === '\r')
            return this.buffer[i + 1] === '\n';
        return false;
    }
    charAt(n) {
        return this.buffer[this.pos + n];
    }
    continueScalar(offset) {
        let ch = this.buffer[offset];
        if (this.indentNext > 0) {
            let indent = 0;
            while (ch === ' ')
                ch = this.buffer[++indent + offset];
            if (ch === '\r') {
                const next = this.buffer[indent + offset + 1];
                if (next === '\n' || (!next && !this.atEnd))
                    return offset + indent + 1;
            }
            return ch === '\n' || indent >= this.indentNext || (!ch && !this.atEnd)
                ? offset + indent
                : -1;
        }
        if (ch === '-' || ch === '.') {
            const dt = this.buffer.substr(offset, 3);
            if ((dt === '---' || dt === '...') && isEmpty(this.buffer[offset + 3]))
                return -1;
        }
        return offset;
    }
    getLine() {
        let end = this.lineEndPos;
        if (typeof end !== 'number' || (end !== -1 && end < this.pos)) {
            end = this.buffer.indexOf('\n', this.pos);
            this.lineEndPos = end;
        }
        if (end === -1)
            return this.atEnd ? this.buffer.substring(this.pos) : null;
        if (this.buffer[end - 1] === '\r')
            end -= 1;
        return this.buffer.substring(this.pos, end);
    }
    hasChars(n) {
        return this.pos + n <= this.buffer.length;
    }
    setNext(state) {
        this.buffer = this.buffer.substring(this.pos);
        this.pos = 0;
        this.lineEndPos = null;
        this.next = state;
        return null;
    }
    peek(n) {
        return this.buffer.substr(this.pos, n);
    }
    *parseNext(next) {
        switch (next) {
            case 'stream':
                return yield* this.parseStream();
            case 'line-start':
                return yield* this.parseLineStart();
            case 'block-start':
                return yield* this.parseBlockStart();
            case 'doc':
                return yield* this.parseDocument();
            case 'flow':
                return yield* this.parseFlowCollection();
            case 'quoted-scalar':
                return yield* this.parseQuotedScalar();
            case 'block-scalar':
                return yield* this.parseBlockScalar();
            case 'plain-scalar':
                return yield* this.parsePlainScalar();
        }
    }
    *parseStream() {
        let line = this.getLine();
        if (line === null)
            return this.setNext('stream');
        if (line[0] === cst.BOM) {
            yield* this.pushCount(1);
            line = line.substring(1);
        }
        if (line[0] === '%') {
            let dirEnd = line.length;
            let cs = line.indexOf('#');
            while (cs !== -1) {
                const ch = line[cs - 1];
                if (ch === ' ' || ch === '\t') {
                    dirEnd = cs - 1;
                    break;
                }
                else {
                    cs = line.indexOf('#', cs + 1);
                }
            }
            while (true) {
                const ch = line[dirEnd - 1];
                if (ch === ' ' || ch === '\t')
                    dirEnd -= 1;
                else
                    break;
            }
            const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
            yield* this.pushCount(line.length - n); // possible comment
            this.pushNewline();
            return 'stream';
        }
        if (this.atLineEnd()) {
            const sp = yield* this.pushSpaces(true);
            yield* this.pushCount(line.length - sp);
            yield* this.pushNewline();
            return 'stream';
        }
        yield cst.DOCUMENT;
        return yield* this.parseLineStart();
    }
    *parseLineStart() {
        const ch = this.charAt(0);
        if (!ch && !this.atEnd)
            return this.setNext('line-start');
        if (ch === '-' || ch === '.') {
            if (!this.atEnd && !this.hasChars(4))
                return this.setNext('line-start');
            const s = this.peek(3);
            if ((s === '---' || s === '...') && isEmpty(this.charAt(3))) {
                yield* this.pushCount(3);
                this.indentValue = 0;
                this.indentNext = 0;
                return s === '---' ? 'doc' : 'stream';
            }
        }
        this.indentValue = yield* this.pushSpaces(false);
        if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1)))
            this.indentNext = this.indentValue;
        return yield* this.parseBlockStart();
    }
    *parseBlockStart() {
        const [ch0, ch1] = this.peek(2);
        if (!ch1 && !this.atEnd)
            return this.setNext('block-start');
        if ((ch0 === '-' || ch0 === '?' || ch0 === ':') && isEmpty(ch1)) {
            const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
            this.indentNext = this.indentValue + 1;
            this.indentValue += n;
            return 'block-start';
        }
        return 'doc';
    }
    *parseDocument() {
        yield* this.pushSpaces(true);
        const line = this.getLine();
        if (line === null)
            return this.setNext('doc');
        let n = yield* this.pushIndicators();
        switch (line[n]) {
            case '#':
                yield* this.pushCount(line.length - n);
            // fallthrough
            case undefined:
                yield* this.pushNewline();
                return yield* this.parseLineStart();
            case '{':
            case '[':
                yield* this.pushCount(1);
                this.flowKey = false;
                this.flowLevel = 1;
                return 'flow';
            case '}':
            case ']':
                // this is an error
                yield* this.pushCount(1);
                return 'doc';
            case '*':
                yield* this.pushUntil(isNotAnchorChar);
                return 'doc';
            case '"':
            case "'":
                return yield* this.parseQuotedScalar();
            case '|':
            case '>':
                n += yield* this.parseBlockScalarHeader();
                n += yield* this.pushSpaces(true);
                yield* this.pushCount(line.length - n);
                yield* this.pushNewline();
                return yield* this.parseBlockScalar();
            default:
                return yield* this.parsePlainScalar();
        }
    }
    *parseFlowCollection() {
        let nl, sp;
        let indent = -1;
        do {
            nl = yield* this.pushNewline();
            if (nl > 0) {
                sp = yield* this.pushSpaces(false);
                this.indentValue = indent = sp;
            }
            else {
                sp = 0;
            }
            sp += yield* this.pushSpaces(true);
        } while (nl + sp > 0);
        const line = this.getLine();
        if (line === null)
            return this.setNext('flow');
        if ((indent !== -1 && indent < this.indentNext && line[0] !== '#') ||
            (indent === 0 &&
                (line.startsWith('---') || line.startsWith('...')) &&
                isEmpty(line[3]))) {
            // Allowing for the terminal ] or } at the same (rather than greater)
            // indent level as the initial [ or { is technically invalid, but
            // failing here would be surprising to users.
            const atFlowEndMarker = indent === this.indentNext - 1 &&
                this.flowLevel === 1 &&
                (line[0] === ']' || line[0] === '}');
            if (!atFlowEndMarker) {
                // this is an error
                this.flowLevel = 0;
                yield cst.FLOW_END;
                return yield* this.parseLineStart();
            }
        }
        let n = 0;
        while (line[n] === ',') {
            n += yield* this.pushCount(1);
            n += yield* this.pushSpaces(true);
            this.flowKey = false;
        }
        n += yield* this.pushIndicators();
        switch (line[n]) {
            case undefined:
                return 'flow';
            case '#':
                yield* this.pushCount(line.length - n);
                return 'flow';
            case '{':
            case '[':
                yield* this.pushCount(1);
                this.flowKey = false;
                this.flowLevel += 1;
                return 'flow';
            case '}':
            case ']':
                yield* this.pushCount(1);
                this.flowKey = true;
                this.flowLevel -= 1;
                return this.flowLevel ? 'flow' : 'doc';
            case '*':
                yield* this.pushUntil(isNotAnchorChar);
                return 'flow';
            case '"':
            case "'":
                this.flowKey = true;
                return yield* this.parseQuotedScalar();
            case ':': {
                const next = this.charAt(1);
                if (this.flowKey || isEmpty(next) || next === ',') {
                    this.flowKey = false;
                    yield* this.pushCount(1);
                    yield* this.pushSpaces(true);
                    return 'flow';
                }
            }
            // fallthrough
            default:
                this.flowKey = false;
                return yield* this.parsePlainScalar();
        }
    }
    *parseQuotedScalar() {
        const quote = this.charAt(0);
        let end = this.buffer.indexOf(quote, this.pos + 1);
        if (quote === "'") {
            while (end !== -1 && this.buffer[end + 1] === "'")
                end = this.buffer.indexOf("'", end + 2);
        }
        else {
            // double-quote
            while (end !== -1) {
                let n = 0;
                while (this.buffer[end - 1 - n] === '\\')
                    n += 1;
                if (n % 2 === 0)
                    break;
                end = this.buffer.indexOf('"', end + 1);
            }
        }
        // Only looking for newlines within the quotes
        const qb = this.buffer.substring(0, end);
        let nl = qb.indexOf('\n', this.pos);
        if (nl !== -1) {
            while (nl !== -1) {
                const cs = this.continueScalar(nl + 1);
                if (cs === -1)
                    break;
                nl = qb.indexOf('\n', cs);
            }
            if (nl !== -1) {
                // this is an error caused by an unexpected unindent
                end = nl - (qb[nl - 1] === '\r' ? 2 : 1);
            }
        }
        if (end === -1) {
            if (!this.atEnd)
                return this.setNext('quoted-scalar');
            end = this.buffer.length;
        }
        yield* this.pushToIndex(end + 1, false);
        return this.flowLevel ? 'flow' : 'doc';
    }
    *parseBlockScalarHeader() {
        this.blockScalarIndent = -1;
        this.blockScalarKeep = false;
        let i = this.pos;
        while (true) {
            const ch = this.buffer[++i];
            if (ch === '+')
                this.blockScalarKeep = true;
            else if (ch > '0' && ch <= '9')
                this.blockScalarIndent = Number(ch) - 1;
            else if (ch !== '-')
                break;
        }
        return yield* this.pushUntil(ch => isEmpty(ch) || ch === '#');
    }
    *parseBlockScalar() {
        let nl = this.pos - 1; // may be -1 if this.pos === 0
        let indent = 0;
        let ch;
        loop: for (let i = this.pos; (ch = this.buffer[i]); ++i) {
            switch (ch) {
                case ' ':
                    indent += 1;
                    break;
                case '\n':
                    nl = i;
                    indent = 0;
                    break;
                case '\r': {
                    const next = this.buffer[i + 1];
                    if (!next && !this.atEnd)
                        return this.setNext('block-scalar');
                    if (next === '\n')
                        break;
                } // fallthrough
                default:
                    break loop;
            }
        }
        if (!ch && !this.atEnd)
            return this.setNext('block-scalar');
        if (indent >= this.indentNext) {
            if (this.blockScalarIndent === -1)
                this.indentNext = indent;
            else {
                this.indentNext =
                    this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
            }
            do {
                const cs = this.continueScalar(nl + 1);
                if (cs === -1)
                    break;
                nl = this.buffer.indexOf('\n', cs);
            } while (nl !== -1);
            if (nl === -1) {
                if (!this.atEnd)
                    return this.setNext('block-scalar');
                nl = this.buffer.length;
            }
        }
        // Trailing insufficiently indented tabs are invalid.
        // To catch that during parsing, we include them in the block scalar value.
        let i = nl + 1;
        ch = this.buffer[i];
        while (ch === ' ')
            ch = this.buffer[++i];
        if (ch === '\t') {
            while (ch === '\t' || ch === ' ' || ch === '\r' || ch === '\n')
                ch = this.buffer[++i];
            nl = i - 1;
        }
        else if (!this.blockScalarKeep) {
            do {
                let i = nl - 1;
                let ch = this.buffer[i];
                if (ch === '\r')
                    ch = this.buffer[--i];
                const lastChar = i; // Drop the line if last char not more indented
                while (ch === ' ')
                    ch = this.buffer[--i];
                if (ch === '\n' && i >= this.pos && i + 1 + indent > lastChar)
                    nl = i;
                else
                    break;
            } while (true);
        }
        yield cst.SCALAR;
        yield* this.pushToIndex(nl + 1, true);
        return yield* this.parseLineStart();
    }
    *parsePlainScalar() {
        const inFlow = this.flowLevel > 0;
        let end = this.pos - 1;
        let i = this.pos - 1;
        let ch;
        while ((ch = this.buffer[++i])) {
            if (ch === ':') {
                const next = this.buffer[i + 1];
                if (isEmpty(next) || (inFlow && flowIndicatorChars.has(next)))
                    break;
                end = i;
            }
            else if (isEmpty(ch)) {
                let next = this.buffer[i + 1];
                if (ch === '\r') {
                    if (next === '\n') {
                        i += 1;
                        ch = '\n';
                        next = this.buffer[i + 1];
                    }
                    else
                        end = i;
                }
                if (next === '#' || (inFlow && flowIndicatorChars.has(next)))
                    break;
                if (ch === '\n') {
                    const cs = this.continueScalar(i + 1);
                    if (cs === -1)
                        break;
                    i = Math.max(i, cs - 2); // to advance, but still account for ' #'
                }
            }
            else {
                if (inFlow && flowIndicatorChars.has(ch))
                    break;
                end = i;
            }
        }
        if (!ch && !this.atEnd)
            return this.setNext('plain-scalar');
        yield cst.SCALAR;
        yield* this.pushToIndex(end + 1, true);
        return inFlow ? 'flow' : 'doc';
    }
    *pushCount(n) {
        if (n > 0) {
            yield this.buffer.substr(this.pos, n);
            this.pos += n;
            return n;
        }
        return 0;
    }
    *pushToIndex(i, allowEmpty) {
        const s = this.buffer.slice(this.pos, i);
        if (s) {
            yield s;
            this.pos += s.length;
            return s.length;
        }
        else if (allowEmpty)
            yield '';
        return 0;
    }
    *pushIndicators() {
        let n = 0;
        loop: while (true) {
            switch (this.charAt(0)) {
                case '!':
                    n += yield* this.pushTag();
                    n += yield* this.pushSpaces(true);
                    continue loop;
                case '&':
                    n += yield* this.pushUntil(isNotAnchorChar);
                    n += yield* this.pushSpaces(true);
                    continue loop;
                case '-': // this is an error
                case '?': // this is an error outside flow collections
                case ':': {
                    const inFlow = this.flowLevel > 0;
                    const ch1 = this.charAt(1);
                    if (isEmpty(ch1) || (inFlow && flowIndicatorChars.has(ch1))) {
                        if (!inFlow)
                            this.indentNext = this.indentValue + 1;
                        else if (this.flowKey)
                            this.flowKey = false;
                        n += yield* this.pushCount(1);
                        n += yield* this.pushSpaces(true);
                        continue loop;
                    }
                }
            }
            break loop;
        }
        return n;
    }
    *pushTag() {
        if (this.charAt(1) === '<') {
            let i = this.pos + 2;
            let ch = this.buffer[i];
            while (!isEmpty(ch) && ch !== '>')
                ch = this.buffer[++i];
            return yield* this.pushToIndex(ch === '>' ? i + 1 : i, false);
        }
        else {
            let i = this.pos + 1;
            let ch = this.buffer[i];
            while (ch) {
                if (tagChars.has(ch))
                    ch = this.buffer[++i];
                else if (ch === '%' &&
                    hexDigits.has(this.buffer[i + 1]) &&
                    hexDigits.has(this.buffer[i + 2])) {
                    ch = this.buffer[(i += 3)];
                }
                else
                    break;
            }
            return yield* this.pushToIndex(i, false);
        }
    }
    *pushNewline() {
        const ch = this.buffer[this.pos];
        if (ch === '\n')
            return yield* this.pushCount(1);
        else if (ch === '\r' && this.charAt(1) === '\n')
            return yield* this.pushCount(2);
        else
            return 0;
    }
    *pushSpaces(allowTabs) {
        let i = this.pos - 1;
        let ch;
        do {
            ch = this.buffer[++i];
        } while (ch === ' ' || (allowTabs && ch === '\t'));
        const n = i - this.pos;
        if (n > 0) {
            yield this.buffer.substr(this.pos, n);
            this.pos = i;
        }
        return n;
    }
    *pushUntil(test) {
        let i = this.pos;
        let ch = this.buffer[i];
        while (!test(ch))
            ch = this.buffer[++i];
        return yield* this.pushToIndex(i, false);
    }
}

exports.Lexer = Lexer;


/***/ }),

/***/ 7486:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Tracks newlines during parsing in order to provide an efficient API for
 * determining the one-indexed `{ line, col }` position for any offset
 * within the input.
 */
class LineCounter {
    constructor() {
        this.lineStarts = [];
        /**
         * Should be called in ascending order. Otherwise, call
         * `lineCounter.lineStarts.sort()` before calling `linePos()`.
         */
        this.addNewLine = (offset) => this.lineStarts.push(offset);
        /**
         * Performs a binary search and returns the 1-indexed { line, col }
         * position of `offset`. If `line === 0`, `addNewLine` has never been
         * called or `offset` is before the first known newline.
         */
        this.linePos = (offset) => {
            let low = 0;
            let high = this.lineStarts.length;
            while (low < high) {
                const mid = (low + high) >> 1; // Math.floor((low + high) / 2)
                if (this.lineStarts[mid] < offset)
                    low = mid + 1;
                else
                    high = mid;
            }
            if (this.lineStarts[low] === offset)
                return { line: low + 1, col: 1 };
            if (low === 0)
                return { line: 0, col: offset };
            const start = this.lineStarts[low - 1];
            return { line: low, col: offset - start + 1 };
        };
    }
}

exports.LineCounter = LineCounter;


/***/ }),

/***/ 978:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_process = __nccwpck_require__(932);
var cst = __nccwpck_require__(5599);
var lexer = __nccwpck_require__(1479);

function includesToken(list, type) {
    for (let i = 0; i < list.length; ++i)
        if (list[i].type === type)
            return true;
    return false;
}
function findNonEmptyIndex(list) {
    for (let i = 0; i < list.length; ++i) {
        switch (list[i].type) {
            case 'space':
            case 'comment':
            case 'newline':
                break;
            default:
                return i;
        }
    }
    return -1;
}
function isFlowToken(token) {
    switch (token?.type) {
        case 'alias':
        case 'scalar':
        case 'single-quoted-scalar':
        case 'double-quoted-scalar':
        case 'flow-collection':
            return true;
        default:
            return false;
    }
}
function getPrevProps(parent) {
    switch (parent.type) {
        case 'document':
            return parent.start;
        case 'block-map': {
            const it = parent.items[parent.items.length - 1];
            return it.sep ?? it.start;
        }
        case 'block-seq':
            return parent.items[parent.items.length - 1].start;
        /* istanbul ignore next should not happen */
        default:
            return [];
    }
}
/** Note: May modify input array */
function getFirstKeyStartProps(prev) {
    if (prev.length === 0)
        return [];
    let i = prev.length;
    loop: while (--i >= 0) {
        switch (prev[i].type) {
            case 'doc-start':
            case 'explicit-key-ind':
            case 'map-value-ind':
            case 'seq-item-ind':
            case 'newline':
                break loop;
        }
    }
    while (prev[++i]?.type === 'space') {
        /* loop */
    }
    return prev.splice(i, prev.length);
}
function arrayPushArray(target, source) {
    // May exhaust call stack with large `source` array
    if (source.length < 1e5)
        Array.prototype.push.apply(target, source);
    else
        for (let i = 0; i < source.length; ++i)
            target.push(source[i]);
}
function fixFlowSeqItems(fc) {
    if (fc.start.type === 'flow-seq-start') {
        for (const it of fc.items) {
            if (it.sep &&
                !it.value &&
                !includesToken(it.start, 'explicit-key-ind') &&
                !includesToken(it.sep, 'map-value-ind')) {
                if (it.key)
                    it.value = it.key;
                delete it.key;
                if (isFlowToken(it.value)) {
                    if (it.value.end)
                        arrayPushArray(it.value.end, it.sep);
                    else
                        it.value.end = it.sep;
                }
                else
                    arrayPushArray(it.start, it.sep);
                delete it.sep;
            }
        }
    }
}
/**
 * A YAML concrete syntax tree (CST) parser
 *
 * ```ts
 * const src: string = ...
 * for (const token of new Parser().parse(src)) {
 *   // token: Token
 * }
 * ```
 *
 * To use the parser with a user-provided lexer:
 *
 * ```ts
 * function* parse(source: string, lexer: Lexer) {
 *   const parser = new Parser()
 *   for (const lexeme of lexer.lex(source))
 *     yield* parser.next(lexeme)
 *   yield* parser.end()
 * }
 *
 * const src: string = ...
 * const lexer = new Lexer()
 * for (const token of parse(src, lexer)) {
 *   // token: Token
 * }
 * ```
 */
class Parser {
    /**
     * @param onNewLine - If defined, called separately with the start position of
     *   each new line (in `parse()`, including the start of input).
     */
    constructor(onNewLine) {
        /** If true, space and sequence indicators count as indentation */
        this.atNewLine = true;
        /** If true, next token is a scalar value */
        this.atScalar = false;
        /** Current indentation level */
        this.indent = 0;
        /** Current offset since the start of parsing */
        this.offset = 0;
        /** On the same line with a block map key */
        this.onKeyLine = false;
        /** Top indicates the node that's currently being built */
        this.stack = [];
        /** The source of the current token, set in parse() */
        this.source = '';
        /** The type of the current token, set in parse() */
        this.type = '';
        // Must be defined after `next()`
        this.lexer = new lexer.Lexer();
        this.onNewLine = onNewLine;
    }
    /**
     * Parse `source` as a YAML stream.
     * If `incomplete`, a part of the last line may be left as a buffer for the next call.
     *
     * Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
     *
     * @returns A generator of tokens representing each directive, document, and other structure.
     */
    *parse(source, incomplete = false) {
        if (this.onNewLine && this.offset === 0)
            this.onNewLine(0);
        for (const lexeme of this.lexer.lex(source, incomplete))
            yield* this.next(lexeme);
        if (!incomplete)
            yield* this.end();
    }
    /**
     * Advance the parser by the `source` of one lexical token.
     */
    *next(source) {
        this.source = source;
        if (node_process.env.LOG_TOKENS)
            console.log('|', cst.prettyToken(source));
        if (this.atScalar) {
            this.atScalar = false;
            yield* this.step();
            this.offset += source.length;
            return;
        }
        const type = cst.tokenType(source);
        if (!type) {
            const message = `Not a YAML token: ${source}`;
            yield* this.pop({ type: 'error', offset: this.offset, message, source });
            this.offset += source.length;
        }
        else if (type === 'scalar') {
            this.atNewLine = false;
            this.atScalar = true;
            this.type = 'scalar';
        }
        else {
            this.type = type;
            yield* this.step();
            switch (type) {
                case 'newline':
                    this.atNewLine = true;
                    this.indent = 0;
                    if (this.onNewLine)
                        this.onNewLine(this.offset + source.length);
                    break;
                case 'space':
                    if (this.atNewLine && source[0] === ' ')
                        this.indent += source.length;
                    break;
                case 'explicit-key-ind':
                case 'map-value-ind':
                case 'seq-item-ind':
                    if (this.atNewLine)
                        this.indent += source.length;
                    break;
                case 'doc-mode':
                case 'flow-error-end':
                    return;
                default:
                    this.atNewLine = false;
            }
            this.offset += source.length;
        }
    }
    /** Call at end of input to push out any remaining constructions */
    *end() {
        while (this.stack.length > 0)
            yield* this.pop();
    }
    get sourceToken() {
        const st = {
            type: this.type,
            offset: this.offset,
            indent: this.indent,
            source: this.source
        };
        return st;
    }
    *step() {
        const top = this.peek(1);
        if (this.type === 'doc-end' && top?.type !== 'doc-end') {
            while (this.stack.length > 0)
                yield* this.pop();
            this.stack.push({
                type: 'doc-end',
                offset: this.offset,
                source: this.source
            });
            return;
        }
        if (!top)
            return yield* this.stream();
        switch (top.type) {
            case 'document':
                return yield* this.document(top);
            case 'alias':
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return yield* this.scalar(top);
            case 'block-scalar':
                return yield* this.blockScalar(top);
            case 'block-map':
                return yield* this.blockMap(top);
            case 'block-seq':
                return yield* this.blockSequence(top);
            case 'flow-collection':
                return yield* this.flowCollection(top);
            case 'doc-end':
                return yield* this.documentEnd(top);
        }
        /* istanbul ignore next should not happen */
        yield* this.pop();
    }
    peek(n) {
        return this.stack[this.stack.length - n];
    }
    *pop(error) {
        const token = error ?? this.stack.pop();
        /* istanbul ignore if should not happen */
        if (!token) {
            const message = 'Tried to pop an empty stack';
            yield { type: 'error', offset: this.offset, source: '', message };
        }
        else if (this.stack.length === 0) {
            yield token;
        }
        else {
            const top = this.peek(1);
            if (token.type === 'block-scalar') {
                // Block scalars use their parent rather than header indent
                token.indent = 'indent' in top ? top.indent : 0;
            }
            else if (token.type === 'flow-collection' && top.type === 'document') {
                // Ignore all indent for top-level flow collections
                token.indent = 0;
            }
            if (token.type === 'flow-collection')
                fixFlowSeqItems(token);
            switch (top.type) {
                case 'document':
                    top.value = token;
                    break;
                case 'block-scalar':
                    top.props.push(token); // error
                    break;
                case 'block-map': {
                    const it = top.items[top.items.length - 1];
                    if (it.value) {
                        top.items.push({ start: [], key: token, sep: [] });
                        this.onKeyLine = true;
                        return;
                    }
                    else if (it.sep) {
                        it.value = token;
                    }
                    else {
                        Object.assign(it, { key: token, sep: [] });
                        this.onKeyLine = !it.explicitKey;
                        return;
                    }
                    break;
                }
                case 'block-seq': {
                    const it = top.items[top.items.length - 1];
                    if (it.value)
                        top.items.push({ start: [], value: token });
                    else
                        it.value = token;
                    break;
                }
                case 'flow-collection': {
                    const it = top.items[top.items.length - 1];
                    if (!it || it.value)
                        top.items.push({ start: [], key: token, sep: [] });
                    else if (it.sep)
                        it.value = token;
                    else
                        Object.assign(it, { key: token, sep: [] });
                    return;
                }
                /* istanbul ignore next should not happen */
                default:
                    yield* this.pop();
                    yield* this.pop(token);
            }
            if ((top.type === 'document' ||
                top.type === 'block-map' ||
                top.type === 'block-seq') &&
                (token.type === 'block-map' || token.type === 'block-seq')) {
                const last = token.items[token.items.length - 1];
                if (last &&
                    !last.sep &&
                    !last.value &&
                    last.start.length > 0 &&
                    findNonEmptyIndex(last.start) === -1 &&
                    (token.indent === 0 ||
                        last.start.every(st => st.type !== 'comment' || st.indent < token.indent))) {
                    if (top.type === 'document')
                        top.end = last.start;
                    else
                        top.items.push({ start: last.start });
                    token.items.splice(-1, 1);
                }
            }
        }
    }
    *stream() {
        switch (this.type) {
            case 'directive-line':
                yield { type: 'directive', offset: this.offset, source: this.source };
                return;
            case 'byte-order-mark':
            case 'space':
            case 'comment':
            case 'newline':
                yield this.sourceToken;
                return;
            case 'doc-mode':
            case 'doc-start': {
                const doc = {
                    type: 'document',
                    offset: this.offset,
                    start: []
                };
                if (this.type === 'doc-start')
                    doc.start.push(this.sourceToken);
                this.stack.push(doc);
                return;
            }
        }
        yield {
            type: 'error',
            offset: this.offset,
            message: `Unexpected ${this.type} token in YAML stream`,
            source: this.source
        };
    }
    *document(doc) {
        if (doc.value)
            return yield* this.lineEnd(doc);
        switch (this.type) {
            case 'doc-start': {
                if (findNonEmptyIndex(doc.start) !== -1) {
                    yield* this.pop();
                    yield* this.step();
                }
                else
                    doc.start.push(this.sourceToken);
                return;
            }
            case 'anchor':
            case 'tag':
            case 'space':
            case 'comment':
            case 'newline':
                doc.start.push(this.sourceToken);
                return;
        }
        const bv = this.startBlockValue(doc);
        if (bv)
            this.stack.push(bv);
        else {
            yield {
                type: 'error',
                offset: this.offset,
                message: `Unexpected ${this.type} token in YAML document`,
                source: this.source
            };
        }
    }
    *scalar(scalar) {
        if (this.type === 'map-value-ind') {
            const prev = getPrevProps(this.peek(2));
            const start = getFirstKeyStartProps(prev);
            let sep;
            if (scalar.end) {
                sep = scalar.end;
                sep.push(this.sourceToken);
                delete scalar.end;
            }
            else
                sep = [this.sourceToken];
            const map = {
                type: 'block-map',
                offset: scalar.offset,
                indent: scalar.indent,
                items: [{ start, key: scalar, sep }]
            };
            this.onKeyLine = true;
            this.stack[this.stack.length - 1] = map;
        }
        else
            yield* this.lineEnd(scalar);
    }
    *blockScalar(scalar) {
        switch (this.type) {
            case 'space':
            case 'comment':
            case 'newline':
                scalar.props.push(this.sourceToken);
                return;
            case 'scalar':
                scalar.source = this.source;
                // block-scalar source includes trailing newline
                this.atNewLine = true;
                this.indent = 0;
                if (this.onNewLine) {
                    let nl = this.source.indexOf('\n') + 1;
                    while (nl !== 0) {
                        this.onNewLine(this.offset + nl);
                        nl = this.source.indexOf('\n', nl) + 1;
                    }
                }
                yield* this.pop();
                break;
            /* istanbul ignore next should not happen */
            default:
                yield* this.pop();
                yield* this.step();
        }
    }
    *blockMap(map) {
        const it = map.items[map.items.length - 1];
        // it.sep is true-ish if pair already has key or : separator
        switch (this.type) {
            case 'newline':
                this.onKeyLine = false;
                if (it.value) {
                    const end = 'end' in it.value ? it.value.end : undefined;
                    const last = Array.isArray(end) ? end[end.length - 1] : undefined;
                    if (last?.type === 'comment')
                        end?.push(this.sourceToken);
                    else
                        map.items.push({ start: [this.sourceToken] });
                }
                else if (it.sep) {
                    it.sep.push(this.sourceToken);
                }
                else {
                    it.start.push(this.sourceToken);
                }
                return;
            case 'space':
            case 'comment':
                if (it.value) {
                    map.items.push({ start: [this.sourceToken] });
                }
                else if (it.sep) {
                    it.sep.push(this.sourceToken);
                }
                else {
                    if (this.atIndentedComment(it.start, map.indent)) {
                        const prev = map.items[map.items.length - 2];
                        const end = prev?.value?.end;
                        if (Array.isArray(end)) {
                            arrayPushArray(end, it.start);
                            end.push(this.sourceToken);
                            map.items.pop();
                            return;
                        }
                    }
                    it.start.push(this.sourceToken);
                }
                return;
        }
        if (this.indent >= map.indent) {
            const atMapIndent = !this.onKeyLine && this.indent === map.indent;
            const atNextItem = atMapIndent &&
                (it.sep || it.explicitKey) &&
                this.type !== 'seq-item-ind';
            // For empty nodes, assign newline-separated not indented empty tokens to following node
            let start = [];
            if (atNextItem && it.sep && !it.value) {
                const nl = [];
                for (let i = 0; i < it.sep.length; ++i) {
                    const st = it.sep[i];
                    switch (st.type) {
                        case 'newline':
                            nl.push(i);
                            break;
                        case 'space':
                            break;
                        case 'comment':
                            if (st.indent > map.indent)
                                nl.length = 0;
                            break;
                        default:
                            nl.length = 0;
                    }
                }
                if (nl.length >= 2)
                    start = it.sep.splice(nl[1]);
            }
            switch (this.type) {
                case 'anchor':
                case 'tag':
                    if (atNextItem || it.value) {
                        start.push(this.sourceToken);
                        map.items.push({ start });
                        this.onKeyLine = true;
                    }
                    else if (it.sep) {
                        it.sep.push(this.sourceToken);
                    }
                    else {
                        it.start.push(this.sourceToken);
                    }
                    return;
                case 'explicit-key-ind':
                    if (!it.sep && !it.explicitKey) {
                        it.start.push(this.sourceToken);
                        it.explicitKey = true;
                    }
                    else if (atNextItem || it.value) {
                        start.push(this.sourceToken);
                        map.items.push({ start, explicitKey: true });
                    }
                    else {
                        this.stack.push({
                            type: 'block-map',
                            offset: this.offset,
                            indent: this.indent,
                            items: [{ start: [this.sourceToken], explicitKey: true }]
                        });
                    }
                    this.onKeyLine = true;
                    return;
                case 'map-value-ind':
                    if (it.explicitKey) {
                        if (!it.sep) {
                            if (includesToken(it.start, 'newline')) {
                                Object.assign(it, { key: null, sep: [this.sourceToken] });
                            }
                            else {
                                const start = getFirstKeyStartProps(it.start);
                                this.stack.push({
                                    type: 'block-map',
                                    offset: this.offset,
                                    indent: this.indent,
                                    items: [{ start, key: null, sep: [this.sourceToken] }]
                                });
                            }
                        }
                        else if (it.value) {
                            map.items.push({ start: [], key: null, sep: [this.sourceToken] });
                        }
                        else if (includesToken(it.sep, 'map-value-ind')) {
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start, key: null, sep: [this.sourceToken] }]
                            });
                        }
                        else if (isFlowToken(it.key) &&
                            !includesToken(it.sep, 'newline')) {
                            const start = getFirstKeyStartProps(it.start);
                            const key = it.key;
                            const sep = it.sep;
                            sep.push(this.sourceToken);
                            // @ts-expect-error type guard is wrong here
                            delete it.key;
                            // @ts-expect-error type guard is wrong here
                            delete it.sep;
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start, key, sep }]
                            });
                        }
                        else if (start.length > 0) {
                            // Not actually at next item
                            it.sep = it.sep.concat(start, this.sourceToken);
                        }
                        else {
                            it.sep.push(this.sourceToken);
                        }
                    }
                    else {
                        if (!it.sep) {
                            Object.assign(it, { key: null, sep: [this.sourceToken] });
                        }
                        else if (it.value || atNextItem) {
                            map.items.push({ start, key: null, sep: [this.sourceToken] });
                        }
                        else if (includesToken(it.sep, 'map-value-ind')) {
                            this.stack.push({
                                type: 'block-map',
                                offset: this.offset,
                                indent: this.indent,
                                items: [{ start: [], key: null, sep: [this.sourceToken] }]
                            });
                        }
                        else {
                            it.sep.push(this.sourceToken);
                        }
                    }
                    this.onKeyLine = true;
                    return;
                case 'alias':
                case 'scalar':
                case 'single-quoted-scalar':
                case 'double-quoted-scalar': {
                    const fs = this.flowScalar(this.type);
                    if (atNextItem || it.value) {
                        map.items.push({ start, key: fs, sep: [] });
                        this.onKeyLine = true;
                    }
                    else if (it.sep) {
                        this.stack.push(fs);
                    }
                    else {
                        Object.assign(it, { key: fs, sep: [] });
                        this.onKeyLine = true;
                    }
                    return;
                }
                default: {
                    const bv = this.startBlockValue(map);
                    if (bv) {
                        if (bv.type === 'block-seq') {
                            if (!it.explicitKey &&
                                it.sep &&
                                !includesToken(it.sep, 'newline')) {
                                yield* this.pop({
                                    type: 'error',
                                    offset: this.offset,
                                    message: 'Unexpected block-seq-ind on same line with key',
                                    source: this.source
                                });
                                return;
                            }
                        }
                        else if (atMapIndent) {
                            map.items.push({ start });
                        }
                        this.stack.push(bv);
                        return;
                    }
                }
            }
        }
        yield* this.pop();
        yield* this.step();
    }
    *blockSequence(seq) {
        const it = seq.items[seq.items.length - 1];
        switch (this.type) {
            case 'newline':
                if (it.value) {
                    const end = 'end' in it.value ? it.value.end : undefined;
                    const last = Array.isArray(end) ? end[end.length - 1] : undefined;
                    if (last?.type === 'comment')
                        end?.push(this.sourceToken);
                    else
                        seq.items.push({ start: [this.sourceToken] });
                }
                else
                    it.start.push(this.sourceToken);
                return;
            case 'space':
            case 'comment':
                if (it.value)
                    seq.items.push({ start: [this.sourceToken] });
                else {
                    if (this.atIndentedComment(it.start, seq.indent)) {
                        const prev = seq.items[seq.items.length - 2];
                        const end = prev?.value?.end;
                        if (Array.isArray(end)) {
                            arrayPushArray(end, it.start);
                            end.push(this.sourceToken);
                            seq.items.pop();
                            return;
                        }
                    }
                    it.start.push(this.sourceToken);
                }
                return;
            case 'anchor':
            case 'tag':
                if (it.value || this.indent <= seq.indent)
                    break;
                it.start.push(this.sourceToken);
                return;
            case 'seq-item-ind':
                if (this.indent !== seq.indent)
                    break;
                if (it.value || includesToken(it.start, 'seq-item-ind'))
                    seq.items.push({ start: [this.sourceToken] });
                else
                    it.start.push(this.sourceToken);
                return;
        }
        if (this.indent > seq.indent) {
            const bv = this.startBlockValue(seq);
            if (bv) {
                this.stack.push(bv);
                return;
            }
        }
        yield* this.pop();
        yield* this.step();
    }
    *flowCollection(fc) {
        const it = fc.items[fc.items.length - 1];
        if (this.type === 'flow-error-end') {
            let top;
            do {
                yield* this.pop();
                top = this.peek(1);
            } while (top?.type === 'flow-collection');
        }
        else if (fc.end.length === 0) {
            switch (this.type) {
                case 'comma':
                case 'explicit-key-ind':
                    if (!it || it.sep)
                        fc.items.push({ start: [this.sourceToken] });
                    else
                        it.start.push(this.sourceToken);
                    return;
                case 'map-value-ind':
                    if (!it || it.value)
                        fc.items.push({ start: [], key: null, sep: [this.sourceToken] });
                    else if (it.sep)
                        it.sep.push(this.sourceToken);
                    else
                        Object.assign(it, { key: null, sep: [this.sourceToken] });
                    return;
                case 'space':
                case 'comment':
                case 'newline':
                case 'anchor':
                case 'tag':
                    if (!it || it.value)
                        fc.items.push({ start: [this.sourceToken] });
                    else if (it.sep)
                        it.sep.push(this.sourceToken);
                    else
                        it.start.push(this.sourceToken);
                    return;
                case 'alias':
                case 'scalar':
                case 'single-quoted-scalar':
                case 'double-quoted-scalar': {
                    const fs = this.flowScalar(this.type);
                    if (!it || it.value)
                        fc.items.push({ start: [], key: fs, sep: [] });
                    else if (it.sep)
                        this.stack.push(fs);
                    else
                        Object.assign(it, { key: fs, sep: [] });
                    return;
                }
                case 'flow-map-end':
                case 'flow-seq-end':
                    fc.end.push(this.sourceToken);
                    return;
            }
            const bv = this.startBlockValue(fc);
            /* istanbul ignore else should not happen */
            if (bv)
                this.stack.push(bv);
            else {
                yield* this.pop();
                yield* this.step();
            }
        }
        else {
            const parent = this.peek(2);
            if (parent.type === 'block-map' &&
                ((this.type === 'map-value-ind' && parent.indent === fc.indent) ||
                    (this.type === 'newline' &&
                        !parent.items[parent.items.length - 1].sep))) {
                yield* this.pop();
                yield* this.step();
            }
            else if (this.type === 'map-value-ind' &&
                parent.type !== 'flow-collection') {
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                fixFlowSeqItems(fc);
                const sep = fc.end.splice(1, fc.end.length);
                sep.push(this.sourceToken);
                const map = {
                    type: 'block-map',
                    offset: fc.offset,
                    indent: fc.indent,
                    items: [{ start, key: fc, sep }]
                };
                this.onKeyLine = true;
                this.stack[this.stack.length - 1] = map;
            }
            else {
                yield* this.lineEnd(fc);
            }
        }
    }
    flowScalar(type) {
        if (this.onNewLine) {
            let nl = this.source.indexOf('\n') + 1;
            while (nl !== 0) {
                this.onNewLine(this.offset + nl);
                nl = this.source.indexOf('\n', nl) + 1;
            }
        }
        return {
            type,
            offset: this.offset,
            indent: this.indent,
            source: this.source
        };
    }
    startBlockValue(parent) {
        switch (this.type) {
            case 'alias':
            case 'scalar':
            case 'single-quoted-scalar':
            case 'double-quoted-scalar':
                return this.flowScalar(this.type);
            case 'block-scalar-header':
                return {
                    type: 'block-scalar',
                    offset: this.offset,
                    indent: this.indent,
                    props: [this.sourceToken],
                    source: ''
                };
            case 'flow-map-start':
            case 'flow-seq-start':
                return {
                    type: 'flow-collection',
                    offset: this.offset,
                    indent: this.indent,
                    start: this.sourceToken,
                    items: [],
                    end: []
                };
            case 'seq-item-ind':
                return {
                    type: 'block-seq',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start: [this.sourceToken] }]
                };
            case 'explicit-key-ind': {
                this.onKeyLine = true;
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                start.push(this.sourceToken);
                return {
                    type: 'block-map',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, explicitKey: true }]
                };
            }
            case 'map-value-ind': {
                this.onKeyLine = true;
                const prev = getPrevProps(parent);
                const start = getFirstKeyStartProps(prev);
                return {
                    type: 'block-map',
                    offset: this.offset,
                    indent: this.indent,
                    items: [{ start, key: null, sep: [this.sourceToken] }]
                };
            }
        }
        return null;
    }
    atIndentedComment(start, indent) {
        if (this.type !== 'comment')
            return false;
        if (this.indent <= indent)
            return false;
        return start.every(st => st.type === 'newline' || st.type === 'space');
    }
    *documentEnd(docEnd) {
        if (this.type !== 'doc-mode') {
            if (docEnd.end)
                docEnd.end.push(this.sourceToken);
            else
                docEnd.end = [this.sourceToken];
            if (this.type === 'newline')
                yield* this.pop();
        }
    }
    *lineEnd(token) {
        switch (this.type) {
            case 'comma':
            case 'doc-start':
            case 'doc-end':
            case 'flow-seq-end':
            case 'flow-map-end':
            case 'map-value-ind':
                yield* this.pop();
                yield* this.step();
                break;
            case 'newline':
                this.onKeyLine = false;
            // fallthrough
            case 'space':
            case 'comment':
            default:
                // all other values are errors
                if (token.end)
                    token.end.push(this.sourceToken);
                else
                    token.end = [this.sourceToken];
                if (this.type === 'newline')
                    yield* this.pop();
        }
    }
}

exports.Parser = Parser;


/***/ }),

/***/ 2929:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var composer = __nccwpck_require__(8498);
var Document = __nccwpck_require__(7031);
var errors = __nccwpck_require__(8078);
var log = __nccwpck_require__(2767);
var identity = __nccwpck_require__(2485);
var lineCounter = __nccwpck_require__(7486);
var parser = __nccwpck_require__(978);

function parseOptions(options) {
    const prettyErrors = options.prettyErrors !== false;
    const lineCounter$1 = options.lineCounter || (prettyErrors && new lineCounter.LineCounter()) || null;
    return { lineCounter: lineCounter$1, prettyErrors };
}
/**
 * Parse the input as a stream of YAML documents.
 *
 * Documents should be separated from each other by `...` or `---` marker lines.
 *
 * @returns If an empty `docs` array is returned, it will be of type
 *   EmptyStream and contain additional stream information. In
 *   TypeScript, you should use `'empty' in docs` as a type guard for it.
 */
function parseAllDocuments(source, options = {}) {
    const { lineCounter, prettyErrors } = parseOptions(options);
    const parser$1 = new parser.Parser(lineCounter?.addNewLine);
    const composer$1 = new composer.Composer(options);
    const docs = Array.from(composer$1.compose(parser$1.parse(source)));
    if (prettyErrors && lineCounter)
        for (const doc of docs) {
            doc.errors.forEach(errors.prettifyError(source, lineCounter));
            doc.warnings.forEach(errors.prettifyError(source, lineCounter));
        }
    if (docs.length > 0)
        return docs;
    return Object.assign([], { empty: true }, composer$1.streamInfo());
}
/** Parse an input string into a single YAML.Document */
function parseDocument(source, options = {}) {
    const { lineCounter, prettyErrors } = parseOptions(options);
    const parser$1 = new parser.Parser(lineCounter?.addNewLine);
    const composer$1 = new composer.Composer(options);
    // `doc` is always set by compose.end(true) at the very latest
    let doc = null;
    for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) {
        if (!doc)
            doc = _doc;
        else if (doc.options.logLevel !== 'silent') {
            doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), 'MULTIPLE_DOCS', 'Source contains multiple documents; please use YAML.parseAllDocuments()'));
            break;
        }
    }
    if (prettyErrors && lineCounter) {
        doc.errors.forEach(errors.prettifyError(source, lineCounter));
        doc.warnings.forEach(errors.prettifyError(source, lineCounter));
    }
    return doc;
}
function parse(src, reviver, options) {
    let _reviver = undefined;
    if (typeof reviver === 'function') {
        _reviver = reviver;
    }
    else if (options === undefined && reviver && typeof reviver === 'object') {
        options = reviver;
    }
    const doc = parseDocument(src, options);
    if (!doc)
        return null;
    doc.warnings.forEach(warning => log.warn(doc.options.logLevel, warning));
    if (doc.errors.length > 0) {
        if (doc.options.logLevel !== 'silent')
            throw doc.errors[0];
        else
            doc.errors = [];
    }
    return doc.toJS(Object.assign({ reviver: _reviver }, options));
}
function stringify(value, replacer, options) {
    let _replacer = null;
    if (typeof replacer === 'function' || Array.isArray(replacer)) {
        _replacer = replacer;
    }
    else if (options === undefined && replacer) {
        options = replacer;
    }
    if (typeof options === 'string')
        options = options.length;
    if (typeof options === 'number') {
        const indent = Math.round(options);
        options = indent < 1 ? undefined : indent > 8 ? { indent: 8 } : { indent };
    }
    if (value === undefined) {
        const { keepUndefined } = options ?? replacer ?? {};
        if (!keepUndefined)
            return undefined;
    }
    if (identity.isDocument(value) && !_replacer)
        return value.toString(options);
    return new Document.Document(value, _replacer, options).toString(options);
}

exports.parse = parse;
exports.parseAllDocuments = parseAllDocuments;
exports.parseDocument = parseDocument;
exports.stringify = stringify;


/***/ }),

/***/ 2018:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var map = __nccwpck_require__(8681);
var seq = __nccwpck_require__(7220);
var string = __nccwpck_require__(8130);
var tags = __nccwpck_require__(4772);

const sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
class Schema {
    constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
        this.compat = Array.isArray(compat)
            ? tags.getTags(compat, 'compat')
            : compat
                ? tags.getTags(null, compat)
                : null;
        this.name = (typeof schema === 'string' && schema) || 'core';
        this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
        this.tags = tags.getTags(customTags, this.name, merge);
        this.toStringOptions = toStringDefaults ?? null;
        Object.defineProperty(this, identity.MAP, { value: map.map });
        Object.defineProperty(this, identity.SCALAR, { value: string.string });
        Object.defineProperty(this, identity.SEQ, { value: seq.seq });
        // Used by createMap()
        this.sortMapEntries =
            typeof sortMapEntries === 'function'
                ? sortMapEntries
                : sortMapEntries === true
                    ? sortMapEntriesByKey
                    : null;
    }
    clone() {
        const copy = Object.create(Schema.prototype, Object.getOwnPropertyDescriptors(this));
        copy.tags = this.tags.slice();
        return copy;
    }
}

exports.Schema = Schema;


/***/ }),

/***/ 8681:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var YAMLMap = __nccwpck_require__(372);

const map = {
    collection: 'map',
    default: true,
    nodeClass: YAMLMap.YAMLMap,
    tag: 'tag:yaml.org,2002:map',
    resolve(map, onError) {
        if (!identity.isMap(map))
            onError('Expected a mapping for this tag');
        return map;
    },
    createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
};

exports.map = map;


/***/ }),

/***/ 2918:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);

const nullTag = {
    identify: value => value == null,
    createNode: () => new Scalar.Scalar(null),
    default: true,
    tag: 'tag:yaml.org,2002:null',
    test: /^(?:~|[Nn]ull|NULL)?$/,
    resolve: () => new Scalar.Scalar(null),
    stringify: ({ source }, ctx) => typeof source === 'string' && nullTag.test.test(source)
        ? source
        : ctx.options.nullStr
};

exports.nullTag = nullTag;


/***/ }),

/***/ 7220:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var YAMLSeq = __nccwpck_require__(7241);

const seq = {
    collection: 'seq',
    default: true,
    nodeClass: YAMLSeq.YAMLSeq,
    tag: 'tag:yaml.org,2002:seq',
    resolve(seq, onError) {
        if (!identity.isSeq(seq))
            onError('Expected a sequence for this tag');
        return seq;
    },
    createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
};

exports.seq = seq;


/***/ }),

/***/ 8130:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyString = __nccwpck_require__(7751);

const string = {
    identify: value => typeof value === 'string',
    default: true,
    tag: 'tag:yaml.org,2002:str',
    resolve: str => str,
    stringify(item, ctx, onComment, onChompKeep) {
        ctx = Object.assign({ actualString: true }, ctx);
        return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
    }
};

exports.string = string;


/***/ }),

/***/ 9193:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);

const boolTag = {
    identify: value => typeof value === 'boolean',
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
    resolve: str => new Scalar.Scalar(str[0] === 't' || str[0] === 'T'),
    stringify({ source, value }, ctx) {
        if (source && boolTag.test.test(source)) {
            const sv = source[0] === 't' || source[0] === 'T';
            if (value === sv)
                return source;
        }
        return value ? ctx.options.trueStr : ctx.options.falseStr;
    }
};

exports.boolTag = boolTag;


/***/ }),

/***/ 6223:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);
var stringifyNumber = __nccwpck_require__(9927);

const floatNaN = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
    resolve: str => str.slice(-3).toLowerCase() === 'nan'
        ? NaN
        : str[0] === '-'
            ? Number.NEGATIVE_INFINITY
            : Number.POSITIVE_INFINITY,
    stringify: stringifyNumber.stringifyNumber
};
const floatExp = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'EXP',
    test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
    resolve: str => parseFloat(str),
    stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
    }
};
const float = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
    resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str));
        const dot = str.indexOf('.');
        if (dot !== -1 && str[str.length - 1] === '0')
            node.minFractionDigits = str.length - dot - 1;
        return node;
    },
    stringify: stringifyNumber.stringifyNumber
};

exports.float = float;
exports.floatExp = floatExp;
exports.floatNaN = floatNaN;


/***/ }),

/***/ 6304:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(9927);

const intIdentify = (value) => typeof value === 'bigint' || Number.isInteger(value);
const intResolve = (str, offset, radix, { intAsBigInt }) => (intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix));
function intStringify(node, radix, prefix) {
    const { value } = node;
    if (intIdentify(value) && value >= 0)
        return prefix + value.toString(radix);
    return stringifyNumber.stringifyNumber(node);
}
const intOct = {
    identify: value => intIdentify(value) && value >= 0,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'OCT',
    test: /^0o[0-7]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
    stringify: node => intStringify(node, 8, '0o')
};
const int = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[0-9]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
    stringify: stringifyNumber.stringifyNumber
};
const intHex = {
    identify: value => intIdentify(value) && value >= 0,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'HEX',
    test: /^0x[0-9a-fA-F]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
    stringify: node => intStringify(node, 16, '0x')
};

exports.int = int;
exports.intHex = intHex;
exports.intOct = intOct;


/***/ }),

/***/ 5494:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(8681);
var _null = __nccwpck_require__(2918);
var seq = __nccwpck_require__(7220);
var string = __nccwpck_require__(8130);
var bool = __nccwpck_require__(9193);
var float = __nccwpck_require__(6223);
var int = __nccwpck_require__(6304);

const schema = [
    map.map,
    seq.seq,
    string.string,
    _null.nullTag,
    bool.boolTag,
    int.intOct,
    int.int,
    int.intHex,
    float.floatNaN,
    float.floatExp,
    float.float
];

exports.schema = schema;


/***/ }),

/***/ 7409:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);
var map = __nccwpck_require__(8681);
var seq = __nccwpck_require__(7220);

function intIdentify(value) {
    return typeof value === 'bigint' || Number.isInteger(value);
}
const stringifyJSON = ({ value }) => JSON.stringify(value);
const jsonScalars = [
    {
        identify: value => typeof value === 'string',
        default: true,
        tag: 'tag:yaml.org,2002:str',
        resolve: str => str,
        stringify: stringifyJSON
    },
    {
        identify: value => value == null,
        createNode: () => new Scalar.Scalar(null),
        default: true,
        tag: 'tag:yaml.org,2002:null',
        test: /^null$/,
        resolve: () => null,
        stringify: stringifyJSON
    },
    {
        identify: value => typeof value === 'boolean',
        default: true,
        tag: 'tag:yaml.org,2002:bool',
        test: /^true$|^false$/,
        resolve: str => str === 'true',
        stringify: stringifyJSON
    },
    {
        identify: intIdentify,
        default: true,
        tag: 'tag:yaml.org,2002:int',
        test: /^-?(?:0|[1-9][0-9]*)$/,
        resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
        stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
    },
    {
        identify: value => typeof value === 'number',
        default: true,
        tag: 'tag:yaml.org,2002:float',
        test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
        resolve: str => parseFloat(str),
        stringify: stringifyJSON
    }
];
const jsonError = {
    default: true,
    tag: '',
    test: /^/,
    resolve(str, onError) {
        onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
        return str;
    }
};
const schema = [map.map, seq.seq].concat(jsonScalars, jsonError);

exports.schema = schema;


/***/ }),

/***/ 4772:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(8681);
var _null = __nccwpck_require__(2918);
var seq = __nccwpck_require__(7220);
var string = __nccwpck_require__(8130);
var bool = __nccwpck_require__(9193);
var float = __nccwpck_require__(6223);
var int = __nccwpck_require__(6304);
var schema = __nccwpck_require__(5494);
var schema$1 = __nccwpck_require__(7409);
var binary = __nccwpck_require__(5557);
var merge = __nccwpck_require__(8438);
var omap = __nccwpck_require__(889);
var pairs = __nccwpck_require__(8539);
var schema$2 = __nccwpck_require__(7719);
var set = __nccwpck_require__(4038);
var timestamp = __nccwpck_require__(9382);

const schemas = new Map([
    ['core', schema.schema],
    ['failsafe', [map.map, seq.seq, string.string]],
    ['json', schema$1.schema],
    ['yaml11', schema$2.schema],
    ['yaml-1.1', schema$2.schema]
]);
const tagsByName = {
    binary: binary.binary,
    bool: bool.boolTag,
    float: float.float,
    floatExp: float.floatExp,
    floatNaN: float.floatNaN,
    floatTime: timestamp.floatTime,
    int: int.int,
    intHex: int.intHex,
    intOct: int.intOct,
    intTime: timestamp.intTime,
    map: map.map,
    merge: merge.merge,
    null: _null.nullTag,
    omap: omap.omap,
    pairs: pairs.pairs,
    seq: seq.seq,
    set: set.set,
    timestamp: timestamp.timestamp
};
const coreKnownTags = {
    'tag:yaml.org,2002:binary': binary.binary,
    'tag:yaml.org,2002:merge': merge.merge,
    'tag:yaml.org,2002:omap': omap.omap,
    'tag:yaml.org,2002:pairs': pairs.pairs,
    'tag:yaml.org,2002:set': set.set,
    'tag:yaml.org,2002:timestamp': timestamp.timestamp
};
function getTags(customTags, schemaName, addMergeTag) {
    const schemaTags = schemas.get(schemaName);
    if (schemaTags && !customTags) {
        return addMergeTag && !schemaTags.includes(merge.merge)
            ? schemaTags.concat(merge.merge)
            : schemaTags.slice();
    }
    let tags = schemaTags;
    if (!tags) {
        if (Array.isArray(customTags))
            tags = [];
        else {
            const keys = Array.from(schemas.keys())
                .filter(key => key !== 'yaml11')
                .map(key => JSON.stringify(key))
                .join(', ');
            throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
        }
    }
    if (Array.isArray(customTags)) {
        for (const tag of customTags)
            tags = tags.concat(tag);
    }
    else if (typeof customTags === 'function') {
        tags = customTags(tags.slice());
    }
    if (addMergeTag)
        tags = tags.concat(merge.merge);
    return tags.reduce((tags, tag) => {
        const tagObj = typeof tag === 'string' ? tagsByName[tag] : tag;
        if (!tagObj) {
            const tagName = JSON.stringify(tag);
            const keys = Object.keys(tagsByName)
                .map(key => JSON.stringify(key))
                .join(', ');
            throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
        }
        if (!tags.includes(tagObj))
            tags.push(tagObj);
        return tags;
    }, []);
}

exports.coreKnownTags = coreKnownTags;
exports.getTags = getTags;


/***/ }),

/***/ 5557:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var node_buffer = __nccwpck_require__(181);
var Scalar = __nccwpck_require__(1091);
var stringifyString = __nccwpck_require__(7751);

const binary = {
    identify: value => value instanceof Uint8Array, // Buffer inherits from Uint8Array
    default: false,
    tag: 'tag:yaml.org,2002:binary',
    /**
     * Returns a Buffer in node and an Uint8Array in browsers
     *
     * To use the resulting buffer as an image, you'll want to do something like:
     *
     *   const blob = new Blob([buffer], { type: 'image/jpeg' })
     *   document.querySelector('#photo').src = URL.createObjectURL(blob)
     */
    resolve(src, onError) {
        if (typeof node_buffer.Buffer === 'function') {
            return node_buffer.Buffer.from(src, 'base64');
        }
        else if (typeof atob === 'function') {
            // On IE 11, atob() can't handle newlines
            const str = atob(src.replace(/[\n\r]/g, ''));
            const buffer = new Uint8Array(str.length);
            for (let i = 0; i < str.length; ++i)
                buffer[i] = str.charCodeAt(i);
            return buffer;
        }
        else {
            onError('This environment does not support reading binary tags; either Buffer or atob is required');
            return src;
        }
    },
    stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
        if (!value)
            return '';
        const buf = value; // checked earlier by binary.identify()
        let str;
        if (typeof node_buffer.Buffer === 'function') {
            str =
                buf instanceof node_buffer.Buffer
                    ? buf.toString('base64')
                    : node_buffer.Buffer.from(buf.buffer).toString('base64');
        }
        else if (typeof btoa === 'function') {
            let s = '';
            for (let i = 0; i < buf.length; ++i)
                s += String.fromCharCode(buf[i]);
            str = btoa(s);
        }
        else {
            throw new Error('This environment does not support writing binary tags; either Buffer or btoa is required');
        }
        type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
        if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
            const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
            const n = Math.ceil(str.length / lineWidth);
            const lines = new Array(n);
            for (let i = 0, o = 0; i < n; ++i, o += lineWidth) {
                lines[i] = str.substr(o, lineWidth);
            }
            str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? '\n' : ' ');
        }
        return stringifyString.stringifyString({ comment, type, value: str }, ctx, onComment, onChompKeep);
    }
};

exports.binary = binary;


/***/ }),

/***/ 832:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);

function boolStringify({ value, source }, ctx) {
    const boolObj = value ? trueTag : falseTag;
    if (source && boolObj.test.test(source))
        return source;
    return value ? ctx.options.trueStr : ctx.options.falseStr;
}
const trueTag = {
    identify: value => value === true,
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
    resolve: () => new Scalar.Scalar(true),
    stringify: boolStringify
};
const falseTag = {
    identify: value => value === false,
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
    resolve: () => new Scalar.Scalar(false),
    stringify: boolStringify
};

exports.falseTag = falseTag;
exports.trueTag = trueTag;


/***/ }),

/***/ 1232:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);
var stringifyNumber = __nccwpck_require__(9927);

const floatNaN = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
    resolve: (str) => str.slice(-3).toLowerCase() === 'nan'
        ? NaN
        : str[0] === '-'
            ? Number.NEGATIVE_INFINITY
            : Number.POSITIVE_INFINITY,
    stringify: stringifyNumber.stringifyNumber
};
const floatExp = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'EXP',
    test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
    resolve: (str) => parseFloat(str.replace(/_/g, '')),
    stringify(node) {
        const num = Number(node.value);
        return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
    }
};
const float = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
    resolve(str) {
        const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, '')));
        const dot = str.indexOf('.');
        if (dot !== -1) {
            const f = str.substring(dot + 1).replace(/_/g, '');
            if (f[f.length - 1] === '0')
                node.minFractionDigits = f.length;
        }
        return node;
    },
    stringify: stringifyNumber.stringifyNumber
};

exports.float = float;
exports.floatExp = floatExp;
exports.floatNaN = floatNaN;


/***/ }),

/***/ 5631:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(9927);

const intIdentify = (value) => typeof value === 'bigint' || Number.isInteger(value);
function intResolve(str, offset, radix, { intAsBigInt }) {
    const sign = str[0];
    if (sign === '-' || sign === '+')
        offset += 1;
    str = str.substring(offset).replace(/_/g, '');
    if (intAsBigInt) {
        switch (radix) {
            case 2:
                str = `0b${str}`;
                break;
            case 8:
                str = `0o${str}`;
                break;
            case 16:
                str = `0x${str}`;
                break;
        }
        const n = BigInt(str);
        return sign === '-' ? BigInt(-1) * n : n;
    }
    const n = parseInt(str, radix);
    return sign === '-' ? -1 * n : n;
}
function intStringify(node, radix, prefix) {
    const { value } = node;
    if (intIdentify(value)) {
        const str = value.toString(radix);
        return value < 0 ? '-' + prefix + str.substr(1) : prefix + str;
    }
    return stringifyNumber.stringifyNumber(node);
}
const intBin = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'BIN',
    test: /^[-+]?0b[0-1_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
    stringify: node => intStringify(node, 2, '0b')
};
const intOct = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'OCT',
    test: /^[-+]?0[0-7_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
    stringify: node => intStringify(node, 8, '0')
};
const int = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[0-9][0-9_]*$/,
    resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
    stringify: stringifyNumber.stringifyNumber
};
const intHex = {
    identify: intIdentify,
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'HEX',
    test: /^[-+]?0x[0-9a-fA-F_]+$/,
    resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
    stringify: node => intStringify(node, 16, '0x')
};

exports.int = int;
exports.intBin = intBin;
exports.intHex = intHex;
exports.intOct = intOct;


/***/ }),

/***/ 8438:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Scalar = __nccwpck_require__(1091);

// If the value associated with a merge key is a single mapping node, each of
// its key/value pairs is inserted into the current mapping, unless the key
// already exists in it. If the value associated with the merge key is a
// sequence, then this sequence is expected to contain mapping nodes and each
// of these nodes is merged in turn according to its order in the sequence.
// Keys in mapping nodes earlier in the sequence override keys specified in
// later mapping nodes. -- http://yaml.org/type/merge.html
const MERGE_KEY = '<<';
const merge = {
    identify: value => value === MERGE_KEY ||
        (typeof value === 'symbol' && value.description === MERGE_KEY),
    default: 'key',
    tag: 'tag:yaml.org,2002:merge',
    test: /^<<$/,
    resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), {
        addToJSMap: addMergeToJSMap
    }),
    stringify: () => MERGE_KEY
};
const isMergeKey = (ctx, key) => (merge.identify(key) ||
    (identity.isScalar(key) &&
        (!key.type || key.type === Scalar.Scalar.PLAIN) &&
        merge.identify(key.value))) &&
    ctx?.doc.schema.tags.some(tag => tag.tag === merge.tag && tag.default);
function addMergeToJSMap(ctx, map, value) {
    const source = resolveAliasValue(ctx, value);
    if (identity.isSeq(source))
        for (const it of source.items)
            mergeValue(ctx, map, it);
    else if (Array.isArray(source))
        for (const it of source)
            mergeValue(ctx, map, it);
    else
        mergeValue(ctx, map, source);
}
function mergeValue(ctx, map, value) {
    const source = resolveAliasValue(ctx, value);
    if (!identity.isMap(source))
        throw new Error('Merge sources must be maps or map aliases');
    const srcMap = source.toJSON(null, ctx, Map);
    for (const [key, value] of srcMap) {
        if (map instanceof Map) {
            if (!map.has(key))
                map.set(key, value);
        }
        else if (map instanceof Set) {
            map.add(key);
        }
        else if (!Object.prototype.hasOwnProperty.call(map, key)) {
            Object.defineProperty(map, key, {
                value,
                writable: true,
                enumerable: true,
                configurable: true
            });
        }
    }
    return map;
}
function resolveAliasValue(ctx, value) {
    return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
}

exports.addMergeToJSMap = addMergeToJSMap;
exports.isMergeKey = isMergeKey;
exports.merge = merge;


/***/ }),

/***/ 889:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var toJS = __nccwpck_require__(8161);
var YAMLMap = __nccwpck_require__(372);
var YAMLSeq = __nccwpck_require__(7241);
var pairs = __nccwpck_require__(8539);

class YAMLOMap extends YAMLSeq.YAMLSeq {
    constructor() {
        super();
        this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
        this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
        this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
        this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
        this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
        this.tag = YAMLOMap.tag;
    }
    /**
     * If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
     * but TypeScript won't allow widening the signature of a child method.
     */
    toJSON(_, ctx) {
        if (!ctx)
            return super.toJSON(_);
        const map = new Map();
        if (ctx?.onCreate)
            ctx.onCreate(map);
        for (const pair of this.items) {
            let key, value;
            if (identity.isPair(pair)) {
                key = toJS.toJS(pair.key, '', ctx);
                value = toJS.toJS(pair.value, key, ctx);
            }
            else {
                key = toJS.toJS(pair, '', ctx);
            }
            if (map.has(key))
                throw new Error('Ordered maps must not include duplicate keys');
            map.set(key, value);
        }
        return map;
    }
    static from(schema, iterable, ctx) {
        const pairs$1 = pairs.createPairs(schema, iterable, ctx);
        const omap = new this();
        omap.items = pairs$1.items;
        return omap;
    }
}
YAMLOMap.tag = 'tag:yaml.org,2002:omap';
const omap = {
    collection: 'seq',
    identify: value => value instanceof Map,
    nodeClass: YAMLOMap,
    default: false,
    tag: 'tag:yaml.org,2002:omap',
    resolve(seq, onError) {
        const pairs$1 = pairs.resolvePairs(seq, onError);
        const seenKeys = [];
        for (const { key } of pairs$1.items) {
            if (identity.isScalar(key)) {
                if (seenKeys.includes(key.value)) {
                    onError(`Ordered maps must not include duplicate keys: ${key.value}`);
                }
                else {
                    seenKeys.push(key.value);
                }
            }
        }
        return Object.assign(new YAMLOMap(), pairs$1);
    },
    createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
};

exports.YAMLOMap = YAMLOMap;
exports.omap = omap;


/***/ }),

/***/ 8539:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Pair = __nccwpck_require__(1923);
var Scalar = __nccwpck_require__(1091);
var YAMLSeq = __nccwpck_require__(7241);

function resolvePairs(seq, onError) {
    if (identity.isSeq(seq)) {
        for (let i = 0; i < seq.items.length; ++i) {
            let item = seq.items[i];
            if (identity.isPair(item))
                continue;
            else if (identity.isMap(item)) {
                if (item.items.length > 1)
                    onError('Each pair must have its own sequence indicator');
                const pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
                if (item.commentBefore)
                    pair.key.commentBefore = pair.key.commentBefore
                        ? `${item.commentBefore}\n${pair.key.commentBefore}`
                        : item.commentBefore;
                if (item.comment) {
                    const cn = pair.value ?? pair.key;
                    cn.comment = cn.comment
                        ? `${item.comment}\n${cn.comment}`
                        : item.comment;
                }
                item = pair;
            }
            seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
        }
    }
    else
        onError('Expected a sequence for this tag');
    return seq;
}
function createPairs(schema, iterable, ctx) {
    const { replacer } = ctx;
    const pairs = new YAMLSeq.YAMLSeq(schema);
    pairs.tag = 'tag:yaml.org,2002:pairs';
    let i = 0;
    if (iterable && Symbol.iterator in Object(iterable))
        for (let it of iterable) {
            if (typeof replacer === 'function')
                it = replacer.call(iterable, String(i++), it);
            let key, value;
            if (Array.isArray(it)) {
                if (it.length === 2) {
                    key = it[0];
                    value = it[1];
                }
                else
                    throw new TypeError(`Expected [key, value] tuple: ${it}`);
            }
            else if (it && it instanceof Object) {
                const keys = Object.keys(it);
                if (keys.length === 1) {
                    key = keys[0];
                    value = it[key];
                }
                else {
                    throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
                }
            }
            else {
                key = it;
            }
            pairs.items.push(Pair.createPair(key, value, ctx));
        }
    return pairs;
}
const pairs = {
    collection: 'seq',
    default: false,
    tag: 'tag:yaml.org,2002:pairs',
    resolve: resolvePairs,
    createNode: createPairs
};

exports.createPairs = createPairs;
exports.pairs = pairs;
exports.resolvePairs = resolvePairs;


/***/ }),

/***/ 7719:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var map = __nccwpck_require__(8681);
var _null = __nccwpck_require__(2918);
var seq = __nccwpck_require__(7220);
var string = __nccwpck_require__(8130);
var binary = __nccwpck_require__(5557);
var bool = __nccwpck_require__(832);
var float = __nccwpck_require__(1232);
var int = __nccwpck_require__(5631);
var merge = __nccwpck_require__(8438);
var omap = __nccwpck_require__(889);
var pairs = __nccwpck_require__(8539);
var set = __nccwpck_require__(4038);
var timestamp = __nccwpck_require__(9382);

const schema = [
    map.map,
    seq.seq,
    string.string,
    _null.nullTag,
    bool.trueTag,
    bool.falseTag,
    int.intBin,
    int.intOct,
    int.int,
    int.intHex,
    float.floatNaN,
    float.floatExp,
    float.float,
    binary.binary,
    merge.merge,
    omap.omap,
    pairs.pairs,
    set.set,
    timestamp.intTime,
    timestamp.floatTime,
    timestamp.timestamp
];

exports.schema = schema;


/***/ }),

/***/ 4038:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Pair = __nccwpck_require__(1923);
var YAMLMap = __nccwpck_require__(372);

class YAMLSet extends YAMLMap.YAMLMap {
    constructor(schema) {
        super(schema);
        this.tag = YAMLSet.tag;
    }
    add(key) {
        let pair;
        if (identity.isPair(key))
            pair = key;
        else if (key &&
            typeof key === 'object' &&
            'key' in key &&
            'value' in key &&
            key.value === null)
            pair = new Pair.Pair(key.key, null);
        else
            pair = new Pair.Pair(key, null);
        const prev = YAMLMap.findPair(this.items, pair.key);
        if (!prev)
            this.items.push(pair);
    }
    /**
     * If `keepPair` is `true`, returns the Pair matching `key`.
     * Otherwise, returns the value of that Pair's key.
     */
    get(key, keepPair) {
        const pair = YAMLMap.findPair(this.items, key);
        return !keepPair && identity.isPair(pair)
            ? identity.isScalar(pair.key)
                ? pair.key.value
                : pair.key
            : pair;
    }
    set(key, value) {
        if (typeof value !== 'boolean')
            throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
        const prev = YAMLMap.findPair(this.items, key);
        if (prev && !value) {
            this.items.splice(this.items.indexOf(prev), 1);
        }
        else if (!prev && value) {
            this.items.push(new Pair.Pair(key));
        }
    }
    toJSON(_, ctx) {
        return super.toJSON(_, ctx, Set);
    }
    toString(ctx, onComment, onChompKeep) {
        if (!ctx)
            return JSON.stringify(this);
        if (this.hasAllNullValues(true))
            return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
        else
            throw new Error('Set items must all have null values');
    }
    static from(schema, iterable, ctx) {
        const { replacer } = ctx;
        const set = new this(schema);
        if (iterable && Symbol.iterator in Object(iterable))
            for (let value of iterable) {
                if (typeof replacer === 'function')
                    value = replacer.call(iterable, value, value);
                set.items.push(Pair.createPair(value, null, ctx));
            }
        return set;
    }
}
YAMLSet.tag = 'tag:yaml.org,2002:set';
const set = {
    collection: 'map',
    identify: value => value instanceof Set,
    nodeClass: YAMLSet,
    default: false,
    tag: 'tag:yaml.org,2002:set',
    createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
    resolve(map, onError) {
        if (identity.isMap(map)) {
            if (map.hasAllNullValues(true))
                return Object.assign(new YAMLSet(), map);
            else
                onError('Set items must all have null values');
        }
        else
            onError('Expected a mapping for this tag');
        return map;
    }
};

exports.YAMLSet = YAMLSet;
exports.set = set;


/***/ }),

/***/ 9382:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var stringifyNumber = __nccwpck_require__(9927);

/** Internal types handle bigint as number, because TS can't figure it out. */
function parseSexagesimal(str, asBigInt) {
    const sign = str[0];
    const parts = sign === '-' || sign === '+' ? str.substring(1) : str;
    const num = (n) => asBigInt ? BigInt(n) : Number(n);
    const res = parts
        .replace(/_/g, '')
        .split(':')
        .reduce((res, p) => res * num(60) + num(p), num(0));
    return (sign === '-' ? num(-1) * res : res);
}
/**
 * hhhh:mm:ss.sss
 *
 * Internal types handle bigint as number, because TS can't figure it out.
 */
function stringifySexagesimal(node) {
    let { value } = node;
    let num = (n) => n;
    if (typeof value === 'bigint')
        num = n => BigInt(n);
    else if (isNaN(value) || !isFinite(value))
        return stringifyNumber.stringifyNumber(node);
    let sign = '';
    if (value < 0) {
        sign = '-';
        value *= num(-1);
    }
    const _60 = num(60);
    const parts = [value % _60]; // seconds, including ms
    if (value < 60) {
        parts.unshift(0); // at least one : is required
    }
    else {
        value = (value - parts[0]) / _60;
        parts.unshift(value % _60); // minutes
        if (value >= 60) {
            value = (value - parts[0]) / _60;
            parts.unshift(value); // hours
        }
    }
    return (sign +
        parts
            .map(n => String(n).padStart(2, '0'))
            .join(':')
            .replace(/000000\d*$/, '') // % 60 may introduce error
    );
}
const intTime = {
    identify: value => typeof value === 'bigint' || Number.isInteger(value),
    default: true,
    tag: 'tag:yaml.org,2002:int',
    format: 'TIME',
    test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
    resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
    stringify: stringifySexagesimal
};
const floatTime = {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    format: 'TIME',
    test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
    resolve: str => parseSexagesimal(str, false),
    stringify: stringifySexagesimal
};
const timestamp = {
    identify: value => value instanceof Date,
    default: true,
    tag: 'tag:yaml.org,2002:timestamp',
    // If the time zone is omitted, the timestamp is assumed to be specified in UTC. The time part
    // may be omitted altogether, resulting in a date format. In such a case, the time part is
    // assumed to be 00:00:00Z (start of day, UTC).
    test: RegExp('^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})' + // YYYY-Mm-Dd
        '(?:' + // time is optional
        '(?:t|T|[ \\t]+)' + // t | T | whitespace
        '([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)' + // Hh:Mm:Ss(.ss)?
        '(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?' + // Z | +5 | -03:30
        ')?$'),
    resolve(str) {
        const match = str.match(timestamp.test);
        if (!match)
            throw new Error('!!timestamp expects a date, starting with yyyy-mm-dd');
        const [, year, month, day, hour, minute, second] = match.map(Number);
        const millisec = match[7] ? Number((match[7] + '00').substr(1, 3)) : 0;
        let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
        const tz = match[8];
        if (tz && tz !== 'Z') {
            let d = parseSexagesimal(tz, false);
            if (Math.abs(d) < 30)
                d *= 60;
            date -= 60000 * d;
        }
        return new Date(date);
    },
    stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, '') ?? ''
};

exports.floatTime = floatTime;
exports.intTime = intTime;
exports.timestamp = timestamp;


/***/ }),

/***/ 6309:
/***/ ((__unused_webpack_module, exports) => {



const FOLD_FLOW = 'flow';
const FOLD_BLOCK = 'block';
const FOLD_QUOTED = 'quoted';
/**
 * Tries to keep input at up to `lineWidth` characters, splitting only on spaces
 * not followed by newlines or spaces unless `mode` is `'quoted'`. Lines are
 * terminated with `\n` and started with `indent`.
 */
function foldFlowLines(text, indent, mode = 'flow', { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
    if (!lineWidth || lineWidth < 0)
        return text;
    if (lineWidth < minContentWidth)
        minContentWidth = 0;
    const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
    if (text.length <= endStep)
        return text;
    const folds = [];
    const escapedFolds = {};
    let end = lineWidth - indent.length;
    if (typeof indentAtStart === 'number') {
        if (indentAtStart > lineWidth - Math.max(2, minContentWidth))
            folds.push(0);
        else
            end = lineWidth - indentAtStart;
    }
    let split = undefined;
    let prev = undefined;
    let overflow = false;
    let i = -1;
    let escStart = -1;
    let escEnd = -1;
    if (mode === FOLD_BLOCK) {
        i = consumeMoreIndentedLines(text, i, indent.length);
        if (i !== -1)
            end = i + endStep;
    }
    for (let ch; (ch = text[(i += 1)]);) {
        if (mode === FOLD_QUOTED && ch === '\\') {
            escStart = i;
            switch (text[i + 1]) {
                case 'x':
                    i += 3;
                    break;
                case 'u':
                    i += 5;
                    break;
                case 'U':
                    i += 9;
                    break;
                default:
                    i += 1;
            }
            escEnd = i;
        }
        if (ch === '\n') {
            if (mode === FOLD_BLOCK)
                i = consumeMoreIndentedLines(text, i, indent.length);
            end = i + indent.length + endStep;
            split = undefined;
        }
        else {
            if (ch === ' ' &&
                prev &&
                prev !== ' ' &&
                prev !== '\n' &&
                prev !== '\t') {
                // space surrounded by non-space can be replaced with newline + indent
                const next = text[i + 1];
                if (next && next !== ' ' && next !== '\n' && next !== '\t')
                    split = i;
            }
            if (i >= end) {
                if (split) {
                    folds.push(split);
                    end = split + endStep;
                    split = undefined;
                }
                else if (mode === FOLD_QUOTED) {
                    // white-space collected at end may stretch past lineWidth
                    while (prev === ' ' || prev === '\t') {
                        prev = ch;
                        ch = text[(i += 1)];
                        overflow = true;
                    }
                    // Account for newline escape, but don't break preceding escape
                    const j = i > escEnd + 1 ? i - 2 : escStart - 1;
                    // Bail out if lineWidth & minContentWidth are shorter than an escape string
                    if (escapedFolds[j])
                        return text;
                    folds.push(j);
                    escapedFolds[j] = true;
                    end = j + endStep;
                    split = undefined;
                }
                else {
                    overflow = true;
                }
            }
        }
        prev = ch;
    }
    if (overflow && onOverflow)
        onOverflow();
    if (folds.length === 0)
        return text;
    if (onFold)
        onFold();
    let res = text.slice(0, folds[0]);
    for (let i = 0; i < folds.length; ++i) {
        const fold = folds[i];
        const end = folds[i + 1] || text.length;
        if (fold === 0)
            res = `\n${indent}${text.slice(0, end)}`;
        else {
            if (mode === FOLD_QUOTED && escapedFolds[fold])
                res += `${text[fold]}\\`;
            res += `\n${indent}${text.slice(fold + 1, end)}`;
        }
    }
    return res;
}
/**
 * Presumes `i + 1` is at the start of a line
 * @returns index of last newline in more-indented block
 */
function consumeMoreIndentedLines(text, i, indent) {
    let end = i;
    let start = i + 1;
    let ch = text[start];
    while (ch === ' ' || ch === '\t') {
        if (i < start + indent) {
            ch = text[++i];
        }
        else {
            do {
                ch = text[++i];
            } while (ch && ch !== '\n');
            end = i;
            start = i + 1;
            ch = text[start];
        }
    }
    return end;
}

exports.FOLD_BLOCK = FOLD_BLOCK;
exports.FOLD_FLOW = FOLD_FLOW;
exports.FOLD_QUOTED = FOLD_QUOTED;
exports.foldFlowLines = foldFlowLines;


/***/ }),

/***/ 2862:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var anchors = __nccwpck_require__(5026);
var identity = __nccwpck_require__(2485);
var stringifyComment = __nccwpck_require__(5977);
var stringifyString = __nccwpck_require__(7751);

function createStringifyContext(doc, options) {
    const opt = Object.assign({
        blockQuote: true,
        commentString: stringifyComment.stringifyComment,
        defaultKeyType: null,
        defaultStringType: 'PLAIN',
        directives: null,
        doubleQuotedAsJSON: false,
        doubleQuotedMinMultiLineLength: 40,
        falseStr: 'false',
        flowCollectionPadding: true,
        indentSeq: true,
        lineWidth: 80,
        minContentWidth: 20,
        nullStr: 'null',
        simpleKeys: false,
        singleQuote: null,
        trailingComma: false,
        trueStr: 'true',
        verifyAliasOrder: true
    }, doc.schema.toStringOptions, options);
    let inFlow;
    switch (opt.collectionStyle) {
        case 'block':
            inFlow = false;
            break;
        case 'flow':
            inFlow = true;
            break;
        default:
            inFlow = null;
    }
    return {
        anchors: new Set(),
        doc,
        flowCollectionPadding: opt.flowCollectionPadding ? ' ' : '',
        indent: '',
        indentStep: typeof opt.indent === 'number' ? ' '.repeat(opt.indent) : '  ',
        inFlow,
        options: opt
    };
}
function getTagObject(tags, item) {
    if (item.tag) {
        const match = tags.filter(t => t.tag === item.tag);
        if (match.length > 0)
            return match.find(t => t.format === item.format) ?? match[0];
    }
    let tagObj = undefined;
    let obj;
    if (identity.isScalar(item)) {
        obj = item.value;
        let match = tags.filter(t => t.identify?.(obj));
        if (match.length > 1) {
            const testMatch = match.filter(t => t.test);
            if (testMatch.length > 0)
                match = testMatch;
        }
        tagObj =
            match.find(t => t.format === item.format) ?? match.find(t => !t.format);
    }
    else {
        obj = item;
        tagObj = tags.find(t => t.nodeClass && obj instanceof t.nodeClass);
    }
    if (!tagObj) {
        const name = obj?.constructor?.name ?? (obj === null ? 'null' : typeof obj);
        throw new Error(`Tag not resolved for ${name} value`);
    }
    return tagObj;
}
// needs to be called before value stringifier to allow for circular anchor refs
function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
    if (!doc.directives)
        return '';
    const props = [];
    const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
    if (anchor && anchors.anchorIsValid(anchor)) {
        anchors$1.add(anchor);
        props.push(`&${anchor}`);
    }
    const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
    if (tag)
        props.push(doc.directives.tagString(tag));
    return props.join(' ');
}
function stringify(item, ctx, onComment, onChompKeep) {
    if (identity.isPair(item))
        return item.toString(ctx, onComment, onChompKeep);
    if (identity.isAlias(item)) {
        if (ctx.doc.directives)
            return item.toString(ctx);
        if (ctx.resolvedAliases?.has(item)) {
            throw new TypeError(`Cannot stringify circular structure without alias nodes`);
        }
        else {
            if (ctx.resolvedAliases)
                ctx.resolvedAliases.add(item);
            else
                ctx.resolvedAliases = new Set([item]);
            item = item.resolve(ctx.doc);
        }
    }
    let tagObj = undefined;
    const node = identity.isNode(item)
        ? item
        : ctx.doc.createNode(item, { onTagObj: o => (tagObj = o) });
    tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
    const props = stringifyProps(node, tagObj, ctx);
    if (props.length > 0)
        ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
    const str = typeof tagObj.stringify === 'function'
        ? tagObj.stringify(node, ctx, onComment, onChompKeep)
        : identity.isScalar(node)
            ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep)
            : node.toString(ctx, onComment, onChompKeep);
    if (!props)
        return str;
    return identity.isScalar(node) || str[0] === '{' || str[0] === '['
        ? `${props} ${str}`
        : `${props}\n${ctx.indent}${str}`;
}

exports.createStringifyContext = createStringifyContext;
exports.stringify = stringify;


/***/ }),

/***/ 6090:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var stringify = __nccwpck_require__(2862);
var stringifyComment = __nccwpck_require__(5977);

function stringifyCollection(collection, ctx, options) {
    const flow = ctx.inFlow ?? collection.flow;
    const stringify = flow ? stringifyFlowCollection : stringifyBlockCollection;
    return stringify(collection, ctx, options);
}
function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
    const { indent, options: { commentString } } = ctx;
    const itemCtx = Object.assign({}, ctx, { indent: itemIndent, type: null });
    let chompKeep = false; // flag for the preceding node's status
    const lines = [];
    for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
            if (!chompKeep && item.spaceBefore)
                lines.push('');
            addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
            if (item.comment)
                comment = item.comment;
        }
        else if (identity.isPair(item)) {
            const ik = identity.isNode(item.key) ? item.key : null;
            if (ik) {
                if (!chompKeep && ik.spaceBefore)
                    lines.push('');
                addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
            }
        }
        chompKeep = false;
        let str = stringify.stringify(item, itemCtx, () => (comment = null), () => (chompKeep = true));
        if (comment)
            str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        if (chompKeep && comment)
            chompKeep = false;
        lines.push(blockItemPrefix + str);
    }
    let str;
    if (lines.length === 0) {
        str = flowChars.start + flowChars.end;
    }
    else {
        str = lines[0];
        for (let i = 1; i < lines.length; ++i) {
            const line = lines[i];
            str += line ? `\n${indent}${line}` : '\n';
        }
    }
    if (comment) {
        str += '\n' + stringifyComment.indentComment(commentString(comment), indent);
        if (onComment)
            onComment();
    }
    else if (chompKeep && onChompKeep)
        onChompKeep();
    return str;
}
function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
    const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
    itemIndent += indentStep;
    const itemCtx = Object.assign({}, ctx, {
        indent: itemIndent,
        inFlow: true,
        type: null
    });
    let reqNewline = false;
    let linesAtValue = 0;
    const lines = [];
    for (let i = 0; i < items.length; ++i) {
        const item = items[i];
        let comment = null;
        if (identity.isNode(item)) {
            if (item.spaceBefore)
                lines.push('');
            addCommentBefore(ctx, lines, item.commentBefore, false);
            if (item.comment)
                comment = item.comment;
        }
        else if (identity.isPair(item)) {
            const ik = identity.isNode(item.key) ? item.key : null;
            if (ik) {
                if (ik.spaceBefore)
                    lines.push('');
                addCommentBefore(ctx, lines, ik.commentBefore, false);
                if (ik.comment)
                    reqNewline = true;
            }
            const iv = identity.isNode(item.value) ? item.value : null;
            if (iv) {
                if (iv.comment)
                    comment = iv.comment;
                if (iv.commentBefore)
                    reqNewline = true;
            }
            else if (item.value == null && ik?.comment) {
                comment = ik.comment;
            }
        }
        if (comment)
            reqNewline = true;
        let str = stringify.stringify(item, itemCtx, () => (comment = null));
        reqNewline || (reqNewline = lines.length > linesAtValue || str.includes('\n'));
        if (i < items.length - 1) {
            str += ',';
        }
        else if (ctx.options.trailingComma) {
            if (ctx.options.lineWidth > 0) {
                reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) +
                    (str.length + 2) >
                    ctx.options.lineWidth);
            }
            if (reqNewline) {
                str += ',';
            }
        }
        if (comment)
            str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
        lines.push(str);
        linesAtValue = lines.length;
    }
    const { start, end } = flowChars;
    if (lines.length === 0) {
        return start + end;
    }
    else {
        if (!reqNewline) {
            const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
            reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
        }
        if (reqNewline) {
            let str = start;
            for (const line of lines)
                str += line ? `\n${indentStep}${indent}${line}` : '\n';
            return `${str}\n${indent}${end}`;
        }
        else {
            return `${start}${fcPadding}${lines.join(' ')}${fcPadding}${end}`;
        }
    }
}
function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
    if (comment && chompKeep)
        comment = comment.replace(/^\n+/, '');
    if (comment) {
        const ic = stringifyComment.indentComment(commentString(comment), indent);
        lines.push(ic.trimStart()); // Avoid double indent on first line
    }
}

exports.stringifyCollection = stringifyCollection;


/***/ }),

/***/ 5977:
/***/ ((__unused_webpack_module, exports) => {



/**
 * Stringifies a comment.
 *
 * Empty comment lines are left empty,
 * lines consisting of a single space are replaced by `#`,
 * and all other lines are prefixed with a `#`.
 */
const stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, '#');
function indentComment(comment, indent) {
    if (/^\n+$/.test(comment))
        return comment.substring(1);
    return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
}
const lineComment = (str, indent, comment) => str.endsWith('\n')
    ? indentComment(comment, indent)
    : comment.includes('\n')
        ? '\n' + indentComment(comment, indent)
        : (str.endsWith(' ') ? '' : ' ') + comment;

exports.indentComment = indentComment;
exports.lineComment = lineComment;
exports.stringifyComment = stringifyComment;


/***/ }),

/***/ 3611:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var stringify = __nccwpck_require__(2862);
var stringifyComment = __nccwpck_require__(5977);

function stringifyDocument(doc, options) {
    const lines = [];
    let hasDirectives = options.directives === true;
    if (options.directives !== false && doc.directives) {
        const dir = doc.directives.toString(doc);
        if (dir) {
            lines.push(dir);
            hasDirectives = true;
        }
        else if (doc.directives.docStart)
            hasDirectives = true;
    }
    if (hasDirectives)
        lines.push('---');
    const ctx = stringify.createStringifyContext(doc, options);
    const { commentString } = ctx.options;
    if (doc.commentBefore) {
        if (lines.length !== 1)
            lines.unshift('');
        const cs = commentString(doc.commentBefore);
        lines.unshift(stringifyComment.indentComment(cs, ''));
    }
    let chompKeep = false;
    let contentComment = null;
    if (doc.contents) {
        if (identity.isNode(doc.contents)) {
            if (doc.contents.spaceBefore && hasDirectives)
                lines.push('');
            if (doc.contents.commentBefore) {
                const cs = commentString(doc.contents.commentBefore);
                lines.push(stringifyComment.indentComment(cs, ''));
            }
            // top-level block scalars need to be indented if followed by a comment
            ctx.forceBlockIndent = !!doc.comment;
            contentComment = doc.contents.comment;
        }
        const onChompKeep = contentComment ? undefined : () => (chompKeep = true);
        let body = stringify.stringify(doc.contents, ctx, () => (contentComment = null), onChompKeep);
        if (contentComment)
            body += stringifyComment.lineComment(body, '', commentString(contentComment));
        if ((body[0] === '|' || body[0] === '>') &&
            lines[lines.length - 1] === '---') {
            // Top-level block scalars with a preceding doc marker ought to use the
            // same line for their header.
            lines[lines.length - 1] = `--- ${body}`;
        }
        else
            lines.push(body);
    }
    else {
        lines.push(stringify.stringify(doc.contents, ctx));
    }
    if (doc.directives?.docEnd) {
        if (doc.comment) {
            const cs = commentString(doc.comment);
            if (cs.includes('\n')) {
                lines.push('...');
                lines.push(stringifyComment.indentComment(cs, ''));
            }
            else {
                lines.push(`... ${cs}`);
            }
        }
        else {
            lines.push('...');
        }
    }
    else {
        let dc = doc.comment;
        if (dc && chompKeep)
            dc = dc.replace(/^\n+/, '');
        if (dc) {
            if ((!chompKeep || contentComment) && lines[lines.length - 1] !== '')
                lines.push('');
            lines.push(stringifyComment.indentComment(commentString(dc), ''));
        }
    }
    return lines.join('\n') + '\n';
}

exports.stringifyDocument = stringifyDocument;


/***/ }),

/***/ 9927:
/***/ ((__unused_webpack_module, exports) => {



function stringifyNumber({ format, minFractionDigits, tag, value }) {
    if (typeof value === 'bigint')
        return String(value);
    const num = typeof value === 'number' ? value : Number(value);
    if (!isFinite(num))
        return isNaN(num) ? '.nan' : num < 0 ? '-.inf' : '.inf';
    let n = Object.is(value, -0) ? '-0' : JSON.stringify(value);
    if (!format &&
        minFractionDigits &&
        (!tag || tag === 'tag:yaml.org,2002:float') &&
        /^-?\d/.test(n) &&
        !n.includes('e')) {
        let i = n.indexOf('.');
        if (i < 0) {
            i = n.length;
            n += '.';
        }
        let d = minFractionDigits - (n.length - i - 1);
        while (d-- > 0)
            n += '0';
    }
    return n;
}

exports.stringifyNumber = stringifyNumber;


/***/ }),

/***/ 6930:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);
var Scalar = __nccwpck_require__(1091);
var stringify = __nccwpck_require__(2862);
var stringifyComment = __nccwpck_require__(5977);

function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
    const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
    let keyComment = (identity.isNode(key) && key.comment) || null;
    if (simpleKeys) {
        if (keyComment) {
            throw new Error('With simple keys, key nodes cannot have comments');
        }
        if (identity.isCollection(key) || (!identity.isNode(key) && typeof key === 'object')) {
            const msg = 'With simple keys, collection cannot be used as a key value';
            throw new Error(msg);
        }
    }
    let explicitKey = !simpleKeys &&
        (!key ||
            (keyComment && value == null && !ctx.inFlow) ||
            identity.isCollection(key) ||
            (identity.isScalar(key)
                ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL
                : typeof key === 'object'));
    ctx = Object.assign({}, ctx, {
        allNullValues: false,
        implicitKey: !explicitKey && (simpleKeys || !allNullValues),
        indent: indent + indentStep
    });
    let keyCommentDone = false;
    let chompKeep = false;
    let str = stringify.stringify(key, ctx, () => (keyCommentDone = true), () => (chompKeep = true));
    if (!explicitKey && !ctx.inFlow && str.length > 1024) {
        if (simpleKeys)
            throw new Error('With simple keys, single line scalar must not span more than 1024 characters');
        explicitKey = true;
    }
    if (ctx.inFlow) {
        if (allNullValues || value == null) {
            if (keyCommentDone && onComment)
                onComment();
            return str === '' ? '?' : explicitKey ? `? ${str}` : str;
        }
    }
    else if ((allNullValues && !simpleKeys) || (value == null && explicitKey)) {
        str = `? ${str}`;
        if (keyComment && !keyCommentDone) {
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        }
        else if (chompKeep && onChompKeep)
            onChompKeep();
        return str;
    }
    if (keyCommentDone)
        keyComment = null;
    if (explicitKey) {
        if (keyComment)
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
        str = `? ${str}\n${indent}:`;
    }
    else {
        str = `${str}:`;
        if (keyComment)
            str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
    }
    let vsb, vcb, valueComment;
    if (identity.isNode(value)) {
        vsb = !!value.spaceBefore;
        vcb = value.commentBefore;
        valueComment = value.comment;
    }
    else {
        vsb = false;
        vcb = null;
        valueComment = null;
        if (value && typeof value === 'object')
            value = doc.createNode(value);
    }
    ctx.implicitKey = false;
    if (!explicitKey && !keyComment && identity.isScalar(value))
        ctx.indentAtStart = str.length + 1;
    chompKeep = false;
    if (!indentSeq &&
        indentStep.length >= 2 &&
        !ctx.inFlow &&
        !explicitKey &&
        identity.isSeq(value) &&
        !value.flow &&
        !value.tag &&
        !value.anchor) {
        // If indentSeq === false, consider '- ' as part of indentation where possible
        ctx.indent = ctx.indent.substring(2);
    }
    let valueCommentDone = false;
    const valueStr = stringify.stringify(value, ctx, () => (valueCommentDone = true), () => (chompKeep = true));
    let ws = ' ';
    if (keyComment || vsb || vcb) {
        ws = vsb ? '\n' : '';
        if (vcb) {
            const cs = commentString(vcb);
            ws += `\n${stringifyComment.indentComment(cs, ctx.indent)}`;
        }
        if (valueStr === '' && !ctx.inFlow) {
            if (ws === '\n' && valueComment)
                ws = '\n\n';
        }
        else {
            ws += `\n${ctx.indent}`;
        }
    }
    else if (!explicitKey && identity.isCollection(value)) {
        const vs0 = valueStr[0];
        const nl0 = valueStr.indexOf('\n');
        const hasNewline = nl0 !== -1;
        const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
        if (hasNewline || !flow) {
            let hasPropsLine = false;
            if (hasNewline && (vs0 === '&' || vs0 === '!')) {
                let sp0 = valueStr.indexOf(' ');
                if (vs0 === '&' &&
                    sp0 !== -1 &&
                    sp0 < nl0 &&
                    valueStr[sp0 + 1] === '!') {
                    sp0 = valueStr.indexOf(' ', sp0 + 1);
                }
                if (sp0 === -1 || nl0 < sp0)
                    hasPropsLine = true;
            }
            if (!hasPropsLine)
                ws = `\n${ctx.indent}`;
        }
    }
    else if (valueStr === '' || valueStr[0] === '\n') {
        ws = '';
    }
    str += ws + valueStr;
    if (ctx.inFlow) {
        if (valueCommentDone && onComment)
            onComment();
    }
    else if (valueComment && !valueCommentDone) {
        str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
    }
    else if (chompKeep && onChompKeep) {
        onChompKeep();
    }
    return str;
}

exports.stringifyPair = stringifyPair;


/***/ }),

/***/ 7751:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var Scalar = __nccwpck_require__(1091);
var foldFlowLines = __nccwpck_require__(6309);

const getFoldOptions = (ctx, isBlock) => ({
    indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
    lineWidth: ctx.options.lineWidth,
    minContentWidth: ctx.options.minContentWidth
});
// Also checks for lines starting with %, as parsing the output as YAML 1.1 will
// presume that's starting a new document.
const containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
function lineLengthOverLimit(str, lineWidth, indentLength) {
    if (!lineWidth || lineWidth < 0)
        return false;
    const limit = lineWidth - indentLength;
    const strLen = str.length;
    if (strLen <= limit)
        return false;
    for (let i = 0, start = 0; i < strLen; ++i) {
        if (str[i] === '\n') {
            if (i - start > limit)
                return true;
            start = i + 1;
            if (strLen - start <= limit)
                return false;
        }
    }
    return true;
}
function doubleQuotedString(value, ctx) {
    const json = JSON.stringify(value);
    if (ctx.options.doubleQuotedAsJSON)
        return json;
    const { implicitKey } = ctx;
    const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
    const indent = ctx.indent || (containsDocumentMarker(value) ? '  ' : '');
    let str = '';
    let start = 0;
    for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
        if (ch === ' ' && json[i + 1] === '\\' && json[i + 2] === 'n') {
            // space before newline needs to be escaped to not be folded
            str += json.slice(start, i) + '\\ ';
            i += 1;
            start = i;
            ch = '\\';
        }
        if (ch === '\\')
            switch (json[i + 1]) {
                case 'u':
                    {
                        str += json.slice(start, i);
                        const code = json.substr(i + 2, 4);
                        switch (code) {
                            case '0000':
                                str += '\\0';
                                break;
                            case '0007':
                                str += '\\a';
                                break;
                            case '000b':
                                str += '\\v';
                                break;
                            case '001b':
                                str += '\\e';
                                break;
                            case '0085':
                                str += '\\N';
                                break;
                            case '00a0':
                                str += '\\_';
                                break;
                            case '2028':
                                str += '\\L';
                                break;
                            case '2029':
                                str += '\\P';
                                break;
                            default:
                                if (code.substr(0, 2) === '00')
                                    str += '\\x' + code.substr(2);
                                else
                                    str += json.substr(i, 6);
                        }
                        i += 5;
                        start = i + 1;
                    }
                    break;
                case 'n':
                    if (implicitKey ||
                        json[i + 2] === '"' ||
                        json.length < minMultiLineLength) {
                        i += 1;
                    }
                    else {
                        // folding will eat first newline
                        str += json.slice(start, i) + '\n\n';
                        while (json[i + 2] === '\\' &&
                            json[i + 3] === 'n' &&
                            json[i + 4] !== '"') {
                            str += '\n';
                            i += 2;
                        }
                        str += indent;
                        // space after newline needs to be escaped to not be folded
                        if (json[i + 2] === ' ')
                            str += '\\';
                        i += 1;
                        start = i + 1;
                    }
                    break;
                default:
                    i += 1;
            }
    }
    str = start ? str + json.slice(start) : json;
    return implicitKey
        ? str
        : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
}
function singleQuotedString(value, ctx) {
    if (ctx.options.singleQuote === false ||
        (ctx.implicitKey && value.includes('\n')) ||
        /[ \t]\n|\n[ \t]/.test(value) // single quoted string can't have leading or trailing whitespace around newline
    )
        return doubleQuotedString(value, ctx);
    const indent = ctx.indent || (containsDocumentMarker(value) ? '  ' : '');
    const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&\n${indent}`) + "'";
    return ctx.implicitKey
        ? res
        : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
}
function quotedString(value, ctx) {
    const { singleQuote } = ctx.options;
    let qs;
    if (singleQuote === false)
        qs = doubleQuotedString;
    else {
        const hasDouble = value.includes('"');
        const hasSingle = value.includes("'");
        if (hasDouble && !hasSingle)
            qs = singleQuotedString;
        else if (hasSingle && !hasDouble)
            qs = doubleQuotedString;
        else
            qs = singleQuote ? singleQuotedString : doubleQuotedString;
    }
    return qs(value, ctx);
}
// The negative lookbehind avoids a polynomial search,
// but isn't supported yet on Safari: https://caniuse.com/js-regexp-lookbehind
let blockEndNewlines;
try {
    blockEndNewlines = new RegExp('(^|(?<!\n))\n+(?!\n|$)', 'g');
}
catch {
    blockEndNewlines = /\n+(?!\n|$)/g;
}
function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
    const { blockQuote, commentString, lineWidth } = ctx.options;
    // 1. Block can't end in whitespace unless the last line is non-empty.
    // 2. Strings consisting of only whitespace are best rendered explicitly.
    if (!blockQuote || /\n[\t ]+$/.test(value)) {
        return quotedString(value, ctx);
    }
    const indent = ctx.indent ||
        (ctx.forceBlockIndent || containsDocumentMarker(value) ? '  ' : '');
    const literal = blockQuote === 'literal'
        ? true
        : blockQuote === 'folded' || type === Scalar.Scalar.BLOCK_FOLDED
            ? false
            : type === Scalar.Scalar.BLOCK_LITERAL
                ? true
                : !lineLengthOverLimit(value, lineWidth, indent.length);
    if (!value)
        return literal ? '|\n' : '>\n';
    // determine chomping from whitespace at value end
    let chomp;
    let endStart;
    for (endStart = value.length; endStart > 0; --endStart) {
        const ch = value[endStart - 1];
        if (ch !== '\n' && ch !== '\t' && ch !== ' ')
            break;
    }
    let end = value.substring(endStart);
    const endNlPos = end.indexOf('\n');
    if (endNlPos === -1) {
        chomp = '-'; // strip
    }
    else if (value === end || endNlPos !== end.length - 1) {
        chomp = '+'; // keep
        if (onChompKeep)
            onChompKeep();
    }
    else {
        chomp = ''; // clip
    }
    if (end) {
        value = value.slice(0, -end.length);
        if (end[end.length - 1] === '\n')
            end = end.slice(0, -1);
        end = end.replace(blockEndNewlines, `$&${indent}`);
    }
    // determine indent indicator from whitespace at value start
    let startWithSpace = false;
    let startEnd;
    let startNlPos = -1;
    for (startEnd = 0; startEnd < value.length; ++startEnd) {
        const ch = value[startEnd];
        if (ch === ' ')
            startWithSpace = true;
        else if (ch === '\n')
            startNlPos = startEnd;
        else
            break;
    }
    let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
    if (start) {
        value = value.substring(start.length);
        start = start.replace(/\n+/g, `$&${indent}`);
    }
    const indentSize = indent ? '2' : '1'; // root is at -1
    // Leading | or > is added later
    let header = (startWithSpace ? indentSize : '') + chomp;
    if (comment) {
        header += ' ' + commentString(comment.replace(/ ?[\r\n]+/g, ' '));
        if (onComment)
            onComment();
    }
    if (!literal) {
        const foldedValue = value
            .replace(/\n+/g, '\n$&')
            .replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, '$1$2') // more-indented lines aren't folded
            //                ^ more-ind. ^ empty     ^ capture next empty lines only at end of indent
            .replace(/\n+/g, `$&${indent}`);
        let literalFallback = false;
        const foldOptions = getFoldOptions(ctx, true);
        if (blockQuote !== 'folded' && type !== Scalar.Scalar.BLOCK_FOLDED) {
            foldOptions.onOverflow = () => {
                literalFallback = true;
            };
        }
        const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
        if (!literalFallback)
            return `>${header}\n${indent}${body}`;
    }
    value = value.replace(/\n+/g, `$&${indent}`);
    return `|${header}\n${indent}${start}${value}${end}`;
}
function plainString(item, ctx, onComment, onChompKeep) {
    const { type, value } = item;
    const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
    if ((implicitKey && value.includes('\n')) ||
        (inFlow && /[[\]{},]/.test(value))) {
        return quotedString(value, ctx);
    }
    if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) {
        // not allowed:
        // - '-' or '?'
        // - start with an indicator character (except [?:-]) or /[?-] /
        // - '\n ', ': ' or ' \n' anywhere
        // - '#' not preceded by a non-space char
        // - end with ' ' or ':'
        return implicitKey || inFlow || !value.includes('\n')
            ? quotedString(value, ctx)
            : blockString(item, ctx, onComment, onChompKeep);
    }
    if (!implicitKey &&
        !inFlow &&
        type !== Scalar.Scalar.PLAIN &&
        value.includes('\n')) {
        // Where allowed & type not set explicitly, prefer block style for multiline strings
        return blockString(item, ctx, onComment, onChompKeep);
    }
    if (containsDocumentMarker(value)) {
        if (indent === '') {
            ctx.forceBlockIndent = true;
            return blockString(item, ctx, onComment, onChompKeep);
        }
        else if (implicitKey && indent === indentStep) {
            return quotedString(value, ctx);
        }
    }
    const str = value.replace(/\n+/g, `$&\n${indent}`);
    // Verify that output will be parsed as a string, as e.g. plain numbers and
    // booleans get parsed with those types in v1.2 (e.g. '42', 'true' & '0.9e-3'),
    // and others in v1.1.
    if (actualString) {
        const test = (tag) => tag.default && tag.tag !== 'tag:yaml.org,2002:str' && tag.test?.test(str);
        const { compat, tags } = ctx.doc.schema;
        if (tags.some(test) || compat?.some(test))
            return quotedString(value, ctx);
    }
    return implicitKey
        ? str
        : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
}
function stringifyString(item, ctx, onComment, onChompKeep) {
    const { implicitKey, inFlow } = ctx;
    const ss = typeof item.value === 'string'
        ? item
        : Object.assign({}, item, { value: String(item.value) });
    let { type } = item;
    if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
        // force double quotes on control characters & unpaired surrogates
        if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value))
            type = Scalar.Scalar.QUOTE_DOUBLE;
    }
    const _stringify = (_type) => {
        switch (_type) {
            case Scalar.Scalar.BLOCK_FOLDED:
            case Scalar.Scalar.BLOCK_LITERAL:
                return implicitKey || inFlow
                    ? quotedString(ss.value, ctx) // blocks are not valid inside flow containers
                    : blockString(ss, ctx, onComment, onChompKeep);
            case Scalar.Scalar.QUOTE_DOUBLE:
                return doubleQuotedString(ss.value, ctx);
            case Scalar.Scalar.QUOTE_SINGLE:
                return singleQuotedString(ss.value, ctx);
            case Scalar.Scalar.PLAIN:
                return plainString(ss, ctx, onComment, onChompKeep);
            default:
                return null;
        }
    };
    let res = _stringify(type);
    if (res === null) {
        const { defaultKeyType, defaultStringType } = ctx.options;
        const t = (implicitKey && defaultKeyType) || defaultStringType;
        res = _stringify(t);
        if (res === null)
            throw new Error(`Unsupported default string type ${t}`);
    }
    return res;
}

exports.stringifyString = stringifyString;


/***/ }),

/***/ 4882:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {



var identity = __nccwpck_require__(2485);

const BREAK = Symbol('break visit');
const SKIP = Symbol('skip children');
const REMOVE = Symbol('remove node');
/**
 * Apply a visitor to an AST node or document.
 *
 * Walks through the tree (depth-first) starting from `node`, calling a
 * `visitor` function with three arguments:
 *   - `key`: For sequence values and map `Pair`, the node's index in the
 *     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
 *     `null` for the root node.
 *   - `node`: The current node.
 *   - `path`: The ancestry of the current node.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this node, continue with next
 *     sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current node, then continue with the next one
 *   - `Node`: Replace the current node, then continue by visiting it
 *   - `number`: While iterating the items of a sequence or map, set the index
 *     of the next step. This is useful especially if the index of the current
 *     node has changed.
 *
 * If `visitor` is a single function, it will be called with all values
 * encountered in the tree, including e.g. `null` values. Alternatively,
 * separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
 * `Alias` and `Scalar` node. To define the same visitor function for more than
 * one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
 * and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
 * specific defined one will be used for each node.
 */
function visit(node, visitor) {
    const visitor_ = initVisitor(visitor);
    if (identity.isDocument(node)) {
        const cd = visit_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
            node.contents = null;
    }
    else
        visit_(null, node, visitor_, Object.freeze([]));
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visit.BREAK = BREAK;
/** Do not visit the children of the current node */
visit.SKIP = SKIP;
/** Remove the current node */
visit.REMOVE = REMOVE;
function visit_(key, node, visitor, path) {
    const ctrl = callVisitor(key, node, visitor, path);
    if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path, ctrl);
        return visit_(key, ctrl, visitor, path);
    }
    if (typeof ctrl !== 'symbol') {
        if (identity.isCollection(node)) {
            path = Object.freeze(path.concat(node));
            for (let i = 0; i < node.items.length; ++i) {
                const ci = visit_(i, node.items[i], visitor, path);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    node.items.splice(i, 1);
                    i -= 1;
                }
            }
        }
        else if (identity.isPair(node)) {
            path = Object.freeze(path.concat(node));
            const ck = visit_('key', node.key, visitor, path);
            if (ck === BREAK)
                return BREAK;
            else if (ck === REMOVE)
                node.key = null;
            const cv = visit_('value', node.value, visitor, path);
            if (cv === BREAK)
                return BREAK;
            else if (cv === REMOVE)
                node.value = null;
        }
    }
    return ctrl;
}
/**
 * Apply an async visitor to an AST node or document.
 *
 * Walks through the tree (depth-first) starting from `node`, calling a
 * `visitor` function with three arguments:
 *   - `key`: For sequence values and map `Pair`, the node's index in the
 *     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
 *     `null` for the root node.
 *   - `node`: The current node.
 *   - `path`: The ancestry of the current node.
 *
 * The return value of the visitor may be used to control the traversal:
 *   - `Promise`: Must resolve to one of the following values
 *   - `undefined` (default): Do nothing and continue
 *   - `visit.SKIP`: Do not visit the children of this node, continue with next
 *     sibling
 *   - `visit.BREAK`: Terminate traversal completely
 *   - `visit.REMOVE`: Remove the current node, then continue with the next one
 *   - `Node`: Replace the current node, then continue by visiting it
 *   - `number`: While iterating the items of a sequence or map, set the index
 *     of the next step. This is useful especially if the index of the current
 *     node has changed.
 *
 * If `visitor` is a single function, it will be called with all values
 * encountered in the tree, including e.g. `null` values. Alternatively,
 * separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
 * `Alias` and `Scalar` node. To define the same visitor function for more than
 * one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
 * and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
 * specific defined one will be used for each node.
 */
async function visitAsync(node, visitor) {
    const visitor_ = initVisitor(visitor);
    if (identity.isDocument(node)) {
        const cd = await visitAsync_(null, node.contents, visitor_, Object.freeze([node]));
        if (cd === REMOVE)
            node.contents = null;
    }
    else
        await visitAsync_(null, node, visitor_, Object.freeze([]));
}
// Without the `as symbol` casts, TS declares these in the `visit`
// namespace using `var`, but then complains about that because
// `unique symbol` must be `const`.
/** Terminate visit traversal completely */
visitAsync.BREAK = BREAK;
/** Do not visit the children of the current node */
visitAsync.SKIP = SKIP;
/** Remove the current node */
visitAsync.REMOVE = REMOVE;
async function visitAsync_(key, node, visitor, path) {
    const ctrl = await callVisitor(key, node, visitor, path);
    if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
        replaceNode(key, path, ctrl);
        return visitAsync_(key, ctrl, visitor, path);
    }
    if (typeof ctrl !== 'symbol') {
        if (identity.isCollection(node)) {
            path = Object.freeze(path.concat(node));
            for (let i = 0; i < node.items.length; ++i) {
                const ci = await visitAsync_(i, node.items[i], visitor, path);
                if (typeof ci === 'number')
                    i = ci - 1;
                else if (ci === BREAK)
                    return BREAK;
                else if (ci === REMOVE) {
                    node.items.splice(i, 1);
                    i -= 1;
                }
            }
        }
        else if (identity.isPair(node)) {
            path = Object.freeze(path.concat(node));
            const ck = await visitAsync_('key', node.key, visitor, path);
            if (ck === BREAK)
                return BREAK;
            else if (ck === REMOVE)
                node.key = null;
            const cv = await visitAsync_('value', node.value, visitor, path);
            if (cv === BREAK)
                return BREAK;
            else if (cv === REMOVE)
                node.value = null;
        }
    }
    return ctrl;
}
function initVisitor(visitor) {
    if (typeof visitor === 'object' &&
        (visitor.Collection || visitor.Node || visitor.Value)) {
        return Object.assign({
            Alias: visitor.Node,
            Map: visitor.Node,
            Scalar: visitor.Node,
            Seq: visitor.Node
        }, visitor.Value && {
            Map: visitor.Value,
            Scalar: visitor.Value,
            Seq: visitor.Value
        }, visitor.Collection && {
            Map: visitor.Collection,
            Seq: visitor.Collection
        }, visitor);
    }
    return visitor;
}
function callVisitor(key, node, visitor, path) {
    if (typeof visitor === 'function')
        return visitor(key, node, path);
    if (identity.isMap(node))
        return visitor.Map?.(key, node, path);
    if (identity.isSeq(node))
        return visitor.Seq?.(key, node, path);
    if (identity.isPair(node))
        return visitor.Pair?.(key, node, path);
    if (identity.isScalar(node))
        return visitor.Scalar?.(key, node, path);
    if (identity.isAlias(node))
        return visitor.Alias?.(key, node, path);
    return undefined;
}
function replaceNode(key, path, node) {
    const parent = path[path.length - 1];
    if (identity.isCollection(parent)) {
        parent.items[key] = node;
    }
    else if (identity.isPair(parent)) {
        if (key === 'key')
            parent.key = node;
        else
            parent.value = node;
    }
    else if (identity.isDocument(parent)) {
        parent.contents = node;
    }
    else {
        const pt = identity.isAlias(parent) ? 'alias' : 'scalar';
        throw new Error(`Cannot replace node with ${pt} parent`);
    }
}

exports.visit = visit;
exports.visitAsync = visitAsync;


/***/ }),

/***/ 754:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  K: () => (/* binding */ readInputs)
});

// EXTERNAL MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/core.js + 20 modules
var core = __nccwpck_require__(2158);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
;// CONCATENATED MODULE: ./packages/domain/lib/list-input.js

/**
 * A list as people give it: a JSON array of strings, or names separated by commas or line ends. Blank
 * items are dropped, order and duplicates are kept.
 */ function parseList(text, what) {
    const trimmed = text.trim();
    if (!trimmed.startsWith('[')) {
        return trimmed.split(/[,\n]/).map((item)=>item.trim()).filter((item)=>item !== '');
    }
    let value;
    try {
        value = JSON.parse(trimmed);
    } catch (cause) {
        throw new user_error/* UserError */.yo(`${what} starts with "[" but is not JSON`, {
            help: 'Give a JSON array of strings, or names separated by commas.',
            cause
        });
    }
    if (!Array.isArray(value) || !value.every((item)=>typeof item === 'string')) {
        throw new user_error/* UserError */.yo(`${what} is JSON but not an array of strings`, {
            help: 'Give a JSON array of strings, such as ["user-service"].'
        });
    }
    return value.map((item)=>item.trim()).filter((item)=>item !== '');
}

;// CONCATENATED MODULE: ./packages/adapters/lib/runner/inputs.js



/** An input as it was given; an empty one is undefined. */ function textInput(name) {
    return core/* getInput */.V4(name) || undefined;
}
function requiredInput(name) {
    const value = textInput(name);
    if (value === undefined) throw new UserError(`input ${name} is required`, {
        help: `Add it under "with:" of the step.`
    });
    return value;
}
/** One of a fixed set of words. */ function choiceInput(name, allowed, otherwise) {
    const value = textInput(name) ?? otherwise;
    const choice = allowed.find((word)=>word === value);
    if (choice === undefined) {
        throw new user_error/* UserError */.yo(`input ${name} is ${JSON.stringify(value)}`, {
            help: `Allowed: ${allowed.join(', ')}.`
        });
    }
    return choice;
}
function flagInput(name) {
    return choiceInput(name, [
        'true',
        'false'
    ], 'false') === 'true';
}
/** A list given as JSON, comma or newline separated; undefined when the input is empty. */ function listInput(name) {
    const value = textInput(name);
    return value === undefined ? undefined : parseList(value, `input ${name}`);
}
function integerInput(name, otherwise) {
    const value = textInput(name);
    if (value === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(value)) throw new UserError(`input ${name} is ${JSON.stringify(value)}`, {
        help: 'Give a whole number.'
    });
    return Number(value);
}

;// CONCATENATED MODULE: ./actions/detect-changes/lib/inputs.js

function readInputs() {
    return {
        config: textInput('config'),
        scope: choiceInput('scope', [
            'source',
            'image'
        ], 'source'),
        base: textInput('base'),
        head: textInput('head'),
        services: listInput('services'),
        changes: listInput('changes'),
        token: textInput('token')
    };
}


/***/ }),

/***/ 8593:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _rollcall_adapters_event__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3589);
/* harmony import */ var _rollcall_adapters_git_history__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4115);
/* harmony import */ var _rollcall_adapters_runner_problems__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3862);
/* harmony import */ var _rollcall_adapters_runner_repository__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(1294);
/* harmony import */ var _rollcall_adapters_runner_runner__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(30);
/* harmony import */ var _rollcall_domain_changes_detect_changes__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(9623);
/* harmony import */ var _rollcall_domain_changes_detect_summary__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(9445);
/* harmony import */ var _rollcall_domain_changes_detect_table__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(1278);
/* harmony import */ var _rollcall_domain_changes_workflow_paths__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(3867);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(754);










await (0,_rollcall_adapters_runner_runner__WEBPACK_IMPORTED_MODULE_4__/* .runAction */ .C)(async (runner)=>{
    const { token, ...inputs } = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_7__/* .readInputs */ .K)();
    const git = await (0,_rollcall_adapters_runner_repository__WEBPACK_IMPORTED_MODULE_3__/* .repositoryOfRun */ .zL)(runner, process.env, token);
    const detected = await (0,_rollcall_domain_changes_detect_changes__WEBPACK_IMPORTED_MODULE_5__/* .detectChanges */ .f)({
        ...inputs,
        event: (0,_rollcall_adapters_event__WEBPACK_IMPORTED_MODULE_0__/* .eventOfRun */ .f)(process.env),
        workflow: (0,_rollcall_domain_changes_workflow_paths__WEBPACK_IMPORTED_MODULE_6__/* .workflowPath */ .R)(process.env.GITHUB_WORKFLOW_REF),
        filters: true
    }, {
        history: (0,_rollcall_adapters_git_history__WEBPACK_IMPORTED_MODULE_1__/* .gitHistory */ .H)(git, {
            temporaryFolder: runner.temporaryFolder
        }),
        log: runner.log
    });
    (0,_rollcall_adapters_runner_problems__WEBPACK_IMPORTED_MODULE_2__/* .annotateProblems */ .$)(detected.problems);
    runner.print((0,_rollcall_domain_changes_detect_table__WEBPACK_IMPORTED_MODULE_8__/* .detectTable */ .A)(detected));
    runner.summarize((0,_rollcall_domain_changes_detect_summary__WEBPACK_IMPORTED_MODULE_9__/* .detectSummary */ .G)(detected));
    runner.setOutputs({
        ...(0,_rollcall_domain_changes_detect_changes__WEBPACK_IMPORTED_MODULE_5__/* .detectJson */ .U)(detected),
        filters: detected.filters
    });
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 2158:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Yz: () => (/* binding */ core_debug),
  z3: () => (/* binding */ error),
  V4: () => (/* binding */ getInput),
  pq: () => (/* binding */ info),
  lm: () => (/* binding */ notice),
  uH: () => (/* binding */ setOutput),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, endGroup, exportVariable, getBooleanInput, getIDToken, getMultilineInput, getState, group, isDebug, markdownSummary, platform, saveState, setCommandEcho, setFailed, setSecret, startGroup, summary, toPlatformPath, toPosixPath, toWin32Path

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/oidc-utils.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class oidc_utils_OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(oidc_utils_OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return __awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = oidc_utils_OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return __awaiter(this, void 0, void 0, function* () {
            try {
                // New ID Token is requested from action service
                let id_token_url = oidc_utils_OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield oidc_utils_OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = (/* unused pure expression or super */ null && (_summary));
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/path-utils.js

/**
 * toPosixPath converts the given path to the posix form. On Windows, \\ will be
 * replaced with /.
 *
 * @param pth. Path to transform.
 * @return string Posix path.
 */
function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
/**
 * toWin32Path converts the given path to the win32 form. On Linux, / will be
 * replaced with \\.
 *
 * @param pth. Path to transform.
 * @return string Win32 path.
 */
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
/**
 * toPlatformPath converts the given path to a platform-specific path. It does
 * this by replacing instances of / and \ with the platform-specific path
 * separator.
 *
 * @param pth The path to platformize.
 * @return string The platform-specific path.
 */
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, path.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
;// CONCATENATED MODULE: external "events"
const external_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
;// CONCATENATED MODULE: external "assert"
const external_assert_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+io@3.0.2/node_modules/@actions/io/lib/io-util.js
var io_util_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_namespaceObject.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_namespaceObject.constants.O_RDONLY;
function exists(fsPath) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return io_util_awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return io_util_awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_namespaceObject.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_namespaceObject.dirname(filePath);
                        const upperName = external_path_namespaceObject.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_namespaceObject.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+io@3.0.2/node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_namespaceObject.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_namespaceObject.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_namespaceObject.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_namespaceObject.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+exec@3.0.0/node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_namespaceObject.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_namespaceObject.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_namespaceObject.EOL.length);
                n = s.indexOf(external_os_namespaceObject.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_namespaceObject.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_namespaceObject.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_namespaceObject.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+exec@3.0.0/node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec_exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = tr.argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new tr.ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new StringDecoder('utf8');
        const stderrDecoder = new StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec_exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield exec.getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield exec.getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield exec.getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function core_setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function core_debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ }),

/***/ 3589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ eventOfRun)
/* harmony export */ });
/* unused harmony export readEvent */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5017);


/** The event of this run as the runner hands it over: GITHUB_EVENT_NAME, GITHUB_SHA, GITHUB_REF and the payload's file. */ function eventOfRun(env) {
    if (!env.GITHUB_EVENT_NAME) return {
        kind: 'none'
    };
    const path = env.GITHUB_EVENT_PATH;
    if (!path) return readEvent(env, undefined);
    try {
        return readEvent(env, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8'));
    } catch (cause) {
        if (cause instanceof _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo) throw cause;
        throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`the payload of the event, ${path}, cannot be read`, {
            help: notARun,
            cause
        });
    }
}
/**
 * The event of a run from its variables and the text of its payload; `none` outside a run. A payload that lacks
 * what its event must have, or has no commit where one must be, is a UserError: it cannot say what to compare.
 */ function readEvent(env, payload) {
    const name = env.GITHUB_EVENT_NAME;
    if (!name) return {
        kind: 'none'
    };
    const fields = payloadOf(name, payload);
    switch(name){
        case 'push':
            return readPush(fields);
        case 'pull_request':
        case 'pull_request_target':
            {
                const request = fields.object('pull_request');
                return {
                    kind: 'pull_request',
                    baseSha: request.object('base').commit('sha'),
                    headSha: request.object('head').commit('sha'),
                    // For pull_request_target it is the tip of the base.
                    mergeSha: name === 'pull_request' && isCommit(env.GITHUB_SHA) ? env.GITHUB_SHA : null
                };
            }
        case 'merge_group':
            {
                const group = fields.object('merge_group');
                return {
                    kind: 'merge_group',
                    baseSha: group.commit('base_sha'),
                    headSha: group.commit('head_sha')
                };
            }
        case 'workflow_dispatch':
        case 'repository_dispatch':
        case 'schedule':
            return {
                kind: name,
                head: commitOfRun(env, name)
            };
        default:
            return {
                kind: 'other',
                name,
                head: commitOfRun(env, name)
            };
    }
}
function readPush(fields) {
    const ref = fields.text('ref');
    if (fields.flag('deleted')) {
        throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`this push deletes ${ref}: there is no commit to examine`, {
            help: 'Leave such pushes out: if: github.event.deleted != true.'
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
        bringsCommits: fields.length('commits') > 0
    };
}
const notARun = 'Give "base" and "head", or run this where GitHub Actions sets the variables of a run.';
function commitOfRun(env, event) {
    if (isCommit(env.GITHUB_SHA)) return env.GITHUB_SHA;
    throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`the event is ${event}, but GITHUB_SHA is no commit id`, {
        help: notARun
    });
}
function isCommit(value) {
    return typeof value === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
}
function payloadOf(event, text) {
    let value;
    try {
        value = JSON.parse(text || '{}');
    } catch (cause) {
        throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`the payload of the event ${event} is not JSON`, {
            help: notARun,
            cause
        });
    }
    if (isObject(value)) return fieldsOf(value, event, '');
    throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`the payload of the event ${event} is no JSON object`, {
        help: notARun
    });
}
function fieldsOf(value, event, path) {
    const get = (key)=>Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    const missing = (key, what)=>new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`the payload of the event ${event} has no ${what} at ${path}${key}`, {
            help: notARun
        });
    const optionalObject = (key)=>{
        const found = get(key);
        return isObject(found) ? fieldsOf(found, event, `${path}${key}.`) : undefined;
    };
    const optionalText = (key)=>{
        const found = get(key);
        return typeof found === 'string' && found !== '' ? found : undefined;
    };
    return {
        optionalObject,
        optionalText,
        object: (key)=>{
            const found = optionalObject(key);
            if (found) return found;
            throw missing(key, 'object');
        },
        text: (key)=>{
            const found = optionalText(key);
            if (found !== undefined) return found;
            throw missing(key, 'text');
        },
        commit: (key)=>{
            const found = get(key);
            if (isCommit(found)) return found;
            throw missing(key, 'commit id');
        },
        flag: (key)=>{
            const found = get(key);
            return typeof found === 'boolean' ? found : null;
        },
        length: (key)=>{
            const found = get(key);
            return Array.isArray(found) ? found.length : 0;
        }
    };
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 7686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  l: () => (/* binding */ createGit),
  t: () => (/* binding */ gitFailure)
});

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
;// CONCATENATED MODULE: ./packages/adapters/lib/git-objects.js
/**
 * A reader over one `git cat-file --batch` that stays open for the next call, so that a use case that reads in
 * several steps pays for one process. It does not keep Node running, and ends when Node does. Where git ends
 * early, what it has not answered counts as not held, and the next call starts another.
 */ function objectReader(start) {
    let conversation;
    return async (names)=>{
        if (names.length === 0) return [];
        conversation ??= converse(start(), ()=>{
            conversation = undefined;
        });
        return conversation.ask(names);
    };
}
function converse(child, onEnd) {
    const waiting = [];
    let answered = 0;
    const settle = (object)=>{
        waiting[answered]?.(object);
        answered += 1;
        if (answered < waiting.length) return;
        waiting.length = 0;
        answered = 0;
        holdNode(child, false);
    };
    const end = ()=>{
        onEnd();
        while(waiting.length > 0)settle(undefined);
    };
    child.stdout.on('data', answerParser(settle));
    child.stderr.resume();
    child.stdin.on('error', ()=>{}); // git that has ended is seen by its end
    child.on('error', end);
    child.on('close', end);
    return {
        ask: (names)=>{
            holdNode(child, true);
            const answers = names.map(()=>new Promise((resolve)=>waiting.push(resolve)));
            child.stdin.write(`${names.map(oneLine).join('\n')}\n`);
            return Promise.all(answers);
        }
    };
}
/** A name with a line end would be two questions; no object has such a name. */ function oneLine(name) {
    return /[\n\0]/.test(name) ? '' : name;
}
/** `<id> SP <type> SP <size> LF <content> LF`, or `<name> SP missing LF` and its like. */ function answerParser(settle) {
    let chunks = [];
    let held = 0;
    let needed = 0;
    return (chunk)=>{
        chunks.push(chunk);
        held += chunk.length;
        if (held < needed) return;
        const buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
        let position = 0;
        needed = 0;
        while(position < buffer.length){
            const newline = buffer.indexOf(0x0a, position);
            if (newline === -1) break;
            const header = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(buffer.toString('latin1', position, newline));
            if (!header) {
                settle(undefined);
                position = newline + 1;
                continue;
            }
            const start = newline + 1;
            const end = start + Number(header[3]);
            if (end >= buffer.length) {
                needed = end + 1 - position;
                break;
            }
            settle({
                id: header[1] ?? '',
                type: header[2],
                content: buffer.subarray(start, end)
            });
            position = end + 1;
        }
        chunks = [
            buffer.subarray(position)
        ];
        held = buffer.length - position;
    };
}
/** While nothing is asked, neither the process nor its pipes keep Node from ending. */ function holdNode(child, hold) {
    const handles = [
        child,
        ...[
            child.stdin,
            child.stdout,
            child.stderr
        ].map((stream)=>stream)
    ];
    for (const handle of handles){
        if (hold) handle.ref();
        else handle.unref();
    }
}

;// CONCATENATED MODULE: ./packages/adapters/lib/git-cli.js



function createGit({ directory, credential, config }) {
    const settings = gitConfig(config ?? [], credential);
    const env = {
        ...process.env,
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
        ...settings
    };
    for (const name of repositoryVariables)delete env[name];
    function attempt(args, input) {
        return new Promise((resolve, reject)=>{
            const child = (0,external_node_child_process_namespaceObject.spawn)('git', args, {
                cwd: directory,
                env,
                stdio: [
                    'pipe',
                    'pipe',
                    'pipe'
                ]
            });
            const stdout = [];
            const stderr = [];
            child.stdout.on('data', (chunk)=>stdout.push(chunk));
            child.stderr.on('data', (chunk)=>stderr.push(chunk));
            // git may exit before it has read all of its input; its exit status tells why.
            child.stdin.on('error', ()=>{});
            child.on('error', (cause)=>{
                reject(new user_error/* ExternalError */.yA('git cannot be started', {
                    help: 'Install git and put it on PATH.',
                    cause
                }));
            });
            child.on('close', (code, signal)=>{
                const said = redact(Buffer.concat(stderr).toString('utf8'), credential);
                resolve({
                    status: code ?? 128,
                    stdout: Buffer.concat(stdout),
                    stderr: signal ? `${said}killed by ${signal}` : said
                });
            });
            child.stdin.end(input ?? '');
        });
    }
    async function run(args, input) {
        const result = await attempt(args, input);
        if (result.status !== 0) throw gitFailure(args, result);
        return result.stdout;
    }
    return {
        directory,
        attempt,
        run,
        objects: objectReader(()=>(0,external_node_child_process_namespaceObject.spawn)('git', [
                'cat-file',
                '--batch'
            ], {
                cwd: directory,
                env: {
                    ...env,
                    ...neverFetch
                },
                stdio: 'pipe'
            })),
        in: (other, otherConfig)=>createGit({
                directory: other,
                credential,
                config: otherConfig
            }),
        text: async (args, input)=>(await run(args, input)).toString('utf8').replace(/\r?\n$/, '')
    };
}
/** The error of a git call that failed: its first words and what git said. */ function gitFailure(args, { status, stderr }) {
    const command = args.find((arg)=>!arg.startsWith('-')) ?? '';
    return new user_error/* ExternalError */.yA(`git ${command} failed (exit ${status}): ${stderr.trim() || 'it said nothing'}`);
}
/** Variables that would point git at another repository than `directory`, as inside a git hook. */ const repositoryVariables = [
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_INDEX_FILE',
    'GIT_OBJECT_DIRECTORY',
    'GIT_PREFIX',
    'GIT_NAMESPACE',
    'GIT_COMMON_DIR',
    'GIT_ALTERNATE_OBJECT_DIRECTORIES',
    'GIT_SHALLOW_FILE'
];
/**
 * A partial clone would fetch each missing object by a request of its own, and a missing commit with all of
 * its history. git before 2.45 does not know the first variable and is stopped by the second.
 */ const neverFetch = {
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none'
};
/** Configuration of one call, by environment: seen by that process alone, written nowhere. */ function gitConfig(config, credential) {
    const entries = [
        ...config,
        // The checkout may belong to another user than the one in this container.
        [
            'safe.directory',
            '*'
        ],
        [
            'core.quotePath',
            'false'
        ],
        [
            'advice.detachedHead',
            'false'
        ],
        [
            'gc.auto',
            '0'
        ],
        [
            'maintenance.auto',
            'false'
        ]
    ];
    if (credential) {
        const basic = Buffer.from(`x-access-token:${credential.token}`).toString('base64');
        // The empty value first: a header that checkout left in the clone's configuration would be sent twice.
        entries.push([
            `http.${credential.url}.extraheader`,
            ''
        ], [
            `http.${credential.url}.extraheader`,
            `AUTHORIZATION: basic ${basic}`
        ]);
        entries.push([
            'http.followRedirects',
            'initial'
        ]);
    }
    const variables = {
        GIT_CONFIG_COUNT: String(entries.length)
    };
    for (const [index, [key, value]] of entries.entries()){
        variables[`GIT_CONFIG_KEY_${index}`] = key;
        variables[`GIT_CONFIG_VALUE_${index}`] = value;
    }
    return variables;
}
function redact(text, credential) {
    const withoutUserInfo = text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1');
    if (!credential?.token) return withoutUserInfo;
    const basic = Buffer.from(`x-access-token:${credential.token}`).toString('base64');
    return withoutUserInfo.replaceAll(credential.token, '***').replaceAll(basic, '***');
}


/***/ }),

/***/ 4115:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  H: () => (/* binding */ gitHistory)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/domain/lib/changes/history.js
var changes_history = __nccwpck_require__(6887);
// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __nccwpck_require__(7834);
// EXTERNAL MODULE: ./packages/adapters/lib/git-scratch.js + 1 modules
var git_scratch = __nccwpck_require__(8009);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
;// CONCATENATED MODULE: ./packages/adapters/lib/path-bytes.js
/**
 * Names in git are bytes. Almost all are UTF-8; a byte that is not becomes a lone surrogate U+DC80…U+DCFF,
 * which no UTF-8 text contains, so that every name survives the way in and out.
 */ function decodePath(bytes) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    if (!text.includes('\uFFFD')) return text;
    let result = '';
    let position = 0;
    while(position < bytes.length){
        const length = sequenceLength(bytes, position);
        if (length === 0) {
            result += String.fromCharCode(0xdc00 + (bytes[position] ?? 0));
            position += 1;
        } else {
            result += Buffer.from(bytes.subarray(position, position + length)).toString('utf8');
            position += length;
        }
    }
    return result;
}
/** The bytes of a name that `decodePath` gave. */ function encodePath(path) {
    if (!/[\uDC80-\uDCFF]/.test(path)) return Buffer.from(path, 'utf8');
    const parts = [];
    for (const character of path){
        const code = character.codePointAt(0) ?? 0;
        parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([
            code - 0xdc00
        ]) : Buffer.from(character, 'utf8'));
    }
    return Buffer.concat(parts);
}
/** Length of the valid UTF-8 sequence at `start`, 0 when there is none. */ function sequenceLength(bytes, start) {
    const first = bytes[start] ?? 0;
    if (first < 0x80) return 1;
    const length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
    if (length === 0 || start + length > bytes.length || first >= 0xf5) return 0;
    try {
        new TextDecoder('utf-8', {
            fatal: true
        }).decode(bytes.subarray(start, start + length));
        return length;
    } catch  {
        return 0;
    }
}

;// CONCATENATED MODULE: ./packages/adapters/lib/git-tree.js


/** The tree of a commit, read with `ls-tree` and one `cat-file --batch`: no checkout, no index. */ function gitTree(git, commit, name = commit.slice(0, 12)) {
    let listing;
    const load = ()=>{
        listing ??= git.run([
            'ls-tree',
            '-r',
            '-z',
            '--full-tree',
            commit
        ]).then(parseListing);
        return listing;
    };
    return {
        name,
        list: async ()=>(await load()).entries,
        read: async (paths)=>{
            const { oids } = await load();
            const wanted = paths.filter((path)=>oids.has(path));
            const contents = await readBlobs(git, wanted.map((path)=>oids.get(path) ?? ''));
            return new Map(wanted.map((path, index)=>[
                    path,
                    contents[index] ?? new Uint8Array()
                ]));
        }
    };
}
/** Git's words for what a path is. */ const fileModes = {
    '100644': 'file',
    '100664': 'file',
    '100755': 'executable',
    '120000': 'symlink',
    '160000': 'submodule'
};
/** `<mode> SP <type> SP <oid> TAB <path> NUL`, sorted by bytes; `oids` has the regular files only. */ function parseListing(output) {
    const entries = [];
    const oids = new Map();
    let start = 0;
    while(start < output.length){
        const tab = output.indexOf(0x09, start);
        const end = output.indexOf(0x00, tab);
        const [mode = '', , oid = ''] = output.toString('latin1', start, tab).split(' ');
        const path = decodePath(output.subarray(tab + 1, end));
        const kind = fileModes[mode] ?? 'file';
        entries.push({
            path,
            mode: kind
        });
        if (kind === 'file' || kind === 'executable') oids.set(path, oid);
        start = end + 1;
    }
    return {
        entries,
        oids
    };
}
/** Blob contents in the order asked. In a partial clone the missing ones are fetched first, in one request. */ async function readBlobs(git, oids) {
    const first = await git.objects(oids);
    const missing = oids.filter((_, index)=>first[index] === undefined);
    if (missing.length === 0) return first.map((blob)=>blob?.content ?? new Uint8Array());
    await fetchObjects(git, missing);
    const second = new Map((await git.objects(missing)).map((blob, index)=>[
            missing[index],
            blob
        ]));
    return oids.map((oid, index)=>{
        const blob = first[index] ?? second.get(oid);
        if (blob) return blob.content;
        throw new user_error/* ExternalError */.yA(`git has no blob ${oid}`, {
            help: 'The clone is incomplete or damaged: clone again.'
        });
    });
}
/** Fetches objects by id, as git's own lazy fetching does but all at once; nothing where the clone is not partial. */ async function fetchObjects(git, oids) {
    const remotes = await git.attempt([
        'config',
        '-z',
        '--get-regexp',
        '^remote\\..*\\.promisor$'
    ]);
    const [, remote] = /^remote\.(.*)\.promisor\ntrue$/m.exec(remotes.stdout.toString('utf8').split('\0')[0] ?? '') ?? [];
    if (remote === undefined) return;
    await git.run([
        ...[
            '-c',
            'fetch.negotiationAlgorithm=noop',
            'fetch',
            '--quiet',
            '--stdin',
            '--filter=blob:none'
        ],
        ...[
            '--no-tags',
            '--no-write-fetch-head',
            '--no-recurse-submodules',
            '--no-prune',
            '--refmap=',
            remote
        ]
    ], `${[
        ...new Set(oids)
    ].join('\n')}\n`);
}

;// CONCATENATED MODULE: ./packages/adapters/lib/git-history.js







/** Most requests need one deepening: this many commits bring a usual branch back to where it began. */ const firstDepth = 32;
const fullId = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
/** The history of a clone of any depth, with or without blobs, or bare. The clone itself is only read. */ function gitHistory(clone, options = {}) {
    const remote = options.remote ?? 'origin';
    const temporaryFolder = options.temporaryFolder ?? git_scratch/* ownTemporaryFolder */.wM;
    /** Where commits are read: the clone, and from the first fetch on the repository that sees both. */ let git = clone;
    let place;
    let scratch;
    const clonePlace = ()=>{
        place ??= (0,git_scratch/* placeOf */.$t)(clone);
        return place;
    };
    async function readCommit(from, revision) {
        const [object] = await from.objects([
            `${revision}^{commit}`
        ]);
        return object ? {
            id: object.id,
            parents: parentsOf(object.content)
        } : undefined;
    }
    async function missing(ids) {
        return (await git.objects(ids.map((id)=>`${id}^{commit}`))).includes(undefined);
    }
    /** Makes commits available, down to `depth` where the history is cut anyhow; says why when it cannot. */ async function fetch(ids, depth) {
        const where = await clonePlace();
        scratch ??= (0,git_scratch/* openScratch */.jd)(clone, where, remote, temporaryFolder());
        git = await scratch;
        const wanted = where.shallow ? depth : null;
        const result = await (0,git_scratch/* fetchCommits */.Bj)(git, remote, ids, wanted);
        if (result.status === 0) return undefined;
        if (/unadvertised object/.test(result.stderr)) return fetchFromTips(ids, wanted);
        return {
            because: fetchProblem(result.stderr)
        };
    }
    /** A server that gives no commit by id gives the tips of its branches, and what lies behind them. */ async function fetchFromTips(ids, first) {
        const refs = await remoteRefs([
            '--heads'
        ]);
        if ((0,changes_history/* isUnavailable */.P)(refs)) return refs;
        const tips = [
            ...new Set(refs.map(({ id })=>id))
        ];
        for(let depth = first, seen = -1;; depth = depth === null ? null : depth * 2){
            const result = await (0,git_scratch/* fetchCommits */.Bj)(git, remote, tips, depth);
            if (result.status !== 0) return {
                because: fetchProblem(result.stderr)
            };
            if (!await missing(ids)) return undefined;
            const count = Number(await git.text([
                'rev-list',
                '--count',
                '--stdin'
            ], `${tips.join('\n')}\n`));
            if (depth === null || count === seen && depth > count) {
                return {
                    because: 'the server gives no commit by id, and none of its branches leads to this one'
                };
            }
            seen = count;
        }
    }
    async function remoteRefs(args) {
        const patterns = args.filter((arg)=>!arg.startsWith('--'));
        const flags = args.filter((arg)=>arg.startsWith('--'));
        const result = await clone.attempt([
            'ls-remote',
            '--quiet',
            ...flags,
            remote,
            ...patterns
        ]);
        if (result.status !== 0) return {
            because: fetchProblem(result.stderr)
        };
        const lines = result.stdout.toString('utf8').split('\n').filter(Boolean);
        return lines.map((line)=>({
                id: line.slice(0, line.indexOf('\t')),
                name: line.slice(line.indexOf('\t') + 1)
            }));
    }
    async function commit(revision) {
        if (!fullId.test(revision)) return namedCommit(revision);
        const held = await readCommit(git, revision);
        if (held) return held;
        const failure = await fetch([
            revision
        ], 1);
        return failure ?? await readCommit(git, revision) ?? {
            because: 'it is no commit'
        };
    }
    async function namedCommit(revision) {
        const held = await readCommit(clone, revision);
        if (held) return held;
        const short = revision.startsWith(`${remote}/`) ? revision.slice(remote.length + 1) : revision;
        if (/^[^\s~^:?*[\\]+$/.test(short) && !short.startsWith('-')) {
            const wanted = [
                `refs/tags/${short}^{}`,
                `refs/tags/${short}`,
                `refs/heads/${short}`
            ];
            const refs = await remoteRefs([
                `refs/tags/${short}*`,
                `refs/heads/${short}`
            ]);
            if ((0,changes_history/* isUnavailable */.P)(refs)) {
                return {
                    because: `the clone does not hold it, and its remote cannot be asked (${refs.because})`
                };
            }
            for (const name of wanted){
                const ref = refs.find((candidate)=>candidate.name === name);
                if (ref) return commit(ref.id);
            }
        }
        const { shallow } = await clonePlace();
        return {
            because: shallow ? 'the clone is shallow and does not hold it' : 'neither the clone nor its remote has it'
        };
    }
    /**
   * Repeats a question about the ancestors of commits, on twice the depth each time, until no cut of the history
   * lies between them and the answer: what is hidden behind such a cut could be a better one.
   */ async function whenWhole(ids, ask) {
        let depth = firstDepth;
        if (await missing(ids)) {
            const failure = await fetch(ids, depth);
            if (failure) return failure;
            depth *= 2;
        }
        for(;; depth *= 2){
            const answer = await ask();
            const cuts = await readCuts();
            if (cuts.size === 0) return answer;
            const between = await git.text([
                'rev-list',
                ...ids,
                ...answer === undefined ? [] : [
                    `^${answer}`
                ]
            ]);
            const commits = between.split('\n');
            if (!commits.some((id)=>cuts.has(id))) return answer;
            // A cut at half this depth has that many commits before it: with fewer, it is not ours.
            if (depth > 2 * commits.length + firstDepth) return {
                because: 'the history of the remote itself is cut'
            };
            const failure = await fetch(ids, depth);
            if (failure) return failure;
        }
    }
    async function readCuts() {
        const file = scratch ? (0,external_node_path_.join)((await scratch).directory, 'shallow') : (await clonePlace()).shallowFile;
        return new Set((0,external_node_fs_.existsSync)(file) ? (0,external_node_fs_.readFileSync)(file, 'utf8').split('\n').filter(Boolean) : []);
    }
    async function mergeBase(a, b) {
        const answer = await whenWhole([
            a,
            b
        ], async ()=>{
            const { status, stdout } = await git.attempt([
                'merge-base',
                a,
                b
            ]);
            return status === 0 ? stdout.toString('latin1').trim() : undefined;
        });
        if (answer === undefined) return {
            because: 'they have no common ancestor'
        };
        return typeof answer === 'string' ? {
            id: answer
        } : answer;
    }
    async function previousTag(id) {
        const { shallow } = await clonePlace();
        const here = shallow ? undefined : await nearestTag(id, await localTags());
        if (here !== undefined) return here;
        const there = await remoteRefs([
            '--tags'
        ]);
        if ((0,changes_history/* isUnavailable */.P)(there)) return there;
        return await nearestTag(id, tagsByCommit(there)) ?? {
            because: 'none of its ancestors has a tag'
        };
    }
    async function localTags() {
        const format = '%(objectname)\t%(refname)%0a%(*objectname)\t%(refname)^{}';
        const lines = (await clone.text([
            'for-each-ref',
            `--format=${format}`,
            'refs/tags'
        ])).split('\n');
        return tagsByCommit(lines.map((line)=>({
                id: line.split('\t')[0] ?? '',
                name: line.split('\t')[1] ?? ''
            })));
    }
    async function nearestTag(id, tags) {
        if ([
            ...tags.keys()
        ].every((tagged)=>tagged === id)) return undefined;
        const found = await whenWhole([
            id
        ], async ()=>{
            // No commit comes before its descendants, so the first with a tag is behind no other.
            const ancestors = (await git.text([
                'rev-list',
                '--date-order',
                id
            ])).split('\n');
            return ancestors.find((ancestor)=>ancestor !== id && tags.has(ancestor));
        });
        return typeof found === 'string' ? {
            id: found,
            name: tags.get(found) ?? ''
        } : found;
    }
    async function branch(name) {
        // A shallow clone may hold the remote's branches as an earlier job left them.
        const { shallow } = await clonePlace();
        if (!shallow) {
            const local = name ?? await localDefaultBranch();
            const held = local === undefined ? undefined : await readCommit(clone, `refs/remotes/${remote}/${local}`);
            if (held && local !== undefined) return {
                name: local,
                id: held.id
            };
        }
        const refs = await remoteRefs(name === null ? [
            '--symref',
            'HEAD'
        ] : [
            `refs/heads/${name}`
        ]);
        if ((0,changes_history/* isUnavailable */.P)(refs)) return refs;
        if (name !== null) {
            const ref = refs.find((candidate)=>candidate.name === `refs/heads/${name}`);
            return ref ? {
                name,
                id: ref.id
            } : {
                because: `the remote has no branch ${JSON.stringify(name)}`
            };
        }
        const [symbolic, tip] = refs.filter((candidate)=>candidate.name === 'HEAD');
        const target = /^ref: refs\/heads\/(.+)$/.exec(symbolic?.id ?? '')?.[1];
        return target !== undefined && tip ? {
            name: target,
            id: tip.id
        } : {
            because: 'the remote does not name it'
        };
    }
    async function localDefaultBranch() {
        const { status, stdout } = await clone.attempt([
            'symbolic-ref',
            '--quiet',
            `refs/remotes/${remote}/HEAD`
        ]);
        const target = stdout.toString('utf8').trim();
        return status === 0 ? target.slice(`refs/remotes/${remote}/`.length) : undefined;
    }
    async function changedFiles(base, head) {
        if (base === head) return [];
        const options = [
            '-r',
            '-z',
            '--raw',
            '--no-renames',
            '--no-relative',
            '--ignore-submodules=none'
        ];
        return parseRawDiff(await git.run([
            'diff-tree',
            ...options,
            base,
            head
        ]));
    }
    return {
        commit,
        mergeBase,
        changedFiles,
        tree: (id)=>gitTree(git, id),
        previousTag,
        branch
    };
}
/** The parents a commit records, which a cut in the history does not change. */ function parentsOf(content) {
    const header = content.toString('latin1', 0, content.indexOf('\n\n'));
    return [
        ...header.matchAll(/^parent ([0-9a-f]+)$/gm)
    ].map(([, id])=>id ?? '');
}
/** Tag by the commit it leads to; of several the first by name. An annotated tag is listed by itself and as `…^{}`. */ function tagsByCommit(refs) {
    const commits = new Map();
    // Sorted, the commit of an annotated tag comes after the tag and takes its place.
    for (const { id, name } of [
        ...refs
    ].sort((a, b)=>(0,lib_location/* compareText */.n6)(a.name, b.name))){
        if (id !== '') commits.set(name.replace(/^refs\/tags\//, '').replace(/\^\{\}$/, ''), id);
    }
    const tags = new Map();
    for (const [tag, id] of commits)if (!tags.has(id)) tags.set(id, tag);
    return tags;
}
/** `:<mode> <mode> <id> <id> <status> NUL <path> NUL` */ function parseRawDiff(output) {
    const files = [];
    let start = 0;
    while(start < output.length){
        const middle = output.indexOf(0x00, start);
        const end = output.indexOf(0x00, middle + 1);
        const [before = '', after = ''] = output.toString('latin1', start + 1, middle).split(' ');
        const path = decodePath(output.subarray(middle + 1, end));
        files.push({
            path,
            before: modeOf(before),
            after: modeOf(after)
        });
        start = end + 1;
    }
    return files.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.path, b.path));
}
function modeOf(mode) {
    return mode === '000000' ? null : fileModes[mode] ?? 'file';
}
/** What git said of a fetch that failed, as one clause. */ function fetchProblem(stderr) {
    if (/not our ref|no such remote ref/.test(stderr)) return 'the remote no longer has it';
    const lines = stderr.split('\n').map((line)=>line.trim());
    const line = lines.find((text)=>text.startsWith('fatal:')) ?? lines.find(Boolean) ?? 'git fetch said nothing';
    return line.replace(/^fatal: /, '').replace(/\.$/, '');
}


/***/ }),

/***/ 8009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  rb: () => (/* binding */ checkoutFreeGit),
  Bj: () => (/* binding */ fetchCommits),
  jd: () => (/* binding */ openScratch),
  wM: () => (/* binding */ ownTemporaryFolder),
  $t: () => (/* binding */ placeOf)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
// EXTERNAL MODULE: ./packages/adapters/lib/git-cli.js + 2 modules
var git_cli = __nccwpck_require__(7686);
;// CONCATENATED MODULE: ./packages/adapters/lib/git-scratch.js





async function placeOf(clone) {
    const [objects = '', shallowFile = '', shallow, format = 'sha1'] = (await clone.text([
        ...[
            'rev-parse',
            '--path-format=absolute',
            '--git-path',
            'objects',
            '--git-path',
            'shallow'
        ],
        ...[
            '--is-shallow-repository',
            '--show-object-format'
        ]
    ])).split('\n');
    return {
        objects,
        shallowFile,
        shallow: shallow === 'true',
        format
    };
}
/**
 * An own repository that reads the clone's objects and keeps what is fetched beside them. Fetching into the clone
 * would change it for whoever comes next: `--depth` cuts a full clone, `--filter` turns it into a partial one. It
 * fetches as the clone would: same address, same credentials, which are read from the clone and written nowhere.
 */ async function openScratch(clone, place, remote, folder) {
    const directory = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(folder, 'history-'));
    await clone.in(folder, []).run(initArguments(directory, place.format));
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(directory, 'objects', 'info'), {
        recursive: true
    });
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(directory, 'objects', 'info', 'alternates'), `${place.objects}\n`);
    if ((0,external_node_fs_.existsSync)(place.shallowFile)) (0,external_node_fs_.copyFileSync)(place.shallowFile, (0,external_node_path_.join)(directory, 'shallow'));
    return clone.in(directory, await transportConfig(clone, remote));
}
function initArguments(directory, format) {
    return [
        'init',
        '--quiet',
        '--bare',
        '--template=',
        `--object-format=${format}`,
        directory
    ];
}
/** What of the clone's own configuration decides how its remote is reached; all else stays behind. */ async function transportConfig(clone, remote) {
    const { stdout } = await clone.attempt([
        'config',
        '--local',
        '--includes',
        '-z',
        '--list'
    ]);
    const config = [];
    for (const entry of stdout.toString('utf8').split('\0')){
        const newline = entry.indexOf('\n');
        const key = newline === -1 ? entry : entry.slice(0, newline);
        const value = newline === -1 ? 'true' : entry.slice(newline + 1);
        if (key === `remote.${remote}.url`) config.push([
            key,
            absoluteUrl(value, clone.directory)
        ]);
        else if (transportKey.test(key) || new RegExp(`^remote\\.${literally(remote)}\\.(proxy|uploadpack|vcs)`).test(key)) config.push([
            key,
            value
        ]);
    }
    return config;
}
const transportKey = /^(http|credential|url|ssh|protocol)\.|^core\.(sshcommand|askpass|gitproxy)$/;
function literally(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
/** A relative path is relative to the clone; an address or `host:path` stays. */ function absoluteUrl(url, directory) {
    return /^[^/]*:/.test(url) ? url : (0,external_node_path_.resolve)(directory, url);
}
/** `git fetch` of commits by id, without their blobs and without a trace in refs, configuration or submodules. */ async function fetchCommits(git, remote, ids, depth) {
    const fetch = (filter)=>git.attempt([
            ...[
                'fetch',
                '--quiet',
                filter,
                ...depth === null ? [] : [
                    `--depth=${depth}`
                ],
                '--stdin',
                '--refmap='
            ],
            ...[
                '--no-tags',
                '--no-write-fetch-head',
                '--no-recurse-submodules',
                '--no-prune',
                remote
            ]
        ], `${ids.join('\n')}\n`);
    const result = await fetch('--filter=blob:none');
    // A server that does not know filters sends everything; one that forbids them fails.
    return result.status !== 0 && /filter/i.test(result.stderr) ? fetch('--no-filter') : result;
}
/** An own repository with one commit, bare and without blobs, for a job that has no checkout step. */ async function checkoutFreeGit({ url, sha, token, directory }) {
    const place = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(directory, 'clone-'));
    const server = /^https?:\/\/[^/]+\//.exec(url)?.[0];
    const credential = token && server ? {
        url: server,
        token
    } : undefined;
    await (0,git_cli/* createGit */.l)({
        directory
    }).run(initArguments(place, sha.length === 64 ? 'sha256' : 'sha1'));
    const git = (0,git_cli/* createGit */.l)({
        directory: place,
        credential
    });
    await git.run([
        'config',
        'remote.origin.url',
        url
    ]);
    const result = await fetchCommits(git, 'origin', [
        sha
    ], 1);
    if (result.status !== 0) {
        const { message } = (0,git_cli/* gitFailure */.t)([
            'fetch'
        ], result);
        throw new user_error/* ExternalError */.yA(`${sha} of ${url} cannot be fetched: ${message}`, {
            help: 'Give a token that may read the contents of the repository, or check it out in an earlier step.'
        });
    }
    await git.run([
        'update-ref',
        '--no-deref',
        'HEAD',
        sha
    ]);
    return git;
}
const folders = [];
/** A folder under the system's temporary one, removed when the process ends. */ function ownTemporaryFolder() {
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)((0,external_node_os_namespaceObject.tmpdir)(), 'rollcall-'));
    if (folders.push(folder) === 1) {
        process.on('exit', ()=>{
            for (const made of folders)(0,external_node_fs_.rmSync)(made, {
                recursive: true,
                force: true
            });
        });
    }
    return folder;
}


/***/ }),

/***/ 3862:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ annotateProblems)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2158);

/** Shows what discovery could not know as annotations on their lines. */ function annotateProblems(problems) {
    for (const { severity, message, help, location } of problems){
        const text = help ? `${message}\n${help}` : message;
        const place = location ? {
            file: location.path,
            startLine: location.line,
            startColumn: location.column
        } : {};
        const annotate = severity === 'notice' ? _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm : _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e;
        annotate(text, {
            title: 'Rollcall',
            ...place
        });
    }
}


/***/ }),

/***/ 1294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   zL: () => (/* binding */ repositoryOfRun)
/* harmony export */ });
/* unused harmony exports repositoryUrl, credentialOf */
/* harmony import */ var _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5017);
/* harmony import */ var _git_cli_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7686);
/* harmony import */ var _git_scratch_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8009);



/** Address of the repository the run belongs to, as GitHub's variables give it. */ function repositoryUrl(env) {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
    if (!server || !name) throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('GITHUB_SERVER_URL and GITHUB_REPOSITORY are not set', {
        help: 'This is an action: run it in a workflow, or use the command line instead.'
    });
    return `${server}/${name}`;
}
/** The token, bound to GitHub's server: git sends it nowhere else. */ function credentialOf(env, token) {
    const server = env.GITHUB_SERVER_URL;
    return token && server && /^https?:\/\//.test(server) ? {
        url: `${server.replace(/\/+$/, '')}/`,
        token
    } : undefined;
}
/**
 * The clone in the working directory; without one (no checkout step), an own repository that is bare, has the
 * run's commit and fetches what is read.
 */ async function repositoryOfRun(runner, env, token) {
    const directory = runner.directory();
    const git = (0,_git_cli_js__WEBPACK_IMPORTED_MODULE_1__/* .createGit */ .l)({
        directory,
        credential: credentialOf(env, token)
    });
    try {
        if ((await git.attempt([
            'rev-parse',
            '--git-dir'
        ])).status === 0) return git;
    } catch (error) {
        // The working directory itself may not be there where nothing was checked out.
        if (!(error instanceof _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .ExternalError */ .yA)) throw error;
    }
    const sha = env.GITHUB_SHA;
    if (!sha) throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`${directory} is no clone, and GITHUB_SHA is not set`, {
        help: 'Check the repository out in an earlier step.'
    });
    return (0,_git_scratch_js__WEBPACK_IMPORTED_MODULE_2__/* .checkoutFreeGit */ .rb)({
        url: repositoryUrl(env),
        sha,
        token,
        directory: runner.temporaryFolder()
    });
}


/***/ }),

/***/ 30:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./node_modules/.pnpm/@actions+core@3.0.1/node_modules/@actions/core/lib/core.js + 20 modules
var core = __nccwpck_require__(2158);
// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __nccwpck_require__(7834);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
;// CONCATENATED MODULE: ./packages/adapters/lib/runner/runner.js






/** Most bytes of one output; a longer one goes to a file, because a job may hold 1 MB of outputs in all. */ const outputLimit = 100 * 1024;
/** GitHub refuses a larger step summary as a whole. */ const summaryLimit = 1024 * 1024;
/** Runs an action: what it throws becomes one annotation and the exit code of the contract. */ async function runAction(main) {
    try {
        await main(createRunner(process.env));
    } catch (error) {
        reportFailure(error);
    }
}
function createRunner(env) {
    let folder;
    const temporaryFolder = ()=>{
        if (!folder) {
            const parent = env.RUNNER_TEMP;
            if (!parent) throw new user_error/* UserError */.yo('RUNNER_TEMP is not set', {
                help: 'This is an action: run it in a workflow, or use the command line instead.'
            });
            (0,external_node_fs_.mkdirSync)(parent, {
                recursive: true
            });
            folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(parent, 'rollcall-'));
        }
        return folder;
    };
    return {
        log: {
            progress: (message)=>core/* debug */.Yz(message),
            notice: (message)=>core/* notice */.lm(message),
            warning: (message)=>core/* warning */.$e(message)
        },
        directory: ()=>workingDirectory(env),
        temporaryFolder,
        setOutputs: (outputs)=>{
            for (const [name, value] of Object.entries(outputs))setOutput(name, value, temporaryFolder);
        },
        summarize: (markdown)=>appendSummary(env.GITHUB_STEP_SUMMARY, markdown),
        print: (text)=>{
            const token = (0,external_node_crypto_namespaceObject.randomUUID)();
            process.stdout.write(`::stop-commands::${token}\n${text.endsWith('\n') ? text : `${text}\n`}::${token}::\n`);
        },
        command: (lines)=>{
            if (lines) process.stdout.write(lines.endsWith('\n') ? lines : `${lines}\n`);
        }
    };
}
function workingDirectory(env) {
    const workspace = (0,external_node_path_.resolve)(env.GITHUB_WORKSPACE ?? '.');
    const directory = (0,external_node_path_.resolve)(workspace, core/* getInput */.V4('working-directory') || '.');
    const fromWorkspace = (0,external_node_path_.relative)(workspace, directory);
    if (fromWorkspace === '..' || fromWorkspace.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.resolve)(directory) !== (0,external_node_path_.resolve)(workspace, fromWorkspace)) {
        throw new user_error/* UserError */.yo(`input working-directory leaves the workspace: ${JSON.stringify(core/* getInput */.V4('working-directory'))}`, {
            help: 'Give a folder relative to the workspace, without "..".'
        });
    }
    return directory;
}
function setOutput(name, value, temporaryFolder) {
    const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (Buffer.byteLength(text) <= outputLimit) {
        core/* setOutput */.uH(name, text);
        return;
    }
    const file = (0,external_node_path_.join)(temporaryFolder(), `${name}${typeof value === 'object' ? '.json' : '.txt'}`);
    (0,external_node_fs_.writeFileSync)(file, text);
    core/* setOutput */.uH(name, JSON.stringify({
        'too-large': true,
        file
    }));
    core/* setOutput */.uH(`${name}-file`, file);
    core/* notice */.lm(`output ${name} is over 100 KiB: it is in the file that output ${name}-file names`);
}
function appendSummary(file, markdown) {
    if (!file) return;
    const taken = (0,external_node_fs_.statSync)(file, {
        throwIfNoEntry: false
    })?.size ?? 0;
    const room = summaryLimit - taken - 1024;
    const bytes = Buffer.from(markdown.endsWith('\n') ? markdown : `${markdown}\n`);
    if (bytes.length <= room) {
        (0,external_node_fs_.appendFileSync)(file, bytes);
        return;
    }
    const end = bytes.lastIndexOf(0x0a, Math.max(room, 0));
    const kept = bytes.subarray(0, end + 1);
    (0,external_node_fs_.appendFileSync)(file, kept);
    (0,external_node_fs_.appendFileSync)(file, `\n> The summary was cut here: ${bytes.length - kept.length} more bytes would pass the 1 MiB that GitHub takes.\n`);
}
/** 2 for a user's mistake, 3 for the outside world, 70 for a bug of ours: the same as on the command line. */ function reportFailure(error) {
    if (error instanceof user_error/* UserError */.yo) {
        const { location } = error;
        core/* error */.z3(withHelp(error), location ? {
            title: 'Rollcall',
            file: location.path,
            startLine: location.line,
            startColumn: location.column
        } : {
            title: 'Rollcall'
        });
        if (location) core/* info */.pq(`  at ${(0,lib_location/* formatLocation */.j$)(location)}`);
        process.exitCode = 2;
    } else if (error instanceof user_error/* ExternalError */.yA) {
        core/* error */.z3(withHelp(error), {
            title: 'Rollcall'
        });
        process.exitCode = 3;
    } else {
        const detail = error instanceof Error ? error.stack ?? error.message : String(error);
        core/* error */.z3(`a bug in Rollcall, please report it: ${detail}`, {
            title: 'Rollcall'
        });
        process.exitCode = 70;
    }
}
function withHelp({ message, help }) {
    return help ? `${message}\n${help}` : message;
}


/***/ }),

/***/ 8721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AB: () => (/* binding */ quoteName),
/* harmony export */   P8: () => (/* binding */ showPath),
/* harmony export */   lE: () => (/* binding */ listFew),
/* harmony export */   tN: () => (/* binding */ isServiceName)
/* harmony export */ });
/** Names that come from folders and files of a repository anyone may write to. */ /**
 * Whether a folder's name can be a service's name: letters, digits, `.`, `_`, `-`; not starting with `-` or
 * `.`; no `..`; at most 128 characters. So it is safe in an image name, a shell word and a URL.
 */ function isServiceName(name) {
    return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(name) && !name.includes('..');
}
/** A name for a message: in double quotes, on one line, with nothing a terminal or a log would act on. */ function quoteName(name) {
    return JSON.stringify(name).replace(/[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g, (character)=>`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
/** The first few of a list for a message, and how many more there are. */ function listFew(items, separator = ', ') {
    const few = items.slice(0, 5).join(separator);
    return items.length > 5 ? `${few} and ${items.length - 5} more` : few;
}
/** A path for a message: as it is when it is plain, else quoted. */ function showPath(path) {
    return /^[\w./@+~,=-]+$/.test(path) ? path : quoteName(path);
}


/***/ }),

/***/ 9623:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  f: () => (/* binding */ detectChanges),
  U: () => (/* binding */ detectJson)
});

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __nccwpck_require__(7834);
// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __nccwpck_require__(9484);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/catalog.js
/** The kinds of service discovery tells apart; `infra` and `other` come only from what it sees or is told. */ const serviceKinds = [
    'go',
    'java',
    'node',
    'python',
    'rust',
    'dotnet',
    'static-site',
    'infra',
    'other'
];

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/config-schema.js

/**
 * The one description of `rollcall.yaml`: the parser validates against it, `Config` is typed by it, and
 * `rollcall.schema.json` is written from it. The subset of JSON Schema used here is the one
 * `config.ts` understands; a keyword outside it fails a test.
 */ const pattern = {
    type: 'string',
    minLength: 1
};
const patterns = {
    type: 'array',
    items: pattern
};
const severity = {
    type: 'string',
    enum: [
        'error',
        'warning',
        'notice'
    ]
};
const date = {
    type: 'string',
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    description: 'A date, YYYY-MM-DD.'
};
const dispatch = {
    type: 'string',
    pattern: '^(all|none|since: .+)$',
    description: '`all`, `none`, or `since: REV`.'
};
const serviceOverride = {
    type: 'object',
    additionalProperties: false,
    properties: {
        kind: {
            type: 'string',
            enum: serviceKinds,
            description: 'What the service is.'
        },
        path: {
            ...pattern,
            description: 'Folder of its source.'
        },
        dockerfile: {
            ...pattern,
            description: 'Dockerfile its image is built from.'
        },
        context: {
            ...pattern,
            description: 'Build context, relative to the repository root; `.` is the root.'
        },
        paths: {
            ...patterns,
            description: 'Patterns added to the derived inputs; gitignore order, the last match wins.'
        },
        platforms: {
            type: 'array',
            items: pattern,
            description: 'Platforms to build for, such as linux/arm64.'
        },
        'build-args': {
            type: 'array',
            items: pattern,
            description: 'Build arguments, NAME=VALUE.'
        },
        target: {
            ...pattern,
            description: 'Stage of the Dockerfile to build.'
        }
    }
};
const environment = {
    type: 'object',
    additionalProperties: false,
    properties: {
        'source-branches': {
            ...patterns,
            description: 'Branches whose pushes are built for this environment.'
        },
        'deploy-branch': {
            ...pattern,
            description: 'Branch whose manifests Argo CD reads.'
        },
        applications: {
            ...pattern,
            description: 'Folder of its Applications.'
        },
        'image-repository': {
            ...pattern,
            description: 'Image repository template; `{service}` stands for the name.'
        },
        tag: {
            ...pattern,
            description: 'Tag template.'
        },
        'image-tag-path': {
            ...pattern,
            description: 'Key of the tag in the values of charts, such as `api.image.tag`; `{service}` stands for the name.'
        },
        'extra-tags': {
            type: 'array',
            items: pattern,
            description: 'Tags pushed beside the main one.'
        },
        'mutable-tags': {
            type: 'string',
            enum: [
                'forbid',
                'warn',
                'allow'
            ],
            description: 'Whether tags such as `latest` may be written.'
        }
    }
};
const waiver = {
    type: 'object',
    additionalProperties: false,
    required: [
        'rule',
        'reason',
        'until'
    ],
    properties: {
        rule: {
            ...pattern,
            description: 'Rule that is waived.'
        },
        subject: {
            ...pattern,
            description: 'Service, Application or key; every subject without it.'
        },
        path: {
            ...pattern,
            description: 'File it holds for, as a pattern; every file without it.'
        },
        reason: {
            ...pattern,
            description: 'Why the finding is accepted.'
        },
        until: {
            ...date,
            description: 'Last day it holds, YYYY-MM-DD.'
        }
    }
};
const register = {
    type: 'object',
    additionalProperties: false,
    required: [
        'file'
    ],
    properties: {
        file: {
            ...pattern,
            description: 'File that holds the list.'
        },
        at: {
            ...pattern,
            description: 'Path of the list in a YAML or JSON file, such as `istio.services[].name`.'
        },
        pattern: {
            ...pattern,
            description: 'Regular expression whose first group is one entry.'
        },
        kind: {
            type: 'array',
            items: {
                type: 'string',
                enum: serviceKinds
            },
            description: 'Kinds of service it must name; all without it.'
        }
    }
};
const configSchema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'rollcall.yaml',
    description: 'Overrides what Rollcall cannot discover. Every key is optional.',
    type: 'object',
    additionalProperties: false,
    properties: {
        services: {
            type: 'object',
            additionalProperties: false,
            description: 'Which folders are services.',
            properties: {
                roots: {
                    ...patterns,
                    description: 'Patterns of service folders; discovered without it.'
                },
                exclude: {
                    ...patterns,
                    description: 'Folders that are no services.'
                },
                overrides: {
                    type: 'object',
                    additionalProperties: serviceOverride,
                    description: 'What to know better about a service, by name.'
                }
            }
        },
        environments: {
            type: 'object',
            additionalProperties: environment,
            description: 'Targets of promotion, by name.'
        },
        build: {
            type: 'object',
            additionalProperties: false,
            properties: {
                'rebuild-all': {
                    ...patterns,
                    description: 'A change here affects every service.'
                }
            }
        },
        detect: {
            type: 'object',
            additionalProperties: false,
            properties: {
                'on-dispatch': {
                    ...dispatch,
                    description: 'What a dispatch without services compares: `all`, `none`, or `since: REV`.'
                },
                'on-schedule': {
                    ...dispatch,
                    description: 'What a schedule compares: `all`, `none`, or `since: REV`.'
                },
                'on-tag': {
                    type: 'string',
                    enum: [
                        'previous-tag',
                        'all'
                    ],
                    description: 'What a tag is compared with.'
                },
                unowned: {
                    type: 'string',
                    enum: [
                        'ignore',
                        'all',
                        'error'
                    ],
                    description: 'What a change that belongs to no service does.'
                }
            }
        },
        registers: {
            type: 'array',
            items: register,
            description: 'Lists of services that discovery does not know.'
        },
        'removed-services': {
            type: 'array',
            items: pattern,
            description: 'Services that are gone and must be named nowhere.'
        },
        rules: {
            type: 'object',
            description: 'Severity by rule, or `off`.',
            additionalProperties: {
                anyOf: [
                    {
                        type: 'string',
                        enum: [
                            'off'
                        ]
                    },
                    {
                        type: 'object',
                        additionalProperties: false,
                        properties: {
                            severity
                        }
                    }
                ]
            }
        },
        waivers: {
            type: 'array',
            items: waiver,
            description: 'Accepted findings.'
        },
        baseline: {
            ...pattern,
            description: 'File of accepted old findings.'
        }
    }
};

// EXTERNAL MODULE: ./node_modules/.pnpm/yaml@2.9.1/node_modules/yaml/dist/index.js
var dist = __nccwpck_require__(390);
;// CONCATENATED MODULE: ./packages/domain/lib/nearest.js
/** The candidate a mistyped name most likely meant, or undefined when none is close. */ function nearest(name, candidates) {
    // A name from outside may be megabytes long; nothing that long is a typing mistake.
    if (name.length > 100) return undefined;
    const limit = Math.max(1, Math.floor(name.length / 3));
    let best;
    for (const candidate of candidates){
        if (Math.abs(candidate.length - name.length) > limit) continue;
        const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
        if (distance <= limit && (!best || distance < best.distance)) best = {
            candidate,
            distance
        };
    }
    return best?.candidate;
}
/** ` Did you mean "x"?`, or nothing: to be put behind a help text. */ function didYouMean(name, candidates) {
    const candidate = nearest(name, candidates);
    return candidate === undefined ? '' : ` Did you mean ${JSON.stringify(candidate)}?`;
}
/** Insertions, deletions and replacements that turn one text into the other. */ function editDistance(a, b) {
    let previous = Array.from({
        length: b.length + 1
    }, (_, index)=>index);
    for(let row = 1; row <= a.length; row += 1){
        const current = [
            row
        ];
        for(let column = 1; column <= b.length; column += 1){
            const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
            current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[b.length] ?? 0;
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var catalog_names = __nccwpck_require__(8721);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/config-validation.js




/** The keywords of JSON Schema that are understood; any other would be ignored silently, so a test forbids it. */ const understoodKeywords = (/* unused pure expression or super */ null && ([
    '$schema',
    'title',
    'description',
    'type',
    'properties',
    'additionalProperties',
    'required',
    'items',
    'enum',
    'pattern',
    'minLength',
    'anyOf'
]));
/**
 * Validates a document against a schema and returns its value, built of objects without a prototype, so that a
 * service called `constructor` is looked up safely. Every error has its place; `keys` in messages are dotted.
 */ function validateDocument(document, schema, refineText) {
    const validation = {
        document,
        errors: [],
        refineText
    };
    document.value(); // throws where aliases expand without measure, before they are walked
    const value = validateNode(validation, document.ast.contents, schema, [], document.file.location(0));
    return {
        value,
        errors: validation.errors
    };
}
function validateNode(validation, written, schema, keys, parent) {
    const node = (0,dist/* isAlias */.Vj)(written) ? written.resolve(validation.document.ast) : (0,dist/* isNode */.Ll)(written) ? written : undefined;
    const place = (0,dist/* isNode */.Ll)(written) && written.range ? validation.document.file.location(written.range[0]) : parent;
    // Only one option of an `anyOf` has the type of what is written: its complaint is the useful one.
    const chosen = schema.anyOf ? schema.anyOf.find((option)=>hasType(node, option.type)) : schema;
    if (!chosen || !hasType(node, chosen.type)) {
        const wanted = schema.anyOf ? schema.anyOf.map(describeSchema).join(' or ') : describeSchema(schema);
        const number = (0,dist/* isScalar */.jn)(node) && typeof node.value !== 'string' && node.value !== null;
        const hint = number && wanted.startsWith('text') ? '; put it in quotes' : '';
        fail(validation, place, `${show(keys)} must be ${wanted}, not ${describeNode(node)}${hint}`);
        return undefined;
    }
    if ((0,dist/* isMap */.jh)(node)) return validateMap(validation, node, chosen, keys, place);
    if ((0,dist/* isSeq */.oP)(node)) {
        return node.items.map((item, index)=>validateNode(validation, item, chosen.items ?? {}, [
                ...keys,
                String(index)
            ], place));
    }
    const value = (0,dist/* isScalar */.jn)(node) ? node.value : undefined;
    return typeof value === 'string' ? validateText(validation, value, chosen, keys, place) : value;
}
function validateMap(validation, node, schema, keys, place) {
    const result = Object.create(null);
    const properties = new Map(Object.entries(schema.properties ?? {}));
    for (const pair of node.items){
        const keyNode = (0,dist/* isAlias */.Vj)(pair.key) ? pair.key.resolve(validation.document.ast) : pair.key;
        const at = (0,dist/* isNode */.Ll)(pair.key) && pair.key.range ? validation.document.file.location(pair.key.range[0]) : place;
        if (!(0,dist/* isScalar */.jn)(keyNode) || keyNode.value === null) {
            fail(validation, at, `a key of ${show(keys)} must be text, not ${describeNode(keyNode)}`);
            continue;
        }
        const key = String(keyNode.value);
        const property = properties.get(key) ?? schema.additionalProperties;
        if (property === undefined || typeof property === 'boolean') {
            const known = [
                ...properties.keys()
            ];
            const where = keys.length > 0 ? ` in ${show(keys)}` : '';
            const hint = didYouMean(key, known);
            fail(validation, at, `unknown key ${(0,catalog_names/* quoteName */.AB)(key)}${where}.${hint} Allowed: ${known.join(', ')}`);
            continue;
        }
        result[key] = validateNode(validation, pair.value, property, [
            ...keys,
            key
        ], at);
    }
    for (const name of schema.required ?? []){
        if (!(name in result) && !node.items.some((pair)=>keyText(pair) === name)) {
            fail(validation, place, `${show(keys)} lacks the key ${(0,catalog_names/* quoteName */.AB)(name)}`);
        }
    }
    return result;
}
function validateText(validation, text, schema, keys, place) {
    if (text.length < (schema.minLength ?? 0)) {
        fail(validation, place, `${show(keys)} must not be empty`);
        return text;
    }
    if (schema.enum && !schema.enum.includes(text)) {
        const hint = didYouMean(text, schema.enum);
        fail(validation, place, `${show(keys)} cannot be ${(0,catalog_names/* quoteName */.AB)(text)}.${hint} Allowed: ${schema.enum.join(', ')}`);
        return text;
    }
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
        const wanted = schema.description ? `. Wanted: ${schema.description}` : '';
        fail(validation, place, `${show(keys)} cannot be ${(0,catalog_names/* quoteName */.AB)(text)}${wanted}`);
        return text;
    }
    const refined = validation.refineText(text, keys);
    if (typeof refined === 'string') return refined;
    fail(validation, place, `${show(keys)} ${refined.complaint}`);
    return text;
}
function keyText(pair) {
    const key = pair.key;
    return (0,dist/* isScalar */.jn)(key) ? String(key.value) : undefined;
}
function fail({ errors }, location, message) {
    errors.push(new user_error/* UserError */.yo(message, {
        location
    }));
}
function hasType(node, type) {
    if (type === 'object') return (0,dist/* isMap */.jh)(node);
    if (type === 'array') return (0,dist/* isSeq */.oP)(node);
    if (type === 'string') return (0,dist/* isScalar */.jn)(node) && typeof node.value === 'string';
    return type === undefined;
}
function describeSchema(schema) {
    if (schema.type === 'object') return 'a mapping';
    if (schema.type === 'array') return 'a list';
    if (schema.enum) return schema.enum.map(catalog_names/* quoteName */.AB).join(', ');
    return 'text';
}
function describeNode(node) {
    if ((0,dist/* isMap */.jh)(node)) return 'a mapping';
    if ((0,dist/* isSeq */.oP)(node)) return 'a list';
    if (!(0,dist/* isScalar */.jn)(node) || node.value === null) return 'empty';
    if (typeof node.value === 'string') return (0,catalog_names/* quoteName */.AB)(node.value);
    return `the ${typeof node.value} ${node.source ?? String(node.value)}`;
}
/** `services.overrides."a b".kind`, `waivers[0].until`; the document itself for no keys. */ function show(keys) {
    if (keys.length === 0) return 'the file';
    return keys.map((key, index)=>/^\d+$/.test(key) ? `[${key}]` : `${index > 0 ? '.' : ''}${/^[\w-]+$/.test(key) ? key : (0,catalog_names/* quoteName */.AB)(key)}`).join('');
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/repository-paths.js
/** Paths relative to the repository root, separated by '/'; '' is the root itself. */ /** The folder a path is in; '' for a path at the top. */ function folderOf(path) {
    const slash = path.lastIndexOf('/');
    return slash === -1 ? '' : path.slice(0, slash);
}
/** The last segment. */ function baseName(path) {
    return path.slice(path.lastIndexOf('/') + 1);
}
function joinPath(folder, name) {
    return folder === '' ? name : `${folder}/${name}`;
}
/** Whether a path is the folder or lies below it. */ function isInside(path, folder) {
    return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
/**
 * A path as a person writes it (`./a/`, `a/../b`, `.`) as the listing spells it (`a`, `b`, ``). Null when it is
 * absolute, or leads out of the repository.
 */ function normaliseRepositoryPath(path) {
    if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path)) return null;
    const segments = [];
    for (const segment of path.split('/')){
        if (segment === '' || segment === '.') continue;
        if (segment !== '..') segments.push(segment);
        else if (segments.pop() === undefined) return null;
    }
    return segments.join('/');
}
/** Folders whose content is somebody else's, or an example for a test: never a service, chart or Application. */ const foreignFolders = new Set([
    'node_modules',
    'vendor',
    'third_party',
    'third-party',
    'testdata',
    'fixtures',
    '__fixtures__'
]);
/** Whether a path lies in a folder whose content is not this repository's own (`node_modules`, `testdata`, …). */ function isForeign(path) {
    const segments = path.split('/');
    segments.pop();
    return segments.some((segment)=>foreignFolders.has(segment));
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/config.js







const places = [
    'rollcall.yaml',
    '.github/rollcall.yaml'
];
/** Names a person may have meant as the configuration, which would otherwise be ignored without a word. */ const misnamed = [
    'rollcall.yml',
    '.github/rollcall.yml',
    '.rollcall.yaml',
    '.rollcall.yml'
];
/**
 * Reads the configuration of a tree: `path` when given, else `rollcall.yaml` or `.github/rollcall.yaml`; none of
 * them is an empty configuration. UserError where it is not valid, where a named file is missing, or where two exist.
 */ async function readConfig(tree, path) {
    const present = new Set((await tree.list()).map((entry)=>entry.path));
    const chosen = path === undefined ? findConfig(present) : namedConfig(path, present, tree.name);
    if (chosen === null) return {
        config: {},
        path: null,
        document: null
    };
    const bytes = (await tree.read([
        chosen
    ])).get(chosen);
    if (!bytes) {
        throw new user_error/* UserError */.yo(`${(0,catalog_names/* showPath */.P8)(chosen)} is not a regular file`, {
            help: 'The configuration cannot be a symbolic link: put the file itself there.'
        });
    }
    return parseConfig(chosen, (0,yaml_document/* decodeUtf8 */._)(chosen, bytes));
}
function findConfig(present) {
    const found = places.filter((place)=>present.has(place));
    if (found.length > 1) {
        throw new user_error/* UserError */.yo(`both ${found.join(' and ')} exist`, {
            help: 'Keep one of them.'
        });
    }
    const wrong = misnamed.find((name)=>present.has(name));
    if (found.length === 0 && wrong !== undefined) {
        throw new user_error/* UserError */.yo(`${wrong} is not where the configuration is read from`, {
            help: `Rename it to ${places.join(' or ')}.`
        });
    }
    return found[0] ?? null;
}
function namedConfig(path, present, treeName) {
    const normalised = normaliseRepositoryPath(path);
    if (normalised === null) {
        throw new user_error/* UserError */.yo(`the configuration ${(0,catalog_names/* showPath */.P8)(path)} is not a path inside the repository`, {
            help: 'Give it relative to the repository root.'
        });
    }
    if (!present.has(normalised)) {
        throw new user_error/* UserError */.yo(`the configuration ${(0,catalog_names/* showPath */.P8)(path)} does not exist in the ${treeName}`, {
            help: 'Correct the path, or leave it out: rollcall.yaml and .github/rollcall.yaml are found by themselves.'
        });
    }
    return normalised;
}
/** Parses and validates a configuration. UserError with the place of the first mistake, naming all of them. */ function parseConfig(path, text) {
    const file = (0,yaml_document/* parseYamlFile */.B)(path, text.replace(/^\uFEFF/, ''));
    throwAll(file.errors);
    const [document, second] = file.documents;
    if (second) {
        throw new user_error/* UserError */.yo('the configuration holds more than one document', {
            location: second.locate([])
        });
    }
    if (!document || document.ast.contents === null || document.value() === null) {
        return {
            config: {},
            path,
            document: null
        };
    }
    const { value, errors } = validateDocument(document, configSchema, refineText);
    throwAll(errors);
    return {
        config: value,
        path,
        document
    };
}
/** More than a person corrects at once. */ const maxErrors = 50;
function throwAll(errors) {
    const [first] = errors;
    if (!first) return;
    const lines = errors.map((error, index)=>index > 0 && error.location ? `${(0,lib_location/* formatLocation */.j$)(error.location)}: ${error.message}` : error.message);
    const more = lines.length > maxErrors ? `\nand ${lines.length - maxErrors} more` : '';
    throw new user_error/* UserError */.yo(lines.slice(0, maxErrors).join('\n') + more, {
        ...first.location ? {
            location: first.location
        } : {},
        help: 'The keys of rollcall.yaml are described in rollcall.schema.json, which editors read too.'
    });
}
/** What the schema cannot say: a path stays in the repository (and is normalised, `.` is the root), a day exists. */ function refineText(text, keys) {
    if (isPathKey(keys)) {
        const path = normaliseRepositoryPath(text);
        if (path !== null) return path === '' ? '.' : path;
        return {
            complaint: `must be a path inside the repository, relative to its root, not ${(0,catalog_names/* showPath */.P8)(text)}`
        };
    }
    if (keys[0] === 'waivers' && keys[2] === 'until' && !isCalendarDate(text)) {
        return {
            complaint: `cannot be ${text}: there is no such day`
        };
    }
    return text;
}
function isPathKey(keys) {
    const [section, second, third, fourth] = keys;
    if (section === 'baseline') return true;
    if (section === 'registers') return third === 'file';
    if (section === 'environments') return third === 'applications' && keys.length === 3;
    return section === 'services' && second === 'overrides' && third !== undefined && (fourth === 'path' || fourth === 'dockerfile' || fourth === 'context');
}
function isCalendarDate(text) {
    const time = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/select-services.js



/**
 * The names a person gave, checked against those that exist; `['all']` is every one. UserError that lists the
 * known ones and the nearest. `where` says where they were given: `named in "services"`.
 */ function selectNames(names, known, where) {
    if (names.length === 1 && names[0] === 'all') return known;
    const set = new Set(known);
    const unknown = [
        ...new Set(names.filter((name)=>!set.has(name)))
    ];
    const [first] = unknown;
    if (first === undefined) return names;
    throw new user_error/* UserError */.yo(`${unknown.map((name)=>(0,catalog_names/* quoteName */.AB)(name)).join(', ')}: no such service, ${where}`, {
        help: `The services are ${known.join(', ') || 'none'}.${didYouMean(first, known)}`
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/dockerfiles.js

/** Folders that hold what is needed to build or deploy the folder around them, and nothing else. */ const alwaysDocker = new Set([
    'docker',
    '.docker',
    'dockerfile',
    'dockerfiles'
]);
const oftenDocker = new Set([
    'build',
    'ci',
    'container',
    'containers',
    'deploy',
    'deployment',
    'deployments',
    'images',
    'package',
    'packaging'
]);
/** `docker/`, `.docker/`: never a service by itself. */ function isDockerFolder(folder) {
    return alwaysDocker.has(baseName(folder));
}
/** Also `build/`, `deploy/`…: a folder for the one around it, unless it stands among services. */ function mayBeDockerFolder(folder) {
    return isDockerFolder(folder) || oftenDocker.has(baseName(folder));
}
/** The folder a Dockerfile's folder is there for: `services/a/docker`, and Java's `services/a/src/main/docker`. */ function homeOf(folder) {
    let home = folder;
    while(home !== '' && isDockerFolder(home))home = folderOf(home);
    return home === folder ? home : home.replace(/(^|\/)src\/main$/, '');
}
/** Endings of files that are about a Dockerfile, or become one, but are none. */ const notADockerfile = /^(dockerignore|md|txt|j2|jinja|tpl|tmpl|template|erb|in|bak|orig|rej|sample|example|sh|yaml|yml|json)$/;
/** Program text about Dockerfiles: `dockerfile.go`, `dockerfile-parser.ts`. */ const programText = /^[a-z].*\.(c|cc|cpp|cs|go|java|js|jsx|kt|mjs|php|py|rb|rs|snap|swift|ts|tsx)$/;
/** Selects the Dockerfiles by name: regular files, not in hidden or foreign folders (`.devcontainer`, `testdata`). */ function selectDockerfiles(entries) {
    const selected = [];
    for (const { path, mode } of entries){
        if (mode !== 'file' && mode !== 'executable') continue;
        if (!/dockerfile|containerfile/i.test(path)) continue;
        const name = baseName(path);
        const read = mavenDefault.test(path) ? {
            role: 'main',
            label: ''
        } : readName(name);
        const folder = folderOf(path);
        if (read && !isForeign(path) && !isHidden(folder)) selected.push({
            path,
            folder,
            ...read
        });
    }
    return selected;
}
/** The layout of Java builds: all of them are variants, of which this one is what is built unless told otherwise. */ const mavenDefault = /(^|\/)src\/main\/docker\/Dockerfile\.jvm$/;
function readName(name) {
    if (/^(dockerfile|containerfile)$/i.test(name)) return {
        role: 'main',
        label: ''
    };
    if (programText.test(name)) return null;
    const variant = /^(?:dockerfile|containerfile)[._-](.+)$/i.exec(name)?.[1];
    if (variant !== undefined) {
        const ending = variant.slice(variant.lastIndexOf('.') + 1).toLowerCase();
        return notADockerfile.test(ending) ? null : {
            role: 'variant',
            label: variant
        };
    }
    const label = /^(.+)\.(?:dockerfile|containerfile)$/i.exec(name)?.[1];
    return label === undefined ? null : {
        role: 'named',
        label
    };
}
function isHidden(folder) {
    const own = isDockerFolder(folder) ? folderOf(folder) : folder;
    return /(^|\/)\./.test(own);
}
/** Labels that say how something is built, not what: never the name of a service's folder. */ const waysToBuild = new Set([
    'alpine',
    'amd64',
    'arm64',
    'base',
    'builder',
    'ci',
    'debug',
    'dev',
    'development',
    'local',
    'prod',
    'production',
    'release',
    'run',
    'slim',
    'staging',
    'test',
    'tests'
]);
/**
 * The service a Dockerfile in a central folder is for, by its name: `docker/a/Dockerfile`, `build/a.Dockerfile`,
 * `docker/Dockerfile.a`, `a.Dockerfile` at the root. Null for a Dockerfile that is not in a central folder.
 */ function centralName({ folder, role, label }) {
    if (role === 'main') return folder !== '' && mayBeDockerFolder(folderOf(folder)) ? baseName(folder) : null;
    if (folder !== '' && !mayBeDockerFolder(folder)) return null;
    return waysToBuild.has(label.toLowerCase()) ? null : label;
}

// EXTERNAL MODULE: ./node_modules/.pnpm/picomatch@4.0.7/node_modules/picomatch/index.js
var picomatch = __nccwpck_require__(5496);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/folder-patterns.js

/**
 * A matcher of folders by the patterns of a configuration: globs relative to the repository root, `!` takes back,
 * the last match wins; `.` is the root. UserErrors cannot occur: any text is a pattern.
 */ function folderMatcher(patterns) {
    const compiled = patterns.map((pattern)=>{
        const negated = pattern.startsWith('!');
        const glob = (negated ? pattern.slice(1) : pattern).replace(/^(\.?\/)+/, '').replace(/\/+$/, '') || '.';
        return {
            negated,
            matches: picomatch(glob, {
                dot: true,
                nonegate: true,
                strictSlashes: true
            })
        };
    });
    return (folder)=>{
        const path = folder === '' ? '.' : folder;
        for(let index = compiled.length - 1; index >= 0; index -= 1){
            const pattern = compiled[index];
            if (pattern?.matches(path)) return !pattern.negated;
        }
        return false;
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/service-dockerfiles.js




/**
 * Puts every Dockerfile to the service it belongs to and chooses the one its image is built from; the ones that
 * belong to none are returned.
 */ function assignDockerfiles(services, dockerfiles) {
    const byPath = new Map();
    const byDockerfile = new Map();
    for (const service of services){
        byPath.set(service.path, [
            ...byPath.get(service.path) ?? [],
            service
        ]);
        if (service.dockerfile !== null && !service.dockerfiles.includes(service.dockerfile)) {
            service.dockerfiles.push(service.dockerfile);
        }
        for (const path of service.dockerfiles)byDockerfile.set(path, service);
    }
    // The variants beside a central Dockerfile in a folder of its own, such as `docker/a/Dockerfile.dev`.
    const byFolder = new Map([
        ...byDockerfile
    ].map(([path, service])=>[
            folderOf(path),
            service
        ]));
    const lonely = [];
    for (const dockerfile of dockerfiles){
        const { path, folder } = dockerfile;
        if (byDockerfile.has(path)) continue;
        const beside = folder === '' || mayBeDockerFolder(folder) ? undefined : byFolder.get(folder);
        const owner = ownerOf(dockerfile, byPath) ?? beside;
        if (owner) owner.dockerfiles.push(path);
        else lonely.push(dockerfile);
    }
    const known = new Map(dockerfiles.map((dockerfile)=>[
            dockerfile.path,
            dockerfile
        ]));
    for (const service of services)service.dockerfile ??= mainDockerfile(service, known);
    return lonely;
}
/** The service whose folder is nearest around a Dockerfile; of two in one folder, the one it is named after. */ function ownerOf({ folder, label }, byPath) {
    for(let path = folder;; path = folderOf(path)){
        const owners = byPath.get(path);
        if (owners && (path !== '' || folder === '' || isDockerFolder(folder))) {
            return owners.find(({ name })=>name === label) ?? owners[0];
        }
        if (path === '') return undefined;
    }
}
/** Dockerfiles in a folder of their own inside a service's: said, because each could be another service. */ function insideService(service, known) {
    const main = service.dockerfile === null ? undefined : known.get(service.dockerfile);
    return service.dockerfiles.flatMap((path)=>{
        const dockerfile = known.get(path);
        if (dockerfile?.role !== 'main' || !main || dockerfile === main || main.folder !== service.path) return [];
        if (dockerfile.folder === main.folder || mayBeDockerFolder(dockerfile.folder)) return [];
        if (!isInside(dockerfile.folder, service.path)) return [];
        return [
            {
                severity: 'notice',
                message: `${(0,catalog_names/* showPath */.P8)(path)} lies in the folder of the service ${service.name} and counts as one of its Dockerfiles`,
                help: `If it is a service of its own, say so in rollcall.yaml: services: { overrides: { NAME: { path: ${(0,catalog_names/* quoteName */.AB)(dockerfile.folder)} } } }.`,
                location: {
                    path,
                    line: 1,
                    column: 1
                }
            }
        ];
    });
}
/** What the image is built from: the plainest name in the folder itself, else in the nearest folder below it. */ function mainDockerfile(service, known) {
    let best;
    for (const path of [
        ...service.dockerfiles
    ].sort(lib_location/* compareText */.n6)){
        const { role, label, folder } = known.get(path) ?? {
            role: 'variant',
            label: '',
            folder: ''
        };
        if (role !== 'main' && label !== service.name) continue;
        const depth = distance(folder, service.path);
        const score = depth * 4 + (role === 'main' ? 0 : 2) + (/docker/i.test(baseName(path)) ? 0 : 1);
        if (!best || score < best.score) best = {
            path,
            score
        };
    }
    return best?.path ?? null;
}
/** How near a Dockerfile's folder is to its service's: the same, its docker folder, below it, elsewhere. */ function distance(folder, service) {
    if (folder === service) return 0;
    if (!isInside(folder, service)) return Number.MAX_SAFE_INTEGER / 8;
    if (mayBeDockerFolder(folder) && folderOf(folder) === service) return 1;
    return 1 + folder.split('/').length;
}
/** The Dockerfiles of no service, once for each folder: one of them may build a service that was overlooked. */ function orphanedDockerfiles(lonely, services) {
    const byFolder = new Map();
    for (const { folder, path } of lonely){
        const paths = byFolder.get(folder);
        if (paths) paths.push(path);
        else byFolder.set(folder, [
            path
        ]);
    }
    return [
        ...byFolder
    ].map(([folder, paths])=>orphans(folder, paths, services));
}
function orphans(folder, paths, services) {
    const [path = ''] = paths;
    const location = {
        path,
        line: 1,
        column: 1
    };
    const atRoot = homeOf(folder) === '';
    if (atRoot && services === 0) {
        return {
            severity: 'error',
            message: `${(0,catalog_names/* showPath */.P8)(path)} builds the repository root, which has no name to call the service by`,
            help: 'Name it in rollcall.yaml: services: { overrides: { NAME: { path: . } } }.',
            location
        };
    }
    const line = atRoot ? `dockerfile: ${(0,catalog_names/* quoteName */.AB)(path)}` : `path: ${(0,catalog_names/* quoteName */.AB)(homeOf(folder))}, dockerfile: ${(0,catalog_names/* quoteName */.AB)(path)}`;
    const more = paths.length > 1 ? ` and ${paths.length - 1} more beside it` : '';
    return {
        severity: 'notice',
        message: `${(0,catalog_names/* showPath */.P8)(path)}${more} ${more ? 'belong' : 'belongs'} to no service`,
        help: `If it builds one, say so in rollcall.yaml: services: { overrides: { NAME: { ${line} } } }. If not, exclude its folder with \`services.exclude\`.`,
        location
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/central-dockerfiles.js



/** Folders that usually hold services, where no Dockerfile in them says so. */ const usualRoots = new Set([
    'apps',
    'backend',
    'cmd',
    'components',
    'microservices',
    'packages',
    'services',
    'src'
]);
/**
 * Finds the folder of each central Dockerfile by its name: one that is a service, else one beside services, else
 * one where services usually are. `onlyServices` takes the first alone. Linear in folders and Dockerfiles.
 */ function placeCentral(central, folders, services, options) {
    const candidates = new Map(central.map(({ name })=>[
            name,
            []
        ]));
    for (const folder of central.length > 0 ? folders() : []){
        if (!options.excluded(folder) && isCandidate(folder)) candidates.get(baseName(folder))?.push(folder);
    }
    const roots = new Set([
        ...services
    ].map(folderOf));
    const result = {
        placed: [],
        unplaced: [],
        problems: []
    };
    for (const dockerfile of central){
        const home = folderOf(dockerfile.path);
        const apart = (candidates.get(dockerfile.name) ?? []).filter((folder)=>home === '' || !isInside(folder, home));
        const [folder, ...more] = nearestGroup(apart, services, roots, options.onlyServices);
        if (folder === undefined) result.unplaced.push(dockerfile);
        else if (more.length === 0) result.placed.push({
            folder,
            dockerfile: dockerfile.path
        });
        else result.problems.push(ambiguous(dockerfile, [
            folder,
            ...more
        ]));
    }
    return result;
}
function isCandidate(folder) {
    return !isForeign(`${folder}/x`) && !/(^|\/)\./.test(folder) && !mayBeDockerFolder(folderOf(folder));
}
function nearestGroup(folders, services, roots, onlyServices) {
    const known = folders.filter((folder)=>services.has(folder));
    if (known.length > 0 || onlyServices) return known;
    const beside = folders.filter((folder)=>roots.has(folderOf(folder)));
    if (beside.length > 0) return beside;
    return folders.filter((folder)=>folderOf(folder) === '' || usualRoots.has(baseName(folderOf(folder))));
}
function ambiguous({ path, name }, folders) {
    const line = `${(0,catalog_names/* quoteName */.AB)(name)}: { path: ${(0,catalog_names/* quoteName */.AB)(folders[0] ?? '')}, dockerfile: ${(0,catalog_names/* quoteName */.AB)(path)} }`;
    return {
        severity: 'error',
        message: `${(0,catalog_names/* showPath */.P8)(path)} builds ${(0,catalog_names/* quoteName */.AB)(name)}, but several folders have that name: ${(0,catalog_names/* listFew */.lE)(folders.map(catalog_names/* showPath */.P8))}`,
        help: `Say which in rollcall.yaml: services: { overrides: { ${line} } }.`,
        location: {
            path,
            line: 1,
            column: 1
        }
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/service-kind.js

/** Files that tell the kind of the folder they are in; the first kind that has one wins. */ const markers = [
    {
        kind: 'go',
        names: [
            'go.mod'
        ],
        endings: [
            '.go'
        ]
    },
    {
        kind: 'java',
        names: [
            'build.gradle',
            'build.gradle.kts',
            'pom.xml'
        ],
        endings: []
    },
    {
        kind: 'node',
        names: [
            'package.json'
        ],
        endings: []
    },
    {
        kind: 'python',
        names: [
            'pyproject.toml',
            'requirements.txt'
        ],
        endings: []
    },
    {
        kind: 'rust',
        names: [
            'Cargo.toml'
        ],
        endings: []
    },
    {
        kind: 'dotnet',
        names: [],
        endings: [
            '.csproj',
            '.sln'
        ]
    },
    {
        kind: 'static-site',
        names: [
            'index.html',
            'nginx.conf'
        ],
        endings: []
    }
];
const rankByName = new Map(markers.flatMap(({ names }, rank)=>names.map((name)=>[
            name,
            rank
        ])));
const rankByEnding = new Map(markers.flatMap(({ endings }, rank)=>endings.map((ending)=>[
            ending,
            rank
        ])));
const staticSite = markers.length - 1;
/** Position of the kind a file's name tells among `markers`, or undefined. */ function rankOf(name) {
    return rankByName.get(name) ?? rankByEnding.get(name.slice(Math.max(0, name.lastIndexOf('.'))));
}
/** Whether a file says that its folder is built: `go.mod`, `pom.xml`, `package.json`, `a.csproj`… */ function isBuildManifest(name) {
    const rank = rankOf(name);
    return rank !== undefined && rank !== staticSite && !name.endsWith('.go');
}
/**
 * The kind of each folder by the files in it, or else one level below it; `static-site` only where nothing is
 * built. A folder without any of them is absent. One pass over the listing.
 */ function detectKinds(entries, folders) {
    const best = new Map();
    for (const { path, mode } of entries){
        if (mode !== 'file' && mode !== 'executable') continue;
        const rank = rankOf(baseName(path));
        if (rank === undefined) continue;
        const folder = folderOf(path);
        note(best, folders, folder, rank, 0);
        if (folder !== '') note(best, folders, folderOf(folder), rank, 1);
    }
    return new Map([
        ...best
    ].map(([folder, score])=>[
            folder,
            markers[score % markers.length]?.kind ?? 'other'
        ]));
}
/** A lower score wins: what is built in the folder, what is built below it, then the static sites. */ function note(best, folders, folder, rank, level) {
    if (!folders.has(folder)) return;
    const score = (level + (rank === staticSite ? 2 : 0)) * markers.length + rank;
    const known = best.get(folder);
    if (known === undefined || score < known) best.set(folder, score);
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/service-folders.js






/** Folders that hold the source of the folder around them. */ const nestedSource = new Set([
    'src',
    'source',
    'app',
    'code'
]);
/** Which folders are services: those the configuration places, and those that it matches or Dockerfiles show. */ function findServiceFolders(entries, dockerfiles, config, excluded) {
    const problems = [];
    const { named, apart } = placedByConfig(config, excluded);
    const spoken = new Set([
        ...named.flatMap(({ dockerfiles })=>dockerfiles),
        ...apart.map(({ path })=>path)
    ]);
    const free = dockerfiles.filter(({ path })=>!spoken.has(path));
    const taken = new Set(named.map(({ path })=>path));
    const folders = ()=>allFolders(entries);
    const roots = config.services?.roots;
    const found = roots ? matchingFolders(entries, folders(), free, roots, config, problems) : discoveredFolders(free, taken);
    const places = new Map();
    for (const path of found){
        if (!excluded(path) && !taken.has(path)) places.set(path, {
            path,
            name: null,
            dockerfiles: []
        });
    }
    const services = new Set([
        ...places.keys(),
        ...taken
    ]);
    const byName = free.flatMap((dockerfile)=>{
        const name = centralName(dockerfile);
        const inside = services.has(dockerfile.folder) || nearestAround(dockerfile.folder, services) !== undefined;
        return name === null || inside ? [] : [
            {
                path: dockerfile.path,
                name
            }
        ];
    });
    const options = {
        excluded,
        onlyServices: roots !== undefined
    };
    const central = placeCentral([
        ...byName,
        ...apart
    ], folders, services, options);
    problems.push(...central.problems);
    for (const { folder: path, dockerfile } of central.placed){
        const place = named.find((one)=>one.path === path) ?? places.get(path) ?? {
            path,
            name: null,
            dockerfiles: []
        };
        place.dockerfiles.push(dockerfile);
        if (place.name === null) places.set(path, place);
    }
    for (const { path, name } of central.unplaced){
        const folder = folderOf(path);
        if (apart.some((one)=>one.path === path)) named.push({
            path: homeOf(folder),
            name,
            dockerfiles: [
                path
            ]
        });
        else if (!roots && baseName(folder) === name) places.set(folder, {
            path: folder,
            name: null,
            dockerfiles: [
                path
            ]
        });
    }
    return {
        places: [
            ...places.values(),
            ...named
        ],
        problems
    };
}
/**
 * Services the configuration places: `named` by their folder; `apart` by a Dockerfile that does not lie in a folder
 * of that name.
 */ function placedByConfig(config, excluded) {
    const named = [];
    const apart = [];
    for (const [name, { path, dockerfile }] of Object.entries(config.services?.overrides ?? {})){
        const folder = path === '.' ? '' : path;
        if (folder !== undefined) {
            if (!excluded(folder)) named.push({
                path: folder,
                name,
                dockerfiles: dockerfile === undefined ? [] : [
                    dockerfile
                ]
            });
        } else if (dockerfile !== undefined && baseName(homeOf(folderOf(dockerfile))) !== name) {
            apart.push({
                path: dockerfile,
                name
            });
        }
    }
    return {
        named,
        apart
    };
}
function allFolders(entries) {
    const folders = new Set([
        ''
    ]);
    for (const { path } of entries){
        for(let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder))folders.add(folder);
    }
    return folders;
}
/** With `services.roots`: folders that match and hold a Dockerfile or a build manifest, or are named in an override. */ function matchingFolders(entries, folders, dockerfiles, roots, config, problems) {
    const matches = folderMatcher(roots);
    const matching = new Set([
        ...folders
    ].filter((folder)=>folder !== '' && matches(folder)));
    for (const pattern of roots.filter((pattern)=>!pattern.startsWith('!'))){
        const alone = folderMatcher([
            pattern
        ]);
        if ([
            ...matching
        ].some(alone)) continue;
        problems.push({
            severity: 'warning',
            message: `services.roots: ${(0,catalog_names/* quoteName */.AB)(pattern)} matches no folder`,
            help: 'Correct the pattern in rollcall.yaml, or remove it.'
        });
    }
    const overrides = config.services?.overrides ?? {};
    const found = new Set([
        ...matching
    ].filter((folder)=>baseName(folder) in overrides));
    for (const { folder } of dockerfiles){
        for(let path = folder; path !== ''; path = folderOf(path)){
            if (!matching.has(path)) continue;
            found.add(path);
            break;
        }
    }
    for (const { path } of entries){
        const folder = folderOf(path);
        if (matching.has(folder) && isBuildManifest(baseName(path)) && !isForeign(path)) found.add(folder);
    }
    return found;
}
/** Without configuration: the folders that Dockerfiles are there for, where these do not lie inside each other. */ function discoveredFolders(dockerfiles, taken) {
    const own = dockerfiles.filter((dockerfile)=>centralName(dockerfile) === null && (dockerfile.role === 'main' || dockerfile.label === baseName(dockerfile.folder)));
    const homes = new Set(own.map(({ folder })=>homeOf(folder)));
    const lifted = liftNested(liftBuildFolders(homes));
    const children = countBy([
        ...lifted,
        ...taken
    ].map(folderOf));
    const inside = countBy([
        ...lifted
    ].flatMap((folder)=>nearestAround(folder, lifted) ?? []));
    const services = new Set();
    const belongsToService = new Map();
    for (const folder of [
        ...lifted
    ].sort()){
        const around = nearestAround(folder, lifted);
        const belongs = around !== undefined && (services.has(around) || belongsToService.get(around) === true);
        belongsToService.set(folder, belongs);
        if (belongs) continue;
        const others = inside.get(folder) ?? 0;
        const amongServices = folder !== '' && (children.get(folderOf(folder)) ?? 0) > 1;
        if (others > 1 && !amongServices) continue; // it holds services, so its own Dockerfile is a base image of theirs
        if (folder !== '') services.add(folder);
    }
    return services;
}
/** `services/a/build` is there for `services/a`, but `services/build` among other services is a service. */ function liftBuildFolders(folders) {
    const children = countBy([
        ...folders
    ].map(folderOf));
    return new Set([
        ...folders
    ].map((folder)=>{
        const parent = folderOf(folder);
        const alone = parent !== '' && (children.get(parent) ?? 0) === 1 && !usualRoots.has(baseName(parent));
        return mayBeDockerFolder(folder) && alone ? parent : folder;
    }));
}
/** `src/a/src` is the service `src/a` where `src/b` is one, or where services usually are. */ function liftNested(folders) {
    const isNested = (folder)=>folderOf(folder) !== '' && nestedSource.has(baseName(folder));
    const children = countBy([
        ...folders
    ].map(folderOf));
    const siblings = countBy([
        ...folders
    ].flatMap((folder)=>isNested(folder) ? [
            folderOf(folderOf(folder))
        ] : []).concat([
        ...folders
    ].map(folderOf)));
    return new Set([
        ...folders
    ].map((folder)=>{
        if (!isNested(folder) || children.get(folderOf(folder)) !== 1) return folder;
        const root = folderOf(folderOf(folder));
        return (siblings.get(root) ?? 0) > 1 || usualRoots.has(baseName(root)) ? folderOf(folder) : folder;
    }));
}
/** The nearest folder of the set around a folder, itself not counted. */ function nearestAround(folder, set) {
    for(let path = folder; path !== '';){
        path = folderOf(path);
        if (set.has(path)) return path;
    }
    return undefined;
}
function countBy(keys) {
    const counts = new Map();
    for (const key of keys)counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/services.js









/**
 * The services of a listing: folders that hold a Dockerfile, or, with `services.roots`, the folders they match that
 * hold a Dockerfile or a build manifest or are named in `services.overrides`. By names only: nothing is read, and
 * the cost grows with the listing. Services are sorted by name. What cannot be known is a problem; two folders with
 * one name are a UserError.
 */ function discoverServices(entries, config) {
    const excluded = excludedBy(config.services?.exclude ?? []);
    const dockerfiles = selectDockerfiles(entries).filter(({ folder })=>!excluded(folder));
    const { places, problems } = findServiceFolders(entries, dockerfiles, config, excluded);
    const { named, unnamed } = nameServices(places, config, problems);
    const lonely = assignDockerfiles(named, dockerfiles);
    const known = new Map(dockerfiles.map((dockerfile)=>[
            dockerfile.path,
            dockerfile
        ]));
    problems.push(...named.flatMap((service)=>insideService(service, known)));
    // With roots it is said where the services are, so that nothing else can be one that was overlooked.
    if (config.services?.roots === undefined) {
        const judged = new Set(problems.map(({ location })=>location?.path));
        const open = lonely.filter(({ path, folder })=>!judged.has(path) && !isAnyAround(folder, unnamed));
        problems.push(...orphanedDockerfiles(open, named.length));
    }
    const kinds = detectKinds(entries, new Set(named.map(({ path })=>path)));
    const services = named.map((service)=>{
        const kind = config.services?.overrides?.[service.name]?.kind ?? kinds.get(service.path) ?? 'other';
        return {
            ...service,
            kind,
            dockerfiles: service.dockerfiles.sort(lib_location/* compareText */.n6),
            chart: null
        };
    });
    problems.push(...missingOverrides(entries, config));
    return {
        services: services.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.name, b.name)),
        problems
    };
}
/** Whether a folder or one around it is in the set. */ function isAnyAround(folder, folders) {
    for(let path = folder;; path = folderOf(path)){
        if (folders.has(path)) return true;
        if (path === '') return false;
    }
}
/** A folder is excluded by a pattern that matches it or a folder around it. */ function excludedBy(patterns) {
    if (patterns.length === 0) return ()=>false;
    const matches = folderMatcher(patterns);
    const known = new Map();
    const excluded = (folder)=>{
        let answer = known.get(folder);
        if (answer === undefined) {
            answer = matches(folder) || folder !== '' && folderOf(folder) !== '' && excluded(folderOf(folder));
            known.set(folder, answer);
        }
        return answer;
    };
    return excluded;
}
/**
 * Gives each folder its name: an override's that names the folder, else the folder's own. `unnamed` are folders
 * that are no service because they cannot have a name, or because the configuration says the service is removed.
 */ function nameServices(places, config, problems) {
    const removed = new Set(config['removed-services'] ?? []);
    const named = [];
    const unnamed = new Set();
    const folders = new Map();
    for (const { path, name: given, dockerfiles } of places){
        const name = given ?? baseName(path);
        const legal = (0,catalog_names/* isServiceName */.tN)(name);
        if (removed.has(name) || !legal) unnamed.add(path);
        if (!legal) {
            problems.push({
                severity: 'error',
                message: `${(0,catalog_names/* quoteName */.AB)(path)} holds a Dockerfile, but ${(0,catalog_names/* quoteName */.AB)(name)} cannot be the name of a service`,
                help: 'A name has letters, digits, ".", "_" and "-". Rename the folder, exclude it with `services.exclude`, or name it with `services.overrides.NAME.path`.'
            });
        }
        if (removed.has(name) || !legal) continue;
        const others = folders.get(name);
        if (others) others.push(path);
        else folders.set(name, [
            path
        ]);
        named.push({
            name,
            path,
            dockerfile: config.services?.overrides?.[name]?.dockerfile ?? null,
            dockerfiles
        });
    }
    const twice = [
        ...folders
    ].filter(([, paths])=>paths.length > 1);
    if (twice.length > 0) throw sameName(twice);
    return {
        named,
        unnamed
    };
}
function sameName(twice) {
    const lines = twice.map(([name, paths])=>{
        const folders = paths.sort(lib_location/* compareText */.n6).map(catalog_names/* showPath */.P8);
        return `${folders.length === 2 ? 'two' : folders.length} folders are the service ${name}: ${(0,catalog_names/* listFew */.lE)(folders, ' and ')}`;
    });
    const last = (0,catalog_names/* quoteName */.AB)(twice[0]?.[1].at(-1) ?? '');
    return new user_error/* UserError */.yo((0,catalog_names/* listFew */.lE)(lines, '\n'), {
        help: `Exclude the one that is no service in rollcall.yaml: services: { exclude: [${last}] }. Or name it: services: { overrides: { NAME: { path: ${last} } } }.`
    });
}
/** Folders and Dockerfiles that the configuration names and the listing does not have. */ function missingOverrides(entries, config) {
    const overrides = Object.entries(config.services?.overrides ?? {});
    const folders = new Set(overrides.flatMap(([, { path }])=>path === undefined || path === '.' ? [] : [
            path
        ]));
    const files = new Set(overrides.flatMap(([, { dockerfile }])=>dockerfile === undefined ? [] : [
            dockerfile
        ]));
    if (folders.size + files.size === 0) return [];
    for (const { path } of entries){
        files.delete(path);
        if (folders.size === 0) continue;
        for(let folder = folderOf(path); folder !== ''; folder = folderOf(folder))folders.delete(folder);
    }
    return overrides.flatMap(([name, { path, dockerfile }])=>{
        const gone = [];
        const where = `services.overrides.${(0,catalog_names/* isServiceName */.tN)(name) ? name : (0,catalog_names/* quoteName */.AB)(name)}`;
        const help = 'Correct it in rollcall.yaml.';
        if (path !== undefined && folders.has(path)) {
            gone.push({
                severity: 'error',
                message: `${where}.path: there is no folder ${(0,catalog_names/* showPath */.P8)(path)}`,
                help
            });
        }
        if (dockerfile !== undefined && files.has(dockerfile)) {
            gone.push({
                severity: 'error',
                message: `${where}.dockerfile: there is no file ${(0,catalog_names/* showPath */.P8)(dockerfile)}`,
                help
            });
        }
        return gone;
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/dockerfile-pattern.js
/**
 * Patterns as Docker matches them: Go's `filepath.Match`, and with `doubleStar` the `**` of .dockerignore.
 *
 * Matched by stepping a set of states, not by a regular expression: a pattern comes from whoever opens a pull
 * request, and `*a*a*a*…` must cost time in proportion to its length, never an exponent.
 */ /** A malformed class (`[a`) matches nothing in Docker and fails the build; here it stands for itself. */ function compileDockerPattern(pattern, options = {}) {
    const tokens = tokenize(pattern, options.doubleStar ?? false);
    const characters = tokens.map((token)=>token.kind === 'character' ? token.character : null);
    if (!characters.includes(null)) {
        const text = characters.join('');
        return {
            literal: true,
            matches: (path)=>path === text,
            matchesWithin: (path)=>path === text || path.startsWith(text) && path[text.length] === '/'
        };
    }
    const prefix = characters.slice(0, characters.indexOf(null)).join('');
    return {
        literal: false,
        matches: (path)=>path.startsWith(prefix) && run(tokens, path, false),
        matchesWithin: (path)=>path.startsWith(prefix) && run(tokens, path, true)
    };
}
/** The one path a pattern without wildcards stands for, its escapes resolved; null when it has wildcards. */ function literalPath(pattern) {
    return compileDockerPattern(pattern).literal ? pattern.replace(/\\(.)/gs, '$1') : null;
}
function tokenize(pattern, doubleStar) {
    const tokens = [];
    for(let at = 0; at < pattern.length; at += 1){
        const character = pattern[at] ?? '';
        if (character === '\\' && at + 1 < pattern.length) {
            at += 1;
            tokens.push({
                kind: 'character',
                character: pattern[at] ?? ''
            });
        } else if (character === '?') {
            tokens.push({
                kind: 'one'
            });
        } else if (character === '*') {
            const start = at;
            while(pattern[at + 1] === '*')at += 1;
            if (!doubleStar || at === start) {
                tokens.push({
                    kind: 'star'
                });
            } else {
                if (pattern[at + 1] === '/') at += 1;
                if (at + 1 >= pattern.length) tokens.push({
                    kind: 'rest'
                });
                else if (tokens.at(-1)?.kind !== 'folders-loop') tokens.push({
                    kind: 'folders'
                }, {
                    kind: 'folders-loop'
                });
            }
        } else if (character === '[') {
            const parsed = readClass(pattern, at);
            tokens.push(parsed?.token ?? {
                kind: 'character',
                character
            });
            at = parsed?.end ?? at;
        } else {
            tokens.push({
                kind: 'character',
                character
            });
        }
    }
    return tokens;
}
function readClass(pattern, start) {
    let at = start + 1;
    const negated = pattern[at] === '^';
    if (negated) at += 1;
    const ranges = [];
    const one = ()=>{
        if (pattern[at] === '\\') at += 1;
        at += 1;
        return pattern[at - 1] ?? '';
    };
    while(at < pattern.length && (pattern[at] !== ']' || ranges.length === 0)){
        const low = one();
        if (pattern[at] === '-' && pattern[at + 1] !== ']') {
            at += 1;
            ranges.push([
                low,
                one()
            ]);
        } else {
            ranges.push([
                low,
                low
            ]);
        }
    }
    return pattern[at] === ']' ? {
        token: {
            kind: 'class',
            negated,
            ranges
        },
        end: at
    } : undefined;
}
/** Steps through the path once; `within` accepts at every `/` as well. */ function run(tokens, path, within) {
    const end = tokens.length;
    let now = new Uint8Array(end + 1);
    let next = new Uint8Array(end + 1);
    enter(tokens, now, 0);
    for(let at = 0; at < path.length; at += 1){
        const character = path[at] ?? '';
        if (within && character === '/' && now[end] === 1) return true;
        next.fill(0);
        let alive = false;
        for(let state = 0; state < end; state += 1){
            if (now[state] !== 1) continue;
            const target = step(tokens[state], character);
            if (target.stay) enter(tokens, next, state);
            if (target.advance) enter(tokens, next, state + 1);
            alive ||= target.stay || target.advance;
        }
        if (!alive) return false;
        [now, next] = [
            next,
            now
        ];
    }
    return now[end] === 1;
}
/** Marks a state and those reached from it without reading a character. */ function enter(tokens, states, from) {
    let state = from;
    for(;;){
        states[state] = 1;
        const kind = tokens[state]?.kind;
        if (kind === 'star' || kind === 'rest') {
            state += 1;
        } else if (kind === 'folders') {
            states[state + 1] = 1;
            state += 2;
        } else {
            return;
        }
    }
}
const dead = {
    stay: false,
    advance: false
};
const stays = {
    stay: true,
    advance: false
};
const advances = {
    stay: false,
    advance: true
};
const both = {
    stay: true,
    advance: true
};
function step(token, character) {
    switch(token?.kind){
        case 'character':
            return token.character === character ? advances : dead;
        case 'one':
            return character === '/' ? dead : advances;
        case 'class':
            if (character === '/') return dead;
            return token.ranges.some(([low, high])=>low <= character && character <= high) !== token.negated ? advances : dead;
        case 'star':
            return character === '/' ? dead : stays;
        case 'rest':
            return stays;
        case 'folders-loop':
            return character === '/' ? both : stays;
        default:
            return dead;
    }
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/input-index.js


/**
 * Patterns of inputs: globs relative to the repository root, in the dialect of picomatch with `dot`. A name's own
 * special characters are escaped by a backslash.
 */ /**
 * A name as a pattern that matches only that name. A backslash becomes `?`: picomatch does not reliably read an
 * escaped backslash beside other escapes, and missing a change is worse than one too many.
 */ function escapeGlob(name) {
    return name.replace(/[\\*?[\]{}()!+@|^$"']/g, (character)=>character === '\\' ? '?' : `\\${character}`);
}
/** A folder as a pattern that matches everything in it (and the name itself, should it become a file). */ function folderGlob(folder) {
    return folder === '' ? '**' : `${escapeGlob(folder)}/**`;
}
const compiled = new Map();
function compileGlob(pattern) {
    const known = compiled.get(pattern);
    if (known) return known;
    const glob = compileUncached(pattern);
    if (compiled.size > 50_000) compiled.clear();
    compiled.set(pattern, glob);
    return glob;
}
function compileUncached(text) {
    const pattern = text.replace(/(^|\/)(?:\*\*\/)+\*\*(?=\/|$)/g, '$1**');
    const segments = pattern.split('/');
    const literals = [];
    for (const segment of segments){
        const name = literalOf(segment);
        if (name === null) break;
        literals.push(name);
    }
    const root = literals.join('/');
    const rest = segments.slice(literals.length);
    if (rest.length === 0) return {
        root,
        matches: 'exact'
    };
    if (rest.length === 1 && rest[0] === '**') return {
        root,
        matches: null
    };
    return {
        root,
        matches: segments.every(isSimple) ? simpleMatcher(pattern) : picomatched(pattern)
    };
}
/** As picomatch has it, the end of `a?/**` takes in `a1` itself, but that of a pattern with a star before it does not. */ function simpleMatcher(pattern) {
    return /[^*]\/\*\*$/.test(pattern) ? compileDockerPattern(pattern.slice(0, -3), {
        doubleStar: true
    }).matchesWithin : compileDockerPattern(pattern, {
        doubleStar: true
    }).matches;
}
/** Whether stars and question marks are all that is special in it: then we match it ourselves, in linear time. */ function isSimple(segment) {
    return segment === '**' || literalOf(segment.replace(/\\.|[*?]/gs, '')) !== null && !segment.includes('**');
}
/** Compiled when first needed: most patterns of a repository are nowhere near a change. */ function picomatched(pattern) {
    let matches;
    return (path)=>{
        // dotAll: a line end in a name is a character like any other.
        matches ??= picomatch(pattern, {
            dot: true,
            flags: 's'
        });
        return matches(path);
    };
}
/** The name a segment stands for; null when it has a wildcard. */ function literalOf(segment) {
    if (/^(?:[^\\*?[\]{}()!+@|^$"']|\\.)*$/s.test(segment)) return segment.replace(/\\(.)/gs, '$1');
    return null;
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/affected.js


/**
 * The services that changed paths affect, and the changed paths that belong to none. Order and duplicates of
 * `changed` do not matter; both results are sorted by code unit.
 *
 * A path belongs to a service when any of its edges leads there, in either scope and even if a `!` pattern takes
 * it away again: then somebody has thought of it.
 *
 * Costs one look-up per changed path and folder above it, not one per path and service: patterns are looked up
 * by the folder they start with, and equal ones are matched once for all services.
 */ function affectedServices(changed, inputs, scope) {
    const paths = [
        ...new Set(changed)
    ].sort(lib_location/* compareText */.n6);
    const index = new Map();
    const nodeOf = nodeFinder(index);
    const services = inputs.map((input)=>({
            service: input.service,
            edges: input.edges.map((edge)=>({
                    edge,
                    node: nodeOf(edge)
                }))
        }));
    const owned = new Set();
    for (const { edges } of services)for (const { edge, node } of edges)if (!edge.negated) owned.add(node);
    const unowned = paths.filter((path, at)=>!matchPath(path, at, index, owned));
    const affected = [];
    for (const { service, edges } of services){
        const counting = edges.filter(({ edge, node })=>inScope(edge, scope) && node.hits.length > 0);
        if (counting.length === 0) continue;
        const found = lazily(()=>reasonsOf(paths, counting));
        // Only where something is taken away can there be hits and still no reason.
        if (counting.some(({ edge })=>edge.negated) && found().length === 0) continue;
        affected.push({
            service,
            get reasons () {
                return found();
            }
        });
    }
    affected.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.service, b.service));
    return {
        affected,
        unowned
    };
}
function inScope(edge, scope) {
    return edge.scope === 'both' || edge.scope === scope;
}
/** Nodes by pattern and exception, filed under the folder (or file) at which their matches start. */ function nodeFinder(index) {
    const plain = new Map();
    const excepting = new Map();
    return ({ pattern, except })=>{
        let known = except ? excepting.get(except) : plain;
        if (!known) {
            known = new Map();
            if (except) excepting.set(except, known);
        }
        let node = known.get(pattern);
        if (!node) {
            node = {
                ...compileGlob(pattern),
                except,
                hits: []
            };
            known.set(pattern, node);
            const filed = index.get(node.root);
            if (filed) filed.push(node);
            else index.set(node.root, [
                node
            ]);
        }
        return node;
    };
}
/** Notes the path at every node that matches it; whether one of those in `owned` does. */ function matchPath(path, at, index, owned) {
    let isOwned = false;
    const visit = (root)=>{
        for (const node of index.get(root) ?? []){
            if (node.matches === 'exact' ? path !== root : node.matches !== null && !node.matches(path)) continue;
            if (node.except?.excepts(path)) continue;
            node.hits.push(at);
            isOwned ||= owned.has(node);
        }
    };
    visit('');
    for(let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))visit(path.slice(0, slash));
    if (path !== '') visit(path);
    return isOwned;
}
/** The first edge that leads to a path names it, unless a later one takes it away and none gives it back. */ function reasonsOf(paths, edges) {
    const reason = new Map();
    for (const { edge, node } of edges){
        for (const hit of node.hits){
            if (edge.negated) reason.delete(hit);
            else if (!reason.has(hit)) reason.set(hit, edge);
        }
    }
    return [
        ...reason
    ].sort(([a], [b])=>a - b).map(([hit, { because, location }])=>({
            path: paths[hit] ?? '',
            because,
            location
        }));
}
function lazily(build) {
    let value;
    return ()=>{
        value ??= {
            built: build()
        };
        return value.built;
    };
}

// EXTERNAL MODULE: ./packages/domain/lib/changes/history.js
var changes_history = __nccwpck_require__(6887);
;// CONCATENATED MODULE: ./packages/domain/lib/changes/compare.js


/** The commit to examine, made available. UserError when nobody has it. */ async function resolveHead(event, revision, history) {
    const wanted = revision ?? eventHead(event);
    const commit = await history.commit(wanted);
    if (!(0,changes_history/* isUnavailable */.P)(commit)) return commit.id;
    throw new user_error/* UserError */.yo(`the commit to examine, ${JSON.stringify(wanted)}, cannot be had: ${commit.because}`, {
        help: revision === undefined ? 'Check the commit out, or let git fetch it.' : 'Correct "head".'
    });
}
function eventHead(event) {
    switch(event.kind){
        case 'push':
            return event.after;
        case 'pull_request':
        case 'merge_group':
            return event.headSha;
        case 'none':
            return 'HEAD';
        default:
            return event.head;
    }
}
/**
 * Which commits an event compares. `head` is what `resolveHead` gave. Where that cannot be known the answer is
 * `everything`, with a warning that says why; a revision that somebody wrote and nobody has is a UserError.
 */ async function chooseComparison(event, head, options, history, log) {
    const range = (base, because, also = [])=>({
            kind: 'range',
            base,
            head,
            also,
            because
        });
    const everything = (because)=>({
            kind: 'everything',
            head,
            because
        });
    const unknown = (what, { because })=>{
        log.warning(`Every service counts as affected: ${what}: ${because}.`);
        return everything(`${what}: ${because}`);
    };
    const written = async (revision, where)=>{
        const base = await history.commit(revision);
        if (!(0,changes_history/* isUnavailable */.P)(base)) return range(base.id, `${where} is ${revision}`);
        throw new user_error/* UserError */.yo(`${where} is ${JSON.stringify(revision)}, which is no commit here: ${base.because}`, {
            help: 'Give a branch, a tag or a full commit id.'
        });
    };
    if (options.base === 'last-success') return sinceLastSuccess();
    if (options.base !== undefined) return written(options.base, 'base');
    switch(event.kind){
        case 'push':
            return event.ref.startsWith('refs/tags/') ? tagPush(event.ref.slice('refs/tags/'.length)) : push(event);
        case 'pull_request':
            return pullRequest(event);
        case 'merge_group':
            return mergeGroup(event.baseSha);
        case 'workflow_dispatch':
        case 'repository_dispatch':
            return configured('on-dispatch', event.kind);
        case 'schedule':
            return configured('on-schedule', event.kind);
        case 'other':
            return unknown(`the event ${event.name}`, {
                because: 'it has no range of commits; give "base" or "services"'
            });
        case 'none':
            return sinceBranch(null, 'the merge base with the default branch');
    }
    async function push(event) {
        const { before, ref, defaultBranch } = event;
        const onDefault = defaultBranch !== null && ref === `refs/heads/${defaultBranch}`;
        if (before === null) {
            if (onDefault) return everything('this is the first push of the default branch');
            return sinceBranch(defaultBranch, 'a new branch: the merge base with the default branch', event);
        }
        if (event.forced === false) {
            const base = await history.commit(before);
            return (0,changes_history/* isUnavailable */.P)(base) ? unknown(`the commit before the push`, base) : range(base.id, 'the push');
        }
        const kept = await history.commit(before);
        if (event.forced === null && !(0,changes_history/* isUnavailable */.P)(kept)) {
            const common = await history.mergeBase(before, head);
            if (!(0,changes_history/* isUnavailable */.P)(common) && common.id === kept.id) return range(kept.id, 'the push');
        }
        if (onDefault) {
            if ((0,changes_history/* isUnavailable */.P)(kept)) return unknown('a forced push of the default branch', kept);
            return range(kept.id, 'a forced push: what it replaced');
        }
        const since = await sinceBranch(defaultBranch, 'a forced push: the merge base with the default branch', event);
        if (since.kind !== 'range') return since;
        if (!(0,changes_history/* isUnavailable */.P)(kept)) return {
            ...since,
            also: [
                kept.id
            ],
            because: `${since.because}, and what it replaced`
        };
        log.notice(`A forced push, and the commit before it is gone (${kept.because}): compared with the default branch only.`);
        return since;
    }
    async function sinceBranch(name, because, pushed) {
        const branch = await history.branch(name);
        if ((0,changes_history/* isUnavailable */.P)(branch)) return unknown('the default branch', branch);
        // A repository whose only branch this is: the branch cannot tell what it brought to itself.
        if (pushed && pushed.ref === `refs/heads/${branch.name}`) {
            return everything(`${branch.name} is the default branch, and nothing tells what it was`);
        }
        const common = await history.mergeBase(branch.id, head);
        if ((0,changes_history/* isUnavailable */.P)(common)) return unknown(`the merge base with ${branch.name}`, common);
        if (pushed?.bringsCommits && common.id === head) {
            return unknown('what the push brought', {
                because: `${branch.name} holds all of it by now`
            });
        }
        return range(common.id, because);
    }
    async function tagPush(tag) {
        if (options.detect?.['on-tag'] === 'all') return everything('a tag (detect.on-tag: all)');
        const previous = await history.previousTag(head);
        if (!(0,changes_history/* isUnavailable */.P)(previous)) return range(previous.id, `the tag before ${tag}: ${previous.name}`);
        log.notice(`Every service counts as affected: no tag before ${tag}: ${previous.because}.`);
        return everything(`no tag before ${tag}: ${previous.because}`);
    }
    async function pullRequest({ baseSha, mergeSha, headSha }) {
        const common = await history.mergeBase(await requestBase(baseSha, headSha, mergeSha), head);
        if ((0,changes_history/* isUnavailable */.P)(common)) return unknown('the merge base of the pull request', common);
        return range(common.id, 'the pull request');
    }
    /** The tip that the request was merged with is newer than the event's base where the base moved on. */ async function requestBase(baseSha, headSha, mergeSha) {
        const merge = mergeSha === null ? null : await history.commit(mergeSha);
        if (merge === null || (0,changes_history/* isUnavailable */.P)(merge)) return baseSha;
        const [target, request] = merge.parents;
        return merge.parents.length === 2 && request === headSha && target !== undefined ? target : baseSha;
    }
    async function mergeGroup(baseSha) {
        const base = await history.commit(baseSha);
        return (0,changes_history/* isUnavailable */.P)(base) ? unknown('the base of the merge group', base) : range(base.id, 'the merge group');
    }
    async function configured(key, kind) {
        const value = options.detect?.[key] ?? 'all';
        const because = `${kind} (detect.${key}: ${value})`;
        if (value === 'all') return everything(because);
        if (value === 'none') return {
            kind: 'none',
            head,
            because
        };
        return written(value.slice('since: '.length), `detect.${key}`);
    }
    async function sinceLastSuccess() {
        if (!options.lastSuccess) {
            throw new user_error/* UserError */.yo('base is "last-success", which asks GitHub for earlier runs, and there is no way to ask', {
                help: 'Give "token", and let the job have "actions: read".'
            });
        }
        for (const run of (await options.lastSuccess())){
            const common = await history.mergeBase(run.commit, head);
            if ((0,changes_history/* isUnavailable */.P)(common) || common.id !== run.commit) continue;
            log.notice(`Compared with the last success: ${run.name}, ${run.commit}.`);
            return range(run.commit, `the last success: ${run.name}`);
        }
        return unknown('the last success', {
            because: 'no successful run on an ancestor of this commit'
        });
    }
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/build-context.js



/**
 * Tells the build context: what the configuration says; else what a file that builds this Dockerfile says; else
 * the candidate (service folder, Dockerfile's folder, repository root) in which everything exists that it copies.
 *
 * Where several candidates hold everything and would copy different files, one is taken only on evidence:
 * 1. one alone has a match for every wildcard;
 * 2. a command names the service's folder by its path from the root (`go build ./services/a`): the root;
 * 3. the Dockerfile lies directly in the service's folder, what it copies by name and the root has too are at most
 *    manifests, and nothing at the root spans the service: that folder, because `docker build services/a` is how
 *    such a Dockerfile is built;
 * 4. one candidate below the root alone has a `.dockerignore`, which counts only at the top of a context.
 * Everything else is a problem that names the candidates and the lines to configure. Never a guess.
 */ function inferBuildContext(question) {
    const { configured, evidence, parsed, tree } = question;
    if (configured !== undefined) {
        const context = configured === '.' ? '' : configured;
        return known(context, 'the configuration says so');
    }
    const said = evidence.length > 1 ? agreeing(question) : evidence;
    const [first] = said;
    if (first && said.every(({ context })=>context === first.context)) {
        const additional = [
            ...new Set(said.flatMap((item)=>item.additional))
        ];
        return {
            ...known(first.context, first.because),
            location: first.location,
            additional
        };
    }
    if (said.length > 0) {
        const candidates = [
            ...new Set(said.map(({ context })=>context))
        ];
        const sources = said.map((item)=>`${item.because.replace(/ builds it$/, '')} builds it in ${build_context_show(item.context)}`);
        return unknown(question, candidates, [
            ...new Set(sources)
        ].join(', '));
    }
    const candidates = [
        ...new Set([
            question.folder,
            folderOf(question.dockerfile),
            ''
        ])
    ];
    if (!takesSources(parsed)) return known(candidates[0] ?? '', 'it copies nothing from a context');
    const missing = candidates.map((candidate)=>({
            candidate,
            names: missingSources(parsed, tree, candidate)
        }));
    const fitting = missing.filter(({ names })=>names.length === 0).map(({ candidate })=>candidate);
    if (fitting.length === 1 && fitting[0] !== undefined) {
        return known(fitting[0], candidates.length === 1 ? 'it is the only candidate' : 'only there everything it copies exists');
    }
    if (fitting.length === 0) {
        const lacking = missing.map(({ candidate, names })=>`${build_context_show(candidate)} has no ${names.map(catalog_names/* showPath */.P8).join(', ')}`);
        return unknown(question, candidates, `no candidate holds everything it copies: ${lacking.join('; ')}`);
    }
    return decide(question, fitting);
}
function decide(question, fitting) {
    const { parsed, tree, folder } = question;
    const matching = fitting.filter((candidate)=>unmatchedGlobs(parsed, tree, candidate) === 0);
    const [only] = matching;
    if (matching.length === 1 && only !== undefined) return known(only, 'only there every wildcard has a match');
    const left = matching.length > 1 ? matching : fitting;
    if (left.includes('') && namesItsFolder(question)) return known('', 'its commands name the service by its path from the root');
    if (left.includes(folder) && buildsItself(question)) return known(folder, 'the Dockerfile is in the folder it copies');
    const ignoring = left.filter((candidate)=>tree.kind(joinPath(candidate, '.dockerignore')) === 'file');
    const [own] = ignoring;
    if (ignoring.length === 1 && own !== undefined && own !== '') return known(own, 'it has the .dockerignore');
    const both = left.map(build_context_show).join(' and ');
    return unknown(question, left, `everything it copies exists in ${both}, and they differ`);
}
function known(context, because) {
    return {
        context,
        because,
        location: null,
        additional: [],
        problem: null
    };
}
function unknown(question, candidates, why) {
    const { service, dockerfile } = question;
    const [first, ...others] = candidates.map((candidate)=>scalar(candidate === '' ? '.' : candidate));
    const alternatives = others.length > 0 ? `   # or ${others.join(' or ')}` : '';
    const name = scalar(service.name);
    return {
        context: null,
        because: why,
        location: null,
        additional: [],
        problem: {
            severity: 'warning',
            message: `the build context of ${(0,catalog_names/* showPath */.P8)(dockerfile)} cannot be told: ${why}; until then every change affects ${(0,catalog_names/* showPath */.P8)(service.name)}`,
            help: `Add to rollcall.yaml:\nservices:\n  overrides:\n    ${name}:\n      context: ${first ?? '.'}${alternatives}`,
            location: {
                path: dockerfile,
                line: 1,
                column: 1
            }
        }
    };
}
/** A YAML scalar that reads back as this text. */ function scalar(text) {
    const plain = /^(?:\.|[A-Za-z_][\w./-]*)$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan)$/i.test(text);
    return plain ? text : JSON.stringify(text);
}
function build_context_show(context) {
    return context === '' ? 'the repository root' : (0,catalog_names/* showPath */.P8)(context);
}
/** Of several statements, those under which everything exists that is copied; all of them when none is left. */ function agreeing({ evidence, parsed, tree }) {
    const fitting = evidence.filter(({ context })=>missingSources(parsed, tree, context).length === 0);
    return fitting.length > 0 ? fitting : evidence;
}
/** What a Dockerfile takes from its context, by name; what a build on top of the image takes is left out. */ function requiredSources(parsed) {
    const copies = parsed.copies.filter((copy)=>copy.from === null && !copy.onbuild).flatMap((copy)=>copy.sources.map((source)=>({
                source,
                doubleStar: copy.parents
            })));
    const binds = parsed.binds.filter((bind)=>bind.from === null).map(({ source })=>({
            source,
            doubleStar: false
        }));
    return [
        ...copies,
        ...binds
    ];
}
function takesSources(parsed) {
    return !parsed.complete || requiredSources(parsed).length > 0;
}
/** Sources without wildcards that do not exist in a candidate. (A wildcard may match nothing.) */ function missingSources(parsed, tree, candidate) {
    const missing = requiredSources(parsed).flatMap(({ source })=>{
        const path = literalPath(source);
        return source === '.' || path === null || tree.kind(joinPath(candidate, path)) !== null ? [] : [
            source
        ];
    });
    return [
        ...new Set(missing)
    ];
}
function unmatchedGlobs(parsed, tree, candidate) {
    return requiredSources(parsed).filter(({ source, doubleStar })=>literalPath(source) === null && tree.glob(candidate, source, doubleStar).length === 0).length;
}
/** A command with the service's path from the root in it, which would not exist below the service's folder. */ function namesItsFolder({ folder, parsed, tree }) {
    if (!folder.includes('/') || tree.kind(joinPath(folder, folder)) !== null) return false;
    return parsed.commands.some((command)=>command.split(/[\s"'=;&|()]+/).some((word)=>isInside(word.replace(/^\.\//, '').replace(/\/$/, ''), folder)));
}
const manifestNames = [
    ...[
        'go.mod',
        'go.sum',
        'package.json',
        'package-lock.json',
        'npm-shrinkwrap.json',
        'yarn.lock',
        'pnpm-lock.yaml'
    ],
    ...[
        'Cargo.toml',
        'Cargo.lock',
        'pyproject.toml',
        'poetry.lock',
        'uv.lock',
        'requirements.txt',
        'Pipfile',
        'Pipfile.lock'
    ],
    ...[
        'pom.xml',
        'build.gradle',
        'build.gradle.kts',
        'settings.gradle',
        'settings.gradle.kts',
        'Gemfile',
        'Gemfile.lock'
    ]
];
/** See 3. of `inferBuildContext`. */ function buildsItself({ folder, dockerfile, parsed, tree, spannedByRoot }) {
    if (folder === '' || folderOf(dockerfile) !== folder || spannedByRoot) return false;
    return requiredSources(parsed).every(({ source, doubleStar })=>{
        if (source === '.') return true;
        const pattern = compileDockerPattern(baseName(source));
        if (!source.includes('/') && manifestNames.some((name)=>pattern.matches(name))) return true;
        const path = literalPath(source);
        return path === null ? tree.glob('', source, doubleStar).length === 0 : tree.kind(path) === null;
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/build-context-bake.js
/** A target of a Bake file, as far as it is written out plainly. */ /** Targets of `docker-bake.json` by name. What is not JSON has none. */ function readBakeJson(text) {
    let value;
    try {
        value = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch  {
        return new Map();
    }
    const targets = new Map();
    for (const [name, target] of Object.entries(record(record(value).target))){
        // Bake allows a target to be a list of one.
        const body = record(Array.isArray(target) ? target[0] : target);
        targets.set(name, {
            context: literal(body.context),
            dockerfile: literal(body.dockerfile),
            inherits: Array.isArray(body.inherits) ? body.inherits.filter((item)=>typeof item === 'string') : [],
            contexts: Object.values(record(body.contexts)).filter((item)=>typeof item === 'string'),
            offset: Math.max(text.indexOf(JSON.stringify(name)), 0)
        });
    }
    return targets;
}
const hclToken = /"(?:[^"\\\n]|\\.)*\\?(?:"|$)|#[^\n]*|\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)|[{}[\]=]|[^\s"#/{}[\]=<]+|[/<]/gm;
/**
 * Targets of `docker-bake.hcl` by name. Reads only `target "name" { context = "…" dockerfile = "…" inherits =
 * ["…"] }`: strings without expressions. Everything else is skipped, and an expression makes a value null.
 */ function readBakeHcl(text) {
    // A heredoc may hold anything; nobody puts a path in one.
    const tokens = text.includes('<<') ? [] : hclTokens(text);
    const targets = new Map();
    let depth = 0;
    for(let at = 0; at < tokens.length; at += 1){
        const token = tokens[at]?.text ?? '';
        const name = stringOf(tokens[at + 1]?.text);
        if (depth === 0 && token === 'target' && typeof name === 'string' && tokens[at + 2]?.text === '{') {
            const body = readHclBody(tokens, at + 3);
            targets.set(name, {
                ...body.target,
                offset: tokens[at]?.offset ?? 0
            });
            at = body.end;
        } else if (token === '{') {
            depth += 1;
        } else if (token === '}') {
            depth -= 1;
        }
    }
    return targets;
}
function hclTokens(text) {
    const tokens = [];
    let end = 0;
    for (const match of text.matchAll(hclToken)){
        const token = match[0];
        const first = tokens.length === 0 || text.slice(end, match.index).includes('\n');
        if (token.startsWith('#') || token.startsWith('//') || token.startsWith('/*')) continue;
        tokens.push({
            text: token,
            offset: match.index,
            first
        });
        end = match.index + token.length;
    }
    return tokens;
}
function readHclBody(tokens, start) {
    const target = {
        context: undefined,
        dockerfile: undefined,
        inherits: [],
        contexts: []
    };
    let depth = 1;
    let at = start;
    for(; at < tokens.length; at += 1){
        const token = tokens[at]?.text ?? '';
        if (token === '{' || token === '[') depth += 1;
        if (token === '}' || token === ']') depth -= 1;
        if (depth === 0) break;
        if (depth !== 1 || tokens[at + 1]?.text !== '=') continue;
        const whole = tokens[at + 3]?.first === true || tokens[at + 3]?.text === '}';
        const value = whole ? stringOf(tokens[at + 2]?.text) ?? null : null;
        if (token === 'context') target.context = value;
        if (token === 'dockerfile') target.dockerfile = value;
        if (token === 'inherits' && tokens[at + 2]?.text === '[') {
            for(let item = at + 3; item < tokens.length && tokens[item]?.text !== ']'; item += 1){
                const parent = stringOf(tokens[item]?.text);
                if (typeof parent === 'string') target.inherits.push(parent);
            }
        }
    }
    return {
        target,
        end: at
    };
}
/** The value of a string token; null when it has an expression in it; undefined when it is no string. */ function stringOf(token) {
    if (token === undefined || token.length < 2 || !token.startsWith('"')) return undefined;
    if (/[$%]\{/.test(token)) return null;
    try {
        const value = JSON.parse(token);
        return typeof value === 'string' ? value : undefined;
    } catch  {
        return null;
    }
}
function literal(value) {
    if (value === undefined) return undefined;
    return typeof value === 'string' && !/[$%]\{/.test(value) ? value : null;
}
function record(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null), value) : {};
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/dockerfile-words.js
/** The variables in scope: a value, or undefined when it is set from outside or not at all. */ /** Longer words and values are not followed: `ENV A=$A$A` thirty times over must not fill the memory. */ const maxLength = 4096;
/**
 * Resolves quotes, escapes and variables in one word, as the builder does before it uses a path.
 * Undefined when a variable without a value, or a form of expansion that is not plain, is in it.
 */ function expandWord(word, variables, escaper) {
    if (word.length > maxLength) return undefined;
    let result = '';
    let quote = '';
    for(let at = 0; at < word.length; at += 1){
        const character = word[at] ?? '';
        if (quote === "'" && character !== "'") {
            result += character;
        } else if (character === escaper && at + 1 < word.length) {
            at += 1;
            const escaped = word[at] ?? '';
            result += quote === '"' && ![
                '"',
                '$',
                escaper
            ].includes(escaped) ? character + escaped : escaped;
        } else if (quote !== '' && character === quote) {
            quote = '';
        } else if (quote === '' && (character === '"' || character === "'")) {
            quote = character;
        } else if (character === '$') {
            const variable = readVariable(word, at, variables, escaper);
            if (variable === undefined) return undefined;
            result += variable.value;
            at = variable.end;
        } else {
            result += character;
        }
        if (result.length > maxLength) return undefined;
    }
    return result;
}
/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}`, `${NAME+word}`. `end` is its last character. */ function readVariable(word, start, variables, escaper) {
    const plain = /[A-Za-z_][A-Za-z0-9_]*/y;
    const braced = word[start + 1] === '{';
    plain.lastIndex = start + (braced ? 2 : 1);
    const name = plain.exec(word)?.[0];
    if (name === undefined) return undefined;
    const value = variables.get(name);
    const end = start + name.length + (braced ? 2 : 1);
    if (!braced) return value === undefined ? undefined : {
        value,
        end: end - 1
    };
    const close = closingBrace(word, end);
    if (close < 0) return undefined;
    const operation = /^(:?)([-+])/.exec(word.slice(end, close));
    if (end === close) return value === undefined ? undefined : {
        value,
        end: close
    };
    if (!operation) return undefined;
    const present = value !== undefined && (operation[1] === '' || value !== '');
    if (operation[2] === '-' && present) return {
        value,
        end: close
    };
    // A value given from outside could still decide this one, but then so could any default: see ARG.
    const alternative = operation[2] === '-' || present ? word.slice(end + operation[0].length, close) : '';
    const expanded = expandWord(alternative, variables, escaper);
    return expanded === undefined ? undefined : {
        value: expanded,
        end: close
    };
}
function closingBrace(word, from) {
    let depth = 1;
    for(let at = from; at < word.length; at += 1){
        if (word[at] === '{') depth += 1;
        if (word[at] === '}') depth -= 1;
        if (depth === 0) return at;
    }
    return -1;
}
/** Splits `A=1 B="two words" C` at spaces outside quotes; the quotes stay. */ function splitQuoted(text, escaper) {
    const words = [];
    let word = '';
    let quote = '';
    for(let at = 0; at < text.length; at += 1){
        const character = text[at] ?? '';
        if (character === escaper && quote !== "'" && at + 1 < text.length) {
            at += 1;
            word += character + text[at];
        } else if (quote === '' && /\s/.test(character)) {
            if (word !== '') words.push(word);
            word = '';
        } else {
            if (quote === '' && (character === '"' || character === "'")) quote = character;
            else if (character === quote) quote = '';
            word += character;
        }
    }
    if (word !== '') words.push(word);
    return words;
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/inputs-lines.js
/** 1-based lines of places in a text; cheap for places that are asked for in ascending order. */ function lineCounter(text) {
    let counted = 0;
    let line = 1;
    return (offset)=>{
        if (offset < counted) [counted, line] = [
            0,
            1
        ];
        for(let at = text.indexOf('\n', counted); at >= 0 && at < offset; at = text.indexOf('\n', counted)){
            line += 1;
            counted = at + 1;
        }
        return line;
    };
}
/** 1-based line of the first place of some words; 1 when they are not there. */ function lineOf(text, words) {
    return lineCounter(text)(Math.max(text.indexOf(words), 0));
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/build-context-evidence.js






const composeName = /^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/;
const skaffoldName = /^skaffold.*\.ya?ml$/;
const bakeName = /^docker-bake(?:\..*)?\.(?:json|hcl)$/;
const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;
/** Whether a file may say how images are built (`.env` gives Compose files their variables). */ function isContextEvidence(path, name) {
    return name === '.env' || composeName.test(name) || skaffoldName.test(name) || bakeName.test(name) || workflowPath.test(path);
}
/**
 * What Compose, Skaffold and Bake files and the steps of workflows say about Dockerfiles, by Dockerfile. A file
 * that cannot be parsed says nothing: then the Dockerfile's own sources decide.
 */ function readContextEvidence(texts) {
    const found = new Map();
    for (const [path, text] of texts){
        const name = baseName(path);
        const evidence = composeName.test(name) ? fromCompose(path, text, environmentOf(texts, folderOf(path))) : skaffoldName.test(name) ? fromSkaffold(path, text) : bakeName.test(name) ? fromBake(path, text) : workflowPath.test(path) ? fromWorkflow(path, text) : [];
        for (const item of evidence){
            const known = found.get(item.dockerfile);
            if (known) known.push(item);
            else found.set(item.dockerfile, [
                item
            ]);
        }
    }
    return found;
}
/** Paths as the tool reads them: the context relative to a folder, the Dockerfile relative to the context. */ function evidence(base, context, dockerfile, rest) {
    const folder = normaliseRepositoryPath(`${base}/./${context}`.replace(/^\//, ''));
    if (context.startsWith('/') || dockerfile.startsWith('/') || context.includes('://') || folder === null) return [];
    const file = normaliseRepositoryPath(`${folder}/./${dockerfile}`.replace(/^\//, ''));
    const additional = (rest.additional ?? []).flatMap((path)=>{
        if (/^[\w-]+:/.test(path) || path.startsWith('/')) return [];
        return normaliseRepositoryPath(`${base}/./${path}`.replace(/^\//, '')) ?? [];
    });
    return file === null ? [] : [
        {
            dockerfile: file,
            context: folder,
            ...rest,
            additional
        }
    ];
}
function fromCompose(path, text, environment) {
    if (!text.includes('build')) return [];
    return documents(path, text).flatMap(({ document, value })=>Object.entries(map(map(value).services)).flatMap(([name, service])=>{
            const { build } = map(service);
            const settings = typeof build === 'string' ? {
                context: build
            } : map(build);
            if (build === undefined || build === null || settings.dockerfile_inline !== undefined) return [];
            const expand = (word)=>expandWord(word, environment, '\\');
            const context = expand(build_context_evidence_stringOf(settings.context) ?? '.');
            const dockerfile = expand(build_context_evidence_stringOf(settings.dockerfile) ?? 'Dockerfile');
            if (context === undefined || dockerfile === undefined) return [];
            return evidence(folderOf(path), context, dockerfile, {
                because: `${path} builds it`,
                location: document.locate([
                    'services',
                    name,
                    'build'
                ]),
                additional: namedContexts(settings.additional_contexts).flatMap((value)=>expand(value) ?? [])
            });
        }));
}
/** `{name: path}`, or a list of `name=path`. */ function namedContexts(value) {
    const values = Array.isArray(value) ? value.map((item)=>typeof item === 'string' ? item.slice(item.indexOf('=') + 1) : undefined) : Object.values(map(value));
    return values.filter((item)=>typeof item === 'string');
}
/** The variables that a `.env` beside a Compose file gives it. */ function environmentOf(texts, folder) {
    const variables = new Map();
    const text = texts.get(folder === '' ? '.env' : `${folder}/.env`) ?? '';
    for (const line of text.split('\n')){
        const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
        const value = match ? expandWord((match[2] ?? '').replace(/\s#.*$/, '').trim(), variables, '\\') : undefined;
        if (match?.[1] !== undefined && value !== undefined) variables.set(match[1], value);
    }
    return variables;
}
const otherBuilders = [
    'jib',
    'ko',
    'bazel',
    'buildpacks',
    'custom',
    'kaniko'
];
function fromSkaffold(path, text) {
    if (!text.includes('artifacts')) return [];
    return documents(path, text).flatMap(({ document, value })=>{
        if (!build_context_evidence_stringOf(map(value).apiVersion)?.startsWith('skaffold/')) return [];
        return list(map(map(value).build).artifacts).flatMap((artifact, index)=>{
            const settings = map(artifact);
            const docker = map(settings.docker ?? settings.kaniko);
            if (otherBuilders.some((name)=>settings[name] !== undefined && name !== 'kaniko')) return [];
            return evidence(folderOf(path), build_context_evidence_stringOf(settings.context) ?? '.', build_context_evidence_stringOf(docker.dockerfile) ?? 'Dockerfile', {
                because: `${path} builds it`,
                location: document.locate([
                    'build',
                    'artifacts',
                    index
                ])
            });
        });
    });
}
function fromBake(path, text) {
    const targets = path.endsWith('.json') ? readBakeJson(text) : readBakeHcl(text);
    const lineAt = lineCounter(text);
    return [
        ...targets.values()
    ].flatMap((target)=>{
        const context = inherited(target, targets, 'context') ?? '.';
        const dockerfile = inherited(target, targets, 'dockerfile') ?? 'Dockerfile';
        if (typeof context !== 'string' || typeof dockerfile !== 'string') return [];
        const rest = {
            because: `${path} builds it`,
            location: {
                path,
                line: lineAt(target.offset),
                column: 1
            },
            additional: target.contexts
        };
        // Bake takes paths from where it is run: the root, or beside its file.
        const beside = evidence(folderOf(path), context, dockerfile, rest);
        return folderOf(path) === '' ? beside : [
            ...beside,
            ...evidence('', context, dockerfile, rest)
        ];
    });
}
/** The target's own value, else that of the last of its parents that has one. `false` when it is an expression. */ function inherited(target, targets, key, seen = new Set()) {
    if (target[key] !== undefined) return target[key] ?? false;
    if (seen.has(target)) return undefined;
    seen.add(target);
    for (const name of target.inherits.toReversed()){
        const parent = targets.get(name);
        const value = parent ? inherited(parent, targets, key, seen) : undefined;
        if (value !== undefined) return value;
    }
    return undefined;
}
function fromWorkflow(path, text) {
    if (!text.includes('docker/build-push-action')) return [];
    return documents(path, text).flatMap(({ document, value })=>Object.entries(map(map(value).jobs)).flatMap(([job, settings])=>list(map(settings).steps).flatMap((step, index)=>{
                const { uses, with: inputs } = map(step);
                if (!build_context_evidence_stringOf(uses)?.startsWith('docker/build-push-action@')) return [];
                const context = build_context_evidence_stringOf(map(inputs).context) ?? '.';
                const file = build_context_evidence_stringOf(map(inputs).file) ?? `${context}/Dockerfile`;
                if (`${context}${file}`.includes('${{')) return [];
                const folder = normaliseRepositoryPath(context);
                const dockerfile = normaliseRepositoryPath(file);
                if (folder === null || dockerfile === null || context.includes('://')) return [];
                return [
                    {
                        dockerfile,
                        context: folder,
                        additional: [],
                        because: `${path} builds it`,
                        location: document.locate([
                            'jobs',
                            job,
                            'steps',
                            index,
                            'uses'
                        ])
                    }
                ];
            })));
}
function documents(path, text) {
    return (0,yaml_document/* parseYamlFile */.B)(path, text).documents.flatMap((document)=>{
        try {
            return [
                {
                    document,
                    value: document.value()
                }
            ];
        } catch (error) {
            if (error instanceof user_error/* UserError */.yo) return [];
            throw error;
        }
    });
}
function map(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null), value) : {};
}
function list(value) {
    return Array.isArray(value) ? value : [];
}
function build_context_evidence_stringOf(value) {
    return typeof value === 'string' ? value : undefined;
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/dockerfile-lines.js
/** One instruction of a Dockerfile, its continuation lines joined and its heredoc bodies taken off. */ const directive = /^#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*(\S.*)$/;
/** Splits a Dockerfile into instructions. Time in proportion to its length, whatever it holds. */ function readDockerfileLines(text) {
    const lines = text.replace(/^\uFEFF/, '').split('\n').map((line)=>line.endsWith('\r') ? line.slice(0, -1) : line);
    const directives = readDirectives(lines);
    const escaper = directives.get('escape') === '`' ? '`' : '\\';
    const instructions = [];
    const heredocEnds = heredocEndFinder(lines);
    let at = 0;
    while(at < lines.length){
        const start = at;
        const logical = joinLines(lines, start, escaper);
        at = logical.next;
        const trimmed = logical.text.trim();
        if (trimmed === '' || trimmed.startsWith('#')) continue;
        const end = trimmed.search(/\s/);
        const keyword = (end < 0 ? trimmed : trimmed.slice(0, end)).toUpperCase();
        const rest = end < 0 ? '' : trimmed.slice(end).trim();
        instructions.push({
            keyword,
            text: rest,
            line: start + 1
        });
        for (const heredoc of heredocsOf(keyword, rest, escaper))at = heredocEnds(heredoc, at) ?? at;
    }
    return {
        instructions,
        escaper,
        syntax: directives.get('syntax') ?? null
    };
}
/** Directives are the comments at the very top, before anything else. */ function readDirectives(lines) {
    const directives = new Map();
    for (const line of lines){
        const match = directive.exec(line.trim());
        if (!match) break;
        const name = (match[1] ?? '').toLowerCase();
        if (!directives.has(name)) directives.set(name, (match[2] ?? '').trim());
    }
    return directives;
}
/** Joins the lines of one instruction; comments and empty lines between them do not end it. */ function joinLines(lines, start, escaper) {
    const parts = [];
    let at = start;
    for(; at < lines.length; at += 1){
        const line = lines[at] ?? '';
        const trimmed = line.trim();
        if (at === start && trimmed.startsWith('#')) return {
            text: '',
            next: at + 1
        };
        if (at > start && (trimmed === '' || trimmed.startsWith('#'))) continue;
        const body = line.trimEnd();
        if (!body.endsWith(escaper) || body.at(-2) === escaper) {
            parts.push(line);
            at += 1;
            break;
        }
        parts.push(body.slice(0, -1));
    }
    return {
        text: parts.join(''),
        next: at
    };
}
const heredocWord = /^\d*<<(-?)(["']?)([^\s<"']+)\2$/;
const heredocStart = /\d*<<(-?)(["']?)([^\s<"']+)\2(?=\s|$)/y;
function heredocsOf(keyword, text, escaper) {
    const compound = keyword === 'ONBUILD' ? text : `${keyword} ${text}`;
    if (!text.includes('<<') || !/^(?:COPY|ADD|RUN)\s+(?!\[)/i.test(compound)) return [];
    const found = [];
    let quote = '';
    for(let at = 0; at < text.length; at += 1){
        const character = text[at] ?? '';
        if (character === escaper && quote !== "'") {
            at += 1;
        } else if (quote !== '') {
            if (character === quote) quote = '';
        } else if (character === '"' || character === "'") {
            quote = character;
        } else if ((at === 0 || /\s/.test(text[at - 1] ?? '')) && /[\d<]/.test(character)) {
            heredocStart.lastIndex = at;
            const match = heredocStart.exec(text);
            if (!match) continue;
            found.push({
                delimiter: match[3] ?? '',
                chomp: match[1] === '-'
            });
            at += match[0].length - 1;
        }
    }
    return found;
}
/**
 * Finds the line after a heredoc's end. What has no end is none (a shift in shell arithmetic looks the same);
 * the last place of each line is kept, so that many of those do not scan the file again and again.
 */ function heredocEndFinder(lines) {
    let last;
    return ({ delimiter, chomp }, from)=>{
        last ??= new Map(lines.flatMap((line, index)=>[
                [
                    line,
                    index
                ],
                [
                    line.replace(/^\t+/, ''),
                    index
                ]
            ]));
        if ((last.get(delimiter) ?? -1) < from) return undefined;
        for(let at = from; at < lines.length; at += 1){
            const line = lines[at] ?? '';
            if ((chomp ? line.replace(/^\t+/, '') : line) === delimiter) return at + 1;
        }
        return undefined;
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/dockerfile.js


/**
 * Reads what a Dockerfile takes from its build context. Never throws.
 *
 * Our own reader, because paths must come out exactly: the parser at hand splits paths with spaces in the JSON
 * form, counts the bodies of heredocs as arguments, and does not resolve variables.
 *
 * @param buildArguments values that win over the defaults of `ARG`
 */ function readDockerfile(text, buildArguments = new Map()) {
    const { instructions, escaper, syntax } = readDockerfileLines(text);
    const reader = dockerfileReader(escaper, buildArguments);
    if (syntax !== null && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/.test(syntax)) {
        reader.incomplete(`it is read by another frontend, ${syntax}`, 1);
    }
    for (const instruction of instructions)reader.read(instruction, false);
    if (reader.result.stages.length === 0) reader.incomplete('it has no FROM', 1);
    return reader.result;
}
function dockerfileReader(escaper, buildArguments) {
    const result = {
        copies: [],
        binds: [],
        stages: [],
        commands: [],
        complete: true,
        notes: []
    };
    const globals = new Map();
    const scopes = new Map();
    let variables = globals;
    const expand = (word)=>expandWord(word, variables, escaper);
    function incomplete(message, line) {
        result.complete = false;
        result.notes.push({
            message,
            line
        });
    }
    function define(name, word) {
        const value = word === undefined ? undefined : expand(word);
        if (value === undefined) variables.delete(name);
        else variables.set(name, value);
    }
    function readFrom({ text, line }) {
        const words = text.split(/\s+/).filter((word)=>!word.startsWith('--'));
        const base = expandWord(words[0] ?? '', globals, escaper) ?? words[0] ?? '';
        const name = words[1]?.toUpperCase() === 'AS' ? words[2]?.toLowerCase() ?? null : null;
        result.stages.push({
            name,
            base,
            line
        });
        variables = new Map(scopes.get(base.toLowerCase()));
        if (name !== null) scopes.set(name, variables);
    }
    /** `ARG NAME` takes the value given before FROM; `ARG NAME=default` its default; a given argument wins. */ function readArg({ text }) {
        for (const word of splitQuoted(text, escaper)){
            const equals = word.indexOf('=');
            const name = equals < 0 ? word : word.slice(0, equals);
            const given = buildArguments.get(name);
            const inherited = variables === globals ? undefined : globals.get(name);
            if (given !== undefined) variables.set(name, given);
            else if (equals >= 0) define(name, word.slice(equals + 1));
            else if (inherited !== undefined) variables.set(name, inherited);
            else if (!variables.has(name)) variables.delete(name);
        }
    }
    function readEnv({ text }) {
        const words = splitQuoted(text, escaper);
        if (words[0]?.includes('=')) {
            // One instruction sees the values from before it, in all its words.
            const values = words.map((word)=>{
                const equals = word.indexOf('=');
                return [
                    word.slice(0, Math.max(equals, 0)),
                    expand(word.slice(equals + 1))
                ];
            });
            for (const [name, value] of values){
                if (value === undefined) variables.delete(name);
                else variables.set(name, value);
            }
        } else if (words[0] !== undefined) {
            define(words[0], text.slice(text.indexOf(words[0]) + words[0].length).trim());
        }
    }
    function readCopy({ keyword, text, line }, onbuild) {
        const { flags, rest } = takeFlags(text);
        const copy = {
            instruction: keyword === 'ADD' ? 'ADD' : 'COPY',
            sources: [],
            from: null,
            exclude: [],
            parents: false,
            onbuild,
            line
        };
        for (const flag of flags){
            const [name, value = ''] = splitOnce(flag, '=');
            if (name === '--from') copy.from = expand(value) ?? value;
            if (name === '--parents') copy.parents = value.toLowerCase() !== 'false';
            // An exclusion that cannot be resolved is left away: then more counts, not less.
            const pattern = name === '--exclude' ? expand(value) : undefined;
            if (pattern !== undefined) copy.exclude.push(pattern);
        }
        if (copy.from === null) {
            for (const word of argumentsOf(rest).slice(0, -1)){
                const source = readSource(word, copy, line);
                if (source !== undefined) copy.sources.push(source);
            }
        }
        result.copies.push(copy);
    }
    function readSource(word, copy, line) {
        if (heredocWord.test(word)) return undefined;
        if (copy.instruction === 'ADD' && isRemote(word)) return undefined;
        const source = expand(word);
        if (source === undefined) {
            incomplete(`${copy.instruction} ${word}: it has a variable without a value`, line);
            return undefined;
        }
        return copy.instruction === 'ADD' && isRemote(source) ? undefined : cleanSource(source);
    }
    function readRun({ text, line }) {
        const { flags, rest } = takeFlags(text);
        result.commands.push(rest);
        for (const flag of flags){
            const [name, value = ''] = splitOnce(flag, '=');
            if (name !== '--mount') continue;
            const options = new Map(value.replace(/^(["'])(.*)\1$/, '$2').split(',').map((option)=>{
                const [key, setting = ''] = splitOnce(option, '=');
                return [
                    key.trim().toLowerCase(),
                    setting.replace(/^"(.*)"$/, '$1')
                ];
            }));
            if ((options.get('type') ?? 'bind') !== 'bind') continue;
            const word = options.get('source') ?? options.get('src') ?? '.';
            const from = options.get('from') ?? null;
            const source = expand(word);
            if (source !== undefined) result.binds.push({
                source: cleanSource(source),
                from,
                line
            });
            else if (from === null) incomplete(`RUN --mount of ${word}: it has a variable without a value`, line);
        }
    }
    function read(instruction, onbuild) {
        const { keyword, text, line } = instruction;
        if (keyword === 'FROM') readFrom(instruction);
        else if (keyword === 'ARG') readArg(instruction);
        else if (keyword === 'ENV') readEnv(instruction);
        else if (keyword === 'COPY' || keyword === 'ADD') readCopy(instruction, onbuild);
        else if (keyword === 'RUN') readRun(instruction);
        else if (keyword === 'WORKDIR') result.commands.push(text);
        else if (keyword === 'ONBUILD' && !onbuild) {
            const [inner, rest = ''] = splitOnce(text, /\s+/);
            read({
                keyword: inner.toUpperCase(),
                text: rest,
                line
            }, true);
        }
    }
    return {
        result,
        read,
        incomplete
    };
}
/** Flags come before everything else: `--chown=x --from=y a b`. */ function takeFlags(text) {
    const flag = /\s*(--\S+)(?=\s|$)/y;
    const flags = [];
    let end = 0;
    for(let match = flag.exec(text); match; match = flag.exec(text)){
        flags.push(match[1] ?? '');
        end = flag.lastIndex;
    }
    return {
        flags,
        rest: text.slice(end).trim()
    };
}
/** The JSON form when it is one, else words between white space: quotes do not join words here, as in Docker. */ function argumentsOf(text) {
    if (text.startsWith('[')) {
        try {
            const value = JSON.parse(text);
            if (Array.isArray(value) && value.every((item)=>typeof item === 'string')) return value;
        } catch  {
        // Not JSON: Docker, too, then takes it as words.
        }
    }
    return text.split(/\s+/).filter((word)=>word !== '');
}
function splitOnce(text, separator) {
    const at = typeof separator === 'string' ? text.indexOf(separator) : text.search(separator);
    if (at < 0) return [
        text
    ];
    const length = typeof separator === 'string' ? separator.length : separator.exec(text.slice(at))?.[0].length ?? 0;
    return [
        text.slice(0, at),
        text.slice(at + length)
    ];
}
function isRemote(source) {
    return /^(?:https?|ftp|git|ssh):\/\/|^git@/i.test(source);
}
/** Relative to the context, which nothing leaves: `/a/` is `a`, `../a` is `a`. */ function cleanSource(source) {
    const kept = [];
    for (const segment of source.split('/')){
        if (segment === '' || segment === '.') continue;
        if (segment === '..') kept.pop();
        else kept.push(segment);
    }
    return kept.length === 0 ? '.' : kept.join('/');
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/ignore-rules.js

/**
 * Reads a `.dockerignore`: one pattern a line, relative to the context; a pattern holds for everything below
 * what it matches; `!` takes back; the last pattern that matches decides.
 *
 * Written here and not taken from a package because the one there is turns a pattern into a regular expression
 * without escaping `+ ( ) { } |`, as Docker does, looks names up in a plain object (a file called
 * `constructor`), and takes exponential time on hostile patterns. A test compares the two on what both can do.
 */ function parseIgnoreRules(text) {
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    return ignoreRules(lines.filter((line)=>!line.startsWith('#')));
}
function ignoreRules(patterns) {
    const rules = patterns.flatMap((line)=>{
        const trimmed = line.trim();
        const negated = trimmed.startsWith('!');
        const pattern = cleanPattern(negated ? trimmed.slice(1).trim() : trimmed);
        return pattern === '' || pattern === '.' ? [] : [
            {
                negated,
                ...compileDockerPattern(pattern, {
                    doubleStar: true
                })
            }
        ];
    });
    rules.reverse();
    return {
        ignores: (path)=>rules.find((rule)=>rule.matchesWithin(path))?.negated === false
    };
}
/** Go's `filepath.Clean`, without the leading slash: patterns are relative to the context either way. */ function cleanPattern(pattern) {
    const kept = [];
    for (const segment of pattern.split('/')){
        if (segment === '' || segment === '.') continue;
        if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
        else if (segment !== '..' || !pattern.startsWith('/')) kept.push(segment);
    }
    return kept.join('/');
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/inputs-config.js



/**
 * The `paths` of a service. Patterns are relative to the repository root; one that names a folder holds for
 * everything in it; `!` takes away, also from what was derived; the last pattern that matches decides.
 */ function configuredPaths(service, patterns, tree) {
    const key = `services.overrides.${(0,catalog_names/* showPath */.P8)(service)}.paths`;
    return {
        edges: patterns.flatMap((pattern)=>edgesOf(pattern, `paths: ${pattern}`, tree)),
        problems: unmatched(patterns, key, tree)
    };
}
/**
 * `build.rebuild-all`: goes to every service, whatever its own `paths` take away. Its own `!` patterns take away
 * only from itself.
 */ function rebuildAll(patterns, tree) {
    const edges = patterns.flatMap((pattern)=>edgesOf(pattern, `rebuild-all: ${pattern}`, tree));
    const positive = edges.filter((edge)=>!edge.negated);
    const except = {
        excepts: (path)=>edges.findLast((edge)=>matches(edge.pattern, path))?.negated === true
    };
    return {
        edges: positive.length < edges.length ? positive.map((edge)=>({
                ...edge,
                except
            })) : positive,
        problems: unmatched(patterns, 'build.rebuild-all', tree)
    };
}
function edgesOf(text, because, tree) {
    const negated = text.startsWith('!');
    return globsOf(text, tree).map((pattern)=>({
            pattern,
            ...negated ? {
                negated: true
            } : {},
            because,
            location: null,
            scope: 'both'
        }));
}
/** `./docs/` and `docs` are `docs/**` where that is, or may be, a folder. */ function globsOf(text, tree) {
    const written = text.replace(/^!/, '').replace(/^(?:\.?\/)+/, '');
    const glob = written.replace(/\/+$/, '');
    if (/^!?$/.test(text)) return [];
    if (glob === '' || glob === '.') return [
        '**'
    ];
    if (written !== glob) return [
        `${glob}/**`
    ];
    const { root, matches: how } = compileGlob(glob);
    if (how !== 'exact') return compileGlob(baseName(glob)).matches === 'exact' ? [
        glob,
        `${glob}/**`
    ] : [
        glob
    ];
    return tree.kind(root) === 'file' ? [
        glob
    ] : [
        `${glob}/**`
    ];
}
function unmatched(patterns, key, tree) {
    return patterns.filter((pattern)=>!globsOf(pattern, tree).some((glob)=>matchesSomething(glob, tree))).map((pattern)=>({
            severity: 'warning',
            message: `the pattern ${(0,catalog_names/* showPath */.P8)(pattern)} in ${key} matches nothing in the repository`,
            help: 'Patterns are relative to the repository root, such as docs/** or **/*.proto: correct it or take it out.'
        }));
}
function matchesSomething(glob, tree) {
    const { root, matches: how } = compileGlob(glob);
    if (how === 'exact' || how === null) return tree.kind(root) !== null;
    for (const path of tree.below(root))if (how(path)) return true;
    return false;
}
function matches(glob, path) {
    const { root, matches: how } = compileGlob(glob);
    if (how === 'exact') return path === root;
    if (how === null) return root === '' || path === root || path.startsWith(`${root}/`);
    return how(path);
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/inputs-dockerfile.js





/**
 * The edges of what a Dockerfile copies and mounts from its build context ('' is the root). Where a part of it is
 * not understood, or leads through a symbolic link, the whole context counts.
 *
 * @param ignored what the `.dockerignore` in force leaves out of the context
 */ function dockerfileInputs(path, parsed, context, ignored, tree) {
    const edges = [];
    const problems = [];
    const at = (line)=>({
            path,
            line,
            column: 1
        });
    const notice = (message, line)=>{
        problems.push({
            severity: 'notice',
            message,
            location: at(line)
        });
    };
    const wholeContext = (because, line)=>{
        edges.push(edge(folderGlob(context), because, at(line), ignored));
        notice(`${because}: every file of its build context counts`, line);
    };
    const take = (source, what, line, copy)=>{
        const taken = resolveSource(source, context, copy?.parents ?? false, tree);
        if (taken === 'symlink') {
            wholeContext(`${what} leads through a symbolic link`, line);
            return;
        }
        if (taken.missing && copy?.onbuild !== true) {
            notice(`${what} is not in the repository: whatever makes it counts, so every file of the service does`, line);
        }
        const excluded = copy && copy.exclude.length > 0 ? excludedFrom(copy, source, context) : undefined;
        const except = excluded && ignored ? either(ignored, excluded) : excluded ?? ignored;
        for (const pattern of taken.patterns)edges.push(edge(pattern, what, at(line), except));
    };
    for (const copy of parsed.copies){
        if (copy.from !== null) continue;
        for (const source of copy.sources)take(source, `${copy.instruction} ${source}`, copy.line, copy);
    }
    for (const bind of parsed.binds){
        if (bind.from === null) take(bind.source, `RUN --mount=type=bind,source=${bind.source}`, bind.line, null);
    }
    for (const note of parsed.notes)wholeContext(`${(0,catalog_names/* showPath */.P8)(baseName(path))} is not understood: ${note.message}`, note.line);
    return {
        edges,
        complete: problems.length === 0,
        problems
    };
}
function edge(pattern, because, location, except) {
    return {
        pattern,
        because,
        location,
        scope: 'both',
        ...except ? {
            except
        } : {}
    };
}
function resolveSource(source, context, doubleStar, tree) {
    if (source === '.') return {
        patterns: [
            folderGlob(context)
        ],
        missing: false
    };
    const literal = literalPath(source);
    if (literal !== null) {
        const path = joinPath(context, literal);
        const kind = tree.kind(path);
        if (kind === 'symlink') return 'symlink';
        return {
            patterns: [
                kind === 'file' ? escapeGlob(path) : folderGlob(path)
            ],
            missing: kind === null
        };
    }
    const matches = tree.glob(context, source, doubleStar);
    if (matches.some((path)=>tree.kind(path) === 'symlink')) return 'symlink';
    const pattern = joinPath(context === '' ? '' : escapeGlob(context), translate(source, doubleStar));
    // A folder that matches is copied with all that is in it.
    return {
        patterns: pattern.endsWith('/**') || pattern === '**' ? [
            pattern
        ] : [
            pattern,
            `${pattern}/**`
        ],
        missing: false
    };
}
/** A Docker pattern as a glob that matches at least as much: a class becomes `?`. */ function translate(source, doubleStar) {
    const segments = [];
    for (const segment of source.split('/')){
        if (doubleStar && segment.includes('**')) return [
            ...segments,
            '**'
        ].join('/');
        const parts = segment.match(/\\[\s\S]|\*+|\?|\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]|[\s\S]/g) ?? [];
        segments.push(parts.map(translatePart).join(''));
    }
    return segments.join('/');
}
function translatePart(part) {
    if (part.startsWith('*')) return '*';
    if (part === '?' || part.startsWith('[') && part.length > 1) return '?';
    return escapeGlob(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
}
/**
 * What `--exclude` leaves out of one source. Docker matches below the source when that is a folder, so a file that
 * is the source itself goes by its name; with `--parents`, by its path in the context.
 */ function excludedFrom(copy, source, context) {
    const rules = ignoreRules(copy.exclude);
    const depth = source === '.' || copy.parents ? 0 : source.split('/').length;
    return {
        excepts: (path)=>{
            const segments = (context === '' ? path : path.slice(context.length + 1)).split('/');
            return rules.ignores(segments.length > depth ? segments.slice(depth).join('/') : segments.at(-1) ?? '');
        }
    };
}
function either(first, second) {
    return {
        excepts: (path)=>first.excepts(path) || second.excepts(path)
    };
}
/** Where the ignore file of a build is: beside the Dockerfile under its name, else at the top of the context. */ function ignoreFileOf(dockerfile, context, tree) {
    const own = `${dockerfile}.dockerignore`;
    if (tree.kind(own) === 'file') return own;
    const top = context === null ? null : joinPath(context, '.dockerignore');
    return top !== null && tree.kind(top) === 'file' ? top : null;
}
/** The exception that an ignore file makes of a context. */ function ignoredBy(rules, context) {
    const start = context === '' ? 0 : context.length + 1;
    return {
        excepts: (path)=>rules.ignores(path.slice(start))
    };
}
function isIgnoreFile(name) {
    return name.endsWith('.dockerignore');
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/inputs-tree.js



function treePaths(entries) {
    const paths = sortedPaths(entries);
    const links = new Set(entries.flatMap(({ path, mode })=>mode === 'symlink' ? [
            path
        ] : []));
    const globs = new Map();
    /** Index of the first path that is not before this text. */ function lowerBound(text) {
        let low = 0;
        let high = paths.length;
        while(low < high){
            const middle = low + high >> 1;
            if ((paths[middle] ?? '') < text) low = middle + 1;
            else high = middle;
        }
        return low;
    }
    function behindLink(path) {
        if (links.size === 0) return false;
        for(let at = path; at !== ''; at = folderOf(at))if (links.has(at)) return true;
        return false;
    }
    function kind(path) {
        if (path === '') return 'folder';
        if (behindLink(path)) return 'symlink';
        if (paths[lowerBound(path)] === path) return 'file';
        return paths[lowerBound(`${path}/`)]?.startsWith(`${path}/`) ? 'folder' : null;
    }
    function* below(folder) {
        const prefix = folder === '' ? '' : `${folder}/`;
        for(let at = lowerBound(prefix); paths[at]?.startsWith(prefix); at += 1)yield paths[at] ?? '';
    }
    function children(folder) {
        const prefix = folder === '' ? '' : `${folder}/`;
        const found = [];
        let at = lowerBound(prefix);
        for(let path = paths[at]; path?.startsWith(prefix); path = paths[at]){
            const slash = path.indexOf('/', prefix.length);
            found.push(slash < 0 ? path : path.slice(0, slash));
            // '0' is the character after '/': the first path behind everything in this folder.
            at = slash < 0 ? at + 1 : lowerBound(`${path.slice(0, slash)}0`);
        }
        return found;
    }
    function expand(folder, pattern, doubleStar) {
        if (doubleStar && pattern.includes('**')) {
            const { matches } = compileDockerPattern(pattern, {
                doubleStar
            });
            const start = folder === '' ? 0 : folder.length + 1;
            return [
                ...below(folder)
            ].filter((path)=>matches(path.slice(start)));
        }
        let found = [
            folder
        ];
        for (const segment of pattern.split('/')){
            const { literal, matches } = compileDockerPattern(segment);
            found = found.flatMap((parent)=>literal && !segment.includes('\\') ? kind(joinPath(parent, segment)) === null ? [] : [
                    joinPath(parent, segment)
                ] : children(parent).filter((path)=>matches(baseName(path))));
        }
        return found;
    }
    function glob(folder, pattern, doubleStar) {
        const key = `${folder}\0${pattern}\0${doubleStar}`;
        const known = globs.get(key);
        if (known) return known;
        const found = expand(folder, pattern, doubleStar);
        globs.set(key, found);
        return found;
    }
    return {
        kind,
        below,
        glob
    };
}
/** git lists by bytes, which is another order than ours where a name has characters beyond U+FFFF. */ function sortedPaths(entries) {
    const paths = entries.map((entry)=>entry.path);
    for(let at = 1; at < paths.length; at += 1){
        if ((paths[at - 1] ?? '') > (paths[at] ?? '')) return paths.sort(lib_location/* compareText */.n6);
    }
    return paths;
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/manifests.js

function createManifests(texts, { exists, isService, parseToml }) {
    const byName = new Map();
    const byFolder = new Map();
    for (const path of texts.keys()){
        append(byName, baseName(path), path);
        append(byFolder, folderOf(path), path);
    }
    const failures = new Map();
    const made = new Map();
    const once = (key, make)=>{
        if (!made.has(key)) made.set(key, make());
        return made.get(key);
    };
    return {
        text: (path)=>texts.get(path) ?? '',
        parse: (path, parser)=>once(`parse ${path}`, ()=>{
                const text = texts.get(path);
                if (text === undefined) return undefined;
                try {
                    return parser(text.replace(/^\uFEFF/, ''));
                } catch (error) {
                    failures.set(path, error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error));
                    return undefined;
                }
            }),
        once,
        has: (path)=>texts.has(path),
        exists,
        isService,
        named: (name)=>byName.get(name) ?? [],
        directlyIn: (folder)=>byFolder.get(folder) ?? [],
        parseToml,
        failures
    };
}
function append(map, key, value) {
    const known = map.get(key);
    if (known) known.push(value);
    else map.set(key, [
        value
    ]);
}
/** The folders a folder is in, itself first, the root ('') last. */ function foldersUp(folder) {
    const folders = [
        folder
    ];
    for(let at = folder; at !== '';){
        at = folderOf(at);
        folders.push(at);
    }
    return folders;
}
/** The nearest manifest of one of these names, in the folder or above it. */ function manifests_nearest(folder, names, manifests) {
    for (const at of foldersUp(folder)){
        for (const name of names)if (manifests.has(joinPath(at, name))) return joinPath(at, name);
    }
    return undefined;
}
/** A path as a manifest writes it, from its folder. Null when it is absolute or leads out of the repository. */ function resolveFrom(folder, path) {
    if (path.startsWith('/') || path.includes('\0')) return null;
    const segments = folder === '' ? [] : folder.split('/');
    for (const segment of path.split('/')){
        if (segment === '' || segment === '.') continue;
        if (segment !== '..') segments.push(segment);
        else if (segments.pop() === undefined) return null;
    }
    return segments.join('/');
}
/** A reference to a folder, as an edge; nothing when it leads out of the repository. */ function folderReference(manifest, path, because, line) {
    const target = resolveFrom(folderOf(manifest), path);
    return target === null ? [] : [
        {
            kind: 'folder',
            path: target,
            because,
            location: {
                path: manifest,
                line,
                column: 1
            }
        }
    ];
}
/** The files of a workspace, those that exist. */ function workspaceFiles(folder, names, manifests) {
    return names.flatMap((name)=>{
        const path = joinPath(folder, name);
        if (!manifests.exists(path)) return [];
        return [
            {
                kind: 'file',
                path,
                because: `${name} of its workspace`,
                location: {
                    path,
                    line: 1,
                    column: 1
                }
            }
        ];
    });
}
/** A map that anything may be looked up in; empty for what is no map. */ function table(value) {
    const empty = Object.create(null);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(empty, value) : empty;
}
function strings(value) {
    return Array.isArray(value) ? value.filter((item)=>typeof item === 'string') : [];
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/dotnet.js



const shared = [
    'Directory.Build.props',
    'Directory.Build.targets',
    'Directory.Packages.props',
    'global.json'
];
const configs = [
    'NuGet.config',
    'nuget.config',
    'NuGet.Config'
];
/** `<ProjectReference Include="…"/>`, and the files MSBuild looks for in the folders above a project. */ const dotnet = {
    kinds: [
        'dotnet'
    ],
    isManifest: (name)=>/\.(?:cs|fs|vb)proj$/.test(name) || name.startsWith('Directory.Build.'),
    lockfiles: [
        'packages.lock.json'
    ],
    packagesOf: (path, manifests)=>{
        const text = manifests.text(path).replace(/<!--(?:[\s\S]*?-->|[\s\S]*$)/g, (comment)=>comment.replace(/[^\n]/g, ' '));
        const references = [];
        const lineAt = lineCounter(text);
        for (const match of text.matchAll(/<ProjectReference\s[^<>]*?\bInclude\s*=\s*(["'])([^"'<>]*)\1/g)){
            for (const item of (match[2] ?? '').split(';')){
                const target = item.trim().replaceAll('\\', '/').replace(/^\$\(MSBuild(?:ThisFile|Project)Directory\)\/?/, '');
                const because = `ProjectReference ${item.trim()}`;
                // The project's folder; a property in its path can be any folder above, and so is everything.
                const project = target.includes('$(') ? null : folderOf(`./${target}`);
                const line = lineAt(match.index);
                if (project !== null) references.push(...folderReference(path, project, because, line));
                else references.push({
                    kind: 'folder',
                    path: '',
                    because,
                    location: {
                        path,
                        line,
                        column: 1
                    }
                });
            }
        }
        const above = foldersUp(folderOf(path)).flatMap((folder)=>workspaceFiles(folder, [
                ...shared,
                ...configs
            ], manifests));
        return [
            ...references,
            ...above
        ];
    },
    workspaceAbove: ()=>null
};

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/go.js


/**
 * `replace` of go.mod, `use` of go.work. A module of a workspace may import another without requiring it. So where
 * modules of the workspace do require each other, requirements are believed; where none does, every module of it that
 * is no service counts for all.
 */ const go = {
    kinds: [
        'go'
    ],
    isManifest: (name)=>name === 'go.mod' || name === 'go.work',
    lockfiles: [
        'go.mod',
        'go.sum'
    ],
    packagesOf: (path, manifests)=>{
        const file = manifests.parse(path, parseGoFile);
        if (!file) return [];
        const replaced = file.replaces.flatMap(({ module, path: target, line })=>folderReference(path, target, `replace ${module} => ${target}`, line));
        return path.endsWith('go.mod') ? [
            ...replaced,
            ...workspacePackages(path, file, manifests)
        ] : replaced;
    },
    workspaceAbove: (folder, manifests)=>{
        const workspace = workspaceOf(folder, manifests);
        if (!workspace || workspace.folder === folder) return null;
        const prefix = `${folder}/`;
        return workspace.members.some((member)=>member.folder === folder || member.folder.startsWith(prefix)) ? workspace.folder : null;
    }
};
function workspacePackages(path, file, manifests) {
    const workspace = workspaceOf(folderOf(path), manifests);
    if (!workspace?.members.some((member)=>member.folder === folderOf(path))) return [];
    const used = workspace.members.filter((member)=>member.folder !== folderOf(path) && (workspace.requiring ? member.module !== null && file.requires.has(member.module) : !manifests.isService(member.folder)));
    return [
        ...used.map((member)=>({
                kind: 'folder',
                path: member.folder,
                because: `use ${member.path}`,
                location: {
                    path: workspace.file,
                    line: member.line,
                    column: 1
                }
            })),
        ...workspaceFiles(workspace.folder, [
            'go.work',
            'go.work.sum'
        ], manifests),
        ...(manifests.parse(workspace.file, parseGoFile)?.replaces ?? []).flatMap(({ module, path: target, line })=>folderReference(workspace.file, target, `replace ${module} => ${target}`, line))
    ];
}
function workspaceOf(folder, manifests) {
    const path = manifests_nearest(folder, [
        'go.work'
    ], manifests);
    if (path === undefined) return undefined;
    return manifests.once(`go.work ${path}`, ()=>{
        const parsed = manifests.parse(path, parseGoFile);
        const members = (parsed?.uses ?? []).flatMap(({ path: target, line })=>{
            const member = resolveFrom(folderOf(path), target);
            if (member === null) return [];
            const go = manifests.parse(joinPath(member, 'go.mod'), parseGoFile);
            return [
                {
                    folder: member,
                    path: target,
                    line,
                    module: go?.module ?? null,
                    requires: go?.requires ?? []
                }
            ];
        });
        const modules = new Set(members.map((member)=>member.module));
        const requiring = members.some((member)=>[
                ...member.requires
            ].some((name)=>modules.has(name)));
        return {
            folder: folderOf(path),
            file: path,
            members,
            requiring
        };
    });
}
/** Both files have one syntax: a directive on a line, or a block of them in parentheses. */ function parseGoFile(text) {
    const file = {
        module: null,
        requires: new Set(),
        uses: [],
        replaces: []
    };
    let block = null;
    for (const [index, raw] of text.split('\n').entries()){
        const words = raw.replace(/(^|\s)\/\/.*$/, '').trim().split(/\s+/).map(unquote);
        if (words[0] === '') continue;
        if (words[0] === ')') {
            block = null;
            continue;
        }
        if (block === null && words[1] === '(' && words.length === 2) {
            block = words[0] ?? null;
            continue;
        }
        const [directive, ...rest] = block === null ? words : [
            block,
            ...words
        ];
        readDirective(file, directive ?? '', rest, index + 1);
    }
    return file;
}
function readDirective(file, directive, words, line) {
    const [first] = words;
    if (first === undefined) return;
    if (directive === 'module') file.module = first;
    if (directive === 'require') file.requires.add(first);
    if (directive === 'use') file.uses.push({
        path: first,
        line
    });
    if (directive === 'replace') {
        const path = words[words.indexOf('=>') + 1];
        if (words.includes('=>') && path !== undefined && /^\.\.?(?:\/|$)/.test(path)) {
            file.replaces.push({
                module: first,
                path,
                line
            });
        }
    }
}
function unquote(word) {
    return /^(["`]).*\1$/.test(word) ? word.slice(1, -1) : word;
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/gradle.js



const settingsNames = [
    'settings.gradle',
    'settings.gradle.kts'
];
const buildNames = [
    'build.gradle',
    'build.gradle.kts'
];
const workspaceNames = [
    ...settingsNames,
    ...buildNames,
    ...[
        'gradle.properties',
        'gradle.lockfile',
        'gradle/libs.versions.toml',
        'gradle/wrapper/gradle-wrapper.properties'
    ]
];
/** `project(':x')` and `projects.x` of a build that settings.gradle puts together, and what its root shares. */ const gradle = {
    kinds: [
        'java'
    ],
    isManifest: (name)=>settingsNames.includes(name) || buildNames.includes(name),
    lockfiles: [],
    packagesOf: (path, manifests)=>{
        if (settingsNames.some((name)=>path.endsWith(name))) return [];
        const build = buildOf(folderOf(path), manifests);
        if (!build) return [];
        const text = withoutComments(manifests.text(path));
        const lineAt = lineCounter(text);
        const references = [
            ...text.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']([^"']+)["']|\bprojects((?:\.\w+)+)/g)
        ].flatMap((match)=>{
            const folder = match[1] === undefined ? accessed(build, match[2] ?? '') : build.projects.get(normalPath(match[1]));
            if (folder === undefined) return [];
            const location = {
                path,
                line: lineAt(match.index),
                column: 1
            };
            return [
                {
                    kind: 'folder',
                    path: folder,
                    because: match[0].replace(/["']$/, (quote)=>`${quote})`),
                    location
                }
            ];
        });
        if (build.folder === folderOf(path)) return references;
        const sources = joinPath(build.folder, 'buildSrc');
        const location = {
            path,
            line: 1,
            column: 1
        };
        const shared = manifests.exists(sources) ? [
            {
                kind: 'folder',
                path: sources,
                because: 'buildSrc of its build',
                location
            }
        ] : [];
        return [
            ...references,
            ...shared,
            ...workspaceFiles(build.folder, workspaceNames, manifests)
        ];
    },
    workspaceAbove: (folder, manifests)=>{
        const build = buildOf(folder, manifests);
        return build && build.folder !== folder && [
            ...build.projects.values()
        ].includes(folder) ? build.folder : null;
    }
};
function buildOf(folder, manifests) {
    const settings = manifests_nearest(folder, settingsNames, manifests);
    if (settings === undefined) return undefined;
    return manifests.once(`gradle ${settings}`, ()=>{
        const root = folderOf(settings);
        const text = withoutComments(manifests.text(settings));
        const projects = new Map();
        for (const call of text.matchAll(/\binclude\b\s*\(?((?:\s*,?\s*["'][^"'\n]+["'])+)/g)){
            for (const [, name = ''] of (call[1] ?? '').matchAll(/["']([^"']+)["']/g)){
                const path = normalPath(name);
                projects.set(path, joinPath(root, path.slice(1).replaceAll(':', '/')));
            }
        }
        for (const match of text.matchAll(/project\s*\(\s*["']([^"']+)["']\s*\)\.projectDir\s*=\s*(?:new\s+File\s*\(\s*(?:settingsDir|rootDir)\s*,|file\s*\()\s*["']([^"']+)["']/g)){
            const folder = resolveFrom(root, match[2] ?? '');
            if (folder !== null) projects.set(normalPath(match[1] ?? ''), folder);
        }
        return {
            folder: root,
            projects
        };
    });
}
/** `projects.libs.sharedModel` is `:libs:shared-model`; what follows the project is a property of it. */ function accessed({ projects }, accessor) {
    const words = accessor.slice(1).split('.');
    const known = new Map([
        ...projects
    ].map(([path, folder])=>[
            path.slice(1).replace(/[-_:.]/g, '').toLowerCase(),
            folder
        ]));
    for(let length = words.length; length > 0; length -= 1){
        const folder = known.get(words.slice(0, length).join('').toLowerCase());
        if (folder !== undefined) return folder;
    }
    return undefined;
}
function normalPath(path) {
    return path.startsWith(':') ? path : `:${path}`;
}
/** Comments blanked, so that places stay. Two slashes inside quotes (a URL) are no comment. */ function withoutComments(text) {
    return text.replace(/("(?:[^"\\\n]|\\.)*\\?(?:"|$)|'(?:[^'\\\n]|\\.)*\\?(?:'|$))|\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)/gm, (found, quoted)=>quoted === undefined ? found.replace(/[^\n]/g, ' ') : found);
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/node.js





const lockfiles = [
    'pnpm-lock.yaml',
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'bun.lock',
    'bun.lockb'
];
const workspaceManifests = [
    'package.json',
    'pnpm-workspace.yaml'
];
const dependencyKeys = [
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies'
];
/** Ranges that never mean a member of the workspace, even one of that name. */ const elsewhere = /^(?:npm|catalog|git|github|https?|jsr)[+:]/;
/** `workspace:`, `file:`, `link:` and `portal:`, and the names of other members of the same workspace. */ const node = {
    kinds: [
        'node'
    ],
    isManifest: (name)=>workspaceManifests.includes(name),
    lockfiles,
    packagesOf: (path, manifests)=>{
        if (!path.endsWith('package.json')) return [];
        const manifest = table(manifests.parse(path, parseJson));
        const workspace = node_workspaceOf(folderOf(path), manifests);
        const members = workspace ? membersOf(workspace, manifests) : new Map();
        const named = dependencyKeys.flatMap((key)=>Object.entries(table(manifest[key])).flatMap(([name, range])=>typeof range === 'string' ? packageOf(path, name, range, members, manifests) : []));
        return workspace ? [
            ...named,
            ...workspaceFiles(workspace.folder, [
                ...workspaceManifests,
                ...lockfiles
            ], manifests)
        ] : named;
    },
    workspaceAbove: (folder, manifests)=>{
        const workspace = node_workspaceOf(folder, manifests);
        return workspace && workspace.folder !== folder ? workspace.folder : null;
    }
};
function packageOf(path, name, range, members, manifests) {
    const line = ()=>lineOf(manifests.text(path), JSON.stringify(name));
    const because = `"${name}": "${range}"`;
    const local = /^(?:file|link|portal|workspace):(?:\/\/)?(\.{0,2}\/.*|\.{1,2})$/.exec(range) ?? /^(?:file|link|portal):(.+)$/.exec(range);
    if (local?.[1] !== undefined) {
        const [reference] = folderReference(path, local[1], because, line());
        return reference ? [
            {
                ...reference,
                kind: /\.(?:tgz|tar\.gz)$/.test(reference.path) ? 'file' : 'folder'
            }
        ] : [];
    }
    // `workspace:other@*` depends on another member under this name.
    const alias = /^workspace:(.+)@[^@]*$/.exec(range)?.[1];
    const folder = members.get(alias ?? name);
    if (folder === undefined || elsewhere.test(range)) return [];
    return [
        {
            kind: 'folder',
            path: folder,
            because,
            location: {
                path,
                line: line(),
                column: 1
            }
        }
    ];
}
/** The workspace that has a folder as a member, or whose root it is. */ function node_workspaceOf(folder, manifests) {
    for (const at of foldersUp(folder)){
        const workspace = workspaceAt(at, manifests);
        if (workspace && (at === folder || isMember(workspace, folder))) return workspace;
    }
    return undefined;
}
function workspaceAt(folder, manifests) {
    return manifests.once(`node workspace ${folder}`, ()=>{
        const pnpm = table(manifests.parse(joinPath(folder, 'pnpm-workspace.yaml'), parseYaml));
        const { workspaces } = table(manifests.parse(joinPath(folder, 'package.json'), parseJson));
        const patterns = [
            ...strings(pnpm.packages),
            ...strings(workspaces),
            ...strings(table(workspaces).packages)
        ];
        return patterns.length > 0 ? {
            folder,
            patterns
        } : undefined;
    });
}
function isMember({ folder: root, patterns }, folder) {
    const relative = root === '' ? folder : folder.slice(root.length + 1);
    let member = false;
    for (const text of patterns){
        const negated = text.startsWith('!');
        const pattern = text.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '');
        if (pattern === '') continue;
        const glob = compileGlob(pattern);
        const matches = glob.matches === 'exact' ? relative === glob.root : glob.matches === null ? relative.startsWith(glob.root) : glob.matches(relative);
        if (matches) member = !negated;
    }
    return member;
}
/** Folders of the members by package name. */ function membersOf(workspace, manifests) {
    return manifests.once(`node members ${workspace.folder}`, ()=>{
        const members = new Map();
        const prefix = workspace.folder === '' ? '' : `${workspace.folder}/`;
        for (const path of manifests.named('package.json')){
            const folder = folderOf(path);
            if (!path.startsWith(prefix) || folder !== workspace.folder && !isMember(workspace, folder)) continue;
            const { name } = table(manifests.parse(path, parseJson));
            if (typeof name === 'string') members.set(name, folder);
        }
        return members;
    });
}
function parseJson(text) {
    return JSON.parse(text);
}
function parseYaml(text) {
    const { documents, errors } = (0,yaml_document/* parseYamlFile */.B)('pnpm-workspace.yaml', text);
    if (errors[0]) throw errors[0];
    return documents[0]?.value();
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/python.js



/** Path dependencies of pyproject.toml (Poetry, uv, PEP 508 and dependency groups) and of requirements files. */ const python = {
    kinds: [
        'python'
    ],
    isManifest: (name)=>name === 'pyproject.toml' || /^requirements[\w.-]*\.txt$/.test(name),
    lockfiles: [
        'uv.lock',
        'poetry.lock',
        'pdm.lock',
        'Pipfile',
        'Pipfile.lock'
    ],
    packagesOf: (path, manifests)=>{
        if (!path.endsWith('pyproject.toml')) return requirements(path, manifests);
        const manifest = read(path, manifests);
        const root = python_workspaceOf(folderOf(path), manifests);
        return [
            ...poetryPackages(path, manifest, manifests),
            ...uvPackages(path, manifest, root, manifests),
            ...specifiers(manifest).flatMap((text)=>specified(path, text, lineOf(manifests.text(path), text))),
            ...root === undefined ? [] : workspaceFiles(folderOf(root), [
                'pyproject.toml',
                'uv.lock'
            ], manifests)
        ];
    },
    workspaceAbove: (folder, manifests)=>{
        if (!manifests.has(joinPath(folder, 'pyproject.toml'))) return null;
        const root = python_workspaceOf(folder, manifests);
        return root === undefined || folderOf(root) === folder ? null : folderOf(root);
    }
};
function poetryPackages(path, manifest, manifests) {
    const poetry = table(table(manifest.tool).poetry);
    const groups = Object.values(table(poetry.group)).map((group)=>table(group).dependencies);
    return [
        poetry.dependencies,
        poetry['dev-dependencies'],
        ...groups
    ].flatMap((dependencies)=>Object.entries(table(dependencies)).flatMap(([name, entry])=>(Array.isArray(entry) ? entry : [
                entry
            ]).flatMap((one)=>pathEntry(path, name, table(one).path, manifests))));
}
/** `[tool.uv.sources]`, its own and, for a member of a workspace, those of the root. */ function uvPackages(path, manifest, root, manifests) {
    const names = new Set(specifiers(manifest).map((text)=>normalName(/^[\w.-]+/.exec(text.trim())?.[0] ?? '')));
    return [
        path,
        ...root === undefined || root === path ? [] : [
            root
        ]
    ].flatMap((file)=>Object.entries(table(table(table(read(file, manifests).tool).uv).sources)).flatMap(([name, entry])=>(Array.isArray(entry) ? entry : [
                entry
            ]).flatMap((one)=>{
                if (file !== path && !names.has(normalName(name))) return [];
                const source = table(one);
                if (source.workspace !== true) return pathEntry(file, name, source.path, manifests);
                const folder = root === undefined ? undefined : python_membersOf(root, manifests).get(normalName(name));
                if (folder === undefined) return [];
                const location = {
                    path: file,
                    line: lineOf(manifests.text(file), name),
                    column: 1
                };
                return [
                    {
                        kind: 'folder',
                        path: folder,
                        because: `${name} = { workspace = true }`,
                        location
                    }
                ];
            })));
}
function pathEntry(file, name, path, manifests) {
    if (typeof path !== 'string') return [];
    return reference(file, path, `${name} = { path = "${path}" }`, lineOf(manifests.text(file), path));
}
/** A folder, or an archive of a package. */ function reference(file, path, because, line) {
    const isFile = /\.(?:whl|zip|tar\.\w+|tgz)$/.test(path);
    return folderReference(file, path, because, line).map((found)=>({
            ...found,
            kind: isFile ? 'file' : 'folder'
        }));
}
/** Every PEP 508 requirement of a project. */ function specifiers(manifest) {
    const project = table(manifest.project);
    const groups = [
        ...Object.values(table(project['optional-dependencies'])),
        ...Object.values(table(manifest['dependency-groups']))
    ];
    return [
        project.dependencies,
        ...groups
    ].flatMap(strings);
}
/** `name @ file:../x`; the forms with a variable for the project's folder too. */ function specified(file, text, line) {
    const match = /@\s*file:(?:\/\/)?(?:localhost)?(?:\/?(?:\$\{PROJECT_ROOT\}|\{root:uri\})\/)?([^;#\s]+)/.exec(text);
    const path = match?.[1];
    return path === undefined ? [] : reference(file, path, text.trim(), line);
}
/** `-e ../x`, `../x`, `./x`, `name @ file:../x`, `-r ../requirements.txt`. */ function requirements(path, manifests) {
    return manifests.text(path).split('\n').flatMap((raw, index)=>{
        const text = raw.replace(/(^|\s)#.*$/, '').trim();
        const included = /^(?:-r|--requirement|-c|--constraint)[=\s]\s*(\S+)$/.exec(text)?.[1];
        if (included !== undefined && !included.includes('://')) {
            return folderReference(path, included, text, index + 1).map((found)=>({
                    ...found,
                    kind: 'manifest'
                }));
        }
        const editable = text.replace(/^(?:-e|--editable)[=\s]\s*/, '');
        const local = /^(?:file:(?:\/\/)?)?(\.\.?(?:\/[^\s;[]*)?)/.exec(editable)?.[1];
        return local === undefined ? specified(path, text, index + 1) : reference(path, local, text, index + 1);
    });
}
function python_workspaceOf(folder, manifests) {
    return foldersUp(folder).map((at)=>joinPath(at, 'pyproject.toml')).find((path)=>manifests.has(path) && table(table(read(path, manifests).tool).uv).workspace !== undefined);
}
/** Folders below a workspace by the name of the project in them. */ function python_membersOf(root, manifests) {
    return manifests.once(`uv members ${root}`, ()=>{
        const prefix = root.slice(0, -'pyproject.toml'.length);
        return new Map(manifests.named('pyproject.toml').flatMap((path)=>{
            const { name } = path.startsWith(prefix) ? table(read(path, manifests).project) : table(null);
            return typeof name === 'string' ? [
                [
                    normalName(name),
                    folderOf(path)
                ]
            ] : [];
        }));
    });
}
/** Names of projects are equal whatever their case and separators. */ function normalName(name) {
    return name.toLowerCase().replace(/[-_.]+/g, '-');
}
function read(path, manifests) {
    return table(manifests.parse(path, manifests.parseToml));
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/rust.js



const rust_dependencyKeys = [
    'dependencies',
    'dev-dependencies',
    'build-dependencies'
];
/** Path dependencies of Cargo.toml, also those that its workspace writes down. */ const rust = {
    kinds: [
        'rust'
    ],
    isManifest: (name)=>name === 'Cargo.toml',
    lockfiles: [
        'Cargo.lock'
    ],
    packagesOf: (path, manifests)=>{
        const manifest = rust_read(path, manifests);
        const root = rust_workspaceOf(folderOf(path), manifests);
        const shared = root === undefined ? {} : table(table(rust_read(root, manifests).workspace).dependencies);
        const tables = [
            manifest,
            ...Object.values(table(manifest.target)).map(table)
        ];
        const own = tables.flatMap((scope)=>rust_dependencyKeys.flatMap((key)=>Object.entries(table(scope[key])))).flatMap(([name, entry])=>{
            const inherited = table(entry).workspace === true && root !== undefined;
            return inherited ? dependency(root, name, shared[name], manifests) : dependency(path, name, entry, manifests);
        });
        const patches = [
            path,
            ...root === undefined || root === path ? [] : [
                root
            ]
        ].flatMap((file)=>Object.values(table(rust_read(file, manifests).patch)).flatMap((registry)=>Object.entries(table(registry)).flatMap(([name, entry])=>dependency(file, name, entry, manifests))));
        const files = root === undefined ? [] : workspaceFiles(folderOf(root), [
            'Cargo.toml',
            'Cargo.lock'
        ], manifests);
        return [
            ...own,
            ...patches,
            ...files
        ];
    },
    workspaceAbove: (folder, manifests)=>{
        if (!manifests.has(joinPath(folder, 'Cargo.toml'))) return null;
        const root = rust_workspaceOf(folder, manifests);
        return root === undefined || folderOf(root) === folder ? null : folderOf(root);
    }
};
function dependency(file, name, entry, manifests) {
    const { path } = table(entry);
    if (typeof path !== 'string') return [];
    return folderReference(file, path, `${name} = { path = "${path}" }`, lineOf(manifests.text(file), path));
}
/** The Cargo.toml of the workspace a package is in: its own, or the nearest above that does not exclude it. */ function rust_workspaceOf(folder, manifests) {
    for (const at of foldersUp(folder)){
        const path = joinPath(at, 'Cargo.toml');
        if (!manifests.has(path)) continue;
        const { workspace } = rust_read(path, manifests);
        if (workspace === undefined) continue;
        const excluded = strings(table(workspace).exclude).some((name)=>`${folder}/`.startsWith(`${joinPath(at, name)}/`));
        return excluded ? undefined : path;
    }
    return undefined;
}
function rust_read(path, manifests) {
    return table(manifests.parse(path, manifests.parseToml));
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/packages/local-packages.js










const ecosystems = [
    go,
    node,
    rust,
    python,
    dotnet,
    gradle
];
/** Whether a file of this name is read for the local packages it names. */ function isPackageManifest(name) {
    return ecosystems.some((ecosystem)=>ecosystem.isManifest(name));
}
/**
 * @param texts the contents of files selected by `isPackageManifest`, among others
 * @param services the folders of all services
 */ async function readLocalPackages(texts, tree, services) {
    const own = new Map([
        ...texts
    ].filter(([path])=>isPackageManifest(baseName(path))));
    const usesToml = [
        ...own.keys()
    ].some((path)=>path.endsWith('.toml'));
    // Loaded only where there is TOML: most repositories pay nothing for it.
    const parseToml = usesToml ? (await __nccwpck_require__.e(/* import() */ 41).then(__nccwpck_require__.bind(__nccwpck_require__, 1041))).parse : ()=>undefined;
    const exists = (path)=>tree.kind(path) !== null;
    const manifests = createManifests(own, {
        exists,
        isService: (folder)=>services.has(folder),
        parseToml
    });
    const direct = directPackages(manifests);
    return {
        of: (folder, kind)=>transitive(folder, kind, manifests, direct, tree),
        rootSpans: (folder, kind)=>isSpanned(folder, kind, manifests, tree),
        problems: ()=>[
                ...manifests.failures
            ].map(([path, why])=>({
                    severity: 'warning',
                    message: `${(0,catalog_names/* showPath */.P8)(path)} cannot be parsed (${why}); until then every change affects the services that use it`,
                    help: 'Correct the file.',
                    location: {
                        path,
                        line: 1,
                        column: 1
                    }
                }))
    };
}
/** What a manifest names itself, found once. */ function directPackages(manifests) {
    return (path)=>manifests.once(`packages ${path}`, ()=>{
            const name = baseName(path);
            const found = ecosystems.filter((one)=>one.isManifest(name)).flatMap((one)=>one.packagesOf(path, manifests));
            const why = manifests.failures.has(path) ? `${name} cannot be parsed` : null;
            if (why !== null) found.push({
                kind: 'folder',
                path: '',
                because: why,
                location: {
                    path,
                    line: 1,
                    column: 1
                }
            });
            return found;
        });
}
function transitive(folder, kind, manifests, direct, tree) {
    const enclosing = enclosingManifests(folder, kind, manifests, tree);
    const queue = [
        ...manifestsBelow(folder, manifests, tree),
        ...enclosing.manifests
    ];
    const seen = new Set(queue);
    const edges = new Map();
    const add = (found)=>{
        if (found.path !== '' && isInside(found.path, folder)) return;
        const pattern = found.kind === 'folder' ? folderGlob(found.path) : escapeGlob(found.path);
        const { because, location } = found;
        if (!edges.has(pattern)) edges.set(pattern, {
            pattern,
            because,
            location,
            scope: 'both'
        });
    };
    for (const file of enclosing.files)add(file);
    for (const path of queue){
        for (const found of direct(path)){
            add(found);
            const next = followed(found, manifests);
            for (const manifest of next){
                if (seen.has(manifest)) continue;
                seen.add(manifest);
                queue.push(manifest);
            }
        }
    }
    return [
        ...edges.values()
    ];
}
function followed({ kind, path }, manifests) {
    if (kind === 'folder') return manifests.directlyIn(path);
    return kind === 'manifest' && manifests.has(path) ? [
        path
    ] : [];
}
function manifestsBelow(folder, manifests, tree) {
    const found = [];
    for (const path of tree.below(folder))if (manifests.has(path) && !isForeign(path)) found.push(path);
    return found;
}
/** The manifests above a service that has none of its own family: it is a part of that package. */ function enclosingManifests(folder, kind, manifests, tree) {
    const below = manifestsBelow(folder, manifests, tree).map(baseName);
    for (const ecosystem of ecosystems){
        if (!ecosystem.kinds.includes(kind) || below.some(ecosystem.isManifest)) continue;
        for (const at of foldersUp(folder).slice(1)){
            const found = manifests.directlyIn(at).filter((path)=>ecosystem.isManifest(baseName(path)));
            if (found.length === 0) continue;
            const names = [
                ...found.map(baseName),
                ...ecosystem.lockfiles
            ];
            return {
                manifests: found,
                files: workspaceFiles(at, [
                    ...new Set(names)
                ], manifests)
            };
        }
    }
    return {
        manifests: [],
        files: []
    };
}
function isSpanned(folder, kind, manifests, tree) {
    if (enclosingManifests(folder, kind, manifests, tree).manifests.length > 0) return true;
    const folders = new Set([
        folder,
        ...manifestsBelow(folder, manifests, tree).map(folderOf)
    ]);
    return [
        ...folders
    ].some((at)=>ecosystems.some((ecosystem)=>{
            const above = ecosystem.workspaceAbove(at, manifests);
            return above !== null && above !== folder && isInside(folder, above);
        }));
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/inputs.js











/**
 * What each service is made of: its folder, what its Dockerfile copies, the local packages its manifests name, and
 * what the configuration adds. One entry for each service that has a source, in their order.
 *
 * Reads in one batch: Dockerfiles, ignore files, manifests and the files that say how images are built. Where
 * something cannot be known (a build context, an unreadable manifest), everything is an input, and a problem says so.
 */ async function deriveInputs(tree, services, config) {
    const built = services.filter((service)=>service.path !== null);
    if (built.length === 0) return {
        inputs: [],
        problems: []
    };
    const entries = await tree.list();
    const texts = decode(await tree.read(selectFiles(entries, built)));
    const paths = treePaths(entries);
    const configured = rebuildAll(config.build?.['rebuild-all'] ?? [], paths);
    const repository = {
        tree: paths,
        texts,
        config,
        evidence: readContextEvidence(texts),
        packages: await readLocalPackages(texts, paths, new Set(built.map(folderOfService))),
        exceptions: new Map(),
        everyService: configured.edges
    };
    const results = built.map((service)=>inputsOf(service, repository));
    return {
        inputs: results.map((result)=>result.inputs),
        problems: [
            ...configured.problems,
            ...results.flatMap((result)=>result.problems),
            ...repository.packages.problems()
        ]
    };
}
/** Every file the derivation may need, by name; sorted as the listing is. */ function selectFiles(entries, services) {
    const dockerfiles = new Set(services.map((service)=>service.dockerfile));
    return entries.flatMap(({ path, mode })=>{
        if (mode !== 'file' && mode !== 'executable') return [];
        const name = baseName(path);
        const wanted = dockerfiles.has(path) || (isIgnoreFile(name) || isPackageManifest(name) || isContextEvidence(path, name)) && !isForeign(path);
        return wanted ? [
            path
        ] : [];
    });
}
/** Bytes that are not UTF-8 become U+FFFD: a pattern with it in it matches no name, and is noticed below. */ function decode(contents) {
    const decoder = new TextDecoder();
    return new Map([
        ...contents
    ].map(([path, bytes])=>[
            path,
            decoder.decode(bytes)
        ]));
}
/** '' for a service that is the whole repository. */ function folderOfService(service) {
    return normaliseRepositoryPath(service.path ?? '') ?? '';
}
function inputsOf(service, repository) {
    const folder = folderOfService(service);
    const override = overrideOf(repository.config, service.name);
    const built = imageInputs(service, folder, override, repository);
    const own = {
        pattern: folderGlob(folder),
        because: 'its own folder',
        location: null,
        scope: built.complete && service.dockerfile !== null ? 'source' : 'both'
    };
    const packages = repository.packages.of(folder, service.kind);
    const configured = configuredPaths(service.name, override?.paths ?? [], repository.tree);
    const edges = [
        own,
        ...built.edges,
        ...packages,
        ...configured.edges,
        ...repository.everyService
    ];
    const { context, because } = built.context;
    return {
        inputs: {
            service: service.name,
            context: context === '' ? '.' : context,
            contextBecause: because,
            edges: built.complete ? edges : edges.map((edge)=>({
                    ...edge,
                    scope: 'both'
                })),
            complete: built.complete
        },
        problems: [
            ...built.problems,
            ...configured.problems
        ]
    };
}
/** What the image of a service is made from, as its Dockerfile and the ignore file of its build say. */ function imageInputs(service, folder, override, repository) {
    const { tree, texts } = repository;
    const { dockerfile } = service;
    if (dockerfile === null) {
        return {
            context: {
                context: null,
                because: 'it has no Dockerfile'
            },
            edges: [],
            complete: true,
            problems: []
        };
    }
    const text = texts.get(dockerfile);
    if (text === undefined) return unreadable(service, dockerfile);
    const parsed = readDockerfile(text, buildArguments(override));
    if (text.includes('\uFFFD')) parsed.notes.push({
        message: 'it is not UTF-8 text',
        line: 1
    });
    const context = contextOf(service, folder, dockerfile, parsed, override, repository);
    const ignoreFile = ignoreFileOf(dockerfile, context.context, tree);
    const files = [
        dockerfile,
        ...ignoreFile === null ? [] : [
            ignoreFile
        ]
    ].map((path)=>fileEdge(path));
    if (context.context === null) {
        const everything = everythingEdge(`the build context of ${(0,catalog_names/* showPath */.P8)(dockerfile)} cannot be told`, dockerfile);
        return {
            context,
            edges: [
                ...files,
                everything
            ],
            complete: false,
            problems: context.problem ? [
                context.problem
            ] : []
        };
    }
    const ignored = ignoreFile === null ? undefined : exceptionOf(ignoreFile, context.context, repository);
    const taken = dockerfileInputs(dockerfile, parsed, context.context, ignored, tree);
    const additional = context.additional.map((extra)=>({
            pattern: folderGlob(extra),
            because: `an additional build context (${context.because})`,
            location: context.location,
            scope: 'both'
        }));
    return {
        context,
        edges: [
            ...files,
            ...taken.edges,
            ...additional
        ],
        complete: taken.complete,
        problems: taken.problems
    };
}
function contextOf(service, folder, dockerfile, parsed, override, { tree, evidence, packages }) {
    return inferBuildContext({
        service,
        folder,
        dockerfile,
        parsed,
        configured: override?.context,
        evidence: evidence.get(dockerfile) ?? [],
        tree,
        spannedByRoot: packages.rootSpans(folder, service.kind)
    });
}
function exceptionOf(ignoreFile, context, { texts, exceptions }) {
    const key = `${ignoreFile}\0${context}`;
    let exception = exceptions.get(key);
    if (!exception) {
        exception = ignoredBy(parseIgnoreRules(texts.get(ignoreFile) ?? ''), context);
        exceptions.set(key, exception);
    }
    return exception;
}
/** A Dockerfile that is a link, or that the configuration names and nobody has. */ function unreadable(service, dockerfile) {
    const because = `the Dockerfile ${(0,catalog_names/* showPath */.P8)(dockerfile)} cannot be read`;
    return {
        context: {
            context: null,
            because
        },
        edges: [
            everythingEdge(because, null)
        ],
        complete: false,
        problems: [
            {
                severity: 'warning',
                message: `${because}; until then every change affects ${(0,catalog_names/* showPath */.P8)(service.name)}`,
                help: `Put a regular file there, or correct services.overrides.${service.name}.dockerfile in rollcall.yaml.`
            }
        ]
    };
}
function fileEdge(path) {
    const because = isIgnoreFile(path) ? 'the ignore file of its build' : 'its Dockerfile';
    return {
        pattern: escapeGlob(path),
        because,
        location: null,
        scope: 'both'
    };
}
function everythingEdge(because, dockerfile) {
    const location = dockerfile === null ? null : {
        path: dockerfile,
        line: 1,
        column: 1
    };
    return {
        pattern: '**',
        because,
        location,
        scope: 'both'
    };
}
/** Looked up so that a service called `constructor` has no settings it was not given. */ function overrideOf(config, name) {
    const overrides = config.services?.overrides ?? {};
    return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}
function buildArguments(override) {
    return new Map((override?.['build-args'] ?? []).flatMap((argument)=>{
        const equals = argument.indexOf('=');
        return equals < 0 ? [] : [
            [
                argument.slice(0, equals),
                argument.slice(equals + 1)
            ]
        ];
    }));
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/paths-filters.js

/**
 * The inputs as filters of dorny/paths-filter: YAML with a list of patterns for each service. What matches there is
 * at least what is an input here: only positive patterns, because by its default one `!` pattern in a list matches
 * everything else. (Below a folder it does not match names with a line end in them; no pattern of it does.)
 */ function pathsFilters(inputs) {
    const filters = [
        ...inputs
    ].sort((a, b)=>(0,lib_location/* compareText */.n6)(a.service, b.service));
    return filters.map((input)=>`${quote(input.service)}:\n${patternsOf(input)}`).join('');
}
function patternsOf({ edges }) {
    const positive = new Set(edges.flatMap(({ pattern, negated })=>negated ? [] : [
            wellFormed(pattern)
        ]));
    const patterns = positive.has('**') ? [
        '**'
    ] : [
        ...positive
    ];
    return patterns.map((pattern)=>`  - ${quote(pattern)}\n`).join('');
}
/** Bytes of a name that are no UTF-8 reach the filter as replacement characters: any will do. */ function wellFormed(pattern) {
    return pattern.replace(/\p{Cs}+/gu, '*');
}
/** A YAML string, whatever is in it: JSON's form where the plain quotes cannot hold it. */ function quote(text) {
    if (/^[\x20-\x7E\u00A0-\u1FFF\u2070-\uD7FF]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
    return JSON.stringify(text).replace(/[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, (character)=>`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// EXTERNAL MODULE: ./packages/domain/lib/changes/workflow-paths.js
var workflow_paths = __nccwpck_require__(3867);
;// CONCATENATED MODULE: ./packages/domain/lib/changes/detect-changes.js












/**
 * Which services an event affects, and why. UserError for a service, a revision or a configuration that is wrong,
 * and for changes of no service where `detect.unowned` is `error`. What cannot be known makes every service count.
 */ async function detectChanges(request, ports) {
    const { history } = ports;
    const head = await resolveHead(request.event, request.head, history);
    const tree = history.tree(head);
    const { config } = await readConfig(tree, request.config);
    const entries = await tree.list();
    const { services, problems } = discoverServices(entries, config);
    const names = services.map(({ name })=>name);
    if (request.workflow) problems.push(...await (0,workflow_paths/* workflowPathsProblems */.K)(tree, request.workflow));
    const comparison = askedFor(request, names) ?? await compare(request, head, config, ports);
    const compares = comparison.kind === 'range';
    const [diffs, derived] = await Promise.all([
        compares ? differences(comparison, history) : [],
        compares || request.filters ? deriveInputs(tree, services, config) : {
            inputs: [],
            problems: []
        }
    ]);
    const changed = [
        ...new Set(diffs.flat().map(({ path })=>path))
    ].sort(lib_location/* compareText */.n6);
    const gone = diffs.flatMap((diff)=>removedServices(entries, diff, names, config, ports.log));
    const found = compares ? affected(changed, derived.inputs, request.scope) : chosen(comparison, names);
    const unowned = outsideOf(gone, found.unowned);
    applyUnowned(config.detect?.unowned ?? 'ignore', unowned, names, found.reasons);
    const affectedNames = [
        ...found.reasons.keys()
    ].sort(lib_location/* compareText */.n6);
    return {
        services: affectedNames,
        hasChanges: affectedNames.length > 0,
        count: affectedNames.length,
        removed: [
            ...new Set(gone.map(({ name })=>name))
        ].sort(lib_location/* compareText */.n6),
        reasons: new Map(affectedNames.map((name)=>[
                name,
                found.reasons.get(name) ?? []
            ])),
        unowned,
        base: compares ? comparison.base : null,
        head,
        changedFiles: changed.length,
        everything: comparison.kind === 'everything',
        because: comparison.because,
        filters: request.filters ? pathsFilters(derived.inputs) : null,
        problems: [
            ...problems,
            ...derived.problems
        ]
    };
}
/** The contract's object: the outputs of the action by their names. */ function detectJson(detected) {
    return {
        services: detected.services,
        'has-changes': detected.hasChanges,
        count: detected.count,
        removed: detected.removed,
        reasons: Object.fromEntries([
            ...detected.reasons
        ].map(([name, reasons])=>[
                name,
                reasons.map(({ path, because })=>({
                        path,
                        because
                    }))
            ])),
        unowned: detected.unowned,
        base: detected.base ?? '',
        head: detected.head,
        'changed-files': detected.changedFiles
    };
}
function compare(request, head, config, ports) {
    const { lastSuccess, history, log } = ports;
    const options = {
        base: request.base,
        head: request.head,
        detect: config.detect,
        lastSuccess
    };
    return chooseComparison(request.event, head, options, history, log);
}
function askedFor({ services, changes }, known) {
    if (services !== undefined && changes !== undefined) {
        throw new user_error/* UserError */.yo('both "services" and "changes" are given', {
            help: 'Give one of them.'
        });
    }
    const names = services ?? changes;
    if (names === undefined) return undefined;
    const because = services ? 'named in "services"' : 'named in "changes"';
    return {
        kind: 'asked',
        names: selectNames(names, known, because),
        because
    };
}
/** The changed files from each commit that is compared from. */ function differences(range, history) {
    return Promise.all([
        range.base,
        ...range.also
    ].map((base)=>history.changedFiles(base, range.head)));
}
function affected(changed, inputs, scope) {
    const found = affectedServices(changed, inputs, scope);
    return {
        reasons: new Map(found.affected.map(({ service, reasons })=>[
                service,
                reasons
            ])),
        unowned: found.unowned
    };
}
/** What counts where no files were compared; the reason is about the whole repository. */ function chosen(comparison, all) {
    const names = comparison.kind === 'asked' ? comparison.names : comparison.kind === 'everything' ? all : [];
    const reason = {
        path: '.',
        because: comparison.because,
        location: null
    };
    return {
        reasons: new Map(names.map((name)=>[
                name,
                [
                    reason
                ]
            ])),
        unowned: []
    };
}
/**
 * Services that the base has and the head does not. The listing of the base is that of the head with the differences
 * undone, so nothing of the base is read; it is looked at with the head's configuration.
 */ function removedServices(entries, diff, names, config, log) {
    if (!diff.some(({ after })=>after === null)) return [];
    const added = new Set(diff.filter(({ before })=>before === null).map(({ path })=>path));
    const deleted = diff.flatMap(({ path, before, after })=>after === null && before !== null ? [
            {
                path,
                mode: before
            }
        ] : []);
    const before = [
        ...entries.filter(({ path })=>!added.has(path)),
        ...deleted
    ];
    before.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.path, b.path));
    const present = new Set(names);
    try {
        // The change that retires a service also writes it down as removed.
        const { services } = discoverServices(before, {
            ...config,
            'removed-services': []
        });
        return services.filter(({ name })=>!present.has(name));
    } catch (error) {
        if (!(error instanceof user_error/* UserError */.yo)) throw error;
        log.warning(`Which services were removed is not known: in the base, ${error.message}.`);
        return [];
    }
}
/** Paths outside the folders of services that are gone: those belonged to a service. */ function outsideOf(services, paths) {
    const folders = new Set(services.map(({ path })=>path));
    const inside = (path)=>{
        for(let folder = folderOf(path); folder !== ''; folder = folderOf(folder))if (folders.has(folder)) return true;
        return false;
    };
    return folders.size === 0 ? [
        ...paths
    ] : paths.filter((path)=>!inside(path));
}
/** What `detect.unowned` says of changes that belong to no service. */ function applyUnowned(rule, unowned, names, reasons) {
    const [first] = unowned;
    if (first === undefined || rule === 'ignore') return;
    if (rule === 'error') {
        const shown = unowned.slice(0, 10).map(catalog_names/* showPath */.P8).join(', ');
        const more = unowned.length > 10 ? ` and ${unowned.length - 10} more` : '';
        throw new user_error/* UserError */.yo(`changed files belong to no service: ${shown}${more}`, {
            help: 'Add them to the `paths` of a service or to `build.rebuild-all`, or relax `detect.unowned`.'
        });
    }
    const reason = {
        path: first,
        because: 'belongs to no service (detect.unowned: all)',
        location: null
    };
    for (const name of names)reasons.set(name, [
        ...reasons.get(name) ?? [],
        reason
    ]);
}


/***/ }),

/***/ 9445:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ detectSummary)
/* harmony export */ });
/* harmony import */ var _catalog_names_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8721);

/** The result as Markdown for the summary of a job: what was compared, then one row for each affected service. */ function detectSummary(detected) {
    const { services, reasons, removed, unowned } = detected;
    const lines = [
        `### Affected services: ${detected.count}`,
        '',
        comparison(detected),
        ''
    ];
    if (services.length > 0) {
        lines.push('| service | why |', '|---|---|');
        for (const name of services){
            const [first, ...others] = reasons.get(name) ?? [];
            const why = first ? `${first.path === '.' ? '' : `${code(first.path)} `}${plain(first.because)}` : '';
            lines.push(`| ${code(name)} | ${why}${others.length > 0 ? ` (and ${others.length} more)` : ''} |`);
        }
        lines.push('');
    }
    if (removed.length > 0) lines.push(`Removed: ${removed.map(code).join(', ')}`, '');
    if (unowned.length > 0) {
        const shown = unowned.slice(0, 10).map(code).join(', ');
        const more = unowned.length > 10 ? ` and ${unowned.length - 10} more` : '';
        lines.push(`Changed files of no service: ${shown}${more}`, '');
    }
    return lines.join('\n');
}
function comparison({ base, head, because, changedFiles }) {
    if (base === null) return `${code(head.slice(0, 12))}: ${plain(because)}.`;
    const files = `${changedFiles} changed ${changedFiles === 1 ? 'file' : 'files'}`;
    return `${code(base.slice(0, 12))} … ${code(head.slice(0, 12))} (${plain(because)}): ${files}.`;
}
/** A name from the repository as code in one cell of a table, whatever it holds. */ function code(name) {
    const text = /^[\w./@+~,= -]+$/.test(name) ? name : (0,_catalog_names_js__WEBPACK_IMPORTED_MODULE_0__/* .quoteName */ .AB)(name);
    return `<code>${entities(text)}</code>`;
}
function plain(text) {
    return entities(text.replaceAll(/\s+/g, ' '));
}
/** Nothing in it is taken for HTML, Markdown, a mention or the end of a cell. */ function entities(text) {
    return text.replace(/[&<>|`*_[\]@#\\~:]/g, (character)=>`&#${character.charCodeAt(0)};`);
}


/***/ }),

/***/ 1278:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ detectTable)
});

// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var names = __nccwpck_require__(8721);
;// CONCATENATED MODULE: ./packages/domain/lib/text-table.js
/** Rows with their columns aligned, for a terminal; two blanks between columns, none at a line's end. */ function textTable(rows) {
    const widths = [];
    for (const row of rows)for (const [column, cell] of row.entries())widths[column] = Math.max(widths[column] ?? 0, [
        ...cell
    ].length);
    return rows.map((row)=>row.map((cell, column)=>cell + ' '.repeat((widths[column] ?? 0) - [
                ...cell
            ].length)).join('  ').trimEnd());
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/detect-table.js


/** The result for a terminal: what was compared, one line for each affected service, what else changed. */ function detectTable(detected) {
    const { services, reasons, removed, unowned, base, head, because, changedFiles, count } = detected;
    const compared = base === null ? `${head.slice(0, 12)}: ${because}` : `${base.slice(0, 12)} … ${head.slice(0, 12)} (${because}): ${changedFiles} changed ${changedFiles === 1 ? 'file' : 'files'}`;
    const rows = services.map((name)=>{
        const [first, ...others] = reasons.get(name) ?? [];
        const why = first ? `${first.path === '.' ? '' : `${(0,names/* showPath */.P8)(first.path)} → `}${first.because}` : '';
        return [
            `  ${name}`,
            others.length > 0 ? `${why} (and ${others.length} more)` : why
        ];
    });
    return [
        compared,
        count === 0 ? 'no service is affected' : `${count} affected ${count === 1 ? 'service' : 'services'}:`,
        ...textTable(rows),
        ...removed.length > 0 ? [
            `removed: ${removed.join(', ')}`
        ] : [],
        ...unowned.length > 0 ? [
            `changed files of no service: ${listed(unowned)}`
        ] : [],
        ''
    ].join('\n');
}
function listed(paths) {
    const shown = paths.slice(0, 10).map(names/* showPath */.P8).join(', ');
    return paths.length > 10 ? `${shown} and ${paths.length - 10} more` : shown;
}


/***/ }),

/***/ 6887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ isUnavailable)
/* harmony export */ });
function isUnavailable(answer) {
    return 'because' in answer;
}


/***/ }),

/***/ 3867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ workflowPathsProblems),
/* harmony export */   R: () => (/* binding */ workflowPath)
/* harmony export */ });
/* harmony import */ var _manifest_yaml_document_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9484);

const filtered = [
    'push',
    'pull_request',
    'pull_request_target'
];
/**
 * Says where the workflow that runs this filters by paths itself. GitHub matches such a filter against the first
 * 300 changed files only, and never for tags, so that a service can be lost before anything here is asked.
 */ async function workflowPathsProblems(tree, workflow) {
    const bytes = (await tree.read([
        workflow
    ])).get(workflow);
    if (!bytes) return [];
    const text = (0,_manifest_yaml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .decodeUtf8 */ ._)(workflow, bytes);
    if (!text.includes('paths')) return [];
    const [document] = (0,_manifest_yaml_document_js__WEBPACK_IMPORTED_MODULE_0__/* .parseYamlFile */ .B)(workflow, text).documents;
    if (!document) return [];
    return filtered.flatMap((event)=>[
            'paths',
            'paths-ignore'
        ].flatMap((key)=>{
            if (!document.node([
                'on',
                event,
                key
            ])) return [];
            return [
                {
                    severity: 'warning',
                    message: `on.${event}.${key} stands before the detection: GitHub looks at the first 300 changed files only, so a larger change can lose a service without a trace`,
                    help: `Remove ${key} from this workflow: what is not affected costs a few seconds.`,
                    location: document.locate([
                        'on',
                        event,
                        key
                    ])
                }
            ];
        }));
}
/** The path in `owner/name/.github/workflows/release.yml@refs/heads/main`; undefined where there is none. */ function workflowPath(reference) {
    return /^[^/]+\/[^/]+\/(\.github\/workflows\/[^@]+)@/.exec(reference ?? '')?.[1];
}


/***/ }),

/***/ 7834:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j$: () => (/* binding */ formatLocation),
/* harmony export */   n6: () => (/* binding */ compareText)
/* harmony export */ });
/* unused harmony export compareLocations */
/** A place in a file of the repository; line and column are 1-based, the column counts UTF-16 units. */ function formatLocation({ path, line, column }) {
    return `${path}:${line}:${column}`;
}
/** Order of everything that is listed by place: path by code unit, then line, then column. */ function compareLocations(a, b) {
    return compareText(a.path, b.path) || a.line - b.line || a.column - b.column;
}
/** Order by UTF-16 code unit, the same on every machine and in every locale. */ function compareText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 9484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ parseYamlFile),
/* harmony export */   _: () => (/* binding */ decodeUtf8)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(390);
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5017);


/** Aliases a document may expand to before it counts as hostile: the limit of the `yaml` package. */ const maxAliasCount = 100;
/** Decodes strictly: a byte sequence that is not UTF-8 is an error that names the file. The BOM is kept. */ function decodeUtf8(path, bytes) {
    try {
        return new TextDecoder('utf-8', {
            fatal: true,
            ignoreBOM: true
        }).decode(bytes);
    } catch (cause) {
        throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`${path} is not UTF-8 text`, {
            help: 'Save the file as UTF-8.',
            cause
        });
    }
}
/** A line that opens hundreds of blocks, or is indented as far: the parser recurses, and a process out of stack dies. */ const nestedTooDeeply = /^[ \t?:-]{1000}/m;
/**
 * Parses every document of a file, or of the text inside a block scalar of one: places are then the file's. Never
 * throws on bad YAML: see `errors`.
 */ function parseYamlFile(path, text, nesting) {
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const deep = nestedTooDeeply.exec(text);
    const parsed = deep ? [] : (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseAllDocuments */ .hR)(text, {
        lineCounter: lines,
        uniqueKeys: true,
        keepSourceTokens: true,
        merge: true,
        logLevel: 'error'
    });
    const location = (offset)=>{
        if (nesting) return nesting.document.file.location(nesting.outerOffset(offset));
        const { line, col } = lines.linePos(offset);
        return {
            path,
            line: Math.max(line, 1),
            column: Math.max(col, 1)
        };
    };
    const documents = [];
    const errors = [];
    const file = {
        path,
        text,
        documents,
        errors,
        location,
        ...nesting ? {
            nesting
        } : {}
    };
    if (deep) {
        const line = text.slice(0, deep.index).split('\n').length;
        const place = nesting ? location(deep.index) : {
            path,
            line,
            column: 1
        };
        errors.push(new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('not readable YAML: nested too deeply', {
            location: place
        }));
    }
    const asts = Array.isArray(parsed) ? parsed : [];
    for (const [index, ast] of asts.entries()){
        if (ast.errors.length === 0) documents.push(yamlDocument(file, index, ast));
        for (const error of ast.errors){
            const message = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.message;
            errors.push(new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`not valid YAML: ${message}`, {
                location: location(error.pos[0]),
                cause: error
            }));
        }
    }
    return file;
}
function yamlDocument(file, index, ast) {
    let plain;
    const value = ()=>{
        if (!plain) {
            try {
                plain = {
                    value: ast.toJS({
                        maxAliasCount
                    })
                };
            } catch (cause) {
                // An alias without an anchor, aliases that expand without measure, a merge key without a map.
                const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
                throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(`the document cannot be read: ${reason}`, {
                    location: file.location(ast.range[0]),
                    help: 'Write the values out instead of using anchors and aliases.',
                    cause
                });
            }
        }
        return plain.value;
    };
    const resolve = (node)=>{
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node)) return node.resolve(ast) ?? undefined;
        return (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node) ? node : undefined;
    };
    /** Walks as far as the path exists. */ const walk = (path)=>{
        let node = resolve(ast.contents);
        let key;
        for (const step of path){
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
                const pair = node.items.find((item)=>(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(item) && (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(item.key) && String(item.key.value) === String(step));
                if (!pair) return {
                    node,
                    key,
                    complete: false
                };
                key = pair.key;
                node = resolve(pair.value);
            } else if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node) && typeof step === 'number' && node.items[step] !== undefined) {
                key = undefined;
                node = resolve(node.items[step]);
            } else {
                return {
                    node,
                    key,
                    complete: false
                };
            }
        }
        return {
            node,
            key,
            complete: true
        };
    };
    const start = (node)=>file.location(node?.range?.[0] ?? ast.range[0]);
    return {
        file,
        index,
        ast,
        value,
        node: (path)=>{
            const found = walk(path);
            return found.complete ? found.node : undefined;
        },
        locate: (path)=>{
            const { node, key } = walk(path);
            return start(key ?? node);
        },
        locateValue: (path)=>{
            const { node, key, complete } = walk(path);
            return start(complete ? node ?? key : key ?? node);
        }
    };
}


/***/ }),

/***/ 5017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   yA: () => (/* binding */ ExternalError),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* unused harmony export describeError */

/** A user's mistake: usage, configuration or bad input. Exit code 2. */ class UserError extends Error {
    help;
    location;
    constructor(message, detail = {}){
        super(message, {
            cause: detail.cause
        });
        this.name = 'UserError';
        this.help = detail.help;
        this.location = detail.location;
    }
}
/** The outside world failed: git, the network, a permission. Exit code 3. */ class ExternalError extends Error {
    help;
    constructor(message, detail = {}){
        super(message, {
            cause: detail.cause
        });
        this.name = 'ExternalError';
        this.help = detail.help;
    }
}
/** `path:line:column: message` and the help on a line of its own: the form of every error on a terminal. */ function describeError(error) {
    const where = error instanceof UserError && error.location ? `${formatLocation(error.location)}: ` : '';
    return `${where}${error.message}${error.help ? `\n  ${error.help.replaceAll('\n', '\n  ')}` : ''}`;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(8593);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
