// Judges an image by the policies: each passed, failed or not known, with the reason and what to do. Pure.
import type { Attestations } from '../attestations/find.ts';
import type { FactsTable } from '../engine/index.ts';
import type { PolicyId, PolicySettings } from '../settings/policy-shape.ts';
import { policyIds } from '../settings/policy-shape.ts';
import { scanSeverities } from '../settings.ts';
import type { ScanRequest, TrivyReport } from '../trivy/index.ts';
import { type BaseImage, isApproved, outdated } from './base-image.ts';
import { unavoidable } from './licenses.ts';

/** `off`: not judged, because the settings say so or ask nothing. */
export type PolicyStatus = 'pass' | 'fail' | 'not known' | 'off';

export interface PolicyResult {
  readonly id: PolicyId;
  readonly title: string;
  readonly status: PolicyStatus;
  /** One sentence. Texts from the image are in it: to be escaped where it is shown. */
  readonly reason: string;
  /** One sentence; absent where there is nothing to do. */
  readonly fix?: string;
  /** What stands behind the reason, one line each; bounded. */
  readonly details: readonly string[];
}

/** Everything that the policies look at. */
export interface PolicyEvidence {
  /** Of a scan for vulnerabilities, secrets and licences, with the packages listed and no severity left out. */
  readonly report: TrivyReport;
  readonly base?: BaseImage;
  readonly facts: FactsTable;
  /** YYYY-MM-DD. */
  readonly today: string;
  /** CISA's list. */
  readonly kev?: ReadonlySet<string>;
  readonly attestations: Attestations;
}

type Judged = Omit<PolicyResult, 'id' | 'title' | 'details'> & { readonly details?: readonly string[] };
type Judge = (evidence: PolicyEvidence, settings: PolicySettings) => Judged;

const mostDetails = 20;

/** A scan that finds all that the policies look at, whatever is left out elsewhere. Takes and gives a request without a target. */
export function policyScan<Request extends Pick<ScanRequest, 'options'>>(request: Request) {
  return {
    ...request,
    options: {
      ...request.options,
      severities: scanSeverities,
      ignoreUnfixed: false,
      scanners: ['vuln', 'secret', 'license'] as const,
      packageTypes: ['os', 'library'] as const,
    },
    listPackages: true,
    secretsOfConfiguration: true,
  };
}

/** In the order of `policyIds`. */
export function judgePolicies(evidence: PolicyEvidence, settings: PolicySettings): PolicyResult[] {
  return policyIds.map((id) => {
    const { title, judge } = policies[id];
    if (settings.off.includes(id))
      return { id, title, status: 'off', reason: 'It is off in the settings.', details: [] };
    const { details = [], ...judged } = judge(evidence, settings);
    const more = details.length - mostDetails;
    const shown = more > 0 ? [...details.slice(0, mostDetails), `and ${more} more`] : details;
    return { id, title, ...judged, details: shown };
  });
}

/** Whether the image as a whole is refused. */
export function isRefused(results: readonly PolicyResult[], { unknown }: PolicySettings): boolean {
  return results.some(({ status }) => status === 'fail' || (status === 'not known' && unknown === 'fail'));
}

