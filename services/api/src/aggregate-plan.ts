import { documentFields, fault } from '@earshot/model';
import { type AggregatePlan, type GroupBy, type Metric, RequestFault } from '@earshot/platform';
import { z } from 'zod';

const interval = z.enum(['minute', 'hour', 'day', 'week', 'month']);
const zone = z.string().max(64);

const groupBy = z.union([
  z.string().describe('Field; a date field groups by `interval`, any other by its terms'),
  z.strictObject({ type: z.literal('terms'), field: z.string(), size: z.int().min(1).max(1000).default(10) }),
  z.strictObject({
    type: z.literal('date'),
    field: z.string().default('@timestamp'),
    interval: interval.default('day'),
    timeZone: zone.optional(),
  }),
  z.strictObject({ type: z.literal('range'), field: z.string(), bounds: z.array(z.number()).min(1).max(100) }),
]);

const metric = z.union([
  z.string().describe('people, or avg:, min:, max:, sum:, percentiles: and a field'),
  z.strictObject({ type: z.literal('people') }),
  z.strictObject({ type: z.enum(['avg', 'min', 'max', 'sum']), field: z.string() }),
  z.strictObject({ type: z.literal('percentiles'), field: z.string(), percents: z.array(z.number().min(0).max(100)).min(1).max(20) }),
]);

export const aggregateBody = z.strictObject({
  query: z.string().max(8192).default(''),
  by: z.array(groupBy).max(4).default([]),
  interval: interval.default('day'),
  timeZone: zone.default('+00:00').describe('Offset such as +08:00, or IANA name: where days begin'),
  metrics: z.array(metric).max(10).default([]),
});

type AggregateBody = z.infer<typeof aggregateBody>;

const fieldTypes = new Map(documentFields.map(({ path, type }) => [path, type]));
const groupable = new Set(['keyword', 'boolean']);
const numeric = new Set(['float', 'integer', 'long']);

const refuse = (path: string, detail: string): never => {
  throw new RequestFault(fault('err:request:client:invalid-parameter', { path, detail }));
};

const checkedField = (field: string, allowed: (type: string) => boolean, path: string, wanted: string): string => {
  const type = field.startsWith('labels.') ? 'keyword' : fieldTypes.get(field);
  if (type === undefined) return refuse(path, `there is no field ${field.slice(0, 80)}; see docs/reference/document.md`);
  return allowed(type) ? field : refuse(path, `${field} is a ${type} field; ${wanted}`);
};

const grouping = (by: AggregateBody['by'][number], body: AggregateBody, path: string): GroupBy => {
  if (typeof by === 'string') {
    return fieldTypes.get(by) === 'date'
      ? { type: 'date', field: by, interval: body.interval, timeZone: body.timeZone }
      : { type: 'terms', field: checkedField(by, (type) => groupable.has(type), path, 'terms need a keyword or boolean field'), size: 10 };
  }
  if (by.type === 'terms')
    return { ...by, field: checkedField(by.field, (type) => groupable.has(type), path, 'terms need a keyword or boolean field') };
  if (by.type === 'range')
    return { ...by, field: checkedField(by.field, (type) => numeric.has(type), path, 'a range needs a number field') };
  const field = checkedField(by.field, (type) => type === 'date', path, 'a date histogram needs a date field');
  return { type: 'date', field, interval: by.interval, timeZone: by.timeZone ?? body.timeZone };
};

const defaultPercents = [50, 90, 99];

const metricOf = (given: AggregateBody['metrics'][number], path: string): Metric => {
  const [type, field = ''] = typeof given === 'string' ? given.split(':', 2) : [given.type, 'field' in given ? given.field : ''];
  if (type === 'people') return { type };
  const numberField = (): string => checkedField(field, (kind) => numeric.has(kind), path, 'the metric needs a number field');
  if (type === 'avg' || type === 'min' || type === 'max' || type === 'sum') return { type, field: numberField() };
  if (type === 'percentiles') {
    const percents = typeof given === 'object' && given.type === 'percentiles' ? given.percents : defaultPercents;
    return { type, field: numberField(), percents };
  }
  return refuse(path, 'metrics are people, avg:FIELD, min:FIELD, max:FIELD, sum:FIELD, percentiles:FIELD');
};

/**
 * The plan of an aggregate call, every field checked.
 * @throws RequestFault 422 naming the part that is wrong
 */
export const planOf = (body: AggregateBody): AggregatePlan => ({
  by: body.by.map((by, place) => grouping(by, body, `body/by/${place}`)),
  metrics: body.metrics.map((given, place) => metricOf(given, `body/metrics/${place}`)),
});
