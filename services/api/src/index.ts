export { type ApiPorts, registerApi } from './api.ts';
export { createLiveFeed, type IndexedEvent, type LiveFeed } from './live-feed.ts';
export { registerOpenApi } from './openapi.ts';
