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
export { registry, type ConnectorName } from './registry.ts';
