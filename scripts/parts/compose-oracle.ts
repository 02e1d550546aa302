// Part: compose-go, the library with which Docker Compose loads its files, as an oracle.
import { buildGo } from './go.ts';
import type { Part, Prepared } from './part.ts';

export const composeOracle: Part = {
  name: 'compose-oracle',
  gives: ['compose-oracle'],
  debian: [],
  async prepare(log): Promise<Prepared> {
    const built = await buildGo(
      { name: 'compose-oracle', module: 'compose-oracle', pkg: './oracle', sources: ['oracle'] },
      log,
    );
    return 'missing' in built ? built : { paths: { 'compose-oracle': built.path } };
  },
};
