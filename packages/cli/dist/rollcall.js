#!/usr/bin/env node
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 542:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 1712:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  R: () => (/* binding */ parseCommand)
});

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
// EXTERNAL MODULE: ./packages/domain/lib/nearest.js
var nearest = __nccwpck_require__(1451);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __nccwpck_require__(5017);
;// CONCATENATED MODULE: ./packages/cli/lib/arguments.js



/** Parses the words behind a command's name; what it does not take is a UserError with the nearest it does. */ function parseCommand(name, command, words, terminal) {
    const { tokens } = (0,external_node_util_namespaceObject.parseArgs)({
        args: words,
        options: forParser(command),
        strict: false,
        allowPositionals: true,
        tokens: true
    });
    const values = new Map();
    const names = [];
    const help = `Run "rollcall ${name} --help".`;
    for (const token of tokens){
        if (token.kind === 'option') {
            const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
            if (!option) {
                const known = Object.keys(command.options);
                throw new user_error/* UserError */.yo(`rollcall ${name} has no option ${JSON.stringify(token.rawName)}`, {
                    help: help + (0,nearest/* didYouMean */.a)(token.name, known)
                });
            }
            if (option.type === 'string' && token.value === undefined) throw new user_error/* UserError */.yo(`--${token.name} needs a value`, {
                help
            });
            if (option.type === 'boolean' && token.value !== undefined) throw new user_error/* UserError */.yo(`--${token.name} takes no value`, {
                help
            });
            const given = values.get(token.name) ?? [];
            if (given.length > 0 && !option.multiple) throw new user_error/* UserError */.yo(`--${token.name} is given twice`, {
                help
            });
            values.set(token.name, [
                ...given,
                token.value ?? 'true'
            ]);
        } else if (token.kind === 'positional') {
            names.push(token.value);
        }
    }
    if (names.length > 0 && !command.takesNames) throw new user_error/* UserError */.yo(`rollcall ${name} does not take ${JSON.stringify(names[0])}`, {
        help
    });
    const text = (option)=>values.get(option)?.[0] || undefined;
    return {
        text,
        flag: (option)=>values.has(option),
        list: (option)=>(values.get(option) ?? []).flatMap((value)=>value.split(',').map((item)=>item.trim()).filter((item)=>item !== '')),
        choice: (option, allowed, otherwise)=>{
            const value = text(option) ?? otherwise;
            const choice = allowed.find((word)=>word === value);
            if (choice === undefined) throw new user_error/* UserError */.yo(`--${option} is ${JSON.stringify(value)}`, {
                help: `Allowed: ${allowed.join(', ')}.`
            });
            return choice;
        },
        integer: (option, otherwise)=>{
            const value = text(option);
            if (value === undefined) return otherwise;
            if (!/^[1-9]\d{0,8}$/.test(value)) throw new user_error/* UserError */.yo(`--${option} is ${JSON.stringify(value)}`, {
                help: 'Give a whole number of at least 1.'
            });
            return Number(value);
        },
        names,
        terminal
    };
}
function forParser(command) {
    return Object.fromEntries(Object.entries(command.options).map(([name, { type }])=>[
            name,
            {
                type,
                multiple: true
            }
        ]));
}


/***/ }),

