export const id = 589;
export const ids = [589];
export const modules = {

/***/ 6385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ logProblems)
/* harmony export */ });
/* harmony import */ var _rollcall_domain_location__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7834);

/** Says what discovery could not know, on standard error. */ function logProblems(problems, { log }) {
    for (const { severity, message, help, location } of problems){
        const where = location ? `${(0,_rollcall_domain_location__WEBPACK_IMPORTED_MODULE_0__/* .formatLocation */ .j$)(location)}: ` : '';
        const text = `${where}${message}${help ? `\n  ${help.replaceAll('\n', '\n  ')}` : ''}`;
        if (severity === 'notice') log.notice(text);
        else log.warning(text);
    }
}


/***/ }),

/***/ 1554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SO: () => (/* binding */ compileGlob),
/* harmony export */   j0: () => (/* binding */ folderGlob),
/* harmony export */   yk: () => (/* binding */ escapeGlob)
/* harmony export */ });
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5496);

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
function compileUncached(pattern) {
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
    // dotAll: a line end in a name is a character like any other.
    const matches = picomatch__WEBPACK_IMPORTED_MODULE_0__(pattern, {
        dot: true,
        flags: 's'
    });
    return {
        root,
        matches: (path)=>matches(path)
    };
}
/** The name a segment stands for; null when it has a wildcard. */ function literalOf(segment) {
    if (/^(?:[^\\*?[\]{}()!+@|^$"']|\\.)*$/s.test(segment)) return segment.replace(/\\(.)/gs, '$1');
    return null;
}


/***/ }),

/***/ 495:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ deriveInputs)
});

// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var catalog_names = __webpack_require__(8721);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/repository-paths.js
var repository_paths = __webpack_require__(1084);
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
        const sources = said.map((item)=>`${item.because.replace(/ builds it$/, '')} builds it in ${show(item.context)}`);
        return unknown(question, candidates, [
            ...new Set(sources)
        ].join(', '));
    }
    const candidates = [
        ...new Set([
            question.folder,
            (0,repository_paths/* folderOf */.yS)(question.dockerfile),
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
        const lacking = missing.map(({ candidate, names })=>`${show(candidate)} has no ${names.map(catalog_names/* showPath */.P8).join(', ')}`);
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
    const ignoring = left.filter((candidate)=>tree.kind((0,repository_paths/* joinPath */.uJ)(candidate, '.dockerignore')) === 'file');
    const [own] = ignoring;
    if (ignoring.length === 1 && own !== undefined && own !== '') return known(own, 'it has the .dockerignore');
    const both = left.map(show).join(' and ');
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
function show(context) {
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
        return source === '.' || path === null || tree.kind((0,repository_paths/* joinPath */.uJ)(candidate, path)) !== null ? [] : [
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
    if (!folder.includes('/') || tree.kind((0,repository_paths/* joinPath */.uJ)(folder, folder)) !== null) return false;
    return parsed.commands.some((command)=>command.split(/[\s"'=;&|()]+/).some((word)=>(0,repository_paths/* isInside */.FK)(word.replace(/^\.\//, '').replace(/\/$/, ''), folder)));
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
    if (folder === '' || (0,repository_paths/* folderOf */.yS)(dockerfile) !== folder || spannedByRoot) return false;
    return requiredSources(parsed).every(({ source, doubleStar })=>{
        if (source === '.') return true;
        const pattern = compileDockerPattern((0,repository_paths/* baseName */.Fl)(source));
        if (!source.includes('/') && manifestNames.some((name)=>pattern.matches(name))) return true;
        const path = literalPath(source);
        return path === null ? tree.glob('', source, doubleStar).length === 0 : tree.kind(path) === null;
    });
}

// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __webpack_require__(9484);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
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
const hclToken = /"(?:[^"\\\n]|\\.)*"|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|<<-?\s*(\w+)[^\n]*\n|[{}[\]=]|[^\s"#/{}[\]=<]+|[/<"]/g;
/**
 * Targets of `docker-bake.hcl` by name. Reads only `target "name" { context = "…" dockerfile = "…" inherits =
 * ["…"] }`: strings without expressions. Everything else is skipped, and an expression makes a value null.
 */ function readBakeHcl(text) {
    const tokens = hclTokens(text);
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
        const name = (0,repository_paths/* baseName */.Fl)(path);
        const evidence = composeName.test(name) ? fromCompose(path, text, environmentOf(texts, (0,repository_paths/* folderOf */.yS)(path))) : skaffoldName.test(name) ? fromSkaffold(path, text) : bakeName.test(name) ? fromBake(path, text) : workflowPath.test(path) ? fromWorkflow(path, text) : [];
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
    const folder = (0,repository_paths/* normaliseRepositoryPath */.OT)(`${base}/./${context}`.replace(/^\//, ''));
    if (context.startsWith('/') || dockerfile.startsWith('/') || context.includes('://') || folder === null) return [];
    const file = (0,repository_paths/* normaliseRepositoryPath */.OT)(`${folder}/./${dockerfile}`.replace(/^\//, ''));
    const additional = (rest.additional ?? []).flatMap((path)=>{
        if (/^[\w-]+:/.test(path) || path.startsWith('/')) return [];
        return (0,repository_paths/* normaliseRepositoryPath */.OT)(`${base}/./${path}`.replace(/^\//, '')) ?? [];
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
            return evidence((0,repository_paths/* folderOf */.yS)(path), context, dockerfile, {
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
            return evidence((0,repository_paths/* folderOf */.yS)(path), build_context_evidence_stringOf(settings.context) ?? '.', build_context_evidence_stringOf(docker.dockerfile) ?? 'Dockerfile', {
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
    return [
        ...targets.values()
    ].flatMap((target)=>{
        const context = inherited(target, targets, 'context') ?? '.';
        const dockerfile = inherited(target, targets, 'dockerfile') ?? 'Dockerfile';
        if (typeof context !== 'string' || typeof dockerfile !== 'string') return [];
        const line = text.slice(0, target.offset).split('\n').length;
        const rest = {
            because: `${path} builds it`,
            location: {
                path,
                line,
                column: target.offset - text.lastIndexOf('\n', target.offset - 1)
            },
            additional: target.contexts
        };
        // Bake takes paths from where it is run: the root, or beside its file.
        const beside = evidence((0,repository_paths/* folderOf */.yS)(path), context, dockerfile, rest);
        return (0,repository_paths/* folderOf */.yS)(path) === '' ? beside : [
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
                const folder = (0,repository_paths/* normaliseRepositoryPath */.OT)(context);
                const dockerfile = (0,repository_paths/* normaliseRepositoryPath */.OT)(file);
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

// EXTERNAL MODULE: ./packages/domain/lib/changes/input-index.js
var input_index = __webpack_require__(1554);
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
    const { root, matches: how } = (0,input_index/* compileGlob */.SO)(glob);
    if (how !== 'exact') return glob.endsWith('**') || /[*?]$/.test(glob) ? [
        glob
    ] : [
        glob,
        `${glob}/**`
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
    const { root, matches: how } = (0,input_index/* compileGlob */.SO)(glob);
    if (how === 'exact' || how === null) return tree.kind(root) !== null;
    for (const path of tree.below(root))if (how(path)) return true;
    return false;
}
function matches(glob, path) {
    const { root, matches: how } = (0,input_index/* compileGlob */.SO)(glob);
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
        edges.push(edge((0,input_index/* folderGlob */.j0)(context), because, at(line), ignored));
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
    for (const note of parsed.notes)wholeContext(`${(0,catalog_names/* showPath */.P8)((0,repository_paths/* baseName */.Fl)(path))} is not understood: ${note.message}`, note.line);
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
            (0,input_index/* folderGlob */.j0)(context)
        ],
        missing: false
    };
    const literal = literalPath(source);
    if (literal !== null) {
        const path = (0,repository_paths/* joinPath */.uJ)(context, literal);
        const kind = tree.kind(path);
        if (kind === 'symlink') return 'symlink';
        return {
            patterns: [
                kind === 'file' ? (0,input_index/* escapeGlob */.yk)(path) : (0,input_index/* folderGlob */.j0)(path)
            ],
            missing: kind === null
        };
    }
    const matches = tree.glob(context, source, doubleStar);
    if (matches.some((path)=>tree.kind(path) === 'symlink')) return 'symlink';
    const pattern = (0,repository_paths/* joinPath */.uJ)(context === '' ? '' : (0,input_index/* escapeGlob */.yk)(context), translate(source, doubleStar));
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
/**
 * A Docker pattern as a glob that matches at least as much. A class becomes `?`; from the first segment with
 * several stars on, everything below counts, because such a glob may take exponential time.
 */ function translate(source, doubleStar) {
    const segments = [];
    for (const segment of source.split('/')){
        const stars = segment.replace(/\\./gs, '').replace(/\*+/g, '*').split('*').length - 1;
        if (stars > 2 || doubleStar && segment.includes('**')) return [
            ...segments,
            '**'
        ].join('/');
        const parts = segment.match(/\\[\s\S]|\*+|\?|\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]|[\s\S]/g) ?? [];
        segments.push(parts.map((part)=>{
            if (part.startsWith('*')) return '*';
            if (part === '?' || part.startsWith('[') && part.length > 1) return '?';
            return (0,input_index/* escapeGlob */.yk)(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
        }).join(''));
    }
    return segments.join('/');
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
    const top = context === null ? null : (0,repository_paths/* joinPath */.uJ)(context, '.dockerignore');
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

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
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
        for(let at = path; at !== ''; at = (0,repository_paths/* folderOf */.yS)(at))if (links.has(at)) return true;
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
            found = found.flatMap((parent)=>literal && !segment.includes('\\') ? kind((0,repository_paths/* joinPath */.uJ)(parent, segment)) === null ? [] : [
                    (0,repository_paths/* joinPath */.uJ)(parent, segment)
                ] : children(parent).filter((path)=>matches((0,repository_paths/* baseName */.Fl)(path))));
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
        append(byName, (0,repository_paths/* baseName */.Fl)(path), path);
        append(byFolder, (0,repository_paths/* folderOf */.yS)(path), path);
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
        at = (0,repository_paths/* folderOf */.yS)(at);
        folders.push(at);
    }
    return folders;
}
/** The nearest manifest of one of these names, in the folder or above it. */ function nearest(folder, names, manifests) {
    for (const at of foldersUp(folder)){
        for (const name of names)if (manifests.has((0,repository_paths/* joinPath */.uJ)(at, name))) return (0,repository_paths/* joinPath */.uJ)(at, name);
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
    const target = resolveFrom((0,repository_paths/* folderOf */.yS)(manifest), path);
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
        const path = (0,repository_paths/* joinPath */.uJ)(folder, name);
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
/** 1-based line of the first place of a text; 1 when it is not there. */ function lineOf(text, needle) {
    const at = text.indexOf(needle);
    return at < 0 ? 1 : lineAt(text, at);
}
function lineAt(text, offset) {
    let line = 1;
    for(let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1))line += 1;
    return line;
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
        const text = manifests.text(path).replace(/<!--[\s\S]*?-->/g, (comment)=>comment.replace(/[^\n]/g, ' '));
        const references = [];
        for (const match of text.matchAll(/<ProjectReference\s[^>]*?\bInclude\s*=\s*(["'])([^"'<>]*)\1/g)){
            for (const item of (match[2] ?? '').split(';')){
                const target = item.trim().replaceAll('\\', '/').replace(/^\$\(MSBuild(?:ThisFile|Project)Directory\)\/?/, '');
                const because = `ProjectReference ${item.trim()}`;
                // The project's folder; a property in its path can be any folder above, and so is everything.
                const project = target.includes('$(') ? null : (0,repository_paths/* folderOf */.yS)(`./${target}`);
                const line = lineAt(text, match.index);
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
        const above = foldersUp((0,repository_paths/* folderOf */.yS)(path)).flatMap((folder)=>workspaceFiles(folder, [
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
    const workspace = workspaceOf((0,repository_paths/* folderOf */.yS)(path), manifests);
    if (!workspace?.members.some((member)=>member.folder === (0,repository_paths/* folderOf */.yS)(path))) return [];
    const used = workspace.members.filter((member)=>member.folder !== (0,repository_paths/* folderOf */.yS)(path) && (workspace.requiring ? member.module !== null && file.requires.has(member.module) : !manifests.isService(member.folder)));
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
    const path = nearest(folder, [
        'go.work'
    ], manifests);
    if (path === undefined) return undefined;
    return manifests.once(`go.work ${path}`, ()=>{
        const parsed = manifests.parse(path, parseGoFile);
        const members = (parsed?.uses ?? []).flatMap(({ path: target, line })=>{
            const member = resolveFrom((0,repository_paths/* folderOf */.yS)(path), target);
            if (member === null) return [];
            const go = manifests.parse((0,repository_paths/* joinPath */.uJ)(member, 'go.mod'), parseGoFile);
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
            folder: (0,repository_paths/* folderOf */.yS)(path),
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
        const build = buildOf((0,repository_paths/* folderOf */.yS)(path), manifests);
        if (!build) return [];
        const text = withoutComments(manifests.text(path));
        const references = [
            ...text.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']([^"']+)["']|\bprojects((?:\.\w+)+)/g)
        ].flatMap((match)=>{
            const folder = match[1] === undefined ? accessed(build, match[2] ?? '') : build.projects.get(normalPath(match[1]));
            if (folder === undefined) return [];
            const location = {
                path,
                line: lineAt(text, match.index),
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
        if (build.folder === (0,repository_paths/* folderOf */.yS)(path)) return references;
        const sources = (0,repository_paths/* joinPath */.uJ)(build.folder, 'buildSrc');
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
    const settings = nearest(folder, settingsNames, manifests);
    if (settings === undefined) return undefined;
    return manifests.once(`gradle ${settings}`, ()=>{
        const root = (0,repository_paths/* folderOf */.yS)(settings);
        const text = withoutComments(manifests.text(settings));
        const projects = new Map();
        for (const call of text.matchAll(/\binclude\b\s*\(?((?:\s*["'][^"']+["']\s*,?)+)/g)){
            for (const [, name = ''] of (call[1] ?? '').matchAll(/["']([^"']+)["']/g)){
                const path = normalPath(name);
                projects.set(path, (0,repository_paths/* joinPath */.uJ)(root, path.slice(1).replaceAll(':', '/')));
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
    return text.replace(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found, quoted)=>quoted === undefined ? found.replace(/[^\n]/g, ' ') : found);
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
        const workspace = node_workspaceOf((0,repository_paths/* folderOf */.yS)(path), manifests);
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
    const line = lineOf(manifests.text(path), JSON.stringify(name));
    const because = `"${name}": "${range}"`;
    const local = /^(?:file|link|portal|workspace):(?:\/\/)?(\.{0,2}\/.*|\.{1,2})$/.exec(range) ?? /^(?:file|link|portal):(.+)$/.exec(range);
    if (local?.[1] !== undefined) {
        const [reference] = folderReference(path, local[1], because, line);
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
                line,
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
        const pnpm = table(manifests.parse((0,repository_paths/* joinPath */.uJ)(folder, 'pnpm-workspace.yaml'), parseYaml));
        const { workspaces } = table(manifests.parse((0,repository_paths/* joinPath */.uJ)(folder, 'package.json'), parseJson));
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
        const glob = (0,input_index/* compileGlob */.SO)(pattern);
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
            const folder = (0,repository_paths/* folderOf */.yS)(path);
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
        const root = python_workspaceOf((0,repository_paths/* folderOf */.yS)(path), manifests);
        return [
            ...poetryPackages(path, manifest, manifests),
            ...uvPackages(path, manifest, root, manifests),
            ...specifiers(manifest).flatMap((text)=>specified(path, text, lineOf(manifests.text(path), text))),
            ...root === undefined ? [] : workspaceFiles((0,repository_paths/* folderOf */.yS)(root), [
                'pyproject.toml',
                'uv.lock'
            ], manifests)
        ];
    },
    workspaceAbove: (folder, manifests)=>{
        if (!manifests.has((0,repository_paths/* joinPath */.uJ)(folder, 'pyproject.toml'))) return null;
        const root = python_workspaceOf(folder, manifests);
        return root === undefined || (0,repository_paths/* folderOf */.yS)(root) === folder ? null : (0,repository_paths/* folderOf */.yS)(root);
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
                    kind: 'file'
                }));
        }
        const editable = text.replace(/^(?:-e|--editable)[=\s]\s*/, '');
        const local = /^(?:file:(?:\/\/)?)?(\.\.?(?:\/[^\s;[]*)?)/.exec(editable)?.[1];
        return local === undefined ? specified(path, text, index + 1) : reference(path, local, text, index + 1);
    });
}
function python_workspaceOf(folder, manifests) {
    return foldersUp(folder).map((at)=>(0,repository_paths/* joinPath */.uJ)(at, 'pyproject.toml')).find((path)=>manifests.has(path) && table(table(read(path, manifests).tool).uv).workspace !== undefined);
}
/** Folders below a workspace by the name of the project in them. */ function python_membersOf(root, manifests) {
    return manifests.once(`uv members ${root}`, ()=>{
        const prefix = root.slice(0, -'pyproject.toml'.length);
        return new Map(manifests.named('pyproject.toml').flatMap((path)=>{
            const { name } = path.startsWith(prefix) ? table(read(path, manifests).project) : table(null);
            return typeof name === 'string' ? [
                [
                    normalName(name),
                    (0,repository_paths/* folderOf */.yS)(path)
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
        const root = rust_workspaceOf((0,repository_paths/* folderOf */.yS)(path), manifests);
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
        const files = root === undefined ? [] : workspaceFiles((0,repository_paths/* folderOf */.yS)(root), [
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
        if (!manifests.has((0,repository_paths/* joinPath */.uJ)(folder, 'Cargo.toml'))) return null;
        const root = rust_workspaceOf(folder, manifests);
        return root === undefined || (0,repository_paths/* folderOf */.yS)(root) === folder ? null : (0,repository_paths/* folderOf */.yS)(root);
    }
};
function dependency(file, name, entry, manifests) {
    const { path } = table(entry);
    if (typeof path !== 'string') return [];
    return folderReference(file, path, `${name} = { path = "${path}" }`, lineOf(manifests.text(file), path));
}
/** The Cargo.toml of the workspace a package is in: its own, or the nearest above that does not exclude it. */ function rust_workspaceOf(folder, manifests) {
    for (const at of foldersUp(folder)){
        const path = (0,repository_paths/* joinPath */.uJ)(at, 'Cargo.toml');
        if (!manifests.has(path)) continue;
        const { workspace } = rust_read(path, manifests);
        if (workspace === undefined) continue;
        const excluded = strings(table(workspace).exclude).some((name)=>`${folder}/`.startsWith(`${(0,repository_paths/* joinPath */.uJ)(at, name)}/`));
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
    ].filter(([path])=>isPackageManifest((0,repository_paths/* baseName */.Fl)(path))));
    const usesToml = [
        ...own.keys()
    ].some((path)=>path.endsWith('.toml'));
    // Loaded only where there is TOML: most repositories pay nothing for it.
    const parseToml = usesToml ? (await __webpack_require__.e(/* import() */ 41).then(__webpack_require__.bind(__webpack_require__, 1041))).parse : ()=>undefined;
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
            const name = (0,repository_paths/* baseName */.Fl)(path);
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
        if (found.path !== '' && (0,repository_paths/* isInside */.FK)(found.path, folder)) return;
        const pattern = found.kind === 'folder' ? (0,input_index/* folderGlob */.j0)(found.path) : (0,input_index/* escapeGlob */.yk)(found.path);
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
            const next = found.kind === 'folder' ? manifests.directlyIn(found.path) : [
                found.path
            ].filter(manifests.has);
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
function manifestsBelow(folder, manifests, tree) {
    const found = [];
    for (const path of tree.below(folder))if (manifests.has(path) && !(0,repository_paths/* isForeign */.jq)(path)) found.push(path);
    return found;
}
/** The manifests above a service that has none of its own family: it is a part of that package. */ function enclosingManifests(folder, kind, manifests, tree) {
    const below = manifestsBelow(folder, manifests, tree).map(repository_paths/* baseName */.Fl);
    for (const ecosystem of ecosystems){
        if (!ecosystem.kinds.includes(kind) || below.some(ecosystem.isManifest)) continue;
        for (const at of foldersUp(folder).slice(1)){
            const found = manifests.directlyIn(at).filter((path)=>ecosystem.isManifest((0,repository_paths/* baseName */.Fl)(path)));
            if (found.length === 0) continue;
            const names = [
                ...found.map(repository_paths/* baseName */.Fl),
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
        ...manifestsBelow(folder, manifests, tree).map(repository_paths/* folderOf */.yS)
    ]);
    return [
        ...folders
    ].some((at)=>ecosystems.some((ecosystem)=>{
            const above = ecosystem.workspaceAbove(at, manifests);
            return above !== null && above !== folder && (0,repository_paths/* isInside */.FK)(folder, above);
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
        const name = (0,repository_paths/* baseName */.Fl)(path);
        const wanted = dockerfiles.has(path) || (isIgnoreFile(name) || isPackageManifest(name) || isContextEvidence(path, name)) && !(0,repository_paths/* isForeign */.jq)(path);
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
    return (0,repository_paths/* normaliseRepositoryPath */.OT)(service.path ?? '') ?? '';
}
function inputsOf(service, repository) {
    const folder = folderOfService(service);
    const override = overrideOf(repository.config, service.name);
    const built = imageInputs(service, folder, override, repository);
    const own = {
        pattern: (0,input_index/* folderGlob */.j0)(folder),
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
    if (text.includes('\uFFFD')) {
        parsed.complete = false;
        parsed.notes.push({
            message: 'it is not UTF-8 text',
            line: 1
        });
    }
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
            pattern: (0,input_index/* folderGlob */.j0)(extra),
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
        pattern: (0,input_index/* escapeGlob */.yk)(path),
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


/***/ }),

/***/ 399:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ textTable)
/* harmony export */ });
/** Rows with their columns aligned, for a terminal; two blanks between columns, none at a line's end. */ function textTable(rows) {
    const widths = [];
    for (const row of rows)for (const [column, cell] of row.entries())widths[column] = Math.max(widths[column] ?? 0, [
        ...cell
    ].length);
    return rows.map((row)=>row.map((cell, column)=>cell + ' '.repeat((widths[column] ?? 0) - [
                ...cell
            ].length)).join('  ').trimEnd());
}


/***/ })

};
