// Who may import whom. Each rule carries its reason; test/unit/import-rules.test.ts breaks each one to see it fail.

/** A layer may import itself, the folders named, and the npm packages named; nothing else. */
function layer(name, reason, { folders = [], packages = [], builtins = false }) {
  const own = ['model', name, ...folders].map((folder) => `^src/${folder}[/.]`);
  const modules = packages.map((name) => `node_modules/${name}/`);
  return {
    name: `${name}-stays-in-its-layer`,
    comment: reason,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: {
      pathNot: [...own, ...modules],
      dependencyTypesNot: builtins ? ['core'] : [],
    },
  };
}

const editorFolders = '^src/(host|providers|commands)/|^src/extension[.]ts$';

export default {
  forbidden: [
    layer(
      'model',
      'The words everyone speaks: plain data that depends on nothing, so that anything may depend on it.',
      {},
    ),
    layer('syntax', 'Hides the parser, so that it can be exchanged; knows nothing of Mongoose or of files.', {
      packages: ['typescript'],
    }),
    layer(
      'source',
      'A stage: text in, meaning out. It never knows which files there are or who is looking.',
      {
        folders: ['syntax'],
        packages: ['ms', '@types/ms'],
      },
    ),
    layer('workspace', 'Many files: it finds, caches and links what `source` reads, and does nothing else.', {
      folders: ['source'],
      packages: ['ignore'],
      builtins: true,
    }),
    layer('server', 'A stage: the only place that talks to MongoDB. Plain data in, plain data out.', {
      packages: ['mongodb', 'bson', '@mongodb-js/shell-bson-parser'],
      builtins: true,
    }),
    layer(
      'compare',
      'A stage: pure, so that every status can be tested as data and checked against the server.',
      {},
    ),
    layer('query', 'A stage: pure, so that every plan and verdict can be tested as data.', {}),
    layer('report', 'Result in, text out; the same words in the editor and on the command line.', {}),
    layer('cli', 'A front end: arguments to the line, its result to a report. The line itself is not here.', {
      folders: [
        ...['inspect', 'advise', 'advise-queries', 'query-report', 'slow', 'ensure', 'explain'],
        ...['workspace', 'server', 'report'],
      ],
      packages: ['commander'],
      builtins: true,
    }),
    layer(
      'host',
      'The edges that need VS Code, each behind a small interface; nothing of the product is decided here.',
      {
        folders: ['workspace'],
        packages: ['@types/vscode', 'vscode', 'yaml'],
        builtins: true,
      },
    ),
    {
      name: 'query-parts-stand-apart',
      comment:
        'What code asks (command), what the server answered (plan) and what is foretold (judging) are each true by themselves.',
      severity: 'error',
      from: { path: '^src/query/(command|plan|judging)/' },
      to: { path: '^src/query/(command|plan|judging|proposing|rules)/', pathNot: '^src/query/$1/' },
    },
    {
      name: 'proposing-knows-no-rule',
      comment: 'Rules tell what proposals and strategies find; those do not know who tells it.',
      severity: 'error',
      from: { path: '^src/query/proposing/' },
      to: { path: '^src/query/(command|plan|rules)/' },
    },
    {
      name: 'providers-only-draw',
      comment:
        'Providers draw the snapshot they are given: they reach neither the server, nor the line, nor a command.',
      severity: 'error',
      from: { path: '^src/providers/' },
      to: {
        path: '^src/(server|workspace|source|syntax|commands|cli|inspect|advise|ensure|explain|prove|plan-strategies|advise-queries|query-report|slow)[/.]',
      },
    },
    {
      name: 'commands-never-draw',
      comment:
        'Commands call the line and hand the session the outcome; extension.ts gives them what they need.',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: '^src/(providers|cli)/' },
    },
    {
      name: 'line-knows-no-front-end',
      comment:
        'inspect, advise, ensure and explain are the product; it serves editor, command line and tests alike.',
      severity: 'error',
      from: {
        path: '^src/(inspect|advise|ensure|explain|prove|plan-strategies|advise-queries|query-report|slow)[.]ts$',
      },
      to: { path: '^src/(host|providers|commands|cli|report|extension)[/.]' },
    },
    {
      name: 'vscode-at-the-edge',
      comment: 'Everything else must run on the command line and in plain tests.',
      severity: 'error',
      from: { path: '^(src|media)/', pathNot: editorFolders },
      to: { path: '(^|node_modules/(@types/)?)vscode(/|$)' },
    },
    {
      name: 'driver-only-in-server',
      comment: 'One place talks to MongoDB, so that errors, secrets and time limits are handled once.',
      severity: 'error',
      from: { path: '^(src|media)/', pathNot: '^src/server/' },
      to: { path: 'node_modules/(mongodb|bson)/' },
    },
    {
      name: 'driver-loads-on-first-connect',
      comment:
        'Loading the driver takes 150 to 350 ms: types may be imported, values only by a dynamic import.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/mongodb/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'parser-only-in-syntax',
      comment: 'The parser can be exchanged as long as one folder knows it.',
      severity: 'error',
      from: { path: '^(src|media)/', pathNot: '^src/syntax/' },
      to: { path: 'node_modules/typescript/' },
    },
    {
      name: 'pure-folders-use-no-node',
      comment: "These must also run in a browser's worker one day.",
      severity: 'error',
      from: { path: '^src/(model|syntax|source|compare|query|report)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'media-imports-only-the-model',
      comment:
        'The webview is a small script of its own: it shares the types of its messages and nothing else. It draws plans by a layout of trees.',
      severity: 'error',
      from: { path: '^media/' },
      to: { pathNot: '^(media|src/model)/|node_modules/(@types/)?d3-hierarchy/' },
    },
    {
      name: 'entries-are-not-imported',
      comment: 'extension.ts builds and registers; whoever imported it would know who is looking.',
      severity: 'error',
      from: { path: '^(src|media)/' },
      to: { path: '^src/extension[.]ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'The line is straight.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be resolved escapes every other rule.',
      severity: 'error',
      from: { path: '^(src|media)/' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.d.ts', '.json'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
