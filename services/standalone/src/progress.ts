import cliProgress from 'cli-progress';

/** Says on stderr how far a long task is; silent data stays on stdout. */
export interface Progress {
  update(done: number, note?: string): void;
  stop(): void;
}

const reportEveryMs = 2000;

/** Lines at intervals, for logs and pipes. */
const plain = (label: string, total: number, now: () => number): Progress => {
  let last = Number.NEGATIVE_INFINITY;
  let done = 0;
  const say = (): void => {
    process.stderr.write(`${label} ${done}/${total}\n`);
  };
  return {
    update: (value) => {
      done = value;
      if (now() - last < reportEveryMs) return;
      last = now();
      say();
    },
    stop: say,
  };
};

/**
 * A bar on a terminal, lines elsewhere.
 * @param total in the unit of `update`: bytes or records
 */
export const progressBar = (label: string, total: number, now: () => number): Progress => {
  if (!process.stderr.isTTY) return plain(label, total, now);
  const bar = new cliProgress.SingleBar(
    {
      format: `${label} {bar} {percentage}%  {value}/{total} {note}`,
      hideCursor: true,
      stream: process.stderr,
      barsize: 32,
      clearOnComplete: false,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0, { note: '' });
  return {
    update: (value, note = '') => bar.update(Math.min(value, total), { note }),
    stop: () => bar.stop(),
  };
};
