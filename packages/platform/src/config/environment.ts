import type { ConfigProblem } from './problem.ts';
import { environmentAliases, settings, type Setting } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  /** Variable that it came from. */
  readonly env: string;
}

const secretFile = '_FILE';

const byName = new Map(settings.map((setting) => [setting.env, setting]));
const secretFiles = new Map(settings.filter(({ type }) => type === 'secret').map((setting) => [`${setting.env}${secretFile}`, setting]));

/** Text to the setting's type; a text that does not fit stays text, so that the check names its path. */
const valueOf = ({ type, env }: Setting, text: string): unknown => {
  switch (type) {
    case 'secret':
      return { env };
    case 'number':
      return /^-?\d+(\.\d+)?$/u.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'json':
      return JSON.parse(text);
    default:
      return text;
  }
};

/** Names of the prefix that are no settings: where the file is, and what the tests may skip. */
const otherNames: ReadonlySet<string> = new Set(['EARSHOT_CONFIG', 'EARSHOT_REQUIRE_ENGINES']);

/** What the environment says: EARSHOT_... for each setting, EARSHOT_..._FILE for secrets, and the aliases. Empty counts as absent. */
export const overridesOf = (environment: Environment): { overrides: Override[]; problems: ConfigProblem[] } => {
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  const given = new Map<string, string>();
  for (const [alias, name] of Object.entries(environmentAliases)) {
    const text = environment[alias];
    if (text !== undefined && text !== '') given.set(name, text);
  }
  for (const [name, text] of Object.entries(environment)) {
    if (name.startsWith('EARSHOT_') && !otherNames.has(name) && text !== undefined && text !== '') given.set(name, text);
  }
  for (const [env, text] of given) {
    const setting = byName.get(env);
    const file = secretFiles.get(env);
    if (setting !== undefined) {
      try {
        overrides.push({ path: setting.path, value: valueOf(setting, text), env });
      } catch {
        problems.push({ path: env, message: 'is not valid JSON' });
      }
    } else if (file === undefined) {
      problems.push({ path: env, message: 'is not a setting; see docs/reference/configuration.md' });
    } else overrides.push({ path: file.path, value: { file: text }, env });
  }
  return { overrides, problems };
};
