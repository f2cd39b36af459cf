import { describe, test } from '@jest/globals';
import { type EngineName, engineVariables } from './engine-variables.ts';

/**
 * Tests that need real servers; `body` gets their addresses. Where one is absent the whole block counts as skipped, with its name and the
 * way to have it; with EARSHOT_REQUIRE_ENGINES=1 it fails instead.
 */
export const describeWithEngines = <Name extends EngineName>(
  engines: readonly Name[],
  name: string,
  body: (addresses: Readonly<Record<Name, string>>) => void,
): void => {
  const found = engines.map((engine) => [engine, process.env[engineVariables[engine]] ?? ''] as const);
  const missing = found.filter(([, address]) => address === '').map(([engine]) => engine);
  if (missing.length === 0) {
    describe(name, () => body(Object.fromEntries(found) as Record<Name, string>));
    return;
  }
  const reason = `${name}: no ${missing.join(', no ')} here (npm run engines -- up)`;
  if (process.env['EARSHOT_REQUIRE_ENGINES'] === '1') {
    test(reason, () => {
      throw new Error(`EARSHOT_REQUIRE_ENGINES=1 asks for ${missing.map((engine) => engineVariables[engine]).join(', ')}`);
    });
  } else test.skip(reason, () => undefined);
};
