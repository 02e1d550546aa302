// The scales that settings choose from.
import type { Profile, Severity } from '../engine/index.ts';

/** A scanner's scale; it is kept apart from the severity of findings. */
export type ScanSeverity = 'critical' | 'high' | 'medium' | 'low' | 'unknown';

export const profiles = [
  'recommended',
  'strict',
  'cis',
  'hardened-images',
] as const satisfies readonly Profile[];
export const severities = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];
export const ruleLevels = [...severities, 'off'] as const;
export const scanSeverities = [
  'critical',
  'high',
  'medium',
  'low',
  'unknown',
] as const satisfies readonly ScanSeverity[];
