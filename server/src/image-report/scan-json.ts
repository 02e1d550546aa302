// An image scan as one JSON object: the report, and what the baseline and the Dockerfile's lines say of it.

import { regionOf } from '../report/report.ts';
import { scanJsonValue } from '../report/scan-text.ts';
import { placeWords, type ScanOutcome } from './scan-outcome.ts';

/** `scanJsonValue` with `baseline` and `dockerfile` where there are such. */
export function scanOutcomeJson(outcome: ScanOutcome): object {
  const { report, version, trivyVersion, parted, dockerfile, findings } = outcome;
  return {
    ...scanJsonValue(report, version, trivyVersion),
    ...(parted
      ? {
          baseline: {
            new: parted.fresh.map(({ name }) => name),
            known: parted.known.map(({ name }) => name),
            gone: parted.gone,
          },
        }
      : {}),
    ...(dockerfile
      ? {
          dockerfile: {
            path: dockerfile.path,
            notes: dockerfile.notes,
            findings: findings.flatMap((finding) => {
              const place = dockerfile.places.get(finding);
              if (!place) return [];
              const { id, kind } = finding;
              const subject = finding.package === undefined ? {} : { package: finding.package };
              return [
                {
                  id,
                  kind,
                  ...subject,
                  from: placeWords(outcome, finding),
                  at: regionOf(dockerfile.lines, place.at),
                },
              ];
            }),
          },
        }
      : {}),
  };
}
