import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from '@jest/globals';

export interface ToolSpec {
  readonly name: string;
  /** How a reader gets it. */
  readonly install: string;
  /** Go package that CI builds it from, where the system has none. */
  readonly module?: string;
}

const required = process.env['EARSHOT_REQUIRE_ENGINES'] === '1';
const folder = path.join(tmpdir(), 'earshot-tools');
const works = (command: string): boolean => spawnSync(command, ['--help'], { stdio: 'ignore' }).status === 0;

const find = ({ name, module }: ToolSpec): string | undefined => {
  if (works(name)) return name;
  const built = path.join(folder, name);
  if (existsSync(built)) return built;
  if (!required || module === undefined || spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return undefined;
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('go', ['install', module], { env: { ...process.env, GOBIN: folder }, stdio: 'inherit' });
  return status === 0 ? built : undefined;
};

/** What a tool said, and whether it was content. */
export interface Run {
  readonly ok: boolean;
  readonly output: string;
  readonly errors: string;
}

export type Tool = (...args: readonly string[]) => Run;

/**
 * Tests that need a command-line tool of others. Absent, they count as skipped, with the reason; with EARSHOT_REQUIRE_ENGINES=1 it is built
 * where that can be done, else they fail.
 */
export const withTool = (spec: ToolSpec, body: (tool: Tool) => void): void => {
  const command = find(spec);
  const reason = `${spec.name} is not here (${spec.install})`;
  if (command !== undefined) {
    body((...args) => {
      const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
      return { ok: status === 0, output: stdout, errors: stderr };
    });
  } else if (required) {
    test(reason, () => {
      throw new Error(reason);
    });
  } else test.skip(reason, () => undefined);
};
