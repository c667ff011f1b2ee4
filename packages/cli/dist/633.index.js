export const id = 633;
export const ids = [633];
export const modules = {

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

/***/ 633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./packages/adapters/lib/checkout.js + 1 modules
var lib_checkout = __webpack_require__(4554);
// EXTERNAL MODULE: ./packages/adapters/lib/run-facts.js
var run_facts = __webpack_require__(5166);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/config.js + 3 modules
var catalog_config = __webpack_require__(4248);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/load-catalog.js + 9 modules
var load_catalog = __webpack_require__(4821);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/select-services.js
var select_services = __webpack_require__(2294);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/services.js + 5 modules
var catalog_services = __webpack_require__(9376);
// EXTERNAL MODULE: ./packages/domain/lib/changes/inputs.js + 19 modules
var changes_inputs = __webpack_require__(495);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var names = __webpack_require__(8721);
// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
// EXTERNAL MODULE: ./packages/domain/lib/manifest/plain-scalar.js
var plain_scalar = __webpack_require__(3923);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/domain/lib/nearest.js
var nearest = __webpack_require__(1451);
// EXTERNAL MODULE: ./packages/domain/lib/images/image-reference.js
var image_reference = __webpack_require__(249);
// EXTERNAL MODULE: ./packages/domain/lib/images/tag.js
var images_tag = __webpack_require__(3556);
;// CONCATENATED MODULE: ./packages/domain/lib/images/tag-template.js





const tagFields = (/* unused pure expression or super */ null && ([
    'run_number',
    'run_attempt',
    'sha',
    'short_sha',
    'branch',
    'date',
    'service',
    'environment'
]));
/** Values of every tag field. `{date}` is YYYYMMDD in UTC, `{short_sha}` the first seven digits. */ function tagFieldValues(facts, service, environment) {
    const values = {
        run_number: facts.runNumber,
        run_attempt: facts.runAttempt,
        sha: facts.sha,
        short_sha: facts.sha?.slice(0, 7) ?? null,
        branch: facts.branch === null ? null : branchInTag(facts.branch),
        date: new Date(facts.date).toISOString().slice(0, 10).replaceAll('-', ''),
        service,
        environment
    };
    return new Map(Object.entries(values));
}
/**
 * Replaces every `{field}`. UserError where a field is unknown, has no value here, or a brace is left over, so that
 * no expression nobody evaluated ends up in a name.
 */ function renderTemplate(template, values) {
    const text = template.text.replace(/\{([^{}]*)\}/g, (_whole, field)=>{
        const value = values.get(field);
        if (value === undefined) {
            throw templateError(template, `has an unknown field {${field}}`, {
                help: `Fields: ${[
                    ...values.keys()
                ].map((name)=>`{${name}}`).join(' ')}.${(0,nearest/* didYouMean */.a)(field, values.keys())}`
            });
        }
        if (value === null || value === '') {
            throw templateError(template, `uses {${field}}, which has no value here`, {
                help: absence(field)
            });
        }
        return value;
    });
    if (/[{}]/.test(template.text.replace(/\{[^{}]*\}/g, ''))) {
        throw templateError(template, 'has a brace that belongs to no field', {
            help: 'Write fields as {name}. GitHub expressions are evaluated in a workflow, not in rollcall.yaml.'
        });
    }
    return text;
}
/** Renders a tag. UserError where the result is no legal OCI tag. */ function renderTag(template, values) {
    const tag = renderTemplate(template, values);
    if (!(0,images_tag/* isLegalTag */.O1)(tag)) {
        throw templateError(template, `makes ${(0,names/* quoteName */.AB)(tag)}, which is not a legal image tag`, {
            help: 'A tag is at most 128 letters, digits, ".", "_" and "-", and starts with none of "." and "-".'
        });
    }
    return tag;
}
/**
 * UserError for a tag that is not text to YAML (a number, a date, a boolean), in a manifest or through Helm's
 * `--set`: what comes out of it may be another tag.
 */ function requireTextTag(template, tag) {
    if ((0,plain_scalar/* readsAsString */.Di)(tag)) return;
    const reason = (0,plain_scalar/* readsAsNumber */.p7)(tag) ? 'a number' : 'a date, a boolean or null';
    throw templateError(template, `makes ${(0,names/* quoteName */.AB)(tag)}, which YAML or Helm can read as ${reason}`, {
        help: 'Parsers disagree about such a value: 1234567 may come out as 1.234567e+06. Put a word in front, such as ' + `"build-${tag}", or set allow-numeric-tags when every reader is known to take it as text.`
    });
}
/** A branch as a tag may hold it; '' when nothing of it may. Two branches can come out the same. */ function branchInTag(branch) {
    return branch.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|-+$/g, '');
}
function templateError(template, problem, detail) {
    return new user_error/* UserError */.yo(`${template.source} ${(0,names/* quoteName */.AB)(template.text)} ${problem}`, {
        ...detail,
        ...template.location ? {
            location: template.location
        } : {}
    });
}
function absence(field) {
    if (field === 'environment') return 'Name the environment the images are for.';
    if (field === 'branch') return 'It is empty, or no character of it may stand in a tag: use {short_sha}.';
    return 'It is known in a workflow run. Elsewhere, give a tag that does not need it.';
}

