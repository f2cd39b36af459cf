import type { StageCosts } from '../distributed/stage-costs.ts';
import type { Table } from '../report.ts';
import { planned } from './plan.ts';
import { type Answer, hotLimits, laneLimit, noticedAfter, rates, stopFor } from './rates.ts';

const count = (value: number): string => Math.round(value).toLocaleString('en');
const short = (value: number): string => (value >= 100 ? count(value) : value.toPrecision(3));
const daySeconds = 86_400;
const terabyte = 1e12;

export const costTable = ({ stages, servers }: StageCosts): Table => ({
  title: 'Cost of one message',
  head: ['where', 'processor time, µs', 'messages a second and processor'],
  rows: [...Object.entries(stages), ...Object.entries(servers).map(([name, micros]) => [`server: ${name}`, micros] as const)].map(
    ([name, micros]) => [
      name === 'fused' ? 'clean, normalise, analyse in one process' : name,
      short(micros),
      micros > 0 ? count(1e6 / micros) : '',
    ],
  ),
});

export const planTable = (answers: readonly Answer[]): Table => ({
  title: 'Partitions and workers',
  head: ['messages/s', 'partitions', 'clean', 'normalise', 'analyse', 'index', 'utilisation, least to most'],
  rows: answers.map(({ perSecond, plan, calm }) => [
    count(perSecond),
    String(plan.partitions),
    ...plan.stages.map(({ workers }) => String(workers)),
    `${(100 * Math.min(...calm.utilisation)).toFixed(0)} % to ${(100 * Math.max(...calm.utilisation)).toFixed(0)} %`,
  ]),
});

export const waitTable = (answers: readonly Answer[], measured: StageCosts): Table => ({
  title: 'Waiting and working, simulated',
  head: ['messages/s', 'what happens', 'p50, ms', 'p99, ms', 'longest, ms', 'most under way', 'left after the run'],
  rows: answers.flatMap(({ perSecond, calm, stop, loss }) =>
    (
      [
        ['nothing', calm],
        [`analyse stops ${stopFor} s`, stop],
        [`one analyse worker dies, its partitions move after ${noticedAfter(measured)} s`, loss],
      ] as const
    ).map(([name, { p50, p99, longest, lag, left }]) => [
      count(perSecond),
      name,
      short(p50),
      short(p99),
      short(longest),
      count(lag),
      count(left),
    ]),
  ),
});

const topicsOnTheWay = ['raw', 'cleaned', 'normalised', 'analysed'] as const;

/** Retention of the topics table, days. */
const kept = { raw: 30, cleaned: 7, normalised: 7, analysed: 30 } as const;

export const volumeTable = ({ bytes, indexBytes }: StageCosts): Table => {
  const record = (topic: (typeof topicsOnTheWay)[number]): number => bytes[topic].value + bytes[topic].envelope;
  const all = topicsOnTheWay.reduce((sum, topic) => sum + record(topic), 0);
  return {
    title: 'Network and storage',
    head: [
      'messages/s',
      'into the brokers, MB/s',
      'out of the brokers, MB/s',
      'topics a day, TB',
      'topics within retention, TB',
      'index a day, TB',
    ],
    rows: rates.map((perSecond) => {
      const perDay = perSecond * daySeconds;
      const retained = topicsOnTheWay.reduce((sum, topic) => sum + record(topic) * kept[topic], 0);
      return [
        count(perSecond),
        short((perSecond * all) / 1e6),
        short((perSecond * all) / 1e6),
        short((perDay * all) / terabyte),
        short((perDay * retained) / terabyte),
        short((perDay * indexBytes) / terabyte),
      ];
    }),
  };
};

export const hotTable = (measured: StageCosts): Table => ({
  title: 'The hottest of a million conversations',
  head: ['exponent', 'its share', `messages/s in all at which it fills one ${laneLimit(measured).stage} worker`],
  rows: hotLimits(measured).map(({ exponent, share, perSecond }) => [
    String(exponent),
    `${(100 * share).toPrecision(2)} %`,
    count(perSecond),
  ]),
});

export const nodeTable = ({ indexPerSecond }: StageCosts): Table => ({
  title: 'Elasticsearch nodes',
  head: ['messages/s', `nodes like the one measured (${count(indexPerSecond)} documents/s), without copies`],
  rows: rates.map((perSecond) => [count(perSecond), count(Math.ceil(perSecond / (indexPerSecond * planned)))]),
});
