export const id = 839;
export const ids = [839];
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

/***/ 839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./packages/adapters/lib/checkout.js + 1 modules
var checkout = __webpack_require__(4554);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./packages/domain/lib/changes/history.js
function isUnavailable(answer) {
    return 'because' in answer;
}

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
// EXTERNAL MODULE: ./packages/adapters/lib/git-scratch.js
var git_scratch = __webpack_require__(5594);
// EXTERNAL MODULE: ./packages/adapters/lib/git-tree.js
var git_tree = __webpack_require__(5354);
// EXTERNAL MODULE: ./packages/adapters/lib/path-bytes.js
var path_bytes = __webpack_require__(8752);
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
        if (isUnavailable(refs)) return refs;
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
            if (isUnavailable(refs)) {
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
        if (isUnavailable(there)) return there;
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
        if (isUnavailable(refs)) return refs;
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
        tree: (id)=>(0,git_tree/* gitTree */.$)(git, id),
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
        const path = (0,path_bytes/* decodePath */.q)(output.subarray(middle + 1, end));
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
    return mode === '000000' ? null : git_tree/* fileModes */.X[mode] ?? 'file';
}
/** What git said of a fetch that failed, as one clause. */ function fetchProblem(stderr) {
    if (/not our ref|no such remote ref/.test(stderr)) return 'the remote no longer has it';
    const lines = stderr.split('\n').map((line)=>line.trim());
    const line = lines.find((text)=>text.startsWith('fatal:')) ?? lines.find(Boolean) ?? 'git fetch said nothing';
    return line.replace(/^fatal: /, '').replace(/\.$/, '');
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/config.js + 3 modules
var catalog_config = __webpack_require__(4248);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var catalog_names = __webpack_require__(8721);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/repository-paths.js
var repository_paths = __webpack_require__(1084);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/select-services.js
var select_services = __webpack_require__(2294);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/services.js + 5 modules
var catalog_services = __webpack_require__(9376);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/domain/lib/changes/input-index.js
var input_index = __webpack_require__(1554);
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
                ...(0,input_index/* compileGlob */.SO)(pattern),
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

;// CONCATENATED MODULE: ./packages/domain/lib/changes/compare.js


/** The commit to examine, made available. UserError when nobody has it. */ async function resolveHead(event, revision, history) {
    const wanted = revision ?? eventHead(event);
    const commit = await history.commit(wanted);
    if (!isUnavailable(commit)) return commit.id;
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
        if (!isUnavailable(base)) return range(base.id, `${where} is ${revision}`);
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
            return isUnavailable(base) ? unknown(`the commit before the push`, base) : range(base.id, 'the push');
        }
        const kept = await history.commit(before);
        if (event.forced === null && !isUnavailable(kept)) {
            const common = await history.mergeBase(before, head);
            if (!isUnavailable(common) && common.id === kept.id) return range(kept.id, 'the push');
        }
        if (onDefault) {
            if (isUnavailable(kept)) return unknown('a forced push of the default branch', kept);
            return range(kept.id, 'a forced push: what it replaced');
        }
        const since = await sinceBranch(defaultBranch, 'a forced push: the merge base with the default branch', event);
        if (since.kind !== 'range') return since;
        if (!isUnavailable(kept)) return {
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
        if (isUnavailable(branch)) return unknown('the default branch', branch);
        // A repository whose only branch this is: the branch cannot tell what it brought to itself.
        if (pushed && pushed.ref === `refs/heads/${branch.name}`) {
            return everything(`${branch.name} is the default branch, and nothing tells what it was`);
        }
        const common = await history.mergeBase(branch.id, head);
        if (isUnavailable(common)) return unknown(`the merge base with ${branch.name}`, common);
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
        if (!isUnavailable(previous)) return range(previous.id, `the tag before ${tag}: ${previous.name}`);
        log.notice(`Every service counts as affected: no tag before ${tag}: ${previous.because}.`);
        return everything(`no tag before ${tag}: ${previous.because}`);
    }
    async function pullRequest({ baseSha, mergeSha, headSha }) {
        const common = await history.mergeBase(await requestBase(baseSha, headSha, mergeSha), head);
        if (isUnavailable(common)) return unknown('the merge base of the pull request', common);
        return range(common.id, 'the pull request');
    }
    /** The tip that the request was merged with is newer than the event's base where the base moved on. */ async function requestBase(baseSha, headSha, mergeSha) {
        const merge = mergeSha === null ? null : await history.commit(mergeSha);
        if (merge === null || isUnavailable(merge)) return baseSha;
        const [target, request] = merge.parents;
        return merge.parents.length === 2 && request === headSha && target !== undefined ? target : baseSha;
    }
    async function mergeGroup(baseSha) {
        const base = await history.commit(baseSha);
        return isUnavailable(base) ? unknown('the base of the merge group', base) : range(base.id, 'the merge group');
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
            if (isUnavailable(common) || common.id !== run.commit) continue;
            log.notice(`Compared with the last success: ${run.name}, ${run.commit}.`);
            return range(run.commit, `the last success: ${run.name}`);
        }
        return unknown('the last success', {
            because: 'no successful run on an ancestor of this commit'
        });
    }
}

// EXTERNAL MODULE: ./packages/domain/lib/changes/inputs.js + 19 modules
var inputs = __webpack_require__(495);
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

// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __webpack_require__(9484);
;// CONCATENATED MODULE: ./packages/domain/lib/changes/workflow-paths.js

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
    const text = (0,yaml_document/* decodeUtf8 */._)(workflow, bytes);
    if (!text.includes('paths')) return [];
    const [document] = (0,yaml_document/* parseYamlFile */.B)(workflow, text).documents;
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

