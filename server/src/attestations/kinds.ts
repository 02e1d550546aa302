// What an attestation is of, by the types that builders and signers write. Pure.
import type { AttestationKind } from '../settings/policy-shape.ts';

/**
 * @param type of a predicate (in-toto) or an artifact (OCI referrers)
 * Source: SLSA, SPDX and CycloneDX predicate types of the in-toto attestation framework; media types of SPDX and CycloneDX.
 */
export function kindOf(type: unknown): AttestationKind | undefined {
  if (typeof type !== 'string' || type.length > 300) return undefined;
  if (/^https:\/\/slsa\.dev\/provenance\//i.test(type)) return 'provenance';
  if (/^https:\/\/(?:spdx\.dev\/Document|cyclonedx\.org\/bom|cyclonedx\.org\/schema)/i.test(type))
    return 'sbom';
  if (/^(?:application|text)\/(?:spdx|vnd\.cyclonedx|vnd\.syft)\b/i.test(type)) return 'sbom';
  return undefined;
}

/** Annotations of a layer or a manifest that name the type of the predicate inside: BuildKit's, cosign's, sigstore's bundle. */
export const predicateAnnotations = [
  'in-toto.io/predicate-type',
  'predicateType',
  'dev.sigstore.bundle.predicateType',
] as const;