const policies: Readonly<Record<PolicyId, { readonly title: string; readonly judge: Judge }>> = {
  'non-root-user': {
    title: 'The default user is not root',
    judge({ report }) {
      const user = report.image.config?.user;
      if (user === undefined) return notKnown('The image’s configuration was not in the report.');
      const name = user.split(':', 1)[0]!;
      if (name === '' || name === 'root' || /^0+$/.test(name))
        return {
          status: 'fail',
          reason: name === '' ? 'No user is set, so it starts as root.' : `It starts as ${name}.`,
          fix: 'End the Dockerfile with USER and an account of its own, by number: USER 65532.',
        };
      return { status: 'pass', reason: `It starts as ${name}.` };
    },
  },
  'no-fixable-vulnerabilities': {
    title: 'No vulnerability that matters has a fix waiting',
    judge({ report }, { fixableSeverities, mostFixable }) {
      const found = report.vulnerabilities.filter(
        ({ fixed, severity }) => fixed !== undefined && fixableSeverities.includes(severity),
      );
      const which = fixableSeverities.join(' or ');
      const allowed = mostFixable > 0 ? `, and ${mostFixable} may be there` : '';
      if (found.length <= mostFixable)
        return {
          status: 'pass',
          reason:
            found.length === 0
              ? `No ${which} vulnerability has a fixed version.`
              : `${found.length} ${which} have a fixed version${allowed}.`,
        };
      return {
        status: 'fail',
        reason: `${found.length} ${which} vulnerabilities have a fixed version${allowed}.`,
        fix: 'Build again on the newest base image, and upgrade the packages that are named.',
        details: found.map((one) => `${one.id} in ${one.package} ${one.installed}: fixed in ${one.fixed}`),
      };
    },
  },
  'no-high-profile-vulnerabilities': {
    title: 'No high-profile vulnerability',
    judge({ report, kev }, { highProfile }) {
      const named = new Set(highProfile.map((id) => id.toUpperCase()));
      const found = report.vulnerabilities.filter(
        ({ id }) => named.has(id.toUpperCase()) || kev?.has(id.toUpperCase()),
      );
      const looked = `${named.size} of the list${kev ? ` and ${kev.size} exploited ones of CISA’s` : ''}`;
      if (found.length === 0) return { status: 'pass', reason: `None of ${looked} was found.` };
      const ids = [...new Set(found.map(({ id }) => id))];
      return {
        status: 'fail',
        reason: `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''} ${ids.length === 1 ? 'is' : 'are'} in the image.`,
        fix: 'Upgrade what is named, or take it out of the image, before anything else.',
        details: found.map((one) => {
          const why = kev?.has(one.id.toUpperCase()) ? 'exploited, says CISA' : 'on the list';
          return `${one.id} in ${one.package} ${one.installed} (${why}): ${one.fixed ? `fixed in ${one.fixed}` : 'no fix yet'}`;
        }),
      };
    },
  },
  'no-forbidden-licenses': {
    title: 'No package under a forbidden licence',
    judge({ report }, { forbiddenLicenses }) {
      const packages = [
        ...report.packages.map(({ name, licenses }) => ({ name, licenses })),
        ...report.licenses.map((one) => ({ name: one.package || one.target, licenses: [one.name] })),
      ];
      const found = new Map<string, string>();
      for (const { name, licenses } of packages) {
        for (const license of licenses) {
          const ids = unavoidable(license, forbiddenLicenses);
          if (ids.length > 0) found.set(`${name}: ${license}`, name);
        }
      }
      if (found.size > 0) {
        const names = new Set(found.values());
        return {
          status: 'fail',
          reason: `${names.size === 1 ? `${[...names][0]} is` : `${names.size} packages are`} under a licence that is forbidden here (${forbiddenLicenses.join(', ')}).`,
          fix: 'Take another package, or have it allowed and take the licence off the list.',
          details: [...found.keys()],
        };
      }
      const silent = report.packages.filter(({ licenses }) => licenses.length === 0).length;
      const total = report.packages.length;
      if (total === 0 && report.licenses.length === 0)
        return notKnown('No packages were found in the image.');
      if (silent === total && report.licenses.length === 0)
        return notKnown(`None of the ${total} packages says its licence.`);
      const rest = silent > 0 ? `; ${silent} do not say theirs` : '';
      return {
        status: 'pass',
        reason: `None of ${total} packages is under ${forbiddenLicenses.join(' or ')}${rest}.`,
      };
    },
  },
  'approved-base-image': {
    title: 'The base image is approved',
    judge({ base }, { approvedBases }) {
      if (approvedBases.length === 0)
        return { status: 'off', reason: 'The settings name no approved base images (approvedBases).' };
      if (!base) return notKnown(noBase, tellBase);
      if (isApproved(base.image, approvedBases))
        return {
          status: 'pass',
          reason: `It was built on ${base.image} (${said(base)}), which is approved.`,
        };
      return {
        status: 'fail',
        reason: `It was built on ${base.image} (${said(base)}), which is not on the list.`,
        fix: `Build on one of: ${approvedBases.slice(0, 10).join(', ')}.`,
      };
    },
  },
  'supported-base-image': {
    title: 'The base image is not outdated',
    judge({ report, base, facts, today }) {
      const { reasons, known, instead } = outdated(report, base, facts, today);
      if (reasons.length > 0)
        return {
          status: 'fail',
          reason: `It is outdated: ${reasons.join('; ')}.`,
          fix: instead ? `Build on ${instead}.` : 'Build on a release that still gets security fixes.',
        };
      if (known.length === 0)
        return notKnown(
          'Neither its distribution nor the base image that it was built on is known.',
          tellBase,
        );
      return { status: 'pass', reason: `Nothing known of it is out of support: ${known.join(', ')}.` };
    },
  },
  'no-secrets': {
    title: 'No secrets in the image',
    judge({ report }) {
      const { secrets } = report;
      if (secrets.length === 0)
        return {
          status: 'pass',
          reason: 'No secret was found in its files, its environment or its history.',
        };
      const places = new Set(secrets.map(({ target }) => target));
      return {
        status: 'fail',
        reason: `${secrets.length === 1 ? 'A secret was' : `${secrets.length} secrets were`} found in ${places.size === 1 ? [...places][0] : `${places.size} places`}.`,
        fix: 'Make what was disclosed invalid, and build with a secret mount (RUN --mount=type=secret) instead.',
        details: secrets.map(
          ({ rule, target, startLine, severity }) =>
            `${rule} (${severity}) in ${target}${startLine === undefined ? '' : `:${startLine}`}`,
        ),
      };
    },
  },
  attestations: {
    title: 'Provenance and SBOM are attested',
    judge({ attestations }, { attestations: wanted }) {
      if (wanted.length === 0) return { status: 'off', reason: 'The settings ask for no attestation.' };
      if (attestations.state === 'unknown')
        return notKnown(
          attestations.reason,
          'Ask the registry that the image is in (--registry on the command line), or give its OCI layout.',
        );
      const missing = wanted.filter((kind) => !attestations.kinds.includes(kind));
      const words = { provenance: 'provenance', sbom: 'an SBOM' };
      if (missing.length === 0)
        return {
          status: 'pass',
          reason: `${attestations.where} has ${wanted.map((kind) => words[kind]).join(' and ')} for it.`,
        };
      return {
        status: 'fail',
        reason: `${attestations.where} has no ${missing.map((kind) => words[kind].replace(/^an /, '')).join(' and no ')} for it.`,
        fix: 'Build with docker buildx build --provenance=mode=max --sbom=true, and push the image.',
      };
    },
  },
};

const noBase = 'Which base image it was built on is not known.';
const tellBase =
  'Give the Dockerfile with --dockerfile, or set the label org.opencontainers.image.base.name when building.';

function said({ source }: BaseImage): string {
  return source === 'Dockerfile' ? 'says the Dockerfile' : 'says its label';
}

function notKnown(reason: string, fix?: string): Judged {
  return { status: 'not known', reason, ...(fix === undefined ? {} : { fix }) };
}
