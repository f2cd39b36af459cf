import { spawn } from 'node:child_process';
import path from 'node:path';

/** Runs turbo tasks to their end; true when all passed. SIGINT and SIGTERM reach turbo, and through it the tasks. */
export const runTurbo = (root: string, tasks: readonly string[], concurrency: number, env: NodeJS.ProcessEnv): Promise<boolean> => {
  const flags = ['--continue', `--concurrency=${concurrency}`, '--output-logs=new-only', '--no-update-notifier'];
  return new Promise((resolve, reject) => {
    const turbo = spawn(path.join(root, 'node_modules', '.bin', 'turbo'), ['run', ...tasks, ...flags], {
      cwd: root,
      stdio: 'inherit',
      env: { ...env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    });
    const pass = (signal: NodeJS.Signals): boolean => turbo.kill(signal);
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.on(signal, pass);
    turbo.on('error', reject);
    turbo.on('close', (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve(code === 0);
    });
  });
};