;// CONCATENATED MODULE: ./packages/domain/lib/images/image-naming.js






/**
 * The templates of a request: given for this run, else configured for the environment, else the defaults.
 * UserError where the environment is unknown or the registry is none.
 */ function readNaming(request) {
    const { environment, config } = request;
    const section = environment === null ? undefined : readEnvironment(request, environment);
    const at = (...path)=>config.document?.locateValue([
            'environments',
            environment ?? '',
            ...path
        ]) ?? null;
    const choose = (key, input, otherwise)=>{
        if (input !== null) return {
            text: input,
            source: `input ${key}`,
            location: null
        };
        const configured = section?.[key];
        return configured === undefined ? {
            text: otherwise,
            source: `default ${key}`,
            location: null
        } : {
            text: configured,
            source: `environments.${environment}.${key}`,
            location: at(key)
        };
    };
    return {
        repository: choose('image-repository', request.imageRepository, environment === null ? '{service}' : '{environment}/{service}'),
        registry: request.registry === null ? null : readRegistry(request.registry),
        tag: choose('tag', request.tag, '{run_number}-{short_sha}'),
        extraTags: (section?.['extra-tags'] ?? []).map((text, index)=>({
                text,
                source: `environments.${environment}.extra-tags[${index}]`,
                location: at('extra-tags', index)
            }))
    };
}
function readEnvironment({ config, environments }, name) {
    const configured = new Map(Object.entries(config.config.environments ?? {}));
    const known = [
        ...new Set([
            ...environments,
            ...configured.keys()
        ])
    ].sort(lib_location/* compareText */.n6);
    // Where none is known at all (no Applications yet), a name is all there is to go by.
    if (known.length > 0 && !known.includes(name)) {
        throw new user_error/* UserError */.yo(`there is no environment ${(0,names/* quoteName */.AB)(name)}`, {
            help: `Known: ${known.join(', ')}.${(0,nearest/* didYouMean */.a)(name, known)}`
        });
    }
    return configured.get(name);
}
function readRegistry(registry) {
    const trimmed = registry.replace(/\/$/, '');
    if ((0,image_reference/* isRegistry */.Cf)(trimmed)) return trimmed;
    throw new user_error/* UserError */.yo(`input registry ${(0,names/* quoteName */.AB)(registry)} is not a registry`, {
        help: 'Give a host, with a port or a path when it has one, and without https://: ghcr.io/owner.'
    });
}
/** The image of a service: registry, when one was asked for, and repository; no tag. */ function renderImage({ repository: template, registry }, service, environment) {
    const values = new Map([
        [
            'service',
            service
        ],
        [
            'environment',
            environment
        ]
    ]);
    const repository = renderTemplate(template, values);
    const parsed = (0,image_reference/* parseImageReference */.o_)(repository);
    const [first = ''] = template.text.split('/');
    // A registry is written out: `{environment}` must not become one because of a dot or a capital in its name.
    const invented = parsed?.registry != null && !/[.:]|^localhost$/.test(first);
    if (parsed?.tag !== null || parsed.digest !== null || invented) {
        throw templateError(template, `makes ${(0,names/* quoteName */.AB)(repository)}, which is not an image repository`, {
            help: 'A repository is lower-case letters and digits with ".", "_" and "-" between them, in parts separated by "/"; it has no tag.'
        });
    }
    if (registry === null) return repository;
    if (parsed.registry !== null) {
        throw templateError(template, `names the registry ${parsed.registry}, and input registry names ${registry}`, {
            help: 'Give the registry in one place.'
        });
    }
    return `${registry}/${repository}`;
}

