// Part: actionlint, which checks workflows of GitHub Actions: their keys, expressions, contexts and the inputs of actions.
import { buildGo } from './go.ts';
import type { Part, Prepared } from './part.ts';

export const actionlint: Part = {
  name: 'actionlint',
  gives: ['actionlint'],
  debian: [],
  async prepare(log): Promise<Prepared> {
    const pkg = 'github.com/rhysd/actionlint/cmd/actionlint';
    const built = await buildGo({ name: 'actionlint-1.7.12', module: 'actionlint', pkg }, log);
    return 'missing' in built ? built : { paths: { actionlint: built.path } };
  },
};
