import { describe, expect, test } from '@jest/globals';
import { parseDescribeCluster } from './kafka-describe-cluster.ts';

const int16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const int32 = (value: number): number[] => [...int16(value >> 16), ...int16(value)];
const compact = (text: string | null): number[] => (text === null ? [0] : [text.length + 1, ...Buffer.from(text)]);
const broker = (id: number): number[] => [...int32(id), ...compact('127.0.0.1'), ...int32(9092), ...compact(null), 0];

/** Size, correlation id, header tags, throttle time, error, error message, cluster id, controller, brokers; KIP-700. */
const frame = (error: number, message: string | null, controller: number, brokers: readonly number[]): Buffer => {
  const body = [
    ...int32(1),
    0,
    ...int32(0),
    ...int16(error),
    ...compact(message),
    ...compact('E3cQ3Xx0QGm-cluster-id'),
    ...int32(controller),
  ];
  const rest = [brokers.length + 1, ...brokers.flatMap(broker), ...int32(-2147483648), 0];
  return Buffer.from([...int32(body.length + rest.length), ...body, ...rest]);
};

describe('a cluster counts as healthy by its own word', () => {
  test.each([
    [1, [1]],
    [3, [1, 2, 3]],
  ])('controller %i, brokers %j', (controller, brokers) => {
    expect(parseDescribeCluster(frame(0, null, controller, brokers))).toEqual({ controller, brokers: brokers.length });
  });

  test('no broker has joined and no controller is chosen yet', () => {
    expect(parseDescribeCluster(frame(0, '', -1, []))).toEqual({ controller: -1, brokers: 0 });
  });

  test('an error is not read as an empty cluster', () => {
    expect(() => parseDescribeCluster(frame(35, 'unsupported version', -1, []))).toThrow('error 35');
  });
});
