export const id = 647;
export const ids = [647];
export const modules = {

/***/ 1647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./packages/adapters/lib/checkout.js + 1 modules
var lib_checkout = __webpack_require__(4554);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/catalog-json.js
/** The Catalog as one JSON value; the root folder is `.` in it. `inputs` and `registers` come from their modules. */ function catalogJson(catalog, inputs, registers) {
    const ofService = new Map();
    for (const application of catalog.applications){
        const known = ofService.get(application.service);
        if (known) known.push(application);
        else ofService.set(application.service, [
            application
        ]);
    }
    return {
        services: catalog.services.map(({ name, path, kind, dockerfile, chart })=>({
                name,
                path: showRoot(path),
                kind,
                dockerfile,
                context: showRoot(inputs.get(name)?.context ?? null),
                inputs: inputs.get(name)?.inputs ?? [],
                chart: showRoot(chart),
                applications: (ofService.get(name) ?? []).map((application)=>({
                        environment: application.environment,
                        file: application.file,
                        name: application.name
                    }))
            })),
        environments: catalog.environments.map(({ name, deployBranch, applications })=>({
                name,
                deployBranch,
                applications: showRoot(applications)
            })),
        registers: registers.map(({ id, kind, file, line, entries })=>({
                id,
                kind,
                file,
                line,
                entries
            })),
        problems: catalog.problems.map(({ severity, message, help, location })=>({
                severity,
                message,
                help: help ?? null,
                path: location?.path ?? null,
                line: location?.line ?? null,
                column: location?.column ?? null
            }))
    };
}
function showRoot(path) {
    return path === '' ? '.' : path;
}

// EXTERNAL MODULE: ./packages/domain/lib/text-table.js
var text_table = __webpack_require__(399);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var names = __webpack_require__(8721);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/catalog-table.js


/** The Catalog for a terminal: services, environments and registers as aligned tables. */ function catalogTable({ services, environments, registers }) {
    const serviceRows = services.map(({ name, kind, path, dockerfile, context, applications })=>[
            name,
            kind,
            path === null ? '–' : (0,names/* showPath */.P8)(path),
            dockerfile === null ? '–' : (0,names/* showPath */.P8)(dockerfile),
            context === null ? '–' : (0,names/* showPath */.P8)(context),
            [
                ...new Set(applications.map(({ environment })=>environment ?? '?'))
            ].sort().join(', ') || '–'
        ]);
    const environmentRows = environments.map(({ name, deployBranch, applications })=>[
            name,
            deployBranch ?? '–',
            applications === null ? '–' : (0,names/* showPath */.P8)(applications)
        ]);
    const registerRows = registers.map(({ kind, file, line, entries })=>[
            kind,
            `${(0,names/* showPath */.P8)(file)}:${line}`,
            String(entries.length)
        ]);
    return [
        ...section('services', [
            'SERVICE',
            'KIND',
            'SOURCE',
            'DOCKERFILE',
            'CONTEXT',
            'ENVIRONMENTS'
        ], serviceRows),
        ...section('environments', [
            'ENVIRONMENT',
            'DEPLOY BRANCH',
            'APPLICATIONS'
        ], environmentRows),
        ...section('registers', [
            'REGISTER',
            'PLACE',
            'ENTRIES'
        ], registerRows)
    ].join('\n');
}
function section(what, head, rows) {
    return rows.length === 0 ? [
        `no ${what}`,
        ''
    ] : [
        ...(0,text_table/* textTable */.e)([
            head,
            ...rows
        ]),
        ''
    ];
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/config.js + 3 modules
var catalog_config = __webpack_require__(4248);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/load-catalog.js + 9 modules
var load_catalog = __webpack_require__(4821);
// EXTERNAL MODULE: ./packages/domain/lib/changes/inputs.js + 19 modules
var changes_inputs = __webpack_require__(495);
// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __webpack_require__(9484);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/repository-paths.js
var repository_paths = __webpack_require__(1084);
// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
// EXTERNAL MODULE: ./node_modules/.pnpm/yaml@2.9.1/node_modules/yaml/dist/index.js
var dist = __webpack_require__(8009);
;// CONCATENATED MODULE: ./packages/domain/lib/registers/shell-text.js
/**
 * What each character of a shell text is. Enough of the shell's grammar to tell commands from comments,
 * strings and here-documents; indentation and `${{ … }}` of a workflow are allowed for.
 */ const shellCode = 0;
const shellComment = 1;
const shellString = 2;
const shellHeredoc = 3;
const shellExpression = 4;
/** The class of every UTF-16 unit of the text; linear in its length. */ function classifyShell(text) {
    const classes = new Uint8Array(text.length);
    /** Open constructs: the `"` string, or a `$(…)` with the depth of its parentheses. */ const open = [];
    const heredocs = [];
    let at = 0;
    const mark = (end, what)=>{
        classes.fill(what, at, end);
        at = end;
    };
    while(at < text.length){
        const character = text.charAt(at);
        const inside = open.at(-1);
        if (character === '$' && text.startsWith('${{', at)) {
            const close = text.indexOf('}}', at);
            mark(close === -1 ? text.length : close + 2, shellExpression);
        } else if (character === '\\') {
            mark(Math.min(at + 2, text.length), inside === 'string' ? shellString : shellCode);
        } else if (character === '$' && text.charAt(at + 1) === '(') {
            open.push({
                depth: 1
            });
            mark(at + 2, shellCode);
        } else if (inside === 'string') {
            if (character === '"') open.pop();
            mark(at + 1, shellString);
        } else if (character === '"') {
            open.push('string');
            mark(at + 1, shellString);
        } else if (character === "'") {
            const close = text.indexOf("'", at + 1);
            mark(close === -1 ? text.length : close + 1, shellString);
        } else if (character === '#' && startsWord(text, at)) {
            mark(lineEnd(text, at), shellComment);
        } else if (character === '<' && text.startsWith('<<', at)) {
            const word = /^<<-?[ \t]*\\?(['"]?)([A-Za-z_]\w*)\1/.exec(text.slice(at, at + 100));
            if (text.startsWith('<<<', at)) mark(at + 3, shellCode);
            else if (word?.[2] === undefined) mark(at + 2, shellCode);
            else {
                heredocs.push(word[2]);
                mark(at + word[0].length, shellCode);
            }
        } else if (character === '\n' && heredocs.length > 0) {
            mark(at + 1, shellCode);
            for (const word of heredocs)mark(heredocEnd(text, at, word), shellHeredoc);
            heredocs.length = 0;
        } else {
            if (inside && character === '(') inside.depth += 1;
            if (inside && character === ')') {
                inside.depth -= 1;
                if (inside.depth === 0) open.pop();
            }
            mark(at + 1, shellCode);
        }
    }
    return classes;
}
function startsWord(text, at) {
    return at === 0 || /[\s;&|()]/.test(text.charAt(at - 1));
}
/** Offset of the end of the line, before its line break. */ function lineEnd(text, at) {
    const newline = text.indexOf('\n', at);
    if (newline === -1) return text.length;
    return newline > at && text.charAt(newline - 1) === '\r' ? newline - 1 : newline;
}
/** After the line that holds only the word. */ function heredocEnd(text, start, word) {
    let at = start;
    while(at < text.length){
        const newline = text.indexOf('\n', at);
        const end = newline === -1 ? text.length : newline;
        if (text.slice(at, end).trim() === word) return end;
        at = end + 1;
    }
    return text.length;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/list-text.js


/** Adding and removing one member of a list, in the two ways lists are written: in brackets, and a block per name. */ /** Adds a member behind the last of `["a", "b"]`, with the separator and the quotes of its neighbours. */ function insertInBrackets(path, text, members, written) {
    const last = members.at(-1);
    const previous = members.at(-2);
    if (!last) return null;
    const between = previous ? text.slice(previous.end, last.start).replace(/#[^\r\n]*/g, '') : ', ';
    const separator = previous ? between.replace(/[ \t]+(?=\r?\n)/g, '') : between;
    return {
        path,
        range: [
            last.end,
            last.end
        ],
        newText: separator + written
    };
}
/** Takes a member out with the separator before it, or behind it when it is the first. */ function removeFromBrackets(path, members, member) {
    const index = members.indexOf(member);
    const previous = members[index - 1];
    const next = members[index + 1];
    const start = previous ? previous.end : member.start;
    const end = previous || !next ? member.end : next.start;
    return {
        path,
        range: [
            start,
            end
        ],
        newText: ''
    };
}
/**
 * Adds a block behind the last member: a clone of a sibling with the white space that leads to it. The end
 * of a line that only a comment follows is kept with the member it belongs to.
 */ function insertBlock(path, text, { last, like, clone }) {
    const lead = text.slice(leadStart(text, like.start), like.start);
    const atStart = leadStart(text, like.start) === 0;
    const at = blockEnd(text, last.end);
    if (!lead.includes('\n') && !atStart && at !== last.end) return null;
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    return {
        path,
        range: [
            at,
            at
        ],
        newText: (atStart ? newline : '') + lead + clone
    };
}
/** Takes a block out with the white space that leads to it. */ function removeBlock(path, text, member) {
    const start = leadStart(text, member.start);
    const end = blockEnd(text, member.end);
    if (start > 0) return {
        path,
        range: [
            start,
            end
        ],
        newText: ''
    };
    const next = /^\r?\n/.exec(text.slice(end, end + 2));
    return {
        path,
        range: [
            0,
            end + (next?.[0].length ?? 0)
        ],
        newText: ''
    };
}
/** Where the white space before an offset starts. */ function leadStart(text, offset) {
    let start = offset;
    while(start > 0 && /\s/.test(text.charAt(start - 1)))start -= 1;
    return start;
}
/** The end of the line when only a comment follows, else the offset itself. */ function blockEnd(text, offset) {
    const end = lineEnd(text, offset);
    return /^[ \t]*(#.*)?$/.test(text.slice(offset, end)) ? end : offset;
}
/** Where the content of a node of YAML ends, without the comments and blank lines that follow it. */ function contentEnd(text, node) {
    let last = node;
    while(((0,dist/* isMap */.jh)(last) || (0,dist/* isSeq */.oP)(last)) && !last.flow){
        const item = last.items.at(-1);
        if (item === undefined) break;
        last = (0,dist/* isPair */.tO)(item) ? item.value ?? item.key : item;
    }
    let end = (0,dist/* isNode */.Ll)(last) ? last.range?.[1] ?? 0 : 0;
    while(end > 0 && /\s/.test(text.charAt(end - 1)))end -= 1;
    return end;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/name-spellings.js
/**
 * How one service is spelled in different places: `cart-service` in YAML, `cart_service` in Terraform,
 * `CART_SERVICE_URL` in an environment, `cartService` in values.
 */ /** Spellings of a name, the name itself first; without duplicates. */ function spellingsOf(name) {
    return [
        ...new Set([
            name,
            snake(name),
            snake(name).toUpperCase(),
            camel(name),
            pascal(name)
        ])
    ];
}
/** Text in which every spelling of one name became the same spelling of another. */ function replaceName(text, from, to) {
    const pairs = [
        [
            from,
            to
        ],
        [
            snake(from),
            snake(to)
        ],
        [
            snake(from).toUpperCase(),
            snake(to).toUpperCase()
        ],
        [
            camel(from),
            camel(to)
        ],
        [
            pascal(from),
            pascal(to)
        ]
    ];
    return replaceTokens(text, pairs);
}
/** Replaces whole tokens: `cart` is not replaced inside `cart-service` or `carton`, nor in `$cart`. The first pair wins. */ function replaceTokens(text, pairs) {
    const replacements = new Map();
    for (const [from, to] of pairs)if (!replacements.has(from)) replacements.set(from, to);
    const longestFirst = [
        ...replacements.keys()
    ].sort((a, b)=>b.length - a.length);
    const token = new RegExp(`(?<![A-Za-z0-9-])(?:${longestFirst.map(escapeForRegExp).join('|')})(?![A-Za-z0-9-])`, 'g');
    return text.replace(token, (found, offset)=>{
        const variable = /\$\{?$/.test(text.slice(Math.max(0, offset - 2), offset));
        return variable ? found : replacements.get(found) ?? found;
    });
}
function escapeForRegExp(text) {
    return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
function words(name) {
    return name.split(/[-_.]+/).filter((word)=>word !== '');
}
function snake(name) {
    return words(name).join('_');
}
function camel(name) {
    const [first = '', ...rest] = words(name);
    return first + rest.map(capital).join('');
}
function pascal(name) {
    return words(name).map(capital).join('');
}
function capital(word) {
    return word.charAt(0).toUpperCase() + word.slice(1);
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/register.js



const registerKindIds = (/* unused pure expression or super */ null && ([
    'paths-filter',
    'json-array',
    'bash-case',
    'workflow-choices',
    'matrix-list',
    'shell-array',
    'shell-loop',
    'make-variable',
    'hcl-list',
    'hcl-map',
    'hcl-blocks',
    'yaml-list',
    'yaml-map',
    'compose',
    'go-work',
    'workspaces',
    'settings-gradle',
    'routes',
    'configured'
]));
/** A register of a list that was found, or null when it names too few services to be one. */ function registerOf(list, context) {
    const named = new Set();
    for (const { name } of list.members){
        const service = context.byName.get(name);
        if (service) named.add(service);
    }
    const scope = list.scope ?? scopeOf(`${list.label} ${list.path}`, [
        ...named
    ]);
    const enough = scope === 'all' ? context.services.length / 2 : 2;
    // A list the configuration names is one however few it lists.
    if (list.kind !== 'configured' && (named.size === 0 || named.size < enough)) return null;
    const byName = new Map();
    for (const member of list.members)if (!byName.has(member.name)) byName.set(member.name, member);
    const place = (offset)=>locationAt(list.path, list.text, offset);
    const { line, column } = place(list.offset);
    return {
        id: `${list.path}#${list.pointer}`,
        kind: list.kind,
        file: list.path,
        line,
        column,
        entries: list.members.map(({ name })=>name),
        scope,
        ...list.fallback === undefined ? {} : {
            fallback: list.fallback
        },
        entryLocation: (name)=>{
            const member = byName.get(name);
            return member && place(member.start);
        },
        insert: (name, like)=>{
            assertServiceName(name);
            if (byName.has(name)) return [];
            const sibling = (like === undefined ? undefined : byName.get(like)) ?? mostAlike(name, list.members, context);
            if (!sibling) return [];
            const edit = list.insert(name, sibling, (text)=>renameService(text, sibling.name, name, context));
            return edit ? [
                edit
            ] : [];
        },
        remove: (name)=>{
            const member = byName.get(name);
            const edit = member && list.remove(member);
            return edit ? [
                edit
            ] : [];
        }
    };
}
function assertServiceName(name) {
    if (!(0,names/* isServiceName */.tN)(name)) throw new user_error/* UserError */.yo(`${(0,names/* quoteName */.AB)(name)} cannot be the name of a service`, {
        help: 'Use letters, digits, ".", "_" and "-".'
    });
}
function locationAt(path, text, offset) {
    let line = 1;
    let start = 0;
    for(let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)){
        line += 1;
        start = at + 1;
    }
    return {
        path,
        line,
        column: offset - start + 1
    };
}
/** The listed service most like a new one: of its kind, with its Dockerfile at the same place; the last of them. */ function mostAlike(name, members, { byName }) {
    const wanted = byName.get(name);
    let best;
    for (const member of members){
        const service = byName.get(member.name);
        let score = service ? 1 : 0;
        if (service && wanted) {
            if (service.kind === wanted.kind) score += 2;
            if (dockerfileInside(service) === dockerfileInside(wanted)) score += 1;
        }
        if (!best || score >= best.score) best = {
            member,
            score
        };
    }
    return best?.member;
}
function dockerfileInside({ path, dockerfile }) {
    return path !== null && dockerfile?.startsWith(`${path}/`) ? dockerfile.slice(path.length + 1) : null;
}
function renameService(text, from, to, { byName }) {
    const oldPath = byName.get(from)?.path;
    const newPath = byName.get(to)?.path;
    const moved = oldPath && newPath ? replaceTokens(text, [
        [
            oldPath,
            newPath
        ]
    ]) : text;
    return replaceName(moved, from, to);
}
const allKinds = [
    'go',
    'java',
    'node',
    'python',
    'rust',
    'dotnet',
    'static-site',
    'other'
];
/** The words by which people mark a list of one language. */ const languageWords = new Map([
    [
        'go',
        [
            'go'
        ]
    ],
    [
        'golang',
        [
            'go'
        ]
    ],
    [
        'java',
        [
            'java'
        ]
    ],
    [
        'jvm',
        [
            'java'
        ]
    ],
    [
        'kotlin',
        [
            'java'
        ]
    ],
    [
        'spring',
        [
            'java'
        ]
    ],
    [
        'gradle',
        [
            'java'
        ]
    ],
    [
        'maven',
        [
            'java'
        ]
    ],
    [
        'node',
        [
            'node'
        ]
    ],
    [
        'nodejs',
        [
            'node'
        ]
    ],
    [
        'npm',
        [
            'node'
        ]
    ],
    [
        'typescript',
        [
            'node'
        ]
    ],
    [
        'python',
        [
            'python'
        ]
    ],
    [
        'rust',
        [
            'rust'
        ]
    ],
    [
        'cargo',
        [
            'rust'
        ]
    ],
    [
        'dotnet',
        [
            'dotnet'
        ]
    ],
    [
        'csharp',
        [
            'dotnet'
        ]
    ],
    [
        'static',
        [
            'static-site'
        ]
    ],
    [
        'frontend',
        [
            'static-site'
        ]
    ],
    [
        'frontends',
        [
            'static-site'
        ]
    ],
    [
        'web',
        [
            'static-site'
        ]
    ],
    [
        'backend',
        allKinds.filter((kind)=>kind !== 'static-site')
    ],
    [
        'backends',
        allKinds.filter((kind)=>kind !== 'static-site')
    ]
]);
/** A subset counts as one only when a word shows it and every service it names is of it. */ function scopeOf(label, named) {
    const words = label.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
    for (const word of words){
        const kinds = languageWords.get(word);
        if (kinds && named.length > 0 && named.every(({ kind })=>kinds.includes(kind))) return [
            ...kinds
        ];
    }
    return 'all';
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/workflow-places.js

/** Every scalar and every sequence of a file, in file order. Aliases are left to the place they point at. */ function placesOf(file) {
    const scalars = [];
    const sequences = [];
    const pending = file.documents.map(({ ast })=>({
            node: ast.contents,
            path: [],
            offset: 0,
            parent: null
        }));
    pending.reverse();
    for(let item = pending.pop(); item; item = pending.pop()){
        const { node, path, offset, parent } = item;
        const children = [];
        if ((0,dist/* isAlias */.Vj)(node)) continue;
        if ((0,dist/* isMap */.jh)(node)) {
            for (const { key, value } of node.items){
                if (!(0,dist/* isScalar */.jn)(key)) continue;
                children.push({
                    node: value,
                    path: [
                        ...path,
                        String(key.value)
                    ],
                    offset: key.range?.[0] ?? 0,
                    parent: node
                });
            }
        } else if ((0,dist/* isSeq */.oP)(node)) {
            sequences.push({
                path,
                pointer: pointerOf(path),
                offset,
                node
            });
            for (const [index, value] of node.items.entries()){
                const start = value?.range?.[0] ?? offset;
                children.push({
                    node: value,
                    path: [
                        ...path,
                        index
                    ],
                    offset: start,
                    parent: null
                });
            }
        } else if ((0,dist/* isScalar */.jn)(node) && node.range) {
            const block = node.type === dist/* Scalar */.X5.BLOCK_LITERAL || node.type === dist/* Scalar */.X5.BLOCK_FOLDED;
            const [from, end] = node.range;
            const header = block ? file.text.indexOf('\n', from) : -1;
            const start = block && header !== -1 && header < end ? header + 1 : from;
            scalars.push({
                path,
                pointer: pointerOf(path),
                offset,
                start,
                end,
                block,
                parent
            });
        }
        pending.push(...children.reverse());
    }
    return {
        scalars,
        sequences
    };
}
function pointerOf(path) {
    return path.map((step)=>typeof step === 'number' ? `[${step}]` : `.${step}`).join('').replace(/^\./, '');
}
/** Words of the job or step around a place that may tell a language: names, ids, the actions used (`setup-go`). */ function jobLabel(file, path) {
    if (path[0] !== 'jobs' || typeof path[1] !== 'string') return '';
    const words = [
        path[1]
    ];
    for (const document of file.documents){
        const job = document.node([
            'jobs',
            path[1]
        ]);
        if (!(0,dist/* isMap */.jh)(job)) continue;
        const name = job.get('name');
        if (typeof name === 'string') words.push(name);
        const steps = job.get('steps');
        if (!(0,dist/* isSeq */.oP)(steps)) continue;
        for (const step of steps.items){
            const uses = (0,dist/* isMap */.jh)(step) ? step.get('uses') : undefined;
            if (typeof uses === 'string') words.push(/setup-\w+/.exec(uses)?.[0] ?? '');
        }
    }
    return words.join(' ');
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/bash-case.js





/** A `case` in a step's script or in a script file, whose arms name services. */ const bashCase = {
    id: 'bash-case',
    find: (file, context)=>{
        if (!file.yaml) return casesIn({
            start: 0,
            end: file.text.length,
            pointer: '',
            label: ''
        }, file, context);
        return placesOf(file.yaml).scalars.flatMap(({ path, pointer, start, end, parent })=>{
            if (path.at(-1) !== 'run') return [];
            const label = [
                parent?.get('id'),
                parent?.get('name')
            ].filter((word)=>typeof word === 'string').join(' ');
            return casesIn({
                start,
                end,
                pointer,
                label
            }, file, context);
        });
    }
};
function casesIn(region, file, context) {
    const script = file.text.slice(region.start, region.end);
    if (!/\bcase\b/.test(script)) return [];
    const classes = classifyShell(script);
    const found = findCases(script, classes, 0, script.length, 0);
    return found.flatMap((one, index)=>{
        const pointer = `${region.pointer} case ${index + 1}`.trim();
        const register = caseRegister(shifted(one, region.start), {
            ...region,
            pointer
        }, file, context);
        return register ? [
            register
        ] : [];
    });
}
function caseRegister({ start, subject, arms }, { pointer, label }, { path, text }, context) {
    const named = arms.map((arm)=>({
            ...arm,
            patterns: arm.patterns.filter(({ name })=>!/[*?[]/.test(name))
        }));
    const members = named.flatMap(({ patterns })=>patterns);
    const armOf = (member)=>named.find(({ patterns })=>patterns.includes(member));
    const block = ({ patterns, start: from, end })=>({
            name: patterns[0]?.name ?? '',
            start: from,
            end
        });
    return registerOf({
        kind: 'bash-case',
        path,
        text,
        pointer,
        offset: start,
        members,
        label,
        fallback: fallbackOf(arms, subject, text),
        insert: (name, like, rename)=>{
            const arm = armOf(like);
            if (!arm) return null;
            const [before, last] = arm.patterns.slice(-2);
            if (before && last) {
                const separator = text.slice(before.end, last.start);
                return {
                    path,
                    range: [
                        last.end,
                        last.end
                    ],
                    newText: separator + text.slice(last.start, last.end).replace(last.name, ()=>name)
                };
            }
            const final = named.filter(({ patterns, closed })=>patterns.length > 0 && closed).at(-1);
            if (!arm.closed || !final) return null;
            const clone = rename(text.slice(arm.start, arm.end));
            return insertBlock(path, text, {
                last: block(final),
                like: block(arm),
                clone
            });
        },
        remove: (member)=>{
            const arm = armOf(member);
            const index = arm?.patterns.indexOf(member) ?? 0;
            const previous = arm?.patterns[index - 1];
            const next = arm?.patterns[index + 1];
            if (previous) return {
                path,
                range: [
                    previous.end,
                    member.end
                ],
                newText: ''
            };
            if (next) return {
                path,
                range: [
                    member.start,
                    next.start
                ],
                newText: ''
            };
            return removeBlock(path, text, arm ? block(arm) : member);
        }
    }, context);
}
function fallbackOf(arms, subject, text) {
    const arm = arms.find(({ patterns })=>patterns.some(({ name })=>name === '*'));
    if (!arm) return null;
    const body = text.slice(arm.bodyStart, arm.bodyEnd);
    const classes = classifyShell(body);
    const exit = [
        ...body.matchAll(/\b(?:exit|return)\b/g)
    ].some(({ index })=>classes[index] === shellCode);
    const word = subject.replace(/^"(.*)"$/, '$1');
    const variable = /^\$\{?(\w+)\}?$/.exec(word)?.[1];
    const spellings = variable === undefined ? [
        word
    ] : [
        `\${${variable}}`,
        `$${variable}`
    ];
    const pattern = new RegExp(spellings.map(escapeForRegExp).join('|'), 'g');
    return {
        exits: exit,
        body: (name)=>body.replace(pattern, ()=>name)
    };
}
/** Cases of a stretch of script; those inside an arm follow the one that holds them. Linear for each depth. */ function findCases(script, classes, from, to, depth) {
    const cases = [];
    const keyword = /(?<![\w$"'-])case[ \t]+([^\n]{1,200}?)\s+in(?=\s)/g;
    keyword.lastIndex = from;
    for(let match = keyword.exec(script); match && match.index < to; match = keyword.exec(script)){
        if (classes[match.index] !== shellCode) continue;
        const arms = readArms(script, classes, match.index + match[0].length, to);
        if (!arms) {
            // No `esac` can follow for a later one either, unless this was no `case` at all.
            if (script.indexOf('esac', match.index) === -1) break;
            continue;
        }
        cases.push({
            start: match.index,
            end: arms.end,
            subject: match[1] ?? '',
            arms: arms.arms
        });
        if (depth < 3) {
            for (const { bodyStart, bodyEnd } of arms.arms)cases.push(...findCases(script, classes, bodyStart, bodyEnd, depth + 1));
        }
        keyword.lastIndex = arms.end;
    }
    return cases;
}
function readArms(script, classes, from, to) {
    const arms = [];
    let at = from;
    while(at < to){
        while(at < to && (/\s/.test(script.charAt(at)) || classes[at] === shellComment))at += 1;
        if (/^esac\b/.test(script.slice(at, at + 5))) return {
            arms,
            end: at + 4
        };
        const start = script.charAt(at) === '(' ? at + 1 : at;
        const patterns = readPatterns(script, start, to);
        if (!patterns) return null;
        const body = bodyEnd(script, classes, patterns.end, to);
        if (!body) return null;
        const first = patterns.members[0]?.start ?? start;
        const end = body.closed ? body.next : contentStop(script, patterns.end, body.end);
        arms.push({
            patterns: patterns.members,
            start: first,
            end,
            bodyStart: patterns.end,
            bodyEnd: body.end,
            closed: body.closed
        });
        at = body.next;
    }
    return null;
}
function contentStop(script, start, end) {
    let stop = end;
    while(stop > start && /\s/.test(script.charAt(stop - 1)))stop -= 1;
    return stop;
}
/** `"a" | 'b' | c)`: the words with their quotes, up to behind the parenthesis. */ function readPatterns(script, from, to) {
    const members = [];
    const word = /[ \t]*(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(\$\{\{[^}\n]{0,200}\}\}|[^\s|)("']{1,200}))[ \t]*([|)])/y;
    let at = from;
    while(at < to){
        word.lastIndex = at;
        const match = word.exec(script);
        if (!match) return null;
        const written = match[0].slice(0, -1).trim();
        const start = at + match[0].indexOf(written);
        members.push({
            name: match[1] ?? match[2] ?? match[3] ?? '',
            start,
            end: start + written.length
        });
        at = word.lastIndex;
        if (match[4] === ')') return {
            members,
            end: at
        };
        at += /^\s*/.exec(script.slice(at, at + 200))?.[0].length ?? 0;
    }
    return null;
}
/** Where the commands of an arm end, and where the next arm starts. */ function bodyEnd(script, classes, from, to) {
    let depth = 0;
    for(let at = from; at < to; at += 1){
        if (classes[at] !== shellCode) continue;
        const character = script.charAt(at);
        if (character === ';' && depth === 0) {
            const end = /^;(?:;&|;|&)/.exec(script.slice(at, at + 3));
            if (end) return {
                end: at,
                next: at + end[0].length,
                closed: true
            };
        }
        if ((character === 'c' || character === 'e') && !/[\w$-]/.test(script.charAt(at - 1))) {
            const word = /^(?:case(?=[ \t])|esac\b)/.exec(script.slice(at, at + 5))?.[0];
            if (word === 'case') depth += 1;
            if (word === 'esac') {
                if (depth === 0) return {
                    end: at,
                    next: at,
                    closed: false
                };
                depth -= 1;
            }
        }
    }
    return null;
}
function shifted({ start, end, subject, arms }, by) {
    return {
        start: start + by,
        end: end + by,
        subject,
        arms: arms.map((arm)=>({
                ...arm,
                patterns: arm.patterns.map((one)=>({
                        ...one,
                        start: one.start + by,
                        end: one.end + by
                    })),
                start: arm.start + by,
                end: arm.end + by,
                bodyStart: arm.bodyStart + by,
                bodyEnd: arm.bodyEnd + by
            }))
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/folder-names.js

/** Folders of one set of services are asked for by every file. */ const known = new WeakMap();
function foldersOf({ byName }) {
    const before = known.get(byName);
    if (before) return before;
    const folders = {
        byPath: new Map(),
        parents: new Set(),
        charts: new Set()
    };
    for (const service of byName.values()){
        if (service.chart !== null) folders.charts.add(service.chart);
        if (service.path === null || service.path === '') continue;
        folders.byPath.set(service.path, service);
        folders.parents.add((0,repository_paths/* folderOf */.yS)(service.path));
    }
    known.set(byName, folders);
    return folders;
}
/**
 * The service a listed folder belongs to: it is the service's folder or lies in it. A folder beside those of the
 * services gives its own name, any other is named by its path. Null for a path that leads out of the repository.
 */ function folderName(written, base, context) {
    const path = (0,repository_paths/* normaliseRepositoryPath */.OT)(base === '' ? written : `${base}/${written}`);
    if (path === null || path === '') return null;
    const { byPath, parents } = foldersOf(context);
    for(let folder = path; folder !== ''; folder = (0,repository_paths/* folderOf */.yS)(folder)){
        const service = byPath.get(folder);
        if (service) return service.name;
        if (parents.has((0,repository_paths/* folderOf */.yS)(folder))) return (0,repository_paths/* baseName */.Fl)(folder);
    }
    return path;
}
/**
 * The folder of one service as a sibling's is written: its own path in place of the sibling's, or its name in place
 * of the sibling's folder. Null when it would not be read back as that name.
 */ function folderLike(written, base, { sibling, name }, context) {
    const from = context.byName.get(sibling)?.path ?? null;
    const to = context.byName.get(name)?.path ?? null;
    const candidates = [];
    if (from !== null && to !== null) {
        const [fromHere, toHere] = [
            relativeTo(from, base),
            relativeTo(to, base)
        ];
        if (fromHere !== null && toHere !== null) candidates.push(written.replace(fromHere, ()=>toHere));
    }
    const folder = from === null ? sibling : (0,repository_paths/* baseName */.Fl)(from);
    const at = written.lastIndexOf(folder);
    if (at !== -1) candidates.push(written.slice(0, at) + name + written.slice(at + folder.length));
    return candidates.find((candidate)=>folderName(candidate, base, context) === name) ?? null;
}
function relativeTo(path, base) {
    if (base === '') return path;
    return (0,repository_paths/* isInside */.FK)(path, base) && path !== base ? path.slice(base.length + 1) : null;
}
/** Whether a file belongs to one service: it lies in its folder or its chart, or is named after it. */ function isOfOneService(path, context) {
    const { byPath, charts } = foldersOf(context);
    for(let folder = (0,repository_paths/* folderOf */.yS)(path); folder !== ''; folder = (0,repository_paths/* folderOf */.yS)(folder)){
        if (byPath.has(folder) || charts.has(folder)) return true;
    }
    return path.split('/').some((segment)=>context.byName.has(segment.replace(/\.[^.]*$/, '')) || context.byName.has(segment));
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/listed-names.js


const listed_names_forms = [
    {
        spell: (name)=>name,
        unspell: (text)=>text,
        stem: false
    },
    {
        spell: snake,
        unspell: (text)=>text.replaceAll('_', '-'),
        stem: false
    },
    {
        spell: camel,
        unspell: kebab,
        stem: false
    },
    {
        spell: pascal,
        unspell: kebab,
        stem: false
    },
    {
        spell: stemOf,
        unspell: (text, ending)=>text + ending,
        stem: true
    },
    {
        spell: (name)=>snake(stemOf(name)),
        unspell: (text, ending)=>text.replaceAll('_', '-') + ending,
        stem: true
    }
];
/** Spellings of one set of services are asked for by every list of every file. */ const indexes = new WeakMap();
/** `affixes`: whether entries may share something before or behind the name. */ function listedNames(entries, context, { affixes }) {
    const index = indexOf(context);
    const found = commonPattern(entries, index, affixes);
    const pattern = found?.pattern ?? {
        form: plain(),
        prefix: '',
        suffix: ''
    };
    const { form, prefix, suffix } = pattern;
    const read = (entry)=>{
        if (entry.length <= prefix.length + suffix.length) return entry;
        if (!entry.startsWith(prefix) || !entry.endsWith(suffix)) return entry;
        const core = entry.slice(prefix.length, entry.length - suffix.length);
        const known = index.spellings.get(core)?.find((one)=>one.form === form);
        const name = known?.name ?? form.unspell(core, index.ending);
        return (0,names/* isServiceName */.tN)(name) ? name : entry;
    };
    return {
        names: entries.map(read),
        count: found?.count ?? 0,
        write: (name)=>{
            const written = prefix + form.spell(name) + suffix;
            return read(written) === name ? written : null;
        },
        rename: (text, from, to)=>{
            if (!form.stem) return text;
            const [stem, other] = [
                stemOf(from),
                stemOf(to)
            ];
            return replaceTokens(text, [
                [
                    stem,
                    other
                ],
                [
                    snake(stem),
                    snake(other)
                ]
            ]);
        }
    };
}
function plain() {
    const [form] = listed_names_forms;
    if (!form) throw new Error('no way of writing a name');
    return form;
}
function commonPattern(entries, { spellings }, affixes) {
    const patterns = new Map();
    for (const entry of entries){
        if (entry.length > 200) continue;
        for (const [start, end] of affixes ? tokensOf(entry) : [
            [
                0,
                entry.length
            ]
        ]){
            for (const { form, name } of spellings.get(entry.slice(start, end)) ?? []){
                const pattern = {
                    form,
                    prefix: entry.slice(0, start),
                    suffix: entry.slice(end)
                };
                if (!isAffixed(pattern)) continue;
                const key = `${listed_names_forms.indexOf(form)} ${JSON.stringify([
                    pattern.prefix,
                    pattern.suffix
                ])}`;
                const known = patterns.get(key) ?? {
                    pattern,
                    services: new Set()
                };
                known.services.add(name);
                patterns.set(key, known);
            }
        }
    }
    let best = null;
    for (const { pattern, services } of patterns.values()){
        const count = services.size;
        // One name alone does not show what a list shares.
        if (count < 2 && (affixLength(pattern) > 0 || pattern.form !== plain())) continue;
        if (!best || count > best.count || count === best.count && rank(pattern) < rank(best.pattern)) best = {
            pattern,
            count
        };
    }
    return best;
}
function isAffixed({ form, prefix, suffix }) {
    if (form.stem && prefix === '' && suffix === '') return false;
    return /^(?:(?:[\w./-]|\$\{[\w.]+\})*[/_.-])?$/.test(prefix) && /^(?:[/_.:-][\w./:*-]*)?$/.test(suffix);
}
function affixLength({ prefix, suffix }) {
    return prefix.length + suffix.length;
}
function rank(pattern) {
    return affixLength(pattern) * listed_names_forms.length + listed_names_forms.indexOf(pattern.form);
}
/** Stretches of an entry from the start of one word to the end of one: at most 12 words. */ function tokensOf(entry) {
    const words = [
        ...entry.matchAll(/[A-Za-z0-9]+/g)
    ].slice(0, 12);
    return words.flatMap(({ index }, first)=>words.slice(first).map((word)=>[
                index,
                word.index + word[0].length
            ]));
}
function indexOf({ byName }) {
    const known = indexes.get(byName);
    if (known) return known;
    const spellings = new Map();
    const endings = new Map();
    for (const name of byName.keys()){
        for (const form of listed_names_forms){
            const spelling = form.spell(name);
            if (spelling === '') continue;
            spellings.set(spelling, [
                ...spellings.get(spelling) ?? [],
                {
                    form,
                    name
                }
            ]);
        }
        const ending = name.slice(stemOf(name).length);
        if (ending !== '') endings.set(ending, (endings.get(ending) ?? 0) + 1);
    }
    const [ending] = [
        ...endings
    ].sort((a, b)=>b[1] - a[1]);
    const starts = new Set([
        ...spellings.keys()
    ].flatMap((spelling)=>/[A-Za-z0-9]+/.exec(spelling)?.[0] ?? []));
    const index = {
        spellings,
        starts,
        ending: ending?.[0] ?? ''
    };
    indexes.set(byName, index);
    return index;
}
/** Whether a text spells as many services as its smallest register would; linear in its length. */ function mayList(text, context) {
    const { spellings, starts } = indexOf(context);
    const enough = context.services.length > 2 ? 2 : 1;
    const found = new Set();
    for (const [run] of text.matchAll(/[A-Za-z0-9][\w-]*/g)){
        if (run.length > 200) continue;
        const words = tokensOf(run);
        if (!words.some(([start, end])=>starts.has(run.slice(start, end)))) continue;
        for (const [start, end] of words)for (const { name } of spellings.get(run.slice(start, end)) ?? [])found.add(name);
        if (found.size >= enough) return true;
    }
    return false;
}
/**
 * Whether a text cloned from a sibling's entry still names the sibling, as in `shop-cart-data`: what belongs there is a
 * person's to say. Other services whose names hold the sibling's do not count.
 */ function stillNames(text, sibling, { byName }) {
    const spellings = [
        sibling,
        snake(sibling),
        camel(sibling)
    ].map(escapeForRegExp);
    const named = new RegExp(`(?<![A-Za-z0-9])(?:${spellings.join('|')})(?![A-Za-z0-9])`);
    return (text.match(/[\w-]+/g) ?? []).some((run)=>named.test(run) && !byName.has(run));
}
/** A name without the word that only says it is a service: `cart` of `cart-service`. */ function stemOf(name) {
    return name.replace(/(?<=.)[-_](?:service|svc)$/, '');
}
function kebab(text) {
    return text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/yaml-lists.js



/** Every sequence and map of a document, in file order, those of YAML texts inside it (`prometheus.yml: |`) too. */ function listsOf(document) {
    const pointer = document.index > 0 ? `document ${document.index + 1} ` : '';
    return listsIn(document, {
        pointer,
        shift: 0,
        nested: false
    });
}
function listsIn({ ast, file }, { pointer, shift, nested }) {
    const lists = [];
    const pending = [
        {
            node: ast.contents,
            path: [],
            offset: ast.contents?.range?.[0] ?? 0
        }
    ];
    for(let item = pending.pop(); item; item = pending.pop()){
        const { node, path, offset } = item;
        if ((0,dist/* isAlias */.Vj)(node)) continue;
        const children = [];
        if ((0,dist/* isMap */.jh)(node) || (0,dist/* isSeq */.oP)(node)) {
            lists.push({
                path,
                pointer: pointer + yaml_lists_pointerOf(path),
                offset: offset + shift,
                node,
                content: file.text,
                shift
            });
        }
        if ((0,dist/* isMap */.jh)(node)) {
            for (const { key, value } of node.items){
                if ((0,dist/* isScalar */.jn)(key)) children.push({
                    node: value,
                    path: [
                        ...path,
                        String(key.value)
                    ],
                    offset: key.range?.[0] ?? 0
                });
            }
        } else if ((0,dist/* isSeq */.oP)(node)) {
            for (const [index, value] of node.items.entries())children.push({
                node: value,
                path: [
                    ...path,
                    index
                ],
                offset
            });
        } else if (!nested && (0,dist/* isScalar */.jn)(node) && isEmbedded(node, path)) {
            const start = file.text.indexOf('\n', node.range?.[0]) + 1;
            const content = file.text.slice(start, node.range?.[1]);
            const [inner] = start > 0 ? (0,yaml_document/* parseYamlFile */.B)(file.path, content).documents : [];
            if (inner) lists.push(...listsIn(inner, {
                pointer: `${yaml_lists_pointerOf(path)} `,
                shift: start,
                nested: true
            }));
        }
        pending.push(...children.reverse());
    }
    return lists;
}
function isEmbedded({ type }, path) {
    return type === dist/* Scalar */.X5.BLOCK_LITERAL && /\.ya?ml$|scrape/i.test(String(path.at(-1) ?? ''));
}
function yaml_lists_pointerOf(path) {
    return path.map((step)=>typeof step === 'number' ? `[${step}]` : `.${step}`).join('').replace(/^\./, '');
}
/** The keys of a map. */ function keyEntries({ node, content, shift }) {
    if (!(0,dist/* isMap */.jh)(node)) return [];
    return node.items.flatMap(({ key, value })=>{
        if (!(0,dist/* isScalar */.jn)(key) || !key.range || typeof key.value !== 'string') return [];
        const [start, keyEnd] = key.range;
        const end = contentEnd(content, value ?? key) + shift;
        return [
            {
                name: '',
                text: key.value,
                start: start + shift,
                end,
                textStart: start + shift,
                textEnd: keyEnd + shift
            }
        ];
    });
}
/** The items of a sequence: of plain names without a key, else of maps that have it. */ function itemEntries(list, key) {
    if (!(0,dist/* isSeq */.oP)(list.node)) return [];
    const blocks = itemBlocks(list);
    return list.node.items.flatMap((item, index)=>{
        const pair = key !== null && (0,dist/* isMap */.jh)(item) ? item.items.find((one)=>(0,dist/* isScalar */.jn)(one.key) && one.key.value === key) : null;
        const named = key === null ? item : pair?.value;
        const block = blocks[index];
        if (!(0,dist/* isScalar */.jn)(named) || !named.range || typeof named.value !== 'string' || !block) return [];
        const [textStart, textEnd] = named.range;
        return [
            {
                name: '',
                text: named.value,
                ...block,
                textStart: textStart + list.shift,
                textEnd: textEnd + list.shift
            }
        ];
    });
}
/** What each item of a sequence takes, from its dash on; undefined for one that is neither a map nor a scalar. */ function itemBlocks({ node, content, shift }) {
    if (!(0,dist/* isSeq */.oP)(node)) return [];
    const dashes = dashesOf(node);
    return node.items.map((item, index)=>{
        const range = (0,dist/* isMap */.jh)(item) || (0,dist/* isScalar */.jn)(item) ? item.range : null;
        const start = node.flow ? range?.[0] : dashes[index];
        if (!range || start === undefined) return undefined;
        return {
            start: start + shift,
            end: contentEnd(content, item) + shift
        };
    });
}
/** Offsets of the dashes of a sequence in block style; an item's own range starts behind its anchor. */ function dashesOf({ srcToken }) {
    if (srcToken?.type !== 'block-seq') return [];
    return srcToken.items.flatMap(({ start })=>start.find(({ type })=>type === 'seq-item-ind')?.offset ?? []);
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/yaml-list.js




/** `workflow_dispatch.inputs.*.options`: the names a person may choose. */ const workflowChoices = {
    id: 'workflow-choices',
    find: (file, context)=>sequencesOf(file, ({ path })=>path[0] === 'on' && path[1] === 'workflow_dispatch' && path[2] === 'inputs' && path[4] === 'options').flatMap((place)=>listRegister('workflow-choices', place, String(place.path[3]), file, context))
};
/** `strategy.matrix.*`: a list of names, or `include` with a name in each entry. */ const matrixList = {
    id: 'matrix-list',
    find: (file, context)=>sequencesOf(file, ({ path })=>path[0] === 'jobs' && path[2] === 'strategy' && path[3] === 'matrix' && path.length === 5 && path[4] !== 'exclude').flatMap((place)=>{
            const label = `${String(place.path[4])} ${file.yaml ? jobLabel(file.yaml, place.path) : ''}`;
            return listRegister('matrix-list', place, label, file, context);
        })
};
function sequencesOf(file, wanted) {
    return file.yaml ? placesOf(file.yaml).sequences.filter(wanted) : [];
}
function listRegister(kind, { node, pointer, offset }, label, { path, text }, context) {
    const key = nameKey(node.items, context);
    const members = node.items.flatMap((item)=>itemOf(item, key, text, node.flow === true) ?? []);
    const last = members.at(-1);
    const register = registerOf({
        kind,
        path,
        text,
        pointer,
        offset,
        members,
        label,
        insert: (name, like, rename)=>{
            const sibling = members.find((member)=>member === like);
            if (!sibling || !last) return null;
            if (key === null) {
                const written = quoteAs(sibling.written, name);
                if (node.flow) return insertInBrackets(path, text, members, written);
                return insertBlock(path, text, {
                    last,
                    like: sibling,
                    clone: dashBefore(text, sibling) + written
                });
            }
            const clone = rename(text.slice(sibling.start, sibling.end));
            if (node.flow) return insertInBrackets(path, text, members, clone);
            return insertBlock(path, text, {
                last,
                like: sibling,
                clone
            });
        },
        remove: (member)=>node.flow ? removeFromBrackets(path, members, member) : removeBlock(path, text, member)
    }, context);
    return register ? [
        register
    ] : [];
}
/** The key that names the service in a list of maps; null for a list of plain names. */ function nameKey(items, { byName }) {
    const counts = new Map();
    for (const item of items){
        if (!(0,dist/* isMap */.jh)(item)) continue;
        for (const { key, value } of item.items){
            if (!(0,dist/* isScalar */.jn)(key) || !(0,dist/* isScalar */.jn)(value) || !byName.has(String(value.value))) continue;
            counts.set(String(key.value), (counts.get(String(key.value)) ?? 0) + 1);
        }
    }
    const [best] = [
        ...counts
    ].sort((a, b)=>b[1] - a[1]);
    return best?.[0] ?? null;
}
function itemOf(item, key, text, flow) {
    const name = key === null ? item : (0,dist/* isMap */.jh)(item) ? item.items.find((pair)=>(0,dist/* isScalar */.jn)(pair.key) && pair.key.value === key)?.value : null;
    const range = item?.range;
    if (!(0,dist/* isScalar */.jn)(name) || !name.range || !range) return null;
    // A block entry starts at its dash.
    const start = flow ? range[0] : text.lastIndexOf('-', range[0] - 1);
    const end = contentEnd(text, item);
    return {
        name: String(name.value),
        start,
        end,
        written: text.slice(name.range[0], name.range[1]).trimEnd()
    };
}
function dashBefore(text, { start, written }) {
    return text.slice(start, text.indexOf(written, start));
}
/** A name quoted as its neighbour is; in quotes where a plain one would be read as something else than text. */ function quoteAs(neighbour, name) {
    const quote = /^['"]/.exec(neighbour)?.[0];
    if (quote) return quote + name + quote;
    const special = /^(?:true|false|yes|no|on|off|y|n|null|[\d.+_-].*)$/i.test(name);
    return special ? `"${name}"` : name;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/yaml-register.js




/** A sequence or a map of YAML as a register. */ function yamlRegister({ kind, list, entries, listed, scope, finish = (clone)=>clone }, { path, text }, context) {
    const members = entries.map((entry, index)=>({
            ...entry,
            name: listed.names[index] ?? ''
        }));
    const flow = list.node.flow === true;
    const last = members.at(-1);
    return registerOf({
        kind,
        path,
        text,
        pointer: list.pointer,
        offset: list.offset,
        members,
        label: list.pointer,
        scope,
        insert: (name, like, rename)=>{
            const sibling = members.find((member)=>member === like);
            const spelled = listed.write(name);
            if (!sibling || !last || spelled === null || differInValues(text, members)) return null;
            const { start, end, textStart, textEnd } = sibling;
            // An anchor may be defined once only.
            if (/(^|\s)&\w/.test(text.slice(start, textStart) + text.slice(textEnd, end))) return null;
            const renamed = (part)=>listed.rename(rename(part), sibling.name, name);
            const written = quoteAs(text.slice(textStart, textEnd), spelled);
            const cloned = renamed(text.slice(start, textStart)) + written + renamed(text.slice(textEnd, end));
            const clone = finish(cloned);
            if (stillNames(clone, sibling.name, context)) return null;
            if (flow) return insertInBrackets(path, text, members, clone);
            return insertBlock(path, text, {
                last,
                like: sibling,
                clone
            });
        },
        remove: (member)=>flow ? removeFromBrackets(path, members, member) : removeBlock(path, text, member)
    }, context);
}
/** Whether each name has a plain value of its own, such as a port: a person has to choose the next one. */ function differInValues(text, members) {
    const values = members.map(({ name, textEnd, end })=>text.slice(textEnd, end).replaceAll(name, '\0').trim());
    return values.every((value)=>/^:[^\n{[]*$/.test(value)) && new Set(values).size > 1;
}
/** What names the items of a sequence of maps. */ const nameKeys = [
    'name',
    'service',
    'job_name',
    'serviceName',
    'app',
    null
];
/** The way of naming by which a sequence names most services: a key of its items, or null for items that are names. */ function bestKey(entriesOf, context) {
    let best = null;
    for (const key of nameKeys){
        const entries = entriesOf(key);
        if (entries.length === 0) continue;
        const listed = listedNames(entries.map((entry)=>entry.text), context, {
            affixes: true
        });
        if (listed.count > (best?.listed.count ?? 0)) best = {
            entries,
            listed
        };
    }
    return best;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/compose.js





/** The `services` of a Compose file. */ const compose = {
    id: 'compose',
    find: (file, context)=>{
        const document = file.yaml?.documents[0];
        if (!document || isOfOneService(file.path, context)) return [];
        const list = listsOf(document).find(({ pointer, node })=>pointer === 'services' && (0,dist/* isMap */.jh)(node));
        if (!list) return [];
        // An image of somebody else's, such as a database, is no service of the repository.
        const entries = keyEntries(list).filter(({ text })=>context.byName.has(text) || document.node([
                'services',
                text,
                'build'
            ]));
        const listed = listedNames(entries.map((entry)=>entry.text), context, {
            affixes: true
        });
        const finish = (clone)=>withFreePorts(clone, file.text);
        const register = yamlRegister({
            kind: 'compose',
            list,
            entries,
            listed,
            finish
        }, file, context);
        return register ? [
            register
        ] : [];
    }
};
/** A host's port can be published once only: a clone gets the next ones behind all that are taken. */ function withFreePorts(clone, text) {
    const published = /(?<=^[ \t]*-[ \t]*["']?(?:[\d.]+:)?)(\d{2,5})(?=:\d{2,5}(?:\/\w+)?["']?[ \t]*(?:#.*)?\r?$)/gm;
    let highest = 0;
    for (const [port] of text.matchAll(published))highest = Math.max(highest, Number(port));
    return clone.replace(published, ()=>{
        highest += 1;
        return String(highest);
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/separated-list.js

/** Adds a member behind the last one; a comment behind that one stays with it. Null for an empty list. */ function insertSeparated({ path, text, members, comma }, written) {
    const last = members.at(-1);
    if (!last) return null;
    const tail = ownLine(text, last);
    if (!tail) {
        const previous = members.at(-2);
        const separator = separatorOf(previous ? text.slice(previous.end, last.start) : '', comma);
        return {
            path,
            range: [
                last.end,
                last.end
            ],
            newText: separator + written
        };
    }
    const lead = text.slice(lineBreak(text, last.start), last.start);
    const newText = lead + written;
    if (!comma) return {
        path,
        range: [
            tail.end,
            tail.end
        ],
        newText
    };
    if (tail.comma) return {
        path,
        range: [
            tail.end,
            tail.end
        ],
        newText: `${newText},`
    };
    return {
        path,
        range: [
            last.end,
            tail.end
        ],
        newText: `,${text.slice(last.end, tail.end)}${newText}`
    };
}
/** Takes a member out: its line with the comment behind it, or itself with the separator. */ function removeSeparated({ path, text, members, comma }, member) {
    const index = members.indexOf(member);
    const previous = members[index - 1];
    const next = members[index + 1];
    const tail = ownLine(text, member);
    if (tail) {
        const start = lineBreak(text, member.start);
        // Without a comma behind the last one, the one before it becomes the last.
        if (!comma || tail.comma || next || !previous) return {
            path,
            range: [
                start,
                tail.end
            ],
            newText: ''
        };
        return {
            path,
            range: [
                previous.end,
                tail.end
            ],
            newText: text.slice(previous.end, start).replace(',', '')
        };
    }
    if (previous) return {
        path,
        range: [
            previous.end,
            member.end
        ],
        newText: ''
    };
    return {
        path,
        range: [
            member.start,
            next ? next.start : member.end
        ],
        newText: ''
    };
}
/** Where a member's line ends when nothing but the member, a comma and a comment is on it; else null. */ function ownLine(text, { start, end }) {
    const line = text.lastIndexOf('\n', start - 1) + 1;
    if (line === 0 || text.slice(line, start).trim() !== '') return null;
    const stop = lineEnd(text, end);
    const tail = /^[ \t]*(,?)[ \t]*(?:(?:#|\/\/).*)?$/.exec(text.slice(end, stop));
    return tail && {
        end: stop,
        comma: tail[1] === ','
    };
}
/** The offset of the line break before an offset. */ function lineBreak(text, offset) {
    const newline = text.lastIndexOf('\n', offset - 1);
    return text.charAt(newline - 1) === '\r' ? newline - 1 : newline;
}
/** What goes between two members that share a line, or that a line break without a line of their own divides. */ function separatorOf(between, comma) {
    const fallback = comma ? ', ' : ' ';
    if (between === '') return fallback;
    const bare = between.replace(/(?:#|\/\/)[^\r\n]*/g, '').replace(/[ \t]+(?=\r?\n)/g, '');
    return /^\s*,?\s*$/.test(bare) && bare.includes(',') === comma ? bare : fallback;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/configured-pattern.js





/** A list of all that the first group of a pattern matches, in any file. UserError for a pattern that cannot be one. */ function configuredPattern({ pattern, index, scope }, { path, text }, context) {
    const matches = matchesOf(pattern, text);
    const [first, second] = matches;
    const between = first && second ? text.slice(first.end, second.start) : '';
    const listed = listedNames(matches.map(({ written })=>written), context, {
        affixes: true
    });
    const members = matches.map((match, at)=>({
            ...match,
            name: listed.names[at] ?? ''
        }));
    const separated = {
        path,
        text,
        members,
        comma: /^[^\n]*,/.test(between)
    };
    const register = registerOf({
        kind: 'configured',
        path,
        text,
        pointer: `pattern ${index + 1}`,
        offset: first?.start ?? 0,
        members,
        label: '',
        scope,
        insert: (name, like, rename)=>{
            const sibling = members.find((member)=>member === like);
            const written = listed.write(name);
            if (!sibling || written === null) return null;
            const { start, end, writtenStart, writtenEnd } = sibling;
            const renamed = (part)=>listed.rename(rename(part), sibling.name, name);
            const clone = renamed(text.slice(start, writtenStart)) + written + renamed(text.slice(writtenEnd, end));
            const edit = insertSeparated(separated, clone);
            // Only what the pattern finds again is listed.
            const after = edit && text.slice(0, edit.range[0]) + edit.newText + text.slice(edit.range[1]);
            return after !== null && matchesOf(pattern, after).length === matches.length + 1 ? edit : null;
        },
        remove: (member)=>removeSeparated(separated, member)
    }, context);
    return register ? [
        register
    ] : [];
}
function matchesOf(pattern, text) {
    const expression = compile(pattern);
    const found = [
        ...text.matchAll(expression)
    ].flatMap((match)=>{
        const [, place] = match.indices ?? [];
        return place && place[1] > place[0] ? [
            {
                writtenStart: place[0],
                writtenEnd: place[1]
            }
        ] : [];
    });
    const counts = new Map();
    const lines = found.map(({ writtenStart })=>text.lastIndexOf('\n', writtenStart - 1) + 1);
    for (const line of lines)counts.set(line, (counts.get(line) ?? 0) + 1);
    return found.map(({ writtenStart, writtenEnd }, index)=>{
        const line = lines[index] ?? 0;
        const written = text.slice(writtenStart, writtenEnd);
        if (counts.get(line) !== 1 || line === 0) return {
            written,
            writtenStart,
            writtenEnd,
            start: writtenStart,
            end: writtenEnd
        };
        const stop = /[^\r\n]*/.exec(text.slice(writtenEnd))?.[0].trimEnd().length ?? 0;
        const indent = /^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0;
        return {
            written,
            writtenStart,
            writtenEnd,
            start: line + indent,
            end: writtenEnd + stop
        };
    });
}
function compile(pattern) {
    let groups = 0;
    let expression;
    try {
        expression = new RegExp(pattern, 'dgm');
        groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
    } catch (cause) {
        throw new user_error/* UserError */.yo(`${(0,names/* quoteName */.AB)(pattern)} is no regular expression`, {
            help: 'Correct the `pattern` of `registers`.',
            cause
        });
    }
    if (groups !== 1) throw new user_error/* UserError */.yo(`the pattern ${(0,names/* quoteName */.AB)(pattern)} has ${groups} groups: which one is a name?`, {
        help: 'Put what names a service in one group, and other groups as `(?:…)`.'
    });
    return expression;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/configured.js









/** The lists the configuration names, by path expression or by pattern; registers however few services they list. */ const configured = {
    id: 'configured',
    find: (file, context)=>(context.configured ?? []).flatMap((list, index)=>{
            if (configuredFile(list) !== file.path) return [];
            const scope = list.kind && list.kind.length > 0 ? [
                ...list.kind
            ] : 'all';
            if (list.at !== undefined) return atPath(list.at, scope, file, context);
            if (list.pattern !== undefined) return configuredPattern({
                pattern: list.pattern,
                index,
                scope
            }, file, context);
            throw new user_error/* UserError */.yo(`the register ${(0,names/* showPath */.P8)(list.file)} says neither where nor how its names are listed`, {
                help: 'Give `at`, a path such as `istio.services[].name`, or `pattern`, a regular expression with one group.'
            });
        })
};
/** The file of a configured list, as the listing spells it. UserError for a path that leads out of the repository. */ function configuredFile({ file }) {
    const path = (0,repository_paths/* normaliseRepositoryPath */.OT)(file);
    if (path === null || path === '') throw new user_error/* UserError */.yo(`the register ${(0,names/* quoteName */.AB)(file)} is no file of the repository`, {
        help: 'Write its path from the root of the repository.'
    });
    return path;
}
function atPath(at, scope, file, context) {
    const steps = /^((?:[^.[\]"]+|\["[^"\]]+"\])(?:\.?(?:[^.[\]"]+|\["[^"\]]+"\]))*)(\[\](?:\.([^.[\]]+))?)?$/.exec(at);
    if (!steps) throw new user_error/* UserError */.yo(`${(0,names/* quoteName */.AB)(at)} is no path of a list`, {
        help: 'Write the keys that lead to it, divided by dots, such as `istio.services[].name`.'
    });
    const [, keys = '', items, key] = steps;
    const path = [
        ...keys.matchAll(/\["([^"\]]+)"\]|[^.[\]"]+/g)
    ].map(([plain, quoted])=>quoted ?? plain);
    const yaml = file.yaml ?? (0,yaml_document/* parseYamlFile */.B)(file.path, file.text);
    const [error] = yaml.errors;
    if (error) throw error;
    for (const document of yaml.documents){
        const node = document.node(path);
        if ((0,dist/* isSeq */.oP)(node)) return listAt(document, path, items === undefined ? undefined : key ?? null, scope, file, context);
        if ((0,dist/* isMap */.jh)(node) && items === undefined) return listAt(document, path, null, scope, file, context);
    }
    throw new user_error/* UserError */.yo(`${(0,names/* showPath */.P8)(file.path)} has no list at ${(0,names/* quoteName */.AB)(at)}`, {
        location: yaml.documents[0]?.locate(path) ?? {
            path: file.path,
            line: 1,
            column: 1
        },
        help: 'Correct the path in `registers`, or remove it.'
    });
}
/** `key`: what names an item, null for the item itself, undefined when the path does not say. */ function listAt(document, path, key, scope, file, context) {
    const node = document.node(path);
    const list = listsOf(document).find((one)=>one.node === node);
    if (!list) return [];
    const named = (entries)=>({
            entries,
            listed: listedNames(entries.map(({ text })=>text), context, {
                affixes: true
            })
        });
    const found = (0,dist/* isMap */.jh)(list.node) ? named(keyEntries(list)) : key === undefined ? bestKey((one)=>itemEntries(list, one), context) ?? named(itemEntries(list, null)) : named(itemEntries(list, key));
    const register = yamlRegister({
        kind: 'configured',
        list,
        scope,
        ...found
    }, file, context);
    return register ? [
        register
    ] : [];
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/folder-list.js



/** A list of folders as a register of the services whose folders they are. */ function folderRegister(list, { path, text }, context) {
    const base = (0,repository_paths/* folderOf */.yS)(path);
    const members = list.folders.flatMap((one)=>{
        const name = folderName(one.folder, base, context);
        return name === null ? [] : [
            {
                ...one,
                name
            }
        ];
    });
    return registerOf({
        ...list,
        path,
        text,
        members: [
            ...members,
            ...list.covered ?? []
        ],
        insert: (name, like)=>{
            // Not from a pattern: what it covers is listed already.
            const sibling = members.find((member)=>member === like) ?? members.findLast((one)=>context.byName.has(one.name));
            if (!sibling) return null;
            const { start, end, writtenStart, written } = sibling;
            const folder = folderLike(sibling.folder, base, {
                sibling: sibling.name,
                name
            }, context);
            if (folder === null) return null;
            const clone = text.slice(start, writtenStart) + (list.write?.(folder) ?? folder) + text.slice(writtenStart + written.length, end);
            return list.insert(clone, members, sibling);
        },
        remove: (member)=>{
            const own = members.find((one)=>one === member);
            return own ? list.remove(own, members) : null;
        }
    }, context);
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/go-work.js


/** The modules of `go.work`, in `use (…)` or in lines of their own. */ const goWork = {
    id: 'go-work',
    find: (file, context)=>{
        const folders = modulesOf(file.text);
        const list = {
            path: file.path,
            text: file.text,
            comma: false
        };
        const register = folderRegister({
            kind: 'go-work',
            pointer: 'use',
            offset: folders[0]?.offset ?? 0,
            label: 'go',
            folders,
            insert: (clone, members)=>insertSeparated({
                    ...list,
                    members
                }, clone),
            remove: (member, members)=>removeSeparated({
                    ...list,
                    members
                }, member)
        }, file, context);
        return register ? [
            register
        ] : [];
    }
};
function modulesOf(text) {
    const modules = [];
    /** Offset of the `use` whose parenthesis is open. */ let open = null;
    for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)){
        const code = line.replace(/(^|\s)\/\/.*$/, '');
        if (open !== null && /^\s*\)/.test(code)) {
            open = null;
            continue;
        }
        if (/^\s*use\s*\(/.test(code)) {
            open = index + code.indexOf('use');
            continue;
        }
        const [, lead = '', use, path] = /^(\s*)(use\s+)?("[^"]+"|`[^`]+`|[^\s"`()]+)\s*$/.exec(code) ?? [];
        if (path === undefined || use === undefined === (open === null)) continue;
        const start = index + lead.length;
        const at = start + (use?.length ?? 0);
        const quoted = /^["`]/.test(path);
        const written = quoted ? path.slice(1, -1) : path;
        const place = {
            start,
            end: at + path.length,
            offset: open ?? start
        };
        modules.push({
            folder: written,
            written,
            writtenStart: quoted ? at + 1 : at,
            ...place
        });
    }
    return modules;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/hcl-text.js
/** One word, string or sign of an HCL text, with its place. Comments and here-documents are none. */ /** The tokens of an HCL text (Terraform, Terragrunt, Bake); linear in its length. */ function readHcl(text) {
    const tokens = [];
    const plain = /[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(\n)|([A-Za-z_][\w-]*|\d[\w.]*)|(<<-?[ \t]*([A-Za-z_]\w*)[^\n]*)/y;
    let at = 0;
    const push = (kind, end, from = at, to = end)=>{
        tokens.push({
            kind,
            text: text.slice(from, to),
            start: at,
            end
        });
        at = end;
    };
    while(at < text.length){
        plain.lastIndex = at;
        const match = plain.exec(text);
        if (match?.[1] !== undefined) push('newline', at + 1);
        else if (match?.[2] !== undefined) push('word', plain.lastIndex);
        else if (match?.[4] !== undefined) push('sign', hcl_text_heredocEnd(text, plain.lastIndex, match[4]));
        else if (match) at = plain.lastIndex;
        else if (text.charAt(at) === '"') {
            const end = stringEnd(text, at + 1);
            push('string', end, at + 1, end - 1);
        } else push('sign', at + 1);
    }
    return tokens;
}
/** Behind the closing quote. A string ends at its line at the latest, unless `${` is open. */ function stringEnd(text, from) {
    /** Open `"` and `${`, the outermost first. */ const open = [
        '"'
    ];
    for(let at = from; at < text.length; at += 1){
        const character = text.charAt(at);
        const quoted = open.at(-1) === '"';
        if (quoted && character === '\\') at += 1;
        else if (quoted && /[$%]/.test(character) && text.charAt(at + 1) === '{') {
            // `$${` is two characters and a brace.
            if (text.charAt(at - 1) !== character) open.push('{');
            at += 1;
        } else if (character === '"') {
            if (!quoted) open.push('"');
            else if (open.length === 1) return at + 1;
            else open.pop();
        } else if (!quoted && character === '{') open.push('{');
        else if (!quoted && character === '}') open.pop();
        else if (quoted && character === '\n') return at;
    }
    return text.length;
}
function hcl_text_heredocEnd(text, from, word) {
    for(let at = from; at < text.length;){
        const newline = text.indexOf('\n', at + 1);
        const end = newline === -1 ? text.length : newline;
        if (text.slice(at, end).trim() === word) return end;
        at = end;
    }
    return text.length;
}
/** For each opening bracket the index of the closing one, and the other way round; absent where there is none. */ function matchBrackets(tokens) {
    const pairs = new Map();
    const open = [];
    for (const [index, { kind, text }] of tokens.entries()){
        if (kind !== 'sign') continue;
        if (/^[[{(]$/.test(text)) open.push(index);
        if (!/^[\]})]$/.test(text)) continue;
        const start = open.pop();
        if (start === undefined) continue;
        pairs.set(start, index);
        pairs.set(index, start);
    }
    return pairs;
}
/** Every `[` and `{`, in file order. */ function hclPlaces(tokens) {
    const places = [];
    const open = [];
    let attribute = null;
    let header = [];
    for (const [index, token] of tokens.entries()){
        const next = tokens[index + 1];
        if (token.kind === 'newline') {
            header = [];
            if (tokens[index - 1]?.text !== '(') attribute = null;
        } else if (token.kind !== 'sign') {
            if (next?.kind === 'sign' && /^[=:]$/.test(next.text) && !/^[=>]$/.test(tokens[index + 2]?.text ?? '')) {
                attribute = token;
                header = [];
            } else header.push(token);
        } else if (token.text === '(') {
            // A call passes the attribute's name on to its argument: `names = toset([…])`.
            open.push('');
            header = [];
        } else if (/^[[{]$/.test(token.text)) {
            const block = token.text === '{' && header.length > 0 && !attribute;
            const name = block ? header.map(({ text })=>text).join('.') : attribute?.text ?? '';
            open.push(name);
            places.push({
                open: index,
                pointer: open.filter((part)=>part !== '').join('.'),
                key: block ? '' : attribute?.text ?? '',
                offset: (block ? header[0] : attribute)?.start ?? token.start,
                block
            });
            attribute = null;
            header = [];
        } else if (/^[\]})]$/.test(token.text)) {
            open.pop();
            attribute = null;
            header = [];
        }
    }
    return places;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/hcl-blocks.js






/** One block for each service: `module "pod_identity_cart" {…}`, `resource "aws_ecr_repository" "cart" {…}`, `target "cart" {…}`. */ const hclBlocks = {
    id: 'hcl-blocks',
    find: (file, context)=>[
            ...blocksByType(file.text)
        ].flatMap(([type, blocks])=>{
            const register = blocksRegister(type, blocks, file, context);
            return register ? [
                register
            ] : [];
        })
};
/** The blocks of the top level that stand for one thing each, by what they are. */ function blocksByType(text) {
    const tokens = readHcl(text);
    const pairs = matchBrackets(tokens);
    const byType = new Map();
    let header = [];
    for(let at = 0; at < tokens.length; at += 1){
        const token = tokens[at];
        if (!token) continue;
        if (token.kind === 'newline') header = [];
        else if (token.kind !== 'sign') header.push(token);
        else {
            const close = pairs.get(at) ?? at;
            const last = tokens[close];
            const [first, ...labels] = header;
            const label = labels.at(-1);
            if (token.text === '{' && first && label?.kind === 'string' && last && /^(?:module|resource|target)$/.test(first.text)) {
                const type = header.slice(0, -1).map((part)=>part.text).join('.');
                const blocks = byType.get(type) ?? [];
                blocks.push({
                    name: '',
                    label,
                    start: first.start,
                    end: last.end
                });
                byType.set(type, blocks);
            }
            header = [];
            at = Math.max(at, close);
        }
    }
    return byType;
}
function blocksRegister(type, blocks, { path, text }, context) {
    const listed = listedNames(blocks.map(({ label })=>label.text), context, {
        affixes: true
    });
    if (listed.count < 2) return null;
    const members = blocks.map((block, index)=>({
            ...block,
            name: listed.names[index] ?? ''
        }));
    // Modules of other things may follow those of the services.
    const last = members.findLast(({ name })=>context.byName.has(name));
    return registerOf({
        kind: 'hcl-blocks',
        path,
        text,
        pointer: type,
        offset: members[0]?.start ?? 0,
        members,
        label: type,
        insert: (name, like, rename)=>{
            const sibling = members.find((member)=>member === like);
            const written = listed.write(name);
            if (!sibling || !last || written === null) return null;
            const { start, end, label } = sibling;
            const renamed = (part)=>listed.rename(rename(part), sibling.name, name);
            const clone = renamed(text.slice(start, label.start)) + (0,names/* quoteName */.AB)(written) + renamed(text.slice(label.end, end));
            if (stillNames(clone, sibling.name, context)) return null;
            return insertBlock(path, text, {
                last,
                like: sibling,
                clone
            });
        },
        remove: (member)=>removeBlock(path, text, {
                ...member,
                start: commentStart(text, member)
            })
    }, context);
}
/** Where the comment above a block starts when it names the block's service, else where the block starts. */ function commentStart(text, { name, start }) {
    let at = start;
    for(;;){
        const end = text.lastIndexOf('\n', at - 1);
        const line = text.lastIndexOf('\n', end - 1) + 1;
        if (end <= 0 || !/^[ \t]*(?:#|\/\/)/.test(text.slice(line, end))) break;
        at = line;
    }
    const comment = text.slice(at, start);
    return spellingsOf(name).some((spelling)=>comment.includes(spelling)) ? at : start;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/hcl-list.js





/** `repository_names = ["prod/a", "prod/b"]`, `toset([…])`, and lists of objects with a name in each. */ const hclList = {
    id: 'hcl-list',
    find: (file, context)=>registersIn(file, context, 'hcl-list')
};
/** `{ a = {…}, "b" = {…} }`: an object whose keys are services. */ const hclMap = {
    id: 'hcl-map',
    find: (file, context)=>registersIn(file, context, 'hcl-map')
};
function registersIn(file, context, kind) {
    const tokens = readHcl(file.text);
    const pairs = matchBrackets(tokens);
    const ids = new Map();
    return hclPlaces(tokens).flatMap((place)=>{
        const list = tokens[place.open]?.text === '[';
        if (place.block || list !== (kind === 'hcl-list')) return [];
        // What something waits for or leaves out is no list of what there is.
        if (/depends_on|exclude|ignore/i.test(place.key)) return [];
        const entries = list ? hcl_list_elements(tokens, pairs, place.open) : pairsOf(tokens, pairs, place.open);
        if (!entries) return [];
        const count = (ids.get(place.pointer) ?? 0) + 1;
        ids.set(place.pointer, count);
        const pointer = count > 1 ? `${place.pointer} ${count}` : place.pointer;
        const register = hclRegister(kind, {
            ...place,
            pointer
        }, entries, file, context);
        return register ? [
            register
        ] : [];
    });
}
function hclRegister(kind, { pointer, offset }, entries, { path, text }, context) {
    const written = entries.map((entry)=>entry.written);
    const listed = listedNames(written, context, {
        affixes: kind === 'hcl-list'
    });
    // An object with many other keys is about something else.
    if (kind === 'hcl-map' && listed.count * 2 < entries.length) return null;
    const members = entries.map((entry, index)=>({
            ...entry,
            name: listed.names[index] ?? ''
        }));
    const [first, second] = members;
    const comma = kind === 'hcl-list' || first !== undefined && /^[^\n#]*,/.test(text.slice(first.end, second?.start));
    const separated = {
        path,
        text,
        members,
        comma
    };
    /** An entry without its own name: `{ name = "\0", port = 80 }`. */ const shape = ({ name, start, end })=>text.slice(start, end).replaceAll(name, '\0').replace(/\s+/g, ' ');
    return registerOf({
        kind,
        path,
        text,
        pointer,
        offset,
        members,
        label: pointer,
        insert: (name, like, rename)=>{
            const sibling = members.find((member)=>member === like);
            const spelled = listed.write(name);
            if (!sibling || spelled === null) return null;
            const { start, end, writtenStart, writtenEnd } = sibling;
            const quoted = text.charAt(writtenStart) === '"' || !/^[A-Za-z_][\w-]*$/.test(spelled);
            const value = text.slice(writtenEnd, end);
            // Plain values that differ from name to name are a person's to choose.
            if (!sibling.bare && !/[[{]/.test(value) && new Set(members.map(shape)).size > 1) return null;
            const renamed = (part)=>listed.rename(rename(part), sibling.name, name);
            const clone = renamed(text.slice(start, writtenStart)) + (quoted ? (0,names/* quoteName */.AB)(spelled) : spelled) + renamed(value);
            if (stillNames(clone, sibling.name, context)) return null;
            return insertSeparated(separated, clone);
        },
        remove: (member)=>removeSeparated(separated, member)
    }, context);
}
/** The elements of a list of strings, or of objects with a name; null when it is a list of anything else. */ function hcl_list_elements(tokens, pairs, open) {
    const close = pairs.get(open);
    if (close === undefined) return null;
    const entries = [];
    let expected = true;
    for(let at = open + 1; at < close; at += 1){
        const token = tokens[at];
        if (!token || token.kind === 'newline') continue;
        if (!expected) {
            if (token.text !== ',') return null;
            expected = true;
            continue;
        }
        expected = false;
        if (token.kind === 'string') entries.push(entryOf(token, token, true));
        else {
            const end = token.text === '{' ? pairs.get(at) : undefined;
            const name = end === undefined ? undefined : nameIn(tokens, pairs, at, end);
            const last = tokens[end ?? -1];
            if (!name || !last || end === undefined) return null;
            entries.push({
                ...entryOf(name, last, false),
                start: token.start
            });
            at = end;
        }
    }
    return entries.length > 0 ? entries : null;
}
/** The string an object of a list is named by. */ function nameIn(tokens, pairs, open, close) {
    for(let at = open + 1; at < close; at += 1){
        const [token, sign, value] = tokens.slice(at, at + 3);
        if (token && sign && /^(?:name|service|service_name)$/.test(token.text) && /^[=:]$/.test(sign.text)) return value?.kind === 'string' ? value : undefined;
        at = pairs.get(at) ?? at;
    }
    return undefined;
}
/** The entries of an object; null when a key is an expression. */ function pairsOf(tokens, pairs, open) {
    const close = pairs.get(open);
    if (close === undefined) return null;
    const entries = [];
    for(let at = open + 1; at < close; at += 1){
        const token = tokens[at];
        if (!token || token.kind === 'newline' || token.text === ',') continue;
        const sign = tokens[at + 1]?.text;
        if (token.kind === 'sign' || sign !== '=' && sign !== ':') return null;
        let last = tokens[at + 2];
        at += 2;
        for(; at < close; at += 1){
            const next = tokens[at];
            if (!next || next.kind === 'newline' || next.kind === 'sign' && next.text === ',') break;
            at = pairs.get(at) ?? at;
            last = tokens[at];
        }
        if (!last) return null;
        entries.push(entryOf(token, last, false));
    }
    return entries.length > 0 ? entries : null;
}
function entryOf(named, last, bare) {
    return {
        name: '',
        written: named.text,
        writtenStart: named.start,
        writtenEnd: named.end,
        start: named.start,
        end: last.end,
        bare
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/json-array.js




/** `SERVICES='["a","b"]'`, `echo 'services=["a"]'`, `env: SERVICES: '["a"]'`: an array of strings inside a text. */ const jsonArray = {
    id: 'json-array',
    find: (file, context)=>{
        if (!file.yaml) return arraysIn({
            start: 0,
            end: file.text.length,
            pointer: '',
            key: '',
            shell: true
        }, file, context);
        return placesOf(file.yaml).scalars.flatMap(({ path, pointer, start, end })=>{
            const key = String(path.at(-1) ?? '');
            // A condition names the services something special holds for: no list of services.
            if (key === 'if') return [];
            return arraysIn({
                start,
                end,
                pointer,
                key,
                shell: key === 'run'
            }, file, context);
        });
    }
};
function arraysIn(region, file, context) {
    const text = file.text.slice(region.start, region.end);
    if (!text.includes('[')) return [];
    const classes = region.shell ? classifyShell(text) : null;
    const registers = [];
    const ids = new Map();
    const opening = /\[\s*(?=\\?["'])/g;
    for(let match = opening.exec(text); match; match = opening.exec(text)){
        if (classes?.[match.index] === shellComment) continue;
        const array = readArray(text, match.index + match[0].length);
        if (!array) continue;
        opening.lastIndex = array.end;
        const variable = variableBefore(text, match.index);
        if (variable === null) continue;
        const name = variable.name || region.key;
        const pointer = [
            region.pointer,
            name === region.key ? '' : name
        ].filter((part)=>part !== '').join(' ');
        const count = (ids.get(pointer) ?? 0) + 1;
        ids.set(pointer, count);
        const members = array.members.map((member)=>({
                ...member,
                start: member.start + region.start,
                end: member.end + region.start
            }));
        const register = registerOf({
            kind: 'json-array',
            path: file.path,
            text: file.text,
            pointer: count > 1 ? `${pointer} ${count}` : pointer,
            offset: region.start + variable.at,
            members,
            label: name,
            insert: (added)=>insertInBrackets(file.path, file.text, members, array.quote + added + array.quote),
            remove: (member)=>removeFromBrackets(file.path, members, member)
        }, context);
        if (register) registers.push(register);
    }
    return registers;
}
/** Strings with commas between, up to `]`; quotes are `"`, `'` or, inside a string, `\"`. */ function readArray(text, start) {
    const members = [];
    const quote = /\\?["']/y;
    quote.lastIndex = start;
    const first = quote.exec(text)?.[0];
    if (first === undefined) return null;
    let at = start;
    for(;;){
        if (text.startsWith(']', at) && members.length > 0) return {
            members,
            end: at + 1,
            quote: first
        };
        if (!text.startsWith(first, at)) return null;
        const from = at + first.length;
        const to = text.indexOf(first, from);
        if (to === -1 || to - from > 200 || /[\n\\"']/.test(text.slice(from, to))) return null;
        members.push({
            name: text.slice(from, to),
            start: at,
            end: to + first.length
        });
        at = skipSpace(text, to + first.length);
        if (text.startsWith(',', at)) at = skipSpace(text, at + 1);
        else if (!text.startsWith(']', at)) return null;
    }
}
function skipSpace(text, start) {
    let at = start;
    while(/\s/.test(text.charAt(at)))at += 1;
    return at;
}
/**
 * The variable an array is given to, and where it stands; no name when there is none. Null for an array that is
 * an argument of `contains`, which is a condition.
 */ function variableBefore(text, bracket) {
    const from = Math.max(text.lastIndexOf('\n', bracket - 1) + 1, bracket - 200);
    const before = text.slice(from, bracket).replace(/[\s"'\\(`]+$/, '');
    const call = /(?:fromJSON|fromJson)$/.exec(before);
    const outer = call ? before.slice(0, call.index).replace(/[\s"'\\(`]+$/, '') : before;
    if (/\bcontains$/.test(outer)) return null;
    const variable = /([A-Za-z_][\w.-]*)\s*[:=]$/.exec(outer.replace(/\$\{\{$/, '').trimEnd());
    return variable?.[1] === undefined ? {
        name: '',
        at: bracket
    } : {
        name: variable[1],
        at: from + variable.index
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/shell-words.js


/** The whole of a script, the `run` of a step, or the recipe lines of a Makefile. */ function shellRegions(file) {
    if (file.yaml) {
        return placesOf(file.yaml).scalars.flatMap(({ path, pointer, start, end, parent })=>{
            // In a double-quoted scalar the script is written with YAML's escapes.
            if (path.at(-1) !== 'run' || file.text.charAt(start) === '"') return [];
            const label = [
                parent?.get('id'),
                parent?.get('name')
            ].filter((word)=>typeof word === 'string').join(' ');
            return [
                {
                    start,
                    end,
                    pointer,
                    label
                }
            ];
        });
    }
    if (!isMakefile(file.path)) return [
        {
            start: 0,
            end: file.text.length,
            pointer: '',
            label: ''
        }
    ];
    return makeLines(file.text).flatMap(({ start, end, recipe })=>recipe ? [
            {
                start,
                end,
                pointer: '',
                label: ''
            }
        ] : []);
}
function isMakefile(path) {
    return /(^|\/)(?:GNUmakefile|[Mm]akefile)$|\.(?:mk|make)$/.test(path);
}
/** The lines of a Makefile, those that a backslash continues taken as one; `recipe` for what a shell runs. */ function makeLines(text) {
    const lines = [];
    for(let start = 0; start < text.length;){
        let end = lineEnd(text, start);
        while(end < text.length && continues(text, start, end))end = lineEnd(text, text.indexOf('\n', end) + 1);
        lines.push({
            start,
            end,
            recipe: text.charAt(start) === '\t'
        });
        const newline = text.indexOf('\n', end);
        start = newline === -1 ? text.length : newline + 1;
    }
    return lines;
}
function continues(text, start, end) {
    let at = end;
    while(at > start && text.charAt(at - 1) === '\\')at -= 1;
    return (end - at) % 2 === 1;
}
/**
 * The words from an offset to `)` (`array`) or to the end of the command (`command`), and the offset behind
 * them. Null where a word is not plain text: a variable, a command, a pattern.
 */ function readWords(text, from, to, until) {
    const words = [];
    const word = /(?:[^\s;&|()<>"'`$\\#*?{}]|(?<=[^\s;&|()])#)+|"[^"\n`$\\]*"|'[^'\n]*'/y;
    let at = from;
    while(at < to){
        const character = text.charAt(at);
        if (character === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) at = text.indexOf('\n', at) + 1;
        else if (character === '#') {
            if (until === 'command') return null;
            at = lineEnd(text, at);
        } else if (until === 'array' && character === ')') return {
            words,
            end: at
        };
        else if (until === 'command' && /[;\n]/.test(character)) return {
            words,
            end: at
        };
        else if (/\s/.test(character)) at += 1;
        else {
            const start = at;
            let plain = '';
            word.lastIndex = at;
            for(let match = word.exec(text); match; match = word.exec(text)){
                const [piece] = match;
                plain += /^["']/.test(piece) ? piece.slice(1, -1) : piece;
                at = word.lastIndex;
            }
            if (at === start || at > to) return null;
            words.push({
                text: plain,
                start,
                end: at
            });
        }
    }
    return until === 'command' ? {
        words,
        end: at
    } : null;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/word-list.js



/** A list of words of a shell or of make as a register. */ function wordsRegister(list, { path, text }, context) {
    const keys = list.words.map((word)=>keyOf(word.text));
    const listed = listedNames(keys, context, {
        affixes: true
    });
    if (list.quoted && listed.count * 2 < keys.length) return null;
    const members = list.words.map(({ start, end }, index)=>({
            name: listed.names[index] ?? '',
            start,
            end
        }));
    const shapes = new Set(list.words.map((word, index)=>word.text.replace(keys[index] ?? '', ()=>'\0')));
    const edits = editsOf(list, path, text, members);
    return registerOf({
        ...list,
        path,
        text,
        members,
        insert: (name, like)=>{
            const key = keys[members.indexOf(like)];
            const written = listed.write(name);
            // Values that differ from name to name are a person's to choose.
            if (key === undefined || written === null || shapes.size > 1) return null;
            return edits.insert(text.slice(like.start, like.end).replace(key, ()=>written));
        },
        remove: (member)=>edits.remove(member)
    }, context);
}
/** What stands for a name in a word that also holds a value: `[a]=8080`, `a:8080`, `a=x`, `a|x`. */ function keyOf(word) {
    return /^\[([^\]]+)\]=/.exec(word)?.[1] ?? /^([\w./-]+)[:=|,]./.exec(word)?.[1] ?? word;
}
function editsOf({ kind, quoted }, path, text, members) {
    /** What divides two members; null when it is more than blanks and continued lines. */ const gap = (before, after)=>{
        const between = before && after ? text.slice(before.end, after.start) : null;
        return between !== null && /^[\s\\]*$/.test(between) ? between : null;
    };
    const first = gap(members[0], members[1]);
    if (kind === 'shell-array' && !first?.includes('\\')) {
        const comma = quoted === true && first === null && members.length > 1;
        const list = {
            path,
            text,
            members,
            comma
        };
        return {
            insert: (written)=>insertSeparated(list, written),
            remove: (member)=>removeSeparated(list, member)
        };
    }
    return {
        insert: (written)=>{
            const last = members.at(-1);
            if (!last) return null;
            return {
                path,
                range: [
                    last.end,
                    last.end
                ],
                newText: (gap(members.at(-2), last) ?? ' ') + written
            };
        },
        remove: (member)=>{
            const index = members.indexOf(member);
            const [previous, next] = [
                members[index - 1],
                members[index + 1]
            ];
            if (previous && gap(previous, member) !== null) return {
                path,
                range: [
                    previous.end,
                    member.end
                ],
                newText: ''
            };
            return {
                path,
                range: [
                    member.start,
                    next && gap(member, next) !== null ? next.start : member.end
                ],
                newText: ''
            };
        }
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/make-variable.js


/** `BACKEND_SERVICES = a b c`, continued by `\` and by `+=`. */ const makeVariable = {
    id: 'make-variable',
    find: (file, context)=>{
        const counts = new Map();
        return variablesIn(file.text).flatMap(({ name, offset, words })=>{
            if (!words) return [];
            const count = (counts.get(name) ?? 0) + 1;
            counts.set(name, count);
            const pointer = count > 1 ? `${name} ${count}` : name;
            const register = wordsRegister({
                kind: 'make-variable',
                words,
                pointer,
                offset,
                label: name
            }, file, context);
            return register ? [
                register
            ] : [];
        });
    }
};
function variablesIn(text) {
    const variables = [];
    const last = new Map();
    const assignment = /^ *(?:(?:export|override|private)[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(:{0,3}=|\?=|\+=)/;
    let defining = false;
    for (const { start, end, recipe } of makeLines(text)){
        const line = text.slice(start, end);
        if (defining || /^ *define\b/.test(line)) {
            defining = !/^ *endef\b/.test(line);
            continue;
        }
        const match = recipe ? null : assignment.exec(line);
        if (!match) continue;
        const [head, name = '', operator] = match;
        const words = wordsOf(text, start + head.length, end);
        const known = operator === '+=' ? last.get(name) : undefined;
        if (known) {
            known.words = known.words && words ? [
                ...known.words,
                ...words
            ] : null;
            continue;
        }
        const variable = {
            name,
            offset: start + head.indexOf(name),
            words
        };
        variables.push(variable);
        last.set(name, variable);
    }
    return variables;
}
function wordsOf(text, from, to) {
    const words = [];
    const token = /\\\r?\n|\s+|#|[^\s\\#$]+/y;
    token.lastIndex = from;
    while(token.lastIndex < to){
        const start = token.lastIndex;
        const [found] = token.exec(text) ?? [];
        if (found === undefined) return null;
        if (found === '#') return words;
        if (/\S/.test(found) && !found.startsWith('\\')) words.push({
            text: found,
            start,
            end: start + found.length
        });
    }
    return words;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/paths-filter.js





/** The filters of a paths-filter step: keys with patterns, in the step itself or in a file it names. */ const pathsFilter = {
    id: 'paths-filter',
    find: (file, context)=>{
        if (!file.yaml) return [];
        const { scalars } = placesOf(file.yaml);
        const steps = new Set(scalars.filter((place)=>isPathsFilter(place, file.text)).map(({ path })=>stepOf(path)));
        return scalars.flatMap((place)=>{
            if (place.path.at(-1) !== 'filters' || place.path.at(-2) !== 'with') return [];
            if (!steps.has(stepOf(place.path.slice(0, -1)))) return [];
            const content = file.text.slice(place.start, place.end);
            if (place.block) {
                const embedded = {
                    path: file.path,
                    text: file.text,
                    start: place.start,
                    content,
                    label: place.pointer
                };
                return filtersIn({
                    ...embedded,
                    pointer: place.pointer,
                    offset: place.offset
                }, context);
            }
            const path = content.replace(/^(['"])(.*)\1$/, '$2').replace(/^\.\//, '');
            const text = context.text(path);
            if (text === undefined) return [];
            return filtersIn({
                path,
                text,
                start: 0,
                content: text,
                label: '',
                pointer: '',
                offset: null
            }, context);
        });
    }
};
function isPathsFilter({ path, start, end }, text) {
    return path.at(-1) === 'uses' && /^['"]?[\w.-]+\/paths-filter@/.test(text.slice(start, end));
}
/** The path of the step that holds a key of it. */ function stepOf(path) {
    return JSON.stringify(path.slice(0, -1));
}
function filtersIn({ path, text, start, content, label, pointer, offset }, context) {
    const embedded = (0,yaml_document/* parseYamlFile */.B)(path, content);
    const map = embedded.documents[0]?.ast.contents;
    if (embedded.errors.length > 0 || !(0,dist/* isMap */.jh)(map) || map.flow) return [];
    const members = [];
    for (const { key, value } of map.items){
        if (!(0,dist/* isScalar */.jn)(key) || !key.range) continue;
        members.push({
            name: String(key.value),
            start: start + key.range[0],
            end: start + contentEnd(content, value ?? key)
        });
    }
    const last = members.at(-1);
    const register = registerOf({
        kind: 'paths-filter',
        path,
        text,
        pointer,
        offset: offset ?? members[0]?.start ?? 0,
        members,
        label,
        insert: (name, like, rename)=>{
            const written = text.slice(like.start, like.end);
            const renamed = rename(written);
            const folder = context.byName.get(name)?.path ?? name;
            // An anchor may be defined once only, and a clone that does not name the service would watch its sibling.
            const rest = renamed.slice(name.length);
            const generic = /(^|\s)&\w/.test(written) || !(rest.includes(name) || rest.includes(folder));
            const clone = generic ? `${name}:${newlineOf(text)}${indentOf(text, like.start)}  - '${folder}/**'` : renamed;
            return last ? insertBlock(path, text, {
                last,
                like,
                clone
            }) : null;
        },
        remove: (member)=>removeBlock(path, text, member)
    }, context);
    return register ? [
        register
    ] : [];
}
function newlineOf(text) {
    return text.includes('\r\n') ? '\r\n' : '\n';
}
function indentOf(text, offset) {
    return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/routes.js







/** The rules of an HTTPRoute, a VirtualService or an Ingress: the services they route to. */ const routes = {
    id: 'routes',
    find: (file, context)=>{
        if (!file.yaml || isOfOneService(file.path, context)) return [];
        return file.yaml.documents.flatMap((document)=>{
            const kind = kindOf(document);
            const route = kind === null ? undefined : routeKinds.get(kind);
            if (!route) return [];
            return listsOf(document).flatMap((list)=>{
                if (!(0,dist/* isSeq */.oP)(list.node) || list.node.flow || !route.rules.test(plainPath(list.path))) return [];
                const register = routesRegister(list, route.targets, file, context);
                return register ? [
                    register
                ] : [];
            });
        });
    }
};
const gatewayRules = {
    rules: /^spec\.rules$/,
    targets: [
        [
            'backendRefs',
            0,
            'name'
        ]
    ]
};
const routeKinds = new Map([
    [
        'HTTPRoute',
        gatewayRules
    ],
    [
        'GRPCRoute',
        gatewayRules
    ],
    [
        'VirtualService',
        {
            rules: /^spec\.http$/,
            targets: [
                [
                    'route',
                    0,
                    'destination',
                    'host'
                ]
            ]
        }
    ],
    [
        'Ingress',
        {
            rules: /^spec\.rules\.\d+\.http\.paths$/,
            targets: [
                [
                    'backend',
                    'service',
                    'name'
                ],
                [
                    'backend',
                    'serviceName'
                ]
            ]
        }
    ]
]);
function kindOf(document) {
    const kind = document.node([
        'kind'
    ]);
    return (0,dist/* isScalar */.jn)(kind) && typeof kind.value === 'string' ? kind.value : null;
}
function plainPath(path) {
    return path.join('.');
}
function routesRegister(list, targets, { path, text }, context) {
    const rules = rulesOf(list, targets);
    const listed = listedNames(rules.map(({ name })=>name), context, {
        affixes: true
    });
    const members = rules.map((rule, index)=>({
            ...rule,
            name: listed.names[index] ?? ''
        }));
    return registerOf({
        kind: 'routes',
        path,
        text,
        pointer: list.pointer,
        offset: list.offset,
        members,
        label: '',
        insert: (name, like, rename)=>{
            const original = text.slice(like.start, like.end);
            const clone = routeClone(rename(original), {
                original,
                from: like.name,
                to: name,
                listed
            });
            // Behind its sibling: a rule that matches everything may be the last.
            return clone === null || stillNames(clone, like.name, context) ? null : insertBlock(path, text, {
                last: like,
                like,
                clone
            });
        },
        remove: (member)=>removeBlock(path, text, member)
    }, context);
}
/** One for each run of rules that lead to the same service. */ function rulesOf(list, targets) {
    if (!(0,dist/* isSeq */.oP)(list.node)) return [];
    const blocks = itemBlocks(list);
    const rules = [];
    for (const [index, item] of list.node.items.entries()){
        const block = blocks[index];
        if (!(0,dist/* isMap */.jh)(item) || !block) continue;
        const target = targets.map((one)=>item.getIn(one)).find((value)=>typeof value === 'string');
        if (typeof target !== 'string') continue;
        // `cart-service.prod.svc.cluster.local`
        const name = target.replace(/\..*$/, '');
        const previous = rules.at(-1);
        if (previous?.name === name && previous.index === index - 1) {
            previous.end = block.end;
            previous.index = index;
        } else rules.push({
            name,
            ...block,
            index
        });
    }
    return rules;
}
/** A sibling's rule for another service; null when it would match what the sibling's matches. */ function routeClone(renamed, { original, from, to, listed }) {
    const stem = new RegExp(`(?<=/)${escapeForRegExp(stemOf(from))}(?![\\w-])`, 'g');
    const clone = listed.rename(renamed, from, to).replace(stem, ()=>stemOf(to));
    const target = listed.write(to);
    const paths = pathsOf(clone);
    const taken = new Set(pathsOf(original));
    if (target === null || !clone.includes(target) || paths.length === 0) return null;
    return paths.some((one)=>taken.has(one)) ? null : clone;
}
/** What the rule matches on: paths other than those a request is rewritten to. */ function pathsOf(rule) {
    const matched = /(?:\b(?:prefix|exact|regex|value|path)["']?:[ \t]*)["']?(\/[^\s"',}]*)/g;
    return [
        ...rule.matchAll(matched)
    ].map(([, path = ''])=>path);
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/settings-gradle.js


/** The projects that `settings.gradle(.kts)` includes: `include 'a', 'b'`, `include(":services:a")`. */ const settingsGradle = {
    id: 'settings-gradle',
    find: (file, context)=>{
        const statements = includesOf(file.text);
        const folders = statements.flatMap((one)=>one.folders);
        const list = {
            path: file.path,
            text: file.text
        };
        const groupOf = (member)=>{
            const group = statements.find(({ start, end })=>start <= member.start && member.start < end);
            return group ? group.folders.map((one)=>({
                    ...one,
                    name: ''
                })) : [];
        };
        const register = folderRegister({
            kind: 'settings-gradle',
            pointer: 'include',
            offset: statements[0]?.start ?? 0,
            label: 'gradle',
            folders,
            write: (folder)=>folder.replaceAll('/', ':'),
            insert: (clone, members)=>{
                const last = members.at(-1);
                if (!last) return null;
                const group = groupOf(last);
                return insertSeparated({
                    ...list,
                    members: group.length > 1 ? group : members,
                    comma: group.length > 1
                }, clone);
            },
            remove: (member, members)=>{
                const group = groupOf(member);
                const own = group.find(({ start })=>start === member.start) ?? member;
                if (group.length > 1) return removeSeparated({
                    ...list,
                    members: group,
                    comma: true
                }, own);
                return removeSeparated({
                    ...list,
                    members,
                    comma: false
                }, member);
            }
        }, file, context);
        return register ? [
            register
        ] : [];
    }
};
function includesOf(text) {
    const code = text.replace(/\/\*[\s\S]*?(?:\*\/|$)|(?<=^|\s)\/\/[^\n]*/g, (comment)=>comment.replace(/[^\r\n]/g, ' '));
    const statement = /(?<=^|[\n;{])[ \t]*(include[ \t]*\(?\s*((?:"[^"\n$]*"|'[^'\n]*')(?:\s*,\s*(?:"[^"\n$]*"|'[^'\n]*'))*)[ \t]*,?\s*?\)?)(?=[ \t]*(?:[\r\n;}]|$))/g;
    return [
        ...code.matchAll(statement)
    ].map(({ 0: all, 1: written = '', index })=>{
        const start = index + all.length - written.length;
        const end = start + written.length;
        const strings = [
            ...written.matchAll(/(["'])(.*?)\1/g)
        ];
        const folders = strings.map(({ 0: quoted, 2: project = '', index: at })=>{
            const place = {
                start: start + at,
                end: start + at + quoted.length
            };
            const folder = project.replace(/^:/, '').replaceAll(':', '/');
            const bare = project.replace(/^:/, '');
            const writtenStart = place.start + 1 + project.length - bare.length;
            return {
                folder,
                written: bare,
                writtenStart,
                ...strings.length > 1 ? place : {
                    start,
                    end
                }
            };
        });
        return {
            start,
            end,
            folders
        };
    });
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/shell-array.js



/**
 * `SERVICES=(a b c)`, with values behind the names (`[a]=8080`, `a:8080`) or without, and `SERVICES="a b c"`,
 * which a loop takes apart.
 */ const shellArray = {
    id: 'shell-array',
    find: (file, context)=>shellRegions(file).flatMap((region)=>shell_array_arraysIn(region, file, context))
};
function shell_array_arraysIn(region, file, context) {
    const { text } = file;
    const script = text.slice(region.start, region.end);
    const assignment = /(?<![^\s;&|(])([A-Za-z_]\w*)\+?=(?:\(|(["'])(?=\s*[\w./@-]+[\s,\\]))/g;
    const classes = classifyShell(script);
    const counts = new Map();
    return [
        ...script.matchAll(assignment)
    ].flatMap((match)=>{
        if (classes[match.index] !== shellCode) return [];
        const [written, name = '', quote] = match;
        const from = region.start + match.index + written.length;
        const words = quote === undefined ? readWords(text, from, region.end, 'array')?.words : quotedWords(text, from, region.end, quote);
        if (!words || words.length === 0) return [];
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const variable = count > 1 ? `${name} ${count}` : name;
        const pointer = [
            region.pointer,
            `${variable}=()`
        ].filter((part)=>part !== '').join(' ');
        const place = {
            pointer,
            offset: region.start + match.index,
            label: `${name} ${region.label}`
        };
        const register = wordsRegister({
            kind: 'shell-array',
            words,
            ...place,
            quoted: quote !== undefined
        }, file, context);
        return register ? [
            register
        ] : [];
    });
}
/** The words of `"a b c"`; null for what is more than words. */ function quotedWords(text, from, to, quote) {
    const end = text.indexOf(quote, from);
    if (end === -1 || end > to) return null;
    const content = text.slice(from, end);
    if (!/^(?:[\w./@:-]|[\s,]|\\\r?\n)*$/.test(content)) return null;
    return [
        ...content.matchAll(/[\w./@:-]+/g)
    ].map(({ 0: word, index })=>({
            text: word,
            start: from + index,
            end: from + index + word.length
        }));
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/shell-loop.js



/** `for service in a b c; do` in a script, a step's script or a recipe. */ const shellLoop = {
    id: 'shell-loop',
    find: (file, context)=>{
        const counts = new Map();
        return shellRegions(file).flatMap((region)=>{
            const script = file.text.slice(region.start, region.end);
            const loops = [
                ...script.matchAll(/(?<![\w$"'.-])for[ \t]+([A-Za-z_]\w*)[ \t]+in(?=[ \t\\])/g)
            ];
            if (loops.length === 0) return [];
            const classes = classifyShell(script);
            return loops.flatMap((match)=>{
                if (classes[match.index] !== shellCode) return [];
                const offset = region.start + match.index;
                const found = readWords(file.text, offset + match[0].length, region.end, 'command');
                if (!found || !/^[;\s\\]*do\b/.test(file.text.slice(found.end, found.end + 200))) return [];
                const key = `${region.pointer} for ${match[1]}`.trim();
                const count = (counts.get(key) ?? 0) + 1;
                counts.set(key, count);
                const pointer = count > 1 ? `${key} ${count}` : key;
                const place = {
                    pointer,
                    offset,
                    label: `${match[1]} ${region.label}`
                };
                const register = wordsRegister({
                    kind: 'shell-loop',
                    words: found.words,
                    ...place
                }, file, context);
                return register ? [
                    register
                ] : [];
            });
        });
    }
};

// EXTERNAL MODULE: ./node_modules/.pnpm/picomatch@4.0.7/node_modules/picomatch/index.js
var picomatch = __webpack_require__(5496);
;// CONCATENATED MODULE: ./packages/domain/lib/registers/workspaces.js






/**
 * The folders of `pnpm-workspace.yaml` and of `workspaces` in `package.json`, where they are listed one by one. A
 * pattern lists every service it matches; a list of nothing but patterns needs no keeping.
 */ const workspaces = {
    id: 'workspaces',
    find: (file, context)=>{
        const list = file.yaml ? yamlPackages(file) : jsonWorkspaces(file.text);
        if (!list) return [];
        const folders = list.entries.filter(({ folder })=>!isPattern(folder));
        const covered = list.entries.flatMap((entry)=>isPattern(entry.folder) ? coveredBy(entry, file.path, context) : []);
        const kept = new Set(folders.map(({ folder })=>(0,repository_paths/* normaliseRepositoryPath */.OT)((0,repository_paths/* joinPath */.uJ)((0,repository_paths/* folderOf */.yS)(file.path), folder))));
        const services = [
            ...context.byName.values()
        ].filter(({ path })=>path !== null && kept.has(path));
        if (services.length === 0) return [];
        // A site without a build has no package to list: only services that are built with Node must be here.
        const node = services.some(({ kind })=>kind === 'node') && services.every(({ kind })=>kind === 'node' || kind === 'static-site');
        const edited = {
            path: file.path,
            text: file.text
        };
        const register = folderRegister({
            kind: 'workspaces',
            pointer: list.pointer,
            offset: list.offset,
            label: '',
            folders,
            scope: node ? [
                'node'
            ] : undefined,
            covered,
            insert: (clone, members, like)=>{
                const last = members.at(-1);
                if (!list.block) return insertSeparated({
                    ...edited,
                    members: workspaces_all(list.entries),
                    comma: true
                }, clone);
                return last ? insertBlock(file.path, file.text, {
                    last,
                    like,
                    clone
                }) : null;
            },
            remove: (member)=>{
                if (list.block) return removeBlock(file.path, file.text, member);
                const entries = workspaces_all(list.entries);
                return removeSeparated({
                    ...edited,
                    members: entries,
                    comma: true
                }, entries.find(({ start })=>start === member.start) ?? member);
            }
        }, file, context);
        return register ? [
            register
        ] : [];
    }
};
function workspaces_all(entries) {
    return entries.map(({ start, end })=>({
            name: '',
            start,
            end
        }));
}
function isPattern(folder) {
    return /[*?[\]{}!]/.test(folder);
}
function coveredBy({ folder, start, end }, path, { byName }) {
    if (folder.startsWith('!')) return [];
    const matches = picomatch((0,repository_paths/* joinPath */.uJ)((0,repository_paths/* folderOf */.yS)(path), folder.replace(/^\.\//, '').replace(/\/$/, '')), {
        dot: true
    });
    return [
        ...byName.values()
    ].flatMap((service)=>service.path !== null && matches(service.path) ? [
            {
                name: service.name,
                start,
                end
            }
        ] : []);
}
function yamlPackages({ path, text, yaml }) {
    const document = yaml?.documents[0];
    const node = document?.node([
        'packages'
    ]);
    if (!/^pnpm-workspace\.ya?ml$/.test((0,repository_paths/* baseName */.Fl)(path)) || !(0,dist/* isSeq */.oP)(node)) return null;
    const block = !node.flow;
    const entries = node.items.flatMap((item)=>{
        if (!(0,dist/* isScalar */.jn)(item) || !item.range || typeof item.value !== 'string') return [];
        const [start, end] = item.range;
        const written = text.slice(start, end);
        const at = written.indexOf(item.value);
        if (at === -1) return [];
        const dash = block ? text.lastIndexOf('-', start - 1) : start;
        return [
            {
                folder: item.value,
                written: item.value,
                writtenStart: start + at,
                start: dash,
                end
            }
        ];
    });
    const offset = text.search(/^["']?packages["']?\s*:/m);
    return {
        pointer: 'packages',
        offset: Math.max(offset, 0),
        block,
        entries
    };
}
/** The strings of `"workspaces": […]` or `"workspaces": {"packages": […]}` of the top level. */ function jsonWorkspaces(text) {
    const tokens = [
        ...text.matchAll(/"((?:[^"\\\n]|\\.)*)"|[[\]{}:,]/g)
    ];
    const path = [];
    let key = '';
    for (const [index, { 0: token, 1: string, index: at }] of tokens.entries()){
        if (string !== undefined && tokens[index + 1]?.[0] === ':') key = string;
        else if (token === '{') path.push(key);
        else if (token === '}') path.pop();
        else if (token === '[') {
            const pointer = [
                ...path.slice(1),
                key
            ].join('.');
            if (pointer === 'workspaces' || pointer === 'workspaces.packages') {
                const offset = text.lastIndexOf('"', text.lastIndexOf('"', at) - 1);
                const close = tokens.slice(index).findIndex((one)=>one[0] === ']');
                const entries = tokens.slice(index + 1, index + Math.max(close, 1)).flatMap((one)=>{
                    const folder = one[1];
                    if (folder === undefined || folder.includes('\\')) return [];
                    return [
                        {
                            folder,
                            written: folder,
                            writtenStart: one.index + 1,
                            start: one.index,
                            end: one.index + one[0].length
                        }
                    ];
                });
                return {
                    pointer,
                    offset,
                    block: false,
                    entries
                };
            }
            path.push(key);
        } else if (token === ']') path.pop();
    }
    return null;
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/yaml-path-list.js





/** A sequence of names, or of maps with a name: `istio.services[].name`, `databases[].name`, scrape jobs. */ const yamlSequence = {
    id: 'yaml-list',
    find: (file, context)=>plainLists(file, context).flatMap((list)=>{
            if (!(0,dist/* isSeq */.oP)(list.node)) return [];
            const found = bestKey((key)=>itemEntries(list, key), context);
            return asRegister(found && yamlRegister({
                kind: 'yaml-list',
                list,
                ...found
            }, file, context));
        })
};
/** A map whose keys are services: values of one chart for all, settings for each. */ const yamlMap = {
    id: 'yaml-map',
    find: (file, context)=>plainLists(file, context).flatMap((list)=>{
            if (!(0,dist/* isMap */.jh)(list.node)) return [];
            const entries = keyEntries(list);
            const listed = listedNames(entries.map((entry)=>entry.text), context, {
                affixes: false
            });
            // A map with many other keys is about something else.
            if (listed.count === 0 || listed.count * 2 < entries.length || isAddresses(list)) return [];
            return asRegister(yamlRegister({
                kind: 'yaml-map',
                list,
                entries,
                listed
            }, file, context));
        })
};
/** Where one service finds the others it calls. */ function isAddresses({ node }) {
    return (0,dist/* isMap */.jh)(node) && node.items.every(({ value })=>(0,dist/* isScalar */.jn)(value) && /:\/\/|^[\w.-]+:\d+$/.test(String(value.value)));
}
function asRegister(register) {
    return register ? [
        register
    ] : [];
}
/** The lists of a file that may be registers. */ function plainLists(file, context) {
    if (!file.yaml || isOfOneService(file.path, context)) return [];
    return file.yaml.documents.filter(yaml_path_list_mayList).flatMap((document)=>{
        return listsOf(document).filter(({ path })=>// Under a service's name is what concerns that service only.
            path.every((step)=>typeof step === 'number' || !(notAll.test(step) || context.byName.has(step))));
    });
}
/** Keys of lists that are not about all there is: what something needs, may talk to, or leaves out. */ const notAll = /^(?:depends?_?on|needs|requires|resources|bases|components|patches|links|sourceRepos)$|exclu|ignore|skip|disabled|deny|allow|deprecated|removed/i;
/** Objects of a cluster that are there to list things; every other one lists what it is made of. */ const listingKinds = new Set([
    'ApplicationSet',
    'ConfigMap',
    'ServiceMonitor',
    'PodMonitor'
]);
function yaml_path_list_mayList({ ast }) {
    const top = ast.contents;
    if (!(0,dist/* isMap */.jh)(top)) return true;
    const word = (key)=>{
        const pair = top.items.find((item)=>(0,dist/* isScalar */.jn)(item.key) && item.key.value === key);
        return (0,dist/* isScalar */.jn)(pair?.value) ? pair.value.value : undefined;
    };
    if (word('openapi') !== undefined || word('swagger') !== undefined) return false;
    const kind = word('kind');
    if (kind === undefined) return true;
    return word('apiVersion') !== undefined && typeof kind === 'string' && listingKinds.has(kind);
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/find-registers.js






















/** Which kinds of register are looked for in which files; a new kind is one file and one entry here. */ const places = [
    {
        reads: isWorkflowFile,
        kinds: [
            pathsFilter,
            jsonArray,
            bashCase,
            workflowChoices,
            matrixList,
            shellArray,
            shellLoop
        ]
    },
    {
        reads: (path)=>/\.(?:sh|bash)$/.test(path),
        kinds: [
            jsonArray,
            bashCase,
            shellArray,
            shellLoop
        ]
    },
    {
        reads: isMakefile,
        kinds: [
            makeVariable,
            shellLoop
        ]
    },
    {
        reads: (path)=>/\.(?:tf|tfvars|hcl)$/.test(path) && !/\.lock\.hcl$/.test(path),
        kinds: [
            hclList,
            hclMap,
            hclBlocks
        ]
    },
    {
        reads: isPlainYaml,
        kinds: [
            yamlSequence,
            yamlMap,
            routes
        ]
    },
    {
        reads: isComposeFile,
        kinds: [
            compose
        ]
    },
    {
        reads: (path)=>(0,repository_paths/* baseName */.Fl)(path) === 'go.work',
        kinds: [
            goWork
        ]
    },
    {
        reads: (path)=>/(^|\/)(?:package\.json|pnpm-workspace\.ya?ml)$/.test(path),
        kinds: [
            workspaces
        ]
    },
    {
        reads: (path)=>/(^|\/)settings\.gradle(?:\.kts)?$/.test(path),
        kinds: [
            settingsGradle
        ]
    }
];
/** Every kind of register. A list that the configuration names takes the place of the same list found without it. */ const registerKinds = [
    ...new Set([
        ...places.flatMap(({ kinds })=>kinds),
        configured
    ])
];
/** Whether registers are looked for in a file. Those the configuration names are read besides: see `configuredFile`. */ function mayHoldRegisters(path) {
    return isOwn(path) && places.some(({ reads })=>reads(path));
}
/** What is neither somebody else's nor there to be read or tested with. */ function isOwn(path) {
    return !(0,repository_paths/* isForeign */.jq)(path) && !/(^|\/)(?:docs?|tests|__tests__|src\/test|\.terraform)\//.test(path);
}
/** Workflows, actions, and what workflows name. */ function isWorkflowFile(path) {
    return /^\.github\/.*\.ya?ml$|(^|\/)action\.ya?ml$/.test(path);
}
function isComposeFile(path) {
    return /(^|\/)(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$/.test(path);
}
/** YAML that lists in no way of its own: values, manifests. Templates are no YAML, a kustomization lists files. */ function isPlainYaml(path) {
    if (!/\.ya?ml$/.test(path) || isWorkflowFile(path) || isComposeFile(path)) return false;
    if (/(^|\/)(?:templates|crds)\//.test(path)) return false;
    return !/(?:^|[./-])(?:lock|kustomization|pnpm-workspace|rollcall|mkdocs)\.ya?ml$|(^|\/)index\.yaml$/i.test(path);
}
/**
 * A service that has to be in a list of all services: it has source, and something is built or deployed of it.
 * A static site without a chart or an Application is published in other ways.
 */ function mustBeListed(service, deployed) {
    if (service.path === null || service.kind === 'infra') return false;
    if (service.chart !== null || deployed.has(service.name)) return true;
    return service.dockerfile !== null && service.kind !== 'static-site';
}
/** The registers of the files, by place. */ function findRegisters(files, context) {
    if (context.services.length === 0) return [];
    const found = new Map();
    for (const file of files){
        const named = context.configured?.some((list)=>configuredFile(list) === file.path);
        for (const kind of [
            ...kindsFor(file, context),
            ...named ? [
                configured
            ] : []
        ]){
            // Two steps may name the same filters file.
            for (const register of kind.find(file, context))found.set(register.id, register);
        }
    }
    for (const list of context.configured ?? []){
        if (!files.some(({ path })=>path === configuredFile(list))) throw new user_error/* UserError */.yo(`the register ${(0,names/* showPath */.P8)(list.file)} is no file that can be read`, {
            help: 'Correct its `file` in `registers`, or remove it.'
        });
    }
    return [
        ...found.values()
    ].sort((a, b)=>(0,lib_location/* compareLocations */.Qr)(at(a), at(b)));
}
/** The kinds to look for in a file. One that spells no services has no registers, and is not parsed to see that. */ function kindsFor({ path, text }, context) {
    const kinds = isOwn(path) ? places.flatMap((place)=>place.reads(path) ? place.kinds : []) : [];
    return isWorkflowFile(path) || mayList(text, context) ? kinds : [];
}
function at({ file, line, column }) {
    return {
        path: file,
        line,
        column
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/registers/read-registers.js



/** What finding registers needs of a Catalog: the services that a complete list names. */ function registerContext({ services, applications }, text) {
    const deployed = new Set(applications.flatMap(({ service })=>service === null ? [] : [
            service
        ]));
    const listed = services.filter((service)=>mustBeListed(service, deployed));
    return {
        services: listed,
        byName: new Map(listed.map((service)=>[
                service.name,
                service
            ])),
        text
    };
}
/** The registers of a tree, read in one batch. A file that is no UTF-8 holds none. */ async function readRegisters(tree, catalog) {
    const wanted = (await tree.list()).map(({ path })=>path).filter(mayHoldRegisters);
    const texts = new Map();
    for (const [path, bytes] of (await tree.read(wanted))){
        try {
            texts.set(path, (0,yaml_document/* decodeUtf8 */._)(path, bytes));
        } catch (error) {
            if (!(error instanceof user_error/* UserError */.yo)) throw error;
        }
    }
    const files = [
        ...texts
    ].map(([path, text])=>({
            path,
            text,
            yaml: /\.ya?ml$/.test(path) ? (0,yaml_document/* parseYamlFile */.B)(path, text) : null
        }));
    return findRegisters(files, registerContext(catalog, (path)=>texts.get(path)));
}

// EXTERNAL MODULE: ./packages/cli/lib/problems.js
var lib_problems = __webpack_require__(6385);
;// CONCATENATED MODULE: ./packages/cli/lib/commands/catalog.js








/** Leaves with 2 where something could not be read: what is printed is then not the whole Catalog. */ async function run(input) {
    const { terminal } = input;
    const checkout = await (0,lib_checkout/* openCheckout */.Hj)(input.text('root'));
    const { tree } = checkout;
    const { config } = await (0,catalog_config/* readConfig */.X)(tree, input.text('config'));
    const catalog = await (0,load_catalog/* loadCatalog */.a)(tree, config, {
        repositoryUrl: await (0,lib_checkout/* originUrl */.sH)(checkout)
    });
    const { inputs, problems } = await (0,changes_inputs/* deriveInputs */.N)(tree, catalog.services, config);
    const registers = await readRegisters(tree, catalog);
    const all = [
        ...catalog.problems,
        ...problems
    ];
    const described = catalogJson({
        ...catalog,
        problems: all
    }, new Map(inputs.map(({ service, context, edges })=>[
            service,
            {
                context,
                inputs: [
                    ...new Set(edges.map(({ pattern, negated })=>negated ? `!${pattern}` : pattern))
                ]
            }
        ])), registers);
    if (input.flag('json')) {
        terminal.writeJson(described);
    } else {
        terminal.write(catalogTable(described));
        (0,lib_problems/* logProblems */.D)(all, terminal);
    }
    return all.some(({ severity })=>severity === 'error') ? 2 : 0;
}


/***/ })

};
