import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import runtimeFlags from '../../bin/runtime-flags.json' with { type: 'json' };

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const launcher = fileURLToPath(new URL('../../bin/earshot.js', import.meta.url));

/** The sample data that ships with the system. */
export const sampleFolder = fileURLToPath(new URL('../../sample/', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Largest resident memory up to its last output, bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
}

interface Options {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

/** A new empty folder that `cleanUp` removes. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'earshot-'));
  folders.push(folder);
  return folder;
};

/** Variables without the prefix that are settings too: a test that wants real servers names them itself. */
const settingsWithoutPrefix: ReadonlySet<string> = new Set(['PORT', 'KAFKA_BROKERS', 'ELASTICSEARCH_URL', 'REDIS_URL', 'S3_ENDPOINT']);

/** The settings of whoever runs the tests must not reach the processes under test. */
const environment = (more: Options['env'] = {}): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('EARSHOT_') && !settingsWithoutPrefix.has(name))),
  EARSHOT_PSEUDONYM_KEY: 'a key for tests only',
  ...more,
});

const tracked = (child: ChildProcess): ChildProcess => {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

const collect = (child: ChildProcess): { stdout: string; stderr: string } => {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return said;
};

const exited = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('close', (code) => resolve(code));
  });

/** Starts one command as the leader of its own process group, through the launcher that people use. */
export const launch = (words: readonly string[], { env, cwd }: Options = {}): ChildProcess =>
  tracked(spawn(process.execPath, [launcher, ...words], { env: environment(env), cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }));

/** Ends a whole process group without a word, as a power cut would. */
export const killGroup = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = exited(child);
  process.kill(-child.pid, 'SIGKILL');
  await gone;
};

/** Runs one command to its end. */
export const earshot = async (words: readonly string[], { input, env, cwd }: Options = {}): Promise<Finished> => {
  const child = tracked(spawn(process.execPath, [...runtimeFlags, main, ...words], { env: environment(env), cwd, stdio: 'pipe' }));
  const said = collect(child);
  const end = exited(child);
  let peakBytes: number | null = null;
  child.stdout?.on('data', () => {
    peakBytes = peakMemory(child.pid ?? 0) ?? peakBytes;
  });
  child.stdin?.on('error', () => undefined).end(input);
  const code = await end;
  return { code, ...said, peakBytes };
};

export interface Server {
  readonly address: string;
  readonly pid: number;
  stderr(): string;
  /** Its exit code, once it has ended by itself or by a signal. */
  readonly ended: Promise<number | null>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a command that serves, in this very process group; settles when it says where it listens. */
const serving = async (words: readonly string[], listens: RegExp, { env, cwd }: Options): Promise<Server> => {
  const child = tracked(
    spawn(process.execPath, [...runtimeFlags, main, ...words], { env: environment(env), cwd, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const said = collect(child);
  const end = exited(child);
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', () => {
      const found = listens.exec(said.stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
    end.then(
      (code) => reject(new Error(`exit ${code}: ${said.stderr}`)),
      (error: unknown) => reject(error),
    );
  });
  return {
    address,
    pid: child.pid ?? 0,
    stderr: () => said.stderr,
    ended: end,
    signal: (name) => child.kill(name),
    stop: () => {
      child.kill('SIGTERM');
      return end;
    },
  };
};

/** `earshot start` on a free port; settles when it says where it listens. */
export const startServer = (dir: string, words: readonly string[] = [], options: Options = {}): Promise<Server> =>
  serving(['start', '--data', dir, '--port', '0', ...words], /Earshot listens at (\S+)[^]*Ctrl\+C/u, { cwd: dir, ...options });

/** `earshot run <service>` on a free port. */
export const startService = (name: string, words: readonly string[], options: Options): Promise<Server> =>
  serving(['run', name, '--port', '0', ...words], new RegExp(`earshot ${name} listens at (\\S+)`, 'u'), options);

/** Largest resident memory that a process had, bytes; null where the system does not tell. */
export const peakMemory = (pid: number): number | null => {
  try {
    const kibibytes = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
};

/** Looks again until `look` finds something. The test's own time limit ends it. */
export const until = async <T>(look: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
};

/** Leaves no process and no folder behind. */
export const cleanUp = async (): Promise<void> => {
  await Promise.all(
    [...running].map((child) => {
      const gone = exited(child);
      child.kill('SIGKILL');
      return gone;
    }),
  );
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
};
