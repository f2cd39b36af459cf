export type {
  Connector,
  ConnectorIo,
  ConnectorSpec,
  Cursor,
  Frame,
  Guarantees,
  HttpReply,
  ParsedItem,
  PullConnector,
  Pulled,
  PushConnector,
  ReceiptMeta,
  Sample,
  Sequence,
  SignedRequest,
  Splitter,
  Verdict,
} from './connector.ts';
export { limits } from './limits.ts';
export { connectorOf, registry, type ConnectorName } from './registry.ts';
export { canonical } from './canonical.ts';
export { detectFormat, type Detected } from './detect-format.ts';
export { canonicalEmail, type CanonicalEmail } from './email/canonical.ts';
export { splitMbox } from './reading/split-mbox.ts';
export { streamItems, type StreamedItem, type StreamOptions } from './stream-items.ts';
