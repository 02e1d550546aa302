// The languages that can be split. The first that recognises a stage takes it.
import type { Language } from '../plan.ts';

export const languages: readonly Language[] = [];