;// CONCATENATED MODULE: ./packages/domain/lib/images/matrix.js






/** The most jobs GitHub takes in one matrix. */ const mostJobs = 256;
/**
 * The jobs that build the images of services, sorted by service. Without a template the image repository is
 * `{environment}/{service}` (`{service}` without an environment) and the tag `{run_number}-{short_sha}`.
 *
 * UserError where a template, name, platform or argument is wrong, and where a service's Dockerfile or build
 * context is unknown.
 */ function buildMatrix(request) {
    const { maxJobs } = request;
    if (!Number.isInteger(maxJobs) || maxJobs < 1 || maxJobs > mostJobs) {
        throw new user_error/* UserError */.yo(`max-jobs is ${maxJobs}`, {
            help: `GitHub takes 1 to ${mostJobs} jobs in one matrix.`
        });
    }
    const naming = readNaming(request);
    const services = [
        ...new Map(request.services.map((service)=>[
                service.name,
                service
            ])).values()
    ];
    services.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.name, b.name));
    requireBuildable(services, request.contexts);
    const entries = services.map((service)=>buildEntry(request, naming, service));
    if (!request.allowNumericTags) for (const tag of new Set(entries.map((entry)=>entry.tag)))requireTextTag(naming.tag, tag);
    const batches = [];
    if (entries.length > maxJobs) {
        for(let start = 0; start < entries.length; start += maxJobs)batches.push({
            include: entries.slice(start, start + maxJobs)
        });
    }
    const tags = new Set(entries.map(({ tag })=>tag));
    const [first = ''] = tags;
    return {
        matrix: {
            include: batches.length > 0 ? [] : entries
        },
        hasWork: entries.length > 0,
        count: entries.length,
        batches,
        images: entries.map(({ service, tag })=>({
                service,
                tag
            })),
        tag: tags.size === 1 ? first : ''
    };
}
/** The one JSON value of `matrix --json`: the outputs of image-matrix by their names. */ function matrixJson(built) {
    const { matrix, hasWork, count, batches, images, tag } = built;
    return {
        matrix,
        'has-work': hasWork,
        count,
        batches,
        images,
        tag
    };
}
/** The matrix as a Markdown table for the job summary. */ function matrixSummary(built) {
    const entries = [
        built.matrix,
        ...built.batches
    ].flatMap(({ include })=>include);
    if (entries.length === 0) return '### Image matrix\n\nNothing to build.\n';
    const rows = entries.slice(0, mostRows).map((entry)=>{
        const { service, image, tag, dockerfile, context, platforms } = entry;
        return `| ${[
            service,
            `${image}:${tag}`,
            dockerfile,
            context,
            platforms
        ].map(cell).join(' | ')} |`;
    });
    const batches = built.batches.length > 0 ? ` in ${built.batches.length} batches` : '';
    const cut = entries.length > mostRows ? [
        `… and ${entries.length - mostRows} more.`,
        ''
    ] : [];
    return [
        '### Image matrix',
        '',
        `${entries.length} ${entries.length === 1 ? 'image' : 'images'} to build${batches}.`,
        '',
        '| Service | Image | Dockerfile | Context | Platforms |',
        '|---|---|---|---|---|',
        ...rows,
        '',
        ...cut
    ].join('\n');
}
/** Rows of the summary: GitHub drops a summary over 1 MiB whole. */ const mostRows = 500;
/** Paths come from the repository: nothing in them may end the cell or become markup. */ function cell(text) {
    if (text === '') return '';
    const shown = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) ? quoteName(text) : text;
    return `<code>${shown.replace(/[^\p{L}\p{N}./: -]/gu, (character)=>`&#${character.codePointAt(0)};`)}</code>`;
}
function buildEntry(request, naming, service) {
    const { name } = service;
    const override = new Map(Object.entries(request.config.config.services?.overrides ?? {})).get(name);
    const where = `services.overrides.${name}`;
    const values = tagFieldValues(request.facts, name, request.environment);
    const image = renderImage(naming, name, request.environment);
    const tag = renderTag(naming.tag, values);
    const tags = new Set([
        tag,
        ...naming.extraTags.map((template)=>renderTag(template, values))
    ]);
    const platforms = override?.platforms ?? request.platforms;
    for (const platform of platforms)requirePlatform(platform, override?.platforms ? `${where}.platforms` : 'input platforms');
    for (const argument of override?.['build-args'] ?? [])requireBuildArgument(argument, `${where}.build-args`);
    return {
        service: name,
        environment: request.environment ?? '',
        dockerfile: service.dockerfile ?? '',
        context: request.contexts.get(name) || '.',
        image,
        tag,
        tags: [
            ...tags
        ].map((one)=>`${image}:${one}`).join('\n'),
        platforms: platforms.join(','),
        'build-args': (override?.['build-args'] ?? []).join('\n'),
        target: override?.target ?? '',
        'cache-scope': name,
        labels: labels(request.facts, name, tag)
    };
}
function requireBuildable(services, contexts) {
    const gone = services.filter(({ path })=>path === null);
    if (gone.length > 0) {
        throw new user_error/* UserError */.yo(`${matrix_names(gone)}: nothing to build, the source is gone`, {
            help: 'Take it out of the services that were asked for.'
        });
    }
    requireKnown('Dockerfile', services.filter(({ dockerfile })=>dockerfile === null), ({ path })=>`{ dockerfile: ${JSON.stringify(`${path}/Dockerfile`)} }`);
    requireKnown('build context', services.filter(({ name })=>!contexts.has(name)), ({ path })=>`{ context: ${JSON.stringify(path)} } # the repository root is "."`);
}
/** UserError that names the services of which something is unknown, and the lines that tell it. */ function requireKnown(what, unknown, override) {
    if (unknown.length === 0) return;
    const lines = unknown.map((service)=>`    ${yamlKey(service.name)}: ${override(service)}`);
    throw new user_error/* UserError */.yo(`${matrix_names(unknown)}: no ${what} is known`, {
        help: `Say it in rollcall.yaml:\nservices:\n  overrides:\n${lines.join('\n')}`
    });
}
function matrix_names(services) {
    return services.map(({ name })=>name).join(', ');
}
function yamlKey(name) {
    return (0,plain_scalar/* readsAsString */.Di)(name) ? name : JSON.stringify(name);
}
function requirePlatform(platform, source) {
    if (/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/.test(platform)) return;
    throw new user_error/* UserError */.yo(`${source}: ${(0,names/* quoteName */.AB)(platform)} is not a platform`, {
        help: 'A platform is os/architecture, with a variant when there is one: linux/amd64, linux/arm/v7.'
    });
}
/** An argument is a line of the list the builder reads: a line end in it would make two of it. */ function requireBuildArgument(argument, source) {
    if (/^[A-Za-z_][A-Za-z0-9_]*=[^\r\n]*$/.test(argument)) return;
    throw new user_error/* UserError */.yo(`${source}: ${(0,names/* quoteName */.AB)(argument)} is not a build argument`, {
        help: 'Write NAME=VALUE on one line.'
    });
}
function labels({ date, repositoryUrl, sha }, service, tag) {
    const pairs = [
        [
            'created',
            new Date(date).toISOString()
        ],
        [
            'revision',
            sha
        ],
        [
            'source',
            repositoryUrl
        ],
        [
            'title',
            service
        ],
        [
            'version',
            tag
        ]
    ];
    return pairs.filter(([, value])=>value !== null).map(([key, value])=>`org.opencontainers.image.${key}=${value}`).join('\n');
}

