export const id = 68;
export const ids = [68];
export const modules = {

/***/ 4554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Hj: () => (/* binding */ openCheckout),
  zf: () => (/* binding */ originHasBranch),
  sH: () => (/* binding */ originUrl),
  Re: () => (/* binding */ personOf),
  oj: () => (/* binding */ requireGit)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
// EXTERNAL MODULE: ./packages/adapters/lib/git-cli.js + 1 modules
var git_cli = __webpack_require__(4534);
// EXTERNAL MODULE: ./packages/adapters/lib/path-bytes.js
var path_bytes = __webpack_require__(8752);
;// CONCATENATED MODULE: ./packages/adapters/lib/disk-tree.js





/**
 * The files of a work tree (tracked ones and untracked ones that are not ignored), or, outside a
 * repository, of a plain directory without `.git` and `node_modules`. Symbolic links are listed and never followed.
 */ function diskTree(root, options) {
    let entries;
    return {
        name: options.repository ? 'work tree' : root,
        list: ()=>{
            entries ??= options.repository ? listWorkTree(root) : Promise.resolve(listDirectory(root));
            return entries;
        },
        read: async (paths)=>{
            const inside = insideChecker(root);
            const contents = new Map();
            for (const path of paths){
                const bytes = inside(path) ? readRegularFile(onDisk(root, path)) : undefined;
                if (bytes) contents.set(path, bytes);
            }
            return contents;
        }
    };
}
async function listWorkTree(root) {
    const git = (0,git_cli/* createGit */.l)({
        directory: root
    });
    const output = await git.run([
        'ls-files',
        '-z',
        '--cached',
        '--others',
        '--exclude-standard'
    ]);
    const seen = new Set();
    const entries = [];
    let start = 0;
    while(start < output.length){
        const end = output.indexOf(0x00, start);
        const path = (0,path_bytes/* decodePath */.q)(output.subarray(start, end));
        start = end + 1;
        if (seen.has(path)) continue; // an unmerged path is listed once for each side
        seen.add(path);
        const mode = modeOnDisk(onDisk(root, path));
        if (mode) entries.push({
            path,
            mode
        });
    }
    return entries.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.path, b.path));
}
function listDirectory(root) {
    const entries = [];
    const visit = (folder)=>{
        for (const entry of (0,external_node_fs_.readdirSync)((0,external_node_path_.join)(root, folder), {
            withFileTypes: true
        })){
            const path = folder ? `${folder}/${entry.name}` : entry.name;
            if (entry.isDirectory()) {
                if (entry.name !== '.git' && entry.name !== 'node_modules') visit(path);
            } else {
                const mode = modeOnDisk((0,external_node_path_.join)(root, path));
                if (mode) entries.push({
                    path,
                    mode
                });
            }
        }
    };
    visit('');
    return entries.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.path, b.path));
}
/** Undefined when nothing is there (a tracked file that was deleted) or it is no file (a socket, a submodule's folder). */ function modeOnDisk(path) {
    const stat = (0,external_node_fs_.lstatSync)(path, {
        throwIfNoEntry: false
    });
    if (!stat) return undefined;
    if (stat.isSymbolicLink()) return 'symlink';
    if (stat.isDirectory()) return 'submodule';
    if (!stat.isFile()) return undefined;
    return stat.mode & 0o100 ? 'executable' : 'file';
}
function readRegularFile(path) {
    let descriptor;
    try {
        descriptor = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NOFOLLOW ?? 0) | (external_node_fs_.constants.O_NONBLOCK ?? 0));
    } catch  {
        return undefined;
    }
    try {
        return (0,external_node_fs_.fstatSync)(descriptor).isFile() ? (0,external_node_fs_.readFileSync)(descriptor) : undefined;
    } finally{
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
/** Whether a path's folder, with every link on the way resolved, is still inside the root. */ function insideChecker(root) {
    const real = (0,external_node_fs_.realpathSync)(root);
    const known = new Map();
    return (path)=>{
        const folder = (0,external_node_path_.dirname)(path);
        let inside = known.get(folder);
        if (inside === undefined) {
            try {
                const resolved = (0,external_node_fs_.realpathSync)((0,external_node_path_.join)(root, folder));
                inside = resolved === real || resolved.startsWith(real.endsWith(external_node_path_.sep) ? real : real + external_node_path_.sep);
            } catch  {
                inside = false;
            }
            known.set(folder, inside);
        }
        return inside;
    };
}
function onDisk(root, path) {
    return /[\uDC80-\uDCFF]/.test(path) ? Buffer.concat([
        Buffer.from(`${root}${external_node_path_.sep}`),
        (0,path_bytes/* encodePath */.O)(path)
    ]) : (0,external_node_path_.join)(root, path);
}

;// CONCATENATED MODULE: ./packages/adapters/lib/checkout.js





/**
 * Opens the folder that was named, or the enclosing repository's root when none was. A folder below a
 * repository's root stands for itself: its paths are relative to it.
 */ async function openCheckout(named) {
    const start = (0,external_node_path_.resolve)(named ?? '.');
    if (!(0,external_node_fs_.statSync)(start, {
        throwIfNoEntry: false
    })?.isDirectory()) {
        throw new user_error/* UserError */.yo(`${JSON.stringify(named ?? '.')} is not a folder`, {
            help: 'Name a folder that exists with --root.'
        });
    }
    const { status, stdout } = await (0,git_cli/* createGit */.l)({
        directory: start
    }).attempt([
        'rev-parse',
        '--show-toplevel'
    ]);
    const top = status === 0 ? stdout.toString('utf8').replace(/\r?\n$/, '') : '';
    if (top === '') return {
        root: start,
        git: null,
        top: null,
        tree: diskTree(start, {
            repository: false
        })
    };
    const root = named === undefined ? top : (0,external_node_fs_.realpathSync)(start);
    return {
        root,
        git: (0,git_cli/* createGit */.l)({
            directory: root
        }),
        top,
        tree: diskTree(root, {
            repository: true
        })
    };
}
/** The git of a whole repository, for what compares or writes revisions. UserError where there is none. */ function requireGit({ git, root, top }) {
    if (git === null || top === null) {
        throw new user_error/* UserError */.yo(`${root} is not inside a git repository`, {
            help: 'Run this in a clone, or name one with --root.'
        });
    }
    if (root !== top) {
        throw new user_error/* UserError */.yo(`${root} is only a part of the repository ${top}`, {
            help: `Revisions are of the whole repository: use --root ${JSON.stringify(top)}.`
        });
    }
    return git;
}
/**
 * Address of the remote `origin`, without user name and password, a relative path made absolute; null when
 * there is no such remote.
 */ async function originUrl({ git, root }) {
    if (!git) return null;
    const { status, stdout } = await git.attempt([
        'config',
        '--get',
        'remote.origin.url'
    ]);
    const url = stdout.toString('utf8').trim();
    if (status !== 0 || !url) return null;
    if (/^\.{1,2}\//.test(url)) return (0,external_node_path_.resolve)(root, url);
    return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}
/** Whether `origin` has a branch. ExternalError where it cannot be asked. */ async function originHasBranch(git, branch) {
    const answer = await git.text([
        'ls-remote',
        '--heads',
        'origin',
        `refs/heads/${branch}`
    ]);
    return answer !== '';
}
/** Who git says the person is; undefined where it does not know. */ async function personOf(git) {
    const { status, stdout } = await git.attempt([
        'var',
        'GIT_AUTHOR_IDENT'
    ]);
    const [, name, email] = /^(.+) <([^>]*)> \d+ [+-]\d+\s*$/.exec(stdout.toString('utf8')) ?? [];
    return status === 0 && name && email ? {
        name,
        email
    } : undefined;
}


/***/ }),

