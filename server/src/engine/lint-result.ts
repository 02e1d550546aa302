// What goes into a check of one file, and what comes out, for each language.
import type { ComposeContext, Wanted } from './compose/context.ts';
import type { ComposeProject, ComposeService } from './compose/project.ts';
import type { ServiceImage } from './compose/service-image.ts';
import type { LintContext } from './context.ts';
import type { DaemonFile } from './daemon/daemon-file.ts';
import type { Finding, LintSettings, SuppressedFinding } from './findings.ts';
import type { FactsTable } from './model/facts.ts';
import type { Model } from './model/model.ts';
import type { Dockerfile } from './parse/syntax.ts';
import type { Commentable } from './suppress/commentable.ts';

interface InputHead {
  readonly text: string;
  readonly facts: FactsTable;
  readonly settings?: LintSettings;
}

/** Everything that decides the findings of a Dockerfile. */
export interface DockerfileInput extends InputHead {
  readonly language?: 'dockerfile';
  readonly context?: LintContext;
}

/** Everything that decides the findings of a Compose file. */
export interface ComposeInput extends InputHead {
  readonly language: 'compose';
  readonly context: ComposeContext;
}

/** Everything that decides the findings of a daemon.json. */
export interface DaemonInput extends InputHead {
  readonly language: 'daemon';
  readonly context: ComposeContext;
}

/** Everything that decides the findings of one file. */
export type LintInput = DockerfileInput | ComposeInput | DaemonInput;

interface ResultHead {
  /** In the order of the text; suppressed ones are not among them. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Where comments can silence findings; undefined in a language without comments. */
  readonly comments: Commentable | undefined;
}

/** The findings of a Dockerfile, with what they were made from. */
export interface DockerfileResult extends ResultHead {
  readonly language: 'dockerfile';
  readonly input: DockerfileInput;
  readonly dockerfile: Dockerfile;
  readonly model: Model;
  readonly comments: Commentable;
}

/** The findings of a Compose file, with what they were made from. */
export interface ComposeResult extends ResultHead {
  readonly language: 'compose';
  readonly input: ComposeInput;
  readonly project: ComposeProject;
  /** What else would be good to know: the context can be completed and the file checked again. */
  readonly wanted: readonly Wanted[];
  readonly comments: Commentable;
  /** What a service runs; undefined where nothing is known of it. */
  imageOf(service: ComposeService): ServiceImage | undefined;
}

/** The findings of a daemon.json, with what they were made from. */
export interface DaemonResult extends ResultHead {
  readonly language: 'daemon';
  readonly input: DaemonInput;
  readonly daemon: DaemonFile;
}

/** The findings of one file, with what they were made from. */
export type LintResult = DockerfileResult | ComposeResult | DaemonResult;
