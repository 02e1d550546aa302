// What can go wrong with a registry, in words that say which, why and what to do.
import { foreignLine } from '../trivy/foreign-text.ts';

export type RegistryTrouble =
  | 'not-found'
  | 'login'
  | 'denied'
  | 'too-many'
  | 'unreachable'
  | 'certificate'
  | 'timeout'
  | 'too-large'
  | 'redirect'
  | 'garbage'
  | 'cancelled';

/** The message is a clause without full stop (`it asks for a login`), free of credentials. */
export class RegistryError extends Error {
  readonly trouble: RegistryTrouble;
  /** A whole sentence that says what to do. */
  readonly advice: string | undefined;

  constructor(trouble: RegistryTrouble, clause: string, advice?: string) {
    super(clause);
    this.trouble = trouble;
    this.advice = advice;
  }
}

/** Anything thrown while a registry was asked, as an error of ours. */
export function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  return new RegistryError(
    'unreachable',
    foreignLine(error instanceof Error ? error.message : String(error), 200),
  );
}

/** `ghcr.io could not be asked for the digest of acme/app:1: it asks for a login. Run …` */
export function registrySentence(registry: string, purpose: string, error: RegistryError): string {
  const advice = error.advice === undefined ? '' : ` ${error.advice}`;
  return `${registry} could not be asked for ${purpose}: ${error.message}.${advice}`;
}
