import type { Clock } from '../clock/port.ts';
import { SchemaDrift } from './faults.ts';
import { generationIndex, listMonths, type Month, monthAliases, monthOf, sideIndexOf } from './elasticsearch-months.ts';
import type { Server } from './elasticsearch-server.ts';
import { monthMapping } from './elasticsearch-source.ts';
import type { SchemaReport } from './port.ts';

export interface IndexSettings {
  readonly shards: number;
  readonly replicas: number;
  /** Time until a write can be found, such as 1s. */
  readonly refreshInterval: string;
}

const templateOf = (prefix: string): string => `${prefix}@documents`;
const partOf = (prefix: string, part: string): string => `${prefix}@${part}`;

const dynamicSettings = ({ replicas, refreshInterval }: IndexSettings) => ({
  number_of_replicas: replicas,
  refresh_interval: refreshInterval,
});

const sideMapping = {
  dynamic: 'strict',
  properties: { id: { type: 'keyword' }, deletedAt: { type: 'date' }, home: { type: 'keyword' } },
} as const;

/** Composable: an installation adds its own settings as `<prefix>@custom`. */
const putTemplate = async (server: Server, prefix: string, settings: IndexSettings): Promise<void> => {
  const _meta = { managed_by: 'earshot', shape: monthMapping._meta.shape, settings: JSON.stringify(settings) };
  const parts = {
    settings: { settings: { index: { number_of_shards: settings.shards, max_result_window: 65_536, ...dynamicSettings(settings) } } },
    mappings: { mappings: monthMapping },
  };
  for (const [part, template] of Object.entries(parts)) {
    await server.expect({ method: 'PUT', path: `/_component_template/${partOf(prefix, part)}`, body: { template, _meta } });
  }
  const body = {
    index_patterns: [`${prefix}-*.*-g*`],
    composed_of: ['settings', 'mappings', 'custom'].map((part) => partOf(prefix, part)),
    ignore_missing_component_templates: [partOf(prefix, 'custom')],
    // The longer of two prefixes counts, where one begins with the other.
    priority: 500 + prefix.length,
    _meta,
  };
  await server.expect({ method: 'PUT', path: `/_index_template/${templateOf(prefix)}`, body });
};

interface TemplateMeta {
  readonly shape?: string;
  readonly settings?: string;
}

const templateMeta = async (server: Server, prefix: string): Promise<TemplateMeta | undefined> => {
  const { status, body } = await server.call({ method: 'GET', path: `/_index_template/${templateOf(prefix)}` });
  if (status === 404) return undefined;
  const found = body as { index_templates?: readonly { index_template: { _meta?: TemplateMeta } }[] };
  return found.index_templates?.[0]?.index_template._meta ?? {};
};

const shapesOf = async (server: Server, months: readonly Month[]): Promise<ReadonlyMap<string, string>> => {
  if (months.length === 0) return new Map();
  const body = (await server.expect({
    method: 'GET',
    path: `/${months.map(({ alias }) => encodeURIComponent(alias)).join(',')}/_mapping`,
    query: { filter_path: '*.mappings._meta', ignore_unavailable: 'true' },
  })) as Record<string, { mappings?: { _meta?: { shape?: string } } }>;
  return new Map(Object.entries(body).map(([index, { mappings }]) => [index, mappings?._meta?.shape ?? 'an unknown shape']));
};

const monthDrift = async (server: Server, prefix: string): Promise<readonly string[]> => {
  const months = await listMonths(server, prefix);
  const shapes = await shapesOf(server, months);
  const { shape } = monthMapping._meta;
  return months.flatMap(({ index }) => {
    const found = shapes.get(index) ?? 'an unknown shape';
    return found === shape ? [] : [`${index} was built for ${found}, this version needs ${shape}: earshot index reindex`];
  });
};

/** What differs from this version; empty where nothing does. Changes nothing. */
export const driftOfElasticsearch = async (server: Server, prefix: string): Promise<readonly string[]> => {
  const meta = await templateMeta(server, prefix);
  if (meta === undefined) return [`there is no index ${prefix} yet: earshot index apply`];
  const { shape } = monthMapping._meta;
  const stale =
    meta.shape === shape ? [] : [`template ${templateOf(prefix)} is of ${meta.shape ?? 'an unknown shape'}, this version needs ${shape}`];
  return [...stale, ...(await monthDrift(server, prefix))];
};

/** @throws SchemaDrift where the index is absent or of another shape */
export const requireSchema = async (server: Server, prefix: string): Promise<void> => {
  const [drift] = await driftOfElasticsearch(server, prefix);
  if (drift !== undefined) throw new SchemaDrift(drift);
};

const createSide = async (server: Server, prefix: string, settings: IndexSettings): Promise<boolean> => {
  const index = sideIndexOf(prefix);
  const { status } = await server.call({ method: 'HEAD', path: `/${index}` });
  if (status === 200) return false;
  await server.expect({
    method: 'PUT',
    path: `/${index}`,
    body: { mappings: sideMapping, settings: { index: { number_of_shards: 1, ...dynamicSettings(settings) } } },
  });
  return true;
};

const followSettings = async (server: Server, prefix: string, settings: IndexSettings): Promise<void> => {
  const indices = [...(await listMonths(server, prefix)).map(({ alias }) => alias), sideIndexOf(prefix)];
  await server.expect({ method: 'PUT', path: `/${indices.join(',')}/_settings`, body: { index: dynamicSettings(settings) } });
};

/** Makes what is absent. A template of another shape is replaced only where no month is of another shape: those need a reindex. */
export const applyElasticsearch = async (server: Server, prefix: string, settings: IndexSettings, clock: Clock): Promise<SchemaReport> => {
  const created: string[] = [];
  const meta = await templateMeta(server, prefix);
  const drift = await monthDrift(server, prefix);
  if (drift.length > 0) return { created, drift };
  const { shape } = monthMapping._meta;
  const changed = meta?.settings !== JSON.stringify(settings);
  if (meta === undefined || meta.shape !== shape || changed) await putTemplate(server, prefix, settings);
  if (meta?.shape !== shape) created.push(templateOf(prefix));
  if (await createSide(server, prefix, settings)) created.push(sideIndexOf(prefix));
  // The read alias needs an index to stand on.
  if ((await listMonths(server, prefix)).length === 0) {
    const month = monthOf(clock.now());
    const index = generationIndex(prefix, month, 1);
    await server.expect({ method: 'PUT', path: `/${index}`, body: { aliases: monthAliases(prefix, month) } });
    created.push(index);
  }
  if (meta !== undefined && changed) await followSettings(server, prefix, settings);
  return { created, drift };
};

/** Brings the template to this version whatever the months are of: the first step of a reindex. */
export const renewTemplate = putTemplate;
