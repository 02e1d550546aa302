// Images whose layers were merged, or that were imported: what can still be told of them.
import { type Case, ofBase } from './case.ts';
import { nodeModules } from './packages.ts';

const app = { 'app/main.sh': 'echo hello\n' };
const unknown = 'base image or a line of this file';

export const mergedCases: readonly Case[] = [
  {
    name: 'docker build --squash: the layers of the last stage in one',
    builders: ['classic'],
    way: 'squash',
    files: { ...app, ...nodeModules() },
    built: [
      'FROM deck:1 AS parent',
      'RUN apt-get install -y anchor',
      'FROM parent',
      'RUN apt-get install -y oar',
      'RUN apt-get install -y rudder',
      'COPY app /app',
      'COPY node_modules /app/node_modules',
    ],
    match: 'squashed',
    found: {
      ...ofBase,
      anchor: { from: 2, word: 'anchor' },
      oar: { from: 4, word: 'oar' },
      rudder: { from: 5, word: 'rudder' },
      mast: { from: 5, says: 'line 4 or 5' },
      lantern: { from: 7, says: 'line 4, 5, 6 or 7' },
      wick: { from: 7, says: 'line 4, 5, 6 or 7' },
      '@deck/rope': { from: 7, says: 'line 4, 5, 6 or 7' },
    },
  },
  {
    name: 'buildah build --squash: the base image in the one layer too',
    builders: ['Buildah'],
    way: 'squash',
    files: app,
    built: [
      'FROM deck:1 AS parent',
      'RUN apt-get install -y anchor',
      'FROM parent',
      'RUN apt-get install -y rudder',
      'COPY app /app',
    ],
    match: 'flattened',
    found: {
      harbour: { from: 1, says: unknown },
      quay: { from: 1, says: unknown },
      anchor: { from: 2, at: 2, word: 'anchor', says: 'base image or line 2' },
      rudder: { from: 4, at: 4, word: 'rudder', says: 'base image or line 4' },
      mast: { from: 4, says: unknown },
    },
  },
  {
    name: 'buildah build --layers=false: one layer for all lines',
    builders: ['Buildah'],
    way: 'one layer',
    files: app,
    built: ['FROM deck:1', 'RUN apt-get install -y anchor', 'RUN apt-get install -y rudder', 'COPY app /app'],
    match: 'squashed',
    found: {
      ...ofBase,
      anchor: { from: 2, word: 'anchor' },
      rudder: { from: 3, word: 'rudder' },
      mast: { from: 3, says: 'line 2 or 3' },
    },
  },
  {
    name: 'docker export and docker import: no history at all',
    builders: ['classic'],
    way: 'imported',
    built: ['FROM deck:1', 'RUN apt-get install -y rudder', 'CMD ["true"]'],
    match: 'flattened',
    found: {
      harbour: { from: 1, says: unknown },
      quay: { from: 1, says: unknown },
      rudder: { from: 2, at: 2, word: 'rudder', says: 'base image or line 2' },
      mast: { from: 2, says: unknown },
    },
  },
];
