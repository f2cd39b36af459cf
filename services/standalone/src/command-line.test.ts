import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cleanUp, earshot, launch, sampleFolder, temporaryFolder } from './testing/earshot-process.ts';

afterAll(cleanUp);

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const jsonLines = <T>(text: string): T[] => linesOf(text).map((line) => JSON.parse(line) as T);

const commands = ['start', 'import', 'parse', 'analyse', 'search', 'aggregate', 'export', 'validate', 'doctor'];

describe('usage', () => {
  test('the help lists every command', async () => {
    const { code, stdout, stderr } = await earshot(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'mu'));
  });

  test.each(commands)('%s --help is an answer; an option that nobody knows is wrong usage', async (command) => {
    const help = await earshot([command, '--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain(`Usage: earshot ${command}`);
    const unknown = await earshot([command, '--no-such-option']);
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('--no-such-option');
  });

  const dir = temporaryFolder();
  const wrong: readonly [words: readonly string[], told: string][] = [
    [[], 'Usage: earshot'],
    [['serve'], "unknown command 'serve'"],
    [['parse', 'fax', '-'], 'email, social, web, hotline'],
    [['import', '--as', 'fax', '.'], 'email, social, web, hotline'],
    [['analyse', '--channel', 'fax'], 'email, social, web, hotline'],
    [['analyse', '--stages', 'analyse'], 'clean,normalise,analyse'],
    [['analyse', '--now', 'never'], 'ISO 8601'],
    [['search', '--data', dir], 'no index'],
    [['search', '--size', '0'], 'whole number'],
    [['import', path.join(dir, 'nowhere'), '--data', dir], 'nowhere'],
    [['start', '--port', '70000'], '65535'],
  ];
  test.each(wrong)('%j exits with 2 and tells the way out', async (words, told) => {
    const { code, stdout, stderr } = await earshot(words, { input: '' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(told);
    expect(stderr).not.toMatch(/\n\s+at /u);
  });
});

describe('search, aggregate and export over a folder', () => {
  const dir = temporaryFolder();
  let accepted = 0;
  beforeAll(async () => {
    const files = ['web/shop.ndjson', 'web/hotel-survey.csv', 'social/weibo.ndjson', 'email', 'hotline'];
    const rejects = path.join(dir, 'rejects.ndjson');
    const words = ['import', ...files.map((file) => path.join(sampleFolder, file)), '--data', dir, '--rejects', rejects, '--json'];
    const { code, stdout } = await earshot(words);
    expect(code).toBe(0);
    ({ accepted } = JSON.parse(stdout) as { accepted: number });
    expect(existsSync(rejects)).toBe(false);
  }, 60_000);

  interface Page {
    readonly hits: readonly { readonly id: string; readonly document: { readonly channel: string; readonly text: string } }[];
    readonly total: { readonly value: number };
    readonly cursor?: string;
  }
  const search = async (...words: string[]): Promise<Page> => {
    const { code, stdout } = await earshot(['search', '--json', '--data', dir, ...words]);
    expect(code).toBe(0);
    return JSON.parse(stdout) as Page;
  };

  test('every accepted message is found once, page by page', async () => {
    const first = await search('--size', '60');
    expect(first.total.value).toBe(accepted);
    expect(first.hits).toHaveLength(60);
    const rest = await search('--size', '10000', '--cursor', first.cursor ?? '');
    expect(new Set([...first.hits, ...rest.hits].map(({ id }) => id)).size).toBe(accepted);
    expect(rest.cursor).toBeUndefined();
  });

  test.each([
    ['“电话”', '电话'],
    ['“room”', 'room'],
  ])('the phrase %s finds texts that hold it', async (query, word) => {
    const { hits } = await search(query);
    expect(hits.length).toBeGreaterThan(0);
    for (const { document } of hits) expect(JSON.stringify(document).toLowerCase()).toContain(word);
  });

  test('an aggregate is the sum of what its buckets open', async () => {
    const { code, stdout } = await earshot([
      'aggregate',
      '--by',
      'channel',
      'sentiment.label',
      '--metric',
      'people',
      '--json',
      '--data',
      dir,
    ]);
    expect(code).toBe(0);
    const root = JSON.parse(stdout) as {
      count: number;
      metrics: { people: number };
      buckets: { count: number; query: string; key: string }[];
    };
    expect(root.count).toBe(accepted);
    expect(root.metrics.people).toBeGreaterThan(1);
    expect(root.buckets.map(({ key }) => key).toSorted()).toEqual(['email', 'hotline', 'social', 'web']);
    for (const { count, query } of root.buckets) expect((await search(query)).total.value).toBe(count);
  });

  test('tables for people go to stdout, talk to stderr', async () => {
    const found = await earshot(['search', '--size', '3', '--data', dir]);
    expect([found.code, linesOf(found.stdout).length]).toEqual([0, 3]);
    expect(found.stderr).toMatch(new RegExp(`^3 of ${accepted}; more: --cursor \\S+\n$`, 'u'));
    const counted = await earshot(['aggregate', '--data', dir]);
    expect(counted.stdout).toMatch(new RegExp(`^all {2}${accepted}\n( {2}\\w+ {2}\\d+\n){4}$`, 'u'));
  });

  test('a query that cannot be read and a channel that is not there exit with 2', async () => {
    for (const [words, told] of [
      [['(太慢'], 'err:query:client:syntax'],
      [['sentimnt:x'], 'sentiment'],
      [['--channel', 'fax'], 'email, social, web, hotline'],
      [['--from', 'yesterday'], 'ISO 8601'],
    ] as const) {
      const { code, stdout, stderr } = await earshot(['search', ...words, '--data', dir]);
      expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: '' });
      expect(stderr).toContain(told);
      expect(stderr).not.toMatch(/\n\s+at /u);
    }
  });

  test('export prints every row as NDJSON and as CSV', async () => {
    const rows = jsonLines<{ id: string; channel: string }>((await earshot(['export', '--data', dir])).stdout);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(accepted);
    const web = await earshot(['export', '--channel', 'web', '--format', 'csv', '--data', dir]);
    expect([web.code, web.stderr]).toEqual([0, '']);
    // One id stands in each row, however many lines its text has.
    const ids = rows.filter(({ channel }) => channel === 'web').map(({ id }) => id);
    expect(web.stdout.startsWith("\ufeff'@timestamp,")).toBe(true);
    for (const { id, channel } of rows) expect([id, web.stdout.includes(`,${id},`)]).toEqual([id, channel === 'web']);
    expect(ids.length).toBeGreaterThan(20);
  });

  test.each(['ndjson', 'csv'])('a reader of %s that leaves early is no error', async (format) => {
    const child = launch(['export', '--format', format, '--data', dir]);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const code = await new Promise((resolve) => {
      child.once('close', resolve);
      child.stdout?.once('data', () => child.stdout?.destroy());
    });
    expect({ code, said }).toEqual({ code: 0, said: '' });
  });
});

describe('parse', () => {
  interface Canonical {
    readonly text?: string;
    readonly turns?: readonly { readonly text: string }[];
  }
  const textOf = ({ text, turns = [] }: Canonical): string => [text ?? '', ...turns.map((turn) => turn.text)].join('\n');
  const table: readonly [channel: string, file: string, records: number][] = [
    ['email', 'email/1102-drilling-complaint.eml', 1],
    ['email', 'email/cloudnest-care.mbox', 24],
    ['social', 'social/x-cloudnest.json', 38],
    ['social', 'social/weibo.ndjson', 40],
    ['web', 'web/hotel-survey.csv', 22],
    ['web', 'web/shop-reviews.gb18030.csv', 22],
    ['hotline', 'hotline/1102-2135-no-hot-water.vtt', 1],
    ['hotline', 'hotline/1119-1902-lost-earring.srt', 1],
    ['hotline', 'hotline/1118-1502-wedding-lunch.json', 1],
    ['hotline', 'hotline/1028-1540-cup-lid.txt', 1],
  ];
  test.each(table)('%s %s by its name and from stdin', async (channel, file, records) => {
    const whole = path.join(sampleFolder, file);
    const named = await earshot(['parse', channel, whole]);
    expect({ code: named.code, stderr: named.stderr }).toEqual({ code: 0, stderr: '' });
    const texts = jsonLines<Canonical>(named.stdout).map(textOf);
    expect(texts).toHaveLength(records);
    for (const text of texts) expect(text.trim()).not.toBe('');
    const piped = await earshot(['parse', channel], { input: readFileSync(whole) });
    expect(piped.code).toBe(0);
    expect(jsonLines<Canonical>(piped.stdout).map(textOf)).toEqual(texts);
  });

  test('bad rows are named on stderr with their code, the good ones are printed', async () => {
    const input = '{"feedback":"很好"}\n{"feedback":\n{"feedback":7}\n{"feedback":"slow"}\n';
    const { code, stdout, stderr } = await earshot(['parse', 'web', '--format', 'ndjson'], { input });
    expect([code, linesOf(stdout).length]).toEqual([1, 2]);
    expect(stderr).toContain('err:intake:client:malformed-json');
    expect(stderr).toContain('err:intake:client:wrong-type');
  });
});
