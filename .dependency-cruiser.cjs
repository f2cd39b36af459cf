// Who may import whom: the table of docs/architecture.md as law.
const rooms = {
  model: [],
  text: ['model'],
  platform: ['model'],
  engine: ['model', 'platform'],
  operations: ['model', 'engine', 'platform'],
  stages: ['model', 'text', 'engine'],
  connectors: ['model', 'text', 'engine'],
  intake: ['model', 'engine', 'platform', 'connectors'],
  dashboard: ['model'],
};

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-only-${['itself', ...allowed].join('-')}`,
  severity: 'error',
  comment: `packages/${room} may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}.`,
  from: { path: `^packages/${room}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^(packages|services)/', pathNot: `^packages/(${[room, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'nobody-imports-a-service', severity: 'error', from: { path: '^packages/' }, to: { path: '^services/' } },
    {
      name: 'services-import-front-doors-only',
      severity: 'error',
      comment: 'Import the package by its name, not a file inside it.',
      from: { path: '^services/' },
      to: { path: '^packages/[^/]+/src/(?!(?:index|distributed)\\.ts$)', pathNot: '^packages/platform/src/[a-z]+/[a-z-]+\\.ts$' },
    },
    {
      name: 'testkit-from-tests-only',
      severity: 'error',
      from: { path: '^(packages/(?!testkit)|services/)', pathNot: '\\.test\\.ts$|/contract\\.ts$|/src/testing/' },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'no-relative-path-out-of-a-room',
      severity: 'error',
      from: { path: '^((?:packages|services)/[^/]+)/' },
      to: {
        path: '^(?:packages|services)/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-workspace', 'npm', 'aliased'],
      },
    },
    { name: 'no-undeclared-dependency', severity: 'error', from: {}, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(fixtures|dist|\\.test-results)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
