// The pinned actions as a table in source, from server/data/actions.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

interface ActionsFile {
  readonly actions: readonly {
    readonly action: string;
    readonly tag: string;
    readonly commit: string;
    readonly date: string;
  }[];
}

/** The text of server/src/pipeline/pinned-actions.ts. Throws when an entry of the data is not as it has to be. */
export function pinnedActionsModule(): string {
  const { actions } = JSON.parse(readFileSync(join(root, 'server/data/actions.json'), 'utf8')) as ActionsFile;
  const entries = actions.map(({ action, tag, commit, date }) => {
    if (!/^[\w.-]+\/[\w.-]+$/.test(action) || !/^v\d+\.\d+\.\d+$/.test(tag))
      throw new Error(`actions.json: ${action} ${tag} is no action with a full version`);
    if (!/^[0-9a-f]{40}$/.test(commit) || !/^\d{4}-\d\d-\d\d$/.test(date))
      throw new Error(`actions.json: ${action} has no full commit or no day`);
    return `'${action}': { tag: '${tag}', commit: '${commit}', date: '${date}' },`;
  });
  return [
    '// Generated from server/data/actions.json by `npm run generate`: the actions of the workflow, by full commit.',
    '',
    '/** By owner and name: the tag, the commit that it named when it was read, and that commit’s day. */',
    `export const pinnedActions = {${entries.join('\n')}} as const;`,
    '',
  ].join('\n');
}
