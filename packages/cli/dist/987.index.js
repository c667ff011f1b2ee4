export const id = 987;
export const ids = [987];
export const modules = {

/***/ 5594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Bj: () => (/* binding */ fetchCommits),
/* harmony export */   jd: () => (/* binding */ openScratch),
/* harmony export */   wM: () => (/* binding */ ownTemporaryFolder)
/* harmony export */ });
/* unused harmony export checkoutFreeGit */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(542);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5017);
/* harmony import */ var _git_cli_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4534);





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
    const directory = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdtempSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'history-'));
    await clone.in(folder, []).run(initArguments(directory, place.format));
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'objects', 'info'), {
        recursive: true
    });
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'objects', 'info', 'alternates'), `${place.objects}\n`);
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(place.shallowFile)) (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.copyFileSync)(place.shallowFile, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, 'shallow'));
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
    return /^[^/]*:/.test(url) ? url : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(directory, url);
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
    const place = mkdtempSync(join(directory, 'clone-'));
    const server = /^https?:\/\/[^/]+\//.exec(url)?.[0];
    const credential = token && server ? {
        url: server,
        token
    } : undefined;
    await createGit({
        directory
    }).run(initArguments(place, sha.length === 64 ? 'sha256' : 'sha1'));
    const git = createGit({
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
        const { message } = gitFailure([
            'fetch'
        ], result);
        throw new ExternalError(`${sha} of ${url} cannot be fetched: ${message}`, {
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
    const folder = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdtempSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'rollcall-'));
    if (folders.push(folder) === 1) {
        process.on('exit', ()=>{
            for (const made of folders)(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(made, {
                recursive: true,
                force: true
            });
        });
    }
    return folder;
}


/***/ }),

/***/ 5354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ gitTree),
/* harmony export */   X: () => (/* binding */ fileModes)
/* harmony export */ });
/* harmony import */ var _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5017);
/* harmony import */ var _path_bytes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8752);


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
        const path = (0,_path_bytes_js__WEBPACK_IMPORTED_MODULE_1__/* .decodePath */ .q)(output.subarray(tab + 1, end));
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
        throw new _rollcall_domain_user_error__WEBPACK_IMPORTED_MODULE_0__/* .ExternalError */ .yA(`git has no blob ${oid}`, {
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


/***/ }),

/***/ 5166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ runFacts)
/* harmony export */ });
/**
 * What is known of the run: GitHub's variables, else what the clone says. At a terminal there is no run; its
 * number is 0, which no run of GitHub has, so that a tag made there says so.
 */ async function runFacts(env, git, repositoryUrl) {
    const inRun = env.GITHUB_ACTIONS === 'true';
    const sha = inRun && env.GITHUB_SHA ? env.GITHUB_SHA : await askGit(git, [
        'rev-parse',
        '--verify',
        '--quiet',
        'HEAD^{commit}'
    ]);
    const branch = inRun && env.GITHUB_REF_NAME ? env.GITHUB_REF_NAME : await askGit(git, [
        'symbolic-ref',
        '--quiet',
        '--short',
        'HEAD'
    ]);
    const url = inRun && env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}` : repositoryUrl;
    return {
        runNumber: (inRun ? env.GITHUB_RUN_NUMBER : undefined) ?? '0',
        runAttempt: (inRun ? env.GITHUB_RUN_ATTEMPT : undefined) ?? '1',
        sha: sha || null,
        branch: branch || null,
        date: new Date().toISOString(),
        repositoryUrl: url
    };
}
async function askGit(git, args) {
    if (!git) return undefined;
    const { status, stdout } = await git.attempt(args);
    return status === 0 ? stdout.toString('utf8').trim() : undefined;
}


/***/ }),

/***/ 7987:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./packages/adapters/lib/checkout.js + 1 modules
var lib_checkout = __webpack_require__(4554);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var catalog_names = __webpack_require__(8721);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/adapters/lib/git-cli.js + 1 modules
var git_cli = __webpack_require__(4534);
// EXTERNAL MODULE: ./packages/adapters/lib/git-tree.js
var git_tree = __webpack_require__(5354);
// EXTERNAL MODULE: ./packages/adapters/lib/path-bytes.js
var path_bytes = __webpack_require__(8752);
;// CONCATENATED MODULE: ./packages/adapters/lib/push-answer.js
/** git's and servers' words for "somebody else was first". */ const movedWords = /stale info|fetch first|non-fast-forward|needs force|cannot lock ref|failed to update ref|failed to lock|unable to (lock|create .*\.lock)|reference already exists|incorrect old value|is at [0-9a-f]{40,64} but expected|expected old value/i;
/** Reads `git push --porcelain` of one branch. */ function judgePush({ status, stdout, stderr }) {
    if (status === 0) return {
        kind: 'landed'
    };
    const line = stdout.toString('utf8').split('\n').find((text)=>text.startsWith('!'));
    const reason = line?.split('\t').slice(2).join(' ').trim() ?? '';
    if (movedWords.test(reason)) return {
        kind: 'moved'
    };
    if (/internal server error/i.test(reason)) return {
        kind: 'unknown'
    };
    const said = remoteWords(stderr);
    if (line === undefined || /\[remote failure\]/.test(reason)) {
        if (lostConnection(stderr) || line !== undefined) return {
            kind: 'unknown'
        };
        return {
            kind: 'refused',
            said: said || `git push failed with ${status}`
        };
    }
    return {
        kind: 'refused',
        said: [
            reason,
            said
        ].filter((text)=>text !== '').join(': ')
    };
}
/** Whether git failed because the network or the server did, so that trying again may help. */ function lostConnection(stderr) {
    return connectionWords.test(stderr);
}
const connectionWords = /could not resolve host|couldn't connect|failed to connect|connection (was )?(refused|reset|timed out|closed)|operation timed out|early eof|hung up unexpectedly|unexpected disconnect|rpc failed|returned error: (429|5\d\d)|gnutls|ssl_(read|write|connect)|tls connection|empty reply|network is unreachable|killed by sig/i;
/** What the server and git said, on one line, without progress. */ function remoteWords(stderr) {
    return stderr.split(/[\r\n]+/).map((line)=>line.replace(/^(remote|error|fatal):\s*/, '').trim()).filter((line)=>line !== '' && !/^(To |hint:|failed to push some refs)/.test(line)).join('; ').slice(0, 2_000);
}

;// CONCATENATED MODULE: ./packages/adapters/lib/git-deploy-branch.js









const defaultIdentity = {
    name: 'github-actions[bot]',
    email: '41898282+github-actions[bot]@users.noreply.github.com'
};
const head = 'refs/rollcall/head';
const base = 'refs/rollcall/base';
const made = 'refs/rollcall/made';
const mostCommits = 100;
/** Commits of the first step into the past, and how many times as many each further step takes. */ const firstDepth = 32;
const depthFactor = 8;
/** Milliseconds to wait before a fetch that lost its connection is tried again. */ const fetchPauses = [
    500,
    2_000
];
/**
 * A deploy branch on any git server, read and written through an own repository that is bare, has one commit and
 * no blobs but those that were read: no checkout, no work tree, no trace in the clone of the job.
 */ async function gitDeployBranch(settings) {
    const { url, branch, baseBranch, credential } = settings;
    const identity = identityLine(settings.identity ?? defaultIdentity);
    refuseUrl(url);
    const outside = (0,git_cli/* createGit */.l)({
        directory: settings.folder,
        credential
    });
    await refuseBranch(outside, branch);
    if (baseBranch !== undefined) await refuseBranch(outside, baseBranch);
    const directory = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(settings.folder, 'deploy-'));
    await outside.run([
        'init',
        '--quiet',
        '--bare',
        '--template=',
        directory
    ]);
    const git = (0,git_cli/* createGit */.l)({
        directory,
        credential
    });
    await git.run([
        'config',
        'remote.origin.url',
        url
    ]);
    /** Fetches a branch under a name of ours; its head, or null when there is no such branch. */ async function fetchBranch(name, ref, depth) {
        const args = (filter)=>[
                ...[
                    'fetch',
                    '--quiet',
                    `--depth=${depth}`,
                    filter,
                    '--no-tags',
                    '--no-write-fetch-head'
                ],
                ...[
                    '--no-recurse-submodules',
                    '--no-prune',
                    '--refmap=',
                    'origin',
                    `+refs/heads/${name}:${ref}`
                ]
            ];
        let result = await attemptFetch(git, args('--filter=blob:none'));
        // A server that does not know filters sends everything; one that forbids them fails.
        if (result.status !== 0 && /filter/i.test(result.stderr)) result = await attemptFetch(git, args('--no-filter'));
        if (result.status === 0) return git.text([
            'rev-parse',
            '--verify',
            ref
        ]);
        if (/couldn't find remote ref/i.test(result.stderr)) return null;
        const { message } = (0,git_cli/* gitFailure */.t)([
            'fetch'
        ], result);
        throw new user_error/* ExternalError */.yA(`the branch ${(0,catalog_names/* quoteName */.AB)(name)} of ${url} cannot be read: ${message}`, {
            help: 'Check the address, and that the token may read the contents of the repository.'
        });
    }
    async function read() {
        const newest = await fetchBranch(branch, head, 1);
        if (newest !== null) return {
            head: newest,
            commit: newest,
            tree: (0,git_tree/* gitTree */.$)(git, newest, `${branch} (${newest.slice(0, 12)})`)
        };
        if (baseBranch === undefined) throw new user_error/* UserError */.yo(`there is no branch ${(0,catalog_names/* quoteName */.AB)(branch)}`, {
            help: 'Set base-branch to the branch it should begin at, or check the name.'
        });
        const start = await fetchBranch(baseBranch, base, 1);
        if (start === null) throw new user_error/* UserError */.yo(`there is neither a branch ${(0,catalog_names/* quoteName */.AB)(branch)} nor its base ${(0,catalog_names/* quoteName */.AB)(baseBranch)}`, {
            help: 'Check the names of the deploy branch and of base-branch.'
        });
        return {
            head: null,
            commit: start,
            tree: (0,git_tree/* gitTree */.$)(git, start, `${baseBranch} (${start.slice(0, 12)})`)
        };
    }
    async function commit(state, files, message) {
        const modes = new Map((await state.tree.list()).map(({ path, mode })=>[
                path,
                mode
            ]));
        const stream = importStream(state.commit, files, modes, identity, message);
        const id = (await git.text([
            'fast-import',
            '--quiet',
            '--force',
            '--date-format=now'
        ], stream)).trim();
        const lease = `--force-with-lease=refs/heads/${branch}:${state.head ?? ''}`;
        const result = await git.attempt([
            ...[
                'push',
                '--porcelain',
                '--no-thin',
                '--no-verify',
                '--no-follow-tags',
                '--no-signed'
            ],
            ...[
                '--recurse-submodules=no',
                lease,
                'origin',
                `${id}:refs/heads/${branch}`
            ]
        ]);
        const answer = judgePush(result);
        if (answer.kind === 'landed') return {
            commit: id,
            verified: false
        };
        if (answer.kind !== 'refused') return answer.kind;
        throw new user_error/* ExternalError */.yA(`${(0,catalog_names/* quoteName */.AB)(branch)} of ${url} refuses the commit: ${answer.said}`, {
            help: 'Not tried again. Let the token push to this branch (contents: write, and past its protection), or take another token.'
        });
    }
    async function commitsSince(state, since) {
        if (state.head === null) return [];
        await fetchBranch(branch, head, mostCommits);
        const output = await git.run([
            ...[
                'log',
                '-z',
                `--max-count=${mostCommits}`,
                '--format=%H%n%an%n%B',
                '--no-show-signature',
                '--no-mailmap'
            ],
            ...[
                state.head,
                `^${since}`,
                '--'
            ]
        ]);
        return logEntries(output).map(([id = '', author = '', ...message])=>{
            return {
                commit: id,
                verified: false,
                author,
                message: message.join('\n')
            };
        });
    }
    async function* history(state, paths = []) {
        if (state.head === null) return;
        const given = new Set();
        for(let depth = firstDepth, held = 0;; depth *= depthFactor){
            await fetchBranch(branch, head, depth);
            const cuts = readCuts();
            for (const past of (await pastCommits(git, state.head, paths))){
                // Where the history is cut, a commit looks as if it had added every file.
                if (paths.length > 0 && cuts.has(past.commit)) break;
                if (!given.has(past.commit)) yield past;
                given.add(past.commit);
            }
            const ids = (await git.text([
                'rev-list',
                state.head
            ])).split('\n');
            // A step that brings nothing more is the end as well: the server's own history is cut.
            if (!ids.some((id)=>cuts.has(id)) || ids.length === held) return;
            held = ids.length;
        }
    }
    function readCuts() {
        const file = (0,external_node_path_.join)(directory, 'shallow');
        return new Set((0,external_node_fs_.existsSync)(file) ? (0,external_node_fs_.readFileSync)(file, 'utf8').split('\n').filter(Boolean) : []);
    }
    const treeAt = (id)=>(0,git_tree/* gitTree */.$)(git, id, `${branch} (${id.slice(0, 12)})`);
    return {
        name: branch,
        read,
        commit,
        commitsSince,
        history,
        treeAt
    };
}
/** The commits that lead to one, newest first; with paths those of the branch itself that changed one of them. */ async function pastCommits(git, from, paths) {
    const output = await git.run([
        ...[
            'log',
            '-z',
            '--format=%H%n%P%n%B',
            '--no-show-signature',
            '--no-mailmap'
        ],
        ...paths.length > 0 ? [
            '--first-parent'
        ] : [],
        ...[
            from,
            '--',
            ...paths.map(placeOfPath)
        ]
    ]);
    return logEntries(output).map(([commit = '', parents = '', ...message])=>({
            commit,
            parents: parents.split(' ').filter(Boolean),
            message: message.join('\n')
        }));
}
/** No argument can hold a byte that is not UTF-8: for it stands a `*`, which may bring a commit too many. */ function placeOfPath(path) {
    if (!/\p{Cs}/u.test(path)) return `:(top,literal)${path}`;
    return `:(top,glob)${path.replace(/[[\]\\*?]|\p{Cs}/gu, '*')}`;
}
/** The lines of each entry of `git log -z`. */ function logEntries(output) {
    const entries = output.toString('utf8').split('\0');
    return entries.filter((entry)=>entry !== '').map((entry)=>entry.split('\n'));
}
async function attemptFetch(git, args) {
    for (const milliseconds of fetchPauses){
        const result = await git.attempt(args);
        if (result.status === 0 || !lostConnection(result.stderr)) return result;
        await (0,promises_.setTimeout)(milliseconds);
    }
    return git.attempt(args);
}
/** One commit with new contents of files that are there, for `git fast-import`; it prints the commit's id. */ function importStream(parent, files, modes, identity, message) {
    const text = Buffer.from(message, 'utf8');
    const parts = [
        `commit ${made}\nmark :1\ncommitter ${identity} now\ndata ${text.length}\n`,
        text,
        `\nfrom ${parent}\n`
    ];
    for (const [path, content] of files){
        const mode = modes.get(path);
        if (mode !== 'file' && mode !== 'executable') throw new user_error/* UserError */.yo(`${(0,catalog_names/* showPath */.P8)(path)} is ${mode === undefined ? 'not there' : `a ${mode}`}`, {
            help: 'Only regular files are written.'
        });
        const bits = mode === 'executable' ? '100755' : '100644';
        parts.push(`M ${bits} inline `, quotedPath(path), `\ndata ${content.length}\n`, content, '\n');
    }
    parts.push('get-mark :1\n');
    return Buffer.concat(parts.map((part)=>typeof part === 'string' ? Buffer.from(part, 'utf8') : part));
}
/** A path as a C string, so that no byte of a name ends the command. */ function quotedPath(path) {
    let text = '';
    for (const byte of (0,path_bytes/* encodePath */.O)(path)){
        const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
        text += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
    }
    return `"${text}"`;
}
function identityLine({ name, email }) {
    const clean = (text)=>text.replace(/[\p{Cc}<>\s]+/gu, ' ').trim();
    return `${clean(name)} <${clean(email)}>`;
}
function refuseUrl(url) {
    if (url === '' || url.startsWith('-') || /[\p{Cc}]/u.test(url)) throw new user_error/* UserError */.yo('the address of the repository is not one', {
        help: 'Give an address such as https://github.com/owner/name.'
    });
    if (/^https?:\/\/[^/]*@/i.test(url) || /^[a-z+]+:\/\/[^/@]*:[^/@]*@/i.test(url)) throw new user_error/* UserError */.yo('the address of the repository holds credentials', {
        help: 'Give the address without them, and the token by itself.'
    });
    if (/^[a-z0-9+.-]+::/i.test(url)) throw new user_error/* UserError */.yo('the address of the repository names a remote helper', {
        help: 'Give a plain address.'
    });
}
async function refuseBranch(git, name) {
    const { status } = name.startsWith('-') ? {
        status: 1
    } : await git.attempt([
        'check-ref-format',
        `refs/heads/${name}`
    ]);
    if (status !== 0) throw new user_error/* UserError */.yo(`${(0,catalog_names/* quoteName */.AB)(name)} is not a branch's name`);
}

