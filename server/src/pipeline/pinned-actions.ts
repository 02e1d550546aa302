// Generated from server/data/actions.json by `npm run generate`: the actions of the workflow, by full commit.

/** By owner and name: the tag, the commit that it named when it was read, and that commit’s day. */
export const pinnedActions = {
  'actions/checkout': {
    tag: 'v7.0.1',
    commit: '3d3c42e5aac5ba805825da76410c181273ba90b1',
    date: '2026-07-17',
  },
  'actions/setup-node': {
    tag: 'v7.0.0',
    commit: '820762786026740c76f36085b0efc47a31fe5020',
    date: '2026-07-13',
  },
  'actions/upload-artifact': {
    tag: 'v7.0.0',
    commit: 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f',
    date: '2026-02-25',
  },
  'github/codeql-action': {
    tag: 'v4.36.2',
    commit: '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
    date: '2026-06-04',
  },
  'docker/setup-buildx-action': {
    tag: 'v4.3.0',
    commit: '37fe631027851001ddb9b187196cc803df7f5f0e',
    date: '2026-08-17',
  },
  'aquasecurity/setup-trivy': {
    tag: 'v0.3.1',
    commit: '81e514348e19b6112ce2a7e3ecbafe19c1e1f567',
    date: '2026-06-03',
  },
  'sigstore/cosign-installer': {
    tag: 'v4.1.2',
    commit: '6f9f17788090df1f26f669e9d70d6ae9567deba6',
    date: '2026-05-06',
  },
} as const;