;// CONCATENATED MODULE: ./packages/domain/lib/images/image-matrix.js






/** The matrix of services of a tree, and what discovery could not know about them. */ async function imageMatrix(request) {
    const { tree, environment } = request;
    const config = await (0,catalog_config/* readConfig */.X)(tree, request.config);
    const { services: all } = (0,catalog_services/* discoverServices */.U)(await tree.list(), config.config);
    const names = new Set((0,select_services/* selectNames */.$)(request.services, all.map(({ name })=>name), 'named in "services"'));
    const services = all.filter(({ name })=>names.has(name));
    const { inputs, problems } = await (0,changes_inputs/* deriveInputs */.N)(tree, services, config.config);
    const contexts = new Map(inputs.flatMap(({ service, context })=>context === null ? [] : [
            [
                service,
                context
            ]
        ]));
    const environments = environment === null ? [] : await environmentNames(request, config.config, environment);
    return {
        built: buildMatrix({
            ...request,
            config,
            services,
            contexts,
            environments
        }),
        problems
    };
}
/** The Catalog is read only where the configuration does not name the environment. */ async function environmentNames({ tree, facts }, config, environment) {
    const configured = Object.keys(config.environments ?? {});
    if (configured.includes(environment)) return configured;
    const { environments } = await (0,load_catalog/* loadCatalog */.a)(tree, config, {
        repositoryUrl: facts.repositoryUrl
    });
    return environments.map(({ name })=>name);
}