// EXTERNAL MODULE: ./packages/adapters/lib/git-scratch.js
var git_scratch = __webpack_require__(5594);
;// CONCATENATED MODULE: ./packages/adapters/lib/pace.js

/** The machine's clock and chance. */ const realPace = {
    now: ()=>performance.now(),
    sleep: (milliseconds)=>(0,promises_.setTimeout)(milliseconds),
    random: Math.random
};

// EXTERNAL MODULE: ./packages/adapters/lib/run-facts.js
var run_facts = __webpack_require__(5166);
;// CONCATENATED MODULE: ./packages/adapters/lib/work-tree-writer.js






/**
 * Replaces regular files below a folder: all of them or, when one cannot be written, none. Contents are
 * written beside their targets first, with their modes, and then renamed over them; a rename that fails puts back
 * what was renamed before. Symbolic links, files that are not there, and paths that leave the folder are refused.
 */ function workTreeWriter(root) {
    return {
        write: async (files)=>{
            const run = (0,external_node_crypto_.randomBytes)(6).toString('hex');
            const staged = [];
            const renamed = [];
            try {
                for (const [path, content] of files){
                    const { folder, target, mode } = existingFile(root, path);
                    const temporary = Buffer.concat([
                        folder,
                        Buffer.from(`${external_node_path_.sep}.rollcall-${run}-${staged.length}`)
                    ]);
                    staged.push({
                        path,
                        target,
                        temporary,
                        before: (0,external_node_fs_.readFileSync)(target)
                    });
                    writeNew(temporary, content, mode);
                }
                for (const file of staged){
                    (0,external_node_fs_.renameSync)(file.temporary, file.target);
                    renamed.push(file);
                }
            } catch (error) {
                for (const { target, before } of renamed)(0,external_node_fs_.writeFileSync)(target, before);
                throw error instanceof user_error/* UserError */.yo ? error : writeFailure(error, staged.at(renamed.length)?.path ?? root);
            } finally{
                for (const { temporary } of staged)(0,external_node_fs_.rmSync)(temporary, {
                    force: true
                });
            }
        }
    };
}
function writeFailure(cause, path) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new user_error/* ExternalError */.yA(`${(0,catalog_names/* showPath */.P8)(path)} cannot be written: ${reason}`, {
        help: 'No file was changed.',
        cause
    });
}
function writeNew(path, content, mode) {
    const descriptor = (0,external_node_fs_.openSync)(path, 'wx', mode);
    try {
        (0,external_node_fs_.writeFileSync)(descriptor, content);
        (0,external_node_fs_.fsyncSync)(descriptor);
    } finally{
        (0,external_node_fs_.closeSync)(descriptor);
    }
    (0,external_node_fs_.chmodSync)(path, mode); // the process's mask may have taken bits away
}
/** The place of a path that is a regular file below the root, reached through no link. */ function existingFile(root, path) {
    const segments = path.split('/');
    const legal = segments.every((segment)=>![
            '',
            '.',
            '..',
            '.git'
        ].includes(segment.toLowerCase())) && !path.includes('\0');
    if (!legal) throw new user_error/* UserError */.yo(`${(0,catalog_names/* showPath */.P8)(path)} is no path inside the work tree`);
    let folder = Buffer.from((0,external_node_fs_.realpathSync)(root));
    for (const [index, segment] of segments.entries()){
        const place = Buffer.concat([
            folder,
            Buffer.from(external_node_path_.sep),
            (0,path_bytes/* encodePath */.O)(segment)
        ]);
        const stat = (0,external_node_fs_.lstatSync)(place, {
            throwIfNoEntry: false
        });
        const wanted = index === segments.length - 1 ? stat?.isFile() : stat?.isDirectory();
        if (stat && wanted) {
            if (index === segments.length - 1) return {
                folder,
                target: place,
                mode: stat.mode & 0o7777
            };
            folder = place;
            continue;
        }
        const what = !stat ? 'is not there' : stat.isSymbolicLink() ? 'is a symbolic link' : 'is of another kind';
        throw new user_error/* UserError */.yo(`${(0,catalog_names/* showPath */.P8)((0,external_node_path_.join)(...segments.slice(0, index + 1)))} ${what}`, {
            help: 'Only regular files of the work tree are written.'
        });
    }
    throw new user_error/* UserError */.yo(`${(0,catalog_names/* showPath */.P8)(path)} is no path inside the work tree`);
}

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
;// CONCATENATED MODULE: ./packages/domain/lib/manifest/edit.js
/** Replace one range of one file. Offsets count UTF-16 units of the decoded text. */ /** Applies edits of one file to its text. Overlapping edits are our bug: they throw. */ function applyEdits(text, edits) {
    const sorted = [
        ...edits
    ].sort((a, b)=>a.range[0] - b.range[0] || a.range[1] - b.range[1]);
    const pieces = [];
    let position = 0;
    for (const { path, range, newText } of sorted){
        const [start, end] = range;
        if (start < position || end < start || end > text.length) throw new Error(`edits of ${path} overlap at offset ${start}`);
        pieces.push(text.slice(position, start), newText);
        position = end;
    }
    pieces.push(text.slice(position));
    return pieces.join('');
}

;// CONCATENATED MODULE: ./packages/domain/lib/manifest/unified-diff.js

const context = 3;
/**
 * The edits of one file as a unified diff that `git apply` takes: lines end with `\n` alone, so that a `\r`
 * before it is part of its line. '' when nothing changes.
 */ function unifiedDiff(path, before, edits) {
    const lines = splitLines(before);
    const changes = changedLines(before, lines, edits);
    const hunks = [];
    let shift = 0;
    for(let first = 0; first < changes.length;){
        let last = first;
        while(last + 1 < changes.length && gap(changes[last], changes[last + 1]) <= 2 * context)last += 1;
        const group = changes.slice(first, last + 1);
        const hunk = formatHunk(lines, group, shift);
        hunks.push(hunk.text);
        shift += hunk.shift;
        first = last + 1;
    }
    if (hunks.length === 0) return '';
    const [a, b] = [
        quotePath(`a/${path}`),
        quotePath(`b/${path}`)
    ];
    // As git does: a tab ends a name that holds a space.
    const tab = path.includes(' ') ? '\t' : '';
    return `diff --git ${a} ${b}\n--- ${a}${tab}\n+++ ${b}${tab}\n${hunks.join('')}`;
}
function gap(one, next) {
    return one && next ? next.start - (one.start + one.count) : Number.POSITIVE_INFINITY;
}
function formatHunk(lines, group, shift) {
    const from = Math.max(0, (group[0]?.start ?? 0) - context);
    const lastChange = group.at(-1);
    const to = Math.min(lines.length, (lastChange ? lastChange.start + lastChange.count : from) + context);
    const body = [];
    let position = from;
    let added = 0;
    for (const { start, count, lines: replacement } of group){
        body.push(...lines.slice(position, start).map((line)=>formatLine(' ', line)));
        body.push(...lines.slice(start, start + count).map((line)=>formatLine('-', line)));
        body.push(...replacement.map((line)=>formatLine('+', line)));
        position = start + count;
        added += replacement.length - count;
    }
    body.push(...lines.slice(position, to).map((line)=>formatLine(' ', line)));
    const span = (start, count)=>`${count === 0 ? start : start + 1},${count}`;
    const header = `@@ -${span(from, to - from)} +${span(from + shift, to - from + added)} @@\n`;
    return {
        text: header + body.join(''),
        shift: added
    };
}
function formatLine(sign, line) {
    return line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}