;// CONCATENATED MODULE: ./packages/domain/lib/changes/detect-changes.js












/**
 * Which services an event affects, and why. UserError for a service, a revision or a configuration that is wrong,
 * and for changes of no service where `detect.unowned` is `error`. What cannot be known makes every service count.
 */ async function detectChanges(request, ports) {
    const { history } = ports;
    const head = await resolveHead(request.event, request.head, history);
    const tree = history.tree(head);
    const { config } = await (0,catalog_config/* readConfig */.X)(tree, request.config);
    const entries = await tree.list();
    const { services, problems } = (0,catalog_services/* discoverServices */.U)(entries, config);
    const names = services.map(({ name })=>name);
    if (request.workflow) problems.push(...await workflowPathsProblems(tree, request.workflow));
    const comparison = askedFor(request, names) ?? await compare(request, head, config, ports);
    const compares = comparison.kind === 'range';
    const [diffs, derived] = await Promise.all([
        compares ? differences(comparison, history) : [],
        compares || request.filters ? (0,inputs/* deriveInputs */.N)(tree, services, config) : {
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
        names: (0,select_services/* selectNames */.$)(names, known, because),
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
        const { services } = (0,catalog_services/* discoverServices */.U)(before, {
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
        for(let folder = (0,repository_paths/* folderOf */.yS)(path); folder !== ''; folder = (0,repository_paths/* folderOf */.yS)(folder))if (folders.has(folder)) return true;
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

// EXTERNAL MODULE: ./packages/domain/lib/text-table.js
var text_table = __webpack_require__(399);
;// CONCATENATED MODULE: ./packages/domain/lib/changes/detect-table.js


/** The result for a terminal: what was compared, one line for each affected service, what else changed. */ function detectTable(detected) {
    const { services, reasons, removed, unowned, base, head, because, changedFiles, count } = detected;
    const compared = base === null ? `${head.slice(0, 12)}: ${because}` : `${base.slice(0, 12)} … ${head.slice(0, 12)} (${because}): ${changedFiles} changed ${changedFiles === 1 ? 'file' : 'files'}`;
    const rows = services.map((name)=>{
        const [first, ...others] = reasons.get(name) ?? [];
        const why = first ? `${first.path === '.' ? '' : `${(0,catalog_names/* showPath */.P8)(first.path)} → `}${first.because}` : '';
        return [
            `  ${name}`,
            others.length > 0 ? `${why} (and ${others.length} more)` : why
        ];
    });
    return [
        compared,
        count === 0 ? 'no service is affected' : `${count} affected ${count === 1 ? 'service' : 'services'}:`,
        ...(0,text_table/* textTable */.e)(rows),
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
    const shown = paths.slice(0, 10).map(catalog_names/* showPath */.P8).join(', ');
    return paths.length > 10 ? `${shown} and ${paths.length - 10} more` : shown;
}

;// CONCATENATED MODULE: ./packages/domain/lib/changes/explain.js


/**
 * One line for each changed path and service, for a terminal:
 * `packages/x/a.go → COPY packages/x (services/b/docker/Dockerfile:17) → board-service`.
 * Names cannot start a line, colour it or hide in it: what is not plain is quoted.
 */ function explain({ reasons }) {
    const lines = [];
    for (const service of [
        ...reasons.keys()
    ].sort(lib_location/* compareText */.n6)){
        for (const { path, because, location } of reasons.get(service) ?? []){
            const place = location ? ` (${(0,catalog_names/* showPath */.P8)(location.path)}:${location.line})` : '';
            lines.push(`${(0,catalog_names/* showPath */.P8)(path)} → ${plain(because)}${place} → ${(0,catalog_names/* showPath */.P8)(service)}\n`);
        }
    }
    return lines.join('');
}
/** Control, formatting and lone surrogate characters as escapes. */ function plain(text) {
    return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character)=>{
        const code = character.codePointAt(0) ?? 0;
        return `\\u${code.toString(16).padStart(4, '0')}`;
    });
}

// EXTERNAL MODULE: ./packages/cli/lib/problems.js
var problems = __webpack_require__(6385);
;// CONCATENATED MODULE: ./packages/cli/lib/commands/detect.js






async function run(input) {
    const { terminal } = input;
    const git = (0,checkout/* requireGit */.oj)(await (0,checkout/* openCheckout */.Hj)(input.text('root')));
    const services = input.list('services');
    const detected = await detectChanges({
        event: {
            kind: 'none'
        },
        scope: input.choice('scope', [
            'source',
            'image'
        ], 'source'),
        config: input.text('config'),
        base: input.text('base'),
        head: input.text('head'),
        services: services.length > 0 ? services : undefined,
        filters: input.flag('filters')
    }, {
        history: gitHistory(git),
        log: terminal.log
    });
    (0,problems/* logProblems */.D)(detected.problems, terminal);
    if (input.flag('json')) terminal.writeJson({
        ...detectJson(detected),
        ...detected.filters === null ? {} : {
            filters: detected.filters
        }
    });
    else if (detected.filters !== null) terminal.write(detected.filters);
    else if (input.flag('explain')) terminal.write(explain(detected));
    else terminal.write(detectTable(detected));
    return 0;
}


/***/ }),

/***/ 2294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ selectNames)
/* harmony export */ });
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1451);
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5017);
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8721);



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
    throw new _user_error_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`${unknown.map((name)=>(0,_names_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(name)).join(', ')}: no such service, ${where}`, {
        help: `The services are ${known.join(', ') || 'none'}.${(0,_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .didYouMean */ .a)(first, known)}`
    });
}


/***/ })

};
