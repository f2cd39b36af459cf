import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import path from 'node:path';

/** What the machine must have. */
export type Tool = 'java' | 'mvn' | 'redis-server' | 'go';

const javaMajorMin = 17;

const advice: Readonly<Record<Tool, string>> = {
  java: `Java ${javaMajorMin} or newer (Debian: apt-get install default-jre-headless; macOS: brew install openjdk@21)`,
  mvn: 'Apache Maven (Debian: apt-get install maven; macOS: brew install maven)',
  go: 'Go 1.24 or newer (https://go.dev/dl)',
  'redis-server': 'Redis (Debian: apt-get install redis-server; macOS: brew install redis)',
};

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** `java` of JAVA_HOME, else of the PATH. */
export const javaCommand = (): string => {
  const home = process.env['JAVA_HOME'];
  return home === undefined || home === '' ? (onPath('java') ?? 'java') : path.join(home, 'bin', 'java');
};

/** The folder above `bin/java`, links followed. */
export const javaHome = (): string => path.dirname(path.dirname(realpathSync(javaCommand())));

/** Major version from what `java -version` says; null when it is not Java at all. */
export const javaMajor = (said: string): number | null => {
  const found = /version "(?:1\.)?(\d+)/u.exec(said)?.[1];
  return found === undefined ? null : Number(found);
};

const isThere = (tool: Tool): boolean => {
  if (tool !== 'java') return onPath(tool) !== undefined;
  const { stderr } = spawnSync(javaCommand(), ['-version'], { encoding: 'utf8' });
  return (javaMajor(stderr ?? '') ?? 0) >= javaMajorMin;
};

/** What is missing, one sentence each with the way to have it. */
export const missingTools = (tools: readonly Tool[]): string[] =>
  [...new Set(tools)].filter((tool) => !isThere(tool)).map((tool) => `not found: ${advice[tool]}`);