/** Every line with its `\n`; the last one may be without. */ function splitLines(text) {
    return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
function changedLines(before, lines, edits) {
    const starts = [];
    let offset = 0;
    for (const line of lines){
        starts.push(offset);
        offset += line.length;
    }
    // A last line without an end takes what is appended to the file; behind one with an end, a new line begins.
    const lastLine = lines.at(-1)?.endsWith('\n') === false ? lines.length - 1 : lines.length;
    const groups = [];
    let line = 0;
    for (const edit of [
        ...edits
    ].sort((a, b)=>a.range[0] - b.range[0] || a.range[1] - b.range[1])){
        while(line < lastLine && (starts[line + 1] ?? before.length) <= edit.range[0])line += 1;
        let end = Math.min(line + 1, lines.length);
        while(end < lines.length && (starts[end] ?? before.length) < edit.range[1])end += 1;
        const group = groups.at(-1);
        if (group && line < group.end) {
            group.end = Math.max(group.end, end);
            group.edits.push(edit);
        } else {
            groups.push({
                start: line,
                end,
                edits: [
                    edit
                ]
            });
        }
    }
    return groups.flatMap(({ start, end, edits })=>{
        const from = starts[start] ?? before.length;
        const old = before.slice(from, starts[end] ?? before.length);
        const local = edits.map(({ path, range, newText })=>{
            return {
                path,
                range: [
                    range[0] - from,
                    range[1] - from
                ],
                newText
            };
        });
        const now = applyEdits(old, local);
        return now === old ? [] : [
            {
                start,
                count: end - start,
                lines: splitLines(now)
            }
        ];
    });
}
/** A name as git writes it in a diff: quoted like a C string when it holds anything but printable ASCII. */ function quotePath(path) {
    if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(path)) return path;
    let text = '';
    for (const character of path){
        const code = character.codePointAt(0) ?? 0;
        if (character === '"' || character === '\\') text += `\\${character}`;
        else if (code >= 0x20 && code < 0x7f) text += character;
        else for (const byte of bytesOf(character, code))text += `\\${byte.toString(8).padStart(3, '0')}`;
    }
    return `"${text}"`;
}
/** A name's byte that is no UTF-8 is a lone surrogate U+DC80…U+DCFF in a path. */ function bytesOf(character, code) {
    return code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code - 0xdc00) : new TextEncoder().encode(character);
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/commit-message.js