/***/ 4534:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ createGit),
  t: () => (/* binding */ gitFailure)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
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
            const child = (0,external_node_child_process_.spawn)('git', args, {
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
        objects: objectReader(()=>(0,external_node_child_process_.spawn)('git', [
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

/***/ 8752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ encodePath),
/* harmony export */   q: () => (/* binding */ decodePath)
/* harmony export */ });
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


/***/ }),

/***/ 4248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  X: () => (/* binding */ readConfig)
});

// UNUSED EXPORTS: parseConfig

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __webpack_require__(9484);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
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
var dist = __webpack_require__(8009);
// EXTERNAL MODULE: ./packages/domain/lib/nearest.js
var nearest = __webpack_require__(1451);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var names = __webpack_require__(8721);
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
            const hint = (0,nearest/* didYouMean */.a)(key, known);
            fail(validation, at, `unknown key ${(0,names/* quoteName */.AB)(key)}${where}.${hint} Allowed: ${known.join(', ')}`);
            continue;
        }
        result[key] = validateNode(validation, pair.value, property, [
            ...keys,
            key
        ], at);
    }
    for (const name of schema.required ?? []){
        if (!(name in result) && !node.items.some((pair)=>keyText(pair) === name)) {
            fail(validation, place, `${show(keys)} lacks the key ${(0,names/* quoteName */.AB)(name)}`);
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
        const hint = (0,nearest/* didYouMean */.a)(text, schema.enum);
        fail(validation, place, `${show(keys)} cannot be ${(0,names/* quoteName */.AB)(text)}.${hint} Allowed: ${schema.enum.join(', ')}`);
        return text;
    }
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
        const wanted = schema.description ? `. Wanted: ${schema.description}` : '';
        fail(validation, place, `${show(keys)} cannot be ${(0,names/* quoteName */.AB)(text)}${wanted}`);
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
    if (schema.enum) return schema.enum.map(names/* quoteName */.AB).join(', ');
    return 'text';
}
function describeNode(node) {
    if ((0,dist/* isMap */.jh)(node)) return 'a mapping';
    if ((0,dist/* isSeq */.oP)(node)) return 'a list';
    if (!(0,dist/* isScalar */.jn)(node) || node.value === null) return 'empty';
    if (typeof node.value === 'string') return (0,names/* quoteName */.AB)(node.value);
    return `the ${typeof node.value} ${node.source ?? String(node.value)}`;
}
/** `services.overrides."a b".kind`, `waivers[0].until`; the document itself for no keys. */ function show(keys) {
    if (keys.length === 0) return 'the file';
    return keys.map((key, index)=>/^\d+$/.test(key) ? `[${key}]` : `${index > 0 ? '.' : ''}${/^[\w-]+$/.test(key) ? key : (0,names/* quoteName */.AB)(key)}`).join('');
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/repository-paths.js
var repository_paths = __webpack_require__(1084);
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
        throw new user_error/* UserError */.yo(`${(0,names/* showPath */.P8)(chosen)} is not a regular file`, {
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
    const normalised = (0,repository_paths/* normaliseRepositoryPath */.OT)(path);
    if (normalised === null) {
        throw new user_error/* UserError */.yo(`the configuration ${(0,names/* showPath */.P8)(path)} is not a path inside the repository`, {
            help: 'Give it relative to the repository root.'
        });
    }
    if (!present.has(normalised)) {
        throw new user_error/* UserError */.yo(`the configuration ${(0,names/* showPath */.P8)(path)} does not exist in the ${treeName}`, {
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
        const path = (0,repository_paths/* normaliseRepositoryPath */.OT)(text);
        if (path !== null) return path === '' ? '.' : path;
        return {
            complaint: `must be a path inside the repository, relative to its root, not ${(0,names/* showPath */.P8)(text)}`
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


/***/ }),

/***/ 7785:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ folderMatcher)
/* harmony export */ });
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5496);

/**
 * A matcher of folders by the patterns of a configuration: globs relative to the repository root, `!` takes back,
 * the last match wins; `.` is the root. UserErrors cannot occur: any text is a pattern.
 */ function folderMatcher(patterns) {
    const compiled = patterns.map((pattern)=>{
        const negated = pattern.startsWith('!');
        const glob = (negated ? pattern.slice(1) : pattern).replace(/^(\.?\/)+/, '').replace(/\/+$/, '') || '.';
        return {
            negated,
            matches: picomatch__WEBPACK_IMPORTED_MODULE_0__(glob, {
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


/***/ }),

/***/ 8721:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
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

/***/ 1084:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FK: () => (/* binding */ isInside),
/* harmony export */   Fl: () => (/* binding */ baseName),
/* harmony export */   OT: () => (/* binding */ normaliseRepositoryPath),
/* harmony export */   jq: () => (/* binding */ isForeign),
/* harmony export */   uJ: () => (/* binding */ joinPath),
/* harmony export */   yS: () => (/* binding */ folderOf)
/* harmony export */ });
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


/***/ }),

/***/ 9376:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U: () => (/* binding */ discoverServices)
});

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/repository-paths.js
var repository_paths = __webpack_require__(1084);
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
    return alwaysDocker.has((0,repository_paths/* baseName */.Fl)(folder));
}
/** Also `build/`, `deploy/`…: a folder for the one around it, unless it stands among services. */ function mayBeDockerFolder(folder) {
    return isDockerFolder(folder) || oftenDocker.has((0,repository_paths/* baseName */.Fl)(folder));
}
/** The folder a Dockerfile's folder is there for: `services/a/docker`, and Java's `services/a/src/main/docker`. */ function homeOf(folder) {
    let home = folder;
    while(home !== '' && isDockerFolder(home))home = (0,repository_paths/* folderOf */.yS)(home);
    return home === folder ? home : home.replace(/(^|\/)src\/main$/, '');
}
/** Endings of files that are about a Dockerfile, or become one, but are none. */ const notADockerfile = /^(dockerignore|md|txt|j2|jinja|tpl|tmpl|template|erb|in|bak|orig|rej|sample|example|sh|yaml|yml|json)$/;
/** Program text about Dockerfiles: `dockerfile.go`, `dockerfile-parser.ts`. */ const programText = /^[a-z].*\.(c|cc|cpp|cs|go|java|js|jsx|kt|mjs|php|py|rb|rs|snap|swift|ts|tsx)$/;
/** Selects the Dockerfiles by name: regular files, not in hidden or foreign folders (`.devcontainer`, `testdata`). */ function selectDockerfiles(entries) {
    const selected = [];
    for (const { path, mode } of entries){
        if (mode !== 'file' && mode !== 'executable') continue;
        if (!/dockerfile|containerfile/i.test(path)) continue;
        const name = (0,repository_paths/* baseName */.Fl)(path);
        const read = mavenDefault.test(path) ? {
            role: 'main',
            label: ''
        } : readName(name);
        const folder = (0,repository_paths/* folderOf */.yS)(path);
        if (read && !(0,repository_paths/* isForeign */.jq)(path) && !isHidden(folder)) selected.push({
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
    const own = isDockerFolder(folder) ? (0,repository_paths/* folderOf */.yS)(folder) : folder;
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
    if (role === 'main') return folder !== '' && mayBeDockerFolder((0,repository_paths/* folderOf */.yS)(folder)) ? (0,repository_paths/* baseName */.Fl)(folder) : null;
    if (folder !== '' && !mayBeDockerFolder(folder)) return null;
    return waysToBuild.has(label.toLowerCase()) ? null : label;
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/folder-patterns.js
var folder_patterns = __webpack_require__(7785);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var names = __webpack_require__(8721);
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
            (0,repository_paths/* folderOf */.yS)(path),
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
    for(let path = folder;; path = (0,repository_paths/* folderOf */.yS)(path)){
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
        if (!(0,repository_paths/* isInside */.FK)(dockerfile.folder, service.path)) return [];
        return [
            {
                severity: 'notice',
                message: `${(0,names/* showPath */.P8)(path)} lies in the folder of the service ${service.name} and counts as one of its Dockerfiles`,
                help: `If it is a service of its own, say so in rollcall.yaml: services: { overrides: { NAME: { path: ${(0,names/* quoteName */.AB)(dockerfile.folder)} } } }.`,
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
        const score = depth * 4 + (role === 'main' ? 0 : 2) + (/docker/i.test((0,repository_paths/* baseName */.Fl)(path)) ? 0 : 1);
        if (!best || score < best.score) best = {
            path,
            score
        };
    }
    return best?.path ?? null;
}
/** How near a Dockerfile's folder is to its service's: the same, its docker folder, below it, elsewhere. */ function distance(folder, service) {
    if (folder === service) return 0;
    if (!(0,repository_paths/* isInside */.FK)(folder, service)) return Number.MAX_SAFE_INTEGER / 8;
    if (mayBeDockerFolder(folder) && (0,repository_paths/* folderOf */.yS)(folder) === service) return 1;
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
            message: `${(0,names/* showPath */.P8)(path)} builds the repository root, which has no name to call the service by`,
            help: 'Name it in rollcall.yaml: services: { overrides: { NAME: { path: . } } }.',
            location
        };
    }
    const line = atRoot ? `dockerfile: ${(0,names/* quoteName */.AB)(path)}` : `path: ${(0,names/* quoteName */.AB)(homeOf(folder))}, dockerfile: ${(0,names/* quoteName */.AB)(path)}`;
    const more = paths.length > 1 ? ` and ${paths.length - 1} more beside it` : '';
    return {
        severity: 'notice',
        message: `${(0,names/* showPath */.P8)(path)}${more} ${more ? 'belong' : 'belongs'} to no service`,
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
        if (!options.excluded(folder) && isCandidate(folder)) candidates.get((0,repository_paths/* baseName */.Fl)(folder))?.push(folder);
    }
    const roots = new Set([
        ...services
    ].map(repository_paths/* folderOf */.yS));
    const result = {
        placed: [],
        unplaced: [],
        problems: []
    };
    for (const dockerfile of central){
        const home = (0,repository_paths/* folderOf */.yS)(dockerfile.path);
        const apart = (candidates.get(dockerfile.name) ?? []).filter((folder)=>home === '' || !(0,repository_paths/* isInside */.FK)(folder, home));
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
    return !(0,repository_paths/* isForeign */.jq)(`${folder}/x`) && !/(^|\/)\./.test(folder) && !mayBeDockerFolder((0,repository_paths/* folderOf */.yS)(folder));
}
function nearestGroup(folders, services, roots, onlyServices) {
    const known = folders.filter((folder)=>services.has(folder));
    if (known.length > 0 || onlyServices) return known;
    const beside = folders.filter((folder)=>roots.has((0,repository_paths/* folderOf */.yS)(folder)));
    if (beside.length > 0) return beside;
    return folders.filter((folder)=>(0,repository_paths/* folderOf */.yS)(folder) === '' || usualRoots.has((0,repository_paths/* baseName */.Fl)((0,repository_paths/* folderOf */.yS)(folder))));
}
function ambiguous({ path, name }, folders) {
    const line = `${(0,names/* quoteName */.AB)(name)}: { path: ${(0,names/* quoteName */.AB)(folders[0] ?? '')}, dockerfile: ${(0,names/* quoteName */.AB)(path)} }`;
    return {
        severity: 'error',
        message: `${(0,names/* showPath */.P8)(path)} builds ${(0,names/* quoteName */.AB)(name)}, but several folders have that name: ${(0,names/* listFew */.lE)(folders.map(names/* showPath */.P8))}`,
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
        const rank = rankOf((0,repository_paths/* baseName */.Fl)(path));
        if (rank === undefined) continue;
        const folder = (0,repository_paths/* folderOf */.yS)(path);
        note(best, folders, folder, rank, 0);
        if (folder !== '') note(best, folders, (0,repository_paths/* folderOf */.yS)(folder), rank, 1);
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
        const folder = (0,repository_paths/* folderOf */.yS)(path);
        if (apart.some((one)=>one.path === path)) named.push({
            path: homeOf(folder),
            name,
            dockerfiles: [
                path
            ]
        });
        else if (!roots && (0,repository_paths/* baseName */.Fl)(folder) === name) places.set(folder, {
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
        } else if (dockerfile !== undefined && (0,repository_paths/* baseName */.Fl)(homeOf((0,repository_paths/* folderOf */.yS)(dockerfile))) !== name) {
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
        for(let folder = (0,repository_paths/* folderOf */.yS)(path); !folders.has(folder); folder = (0,repository_paths/* folderOf */.yS)(folder))folders.add(folder);
    }
    return folders;
}
/** With `services.roots`: folders that match and hold a Dockerfile or a build manifest, or are named in an override. */ function matchingFolders(entries, folders, dockerfiles, roots, config, problems) {
    const matches = (0,folder_patterns/* folderMatcher */.z)(roots);
    const matching = new Set([
        ...folders
    ].filter((folder)=>folder !== '' && matches(folder)));
    for (const pattern of roots.filter((pattern)=>!pattern.startsWith('!'))){
        const alone = (0,folder_patterns/* folderMatcher */.z)([
            pattern
        ]);
        if ([
            ...matching
        ].some(alone)) continue;
        problems.push({
            severity: 'warning',
            message: `services.roots: ${(0,names/* quoteName */.AB)(pattern)} matches no folder`,
            help: 'Correct the pattern in rollcall.yaml, or remove it.'
        });
    }
    const overrides = config.services?.overrides ?? {};
    const found = new Set([
        ...matching
    ].filter((folder)=>(0,repository_paths/* baseName */.Fl)(folder) in overrides));
    for (const { folder } of dockerfiles){
        for(let path = folder; path !== ''; path = (0,repository_paths/* folderOf */.yS)(path)){
            if (!matching.has(path)) continue;
            found.add(path);
            break;
        }
    }
    for (const { path } of entries){
        const folder = (0,repository_paths/* folderOf */.yS)(path);
        if (matching.has(folder) && isBuildManifest((0,repository_paths/* baseName */.Fl)(path)) && !(0,repository_paths/* isForeign */.jq)(path)) found.add(folder);
    }
    return found;
}
/** Without configuration: the folders that Dockerfiles are there for, where these do not lie inside each other. */ function discoveredFolders(dockerfiles, taken) {
    const own = dockerfiles.filter((dockerfile)=>centralName(dockerfile) === null && (dockerfile.role === 'main' || dockerfile.label === (0,repository_paths/* baseName */.Fl)(dockerfile.folder)));
    const homes = new Set(own.map(({ folder })=>homeOf(folder)));
    const lifted = liftNested(liftBuildFolders(homes));
    const children = countBy([
        ...lifted,
        ...taken
    ].map(repository_paths/* folderOf */.yS));
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
        const amongServices = folder !== '' && (children.get((0,repository_paths/* folderOf */.yS)(folder)) ?? 0) > 1;
        if (others > 1 && !amongServices) continue; // it holds services, so its own Dockerfile is a base image of theirs
        if (folder !== '') services.add(folder);
    }
    return services;
}
/** `services/a/build` is there for `services/a`, but `services/build` among other services is a service. */ function liftBuildFolders(folders) {
    const children = countBy([
        ...folders
    ].map(repository_paths/* folderOf */.yS));
    return new Set([
        ...folders
    ].map((folder)=>{
        const parent = (0,repository_paths/* folderOf */.yS)(folder);
        const alone = parent !== '' && (children.get(parent) ?? 0) === 1 && !usualRoots.has((0,repository_paths/* baseName */.Fl)(parent));
        return mayBeDockerFolder(folder) && alone ? parent : folder;
    }));
}
/** `src/a/src` is the service `src/a` where `src/b` is one, or where services usually are. */ function liftNested(folders) {
    const isNested = (folder)=>(0,repository_paths/* folderOf */.yS)(folder) !== '' && nestedSource.has((0,repository_paths/* baseName */.Fl)(folder));
    const children = countBy([
        ...folders
    ].map(repository_paths/* folderOf */.yS));
    const siblings = countBy([
        ...folders
    ].flatMap((folder)=>isNested(folder) ? [
            (0,repository_paths/* folderOf */.yS)((0,repository_paths/* folderOf */.yS)(folder))
        ] : []).concat([
        ...folders
    ].map(repository_paths/* folderOf */.yS)));
    return new Set([
        ...folders
    ].map((folder)=>{
        if (!isNested(folder) || children.get((0,repository_paths/* folderOf */.yS)(folder)) !== 1) return folder;
        const root = (0,repository_paths/* folderOf */.yS)((0,repository_paths/* folderOf */.yS)(folder));
        return (siblings.get(root) ?? 0) > 1 || usualRoots.has((0,repository_paths/* baseName */.Fl)(root)) ? (0,repository_paths/* folderOf */.yS)(folder) : folder;
    }));
}
/** The nearest folder of the set around a folder, itself not counted. */ function nearestAround(folder, set) {
    for(let path = folder; path !== '';){
        path = (0,repository_paths/* folderOf */.yS)(path);
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
    for(let path = folder;; path = (0,repository_paths/* folderOf */.yS)(path)){
        if (folders.has(path)) return true;
        if (path === '') return false;
    }
}
/** A folder is excluded by a pattern that matches it or a folder around it. */ function excludedBy(patterns) {
    if (patterns.length === 0) return ()=>false;
    const matches = (0,folder_patterns/* folderMatcher */.z)(patterns);
    const known = new Map();
    const excluded = (folder)=>{
        let answer = known.get(folder);
        if (answer === undefined) {
            answer = matches(folder) || folder !== '' && (0,repository_paths/* folderOf */.yS)(folder) !== '' && excluded((0,repository_paths/* folderOf */.yS)(folder));
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
        const name = given ?? (0,repository_paths/* baseName */.Fl)(path);
        const legal = (0,names/* isServiceName */.tN)(name);
        if (removed.has(name) || !legal) unnamed.add(path);
        if (!legal) {
            problems.push({
                severity: 'error',
                message: `${(0,names/* quoteName */.AB)(path)} holds a Dockerfile, but ${(0,names/* quoteName */.AB)(name)} cannot be the name of a service`,
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
        const folders = paths.sort(lib_location/* compareText */.n6).map(names/* showPath */.P8);
        return `${folders.length === 2 ? 'two' : folders.length} folders are the service ${name}: ${(0,names/* listFew */.lE)(folders, ' and ')}`;
    });
    const last = (0,names/* quoteName */.AB)(twice[0]?.[1].at(-1) ?? '');
    return new user_error/* UserError */.yo((0,names/* listFew */.lE)(lines, '\n'), {
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
        for(let folder = (0,repository_paths/* folderOf */.yS)(path); folder !== ''; folder = (0,repository_paths/* folderOf */.yS)(folder))folders.delete(folder);
    }
    return overrides.flatMap(([name, { path, dockerfile }])=>{
        const gone = [];
        const where = `services.overrides.${(0,names/* isServiceName */.tN)(name) ? name : (0,names/* quoteName */.AB)(name)}`;
        const help = 'Correct it in rollcall.yaml.';
        if (path !== undefined && folders.has(path)) {
            gone.push({
                severity: 'error',
                message: `${where}.path: there is no folder ${(0,names/* showPath */.P8)(path)}`,
                help
            });
        }
        if (dockerfile !== undefined && files.has(dockerfile)) {
            gone.push({
                severity: 'error',
                message: `${where}.dockerfile: there is no file ${(0,names/* showPath */.P8)(dockerfile)}`,
                help
            });
        }
        return gone;
    });
}


/***/ }),

/***/ 9484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ parseYamlFile),
/* harmony export */   _: () => (/* binding */ decodeUtf8)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8009);
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5017);


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


/***/ })

};
