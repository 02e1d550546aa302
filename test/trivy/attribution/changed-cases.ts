// Dockerfiles that were changed since their images were built, or never were what they were built from.
import { allBuilders, type Case, ofBase } from './case.ts';

const app = { 'app/main.sh': 'echo hello\n' };
const unsure = 'base image or a line that was changed since';
const removedFirst = {
  built: ['FROM deck:1', 'RUN apt-get install -y oar', 'RUN apt-get install -y anchor', 'CMD ["true"]'],
  shown: ['FROM deck:1', 'RUN apt-get install -y anchor', 'CMD ["true"]'],
};

export const changedCases: readonly Case[] = [
  {
    name: 'the file was changed since: lines added, one changed',
    builders: allBuilders,
    files: app,
    built: [
      'FROM deck:1',
      'RUN apt-get install -y anchor',
      'RUN apt-get install -y oar',
      'COPY app /app',
      'RUN apt-get install -y sail',
      'CMD ["true"]',
    ],
    shown: [
      'FROM deck:1',
      'ENV NEW=1',
      'RUN apt-get install -y anchor',
      'RUN apt-get install -y oar keel',
      'COPY app /app',
      'RUN apt-get install -y sail',
      'EXPOSE 80',
      'CMD ["true"]',
    ],
    match: 'changed',
    found: {
      ...ofBase,
      anchor: { from: 3, word: 'anchor' },
      oar: { from: 0, nowhere: true },
      sail: { from: 6, word: 'sail' },
    },
  },
  {
    name: 'the first line was changed since, and the base image is not at hand',
    builders: ['BuildKit', 'classic'],
    built: removedFirst.built,
    shown: [
      'FROM deck:1',
      'RUN apt-get install -y oar keel',
      'RUN apt-get install -y anchor',
      'CMD ["true"]',
    ],
    match: 'changed',
    found: {
      harbour: { from: 1, says: unsure },
      quay: { from: 1, says: unsure },
      oar: { from: 2, at: 2, word: 'oar', says: 'base image or line 2' },
      anchor: { from: 3, word: 'anchor' },
    },
  },
  {
    name: 'the first line was changed since, and the history names the base image',
    builders: ['Buildah'],
    built: removedFirst.built,
    shown: [
      'FROM deck:1',
      'RUN apt-get install -y oar keel',
      'RUN apt-get install -y anchor',
      'CMD ["true"]',
    ],
    match: 'changed',
    found: { ...ofBase, oar: { from: 0, nowhere: true }, anchor: { from: 3, word: 'anchor' } },
  },
  {
    name: 'the first line was removed since, and the base image is at hand',
    builders: allBuilders,
    knowsBase: true,
    built: removedFirst.built,
    shown: removedFirst.shown,
    match: 'changed',
    found: { ...ofBase, oar: { from: 0, nowhere: true }, anchor: { from: 2, word: 'anchor' } },
  },
  {
    name: 'the first line was removed since, and the base image is not at hand',
    builders: ['BuildKit', 'classic'],
    built: removedFirst.built,
    shown: removedFirst.shown,
    match: 'exact',
    // The one thing that nothing in the image contradicts.
    found: { ...ofBase, oar: { from: 0, wrong: 1 }, anchor: { from: 2, word: 'anchor' } },
  },
  {
    name: 'another Dockerfile',
    builders: allBuilders,
    built: removedFirst.built,
    shown: ['FROM deck-python:1', 'COPY app /app', 'RUN pip install anchor', 'CMD ["python3", "/app"]'],
    match: 'foreign',
    found: {
      harbour: { from: 0, nowhere: true },
      quay: { from: 0, nowhere: true },
      oar: { from: 0, nowhere: true },
      anchor: { from: 0, nowhere: true },
    },
  },
];