const subjectWidth = 72;
/**
 * The commit message of a bump: a subject of at most 72 characters (unless one is given), and trailers. No value
 * can add a line of its own.
 */ function commitMessage(environment, changes, images, origin) {
    const services = tagChanges(changes, images);
    const custom = oneLine(origin.subject ?? '');
    const trailers = [
        `Bump-Id: ${oneLine(origin.id)}`,
        `Bump-Environment: ${oneLine(environment)}`
    ];
    if (origin.run) trailers.push(`Bump-Run: ${oneLine(origin.run)}`);
    trailers.push(...sourceTrailers(services, origin));
    return `${custom || subject(environment, services)}\n\n${trailers.join('\n')}\n`;
}
/** The services, each behind the source it was built from: a `Bump-Source` is of those that follow it. */ function sourceTrailers(services, origin) {
    const bySource = new Map();
    for (const { service, old, now } of services){
        const source = oneLine(sourceOf(origin, service) ?? '');
        const group = bySource.get(source) ?? [];
        bySource.set(source, group);
        group.push(oneLine(`Bump-Service: ${service} ${old || nothing} -> ${now}`));
    }
    // A single source is of all services wherever it stands, so that what has none must say so beside another.
    const unknown = bySource.size > 1 ? [
        `Bump-Source: ${notKnown}`
    ] : [];
    return [
        ...bySource
    ].sort(([a], [b])=>(0,lib_location/* compareText */.n6)(a, b)).flatMap(([source, group])=>[
            ...source === '' ? unknown : [
                `Bump-Source: ${source}`
            ],
            ...group
        ]);
}
/** Where the image of a service was built from, as an origin says it. */ function sourceOf({ source, sources }, service) {
    return sources === undefined ? source : sources.get(service);
}
/** The commit of `owner/repository@commit`; undefined where it names none. */ function commitOfSource(source) {
    return /@([0-9a-f]{40}|[0-9a-f]{64})$/.exec(source)?.[1];
}
/** Reads the trailers that `commitMessage` wrote; a message without them has no services. */ function bumpTrailers(message) {
    const lines = lastParagraph(message).split('\n');
    const sources = lines.flatMap((line)=>/^Bump-Source: (.+)$/.exec(line)?.[1] ?? []);
    const services = new Map();
    let environment = null;
    let source = sources.length === 1 ? sources[0] : undefined;
    for (const line of lines){
        const [, key = '', value = ''] = /^Bump-(Environment|Source|Service): (.+)$/.exec(line) ?? [];
        if (key === 'Environment') environment = value;
        if (key === 'Source') source = value;
        const [, service, old, now] = key === 'Service' && /^(\S+) (.+) -> (\S+)$/.exec(value) || [];
        if (service === undefined || old === undefined || now === undefined) continue;
        const known = source === undefined || source === notKnown ? null : source;
        services.set(service, {
            old: old === nothing ? '' : old,
            new: now,
            source: known
        });
    }
    return {
        environment,
        services
    };
}
const nothing = '(none)';
const notKnown = '(unknown)';
/** The `Bump-Id` among the trailers of a commit message. */ function bumpIdOf(message) {
    return /^Bump-Id: (.*)$/m.exec(lastParagraph(message))?.[1];
}
function lastParagraph(message) {
    return message.trimEnd().split('\n\n').at(-1) ?? '';
}
/** One entry per service that changes: its tags, the same twice when only another part of its image does. */ function tagChanges(changes, images) {
    const tags = new Map(images.map(({ service, tag })=>[
            service,
            tag
        ]));
    const byService = new Map();
    for (const { service, part, old, new: now } of changes){
        const known = byService.get(service);
        if (part === 'tag' && (!known || known.old === known.now)) byService.set(service, {
            service,
            old,
            now
        });
        else if (!known) byService.set(service, {
            service,
            old: tags.get(service) ?? now,
            now: tags.get(service) ?? now
        });
    }
    return [
        ...byService.values()
    ].sort((a, b)=>(0,lib_location/* compareText */.n6)(a.service, b.service));
}
/** As many services as fit, and how many more there are. */ function subject(environment, services) {
    const start = `deploy(${oneLine(environment)}): `;
    const words = services.map(({ service, old, now })=>oneLine(old === now ? `${service} ${now}` : `${service} ${old || nothing} → ${now}`));
    for(let count = words.length; count > 0; count -= 1){
        const rest = words.length - count;
        const text = `${start}${words.slice(0, count).join(', ')}${rest === 0 ? '' : `, +${rest} more`}`;
        if (width(text) <= subjectWidth) return text;
    }
    const count = `${services.length} ${services.length === 1 ? 'service' : 'services'}`;
    const [first] = services;
    const names = services.length === 1 && first ? `${oneLine(first.service)} → ${first.now}` : count;
    const short = width(start + names) <= subjectWidth ? start + names : start + count;
    return [
        ...short
    ].slice(0, subjectWidth).join('');
}
function width(text) {
    return [
        ...text
    ].length;
}
/** Every run of control characters, line separators and blanks becomes one blank. */ function oneLine(text) {
    return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/older.js
/**
 * Says whether a tag is older than the current one. The recorded commits tell, or the hash inside the tag where
 * none is recorded. Where both tags hold a hash these are compared as well, for a newer run may write an image that
 * was built long ago; one comparison that says older is enough. Where no commit tells, the run numbers in front of
 * both tags do. Another tag of the same commit counts as newer.
 */ async function orderTags(asked, current, history) {
    const recorded = [
        asked.source,
        current.source
    ].filter((id)=>id !== undefined);
    const askedHash = hashOfTag(asked.tag, recorded);
    const currentHash = hashOfTag(current.tag, recorded);
    const pairs = distinctPairs([
        [
            asked.source ?? askedHash,
            current.source ?? currentHash
        ],
        [
            askedHash,
            currentHash
        ]
    ]);
    let unknown = 'nothing tells which commits they were built from';
    let diverged;
    let newer = false;
    for (const [a, b] of pairs){
        const order = await history.compare(a, b);
        if (order === 'older') return {
            order,
            why: `commit ${older_short(a)} comes before ${older_short(b)}`
        };
        if (typeof order === 'object') unknown = order.because;
        else if (order === 'diverged') diverged = {
            order,
            why: `commits ${older_short(a)} and ${older_short(b)} have diverged`
        };
        else newer = true;
    }
    if (diverged) return diverged;
    if (newer) return {
        order: 'newer'
    };
    const [askedRun, currentRun] = [
        runOfTag(asked.tag),
        runOfTag(current.tag)
    ];
    if (askedRun === undefined || currentRun === undefined) return {
        order: 'unknown',
        why: unknown
    };
    if (askedRun >= currentRun) return {
        order: 'newer'
    };
    return {
        order: 'older',
        why: `run ${askedRun} comes before run ${currentRun}`
    };
}
/** The commit hash at the end of a tag, in full where it is the start of a recorded one. */ function hashOfTag(tag, recorded) {
    const [, hash] = /(?:^|[^0-9a-f])([0-9a-f]{7,40})$/.exec(tag) ?? [];
    return hash === undefined ? undefined : recorded.find((id)=>id.startsWith(hash)) ?? hash;
}
/** The run number in front of a tag such as `165-cf185b1`. */ function runOfTag(tag) {
    const [, digits] = /^(\d{1,15})-/.exec(tag) ?? [];
    return digits === undefined ? undefined : Number(digits);
}
function distinctPairs(pairs) {
    const found = new Map();
    for (const [a, b] of pairs)if (a !== undefined && b !== undefined) found.set(`${a} ${b}`, [
        a,
        b
    ]);
    return [
        ...found.values()
    ];
}
function older_short(id) {
    return id.slice(0, 7);
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/older-services.js



/** How far back on the deploy branch the commit that wrote a tag is looked for. */ const older_services_mostCommits = 1_000;
/**
 * Finds the services whose current tag is newer than the one a plan would write, or may be. What cannot be known
 * is no reason to hold a deployment back: it is said in a notice.
 *
 * `history` is of the deploy branch, newest first; it is read only when there is a tag to judge.
 */ async function findOlder(changes, origin, sources, history) {
    // A place that says nothing yet has nothing that could be newer.
    const replaced = changes.filter(({ part, old })=>part === 'tag' && old !== '');
    const result = {
        skipped: [],
        warnings: [],
        notices: []
    };
    if (replaced.length === 0) return result;
    const recorded = await recordedSources(replaced.map(({ service, old })=>({
            service,
            tag: old
        })), history);
    const orders = new Map();
    const unknown = new Map();
    const skipped = new Set();
    for (const { service, old, new: now } of replaced){
        const asked = {
            tag: now,
            source: commitOf(sourceOf(origin, service))
        };
        const current = {
            tag: old,
            source: commitOf(recorded.get(service)?.get(old))
        };
        // One build of many services is one question.
        const key = JSON.stringify([
            asked,
            current
        ]);
        const answer = orders.get(key) ?? orderTags(asked, current, sources);
        orders.set(key, answer);
        const verdict = await answer;
        if (verdict.order === 'newer' || skipped.has(service)) continue;
        const [from, to] = [
            old,
            now
        ].map((tag)=>(0,catalog_names/* quoteName */.AB)(tag.slice(0, 200)));
        if (verdict.order === 'unknown') {
            unknown.set(service, `${(0,catalog_names/* quoteName */.AB)(service)} ${from} to ${to} (${verdict.why})`);
            continue;
        }
        skipped.add(service);
        const words = verdict.order === 'older' ? 'is older' : 'may be older';
        const why = `${to} ${words} than ${from}, which is deployed: ${verdict.why}`;
        result.skipped.push({
            service,
            why
        });
        if (verdict.order === 'diverged') result.warnings.push(`${(0,catalog_names/* quoteName */.AB)(service)} is skipped: ${why}`);
    }
    const written = [
        ...unknown
    ].filter(([service])=>!skipped.has(service)).map(([, text])=>text);
    if (written.length > 0) result.notices.push(`written without knowing which tag is newer: ${(0,catalog_names/* listFew */.lE)(written, '; ')}`);
    return result;
}
/**
 * The source of tags of services, by service and tag: what the newest commit that wrote the tag says, in whatever
 * environment, for the same tag is the same image.
 */ async function recordedSources(wanted, history) {
    const found = new Map();
    const missing = new Map();
    for (const { service, tag } of wanted)missing.set(service, (missing.get(service) ?? new Set()).add(tag));
    let left = older_services_mostCommits;
    for await (const { message } of history){
        for (const [service, { new: tag, source }] of bumpTrailers(message).services){
            const tags = missing.get(service);
            if (source === null || !tags?.delete(tag)) continue;
            found.set(service, (found.get(service) ?? new Map()).set(tag, source));
            if (tags.size === 0) missing.delete(service);
        }
        left -= 1;
        if (missing.size === 0 || left === 0) break;
    }
    return found;
}
function commitOf(source) {
    return source === undefined ? undefined : commitOfSource(source);
}

// EXTERNAL MODULE: ./node_modules/.pnpm/yaml@2.9.1/node_modules/yaml/dist/index.js
var dist = __webpack_require__(8009);
// EXTERNAL MODULE: ./packages/domain/lib/manifest/plain-scalar.js
var plain_scalar = __webpack_require__(3923);
;// CONCATENATED MODULE: ./packages/domain/lib/manifest/check-edits.js


/**
 * Proves edits of one YAML file after the fact, and throws when something else happened than was asked: that is
 * our bug, and nothing may be written. Only bytes inside the ranges differ; the result parses; under the
 * YAML 1.1 and 1.2 schemas every document is deep-equal to what it was, keys in their order, but at the expected
 * places, and those read as the expected strings.
 */ function checkEdits(before, after, edits, expectations) {
    checkBytes(before, after, edits);
    for (const schema of plain_scalar/* yamlSchemas */.Im){
        const difference = compareTexts(before, after, expectations, schema);
        if (difference !== undefined) throw new Error(`${difference} (${schema})`);
    }
}
/** What is wrong with the documents of the edited text, or undefined. */ function compareTexts(before, after, expectations, schema) {
    const [old, now] = [
        readAll(before, schema),
        readAll(after, schema)
    ];
    if (now.errors > old.errors) return 'the edited text is not valid YAML';
    if (now.values.length !== old.values.length) return 'the edited text has another number of documents';
    for (const [index, value] of old.values.entries()){
        const expected = branches(expectations.filter(({ document })=>document === index));
        const difference = compare(value, now.values[index], expected, {
            schema,
            seen: new Map()
        });
        if (difference !== undefined) return `document ${index} ${difference}`;
    }
    const missing = expectations.find(({ document })=>document >= old.values.length);
    return missing && `there is no document ${missing.document}`;
}
function checkBytes(before, after, edits) {
    let position = 0;
    let shift = 0;
    for (const { range, newText } of [
        ...edits
    ].sort((a, b)=>a.range[0] - b.range[0])){
        const [start, end] = range;
        if (before.slice(position, start) !== after.slice(position + shift, start + shift)) throw new Error(`bytes outside the edits changed before offset ${start}`);
        position = end;
        shift += newText.length - (end - start);
    }
    if (before.slice(position) !== after.slice(position + shift)) throw new Error('bytes outside the edits changed after the last one');
}
/** A document whose aliases cannot be resolved: equal to itself only by its bytes, which are checked. */ const unreadable = Symbol('unreadable');
function readAll(text, schema) {
    // Keys that only one schema takes for the same (`on` and `true`) are no reason to refuse.
    const documents = (0,dist/* parseAllDocuments */.hR)(text, {
        schema,
        merge: true,
        uniqueKeys: false,
        logLevel: 'silent'
    });
    const list = Array.isArray(documents) ? documents : [];
    return {
        errors: list.reduce((sum, document)=>sum + document.errors.length, 0),
        values: list.map((document)=>{
            try {
                return document.toJS({
                    mapAsMap: true,
                    maxAliasCount: 100
                });
            } catch  {
                return unreadable;
            }
        })
    };
}
function branches(expectations) {
    const root = {
        value: undefined,
        below: new Map()
    };
    for (const { path, value } of expectations){
        let branch = root;
        for (const step of path){
            const next = branch.below.get(String(step)) ?? {
                value: undefined,
                below: new Map()
            };
            branch.below.set(String(step), next);
            branch = next;
        }
        branch.value = isList(branch.value) && isList(value) ? [
            ...branch.value,
            ...value
        ] : value;
    }
    return root;
}
function isList(value) {
    return Array.isArray(value);
}
/** What is wrong, or undefined. */ function compare(a, b, expected, comparison, at = '') {
    if (isList(expected?.value)) {
        if (typeof a !== 'string' || typeof b !== 'string') return `is no text at ${at}`;
        const difference = compareTexts(a, b, expected.value, comparison.schema);
        return difference && `${difference}, inside the text at ${at}`;
    }
    if (expected?.value !== undefined) return b === expected.value ? undefined : `does not read as the string that was asked for at ${at}`;
    const allA = entries(a);
    const allB = entries(b);
    if (!allA || !allB) {
        const same = a instanceof Date && b instanceof Date ? Object.is(a.getTime(), b.getTime()) : Object.is(a, b);
        if (!same) return `changed at ${at}`;
    } else {
        if (comparison.seen.get(a) === b) return undefined;
        comparison.seen.set(a, b);
        const { listA, listB, wrong: wrongEntry } = withoutExpected(allA, allB, expected, at);
        if (wrongEntry !== undefined) return wrongEntry;
        if (listA.length !== listB.length) return `has more or fewer entries at ${at}`;
        for (const [index, [key, value]] of listA.entries()){
            const [otherKey, otherValue] = listB[index] ?? [];
            const name = String(key);
            const wrongKey = compare(key, otherKey, undefined, comparison, `a key of ${at}`);
            if (wrongKey !== undefined) return wrongKey;
            const wrong = compare(value, otherValue, expected?.below.get(name), comparison, `${at}/${name}`);
            if (wrong !== undefined) return wrong;
        }
    }
    for (const [name, { value }] of expected?.below ?? []){
        const there = allB?.some(([key])=>String(key) === name) === true;
        if (there !== (value !== null)) return `has ${there ? 'something' : 'nothing'} at ${at}/${name}`;
    }
    return undefined;
}
/** The entries without those that were expected to go and those that were expected to come. */ function withoutExpected(allA, allB, expected, at) {
    if (!expected || expected.below.size === 0) return {
        listA: allA,
        listB: allB
    };
    const names = new Set(allA.map(([key])=>String(key)));
    const listA = allA.filter(([key])=>expected.below.get(String(key))?.value !== null);
    const listB = [];
    for (const entry of allB){
        const name = String(entry[0]);
        const value = expected.below.get(name)?.value;
        const added = !names.has(name) && (typeof value === 'string' || value === true);
        if (!added) listB.push(entry);
        else if (entry[1] !== value) return {
            listA,
            listB,
            wrong: `does not read as what was added at ${at}/${name}`
        };
    }
    return {
        listA,
        listB
    };
}
function entries(value) {
    if (value instanceof Map) return [
        ...value.entries()
    ];
    if (Array.isArray(value) || value instanceof Uint8Array) return [
        ...value.entries()
    ];
    if (value instanceof Set) return [
        ...value
    ].map((item)=>[
            item,
            true
        ]);
    return undefined;
}

;// CONCATENATED MODULE: ./packages/domain/lib/manifest/replace-scalar.js



/**
 * The edit that makes the scalar at a path read as the string `newValue` and touches no other byte; undefined
 * when it already does. Quotes are kept. A plain scalar stays plain when the new value is a string to every
 * parser, and is written in double quotes otherwise. An empty value (`value:`) is written after its colon.
 *
 * What cannot be edited in place alone is a UserError at its line: an alias, an anchor that is used elsewhere (also
 * around the value), a value that a merge key brings in, block scalars (`|`, `>`), scalars of several lines, a
 * tag other than `!!str`, a map or a list, an empty value behind an anchor or a tag, a path that is not there.
 */ function replaceScalar(document, path, newValue) {
    const { text } = document.file;
    const { node, pair } = ownNode(document, path);
    if (/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(newValue)) throw refusal(document, path, `${JSON.stringify(newValue)} holds characters that one line of YAML cannot`);
    const edit = (start, end, newText)=>({
            path: document.file.path,
            range: [
                start,
                end
            ],
            newText
        });
    if (node === null || (0,dist/* isScalar */.jn)(node) && node.type === dist/* Scalar */.X5.PLAIN && node.source === '') {
        return edit(...afterColon(document, path, pair), ` ${plainOrQuoted(newValue)}`);
    }
    if (!(0,dist/* isScalar */.jn)(node)) throw refusal(document, path, `is ${(0,dist/* isMap */.jh)(node) ? 'a map' : 'a list'}, not one value`);
    if (node.tag !== undefined && node.tag !== 'tag:yaml.org,2002:str') throw refusal(document, path, `has the tag ${node.tag}`, 'Remove the tag.');
    const [start, end] = node.range ?? [
        0,
        0
    ];
    const source = text.slice(start, end);
    if (node.type === dist/* Scalar */.X5.BLOCK_FOLDED || node.type === dist/* Scalar */.X5.BLOCK_LITERAL || /[\r\n]/.test(source)) throw refusal(document, path, 'is a block or spans several lines', 'Write the value on the line of its key.');
    if (node.type === dist/* Scalar */.X5.QUOTE_DOUBLE || node.type === dist/* Scalar */.X5.QUOTE_SINGLE) {
        if (node.value === newValue) return undefined;
        return edit(start, end, node.type === dist/* Scalar */.X5.QUOTE_DOUBLE ? JSON.stringify(newValue) : singleQuoted(newValue));
    }
    if (source === newValue && (0,plain_scalar/* readsAsString */.Di)(newValue)) return undefined;
    return edit(start, end, plainOrQuoted(newValue));
}
/** The text of the scalar at a path as the file has it, without quotes: `1.10` stays `1.10`; '' when there is none. */ function scalarText(document, path) {
    const node = document.node(path);
    if (!(0,dist/* isScalar */.jn)(node)) return '';
    if (node.type === dist/* Scalar */.X5.PLAIN) return node.source ?? '';
    return typeof node.value === 'string' ? node.value : '';
}
/** A string as YAML writes it: plain where every parser reads that as the string, else in double quotes. */ function plainOrQuoted(value) {
    return (0,plain_scalar/* readsAsString */.Di)(value) ? value : JSON.stringify(value);
}
function singleQuoted(value) {
    return `'${value.replaceAll("'", "''")}'`;
}
/**
 * The node at a path that belongs to this place alone, with its map entry; null for an empty value. UserError where
 * it is not there, or an alias, an anchor that is used elsewhere or a merge key has a part in it.
 */ function ownNode(document, path) {
    let node = document.ast.contents;
    let pair;
    for (const [depth, step] of path.entries()){
        const here = path.slice(0, depth);
        refuseShared(document, here, node);
        if ((0,dist/* isMap */.jh)(node)) {
            pair = node.items.find((item)=>(0,dist/* isPair */.tO)(item) && (0,dist/* isScalar */.jn)(item.key) && String(item.key.value) === String(step));
            if (!pair) {
                const merge = node.items.some((item)=>(0,dist/* isScalar */.jn)(item.key) && item.key.source === '<<');
                const there = [
                    ...here,
                    step
                ];
                if (merge) throw refusal(document, there, 'is not written here: a merge key (`<<`) may bring it in', 'Write the value out in this place.');
                throw refusal(document, there, 'is not there', `Write \`${step}\` out in this place.`);
            }
            node = pair.value;
        } else if ((0,dist/* isSeq */.oP)(node) && typeof step === 'number' && node.items[step] !== undefined) {
            pair = undefined;
            node = node.items[step];
        } else {
            throw refusal(document, [
                ...here,
                step
            ], 'is not there');
        }
    }
    refuseShared(document, path, node);
    return {
        node: node ?? null,
        pair
    };
}
function refuseShared(document, path, node) {
    if ((0,dist/* isAlias */.Vj)(node)) throw refusal(document, path, `is an alias (*${node.source})`, 'Write the value out instead of the alias.');
    const anchor = (0,dist/* isNode */.Ll)(node) && 'anchor' in node ? node.anchor : undefined;
    const used = anchor === undefined ? undefined : aliases(document).get(anchor);
    if (used !== undefined) throw refusal(document, path, `has the anchor &${anchor}, which line ${document.file.location(used).line} uses as well`, 'Write the value out in both places instead of the anchor.');
}
const aliasesOf = new WeakMap();
/** The first alias of each anchor's name, by offset. */ function aliases(document) {
    const known = aliasesOf.get(document);
    if (known) return known;
    const found = new Map();
    (0,dist/* visit */.YR)(document.ast, {
        Alias: (_key, alias)=>{
            if (!found.has(alias.source)) found.set(alias.source, alias.range?.[0] ?? 0);
        }
    });
    aliasesOf.set(document, found);
    return found;
}
/** The empty range behind the colon of a key without a value. */ function afterColon(document, path, pair) {
    const separators = (pair?.srcToken && 'sep' in pair.srcToken ? pair.srcToken.sep : undefined) ?? [];
    const colon = separators.find(({ type })=>type === 'map-value-ind');
    if (!colon || separators.some(({ type })=>type === 'anchor' || type === 'tag')) throw refusal(document, path, 'has no value', 'Write a value behind the colon.');
    return [
        colon.offset + 1,
        colon.offset + 1
    ];
}
/** The error about the value at a path. */ function refusal(document, path, what, help) {
    const detail = {
        location: document.locateValue(path),
        ...help === undefined ? {} : {
            help
        }
    };
    return new user_error/* UserError */.yo(`${replace_scalar_formatYamlPath(path)} ${what}`, detail);
}
/** A path as people write it: `spec.sources[1].helm`. */ function replace_scalar_formatYamlPath(path) {
    let text = '';
    for (const step of path)text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
    return text === '' ? 'the document' : text;
}

// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __webpack_require__(9484);
// EXTERNAL MODULE: ./packages/domain/lib/nearest.js
var nearest = __webpack_require__(1451);
// EXTERNAL MODULE: ./packages/domain/lib/images/image-reference.js
var image_reference = __webpack_require__(249);
// EXTERNAL MODULE: ./packages/domain/lib/images/tag.js
var images_tag = __webpack_require__(3556);
;// CONCATENATED MODULE: ./packages/domain/lib/bump/check-images.js





/**
 * Judges the images of a request before any file is looked at: legal values, no tag that moves unless the
 * environment allows it, one image for each service. Returned sorted by service, each once.
 */ function checkImages({ images, mutableTags, environment }) {
    const warnings = [];
    const byService = new Map();
    for (const image of images){
        const { service, tag } = image;
        const name = (0,catalog_names/* quoteName */.AB)(service.slice(0, 200));
        const shown = (0,catalog_names/* quoteName */.AB)(tag.slice(0, 200));
        if (tag === '') throw new user_error/* UserError */.yo(`${name} has no tag`, {
            help: 'Give the tag that was pushed, such as 165-cf185b1.'
        });
        if (tag.includes('${{')) throw new user_error/* UserError */.yo(`the tag ${shown} of ${name} holds an expression that was not evaluated`, {
            help: 'Check the quotes around the expression in the workflow.'
        });
        if (!(0,images_tag/* isLegalTag */.O1)(tag)) throw new user_error/* UserError */.yo(`${name}: ${shown} is not a legal image tag`, {
            help: 'A tag has letters, digits, "_", "." and "-", starts with neither "." nor "-", and has 128 characters at most.'
        });
        if ((0,images_tag/* isMutableTag */.RB)(tag) && mutableTags !== 'allow') {
            const message = `the tag ${shown} of ${name} is mutable: nobody could say later what ran in ${environment}`;
            if (mutableTags === 'forbid') throw new user_error/* UserError */.yo(message, {
                help: `Give a tag that names one build, or set mutable-tags of ${environment} to warn or allow.`
            });
            warnings.push(message);
        }
        checkPart(name, 'repository', image.repository, (text)=>(0,image_reference/* isRepository */.Z6)(text) || (0,image_reference/* isRegistry */.Cf)(text));
        checkPart(name, 'registry', image.registry, image_reference/* isRegistry */.Cf);
        checkPart(name, 'digest', image.digest, image_reference/* isDigest */.Bc);
        const other = byService.get(service);
        if (other && !sameImage(other, image)) throw new user_error/* UserError */.yo(`${name} is given twice, with different images: ${(0,catalog_names/* quoteName */.AB)(other.tag)} and ${shown}`, {
            help: 'Give each service once.'
        });
        byService.set(service, image);
    }
    return {
        images: [
            ...byService.values()
        ].sort((a, b)=>(0,lib_location/* compareText */.n6)(a.service, b.service)),
        warnings
    };
}
function checkPart(name, part, value, legal) {
    if (value === undefined || legal(value)) return;
    throw new user_error/* UserError */.yo(`${name}: ${(0,catalog_names/* quoteName */.AB)(value.slice(0, 200))} is not a legal ${part}`, {
        help: `A ${part} looks like ${examples.get(part)}.`
    });
}
const examples = new Map([
    [
        'repository',
        'prod/user-service, in lower case and without tag and digest'
    ],
    [
        'registry',
        'ghcr.io/owner or localhost:5000'
    ],
    [
        'digest',
        'sha256: and 64 hexadecimal digits'
    ]
]);
function sameImage(a, b) {
    return a.tag === b.tag && a.digest === b.digest && a.repository === b.repository && a.registry === b.registry;
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/image-text.js



/** Splits the text of an image; '' for a part that it does not have. */ function splitImageText(text) {
    const at = text.indexOf('@');
    const name = at === -1 ? text : text.slice(0, at);
    const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    return {
        repository: colon === -1 ? name : name.slice(0, colon),
        tag: colon === -1 ? '' : name.slice(colon + 1),
        digest: at === -1 ? '' : text.slice(at + 1)
    };
}
/**
 * The candidates that a request means: those of the repository it gives, else those whose name ends in the service's.
 */ function matchImages(candidates, namesOf, { service, repository, registry }) {
    const wanted = repository === undefined || registry === undefined ? repository : `${registry}/${repository}`;
    for (const name of new Set([
        wanted,
        repository
    ])){
        if (name === undefined) continue;
        const found = candidates.filter((candidate)=>namesOf(candidate).some((text)=>text === name || text.endsWith(`/${name}`)));
        if (found.length > 0) return found;
    }
    return candidates.filter((candidate)=>namesOf(candidate).some((text)=>text.slice(text.lastIndexOf('/') + 1) === service));
}
/**
 * What a text that names a repository becomes. A registry in it is never lost: it stays where the rest is the same,
 * is replaced where the request gives one, and anything else is a UserError. `own` is the place of the registry where
 * the registry has a place of its own beside the text.
 */ function image_text_newRepository(current, { registry, repository }, place) {
    const own = (0,image_reference/* parseImageReference */.o_)(current)?.registry ?? null;
    const given = registry !== undefined && !place.registryApart;
    const wanted = [
        given ? registry : undefined,
        repository
    ].filter((part)=>part !== undefined).join('/');
    if (wanted === '' || current === wanted) return current;
    if (repository === undefined) {
        if (current.startsWith(`${registry}/`)) return current;
        throw new user_error/* UserError */.yo(`${place.name} is ${(0,catalog_names/* quoteName */.AB)(current)}, and only a registry is given`, {
            location: place.document.locateValue(place.path),
            help: 'Give "repository" as well: what is below the registry cannot be told from the text.'
        });
    }
    if (own === null) return place.registryApart || current === '' ? repository : wanted;
    if (given || (0,image_reference/* parseImageReference */.o_)(wanted)?.registry != null) return wanted;
    if (current.endsWith(`/${repository}`)) return current;
    throw new user_error/* UserError */.yo(`${place.name} is ${(0,catalog_names/* quoteName */.AB)(current)}, and its registry ${(0,catalog_names/* quoteName */.AB)(own)} would be lost with ${(0,catalog_names/* quoteName */.AB)(repository)}`, {
        location: place.document.locateValue(place.path),
        help: 'Give "registry" as well, or the repository with its registry.'
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/template-place.js




/**
 * The place of a scalar's text: its own, or, where an ApplicationSet fills in a placeholder, the element of the list
 * generator that supplies it. Any other template is a UserError.
 */ function template_place_placeOf(application, document, path) {
    const node = document.node(path);
    const [start = 0, end = 0] = node?.range ?? [];
    // Unquoted, `{{tag}}` is a map to YAML.
    const text = (0,dist/* isScalar */.jn)(node) || !node ? scalarText(document, path) : document.file.text.slice(start, end).trim();
    return templatePlace(application, text, {
        document,
        path
    }) ?? {
        document,
        path,
        current: scalarText(document, path)
    };
}
/** The element that supplies a text with a placeholder; undefined for a text without. */ function templatePlace({ generated, document: set }, text, { document, path }) {
    if (!text.includes('{{')) return undefined;
    const location = document.locateValue(path);
    const shown = (0,catalog_names/* quoteName */.AB)(text.slice(0, 200));
    if (!generated) throw new user_error/* UserError */.yo(`${replace_scalar_formatYamlPath(path)} is the template ${shown}`, {
        location,
        help: 'What fills it in cannot be known here: write the value out.'
    });
    const key = /^\{\{-?\s*\.?([\w.-]+?)\s*-?\}\}$/.exec(text)?.[1];
    const supplied = key === undefined ? undefined : generated.values.get(key);
    if (supplied) return {
        document: set,
        path: supplied.path,
        current: supplied.text
    };
    const inside = [
        ...text.matchAll(/\{\{-?\s*\.?([\w.-]+?)\s*-?\}\}/g)
    ].flatMap(([, name])=>{
        const found = generated.values.get(name ?? '');
        return found ? [
            `${name} (line ${set.locateValue(found.path).line})`
        ] : [];
    });
    throw new user_error/* UserError */.yo(`${replace_scalar_formatYamlPath(path)} is the template ${shown}`, {
        location,
        help: inside.length > 0 ? `It is put together from ${inside.join(' and ')}: let one key of the element hold the whole tag.` : 'No element of a list generator holds its value: put the tag into the elements, or write it out.'
    });
}
/** What the generator's values make of a text; placeholders that are not known stay. */ function fillIn({ generated }, text) {
    if (!generated || !text.includes('{{')) return text;
    return text.replace(/\{\{-?\s*\.?([\w.-]+?)\s*-?\}\}/g, (placeholder, key)=>generated.values.get(key)?.text ?? placeholder);
}
/** UserError where a place of an ApplicationSet also says what another service or environment runs. */ function refuseSharedTemplate(application, path, siblings) {
    const { generated, document } = application;
    if (!generated) return;
    const element = generated.elements.find((prefix)=>prefix.every((step, index)=>path[index] === step));
    const id = element && JSON.stringify(element);
    const other = siblings.find((sibling)=>(sibling.service !== application.service || sibling.environment !== application.environment) && (id === undefined || sibling.generated?.elements.some((prefix)=>JSON.stringify(prefix) === id) === true));
    if (!other) return;
    const whose = `${quoteName(other.name)} (${other.environment ?? 'no environment'})`;
    throw new UserError(`${formatYamlPath(path)} of the ApplicationSet is also what ${whose} runs`, {
        location: document.locateValue(path),
        help: 'Let the template take the tag from a key of the list generator, with one element for each service and environment.'
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/helm-values.js





/** Keys of a chart's values by the part of the image they set: `image.tag`, `image.repository`, …. */ function valueKeys(tagPath) {
    const keys = new Map([
        [
            tagPath,
            'tag'
        ]
    ]);
    if (/(^|\.)tag$/.test(tagPath)) {
        const stem = tagPath.slice(0, -'tag'.length);
        for (const part of [
            'repository',
            'registry',
            'digest'
        ])keys.set(stem + part, part);
    }
    return keys.set('global.imageRegistry', 'registry');
}
/** The parts that the values at a path of a document set. */ function valueTargets(application, document, at, { image, tagPath }, shown) {
    const values = valueAt(document.value(), at);
    const keys = [
        ...valueKeys(tagPath)
    ].filter(([key])=>valueAt(values, key.split('.')) !== undefined);
    const registryApart = keys.some(([, part])=>part === 'registry');
    return keys.flatMap(([name, part])=>{
        const path = [
            ...at,
            ...name.split('.')
        ];
        if (part !== 'digest' && image[part] === undefined) return [];
        const place = placeOf(application, document, path);
        const value = part === 'repository' ? newRepository(place.current, image, {
            name,
            document,
            path,
            registryApart
        }) : image[part];
        return [
            scalarTarget(part, name, place, `${shown}${shown && '.'}${name}`, value)
        ];
    });
}
/** A target that is one scalar. Where a template takes it from an element, the element is what is shown. */ function scalarTarget(part, name, { document, path, current }, shown, value) {
    const text = path[0] === 'spec' && path[1] === 'generators' ? replace_scalar_formatYamlPath(path) : shown;
    return {
        part,
        name,
        document,
        path,
        text,
        current,
        value,
        changes: value === undefined ? [] : [
            {
                kind: 'replace',
                document,
                path,
                value
            }
        ]
    };
}
/** The keys that values have instead of a tag, for a message. */ function describeKeys(values) {
    const names = typeof values === 'object' && values !== null ? Object.keys(values) : [];
    return names.length === 0 ? 'no keys' : `the keys ${nameFew(names, quoteName)}`;
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/target.js
/** The value below a plain value, own keys only; undefined where the path ends early. */ function target_valueAt(value, path) {
    let current = value;
    for (const step of path){
        if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
        current = current[step];
    }
    return current;
}
/** Names for a message, the first few of them. */ function target_nameFew(names, quote) {
    const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
    return `${names.slice(0, mostNamed).map(quote).join(', ')}${more}`;
}
const mostNamed = 20;

;// CONCATENATED MODULE: ./packages/domain/lib/bump/helm-parameters.js








/** `helm.parameters[]` of every source of an Application, by name. */ function helmParameterTargets(application, context) {
    const { document } = application;
    const { image } = context;
    const parts = valueKeys(context.tagPath);
    const targets = [];
    const names = [];
    for (const { at } of application.sources){
        const list = [
            ...at,
            'helm',
            'parameters'
        ];
        const parameters = target_valueAt(document.value(), list);
        if (!Array.isArray(parameters)) continue;
        const named = parameters.map((parameter)=>target_valueAt(parameter, [
                'name'
            ]));
        const registryApart = named.some((name)=>typeof name === 'string' && parts.get(name) === 'registry');
        for (const [index, name] of named.entries()){
            if (typeof name !== 'string') continue;
            names.push(name);
            const part = parts.get(name);
            if (part === undefined || part !== 'digest' && image[part] === undefined) continue;
            const path = [
                ...list,
                index,
                'value'
            ];
            const place = template_place_placeOf(application, document, path);
            const value = part === 'repository' ? image_text_newRepository(place.current, image, {
                name,
                document,
                path,
                registryApart
            }) : image[part];
            const target = scalarTarget(part, name, place, `${replace_scalar_formatYamlPath(list)}[name=${name}].value`, value);
            if (target_valueAt(parameters[index], [
                'forceString'
            ]) !== true) keepString(target, path, parameters[index], context);
            targets.push(target);
        }
    }
    return {
        targets,
        searched: {
            document,
            path: [
                ...application.sources[0]?.at ?? [
                    'spec',
                    'source'
                ],
                'helm',
                'parameters'
            ]
        },
        instead: names.length === 0 ? 'It has no Helm parameters.' : `Its Helm parameters are ${target_nameFew([
            ...names
        ].sort(), catalog_names/* quoteName */.AB)}.`
    };
}
/** Argo CD passes parameters with `--set`, which types digits and three words whatever the quotes in the file. */ function keepString(target, path, parameter, { numericTags }) {
    const value = target.value ?? '';
    const type = (0,images_tag/* helmSetType */.r_)(value);
    if (type === 'string') return;
    const entry = path.slice(0, -1);
    if (numericTags === 'force-string' && target_valueAt(parameter, [
        'forceString'
    ]) === undefined) {
        // In an ApplicationSet the value may be an element's; the parameter itself is in the template all the same.
        const [document] = target.changes.map((change)=>change.document);
        if (document) target.changes.push({
            kind: 'insert',
            document,
            path: [
                ...entry,
                'forceString'
            ],
            after: 'value',
            value: true
        });
        return;
    }
    throw new user_error/* UserError */.yo(`${target.name} ${(0,catalog_names/* quoteName */.AB)(value)} would reach the chart as ${typed[type]}`, {
        location: target.document.locateValue(target.path),
        help: 'Argo CD passes Helm parameters with --set, which types them: quotes in the file do not help. Set "forceString: true" on the parameter (numeric-tags: force-string does it), or put a letter or a "-" into the tag.'
    });
}
const typed = {
    integer: 'an integer (1234567 becomes 1.234567e+06)',
    boolean: 'a boolean',
    null: 'null'
};

;// CONCATENATED MODULE: ./packages/domain/lib/bump/find-targets.js




/** Kinds of target, in the order in which they are looked for. */ const finders = [
    helmParameterTargets
];
/** All that an Application says of its image, by the kind of target that is written; undefined where it has no tag. */ function imageTargets(application) {
    return finders.map((find)=>find(application)).find(hasTag)?.targets;
}
/**
 * The targets of an Application that a request writes: the tag, and the other parts it gives where the
 * Application has them. A missing tag is returned as the error it may be; anything ambiguous is thrown.
 */ function applicationTargets(image, application) {
    const searches = finders.map((find)=>find(application));
    const search = searches.find(hasTag);
    if (!search) {
        const [first] = searches;
        const { document, path } = first?.searched ?? {
            document: application.document,
            path: []
        };
        return new user_error/* UserError */.yo(`Application ${(0,catalog_names/* quoteName */.AB)(application.name)} of ${(0,catalog_names/* quoteName */.AB)(image.service)} has no image.tag`, {
            location: document.locate(path),
            help: [
                ...searches.map(({ instead })=>instead),
                'Add the parameter, or set on-missing to warn.'
            ].join(' ')
        });
    }
    const targets = search.targets.filter(({ part })=>part === 'tag' || image[part] !== undefined);
    refuseDoubles(application, targets);
    refusePinned(image, application, search.targets);
    for (const target of targets)refuseTyped(image[target.part] ?? '', target);
    return targets;
}
function hasTag({ targets }) {
    return targets.some(({ part })=>part === 'tag');
}
function refuseDoubles(application, targets) {
    const byName = new Map();
    for (const target of targets){
        const other = byName.get(target.name);
        byName.set(target.name, target);
        if (!other) continue;
        const { line } = other.document.locateValue(other.path);
        throw new user_error/* UserError */.yo(`Application ${(0,catalog_names/* quoteName */.AB)(application.name)} has two parameters ${target.name}; the other is at line ${line}`, {
            location: target.document.locateValue(target.path),
            help: 'Keep one of them.'
        });
    }
}
/** A digest that stays would still decide which image runs: the new tag would be written in vain. */ function refusePinned(image, application, targets) {
    if (image.digest !== undefined) return;
    const pinned = targets.find(({ part, current })=>part === 'digest' && current !== '');
    if (!pinned) return;
    throw new user_error/* UserError */.yo(`Application ${(0,catalog_names/* quoteName */.AB)(application.name)} pins ${pinned.name}, which wins over the tag, and no digest is given`, {
        location: pinned.document.locateValue(pinned.path),
        help: `Give the digest of ${image.tag} as "digest", or remove the parameter.`
    });
}
function refuseTyped(value, target) {
    const type = target.setByHelm ? (0,images_tag/* helmSetType */.r_)(value) : 'string';
    if (type === 'string') return;
    throw new user_error/* UserError */.yo(`${target.name} ${(0,catalog_names/* quoteName */.AB)(value)} would reach the chart as ${find_targets_typed[type]}`, {
        location: target.document.locateValue(target.path),
        help: 'Argo CD passes Helm parameters with --set, which types them: quotes in the file do not help. Set "forceString: true" on the parameter, or put a letter or a "-" into the tag.'
    });
}
const find_targets_typed = {
    integer: 'an integer (1234567 becomes 1.234567e+06)',
    boolean: 'a boolean',
    null: 'null'
};

;// CONCATENATED MODULE: ./packages/domain/lib/bump/plan.js










/** The files `planBump` has to be given: those that may hold a target. */ function filesOfBump(request, catalog) {
    const services = new Set(request.images.map(({ service })=>service));
    const files = new Set();
    for (const { environment, service, file } of catalog.applications)if (environment === request.environment && service !== null && services.has(service)) files.add(file);
    return [
        ...files
    ].sort(lib_location/* compareText */.n6);
}
/**
 * Plans the edits that give services of one environment new images. Every Application of a service in the
 * environment is written: two of them are two places that run the same image.
 *
 * A mistake in the request, a target that is missing, doubled or cannot be edited in place is a UserError;
 * nothing is planned then. With `onMissing: 'warn'` what has no target is skipped and named.
 */ function planBump(request, catalog, files) {
    const { environment } = request;
    const { images, warnings } = checkImages(request);
    const environments = catalog.environments.map(({ name })=>name);
    if (!environments.includes(environment)) throw new user_error/* UserError */.yo(`there is no environment ${(0,catalog_names/* quoteName */.AB)(environment)}${unreadableFiles(catalog)}`, {
        help: `The environments are: ${environments.join(', ') || '(none)'}.${(0,nearest/* didYouMean */.a)(environment, environments)}`
    });
    const applicationsOf = groupByService(catalog.applications);
    const plan = {
        changes: [],
        skipped: [],
        warnings,
        files: new Map()
    };
    const drafts = new Map();
    for (const image of images){
        const everywhere = applicationsOf.get(image.service) ?? [];
        const applications = everywhere.filter((application)=>application.environment === environment);
        if (applications.length === 0) miss(request, plan, image, missingApplication(image, environment, everywhere, catalog));
        for (const application of applications){
            const found = applicationTargets(image, application);
            if (found instanceof user_error/* UserError */.yo) miss(request, plan, image, found);
            else for (const target of found)planTarget(plan, drafts, environment, image, target);
        }
    }
    plan.changes.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.file, b.file) || a.line - b.line || (0,lib_location/* compareText */.n6)(a.path, b.path));
    plan.skipped.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.service, b.service) || (0,lib_location/* compareText */.n6)(a.why, b.why));
    for (const path of [
        ...drafts.keys()
    ].sort(lib_location/* compareText */.n6))plan.files.set(path, filePlan(path, drafts, files));
    return plan;
}
function groupByService(applications) {
    const groups = new Map();
    for (const application of applications){
        if (application.service === null) continue;
        const group = groups.get(application.service);
        if (group) group.push(application);
        else groups.set(application.service, [
            application
        ]);
    }
    return groups;
}
function miss({ onMissing }, plan, { service }, error) {
    if (onMissing === 'error') throw error;
    const where = error.location ? ` (${error.location.path}:${error.location.line})` : '';
    plan.skipped.push({
        service,
        why: `${error.message}${where}`
    });
}
function missingApplication({ service }, environment, everywhere, catalog) {
    const name = (0,catalog_names/* quoteName */.AB)(service);
    const unread = unreadableFiles(catalog);
    const [other] = everywhere;
    if (other) {
        const others = [
            ...new Set(everywhere.map((application)=>application.environment ?? '(none)'))
        ].sort(lib_location/* compareText */.n6);
        return new user_error/* UserError */.yo(`${name} has no Application in ${environment}${unread}`, {
            location: other.document.locate([]),
            help: `Its Applications are for: ${others.join(', ')}. Add one for ${environment}, or set on-missing to warn.`
        });
    }
    const known = new Set(catalog.services.map((known)=>known.name));
    for (const application of catalog.applications)if (application.service !== null) known.add(application.service);
    if (known.has(service)) return new user_error/* UserError */.yo(`${name} has no Application${unread}`, {
        help: `Add one for ${environment}, or set on-missing to warn.`
    });
    const names = [
        ...known
    ].sort(lib_location/* compareText */.n6);
    return new user_error/* UserError */.yo(`there is no service ${name}${unread}`, {
        help: `The services are: ${names.join(', ') || '(none)'}.${(0,nearest/* didYouMean */.a)(service, names)}`
    });
}
/** What was looked for may be in a file that could not be read: to be said wherever something is missing. */ function unreadableFiles({ problems }) {
    const files = problems.flatMap(({ severity, location, message })=>severity === 'error' && location ? [
            `${(0,lib_location/* formatLocation */.j$)(location)}: ${message}`
        ] : []);
    return files.length === 0 ? '' : ` (${files.slice(0, 3).join('; ')})`;
}
function planTarget(plan, drafts, environment, image, { document, path, text, current, part }) {
    const { file, index } = document;
    const value = image[part] ?? '';
    const edit = replaceScalar(document, path, value);
    if (!edit) return;
    const [error] = file.errors;
    if (error) throw error;
    const line = file.location(edit.range[0]).line;
    plan.changes.push({
        service: image.service,
        environment,
        part,
        file: file.path,
        path: text,
        line,
        old: current,
        new: value
    });
    const draft = drafts.get(file.path) ?? {
        file,
        edits: [],
        expectations: []
    };
    drafts.set(file.path, draft);
    draft.edits.push(edit);
    draft.expectations.push({
        document: index,
        path,
        value
    });
}
/** Applies the edits of one file, and proves that they did what was asked and nothing else. */ function filePlan(path, drafts, files) {
    const draft = drafts.get(path);
    const bytes = files.get(path);
    // What was parsed is the Catalog's text; what is written back are the bytes.
    if (!draft || !bytes || (0,yaml_document/* decodeUtf8 */._)(path, bytes) !== draft.file.text) throw new Error(`${path} is not what the Catalog read`);
    const before = draft.file.text;
    const after = applyEdits(before, draft.edits);
    checkEdits(before, after, draft.edits, draft.expectations);
    return {
        before,
        after,
        edits: draft.edits
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/bump-images.js







const mostAttempts = 12;
const longestTime = 5 * 60_000;
const shortestWindow = 1_000;
const longestWindow = 60_000;
/**
 * Writes the images in one commit on the deploy branch. The plan is made from what the branch holds, and made
 * again whenever somebody else was first; contents that were read earlier are never sent again. Gives up after
 * 12 tries or 5 minutes with an ExternalError that names who won.
 */ async function bumpImages(bump) {
    const { request, branch, pace, origin } = bump;
    const started = pace.now();
    const log = saidOnce(bump.log);
    let first;
    let tried;
    let finished = false;
    for(let attempts = 1;; attempts += 1){
        const state = await branch.read();
        first ??= state;
        if (tried) {
            const since = state.head === null || state.head === first.commit ? [] : await branch.commitsSince(state, first.commit);
            const ours = since.find(({ message })=>bumpIdOf(message) === origin.id);
            if (ours) return resultOf(tried.plan, attempts - 1, ours);
            if (finished) throw gaveUp(branch.name, attempts - 1, since[0], tried.unknown);
        }
        const plan = await planFrom(state.tree, {
            ...bump,
            log
        }, origin, branch.history(state));
        if (plan.files.size === 0 || bump.dryRun) {
            if (state.head === null && !bump.dryRun) log.warning(`${branch.name} does not exist and is not created: its base already has these images`);
            return resultOf(plan, attempts, undefined);
        }
        const contents = encode(plan);
        const message = commitMessage(request.environment, plan.changes, request.images, origin);
        const outcome = await branch.commit(state, contents, message);
        if (typeof outcome !== 'string') return resultOf(plan, attempts, outcome);
        tried = {
            plan,
            unknown: outcome === 'unknown'
        };
        // Full jitter: writers that lost together do not come back together.
        const window = Math.min(longestWindow, shortestWindow * 2 ** (attempts - 1));
        const delay = Math.round(pace.random() * window);
        finished = attempts >= mostAttempts || pace.now() - started + delay > longestTime;
        if (finished) continue;
        log.progress(`${branch.name} moved; try ${attempts + 1} in ${(delay / 1000).toFixed(1)} s`);
        await pace.sleep(delay);
    }
}
/** The same plan for the files of a work tree; no commit is made, and none tells where their tags are from. */ async function bumpInPlace(bump) {
    const plan = await planFrom(bump.tree, bump, bump.origin, noHistory());
    if (plan.files.size > 0 && !bump.dryRun) await bump.writer.write(encode(plan));
    return resultOf(plan, 1, undefined);
}
async function planFrom(tree, bump, origin, history) {
    const { request, log, sourceHistory } = bump;
    const catalog = await bump.loadCatalog(tree);
    const files = await tree.read(filesOfBump(request, catalog));
    const whole = planBump(request, catalog, files);
    const skipped = replacedMeanwhile(whole.changes, bump.replaces);
    if (sourceHistory !== null) {
        const older = await findOlder(whole.changes, origin, sourceHistory, history);
        skipped.push(...older.skipped);
        for (const warning of older.warnings)log.warning(warning);
        for (const notice of older.notices)log.notice(notice);
    }
    const left = new Set(skipped.map(({ service })=>service));
    const images = request.images.filter(({ service })=>!left.has(service));
    const plan = left.size === 0 ? whole : planBump({
        ...request,
        images
    }, catalog, files);
    for (const warning of plan.warnings)log.warning(warning);
    return {
        ...plan,
        skipped: sortSkips([
            ...plan.skipped,
            ...skipped
        ])
    };
}
/** Services whose tag is no longer the one that was to be replaced. */ function replacedMeanwhile(changes, replaces) {
    const skipped = new Map();
    for (const { service, part, old } of changes){
        const expected = replaces?.get(service);
        if (part !== 'tag' || expected === undefined || expected === old) continue;
        const [was, is] = [
            expected,
            old
        ].map((tag)=>(0,catalog_names/* quoteName */.AB)(tag.slice(0, 200)));
        skipped.set(service, {
            service,
            why: `somebody else replaced ${was} by ${is} in the meantime`
        });
    }
    return [
        ...skipped.values()
    ];
}
/** By service, then by reason. */ function sortSkips(skips) {
    return [
        ...skips
    ].sort((a, b)=>(0,lib_location/* compareText */.n6)(a.service, b.service) || (0,lib_location/* compareText */.n6)(a.why, b.why));
}
async function* noHistory() {}
/** A plan is made again for each try; what it has to say is said once. */ function saidOnce(log) {
    const said = new Set();
    const once = (say)=>(message)=>{
            if (said.has(message)) return;
            said.add(message);
            say(message);
        };
    return {
        progress: log.progress,
        notice: once(log.notice),
        warning: once(log.warning)
    };
}
function encode({ files }) {
    const encoder = new TextEncoder();
    return new Map([
        ...files
    ].map(([path, { after }])=>[
            path,
            encoder.encode(after)
        ]));
}
function resultOf(plan, attempts, commit) {
    const files = [
        ...plan.files
    ].map(([path, { before, edits }])=>({
            path,
            diff: unifiedDiff(path, before, edits)
        }));
    return {
        changed: files.length > 0,
        commit: commit?.commit ?? null,
        verified: commit?.verified ?? false,
        changes: plan.changes,
        files: files.map(({ path })=>path),
        attempts,
        skipped: plan.skipped,
        diff: files.map(({ diff })=>diff).join('')
    };
}
function gaveUp(name, attempts, winner, unknown) {
    const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
    if (!winner) return new user_error/* ExternalError */.yA(`${name} could not be written in ${tries}${unknown ? ': no answer came back' : ''}`, {
        help: 'Run the job again; nothing was written.'
    });
    const subject = (0,catalog_names/* quoteName */.AB)(winner.message.split('\n')[0] ?? '');
    return new user_error/* ExternalError */.yA(`${name} moved under each of ${tries}; the last to win was ${winner.commit.slice(0, 12)} by ${(0,catalog_names/* quoteName */.AB)(winner.author)}: ${subject}`, {
        help: 'Run the job again; nothing was written. Fewer writers at a time help: give them one concurrency group.'
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/bump-json.js
/** The one JSON value of `bump --json`: the outputs of bump-image-tags by their names. */ function bumpJson({ changed, commit, verified, changes, files, attempts, skipped }) {
    return {
        changed,
        commit: commit ?? '',
        verified,
        changes: changes.map(({ service, file, path, old, new: now })=>({
                service,
                file,
                path,
                old,
                new: now
            })),
        files,
        attempts,
        skipped
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/bump-summary.js
/** GitHub refuses a job summary over 1 MiB; other steps' parts of it are not counted here. */ const mostBytes = 900_000;
/** The job summary in Markdown: what changed, the commit, what was skipped and why, and a folded diff. */ function bumpSummary(result, context) {
    const { repositoryUrl } = context;
    const head = [
        `### ${escapeMarkdown(headline(result, context))}`,
        ''
    ];
    if (result.commit !== null) {
        const short = `\`${result.commit.slice(0, 12)}\``;
        const linked = repositoryUrl === null ? short : `[${short}](${repositoryUrl}/commit/${result.commit})`;
        const trust = result.verified ? 'verified' : 'not verified';
        const tries = result.attempts > 1 ? `, ${result.attempts} tries` : '';
        head.push(`Commit ${linked} (${trust}${tries})`, '');
    }
    if (result.changes.length > 0) head.push('| service | old | | new | file |', '| --- | --- | --- | --- | --- |');
    const writer = limitedWriter(mostBytes);
    writer.add(head.map((line)=>`${line}\n`));
    writer.add(result.changes.map((change)=>`${row(change, result, context)}\n`));
    if (result.skipped.length > 0) {
        const items = result.skipped.map(({ service, why })=>`- **${escapeMarkdown(service)}**: ${escapeMarkdown(why)}\n`);
        writer.add([
            '\nSkipped:\n\n',
            ...items
        ]);
    }
    if (result.diff !== '') writer.addFenced('\n<details><summary>Diff</summary>\n\n', result.diff, '\n</details>\n');
    return writer.text();
}
/** The same for a terminal: one aligned line per change, then what was skipped. */ function bumpTable(result, context) {
    const rows = result.changes.map(({ service, old, new: now, file, line })=>[
            service,
            old || '(none)',
            '→',
            now,
            `${file}:${line}`
        ].map(printable));
    const widths = [
        0,
        1,
        2,
        3
    ].map((column)=>rows.reduce((width, cells)=>Math.max(width, [
                ...cells[column] ?? ''
            ].length), 0));
    const lines = [
        printable(headline(result, context)),
        ...rows.map((cells)=>`  ${cells.map((cell, column)=>pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd()),
        ...result.commit === null ? [] : [
            `commit ${result.commit}`
        ],
        ...result.skipped.map(({ service, why })=>`skipped ${printable(service)}: ${printable(why)}`)
    ];
    return `${lines.join('\n')}\n`;
}
function headline({ changes, files, skipped }, { environment, branch, dryRun }) {
    const where = branch === null ? environment : `${environment} (${branch})`;
    if (changes.length === 0) return `${where}: nothing to change${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
    const count = new Set(changes.map(({ service })=>service)).size;
    const services = count === 1 ? '1 service' : `${count} services`;
    const places = files.length === 1 ? '1 file' : `${files.length} files`;
    return `${where}: ${services} ${dryRun ? 'would change' : 'changed'} in ${places}`;
}
function row({ service, old, new: now, file, line }, result, context) {
    const shown = escapeMarkdown(`${file}:${line}`);
    const revision = result.commit ?? context.branch;
    const linked = context.repositoryUrl === null || revision === null ? shown : `[${shown}](${context.repositoryUrl}/blob/${encodeUrlPath(revision)}/${encodeUrlPath(file)}#L${line})`;
    return `| ${[
        escapeMarkdown(service),
        escapeMarkdown(old || '(none)'),
        '→',
        escapeMarkdown(now),
        linked
    ].join(' | ')} |`;
}
/** Text on one line, for the middle of one, in which nothing is Markdown or HTML. */ function escapeMarkdown(text) {
    return printable(text).replace(/[\\`*_[\]|~]/g, '\\$&').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
/** Text on one line without what a terminal would act on; half characters become U+FFFD. */ function printable(text) {
    return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').replace(/\p{Cs}|[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '\uFFFD');
}
function pad(text, width) {
    return text + ' '.repeat(Math.max(0, width - [
        ...text
    ].length));
}
/** A path in an address; a byte that is no UTF-8 stands as U+DC80…U+DCFF in a path. */ function encodeUrlPath(path) {
    return path.replace(/\p{Cs}|[^A-Za-z0-9._~/-]/gu, (character)=>{
        const code = character.codePointAt(0) ?? 0;
        const bytes = code >= 0xdc80 && code <= 0xdcff ? [
            code - 0xdc00
        ] : [
            ...new TextEncoder().encode(character)
        ];
        return bytes.map((byte)=>`%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
    });
}
/** Collects text up to a number of bytes, in whole lines, and says so when it had to leave something out. */ function limitedWriter(limit) {
    const encoder = new TextEncoder();
    const note = '\nThis summary was cut: it is too long for GitHub. The outputs and the diff file hold everything.\n';
    const pieces = [];
    let free = limit - encoder.encode(note).length;
    let cut = false;
    const fits = (line)=>{
        const size = encoder.encode(line).length;
        if (cut || size > free) return false;
        free -= size;
        pieces.push(line);
        return true;
    };
    const add = (lines)=>{
        for (const line of lines){
            if (!fits(line)) {
                cut = true;
                return;
            }
        }
    };
    return {
        add,
        addFenced: (before, content, after)=>{
            let longest = 2;
            for (const [run] of content.matchAll(/`+/g))longest = Math.max(longest, run.length);
            const fence = '`'.repeat(longest + 1);
            const end = `${fence}\n${after}`;
            const size = encoder.encode(end).length;
            if (cut || free < size + 4 * fence.length + before.length) {
                cut = true;
                return;
            }
            free -= size;
            add([
                `${before}${fence}diff\n`,
                ...content.match(/[^\n]*\n|[^\n]+$/g) ?? []
            ]);
            pieces.push(end);
        },
        text: ()=>pieces.join('') + (cut ? note : '')
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/deploy-target.js



/** UserError, with the known ones and the nearest, where the Catalog has no such environment. */ function requireEnvironment(catalog, environment) {
    const names = catalog.environments.map(({ name })=>name);
    if (names.includes(environment)) return;
    throw new user_error/* UserError */.yo(`there is no environment ${(0,catalog_names/* quoteName */.AB)(environment)}`, {
        help: `The environments are ${names.join(', ') || 'none: no Argo CD Application was found'}.${(0,nearest/* didYouMean */.a)(environment, names)}`
    });
}
/** The branch that Argo CD reads for an environment. UserError where nothing tells which it is. */ function deployBranchOf(catalog, environment) {
    requireEnvironment(catalog, environment);
    const found = catalog.environments.find(({ name })=>name === environment)?.deployBranch;
    if (found) return found;
    throw new user_error/* UserError */.yo(`the deploy branch of ${(0,catalog_names/* quoteName */.AB)(environment)} is not known`, {
        help: `Its Applications follow HEAD or several branches. Give "branch", or set environments.${environment}.deploy-branch in rollcall.yaml.`
    });
}
/** What the configuration says of tags that move; they are refused unless it says otherwise. */ function mutableTagsOf(config, environment) {
    const environments = config.environments ?? {};
    return (Object.hasOwn(environments, environment) ? environments[environment]?.['mutable-tags'] : undefined) ?? 'forbid';
}

;// CONCATENATED MODULE: ./packages/domain/lib/bump/parse-images.js



const keys = [
    'service',
    'tag',
    'digest',
    'repository',
    'registry'
];
const help = 'Give JSON such as [{"service": "user-service", "tag": "165-cf185b1"}], or lines such as user-service=165-cf185b1.';
/**
 * Reads the list of images: a JSON array of `{service, tag, digest?, repository?, registry?}`, or
 * `service=tag` separated by line ends or commas. `[]` is a list of none; an empty text is a mistake.
 * Whether services exist and tags are legal is judged later, by `planBump`.
 */ function parseImages(text) {
    const trimmed = text.trim();
    if (trimmed === '') throw new user_error/* UserError */.yo('the list of images is empty', {
        help: `${help} For no image at all: []`
    });
    if (trimmed.startsWith('[') || trimmed.startsWith('{')) return parseJson(trimmed);
    const images = [];
    for (const item of trimmed.split(/[,\r\n]/).map((line)=>line.trim())){
        if (item === '') continue;
        const equals = item.indexOf('=');
        if (equals <= 0) throw new user_error/* UserError */.yo(`${(0,catalog_names/* quoteName */.AB)(item.slice(0, 200))} is not service=tag`, {
            help
        });
        images.push({
            service: item.slice(0, equals).trim(),
            tag: item.slice(equals + 1).trim()
        });
    }
    return images;
}
function parseJson(text) {
    let value;
    try {
        value = JSON.parse(text);
    } catch (cause) {
        throw new user_error/* UserError */.yo('the list of images looks like JSON and is not', {
            help,
            cause
        });
    }
    if (!Array.isArray(value)) throw new user_error/* UserError */.yo('the list of images is JSON but not an array', {
        help
    });
    return value.map((item, index)=>readImage(item, index));
}
function readImage(item, index) {
    const where = `image ${index + 1} of the list`;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new user_error/* UserError */.yo(`${where} is not an object`, {
        help
    });
    const fields = new Map(Object.entries(item));
    for (const [key, value] of fields){
        if (!keys.some((known)=>known === key)) {
            const allowed = `Allowed: ${keys.join(', ')}.${(0,nearest/* didYouMean */.a)(key, keys)}`;
            throw new user_error/* UserError */.yo(`${where} has the key ${(0,catalog_names/* quoteName */.AB)(key.slice(0, 200))}`, {
                help: allowed
            });
        }
        if (typeof value !== 'string') throw new user_error/* UserError */.yo(`${where}: "${key}" is not a text`, {
            help: `Put it in double quotes. ${help}`
        });
    }
    const text = (key)=>{
        const value = fields.get(key);
        return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const [service, tag, digest, repository, registry] = [
        text('service'),
        text('tag'),
        text('digest'),
        text('repository'),
        text('registry')
    ];
    if (service === undefined) throw new user_error/* UserError */.yo(`${where} names no "service"`, {
        help
    });
    return {
        service,
        tag: tag ?? '',
        ...digest === undefined ? {} : {
            digest
        },
        ...repository === undefined ? {} : {
            repository
        },
        ...registry === undefined ? {} : {
            registry
        }
    };
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/config.js + 3 modules
var catalog_config = __webpack_require__(4248);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/load-catalog.js + 9 modules
var load_catalog = __webpack_require__(4821);
;// CONCATENATED MODULE: ./packages/cli/lib/commands/bump.js















async function run(input) {
    const { terminal } = input;
    const environment = input.text('environment');
    if (environment === undefined) throw new user_error/* UserError */.yo('rollcall bump needs --environment', {
        help: 'Such as --environment prod.'
    });
    if (input.names.length === 0) throw new user_error/* UserError */.yo('rollcall bump needs at least one SERVICE=TAG', {
        help: 'Such as user-service=187-c513bdf.'
    });
    const images = parseImages(input.names.join('\n'));
    const mode = modeOf(input);
    const checkout = await (0,lib_checkout/* openCheckout */.Hj)(input.text('root'));
    const url = await (0,lib_checkout/* originUrl */.sH)(checkout);
    const { config } = await (0,catalog_config/* readConfig */.X)(checkout.tree, input.text('config'));
    const bump = {
        request: {
            environment,
            images,
            onMissing: input.choice('on-missing', [
                'error',
                'warn'
            ], 'error'),
            mutableTags: mutableTagsOf(config, environment)
        },
        loadCatalog: (tree)=>(0,load_catalog/* loadCatalog */.a)(tree, config, {
                repositoryUrl: url
            }),
        log: terminal.log,
        dryRun: mode === 'dry-run'
    };
    const branch = await branchToWrite();
    const result = branch === null ? await bumpInPlace({
        ...bump,
        tree: checkout.tree,
        writer: workTreeWriter(checkout.root)
    }) : await bumpOn(branch.name, branch.url);
    if (input.flag('json')) {
        terminal.writeJson(bumpJson(result));
        return 0;
    }
    terminal.write(bumpTable(result, {
        environment,
        branch: branch?.name ?? null,
        repositoryUrl: url,
        dryRun: bump.dryRun
    }));
    if (bump.dryRun && result.diff) terminal.write(`\n${result.diff}`);
    return 0;
    /** The deploy branch, or null for the files on disk. A dry run is about the branch where origin has it. */ async function branchToWrite() {
        if (mode === 'in-place') return null;
        const whole = checkout.git !== null && checkout.root === checkout.top;
        if (mode === 'dry-run' && (!whole || url === null)) return null;
        const git = (0,lib_checkout/* requireGit */.oj)(checkout);
        if (url === null) throw new user_error/* UserError */.yo('this clone has no remote origin to push to', {
            help: 'Use --in-place, or add the remote.'
        });
        const name = input.text('branch') ?? deployBranchOf(await bump.loadCatalog(checkout.tree), environment ?? '');
        if (mode === 'dry-run' && !await (0,lib_checkout/* originHasBranch */.zf)(git, name)) return null;
        return {
            name,
            url
        };
    }
    async function bumpOn(name, address) {
        const facts = await (0,run_facts/* runFacts */.p)(process.env, checkout.git, url);
        const identity = checkout.git ? await (0,lib_checkout/* personOf */.Re)(checkout.git) : undefined;
        const subject = input.text('message');
        return bumpImages({
            ...bump,
            branch: await gitDeployBranch({
                folder: (0,git_scratch/* ownTemporaryFolder */.wM)(),
                url: address,
                branch: name,
                baseBranch: input.text('base-branch'),
                identity
            }),
            pace: realPace,
            origin: {
                id: (0,external_node_crypto_.randomUUID)(),
                ...facts.sha && facts.repositoryUrl ? {
                    source: `${facts.repositoryUrl}@${facts.sha}`
                } : {},
                ...subject === undefined ? {} : {
                    subject
                }
            }
        });
    }
}
function modeOf(input) {
    const given = [
        'in-place',
        'dry-run',
        'push'
    ].filter((mode)=>input.flag(mode));
    const [mode = 'dry-run', other] = given;
    if (other !== undefined) throw new user_error/* UserError */.yo(`--${mode} and --${other} are both given`, {
        help: 'Give one of --in-place, --dry-run and --push.'
    });
    return mode;
}


/***/ }),

/***/ 249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ isDigest),
/* harmony export */   Cf: () => (/* binding */ isRegistry),
/* harmony export */   Z6: () => (/* binding */ isRepository),
/* harmony export */   o_: () => (/* binding */ parseImageReference)
/* harmony export */ });
/* unused harmony export formatImageReference */
/* harmony import */ var _tag_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3556);

const host = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]+\\])';
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const hostPattern = new RegExp(`^${host}(?::\\d{1,5})?$`);
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const longest = 4096;
/** Parses an image reference; undefined when it is none. */ function parseImageReference(text) {
    if (text.length > longest) return undefined;
    const [name = '', digest, ...more] = text.split('@');
    if (more.length > 0 || digest !== undefined && !isDigest(digest)) return undefined;
    const slash = name.lastIndexOf('/');
    const colon = name.indexOf(':', slash + 1);
    const tag = colon < 0 ? null : name.slice(colon + 1);
    if (tag !== null && !(0,_tag_js__WEBPACK_IMPORTED_MODULE_0__/* .isLegalTag */ .O1)(tag)) return undefined;
    const path = colon < 0 ? name : name.slice(0, colon);
    const [first = '', ...rest] = path.split('/');
    const hasRegistry = rest.length > 0 && (/[.:A-Z[]/.test(first) || first === 'localhost');
    const registry = hasRegistry ? first : null;
    const repository = hasRegistry ? rest.join('/') : path;
    if (registry !== null && !hostPattern.test(registry)) return undefined;
    if (!isRepository(repository)) return undefined;
    return {
        registry,
        repository,
        tag,
        digest: digest ?? null
    };
}
/** The text `parseImageReference` reads the same parts from. */ function formatImageReference({ registry, repository, tag, digest }) {
    return `${registry === null ? '' : `${registry}/`}${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}
function isDigest(text) {
    return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}
/** Whether the text is a repository's name without registry, tag and digest. */ function isRepository(text) {
    return text.length <= longest && repositoryPattern.test(text);
}
/** Whether the text is a registry, with the account or folder below it when there is one: `ghcr.io/owner`. */ function isRegistry(text) {
    if (text.length > longest) return false;
    const [first = '', ...rest] = text.split('/');
    return hostPattern.test(first) && (rest.length === 0 || repositoryPattern.test(rest.join('/')));
}


/***/ }),

/***/ 3556:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O1: () => (/* binding */ isLegalTag),
/* harmony export */   RB: () => (/* binding */ isMutableTag),
/* harmony export */   r_: () => (/* binding */ helmSetType)
/* harmony export */ });
/** Whether a registry accepts the tag: letters, digits and `_` first, then `.` and `-` too, 128 at most. */ function isLegalTag(tag) {
    return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(tag);
}
/** Names that move: whoever deploys them cannot say what runs. */ const mutableNames = new Set([
    'latest',
    'stable',
    'main',
    'master',
    'trunk',
    'head',
    'dev',
    'develop',
    'development',
    'devel',
    'edge',
    'nightly',
    'canary',
    'next',
    'test',
    'testing',
    'qa',
    'staging',
    'stage',
    'prod',
    'production',
    'release',
    'current'
]);
/** Whether a tag is empty, the name of something that moves, or holds an expression nobody evaluated. */ function isMutableTag(tag) {
    const name = tag.toLowerCase();
    return name.trim() === '' || name.includes('${{') || mutableNames.has(name) || /[._-]latest$/.test(name);
}
/**
 * What Helm makes of a value given with `--set`, which is how Argo CD passes `helm.parameters` without
 * `forceString: true`: all digits without a leading zero become an integer, and three words are typed.
 */ function helmSetType(value) {
    if (/^(true|false)$/i.test(value)) return 'boolean';
    if (/^null$/i.test(value)) return 'null';
    // What does not fit 64 bits stays a string.
    const digits = /^(0|[1-9]\d{0,18}|[+-]\d{1,19})$/.test(value);
    return digits && BigInt.asIntN(64, BigInt(value)) === BigInt(value) ? 'integer' : 'string';
}


/***/ }),

/***/ 3923:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Di: () => (/* binding */ readsAsString),
/* harmony export */   Im: () => (/* binding */ yamlSchemas),
/* harmony export */   p7: () => (/* binding */ readsAsNumber)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8009);

/** The two sets of rules by which parsers turn a plain scalar into a value: YAML 1.2 (core) and YAML 1.1. */ const yamlSchemas = [
    'core',
    'yaml-1.1'
];
/**
 * Whether an unquoted text is the string it looks like to every parser: not a number, a boolean, null or a date
 * under YAML 1.1 and 1.2, no comment, no map, no list; in block and in flow style.
 */ function readsAsString(text) {
    return readings(text).every((candidate)=>readsBack(candidate));
}
/** Whether YAML 1.1, YAML 1.2 or a parser of Go reads the unquoted text as a number. */ function readsAsNumber(text) {
    return readings(text).some((candidate)=>yamlSchemas.some((schema)=>typeof read(candidate, schema) === 'number'));
}
/** Parsers of Go drop underscores before they look for a number and know `0X1F`: stricter than both schemas. */ function readings(text) {
    return /^\d.*[_A-Z]/.test(text) ? [
        text,
        text.replaceAll('_', '').toLowerCase()
    ] : [
        text
    ];
}
function readsBack(text) {
    return yamlSchemas.every((schema)=>{
        const block = read(text, schema);
        const flow = read(`[${text}]`, schema);
        return block === text && Array.isArray(flow) && flow.length === 1 && flow[0] === text;
    });
}
function read(text, schema) {
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, {
        schema,
        logLevel: 'silent'
    });
    if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
    try {
        return document.toJS();
    } catch  {
        return undefined; // an alias of nothing
    }
}


/***/ })

};