/***/ 1719:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ commands)
/* harmony export */ });
const root = {
    type: 'string',
    value: 'DIR',
    help: 'Folder to work on. Default: the enclosing git repository.'
};
const config = {
    type: 'string',
    value: 'FILE',
    help: 'Configuration file. Default: rollcall.yaml, then .github/rollcall.yaml.'
};
const json = {
    type: 'boolean',
    help: 'Print one JSON value and nothing else.'
};
/** Every command, in the order of the help. */ const commands = new Map([
    [
        'catalog',
        {
            synopsis: '[--root DIR] [--json]',
            summary: 'List the services with their charts, Applications, environments and registers.',
            options: {
                root,
                config,
                json
            },
            takesNames: false,
            load: ()=>Promise.all(/* import() */[__nccwpck_require__.e(140), __nccwpck_require__.e(68), __nccwpck_require__.e(589), __nccwpck_require__.e(821), __nccwpck_require__.e(647)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1647))
        }
    ],
    [
        'detect',
        {
            synopsis: '[--base REV] [--head REV] [--scope source|image] [--explain] [--json]',
            summary: 'Say which services a change affects, and why.',
            options: {
                root,
                config,
                base: {
                    type: 'string',
                    value: 'REV',
                    help: 'Revision to compare from. Default: where the head left the default branch.'
                },
                head: {
                    type: 'string',
                    value: 'REV',
                    help: 'Revision to examine. Default: HEAD.'
                },
                scope: {
                    type: 'string',
                    value: 'SCOPE',
                    help: 'source: every input (default). image: only what can change the image.'
                },
                services: {
                    type: 'string',
                    multiple: true,
                    value: 'A,B',
                    help: 'Take these services, or `all`, instead of comparing.'
                },
                explain: {
                    type: 'boolean',
                    help: 'Print each file, the edge it came by, and the service.'
                },
                filters: {
                    type: 'boolean',
                    help: 'Print filters for dorny/paths-filter instead.'
                },
                json
            },
            takesNames: false,
            load: ()=>Promise.all(/* import() */[__nccwpck_require__.e(140), __nccwpck_require__.e(68), __nccwpck_require__.e(589), __nccwpck_require__.e(839)]).then(__nccwpck_require__.bind(__nccwpck_require__, 839))
        }
    ],
    [
        'matrix',
        {
            synopsis: '--services A,B --environment E [--json]',
            summary: 'Print the job matrix that builds the images of services.',
            options: {
                root,
                config,
                services: {
                    type: 'string',
                    multiple: true,
                    value: 'A,B',
                    help: 'Services to build, or `all`.'
                },
                environment: {
                    type: 'string',
                    value: 'E',
                    help: 'Environment the images are for.'
                },
                registry: {
                    type: 'string',
                    value: 'HOST',
                    help: 'Registry to put before the image repository.'
                },
                'image-repository': {
                    type: 'string',
                    value: 'TEMPLATE',
                    help: 'Such as prod/{service}.'
                },
                tag: {
                    type: 'string',
                    value: 'TEMPLATE',
                    help: 'Such as {run_number}-{short_sha}.'
                },
                platforms: {
                    type: 'string',
                    multiple: true,
                    value: 'P,Q',
                    help: 'Platforms to build for.'
                },
                'max-jobs': {
                    type: 'string',
                    value: 'N',
                    help: 'Most jobs in one matrix. Default 256.'
                },
                'allow-numeric-tags': {
                    type: 'boolean',
                    help: 'Let a tag pass that YAML or Helm could read as a number.'
                },
                json
            },
            takesNames: false,
            load: ()=>Promise.all(/* import() */[__nccwpck_require__.e(140), __nccwpck_require__.e(68), __nccwpck_require__.e(589), __nccwpck_require__.e(821), __nccwpck_require__.e(633)]).then(__nccwpck_require__.bind(__nccwpck_require__, 633))
        }
    ],
    [
        'bump',
        {
            synopsis: '--environment E SERVICE=TAG… [--in-place | --dry-run | --push] [--json]',
            summary: 'Write new image tags where Argo CD reads them.',
            options: {
                root,
                config,
                environment: {
                    type: 'string',
                    value: 'E',
                    help: 'Environment whose Applications are written.'
                },
                'in-place': {
                    type: 'boolean',
                    help: 'Edit the files of the work tree; commit nothing.'
                },
                'dry-run': {
                    type: 'boolean',
                    help: 'Show the diff and write nothing (the default).'
                },
                push: {
                    type: 'boolean',
                    help: 'Commit to the deploy branch of the remote origin.'
                },
                branch: {
                    type: 'string',
                    value: 'BRANCH',
                    help: 'Deploy branch. Default: the one the Applications follow.'
                },
                'base-branch': {
                    type: 'string',
                    value: 'BRANCH',
                    help: 'Create a missing deploy branch from this one.'
                },
                message: {
                    type: 'string',
                    value: 'TEXT',
                    help: 'First line of the commit message.'
                },
                'on-missing': {
                    type: 'string',
                    value: 'error|warn',
                    help: 'What a service without a place to write does. Default error.'
                },
                json
            },
            takesNames: true,
            load: ()=>Promise.all(/* import() */[__nccwpck_require__.e(140), __nccwpck_require__.e(68), __nccwpck_require__.e(821), __nccwpck_require__.e(987)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7987))
        }
    ],
    [
        'verify',
        {
            synopsis: '[--environment E]… [--rule R]… [--fail-on S] [--format text|json|github|markdown]',
            summary: 'Check every service in every register, and the Argo CD wiring.',
            options: {
                root,
                config,
                ref: {
                    type: 'string',
                    value: 'REV',
                    help: 'Verify a revision instead of the files on disk.'
                },
                environment: {
                    type: 'string',
                    multiple: true,
                    value: 'E',
                    help: 'Report on this environment only.'
                },
                service: {
                    type: 'string',
                    multiple: true,
                    value: 'S',
                    help: 'Report on this service only.'
                },
                rule: {
                    type: 'string',
                    multiple: true,
                    value: 'R',
                    help: 'Run this rule only.'
                },
                'fail-on': {
                    type: 'string',
                    value: 'SEVERITY',
                    help: 'error (default), warning, notice or never.'
                },
                format: {
                    type: 'string',
                    value: 'FORMAT',
                    help: 'text (default), json, github or markdown.'
                },
                json: {
                    type: 'boolean',
                    help: 'The same as --format json.'
                }
            },
            takesNames: false,
            load: ()=>__nccwpck_require__.e(/* import() */ 3).then(__nccwpck_require__.bind(__nccwpck_require__, 8003))
        }
    ]
]);


