export const id = 821;
export const ids = [821];
export const modules = {

/***/ 4821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  a: () => (/* binding */ loadCatalog)
});

// EXTERNAL MODULE: ./packages/domain/lib/location.js
var lib_location = __webpack_require__(7834);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/environment-names.js
/**
 * Names that mean an environment wherever they stand; those of one line mean the same one. Deliberately without
 * words that are as often something else (`demo`, `local`, `main`).
 */ const vocabulary = [
    [
        'dev',
        'develop',
        'development'
    ],
    [
        'test',
        'testing',
        'tst'
    ],
    [
        'qa'
    ],
    [
        'uat'
    ],
    [
        'sandbox'
    ],
    [
        'staging',
        'stage',
        'stg'
    ],
    [
        'preprod',
        'pre-prod',
        'preproduction',
        'pre-production'
    ],
    [
        'prod',
        'production',
        'prd',
        'live'
    ]
];
const classOf = new Map(vocabulary.flatMap((names)=>names.map((name)=>[
            name,
            names
        ])));
/** Names with the same meaning, itself included: `production` for `prod`. */ function sameEnvironment(name) {
    return classOf.get(name.toLowerCase()) ?? [
        name
    ];
}
/** `shown` are the names that the configuration or a folder shows; the vocabulary is known besides. */ function environmentNames(shown) {
    const here = new Map([
        ...shown
    ].map((name)=>[
            name.toLowerCase(),
            name
        ]));
    const known = new Map([
        ...vocabulary.flat().map((name)=>[
                name,
                name
            ]),
        ...here
    ]);
    const longestFirst = (names)=>[
            ...names.keys()
        ].sort((a, b)=>b.length - a.length || (a < b ? -1 : 1));
    const endings = longestFirst(known);
    const beginnings = longestFirst(here);
    return {
        exact: (text)=>known.get(text.toLowerCase()),
        suffix: (text)=>{
            const lower = text.toLowerCase();
            const found = endings.find((name)=>lower.endsWith(name) && /[-_/.]/.test(lower.at(-name.length - 1) ?? ''));
            return found === undefined ? undefined : known.get(found);
        },
        prefix: (text)=>{
            const lower = text.toLowerCase();
            const found = beginnings.find((name)=>lower.startsWith(name) && /[-_/.]/.test(lower[name.length] ?? ''));
            return found === undefined ? undefined : here.get(found);
        }
    };
}
/** A name without the environment it starts or ends with: `user-service` of `user-service-prod` and of `prod-user-service`. */ function withoutEnvironment(name, environment) {
    if (environment === null) return name;
    const lower = name.toLowerCase();
    const spellings = [
        environment.toLowerCase(),
        ...sameEnvironment(environment)
    ].sort((a, b)=>b.length - a.length);
    for (const spelling of spellings){
        if (lower.endsWith(`-${spelling}`)) return name.slice(0, -spelling.length - 1);
        if (lower.startsWith(`${spelling}-`)) return name.slice(spelling.length + 1);
    }
    return name;
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/repository-paths.js
var repository_paths = __webpack_require__(1084);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/application-environment.js


/** Folders whose subfolders are one environment each, whatever they are called. */ const environmentParents = new Set([
    'environments',
    'environment',
    'envs',
    'env',
    'clusters',
    'overlays'
]);
const sharedFolders = new Set([
    'all',
    'base',
    'common',
    'default',
    'shared'
]);
/**
 * Sets the environment of each Application. The configuration says it, else, in this order: the folder it lies in,
 * the target revision it follows, its name, the namespace it deploys to, its label. Null where nothing tells.
 * `services` are names that say nothing about an environment, even if they end like one (`load-test`).
 */ function assignEnvironments(applications, config, services) {
    const configured = Object.keys(config.environments ?? {});
    const names = environmentNames(configured);
    const byFolder = applications.map((application)=>configuredEnvironment(application, config) ?? folderEnvironment(application.file, names));
    const files = applications.map(({ file })=>file);
    for (const [index, name] of parallelFolders(files, byFolder).entries())byFolder[index] ??= name;
    const shown = new Set([
        ...configured,
        ...byFolder.filter((name)=>name !== null)
    ]);
    const repository = environmentNames(shown);
    const byRevision = applications.map((application, index)=>byFolder[index] ?? revisionEnvironment(application, repository));
    for (const name of byRevision)if (name !== null) shown.add(name);
    const all = environmentNames(shown);
    for (const [index, application] of applications.entries()){
        const found = byRevision[index] ?? namedEnvironment(application, all, services);
        application.environment = found === null ? null : spelledAs(found, configured, shown);
    }
}
function configuredEnvironment(application, config) {
    const environments = Object.entries(config.environments ?? {});
    const [byFolder] = environments.flatMap(([name, { applications }])=>applications === undefined ? [] : [
            {
                name,
                folder: applications === '.' ? '' : applications
            }
        ]).filter(({ folder })=>(0,repository_paths/* isInside */.FK)(application.file, folder)).sort((a, b)=>b.folder.length - a.folder.length);
    if (byFolder) return byFolder.name;
    const revisions = followed(application);
    const byBranch = environments.filter(([, environment])=>revisions.includes(environment['deploy-branch'] ?? ''));
    return byBranch.length === 1 ? byBranch[0]?.[0] ?? null : null;
}
/** `apps/prod/x.yaml`, `environments/eu-1/x.yaml`, `root-apps/prod.yaml`. */ function folderEnvironment(file, names) {
    const folders = (0,repository_paths/* folderOf */.yS)(file).split('/');
    for(let index = folders.length - 1; index > 0; index -= 1){
        const folder = folders[index] ?? '';
        if (environmentParents.has(folders[index - 1] ?? '') && !sharedFolders.has(folder)) return folder;
    }
    for (const [index, folder] of [
        ...folders.entries()
    ].reverse()){
        const forTests = index === 0 && sameEnvironment(folder).includes('test'); // `test/` at the top holds tests
        if (names.exact(folder) !== undefined && !forTests) return folder;
    }
    const stem = (0,repository_paths/* baseName */.Fl)(file).replace(/\.[^.]+$/, '');
    return names.exact(stem) === undefined ? null : stem;
}
/**
 * The folders of files that stand to each other as environments do: beside `apps/a/dev/app.yaml`, the `pro` of
 * `apps/a/pro/app.yaml` is an environment too, whatever it is called.
 */ function parallelFolders(files, environments) {
    const patterns = new Set();
    for (const [index, file] of files.entries()){
        const segments = file.split('/');
        const at = segments.lastIndexOf(environments[index] ?? '', segments.length - 2);
        if (environments[index] !== null && at >= 0) patterns.add(JSON.stringify(segments.with(at, '*')));
    }
    return files.map((file, index)=>{
        if (environments[index] !== null) return null;
        const segments = file.split('/');
        const folders = segments.slice(0, -1);
        return folders.findLast((_, at)=>patterns.has(JSON.stringify(segments.with(at, '*')))) ?? null;
    });
}
/** Revisions it follows in this repository, or in one that may be this. */ function followed(application) {
    return application.sources.flatMap(({ ours, path, targetRevision })=>ours !== false && path !== null && targetRevision !== null ? [
            targetRevision
        ] : []);
}
function revisionEnvironment(application, names) {
    for (const revision of followed(application)){
        const name = names.exact(revision) ?? names.suffix(revision);
        if (name !== undefined) return name;
    }
    return null;
}
function namedEnvironment({ name, destination, document }, names, services) {
    const namespace = destination.namespace ?? '';
    const byName = services.has(name) ? undefined : names.suffix(name) ?? names.prefix(name);
    const found = byName ?? names.exact(namespace) ?? names.suffix(namespace) ?? names.prefix(namespace);
    if (found !== undefined) return found;
    for (const label of [
        'environment',
        'env'
    ]){
        const node = document.node([
            'metadata',
            'labels',
            label
        ]);
        const value = node && 'value' in node ? node.value : undefined;
        if (typeof value === 'string' && value !== '') return value;
    }
    return null;
}
/** `production` is said as `prod` where that is what the configuration, or else the folders, call it. */ function spelledAs(name, configured, shown) {
    for (const names of [
        new Set(configured),
        shown
    ]){
        if (names.has(name)) return name;
        const same = sameEnvironment(name).filter((other)=>names.has(other));
        if (same.length === 1) return same[0] ?? name;
    }
    return name;
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/application-service.js


/** The name an Application has in every environment: `user-service` of `user-service-prod`. */ function plainName({ name, environment }) {
    return withoutEnvironment(name, environment);
}
/**
 * Sets the service of each Application that deploys one: that of its name, with or without the environment in it,
 * else that of the chart or the folder it takes from this repository, else that of the image it sets. Applications
 * of Applications have none.
 */ function assignServices(applications, services, charts) {
    const names = new Set(services.map(({ name })=>name));
    const byChart = new Map(services.flatMap(({ name, chart })=>chart === null ? [] : [
            [
                chart,
                name
            ]
        ]));
    const chartNames = new Map(charts.map(({ path, name })=>[
            path,
            name
        ]));
    const isRoot = rootFinder(applications);
    for (const application of applications){
        application.service = isRoot(application) ? null : serviceOf(application, names, byChart, chartNames);
    }
}
function serviceOf(application, names, byChart, chartNames) {
    const byName = [
        application.name,
        plainName(application)
    ].find((name)=>names.has(name));
    if (byName !== undefined) return byName;
    const paths = application.sources.flatMap(({ path, ours })=>path !== null && ours !== false ? [
            path
        ] : []);
    for (const path of paths){
        const found = byChart.get(path) ?? [
            chartNames.get(path) ?? '',
            ...path.split('/').reverse()
        ].find((name)=>names.has(name));
        if (found !== undefined) return found;
    }
    return imagesOf(application).map(({ name })=>name).find((name)=>names.has(name)) ?? null;
}
/** The image repositories an Application sets by parameter (`image.repository`, `api.image.repository`). */ function imagesOf(application) {
    return application.sources.flatMap(({ parameters })=>parameters.flatMap(({ name, value })=>/(^|\.)image\.(repository|name)$/.test(name) ? [
                splitImage(value)
            ] : []));
}
function splitImage(reference) {
    const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
    const slash = repository.lastIndexOf('/') + 1;
    return {
        prefix: repository.slice(0, slash),
        name: repository.slice(slash)
    };
}
/** Whether an Application's own source holds the files of other Applications. */ function rootFinder(applications) {
    const direct = new Map();
    const below = new Map();
    for (const { file } of applications){
        add(direct, (0,repository_paths/* folderOf */.yS)(file), file);
        for(let folder = (0,repository_paths/* folderOf */.yS)(file);; folder = (0,repository_paths/* folderOf */.yS)(folder)){
            add(below, folder, file);
            if (folder === '') break;
        }
    }
    return ({ file, sources })=>sources.some(({ path, ours, directory })=>{
            if (path === null || ours === false) return false;
            const held = (directory.recurse ? below : direct).get(path);
            if (!held) return false;
            return held.size > ((0,repository_paths/* isInside */.FK)(file, path) && held.has(file) ? 1 : 0);
        });
}
function add(map, key, value) {
    const set = map.get(key);
    if (set) set.add(value);
    else map.set(key, new Set([
        value
    ]));
}
/** Sets the chart of each service: the one of its name, else the only one in its folder. Library charts are none. */ function assignCharts(services, charts, applications) {
    const used = new Set(applications.flatMap(({ sources })=>sources.flatMap(({ path })=>path ?? [])));
    const byName = new Map();
    const byOwner = new Map();
    const owners = new Map(services.flatMap(({ path })=>path === null || path === '' ? [] : [
            [
                path,
                []
            ]
        ]));
    for (const chart of charts.filter(({ library })=>!library)){
        for (const name of new Set([
            chart.name,
            (0,repository_paths/* baseName */.Fl)(chart.path)
        ])){
            const known = byName.get(name);
            if (!known || !used.has(known.path) && used.has(chart.path)) byName.set(name, chart);
        }
        for(let folder = chart.path; folder !== ''; folder = (0,repository_paths/* folderOf */.yS)(folder))owners.get(folder)?.push(chart);
    }
    for (const [path, owned] of owners)if (owned.length === 1) byOwner.set(path, owned);
    for (const service of services){
        const inside = service.path === null ? undefined : byOwner.get(service.path)?.[0];
        service.chart = (byName.get(service.name) ?? inside)?.path ?? null;
    }
}

// EXTERNAL MODULE: ./node_modules/.pnpm/yaml@2.9.1/node_modules/yaml/dist/index.js
var dist = __webpack_require__(8009);
// EXTERNAL MODULE: ./packages/domain/lib/manifest/yaml-document.js
var yaml_document = __webpack_require__(9484);
// EXTERNAL MODULE: ./packages/domain/lib/user-error.js
var user_error = __webpack_require__(5017);
// EXTERNAL MODULE: ./packages/domain/lib/catalog/names.js
var names = __webpack_require__(8721);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/charts.js




/**
 * The folders that are Helm charts by their `Chart.yaml`, without those vendored in another's `charts/`. Takes the
 * paths of regular files.
 */ function chartFolders(files) {
    const all = files.flatMap((path)=>(0,repository_paths/* baseName */.Fl)(path) === 'Chart.yaml' && !(0,repository_paths/* isForeign */.jq)(path) ? [
            (0,repository_paths/* folderOf */.yS)(path)
        ] : []);
    const known = new Set(all);
    return all.filter((folder)=>{
        for(let path = folder; path !== ''; path = (0,repository_paths/* folderOf */.yS)(path)){
            if ((0,repository_paths/* baseName */.Fl)((0,repository_paths/* folderOf */.yS)(path)) === 'charts' && known.has((0,repository_paths/* folderOf */.yS)((0,repository_paths/* folderOf */.yS)(path)))) return false;
            if ((0,repository_paths/* folderOf */.yS)(path) === 'charts' && known.has('')) return false;
        }
        return true;
    });
}
/** Parses the charts of the folders; one whose `Chart.yaml` cannot be read is a problem and left out. */ function readCharts(folders, contents) {
    const charts = [];
    const problems = [];
    for (const folder of folders){
        const path = (0,repository_paths/* joinPath */.uJ)(folder, 'Chart.yaml');
        let text = '';
        try {
            text = (0,yaml_document/* decodeUtf8 */._)(path, contents.get(path) ?? new Uint8Array());
            charts.push(readChart(folder, path, text));
        } catch (error) {
            if (!(error instanceof user_error/* UserError */.yo)) throw error;
            problems.push(unreadable(path, error, text));
        }
    }
    return {
        charts,
        problems
    };
}
function readChart(folder, path, text) {
    const file = (0,yaml_document/* parseYamlFile */.B)(path, text);
    const [error] = file.errors;
    if (error) throw error;
    const document = file.documents[0];
    const value = document?.value();
    if (!document || typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string') {
        throw new user_error/* UserError */.yo('the chart has no name', {
            location: {
                path,
                line: 1,
                column: 1
            }
        });
    }
    return {
        name: value.name,
        path: folder,
        library: 'type' in value && value.type === 'library',
        document
    };
}
/** A file that cannot be read: an error, or only a notice where it is the template of one. */ function unreadable(path, error, text = '') {
    const location = error.location ?? {
        path,
        line: 1,
        column: 1
    };
    if (text.includes('{{')) {
        return {
            severity: 'notice',
            message: `${(0,names/* showPath */.P8)(path)} is a template, so it is not read: ${error.message}`,
            location
        };
    }
    return {
        severity: 'error',
        message: `${(0,names/* showPath */.P8)(path)} cannot be read: ${error.message}`,
        help: error.help ?? 'Correct the file.',
        location
    };
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/applications.js







/** Bytes of a file above which it is not parsed: a person's manifest is never that long, a generated one may be. */ const maxYamlBytes = 5 * 1024 * 1024;
/**
 * Selects the files that may hold an Application, by name: YAML that is neither a Helm template, nor foreign, nor
 * GitHub's own, nor a lock file. Takes the paths of regular files.
 */ function selectManifests(files, charts) {
    const templates = new Set(charts.map((folder)=>folder === '' ? 'templates' : `${folder}/templates`));
    const templated = new Map([
        [
            '',
            false
        ]
    ]);
    const isTemplated = (folder)=>{
        let answer = templated.get(folder);
        if (answer === undefined) {
            answer = templates.has(folder) || isTemplated((0,repository_paths/* folderOf */.yS)(folder));
            templated.set(folder, answer);
        }
        return answer;
    };
    return files.filter((path)=>/\.ya?ml$/.test(path) && !/[-.]lock\.ya?ml$/.test(path) && !path.startsWith('.github/') && !isTemplated((0,repository_paths/* folderOf */.yS)(path)) && !(0,repository_paths/* isForeign */.jq)(path));
}
/**
 * Selects the JSON files that may hold an Application. There are too many to read all, so: those directly in a
 * folder that holds Applications, or that one takes its manifests from.
 */ function selectJsonManifests(files, applications) {
    const folders = new Set(applications.map(({ file })=>(0,repository_paths/* folderOf */.yS)(file)));
    for (const { path, ours } of applications.flatMap(({ sources })=>sources)){
        if (path !== null && ours !== false) folders.add(path);
    }
    return files.filter((path)=>path.endsWith('.json') && folders.has((0,repository_paths/* folderOf */.yS)(path)) && !(0,repository_paths/* isForeign */.jq)(path));
}
/**
 * The Applications of the files, in every document, sorted by file; environment, service and
 * whose the sources are not yet known. What cannot be read is a problem.
 */ function readApplications(contents) {
    const applications = [];
    const applicationSets = [];
    const problems = [];
    for (const path of [
        ...contents.keys()
    ].sort(lib_location/* compareText */.n6)){
        const bytes = contents.get(path);
        if (!bytes || !mentionsArgo(bytes)) continue;
        try {
            readFile(path, bytes, {
                applications,
                applicationSets,
                problems
            });
        } catch (error) {
            if (!(error instanceof user_error/* UserError */.yo)) throw error;
            problems.push(unreadable(path, error));
        }
    }
    const [first] = applicationSets;
    if (first) problems.push(generated(first, applicationSets.length));
    return {
        applications,
        problems
    };
}
/** Said once, not for each: nothing is wrong with them, but what they generate is not in the Catalog. */ function generated(first, count) {
    const what = count === 1 ? 'an ApplicationSet' : `${count} ApplicationSets`;
    return {
        severity: 'notice',
        message: `the Applications that ${what} would generate are not known here`,
        location: first.locate([
            'kind'
        ])
    };
}
const needle = new TextEncoder().encode('argoproj.io');
const rare = needle.indexOf(0x6a); // 'j' is the letter of it that other text has least
/** Whether the bytes hold `argoproj.io`: most files of a repository do not, and need not be decoded. */ function mentionsArgo(bytes) {
    for(let at = bytes.indexOf(0x6a); at !== -1; at = bytes.indexOf(0x6a, at + 1)){
        if (needle.every((byte, index)=>bytes[at - rare + index] === byte)) return true;
    }
    return false;
}
/**
 * Whether one of the documents of a text can be an Application. Long files that only define its type (`kind:
 * Application` among the names of a CustomResourceDefinition) are not worth seconds of parsing.
 */ function mayHoldApplication(text) {
    return text.split(/^---/m).some((document)=>document.includes('argoproj.io/') && /kind["']?\s*:\s*["']?(Application|List)/.test(document) && !/kind["']?\s*:\s*["']?CustomResourceDefinition/.test(document));
}
function readFile(path, bytes, found) {
    const { problems } = found;
    const text = (0,yaml_document/* decodeUtf8 */._)(path, bytes);
    if (!mayHoldApplication(text)) return;
    if (bytes.length > maxYamlBytes) {
        const message = `${(0,names/* showPath */.P8)(path)} is longer than 5 MiB, so it is not searched for Applications`;
        problems.push({
            severity: 'notice',
            message,
            location: {
                path,
                line: 1,
                column: 1
            }
        });
        return;
    }
    const file = (0,yaml_document/* parseYamlFile */.B)(path, text);
    const [error] = file.errors;
    if (error) problems.push(unreadable(path, error, text));
    for (const document of file.documents){
        try {
            readDocument(document, found);
        } catch (error) {
            if (!(error instanceof user_error/* UserError */.yo)) throw error;
            problems.push(unreadable(path, error));
        }
    }
}
function readDocument(document, { applications, applicationSets, problems }) {
    const path = document.file.path;
    const value = document.value();
    const kind = get(value, 'kind');
    if (kind === 'List' && items(get(value, 'items')).some(isApplication)) {
        const message = `${(0,names/* showPath */.P8)(path)} holds Applications inside a List, which are not read`;
        const help = 'Write each Application as a document of its own.';
        problems.push({
            severity: 'warning',
            message,
            help,
            location: document.locate([
                'items'
            ])
        });
        return;
    }
    if (kind === 'ApplicationSet' && /^argoproj\.io\//.test(String(get(value, 'apiVersion')))) {
        applicationSets.push(document);
        return;
    }
    if (!isApplication(value)) return;
    const metadata = get(value, 'metadata');
    const name = get(metadata, 'name');
    if (typeof name !== 'string' || name === '' || /\{\{|\$\{/.test(name)) {
        const template = document.file.text.includes('{{') || document.file.text.includes('${');
        problems.push({
            severity: template ? 'notice' : 'error',
            message: template ? `${(0,names/* showPath */.P8)(path)} is the template of an Application, so it is not read` : `the Application in ${(0,names/* showPath */.P8)(path)} has no name`,
            location: document.locate([
                'metadata',
                'name'
            ])
        });
        return;
    }
    const sources = readSources(document, get(value, 'spec'));
    const destination = get(get(value, 'spec'), 'destination');
    if (destination === undefined && sources.every(({ repoURL })=>repoURL === null)) {
        const message = `${(0,names/* showPath */.P8)(path)} is a patch of the Application ${(0,names/* quoteName */.AB)(name)}, so it is not read as one`;
        problems.push({
            severity: 'notice',
            message,
            location: document.locate([
                'metadata',
                'name'
            ])
        });
        return;
    }
    if (sources.length === 0) {
        problems.push({
            severity: 'error',
            message: `the Application ${(0,names/* quoteName */.AB)(name)} has no source: Argo CD refuses it`,
            help: 'Give it `spec.source` or `spec.sources`.',
            location: document.locate([
                'spec',
                'source'
            ])
        });
    }
    applications.push({
        name,
        file: path,
        document,
        environment: null,
        service: null,
        namespace: applications_text(get(metadata, 'namespace')),
        project: applications_text(get(get(value, 'spec'), 'project')),
        destination: {
            server: applications_text(get(destination, 'server')),
            name: applications_text(get(destination, 'name')),
            namespace: applications_text(get(destination, 'namespace'))
        },
        sources
    });
}
function isApplication(value) {
    return get(value, 'kind') === 'Application' && /^argoproj\.io\//.test(String(get(value, 'apiVersion')));
}
/** As Argo CD reads them: `sources` wins over `source`; a hydrated Application has its dry source. */ function readSources(document, spec) {
    const several = items(get(spec, 'sources'));
    const places = several.length > 0 ? several.map((source, index)=>[
            source,
            [
                'spec',
                'sources',
                index
            ]
        ]) : [
        [
            get(spec, 'source'),
            [
                'spec',
                'source'
            ]
        ],
        [
            get(get(spec, 'sourceHydrator'), 'drySource'),
            [
                'spec',
                'sourceHydrator',
                'drySource'
            ]
        ]
    ];
    return places.flatMap(([source, at])=>isRecord(source) ? [
            readSource(document, source, at)
        ] : []).slice(0, Math.max(1, several.length));
}
function readSource(document, source, at) {
    const repoURL = applications_text(get(source, 'repoURL'));
    const chart = applications_text(get(source, 'chart'));
    const path = applications_text(get(source, 'path'));
    const helm = get(source, 'helm');
    const directory = get(source, 'directory');
    return {
        at,
        repoURL,
        // A path that leaves the repository stays as it is written: Argo CD refuses it, a rule says so.
        path: path === null || chart !== null ? null : (0,repository_paths/* normaliseRepositoryPath */.OT)(path.replace(/^\/+/, '')) ?? path,
        chart,
        targetRevision: written(document, [
            ...at,
            'targetRevision'
        ], get(source, 'targetRevision')),
        ref: applications_text(get(source, 'ref')),
        ours: null,
        directory: {
            recurse: get(directory, 'recurse') === true,
            include: applications_text(get(directory, 'include')),
            exclude: applications_text(get(directory, 'exclude'))
        },
        valueFiles: items(get(helm, 'valueFiles')).filter((file)=>typeof file === 'string'),
        ignoreMissingValueFiles: get(helm, 'ignoreMissingValueFiles') === true,
        parameters: items(get(helm, 'parameters')).flatMap((parameter, index)=>{
            const name = get(parameter, 'name');
            const value = written(document, [
                ...at,
                'helm',
                'parameters',
                index,
                'value'
            ], get(parameter, 'value'));
            return typeof name === 'string' ? [
                {
                    index,
                    name,
                    value: value ?? ''
                }
            ] : [];
        })
    };
}
/** A text as it is written in the file: `1.10` is not the number 1.1. */ function written(document, path, value) {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return null;
    const node = document.node(path);
    return (0,dist/* isScalar */.jn)(node) ? node.source ?? String(node.value) : null;
}
function applications_text(value) {
    return typeof value === 'string' && value !== '' ? value : null;
}
function items(value) {
    return Array.isArray(value) ? value : [];
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function get(value, key) {
    return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/environments.js




/**
 * The environments that the configuration names or an Application is in, sorted by name. Deploy branch and folder
 * come from the configuration, else from the Applications: those of services where there are some, since add-ons
 * may follow something else. Where they disagree on the branch it is null, and a problem.
 */ function findEnvironments(applications, config) {
    const isRoot = rootFinder(applications);
    const members = new Map(Object.keys(config.environments ?? {}).map((name)=>[
            name,
            []
        ]));
    for (const application of applications){
        if (application.environment === null) continue;
        const known = members.get(application.environment);
        if (known) known.push(application);
        else members.set(application.environment, [
            application
        ]);
    }
    const environments = [];
    const problems = [];
    for (const [name, all] of [
        ...members
    ].sort(([a], [b])=>(0,lib_location/* compareText */.n6)(a, b))){
        const configured = config.environments?.[name];
        const others = all.filter((application)=>!isRoot(application));
        const ofServices = others.filter(({ service })=>service !== null);
        const telling = [
            ofServices,
            others,
            all
        ].find((group)=>group.length > 0) ?? [];
        const deployBranch = configured?.['deploy-branch'] ?? sharedRevision(name, telling, problems);
        const folders = new Set(telling.map(({ file })=>(0,repository_paths/* folderOf */.yS)(file)));
        const applications = configured?.applications ?? (folders.size === 1 ? [
            ...folders
        ][0] ?? null : null);
        environments.push({
            name,
            deployBranch,
            applications
        });
    }
    return {
        environments,
        problems
    };
}
function sharedRevision(environment, applications, problems) {
    const users = new Map();
    for (const application of applications){
        for (const { ours, path, targetRevision } of application.sources){
            if (ours === false || path === null || targetRevision === null || targetRevision === 'HEAD') continue;
            if (!users.has(targetRevision)) users.set(targetRevision, application);
        }
    }
    if (users.size < 2) return [
        ...users.keys()
    ][0] ?? null;
    const said = [
        ...users
    ].sort(([a], [b])=>(0,lib_location/* compareText */.n6)(a, b)).map(([revision, { file }])=>`${(0,names/* quoteName */.AB)(revision)} (${(0,names/* showPath */.P8)(file)})`);
    problems.push({
        severity: 'warning',
        message: `the Applications of ${(0,names/* quoteName */.AB)(environment)} follow different revisions: ${(0,names/* listFew */.lE)(said)}`,
        help: `Say which is its deploy branch in rollcall.yaml: environments: { ${(0,names/* quoteName */.AB)(environment)}: { deploy-branch: … } }.`
    });
    return null;
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/folder-patterns.js
var folder_patterns = __webpack_require__(7785);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/leftovers.js






/** Images of the public library: a chart that uses one by its bare name does not say it was built here. */ const publicImages = new Set([
    'alpine',
    'busybox',
    'consul',
    'elasticsearch',
    'grafana',
    'haproxy',
    'influxdb',
    'kafka',
    'kibana',
    'logstash',
    'mariadb',
    'memcached',
    'minio',
    'mongo',
    'mongodb',
    'mysql',
    'nats',
    'nginx',
    'node',
    'postgres',
    'postgresql',
    'prometheus',
    'rabbitmq',
    'redis',
    'registry',
    'traefik',
    'valkey',
    'vault',
    'zookeeper'
]);
/**
 * Services of which only a chart or an Application is left: their image is named as those of the services with
 * source are (same prefix, their own name last), or the configuration names them, in `removed-services` or in
 * `services.overrides`. Charts and Applications without that are add-ons, not services.
 */ function findLeftovers(services, charts, applications, config, contents) {
    const overrides = config.services?.overrides ?? {};
    const excluded = (0,folder_patterns/* folderMatcher */.z)(config.services?.exclude ?? []);
    const isRoot = rootFinder(applications);
    const known = new Set(services.map(({ name })=>name));
    const taken = new Set(services.map(({ chart })=>chart));
    const candidates = new Map();
    const candidate = (name)=>{
        const one = candidates.get(name) ?? {
            images: []
        };
        candidates.set(name, one);
        return one;
    };
    for (const chart of charts){
        if (chart.library || taken.has(chart.path) || known.has(chart.name) || excluded(chart.path)) continue;
        candidate(chart.name).images.push(...chartImages(chart, contents));
    }
    for (const application of applications){
        if (application.service !== null || isRoot(application)) continue;
        candidate(plainName(application)).images.push(...imagesOf(application));
    }
    if (candidates.size === 0) return [];
    const named = new Set([
        ...config['removed-services'] ?? [],
        ...Object.keys(overrides)
    ]);
    const prefixes = builtPrefixes(services, charts, applications, contents);
    return [
        ...candidates
    ].flatMap(([name, { images }])=>{
        const built = images.some((image)=>image.name === name && prefixes.has(image.prefix) && !isPublic(image));
        if (!(0,names/* isServiceName */.tN)(name) || !(built || named.has(name))) return [];
        const kind = overrides[name]?.kind ?? 'other';
        return [
            {
                name,
                path: null,
                kind,
                dockerfile: null,
                dockerfiles: [],
                chart: null
            }
        ];
    });
}
function isPublic({ prefix, name }) {
    return prefix === '' && publicImages.has(name);
}
/** What stands before the service's name in the images of the services whose source is here. */ function builtPrefixes(services, charts, applications, contents) {
    const names = new Set(services.map(({ name })=>name));
    const prefixes = new Set();
    for (const application of applications){
        for (const { prefix, name } of imagesOf(application))if (names.has(name)) prefixes.add(prefix);
    }
    const byPath = new Map(charts.map((chart)=>[
            chart.path,
            chart
        ]));
    for (const { name, chart } of services){
        const found = chart === null ? undefined : byPath.get(chart);
        for (const image of found ? chartImages(found, contents) : [])if (image.name === name) prefixes.add(image.prefix);
    }
    return prefixes;
}
/** The image of a chart's `values.yaml`: `image.repository`, or `image` itself. Unreadable values tell nothing here. */ function chartImages(chart, contents) {
    const path = (0,repository_paths/* joinPath */.uJ)(chart.path, 'values.yaml');
    const bytes = contents.get(path);
    if (!bytes) return [];
    let values;
    try {
        values = (0,yaml_document/* parseYamlFile */.B)(path, (0,yaml_document/* decodeUtf8 */._)(path, bytes)).documents[0]?.value();
    } catch (error) {
        if (error instanceof user_error/* UserError */.yo) return [];
        throw error;
    }
    if (typeof values !== 'object' || values === null || !('image' in values)) return [];
    const { image } = values;
    if (typeof image === 'string') return [
        splitImage(image)
    ];
    if (typeof image !== 'object' || image === null || !('repository' in image)) return [];
    return typeof image.repository === 'string' ? [
        splitImage(image.repository)
    ] : [];
}

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/repository-url.js
/**
 * One spelling for the address of a repository, `host/owner/name` in lower case, whatever the protocol
 * (`https://`, `ssh://`, `git@host:`), user, default port, `.git` or last slash. A Helm repository may be
 * a host alone. Null for what is no remote address: a local path, a template, nothing.
 */ function normaliseRepositoryUrl(url) {
    const text = url.trim();
    if (/\s|\{\{|\$\{/.test(text)) return null;
    const parts = /^(?:git\+)?([a-z][a-z0-9]*):\/\/(?:[^/@]*@)?([^/:]+)(?::(\d+))?(?:\/(.*))?$/i.exec(text) ?? /^()(?:[^/@:]+@)([^/:]+)()?:(?!\/\/)(.+)$/.exec(text);
    if (!parts) return null;
    const [, protocol = '', host = '', port = '', rest = ''] = parts;
    if (protocol.toLowerCase() === 'file') return null;
    const path = rest.replace(/[?#].*$/, '').replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
    const server = host.toLowerCase().replace(/^ssh\.github\.com$/, 'github.com');
    const special = port !== '' && !usualPorts.has(port) && server !== 'github.com';
    return `${server}${special ? `:${port}` : ''}${path === '' ? '' : `/${path.toLowerCase()}`}`;
}
const usualPorts = new Set([
    '22',
    '80',
    '443',
    '9418'
]);

;// CONCATENATED MODULE: ./packages/domain/lib/catalog/own-sources.js

/**
 * Tells which sources are of this repository. By its address, where a source has it. In a fork, a mirror, behind
 * another name of the server or in a plain folder none has: then it is the address whose sources' paths are mostly
 * here. `files` are sorted by code unit.
 */ function assignOwnSources(applications, repositoryUrl, files) {
    const here = repositoryUrl === null ? null : normaliseRepositoryUrl(repositoryUrl);
    const sources = applications.flatMap((application)=>application.sources);
    const named = here !== null && sources.some(({ repoURL })=>addressOf(repoURL) === here);
    const own = named ? here : mostlyHere(sources, files) ?? here;
    for (const source of sources){
        const address = addressOf(source.repoURL);
        if (own === null || address === null) source.ours = null;
        else if (address === own) source.ours = true;
        else source.ours = normaliseRepositoryUrl(source.repoURL ?? '') === null ? null : false;
    }
}
function mostlyHere(sources, files) {
    const counts = new Map();
    for (const { repoURL, path } of sources){
        const address = addressOf(repoURL);
        if (address === null || path === null || path === '') continue;
        const count = counts.get(address) ?? {
            here: 0,
            all: 0
        };
        count.all += 1;
        if (isFolder(path, files)) count.here += 1;
        counts.set(address, count);
    }
    const [best] = [
        ...counts
    ].sort((a, b)=>b[1].here - a[1].here || b[1].all - a[1].all);
    return best && best[1].here * 2 > best[1].all ? best[0] : null;
}
function addressOf(url) {
    return url === null ? null : normaliseRepositoryUrl(url) ?? url;
}
/** Whether a file lies below a path: the first that is not before `path/` begins with it. */ function isFolder(path, files) {
    const prefix = `${path}/`;
    let low = 0;
    let high = files.length;
    while(low < high){
        const middle = low + high >> 1;
        if ((files[middle] ?? '') < prefix) low = middle + 1;
        else high = middle;
    }
    return files[low]?.startsWith(prefix) ?? false;
}

// EXTERNAL MODULE: ./packages/domain/lib/catalog/services.js + 5 modules
var catalog_services = __webpack_require__(9376);
;// CONCATENATED MODULE: ./packages/domain/lib/catalog/load-catalog.js










/**
 * Discovers the Catalog of a tree: one listing, one batch of reading (a second, small one where JSON may hold
 * Applications). `repositoryUrl` is this repository's address, to tell its own sources by. UserError
 * where two folders claim one service name; everything else that cannot be known is among `problems`.
 */ async function loadCatalog(tree, config, options) {
    const entries = await tree.list();
    const files = entries.flatMap(({ path, mode })=>mode === 'file' || mode === 'executable' ? [
            path
        ] : []);
    const folders = chartFolders(files);
    const wanted = new Set([
        ...selectManifests(files, folders),
        ...folders.map((folder)=>(0,repository_paths/* joinPath */.uJ)(folder, 'Chart.yaml'))
    ]);
    const contents = await tree.read([
        ...wanted
    ]);
    const { services, problems } = (0,catalog_services/* discoverServices */.U)(entries, config);
    const { charts, problems: chartProblems } = readCharts(folders, contents);
    const yaml = readApplications(contents);
    assignOwnSources(yaml.applications, options.repositoryUrl, files);
    const json = readApplications(await tree.read(selectJsonManifests(files, yaml.applications)));
    const applications = [
        ...yaml.applications,
        ...json.applications
    ].sort((a, b)=>(0,lib_location/* compareText */.n6)(a.file, b.file));
    assignOwnSources(applications, options.repositoryUrl, files);
    problems.push(...chartProblems, ...yaml.problems, ...json.problems);
    assignCharts(services, charts, applications);
    assignEnvironments(applications, config, new Set([
        ...services,
        ...charts
    ].map(({ name })=>name)));
    assignServices(applications, services, charts);
    const leftovers = findLeftovers(services, charts, applications, config, contents);
    if (leftovers.length > 0) {
        services.push(...leftovers);
        services.sort((a, b)=>(0,lib_location/* compareText */.n6)(a.name, b.name));
        assignCharts(services, charts, applications);
        assignServices(applications, services, charts);
    }
    const { environments, problems: environmentProblems } = findEnvironments(applications, config);
    problems.push(...environmentProblems);
    return {
        services,
        charts,
        applications,
        environments,
        problems
    };
}


/***/ })

};
