import path from 'node:path';
import ts from 'typescript';
import { root } from '../read.ts';

/** A rendered Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [member: string]: unknown;
}

/** Package that declares the shapes of an API group; generated there from the OpenAPI documents and CRDs. */
const packageOf = (apiVersion: string): string => {
  if (apiVersion.startsWith('keda.sh/')) return `@kubernetes-models/keda/${apiVersion}`;
  if (apiVersion.startsWith('monitoring.coreos.com/')) return `@kubernetes-models/prometheus-operator/${apiVersion}`;
  return `kubernetes-models/${apiVersion}`;
};

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/**
 * What is wrong with manifests, by the compiler: written as literals of their declared types, a member that no API knows is refused like
 * one of the wrong type. Empty: nothing.
 */
export const problemsOf = (manifests: readonly Manifest[]): readonly string[] => {
  const file = path.join(root, 'infra/deployment/src/kubernetes/manifests.ts');
  const source = manifests
    .map((manifest, at) => {
      const declared = `import('${packageOf(manifest.apiVersion)}').I${manifest.kind}`;
      return `export const manifest${at}: ${declared} = ${JSON.stringify(manifest)};`;
    })
    .join('\n');
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language, ...rest) =>
    name === file ? ts.createSourceFile(name, source, language) : getSourceFile.call(host, name, language, ...rest);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0, file: where }) => {
    const at = where?.getLineAndCharacterOfPosition(start).line;
    const manifest = at === undefined ? undefined : manifests[at];
    return `${manifest?.kind} ${manifest?.metadata.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
};