/***/ }),

/***/ 9942:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ generalHelp),
/* harmony export */   b: () => (/* binding */ commandHelp)
/* harmony export */ });
/* harmony import */ var _commands_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1719);

/** What `rollcall --help` prints. */ function generalHelp() {
    const lines = [
        'Usage: rollcall COMMAND [OPTION]…',
        '',
        'Keeps every service of a monorepo in every place that lists the services.',
        ''
    ];
    for (const [name, { synopsis, summary }] of _commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commands */ .P)lines.push(`  rollcall ${name} ${synopsis}`, `      ${summary}`);
    lines.push('', 'Exit code: 0 done and clean, 1 findings at or above --fail-on, 2 a mistake in usage, configuration or');
    lines.push('input, 3 git, the network or a permission failed, 70 a bug in Rollcall.', '');
    return lines.join('\n');
}
/** What `rollcall COMMAND --help` prints. */ function commandHelp(name, { synopsis, summary, options }) {
    const rows = Object.entries(options).map(([option, { value, help }])=>[
            `--${option}${value ? ` ${value}` : ''}`,
            help
        ]);
    const width = Math.max(...rows.map(([left])=>left.length));
    return [
        `Usage: rollcall ${name} ${synopsis}`,
        '',
        summary,
        '',
        ...rows.map(([left, help])=>`  ${left.padEnd(width)}  ${help}`),
        ''
    ].join('\n');
}


/***/ }),

/***/ 7618:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _rollcall_domain_nearest__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(1451);
/* harmony import */ var _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5017);
/* harmony import */ var _arguments_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1712);
/* harmony import */ var _commands_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1719);
/* harmony import */ var _help_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9942);
/* harmony import */ var _terminal_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4709);






