import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultFolder, ownFolder } from './places.ts';
import { runTool } from './run-tool.ts';

interface Software {
  /** Name and version: the folder's name. */
  readonly name: string;
}

const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

export const softwareFolder = ({ name }: Software): string => path.join(defaultFolder(), 'software', name);

export const jarsFolder = (software: Software): string => path.join(softwareFolder(software), 'lib');

/** Fills a folder beside its final place and renames it: one that is there is complete, whoever else fetches at the same time. */
const fetchOnce = async (software: Software, fill: (folder: string) => Promise<void>): Promise<void> => {
  const final = softwareFolder(software);
  ownFolder(defaultFolder());
  const room = ownFolder(path.dirname(final));
  if (existsSync(final)) return;
  const folder = path.join(mkdtempSync(path.join(room, '.fetch-')), 'new');
  try {
    ownFolder(folder);
    await fill(folder);
    if (!existsSync(final)) renameSync(folder, final);
  } finally {
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
};

/** Outside a project some goals write marks into the working directory. */
const maven = (folder: string, goal: string, words: readonly string[]): Promise<void> =>
  runTool('mvn', ['-q', '-B', '-ntp', `${plugin}:${goal}`, ...words], folder);

const project = (artifacts: readonly string[]): string => {
  const dependencies = artifacts
    .map((artifact) => artifact.split(':'))
    .map(
      ([group, name, version]) =>
        `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
    );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>earshot</groupId><artifactId>local-engines</artifactId><version>1</version>
<dependencies>${dependencies.join('\n')}</dependencies></project>
`;
};

/** The artifacts (`group:name:version`) and all they need, into `lib/`. Maven keeps them in its local repository. */
export const fetchJars = (software: Software & { readonly artifacts: readonly string[] }): Promise<void> =>
  fetchOnce(software, async (folder) => {
    const pom = path.join(folder, 'pom.xml');
    writeFileSync(pom, project(software.artifacts));
    await maven(folder, 'copy-dependencies', ['-f', pom, `-DoutputDirectory=${path.join(folder, 'lib')}`]);
  });

/** One archive (`group:name:version:type`), unpacked. */
export const fetchArchive = (software: Software & { readonly artifact: string }): Promise<void> =>
  fetchOnce(software, (folder) => maven(folder, 'unpack', [`-Dartifact=${software.artifact}`, `-DoutputDirectory=${folder}`]));

/** A Go program (`path@version`), built from its module. */
export const fetchGoProgram = (software: Software & { readonly program: string }): Promise<void> =>
  fetchOnce(software, (folder) => runTool('go', ['install', software.program], folder, { GOBIN: folder, CGO_ENABLED: '0' }));
