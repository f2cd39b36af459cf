import { chownSync, copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine, Layout } from '../engine.ts';
import { fetchArchive, softwareFolder } from '../software/fetch.ts';
import { openToUser, serviceUser } from '../software/service-user.ts';
import { javaHome } from '../software/tools.ts';

const version = '8.19.21';
const software = {
  name: `elasticsearch-${version}`,
  artifact: `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${version}:zip`,
};

const home = (): string => path.join(softwareFolder(software), `elasticsearch-${version}`);
const configFolder = ({ folder }: Layout): string => path.join(folder, 'config');
const httpPort = ({ ports }: Layout): number => ports[0] ?? 0;

const settings = ({ folder, ports }: Layout): string =>
  JSON.stringify(
    {
      'cluster.name': 'earshot',
      'node.name': 'elasticsearch',
      'network.host': '127.0.0.1',
      'http.port': ports[0],
      'transport.port': ports[1],
      'path.data': path.join(folder, 'data'),
      'path.logs': path.join(folder, 'logs'),
      'discovery.type': 'single-node',
      'xpack.security.enabled': false,
      'cluster.routing.allocation.disk.threshold_enabled': false,
    },
    null,
    2,
  );

/** The distribution's options without those that write files into the working directory, which the server's user may not. */
const jvmOptions = (): string =>
  readFileSync(path.join(home(), 'config', 'jvm.options'), 'utf8')
    .split('\n')
    .filter((line) => !/-Xlog:gc|ErrorFile|HeapDump/u.test(line))
    .join('\n');

const configure = (layout: Layout): void => {
  const config = configFolder(layout);
  for (const folder of [config, ...['data', 'logs', 'tmp'].map((name) => path.join(layout.folder, name))])
    mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(home(), 'config', 'log4j2.properties'), path.join(config, 'log4j2.properties'));
  writeFileSync(path.join(config, 'jvm.options'), jvmOptions());
  writeFileSync(path.join(config, 'elasticsearch.yml'), settings(layout));
};

/** Data that is there already keeps its owner: it was written by the same user. */
const handOver = (folder: string, { uid, gid }: { uid: number; gid: number }): void => {
  for (const name of ['config', 'data', 'logs', 'tmp']) chownSync(path.join(folder, name), uid, gid);
  for (const name of readdirSync(path.join(folder, 'config'))) chownSync(path.join(folder, 'config', name), uid, gid);
  chownSync(folder, uid, gid);
  openToUser(folder);
};

/** Elasticsearch 8.19 from Maven Central: the server with its core modules. It refuses to run as root. */
export const elasticsearch: Engine = {
  tools: ['java', 'mvn'],
  portsPerNode: 2,
  nodesMax: 1,
  prepare: async (layout) => {
    mkdirSync(layout.folder, { recursive: true });
    await fetchArchive(software);
    configure(layout);
    const user = serviceUser();
    if (user !== undefined) handOver(layout.folder, user);
  },
  launch: (layout) => {
    const user = serviceUser();
    const pidFile = path.join(layout.folder, 'logs', 'server.pid');
    return [
      {
        node: 'elasticsearch',
        command: path.join(home(), 'bin', 'elasticsearch'),
        args: ['-p', pidFile],
        env: {
          ES_JAVA_HOME: javaHome(),
          ES_JAVA_OPTS: '-Xms1g -Xmx1g',
          ES_PATH_CONF: configFolder(layout),
          ES_TMPDIR: path.join(layout.folder, 'tmp'),
          HOME: layout.folder,
        },
        pidFile,
        ...(user !== undefined && { user }),
      },
    ];
  },
  healthy: async (layout) => {
    const answer = await fetch(`http://127.0.0.1:${httpPort(layout)}/_cluster/health`, { signal: AbortSignal.timeout(5_000) });
    const { status } = (await answer.json()) as { status?: string };
    return answer.ok && (status === 'green' || status === 'yellow');
  },
  environment: (layout) => ({ ELASTICSEARCH_URL: `http://127.0.0.1:${httpPort(layout)}` }),
};