async function main(words, terminal) {
    const [name, ...rest] = words;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
        terminal.write((0,_help_js__WEBPACK_IMPORTED_MODULE_3__/* .generalHelp */ .a)());
        return name === undefined ? 2 : 0;
    }
    const command = _commands_js__WEBPACK_IMPORTED_MODULE_2__/* .commands */ .P.get(name);
    if (!command) {
        const help = `Commands: ${[
            ..._commands_js__WEBPACK_IMPORTED_MODULE_2__/* .commands */ .P.keys()
        ].join(', ')}.${(0,_rollcall_domain_nearest__WEBPACK_IMPORTED_MODULE_4__/* .didYouMean */ .a)(name, _commands_js__WEBPACK_IMPORTED_MODULE_2__/* .commands */ .P.keys())}`;
        throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`rollcall has no command ${JSON.stringify(name)}`, {
            help
        });
    }
    if (rest.includes('--help') || rest.includes('-h')) {
        terminal.write((0,_help_js__WEBPACK_IMPORTED_MODULE_3__/* .commandHelp */ .b)(name, command));
        return 0;
    }
    const input = (0,_arguments_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCommand */ .R)(name, command, rest, terminal);
    const { run } = await command.load();
    return run(input);
}
function exitCode(error) {
    if (error instanceof _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo || error instanceof _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .ExternalError */ .yA) {
        process.stderr.write(`rollcall: ${(0,_rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .describeError */ .Uc)(error)}\n`);
        return error instanceof _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo ? 2 : 3;
    }
    const detail = error instanceof Error ? error.stack ?? error.message : String(error);
    process.stderr.write(`rollcall: a bug in Rollcall, please report it:\n${detail}\n`);
    return 70;
}
// A reader that stops early, such as head, is no failure.
process.stdout.on('error', (error)=>{
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? 0);
});
process.exitCode = await main(process.argv.slice(2), (0,_terminal_js__WEBPACK_IMPORTED_MODULE_5__/* .createTerminal */ .P)(process)).catch(exitCode);

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 4709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ createTerminal)
/* harmony export */ });
/** Colour and progress only where a person looks; NO_COLOR is respected. */ function createTerminal({ stdout, stderr, env }) {
    let progressShown = false;
    const say = (text)=>{
        if (progressShown) stderr.write('\r\u001b[K');
        progressShown = false;
        stderr.write(text);
    };
    return {
        write: (text)=>{
            if (progressShown) say('');
            stdout.write(text.endsWith('\n') ? text : `${text}\n`);
        },
        writeJson: (value)=>{
            if (progressShown) say('');
            stdout.write(`${JSON.stringify(value)}\n`);
        },
        colour: stdout.isTTY === true && !env.NO_COLOR,
        log: {
            progress: (message)=>{
                if (!stderr.isTTY) return;
                stderr.write(`\r\u001b[K${message.slice(0, Math.max(20, (stderr.columns ?? 80) - 1))}`);
                progressShown = true;
            },
            notice: (message)=>say(`note: ${message}\n`),
            warning: (message)=>say(`warning: ${message}\n`)
        }
    };
}


/***/ }),

/***/ 7834:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Qr: () => (/* binding */ compareLocations),
/* harmony export */   j$: () => (/* binding */ formatLocation),
/* harmony export */   n6: () => (/* binding */ compareText)
/* harmony export */ });
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

/***/ 1451:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean)
/* harmony export */ });
/* unused harmony export nearest */
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


/***/ }),

/***/ 5017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Uc: () => (/* binding */ describeError),
/* harmony export */   yA: () => (/* binding */ ExternalError),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* harmony import */ var _location_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7834);

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
    const where = error instanceof UserError && error.location ? `${(0,_location_js__WEBPACK_IMPORTED_MODULE_0__/* .formatLocation */ .j$)(error.location)}: ` : '';
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
/******/ var __webpack_exports__ = __nccwpck_require__(7618);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