// EXTERNAL MODULE: ./packages/domain/lib/text-table.js
var text_table = __webpack_require__(399);
;// CONCATENATED MODULE: ./packages/domain/lib/images/matrix-table.js

/** The matrix for a terminal: one aligned line per job. */ function matrixTable({ matrix, batches, count }) {
    if (count === 0) return 'nothing to build\n';
    const entries = [
        matrix,
        ...batches
    ].flatMap(({ include })=>include);
    const rows = entries.map(({ service, image, tag, dockerfile, context })=>[
            service,
            `${image}:${tag}`,
            dockerfile,
            context
        ]);
    const inBatches = batches.length > 0 ? ` in ${batches.length} batches` : '';
    return [
        ...(0,text_table/* textTable */.e)([
            [
                'SERVICE',
                'IMAGE',
                'DOCKERFILE',
                'CONTEXT'
            ],
            ...rows
        ]),
        `${count} ${count === 1 ? 'job' : 'jobs'}${inBatches}`,
        ''
    ].join('\n');
}

// EXTERNAL MODULE: ./packages/cli/lib/problems.js
var lib_problems = __webpack_require__(6385);
;// CONCATENATED MODULE: ./packages/cli/lib/commands/matrix.js







async function run(input) {
    const { terminal } = input;
    const services = input.list('services');
    if (services.length === 0) throw new user_error/* UserError */.yo('rollcall matrix needs --services', {
        help: 'Name services, or give --services all.'
    });
    const checkout = await (0,lib_checkout/* openCheckout */.Hj)(input.text('root'));
    const { built, problems } = await imageMatrix({
        tree: checkout.tree,
        config: input.text('config'),
        services,
        environment: input.text('environment') ?? null,
        registry: input.text('registry') ?? null,
        imageRepository: input.text('image-repository') ?? null,
        tag: input.text('tag') ?? null,
        platforms: input.list('platforms'),
        allowNumericTags: input.flag('allow-numeric-tags'),
        maxJobs: input.integer('max-jobs', mostJobs),
        facts: await (0,run_facts/* runFacts */.p)(process.env, checkout.git, await (0,lib_checkout/* originUrl */.sH)(checkout))
    });
    (0,lib_problems/* logProblems */.D)(problems, terminal);
    if (input.flag('json')) terminal.writeJson(matrixJson(built));
    else terminal.write(matrixTable(built));
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
