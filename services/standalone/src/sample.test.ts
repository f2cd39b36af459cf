import { readdirSync, readFileSync } from 'node:fs';
import { registry } from '@earshot/connectors';
import type { Channel, RawRecord } from '@earshot/model';
import { describe, expect, test } from '@jest/globals';

interface Entry {
  readonly path: string;
  readonly channel: Channel;
  readonly account: string;
  readonly format: string;
  readonly occurredAt?: string;
}

const folder = new URL('../sample/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as readonly Entry[];

const recordsOf = async (entry: Entry): Promise<readonly RawRecord[]> => {
  const { path: filename, account, format, channel } = entry;
  const meta = { account, format, filename, receivedAt: '2026-11-24T00:00:00.000Z', receipt: 'sample' };
  const items = await registry[channel].parse(readFileSync(new URL(filename, folder)), meta);
  return [...items].map((item) => {
    if (item.tag === 'fault') throw new Error(`${filename} ${item.path}: ${item.fault.code}`);
    if (item.record.faults.length > 0) throw new Error(`${filename} ${item.path}: ${JSON.stringify(item.record.faults)}`);
    return entry.occurredAt === undefined ? item.record : { ...item.record, occurredAt: entry.occurredAt };
  });
};

const records = (await Promise.all(manifest.map(recordsOf))).flat();

const wordsOf = ({ body, turns }: RawRecord): string => {
  const text = body?.format === 'html' ? body.content.replace(/<style>[^]*?<\/style>|<[^>]*>/g, ' ') : (body?.content ?? '');
  return [text, ...(turns ?? []).map((turn) => turn.text)].join('\n').trim();
};

/** Han letters against Latin words: above four fifths zh, below one fifth en. */
const languageOf = (text: string): 'zh' | 'en' | 'other' => {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  const share = /[\u3040-\u30FF]/.test(text) || han + latin === 0 ? 0.5 : han / (han + latin);
  return share > 0.8 ? 'zh' : share < 0.2 ? 'en' : 'other';
};

const personal = records.map((record) =>
  JSON.stringify([wordsOf(record), record.title, record.author, record.url, record.labels, record.thread, record.headers]),
);
const found = (pattern: RegExp): string[] => personal.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));

describe('sample data', () => {
  test('the manifest lists every file of the sample, once', () => {
    const files = ['web', 'email', 'social', 'hotline'].flatMap((room) =>
      readdirSync(new URL(room, folder)).map((name) => `${room}/${name}`),
    );
    expect(manifest.map(({ path }) => path).sort()).toEqual(files.sort());
  });

  test('the README tells the true number of messages per channel and language', () => {
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    const row = (name: string, list: readonly RawRecord[]): string => {
      const languages = list.map((record) => languageOf(wordsOf(record)));
      const counts = ['zh', 'en', 'other'].map((language) => languages.filter((each) => each === language).length);
      return `| ${[name, list.length, ...counts].join(' | ')} |`;
    };
    for (const channel of ['web', 'email', 'social', 'hotline']) {
      expect(readme).toContain(
        row(
          channel,
          records.filter((record) => record.channel === channel),
        ),
      );
    }
    expect(readme).toContain(row('all', records));
  });

  test('about half of the messages are Chinese, about half English', () => {
    const languages = records.map((record) => languageOf(wordsOf(record)));
    for (const language of ['zh', 'en']) {
      const share = languages.filter((each) => each === language).length / languages.length;
      expect(share).toBeGreaterThan(0.42);
      expect(share).toBeLessThan(0.58);
    }
  });

  test('every message happened in the four weeks of the story', () => {
    const first = Date.parse('2026-10-26T00:00:00+08:00');
    const end = Date.parse('2026-11-23T00:00:00+08:00');
    const outside = records.filter(({ occurredAt = '' }) => {
      const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(occurredAt) ? occurredAt : `${occurredAt}+08:00`;
      const time = Date.parse(zoned);
      return !(time >= first && time < end);
    });
    expect(outside.map(({ sourceId, occurredAt }) => ({ sourceId, occurredAt }))).toEqual([]);
  });

  test('no address, site, phone or identity number can belong to a real person', () => {
    const domains = [...found(/@((?:[a-z\d-]+\.)+[a-z]{2,})/gi), ...found(/https?:\/\/([^/\s"<>\\]+)/gi)];
    const foreign = domains.filter((domain) => !/(?:^|\.)example\.(?:com|cn|org)$/i.test(domain));
    expect(foreign.filter((domain) => domain !== 'x.com')).toEqual([]);
    expect(domains.length).toBeGreaterThan(100);
    // 1380000xxxx is a filler in Chinese forms; +44 7700 900xxx and +44 20 7946 0xxx are Ofcom's numbers for drama.
    const mobiles = found(/(?<!\d)(1[3-9]\d{9})(?!\d)/g);
    expect(mobiles.filter((mobile) => !mobile.startsWith('1380000'))).toEqual([]);
    expect(mobiles.length).toBeGreaterThan(4);
    expect(found(/(\+\d[\d ]{7,})/g).filter((phone) => !/^\+44 (?:7700 900|20 7946 0)\d{3}/.test(phone))).toEqual([]);
    // Born in 1901, order code 000, which no registry gives out.
    expect([...new Set(found(/(?<!\d)(\d{17}[\dX])(?!\d)/g))]).toEqual(['110101190101010003']);
  });

  test('no X account of the sample can exist: a real handle has at most 15 characters', () => {
    const files = manifest.filter(({ format }) => format === 'x').map(({ path }) => readFileSync(new URL(path, folder), 'utf8'));
    const handles = files
      .flatMap((file) => [...file.matchAll(/"username": "([^"]*)"/g), ...file.matchAll(/@(\w+)/g)])
      .map((match) => match[1] ?? '');
    expect(handles.length).toBeGreaterThan(50);
    expect(handles.filter((handle) => handle.length <= 15)).toEqual([]);
  });

  test('a text stands there twice only where the story wants it', () => {
    const texts = records.map(wordsOf).filter((text) => text.length > 3);
    const twice = texts.filter((text, index) => texts.indexOf(text) !== index);
    expect(twice).toEqual(['快递太慢了！四天了还没到，以前都是隔天。', '好吃好吃好吃环境好服务好下次还来好吃好吃好吃环境好服务好下次还来']);
  });
});
