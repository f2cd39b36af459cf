import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { PartialFailure } from '../usage-error.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

const gibibyte = 1_073_741_824;

const runtimeCheck = (): Check => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 22 || (major === 22 && minor >= 22);
  return { name: 'node', ok, found: process.version, ...(ok ? {} : { remedy: 'install Node 22.22 or newer' }) };
};

const folderCheck = async (folder: string): Promise<Check> => {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const ok = free > gibibyte;
    return {
      name: 'data folder',
      ok,
      found: `${folder}, ${(free / gibibyte).toFixed(1)} GiB free`,
      ...(ok ? {} : { remedy: 'free at least 1 GiB, or choose another folder with --data DIR' }),
    };
  } catch (error) {
    return {
      name: 'data folder',
      ok: false,
      found: (error as Error).message,
      remedy: 'choose a folder that can be written with --data DIR',
    };
  }
};

const portCheck = (port: number): Promise<Check> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      resolve({
        name: 'port',
        ok: false,
        found: `${port}: ${error.code ?? error.message}`,
        remedy: `stop what listens there, or choose another with --port ${port + 1}`,
      }),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve({ name: 'port', ok: true, found: `${port} is free` })));
  });

const doctor = async (options: { data: string; port: string; json?: boolean }): Promise<void> => {
  const checks = [runtimeCheck(), await folderCheck(path.resolve(options.data)), await portCheck(Number(options.port))];
  if (options.json === true) process.stdout.write(`${JSON.stringify(checks)}\n`);
  else
    for (const { name, ok, found, remedy } of checks)
      process.stdout.write(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${found}${remedy === undefined ? '' : `\n     ${remedy}`}\n`);
  const failed = checks.filter(({ ok }) => !ok).length;
  if (failed > 0) throw new PartialFailure(`${failed} of ${checks.length} checks failed`);
};

export const doctorCommand = (environment: Environment): Command =>
  new Command('doctor')
    .description('Checks what Earshot needs of this machine')
    .addOption(new Option('--data <dir>', 'data folder').default(environment['EARSHOT_DATA_DIR'] ?? 'data'))
    .addOption(new Option('--port <number>', 'port of the server').default(environment['EARSHOT_SERVER_PORT'] ?? '8000'))
    .option('--json', 'one JSON array')
    .action(doctor);
