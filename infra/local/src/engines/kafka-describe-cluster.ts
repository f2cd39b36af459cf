import { exchange } from '../exchange.ts';

export interface ClusterView {
  /** Brokers that take part, as the asked one sees it. */
  readonly brokers: number;
  /** Node id of the active controller, or -1. */
  readonly controller: number;
}

const client = Buffer.from('earshot');

/** DescribeCluster v0 (api key 60, kafka.apache.org/protocol): request header v2, `include_cluster_authorized_operations` false. */
const request = (): Buffer => {
  const head = Buffer.alloc(10);
  head.writeInt16BE(60, 0);
  head.writeInt16BE(0, 2);
  head.writeInt32BE(1, 4);
  head.writeInt16BE(client.length, 8);
  const body = Buffer.concat([head, client, Buffer.from([0, 0, 0])]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
};

const isComplete = (received: Buffer): boolean => received.length >= 4 && received.length >= 4 + received.readInt32BE(0);

/** Unsigned varint: seven bits a byte, lowest first. */
const varint = (bytes: Buffer, start: number): { value: number; end: number } => {
  let value = 0;
  for (let at = start, shift = 0; ; at++, shift += 7) {
    const byte = bytes.readUInt8(at);
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) return { value, end: at + 1 };
  }
};

/** A compact string is its length plus one, then its bytes; zero means null. */
const afterString = (bytes: Buffer, start: number): number => {
  const { value, end } = varint(bytes, start);
  return end + Math.max(0, value - 1);
};

/** Reads the answer's frame. Throws when the broker reports an error. */
export const parseDescribeCluster = (frame: Buffer): ClusterView => {
  // Size 4, correlation id 4, header tags 1, throttle time 4.
  const error = frame.readInt16BE(13);
  if (error !== 0) throw new Error(`Kafka answers DescribeCluster with error ${error}`);
  const atController = afterString(frame, afterString(frame, 15));
  return { controller: frame.readInt32BE(atController), brokers: Math.max(0, varint(frame, atController + 4).value - 1) };
};

/** Asks one broker who is in its cluster. Rejects while the broker does not serve. */
export const describeCluster = async (port: number): Promise<ClusterView> =>
  parseDescribeCluster(await exchange(port, request(), isComplete));
