// The real facts, compiled from the committed data the way the build does it.

import { compileFacts } from '../scripts/generate/facts.ts';
import { type FactsTable, openFacts } from '../server/src/engine/index.ts';

/** One table for a whole test file. */
export const facts: FactsTable = openFacts(JSON.parse(await compileFacts()));
