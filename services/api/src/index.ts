export { type ApiPorts, registerApi } from './api.ts';
export { planOf } from './aggregate-plan.ts';
export { printedBucket } from './aggregate-routes.ts';
export { startFreshnessProbe } from './freshness-probe.ts';
export { csvOf } from './export-routes.ts';
export { registerOpenApi } from './openapi.ts';
export { filteredQuery, type Filters, queryOf } from './search-query.ts';
