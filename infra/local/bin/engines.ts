// npm run engines -- up|down|status|logs|restart|kill|pause|resume: data on stdout, talk on stderr.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../src/commands.ts';
import { defaultFolder, ownFolder } from '../src/software/places.ts';

const usage = `npm run engines -- <command> [engine ...] [--folder F] [--json]

  up       start engines (all unless named) and wait until they serve; prints export lines
  down     stop what up started in this folder, and remove its data
  status   what runs; exit code 1 when something does not
  logs     the last lines of each
  restart, kill, pause, resume <engine>   for looking at faults

  --folder F    where data and logs live (default: below the temporary folder)
  --brokers N   brokers of Kafka, 1 to 3
  --json        the same as JSON on stdout

Engines: kafka, elasticsearch, redis.
`;

const parsed = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        folder: { type: 'string' },
        brokers: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    console.error((error as Error).message);
    return null;
  }
})();

const main = async (): Promise<number> => {
  if (parsed === null) return 2;
  const [command, ...words] = parsed.positionals;
  if (parsed.values.help) {
    console.log(usage);
    return 0;
  }
  const folder = parsed.values.folder === undefined ? ownFolder(defaultFolder()) : path.resolve(parsed.values.folder);
  mkdirSync(folder, { recursive: true });
  const answer = await runCommand(command ?? '', words, { folder, brokers: Number(parsed.values.brokers ?? 1), json: parsed.values.json });
  if (answer === null) console.error(usage);
  return answer ?? 2;
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
